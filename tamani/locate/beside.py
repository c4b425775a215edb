"""A village that no gazetteer knows, placed by what the text says of it: "Zarho, some 90 km east of Timbuktu"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from tamani.locate.line import Line
from tamani.records import PlaceValue, Toponym

Located = tuple[int, int, Toponym]  # first and last token of a name in its line

# What may stand between a village and where it is said to lie: ", a village", "(situé à", "qui se trouve".
_BETWEEN = frozenset(
    (",", "(", "-", "–", "a", "an", "the", "un", "une", "le", "la", "village", "town", "hamlet", "locality", "localite",
     "bourgade", "hameau", "ville", "site", "situe", "situee", "sis", "sise", "located", "situated", "lying", "lies",
     "which", "that", "is", "qui", "se", "trouve", "est", "some", "about", "around", "environ", "distant", "distante")
)  # fmt: skip
_FARTHEST = 6  # tokens between the two
_VAGUE = frozenset(("between", "border", "part of", "far from"))  # says no point of which a village could be told


def place_beside(line: Line, located: list[Located], areas: Sequence[Toponym]) -> tuple[list[Located], list[Toponym]]:
    """The names of a line and its areas, with what is told by an area behind it standing there.

    The area then only says where the village lies, and is no place of its own.
    """
    kept = list(areas)
    for at, (first, last, name) in enumerate(located):
        if name.place.lat is not None or name.feature not in (None, "town") or name.relation is not None:
            continue
        area = next((one for one in kept if _follows(line, last, one)), None)
        if area is not None:
            located[at] = first, last, _put(name, area)
            kept[kept.index(area)] = replace(area, relation="reference")
    return located, kept


def _follows(line: Line, last: int, area: Toponym) -> bool:
    """Does an area begin right behind a name, with nothing between them but what leads to it?"""
    if area.relation in (*_VAGUE, "reference") or area.place.lat is None:
        return False
    begin = area.span.start - line.offset
    between = [token for token in line.tokens[last : last + _FARTHEST + 1] if token.start < begin]
    if last >= len(line.tokens) or begin < line.tokens[last].start or len(between) > _FARTHEST:
        return False
    # "In Zarho east of Timbuktu" may go on with what happened; a comma or a bracket tells of the name.
    return all(token.norm in _BETWEEN for token in between) and _is_apposed(line, last)


def _is_apposed(line: Line, last: int) -> bool:
    return line.tokens[last].norm in (",", "(", "situe", "situee", "located", "situated", "which", "qui")


def _put(name: Toponym, area: Toponym) -> Toponym:
    where = area.place
    place = PlaceValue(
        name=name.place.name, country=where.country, lat=where.lat, lon=where.lon, precision=where.precision,
        radius_km=where.radius_km, admin1=where.admin1, admin2=where.admin2,
    )  # fmt: skip
    return replace(name, place=place, feature="town", reasons=(*name.reasons, *area.reasons))
