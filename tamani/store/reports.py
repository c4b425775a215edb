"""Fetches reports: their texts in each version, their markings, their sources, and which of them hold some words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from msgspec import Struct

from tamani.errors import NotFound
from tamani.records import Marking, Reading, Report, ReportId, Version
from tamani.store.connect import Row, Session, Texts, match_words, pack_list
from tamani.store.rows import read_marking, read_reading, read_report, write_marking, write_time

CHUNK = 200  # texts fetched at a time


class Counts(Struct, frozen=True):
    """How much is in a store."""

    reports: int
    readings: int
    relevant: int
    mentions: int
    claims: int
    links: int
    incidents: int
    rejects: int


def fetch_reports(session: Session, reports: Iterable[ReportId]) -> tuple[Report, ...]:
    """These reports with their markings, in order of arrival; unknown ones are left out."""
    asked = {"ids": pack_list(dict.fromkeys(reports))}
    markings = fetch_markings(session, asked["ids"])
    return tuple(read_report(row, markings[row[0]]) for row in session.fetch("reports.reports", asked))


def fetch_markings(session: Session, packed: Texts) -> dict[ReportId, Marking]:
    """The marking of each report: what a person decided last, else the narrowest it arrived with."""
    return gather_markings(session.fetch("reports.markings", {"ids": packed}))


def gather_markings(rows: Iterable[Row]) -> dict[ReportId, Marking]:
    """One marking a report of rows in order of report, those it arrived with first, then what people decided."""
    found: dict[ReportId, Marking] = {}
    for report, group in groupby(rows, key=lambda row: row[0]):
        arrived: list[Marking] = []
        for _, author, tlp, audience in group:
            marking = read_marking(tlp, audience)
            if author is None:
                arrived.append(marking)
                marking = narrow_marking(arrived)
            found[ReportId(report)] = marking
    return found


def mark_report(session: Session, report: ReportId, marking: Marking, author: str, at: datetime) -> None:
    """Append a person's decision on who may see a report."""
    tlp, audience = write_marking(marking)
    row = {"report": report, "tlp": tlp, "audience": audience, "author": author, "at": write_time(at)}
    if session.run("reports.mark", row | {"commit_n": session.commit_n}) == 0:
        raise NotFound(f"report {report}", "is not in this store", "check the id")


def narrow_marking(markings: list[Marking]) -> Marking:
    """Of several markings of one report the narrowest: nobody sees it whom one of them shuts out."""
    order = {tlp: rank for rank, tlp in enumerate(type(markings[0].tlp))}
    audience = set(markings[0].audience).intersection(*(one.audience for one in markings[1:]))
    kept = markings[0].audience if len(set(markings)) == 1 else tuple(sorted(audience))
    return Marking(max((one.tlp for one in markings), key=order.__getitem__), kept)


def find_versions(session: Session, reports: Iterable[ReportId]) -> dict[ReportId, set[Version]]:
    """The versions that are here already of each of these reports that is."""
    found: dict[ReportId, set[Version]] = {}
    for report, version in session.fetch("reports.known", {"ids": pack_list(dict.fromkeys(reports))}):
        found.setdefault(ReportId(report), set()).add(Version(version))
    return found


def fetch_readings(session: Session, reports: Iterable[ReportId]) -> Iterator[Reading]:
    """The latest version of these reports, in order of arrival; unknown ones are left out."""
    asked = {"ids": pack_list(dict.fromkeys(reports))}
    return (read_reading(row) for row in session.fetch("reports.latest", asked))


def fetch_versions(session: Session, report: ReportId) -> tuple[Reading, ...]:
    """All versions of a report, the latest one last."""
    return tuple(read_reading(row) for row in session.fetch("reports.versions", {"report": report}))


def iterate_readings(session: Session) -> Iterator[Reading]:
    """The latest version of all reports, in order of arrival, a few hundred in memory at a time."""
    after = 0
    while True:
        rows = list(session.fetch("reports.all", {"after": after, "size": CHUNK}))
        if not rows:
            return
        yield from (read_reading(row[1:]) for row in rows)
        after = rows[-1][0]


def find_uncoded(session: Session) -> tuple[ReportId, ...]:
    """Reports whose latest version nobody has read for events yet."""
    return tuple(row[0] for row in session.fetch("reports.uncoded"))


def find_changed(session: Session, cursor: int) -> tuple[ReportId, ...]:
    """Reports that came, changed or were read again after a cursor."""
    return tuple(row[0] for row in session.fetch("reports.since", {"cursor": cursor}))


def count_sources(session: Session) -> tuple[tuple[str | None, int], ...]:
    """Every source with its number of reports, the most frequent first; None: reports without a source."""
    return tuple((row[0], row[1]) for row in session.fetch("reports.sources"))


def search_reports(session: Session, text: str, limit: int) -> tuple[ReportId, ...]:
    """Reports that hold all these words in title or text, the closest first; accents and case don't matter."""
    asked = {"words": match_words(text), "size": limit}
    return tuple(row[0] for row in session.fetch("reports.search", asked))


def search_among(session: Session, text: str, reports: Iterable[ReportId]) -> tuple[ReportId, ...]:
    """Which of these reports hold all these words in title or text."""
    asked = {"words": match_words(text), "ids": pack_list(dict.fromkeys(reports))}
    return tuple(row[0] for row in session.fetch("reports.search_among", asked))
