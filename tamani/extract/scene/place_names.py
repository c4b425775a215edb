"""The place names of a sentence: where something happened, and which words are part of a name and nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from tamani.extract.details.role_words import FoundRole
from tamani.extract.document import TITLE, Sentence
from tamani.extract.scene.kinds import Trigger
from tamani.extract.scene.places import DISTRICTS, is_apposed, is_event_place, mark_resident, place_tokens
from tamani.extract.scene.seats import span_seat
from tamani.extract.when.dates import FoundDate
from tamani.records import Part, Toponym, VictimValue
from tamani.words import fold


def share_places(sentences: Sequence[Sentence], toponyms: Sequence[Toponym]) -> list[list[Toponym]]:
    """The toponyms that stand in each sentence, in their order."""
    found: list[list[Toponym]] = [[] for _ in sentences]
    for part in Part:
        rows = [at for at, one in enumerate(sentences) if one.span.part is part]
        starts = [sentences[at].span.start for at in rows]
        for toponym in toponyms if rows else ():
            at = bisect_right(starts, toponym.span.start) - 1
            if toponym.span.part is part and at >= 0 and toponym.span.start < sentences[rows[at]].span.end:
                found[rows[at]].append(toponym)
    return found


def link_places(
    sentence: Sentence, toponyms: Sequence[Toponym], dates: Sequence[FoundDate], language: str
) -> list[Toponym]:
    """The places of a sentence at which something can have happened; "August" in a date is none."""
    busy = [sentence.span_of(found.first, found.last) for found in dates]
    own = [
        toponym
        for toponym in toponyms
        if toponym.span.part is sentence.span.part and sentence.span.start <= toponym.span.start < sentence.span.end
    ]
    scenes = [
        toponym
        for toponym in own
        if not any(span.overlaps(toponym.span) for span in busy)
        and not is_apposed(sentence, toponym, own)
        and is_event_place(sentence, toponym, language)
        and not span_seat(sentence, place_tokens(sentence, toponym), toponym, language)
    ]
    elsewhere = [toponym for toponym in own if toponym not in scenes and toponym.relation is None]
    kept = [one for one in scenes if not elsewhere or not _holds_only(one, elsewhere, scenes)]
    return [mark_resident(sentence, toponym, language) for toponym in kept]


def _holds_only(area: Toponym, elsewhere: Sequence[Toponym], scenes: Sequence[Toponym]) -> bool:
    """ "A convoy returning from Djibo, in the Sahel region, was ambushed in Kaya": where Djibo is, and nothing more."""
    name = fold(area.place.name)
    before = [one for one in elsewhere if one.span.start < area.span.start and _lies_in(one, name)]
    return area.feature in DISTRICTS and bool(before) and not any(_lies_in(one, name) for one in scenes)


def _lies_in(toponym: Toponym, name: str) -> bool:
    return name in (fold(toponym.place.admin1 or ""), fold(toponym.place.admin2 or "")) and toponym.feature == "town"


def names_place(sentence: Sentence, trigger: Trigger, toponyms: Sequence[Toponym]) -> bool:
    """Is the word a part of a place's name, as in "Battle Creek" or a town called Roundup?"""
    token = sentence.tokens[trigger.first]
    if trigger.first == 0 or trigger.first < trigger.last or not token.is_capital or token.text.isupper():
        return False
    span = sentence.span_of(trigger.first, trigger.last)
    return sentence.paragraph != TITLE and any(one.span.covers(span) and one.relation is None for one in toponyms)


def is_village(sentence: Sentence, role: FoundRole, places: Sequence[Toponym]) -> bool:
    """ "Gunmen attacked Goran Tudu in the Maradun district": a village, and nobody's name."""
    if not isinstance(role.value, VictimValue) or role.value.name is None:
        return False
    span = sentence.span_of(role.first, role.last)
    return any(place.span.covers(span) for place in places)
