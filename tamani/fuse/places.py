"""Are two mentions in one place? The nearest two of their places count."""

from __future__ import annotations

from math import asin, cos, inf, radians, sin, sqrt

from rapidfuzz import fuzz

from tamani.fuse.cards import CardPlace, MentionCard
from tamani.fuse.keys import NEAR_KM as NEAR_AT_ALL_KM
from tamani.fuse.reason import Reason
from tamani.fuse.table import give

TOWN_PRECISION = 2
REGION_PRECISION = 4
COUNTRY_PRECISION = 6
ALIKE = 88  # of 100, as rapidfuzz counts
NEAR_KM = 10.0  # two gazetteers put one town's point kilometres apart
ROAD = " - "  # between the names of its ends
CITY_KM = 8.0  # the radius that the gazetteer gives to a city
RIM_KM = 2.0  # the road "between Sévaré and Bandiagara" ends in both towns
APART_KM = 25.0  # Dablo and Barsalogho, 40 km: attacked two days apart, two attacks


def compare_places(a: MentionCard, b: MentionCard) -> Reason | None:
    """The nearest two of their places; a town inside a named region agrees a little."""
    if not a.places or not b.places:
        return None
    return max((_compare_place(one, two) for one in a.places for two in b.places), key=lambda reason: reason.points)


def may_be_near(one: CardPlace, two: CardPlace) -> bool:
    """A quick look: could these two be one place, or one the region of the other?"""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return fuzz.ratio(one.name, two.name) >= ALIKE
    if one.name == two.name or abs(one.lat - two.lat) + abs(one.lon - two.lon) < 1:
        return True
    reach = (_radius(one) + _radius(two) + NEAR_KM) / 100
    return not (is_town(one) and is_town(two)) and (
        one.country == two.country or abs(one.lat - two.lat) + abs(one.lon - two.lon) < 2 * reach
    )


def _compare_place(one: CardPlace, two: CardPlace) -> Reason:
    name = one.name if one.name == two.name else f"{one.name} / {two.name}"
    alike = _is_alike(one.name, two.name)
    distance = measure_distance(one, two)
    if _is_country(one) or _is_country(two):
        return _compare_countries(name, one, two)
    if alike and not is_town(one) and not is_town(two) and one.lat is not None and two.lat is not None:
        return give("same_area", name)
    if distance is None:
        if alike:
            return Reason("same_place", 2.0, name)
        return give("other_name", name)
    fine = is_town(one) and is_town(two)
    if fine and not alike and (_is_quarter(one, two, distance) or _is_quarter(two, one, distance)):
        return give("inside", name)
    if fine:
        return _compare_towns(name, (alike, one.name == two.name), distance)
    # A region's point is its middle; the town may be anywhere in it.
    reach = max(_radius(one), _radius(two))
    if _inside(one, two, distance) or _inside(two, one, distance):
        return give("inside", name)
    if distance <= reach + NEAR_KM:
        return give("area_near", f"{name}, {distance:.0f} km")
    if distance > reach + NEAR_AT_ALL_KM:
        return give("far_apart", f"{name}, {distance:.0f} km")
    if one.country and two.country and one.country != two.country and distance > reach + APART_KM:
        return give("other_country", name)
    return give("area_apart", f"{name}, {distance:.0f} km")


def _is_alike(one: str, two: str) -> bool:
    """One name in two spellings (Ogossogou, Ogossagou), or a road and the town at its end (Kaya - Dori, Kaya)."""
    return one == two or fuzz.ratio(one, two) >= ALIKE or one in two.split(ROAD) or two in one.split(ROAD)


def _is_country(place: CardPlace) -> bool:
    return (place.precision or 2) == COUNTRY_PRECISION


def _compare_countries(name: str, one: CardPlace, two: CardPlace) -> Reason:
    """ "In Mali" agrees with all of Mali, and so ties nothing; a country and a town of another one don't agree."""
    if one.country is None or two.country is None:
        return give("place_unknown", name)
    if one.country == two.country:
        return give("same_country", name)
    distance = measure_distance(one, two)
    if distance is not None and distance > max(_radius(one), _radius(two)) + NEAR_AT_ALL_KM:
        return give("far_apart", name)
    return give("other_country", name)


def _compare_towns(name: str, names: tuple[bool, bool], distance: float) -> Reason:
    (alike, one_name), detail = names, f"{name}, {distance:.0f} km"
    if distance <= NEAR_KM and alike:
        return Reason("same_place", 3.0, name)
    if distance <= APART_KM:
        return give("near_alike" if alike else "near", detail)
    if distance > NEAR_AT_ALL_KM:
        # One name put on two points is the gazetteer's doubt: there is a Mountain View in many a state.
        return give("same_name" if one_name else "like_name" if alike else "far_apart", detail)
    # A boat on the river between two named villages: only much else in common outweighs 40 km.
    return Reason("apart", -2.0 - min(3.0, (distance - APART_KM) / 25), detail)


def is_town(place: CardPlace) -> bool:
    """Is a place known to a town or better?"""
    return place.lat is not None and (place.precision or 2) <= TOWN_PRECISION


def _radius(place: CardPlace) -> float:
    if place.radius_km is not None:
        return place.radius_km
    return {1: 2.0, 2: 10.0, 3: 40.0, 4: 100.0, 5: 60.0, 6: 400.0, 7: 100.0}.get(place.precision or 2, 25.0)


def _is_quarter(place: CardPlace, city: CardPlace, distance: float) -> bool:
    """Faladié is in Bamako: what lies within a city is told by its own name, or by the city's."""
    return (city.radius_km or 0.0) >= CITY_KM and city.precision == 1 and distance <= (city.radius_km or 0.0)


def _inside(area: CardPlace, place: CardPlace, distance: float) -> bool:
    """Is a place in an area that is named as its region?

    A region's point is its middle, and its towns are told by its name. A district, a stretch of road and "90 km east
    of Timbuktu" only hold what lies within their reach, be it in the same region.
    """
    if is_town(area) or area.country != place.country or area.admin1 is None or area.admin1 != place.admin1:
        return False
    return area.precision == REGION_PRECISION or distance <= _radius(area) + RIM_KM


def measure_distance(one: CardPlace, two: CardPlace) -> float | None:
    """Kilometres, or None where one has no point."""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return None
    south, west, north, east = map(radians, (one.lat, one.lon, two.lat, two.lon))
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 12742 * asin(sqrt(min(1.0, chord)))


SITES_KM = 60.0


def are_near(a: MentionCard, b: MentionCard) -> bool:
    """Are two of their places near enough to be two sites of one attack? An area's point is only its middle.

    A boat "90 km east of Timbuktu", and a camp "in Bourem cercle": the camp may be anywhere in it.
    """
    return any(_leave_open(one, two) <= SITES_KM for one in a.places for two in b.places)


def _leave_open(one: CardPlace, two: CardPlace) -> float:
    """Kilometres that must lie between two places, wherever they are in the areas that are named."""
    distance = measure_distance(one, two)
    if distance is None:
        return inf
    # All of a country is near everything in it, and so says nothing.
    return distance - sum(_radius(place) for place in (one, two) if not is_town(place) and not _is_country(place))
