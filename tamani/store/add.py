"""Adds what came in: reports, their versions, and what a coder read in them. What is there already is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tamani.errors import BadClaim, NotFound, StoreProblem
from tamani.known import Stamp, prove_known
from tamani.records import (
    Claim,
    Extraction,
    IncidentId,
    Mention,
    MentionId,
    Part,
    RawHash,
    Reading,
    Report,
    ReportId,
    Toponym,
)
from tamani.store.connect import Indexed, Session, pack_list, pack_numbers
from tamani.store.incidents import find_incidents, refresh_incidents
from tamani.store.moves import Move, add_moves
from tamani.store.near import bound_days, file_spot, find_spots
from tamani.store.rows import write_claim, write_json, write_marking, write_reading, write_time

CODER = "rules/1"


class Arrival(Struct, frozen=True, kw_only=True):
    """One report as it is handed to the store; extraction None: kept, and read later or never."""

    report: Report
    reading: Reading
    extraction: Extraction | None = None
    toponyms: tuple[Toponym, ...] = ()
    raw: bytes | None = None
    coder: str = CODER


class Added(Struct, frozen=True, kw_only=True):
    """What an addition changed. Everything is sorted; all empty: it was there already."""

    reports: tuple[ReportId, ...] = ()  # never seen before
    versions: tuple[ReportId, ...] = ()  # seen before, now in another version
    recoded: tuple[ReportId, ...] = ()  # the same version, read by another coder
    incidents: tuple[IncidentId, ...] = ()  # incidents that lost a mention to a newer version: fuse them again


class _Batch:
    """The rows of one addition, gathered first so that each table is written in one go."""

    def __init__(self, session: Session, arrivals: Sequence[Arrival]) -> None:
        self.session = session
        self.at = max((one.reading.collected for one in arrivals if one.reading.collected), default=None)
        self.rows: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("report", "marking", "reading", "words", "run", "mention", "claim", "spot", "moment")
        }
        highest = session.fetch_one("commits.numbers") or (0, 0, 0, 0)
        self.next_report, self.next_reading, self.next_run, self.next_mention = (count(n + 1) for n in highest)
        ids = sorted({one.report.id for one in arrivals})
        known = list(session.fetch("add.known_reports", {"ids": pack_list(ids)}))
        self.reports: dict[str, int] = {row[0]: row[1] for row in known}
        self.heads: dict[int, int | None] = {row[1]: row[2] for row in known}
        numbers = {"reports": pack_numbers(self.heads)}
        texts = list(session.fetch("add.known_readings", numbers))
        self.readings: dict[tuple[int, str], int] = {(row[0], row[1]): row[2] for row in texts}
        self.runs: set[tuple[int, str]] = {(row[0], row[1]) for row in session.fetch("add.known_runs", numbers)}
        self.new: set[ReportId] = set()
        self.versions: set[ReportId] = set()
        self.recoded: set[ReportId] = set()

    def gather(self, one: Arrival) -> None:
        report = self.reports.get(one.report.id)
        if report is None:
            report = self.reports[one.report.id] = next(self.next_report)
            self.new.add(one.report.id)
            row = {"n": report, "id": one.report.id, "source": one.report.source, "url": one.report.url}
            self.rows["report"].append(row)
        self.rows["marking"].append({"report": report, **write_marking(one.report.marking)})
        reading = self.readings.get((report, one.reading.version))
        if reading is None:
            reading = self.readings[report, one.reading.version] = next(self.next_reading)
            if one.report.id not in self.new:
                self.versions.add(one.report.id)
            row = write_reading(one.reading)
            self.rows["reading"].append({"n": reading, "report": report, **row})
            title = None if row["title"] is None else Indexed(row["title"])
            self.rows["words"].append({"n": reading, "title": title, "text": Indexed(row["text"])})
        if one.extraction is not None and (reading, one.coder) not in self.runs:
            if one.report.id not in self.new | self.versions:
                self.recoded.add(one.report.id)
            self.runs.add((reading, one.coder))
            self._gather_run(report, reading, one, one.extraction)

    def _gather_run(self, report: int, reading: int, one: Arrival, extraction: Extraction) -> None:
        run = next(self.next_run)
        self.rows["run"].append(
            {
                "n": run,
                "report": report,
                "reading": reading,
                "coder": one.coder,
                "rank": rank_coder(one.coder),
                "relevant": extraction.relevant,
                "language": extraction.language,
                "toponyms": write_json(one.toponyms),
            }
        )
        position = count()
        for mention in extraction.mentions:
            n = next(self.next_mention)
            self.rows["mention"].append({"n": n, "run": run, **_write_mention(mention)})
            self._gather_claims(run, n, position, mention.claims)
            spots, moment = file_mention(n, mention, one.reading)
            self.rows["spot"] += spots
            self.rows["moment"].append(moment)
        self._gather_claims(run, None, position, extraction.statements)

    def _gather_claims(self, run: int, mention: int | None, position: Iterable[int], claims: Iterable[Claim]) -> None:
        # claims first: zip must not take a position that no claim uses.
        for claim, place in zip(claims, position, strict=False):
            self.rows["claim"].append({"run": run, "position": place, "mention": mention, **write_claim(claim)})

    def save(self) -> Added:
        commit = {"commit_n": self.session.commit_n}
        for name, rows in self.rows.items():
            if rows:
                stamped = name in ("report", "marking", "reading", "run")
                self.session.run_many(f"add.{name}", [row | commit for row in rows] if stamped else rows)
        changed = self.new | self.versions | self.recoded
        touched = sorted(self.reports[report] for report in changed)
        self.session.run_many("add.head", [{"report": n} for n in touched])
        return Added(
            reports=tuple(sorted(self.new)),
            versions=tuple(sorted(self.versions)),
            recoded=tuple(sorted(self.recoded)),
            incidents=self._drop_members(touched),
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


def add_readings(session: Session, arrivals: Sequence[Arrival]) -> Added:
    """Keep reports with what was read in them; what is there already adds nothing."""
    batch = _Batch(session, arrivals)
    for one in arrivals:
        batch.gather(one)
    return batch.save()


def with_raw(one: Arrival, digest: RawHash) -> Arrival:
    """The arrival with the hash of its bytes in its reading."""
    if one.reading.raw not in (None, digest):
        problem = f"its reading names other bytes ({one.reading.raw}) than come with it"
        raise StoreProblem(f"report {one.report.id}", problem, "hand over what belongs together")
    return replace(one, reading=replace(one.reading, raw=digest))


def check_arrival(one: Arrival) -> None:
    """Refuse what would break a law: a claim that does not quote its reading, an extraction of another reading."""
    name, reading = f"report {one.report.id}", one.reading
    if reading.report != one.report.id:
        raise StoreProblem(name, f"comes with a reading of report {reading.report}", "hand over what belongs together")
    if one.extraction is None:
        return
    extraction = one.extraction
    if (extraction.report, extraction.version) != (reading.report, reading.version):
        raise StoreProblem(name, "comes with what was read in another version", "hand over what belongs together")
    for mention in extraction.mentions:
        for claim in mention.claims:
            _check_claim(claim, reading, mention)
    for claim in extraction.statements:
        _check_claim(claim, reading, None)


def _check_claim(claim: Claim, reading: Reading, mention: Mention | None) -> None:
    if claim.mention != (mention.id if mention else None) or (claim.report, claim.version) != (
        reading.report,
        reading.version,
    ):
        raise BadClaim(f"claim {claim.id}", "is of another mention or reading", "make it with fields.make_claim")
    if not claim.quote or reading.quote(claim.span) != claim.quote:
        raise BadClaim(f"claim {claim.id}", "its quote is not in the text", "make it with fields.make_claim")


def file_mention(n: int, mention: Mention, reading: Reading) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows under which a mention is found by place and day, and by what was known when."""
    # The day of collecting says nothing: an archive is loaded years later.
    spots = find_spots(mention, reading.published)
    proven = prove_known(Stamp(reading.published, reading.modified, reading.collected))
    first_day, last_day = bound_days(spots)
    moment = {"mention": n, "first_day": first_day, "last_day": last_day, "known": write_time(proven)}
    rows = []
    for place, spot in enumerate(spots):
        cell, reach = file_spot(spot)
        row = {"cell": cell, "reach": reach, "mention": n, "position": place, "day": spot.day}
        rows.append(row | {"last_day": spot.last_day, "lat": spot.lat, "lon": spot.lon, "radius": spot.radius})
    return rows, moment


def _write_mention(mention: Mention) -> dict[str, Any]:
    return {
        "id": mention.id,
        "name": mention.name,
        "kind": mention.kind,
        "mode": mention.mode.value,
        "span_start": mention.anchor.start,
        "span_end": mention.anchor.end,
        "part": mention.anchor.part.value,
    }


def rank_coder(coder: str) -> int:
    """Which of two coders counts: the one with the higher number.

    >>> rank_coder("rules/10") > rank_coder("rules/9")
    True
    """
    found = re.search(r"/(\d{1,9})$", coder)
    return int(found.group(1)) if found else 0


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
        session.run("add.claim", {"run": run, "position": last + 1, "mention": mention, **write_claim(claim)})
        added += 1
        touched.update([] if claim.mention is None else [claim.mention])
    refresh_incidents(session, find_incidents(session, touched).values())
    return added


def _find_correction_run(session: Session, claim: Claim, reading: int) -> tuple[int, int]:
    asked = {
        "reading": reading,
        "coder": f"{claim.coder} @{session.commit_n}",
    }  # its own run in each write, for the cursor
    found = session.fetch_one("add.correction_run", asked)
    if found is not None:
        return found[0], found[1]
    highest = session.fetch_one("commits.numbers") or (0, 0, 0, 0)
    n, report = highest[2] + 1, session.fetch_one("add.report_of", {"reading": reading}) or (0,)
    row = {"n": n, "report": report[0], "rank": None, "relevant": False, "language": None, "toponyms": "[]"}
    session.run("add.run", asked | row | {"commit_n": session.commit_n})
    return n, -1
