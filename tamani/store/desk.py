"""The store as its users see it: each method opens a session and hands it to the module of its subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType

from tamani.errors import NotFound
from tamani.records import (
    Act,
    ActId,
    ActKind,
    Claim,
    Extraction,
    Forgotten,
    IncidentId,
    Link,
    LinkId,
    Marking,
    Member,
    Mention,
    MentionId,
    RawHash,
    Reading,
    Reject,
    Report,
    ReportId,
    Toponym,
    Version,
    Withdrawal,
)  # fmt: skip
from tamani.store import acts, add, claims, facets, forget, incidents, links, moves, near, parcel, rejects, reports
from tamani.store.acts import Bearing
from tamani.store.audit import Auditor, check_database
from tamani.store.connect import open_database, pack_list
from tamani.store.ids import find_id
from tamani.store.incidents import RULE, Cause
from tamani.store.moves import Move
from tamani.store.past import Past
from tamani.store.reports import Counts
from tamani.store.since import News


class Store:
    """One store, open. Use it in a `with` block; any thread may use it."""

    def __init__(self, address: str, *, make: bool = True) -> None:
        self.address = address  # opens it again elsewhere; it may hold a password, so it is never shown
        self._database = open_database(address, make=make)
        self.name = self._database.name

    @property
    def path(self) -> Path:
        """The file of this store; one on a server has none, and says so."""
        return self._database.path

    @property
    def raw_folder(self) -> Path:
        """The folder of the bytes beside the file."""
        return self.path.with_name(self.path.name + ".raw")

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the store; what was acknowledged is on the disk already."""
        self._database.close()

    # --- adding: each call is kept whole or not at all ---

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is written inside is kept in one go or not at all, and is seen from inside at once."""
        with self._database.write():
            yield

    def add_readings(self, arrivals: Sequence[parcel.Arrival]) -> add.Added:
        """Keep reports with what was read in them; what is there already adds nothing."""
        return self.add_parcels([self.write_parcel(one) for one in parcel.keep_bytes(arrivals, self._database.raws)])

    def write_parcel(self, one: parcel.Arrival) -> parcel.Parcel:
        """A report checked and written as rows, which any process that has the store open may do."""
        return parcel.write_parcel(one, self._database.index_words)

    def add_parcels(self, parcels: Sequence[parcel.Parcel]) -> add.Added:
        """Keep what write_parcel made; its bytes are kept already."""
        with self._database.write() as session:
            return add.add_parcels(session, parcels)

    def add_claims(self, made: Iterable[Claim]) -> int:
        """Append claims that people make about mentions that are here; how many were new."""
        with self._database.write() as session:
            return add.add_claims(session, made)

    def keep_raw(self, data: bytes) -> RawHash:
        """Keep bytes as they came in. Many at once go faster through keep_raws."""
        return self.keep_raws([data])[0]

    def keep_raws(self, items: Sequence[bytes]) -> tuple[RawHash, ...]:
        """Keep bytes as they came in, and name their hashes."""
        return self._database.raws.keep(items)

    def mark_report(self, report: ReportId, marking: Marking, *, author: str, at: datetime) -> None:
        """Append a person's decision on who may see a report."""
        with self._database.write() as session:
            reports.mark_report(session, report, marking, author, at)

    def add_links(self, made: Iterable[Link]) -> int:
        """Append verdicts; how many were new."""
        with self._database.write() as session:
            return links.add_links(session, made)

    def withdraw_links(self, withdrawals: Iterable[Withdrawal]) -> int:
        """Take verdicts back; how many were not withdrawn before."""
        with self._database.write() as session:
            return links.withdraw_links(session, withdrawals)

    def set_membership(
        self, groups: Mapping[IncidentId, Sequence[MentionId]], cause: Cause = RULE
    ) -> tuple[IncidentId, ...]:
        """Put mentions into incidents, anew; which incidents changed or are gone."""
        with self._database.write() as session:
            return incidents.set_membership(session, groups, cause)

    def weigh_incidents(self, weights: Mapping[IncidentId, int]) -> None:
        """Note how grave incidents look, for choosing what to look at first."""
        with self._database.write() as session:
            moves.weigh_incidents(session, weights)

    def add_acts(self, made: Iterable[Act]) -> tuple[Act, ...]:
        """Append what people decided; those that were new."""
        with self._database.write() as session:
            return acts.add_acts(session, made)

    def set_bearings(
        self, bearings: Mapping[ActId, Sequence[Bearing]], outs: Mapping[ActId, Iterable[MentionId]]
    ) -> None:
        """What the words of acts stand for now, and which mentions are withdrawn by them."""
        with self._database.write() as session:
            acts.set_bearings(session, bearings)
            acts.set_outs(session, outs)

    def add_rejects(self, found: Iterable[Reject]) -> int:
        """Append items that were set aside; how many were new."""
        with self._database.write() as session:
            return rejects.add_rejects(session, found)

    def resolve_reject(self, name: str, *, at: datetime) -> int:
        """Note that an item could be read after all; how many open rejects of that name this closes."""
        with self._database.write() as session:
            return rejects.resolve_reject(session, name, at)

    def past(self, at: datetime) -> Past:
        """This store as of a time: it answers the same questions from what was known then."""
        return Past(self._database.read, at)

    def eraser(self) -> forget.Eraser:
        """What deletes texts and bytes of this store, the one exception; see forget.py."""
        return forget.Eraser(self._database)

    def forgotten(self, report: ReportId) -> Forgotten | None:
        """The act by which a report's text was deleted; None: it was not."""
        return forget.find_forgotten(self._database.read(), report)

    def known_versions(self, ids: Iterable[ReportId]) -> dict[ReportId, set[Version]]:
        """The versions that are here already of each of these reports that is."""
        return reports.find_versions(self._database.read(), ids)

    def reports(self, ids: Iterable[ReportId]) -> tuple[Report, ...]:
        """These reports with their markings, in order of arrival."""
        return reports.fetch_reports(self._database.read(), ids)

    def markings(self, ids: Iterable[ReportId]) -> dict[ReportId, Marking]:
        """The marking that counts for each of these reports."""
        return reports.fetch_markings(self._database.read(), pack_list(dict.fromkeys(ids)))

    def latest_reading(self, report: ReportId) -> Reading:
        """A report's text in its latest version."""
        for reading in reports.fetch_readings(self._database.read(), [report]):
            return reading
        raise NotFound(f"report {report}", "is not in this store", "check the id, or add the report")

    def readings(self, ids: Iterable[ReportId]) -> tuple[Reading, ...]:
        """The latest version of these reports, in order of arrival; unknown ones are left out."""
        return tuple(reports.fetch_readings(self._database.read(), ids))

    def versions(self, report: ReportId) -> tuple[Reading, ...]:
        """All versions of a report, the latest one last."""
        return reports.fetch_versions(self._database.read(), report)

    def all_readings(self) -> Iterator[Reading]:
        """The latest version of all reports, in order of arrival."""
        return reports.iterate_readings(self._database.read())

    def uncoded(self) -> tuple[ReportId, ...]:
        """Reports whose latest version nobody has read for events yet."""
        return reports.find_uncoded(self._database.read())

    def raw(self, digest: RawHash) -> bytes:
        """Bytes as they came in, checked against their hash."""
        return self._database.raws.fetch(digest)

    def search(self, text: str, *, limit: int = 100) -> tuple[ReportId, ...]:
        """Reports that hold all these words, the closest first."""
        return reports.search_reports(self._database.read(), text, limit)

    def search_among(self, text: str, ids: Iterable[ReportId]) -> tuple[ReportId, ...]:
        """Which of these reports hold all these words."""
        return reports.search_among(self._database.read(), text, ids)

    def sources(self) -> tuple[tuple[str | None, int], ...]:
        """Every source with its number of reports."""
        return reports.count_sources(self._database.read())

    def extraction(self, report: ReportId) -> Extraction | None:
        """What a report says now; None: not read for events."""
        return next((one.extraction for one in claims.fetch_coded(self._database.read(), [report])), None)

    def extractions(self, ids: Sequence[ReportId]) -> tuple[Extraction, ...]:
        """What these reports say now, in order of arrival."""
        return tuple(one.extraction for one in claims.fetch_coded(self._database.read(), ids))

    def all_extractions(self) -> Iterator[Extraction]:
        """What all reports say now, in order of arrival."""
        return (one.extraction for one in claims.iterate_coded(self._database.read()))

    def toponyms(self, report: ReportId) -> tuple[Toponym, ...]:
        """The place names seen in a report's latest version."""
        return next((one.toponyms for one in claims.fetch_coded(self._database.read(), [report])), ())

    def mentions(self, ids: Iterable[MentionId]) -> tuple[Mention, ...]:
        """These mentions with their claims, as asked for; those that no longer count are left out."""
        return claims.fetch_mentions(self._database.read(), ids)

    def all_mentions(self) -> Iterator[Mention]:
        """All mentions that count now, in order of arrival."""
        return (mention for extraction in self.all_extractions() for mention in extraction.mentions)

    def statements(self, ids: Sequence[ReportId]) -> tuple[Claim, ...]:
        """What these reports state beside events: reactions, commitments, drivers, impacts."""
        return tuple(claim for extraction in self.extractions(ids) for claim in extraction.statements)

    def claim_history(self, report: ReportId) -> tuple[Claim, ...]:
        """All that was ever read in a report, every version and coder."""
        return claims.fetch_history(self._database.read(), report)

    def mentions_near(self, ids: Sequence[MentionId], *, days: int, km: float) -> near.Near:
        """For each mention the others that may be within so many days and kilometres of it, vague ones too."""
        return near.find_near(self._database.read(), ids, days, km)

    def grid(self) -> near.Grid:
        """Where mentions may have been, to be searched by place and day; see near.py."""
        return near.Grid(self._database.read())

    def links(self, ids: Iterable[MentionId] | None = None) -> tuple[Link, ...]:
        """The verdicts that stand, of all mentions or of these on either side."""
        return links.fetch_links(self._database.read(), ids)

    def people_links(self, ids: Iterable[MentionId]) -> tuple[Link, ...]:
        """The verdicts of people that stand, of these mentions on either side."""
        return links.fetch_people_links(self._database.read(), ids)

    def link_history(self, ids: Iterable[MentionId] | None = None) -> Iterator[tuple[Link, Withdrawal | None]]:
        """Every verdict ever given, in order of time, with its withdrawal where there is one."""
        return links.fetch_link_history(self._database.read(), ids)

    def incident_of(self, mention: MentionId) -> IncidentId | None:
        """The incident that a mention is in."""
        return incidents.find_incidents(self._database.read(), [mention]).get(mention)

    def incidents_of(self, ids: Iterable[MentionId]) -> dict[MentionId, IncidentId]:
        """The incident of each of these mentions that is in one."""
        return incidents.find_incidents(self._database.read(), ids)

    def members(self, incident: IncidentId) -> tuple[Member, ...]:
        """The mentions of an incident with their reports; none: there is no such incident."""
        return self.members_of([incident])[incident]

    def members_of(self, ids: Sequence[IncidentId]) -> dict[IncidentId, tuple[Member, ...]]:
        """The mentions of several incidents with their reports."""
        return incidents.fetch_members(self._database.read(), ids)

    def facets(self, facet: str) -> tuple[str, ...]:
        """Which values of "kind" or "country" any incident has."""
        return facets.list_facets(self._database.read(), facet)

    def list_incidents(self, wanted: incidents.IncidentFilter | None = None) -> tuple[incidents.IncidentRow, ...]:
        """The incidents that fit a filter, the latest first."""
        return incidents.list_incidents(self._database.read(), wanted or incidents.IncidentFilter())

    # --- what people decided, and where old ids lead ---

    def acts(self, reports: Iterable[str] | None = None) -> tuple[Act, ...]:
        """All decisions of people, or those that speak of these reports, undone or not, in order of time."""
        return acts.fetch_acts(self._database.read(), reports)

    def acts_by_id(self, ids: Iterable[str]) -> tuple[Act, ...]:
        """These decisions, in order of time."""
        return acts.fetch_acts_by_id(self._database.read(), ids)

    def acts_of_kinds(self, *kinds: ActKind) -> tuple[Act, ...]:
        """All decisions of some kinds, in order of time."""
        return acts.fetch_acts_of_kinds(self._database.read(), kinds)

    def act_links(self, ids: Iterable[ActId]) -> tuple[Link, ...]:
        """The links of these decisions that stand."""
        return acts.fetch_act_links(self._database.read(), ids)

    def bearings(self, ids: Iterable[ActId]) -> dict[ActId, tuple[Bearing, ...]]:
        """Which mentions the words of these decisions stand for now."""
        return acts.fetch_bearings(self._database.read(), ids)

    def lost_acts(self) -> tuple[ActId, ...]:
        """Decisions of which some words stand for no mention any more."""
        return acts.find_lost(self._database.read())

    def is_link_known(self, link: str) -> bool:
        """Was there ever a link of this id?"""
        return links.is_link_known(self._database.read(), link)

    def moves(self, incident: str) -> tuple[Move, ...]:
        """All mentions that ever left an incident."""
        return moves.fetch_moves(self._database.read(), incident)

    def moves_of(self, mentions: Iterable[MentionId]) -> tuple[Move, ...]:
        """Every time one of these mentions left an incident."""
        return moves.fetch_moves_of(self._database.read(), mentions)

    def gone_mentions(self, ids: Iterable[MentionId]) -> tuple[Mention, ...]:
        """Mentions as they were last read, whether they still count or not; without their claims."""
        return moves.fetch_gone(self._database.read(), ids)

    def grave_incidents(self, *, least: int, size: int, skip: int = 0) -> tuple[IncidentId, ...]:
        """Incidents that look at least so grave, the gravest first."""
        return moves.list_grave(self._database.read(), least, size, skip)

    def questions(self, *, size: int, skip: int = 0) -> tuple[Link, ...]:
        """Links that are unsure, those of the gravest incidents first."""
        return moves.list_questions(self._database.read(), size, skip)

    def rejects(self, *, resolved: bool = False) -> tuple[Reject, ...]:
        """What is set aside now; with resolved=True also what was read later."""
        return rejects.fetch_rejects(self._database.read(), resolved=resolved)

    def cursor(self) -> int:
        """The number of the last write; ask for changes since then with it."""
        row = self._database.read().fetch_one("commits.last")
        return row[0] if row else 0

    def news(self) -> News:
        """How far this store has come, and which incidents may look otherwise since."""
        return News(self._database.read)

    def changed_reports(self, cursor: int) -> tuple[ReportId, ...]:
        """Reports that came, changed or were read again after a cursor."""
        return reports.find_changed(self._database.read(), cursor)

    def check(self) -> tuple[str, ...]:
        """What is wrong with this store, in plain words; nothing: it is sound. Takes a while on a large one."""
        return check_database(self._database)

    def auditor(self, *, repair: bool = False) -> Auditor:
        """This store, to be looked through row by row; see audit.py."""
        return Auditor(self._database, repair)

    def counts(self) -> Counts:
        """How much is in this store."""
        row = self._database.read().fetch_one("commits.counts")
        return Counts(*(row or (0,) * 8))

    def find_incident_id(self, start: str) -> IncidentId:
        """The one incident whose id starts so."""
        return IncidentId(find_id(self._database.read(), "incident", "incidents.prefix", start))

    def find_old_incident_id(self, start: str) -> IncidentId:
        """The one incident that mentions have left whose id starts so; it may be gone."""
        return IncidentId(find_id(self._database.read(), "incident", "moves.prefix", start))

    def find_act_id(self, start: str) -> ActId:
        """The one decision whose id starts so."""
        return ActId(find_id(self._database.read(), "decision", "acts.prefix", start))

    def find_report_id(self, start: str) -> ReportId:
        """The one report whose id starts so."""
        return ReportId(find_id(self._database.read(), "report", "reports.prefix", start))

    def find_mention_id(self, start: str) -> MentionId:
        """The one mention whose id starts so."""
        return MentionId(find_id(self._database.read(), "mention", "incidents.mention_prefix", start))

    def find_link_id(self, start: str) -> LinkId:
        """The one link whose id starts so."""
        return LinkId(find_id(self._database.read(), "link", "links.prefix", start))
