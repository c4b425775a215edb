"""The day strip: how many incidents there were when.

In come dates; out go bars by day, week or month, whichever fits the width; nothing here knows an incident.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

MOST_BARS = 62


class Bar(Struct, frozen=True):
    """One step of the strip; share is its height against the tallest."""

    start: date
    end: date
    count: int
    share: float


def draw_strip(days: Sequence[date]) -> tuple[Bar, ...]:
    """Bars from the first day to the last, empty ones too.

    >>> [bar.count for bar in draw_strip([date(2024, 8, 24), date(2024, 8, 26), date(2024, 8, 26)])]
    [1, 0, 2]
    """
    if not days:
        return ()
    first, last = min(days), max(days)
    span = (last - first).days + 1
    step = _step_day if span <= MOST_BARS else _step_week if span <= 7 * MOST_BARS else _step_month
    counted = Counter(step(day)[0] for day in days)
    tallest = max(counted.values())
    bars: list[Bar] = []
    start, end = step(first)
    while start <= last:
        bars.append(Bar(start, end, counted[start], counted[start] / tallest))
        start, end = step(end + timedelta(days=1))
    return tuple(bars)


def _step_day(day: date) -> tuple[date, date]:
    return day, day


def _step_week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _step_month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
