"""What one sentence says happened: triggers, tolls, dates and places that belong together, and how real it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct, structs

from tamani.extract.datelines import find_dateline
from tamani.extract.dates import FoundDate, find_dates
from tamani.extract.document import TITLE, Sentence
from tamani.extract.kinds import Trigger, find_triggers
from tamani.extract.lexicon import read_lexicon
from tamani.extract.modes import (
    find_past_perfect,
    is_another,
    is_definite,
    is_indefinite,
    is_told_of,
    judge_trigger,
    load_words,
    points_back,
    text_of,
)
from tamani.extract.places import conflict, is_event_place, place_tokens
from tamani.extract.seats import span_seat
from tamani.extract.tolls import FoundToll, count_people, find_tolls
from tamani.records import Mode, Toponym

SINCE = ("since", "depuis")  # "since the takeover of August 2020"
CLAUSE = frozenset(
    (",", ";", ":", "(", ")", "que", "qu'", "that", "who", "qui", "which", "alors", "while", "lorsque", "when", "quand")
)


class Frame(Struct, frozen=True, kw_only=True):
    """One happening as one sentence tells it."""

    sentence: Sentence
    triggers: tuple[Trigger, ...]
    tolls: tuple[FoundToll, ...] = ()
    dates: tuple[FoundDate, ...] = ()
    places: tuple[Toponym, ...] = ()
    mode: Mode = Mode.ACTUAL
    past: bool = False  # told in the past perfect
    other: bool = False  # "another attack", "already", "recalls"
    generic: bool = False  # "attacks have multiplied": no event of its own
    back: bool = False  # "those attacks": the event of the sentence before
    apart: bool = False  # "another attack": not the one spoken of so far
    joint: bool = False  # its figures are of two scenes together
    definite: bool = False  # "the attack"
    told: bool = False  # "claimed the attack": the sentence is about the telling

    @property
    def is_title(self) -> bool:
        return self.sentence.paragraph == TITLE

    @property
    def is_strong(self) -> bool:
        """Is violence named, not only "the facts" or "the incident"?"""
        return bool(self.tolls) or any(trigger.strength for trigger in self.triggers)

    @property
    def is_solid(self) -> bool:
        """Does it say where, when or how many?"""
        return bool(self.dates or self.places or self.tolls)


def build_frames(
    sentences: Sequence[Sentence], toponyms: Sequence[Toponym], published: date | None, language: str
) -> tuple[Frame, ...]:
    """The frames of a reading in order. A sentence without a word of violence or harm has none."""
    found: list[Frame] = []
    anchor = published or find_anchor(sentences, language)
    for sentence in sentences:
        triggers = find_triggers(sentence, language)
        quantities = count_people(sentence, language)
        tolls = find_tolls(sentence, quantities, language) if triggers or quantities else ()
        if not triggers and not tolls:
            heading = read_heading(sentence, published, language)
            if heading:
                found.append(Frame(sentence=sentence, triggers=(), dates=heading))
            continue
        seen = resolve_lead(sentence, _read_dates(sentence, anchor, published, language), published)
        sent = find_dateline(sentence)
        seen = tuple(one for one in seen if one.first > sent)
        dates = link_dates(sentence, seen, triggers, tolls, language)
        inside = [
            one for one in link_places(sentence, toponyms, seen, language) if place_tokens(sentence, one)[0] > sent
        ]
        found += _cut(sentence, _Part(list(triggers), list(tolls), list(dates), inside), language)
    return tuple(found)


def _speech_at(sentence: Sentence, language: str) -> tuple[int, ...]:
    speech = load_words(language).speech
    return tuple(
        at for at, token in enumerate(sentence.tokens) if token.norm in speech or sentence.lemmas[at] in speech
    )


def find_anchor(sentences: Sequence[Sentence], language: str) -> date | None:
    """For an undated report: the first full day it names, by which "1 September" gets its year."""
    for sentence in sentences[:4]:
        for found in find_dates(sentence, None, language):
            if found.start is not None and found.granularity == "day":
                return found.start
    return None


def _read_dates(
    sentence: Sentence, anchor: date | None, published: date | None, language: str
) -> tuple[FoundDate, ...]:
    found = find_dates(sentence, anchor, language)
    # "Monday" says nothing where nobody knows the day of publication.
    return found if published else tuple(one for one in found if one.kind != "relative")


def read_heading(sentence: Sentence, published: date | None, language: str) -> tuple[FoundDate, ...]:
    """The day that stands alone before the first sentence: "22 July 2022, about 05:00." """
    if sentence.index > 1 or sentence.paragraph == TITLE or len(sentence.tokens) > 14:
        return ()
    found = find_dates(sentence, published, language)
    return tuple(one for one in found if one.start is not None and one.granularity == "day")


def link_places(
    sentence: Sentence, toponyms: Sequence[Toponym], dates: Sequence[FoundDate], language: str
) -> list[Toponym]:
    """The places of a sentence at which something can have happened; "August" in a date is none."""
    busy = [sentence.span_of(found.first, found.last) for found in dates]
    return [
        toponym
        for toponym in toponyms
        if toponym.span.part is sentence.span.part
        and sentence.span.start <= toponym.span.start < sentence.span.end
        and not any(span.overlaps(toponym.span) for span in busy)
        and is_event_place(sentence, toponym, language)
        and not span_seat(sentence, place_tokens(sentence, toponym), toponym, language)
    ]


def resolve_lead(sentence: Sentence, dates: Sequence[FoundDate], published: date | None) -> tuple[FoundDate, ...]:
    """In the lead nothing was told before: "la veille" counts from the sentence's own day, else from publication."""
    if sentence.index > 1 or not any(found.start is None for found in dates):
        return tuple(dates)
    days = [found.start for found in dates if found.start is not None and found.granularity == "day"]
    # "Quatre jours après l'attaque" looks back from the telling: it gives no day.
    base = days[0] if days else published
    if base is None:
        return tuple(dates)
    return tuple(
        structs.replace(found, start=day, end=day)
        if found.start is None
        and (found.offset_days or 0) < 0
        and (day := base + timedelta(days=found.offset_days or 0))
        else found
        for found in dates
    )


def link_dates(
    sentence: Sentence,
    dates: Sequence[FoundDate],
    triggers: Sequence[Trigger],
    tolls: Sequence[FoundToll],
    language: str,
) -> tuple[FoundDate, ...]:
    """The dates on which something happened, not those on which somebody spoke of it.

    "residents told the agency on Wednesday" dates the telling; "l'attaque de lundi" dates the attack.
    """
    if not dates:
        return ()
    events = [(trigger.first, trigger.last) for trigger in triggers] + [(toll.first, toll.last) for toll in tolls]
    speech = _speech_at(sentence, language)
    return tuple(
        found
        for found in dates
        if found.kind not in ("recurring", "since", "until") and not _is_told(sentence, found, events, speech, language)
    )


def _is_told(
    sentence: Sentence, found: FoundDate, events: Sequence[tuple[int, int]], speech: Sequence[int], language: str
) -> bool:
    """Does a date say when somebody spoke, came or mourned, not when it happened?

    "told the agency on Wednesday", "Vendredi, l'armée a annoncé"; but "has claimed the July 22 raid".
    """
    tokens = sentence.tokens
    if language == "en" and any(0 < first - found.last <= 2 for first, _ in events):
        return False
    left_event = max((last for _, last in events if last < found.first), default=-1)
    since = max((at for at in range(max(0, found.first - 10), found.first) if tokens[at].norm in SINCE), default=-1)
    if since > left_event:
        return True
    left_speech = max((at for at in speech if at < found.first), default=-1)
    if left_speech > left_event:
        between = tokens[left_speech + 1 : found.first]
        if len(between) <= 8 and not any(token.norm in (",", ";", "that", "que", "qu'") for token in between):
            return True
    if left_event >= 0 and left_event > left_speech:
        return False
    right_event = min((first for first, _ in events if first > found.last), default=10_000)
    right_speech = min((at for at in speech if at > found.last), default=10_000)
    return right_speech < right_event and right_speech - found.last <= 10


class _Part(Struct):
    """A frame in the making."""

    triggers: list[Trigger]
    tolls: list[FoundToll]
    dates: list[FoundDate]
    places: list[Toponym]


def _cut(sentence: Sentence, whole: _Part, language: str) -> list[Frame]:
    """One frame, or several where a sentence tells of two events with their own dates or places."""
    parts = _attach(sentence, whole.triggers, whole.dates, whole.places)
    merged: list[_Part] = []
    for part in parts:
        if merged and not _differ(merged[-1], part):
            last = merged[-1]
            last.triggers += part.triggers
            last.dates += part.dates
            last.places += part.places
        else:
            merged.append(part)
    for toll in whole.tolls:
        nearest = min(merged, key=lambda part: min((abs(one.first - toll.first) for one in part.triggers), default=0))
        nearest.tolls.append(toll)
    return [_finish(sentence, part, language) for part in merged]


def _attach(
    sentence: Sentence, triggers: Sequence[Trigger], dates: Sequence[FoundDate], places: Sequence[Toponym]
) -> list[_Part]:
    """Each date and place to its nearest trigger, those before the first one to the first."""
    parts = [_Part([trigger], [], [], []) for trigger in triggers] or [_Part([], [], [], [])]
    spots = [(trigger.first, trigger.last) for trigger in triggers]
    for found in dates:
        parts[_nearest(sentence, (found.first, found.last), spots)].dates.append(found)
    for toponym in places:
        parts[_nearest(sentence, place_tokens(sentence, toponym), spots)].places.append(toponym)
    return parts


def _nearest(sentence: Sentence, span: tuple[int, int], spots: Sequence[tuple[int, int]]) -> int:
    best, best_cost = 0, 1e9
    for at, (first, last) in enumerate(spots):
        between = sentence.tokens[last + 1 : span[0]] if last < span[0] else sentence.tokens[span[1] + 1 : first]
        cost = len(between) + 4.0 * sum(token.norm in CLAUSE for token in between) + (3.0 if first > span[1] else 0.0)
        if cost < best_cost:
            best, best_cost = at, cost
    return best


def _differ(one: _Part, two: _Part) -> bool:
    """Do two parts of a sentence have dates or places that exclude each other?"""
    if one.dates and two.dates and dates_exclude(one.dates, two.dates):
        return True
    return bool(one.places and two.places) and conflict(two.places, one.places)


def dates_exclude(ones: Sequence[FoundDate], others: Sequence[FoundDate]) -> bool:
    """Do no two of these dates overlap? Dates that hang on another event are left out."""
    first = [found for found in ones if found.start is not None]
    second = [found for found in others if found.start is not None]
    if not first or not second:
        return False
    return not any(overlap(a, b) for a in first for b in second)


def overlap(one: FoundDate, two: FoundDate) -> bool:
    """Can two resolved dates be one day?"""
    if one.start is None or two.start is None:
        return True
    return one.start <= (two.end or two.start) and two.start <= (one.end or one.start)


def _finish(sentence: Sentence, part: _Part, language: str) -> Frame:
    words = load_words(language)
    text = text_of(sentence)
    modes = [judge_trigger(sentence, trigger, language) for trigger in part.triggers]
    mode = Mode.ACTUAL if not modes or Mode.ACTUAL in modes or part.tolls else modes[0]
    norms = {token.norm for token in sentence.tokens}
    solid = bool(part.dates or part.tolls)
    many = not solid and any(is_indefinite(sentence, trigger, language) for trigger in part.triggers)
    return Frame(
        sentence=sentence,
        triggers=tuple(part.triggers),
        tolls=tuple(part.tolls),
        dates=tuple(part.dates),
        places=tuple(part.places),
        mode=mode,
        past=bool(find_past_perfect(sentence, language)),
        other=bool(norms & words.other) or any(f" {phrase} " in text for phrase in words.other_phrases),
        generic=many or (not solid and any(f" {phrase} " in text for phrase in words.generic)),
        back=any(points_back(sentence, trigger, language) for trigger in part.triggers),
        apart=any(is_another(sentence, trigger, language) for trigger in part.triggers),
        joint=any(f" {phrase} " in text for phrase in read_lexicon("tolls")["joint"]),
        definite=any(is_definite(sentence, trigger, language) for trigger in part.triggers),
        told=bool(part.triggers) and is_told_of(sentence, part.triggers[0], language),
    )
