"""Texts deleted where a person says so, with their claims kept or not; records stay as they were as far as they can.

Which mentions are one event was found in texts that are gone now. So what was together is said to stay together, by the
person who has them deleted, before the part is grouped again: docs/decisions/0017.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations

from msgspec import Struct

from tamani.errors import NotFound
from tamani.fields import load_vocabulary
from tamani.flow.bear import renew_acts
from tamani.flow.decide import Decision, keep_pairs
from tamani.flow.group import Grouping, group_mentions
from tamani.flow.view import OWNER, build_dossiers
from tamani.fuse import find_copies
from tamani.records import ActKind, IncidentId, MentionId, ReportId, Span, Verdict
from tamani.store import Store
from tamani.store.forget import CLAIMS, NOTHING, Erasure

ROUNDS = 5  # of parting what joins anew; more are never needed where each parts for good

Groups = dict[IncidentId, tuple[MentionId, ...]]


class Deletion(Struct, frozen=True, kw_only=True):
    """What a deletion came to. changed: records that count other origins or mentions than before."""

    reports: tuple[ReportId, ...] = ()
    bytes_gone: int = 0
    changed: tuple[IncidentId, ...] = ()
    complete: bool = True  # False: others had the store open, so its log may still hold the text


def find_reports(store: Store, given: Sequence[str]) -> tuple[ReportId, ...]:
    """The reports that are named by their whole id, or by their source as `sources` lists it."""
    sources = {name for name, _ in store.sources() if name is not None}
    found: dict[ReportId, None] = {}
    for one in given:
        known = store.reports([ReportId(one)])
        if not known and one not in sources:
            problem = "no report has this id, and none is of a source with this name"
            raise NotFound(f"{one!r}", problem, "give the whole id or the source's name as it stands under a report")
        named = [report.id for report in known] or store.eraser().list_reports([one], kept=NOTHING)
        found.update(dict.fromkeys(named))
    return tuple(found)


def find_due(store: Store, *, keep_claims: bool, now: datetime) -> tuple[ReportId, ...]:
    """The reports whose source says for how many days its texts may be kept, and that are older."""
    names: dict[str, list[str]] = defaultdict(list)
    stored = [name for name, _ in store.sources() if name is not None]
    found: list[ReportId] = []
    for source in load_vocabulary().sources.values():
        if source.retention is not None:
            called = {source.id, source.name, *source.aliases}
            names[source.id] = [name for name in stored if name.casefold() in {one.casefold() for one in called}]
            kept = CLAIMS if keep_claims else NOTHING
            found += store.eraser().list_reports(
                names[source.id], kept=kept, before=now - timedelta(days=source.retention)
            )
    return tuple(dict.fromkeys(found))


def forget_reports(store: Store, reports: Sequence[ReportId], act: Erasure) -> Deletion:
    """Delete the texts and bytes of reports; the act is kept with author, reason and time."""
    mentions = {mention.id for one in store.extractions(reports) for mention in one.mentions}
    before = _list_groups(store, mentions)
    counted = _count_origins(store, before)
    eraser = store.eraser()
    with eraser.hold():
        act = Erasure(
            author=act.author, reason=act.reason, at=act.at, keep_claims=act.keep_claims,
            copies=_find_copies(store, before, set(reports)),
        )  # fmt: skip
        emptied = eraser.forget_texts(reports, act)
        if act.keep_claims:
            _hold_together(store, before, mentions, act)
        else:
            # What people decided on these reports speaks of words that are read no more.
            renew_acts(store, reports, now=act.at)
            rest = {ident for group in before.values() for ident in group} - mentions
            group_mentions(Grouping(store, load_vocabulary()), rest, now=act.at)
    gone, complete = eraser.finish()
    after = _list_groups(store, {ident for group in before.values() for ident in group})
    changed = {incident for incident in before if after.get(incident) != before[incident]}
    again = _count_origins(store, after)
    changed |= {incident for incident, origins in counted.items() if again.get(incident) != origins}
    return Deletion(reports=emptied.reports, bytes_gone=gone, changed=tuple(sorted(changed)), complete=complete)


def _list_groups(store: Store, mentions: Iterable[MentionId]) -> Groups:
    incidents = sorted(set(store.incidents_of(sorted(mentions)).values()))
    return {one: tuple(sorted(member.mention for member in store.members(one))) for one in incidents}


def _count_origins(store: Store, groups: Groups) -> dict[IncidentId, tuple[str, ...]]:
    return {
        dossier.incident.id: tuple(origin.id for origin in dossier.incident.origins)
        for dossier in build_dossiers(store, sorted(groups), OWNER)
    }


def _find_copies(store: Store, groups: Groups, asked: set[ReportId]) -> Mapping[ReportId, tuple[ReportId, ...]]:
    """Which reports carry the same text as one of these, as long as there are texts to compare."""
    found: dict[ReportId, set[ReportId]] = defaultdict(set)
    for group in groups.values():
        told: dict[ReportId, list[Span]] = defaultdict(list)
        for mention in store.mentions(group):
            told[mention.report] += [claim.span for claim in mention.claims]
        for copies in find_copies(store.readings(sorted(told)), told):
            for report in asked & set(copies.reports):
                found[report].update(set(copies.reports) - {report})
    return {report: tuple(sorted(others)) for report, others in sorted(found.items())}


def _hold_together(store: Store, before: Groups, mentions: set[MentionId], act: Erasure) -> None:
    """What was one event stays one, what was not joins nothing new: said by the person, so it can be taken back."""
    decision = Decision(act.author, f"text deleted: {act.reason}", act.at)
    # One mention whose words stay, where there is one: a chain through deleted texts would hang on nothing.
    pairs = []
    for group in before.values():
        anchor = next((ident for ident in group if ident not in mentions), group[0])
        pairs += [(anchor, ident, Verdict.SAME) for ident in sorted(mentions & set(group)) if ident != anchor]
    if pairs:
        keep_pairs(store, ActKind.JUDGE, pairs, decision)
    seeds = {ident for group in before.values() for ident in group} | mentions
    group_mentions(Grouping(store, load_vocabulary()), seeds, now=act.at)
    # Each round parts what the missing words let join; a pair that is parted stays so, so the rounds end.
    for _ in range(ROUNDS):
        joined = _find_joined(store, before, mentions)
        if not joined:
            return
        keep_pairs(store, ActKind.JUDGE, [(one, two, Verdict.DIFFERENT) for one, two in joined], decision)


def _find_joined(store: Store, before: Groups, mentions: set[MentionId]) -> list[tuple[MentionId, MentionId]]:
    home = {ident: incident for incident, group in before.items() for ident in group}
    now = _list_groups(store, mentions)
    return [
        (one, two)
        for group in now.values()
        for one, two in combinations(group, 2)
        if mentions & {one, two} and home.get(one) != home.get(two)
    ]
