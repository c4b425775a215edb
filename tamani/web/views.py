"""Dossiers made into what a template shows: every value said in the reader's language, every passage with its link.

In come dossiers, readings and a language; out go plain values for the templates; nothing here decides what is true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import quote as quote_url

from msgspec import Struct

from tamani.assess import is_little_known
from tamani.dissent import Telling, say_credibility, say_incident_credibility, say_revision, say_rule, say_sides
from tamani.fields import STATEMENTS, TOLLS
from tamani.phrases import (
    say_dates,
    say_day,
    say_place,
    say_plural,
    say_reason,
    say_title,
    say_value,
)
from tamani.records import (
    Claim,
    ClaimId,
    DateValue,
    Dossier,
    Incident,
    IncidentId,
    PlaceValue,
    Position,
    Reading,
    ReportId,
    Settled,
    Span,
    TollValue,
)
from tamani.shown import (
    find_undated,
    has_several_groups,
    is_range,
    join_statements,
    say_best,
    say_itself,
    say_settled,
    say_settled_toll,
    say_since,
    say_stand,
    say_tolls,
    say_voice,
)
from tamani.web.eye import Eye, incident_url, report_url, say_looking_back, say_then
from tamani.web.rules import view_rules

# What the line of a record says elsewhere: in its toll, its counts and its mark of dispute.
SAID_ELSEWHERE = frozenset({"many_killed", "many_abducted", "disputed", "several_origins"})
CONTEXT = 160  # characters of the sentence shown on either side of a quote


class Row(Struct, frozen=True, kw_only=True):
    """One line of the list, and its dot on the map."""

    id: str
    url: str
    kind: str
    place: str
    name: str  # of the place alone, for the map
    date: str
    toll: str
    counts: str
    disputed: str
    reasons: tuple[str, ...]
    severity: int
    is_new: bool
    little_known: bool


class Passage(Struct, frozen=True, kw_only=True):
    url: str
    before: str
    quote: str
    after: str
    source: str
    published: str | None


class Stand(Struct, frozen=True, kw_only=True):
    """One position on a fact, with its passages."""

    value: str
    said_by: str
    stance: str
    superseded: bool
    scope: str | None
    counts: str
    since: str | None
    passages: tuple[Passage, ...]


class Fact(Struct, frozen=True, kw_only=True):
    label: str
    shown: str
    range: str | None
    disputed: bool
    corrected: str  # by whom and why, where a person's value is shown
    sides: str  # who disagrees with whom, and since when
    revisions: tuple[str, ...]
    rule: str
    credibility: str  # of a disputed fact
    positions: tuple[Stand, ...]


def view_row(dossier: Dossier, eye: Eye, seen: datetime | None) -> Row:
    """One line of the list."""
    incident = dossier.incident
    place, day = _value(incident, "place"), _value(incident, "date")
    kind = say_value("kind", incident.kind, eye.vocabulary, eye.language)
    fields = {one.id: (one.fr if eye.language == "fr" else one.en) for one in eye.vocabulary.fields.values()}
    assessment = dossier.assessment
    return Row(
        id=incident.id,
        url=eye.link(incident_url(incident.id)),
        kind=kind[:1].upper() + kind[1:],
        place=say_place(place if isinstance(place, PlaceValue) else None, eye.vocabulary, eye.language),
        name=place.name if isinstance(place, PlaceValue) else "",
        date=say_dates(day if isinstance(day, DateValue) else None, eye.language),
        toll=say_tolls(incident, eye.language),
        counts=_say_counts(dossier, eye),
        disputed=", ".join(fields.get(name, name) for name in incident.disputed),
        reasons=tuple(
            say_reason(code, detail, eye.vocabulary, eye.language)
            for code, detail in (assessment.reasons if assessment else ())
            if code not in SAID_ELSEWHERE
        ),
        severity=assessment.severity if assessment else 0,
        is_new=seen is not None and incident.last_known is not None and incident.last_known > seen,
        little_known=is_little_known(incident),
    )


def view_facts(dossier: Dossier, readings: Mapping[ReportId, Reading], eye: Eye) -> tuple[Fact, ...]:
    """The facts of a record in the order of vocab/fields.toml, each with who says what and where."""
    # The heading says kind, place and date already: what people open a record for is how many, and by whom.
    order = {name: rank for rank, name in enumerate((*TOLLS, "perpetrator", *eye.vocabulary.fields))}
    order |= {name: rank for rank, name in enumerate((*TOLLS, "perpetrator"))}
    by_id = {claim.id: claim for claim in dossier.claims}
    settled = sorted(
        (one for one in dossier.incident.fields if one.field not in STATEMENTS),
        key=lambda one: order.get(one.field, 99),
    )
    desk = Desk(by_id, readings, find_undated(dossier))
    return tuple(_view_fact(one, dossier.incident, desk, eye) for one in settled if one.positions)


class Desk(Struct, frozen=True):
    """What lies ready for showing positions: claims, readings, and which reports bear no date."""

    claims: Mapping[ClaimId, Claim]
    readings: Mapping[ReportId, Reading]
    undated: frozenset[ReportId]


def _view_fact(one: Settled, incident: Incident, desk: Desk, eye: Eye) -> Fact:
    words, rule = eye.words, eye.vocabulary.fields.get(one.field)
    label = (rule.fr if eye.language == "fr" else rule.en) if rule else one.field
    toll = isinstance(one.value, TollValue)
    telling = Telling(eye.vocabulary, eye.language, desk.undated)
    return Fact(
        label=label[:1].upper() + label[1:],
        shown=say_settled_toll(one, eye.language, unstated=has_several_groups(incident, one.field))
        if toll
        else say_settled(one, eye.vocabulary, eye.language),
        range=_say_range(one, eye, words),
        disputed=one.disputed,
        corrected=words["corrected_by"].format(author=one.corrected.author, reason=one.corrected.reason)
        if one.corrected
        else "",
        sides=say_sides(one, telling),
        revisions=tuple(say_revision(two, telling) for two in one.revisions),
        rule=say_rule(one, telling) if one.choice and is_range(one) else "",
        credibility=say_credibility(one.credibility, telling) if one.credibility else "",
        positions=tuple(_view_stand(one.field, alike, desk, eye) for alike in _join_alike(one, eye)),
    )


def _join_alike(one: Settled, eye: Eye) -> tuple[tuple[Position, ...], ...]:
    """Positions that read the same in this language, together: a town under two spellings is one line."""
    joined: dict[tuple[object, ...], list[Position]] = {}
    for position in one.positions:
        said = say_value(one.field, position.value, eye.vocabulary, eye.language)
        key = (
            said,
            say_voice(position, eye.vocabulary, eye.language),
            position.stance,
            position.superseded,
            _scope(position),
        )
        joined.setdefault(key, []).append(position)
    return tuple(tuple(alike) for alike in joined.values())


def _scope(position: Position) -> str | None:
    return position.value.scope if isinstance(position.value, TollValue) else None


def _view_stand(field: str, alike: Sequence[Position], desk: Desk, eye: Eye) -> Stand:
    first = alike[0]
    reports = {report for position in alike for report in position.reports}
    origins = {origin for position in alike for origin in position.origins}
    claims = [desk.claims[one] for position in alike for one in position.claims if one in desk.claims]
    counted = [say_plural("reports", len(reports), eye.language)]
    if origins:
        counted.append(say_plural("counted", len(origins), eye.language))
    return Stand(
        value=say_stand(field, first, eye.vocabulary, eye.language),
        said_by=say_voice(first, eye.vocabulary, eye.language) or say_itself(len(reports), eye.language),
        stance=first.stance.value,
        superseded=first.superseded,
        scope=eye.words.get(_scope(first) or ""),
        counts=", ".join(counted),
        since=say_since(first, desk.undated, eye.language),
        passages=tuple(view_passage(claim, desk.readings.get(claim.report), eye) for claim in claims),
    )


def view_passage(claim: Claim, reading: Reading | None, eye: Eye) -> Passage:
    """A quote in its sentence."""
    before, after = ("", "") if reading is None else _around(reading, claim.span)
    return Passage(
        url=eye.link(report_url(claim)),
        before=before,
        quote=claim.quote,
        after=after,
        source=(reading.source or reading.title if reading else None) or claim.report,
        published=say_day(reading.published, eye.language) if reading and reading.published else None,
    )


def _around(reading: Reading, span: Span) -> tuple[str, str]:
    """The rest of the sentence on both sides of a span, cut to a readable length."""
    if span.part.value == "title":
        title = reading.title or ""
        return title[: span.start], title[span.end :]
    holding = [one for one in reading.sentences if one.overlaps(span)] or [span]
    before = reading.text[min(one.start for one in holding) : span.start]
    after = reading.text[span.end : max(one.end for one in holding)]
    if len(before) > CONTEXT:
        before = "… " + before[-CONTEXT:].partition(" ")[2]
    if len(after) > CONTEXT:
        after = after[:CONTEXT].rpartition(" ")[0] + " …"
    return before, after


def _value(incident: Incident, field: str) -> object:
    return next((one.value for one in incident.settled(field)), None)


def _say_range(one: Settled, eye: Eye, words: Mapping[str, str]) -> str | None:
    """The best figure beside a range; how exact a place is."""
    if isinstance(one.value, PlaceValue):
        if one.value.lat is None:
            return words["unresolved"]
        if one.value.precision == 1 and (one.value.radius_km or 0) <= 10:
            return words["precision_exact"]
        return words["precision"].format(km=round(one.value.radius_km)) if one.value.radius_km else None
    return say_best(one, eye.language)


def _say_counts(dossier: Dossier, eye: Eye) -> str:
    reports = len({member.report for member in dossier.incident.members})
    counted = say_plural("counted", len(dossier.incident.origins), eye.language)
    return f"{say_plural('reports', reports, eye.language)}, {counted}"


def _view_statements(dossier: Dossier, readings: Mapping[ReportId, Reading], eye: Eye) -> list[dict[str, str]]:
    """Reactions, promises and findings, a line each, with the passage of the first report that carries it."""
    views = []
    for one in join_statements(dossier.incident.statements, eye.vocabulary, eye.language):
        claim = one.claims[0]
        rule, reading = eye.vocabulary.fields.get(claim.field), readings.get(claim.report)
        label = (rule.fr if eye.language == "fr" else rule.en) if rule else claim.field
        source = (reading.source if reading else None) or claim.report
        reports = len({claim.report for claim in one.claims})
        views.append(
            {
                "field": claim.field,
                "url": eye.link(report_url(claim)),
                "label": label[:1].upper() + label[1:],
                "value": one.said,
                "source": source if reports == 1 else say_plural("reports", reports, eye.language),
            }
        )
    return views


def _view_kin(incidents: Sequence[IncidentId], eye: Eye) -> list[dict[str, str]]:
    return [{"name": one, "url": eye.link(incident_url(one))} for one in incidents]


def view_card(dossier: Dossier, readings: Mapping[ReportId, Reading], eye: Eye) -> dict[str, object]:
    """All that the record shows."""
    incident = dossier.incident
    statements = _view_statements(dossier, readings, eye)
    row = view_row(dossier, eye, None)
    return {
        "id": incident.id,
        "url": incident_url(incident.id),
        "title": say_title(incident, eye.vocabulary, eye.language),
        "reports_said": say_plural("reports", len({member.report for member in incident.members}), eye.language),
        "origins_said": say_plural("counted", len(incident.origins), eye.language),
        "marking": dossier.marking.tlp.value,
        "reasons": row.reasons,
        "whole": _view_kin([incident.parent] if incident.parent else [], eye),
        "told_apart": _view_kin(incident.parts, eye),
        "as_of": eye.as_of,
        "as_of_note": say_looking_back(eye),
        "then": say_then(dossier, eye),
        "also": [{"name": ident, "url": incident_url(ident)} for ident in dossier.also],
        "parts": _view_kin(dossier.apart, eye),
        "today_url": incident_url(dossier.today[0] if dossier.today else incident.id),
        "back_url": eye.link("/"),
        "data_url": eye.link(incident_url(incident.id) + ".json"),
        "facts": view_facts(dossier, readings, eye),
        "rules": view_rules(dossier, eye),
        "credibility": say_incident_credibility(incident.credibility, Telling(eye.vocabulary, eye.language))
        if incident.credibility
        else "",
        "reactions": [one for one in statements if one["field"] in ("reaction", "commitment")],
        "statements": [one for one in statements if one["field"] not in ("reaction", "commitment")],
        "reports": _view_reports(dossier, eye),
        "history_url": eye.link(incident_url(incident.id) + "/history"),
    }


def _view_reports(dossier: Dossier, eye: Eye) -> list[dict[str, str | None]]:
    ordered = sorted(dossier.cited, key=lambda one: (one.published is None, str(one.published), one.report))
    return [
        {
            "url": eye.link(f"/reports/{quote_url(one.report, safe='')}"),
            "title": one.title or one.report,
            "source": one.source or one.agency or eye.words["source"],
            "published": say_day(one.published, eye.language) if one.published else None,
        }
        for one in ordered
    ]
