"""What people decide on what belongs together: split, merge, same, different, unsure; and undo, list and replay of all.

Each decision is one act, appended. What follows from it (links, what is withdrawn) is made by bear.py; then the part
of the store that it touches is grouped again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from tamani.acts import find_standing, make_act
from tamani.errors import NotFound
from tamani.fields import load_vocabulary
from tamani.flow.bear import name_words, renew_acts
from tamani.flow.follow import find_incident
from tamani.flow.group import Grouping, group_mentions
from tamani.flow.memory import recall_then
from tamani.flow.notes import keep_note
from tamani.flow.waited import Waited
from tamani.records import Act, ActId, ActKind, IncidentId, Member, MentionId, Ref, ReportId, Verdict
from tamani.store import Store


class Decision(Struct, frozen=True):
    """Who decides, why and when."""

    author: str
    reason: str
    at: datetime


class Decided(Struct, frozen=True):
    """A decision that was kept, and the incidents that its mentions are in now."""

    act: Act
    incidents: tuple[IncidentId, ...]


def split_incident(store: Store, incident: str, members: Sequence[str], decision: Decision) -> Decided:
    """Take reports ("bbc-17") or single mentions ("bbc-17#m2") out of an incident; they stay together."""
    ident = find_incident(store, incident)
    names = name_members(store, ident)
    out = {mention for mention, called in names.items() if called & set(members)}
    unknown = [given for given in members if not any(given in called for called in names.values())]
    if unknown:
        raise NotFound(f"{unknown[0]!r}", f"is not in incident {ident}", f"see `tamani show {ident}` for its reports")
    left = sorted(set(names) - out)
    if not left:
        raise NotFound(f"incident {ident}", "nothing would be left in it", "name only the reports that do not belong")
    # Each pair across is parted, so that no third report can join the two sides again by rule.
    gone = sorted(out)
    pairs = [(one, two, Verdict.DIFFERENT) for one in gone for two in left]
    pairs += [(one, two, Verdict.SAME) for one, two in pairwise(gone)]
    return keep_pairs(store, ActKind.SPLIT, pairs, decision)


def name_members(store: Store, incident: IncidentId) -> dict[MentionId, set[str]]:
    """The mentions of an incident, each with all that it may be called by."""
    members = store.members(incident)
    names = {mention.id: mention.name for mention in store.mentions([member.mention for member in members])}
    return {one.mention: {one.report, one.mention, f"{one.report}#{names.get(one.mention)}"} for one in members}


def merge_incidents(store: Store, incidents: Sequence[str], decision: Decision) -> Decided:
    """Say that incidents are one; gives the id of the incident they now are."""
    idents = list(dict.fromkeys(find_incident(store, given) for given in incidents))
    if len(idents) < 2:
        raise NotFound(f"incident {incidents[0]!r}", "is the same one twice", "name two incidents")
    mentions = [member.mention for ident in idents for member in store.members(ident)]
    # A chain through all of them: an older split of any two must not keep a part away.
    return keep_pairs(store, ActKind.MERGE, [(one, two, Verdict.SAME) for one, two in pairwise(mentions)], decision)


def judge_pair(store: Store, sides: tuple[str, str], verdict: Verdict, decision: Decision) -> Decided:
    """Say of two incidents, or two mentions ("bbc-17#m2"), that they are the same, different, or that it is unsure.

    Part: the first is one site or one day of the second, and stays a record of its own.
    """
    one, two = (_find_side(store, given) for given in sides)
    if set(one) & set(two):
        remedy = "name two that differ, or use `tamani split`"
        raise NotFound(f"{sides[0]!r} and {sides[1]!r}", "share a mention, so they can't be compared", remedy)
    if verdict is Verdict.SAME:
        pairs = list(pairwise([*one, *two]))
    elif verdict is Verdict.DIFFERENT:
        pairs = [(a, b) for a in one for b in two]
    else:
        # One open question; the others are named, so that it is asked again when a report comes that is not among them.
        pairs = [(one[0], two[0])]
    made = [(a, b, verdict) for a, b in pairs]
    return keep_pairs(store, ActKind.JUDGE, made, decision, also=(*one, *two))


def _find_side(store: Store, given: str) -> list[MentionId]:
    if "#" in given:
        report, _, name = given.partition("#")
        said = store.extraction(store.find_report_id(report))
        found = [mention.id for mention in (said.mentions if said else ()) if mention.name == name]
        if not found:
            raise NotFound(f"{given!r}", f"that report has no mention {name!r}", "see `tamani show ID`")
        return found
    return [member.mention for member in store.members(find_incident(store, given))]


def keep_pairs(
    store: Store,
    kind: ActKind,
    pairs: Sequence[tuple[MentionId, MentionId, Verdict]],
    decision: Decision,
    also: Sequence[MentionId] = (),
) -> Decided:
    """Keep verdicts on pairs of mentions as one decision."""
    ids = list(dict.fromkeys((*(ident for one, two, _ in pairs for ident in (one, two)), *also)))
    refs = refer(store, ids)
    place = {ident: n for n, ident in enumerate(ids)}
    made = Act(
        kind=kind, author=decision.author, reason=decision.reason, at=decision.at, refs=refs,
        pairs=tuple((place[one], place[two], verdict) for one, two, verdict in pairs),
    )  # fmt: skip
    return keep_act(store, made, ids, decision.at)


def refer(store: Store, ids: Sequence[MentionId]) -> tuple[Ref, ...]:
    """Mentions by the words they stand in, in this order."""
    found = {mention.id: mention for mention in store.mentions(ids)}
    return tuple(name_words(found[ident]) for ident in ids)


def keep_act(store: Store, act: Act, mentions: Sequence[MentionId], now: datetime) -> Decided:
    """Append an act and let it take effect; where the mentions it speaks of are then."""
    made = make_act(act)
    with store.together():
        apply_acts(store, [made], now)
    found = store.incidents_of(mentions)
    return Decided(made, tuple(dict.fromkeys(found[ident] for ident in mentions if ident in found)))


def apply_acts(store: Store, acts: Sequence[Act], now: datetime) -> tuple[Act, ...]:
    """Append acts and let them take effect; those that were new."""
    new = store.add_acts(acts)
    for act in new:
        if act.note is not None:
            keep_note(store, act)
    touched = {report for act in new for report in find_reports(store, act)}
    seeds = renew_acts(store, sorted(touched), now=now) if touched else ()
    if seeds:
        incidents = set(store.incidents_of(seeds).values())
        inside = {member.mention for incident in incidents for member in store.members(incident)}
        why = new[0].id if len(new) == 1 else "rule"
        group_mentions(Grouping(store, load_vocabulary()), inside | set(seeds), now=now, why=why)
    return new


def find_reports(store: Store, act: Act) -> tuple[str, ...]:
    """The reports that an act touches: its own, or those of the act that it is about."""
    reports = set(act.reports)
    while act.about is not None and (found := store.acts_by_id([act.about])):
        act = found[0]
        reports.update(act.reports)
    return tuple(sorted(reports))


def undo_decision(store: Store, given: str | None, decision: Decision) -> Decided:
    """Take back a decision, by its id or the id of one of its links, or else the last one that stands.

    Nothing is erased. An undo is a decision too: naming it brings back what it took away.
    """
    chosen = _choose_act(store, given)
    made = Act(
        kind=ActKind.UNDO, author=decision.author, reason=decision.reason, at=max(decision.at, chosen.at),
        about=chosen.id,
    )  # fmt: skip
    mentions = [one.mention for one in store.bearings([chosen.id])[chosen.id] if one.mention]
    return keep_act(store, made, mentions, decision.at)


def _choose_act(store: Store, given: str | None) -> Act:
    standing = find_standing(store.acts())
    if given is None:
        chosen = next((act for act in reversed(standing) if act.kind is not ActKind.UNDO), None)
        if chosen is None:
            raise NotFound("undo", "no person has decided anything that stands", "nothing to do")
        return chosen
    ident = _find_act_id(store, given)
    found = next((act for act in standing if act.id == ident), None)
    if found is None:
        remedy = "see `tamani decisions`; to bring it back, undo the undo"
        raise NotFound(f"decision {given!r}", "it was taken back already", remedy)
    return found


def _find_act_id(store: Store, given: str) -> ActId:
    try:
        return store.find_act_id(given)
    except NotFound as unknown:
        try:
            ident = store.find_link_id(given)
        except NotFound:
            raise unknown from None
        act = next((link.act for link, _ in store.link_history() if link.id == ident), None)
        if act is None:
            problem = "is a link of a rule, and no decision of a person"
            raise NotFound(f"link {given!r}", problem, "see `tamani decisions`") from None
        return act


# --- all that was decided, here and elsewhere ----------------------------------------------------------------------


class Kept(Struct, frozen=True):
    """A decision with what became of it: "stands", "undone", or "lost" where its words are read no more."""

    act: Act
    state: str
    lost: tuple[Ref, ...] = ()
    mentions: tuple[MentionId, ...] = ()


def list_decisions(store: Store, incident: str | None = None, *, as_of: datetime | None = None) -> tuple[Kept, ...]:
    """All decisions of people in order of time, or those that touch an incident; undone ones too."""
    source = store if as_of is None else Waited(store, recall_then(store, as_of))
    members = None if incident is None else _find_members(source, incident)
    kept = {one.act.id: one for one in judge_acts(source, None if members is None else [m.report for m in members])}
    if members is not None:
        inside = {member.mention for member in members}
        touching = {ident for ident, one in kept.items() if inside & set(one.mentions)}
        # An undo or an answer touches what the act touches that it is about.
        while more := {ident for ident, one in kept.items() if one.act.about in touching} - touching:
            touching |= more
        kept = {ident: one for ident, one in kept.items() if ident in touching}
    return tuple(kept.values())


def _find_members(source: Store | Waited, incident: str) -> tuple[Member, ...]:
    if isinstance(source, Store):
        return source.members(find_incident(source, incident))
    found = source.then.find(source.store, incident)
    if not found:
        raise NotFound(f"incident {incident!r}", "there is none at that time", "check the id and the date")
    return tuple(member for one in found[:1] for member in source.then.members(one))


def judge_acts(source: Store | Waited, reports: Iterable[str] | None = None) -> Iterator[Kept]:
    """All decisions, or those that speak of these reports, and what became of them, now or then."""
    acts = source.acts(reports)
    standing = {act.id for act in find_standing(acts)}
    bearings = source.bearings([act.id for act in acts])
    for act in acts:
        places = {one.place: one.mention for one in bearings[act.id]}
        lost = tuple(ref for n, ref in enumerate(act.refs) if places.get(n) is None)
        state = "undone" if act.id not in standing else "lost" if is_lost(act, lost) else "stands"
        mentions = tuple(sorted({ident for ident in places.values() if ident is not None}))
        yield Kept(act, state, lost, mentions)


def is_lost(act: Act, lost: Sequence[Ref]) -> bool:
    """Is something of what a person said without effect? A value needs one of its mentions, a verdict all."""
    if act.kind in (ActKind.CORRECT, ActKind.CONTEST, ActKind.PARK):
        return len(lost) == len(act.refs)
    return bool(lost)


class Replayed(Struct, frozen=True):
    """What became of decisions that were made elsewhere."""

    applied: tuple[Act, ...]
    known: tuple[Act, ...]
    waiting: tuple[tuple[Act, str], ...]  # kept, but some of its words are not here yet
    refused: tuple[tuple[Act, str], ...]


def replay_decisions(store: Store, acts: Iterable[Act], *, now: datetime) -> Replayed:
    """Apply decisions made in another store that holds the same reports; a second time adds nothing."""
    given = {act.id: act for act in sorted(acts, key=lambda one: (one.at, one.id))}
    here = {act.id for act in store.acts_by_id(given)}
    refused = [(act, reason) for act in given.values() if (reason := _refuse(store, act, given))]
    no = {act.id for act, _ in refused}
    todo = [act for act in given.values() if act.id not in no and act.id not in here]
    with store.together():
        applied = apply_acts(store, todo, now)
    waiting = [(act, reason) for act in applied if (reason := _say_missing(store, act))]
    known = tuple(act for act in given.values() if act.id in here and act.id not in no)
    return Replayed(applied, known, tuple(waiting), tuple(refused))


def _refuse(store: Store, act: Act, given: dict[ActId, Act]) -> str | None:
    if make_act(replace(act, id=ActId(""))).id != act.id:
        return "its content is not what its id says: it was changed"
    if act.about is not None and act.about not in given and not store.acts_by_id([act.about]):
        return f"it speaks of decision {act.about}, which is neither here nor in the file"
    return None


def _say_missing(store: Store, act: Act) -> str | None:
    lost = [act.refs[one.place] for one in store.bearings([act.id])[act.id] if one.mention is None]
    if not lost:
        return None
    here = {report.id for report in store.reports([ReportId(ref.report) for ref in lost])}
    away = sorted({ref.report for ref in lost} - here)
    if away:
        return f"report {', '.join(away)} is not in this store; it takes effect when it comes"
    said = ", ".join(sorted({f"{ref.report}#{ref.name}" for ref in lost}))
    return f"the words of {said} are read as no event here"
