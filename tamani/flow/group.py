"""Mentions put into incidents: only the part of the store that hangs together with what is new is grouped again.

The parts are closed under "the rules would link them or ask", so the result is the same in whatever order, and in
however many goes, the reports come in (law 3).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from tamani.assess import MANY_ABDUCTED, MANY_KILLED
from tamani.fields import Vocabulary
from tamani.fuse import (
    NEAR_DAYS,
    NEAR_KM,
    MentionCard,
    candidate_keys,
    choose_incident_id,
    describe_mention,
    fuse_mentions,
    search_keys,
)
from tamani.fuse.cluster import hang_together
from tamani.records import IncidentId, Link, LinkId, MentionId, Mode, Withdrawal
from tamani.store import Cause, Store

REAL = (Mode.ACTUAL, Mode.BACKGROUND)
MOST_CARDS = 50_000  # kept in memory during one run


class Grouping(Struct):
    """The cards known so far in one run. Not frozen: it is a cache, and nothing but speed depends on it."""

    store: Store
    vocabulary: Vocabulary
    cards: dict[MentionId, MentionCard] = {}
    hanging: dict[MentionId, set[MentionId]] = {}  # of those looked at in this run: all that hang together with them

    def fetch_cards(self, ids: Iterable[MentionId]) -> dict[MentionId, MentionCard]:
        """The cards of these mentions, made from the store where they are not known yet."""
        asked = sorted(set(ids))
        missing = [ident for ident in asked if ident not in self.cards]
        if missing:
            mentions = self.store.mentions(missing)
            readings = {one.report: one for one in self.store.readings({mention.report for mention in mentions})}
            for mention in mentions:
                self.cards[mention.id] = describe_mention(mention, readings[mention.report], self.vocabulary)
        return {ident: self.cards[ident] for ident in asked if ident in self.cards}

    def forget_cards(self, ids: Iterable[MentionId]) -> None:
        """Cards of a version that may not be the latest any more."""
        for ident in ids:
            self.cards.pop(ident, None)
        self.hanging.clear()

    def keep_cards(self, cards: Iterable[MentionCard]) -> None:
        """Remember cards that were just made."""
        if len(self.cards) > MOST_CARDS:
            self.cards.clear()
            self.hanging.clear()
        self.cards.update((card.id, card) for card in cards)


class Found(Struct, frozen=True):
    """What belongs together among some mentions and all that hang together with them, and the rules' links for it."""

    groups: Mapping[IncidentId, tuple[MentionId, ...]]
    links: tuple[Link, ...]
    mentions: tuple[MentionId, ...]
    weights: Mapping[IncidentId, int]  # how grave each looks


def find_groups(grouping: Grouping, seeds: Iterable[MentionId], *, now: datetime) -> Found:
    """The groups of these mentions and of all that hang together with them; nothing is written."""
    groups: dict[IncidentId, tuple[MentionId, ...]] = {}
    weights: dict[IncidentId, int] = {}
    links: list[Link] = []
    ids: list[MentionId] = []
    for component, standing in _find_components(grouping, seeds):
        fusion = fuse_mentions(component.values(), standing, now=now)
        for group in fusion.groups:
            cards = [component[ident] for ident in group]
            incident = choose_incident_id(cards)
            groups[incident], weights[incident] = group, guess_weight(cards, grouping.vocabulary)
        links += fusion.links
        ids += component
    return Found(groups, tuple(links), tuple(ids), weights)


def group_mentions(
    grouping: Grouping, seeds: Iterable[MentionId], *, now: datetime, why: str = "rule"
) -> tuple[IncidentId, ...]:
    """Put these mentions, and all that hang together with them, into incidents; which incidents changed."""
    store = grouping.store
    found = find_groups(grouping, seeds, now=now)
    touched = store.set_membership(found.groups, Cause(why, now))
    if touched:
        store.weigh_incidents({one: found.weights[one] for one in touched if one in found.weights})
    _renew_links(store, found.mentions, found.links, now)
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


def _find_components(
    grouping: Grouping, seeds: Iterable[MentionId]
) -> list[tuple[dict[MentionId, MentionCard], tuple[Link, ...]]]:
    """All that hangs together with the seeds, in pieces that do not hang together, each with what people said."""
    store = grouping.store
    cards = _real(grouping.fetch_cards(seeds))
    edges: dict[MentionId, set[MentionId]] = {ident: set() for ident in cards}
    people: dict[LinkId, Link] = {}
    frontier = sorted(cards)
    while frontier:
        said = [link for link in store.links(frontier) if not link.author.startswith("rule:")]
        people.update((link.id, link) for link in said)
        pairs = _find_hanging(grouping, [cards[ident] for ident in frontier])
        pairs |= {(link.left, link.right) for link in said}
        reached = _real(grouping.fetch_cards({ident for pair in pairs for ident in pair} - cards.keys()))
        cards |= reached
        for one, two in pairs:
            if one in cards and two in cards:
                edges.setdefault(one, set()).add(two)
                edges.setdefault(two, set()).add(one)
        frontier = sorted(reached)
    return [
        (
            {ident: cards[ident] for ident in sorted(piece)},
            tuple(people[ident] for ident in sorted(people) if people[ident].left in piece),
        )
        for piece in _split_pieces(edges)
    ]


def _find_hanging(grouping: Grouping, cards: Sequence[MentionCard]) -> set[tuple[MentionId, MentionId]]:
    """The pairs of these cards with others that hang together, each once, whichever found the other.

    A card that was looked at before in this run is not looked for again: what came later has found it.
    """
    hanging = grouping.hanging
    # An undated recollection without a place is near nothing: no need to look.
    looking = [card for card in cards if card.id not in hanging and (candidate_keys(card) or search_keys(card))]
    near = grouping.store.mentions_near([card.id for card in looking], days=NEAR_DAYS, km=NEAR_KM)
    others = _real(grouping.fetch_cards({ident for found in near.values() for ident in found}))
    for card in cards:
        hanging.setdefault(card.id, set())
    for card in looking:
        for ident in near[card.id]:
            if ident in others and ident not in hanging[card.id] and hang_together(card, others[ident]):
                hanging[card.id].add(ident)
                # Only of one that was looked at itself is the list whole; for the others it waits until they are.
                if ident in hanging:
                    hanging[ident].add(card.id)
    return {tuple(sorted((card.id, ident))) for card in cards for ident in hanging[card.id]}  # type: ignore[misc]


def _real(cards: Mapping[MentionId, MentionCard]) -> dict[MentionId, MentionCard]:
    """What was only feared, planned or denied makes no incident."""
    return {ident: card for ident, card in cards.items() if card.mode in REAL}


def _split_pieces(edges: Mapping[MentionId, set[MentionId]]) -> list[set[MentionId]]:
    pieces: list[set[MentionId]] = []
    seen: set[MentionId] = set()
    for start in sorted(edges):
        if start in seen:
            continue
        piece, waiting = {start}, [start]
        while waiting:
            fresh = edges[waiting.pop()] - piece
            piece |= fresh
            waiting += sorted(fresh)
        seen |= piece
        pieces.append(piece)
    return pieces


def _renew_links(store: Store, ids: Sequence[MentionId], links: Sequence[Link], now: datetime) -> None:
    """Append the rules' new verdicts and take back those that no longer hold."""
    inside = set(ids)
    wanted = {(link.left, link.right, link.verdict): link for link in links}
    gone: list[Withdrawal] = []
    for link in store.links(ids):
        key = (link.left, link.right, link.verdict)
        if not link.author.startswith("rule:"):
            continue
        if key in wanted:
            del wanted[key]
        elif {link.left, link.right} <= inside:
            gone.append(_withdraw(link, now))
    if gone:
        store.withdraw_links(gone)
    if wanted:
        taken = {link.id for link, _ in store.link_history(ids)}
        store.add_links(
            replace(link, id=_name_again(link, now)) if link.id in taken else link for link in wanted.values()
        )


def _withdraw(link: Link, now: datetime) -> Withdrawal:
    return Withdrawal(link=link.id, author=link.author, reason="grouped again with newer reports", at=now)


def _name_again(link: Link, now: datetime) -> LinkId:
    """A verdict that was taken back and holds again is a new link."""
    return LinkId(hashlib.sha256(f"{link.id}\0{now.isoformat()}".encode()).hexdigest()[:24])
