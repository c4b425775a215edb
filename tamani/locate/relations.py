"""Places said by their relation to others, as areas: "20 km north of Gao", "between Gao and Ansongo", "northern Mali"."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from msgspec import Struct

from tamani.locate.choose import distance_km
from tamani.locate.lexicon import Lexicon
from tamani.locate.spot import Line
from tamani.locate.tables import Tables
from tamani.records import Part, PlaceValue, Span, Toponym

_UNIT = r"(?P<unit>km|kms|kilometres?|kilometers?|bornes|mi|miles?)"
_NUMBER = (
    r"(?P<number>\d+(?:[.,]\d+)?|une? (?:dizaine|douzaine|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|soixantaine|centaine)(?: de| d')?"
    r"|quelques|a few|several|some|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|quarante|cinquante|soixante|cent"
    r"|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|a hundred)"
)
_DIRECTION = (
    r"(?P<direction>(?:nord|sud)-?(?: ?(?:est|ouest))?|est|ouest|(?:north|south)-?(?: ?(?:east|west))?|east|west)"
)
_KIND = r"(?:(?:la|le|l'|the) )?(?:(?:ville|village|localite|commune|chef-lieu|town|city|capital|capitale) (?:de |d' |of )?)?(?:la |le |l' |the )?"
_DISTANCE = re.compile(
    rf"(?:(?:a|environ|pres de|quelque|moins de|plus de|about|around|some|nearly|roughly|approximately|less than|more than|just|located|situe|situee|distant de) )*"
    rf"{_NUMBER} {_UNIT} (?:environ )?(?:(?:au|a l'|to the|vers le|vers l') ?)?(?:{_DIRECTION} )?(?:de|d'|du|from|of|outside) {_KIND}$"
)
_TOWARD = re.compile(
    rf"(?:au|a l'|to the|just) {_DIRECTION} (?:de|d'|du|of) {_KIND}$|{_DIRECTION} of {_KIND}$".replace(
        "(?P<direction>", "(?P<d1>", 1
    ).replace("(?P<direction>", "(?P<d2>", 1)
)
_NEAR = re.compile(
    rf"(?:near|close to|not far from|outside|just outside|on the outskirts of|in the vicinity of|around|pres de|pres d'|pres du|non loin de|non loin d'|non loin du"
    rf"|aux environs de|aux environs d'|dans les environs de|dans les environs d'|aux alentours de|aux alentours d'|aux abords de|aux abords d'|a proximite de|a proximite d'|autour de|autour d'"
    rf"|a la sortie de|a l' entree de|a la peripherie de|en peripherie de) {_KIND}$"
)
_BETWEEN = re.compile(
    r"(?:between|entre) (?:les? (?:villes|villages|localites) (?:de |d' )?|the (?:towns|villages) of )?(?:le |la |l' )?$"
)
_ROAD = re.compile(
    r"(?:(?:sur|on) )?(?:(?:la|le|l'|the) )?(?:axe|route|road|highway|troncon|piste|track)(?: routier| routiere| nationale| principal| principale)?"
    r"(?: (?:reliant|entre|between|linking|connecting|from|de|d'|menant de|qui relie|leading from))? (?:la |le |l' )?$"
)
_BORDER_BEFORE = re.compile(
    r"(?:(?:pres de|a|near|close to|along|le long de|at|on|to|from|de|not far from|non loin de) )?(?:(?:la|the) )?(?:frontieres?|borders?)"
    r"(?: (?:avec|with|entre|between|du|de la|de|of))? (?:le |la |l' |les )?$"
)
_BORDER_WORD = frozenset("frontiere frontieres border borders".split())
_PART_OF = re.compile(
    rf"(?:(?:le|l'|la|the|extreme|far) )*(?P<part>nord|sud|est|ouest|centre|center|nord-est|nord-ouest|sud-est|sud-ouest"
    rf"|(?:north|south)?-?(?:east|west)|north|south)(?: du| de la| de l'| de| d'| of) (?:the )?$"
    rf"|(?P<adjective>(?:north|south)-?(?:east|west)?ern|eastern|western|northern|southern|central) $"
)
_OF_COUNTRY = re.compile(
    r"(?:dans|in|vers|du|au|a|de|of|from|to)? ?(?:le |l' |la |the )?(?P<part>nord-est|nord-ouest|sud-est|sud-ouest|nord|sud|est|ouest|centre"
    r"|(?:north|south)-?(?:east|west)|north|south|east|west|center|centre)(?:ern)? (?:du|of the) (?:pays|country)\b"
)
_BEARING = {"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270, "northwest": 315}  # fmt: skip
_COUNTS = {"quelques": 5, "a few": 4, "several": 8, "some": 5, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
           "huit": 8, "neuf": 9, "dix": 10, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
           "soixante": 60, "cent": 100, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
           "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "a hundred": 100,
           "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
           "cinquantaine": 50, "soixantaine": 60, "centaine": 100}  # fmt: skip
_BEFORE = 16  # tokens looked back over
KM_A_MILE = 1.609


class Scene(Struct, frozen=True):
    """What a relation is read in: the line, its part, the tables, the country the report is about."""

    line: Line
    part: Part
    tables: Tables
    lexicon: Lexicon
    country: str | None


def find_relations(scene: Scene, named: Sequence[tuple[int, int, Toponym]]) -> tuple[Toponym, ...]:
    """The areas that relations in a line make; `named` are its toponyms with first and last token."""
    found: list[Toponym] = []
    for at, (first, last, toponym) in enumerate(named):
        if toponym.place.lat is None:
            continue
        before = _words_before(scene.line, first)
        following = named[at + 1] if at + 1 < len(named) else None
        made = (
            _read_border(scene, before, (first, last, toponym), following)
            or _read_pair(scene, before, (first, last, toponym), following)
            or _read_distance(scene, before, (first, last, toponym))
            or _read_part(scene, before, (first, last, toponym))
            or _read_near(scene, before, (first, last, toponym))
        )
        if made is not None:
            found.append(made)
    found += _read_country_parts(scene)
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
    return "".join(token.norm + " " for token in line.tokens[max(0, first - _BEFORE) : first])


def _span(scene: Scene, first: int, last: int) -> Span:
    tokens = scene.line.tokens
    return Span(tokens[max(0, first)].start, tokens[last - 1].end, scene.part)


def _reach(before: str, start: int, first: int) -> int:
    """The first token of a match that runs up to the name."""
    return first - before[start:].count(" ")


Located = tuple[int, int, Toponym]


def _read_distance(scene: Scene, before: str, here: Located) -> Toponym | None:
    match = _DISTANCE.search(before)
    first, last, toponym = here
    place = toponym.place
    if match is None or place.lat is None or place.lon is None:
        return None
    km = _read_number(match["number"]) * (KM_A_MILE if match["unit"].startswith("mi") else 1.0)
    if not 0 < km <= 500:
        return None
    direction = scene.lexicon.directions.get((match["direction"] or "").replace(" ", "-"))
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


def _read_number(words: str) -> float:
    if words[0].isdigit():
        return float(words.replace(",", "."))
    return float(_COUNTS.get(words) or next((n for word, n in _COUNTS.items() if word in words.split()), 0))


def _read_near(scene: Scene, before: str, here: Located) -> Toponym | None:
    first, last, toponym = here
    place = toponym.place
    if place.lat is None or place.lon is None or toponym.feature == "country":
        return None
    match = _NEAR.search(before)
    if match is not None:
        span = _span(scene, _reach(before, match.start(), first), last)
        return _area(toponym, span, (place.lat, place.lon, max(15.0, place.radius_km or 0.0)), (2, "near"))
    match = _TOWARD.search(before)
    if match is None or toponym.feature not in ("town", "site"):
        return None
    direction = scene.lexicon.directions.get((match["d1"] or match["d2"] or "").replace(" ", "-"), "")
    if direction not in _BEARING:
        return None
    lat, lon = move_point(place.lat, place.lon, direction, 15.0)
    span = _span(scene, _reach(before, match.start(), first), last)
    return _area(toponym, span, (lat, lon, 25.0), (2, f"{direction} of"))


def _read_pair(scene: Scene, before: str, here: Located, following: Located | None) -> Toponym | None:
    """ "between Gao and Ansongo", "l'axe Gao-Ansongo", "on the road from Kaya to Dori"."""
    if following is None or following[2].place.lat is None:
        return None
    match = _BETWEEN.search(before) or _ROAD.search(before)
    link = [token.norm for token in scene.line.tokens[here[1] : following[0]]]
    if (
        match is None
        or len(link) > 5
        or not set(link) & {"et", "and", "a", "to", "-", "–", "—"}.union({""} if not link else set())
    ):
        if match is None or link:
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
    span = _span(scene, _reach(before, match.start(), here[0]), following[1])
    middle = ((one.lat + two.lat) / 2, (one.lon + two.lon) / 2, max(5.0, km / 2))
    place = PlaceValue(
        name=f"{one.name} - {two.name}", country=one.country if one.country == two.country else None,
        lat=middle[0], lon=middle[1], radius_km=middle[2], precision=2 if km <= 50 else 5,
        admin1=one.admin1 if one.admin1 == two.admin1 else None, admin2=one.admin2 if one.admin2 == two.admin2 else None,
    )  # fmt: skip
    return Toponym(span=span, place=place, feature="area", relation="between", reasons=(f"{km:.0f} km apart",))


def _read_border(scene: Scene, before: str, here: Located, following: Located | None) -> Toponym | None:
    """ "near the border with Niger", "the Niger border", "la frontière entre le Mali et le Burkina Faso"."""
    first, last, toponym = here
    if toponym.feature != "country":
        return None
    match = _BORDER_BEFORE.search(before)
    tokens = scene.line.tokens
    start, end, other = first, last, scene.country
    if match is not None:
        start = _reach(before, match.start(), first)
        if following is not None and following[2].feature == "country" and following[0] - last <= 3:
            link = {token.norm for token in tokens[last : following[0]]}
            if link & {"et", "and"}:
                other, end = following[2].place.country, following[1]
    elif last < len(tokens) and tokens[last].norm in _BORDER_WORD:
        end = last + 1
    else:
        return None
    pair = scene.tables.borders.get((toponym.place.country or "", other or ""))
    return _border(_span(scene, start, end), pair, toponym.place.country, other)


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
    match = _PART_OF.search(before)
    if match is None or toponym.feature not in ("country", "admin1", "admin2", "region"):
        return None
    direction = scene.lexicon.directions.get((match["part"] or match["adjective"] or "").replace(" ", "-"))
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
    country = scene.tables.countries.get(scene.country or "")
    if country is None:
        return []
    words = "".join(token.norm + " " for token in scene.line.tokens)
    if " pays" not in words and " country" not in words:
        return []
    found = []
    for match in _OF_COUNTRY.finditer(words):
        direction = scene.lexicon.directions.get(match["part"])
        if direction is None:
            continue
        first = words[: match.start("part")].count(" ")
        last = first + words[match.start("part") : match.end()].count(" ") + 1
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
