"""The noun groups of a sentence, and how to name what they speak of in few words."""

from __future__ import annotations

from tamani.extract.document import Sentence
from tamani.extract.grammar.phrases import Group as Group
from tamani.extract.grammar.reading import parse_sentence


def find_groups(sentence: Sentence, language: str) -> tuple[Group, ...]:
    """The noun groups of a sentence, from left to right; none lies in another."""
    return parse_sentence(sentence, language)[0]


def find_group_at(sentence: Sentence, at: int, language: str) -> Group | None:
    """The group that a token belongs to."""
    return next((group for group in find_groups(sentence, language) if group.first <= at <= group.last), None)


def core_words(sentence: Sentence, group: Group) -> str:
    """A group as written, without article and number: "armed men" of "the three armed men"."""
    return sentence.words(*group.core)


def parts_of(sentence: Sentence, group: Group, language: str) -> tuple[Group, ...]:
    """The groups that hang on a group by "of" or "de", in order: "members of the front" gives the front."""
    groups = find_groups(sentence, language)
    found: list[Group] = []
    here = groups.index(group) if group in groups else -1
    for number in range(here + 1, len(groups)):
        if here < 0 or groups[number].inside != here:
            break
        found.append(groups[number])
        here = number
    return tuple(found)
