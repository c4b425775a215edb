"""The rows other programs read, one JSON object each: readings, places, extractions and incidents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from tamani.fields import TOLLS
from tamani.origins import Carried, OriginTree
from tamani.records import (
    Claim,
    ClaimId,
    Correction,
    Dossier,
    Extraction,
    Mention,
    Part,
    Reading,
    Stance,
    Toponym,
)
from tamani.settle import describe_incident

Row = dict[str, Any]


def make_reading_row(reading: Reading) -> Row:
    """A reading as `tamani read` prints it."""
    row: Row = {"report": reading.report, "file": reading.file}
    for name in ("url", "title", "author", "agency", "published", "modified", "language", "source", "text"):
        row[name] = msgspec.to_builtins(getattr(reading, name))
    return row


def make_places_row(reading: Reading, toponyms: Iterable[Toponym]) -> Row:
    """The place names of a reading as `tamani locate` prints them; lat null: seen, not resolved."""
    places = []
    for toponym in toponyms:
        place, span = toponym.place, toponym.span
        row: Row = {"start": span.start, "end": span.end, "text": reading.quote(span), "name": place.name}
        row |= {"lat": place.lat, "lon": place.lon, "precision": place.precision, "gazetteer": place.gazetteer}
        row |= {"country": place.country, "admin1": place.admin1, "radius_km": place.radius_km}
        row |= {"feature": toponym.feature, "relation": toponym.relation, "reasons": list(toponym.reasons)}
        if span.part is Part.TITLE:
            row["part"] = "title"
        places.append(row)
    return {"report": reading.report, "places": places}


def make_extraction_row(extraction: Extraction, reasons: Mapping[ClaimId, Any] | None = None) -> Row:
    """What a report says, as `tamani extract` prints it; with reasons, each claim says why it was made."""
    why = reasons or {}
    return {
        "report": extraction.report,
        "language": extraction.language,
        "relevant": extraction.relevant,
        "mentions": [_make_mention_row(mention, why) for mention in extraction.mentions],
        "statements": [_add_reason(claim, why) for claim in extraction.statements],
    }


def _make_mention_row(mention: Mention, why: Mapping[ClaimId, Any]) -> Row:
    row: Row = {"id": mention.name, "kind": mention.kind}
    if mention.mode != "actual":
        row["mode"] = mention.mode.value
    row["claims"] = [_add_reason(claim, why) for claim in mention.claims]
    return row


def _add_reason(claim: Claim, why: Mapping[ClaimId, Any]) -> Row:
    row = make_claim_row(claim)
    return row | {"why": msgspec.to_builtins(why[claim.id])} if claim.id in why else row


def make_claim_row(claim: Claim) -> Row:
    """A claim with the place and the words it quotes."""
    value = msgspec.to_builtins(claim.value)
    if isinstance(value, dict) and value.get("scope", "") is None:
        del value["scope"]
    row: Row = {"field": claim.field, "value": value, "start": claim.span.start, "end": claim.span.end}
    row |= {"quote": claim.quote, "stance": claim.stance.value, "said_by": claim.said_by}
    if claim.speaker is not None:
        row["speaker"] = claim.speaker
    if claim.via:
        row["via"] = list(claim.via)
    if claim.span.part is Part.TITLE:
        row["part"] = "title"
    if claim.confidence is not None:
        row["confidence"] = claim.confidence
    return row


def make_incident_row(dossier: Dossier) -> Row:
    """A record as `tamani incidents --format jsonl` prints it."""
    incident = dossier.incident
    row = describe_incident(incident, dossier.names)
    row |= {"kind": incident.kind, "marking": dossier.marking.tlp.value}
    row |= {"parent": incident.parent, "parts": list(incident.parts)}
    denied = []
    for field in TOLLS:
        if field in row["fields"]:
            entries = [_count_origins(entry) for entry in row["fields"][field]]
            # A denied figure is no toll: it stands beside, so that nobody adds it up.
            row["fields"][field] = [entry for entry in entries if entry.get("stance") != Stance.DENIED]
            denied += [{"field": field} | entry for entry in entries if entry.get("stance") == Stance.DENIED]
    row["superseded"] = [_count_origins(entry) for entry in row["superseded"]]
    row["denied"] = denied
    row |= _describe_decisions(dossier)
    row["statements"] = [make_claim_row(claim) | {"report": claim.report} for claim in incident.statements]
    if dossier.assessment:
        row["severity"] = dossier.assessment.severity
        row["reasons"] = [list(reason) for reason in dossier.assessment.reasons]
    return row


def name_time(row: Row, as_of: datetime | None) -> Row:
    """The row with the moment that it looks back to; as it is, where it tells of now."""
    return row if as_of is None else row | {"as_of": msgspec.to_builtins(as_of)}


def _describe_decisions(dossier: Dossier) -> Row:
    """What people said on the record, beside what reports say."""
    by_id = {claim.id: claim for claim in dossier.corrections}
    corrected = [(one, by_id[ClaimId(one.claim)]) for one in _list_corrections(dossier)]
    return {
        "corrections": [
            make_claim_row(claim)
            | {"report": claim.report, "author": one.author, "reason": one.reason, "at": msgspec.to_builtins(one.at)}
            for one, claim in corrected
        ],
        "objections": [msgspec.to_builtins(one) for one in dossier.objections],
        "removals": [msgspec.to_builtins(one) for one in dossier.removals],
        "withdrawn": dossier.withdrawn,
    }


def _list_corrections(dossier: Dossier) -> list[Correction]:
    """The corrections that are shown now; those that a later one replaced stand among the positions."""
    return [one.corrected for one in dossier.incident.fields if one.corrected is not None]


def make_dossier_row(dossier: Dossier) -> Row:
    """A record with every claim it stands on, as `tamani show ID --format json` prints it."""
    row = make_incident_row(dossier)
    row["claims"] = [
        make_claim_row(claim) | {"id": claim.id, "report": claim.report, "mention": dossier.names.get(claim.mention)}
        if claim.mention
        else make_claim_row(claim) | {"id": claim.id, "report": claim.report}
        for claim in dossier.claims
    ]
    row["reports"] = [msgspec.to_builtins(cited) for cited in dossier.cited]
    return row


def make_origin_rows(tree: OriginTree) -> list[Row]:
    """The origins of a record, one a row, as `tamani origins ID --format jsonl` prints them; id null: no origin."""
    rows = []
    for root in tree.roots:
        origin = root.origin
        row: Row = {"incident": tree.dossier.incident.id, "id": origin.id if origin else None}
        row |= {"name": origin.name if origin else None, "kind": origin.kind if origin else None}
        row["reports"] = root.reports
        row["channels"] = [
            {"id": one.id, "name": one.name, "reports": [_make_carried_row(two) for two in one.reports]}
            for one in root.channels
        ]
        rows.append(row)
    return rows


def _make_carried_row(carried: Carried) -> Row:
    cited = carried.cited
    return {
        "report": cited.report,
        "source": cited.source or cited.agency,
        "published": msgspec.to_builtins(cited.published),
        "claims": [make_claim_row(claim) | {"id": claim.id} for claim in carried.claims],
        "copies": [
            {"report": one.report, "source": one.source or one.agency, "published": msgspec.to_builtins(one.published)}
            for one in carried.copies
        ],
    }


def _count_origins(entry: Row) -> Row:
    return entry | {"origins": len(entry["origins"])}
