"""A report opened at its passages: its words, what was read from them, and the incident it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from tamani.acts import find_standing
from tamani.flow.effects import may_see_act
from tamani.flow.memory import recall_then
from tamani.flow.notes import make_correction
from tamani.flow.view import read_passage, show_incident
from tamani.records import Act, ActKind, Claim, Dossier, IncidentId, Mention, Reader, Reading, ReportId
from tamani.store import Store


class Opened(Struct, frozen=True, kw_only=True):
    """One report with its claims in order of the text; incident is that of its main news."""

    reading: Reading
    claims: tuple[Claim, ...]
    incident: IncidentId | None


def find_holder(store: Store, opened: Opened, claim: str | None, reader: Reader) -> IncidentId | None:
    """The record that shows a claim of a report now; None: none does, since it was withdrawn or was never shown."""
    said = next((one for one in opened.claims if one.id == claim), None)
    home = None if said is None else store.incident_of(said.mention) if said.mention else opened.incident
    if said is None or home is None:
        return None
    shown = show_incident(store, home, reader)
    return home if any(one.id == said.id and not one.coder.startswith("person:") for one in shown.claims) else None


def open_report(store: Store, report: str, reader: Reader, *, as_of: datetime | None = None) -> Opened:
    """A report with what was read from it, for a reader who may see it; as of a time in its version of then."""
    reading = read_passage(store, report, reader, as_of=as_of)
    mentions, statements = _read_claims(store, reading.report, as_of)
    acts = [act for act in _list_corrections(store, reading, as_of) if may_see_act(store, act, reader)]
    own = [claim for act in acts if act.cite and (claim := make_correction(act)) is not None]
    said = [*(claim for mention in mentions for claim in mention.claims), *statements, *own]
    ordered = sorted(said, key=lambda claim: (claim.span.part.value, claim.span.start, claim.span.end, claim.id))
    return Opened(
        reading=reading,
        claims=tuple(ordered),
        incident=_find_incident(store, mentions, as_of) or _find_corrected(store, acts),
    )


def _list_corrections(store: Store, reading: Reading, as_of: datetime | None) -> list[Act]:
    """The corrections that cite this version of a report, or the one whose note it is."""
    ident = reading.report.removeprefix("note:")
    acts = store.acts([reading.report]) if ident == reading.report else store.acts_by_id([ident])
    return [
        act
        for act in find_standing(acts, as_of)
        if act.kind is ActKind.CORRECT and (act.cite is None or act.cite.version == reading.version)
        if reading.report in (act.note_report, act.cite and act.cite.report)
    ]


def _find_corrected(store: Store, acts: Sequence[Act]) -> IncidentId | None:
    """The record that a note corrects."""
    rows = [row for act in acts for row in store.bearings([act.id])[act.id] if row.mention is not None]
    return store.incident_of(rows[0].mention) if rows and rows[0].mention else None


def _read_claims(store: Store, report: ReportId, as_of: datetime | None) -> tuple[Sequence[Mention], Sequence[Claim]]:
    if as_of is not None:
        past = recall_then(store, as_of).past
        return past.mentions_of([report]), past.statements([report])
    extraction = store.extraction(report)
    return (extraction.mentions, extraction.statements) if extraction else ((), ())


def _find_incident(store: Store, mentions: Sequence[Mention], as_of: datetime | None) -> IncidentId | None:
    if not mentions:
        return None
    main = mentions[0].id
    return store.incident_of(main) if as_of is None else recall_then(store, as_of).place([main]).get(main)


def read_cited(store: Store, dossier: Dossier, *, as_of: datetime | None = None) -> dict[ReportId, Reading]:
    """The readings a record stands on, by report; the record was already cut to what its reader may see."""
    source = store if as_of is None else recall_then(store, as_of).past
    reports = [*(cited.report for cited in dossier.cited), *(claim.report for claim in dossier.corrections)]
    return {reading.report: reading for reading in source.readings(reports)}
