"""A reading's names, from spotting to toponyms: spot, learn where the report plays, choose, add relations."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from tamani.locate.areas import dress_area, find_regions, spread_kinds
from tamani.locate.beside import place_beside
from tamani.locate.capitals import find_capitals
from tamani.locate.choose import Choice, Evidence, Frame, choose_place, sharpen_evidence, weigh_evidence
from tamani.locate.contain import find_containers, is_area
from tamani.locate.frames import load_frames
from tamani.locate.gazetteer import Gazetteer
from tamani.locate.home import find_home
from tamani.locate.judge import is_local_government
from tamani.locate.keys import make_key
from tamani.locate.lexicon import load_lexicon
from tamani.locate.line import Line, Spot, read_line
from tamani.locate.relations import Scene, find_relations
from tamani.locate.shouted import Countries, name_countries
from tamani.locate.spot import KEPT, recall_spots
from tamani.locate.tables import Entry
from tamani.locate.unknown import find_unknown
from tamani.records import Part, PlaceValue, Reading, Span, Toponym
from tamani.words import Token, fold, tokenize

# UCDP where_prec of a kind of place.
PRECISION = {"town": 1, "site": 2, "admin2": 3, "admin1": 4, "region": 5, "water": 5, "country": 6}

ASSOCIATIVE = "associative"
HOLDING = ("town", "admin2", "admin1")  # the smallest first
_DISTRICT = frozenset(("local", "lga", "lgas"))
EXACT_KM = 15.0  # a point less sure than that is not stated as exact


class Named(Struct, frozen=True):
    """A spot of a line, with what the line says holds it and what it holds."""

    line: int
    spot: Spot
    outer: tuple[Entry, ...] = ()
    inner: tuple[Entry, ...] = ()
    bounds: tuple[tuple[Entry, ...], ...] = ()
    holders: tuple[int, ...] = ()  # the same as outer, as numbers of all names


def assemble_toponyms(
    reading: Reading, gazetteer: Gazetteer, associative: bool, home: bool = False
) -> tuple[Toponym, ...]:
    """All toponyms of a reading, sorted by span; with peoples and bodies called after places where asked for."""
    lines = _read_lines(reading, gazetteer)
    spots = _find_all_spots(lines, gazetteer)
    demonyms = _count_demonyms(lines)
    known = [spot for here in spots for spot in here if spot.entries]
    evidence = weigh_evidence(known, demonyms, _find_home(reading, gazetteer))
    countries = tuple(sorted(evidence.countries, key=lambda iso: (-evidence.countries[iso], iso)))
    named = _link_spots(lines, spots, gazetteer, countries)
    first = _choose_all(named, evidence)
    choices = _choose_again(lines, named, first, evidence)
    lexicon = load_lexicon()
    found, police = list[Toponym](), list[Toponym]()
    frames = load_frames(tuple(lexicon.directions))
    rows: list[list[tuple[Named, Choice]]] = [[] for _ in lines]
    for one, choice in zip(named, choices, strict=True):
        rows[one.line].append((one, choice))
    for line, own in zip(lines, rows, strict=True):
        located = [
            (one.spot.first, one.spot.last, _make_toponym(line, one, choice, (gazetteer, choices)))
            for one, choice in own
        ]
        if associative:
            found += _find_adjectives(line, gazetteer)
        else:
            if home:
                police += [_as_reference(row[2]) for row in located if _is_police(line, row)]
            located = [row for row in located if row[2].relation != ASSOCIATIVE]
        scene = Scene(line, gazetteer.tables, lexicon, frames, countries)
        located, areas = place_beside(line, located, find_relations(scene, located))
        found += areas
        for _, _, toponym in located:
            referred = toponym.relation is None and any(area.span.covers(toponym.span) for area in areas)
            found.append(_as_reference(toponym) if referred else toponym)
    if home:
        found += [*find_home(found, demonyms, lines, gazetteer), *police]
        found += find_capitals(reading, lines, found, gazetteer)
    return tuple(sorted(found, key=lambda one: (one.span.part == Part.TEXT, one.span.start, -one.span.end)))


def _read_lines(reading: Reading, gazetteer: Gazetteer) -> list[Line]:
    """The title and the sentences; those that copies share are cut once."""
    lines: list[Line] = []
    loud, apart = reading.text.isupper(), " - " in reading.text
    if reading.title:
        lines.append(_cut_line(reading.title, False, False, gazetteer).at(Part.TITLE, 0))
    for span in reading.sentences or (Span(0, len(reading.text)),):
        line = _cut_line(reading.text[span.start : span.end], loud, apart, gazetteer)
        lines.append(line.at(Part.TEXT, span.start))
    return lines


def _cut_line(text: str, loud: bool, apart: bool, gazetteer: Gazetteer) -> Line:
    known = gazetteer.lines.get((text, loud, apart))
    if known is None:
        if len(gazetteer.lines) >= KEPT:
            gazetteer.lines.clear()
        tokens = tokenize(text)
        tokens = _join_pairs(tokens, gazetteer) if apart else tokens
        tokens = _part_pairs(tokens, gazetteer) if "-" in text else tokens
        line = read_line(tokens, loud, text)
        words = f"{' '.join(line.norms)} "
        known = gazetteer.lines[text, loud, apart] = replace(
            line, peoples=_list_peoples(line, gazetteer), of_country=" pays" in words or " country" in words
        )
    return known


def _choose_again(lines: Sequence[Line], named: list[Named], first: list[Choice], evidence: Evidence) -> list[Choice]:
    """The choices of a second round, in which each name votes once and a region is told from its town."""
    chosen = {one.spot.key: choice.entry for one, choice in zip(named, first, strict=True) if choice.entry is not None}
    regions = find_regions(lines, [(one.line, one.spot) for one in named], first, load_lexicon())
    for at in regions:
        named[at] = replace(named[at], spot=replace(named[at].spot, cues=("admin1",)))
    again = len(chosen) > 1 or regions
    return _choose_all(named, sharpen_evidence(evidence, chosen), first) if again else first


def _join_pairs(tokens: tuple[Token, ...], gazetteer: Gazetteer) -> tuple[Token, ...]:
    """The tokens, with "Bobo - Dioulasso" joined: some pages set their hyphens apart."""
    joined = list(tokens)
    for at in reversed(range(1, len(tokens) - 1)):
        left, right = tokens[at - 1], tokens[at + 1]
        if tokens[at].text != "-" or not (left.is_capital and right.is_capital):
            continue
        whole = f"{left.text}-{right.text}"
        if any(entry.name.casefold() == whole.casefold() for entry in gazetteer.find_named(make_key(whole))):
            joined[at - 1 : at + 2] = [Token(whole, fold(whole), left.start, right.end)]
    return tuple(joined)


def _part_pairs(tokens: tuple[Token, ...], gazetteer: Gazetteer) -> tuple[Token, ...]:
    """The tokens, with "Dori-Gorgadji" parted: two places that we know, and no place of that name."""
    own = gazetteer.tables.entries
    pairs = [
        at for at, token in enumerate(tokens) if "-" in token.text and "-" in token.text[1:] and token.text[0].isupper()
    ]
    if not pairs:
        return tokens
    parted = list(tokens)
    for at in reversed(pairs):
        token = tokens[at]
        left, _, right = token.text.partition("-")
        both = make_key(left) in own and make_key(right) in own
        if both and right[:1].isupper() and not gazetteer.find_named(make_key(token.text)):
            cut = token.start + len(left)
            parted[at : at + 1] = [
                Token(left, fold(left), token.start, cut),
                Token("-", "-", cut, cut + 1),
                Token(right, fold(right), cut + 1, token.end),
            ]
    return tuple(parted)


def _find_all_spots(lines: Sequence[Line], gazetteer: Gazetteer) -> list[list[Spot]]:
    lexicon = load_lexicon()
    persons: set[str] = set()
    # In text of capitals alone towns are believed by the countries that it speaks of.
    loud = name_countries(lines, gazetteer) if any(line.shouting for line in lines) else Countries()
    spots = [recall_spots(line, gazetteer, lexicon, persons, loud) for line in lines]
    # A surname met later in the report was a surname before, too.
    return [[spot for spot in here if spot.placed or spot.key not in persons or _is_country(spot)] for here in spots]


def _is_country(spot: Spot) -> bool:
    return bool(spot.entries) and spot.entries[0].kind == "country"


def _count_demonyms(lines: Sequence[Line]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in lines:
        for country in line.peoples:
            counts[country] = counts.get(country, 0) + 1
    return counts


def _list_peoples(line: Line, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The countries that a line speaks of by their peoples, in order."""
    demonyms = gazetteer.tables.demonyms
    # Local government areas are Nigeria's alone: they say where a report plays as "Nigerian" does.
    named = (
        "NG" if norm in _DISTRICT and is_local_government(line, at) else demonyms.get(norm)
        for at, norm in enumerate(line.norms)
    )
    return tuple(country for country in named if country is not None)


def _find_home(reading: Reading, gazetteer: Gazetteer) -> str | None:
    """The country of the source, from the end of its address."""
    host = (reading.url or reading.source or "").split("//")[-1].split("/")[0]
    end = host.rpartition(".")[2].upper()
    return end if "." in host and end in gazetteer.tables.countries else None


def _link_spots(
    lines: Sequence[Line], spots: list[list[Spot]], gazetteer: Gazetteer, countries: tuple[str, ...]
) -> list[Named]:
    lexicon = load_lexicon()
    named: list[Named] = []
    for index, (line, here) in enumerate(zip(lines, spots, strict=True)):
        here = sorted([*here, *find_unknown(line, here, gazetteer, countries)], key=lambda spot: spot.first)
        if not here:
            continue
        here = [dress_area(line, spot) for spot in spread_kinds(line, here, lexicon)]
        before = len(named)
        links = find_containers(line, here, lexicon)
        for at, spot in enumerate(here):
            outer = tuple(entry for other in links.outer.get(at, ()) for entry in here[other].entries[:20])
            inner = tuple(entry for other in links.inner.get(at, ()) for entry in here[other].entries[:20])
            bounds = tuple(here[other].entries[:20] for other in links.bounds.get(at, ()))
            holders = tuple(before + other for other in links.outer.get(at, ()) if other > at)
            named.append(Named(index, spot, outer, inner, bounds, holders))
    return _hold_districts(named)


def _hold_districts(named: list[Named]) -> list[Named]:
    """A district that nobody knows, and what is said to lie in it, lie in the one state that the report names."""
    strange = {at for at, one in enumerate(named) if one.spot.cues == ("admin2",) and not one.spot.entries}
    states = {one.spot.key: at for at, one in enumerate(named) if strange and is_area(one.spot) and _is_state(one.spot)}
    if len(states) != 1:
        return named
    (state,) = states.values()
    entries = named[state].spot.entries[:20]
    held = {
        at for at, one in enumerate(named) if not strange.isdisjoint((at, *one.holders)) and state not in one.holders
    }
    return [
        replace(one, outer=(*one.outer, *entries), bounds=(*one.bounds, entries), holders=(*one.holders, state))
        if at in held
        else one
        for at, one in enumerate(named)
    ]


def _is_state(spot: Spot) -> bool:
    return any(entry.own and entry.kind == "admin1" for entry in spot.entries)


def _choose_all(named: Sequence[Named], evidence: Evidence, before: Sequence[Choice] = ()) -> list[Choice]:
    """One name means one place in a report, the best-argued one, unless the text holds it elsewhere.

    before: what a first round chose; a name with one place alone keeps it.
    """
    known: dict[tuple[str, tuple[str, ...], str], Choice] = {}
    choices = []
    for at, one in enumerate(named):
        if before and len(one.spot.entries) < 2:
            choices.append(before[at])
            continue
        if one.outer or one.inner:
            choices.append(choose_place(one.spot, evidence, Frame(one.outer, one.inner, one.bounds)))
            continue
        alone = (one.spot.key, one.spot.cues, one.spot.via)
        if alone not in known:
            known[alone] = choose_place(one.spot, evidence, Frame())
        choices.append(known[alone])
    best: dict[tuple[str, tuple[str, ...]], Choice] = {}
    for one, choice in zip(named, choices, strict=True):
        kind = (one.spot.key, one.spot.cues)
        if choice.entry is not None and (kind not in best or choice.score > best[kind].score):
            best[kind] = choice
    return [
        choice
        if one.bounds or (one.outer and choice.entry is not None)
        else best.get((one.spot.key, one.spot.cues), choice)
        for one, choice in zip(named, choices, strict=True)
    ]


def _is_police(line: Line, row: tuple[int, int, Toponym]) -> bool:
    """ "Springfield Police Department": a body, and yet it tells which town the report is about."""
    return row[2].relation == ASSOCIATIVE and row[1] < len(line.tokens) and line.tokens[row[1]].norm == "police"


def _make_toponym(line: Line, one: Named, choice: Choice, around: tuple[Gazetteer, Sequence[Choice]]) -> Toponym:
    gazetteer, choices = around
    tokens = line.tokens
    span = line.span_of(one.spot.first, one.spot.last - 1)
    written = " ".join(token.text for token in tokens[one.spot.first : one.spot.last])
    if choice.entry is None:
        held = _held_place(written, one, choices)
        if held.lat is None:
            if one.spot.cues == ("admin2",) and not one.spot.entries:
                held = replace(held, precision=PRECISION["admin2"])
                return Toponym(span=span, place=held, feature="admin2", reasons=choice.reasons)
            return Toponym(span=span, place=held, feature=None, reasons=choice.reasons)
        return Toponym(span=span, place=held, feature="town", reasons=(*choice.reasons, "somewhere in the area named"))
    entry = choice.entry
    first, second = gazetteer.boundaries.find_areas(entry.lat, entry.lon)
    if entry.kind in ("country", "region", "water"):
        first = second = None
    radius, precision = entry.radius, PRECISION.get(entry.kind, 5)
    if entry.kind in ("town", "site") and radius > EXACT_KM:
        precision = 2 if radius <= 30 else {"town": 3, "site": 5}[entry.kind]
    areas, feature = {"admin2": (3, 40.0), "admin1": (4, 100.0)}, entry.kind
    if entry.kind == "town" and one.spot.cues and "town" not in one.spot.cues:
        # "province of X" of which only the town is known: the area around it.
        precision, radius = areas.get(one.spot.cues[0], (precision, radius))
        feature = one.spot.cues[0] if one.spot.cues[0] in areas else feature
    place = PlaceValue(
        name=written if entry.alias and feature != entry.kind else entry.name,
        country=entry.country, lat=entry.lat, lon=entry.lon, precision=precision,
        radius_km=radius, gazetteer=entry.id,
        admin1=entry.admin1 or first or gazetteer.tables.admin1_of.get((entry.country or "", entry.code or "")),
        admin2=(entry.admin2 or second) if entry.kind != "admin1" else None,
    )  # fmt: skip
    relation = ASSOCIATIVE if one.spot.associative else None
    return Toponym(span=span, place=place, feature=feature, relation=relation, reasons=choice.reasons)


def _find_adjectives(line: Line, gazetteer: Gazetteer) -> list[Toponym]:
    """ "the Malian army", "des soldats nigériens": the country, as what it gives its name to."""
    found = []
    demonyms, before = gazetteer.tables.demonyms, None
    for at, token in enumerate(line.tokens):
        first, pair = at, f"{before.norm} {token.norm}" if before is not None else ""
        if before is not None and pair in demonyms:
            first = at - 1
        before = token
        country = gazetteer.tables.countries.get(demonyms.get(pair) or demonyms.get(token.norm, ""))
        if country is None:
            continue
        entry = gazetteer.find_named(make_key(country.en))[0]
        place = PlaceValue(
            country.en, country.iso, country.lat, country.lon, PRECISION["country"], country.radius, entry.id
        )
        span = line.span_of(first, at)
        found.append(Toponym(span=span, place=place, feature="country", relation=ASSOCIATIVE, reasons=("a demonym",)))
    return found


def _held_place(written: str, one: Named, choices: Sequence[Choice]) -> PlaceValue:
    """A place that no gazetteer knows is somewhere in the smallest area that the text gives; else abstained."""
    if one.spot.via != "none" and not one.bounds:
        return PlaceValue(name=written)
    found = [choices[at].entry for at in one.holders]
    holders = [entry for entry in found if entry is not None and entry.kind in HOLDING]
    if not holders or not (one.bounds or any(entry.own for entry in holders)):
        return PlaceValue(name=written)
    outer = min(holders, key=lambda entry: HOLDING.index(entry.kind))
    precision, radius = {"town": (2, 25.0), "admin2": (3, 40.0)}.get(outer.kind, (4, 100.0))
    return PlaceValue(
        name=written, country=outer.country, lat=outer.lat, lon=outer.lon, precision=precision,
        radius_km=max(outer.radius, radius), admin1=outer.admin1, admin2=outer.admin2,
    )  # fmt: skip


def _as_reference(toponym: Toponym) -> Toponym:
    return Toponym(
        span=toponym.span, place=toponym.place, feature=toponym.feature, relation="reference", reasons=toponym.reasons
    )
