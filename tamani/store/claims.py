"""Fetches what reports say now: of each report its latest version, as its newest coder read it, with corrections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from tamani.records import Claim, Extraction, Mention, MentionId, ReportId, Toponym
from tamani.store.connect import Bindings, Session, pack_list, pack_numbers
from tamani.store.rows import read_claim, read_mention, read_toponyms

CHUNK = 400  # reports fetched at a time: bounds the memory, however many there are


class Coded(Struct, frozen=True):
    """What a report says now, with the place names its coder saw, as they are kept: few who ask look at those."""

    extraction: Extraction
    places: str

    @property
    def toponyms(self) -> tuple[Toponym, ...]:
        """The place names that the coder saw."""
        return read_toponyms(self.places)


def fetch_coded(session: Session, reports: Sequence[ReportId]) -> Iterator[Coded]:
    """What these reports say now, in order of arrival."""
    for start in range(0, len(reports), CHUNK):
        chunk = reports[start : start + CHUNK]
        numbers = [row[0] for row in session.fetch("claims.reports_by_id", {"ids": pack_list(chunk)})]
        yield from _assemble(session, numbers)


def iterate_coded(session: Session) -> Iterator[Coded]:
    """What all reports say now, in order of arrival, a few hundred in memory at a time."""
    after = 0
    while True:
        asked = {"after": after, "size": CHUNK}
        numbers = [row[0] for row in session.fetch("claims.reports_after", asked)]
        if not numbers:
            return
        yield from _assemble(session, numbers)
        after = numbers[-1]


def fetch_mentions(session: Session, mentions: Iterable[MentionId]) -> tuple[Mention, ...]:
    """These mentions with their claims, as asked for; those that no longer count are left out."""
    asked = tuple(dict.fromkeys(mentions))
    numbers = [row[0] for row in session.fetch("claims.reports_by_mention", {"ids": pack_list(asked)})]
    found: dict[MentionId, Mention] = {}
    for start in range(0, len(numbers), CHUNK):
        for coded in _assemble(session, numbers[start : start + CHUNK]):
            found.update((mention.id, mention) for mention in coded.extraction.mentions)
    return tuple(found[mention] for mention in asked if mention in found)


def fetch_history(session: Session, report: ReportId) -> tuple[Claim, ...]:
    """All that was ever read in a report, every version and coder, in order of arrival."""
    return tuple(read_claim(row[1:]) for row in session.fetch("claims.history", {"report": report}))


def _assemble(session: Session, numbers: Sequence[int]) -> list[Coded]:
    return assemble_coded(session, "claims", {"reports": pack_numbers(numbers)})


def assemble_coded(session: Session, queries: str, asked: Bindings) -> list[Coded]:
    """What some reports say, put together from the rows of a family of queries."""
    claims: dict[tuple[int, MentionId | None], list[Claim]] = defaultdict(list)
    mentions: dict[int, list[Mention]] = defaultdict(list)
    # One view for all three: else a version that arrives in between would get the claims of the one before.
    with session.hold_view():
        for row in session.fetch(f"{queries}.claims", asked):
            claim = read_claim(row[1:])
            claims[row[0], claim.mention].append(claim)
        for row in session.fetch(f"{queries}.mentions", asked):
            mentions[row[0]].append(read_mention(row[1:], tuple(claims[row[0], row[3]])))
        runs = list(session.fetch(f"{queries}.runs", asked))
    return [
        Coded(
            Extraction(
                report=report,
                version=version,
                language=language,
                relevant=bool(relevant),
                mentions=tuple(mentions[n]),
                statements=tuple(claims[n, None]),
            ),
            places,
        )
        for n, report, version, relevant, language, places in runs
    ]
