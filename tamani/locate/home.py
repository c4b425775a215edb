"""The country in which a report plays, by the names, adjectives and the dateline of the whole of it."""

from __future__ import annotations

from collections.abc import Sequence

from tamani.locate.gazetteer import Gazetteer
from tamani.locate.keys import make_key
from tamani.locate.lexicon import load_lexicon
from tamani.locate.line import Line
from tamani.records import Part, PlaceValue, Span, Toponym

HOME = "home"  # the relation of the toponym that says so
COUNTRY_PRECISION = 6  # UCDP where_prec
TOWN, COUNTRY, ADJECTIVE, FIRST = 1.0, 0.4, 0.4, 2.0  # what a name counts; the first is mostly the dateline's
MOST = 1.6  # a power that is only named, however often, sends advisers and condolences
CLEAR = 0.8  # a second country this near leaves it open: "clashes on the border of Mali and Niger"
ABROAD = 0.5  # a country named so seldom beside another is only where the report was sent from
SPOKEN = 1.0  # and the other is named more than twice, or by a town: "an adviser from the United States" is not enough
SHORT = 5  # letters of "U.S.A"
OPENING = 600  # characters: a name met later opens nothing
HEAD = 40  # tokens in which a dateline ends
DASHES = ("-", "–", "—", "--")


def find_home(
    found: Sequence[Toponym], demonyms: dict[str, int], lines: Sequence[Line], gazetteer: Gazetteer
) -> tuple[Toponym, ...]:
    """The country of the report as a toponym at the first words that tell it; none where two are as likely."""
    found = sorted(found, key=lambda one: (one.span.part == Part.TEXT, one.span.start))
    loud = any(line.shouting for line in lines)
    abroad = _leave_dateline(found, demonyms, lines)
    meant = [one for one in abroad or found if not _is_attribute(one, lines)]
    iso = _choose_country(meant, demonyms, loud, sent=not abroad)
    country = gazetteer.tables.countries.get(iso or "")
    span = _first_words(found, iso, lines, gazetteer) if country is not None else None
    if country is None or span is None:
        return ()
    entry = gazetteer.find_named(make_key(country.en))[0]
    place = PlaceValue(
        name=country.en, country=country.iso, precision=COUNTRY_PRECISION, radius_km=country.radius, gazetteer=entry.id
    )
    return (Toponym(span=span, place=place, feature="country", relation=HOME, reasons=("the report plays there",)),)


def _is_attribute(one: Toponym, lines: Sequence[Line]) -> bool:
    """ "The U.S. Congress", "a UK firm": whose it is, not where the report plays; "Mali forces" are in Mali."""
    if one.feature != "country" or one.span.end - one.span.start > SHORT:
        return False
    for line in lines:
        tokens, start = line.tokens, one.span.start - line.offset
        if line.part is not one.span.part or not tokens or not tokens[0].start <= start < tokens[-1].end:
            continue
        at = next((at for at, token in enumerate(tokens) if token.start == start), -1)
        if at < 0 or not ("." in tokens[at].text or (len(tokens[at].text) <= 3 and tokens[at].text.isupper())):
            return False
        after = next((token for token in tokens[at + 1 : at + 3] if token.start >= one.span.end - line.offset), None)
        return after is not None and after.text[0].isalpha() and after.norm not in load_lexicon().function
    return False


def _leave_dateline(found: Sequence[Toponym], demonyms: dict[str, int], lines: Sequence[Line]) -> list[Toponym]:
    """The names of a report that speaks of another country than it was sent from; none where it speaks of that one.

    "PARIS (AGENCY) - Chadian rebels took a Chadian town near Lake Chad, Chadian officials said."
    """
    line = next((line for line in lines if line.part is Part.TEXT), None)
    if line is None:
        return []
    end = next((line.start_of(at) for at, token in enumerate(line.tokens[:HEAD]) if token.text in DASHES), -1)
    opening = [one for one in found if one.span.part is Part.TEXT and one.span.start < end]
    if not opening or opening[0].span.start > line.start_of(0) + 1 or opening[0].place.lat is None:
        return []
    sent = opening[0].place.country
    rest = [one for one in found if one not in opening and one.place.lat is not None]
    counts = {iso: ADJECTIVE * count for iso, count in demonyms.items()}
    for one in rest:
        iso = one.place.country or ""
        counts[iso] = counts.get(iso, 0.0) + (COUNTRY if one.feature == "country" else TOWN)
    most = max((count for iso, count in counts.items() if iso != sent), default=0.0)
    named = any(one.place.country not in (None, sent) for one in rest)
    return rest if named and most >= SPOKEN and counts.get(sent or "", 0.0) < ABROAD * most else []


def _choose_country(found: Sequence[Toponym], demonyms: dict[str, int], loud: bool, sent: bool) -> str | None:
    """The country of the most names; its towns say more than its own name or "the Malian army".

    sent: does the first name count more, as where the report was sent from?
    """
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
    opening = next((one for one in found if one.place.country), None) if sent else None
    first = opening.place.country if opening is not None and opening.span.start < OPENING else None
    if first in counts:
        counts[first] += FIRST
    ranked = sorted(counts, key=lambda iso: (-counts[iso], iso))
    if len(ranked) > 1 and counts[ranked[1]] > CLEAR * counts[ranked[0]]:
        # Of two countries it is the one that the report opens with.
        return first if first in ranked[:2] else None
    return ranked[0] if ranked else None


def _first_words(found: Sequence[Toponym], iso: str | None, lines: Sequence[Line], gazetteer: Gazetteer) -> Span | None:
    named = next((one.span for one in found if one.place.country == iso and one.place.lat is not None), None)
    if named is not None:
        return named
    demonyms = gazetteer.tables.demonyms
    for line in lines:
        for at, norm in enumerate(line.norms):
            if demonyms.get(norm) == iso:
                return line.span_of(at, at)
    return None
