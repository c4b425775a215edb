"""The day of an event: the weightiest of the dates that its sentences give."""

from __future__ import annotations

from collections.abc import Sequence

from tamani.extract.scene.days import overlap
from tamani.extract.scene.events import Draft
from tamani.extract.scene.frames import Frame
from tamani.extract.scene.kinds import Trigger
from tamani.extract.scene.parts import CLAUSE
from tamani.extract.when.dates import FoundDate
from tamani.extract.when.time_words import count_days
from tamani.records import DateValue, Span

CUTS = CLAUSE | {"because", "after", "before", "whose", "parce", "car", "apres", "avant", "dont"}
CUT = 4.0  # tokens that the end of a clause counts for
WIDEST = 7  # days: of "last week" one day may be told, of "this month" another event's


def weigh(frame: Frame) -> float:
    """How much a frame says about the news: the headline and the lead most."""
    if frame.is_title:
        return 2.5
    return {0: 3.0, 1: 3.0, 2: 2.0, 3: 1.5}.get(frame.sentence.index, 1.0)


def choose_date(draft: Draft, main_day: FoundDate | DateValue | None) -> tuple[DateValue, Span, str] | None:
    """The event's date, its words and rule: the weightiest, then the narrowest; "la veille" counts from the news."""
    best: tuple[float, int, DateValue, Span, str] | None = None
    violent = any(frame.triggers and not frame.is_arrest for frame in draft.frames)
    for at, frame in enumerate(draft.frames):
        if not frame.dates or (violent and frame.is_arrest):
            continue  # "Three men were arrested yesterday": the answer to the attack, not its day
        for found in _order_dates(frame):
            value = _resolve(found, main_day)
            if value is None:
                continue
            width = (value.end - value.start).days
            rank = weigh(frame) - (0 if width <= 1 else 1 if width <= 31 else 3)
            row = (rank, -at, value, frame.sentence.span_of(found.first, found.last), _rule_date(found))
            if best is None or row[:2] > best[:2]:
                best = row
    if best is None:
        return None
    return _narrow(draft, best[2]) or best[2:]


def _order_dates(frame: Frame) -> Sequence[FoundDate]:
    """The dates of a sentence, the one that stands nearest to a deed first where two exclude each other.

    "The minister promised on Friday to look into the murder of two nuns, who were killed on Tuesday."
    """
    dates = [found for found in frame.dates if found.start is not None]
    if len(dates) < 2 or not frame.triggers or overlap(dates[0], dates[-1]):
        return frame.dates
    return sorted(frame.dates, key=lambda found: min(_stray(frame, found, trigger) for trigger in frame.triggers))


def _stray(frame: Frame, found: FoundDate, trigger: Trigger) -> float:
    """How far a date stands from a deed: what comes before the deed, or in another clause, is further."""
    norms = frame.sentence.norms
    ahead = found.first < trigger.first
    between = norms[found.last + 1 : trigger.first] if ahead else norms[trigger.last + 1 : found.first]
    return len(between) + CUT * sum(norm in CUTS for norm in between) + CUT * ahead


def _narrow(draft: Draft, wide: DateValue) -> tuple[DateValue, Span, str] | None:
    """The day that the report gives further down: "over the weekend", then "around 3 a.m. Saturday"."""
    if not 0 < (wide.end - wide.start).days <= WIDEST:
        return None
    days = {
        found.start: (frame.sentence.span_of(found.first, found.last), _rule_date(found))
        for frame in reversed(draft.frames)
        for found in frame.dates
        if found.start is not None and found.start == found.end and not (frame.is_arrest or frame.told)
        if wide.start <= found.start <= wide.end
    }
    if len(days) != 1:
        return None  # two days of one week are two happenings
    ((day, row),) = days.items()
    return DateValue(day, day), *row


def _rule_date(found: FoundDate) -> str:
    if found.granularity not in ("day", "hour", "part"):
        return "dates.period"
    return f"dates.{found.kind}" if found.kind in ("absolute", "partial", "relative", "anaphoric") else "dates.other"


def _resolve(found: FoundDate, main_day: FoundDate | DateValue | None) -> DateValue | None:
    if found.start is not None:
        return DateValue(found.start, found.end or found.start)
    if found.offset_days is not None and main_day is not None and main_day.start is not None:
        return DateValue(*count_days(main_day.start, found.offset_days, found.granularity))
    return None
