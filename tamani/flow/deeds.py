"""What people decided on a record, in dated sentences, for one reader: what he may not see is not told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from tamani.acts import PAIRING, find_standing
from tamani.fields import load_vocabulary
from tamani.flow.effects import may_see_act
from tamani.flow.notes import read_value
from tamani.phrases import load_phrases, say_value
from tamani.records import Act, ActId, ActKind, Dossier, Happening, Marking, Reader, ReportId
from tamani.store import Bearing, Store
from tamani.trust import may_see


def list_acts(
    store: Store, dossier: Dossier, reader: Reader, *, as_of: datetime | None = None
) -> tuple[tuple[Act, Sequence[Bearing]], ...]:
    """The decisions that touch a record and that its reader may know of, undone or not, in order of time.

    Each with the mentions that its words stand for now.
    """
    reports = {mention.report for mention in dossier.mentions} | {
        ReportId(one.report) for one in dossier.removals if one.report
    }
    acts = [act for act in store.acts(reports) if as_of is None or act.at <= as_of]
    bearings = store.bearings([act.id for act in acts])
    named = {report for act in acts for report in act.reports}
    markings = store.markings(sorted(ReportId(report) for report in named))
    seen = {report for report in named if may_see(reader, markings.get(ReportId(report), Marking()))}
    inside = set(dossier.names)
    kept: dict[ActId, Act] = {}
    for act in acts:
        if act.about is not None:
            if act.about in kept:
                kept[act.id] = act
        elif set(act.reports) <= seen and may_see_act(store, act, reader):
            touches = any(one.mention in inside for one in bearings[act.id])
            if touches or act.report in reports or (act.cite is not None and not act.refs):
                kept[act.id] = act
    return tuple((act, bearings[act.id]) for act in kept.values())


class Deed(Struct, frozen=True):
    """A decision on a record in one sentence, and whether it stands."""

    act: Act
    text: str
    stands: bool


def list_deeds(
    store: Store, dossier: Dossier, reader: Reader, language: str, *, as_of: datetime | None = None
) -> tuple[Deed, ...]:
    """What people decided on a record, a sentence each, in order of time."""
    found = list_acts(store, dossier, reader, as_of=as_of)
    acts = {act.id: act for act, _ in found}
    standing = {act.id for act in find_standing(acts.values())}
    return tuple(
        Deed(
            act,
            _say_pair(act, bearings, dossier, language) if act.kind in PAIRING else say_act(act, acts, language),
            act.id in standing,
        )
        for act, bearings in found
    )


def tell_acts(
    store: Store, dossier: Dossier, reader: Reader, language: str, *, as_of: datetime | None = None
) -> Iterator[Happening]:
    """The same as lines of a history."""
    for deed in list_deeds(store, dossier, reader, language, as_of=as_of):
        code = "withdrawn" if deed.act.kind is ActKind.UNDO else "link"
        yield Happening(
            at=deed.act.at, code=code, text=deed.text, reports=tuple(ReportId(one) for one in deed.act.reports)
        )


def _say_pair(act: Act, bearings: Sequence[Bearing], dossier: Dossier, language: str) -> str:
    """One split gives many verdicts: the first that is about this record is told, a "different" before a "same"."""
    phrases, inside = load_phrases(language)["history"], set(dossier.names)
    at = {one.place: one.mention for one in bearings}
    ranked = sorted(act.pairs, key=lambda pair: (pair[2].value, not {at.get(pair[0]), at.get(pair[1])} & inside))
    left, right, verdict = ranked[0]
    names = [f"{ref.report}#{ref.name}" for ref in (act.refs[left], act.refs[right])]
    said: str = phrases[verdict.value].format(author=act.author, left=names[0], right=names[1], reason=act.reason)
    return said


def say_act(act: Act, others: Mapping[ActId, Act], language: str) -> str:
    """A decision in one sentence; others: those that it may be about."""
    phrases = load_phrases(language)["history"]
    facts = {"author": act.author, "reason": act.reason, "field": _say_field(act.field, language)}
    value, about = read_value(act), others.get(act.about or ActId(""))
    facts |= {"value": say_value(act.field, value, load_vocabulary(), language) if act.field and value else ""}
    facts |= {"by": about.author if about else "", "report": act.report or ""}
    facts |= {"quote": act.cite.quote if act.cite else ""}
    key = act.kind.value
    if act.kind is ActKind.UNDO:
        key = "withdrawn"
    elif act.kind is ActKind.CONTEST:
        key = "contest_field" if act.field else "contest"
    elif act.kind is ActKind.ANSWER:
        key = "upheld" if act.upheld else "rejected"
    elif act.kind is ActKind.WITHDRAW:
        key = "withdraw_report" if act.report else "withdraw_claim" if act.cite else "withdraw_incident"
    return str(phrases[key].format(**facts))


def _say_field(field: str | None, language: str) -> str:
    rule = load_vocabulary().fields.get(field or "")
    return "" if rule is None else rule.fr if language == "fr" else rule.en
