"""What people say on what a record shows: correct a value, contest, answer, withdraw, leave a question open.

A correction is a claim whose source is that person. It quotes a report, where a report has the words; else the person's
own words are kept as a note, a report of its own. Nothing that reports say is changed.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from tamani.acts import find_standing
from tamani.errors import BadClaim, NotFound
from tamani.fields import VALUE_TYPES
from tamani.flow.decide import Decided, Decision, find_reports, keep_act, refer
from tamani.flow.follow import find_incident
from tamani.flow.view import OWNER, show_incident
from tamani.flow.worded import Wording, parse_value
from tamani.locate import find_toponyms, open_gazetteer
from tamani.records import (
    Act,
    ActKind,
    Cite,
    Dossier,
    Marking,
    MentionId,
    Part,
    PlaceValue,
    Reading,
    ReportId,
    Version,
)
from tamani.store import Store

HOLDERS = 5  # mentions by which a value or an objection holds on to its record


class Ground(Struct, frozen=True, kw_only=True):
    """What a correction rests on: words of a report, or else what the person knows, in the person's own words."""

    report: str | None = None
    quote: str | None = None
    note: str | None = None
    marking: Marking = Marking()  # of the note: who may see it


def correct_field(store: Store, incident: str, given: Wording, ground: Ground, decision: Decision) -> Decided:
    """Show a person's value instead of what reports settle to; theirs stay beside it."""
    dossier = show_incident(store, incident, OWNER)
    value = parse_value(given, lambda name: find_place(name, given.gazetteer))
    cite = _find_words(store, dossier, ground) if ground.quote else None
    if cite is None and not (ground.note or "").strip():
        remedy = "give --quote with words of a report, or --note with what you know and from whom"
        raise BadClaim(f"incident {dossier.incident.id}", "a correction must say what it rests on", remedy)
    first = cite.report if cite else None
    act = Act(
        kind=ActKind.CORRECT, author=decision.author, reason=decision.reason, at=decision.at,
        refs=refer(store, _choose_holders(dossier, first)), field=given.field, value=msgspec.to_builtins(value),
        cite=cite, note=None if cite else ground.note, said_by=given.said_by,
        tlp=None if cite else ground.marking.tlp, audience=() if cite else ground.marking.audience,
    )  # fmt: skip
    return keep_act(store, act, _list_mentions(dossier), decision.at)


def find_place(name: str, gazetteer: Path | None) -> PlaceValue | None:
    """A place by its name, as a report that names it would be read."""
    text = f"Attack in {name}."
    reading = Reading(report=ReportId("place"), version=Version("place"), text=text, language="en")
    found = [one.place for one in find_toponyms(reading, open_gazetteer(gazetteer)) if one.place.lat is not None]
    return found[0] if found else None


def _find_words(store: Store, dossier: Dossier, ground: Ground) -> Cite:
    """The words in a report of the record, or in the one that is named."""
    quote = ground.quote or ""
    reports = [cited.report for cited in dossier.cited]
    if ground.report is not None:
        reports = [store.find_report_id(ground.report)]
    for reading in store.readings(reports):
        for part, text in ((Part.TEXT, reading.text), (Part.TITLE, reading.title or "")):
            start = text.find(quote)
            if start >= 0:
                return Cite(reading.report, reading.version, start, start + len(quote), part, quote)
    where = f"report {ground.report}" if ground.report else f"incident {dossier.incident.id}"
    raise BadClaim(where, f"the words {quote!r} are not there", "copy them exactly as they stand in the report")


def _choose_holders(dossier: Dossier, first: str | None) -> list[MentionId]:
    ordered = sorted(dossier.mentions, key=lambda one: one.report != first)
    return [mention.id for mention in ordered][:HOLDERS]


def _list_mentions(dossier: Dossier) -> list[MentionId]:
    return [mention.id for mention in dossier.mentions]


def contest_record(
    store: Store, incident: str, field: str | None, decision: Decision, marking: Marking | None = None
) -> Decided:
    """Object to a record, or to one field of it, in words; it shows on the record until it is answered, and after."""
    dossier = show_incident(store, incident, OWNER)
    if field is not None and field not in VALUE_TYPES:
        raise BadClaim(f"field {field!r}", "there is no such field", f"name one of {', '.join(VALUE_TYPES)}")
    # Who may see the record may see that it is contested, unless the author says otherwise.
    marked = marking or dossier.marking
    act = Act(
        kind=ActKind.CONTEST, author=decision.author, reason=decision.reason, at=decision.at, field=field,
        refs=refer(store, _choose_holders(dossier, None)), tlp=marked.tlp, audience=marked.audience,
    )  # fmt: skip
    return keep_act(store, act, _list_mentions(dossier), decision.at)


def answer_objection(store: Store, objection: str, upheld: bool, decision: Decision) -> Decided:
    """Close an objection: upheld or rejected, with the reason. It changes no value: correct or withdraw does."""
    ident = store.find_act_id(objection)
    (act,) = store.acts_by_id([ident])
    touching = store.acts(find_reports(store, act))
    standing = {one.id: one for one in find_standing(touching)}
    if act.kind is not ActKind.CONTEST or ident not in standing:
        raise NotFound(f"decision {objection!r}", "is no objection that stands", "see `tamani queue`")
    if any(one.about == ident and one.kind is ActKind.ANSWER for one in standing.values()):
        raise NotFound(f"decision {objection!r}", "was answered already", "undo the answer first")
    made = Act(
        kind=ActKind.ANSWER, author=decision.author, reason=decision.reason, at=max(decision.at, act.at), about=ident,
        upheld=upheld,
    )  # fmt: skip
    mentions = [one.mention for one in store.bearings([ident])[ident] if one.mention]
    return keep_act(store, made, mentions, decision.at)


def withdraw_incident(store: Store, incident: str, decision: Decision) -> Decided:
    """Say that what these reports tell of is no incident; a report that comes later is asked about."""
    members = [member.mention for member in store.members(find_incident(store, incident))]
    return keep_act(store, _withdraw(decision, refs=refer(store, members)), members, decision.at)


def withdraw_report(store: Store, report: str, decision: Decision) -> Decided:
    """Take a report out of all records: its publisher took it back, or it is a hoax. Its text stays."""
    ident = store.find_report_id(report)
    said = store.extraction(ident)
    mentions = [mention.id for mention in said.mentions] if said else []
    return keep_act(store, _withdraw(decision, report=str(ident)), mentions, decision.at)


def withdraw_claim(store: Store, incident: str, claim: str, decision: Decision) -> Decided:
    """Take one claim out of a record: its words were misread, or are not about this."""
    dossier = show_incident(store, incident, OWNER)
    found = [one for one in dossier.claims if one.id.startswith(claim)]
    if len(found) != 1:
        problem = "several claims have an id that starts so" if found else "is no claim of that incident"
        raise NotFound(f"claim {claim!r}", problem, f"see `tamani show {dossier.incident.id} --format json`")
    said = found[0]
    if said.coder.startswith("person:"):
        raise NotFound(f"claim {claim!r}", "is a correction of a person", f"use `tamani undo {said.id}`")
    span = said.span
    act = _withdraw(
        decision, refs=refer(store, [said.mention] if said.mention else []), field=said.field,
        value=msgspec.to_builtins(said.value),
        cite=Cite(said.report, said.version, span.start, span.end, span.part, said.quote),
    )  # fmt: skip
    return keep_act(store, act, _list_mentions(dossier), decision.at)


def _withdraw(decision: Decision, **about: object) -> Act:
    return Act(
        kind=ActKind.WITHDRAW, author=decision.author, reason=decision.reason, at=decision.at,
        **about,  # type: ignore[arg-type]
    )  # fmt: skip


def park_question(store: Store, incident: str, field: str, decision: Decision) -> Decided:
    """Leave a question on a field open: it is not asked again until another report comes."""
    ident = find_incident(store, incident)
    members = [member.mention for member in store.members(ident)]
    act = Act(
        kind=ActKind.PARK, author=decision.author, reason=decision.reason, at=decision.at, field=field,
        refs=refer(store, members),
    )  # fmt: skip
    return keep_act(store, act, members, decision.at)
