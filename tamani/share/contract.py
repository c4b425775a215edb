"""The rows other programs read, one JSON object each: readings, places, extractions and incidents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from tamani.fields import TOLLS
from tamani.records import (
    Claim,
    Dossier,
    Extraction,
    Incident,
    Mention,
    MentionId,
    Part,
    Position,
    Reading,
    Settled,
    Stance,
    Toponym,
)

Row = dict[str, Any]
# One value is shown for these; all others are lists.
SINGLE = ("kind", "date", "place", "stage")


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


def make_extraction_row(extraction: Extraction) -> Row:
    """What a report says, as `tamani extract` prints it."""
    return {
        "report": extraction.report,
        "language": extraction.language,
        "relevant": extraction.relevant,
        "mentions": [_make_mention_row(mention) for mention in extraction.mentions],
        "statements": [make_claim_row(claim) for claim in extraction.statements],
    }


def _make_mention_row(mention: Mention) -> Row:
    row: Row = {"id": mention.name, "kind": mention.kind}
    if mention.mode != "actual":
        row["mode"] = mention.mode.value
    row["claims"] = [make_claim_row(claim) for claim in mention.claims]
    return row


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
    return row


def make_incident_row(dossier: Dossier, names: dict[MentionId, str]) -> Row:
    """A record as `tamani incidents --format jsonl` prints it; names: what its report calls a mention ("m1")."""
    incident = dossier.incident
    row: Row = {
        "incident": incident.id,
        "kind": incident.kind,
        "background": incident.background,
        "members": [
            {"report": member.report, "mention": names.get(member.mention, member.mention)}
            for member in incident.members
        ],
        "fields": _make_fields(incident),
        "origins": len(incident.origins),
        "origin_list": [{"name": one.name, "kind": one.kind, "reports": list(one.reports)} for one in incident.origins],
        "disputed": list(incident.disputed),
        "superseded": [
            {"field": settled.field} | make_position_row(position)
            for settled in incident.fields
            for position in settled.positions
            if position.superseded
        ],
        "denied": [
            {"field": settled.field} | make_position_row(position)
            for settled in incident.fields
            for position in settled.positions
            if position.stance is Stance.DENIED
        ],
        "first_known": msgspec.to_builtins(incident.first_known),
        "last_known": msgspec.to_builtins(incident.last_known),
        "marking": dossier.marking.tlp.value,
    }
    if incident.statements:
        row["statements"] = [make_claim_row(claim) | {"report": claim.report} for claim in incident.statements]
    if dossier.assessment:
        row["severity"] = dossier.assessment.severity
        row["reasons"] = [list(reason) for reason in dossier.assessment.reasons]
    return row


def _make_fields(incident: Incident) -> Row:
    fields: Row = {}
    for settled in incident.fields:
        name = settled.field
        if name in TOLLS:
            fields.setdefault(name, []).extend(order_positions(settled))
        elif name in SINGLE:
            if settled.value is not None and name not in fields:
                fields[name] = msgspec.to_builtins(settled.value)
        else:
            values = [msgspec.to_builtins(p.value) for p in settled.positions if p.stance is not Stance.DENIED]
            if settled.value is not None:
                first = msgspec.to_builtins(settled.value)
                values = [first, *(value for value in values if value != first)]
            fields.setdefault(name, []).extend(value for value in values if value not in fields.get(name, []))
    for name in TOLLS:
        if name in fields:
            # In time order, the superseded ones first; an undated one counts as the latest.
            fields[name].sort(key=lambda entry: (not entry.get("superseded", False), entry["since"] or "9"))
    return fields


def order_positions(settled: Settled) -> list[Row]:
    """The figures of a toll that somebody asserts, one row a speaker."""
    return [make_position_row(position) for position in settled.positions if position.stance is not Stance.DENIED]


def make_position_row(position: Position) -> Row:
    """One speaker's value with who carries it."""
    value = msgspec.to_builtins(position.value)
    row: Row = dict(value) if isinstance(value, dict) else {"value": value}
    if row.get("scope", "") is None:
        del row["scope"]
    row |= {"said_by": position.said_by, "reports": list(position.reports), "origins": len(position.origins)}
    row["since"] = msgspec.to_builtins(position.since)
    if position.speaker is not None:
        row["speaker"] = position.speaker
    if position.stance is not Stance.ASSERTED:
        row["stance"] = position.stance.value
    if position.superseded:
        row["superseded"] = True
    return row
