"""The fullest name that a report gives of a victim: "Otero was killed" is about "Raul Otero Diaz" of the lead."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from tamani.extract.details.role_words import FoundRole
from tamani.extract.document import Sentence
from tamani.extract.grammar.names import find_names
from tamani.records import VictimValue
from tamani.words import fold, tokenize


class FullNames:
    """The persons of a report, asked for only where a victim is named."""

    def __init__(self, sentences: Sequence[Sentence], language: str) -> None:
        self._sentences, self.language = sentences, language
        self._known: dict[str, str | None] = {}

    def complete(self, role: FoundRole) -> FoundRole | None:
        """The role with the fullest name; None for a single word that is nobody's name in the report."""
        value = role.value
        if not isinstance(value, VictimValue) or value.name is None:
            return role
        if value.name not in self._known:
            self._known[value.name] = self._find(value.name)
        full = self._known[value.name]
        if full is None:
            return None if role.rule == "victims.surname" else role
        return structs.replace(role, value=structs.replace(value, name=full))

    def _find(self, name: str) -> str | None:
        """The longest name in the report that holds all words of a name in their order; two persons are none."""
        wanted = tuple([token.norm for token in tokenize(name)])
        found: dict[str, str] = {}
        alone: str | None = None
        for sentence in self._sentences:
            if not all(word in sentence.where for word in wanted):
                continue
            for one in find_names(sentence, self.language):
                norms = sentence.norms[one.first : one.last + 1]
                if one.kind == "person" and one.title_first is not None and norms == wanted:
                    alone = " ".join(sentence.words(one.first, one.last).split())  # "Father Mensah", all over
                if one.kind == "person" and len(norms) > len(wanted) and _holds(norms, wanted):
                    found.setdefault(" ".join(norms), " ".join(sentence.words(one.first, one.last).split()))
        ranked = sorted(found, key=lambda key: (-len(key.split()), -len(key)))
        if not ranked:
            return alone
        # "Otero" may be Raul or his brother Ivan: then only what stands there is said.
        if any(not _holds(ranked[0].split(), other.split()) for other in ranked[1:]) and len(wanted) == 1:
            return None
        return found[ranked[0]]


def _holds(norms: Sequence[str], wanted: Sequence[str]) -> bool:
    """Do the words come in this order?"""
    rest = iter(norms)
    return all(word in rest for word in wanted)


def complete_names(roles: Sequence[FoundRole], names: FullNames) -> tuple[FoundRole, ...]:
    """The roles of a sentence with the fullest names of their victims."""
    completed = (names.complete(role) for role in roles)
    return tuple(role for role in completed if role is not None)


def is_same_victim(one: FoundRole, two: FoundRole) -> bool:
    """Is the second victim told of already? By the same name, or as "the mayor" after "the mayor, Raul Otero"."""
    first, second = one.value, two.value
    if not isinstance(first, VictimValue) or not isinstance(second, VictimValue):
        return False
    if first.name and second.name:
        return fold(first.name) == fold(second.name)
    if second.name or not (first.description and second.description) or second.count not in (None, first.count):
        return False
    return fold(first.description) == fold(second.description)
