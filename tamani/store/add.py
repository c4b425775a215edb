"""Adds what came in: reports, their versions, and what a coder read in them. What is there already is left alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count

from msgspec import Struct

from tamani.errors import BadClaim, NotFound
from tamani.records import Claim, IncidentId, MentionId, Part, ReportId
from tamani.store.connect import Row, Session, pack_list, pack_numbers
from tamani.store.incidents import find_incidents, refresh_incidents
from tamani.store.moves import Move, add_moves
from tamani.store.parcel import Parcel
from tamani.store.rows import write_claim

# In this order: a row that names another comes after it.
TABLES = ("report", "marking", "reading", "words", "run", "mention", "claim", "spot", "moment", "first_head")


class Added(Struct, frozen=True, kw_only=True):
    """What an addition changed. Everything is sorted; all empty: it was there already."""

    reports: tuple[ReportId, ...] = ()  # never seen before
    versions: tuple[ReportId, ...] = ()  # seen before, now in another version
    recoded: tuple[ReportId, ...] = ()  # the same version, read by another coder
    incidents: tuple[IncidentId, ...] = ()  # incidents that lost a mention to a newer version: fuse them again


class _Batch:
    """The rows of one addition, gathered first so that each table is written in one go."""

    def __init__(self, session: Session, parcels: Sequence[Parcel]) -> None:
        self.session = session
        self.commit_n = session.commit_n
        self.at = max((one.collected for one in parcels if one.collected), default=None)
        self.rows: dict[str, list[Row]] = {name: [] for name in TABLES}
        highest = session.fetch_one("commits.numbers") or (0, 0, 0, 0)
        self.next_report, self.next_reading, self.next_run, self.next_mention = (count(n + 1) for n in highest)
        known = list(session.fetch("add.known_reports", {"ids": pack_list(sorted({one.report for one in parcels}))}))
        self.reports: dict[str, int] = {row[0]: row[1] for row in known}
        self.heads: dict[int, int | None] = {row[1]: row[2] for row in known}
        self.markings: set[Row] = set()
        self.readings: dict[tuple[int, str], int] = {}
        self.runs: set[tuple[int, str]] = set()
        if known:
            numbers = {"reports": pack_numbers(self.heads)}
            self.markings.update(session.fetch("add.known_markings", numbers))
            self.readings.update({(row[0], row[1]): row[2] for row in session.fetch("add.known_readings", numbers)})
            self.runs.update((row[0], row[1]) for row in session.fetch("add.known_runs", numbers))
        self.new: set[ReportId] = set()
        self.versions: set[ReportId] = set()
        self.recoded: set[ReportId] = set()
        # Which version and run count of a new report; None: there are several, so the database must say.
        self.first: dict[int, Row | None] = {}

    def gather(self, one: Parcel) -> None:
        report = self.reports.get(one.report)
        if report is None:
            report = self.reports[one.report] = next(self.next_report)
            self.new.add(one.report)
            self.rows["report"].append((report, one.report, *one.origin, self.commit_n))
        marking = (report, *one.marking)
        if marking not in self.markings:
            self.markings.add(marking)
            self.rows["marking"].append((*marking, self.commit_n))
        reading = self.readings.get((report, one.version))
        fresh = reading is None
        if reading is None:
            reading = self.readings[report, one.version] = next(self.next_reading)
            if one.report not in self.new:
                self.versions.add(one.report)
            self.rows["reading"].append((reading, report, *one.reading, self.commit_n))
            self.rows["words"].append((reading, *one.words))
        run = None
        if one.run is not None and (reading, one.coder) not in self.runs:
            if one.report not in self.new | self.versions:
                self.recoded.add(one.report)
            self.runs.add((reading, one.coder))
            run = self._gather_run(report, reading, one)
        if fresh or run is not None:
            several = report in self.first or one.report not in self.new
            self.first[report] = None if several else (report, reading, run)

    def _gather_run(self, report: int, reading: int, one: Parcel) -> int:
        assert one.run is not None
        run: int = next(self.next_run)
        self.rows["run"].append((run, report, reading, *one.run, self.commit_n))
        mentions, claims, position = self.rows["mention"], self.rows["claim"], count()
        for found in one.mentions:
            n = next(self.next_mention)
            mentions.append((n, run, *found.mention))
            claims += [(run, next(position), n, *claim) for claim in found.claims]
            self.rows["spot"] += [(n, *spot) for spot in found.spots]
            self.rows["moment"].append((n, *found.moment))
        claims += [(run, next(position), None, *claim) for claim in one.statements]
        return run

    def save(self) -> Added:
        self.rows["first_head"] += [head for head in self.first.values() if head is not None]
        for name in TABLES:
            if self.rows[name]:
                self.session.insert(f"add.{name}", self.rows[name])
        self.session.run_many("add.head", [{"report": n} for n, head in sorted(self.first.items()) if head is None])
        changed = self.versions | self.recoded
        return Added(
            reports=tuple(sorted(self.new)),
            versions=tuple(sorted(self.versions)),
            recoded=tuple(sorted(self.recoded)),
            incidents=self._drop_members(sorted(self.reports[report] for report in changed)),
        )

    def _drop_members(self, touched: list[int]) -> tuple[IncidentId, ...]:
        """Take mentions that no longer count out of their incidents; which incidents that were."""
        heads: dict[int, int | None] = dict(self.session.fetch("add.heads", {"reports": pack_numbers(touched)}))
        replaced = [(old, heads[n]) for n in touched if (old := self.heads.get(n)) is not None and old != heads[n]]
        if not replaced:
            return ()
        runs = {"runs": pack_numbers(old for old, _ in replaced)}
        kept = runs | {"kept": pack_numbers(new for _, new in replaced if new)}
        left = [(row[0], row[1]) for row in self.session.fetch("add.replaced_members", kept)]
        incidents = tuple(sorted({row[0] for row in self.session.fetch("add.replaced_incidents", runs)}))
        self.session.run("add.drop_members", kept)
        add_moves(self.session, [Move(mention, old, None, self.at, "version") for mention, old in left])
        refresh_incidents(self.session, incidents)
        return incidents


def add_parcels(session: Session, parcels: Sequence[Parcel]) -> Added:
    """Keep reports with what was read in them; what is there already adds nothing."""
    batch = _Batch(session, parcels)
    for one in parcels:
        batch.gather(one)
    return batch.save()


def add_claims(session: Session, claims: Iterable[Claim]) -> int:
    """Append claims that people make about mentions that are here; how many were new."""
    added = 0
    touched: set[MentionId] = set()
    for claim in claims:
        asked = {"report": claim.report, "version": claim.version, "mention": claim.mention}
        place = session.fetch_one("add.correction_place", asked)
        if place is None or (claim.mention is not None and place[3] is None):
            raise NotFound(f"claim {claim.id}", "its report or mention is not in this store", "add the report first")
        reading, text, title, mention = place
        said = ((title or "") if claim.span.part is Part.TITLE else text)[claim.span.start : claim.span.end]
        if said != claim.quote or not said:
            raise BadClaim(f"claim {claim.id}", "its quote is not in the text", "make it with fields.make_claim")
        if session.fetch_one("add.correction_known", {"reading": reading, "id": claim.id}) is not None:
            continue
        run, last = _find_correction_run(session, claim, reading)
        session.insert("add.claim", [(run, last + 1, mention, *write_claim(claim))])
        added += 1
        touched.update([] if claim.mention is None else [claim.mention])
    refresh_incidents(session, find_incidents(session, touched).values())
    return added


def _find_correction_run(session: Session, claim: Claim, reading: int) -> tuple[int, int]:
    coder = f"{claim.coder} @{session.commit_n}"  # its own run in each write, for the cursor
    found = session.fetch_one("add.correction_run", {"reading": reading, "coder": coder})
    if found is not None:
        return found[0], found[1]
    highest = session.fetch_one("commits.numbers") or (0, 0, 0, 0)
    n, report = highest[2] + 1, session.fetch_one("add.report_of", {"reading": reading}) or (0,)
    session.insert("add.run", [(n, report[0], reading, coder, None, 0, None, "[]", session.commit_n)])
    return n, -1
