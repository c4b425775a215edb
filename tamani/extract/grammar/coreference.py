"""Which earlier group a later one means: "they", "the five students", "ces hommes".

In: a group, its sentence, and the sentences before it. Out: the groups it may mean, the likeliest first. Number must
agree, and a word for people never means a thing. What cannot be told is left open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.grammar.doings import PEOPLE, Clause
from tamani.extract.grammar.group_reading import SAYS, SAYS_FR
from tamani.extract.grammar.phrases import Group
from tamani.extract.grammar.reading import parse_sentence

NEAR = 2  # sentences back that a pronoun reaches
FAR = 8  # sentences back that a noun reaches: "the two engineers"
# Pronouns with what they may mean: (plural, people); None: either.
PRONOUNS: dict[str, tuple[bool, bool | None]] = {
    "they": (True, None), "them": (True, None), "their": (True, None), "he": (False, True), "him": (False, True),
    "his": (False, True), "she": (False, True), "her": (False, True), "it": (False, False), "its": (False, False),
    "ils": (True, None), "elles": (True, None), "eux": (True, None), "il": (False, None), "elle": (False, None),
    "lui": (False, True), "leur": (True, None), "leurs": (True, None),
}  # fmt: skip


class Reference(Struct, frozen=True):
    """Groups of one sentence that are spoken of together: one, or several that "and" joins."""

    sentence: Sentence
    groups: tuple[Group, ...]

    @property
    def plural(self) -> bool:
        return len(self.groups) > 1 or self.groups[0].plural

    @property
    def count(self) -> int | None:
        """How many it says they are: "two soldiers and a nurse" are three."""
        total = 0
        for group in self.groups:
            if group.count is not None and group.count[0] is not None:
                total += group.count[0]
            elif group.plural:
                return None
            else:
                total += 1
        return total


def find_antecedents(
    sentence: Sentence, group: Group, earlier: Sequence[Sentence], language: str
) -> tuple[Reference, ...]:
    """What a group may mean, the likeliest first; `earlier` in reading order, without the sentence itself."""
    pronoun = PRONOUNS.get(sentence.norms[group.head])
    if pronoun is not None:
        return tuple(
            one
            for before in reversed(earlier[-NEAR:])
            for one in _list_roles(before, language)
            if one.plural == pronoun[0] and (pronoun[1] is None or _is_people(one) == pronoun[1])
        )
    if group.determiner not in ("the", "this"):
        return ()
    head = sentence.lemmas[group.head]
    same = tuple(
        one
        for before in reversed(earlier[-FAR:])
        if head in before.where
        for one in _list_roles(before, language)
        if any(before.lemmas[each.head] == head for each in one.groups) and _agree(group, one)
    )
    if same or head not in PEOPLE:
        return same
    # "The Canadian was identified as": other words for whom the sentence before speaks of.
    near = (one for one in (_list_roles(earlier[-1], language) if earlier else ()) if _is_people(one))
    return tuple(one for one in near if _agree(group, one))[:1]


def _list_roles(sentence: Sentence, language: str) -> Iterator[Reference]:
    """The groups of a sentence that a later one may mean: what its verbs have as subject first, then the rest."""
    says = SAYS_FR if language == "fr" else SAYS
    clauses = [clause for clause in parse_sentence(sentence, language)[1] if clause.lemma not in says]
    rows = [*(_topic(clause) for clause in clauses), *(_rest(clause) for clause in clauses)]
    seen: set[int] = set()
    for groups in rows:
        if groups and groups[0].first not in seen:
            seen.add(groups[0].first)
            yield Reference(sentence, groups)


def _topic(clause: Clause) -> tuple[Group, ...]:
    return clause.objects if clause.voice == "passive" else clause.subjects


def _rest(clause: Clause) -> tuple[Group, ...]:
    return clause.subjects if clause.voice == "passive" else clause.objects


def _is_people(one: Reference) -> bool:
    return any(
        group.name or one.sentence.lemmas[group.head] in PEOPLE or one.sentence.norms[group.head] in PEOPLE
        for group in one.groups
    )


def _agree(group: Group, one: Reference) -> bool:
    """ "The two engineers" are not "three engineers"; without a number both must be many, or one."""
    if group.count is not None and one.count is not None:
        return group.count[0] == one.count
    return group.plural == one.plural
