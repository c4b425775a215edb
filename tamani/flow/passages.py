"""A report opened at its passages: its words, what was read from them, and the incident it tells of."""

from __future__ import annotations

from msgspec import Struct

from tamani.flow.view import read_passage
from tamani.records import Claim, Dossier, IncidentId, Reader, Reading, ReportId
from tamani.store import Store


class Opened(Struct, frozen=True, kw_only=True):
    """One report with its claims in order of the text; incident is that of its main news."""

    reading: Reading
    claims: tuple[Claim, ...]
    incident: IncidentId | None


def open_report(store: Store, report: str, reader: Reader) -> Opened:
    """A report with what was read from it, for a reader who may see it."""
    reading = read_passage(store, report, reader)
    extraction = store.extraction(reading.report)
    mentions = extraction.mentions if extraction else ()
    said = [claim for mention in mentions for claim in mention.claims]
    said += extraction.statements if extraction else ()
    ordered = sorted(said, key=lambda claim: (claim.span.part.value, claim.span.start, claim.span.end, claim.id))
    return Opened(
        reading=reading,
        claims=tuple(ordered),
        incident=store.incident_of(mentions[0].id) if mentions else None,
    )


def read_cited(store: Store, dossier: Dossier) -> dict[ReportId, Reading]:
    """The readings a record stands on, by report; the record was already cut to what its reader may see."""
    return {reading.report: reading for reading in store.readings(cited.report for cited in dossier.cited)}
