"""Incidents as one reader may see them: first trust drops claims, then origins are traced and fields settled.

Every face reads through here: `tamani show ID`, the page and the exports give the same record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from math import floor

from msgspec import Struct
from msgspec.structs import replace

from tamani.assess import History, assess_incident, is_little_known
from tamani.errors import NotFound
from tamani.fields import Vocabulary, load_vocabulary
from tamani.flow.effects import NOTHING, Effects, gather_effects, is_struck, strike_claims
from tamani.flow.family import relate_dossiers
from tamani.flow.fits import Query, fits_query, list_units
from tamani.flow.follow import Parted, find_trail
from tamani.flow.memory import keep_records, recall_then, recall_view
from tamani.flow.past import Then
from tamani.fuse import trace_origins
from tamani.records import (
    Cited,
    Claim,
    Dossier,
    Incident,
    IncidentId,
    Marking,
    Member,
    Mention,
    PlaceValue,
    Reader,
    Reading,
    ReportId,
    Tlp,
)
from tamani.settle import Sources, build_incident
from tamani.store import IncidentFilter, Store
from tamani.trust import may_see, visible_claims

OWNER = Reader()
CHUNK, FEW = 50, 8  # incidents built at a time: at most, and where only one or two more are wanted
WINDOW = 512  # incidents compared with each other for "again near": bounds the memory of a long list


class _Stock(Struct, frozen=True):
    """What the store holds on a few incidents."""

    members: Mapping[IncidentId, tuple[Member, ...]]
    mentions: Mapping[str, Mention]
    readings: Mapping[ReportId, Reading]
    markings: Mapping[ReportId, Marking]
    statements: Mapping[ReportId, tuple[Claim, ...]]
    effects: Mapping[IncidentId, Effects] = {}  # what people decided on them


def show_incident(store: Store, incident: str, reader: Reader, *, as_of: datetime | None = None) -> Dossier:
    """One incident as a reader may see it, as it was known at a time; the start of its id is enough.

    An id that was shown once leads to where its reports are now; of several that he may see, the reader chooses. As of
    a time it is found by its id of today or of then. Where today's record was several then, the others are named.
    """
    if as_of is None:
        trail = find_trail(store, incident)
        built = {one.incident.id: one for one in build_dossiers(store, trail.now, reader)}
        if trail.asked in built:
            return replace(built.pop(trail.asked), also=tuple(built))
        if len(built) == 1:
            return next(iter(built.values()))
        if built:
            raise Parted(incident, tuple(built))
    else:
        then = recall_then(store, as_of)
        for dossier in build_dossiers(store, then.find(store, incident), reader, as_of=as_of):
            today = then.name_today(store, dossier.mentions)
            parts = build_dossiers(store, then.find_parts(store, today), reader, as_of=as_of)
            apart = tuple(one.incident.id for one in parts if one.incident.id != dossier.incident.id)
            return replace(dossier, apart=apart, today=today)
    # The same answer whether it is hidden or was not known then: the difference would be a leak.
    raise NotFound(f"incident {incident!r}", "there is none for this reader at that time", "check the id and the date")


def list_incidents(store: Store, reader: Reader, query: Query, *, now: datetime) -> Iterator[Dossier]:
    """Incidents that fit a query, newest first, each with why it is worth a look.

    Those that reports only recall are left out unless asked for.
    """
    found = _walk_incidents(store, reader, query, query.limit)
    if query.limit is not None:
        found = islice(found, query.limit)
    while window := tuple(islice(found, WINDOW)):
        # What is new is judged by the day that is looked back to.
        yield from assess_dossiers(window, now=query.as_of or now)


class Taken(Struct, frozen=True):
    """The newest of a list: what can be acted on, what is little known, and whether there are more."""

    known: tuple[Dossier, ...]
    little: tuple[Dossier, ...]
    more: bool


def take_incidents(store: Store, reader: Reader, query: Query, limit: int, *, now: datetime) -> Taken:
    """The newest incidents that fit, so many that can be acted on; what is little known does not crowd them out.

    Only what is taken is built, and compared with each other.
    """
    known: list[Dossier] = []
    little: list[Dossier] = []
    more = False
    for dossier in _walk_incidents(store, reader, replace(query, limit=None), limit + 1):
        kept = little if is_little_known(dossier.incident) else known
        if more := len(kept) >= limit:
            break
        kept.append(dossier)
    seen = {one.incident.id: one for one in assess_dossiers([*known, *little], now=query.as_of or now)}
    both = [tuple(seen[one.incident.id] for one in kept) for kept in (known, little)]
    return Taken(both[0], both[1], more)


class Offered(Struct, frozen=True):
    """What a list can be narrowed by; empty: there is nothing to list."""

    kinds: tuple[str, ...]
    countries: tuple[str, ...]
    actors: tuple[str, ...]
    empty: bool


def offer_filters(store: Store) -> Offered:
    """The kinds, countries and actors that any report gives: for the owner alone, others may not see those reports."""
    empty = not store.list_incidents(IncidentFilter(limit=1))
    return Offered(store.facets("kind"), store.facets("country"), store.facets("actor"), empty)


def _walk_incidents(store: Store, reader: Reader, query: Query, enough: int | None) -> Iterator[Dossier]:
    """All that fit; enough: so many are likely to be taken, so no more are built at once."""
    wanted = IncidentFilter(
        first=query.since, last=query.until, kind=query.kind, words=query.text, background=query.background,
        withdrawn=query.withdrawn, country=query.country.upper() if query.country else None,
        actors=list_units(query.actor) if query.actor else (), severity=query.severity, open=query.disputed,
        known_after=query.new_since,
        limit=min(CHUNK, enough or CHUNK),
    )  # fmt: skip
    rows = _walk_now(store, wanted) if query.as_of is None else recall_then(store, query.as_of).walk(wanted)
    given = 0
    while chunk := tuple(islice(rows, CHUNK if enough is None else min(CHUNK, max(FEW, enough - given)))):
        dossiers = tuple(build_dossiers(store, chunk, reader, as_of=query.as_of))
        words = _search(store, query, dossiers) if query.text else None
        for dossier in dossiers:
            if fits_query(dossier, query, words):
                given += 1
                yield dossier


def _walk_now(store: Store, wanted: IncidentFilter) -> Iterator[IncidentId]:
    while rows := store.list_incidents(wanted):
        yield from (row.id for row in rows)
        wanted = replace(wanted, after=rows[-1])


def _search(store: Store, query: Query, dossiers: Sequence[Dossier]) -> set[ReportId]:
    """Which reports of some records hold the words."""
    text, reports = query.text or "", {member.report for one in dossiers for member in one.incident.members}
    if query.as_of is None:
        return set(store.search_among(text, sorted(reports)))
    return reports.intersection(recall_then(store, query.as_of).past.search(text))


def build_dossiers(
    store: Store, incidents: Sequence[IncidentId], reader: Reader, *, as_of: datetime | None = None
) -> Iterator[Dossier]:
    """These incidents in order, built anew from mentions and claims; one of which nothing may be seen is left out."""
    remembered = recall_view(store, reader, as_of)
    for start in range(0, len(incidents), CHUNK):
        chunk = incidents[start : start + CHUNK]
        built = {incident: remembered[incident] for incident in chunk if incident in remembered}
        then = None if as_of is None else recall_then(store, as_of)
        built |= build_anew(store, [one for one in chunk if one not in built], reader, then)
        keep_records(remembered, built)
        yield from (dossier for incident in chunk if (dossier := built[incident]) is not None)


def build_anew(
    store: Store, incidents: Sequence[IncidentId], reader: Reader, then: Then | None
) -> dict[IncidentId, Dossier | None]:
    """These incidents from a store as it is or was then, nothing remembered; None: nothing of it may be seen."""
    vocabulary, stock = load_vocabulary(), _fetch_stock(then or store, incidents)
    visible = {
        incident: [
            mention
            for member in stock.members[incident]
            if (mention := stock.mentions.get(member.mention)) is not None
            and may_see(reader, stock.markings.get(mention.report, Marking()))
        ]
        for incident in incidents
    }
    stock = replace(stock, effects=gather_effects(store, visible, reader, then.at if then else None))
    built = {
        incident: _build_dossier(incident, mentions, stock, reader, vocabulary) if mentions else None
        for incident, mentions in visible.items()
    }
    return relate_dossiers(then or store, built, reader)


def _fetch_stock(store: Store | Then, incidents: Iterable[IncidentId]) -> _Stock:
    members = store.members_of(tuple(incidents))
    reports = sorted({member.report for group in members.values() for member in group})
    # All of a report at once: its other events come along, and that costs less than asking twice.
    said = store.extractions(reports)
    return _Stock(
        members=members,
        mentions={mention.id: mention for one in said for mention in one.mentions},
        readings={reading.report: reading for reading in store.readings(reports)},
        markings=store.markings(reports),
        statements={one.report: one.statements for one in said},
    )


def known_from(reading: Reading) -> datetime | None:
    """Since when a report's words are known: its publication, else when it was collected."""
    return reading.published or reading.modified or reading.collected


def _day_known(reading: Reading) -> datetime | None:
    """As known_from; of a report without a date the day it was collected, so that the minute decides no order."""
    known = known_from(reading)
    if known is None or reading.published or reading.modified:
        return known
    return known.replace(hour=0, minute=0, second=0, microsecond=0)


def _build_dossier(
    incident: IncidentId, mentions: Sequence[Mention], stock: _Stock, reader: Reader, vocabulary: Vocabulary
) -> Dossier:
    effects = stock.effects.get(incident, NOTHING)
    # What was withdrawn is left out; a record of which all was is shown whole, to whoever asks for it by its id.
    kept = [mention for mention in mentions if mention.id not in effects.out]
    ordered = sorted(kept or mentions, key=lambda one: (_time_of(stock.readings[one.report]), one.report, one.name))
    seen = [
        strike_claims(replace(mention, claims=visible_claims(mention.claims, stock.markings, reader)), effects)
        for mention in ordered
    ]
    reports = tuple(dict.fromkeys(mention.report for mention in seen))
    claims = [claim for mention in seen for claim in mention.claims]
    graph = trace_origins(claims, [stock.readings[report] for report in reports], vocabulary)
    known = {report: _day_known(stock.readings[report]) for report in reports}
    # What a report states goes with its main news, not with an attack of last year that it recalls.
    main = {mention.report for mention in seen if mention.name == "m1"}
    statements = [claim for report in reports if report in main for claim in stock.statements.get(report, ())]
    statements = [claim for claim in statements if not is_struck(claim, effects.struck)]
    undated = frozenset(report for report in reports if stock.readings[report].published is None)
    sources = Sources(graph.origins, graph.origin_of, known, undated, graph.copied_from, effects.corrected)
    built = build_incident(incident, seen, visible_claims(statements, stock.markings, reader), sources, vocabulary)
    markings = [stock.markings.get(report, Marking()) for report in reports]
    markings += [effects.markings[one.claim.report] for one in effects.corrected]
    return Dossier(
        incident=built,
        mentions=tuple(seen),
        cited=tuple(_cite(stock.readings[report], stock.markings.get(report, Marking())) for report in reports),
        marking=_narrowest(markings),
        corrections=tuple(one.claim for one in effects.corrected),
        objections=effects.objections,
        removals=effects.removals,
        withdrawn=not kept,
    )


def _time_of(reading: Reading) -> str:
    known = known_from(reading)
    return known.isoformat() if known else "9"


def _cite(reading: Reading, marking: Marking) -> Cited:
    return Cited(
        report=reading.report,
        version=reading.version,
        title=reading.title,
        source=reading.called if reading.report.startswith("text:") else reading.source,
        agency=reading.agency,
        url=reading.url,
        published=reading.published,
        language=reading.language,
        marking=marking,
        forgotten=reading.forgotten.at if reading.forgotten else None,
    )


def _narrowest(markings: Sequence[Marking]) -> Marking:
    """A record may be seen by those who may see all of what it stands on."""
    order = {tlp: rank for rank, tlp in enumerate(Tlp)}
    audience = set(markings[0].audience).intersection(*(one.audience for one in markings))
    return Marking(max((one.tlp for one in markings), key=order.__getitem__), tuple(sorted(audience)))


def assess_dossiers(dossiers: Sequence[Dossier], *, now: datetime) -> Iterator[Dossier]:
    """Each with why it is worth a look, beside the others of the list that lie near it.

    Only what the same reader sees is compared: "again near Djibo" must not tell of a hidden attack there.
    """
    vocabulary = load_vocabulary()
    cells: dict[tuple[int, int], list[Incident]] = defaultdict(list)
    for dossier in dossiers:
        if cell := _find_cell(dossier.incident):
            cells[cell].append(dossier.incident)
    for dossier in dossiers:
        row, column = _find_cell(dossier.incident) or (999, 999)
        around = [(row + north, column + east) for north in (-1, 0, 1) for east in (-1, 0, 1)]
        nearby = tuple(other for cell in around for other in cells.get(cell, ()) if other is not dossier.incident)
        history = History(vocabulary=vocabulary, nearby=nearby)
        yield replace(dossier, assessment=assess_incident(dossier.incident, history, now=now))


def _find_cell(incident: Incident) -> tuple[int, int] | None:
    places = (one.value for one in incident.settled("place"))
    place = next((one for one in places if isinstance(one, PlaceValue) and one.lat is not None), None)
    return None if place is None or place.lat is None or place.lon is None else (floor(place.lat), floor(place.lon))


def read_passage(store: Store, report: str, reader: Reader, *, as_of: datetime | None = None) -> Reading:
    """A report's text, for a reader who may see it: what a claim's span points into."""
    ident = store.find_report_id(report)
    source = store if as_of is None else recall_then(store, as_of)
    for reading in source.readings([ident]):
        if may_see(reader, source.markings([ident]).get(ident, Marking())):
            return reading
    raise NotFound(f"report {report!r}", "there is none for this reader", "check the id")
