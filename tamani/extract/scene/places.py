"""Which of the place names of a sentence says where the event happened, and whether two places can be one."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from operator import attrgetter

from msgspec import structs

from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon, read_words
from tamani.records import PlaceValue, Toponym
from tamani.words import fold

NEAR_KM = 25.0  # Djiguibombo and Bandiagara are one place in a report, Barsalogho and Dablo (40 km) are not
WIDE_KM = 90.0
VERSUS = frozenset(("between", "entre", "against", "contre", "versus", "vs", "v"))
BY_OR_FROM = frozenset(
    ("by", "par", "retour", "provenance", "revenant", "venant", "venu", "venus", "revenu", "revenus", "originaire")
)
PURPOSE = frozenset(("for", "pour"))  # "who will build an airport for the city of Tessalit", "aid for Djibo"
ACTING = frozenset(("has", "had", "will", "says", "said", "a", "aurait", "avait", "va", "dit", "affirme"))
PART_KM = 50.0  # the radius of a part of a district
SMALL_KM = 5.0  # the radius of a town of few people
EARLY = 1.5  # the weight of the third sentence
HOME = "home"
CAPITAL = "capital"
RESIDENT = "resident"  # the name says where somebody lives
HOMES = frozenset(["home", "house", "apartment", "residence", "room", "car", "truck", "backyard"])
LOOSE = frozenset(("the", ",", "of", "on"))  # of the locatives, those before which a country may be an adjective
WHERE = frozenset(("where", "when"))
STOPS = read_words("stops")
FINE = 2  # a province says too little for a distance from a town to be about it
APPOSING = read_words("apposing")
_read_start, _read_end = attrgetter("start"), attrgetter("end")
DISTRICTS = ("admin1", "admin2")
COARSE = ("country", "region", "admin1", "admin2", "area", "water")
TOWARDS = frozenset(("au", "a", "to", "the"))
MEASURES = frozenset(("km", "kms", "kilometre", "kilometres", "kilometer", "kilometers"))


def place_tokens(sentence: Sentence, toponym: Toponym) -> tuple[int, int]:
    """The first and last token of a toponym in its sentence."""
    tokens, span, offset = sentence.tokens, toponym.span, sentence.span.start
    first = bisect_right(tokens, span.start - offset, key=_read_end)
    last = bisect_left(tokens, span.end - offset, key=_read_start) - 1
    return (first, last) if first <= last else (-1, -1)


@cache
def _words(name: str, language: str) -> frozenset[str]:
    return frozenset(read_lexicon("places")[language][name])


def find_home(toponyms: Iterable[Toponym]) -> Toponym | None:
    """The country that the report as a whole speaks of, where one of its toponyms says so."""
    return next((one for one in toponyms if one.relation == HOME), None)


def is_apposed(sentence: Sentence, toponym: Toponym, beside: Iterable[Toponym]) -> bool:
    """ "The prison of Koutoukalé, 50 km north of Niamey": the distance tells where Koutoukalé lies, a known place."""
    if toponym.relation is None or toponym.relation in ("reference", HOME):
        return False
    first, _ = place_tokens(sentence, toponym)
    for other in beside:
        if other is toponym or other.place.lat is None or fineness(other) < FINE or other.relation is not None:
            continue
        _, last = place_tokens(sentence, other)
        between = sentence.tokens[last + 1 : first] if 0 <= last < first else ()
        if between and between[0].text in (",", "(") and all(token.norm in APPOSING for token in between[1:]):
            return True
    return False


def _acts(sentence: Sentence, last: int) -> bool:
    """ "Israel has bombed a base near Damascus": a state that does something, no scene."""
    return last + 1 < len(sentence.tokens) and sentence.norms[last + 1] in ACTING


def _is_of_others(norms: Sequence[str], language: str) -> bool:
    """Where somebody was reached or took refuge, or a team that plays, by the words before the name.

    "Des proches joints à Gao", "trouvé refuge à Nouna"; "the league game between Barcelona and Liverpool".
    """
    if not _words("reached", language).isdisjoint(norms[-2:]):
        return True
    return not _words("matches", language).isdisjoint(norms[:-1]) and not VERSUS.isdisjoint(norms)


def is_event_place(sentence: Sentence, toponym: Toponym, language: str) -> bool:
    """Can the event have happened there? Not at a speaker's seat, a route's end, or where the wounded were taken.

    "un élu de Doucombo", "évacués vers Kaya", "flew from Gao to Mopti", "the boat Timbuktu".
    """
    first, end = place_tokens(sentence, toponym)
    if first < 0 or toponym.relation in ("reference", "far from", HOME) or _names_none(sentence, first, end):
        return False
    norms = sentence.norms[max(0, first - 6) : first]
    if not norms:
        return fineness(toponym) > 0 or (sentence.index == 0 and not _acts(sentence, end))
    if fineness(toponym) == 0 and sentence.paragraph >= 0 and norms[-1] not in _words("locatives", language):
        return False  # "France condemned the killing", "Mali's army"
    if fineness(toponym) == 0 and norms[-1] in LOOSE and _is_before_noun(sentence, end, language):
        return False  # "the U.S. embassy", "of Colombia police"
    if norms[-1] in WHERE and first > 1:
        return False  # "where Nery was found": the subject of a clause, and a person
    skip = _words("articles", language)
    while norms and norms[-1] in skip:
        norms = norms[:-1]
    if not norms:
        return True
    last = norms[-1]
    if last == "into" and not _words("flights", language).isdisjoint(norms):
        return False  # "fled into Chad"; but "rode into Dansadau"
    if last in BY_OR_FROM or last in PURPOSE or last in _words("away", language) or last in _words("vessels", language):
        return False  # "acknowledged by Niamey"; "de retour de Djibo"
    if _is_of_others(norms, language):
        return False
    if last in _words("speakers", language) and (len(norms) < 6 or norms[-1] != toponym.place.name):
        return False
    if last in ("de", "d'", "du", "of") and len(norms) > 1 and norms[-2] in _words("speakers", language):
        return False
    if "entre" not in norms and "between" not in norms and last in _words("from", language):
        return not _words("from_ok", language).isdisjoint(norms)
    # "venait de Gao et faisait route vers Mopti", "from Mopti to Gao"
    return not (
        last in ("et", "and", ",", "a", "to", "with", "sur", "dans", "au", "pour", "for")
        and not _words("routes", language).isdisjoint(norms[:-1])
    )


def _names_none(sentence: Sentence, first: int, last: int) -> bool:
    """ "At Collins' home": whose home it is; "3 km au nord de l'incident": a direction. Neither is a place."""
    before = sentence.norms[max(0, first - 2) : first]
    if len(before) == 2 and before[0] in MEASURES and before[1] in TOWARDS:
        return True
    after = [token.norm for token in sentence.tokens[last + 1 : last + 3]]
    return len(after) == 2 and after[0] in ("'s", "'") and after[1] in HOMES


def mark_resident(sentence: Sentence, toponym: Toponym, language: str) -> Toponym:
    """The toponym, marked where it only says whence somebody is: "A 22-year-old Kaduna man died"."""
    if language != "en" or toponym.relation is not None:
        return toponym
    _, last = place_tokens(sentence, toponym)
    if 0 <= last < len(sentence.tokens) - 1 and sentence.norms[last + 1] in _words("persons", language):
        return structs.replace(toponym, relation=RESIDENT)
    return toponym


def _is_before_noun(sentence: Sentence, last: int, language: str) -> bool:
    """Does a country stand before what it says of which nation it is: "the U.S. embassy"?"""
    if language != "en" or last + 1 >= len(sentence.tokens):
        return False
    after = sentence.tokens[last + 1]
    return after.text[0].isalpha() and after.norm not in STOPS


def fineness(toponym: Toponym) -> int:
    """3 a town, a site or close to one, 2 a district, 1 a region or river, 0 a country or less."""
    feature = toponym.feature or ""
    if feature == "area" and (toponym.place.radius_km or 0.0) > WIDE_KM:
        return 1  # "the north of the country" is no district
    if feature in ("town", "site", "") or (feature == "area" and (toponym.place.precision or 9) <= 2):
        return 3
    if feature in ("admin2", "area"):
        return 2
    return 1 if feature in ("admin1", "region", "water") else 0


def distance_km(one: PlaceValue, two: PlaceValue) -> float | None:
    """Kilometres between two resolved places."""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return None
    rad = math.pi / 180
    half = (
        math.sin((two.lat - one.lat) * rad / 2) ** 2
        + math.cos(one.lat * rad) * math.cos(two.lat * rad) * math.sin((two.lon - one.lon) * rad / 2) ** 2
    )
    return 12742 * math.asin(math.sqrt(min(1.0, half)))


def is_seat_of(town: Toponym, other: Toponym, district: bool = True) -> bool:
    """Does a name stand for the region of another? "à Tillabéri", then "le village de Tchoma Bangou" in that region."""
    if town.relation is not None or fineness(town) != 3 or fineness(other) < 2:
        return False
    name = fold(town.place.name)
    if name == fold(other.place.name):
        return False
    return name == fold(other.place.admin1 or "") or (district and name == fold(other.place.admin2 or ""))


def _are_other_regions(one: str | None, two: str | None) -> bool:
    """Are two names of regions not of one region? "Darfur" holds "South Darfur"."""
    a, b = fold(one or ""), fold(two or "")
    return bool(a) and bool(b) and a not in b and b not in a


def can_be_one(one: Toponym, two: Toponym) -> bool:
    """Can two names stand for one scene? A region holds its town; two towns far apart are two scenes."""
    a, b = one.place, two.place
    if fold(a.name) == fold(b.name) or is_seat_of(one, two) or is_seat_of(two, one):
        return True
    fine = min(fineness(one), fineness(two))
    if a.country and b.country and a.country != b.country:
        return False
    if fine == 0:
        return True
    if "admin1" in (one.feature, two.feature) and _are_other_regions(a.admin1, b.admin1):
        return False  # a region and a town of another one
    km = distance_km(a, b)
    if km is None:
        return fine < 3
    if _are_other_regions(a.admin1, b.admin1) and km > max(a.radius_km or 0.0, b.radius_km or 0.0, NEAR_KM):
        return False  # a district and a town of another region
    reach = max(a.radius_km or 0.0, b.radius_km or 0.0)
    return km <= (NEAR_KM if fine == 3 else max(NEAR_KM, 1.3 * reach, 120.0 if fine == 1 else 60.0))


def _is_sharp(toponym: Toponym) -> bool:
    """Not a country, nor "near the border", nor a name that nobody knows: what is vague excludes nothing."""
    if toponym.relation in (CAPITAL, RESIDENT):
        return False  # "in the capital", told beside a town, may be where it was told; "a Kaduna man" is hit anywhere
    # "northern Loroum province" is small enough to tell it from the next one
    exact = (toponym.place.precision or 0) < 5 or (toponym.place.radius_km or WIDE_KM) <= PART_KM
    return toponym.place.lat is not None and fineness(toponym) > 0 and exact


def conflict(ones: Iterable[Toponym], others: Sequence[Toponym]) -> bool:
    """Do the places exclude each other: is no place of the one possible with any of the other?"""
    ones = [toponym for toponym in ones if _is_sharp(toponym)]
    others = [toponym for toponym in others if _is_sharp(toponym)]
    if not ones or not others:
        return False
    finest = max(fineness(toponym) for toponym in ones)
    ones = [toponym for toponym in ones if fineness(toponym) == finest]
    best = max(fineness(toponym) for toponym in others)
    rest = [toponym for toponym in others if fineness(toponym) == best]
    return not any(can_be_one(one, other) for one in ones for other in rest)


def is_sharp(place: Toponym) -> bool:
    """More than a country, and more than a county of which nothing but its name is known."""
    return fineness(place) == 3 or (fineness(place) > 0 and place.place.lat is not None)


def names_streets(sentence: Sentence, language: str) -> bool:
    """Does a sentence speak of a street or a quarter, without which there is no town?"""
    return not _words("urban", language).isdisjoint(sentence.present)


def is_doubtful(place: Toponym, police: Toponym) -> bool:
    """Does a name say less than the town whose police speaks: a country, nothing known, or a small namesake far off?

    "Cincinnati police" do not work in the Madisonville of Kentucky: it is a quarter that no gazetteer knows.
    """
    if place.place.lat is None or not fineness(place):
        return True
    if place.feature != "town" or (place.place.radius_km or 0.0) > SMALL_KM:
        return False
    return (distance_km(place.place, police.place) or 0.0) > WIDE_KM


def _leave_abroad(ranked: Sequence[tuple[Toponym, float]]) -> Sequence[tuple[Toponym, float]]:
    """The places without those abroad that come further down than the country where it happened.

    "Two priests were killed in Chad", and later "the talks in Geneva": a finer place is no better one.
    """
    top = max((weight for place, weight in ranked if fineness(place) == 0), default=0.0)
    if top < EARLY:
        return ranked
    there = {place.place.country for place, weight in ranked if fineness(place) == 0 and weight == top}
    return [
        (place, weight)
        for place, weight in ranked
        if weight >= top or place.place.lat is None or place.place.country in (None, *there)
    ]


def choose_place(ranked: Sequence[tuple[Toponym, float]]) -> tuple[Toponym, ...]:
    """The places of an event, the one to show first; ranked holds each name with the weight of its sentence.

    The finest level wins; within it the weightier, then the earlier. A name with "near" or "40 km north of" yields
    to a plain one, and an unresolved name to a resolved one of the same level.
    """
    ranked = _leave_abroad(ranked)
    sure = any(place.place.lat is not None and fineness(place) for place, _ in ranked)
    # "Mopti" over a village of the region of Mopti is the region.
    areas = {
        fold(one.place.name)
        for one, _ in ranked
        if any(is_seat_of(one, two, district=False) for two, _ in ranked if two is not one)
    }
    order = sorted(
        range(len(ranked)),
        key=lambda at: (
            sure and ranked[at][0].place.lat is None,
            ranked[at][0].relation == RESIDENT,
            -min(fineness(ranked[at][0]), 1 if fold(ranked[at][0].place.name) in areas else 3),
            -ranked[at][1],
            ranked[at][0].relation is not None,
            at,
        ),
    )
    seen: list[str] = []
    chosen: list[Toponym] = []
    for at in order:
        toponym = ranked[at][0]
        name = fold(toponym.place.name)
        if name not in seen and (name not in areas or not chosen):
            seen.append(name)
            chosen.append(toponym)
    return tuple(chosen)


def name_village(chosen: tuple[Toponym, ...]) -> tuple[Toponym, ...]:
    """The places of an event, with the village that nobody knows put into the district said elsewhere.

    "Ten died in a village of the province of Bam. ... They attacked the village of Namtenga": Namtenga, in Bam.
    """
    loose = [place for place in chosen if place.place.lat is None and place.relation is None]
    if not chosen or chosen[0].feature not in DISTRICTS or chosen[0].relation is not None:
        return chosen
    if len({fold(place.place.name) for place in loose}) != 1:
        return chosen
    area = chosen[0]
    held = structs.replace(area.place, name=loose[0].place.name, gazetteer=None)
    village = structs.replace(loose[0], place=held, feature=area.feature)
    return (village, *(place for place in chosen[1:] if place is not loose[0]))
