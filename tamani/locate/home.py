"""The country in which a report plays, by the names, adjectives and the dateline of the whole of it."""

from __future__ import annotations

from collections.abc import Sequence

from tamani.locate.gazetteer import Gazetteer
from tamani.locate.keys import make_key
from tamani.locate.line import Line
from tamani.records import Part, PlaceValue, Span, Toponym

HOME = "home"  # the relation of the toponym that says so
COUNTRY_PRECISION = 6  # UCDP where_prec
TOWN, COUNTRY, ADJECTIVE, FIRST = 1.0, 0.4, 0.4, 2.0  # what a name counts; the first is mostly the dateline's
MOST = 1.6  # a power that is only named, however often, sends advisers and condolences
CLEAR = 0.8  # a second country this near leaves it open: "clashes on the border of Mali and Niger"


def find_home(
    found: Sequence[Toponym], demonyms: dict[str, int], lines: Sequence[tuple[Part, Line]], gazetteer: Gazetteer
) -> tuple[Toponym, ...]:
    """The country of the report as a toponym at the first words that tell it; none where two are as likely."""
    found = sorted(found, key=lambda one: (one.span.part == Part.TEXT, one.span.start))
    iso = _choose_country(found, demonyms, any(line.shouting for _, line in lines))
    country = gazetteer.tables.countries.get(iso or "")
    span = _first_words(found, iso, lines, gazetteer) if country is not None else None
    if country is None or span is None:
        return ()
    entry = gazetteer.find_named(make_key(country.en))[0]
    place = PlaceValue(
        name=country.en, country=country.iso, precision=COUNTRY_PRECISION, radius_km=country.radius, gazetteer=entry.id
    )
    return (Toponym(span=span, place=place, feature="country", relation=HOME, reasons=("the report plays there",)),)


def _choose_country(found: Sequence[Toponym], demonyms: dict[str, int], loud: bool) -> str | None:
    """The country of the most names; its towns say more than its own name or "the Malian army"."""
    counts = {iso: min(MOST, ADJECTIVE * count) for iso, count in demonyms.items()}
    named: dict[str, float] = {}
    towns: dict[str, set[str]] = {}
    for one in found:
        iso = one.place.country
        if not iso or one.place.lat is None:
            continue
        if one.feature == "country":
            named[iso] = named.get(iso, 0.0) + COUNTRY
        else:
            towns.setdefault(iso, set()).add(one.place.name)
            counts[iso] = counts.get(iso, 0.0) + TOWN
    for iso, count in named.items():
        counts[iso] = counts.get(iso, 0.0) + min(MOST, count)
    lone = len(demonyms) == 1 and not named
    # "Ivanhoe" alone may be in any of four countries.
    counts = {
        iso: count
        for iso, count in counts.items()
        if loud or iso in named or demonyms.get(iso, 0) > (0 if lone else 1) or len(towns.get(iso, ())) > 1
    }
    sent = next((one.place.country for one in found if one.place.country), None)
    if sent in counts:
        counts[sent] += FIRST
    ranked = sorted(counts, key=lambda iso: (-counts[iso], iso))
    if len(ranked) > 1 and counts[ranked[1]] > CLEAR * counts[ranked[0]]:
        # Of two countries it is the one that the report opens with.
        return sent if sent in ranked[:2] else None
    return ranked[0] if ranked else None


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
