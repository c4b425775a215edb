"""Are incidents what a fresh grouping in another order makes of the mentions? Do decisions hold, and origins count?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from tamani.fields import load_vocabulary
from tamani.flow.group import Found, Grouping, ask_between, find_groups, group_mentions
from tamani.flow.view import OWNER, build_dossiers
from tamani.fuse.cluster import Told
from tamani.records import Dossier, Link, MentionId, Verdict
from tamani.store import Store
from tamani.store.audit import Auditor, Fault, list_incident_ids, list_mentions_before, number_mentions

SEEDS = 200  # mentions whose surroundings are looked at in one go
Tell = Callable[[str, int], None]


def check_groups(store: Store, auditor: Auditor, *, now: datetime, tell: Tell) -> Iterator[Fault]:
    """Every mention grouped anew, the last one first: law 3, and the decisions of people."""
    seen = bytearray()  # one bit for each mention, by its number: the only thing that grows with the store
    before, done = 1 << 60, 0
    while rows := list_mentions_before(auditor, before, SEEDS):
        before = rows[-1][0]
        if not seen:
            seen = bytearray(rows[0][0] // 8 + 1)
        seeds = [ident for number, ident in rows if not seen[number // 8] & (1 << number % 8)]
        grouping = Grouping(store, load_vocabulary(), still=True)
        plan = find_groups(grouping, seeds)
        told = [*plan.told, *ask_between(grouping, plan)]
        for number, _ in number_mentions(auditor, plan.mentions):
            seen[number // 8] |= 1 << number % 8
        faults = [*_compare_groups(store, plan), *_compare_links(store, plan, told), *_check_decisions(store, plan)]
        yield from faults
        if auditor.repair and any(fault.derived for fault in faults):
            with store.together():
                group_mentions(Grouping(store, load_vocabulary()), plan.mentions, now=now)
        done += len(rows)
        tell("mentions", done)


def _compare_groups(store: Store, plan: Found) -> Iterator[Fault]:
    placed = store.incidents_of(plan.mentions)
    for incident, group in sorted(plan.groups.items()):
        for mention in group:
            if mention not in placed:
                yield Fault(code="homeless", item=f"mention {mention}", facts={"wanted": incident}, derived=True)
            elif placed[mention] != incident:
                facts = {"there": placed[mention], "wanted": incident}
                yield Fault(code="partition", item=f"mention {mention}", facts=facts, derived=True)


def _compare_links(store: Store, plan: Found, told: Sequence[Told]) -> Iterator[Fault]:
    """The rules' verdicts that stand, beside those that a fresh grouping gives."""
    inside = set(plan.mentions)
    standing = {
        (link.left, link.right, link.verdict): link
        for link in store.links(plan.mentions)
        if link.author.startswith("rule:") and {link.left, link.right} <= inside
    }
    # A question may lead to a part that is looked at another time.
    wanted = {(link.left, link.right, link.verdict): link for link in told if {link.left, link.right} <= inside}
    for key in sorted(standing.keys() - wanted.keys()):
        yield Fault(code="link_stale", item=f"link {standing[key].id}", derived=True)
    for key in sorted(wanted.keys() - standing.keys()):
        left, right, verdict = key
        yield Fault(
            code="link_missing", item=f"mention {left}", facts={"other": right, "verdict": verdict}, derived=True
        )


def _check_decisions(store: Store, plan: Found) -> Iterator[Fault]:
    """The later word of people on each pair, in what is stored."""
    latest: dict[tuple[MentionId, MentionId], Link] = {}
    people = [link for link in store.links(plan.mentions) if not link.author.startswith("rule:")]
    for link in sorted(people, key=lambda link: link.said):
        latest[link.left, link.right] = link
    placed = store.incidents_of(ident for pair in latest for ident in pair)
    fresh = {mention: incident for incident, group in plan.groups.items() for mention in group}
    for (left, right), link in sorted(latest.items()):
        if left not in fresh or right not in fresh:
            yield Fault(code="decision_old", item=f"link {link.id}", facts={"author": link.author})
            continue
        # A later word on other pairs may overrule this one: then the fresh grouping says so, too.
        together, wanted = placed.get(left) == placed.get(right), fresh[left] == fresh[right]
        if together != wanted and wanted == (link.verdict is Verdict.SAME) and link.verdict is not Verdict.UNSURE:
            facts = {"author": link.author, "left": left, "right": right}
            yield Fault(code=f"decision_{link.verdict.value}", item=f"link {link.id}", facts=facts, derived=True)


def check_origins(store: Store, tell: Tell) -> Iterator[Fault]:
    """Law 7 on every record: each origin that is counted has reports behind it, and no claim is counted twice."""
    after, done = "", 0
    auditor = store.auditor()
    while ids := list_incident_ids(auditor, after):
        after = ids[-1]
        for dossier in build_dossiers(store, ids, OWNER):
            yield from _check_record(dossier)
        done += len(ids)
        tell("incidents", done)


def _check_record(dossier: Dossier) -> Iterator[Fault]:
    incident = dossier.incident
    item = f"incident {incident.id}"
    reports = {member.report for member in incident.members}
    known = {origin.id for origin in incident.origins}
    for origin in incident.origins:
        if not origin.reports or not origin.claims or not set(origin.reports) <= reports:
            yield Fault(code="origin_of_nothing", item=item, facts={"origin": origin.name})
    times = Counter(claim for origin in incident.origins for claim in origin.claims)
    for claim in sorted(claim for claim, n in times.items() if n > 1):
        yield Fault(code="counted_twice", item=item, facts={"claim": claim})
    for settled in incident.fields:
        for position in settled.positions:
            if not set(position.origins) <= known or not set(position.reports) <= reports:
                yield Fault(code="position_of_nothing", item=item, facts={"field": settled.field})
