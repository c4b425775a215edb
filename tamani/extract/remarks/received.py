"""Reactions told from the side of the attack, and in the words of a noun.

"The attack was condemned by the UN and Ghana", "les condamnations de l'Union africaine", "condolences came from Rabat".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from tamani.extract.document import Sentence, remembered
from tamani.extract.lexicon import read_lexicon
from tamani.extract.remarks.bodies import OF, Named, list_after
from tamani.extract.remarks.promises import Statement, read_list
from tamani.extract.saying.speech import find_words
from tamani.extract.saying.verbs import BE
from tamani.records import ReactionValue

BY = frozenset(("by", "par"))
STOPS = frozenset((",", ";", ".", ":", "to", "a", "au", "aux"))
REACH = 6  # tokens from "condemnation" to "from"
STANCES = frozenset(("condemns", "supports"))


@cache
def _nouns() -> dict[str, str]:
    return {noun: stance for stance, nouns in read_lexicon("statements")["received"].items() for noun in nouns}


@cache
def _list_nouns() -> frozenset[str]:
    return frozenset(_nouns())


def find_received(sentence: Sentence, hits: Sequence[tuple[int, str]], named: Named) -> Iterator[Statement]:
    """The reactions of a sentence whose verb or noun has the body behind it."""
    for at, stance in hits:
        if stance not in STANCES:
            continue
        by = _find_by(sentence, at)
        if by is not None and not read_list("objects", "words").isdisjoint(sentence.norms):
            yield from _make(sentence, (at, by + 1), stance, named)
    nouns = _nouns()
    for at in find_words(sentence, _list_nouns()):
        start = _find_from(sentence, at)
        if start is not None:
            yield from _make(sentence, (at, start), nouns[sentence.norms[at]], named)


@remembered
def has_noun(sentence: Sentence) -> bool:
    """Is there a noun of reaction at all?"""
    return not _list_nouns().isdisjoint(sentence.present)


def _find_by(sentence: Sentence, verb: int) -> int | None:
    """The "by" of a passive: "was strongly condemned on Monday by"."""
    before = sentence.norms[max(0, verb - 4) : verb]
    if BE.isdisjoint(before):
        return None
    near = range(verb + 1, min(verb + REACH, len(sentence.norms) - 1))
    return next((at for at in near if sentence.norms[at] in BY), None)


def _find_from(sentence: Sentence, noun: int) -> int | None:
    """The first token behind "condemnations | poured in from": of the body that reacts."""
    norms = sentence.norms
    for at in range(noun + 1, min(noun + 1 + REACH, len(norms) - 1)):
        if norms[at] in STOPS:
            return None  # "condolences to the people of Mali" are for them
        if norms[at] in OF:
            return at if norms[at] in ("du", "des") else at + 1
    return None


def _make(sentence: Sentence, place: tuple[int, int], stance: str, named: Named) -> Iterator[Statement]:
    at, start = place
    bodies = list_after(sentence, start, named)
    if not bodies and sentence.norms[start] in ("du", "des"):
        bodies = list_after(sentence, start + 1, named)
    for who, phrase in bodies:
        name = who.removeprefix("du ").removeprefix("des ")
        what = sentence.words(at, phrase.last)
        yield Statement("reaction", ReactionValue(name, stance, what), sentence, at, phrase.last)
