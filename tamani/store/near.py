"""Where and when a mention may have been, and which others may have been there too.

A mention stands once per place in a grid of cells and days, filed by how exactly it is known. A cell is 0.5 degrees
for a place known to 30 km ("Djibo"), 3 degrees up to 150 km ("Soum province"), and one cell for all that is wider
("Burkina Faso") or has no place. In time it is filed by its first day, apart for spans of up to 3, 45 and 400 days.
So a search looks into few cells and days however many reports there are, and finds the vague ones too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from tamani.records import DateValue, Mention, MentionId, PlaceValue, Stance
from tamani.store.connect import Row, Session, pack_list, pack_numbers

# A report that gives no date for its news speaks of something of the last month, as a rule of the last days.
SILENT_DAYS = 31
# How far the truth may be, where the gazetteer gave no radius; by UCDP precision.
RADIUS_KM = {1: 5.0, 2: 25.0, 3: 60.0, 4: 150.0, 5: 100.0, 6: 600.0, 7: 150.0}
SOME_RADIUS_KM = 25.0
KM_PER_DEGREE = 111.32
NORTH_KM = 111.19  # of a degree of latitude on the sphere by which distances are measured; no more than it is
FAR_KM = 500.0

_LEVELS = ((30.0, 0.5), (150.0, 3.0))  # radius up to, degrees of a cell
_WIDE, _UNPLACED = len(_LEVELS), len(_LEVELS) + 1
_REACHES = (3, 45, 400)  # days from first to last, up to
_ENDLESS = len(_REACHES)  # nothing is known of its time: neither the text nor the report has a date
_NEVER = _ENDLESS + 1  # "since 2012": a neighbour of everything, so of nothing; looked for by nobody
_ALWAYS = (1, 3_652_059)  # all days of the calendar
_LONG = 2  # from this reach on, a time is too wide to go with a wide place
_MAX_SPOTS = 12  # "attacks in 40 villages": the first twelve are enough to be found by


class Spot(Struct, frozen=True):
    """One place of a mention with the days it may have happened on; lat None: no place."""

    day: int
    last_day: int
    lat: float | None
    lon: float | None
    radius: float | None


def find_spots(mention: Mention, known: datetime | None) -> tuple[Spot, ...]:
    """Where and when a mention may have been; a denied date or place does not count. known: when it was published."""
    day, last_day = _find_days(mention, known)
    spots = {
        Spot(day, last_day, place.lat, place.lon, _find_radius(place)): None
        for claim in mention.of("place")
        if claim.stance is not Stance.DENIED and isinstance(place := claim.value, PlaceValue)
        if place.lat is not None and place.lon is not None
    }
    return tuple(spots)[:_MAX_SPOTS] or (Spot(day, last_day, None, None, None),)


def read_spots(rows: Iterable[Row]) -> tuple[Spot, ...]:
    """The spots of a mention from the rows under which it is filed; see parcel.py."""
    return tuple(Spot(*row[3:8]) for row in rows)


def bound_days(spots: Sequence[Spot]) -> tuple[int | None, int | None]:
    """The first and the last day of some spots; a span of more than a year says nothing about when it was."""
    told = [spot for spot in spots if spot.last_day - spot.day <= _REACHES[-1]]
    return min((spot.day for spot in told), default=None), max((spot.last_day for spot in told), default=None)


def _find_days(mention: Mention, known: datetime | None) -> tuple[int, int]:
    dates = [
        claim.value
        for claim in mention.of("date")
        if claim.stance is not Stance.DENIED and isinstance(claim.value, DateValue)
    ]
    if dates:
        first, last = min(date.start for date in dates).toordinal(), max(date.end for date in dates).toordinal()
        return min(first, last), max(first, last)
    if known is None:
        return _ALWAYS
    return max(1, known.toordinal() - SILENT_DAYS), known.toordinal()


def _find_radius(place: PlaceValue) -> float:
    if place.radius_km is not None:
        return place.radius_km
    return RADIUS_KM.get(place.precision or 0, SOME_RADIUS_KM)


def file_spot(spot: Spot) -> tuple[int, int]:
    """The cell and the reach under which a spot is filed."""
    level = _find_level(spot)
    return _number_cell(level, spot.lat or 0.0, spot.lon or 0.0), _find_reach(spot)


def _find_level(spot: Spot) -> int:
    if spot.radius is None:
        return _UNPLACED
    return next((n for n, (radius, _) in enumerate(_LEVELS) if spot.radius <= radius), _WIDE)


def _find_reach(spot: Spot) -> int:
    if (spot.day, spot.last_day) == _ALWAYS:
        return _ENDLESS
    days = spot.last_day - spot.day
    return next((n for n, most in enumerate(_REACHES) if days <= most), _NEVER)


def _number_cell(level: int, lat: float, lon: float) -> int:
    if level >= _WIDE:
        return level * 1_000_000
    degrees = _LEVELS[level][1]
    row = math.floor((lat + 90) / degrees)
    column = math.floor((lon + 180) / degrees) % round(360 / degrees)
    return level * 1_000_000 + row * 1000 + column


def _says_too_little(spot: Spot) -> bool:
    """ "Since 2012", or "in Mali, in 2021": near to everything. Such a mention is never a candidate."""
    reach = _find_reach(spot)
    return reach == _NEVER or (_find_level(spot) >= _WIDE and reach >= _LONG)


Near: TypeAlias = dict[MentionId, tuple[MentionId, ...]]


class Sight(Struct, frozen=True):
    """Which mentions a search sees: where its queries are, and which of their rows count."""

    queries: str = "near"
    keep: Callable[[Iterable[Row]], Iterable[Row]] = iter


NOW = Sight()


def find_near(session: Session, ids: Sequence[MentionId], days: int, km: float, sight: Sight = NOW) -> Near:
    """For each mention the other mentions in sight that may be within so many days and kilometres of it."""
    asked: dict[Spot, set[MentionId]] = {}
    for row in sight.keep(session.fetch(f"{sight.queries}.spots", {"ids": pack_list(dict.fromkeys(ids))})):
        asked.setdefault(Spot(*row[1:6]), set()).add(row[0])
    found: dict[MentionId, set[MentionId]] = {mention: set() for mention in ids}
    # Ten copies of one wire ask once.
    for spot, mentions in asked.items():
        if not _says_too_little(spot):
            near = {MentionId(row[0]) for row in sight.keep(_probe(session, spot, Within(days, km), sight))}
            for mention in mentions:
                found[mention] |= near
    return {mention: tuple(sorted(others - {mention})) for mention, others in found.items()}


class Within(Struct, frozen=True):
    """How near is near. upto: only what was stored up to this number; who asks knows the rest already."""

    days: int
    km: float
    upto: int = 1 << 60


class Grid(Struct, frozen=True):
    """The cells and days of one store, for those who know where their mentions may have been."""

    session: Session

    def last_number(self) -> int:
        """The number of the mention that was stored last."""
        row = self.session.fetch_one("commits.numbers")
        return row[3] if row else 0

    def find_near(self, spots: Iterable[Spot], within: Within) -> set[MentionId]:
        """The mentions that may have been near one of these spots."""
        asked = [spot for spot in dict.fromkeys(spots) if not _says_too_little(spot)]
        return {MentionId(row[0]) for spot in asked for row in _probe(self.session, spot, within, NOW)}


class Place(Struct, frozen=True):
    """A spot, and how it is filed."""

    spot: Spot
    level: int
    reach: int


def place_spot(spot: Spot) -> Place:
    """A spot made ready to be held against others."""
    return Place(spot, _find_level(spot), _find_reach(spot))


def are_near(first: Place, second: Place, within: Within) -> bool:
    """Would a search from one spot find the other? It is the same both ways."""
    one, two = first.spot, second.spot
    if one.day > two.last_day + within.days or two.day > one.last_day + within.days:
        return False
    if first.reach == _NEVER or second.reach == _NEVER:
        return False
    if (first.level >= _WIDE or second.level >= _WIDE) and (first.reach >= _LONG or second.reach >= _LONG):
        return False
    return _measure_gap(one, ("", two.lat, two.lon, two.radius)) <= within.km


def _probe(session: Session, spot: Spot, within: Within, sight: Sight) -> Iterator[Row]:
    days, km = within.days, within.km
    first, last = spot.day - days, spot.last_day + days
    # A span filed under a reach began at most so many days before it ends.
    lows = {f"low_{reach}": first - most for reach, most in enumerate(_REACHES)}
    asked = {"first": first, "last": last, **lows}
    if sight is NOW:
        asked["upto"] = within.upto
    if _find_level(spot) >= _WIDE:
        # No place or a whole country: whoever was reported for about those days, then by distance.
        rows = session.fetch(f"{sight.queries}.days", asked)
    else:
        # Both ways alike: a wide place never meets a wide time.
        levels = _UNPLACED + 1 if _find_reach(spot) < _LONG else _WIDE
        cells = pack_numbers(cell for level in range(levels) for cell in _cover(level, spot, km))
        rows = session.fetch(f"{sight.queries}.cells", asked | {"cells": cells, "wide": _WIDE * 1_000_000})
    for row in rows:
        if _measure_gap(spot, row) <= km:
            yield row


def _cover(level: int, spot: Spot, km: float) -> list[int]:
    """The cells of a level in which something within km of a spot may be filed."""
    if level >= _WIDE:
        return [level * 1_000_000]
    assert spot.lat is not None and spot.lon is not None and spot.radius is not None
    most, degrees = _LEVELS[level]
    reach = (km + spot.radius + most) / KM_PER_DEGREE
    south, north = max(-90.0, spot.lat - reach), min(90.0, spot.lat + reach)
    shrink = math.cos(math.radians(max(abs(south), abs(north))))
    width = min(180.0, reach / shrink) if shrink > 0.01 else 180.0
    columns = round(360 / degrees)
    west, east = math.floor((spot.lon - width + 180) / degrees), math.floor((spot.lon + width + 180) / degrees)
    across = {column % columns for column in range(west, min(east, west + columns) + 1)}
    rows = range(math.floor((south + 90) / degrees), math.floor((north + 90) / degrees) + 1)
    return [level * 1_000_000 + row * 1000 + column for row in rows for column in sorted(across)]


def _measure_gap(spot: Spot, row: Row) -> float:
    """Kilometres between the edges of two places; nothing is known against a mention without a place."""
    lat, lon, radius = row[1:4]
    if radius is None or spot.radius is None or spot.lat is None or spot.lon is None:
        return 0.0
    if (north := abs(spot.lat - lat) * NORTH_KM - radius - spot.radius) > FAR_KM:
        return float(north)  # too far whatever the longitude is
    gap: float = measure_km(spot.lat, spot.lon, lat, lon) - radius - spot.radius
    return gap


def measure_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two points.

    >>> round(measure_km(14.10, -1.63, 13.09, -1.08))  # Djibo to Kaya
    127
    """
    a, b = math.radians(lat), math.radians(other_lat)
    across = math.radians(other_lon - lon)
    chord = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(chord)))
