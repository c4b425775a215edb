"""What decisions do to the records of one reader on one day: values corrected, objections shown, reports left out.

What was cited must be seen: a correction that rests on a report, or a note, that the reader may not see is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from tamani.acts import find_standing
from tamani.flow.bear import Finder, bear_act
from tamani.flow.notes import make_correction, note_marking, read_value
from tamani.records import (
    Act,
    ActId,
    ActKind,
    Answer,
    Claim,
    Correction,
    IncidentId,
    Marking,
    Mention,
    MentionId,
    Objection,
    Reader,
    Removal,
    ReportId,
)
from tamani.settle import Corrected
from tamani.store import Bearing, Store
from tamani.trust import may_see


class Effects(Struct, frozen=True):
    """What the decisions that stand say of one incident."""

    corrected: tuple[Corrected, ...] = ()
    objections: tuple[Objection, ...] = ()
    removals: tuple[Removal, ...] = ()
    out: frozenset[MentionId] = frozenset()  # mentions that are withdrawn
    struck: tuple[Act, ...] = ()  # claims that are withdrawn
    markings: Mapping[ReportId, Marking] = {}  # of notes and cited reports


NOTHING = Effects()


def gather_effects(
    store: Store, mentions: Mapping[IncidentId, Sequence[Mention]], reader: Reader, as_of: datetime | None
) -> dict[IncidentId, Effects]:
    """What decisions do to these incidents, as this reader may see it; mentions are those that he may see."""
    said = [one for group in mentions.values() for one in group]
    acts = find_standing(store.acts({one.report for one in said}), as_of)
    if not acts:
        return {}
    bearings = store.bearings([act.id for act in acts])
    if as_of is not None:
        finder = Finder(store, (), said)
        bearings = {act.id: tuple(bear_act(act, finder)) for act in acts}
    cited = {ReportId(report) for act in acts for report in (act.note_report, act.cite and act.cite.report) if report}
    markings = store.markings(sorted(cited))
    seen = [act for act in acts if _may_see_act(act, reader, markings)]
    return {
        incident: _gather(seen, {one.id for one in group}, {one.report for one in group}, bearings, markings)
        for incident, group in mentions.items()
    }


def _may_see_act(act: Act, reader: Reader, markings: Mapping[ReportId, Marking]) -> bool:
    if act.kind is ActKind.CORRECT:
        report = act.cite.report if act.cite else act.note_report
        return may_see(reader, markings.get(ReportId(report or ""), Marking()))
    return act.kind is not ActKind.CONTEST or may_see(reader, note_marking(act))


def may_see_act(store: Store, act: Act, reader: Reader) -> bool:
    """May a reader know of a decision: of a correction by what it rests on, of an objection by its marking?"""
    cited = act.cite.report if act.cite else act.note_report
    return _may_see_act(act, reader, store.markings([ReportId(cited)]) if cited else {})


def _gather(
    acts: Sequence[Act],
    inside: set[MentionId],
    reports: set[ReportId],
    bearings: Mapping[ActId, Sequence[Bearing]],
    markings: Mapping[ReportId, Marking],
) -> Effects:
    here = [act for act in acts if find_home(act, bearings[act.id]) in inside]
    answers = {act.about: act for act in acts if act.kind is ActKind.ANSWER}
    out: set[MentionId] = set()
    removals, struck = [], []
    for act in acts:
        if act.kind is not ActKind.WITHDRAW:
            continue
        if act.cite is not None:
            if act.cite.report in reports:
                struck.append(act)
                removals.append(_remove(act, "claim"))
            continue
        taken = {one.mention for one in bearings[act.id] if one.mention is not None} & inside
        if taken:
            out |= taken
            removals.append(_remove(act, "report" if act.report else "incident"))
    return Effects(
        corrected=tuple(one for act in here if (one := _correct(act)) is not None),
        objections=tuple(_object(act, answers.get(act.id)) for act in here if act.kind is ActKind.CONTEST),
        removals=tuple(removals),
        out=frozenset(out),
        struck=tuple(struck),
        markings=markings,
    )


def find_home(act: Act, bearings: Iterable[Bearing]) -> MentionId | None:
    """The mention by which a value or an objection belongs to a record: the first of its own that is still read."""
    return next((one.mention for one in bearings if one.mention is not None and one.place < len(act.refs)), None)


def _correct(act: Act) -> Corrected | None:
    claim = make_correction(act) if act.kind is ActKind.CORRECT else None
    return None if claim is None else Corrected(Correction(act.id, act.author, act.reason, act.at, claim.id), claim)


def _object(act: Act, answer: Act | None) -> Objection:
    said = None
    if answer is not None:
        said = Answer(answer.id, answer.author, answer.reason, answer.at, bool(answer.upheld))
    return Objection(act.id, act.author, act.reason, act.at, act.field, said)


def _remove(act: Act, what: str) -> Removal:
    quote = act.cite.quote if act.cite else None
    report = act.cite.report if act.cite else act.report
    return Removal(act.id, act.author, act.reason, act.at, what, report, act.field, quote)


def strike_claims(mention: Mention, effects: Effects) -> Mention:
    """The mention without the claims that are withdrawn."""
    if not effects.struck:
        return mention
    return replace(mention, claims=tuple(claim for claim in mention.claims if not is_struck(claim, effects.struck)))


def is_struck(claim: Claim, struck: Sequence[Act]) -> bool:
    """Is this the claim that was withdrawn: the same value from the same words, whoever read them?"""
    return any(
        act.cite is not None
        and (act.cite.report, act.field) == (claim.report, claim.field)
        and read_value(act) == claim.value
        and (_covers(act, claim) if act.cite.version == claim.version else act.cite.quote == claim.quote)
        for act in struck
    )


def _covers(act: Act, claim: Claim) -> bool:
    cite, span = act.cite, claim.span
    return cite is not None and cite.part == span.part and cite.start < span.end and span.start < cite.end
