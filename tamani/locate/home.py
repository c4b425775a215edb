"""The country in which a report plays, by the names, adjectives and the dateline of the whole of it."""

from __future__ import annotations

from collections.abc import Sequence

from tamani.locate.choose import Evidence
from tamani.locate.gazetteer import Gazetteer
from tamani.locate.keys import make_key
from tamani.locate.line import Line
from tamani.records import Part, PlaceValue, Span, Toponym

HOME = "home"  # the relation of the toponym that says so
COUNTRY_PRECISION = 6  # UCDP where_prec
CLEAR = 0.7  # a second country this near leaves it open: "clashes on the border of Mali and Niger"


def find_home(
    found: Sequence[Toponym], evidence: Evidence, lines: Sequence[tuple[Part, Line]], gazetteer: Gazetteer
) -> Toponym | None:
    """The country of the report as a toponym at the first words that tell it, or None where two are as likely."""
    iso = _choose_country(found, evidence)
    country = gazetteer.tables.countries.get(iso or "")
    span = _first_words(found, iso, lines, gazetteer) if country is not None else None
    if country is None or span is None:
        return None
    entry = gazetteer.find_named(make_key(country.en))[0]
    place = PlaceValue(
        name=country.en, country=country.iso, precision=COUNTRY_PRECISION, radius_km=country.radius, gazetteer=entry.id
    )
    return Toponym(span=span, place=place, feature="country", relation=HOME, reasons=("the report plays there",))


def _choose_country(found: Sequence[Toponym], evidence: Evidence) -> str | None:
    ranked = sorted(evidence.countries, key=lambda iso: (-evidence.countries[iso], iso))
    if not ranked:
        return None
    sent = next((one.place.country for one in found if one.place.country), None)
    if len(ranked) > 1 and evidence.countries[ranked[1]] > CLEAR:
        # Of two countries it is the one that the report opens with.
        return sent if sent in ranked[:2] else None
    return ranked[0]


def _first_words(
    found: Sequence[Toponym], iso: str | None, lines: Sequence[tuple[Part, Line]], gazetteer: Gazetteer
) -> Span | None:
    named = next((one.span for one in found if one.place.country == iso and one.place.lat is not None), None)
    if named is not None:
        return named
    demonyms = gazetteer.tables.demonyms
    for part, line in lines:
        for token in line.tokens:
            if demonyms.get(token.norm) == iso:
                return Span(token.start, token.end, part)
    return None
