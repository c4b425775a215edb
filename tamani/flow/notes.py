"""What a person knows that no report says, kept as a report of its own: a phone call, a visit, a message."""

from __future__ import annotations

import hashlib

import msgspec

from tamani.fields import decode_value
from tamani.records import (
    Act,
    Claim,
    ClaimId,
    Extraction,
    Marking,
    Reading,
    Report,
    ReportId,
    Span,
    Tlp,
    Value,
    Version,
)
from tamani.store import Arrival, Store

# Ranks above every rule set: a person's note is never read by a machine, or its figure would count as a second source.
READER = "person/999999999"


def keep_note(store: Store, act: Act) -> None:
    """Keep the person's words as a report, marked as the person says, with the claim that they make."""
    reading = make_note(act)
    claim = make_correction(act)
    statements = () if claim is None else (claim,)
    store.add_readings(
        [
            Arrival(
                report=Report(id=reading.report, source=act.author, marking=note_marking(act)),
                reading=reading,
                extraction=Extraction(
                    report=reading.report,
                    version=reading.version,
                    language=None,
                    relevant=False,
                    statements=statements,
                ),
                coder=READER,
            )
        ]
    )


def make_note(act: Act) -> Reading:
    """The note as a text that can be opened and cited."""
    text = act.note or ""
    return Reading(
        report=ReportId(act.note_report or ""),
        version=Version(hashlib.sha256(text.encode()).hexdigest()),
        text=text,
        author=act.author,
        published=act.at,
        collected=act.at,
        sentences=(Span(0, len(text)),),
        source=act.author,
    )


def note_marking(act: Act) -> Marking:
    """Who may see what a person wrote; unmarked, nobody but the owner."""
    return Marking(act.tlp or Tlp.RED, act.audience)


def make_correction(act: Act) -> Claim | None:
    """The claim that a person makes instead of what reports settle to, quoting a report or the person's note."""
    if act.field is None or act.value is None:
        return None
    if act.cite is not None:
        report, version, quote = act.cite.report, act.cite.version, act.cite.quote
        span = Span(act.cite.start, act.cite.end, act.cite.part)
    else:
        note = make_note(act)
        report, version, quote, span = note.report, note.version, note.text, Span(0, len(note.text))
    value = read_value(act)
    assert value is not None
    return Claim(
        id=ClaimId(act.id),
        report=ReportId(report),
        version=Version(version),
        mention=None,
        field=act.field,
        value=value,
        span=span,
        quote=quote,
        said_by=act.said_by,
        coder=f"person:{act.author}",
    )


def read_value(act: Act) -> Value | None:
    """The value that an act speaks of."""
    if act.field is None or act.value is None:
        return None
    return decode_value(act.field, msgspec.json.encode(act.value))
