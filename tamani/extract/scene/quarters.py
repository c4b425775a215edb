"""Quarters of towns: "le quartier Faladié, à Bamako", "Bamako's Faladié neighbourhood" lie in the town named with them.

A gazetteer knows a few quarters as places of their own, and of others only a namesake in another country. The town is
where it happened, and its quarter is said beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from msgspec import structs

from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.extract.scene.datelines import find_police_towns
from tamani.extract.scene.places import SMALL_KM, WIDE_KM, distance_km, place_tokens
from tamani.records import PlaceValue, Toponym
from tamani.words import fold, tokenize

QUARTER_KM = 30.0  # from the middle of the largest towns to their outskirts
LARGEST_KM = 8.0  # of a quarter that is as large as a town
IN_TOWN = (",", "a", "in", "of", "de", "(", "at")

Towns = Mapping[str, Toponym]  # the folded name of a quarter -> its town


@cache
def _words(language: str) -> frozenset[str]:
    return frozenset(read_lexicon("places")[language]["quarters"])


def draw_quarters(
    sentences: Sequence[Sentence], toponyms: Sequence[Toponym], language: str
) -> tuple[tuple[Toponym, ...], dict[str, Toponym]]:
    """The toponyms, those of quarters put into their towns; and the town of each quarter."""
    policed = list(find_police_towns(sentences, toponyms))
    police = policed[0] if policed else None
    called = list(_find_called(sentences, toponyms, language))
    towns: dict[str, Toponym] = {}
    held = {fold(one.place.name) for _, one in called}
    for sentence, quarter in called:
        town = _find_town(sentence, quarter, [one for one in toponyms if fold(one.place.name) not in held], police)
        town = town or _find_only(toponyms, held)
        if town is not None:
            towns.setdefault(fold(quarter.place.name), town)
    if police is not None:
        own = {fold(one.place.name) for one in policed}  # "Allentown police": no quarter of another town
        for one in toponyms:
            if fold(one.place.name) not in own and _is_policed(
                one, police, toponyms, _is_named_often(sentences, police)
            ):
                towns.setdefault(fold(one.place.name), police)
    return (tuple(_put_into(one, towns) for one in toponyms), towns) if towns else (tuple(toponyms), towns)


def _find_called(
    sentences: Sequence[Sentence], toponyms: Sequence[Toponym], language: str
) -> Iterator[tuple[Sentence, Toponym]]:
    """The names that are called quarters: "the Faladié neighbourhood", "le quartier (de) Faladié"."""
    for sentence in sentences:
        words = _words(language) & sentence.present
        if not words:
            continue
        marks = {at for word in words for at in sentence.where[word]}
        for one in toponyms:
            if one.span.part is not sentence.span.part or one.relation is not None or not _may_be_quarter(one):
                continue
            first, last = place_tokens(sentence, one)
            if first < 0:
                continue
            if language == "en":
                # "A Bamako neighbourhood" is one of Bamako.
                told = last + 1 in marks and sentence.norms[first - 1 : first] not in (("a",), ("an",), ("several",))
            else:
                back = first - 2 if first > 1 and sentence.norms[first - 1] in ("de", "d'", "du") else first - 1
                told = back in marks and sentence.norms[back - 1 : back] not in (("un",), ("des",), ("plusieurs",))
            if told:
                yield sentence, one


def _may_be_quarter(one: Toponym) -> bool:
    """ "Neighborhoods of San Salvador" and "the San Salvador neighborhoods" are all over the city."""
    small = one.place.gazetteer is None or (one.place.radius_km or 0.0) <= LARGEST_KM
    return small and one.feature in ("town", "site", None)


def _find_town(
    sentence: Sentence, quarter: Toponym, others: Sequence[Toponym], police: Toponym | None
) -> Toponym | None:
    """The town said in the same breath, else the one whose police speaks, else the nearest larger one."""
    first, last = place_tokens(sentence, quarter)
    for one in others:
        if one.span.part is not quarter.span.part or not _is_town(one):
            continue
        at, end = place_tokens(sentence, one)
        owned = at >= 0 and end + 2 == first and sentence.norms[end + 1] == "'s"
        behind = last < at <= last + 4 and all(
            word in IN_TOWN or word in _words("en") or word in _words("fr") for word in sentence.norms[last + 1 : at]
        )
        if owned or behind:
            return one
    if police is not None and _is_town(police):
        return police
    near = [(distance_km(one.place, quarter.place), one) for one in others if _is_town(one)]
    held = [(km, one) for km, one in near if km is not None and km <= QUARTER_KM and _is_larger(one, quarter)]
    return min(held, key=lambda row: (row[0], row[1].span.start))[1] if held else None


def _find_only(toponyms: Sequence[Toponym], held: set[str]) -> Toponym | None:
    """For a quarter that no gazetteer knows there: the one town that the report names, if it names but one."""
    named = {fold(one.place.name): one for one in reversed(toponyms) if _is_town(one)}
    rest = [name for name in named if name not in held]
    return named[rest[0]] if len(rest) == 1 else None


def _is_town(one: Toponym) -> bool:
    return one.feature == "town" and one.place.lat is not None


def _is_larger(town: Toponym, quarter: Toponym) -> bool:
    return (town.place.radius_km or 0.0) > (quarter.place.radius_km or SMALL_KM)


def _is_named_often(sentences: Sequence[Sentence], town: Toponym) -> bool:
    """Is a town named twice, in whatever capacity: its police, its hospital, the dateline?"""
    words = [token.norm for token in tokenize(town.place.name)]
    return sum(len(sentence.where.get(words[0], ())) for sentence in sentences) > 1


def _is_policed(one: Toponym, police: Toponym, toponyms: Sequence[Toponym], often: bool) -> bool:
    """Is a small place within reach of a larger town whose police answered, or a namesake far from everything?

    A suburb has its own police, which is named then; and the town is named more than once. "Pittsburgh police" charge
    nobody with what was done in the Allentown at the other end of the state: that city has police of its own.
    """
    names = (fold(one.place.name), fold(police.place.name))
    if one.feature != "town" or one.relation is not None or one.place.country not in (None, police.place.country):
        return False
    if any(other.relation == "reference" and other.place.name == one.place.name for other in toponyms):
        return False
    km = distance_km(one.place, police.place)
    small = (one.place.radius_km or SMALL_KM) <= SMALL_KM and _is_larger(police, one)
    if km is not None and km <= QUARTER_KM:
        return often and small
    # A city of another state is where somebody comes from.
    there = small or one.place.admin1 == police.place.admin1
    return km is not None and km > WIDE_KM and there and not _is_placed_there(one, names, toponyms)


def _is_placed_there(one: Toponym, names: tuple[str, str], toponyms: Sequence[Toponym]) -> bool:
    """Is anything else of its region named, be it the region itself: "Allentown, Pennsylvania"?"""
    others = (other for other in toponyms if fold(other.place.name) not in names)
    return any(other.place.admin1 == one.place.admin1 for other in others)


def _put_into(one: Toponym, towns: Towns) -> Toponym:
    """The toponym; a quarter of which a gazetteer knows only a namesake, or nothing, lies somewhere in its town."""
    town = towns.get(fold(one.place.name))
    if town is None or one.relation is not None or not _may_be_quarter(one):
        return one
    km = distance_km(one.place, town.place)
    if km is not None and km <= QUARTER_KM:
        return one
    around = town.place
    place = PlaceValue(
        name=one.place.name, country=around.country, lat=around.lat, lon=around.lon, precision=2,
        radius_km=around.radius_km, admin1=around.admin1, admin2=around.admin2,
    )  # fmt: skip
    return structs.replace(one, place=place, feature="town", reasons=(f"a quarter of {around.name}",))
