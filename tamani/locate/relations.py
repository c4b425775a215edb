"""Places said by relation, as areas: "20 km north of Gao", "between Gao and Ansongo", "northern Mali"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from tamani.locate.choose import distance_km
from tamani.locate.frames import Frames
from tamani.locate.lexicon import Lexicon
from tamani.locate.line import Line
from tamani.locate.tables import Tables
from tamani.records import PlaceValue, Span, Toponym

_BEARING = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135,
    "south": 180, "southwest": 225, "west": 270, "northwest": 315,
}  # fmt: skip
_BEFORE = 16  # tokens looked back over
_AFTER = 8  # and ahead, to "the Gubio-Damasak road"
_BESIDE = 5  # "la partie béninoise du parc W"
FAR_KM = 500.0
KM_A_MILE = 1.609
NEAR_KM = 15.0  # "near Gao", "north of Gao" without a distance


class Scene(Struct, frozen=True):
    """What a relation is read in: the line, the tables, the country the report is about."""

    line: Line
    tables: Tables
    lexicon: Lexicon
    frames: Frames
    countries: tuple[str, ...]  # those the report speaks of, the weightiest first


def find_relations(scene: Scene, named: Sequence[tuple[int, int, Toponym]]) -> tuple[Toponym, ...]:
    """The areas that relations in a line make; `named` are its toponyms with first and last token."""
    found: list[Toponym] = []
    for at, (first, last, toponym) in enumerate(named):
        if toponym.place.lat is None:
            continue
        if found and found[-1].span.covers(toponym.span):
            continue  # "between Gao and Ansongo", "the Mali-Niger border" is read from its first name
        following = named[at + 1] if at + 1 < len(named) else None
        shared = _read_shared(scene, (first, last, toponym), following)
        if shared is not None:
            found.append(shared)
            continue
        if scene.frames.signs.isdisjoint(scene.line.norms[max(0, first - _BEFORE) : last + _AFTER]):
            continue
        before = _words_before(scene.line, first)
        made = (
            _read_border(scene, before, (first, last, toponym), named[at + 1 : at + 3])
            or _read_pair(scene, before, (first, last, toponym), following)
            or _read_distance(scene, before, (first, last, toponym))
            or _read_part(scene, before, (first, last, toponym))
            or _read_near(scene, before, (first, last, toponym))
        )
        if made is not None:
            found.append(made)
    found += _read_country_parts(scene)
    found += _read_named_borders(scene)
    return tuple(found)


def move_point(lat: float, lon: float, direction: str, km: float) -> tuple[float, float]:
    """The point so many km away.

    >>> [round(number, 2) for number in move_point(16.0, 0.0, "north", 111.2)]
    [17.0, 0.0]
    """
    bearing = math.radians(_BEARING[direction])
    up = km * math.cos(bearing) / 111.2
    along = km * math.sin(bearing) / (111.2 * max(0.05, math.cos(math.radians(lat))))
    return max(-90.0, min(90.0, lat + up)), (lon + along + 180.0) % 360.0 - 180.0


def _words_before(line: Line, first: int) -> str:
    return "".join([f"{norm} " for norm in line.norms[max(0, first - _BEFORE) : first]])


def _span(scene: Scene, first: int, last: int) -> Span:
    return scene.line.span_of(max(0, first), last - 1)


def _reach(before: str, start: int, first: int) -> int:
    """The first token of a match that runs up to the name."""
    return first - before[start:].count(" ")


Located = tuple[int, int, Toponym]


def _read_shared(scene: Scene, here: Located, following: Located | None) -> Toponym | None:
    """ "la partie béninoise du parc W", "Lake Chad in Niger": the share of one country in what several have."""
    first, last, toponym = here
    if toponym.place.country is not None or toponym.feature not in ("site", "water", "region"):
        return None
    tokens = scene.line.tokens
    signs = [(at, scene.tables.demonyms.get(tokens[at].norm)) for at in range(max(0, first - _BESIDE), first)]
    told = next(((at, iso) for at, iso in reversed(signs) if iso is not None), None)
    span, country = None, None
    if told is not None:
        span, country = _span(scene, told[0], last), told[1]
    elif following is not None and following[2].feature == "country":
        link = {token.norm for token in tokens[last : following[0]]}
        if link and link <= {",", "in", "au", "en", "a", "aux", "cote"} and link != {","}:
            span, country = _span(scene, first, last), following[2].place.country
    where = scene.tables.parts.get((toponym.place.name, country or ""))
    if where is None or span is None:
        return None
    place = PlaceValue(
        name=toponym.place.name, country=country, lat=where[0], lon=where[1], radius_km=where[2], precision=5
    )
    return Toponym(span=span, place=place, feature="area", relation="part of", reasons=(f"the share of {country}",))


def _read_distance(scene: Scene, before: str, here: Located) -> Toponym | None:
    match = scene.frames.distance.search(before)
    first, last, toponym = here
    place = toponym.place
    if match is None or place.lat is None or place.lon is None:
        return None
    if toponym.feature == "country":
        other = _neighbour(scene, place.country)
        where = scene.tables.borders.get((place.country or "", other or ""))
        return _border(_span(scene, _reach(before, match.start(), first), last), where, place.country, other)
    km = _read_number(match["number"], scene.frames.counts) * (KM_A_MILE if match["unit"].startswith("mi") else 1.0)
    if km == 0:
        return None
    if km > FAR_KM:
        # "à plus de 700 km de Cotonou" says how far from everything it was; what it is measured from is no scene.
        far = PlaceValue(name=place.name, country=place.country)
        span = _span(scene, _reach(before, match.start(), first), last)
        return Toponym(span=span, place=far, feature="area", relation="far from", reasons=(f"{km:.0f} km away",))
    direction = scene.lexicon.directions.get((match["way"] or "").replace(" ", "-"))
    span = _span(scene, _reach(before, match.start(), first), last)
    if direction in _BEARING:
        lat, lon = move_point(place.lat, place.lon, direction, km)
        # A quarter of the way is what "north" and "about" leave open.
        radius, precision = 3.0 + km / 4, 2 if km <= 60 else 5
        relation = f"{km:.0f} km {direction} of"
    else:
        lat, lon, radius, precision = place.lat, place.lon, km, 2 if km <= 25 else 5
        relation = f"{km:.0f} km from"
    return _area(toponym, span, (lat, lon, radius), (precision, relation))


def _read_number(words: str, counts: dict[str, float]) -> float:
    return float(words.replace(",", ".")) if words[0].isdigit() else counts.get(words, 0.0)


def _read_near(scene: Scene, before: str, here: Located) -> Toponym | None:
    first, last, toponym = here
    place = toponym.place
    if place.lat is None or place.lon is None or toponym.feature == "country":
        return None
    match = scene.frames.near.search(before)
    if match is not None:
        span = _span(scene, _reach(before, match.start(), first), last)
        radius = max(NEAR_KM, place.radius_km or 0.0)
        small = toponym.feature in ("town", "site") and radius <= 2 * NEAR_KM
        return _area(toponym, span, (place.lat, place.lon, radius), (2 if small else 5, "near"))
    match = scene.frames.toward.search(before)
    if match is None or toponym.feature not in ("town", "site"):
        return None
    direction = scene.lexicon.directions.get(match["way"].replace(" ", "-"), "")
    if direction not in _BEARING:
        return None
    lat, lon = move_point(place.lat, place.lon, direction, NEAR_KM)
    span = _span(scene, _reach(before, match.start(), first), last)
    return _area(toponym, span, (lat, lon, 25.0), (2, f"{direction} of"))


def _read_pair(scene: Scene, before: str, here: Located, following: Located | None) -> Toponym | None:
    """ "between Gao and Ansongo", "l'axe Gao-Ansongo", "on the road from Kaya to Dori"."""
    if following is None or following[2].place.lat is None:
        return None
    frames = scene.frames
    match = frames.between.search(before) or frames.road.search(before)
    tokens = scene.line.tokens
    link = [token.norm for token in tokens[here[1] : following[0]]]
    if len(link) > 5 or (link and not frames.join.intersection(link)):
        return None
    start = here[0]
    if match is not None:
        start, end = _reach(before, match.start(), here[0]), following[1]
    elif len(link) <= 1 and following[1] < len(tokens) and tokens[following[1]].norm in frames.road_words:
        end = following[1] + 1  # "the Gubio-Damasak road"
    else:
        return None
    one, two = here[2].place, following[2].place
    if (
        one.lat is None
        or one.lon is None
        or two.lat is None
        or two.lon is None
        or "country" in (here[2].feature, following[2].feature)
    ):
        return None
    km = distance_km(one.lat, one.lon, two.lat, two.lon)
    if not 0 < km <= 600:
        return None
    span = _span(scene, start, end)
    middle = ((one.lat + two.lat) / 2, (one.lon + two.lon) / 2, max(5.0, km / 2))
    place = PlaceValue(
        name=f"{one.name} - {two.name}", country=one.country if one.country == two.country else None,
        lat=round(middle[0], 4), lon=round(middle[1], 4), radius_km=round(middle[2], 1), precision=2 if km <= 50 else 5,
        admin1=one.admin1 if one.admin1 == two.admin1 else None,
        admin2=one.admin2 if one.admin2 == two.admin2 else None,
    )  # fmt: skip
    return Toponym(span=span, place=place, feature="area", relation="between", reasons=(f"{km:.0f} km apart",))


def _read_border(scene: Scene, before: str, here: Located, following: Sequence[Located]) -> Toponym | None:
    """ "near the border with Niger", "the Niger border", "la frontière entre le Mali et le Burkina Faso"."""
    first, last, toponym = here
    if toponym.feature != "country":
        return None
    match = scene.frames.border.search(before)
    tokens = scene.line.tokens
    listed = _list_countries(scene, here, following)
    start, end = first, listed[-1][1]
    countries = [one[2].place.country for one in listed]
    if match is not None:
        start = _reach(before, match.start(), first)
    elif end < len(tokens) and tokens[end].norm in scene.frames.border_words:
        end += 1
    elif last < len(tokens) and tokens[last].norm in scene.frames.border_words:
        countries, end = countries[:1], last + 1
    else:
        return None
    if len(countries) > 2:
        return _meeting_point(scene, _span(scene, start, end), [one for one in countries if one])
    other = countries[1] if len(countries) > 1 else _neighbour(scene, toponym.place.country)
    pair = scene.tables.borders.get((toponym.place.country or "", other or ""))
    return _border(_span(scene, start, end), pair, toponym.place.country, other)


def _list_countries(scene: Scene, here: Located, following: Sequence[Located]) -> list[Located]:
    """The country and those named with it: "le Niger, le Mali et le Burkina Faso"."""
    listed = [here]
    for one in following:
        link = {token.norm for token in scene.line.tokens[listed[-1][1] : one[0]]}
        if one[2].feature != "country" or not link & {*scene.frames.join, ","} or len(link) > 3:
            break
        listed.append(one)
    joined = len(listed) == 1 or any(
        scene.frames.join & {token.norm for token in scene.line.tokens[left[1] : right[0]]}
        for left, right in pairwise(listed)
    )
    return listed if joined else listed[:1]


def _meeting_point(scene: Scene, span: Span, countries: Sequence[str]) -> Toponym | None:
    """Where three countries meet: in the middle of what they have as borders."""
    pairs = [(one, two) for at, one in enumerate(countries) for two in countries[at + 1 :]]
    known = [scene.tables.borders[pair] for pair in pairs if pair in scene.tables.borders]
    if not known:
        return None
    lat, lon = (sum(where[axis] for where in known) / len(known) for axis in (0, 1))
    name = "border " + "-".join(sorted(countries))
    place = PlaceValue(name=name, country=None, lat=round(lat, 4), lon=round(lon, 4), radius_km=150.0, precision=5)
    return Toponym(span=span, place=place, feature="area", relation="border", reasons=("three countries meet",))


def _neighbour(scene: Scene, country: str | None) -> str | None:
    """The country of the report that has a border with this one."""
    others = (one for one in scene.countries if one != country)
    return next((one for one in others if (country or "", one) in scene.tables.borders), None)


def _read_named_borders(scene: Scene) -> list[Toponym]:
    """ "la frontière nigérienne", "the Malian border"."""
    found: list[Toponym] = []
    norms, words = scene.line.norms, scene.frames.border_words
    if words.isdisjoint(norms):
        return found
    for at, norm in enumerate(norms):
        if norm not in words:
            continue
        for beside in (at - 1, at + 1):
            country = scene.tables.demonyms.get(norms[beside]) if 0 <= beside < len(norms) else None
            if country is not None:
                other = _neighbour(scene, country)
                where = scene.tables.borders.get((country, other or ""))
                found.append(_border(_span(scene, min(at, beside), max(at, beside) + 1), where, country, other))
                break
    return found


def _border(span: Span, where: tuple[float, float, float] | None, one: str | None, other: str | None) -> Toponym:
    name = "-".join(sorted(filter(None, (one, other))))
    if where is None:
        place = PlaceValue(name=f"border {name}", country=other if other != one else None)
        return Toponym(span=span, place=place, feature="area", relation="border", reasons=("which border is not said",))
    place = PlaceValue(
        name=f"border {name}", country=other, lat=where[0], lon=where[1], radius_km=where[2], precision=5
    )
    return Toponym(span=span, place=place, feature="area", relation="border", reasons=(f"the border of {name}",))


def _read_part(scene: Scene, before: str, here: Located) -> Toponym | None:
    """ "northern Mali", "le nord du Mali", "the east of Gao region"."""
    first, last, toponym = here
    match = scene.frames.part.search(before)
    if match is None or toponym.feature not in ("country", "admin1", "admin2", "region"):
        return None
    direction = scene.lexicon.directions.get(match["way"].replace(" ", "-"))
    if direction is None:
        return None
    span = _span(scene, _reach(before, match.start(), first), last)
    return _part_of(scene, toponym, span, direction)


def _part_of(scene: Scene, toponym: Toponym, span: Span, direction: str) -> Toponym | None:
    place = toponym.place
    if place.lat is None or place.lon is None:
        return None
    known = scene.tables.areas.get((place.country or "", direction)) if toponym.feature == "country" else None
    radius = place.radius_km or 100.0
    if known is None:
        middle = (
            (place.lat, place.lon)
            if direction == "centre"
            else move_point(place.lat, place.lon, direction, radius * 0.5)
        )
        known = (*middle, radius * 0.6)
    return _area(toponym, span, known, (5, f"{direction} of"))


def _read_country_parts(scene: Scene) -> list[Toponym]:
    """ "dans l'est du pays": of the country that the report is about."""
    country = scene.tables.countries.get(scene.countries[0] if scene.countries else "")
    if country is None or not scene.line.of_country:
        return []
    words = " ".join(scene.line.norms) + " "
    found = []
    for match in scene.frames.country_part.finditer(words):
        direction = scene.lexicon.directions.get(match["way"])
        if direction is None:
            continue
        first = words[: match.start("way")].count(" ")
        last = first + words[match.start("way") : match.end()].count(" ") + 1
        place = PlaceValue(country.en, country.iso, country.lat, country.lon, 6, country.radius)
        whole = Toponym(span=_span(scene, first, last), place=place, feature="country")
        made = _part_of(scene, whole, whole.span, direction)
        if made is not None:
            found.append(made)
    return found


def _area(toponym: Toponym, span: Span, where: tuple[float, float, float], how: tuple[int, str]) -> Toponym:
    place = toponym.place
    made = PlaceValue(
        name=place.name, country=place.country, lat=round(where[0], 4), lon=round(where[1], 4), precision=how[0],
        radius_km=round(where[2], 1), admin1=place.admin1, admin2=None if how[0] > 2 else place.admin2,
    )  # fmt: skip
    return Toponym(span=span, place=made, feature="area", relation=how[1], reasons=(f"{how[1]} {place.name}",))
