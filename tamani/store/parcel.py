"""Reports as the one that writes takes them: checked, and written as rows that lack only their numbers.

In: a report with its reading and what was read in it. Out: rows by position, in the order of queries/add.sql, which any
process can make and only the writer numbers. Never: touches a database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from tamani.errors import BadClaim, StoreProblem
from tamani.known import Stamp, prove_known
from tamani.records import Claim, Extraction, Mention, RawHash, Reading, Report, ReportId, Toponym, Version
from tamani.store.connect import Raws, Row
from tamani.store.near import bound_days, file_spot, find_spots
from tamani.store.rows import write_claim, write_json, write_marking, write_reading, write_time

CODER = "rules/1"
# How a kind of database takes a title and a text into its index of words.
IndexWords: TypeAlias = Callable[[str | None, str], Row]


class Arrival(Struct, frozen=True, kw_only=True):
    """One report as it is handed to the store; extraction None: kept, and read later or never."""

    report: Report
    reading: Reading
    extraction: Extraction | None = None
    toponyms: tuple[Toponym, ...] = ()
    raw: bytes | None = None
    coder: str = CODER


class MentionRows(Struct, frozen=True, array_like=True):
    """A mention with all that stands under it."""

    mention: Row
    claims: tuple[Row, ...]
    spots: tuple[Row, ...]
    moment: Row


class Parcel(Struct, frozen=True, array_like=True):
    """An arrival as rows. Made by write_parcel alone, which refuses what would break a law: nobody looks again."""

    report: ReportId
    version: Version
    collected: datetime | None
    origin: Row  # source and address of the report
    marking: Row
    reading: Row
    words: Row
    coder: str
    run: Row | None  # None: nobody read it yet
    mentions: tuple[MentionRows, ...] = ()
    statements: tuple[Row, ...] = ()


def write_parcel(one: Arrival, index_words: IndexWords) -> Parcel:
    """An arrival as rows; an error where it does not keep the laws."""
    check_arrival(one)
    report, reading, found = one.report, one.reading, one.extraction
    return Parcel(
        report=report.id,
        version=reading.version,
        collected=reading.collected,
        origin=(report.source, report.url),
        marking=write_marking(report.marking),
        reading=write_reading(reading),
        words=index_words(reading.title, reading.text),
        coder=one.coder,
        run=None if found is None else _write_run(one.coder, found, one.toponyms),
        mentions=() if found is None else tuple([_write_rows(mention, reading) for mention in found.mentions]),
        statements=() if found is None else tuple([write_claim(claim) for claim in found.statements]),
    )


def _write_run(coder: str, found: Extraction, toponyms: Sequence[Toponym]) -> Row:
    return (coder, rank_coder(coder), int(found.relevant), found.language, write_json(toponyms))


def _write_rows(mention: Mention, reading: Reading) -> MentionRows:
    return MentionRows(
        _write_mention(mention),
        tuple([write_claim(claim) for claim in mention.claims]),
        *file_mention(mention, reading),
    )


def _write_mention(mention: Mention) -> Row:
    anchor = mention.anchor
    return (
        mention.id, mention.name, mention.kind, mention.mode.value, anchor.start, anchor.end, anchor.part.value,
    )  # fmt: skip


def file_mention(mention: Mention, reading: Reading) -> tuple[tuple[Row, ...], Row]:
    """The rows under which a mention is found by place and day, and by what was known when.

    Of each place: position, cell, reach, day, last day, latitude, longitude, radius. Of the time: first day, last day,
    known.
    """
    # The day of collecting says nothing: an archive is loaded years later.
    spots = find_spots(mention, reading.published)
    proven = prove_known(Stamp(reading.published, reading.modified, reading.collected))
    rows = tuple(
        [
            (place, *file_spot(spot), spot.day, spot.last_day, spot.lat, spot.lon, spot.radius)
            for place, spot in enumerate(spots)
        ]
    )
    return rows, (*bound_days(spots), write_time(proven))


def rank_coder(coder: str) -> int:
    """Which of two coders counts: the one with the higher number.

    >>> rank_coder("rules/10") > rank_coder("rules/9")
    True
    """
    found = re.search(r"/(\d{1,9})$", coder)
    return int(found.group(1)) if found else 0


# --- what is refused ----------------------------------------------------------------------------------------------


def keep_bytes(arrivals: Sequence[Arrival], raws: Raws) -> list[Arrival]:
    """Keep the bytes of what breaks no law, and name them in the readings."""
    for one in arrivals:
        check_arrival(one)
    # Bytes first: a reading never names bytes that are not there.
    hashes = iter(raws.keep([one.raw for one in arrivals if one.raw is not None]))
    return [one if one.raw is None else _with_raw(one, next(hashes)) for one in arrivals]


def _with_raw(one: Arrival, digest: RawHash) -> Arrival:
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
