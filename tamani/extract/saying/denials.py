"""Who the victims are said not to have been: a denial is a claim of its own, never an absence.

"The dead were herders, not jihadists", "les victimes n'étaient pas des terroristes". `find_denials` gives the group
that is denied, the words that deny it, and who says so. Call it with the sentences of a mention.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.extract.parties.perpetrators import Scene
from tamani.extract.saying.attribution import find_speaker
from tamani.records import VictimValue
from tamani.words import fold

REACH = 5  # tokens from the negation to the group: "were not members of the militia"


class FoundDenial(Struct, frozen=True):
    """Tokens first to last of a sentence deny that the victims were of a group."""

    sentence: Sentence
    first: int
    last: int
    value: VictimValue
    said_by: str | None = None
    speaker: str | None = None
    via: tuple[str, ...] = ()


@cache
def _lists(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = read_lexicon("denials")
    people = frozenset(fold(word) for word in table["people"]["words"])
    return people, frozenset(table["negation"][language]["be"]), frozenset(table["negation"][language]["not"])


@cache
def _between() -> frozenset[str]:
    return frozenset(read_lexicon("denials")["people"]["between"])


def find_denials(sentences: Sequence[Sentence], scene: Scene) -> tuple[FoundDenial, ...]:
    """What victims are said not to have been, in the order of the text."""
    people, be, negations = _lists("fr" if scene.language == "fr" else "en")
    found = []
    for sentence in sentences:
        norms = sentence.norms
        if negations.isdisjoint(norms):
            continue
        for at, norm in enumerate(norms):
            if norm not in negations or not set(norms[max(0, at - 3) : at]) & (be | {","}):
                continue
            group = next(
                (step for step in range(at + 1, min(at + 1 + REACH, len(norms))) if norms[step] in people), None
            )
            if group is None or set(norms[at + 1 : group]) - _between():
                continue
            first = _find_start(norms, at, be)
            if first is not None:
                found.append(_make(sentence, (first, group), scene))
    return tuple(found)


def _find_start(norms: Sequence[str], at: int, be: frozenset[str]) -> int | None:
    """The first token of the clause that is denied; None where it has no subject ("is not a soldier")."""
    first = at
    while first > 0 and norms[first - 1] not in (":", ";", ".", "«", '"', "“", "that", "que", "qu'"):
        first -= 1
    subject = [norm for norm in norms[first:at] if norm not in be and norm[0].isalpha()]
    return first if subject and not be.isdisjoint(norms[first:at]) else None


def _make(sentence: Sentence, place: tuple[int, int], scene: Scene) -> FoundDenial:
    first, last = place
    attributions = scene.attributions[sentence.index] if sentence.index < len(scene.attributions) else ()
    speech = find_speaker(attributions, first, last)
    return FoundDenial(
        sentence=sentence,
        first=first,
        last=last,
        value=VictimValue(description=sentence.words(last, last)),
        said_by=speech.said_by if speech else None,
        speaker=speech.speaker if speech else None,
        via=speech.via if speech else (),
    )
