"""A clause, and a clause in the making."""

from __future__ import annotations

from msgspec import Struct

from tamani.extract.grammar.phrases import Group
from tamani.extract.grammar.verbs import VerbGroup
from tamani.extract.lexicon import read_lexicon


class Clause(Struct, frozen=True, gc=False):
    """What one verb, or one noun of doing, says. lemma is the verb's: kill for "the killing of"."""

    first: int
    last: int
    head: int
    lemma: str
    voice: str  # active, passive, nominal
    negated: bool
    modal: bool  # may, will, to: not said to have happened
    subjects: tuple[Group, ...]
    objects: tuple[Group, ...]
    others: tuple[tuple[str, Group], ...]  # preposition, folded, and what it leads
    perfect: bool = False  # had been killed


class Doing:
    """A clause in the making."""

    __slots__ = ("after_comma", "agent", "finite", "lemma", "objects", "others", "sort", "subjects", "takes", "verb")

    def __init__(self, verb: VerbGroup, sort: str, finite: bool) -> None:
        self.verb, self.sort, self.finite, self.lemma = verb, sort, finite, verb.lemma
        self.subjects: list[int] = []
        self.objects: list[int] = []
        self.others: list[tuple[str, int]] = []
        self.agent = False
        self.after_comma = False
        self.takes = False


DEEDS = {language: dict(read_lexicon("deed_nouns")[language]) for language in ("en", "fr")}
TAKES = {language: frozenset(read_lexicon("deed_nouns")["takes"][language]) for language in ("en", "fr")}
AGAINST = {language: frozenset(read_lexicon("deed_nouns")["against"][language]) for language in ("en", "fr")}
_PEOPLE = read_lexicon("people")
# Whose attack "the attack of the ..." is, where they are people who attack.
DOERS = frozenset(
    form
    for part in ("attackers", "armed_group", "security_forces")
    for language in ("en", "fr")
    for word in _PEOPLE[part][language]
    for form in (word, word + "s")
) | {"group", "groupe", "groupes", "groups", "men", "hommes", "individus", "forces"}
PEOPLE = frozenset(word for part in _PEOPLE.values() for language in ("en", "fr") for word in part[language])
