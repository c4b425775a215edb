"""An incident as a view over its mentions, and the same as one row of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tamani.fields import TOLLS, Vocabulary
from tamani.records import (
    Claim,
    ClaimId,
    DateValue,
    Incident,
    IncidentId,
    Member,
    Mention,
    MentionId,
    Mode,
    Origin,
    PlaceValue,
    Position,
    ReportId,
    Revision,
    Settled,
    Stance,
    TollValue,
)
from tamani.settle.corrected import Corrected, apply_corrections
from tamani.settle.credibility import apply_grades, grade_field, grade_incident
from tamani.settle.positions import Evidence, order_positions
from tamani.settle.table import settle_claims

# An event that was only feared, planned or said not to have happened makes no incident visible.
REAL = (Mode.ACTUAL, Mode.BACKGROUND)


class Sources(Struct, frozen=True):
    """Where the claims of an incident come from: independent origins, and from when each report is known."""

    origins: tuple[Origin, ...]
    origin_of: Mapping[ClaimId, str]
    known: Mapping[ReportId, datetime | None]
    # Known only from when they were collected, which tells nothing about whose figure is the later one.
    undated: frozenset[ReportId] = frozenset()
    copied_from: Mapping[ReportId, ReportId] = {}  # of copies of one text, the report that was first
    corrected: tuple[Corrected, ...] = ()  # what people say instead


def build_incident(
    incident: IncidentId,
    mentions: Sequence[Mention],
    statements: Sequence[Claim],
    sources: Sources,
    vocabulary: Vocabulary,
) -> Incident:
    """The record of one group of mentions, settled from the claims given; built anew each time it is asked for."""
    ordered = sorted(mentions, key=lambda mention: mention.id)
    claims = [claim for mention in ordered for claim in mention.claims]
    evidence = Evidence(sources.origin_of, sources.known, vocabulary, sources.undated, sources.copied_from)
    named = [origin.id for origin in sources.origins]
    grades = [one for one in sources.corrected if one.claim.field == "credibility"]
    values = [one for one in sources.corrected if one.claim.field != "credibility"]
    settled = tuple(_grade(one, named, grades, vocabulary) for one in settle_claims(claims, evidence))
    fields = apply_corrections(settled, values, vocabulary)
    kind = next((one.value for one in fields if one.field == "kind" and isinstance(one.value, str)), None)
    times = [at for mention in ordered if (at := sources.known.get(mention.report)) is not None]
    return Incident(
        id=incident,
        kind=kind or _most_common_kind(ordered),
        title=_make_title(kind or _most_common_kind(ordered), fields),
        members=tuple(sorted(Member(mention.report, mention.id) for mention in ordered)),
        fields=fields,
        statements=tuple(sorted(statements, key=lambda claim: (claim.report, claim.span, claim.id))),
        origins=tuple(sorted(sources.origins, key=lambda origin: origin.id)),
        disputed=tuple(dict.fromkeys(one.field for one in fields if one.disputed)),
        background=all(mention.mode is not Mode.ACTUAL for mention in ordered),
        first_known=min(times, default=None),
        last_known=max(times, default=None),
        credibility=apply_grades(grade_incident(settled, named, vocabulary), None, grades),
    )


def _grade(one: Settled, origins: Sequence[str], grades: Sequence[Corrected], vocabulary: Vocabulary) -> Settled:
    """A field with how credible its value is, where it is disputed."""
    proposed = grade_field(one, origins, vocabulary)
    return one if proposed is None else replace(one, credibility=apply_grades(proposed, one.field, grades))


def _most_common_kind(mentions: Sequence[Mention]) -> str:
    kinds = [mention.kind for mention in mentions if mention.mode in REAL] or [mention.kind for mention in mentions]
    return max(sorted(set(kinds)), key=kinds.count) if kinds else "other"


def _make_title(kind: str, fields: Sequence[Settled]) -> str:
    """kind, place, day; faces make their own in the reader's language."""
    place = next((one.value.name for one in fields if isinstance(one.value, PlaceValue)), None)
    day = next((one.value.start.isoformat() for one in fields if isinstance(one.value, DateValue)), None)
    return ", ".join(part for part in (kind, place, day) if part)


# --- the row of the contract -------------------------------------------------------------------------------------


def describe_incident(incident: Incident, names: Mapping[MentionId, str] | None = None) -> dict[str, Any]:
    """The incident as one row of `tamani incidents --format jsonl`, ready for JSON.

    names: what a mention is called in its report ("m1"); without it the mention's own id stands.
    """
    fields: dict[str, Any] = {"kind": incident.kind}
    for one in incident.fields:
        if one.field in TOLLS:
            fields.setdefault(one.field, [])
        elif one.field != "kind" and one.value is not None:
            fields[one.field] = msgspec.to_builtins(one.value)
    for field in TOLLS:
        if field in fields:
            fields[field] = [_describe_toll(one) for one in _in_time_order(incident.settled(field))]
    return {
        "incident": incident.id,
        "title": incident.title,
        "members": [
            {"report": member.report, "mention": (names or {}).get(member.mention, member.mention)}
            for member in incident.members
        ],
        "fields": fields,
        "tolls": {field: _summarise_tolls(incident.settled(field)) for field in TOLLS if field in fields},
        "origins": len(incident.origins),
        "credibility": msgspec.to_builtins(incident.credibility),
        "origin_names": [origin.name for origin in incident.origins],
        "disputed": list(incident.disputed),
        "superseded": [
            {"field": one.field} | _describe_toll(position)
            for one in incident.fields
            if one.field in TOLLS
            for position in one.positions
            if position.superseded
        ],
        "disputes": [_describe_dispute(one) for one in incident.fields if one.sides],
        "revisions": [_describe_revision(one, revision) for one in incident.fields for revision in one.revisions],
        "background": incident.background,
        "first_known": msgspec.to_builtins(incident.first_known),
        "last_known": msgspec.to_builtins(incident.last_known),
    }


def _in_time_order(settled: Sequence[Settled]) -> tuple[Position, ...]:
    """All positions of a toll, of whatever group, the superseded ones first."""
    return order_positions(position for one in settled for position in one.positions)


def _describe_toll(position: Position) -> dict[str, Any]:
    value = position.value
    assert isinstance(value, TollValue)
    row: dict[str, Any] = {
        "who": value.who.value,
        "low": value.low,
        "high": value.high,
        "qualifier": value.qualifier,
        "said_by": position.said_by,
        "speaker": position.speaker,
        "since": _say_day(position.since),
        "reports": list(position.reports),
        "origins": list(position.origins),
    }
    if value.scope is not None:
        row["scope"] = value.scope
    if position.superseded:
        row["superseded"] = True
    if position.stance is not Stance.ASSERTED:
        row["stance"] = position.stance.value
    return row


def _describe_dispute(settled: Settled) -> dict[str, Any]:
    """The competing values of a field: who holds each, by which reports and origins, and since when."""
    return {
        "field": settled.field,
        "who": settled.who.value if settled.who else None,
        "credibility": msgspec.to_builtins(settled.credibility),
        "sides": [
            {
                "value": msgspec.to_builtins(side.value),
                "stance": side.stance.value,
                "held_by": list(dict.fromkeys(one.said_by for one in side.positions if one.said_by)),
                "since": _say_day(side.since),
                "reports": list(dict.fromkeys(report for one in side.positions for report in one.reports)),
                "origins": list(side.origins),
            }
            for side in settled.sides
        ],
    }


def _describe_revision(settled: Settled, revision: Revision) -> dict[str, Any]:
    """One speaker's figures in order of time; the last is what he says now."""
    return {
        "field": settled.field,
        "who": settled.who.value if settled.who else None,
        "speaker": revision.speaker,
        "steps": [
            _describe_step(position, day) for position, day in zip(revision.positions, revision.days, strict=True)
        ],
    }


def _describe_step(position: Position, day: datetime | None) -> dict[str, Any]:
    value = position.value
    assert isinstance(value, TollValue)
    return {"low": value.low, "high": value.high, "since": _say_day(day), "reports": list(position.reports)}


def _say_day(at: datetime | None) -> str | None:
    return None if at is None else at.date().isoformat()


def _summarise_tolls(settled: Sequence[Settled]) -> list[dict[str, Any]]:
    return [
        {"who": one.who.value if one.who else None, "low": one.low, "best": one.best, "high": one.high,
         "disputed": one.disputed, "rule": one.rule, "choice": one.choice or None}
        for one in settled
    ]  # fmt: skip
