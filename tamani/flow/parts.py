"""Which mentions must be grouped together: the parts of the store that no rule and no person ties to the rest.

A part is all that can be reached by pairs that the rules would link, or that a person spoke of. Where so much happens
that such a chain would go on from village to village and week to week, it is cut where its pairs agree least: at the
first of LEVELS at which no more than MOST mentions hang together. So adding a report costs the same in a store of ten
years, and the parts are the same in whatever order the reports came (law 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import islice

from msgspec import Struct

from tamani.fields import Vocabulary
from tamani.fuse import NEAR_DAYS, NEAR_KM, MentionCard, candidate_keys, describe_mention, search_keys
from tamani.fuse.cluster import judge_pair
from tamani.fuse.compare import SAME, Comparison
from tamani.records import Link, MentionId, Mode, Verdict
from tamani.store import Store

REAL = (Mode.ACTUAL, Mode.BACKGROUND)
MOST_CARDS = 30_000  # kept in memory during one run
# More than the largest attack of a busy year brings, and 200 mentions are grouped in a third of a second.
MOST = 200
# Same day, town and kind are 6 points: what agrees that much is one event however many tell of it.
LEVELS = (SAME, 4.0, 4.5, 5.0, 5.5, 6.0)


class Ties(Struct, frozen=True):
    """Of one mention: those that the rules would link it with, by how much they agree; those they would ask about."""

    same: dict[MentionId, float]
    unsure: set[MentionId]

    def add(self, other: MentionId, found: Comparison) -> None:
        """Note another."""
        if found.verdict is Verdict.SAME:
            self.same[other] = found.score
        elif found.verdict is Verdict.PART:
            # A village of the night and the night: whoever tells one of them is never cut from the other.
            self.same[other] = LEVELS[-1]
        elif found.verdict is Verdict.UNSURE:
            self.unsure.add(other)


class Grouping(Struct):
    """The cards known so far in one run. Not frozen: it is a cache, and nothing but speed depends on it."""

    store: Store
    vocabulary: Vocabulary
    cards: dict[MentionId, MentionCard] = {}
    ties: dict[MentionId, Ties] = {}  # of those looked at in this run: all of them
    most: int = MOST
    still: bool = False  # nothing was added or taken away: no part was joined or broken

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

    def fetch_real(self, ids: Iterable[MentionId]) -> dict[MentionId, MentionCard]:
        """As fetch_cards; what was only feared, planned or denied makes no incident."""
        return {ident: card for ident, card in self.fetch_cards(ids).items() if card.mode in REAL}

    def forget_cards(self, ids: Iterable[MentionId]) -> None:
        """Cards of a version that may not be the latest any more."""
        for ident in ids:
            self.cards.pop(ident, None)
        self.ties.clear()

    def keep_cards(self, cards: Iterable[MentionCard]) -> None:
        """Remember cards that were just made."""
        if len(self.cards) > MOST_CARDS:
            # The oldest half: what comes next is near what came last.
            for ident in list(islice(self.cards, MOST_CARDS // 2)):
                del self.cards[ident]
                self.ties.pop(ident, None)
        self.cards.update((card.id, card) for card in cards)

    def find_ties(self, ids: Iterable[MentionId]) -> None:
        """Look for all that the rules tie to these mentions.

        One that was looked at before in this run is not looked for again: what came later has found it.
        """
        cards = self.fetch_real(ident for ident in ids if ident not in self.ties)
        # An undated recollection without a place is near nothing: no need to look.
        looking = [card for card in cards.values() if candidate_keys(card) or search_keys(card)]
        near = self.store.mentions_near([card.id for card in looking], days=NEAR_DAYS, km=NEAR_KM)
        others = self.fetch_real({ident for found in near.values() for ident in found})
        for ident in cards:
            self.ties[ident] = Ties({}, set())
        done: set[tuple[MentionId, MentionId]] = set()
        for card in looking:
            for ident in near[card.id]:
                pair = (card.id, ident) if card.id < ident else (ident, card.id)
                if ident not in others or pair in done:
                    continue
                done.add(pair)
                self._note(card, others[ident])

    def _note(self, card: MentionCard, other: MentionCard) -> None:
        found = judge_pair(card, other)
        if found.verdict is not Verdict.DIFFERENT:
            self.ties[card.id].add(other.id, found)
            # Only of one that was looked at itself is the list whole; for the others it waits until they are.
            if other.id in self.ties:
                self.ties[other.id].add(card.id, found)


class Part(Struct, frozen=True):
    """Mentions that are grouped together, with what people said of them."""

    cards: dict[MentionId, MentionCard]
    people: tuple[Link, ...]


def find_parts(grouping: Grouping, seeds: Iterable[MentionId]) -> list[Part]:
    """The parts that some mentions are in now, and those that they have joined or broken."""
    new = set(grouping.fetch_real(seeds))
    walk = _Walk(grouping)
    beside = set() if grouping.still else walk.step(sorted(new), SAME) - new
    before = _Walk(grouping, new)
    changed = set(new)
    for ident in sorted(beside):
        if ident not in changed:
            changed |= before.find_part(ident)
    found: list[Part] = []
    done: set[MentionId] = set()
    for ident in sorted(changed):
        if ident not in done:
            part = walk.find_part(ident)
            done |= part
            people = {link.id: link for one in part for link in walk.people[one]}
            links = tuple(people[link] for link in sorted(people))
            found.append(Part(grouping.fetch_cards(part), links))
    return found


class _Walk:
    """From mention to mention along what ties them, in one state of the store; without: as if these were not there."""

    def __init__(self, grouping: Grouping, without: Set[MentionId] = frozenset()) -> None:
        self.grouping = grouping
        self.without = without
        self.people: dict[MentionId, list[Link]] = {}
        self.crowded: dict[float, set[MentionId]] = {level: set() for level in LEVELS}

    def find_part(self, start: MentionId) -> set[MentionId]:
        """The part of a mention."""
        for level in LEVELS[:-1]:
            found = self._reach(start, level, self.grouping.most)
            if found is not None:
                return found
        return self._reach(start, LEVELS[-1], None) or {start}

    def _reach(self, start: MentionId, level: float, most: int | None) -> set[MentionId] | None:
        """All that hangs together with a mention at a level; None: more than so many."""
        seen, frontier, crowded = {start}, {start}, self.crowded[level]
        while frontier:
            if most is not None and (len(seen) > most or not frontier.isdisjoint(crowded)):
                crowded |= seen
                return None
            frontier = self.step(sorted(frontier), level) - seen
            seen |= frontier
        return seen

    def step(self, ids: Sequence[MentionId], level: float) -> set[MentionId]:
        """All that is tied to one of these."""
        self.grouping.find_ties(ids)
        self._ask_people(ids)
        ties = self.grouping.ties
        reached = {other for ident in ids for other, score in ties[ident].same.items() if score >= level}
        said = {end for ident in ids for link in self.people[ident] for end in (link.left, link.right)}
        return (reached | self.grouping.fetch_real(said - reached).keys()) - self.without

    def _ask_people(self, ids: Iterable[MentionId]) -> None:
        """What people said of these mentions."""
        asked = [ident for ident in ids if ident not in self.people]
        self.people.update((ident, []) for ident in asked)
        for link in self.grouping.store.people_links(asked) if asked else ():
            for end in {link.left, link.right} & set(asked):
                self.people[end].append(link)


def map_parts(parts: Sequence[Part]) -> Mapping[MentionId, int]:
    """In which of some parts each mention is."""
    return {ident: number for number, part in enumerate(parts) for ident in part.cards}
