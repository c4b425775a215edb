"""One stored reading with all that was read in it: do ids, quotes, spans, values, places and spots hold?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import Any

import msgspec
from msgspec import Struct

from tamani.errors import TamaniError
from tamani.extract.scene.mentions import name_mention
from tamani.fields import Vocabulary, make_claim
from tamani.read import name_text, name_version
from tamani.records import Claim, Mention, MentionId, Mode, Part, PlaceValue, Reading, Span
from tamani.store.audit import Fault, Stored
from tamani.store.parcel import file_mention
from tamani.store.rows import read_claim, read_mention, read_reading, read_toponyms

Rows = tuple[tuple[Any, ...], ...]
TEXT_ID = re.compile(r"text:[0-9a-f]{24}")
MENTION = re.compile(r"m[1-9]\d{0,5}")


def check_reading(one: Stored, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Everything that is wrong with a reading and with what was read in it."""
    report = f"report {one.reading[0]}"
    try:
        reading = read_reading(one.reading)
    except (ValueError, msgspec.DecodeError) as error:
        yield Fault(code="unreadable", item=report, facts={"why": error})
        return
    if reading.forgotten is not None:
        yield from _check_forgotten(one, reading)
    elif name_version(reading.title, reading.text) != reading.version:
        yield Fault(code="version", item=report, facts={"version": reading.version})
    # A report without an address and an id of its own is called by its text, which is the same in all its versions.
    if not reading.forgotten and TEXT_ID.fullmatch(reading.report) and reading.report != name_text(reading.text):
        yield Fault(code="report_id", item=report)
    for name in ("published", "modified", "collected"):
        at: datetime | None = getattr(reading, name)
        if at is not None and at.tzinfo is None:
            yield Fault(code="no_zone", item=report, facts={"column": name})
    spans = [*reading.sentences, *(cell for table in reading.tables for row in table.rows for cell in row)]
    if not all(_is_inside(span, reading) for span in spans):
        yield Fault(code="span_outside", item=report)
    # Of a text that was deleted with its claims, mentions are names that nothing is said of.
    for row in one.mentions if reading.forgotten is None or reading.forgotten.claims_kept else ():
        yield from _check_mention(row, reading, vocabulary)
    for row in one.claims:
        yield from _check_claim(row, reading, vocabulary)
    for row in one.runs:
        yield from _check_toponyms(row, reading)


def _check_forgotten(one: Stored, reading: Reading) -> Iterator[Fault]:
    """Of a deleted text nothing may be left but the quotes of its claims, and nothing at all where they went too."""
    assert reading.forgotten is not None
    kept = [Span(row[6], row[7], Part(row[8])) for row in one.claims]
    left = [(Part.TEXT, reading.text), (Part.TITLE, reading.title or "")]
    words = any(
        text[n] != " " and not any(span.part is part and span.start <= n < span.end for span in kept)
        for part, text in left
        for n in range(len(text))
    )
    if words or (kept and not reading.forgotten.claims_kept) or reading.author is not None:
        yield Fault(code="not_forgotten", item=f"report {reading.report}", facts={"at": reading.forgotten.at.date()})


def _is_inside(span: Span, reading: Reading) -> bool:
    length = len(reading.title or "") if span.part is Part.TITLE else len(reading.text)
    return 0 <= span.start <= span.end <= length


def _check_mention(row: Sequence[Any], reading: Reading, vocabulary: Vocabulary) -> Iterator[Fault]:
    _, _, ident, name, kind, mode, start, end, part = row
    item = f"mention {ident}"
    if not MENTION.fullmatch(name) or ident != name_mention(reading, int(name[1:])):
        yield Fault(code="mention_id", item=item, facts={"report": reading.report})
    if kind not in vocabulary.kinds:
        yield Fault(code="kind", item=item, facts={"kind": kind})
    if mode not in set(Mode) or part not in set(Part):
        yield Fault(code="unreadable", item=item, facts={"why": f"{mode} {part}"})
    elif not _is_inside(Span(start, end, Part(part)), reading):
        yield Fault(code="span_outside", item=item)


def _check_claim(row: Sequence[Any], reading: Reading, vocabulary: Vocabulary) -> Iterator[Fault]:
    item = f"claim {row[3]}"
    try:
        claim = read_claim((reading.report, reading.version, *row[2:]))
    except (ValueError, KeyError, msgspec.DecodeError) as error:
        yield Fault(code="unreadable", item=item, facts={"why": error})
        return
    if not claim.quote or reading.quote(claim.span) != claim.quote:
        yield Fault(code="quote", item=item, facts={"report": reading.report, "quote": claim.quote[:60]})
    elif claim.field not in vocabulary.fields or not _is_its_id(claim, reading):
        yield Fault(code="claim_id", item=item, facts={"report": reading.report})
    if claim.confidence is not None and not 0 <= claim.confidence <= 1:
        yield Fault(code="confidence", item=item, facts={"confidence": claim.confidence})
    value = msgspec.to_builtins(claim.value)
    for name in _find_stand_ins(value if isinstance(value, dict) else {claim.field: value}):
        yield Fault(code="empty", item=item, facts={"column": name})
    if isinstance(claim.value, PlaceValue):
        yield from _check_place(claim.value, item)


def _is_its_id(claim: Claim, reading: Reading) -> bool:
    try:
        made = make_claim(
            reading, claim.field, claim.value, claim.span, mention=claim.mention, stance=claim.stance,
            said_by=claim.said_by, coder=claim.coder,
        )  # fmt: skip
    except TamaniError:
        return False
    return made.id == claim.id


def _find_stand_ins(value: Mapping[str, Any]) -> Iterator[str]:
    for name, one in value.items():
        if one == "" or (isinstance(one, float) and not isfinite(one)):
            yield name


def _check_place(place: PlaceValue, item: str) -> Iterator[Fault]:
    if (place.lat, place.lon) == (0, 0):
        yield Fault(code="at_zero", item=item)
    if (place.lat is None) != (place.lon is None):
        yield Fault(code="half_place", item=item)
    elif not (-90 <= (place.lat or 0) <= 90 and -180 <= (place.lon or 0) <= 180):
        yield Fault(code="off_the_map", item=item, facts={"lat": place.lat, "lon": place.lon})
    if place.precision not in (None, 1, 2, 3, 4, 5, 6, 7) or (place.radius_km or 0) < 0:
        yield Fault(code="precision", item=item, facts={"precision": place.precision, "radius": place.radius_km})


def _check_toponyms(row: Sequence[Any], reading: Reading) -> Iterator[Fault]:
    item = f"report {reading.report}"
    try:
        toponyms = read_toponyms(row[3])
    except (ValueError, msgspec.DecodeError) as error:
        yield Fault(code="unreadable", item=item, facts={"why": error})
        return
    for one in toponyms:
        if not _is_inside(one.span, reading):
            yield Fault(code="span_outside", item=item)
        yield from _check_place(one.place, item)


# --- where it is filed ---------------------------------------------------------------------------------------------


class Filing(Struct, frozen=True):
    """The rows under which one mention should be found."""

    number: int
    mention: MentionId
    spots: Rows
    moment: tuple[Any, ...]


def find_misfiled(one: Stored) -> Iterator[Filing]:
    """The mentions of a reading that are filed otherwise than what their own run claims says."""
    try:
        reading = read_reading(one.reading)
        if reading.forgotten is not None and not reading.forgotten.claims_kept:
            return  # it is found nowhere
        filings = [
            Filing(n, mention.id, *file_mention(mention, reading)) for mention, n in _read_mentions(one, reading)
        ]
    except (ValueError, KeyError, TypeError, msgspec.DecodeError):
        return  # named already
    for filing in filings:
        if filing.spots != one.spots[filing.number] or (filing.moment,) != one.moments[filing.number]:
            yield filing


def _read_mentions(one: Stored, reading: Reading) -> Iterator[tuple[Mention, int]]:
    for run, number, *rest in one.mentions:
        own = [
            read_claim((reading.report, reading.version, *row[2:]))
            for row in one.claims
            if row[0] == run and row[1] == number
        ]
        yield read_mention((reading.report, reading.version, *rest), tuple(own)), number
