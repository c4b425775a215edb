"""Towns that a report means without naming them: "in the capital", "la capitale malienne", "this city"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from tamani.locate.gazetteer import Gazetteer
from tamani.locate.home import HOME
from tamani.locate.keys import make_key
from tamani.locate.lexicon import load_lexicon
from tamani.locate.line import Line, norm_at
from tamani.locate.tables import Entry
from tamani.records import Part, PlaceValue, Reading, Toponym
from tamani.words import Token

CAPITAL = "capital"  # the relation of a toponym that is such a town
_WORDS = ("capital", "capitale")
_OF_STATE = ("country", "nation", "republic")  # "the country's capital"
_HERE = ("this", "cette")
_TOWN = ("city", "town", "capital", "ville", "capitale")
_AWAY = frozenset(("km", "kilometres", "kilometers", "miles", "hours", "heures", "minutes"))  # "40 km from the capital"
_REACH = 4
_MARKS = ("-", "–", "—", "--")
_INFERRED = 2  # UCDP where_prec: the town is meant, and never named
_HEAD = 160  # characters in which a dateline ends


def find_capitals(
    reading: Reading, lines: Sequence[Line], found: Sequence[Toponym], gazetteer: Gazetteer
) -> tuple[Toponym, ...]:
    """The capital of the country that a report plays in or names beside the word, and the town it was sent from."""
    if not _may_name_one(reading.text):
        return ()
    home = next((one.place.country for one in found if one.relation == HOME), None)
    sent = _find_sent_town(reading, found)
    named = {(one.span.part, one.span.start): one for one in found if one.relation is None}
    ends = {(one.span.part, one.span.end): one for one in found if one.feature == "country"}
    made: list[Toponym] = []
    for line in lines:
        for at in _list_words(line.tokens):
            here = norm_at(line.tokens, at - 1) in _HERE
            if here and sent is not None:
                made.append(_refer(line, (at - 1, at), sent.place))
                continue
            if norm_at(line.tokens, at) not in _WORDS:
                continue
            read = _read_capital(line, at, (gazetteer, ends, named))
            seat = find_capital(read[2] or home, gazetteer) if read is not None else None
            if read is not None and seat is not None:
                made.append(_refer(line, read[:2], _as_place(seat)))
    return tuple(made)


def find_capital(iso: str | None, gazetteer: Gazetteer) -> Entry | None:
    """The seat of a country's government, where it is one town."""
    country = gazetteer.tables.countries.get(iso or "")
    if country is None or not country.capital:
        return None
    entries = gazetteer.find_named(make_key(country.capital))
    towns = [one for one in entries if one.country == country.iso and one.kind == "town"]
    return max(towns, key=lambda one: (one.own, one.population), default=None)


def _may_name_one(text: str) -> bool:
    small = text.lower()
    return "capital" in small or any(f"{here} {town}" in small for here in _HERE for town in _TOWN)


def _list_words(tokens: tuple[Token, ...]) -> list[int]:
    """Where a line speaks of a capital or of "this city" as a place."""
    lexicon = load_lexicon()
    return [
        at
        for at, token in enumerate(tokens)
        if token.norm in _TOWN
        and (token.norm in _WORDS or norm_at(tokens, at - 1) in _HERE)
        and norm_at(tokens, at + 1) not in lexicon.no_capital
        and norm_at(tokens, at - 1) not in lexicon.no_capital
        and not _is_away(tokens, at)
    ]


def _is_away(tokens: tuple[Token, ...], at: int) -> bool:
    """ "20 km south of the capital", "north of the capital": not in it."""
    before = [token.norm for token in tokens[max(0, at - _REACH - 2) : at]]
    if _AWAY.intersection(before):
        return True
    directions = load_lexicon().directions
    links = ("of", "de", "d'", "from")
    return any(word in directions and after in links for word, after in pairwise(before))


def _read_capital(
    line: Line,
    at: int,
    known: tuple[Gazetteer, dict[tuple[Part, int], Toponym], dict[tuple[Part, int], Toponym]],
) -> tuple[int, int, str | None] | None:
    """The first and last token of "the Malian capital", and the country where the words say which."""
    gazetteer, ends, named = known
    tokens, part = line.tokens, line.part
    demonyms = gazetteer.tables.demonyms
    last = at + (norm_at(tokens, at + 1) == "city")
    before, after = norm_at(tokens, at - 1), norm_at(tokens, last + 1)
    if before in demonyms:
        first, iso = at - 1, demonyms[before]
    elif before == "'s" and norm_at(tokens, at - 2) in _OF_STATE:
        first, iso = at - 2, None
    elif before == "'s" and (part, line.end_of(at - 2)) in ends:
        return at - 2, last, ends[part, line.end_of(at - 2)].place.country
    elif before in ("the", "la", *_HERE):
        first, iso = at, None
    else:
        return None
    first -= norm_at(tokens, first - 1) in ("the", "la", *_HERE)
    if after in demonyms:
        return first, last + 1, demonyms[after]
    if after in ("of", "de", "du", "d'"):
        step = last + 2 + (norm_at(tokens, last + 2) in ("the", "la", "l'"))
        state = named.get((part, line.start_of(step))) if step < len(tokens) else None
        # "The capital of the province", "la capitale du Gourma" are other towns.
        return (first, last, state.place.country) if state is not None and state.feature == "country" else None
    step = last + 1 + (after == ",")
    named_too = step < len(tokens) and (part, line.start_of(step)) in named
    apposed = norm_at(tokens, first - 1) == ","  # "in Goma, the capital of"
    return None if named_too or apposed else (first, last, iso)


def _find_sent_town(reading: Reading, found: Sequence[Toponym]) -> Toponym | None:
    """The town of the dateline: "MOPTI, 3 July (AGENCY) - A grenade was thrown in this city"."""
    head = reading.text[:_HEAD]
    first = next((one for one in found if one.span.part is Part.TEXT and one.relation is None), None)
    if first is None or first.span.start > 2 or first.feature != "town" or first.place.lat is None:
        return None
    return first if any(f"{mark} " in head[first.span.end :] for mark in _MARKS) else None


def _as_place(entry: Entry) -> PlaceValue:
    return PlaceValue(
        name=entry.name, country=entry.country, lat=entry.lat, lon=entry.lon, radius_km=entry.radius,
        gazetteer=entry.id, admin1=entry.admin1, admin2=entry.admin2,
    )  # fmt: skip


def _refer(line: Line, words: tuple[int, int], place: PlaceValue) -> Toponym:
    span = line.span_of(*words)
    place = replace(place, precision=max(_INFERRED, place.precision or 0))
    return Toponym(span=span, place=place, feature="town", relation=CAPITAL, reasons=("the town is meant, not named",))
