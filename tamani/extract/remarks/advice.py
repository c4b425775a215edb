"""Causes, consequences, advice and contributions in the prose of an analysis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.extract.parties.actors import find_actors
from tamani.extract.parties.perpetrators import Scene
from tamani.extract.remarks.promises import end_clause
from tamani.extract.remarks.wording import matches
from tamani.extract.saying.speech import MARKS, find_phrase_before, read_words
from tamani.records import DriverValue, PartnershipValue, RecommendationValue
from tamani.words import Token

Advice = DriverValue | RecommendationValue | PartnershipValue
_PARTNERS = frozenset(["intergovernmental", "un_agency", "peacekeeping", "regional_force", "ngo", "state"])


class Advised(Struct, frozen=True):
    """A statement of an analysis: tokens first to last of a sentence."""

    field: str
    value: Advice
    sentence: Sentence
    first: int
    last: int


@cache
def _words(table: str, key: str) -> frozenset[str]:
    return frozenset(read_lexicon("statements")[table][key])


@cache
def _patterns(table: str, key: str) -> tuple[str, ...]:
    return tuple(read_lexicon("statements")[table][key])


def find_advice(sentence: Sentence, heading: str, scene: Scene) -> Iterator[Advised]:
    """What a sentence of an analysis gives: a cause, a piece of advice, a body's contribution."""
    norms = sentence.norms
    yield from _find_driver(sentence, norms)
    yield from _find_recommendation(sentence, norms, scene)
    if any(word in heading for word in _words("partnership", "section")):
        yield from _find_partnership(sentence, norms, scene)


def _find_driver(sentence: Sentence, norms: Sequence[str]) -> Iterator[Advised]:
    """ "Poverty makes recruitment easier": an abstract factor, and a verb that ties it to its effect."""
    factor = next((at for at, norm in enumerate(norms[:8]) if norm in _words("drivers", "factors")), None)
    if factor is None or set(norms[:factor]) & {",", ":", ";", "si", "if"}:
        return
    for at in range(factor + 1, min(factor + 9, len(norms))):
        if norms[at] in MARKS or norms[at] in ("that", "que", "which", "qui", "should", "must", "doit", "devrait"):
            return
        if norms[at - 1] in ("to", "de", "d'", "a", "the", "la", "le", "les", "and", "et", "des"):
            continue
        if any(matches(norms[at], pattern) for pattern in _patterns("drivers", "verbs")):
            last = end_clause(sentence.tokens, at)
            if last - at >= 1:
                value = DriverValue(sentence.words(0, at - 1), sentence.words(at, last))
                yield Advised("driver", value, sentence, 0, last)
            return


def _find_recommendation(sentence: Sentence, norms: Sequence[str], scene: Scene) -> Iterator[Advised]:
    """ "the authorities should reform the services": who, what, and what it is about."""
    words = read_words(scene.language)
    for at, norm in enumerate(norms):
        if norm not in _words("advice", "modals"):
            continue
        actors = find_actors(sentence, scene.registry, scene.language)
        tokens = sentence.tokens
        who: str | None = None
        first = at
        if at and norms[at - 1] in words.lists["pronouns"]:
            first = at - 1
        else:
            phrase = find_phrase_before(sentence, at - 1, words, actors)
            if phrase is None:
                return
            first = phrase.first
            heads = set(sentence.norms[phrase.first : phrase.last + 1])
            if not heads & _words("advice", "bodies") and not any(first <= a.first <= phrase.last for a in actors):
                return
            who = sentence.words(phrase.first, phrase.last)
        begin = at + 1
        while begin < len(tokens) and norms[begin] in _words("advice", "skip"):
            begin += 1
        last = end_clause(tokens, at)
        if last - begin < 1:
            return
        focus = _find_focus(tokens, begin, last)
        value = RecommendationValue(sentence.words(*focus), sentence.words(begin, last), who)
        yield Advised("recommendation", value, sentence, first, last)
        return


def _find_focus(tokens: Sequence[Token], begin: int, last: int) -> tuple[int, int]:
    """What the action is about: its object, up to the next preposition or joint."""
    first = begin + 1
    while first < last and tokens[first].norm in _words("focus", "articles"):
        first += 1
    end = first
    while end < last and tokens[end + 1].norm not in _words("focus", "ends"):
        end += 1
    return min(first, last), min(end, last)


def _find_partnership(sentence: Sentence, norms: Sequence[str], scene: Scene) -> Iterator[Advised]:
    """ "The African Union can give political support", in a section on partners."""
    for actor in find_actors(sentence, scene.registry, scene.language):
        if actor.type not in _PARTNERS or actor.first > 3:
            continue
        for at in range(actor.last + 1, min(actor.last + 5, len(norms))):
            if any(matches(norms[at], pattern) for pattern in _patterns("partnership", "verbs")):
                last = end_clause(sentence.tokens, at)
                begin = at + 1 if norms[at] in ("can", "could", "peut", "peuvent", "pourrait", "pourraient") else at
                if last > begin:
                    value = PartnershipValue(sentence.words(actor.first, actor.last), sentence.words(begin, last))
                    yield Advised("partnership", value, sentence, actor.first, last)
                return
        return
