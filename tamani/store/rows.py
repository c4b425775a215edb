"""Rows of the database to values and back. Absent stays absent: None is NULL, never 0 or an empty text.

Values are JSON by msgspec, spans inside lists are flat numbers (start, end, part), times are ISO text in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from tamani.fields import VALUE_TYPES
from tamani.records import (
    Claim,
    Forgotten,
    Link,
    Marking,
    Mention,
    Mode,
    Part,
    Reading,
    Reject,
    Report,
    Span,
    Stance,
    Table,
    Tlp,
    Toponym,
    Value,
    Verdict,
    Withdrawal,
)
from tamani.store.connect import Row

_VALUE_DECODERS = {field: msgspec.json.Decoder(kind) for field, kind in VALUE_TYPES.items()}
_NUMBERS = msgspec.json.Decoder(list[int])
_TABLES = msgspec.json.Decoder(list[list[list[int]]])
_TEXTS = msgspec.json.Decoder(tuple[str, ...])
_TOPONYMS = msgspec.json.Decoder(tuple[Toponym, ...])
_ENCODER = msgspec.json.Encoder()
_PARTS = {part.value: part for part in Part}
_STANCES = {stance.value: stance for stance in Stance}
_TITLE = 1  # in flat spans: 0 the text, 1 the title


def write_json(value: object) -> str:
    """A value as compact JSON text."""
    return _ENCODER.encode(value).decode()


def write_time(value: datetime | None) -> str | None:
    """A time as ISO text; an aware one in UTC, so that texts sort as times do."""
    if value is None:
        return None
    return (value.astimezone(UTC) if value.tzinfo is not None else value).isoformat()


def read_time(text: str | None) -> datetime | None:
    """A stored time."""
    return None if text is None else datetime.fromisoformat(text)


def read_value(field: str, text: str) -> Value:
    """A stored value of a field."""
    value: Value = _VALUE_DECODERS[field].decode(text)
    return value


def read_texts(text: str) -> tuple[str, ...]:
    """A stored tuple of texts."""
    return _TEXTS.decode(text)


def read_toponyms(text: str) -> tuple[Toponym, ...]:
    """The stored place names of a reading."""
    return _TOPONYMS.decode(text)


def _flatten(spans: tuple[Span, ...]) -> list[int]:
    return [n for span in spans for n in (span.start, span.end, _TITLE if span.part is Part.TITLE else 0)]


def _unflatten(numbers: list[int]) -> tuple[Span, ...]:
    parts = (Part.TEXT, Part.TITLE)
    it = iter(numbers)
    return tuple(Span(start, end, parts[part]) for start, end, part in zip(it, it, it, strict=True))


def write_reading(reading: Reading) -> Row:
    """A reading's columns, but for its numbers."""
    return (
        reading.version,
        reading.text,
        reading.title,
        reading.author,
        reading.agency,
        write_time(reading.published),
        write_time(reading.modified),
        reading.language,
        write_json(_flatten(reading.sentences)),
        write_json([[_flatten(row) for row in table.rows] for table in reading.tables]) if reading.tables else "[]",
        reading.file,
        reading.source,
        reading.url,
        reading.raw,
        write_time(reading.collected),
    )


def read_reading(row: Row) -> Reading:
    """A reading, from the columns of the query part `reading columns`."""
    tables = _TABLES.decode(row[10])
    return Reading(
        report=row[0],
        version=row[1],
        text=row[2],
        title=row[3],
        author=row[4],
        agency=row[5],
        published=read_time(row[6]),
        modified=read_time(row[7]),
        language=row[8],
        sentences=_unflatten(_NUMBERS.decode(row[9])),
        tables=tuple(Table(tuple(_unflatten(cells) for cells in table)) for table in tables),
        file=row[11],
        source=row[12],
        url=row[13],
        raw=row[14],
        collected=read_time(row[15]),
        forgotten=None if row[16] is None else read_forgotten(row[16:21]),
    )


def read_forgotten(row: Row) -> Forgotten:
    """The deletion of a text: at, author, reason, kept, copies."""
    return Forgotten(
        at=datetime.fromisoformat(row[0]),
        author=row[1],
        reason=row[2],
        claims_kept=row[3] == "claims",
        copies=read_texts(row[4]),
    )


def write_claim(claim: Claim) -> Row:
    """A claim's columns, but for its numbers."""
    span = claim.span
    return (
        claim.id,
        claim.field,
        write_json(claim.value),
        span.start,
        span.end,
        span.part.value,
        claim.quote,
        claim.stance.value,
        claim.said_by,
        claim.speaker,
        write_json(claim.via) if claim.via else "[]",
        claim.coder,
        claim.confidence,
        claim.rule,
    )


def read_claim(row: Row) -> Claim:
    """A claim: report, version, mention's id, then the columns of the claim from id on."""
    return Claim(
        report=row[0],
        version=row[1],
        mention=row[2],
        id=row[3],
        field=row[4],
        value=read_value(row[4], row[5]),
        span=Span(row[6], row[7], _PARTS[row[8]]),
        quote=row[9],
        stance=_STANCES[row[10]],
        said_by=row[11],
        speaker=row[12],
        via=() if row[13] == "[]" else _TEXTS.decode(row[13]),
        coder=row[14],
        confidence=row[15],
        rule=row[16],
    )


def read_mention(row: Row, claims: tuple[Claim, ...]) -> Mention:
    """A mention: report, version, then its columns from id on."""
    return Mention(
        report=row[0],
        version=row[1],
        id=row[2],
        name=row[3],
        kind=row[4],
        mode=Mode(row[5]),
        anchor=Span(row[6], row[7], _PARTS[row[8]]),
        claims=claims,
    )


def read_report(row: Row, marking: Marking) -> Report:
    """A report: id, source, url."""
    return Report(id=row[0], source=row[1], url=row[2], marking=marking)


def write_marking(marking: Marking) -> Row:
    """A marking's columns."""
    return (marking.tlp.value, write_json(marking.audience))


def read_marking(tlp: str, audience: str) -> Marking:
    """A stored marking."""
    return Marking(Tlp(tlp), read_texts(audience))


def write_link(link: Link) -> dict[str, Any]:
    """A link's columns."""
    return {
        "id": link.id,
        "left": link.left,
        "right": link.right,
        "verdict": link.verdict.value,
        "author": link.author,
        "reasons": write_json(link.reasons),
        "at": write_time(link.at),
        "score": link.score,
        "act": link.act,
    }


def read_link(row: Row) -> Link:
    """A link: id, left, right, verdict, author, reasons, at, score, act."""
    return Link(
        id=row[0],
        left=row[1],
        right=row[2],
        verdict=Verdict(row[3]),
        author=row[4],
        reasons=read_texts(row[5]),
        at=datetime.fromisoformat(row[6]),
        score=row[7],
        act=row[8],
    )


def read_withdrawal(row: Row) -> Withdrawal:
    """A withdrawal: link, author, reason, at."""
    return Withdrawal(link=row[0], author=row[1], reason=row[2], at=datetime.fromisoformat(row[3]))


def read_reject(row: Row) -> Reject:
    """A reject: name, problem, remedy, at, raw."""
    return Reject(name=row[0], problem=row[1], remedy=row[2], at=datetime.fromisoformat(row[3]), raw=row[4])
