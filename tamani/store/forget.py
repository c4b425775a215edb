"""Deletes texts and bytes for good, where a person says so: the one thing that is ever taken out of a store.

The act itself is appended, with author, reason and time. Of a text whose claims are kept, only their quotes stay, each
at its place, so that every claim still quotes its text; docs/decisions/0017 says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from msgspec import Struct

from tamani.records import Forgotten, IncidentId, MentionId, Part, RawHash, ReportId, Span
from tamani.store.connect import Database, Indexed, Session, pack_list
from tamani.store.incidents import find_incidents, refresh_incidents
from tamani.store.rows import read_forgotten, write_json, write_time

CLAIMS, NOTHING = "claims", "nothing"


class Erasure(Struct, frozen=True, kw_only=True):
    """Who has texts deleted, why, when, and whether their claims stay. copies: what was found to be the same text."""

    author: str
    reason: str
    at: datetime
    keep_claims: bool
    copies: Mapping[ReportId, tuple[ReportId, ...]] = {}

    @property
    def kept(self) -> str:
        return CLAIMS if self.keep_claims else NOTHING


class Emptied(Struct, frozen=True):
    """What a deletion took out; incidents: those that lost a mention."""

    reports: tuple[ReportId, ...]
    incidents: tuple[IncidentId, ...]


class Eraser(Struct, frozen=True):
    """One store, to delete texts from."""

    database: Database

    @contextmanager
    def hold(self) -> Iterator[None]:
        """All that is deleted inside goes in one write, and is overwritten."""
        with self.database.erase():
            yield

    def forget_texts(self, reports: Iterable[ReportId], act: Erasure) -> Emptied:
        """Take the texts of reports out, with what was read in them where their claims are not kept."""
        with self.database.write() as session:
            return forget_texts(session, reports, act)

    def finish(self) -> tuple[int, bool]:
        """Delete the bytes of deleted texts and clear the logs; how many files went, and was it all?"""
        gone = self.database.raws.drop(find_raws(self.database.read()))
        return gone, self.database.finish_erasing()

    def list_reports(self, sources: Iterable[str], *, kept: str, before: datetime | None = None) -> list[ReportId]:
        """The reports of these sources whose texts are still there, or their claims where those are not to be kept."""
        return find_of_sources(self.database.read(), sources, kept, before)


def forget_texts(session: Session, reports: Iterable[ReportId], act: Erasure) -> Emptied:
    """Take the texts of reports out, in all their versions; what was taken out before is left alone."""
    done: dict[ReportId, None] = {}
    touched: set[IncidentId] = set()
    for n, report, _, text, title, file in list(
        session.fetch("forget.readings", {"ids": pack_list(reports), "kept": act.kept})
    ):
        done[ReportId(report)] = None
        note = {
            "n": n, "kept": act.kept, "copies": write_json(act.copies.get(report, ())), "author": act.author,
            "reason": act.reason, "at": write_time(act.at), "commit_n": session.commit_n,
        }  # fmt: skip
        session.run("forget.note", note)
        spans = [Span(row[0], row[1], Part(row[2])) for row in session.fetch("forget.quotes", {"n": n})]
        spans = spans if act.keep_claims else []
        words = {"n": n, "title": None if title is None else Indexed(title), "text": Indexed(text)}
        session.run("forget.unword", words)
        kept = blank_text(text, [span for span in spans if span.part is Part.TEXT]) if act.keep_claims else ""
        left = blank_text(title or "", [span for span in spans if span.part is Part.TITLE])
        headline = left if left.strip() else None
        session.run(
            "forget.blank", {"n": n, "text": kept, "title": headline, "file": file if act.keep_claims else None}
        )
        session.run("forget.word", {"n": n, "title": headline and Indexed(headline), "text": Indexed(kept)})
        session.run("forget.toponyms", {"n": n})
        if not act.keep_claims:
            touched |= _drop_claims(session, n)
    refresh_incidents(session, touched)
    return Emptied(tuple(sorted(done)), tuple(sorted(touched)))


def _drop_claims(session: Session, n: int) -> set[IncidentId]:
    """What was read in a text goes as well; its mentions stay as names that nothing is said of."""
    mentions = [MentionId(row[0]) for row in session.fetch("forget.mentions", {"n": n})]
    touched = set(find_incidents(session, mentions).values())
    for query in ("forget.members", "forget.claims", "forget.spots", "forget.moments"):
        session.run(query, {"n": n})
    report = session.fetch_one("add.report_of", {"reading": n}) or (0,)
    session.run_many("add.head", [{"report": report[0]}])
    return touched


def blank_text(text: str, kept: Sequence[Span]) -> str:
    """A text of which only some passages are left, each where it was.

    >>> blank_text("Awa told us that 12 died in Djibo.", [Span(17, 19), Span(28, 33)])
    '                 12         Djibo '
    """
    left = [" "] * len(text)
    for span in kept:
        left[span.start : span.end] = text[span.start : span.end]
    return "".join(left)


def find_forgotten(session: Session, report: ReportId) -> Forgotten | None:
    """The act by which a report's text was deleted, the last one; None: it was not."""
    row = session.fetch_one("forget.closed", {"report": report})
    return None if row is None else read_forgotten(row)


def find_of_sources(session: Session, names: Iterable[str], kept: str, before: datetime | None) -> list[ReportId]:
    """Reports of these sources whose text is there, of before a time where one is given."""
    asked = {"names": pack_list(names), "kept": kept, "before": write_time(before)}
    return [ReportId(row[0]) for row in session.fetch("forget.by_source", asked)]


def find_raws(session: Session) -> list[RawHash]:
    """Bytes that belong to deleted texts alone."""
    return [RawHash(row[0]) for row in session.fetch("forget.raws")]
