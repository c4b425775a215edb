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

from tamani.fuse.cards import CardPlace, MentionCard
from tamani.records import Mode

NEAR_DAYS = 3  # reports of one event differ by a day or two, and a weekday is soon misread
NEAR_KM = 120.0  # beyond, two places are never one event
LONGEST_BY_DAY = 10  # days; a longer interval is kept by month
LONGEST_WITHOUT_TOWN = 45  # days; "in northern Mali last year" is near everything, so near nothing
ASSUMED_DAYS = 4  # an undated piece of news is about the last few days
LATE_DAYS = 10  # a communiqué, a funeral, an arrest: news of an attack of the week before, with no day given
TOWN_PRECISION = 3  # admin-2 or finer has a cell; coarser areas only a country


def assumed_interval(card: MentionCard) -> tuple[date, date] | None:
    """The days a mention may be about: those it states, else for news the days before publication."""
    if card.start is not None and card.end is not None:
        return card.start, card.end
    if card.published is None or card.mode is not Mode.ACTUAL:
        return None
    day = card.published.date()
    return day - timedelta(days=ASSUMED_DAYS), day


def may_meet(one: MentionCard, two: MentionCard) -> bool:
    """Does either of two mentions find the other?"""
    stored, wanted = _key_sets(one)
    other_stored, other_wanted = _key_sets(two)
    return not stored.isdisjoint(other_wanted) or not other_stored.isdisjoint(wanted)


@lru_cache(maxsize=20_000)
def _key_sets(card: MentionCard) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(candidate_keys(card)), frozenset(search_keys(card))


@lru_cache(maxsize=20_000)
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


@lru_cache(maxsize=20_000)
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
    # Who names a victim can be told from other news of those days, however late it is.
    late = timedelta(days=LATE_DAYS - ASSUMED_DAYS if card.start is None and card.victims else NEAR_DAYS)
    for day in _days(interval[0] - late, interval[1] + near):
        keys.update(f"day/{day}/{area}" for area in areas)
        keys.update(f"vague/{day}/{area}" for area in (*countries, "any"))
    return tuple(sorted(keys))


def _cells_of(card: MentionCard) -> tuple[str, ...]:
    return tuple(sorted({_cell(place.lat, place.lon) for place in card.places if _has_cell(place)}))


def _has_cell(place: CardPlace) -> bool:
    return place.lat is not None and (place.precision or 1) <= TOWN_PRECISION


def _cell(lat: float | None, lon: float | None) -> str:
    return f"{floor(lat or 0.0)}:{floor(lon or 0.0)}"


def _around(cell: str) -> Iterator[str]:
    """A cell and its eight neighbours; at the date line they go round."""
    lat, lon = map(int, cell.split(":"))
    for north in (-1, 0, 1):
        for east in (-1, 0, 1):
            yield f"{lat + north}:{(lon + east + 180) % 360 - 180}"


def _countries_of(card: MentionCard) -> tuple[str, ...]:
    return tuple(sorted({place.country for place in card.places if place.country}))


def _days(first: date, last: date) -> Iterator[date]:
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def _months(first: date, last: date) -> Iterator[date]:
    """The first day of each month touched; a span of more than two years is no date at all."""
    day, count = first.replace(day=1), 0
    while day <= last and count < 25:
        yield day
        day, count = (day + timedelta(days=32)).replace(day=1), count + 1
