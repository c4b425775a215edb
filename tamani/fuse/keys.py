"""Keys by which mentions that may be one event find each other, so that nothing is ever compared with everything.

A mention is stored under `candidate_keys` and looked up under `search_keys`; two mentions can only be linked when
they meet there. A key is a day (or month) with a grid cell of one degree, a country, or "any":

    day + cell        a dated mention with a town          finds the same cells and days around it
    month + cell      the same, for those that only know the month
    day + country     a vague place ("northern Mali")      finds all towns of the country on these days, and they it
    day + any         no place at all                      finds all of these days, and they it
    cell + "undated"  news with neither date nor publication   finds all at that place

What they are worth is measured by benchmarks/blocking.py. day + cell finds most; vague + any (news without a place)
finds the rest, at one pair in ten, of which few are tied. Where a town is attacked every day, "known", "undated",
"long" and month + cell can be cut first: on the development sets no pair of reports of one event meets under these
alone.

A recalled event without a date finds nobody: "the attack on Solhan" may be any.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from math import floor

from msgspec import Struct

from tamani.fuse.cards import CardPlace, MentionCard
from tamani.records import Mode

NEAR_DAYS = 3  # reports of one event differ by a day or two, and a weekday is soon misread
NEAR_KM = 120.0  # beyond, two places are never one event
LONGEST_BY_DAY = 10  # days; a longer interval is kept by month
LONGEST_WITHOUT_TOWN = 45  # days; "in northern Mali last year" is near everything, so near nothing
ASSUMED_DAYS = 4  # an undated piece of news is about the last few days
LATE_DAYS = 10  # a communiqué, a funeral, an arrest: news of an attack of the week before, with no day given
MOST_MONTHS = 25  # a span of more than two years is no date at all
TOWN_PRECISION = 3  # admin-2 or finer has a cell; coarser areas only a country


def assumed_interval(card: MentionCard) -> tuple[date, date] | None:
    """The days a mention may be about: those it states, else for news the days before publication."""
    if card.start is not None and card.end is not None:
        return card.start, card.end
    if card.published is None or card.mode is not Mode.ACTUAL:
        return None
    day = card.published.date()
    return day - timedelta(days=ASSUMED_DAYS), day


class Reach(Struct, frozen=True):
    """Where the keys of a mention lie, without writing them down: its days and months, cells, and the cells around."""

    first: int | None  # None: no day is known or assumed
    last: int
    months: tuple[int, int]
    cells: frozenset[tuple[int, int]]
    around: frozenset[tuple[int, int]]
    countries: frozenset[str]
    late: int  # days before its own that it looks back
    actual: bool
    short: bool  # told by the day

    @property
    def width(self) -> int:
        return self.last - (self.first or 0)

    def has_keys(self) -> bool:
        """Is there any key? "The attack", in no year and no place, has none."""
        if self.first is None:
            return self.actual and bool(self.cells)
        return self.width <= LONGEST_WITHOUT_TOWN or bool(self.cells)


def find_reach(card: MentionCard) -> Reach:
    """Where the keys of a mention lie."""
    interval = assumed_interval(card)
    cells = frozenset(_grid(place.lat, place.lon) for place in card.places if _has_cell(place))
    first, last, months = None, 0, (1, 0)
    if interval is not None:
        first, last = interval[0].toordinal(), interval[1].toordinal()
        begin, end = (day.year * 12 + day.month for day in interval)
        months = begin, min(end, begin + MOST_MONTHS - 1)
    return Reach(
        first=first,
        last=last,
        months=months,
        cells=cells,
        around=frozenset(near for cell in cells for near in _list_around(*cell)),
        countries=frozenset(_countries_of(card)),
        late=_look_back(card),
        actual=card.mode is Mode.ACTUAL,
        short=first is not None and last - first <= LONGEST_BY_DAY,
    )


def may_meet(one: MentionCard, two: MentionCard) -> bool:
    """Does either of two mentions find the other?"""
    return overlap(find_reach(one), find_reach(two))


def overlap(one: Reach, two: Reach) -> bool:
    """Does either find the other? As if the keys of both were written down and compared."""
    if not one.short or not two.short or not one.cells or not two.cells:
        return _finds(one, two) or _finds(two, one)
    # Ninety-nine of a hundred: two days in two towns.
    if not one.cells.isdisjoint(two.around) and _share_days(one, two):
        return True
    return not two.cells.isdisjoint(one.around) and _share_days(two, one)


def _finds(one: Reach, two: Reach) -> bool:
    """Is the first stored under a key by which the second is looking?"""
    near = not one.cells.isdisjoint(two.around)
    if one.first is None or two.first is None:
        # With neither date nor publication only the place counts: "undated" and "known".
        dated = max((reach.width for reach in (one, two) if reach.first is not None), default=0)
        return near and dated <= LONGEST_WITHOUT_TOWN and all(reach.actual or reach.first for reach in (one, two))
    one_month = max(one.months[0], two.months[0]) <= min(one.months[1], two.months[1])
    if max(one.width, two.width) > LONGEST_WITHOUT_TOWN:
        return near and one_month
    area = near if two.around else not one.countries.isdisjoint(two.countries) if two.countries else True
    if max(one.width, two.width) > LONGEST_BY_DAY:
        return area and one_month
    return _share_days(one, two) and (area or not one.cells)


def _share_days(one: Reach, two: Reach) -> bool:
    """Is a day of the first one on which the second looks?"""
    first, begin = one.first or 0, (two.first or 0) - two.late
    end = two.last + NEAR_DAYS
    return first <= one.last and begin <= one.last and first <= end and begin <= end


@lru_cache(maxsize=1_000)
def candidate_keys(card: MentionCard) -> tuple[str, ...]:
    """The keys under which a mention is stored."""
    interval, cells = assumed_interval(card), _cells_of(card)
    if interval is None:
        return tuple(f"undated/{cell}" for cell in cells) if card.mode is Mode.ACTUAL else ()
    width = (interval[1] - interval[0]).days
    if width > LONGEST_WITHOUT_TOWN:
        return tuple(f"long/{month}/{cell}" for month in _months(*interval) for cell in cells)
    areas = (*cells, *_countries_of(card), "any")
    keys = {f"known/{cell}" for cell in cells}
    keys.update(f"{'long' if width > LONGEST_BY_DAY else 'month'}/{m}/{a}" for m in _months(*interval) for a in areas)
    if width <= LONGEST_BY_DAY:
        for day in _days(*interval):
            keys.update(f"day/{day}/{area}" for area in areas)
            keys.update(f"vague/{day}/{area}" for area in (() if cells else areas))
    return tuple(sorted(keys))


@lru_cache(maxsize=1_000)
def search_keys(card: MentionCard) -> tuple[str, ...]:
    """The keys under which the mentions that may be the same event are stored."""
    interval, countries = assumed_interval(card), _countries_of(card)
    around = sorted({near for cell in _cells_of(card) for near in _around(cell)})
    if interval is None:
        actual = card.mode is Mode.ACTUAL
        return tuple(f"{kind}/{cell}" for kind in ("known", "undated") for cell in around) if actual else ()
    width = (interval[1] - interval[0]).days
    if width > LONGEST_WITHOUT_TOWN:
        return tuple(f"{kind}/{m}/{a}" for kind in ("long", "month") for m in _months(*interval) for a in around)
    keys = {f"undated/{cell}" for cell in around}
    areas = around or countries or ("any",)
    keys.update(f"long/{month}/{area}" for month in _months(*interval) for area in areas)
    if width > LONGEST_BY_DAY:
        keys.update(f"month/{month}/{area}" for month in _months(*interval) for area in areas)
        return tuple(sorted(keys))
    near = timedelta(days=NEAR_DAYS)
    late = timedelta(days=_look_back(card))
    for day in _days(interval[0] - late, interval[1] + near):
        keys.update(f"day/{day}/{area}" for area in areas)
        keys.update(f"vague/{day}/{area}" for area in (*countries, "any"))
    return tuple(sorted(keys))


def _look_back(card: MentionCard) -> int:
    """Who names a victim can be told from other news of those days, however late it is."""
    return LATE_DAYS - ASSUMED_DAYS if card.start is None and card.victims else NEAR_DAYS


def _cells_of(card: MentionCard) -> tuple[str, ...]:
    return tuple(sorted({_cell(place.lat, place.lon) for place in card.places if _has_cell(place)}))


def _has_cell(place: CardPlace) -> bool:
    return place.lat is not None and (place.precision or 1) <= TOWN_PRECISION


def _grid(lat: float | None, lon: float | None) -> tuple[int, int]:
    return floor(lat or 0.0), floor(lon or 0.0)


def _cell(lat: float | None, lon: float | None) -> str:
    north, east = _grid(lat, lon)
    return f"{north}:{east}"


def _around(cell: str) -> Iterator[str]:
    """A cell and its eight neighbours."""
    lat, lon = map(int, cell.split(":"))
    return (f"{north}:{east}" for north, east in _list_around(lat, lon))


def _list_around(lat: int, lon: int) -> Iterator[tuple[int, int]]:
    """At the date line they go round."""
    for north in (-1, 0, 1):
        for east in (-1, 0, 1):
            yield lat + north, (lon + east + 180) % 360 - 180


def _countries_of(card: MentionCard) -> tuple[str, ...]:
    return tuple(sorted({place.country for place in card.places if place.country}))


def _days(first: date, last: date) -> Iterator[date]:
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def _months(first: date, last: date) -> Iterator[date]:
    """The first day of each month touched; a span of more than two years is no date at all."""
    day, count = first.replace(day=1), 0
    while day <= last and count < MOST_MONTHS:
        yield day
        day, count = (day + timedelta(days=32)).replace(day=1), count + 1
