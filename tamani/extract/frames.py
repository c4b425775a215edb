"""What one sentence says happened: triggers, tolls, dates and places that belong together, and how real it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct, structs

from tamani.extract.dates import FoundDate, find_dates
from tamani.extract.document import TITLE, Sentence
from tamani.extract.kinds import Trigger, find_triggers
from tamani.extract.modes import find_past_perfect, judge_trigger, load_words, text_of
from tamani.extract.numbers import find_quantities
from tamani.extract.places import conflict, is_event_place, place_tokens
from tamani.extract.tolls import FoundToll, find_tolls
from tamani.records import Mode, Toponym

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

    @property
    def is_title(self) -> bool:
        return self.sentence.paragraph == TITLE

    @property
    def is_solid(self) -> bool:
        """Does it say where, when or how many?"""
        return bool(self.dates or self.places or self.tolls)


def build_frames(
    sentences: Sequence[Sentence], toponyms: Sequence[Toponym], published: date | None, language: str
) -> tuple[Frame, ...]:
    """The frames of a reading in order. A sentence without a word of violence or harm has none."""
    found: list[Frame] = []
    for sentence in sentences:
        triggers = find_triggers(sentence, language)
        quantities = find_quantities(sentence, language, articles=True)
        if not triggers and not quantities:
            continue
        tolls = find_tolls(sentence, quantities, language)
        if not triggers and not tolls:
            continue
        dates = link_dates(sentence, find_dates(sentence, published, language), triggers, tolls, language)
        inside = [
            toponym
            for toponym in toponyms
            if toponym.span.part is sentence.span.part
            and sentence.span.start <= toponym.span.start < sentence.span.end
            and is_event_place(sentence, toponym, language)
        ]
        found += _cut(sentence, triggers, tolls, dates, inside, language)
    return tuple(found)


def _speech_at(sentence: Sentence, language: str) -> tuple[int, ...]:
    speech = load_words(language).speech
    return tuple(
        at for at, token in enumerate(sentence.tokens) if token.norm in speech or sentence.lemmas[at] in speech
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
    speech = [(at, at) for at in _speech_at(sentence, language)]
    kept: list[FoundDate] = []
    for found in dates:
        if found.kind == "recurring":
            continue
        event = _gap(sentence, found, events)
        other = _gap(sentence, found, speech)
        if event is not None and (other is None or event <= other):
            kept.append(found)
    return tuple(kept)


def _gap(sentence: Sentence, found: FoundDate, spots: Sequence[tuple[int, int]]) -> float | None:
    """How far a date is from the nearest of some words; clause marks between count as many tokens."""
    best: float | None = None
    for first, last in spots:
        if last < found.first:
            between = sentence.tokens[last + 1 : found.first]
            cost = float(len(between))
        elif first > found.last:
            between = sentence.tokens[found.last + 1 : first]
            # A date looks back to its verb: "told AFP on Monday that gunmen attacked".
            cost = len(between) + 1.5
        else:
            return 0.0
        cost += 5.0 * sum(token.norm in CLAUSE for token in between)
        best = cost if best is None else min(best, cost)
    return best


class _Part(Struct):
    """A frame in the making."""

    triggers: list[Trigger]
    tolls: list[FoundToll]
    dates: list[FoundDate]
    places: list[Toponym]


def _cut(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    tolls: Sequence[FoundToll],
    dates: Sequence[FoundDate],
    places: Sequence[Toponym],
    language: str,
) -> list[Frame]:
    """One frame, or several where a sentence tells of two events with their own dates or places."""
    parts = _attach(sentence, triggers, dates, places)
    merged: list[_Part] = []
    for part in parts:
        if merged and not _differ(merged[-1], part):
            last = merged[-1]
            last.triggers += part.triggers
            last.dates += part.dates
            last.places += part.places
        else:
            merged.append(part)
    for toll in tolls:
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
    frame = Frame(
        sentence=sentence,
        triggers=tuple(part.triggers),
        tolls=tuple(part.tolls),
        dates=tuple(part.dates),
        places=tuple(part.places),
        mode=mode,
        past=bool(find_past_perfect(sentence, language)),
        other=bool(norms & words.other) or any(f" {phrase} " in text for phrase in words.other_phrases),
        generic=not solid and any(f" {phrase} " in text for phrase in words.generic),
    )
    return structs.replace(frame, back=_points_back(frame, language))


def _points_back(frame: Frame, language: str) -> bool:
    """ "Ces attaques-là", "that raid": the event that was spoken of last."""
    pointers = ("ces", "cette", "cet") if language == "fr" else ("that", "those", "these", "this")
    tokens = frame.sentence.tokens
    for trigger in frame.triggers:
        if trigger.noun and any(tokens[at].norm in pointers for at in range(max(0, trigger.first - 2), trigger.first)):
            return True
    return False
