"""The store as of a time: of each report the version that was known then, and what people had decided by then.

It answers as the store does, so that whoever asks need not know which of the two it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain

from msgspec import Struct

from tamani.acts import find_standing
from tamani.known import Stamp, choose_version, date_versions
from tamani.records import (
    Claim,
    Extraction,
    Link,
    Marking,
    Mention,
    MentionId,
    Reading,
    Reject,
    ReportId,
    Tlp,
    Withdrawal,
)
from tamani.store.acts import fetch_acts_of_links
from tamani.store.claims import CHUNK, Coded, assemble_coded
from tamani.store.connect import Bindings, Row, Session, match_words, pack_list, pack_numbers
from tamani.store.links import fetch_link_history
from tamani.store.near import Sight, find_near
from tamani.store.reports import fetch_markings, gather_markings, narrow_marking
from tamani.store.rows import read_reading, read_reject, read_time, write_time

PAGE = 500  # mentions walked along at a time
LAST_DAY = date.max.toordinal() + 1
NO_MENTION = 2**62
OPEN = (Tlp.CLEAR, Tlp.GREEN)  # an audience says nothing here


class Head(Struct, frozen=True):
    """The version of a report that counted, and the newest coder's run on it; run None: nobody read it."""

    reading: int
    run: int | None


class Past:
    """What one store knew at a time. Reads are remembered, so use it for one look and drop it."""

    def __init__(self, read: Callable[[], Session], at: datetime) -> None:
        self.at = at
        self._read = read
        self._heads: dict[int, Head | None] = {}

    # --- which version counted ---

    def _find_heads(self, reports: Iterable[int]) -> dict[int, Head | None]:
        """The heads of these reports then; None: nothing of it was known."""
        asked = sorted(set(reports))
        missing = [report for report in asked if report not in self._heads]
        versions: dict[int, list[Row]] = {report: [] for report in missing}
        if missing:
            for row in self._read().fetch("past.versions", {"reports": pack_numbers(missing)}):
                versions[row[0]].append(row)
        for report, rows in versions.items():
            chosen = choose_version([Stamp(*map(read_time, row[2:5])) for row in rows], self.at)
            self._heads[report] = None if chosen is None else Head(rows[chosen][1], rows[chosen][5])
        return {report: self._heads[report] for report in asked}

    def find_times(self, reports: Iterable[ReportId], mentions: Iterable[MentionId] = ()) -> tuple[datetime, ...]:
        """When words of these reports, and of those that made these mentions, became known, up to then."""
        asked = {"ids": pack_list(sorted(set(reports)))}
        numbers = {row[0] for row in self._read().fetch("past.reports_by_id", asked)}
        told = {"ids": pack_list(sorted(set(mentions)))}
        numbers.update(row[0] for row in self._read().fetch("past.reports_by_mention", told))
        versions: dict[int, list[Stamp]] = {number: [] for number in numbers}
        for row in self._read().fetch("past.versions", {"reports": pack_numbers(sorted(numbers))}):
            versions[row[0]].append(Stamp(*map(read_time, row[2:5])))
        known = {at for stamps in versions.values() for at in date_versions(stamps) if at is not None}
        return tuple(sorted(at for at in known if at <= self.at))

    def _keep_known(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Of rows that end with report and run those whose run counted."""
        found = list(rows)
        heads = self._find_heads(row[-2] for row in found)
        return (row for row in found if (head := heads[row[-2]]) is not None and head.run == row[-1])

    def _heads_of(self, reports: Iterable[ReportId]) -> list[Head]:
        asked = {"ids": pack_list(dict.fromkeys(reports))}
        found = self._find_heads(row[0] for row in self._read().fetch("past.reports_by_id", asked))
        return [head for head in found.values() if head is not None]

    def _assemble(self, heads: Iterable[Head | None]) -> Iterator[Coded]:
        runs = [head.run for head in heads if head is not None and head.run is not None]
        for start in range(0, len(runs), CHUNK):
            yield from assemble_coded(self._read(), "past", {"runs": pack_numbers(runs[start : start + CHUNK])})

    # --- what reports said then ---

    def readings(self, ids: Iterable[ReportId]) -> tuple[Reading, ...]:
        """The version of these reports that was known then; of one that was not known, nothing."""
        heads = [head.reading for head in self._heads_of(ids)]
        return tuple(
            read_reading(row) for row in self._read().fetch("past.readings", {"readings": pack_numbers(heads)})
        )

    def mentions(self, ids: Iterable[MentionId]) -> tuple[Mention, ...]:
        """These mentions with their claims, as asked for; those that did not count then are left out."""
        asked = tuple(dict.fromkeys(ids))
        rows = self._read().fetch("past.reports_by_mention", {"ids": pack_list(asked)})
        coded = self._assemble(self._find_heads(row[0] for row in rows).values())
        found = {mention.id: mention for one in coded for mention in one.extraction.mentions}
        return tuple(found[mention] for mention in asked if mention in found)

    def mentions_of(self, reports: Iterable[ReportId]) -> tuple[Mention, ...]:
        """All that these reports told of then."""
        coded = self._assemble(self._heads_of(reports))
        return tuple(mention for one in coded for mention in one.extraction.mentions)

    def extractions(self, ids: Sequence[ReportId]) -> tuple[Extraction, ...]:
        """What these reports said then: each in the version that was known."""
        return tuple(coded.extraction for coded in self._assemble(self._heads_of(ids)))

    def statements(self, ids: Sequence[ReportId]) -> tuple[Claim, ...]:
        """What these reports stated then beside events."""
        return tuple(claim for one in self._assemble(self._heads_of(ids)) for claim in one.extraction.statements)

    def markings(self, ids: Iterable[ReportId]) -> dict[ReportId, Marking]:
        """The stricter of the marking then and the one now: looking back must not show what was closed since."""
        packed = pack_list(dict.fromkeys(ids))
        now = fetch_markings(self._read(), packed)
        then = gather_markings(self._read().fetch("past.markings", {"ids": packed, "at": write_time(self.at)}))
        return {report: join_markings(marking, then.get(report, marking)) for report, marking in now.items()}

    def search(self, text: str) -> tuple[ReportId, ...]:
        """Reports whose version of then holds all these words."""
        rows = list(self._read().fetch("past.search", {"words": match_words(text)}))
        heads = self._find_heads(row[1] for row in rows)
        return tuple(row[0] for row in rows if (head := heads[row[1]]) is not None and head.reading == row[2])

    def count_reports(self) -> int:
        """About how many reports there are, of any time: the number of the last one."""
        return next((int(row[0]) for row in self._read().fetch("past.last_report", {})), 0)

    def rejects(self) -> tuple[Reject, ...]:
        """What was set aside then."""
        asked = {"at": write_time(self.at)}
        return tuple(read_reject(row) for row in self._read().fetch("past.rejects", asked))

    # --- what belonged together then ---

    def links(self, ids: Iterable[MentionId] | None = None) -> tuple[Link, ...]:
        """What people had said and not taken back; the rules' own links follow from the mentions."""
        said = [(link, back) for link, back in fetch_link_history(self._read(), ids) if link.act or not _is_rule(link)]
        acts = fetch_acts_of_links(self._read(), [link for link, _ in said])
        standing = {act.id for act in find_standing(acts, self.at)}
        found = {
            (link.left, link.right, link.at, link.author): link
            for link, back in said
            # A link is made anew when an undo is undone: what stood then is what the acts of then say.
            if (_holds(back, self.at) if link.act is None else link.act in standing and not _is_lost(back, self.at))
            and link.at <= self.at
        }
        return tuple(found[key] for key in sorted(found))

    def people_links(self, ids: Iterable[MentionId]) -> tuple[Link, ...]:
        """As links: the store of today is asked for the words of people apart."""
        return self.links(ids)

    def mentions_near(
        self, ids: Sequence[MentionId], *, days: int, km: float
    ) -> dict[MentionId, tuple[MentionId, ...]]:
        """For each mention the others known then that may be within so many days and kilometres of it."""
        return find_near(self._read(), ids, days, km, Sight("past", self._keep_known))

    def days(self, ids: Iterable[MentionId]) -> dict[MentionId, tuple[int | None, int | None]]:
        """The first and the last day of each mention's event."""
        rows = self._keep_known(self._read().fetch("past.moments", {"ids": pack_list(dict.fromkeys(ids))}))
        return {MentionId(row[0]): (row[1], row[2]) for row in rows}

    def walk_mentions(self, first: date | None = None) -> Iterator[tuple[int | None, MentionId]]:
        """The mentions known then with their last day, the newest first, then those without a day."""
        asked = {"at": write_time(self.at), "first": first.toordinal() if first else None, "size": PAGE}
        pages = self._turn_pages("past.walk", asked)
        undated = self._turn_pages("past.walk_undated", asked) if first is None else iter(())
        for row in chain(pages, undated):
            yield row[0], MentionId(row[2])

    def _turn_pages(self, query: str, asked: Bindings) -> Iterator[Row]:
        day, after = LAST_DAY, NO_MENTION
        while rows := list(self._read().fetch(query, {**asked, "day": day, "after": after})):
            yield from self._keep_known(rows)
            day, after = rows[-1][0], rows[-1][1]

    def mention_ids(self) -> Iterator[MentionId]:
        """The ids of all mentions that may have been known then."""
        rows = self._read().fetch("past.mention_ids", {"at": write_time(self.at)})
        return (MentionId(row[0]) for row in rows)


def _is_rule(link: Link) -> bool:
    return link.author.startswith("rule:")


def _holds(back: Withdrawal | None, at: datetime) -> bool:
    return back is None or back.at > at


def _is_lost(back: Withdrawal | None, at: datetime) -> bool:
    """Were its words found in another mention by then?"""
    return back is not None and back.author.startswith("rule:") and back.at <= at


def join_markings(one: Marking, two: Marking) -> Marking:
    """Who may see it under both: an audience narrows only where one is asked for."""
    closed = [marking for marking in (one, two) if marking.tlp not in OPEN]
    return narrow_marking(closed or [one, two]) if len(closed) != 1 else closed[0]
