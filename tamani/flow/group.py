"""Mentions put into incidents: only the parts of the store that hang together with what is new are grouped again.

The same groups come out in whatever order, and in however many goes, the reports come in (law 3). Where the rules would
only ask, a part ends: such a pair joins no groups. The question itself is put again from the side that changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from tamani.fields import MANY_ABDUCTED, MANY_KILLED, Vocabulary
from tamani.flow.grouping import MOST_CARDS, REAL, Grouping
from tamani.flow.parts import Part, find_parts, map_parts
from tamani.fuse import MentionCard, choose_incident_id
from tamani.fuse.cluster import Told, explain_link, group_judged
from tamani.records import IncidentId, Link, LinkId, MentionId, Mode, Verdict, Withdrawal
from tamani.store import Cause

__all__ = ["MOST_CARDS", "REAL", "Found", "Grouping", "ask_between", "find_groups", "group_mentions", "guess_weight"]

Groups = Mapping[IncidentId, tuple[MentionId, ...]]


class Found(Struct, frozen=True):
    """What belongs together among some mentions and all that hang together with them, and the rules' verdicts on it."""

    groups: Groups
    told: tuple[Told, ...]
    mentions: tuple[MentionId, ...]
    weights: Mapping[IncidentId, int]  # how grave each looks
    parts: tuple[Part, ...]


def find_groups(grouping: Grouping, seeds: Iterable[MentionId]) -> Found:
    """The groups of these mentions and of all that hang together with them; nothing is written."""
    groups: dict[IncidentId, tuple[MentionId, ...]] = {}
    weights: dict[IncidentId, int] = {}
    told: list[Told] = []
    parts = find_parts(grouping, seeds)
    for part in parts:
        grouped = group_judged(grouping.judge_part(part.cards), part.people)
        for group in grouped.groups:
            cards = [part.cards[ident] for ident in group]
            incident = choose_incident_id(cards)
            groups[incident], weights[incident] = group, guess_weight(cards, grouping.vocabulary)
        told += grouped.told
    grouping.judged.looked.clear()
    return Found(groups, tuple(told), tuple(ident for part in parts for ident in part.cards), weights, tuple(parts))


def group_mentions(
    grouping: Grouping, seeds: Iterable[MentionId], *, now: datetime, why: str = "rule"
) -> tuple[IncidentId, ...]:
    """Put these mentions, and all that hang together with them, into incidents; which incidents changed."""
    store = grouping.store
    found = find_groups(grouping, seeds)
    touched = store.set_membership(found.groups, Cause(why, now))
    if touched:
        store.weigh_incidents({one: found.weights[one] for one in touched if one in found.weights})
    _renew_links(grouping, found.mentions, [*found.told, *ask_between(grouping, found)], now)
    return touched


def guess_weight(cards: Sequence[MentionCard], vocabulary: Vocabulary) -> int:
    """How grave an incident looks before it is settled, 0 to 4: by its kinds and the largest figure of any report."""
    kinds = [kind.severity for card in cards if (kind := vocabulary.kinds.get(card.kind)) is not None]
    tolls = [toll for card in cards for toll in card.tolls]
    killed = max((toll.low or 0 for toll in tolls if toll.field == "killed"), default=0)
    taken = max((toll.low or 0 for toll in tolls if toll.field == "abducted"), default=0)
    if all(card.mode is not Mode.ACTUAL for card in cards):
        return 1
    grave = 4 if killed >= MANY_KILLED[1] else 3 if killed >= MANY_KILLED[0] or taken >= MANY_ABDUCTED else 0
    return max([grave, *kinds])


def ask_between(grouping: Grouping, found: Found) -> Iterator[Told]:
    """Where a group may be one event with one of another part: the one best pair, for a person to decide.

    No person has spoken of such a pair, or the two would be one part.
    """
    part, ties = map_parts(found.parts), grouping.ties
    pairs = {
        (ident, other) if ident < other else (other, ident): outcome.score
        for ident in part
        for other, outcome in ties[ident].told.items()
        if part.get(other) != part[ident]
    }
    cards = grouping.fetch_real({ident for pair in pairs for ident in pair})
    incident_of = grouping.store.incidents_of(cards.keys() - part.keys())
    incident_of |= {ident: incident for incident, group in found.groups.items() for ident in group}
    best: dict[tuple[IncidentId, ...], tuple[float, tuple[MentionId, MentionId]]] = {}
    for pair, score in pairs.items():
        if all(ident in cards and ident in incident_of for ident in pair):
            ends = tuple(sorted(incident_of[ident] for ident in pair))
            best[ends] = min((-score, pair), best.get(ends, (-score, pair)))
    for _, (left, right) in best.values():
        yield Told(left, right, Verdict.UNSURE)


def _renew_links(grouping: Grouping, ids: Sequence[MentionId], told: Sequence[Told], now: datetime) -> None:
    """Append the rules' new verdicts and take back those that no longer hold."""
    store, inside = grouping.store, set(ids)
    wanted = set(told)
    stale: list[Link] = []
    for link in store.links(ids):
        if link.author.startswith("rule:"):
            said = Told(link.left, link.right, link.verdict)
            if said in wanted:
                wanted.remove(said)
            else:
                stale.append(link)
    # A link with a version that no longer counts stays as it was said.
    outside = {end for link in stale for end in (link.left, link.right)} - inside
    current = inside | grouping.fetch_real(outside).keys()
    if gone := [_withdraw(link, now) for link in stale if {link.left, link.right} <= current]:
        store.withdraw_links(gone)
    if wanted:
        taken = {link.id for link, _ in store.link_history(ids)}
        cards = grouping.fetch_real({end for one in wanted for end in (one.left, one.right)})
        links = [explain_link(one, cards, now) for one in sorted(wanted)]
        store.add_links(replace(link, id=_name_again(link, now)) if link.id in taken else link for link in links)


def _withdraw(link: Link, now: datetime) -> Withdrawal:
    return Withdrawal(link=link.id, author=link.author, reason="grouped again with newer reports", at=now)


def _name_again(link: Link, now: datetime) -> LinkId:
    """A verdict that was taken back and holds again is a new link."""
    return LinkId(hashlib.sha256(f"{link.id}\0{now.isoformat()}".encode()).hexdigest()[:24])
