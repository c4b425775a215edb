"""Sentences without violence that set the scene: "Two men were outside a house in Sikasso on Sunday morning."

They are asked only where the news itself says no place; where it has no day either, theirs is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import structs

from tamani.extract.document import TITLE, Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.extract.scene.datelines import find_dateline
from tamani.extract.scene.days import find_speech, read_days
from tamani.extract.scene.events import Draft
from tamani.extract.scene.frames import Frame
from tamani.extract.scene.modes import find_past_perfect, is_link
from tamani.extract.scene.place_names import link_places
from tamani.extract.scene.places import conflict, fineness, place_tokens
from tamani.extract.when.dates import FoundDate
from tamani.records import Toponym

LATEST = 10  # sentences: further down the report speaks of other things
WEEK = 7  # days that the scene may lie before the report
# "They were outside a house in ...", "it took place in ...", "found them dead in ..."
BEING = frozenset(("be", "etre", "happen", "occur", "take", "produire", "derouler", "trouver", "dead", "body", "corps"))
# "In northern Rice County", "in rural Webster"
PARTLY = frozenset(("northern", "southern", "eastern", "western", "central", "rural", "downtown", "upper", "lower"))


def lend_setting(
    main: Draft,
    sentences: Sequence[Sentence],
    toponyms: Sequence[Toponym],
    published: date | None,
    language: str,
) -> None:
    """Give news without a place the one of the first sentence that sets its scene, and its day where it has none."""
    known = main.dates()
    homeless = not any(fineness(place) == 3 and place.relation in (None, "capital") for place in main.places())
    if not homeless:
        _take_days(main, published, language)
        return
    told = {frame.sentence.index for frame in main.frames}
    found: list[tuple[Sentence, list[Toponym], tuple[FoundDate, ...]]] = []
    for sentence in sentences[: LATEST + 1]:
        if sentence.paragraph == TITLE or sentence.index in told or not _may_set(sentence, language):
            continue
        days = _read_days(sentence, published, language)
        places = _read_places(sentence, toponyms, language)
        if places and (days or not BEING.isdisjoint(sentence.lemmas)) and not conflict(places, main.places()):
            found.append((sentence, places, () if known else days))
    located = [row for row in found if any(_is_located(place) for place in row[1])]
    # "The party was in Webster Township", "in northern Rice County": names that no gazetteer knows beat no name at all.
    named = [] if any(fineness(place) for place in main.places()) else found[:2]
    for sentence, places, days in located[:1] or named:
        chosen = [place for place in places if _is_located(place) or not located]
        main.frames.append(Frame(sentence=sentence, triggers=(), places=tuple(chosen[:1]), dates=days))


def _is_located(place: Toponym) -> bool:
    """A town with a point."""
    return place.place.lat is not None and fineness(place) == 3


def _take_days(main: Draft, published: date | None, language: str) -> None:
    """The day of the sentence that already gave news without a day its place."""
    for at, frame in enumerate(main.frames):
        if frame.is_silent and frame.places and not frame.is_title and not main.dates():
            main.frames[at] = structs.replace(frame, dates=_read_days(frame.sentence, published, language))


def _may_set(sentence: Sentence, language: str) -> bool:
    return not (is_link(sentence, language) or find_past_perfect(sentence, language))


def _read_days(sentence: Sentence, published: date | None, language: str) -> tuple[FoundDate, ...]:
    """The single days of the last week that a sentence names."""
    if published is None:
        return ()
    seen = read_days(sentence, published, published, language)
    return tuple(
        one
        for one in seen
        if one.start is not None
        and one.start == one.end
        and 0 <= (published - one.start).days <= WEEK
        and one.first > find_dateline(sentence)
    )[:1]


def _read_places(sentence: Sentence, toponyms: Sequence[Toponym], language: str) -> list[Toponym]:
    """Towns and districts that stand behind "in", "at" or "near", and are nobody's home."""
    before = read_lexicon("places")[language]["settings"]
    sent = find_dateline(sentence)
    found = []
    for one in link_places(sentence, toponyms, (), language):
        first = place_tokens(sentence, one)[0]
        spoken = first <= 3 and find_speech(sentence, language)
        fine = _is_located(one) or (one.place.lat is None and one.feature in (None, "town", "admin2"))
        at = first - 1 if sentence.norms[first - 1] not in PARTLY else first - 2
        if fine and one.relation is None and at >= max(sent, 0) and sentence.norms[at] in before and not spoken:
            found.append(one)
    return found
