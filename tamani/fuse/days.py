"""Are two mentions of one time? A day or two apart is a slip; a year apart is an anniversary."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from tamani.fuse.cards import MentionCard
from tamani.fuse.keys import ASSUMED_DAYS, LATE_DAYS, assumed_interval
from tamani.fuse.reason import VETO, Reason
from tamani.fuse.table import give

VETO_DAYS = 7
NARROW = 3  # days: "on the night of 3 to 4", "this week-end"
EXACT = 2.5  # both say the same day
WIDTH_POINTS = ((0, EXACT), (NARROW - 1, 1.8), (10, 1.2), (31, 0.4))  # days, points
YEAR_POINTS = -1.0  # "in Gao in 2023": a town is attacked more than once a year
LATE_POINTS = ((7, -1.0), (LATE_DAYS, -1.5))  # a claim, a funeral, an arrest: printed a week after, no day given
GAP_POINTS = {1: -0.2, 2: -0.5, 3: -1.5}  # a weekday misread, a night counted from its other side


def compare_dates(a: MentionCard, b: MentionCard) -> Reason:
    """Stated days, or for news without a date the days before publication."""
    first, second = assumed_interval(a), assumed_interval(b)
    if first is None or second is None or _is_wrong_interval(a) or _is_wrong_interval(b):
        return give("no_date")
    if (late := _find_lag(a, b)) is not None:
        return late
    stated = a.start is not None and b.start is not None
    gap = max((second[0] - first[1]).days, (first[0] - second[1]).days)
    width = max((first[1] - first[0]).days, (second[1] - second[0]).days)
    detail = f"{_show(first)} / {_show(second)}" if first != second else _show(first)
    if gap <= 0:
        points = next((points for most, points in WIDTH_POINTS if width <= most), YEAR_POINTS)
        return Reason("same_day" if width < NARROW else "same_time", points if stated else min(points, 0.8), detail)
    if _is_anniversary(first, second):
        return give("anniversary", detail)
    if gap > VETO_DAYS:
        return Reason("days_apart", VETO, detail)
    return Reason("days_apart", GAP_POINTS.get(gap, -4.0) if stated else -1.0, detail)


def _find_lag(a: MentionCard, b: MentionCard) -> Reason | None:
    """News without a day beside an event with one: it is printed after, and seldom long after.

    "On 9 June the minister was shot", and a communiqué of the 15th that names no day. A report printed before the day
    of the other can't be about it, save for a night counted from its other side.
    """
    undated, dated = (a, b) if a.start is None else (b, a)
    if undated.published is None or dated.start is None or dated.end is None or undated.start is not None:
        return None
    printed = undated.published.date()
    ahead, lag = (dated.start - printed).days, (printed - dated.end).days
    detail = f"{_show((dated.start, dated.end))} / printed {printed.isoformat()}"
    if ahead > 1:
        return Reason("days_apart", VETO, detail)
    if lag > LATE_DAYS:
        return Reason("days_apart", VETO, detail)
    if lag > ASSUMED_DAYS:
        return Reason("printed_late", next(points for most, points in LATE_POINTS if lag <= most), detail)
    return None


def _is_wrong_interval(card: MentionCard) -> bool:
    return card.start is not None and card.end is not None and card.end < card.start


def _is_anniversary(first: tuple[date, date], second: tuple[date, date]) -> bool:
    """The same day of another year, give or take two."""
    years = abs(first[0].year - second[0].year)
    days = abs((first[0] - second[0]).days)
    return years > 0 and abs(days - 365.25 * years) <= 3


@lru_cache(maxsize=5_000)
def _show(interval: tuple[date, date]) -> str:
    start, end = interval
    return start.isoformat() if start == end else f"{start}..{end}"
