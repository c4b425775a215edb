"""Mentions joined into groups: the two groups that agree best first, until none agree enough; ties go by id.

Only groups between which some pair is tied can be joined. How far those agree on the whole is worked out when it is
asked: of the pairs of a part most lie between groups that nothing ties.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from typing import TypeAlias

from tamani.fuse.bound import Bound, find_root
from tamani.fuse.compare import SAME
from tamani.fuse.judged import THOUSAND, Judged, Outcome, cap_score, compare_within_reports
from tamani.fuse.reason import VETO
from tamani.records import MentionId, Mode, Verdict

ENOUGH = 2 * THOUSAND * SAME

Tie: TypeAlias = tuple[
    int, int, int
]  # between two groups: the sum of their pairs' scores, how many met, the best score
NOTHING: Tie = (0, 0, -(1 << 40))
Groups: TypeAlias = dict[int, list[int]]  # mentions by their place in the order of ids; a group by its first
Ties: TypeAlias = dict[int, dict[int, Tie]]  # both ways, where some pair is tied
Apart: TypeAlias = dict[int, set[int]]
Rank: TypeAlias = tuple[bool, float, int, int, int]


def join_groups(judged: Judged, bound: Bound) -> list[list[MentionId]]:
    """The groups of a closed set."""
    order = sorted(judged.cards)
    number = {ident: place for place, ident in enumerate(order)}
    told = [(number[one], number[two], found) for (one, two), found in judged.told.items()]
    groups = _Joining(judged, order, [(number[one], number[two]) for one, two in bound.same])
    groups.tie(told)
    groups.part((number[one], number[two]) for one, two in bound.different)
    groups.part(
        (number[one], number[two]) for (one, two), found in compare_within_reports(judged.cards) if found.score <= VETO
    )
    groups.join_all()
    return [[order[place] for place in group] for group in groups.groups.values()]


class _Joining:
    """A closed set on its way into groups."""

    def __init__(self, judged: Judged, order: Sequence[MentionId], same: Sequence[tuple[int, int]]) -> None:
        self.cards = [judged.cards[ident] for ident in order]
        self.weigh = judged.memory.weigh_pair
        self.groups: Groups = {place: [place] for place in range(len(order))}
        self.root = {place: place for place in self.groups}
        for left, right in same:
            one, two = sorted((find_root(self.root, left), find_root(self.root, right)))
            if one != two:
                self._join(one, two)
        self.ties: Ties = defaultdict(dict)
        self.apart: Apart = defaultdict(set)
        actual = [place for place, card in enumerate(self.cards) if card.mode is Mode.ACTUAL]
        self.news = {find_root(self.root, place) for place in actual}

    def tie(self, told: Iterable[tuple[int, int, Outcome]]) -> None:
        """Note between which groups a pair is tied."""
        root, ties = self.root, self.ties
        for left, right, found in told:
            if found.verdict is not Verdict.SAME:
                continue
            one, two = find_root(root, left), find_root(root, right)
            if one == two or two in ties[one]:
                continue
            if len(self.groups[one]) == len(self.groups[two]) == 1:
                score = cap_score(found)
                ties[one][two] = ties[two][one] = (score, 1, score)
            else:
                ties[one][two] = ties[two][one] = self._sum_pairs(one, two)

    def part(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Note which groups must never join: a person parts them, or one report tells of both."""
        for left, right in pairs:
            one, two = find_root(self.root, left), find_root(self.root, right)
            if one != two:
                self.apart[one].add(two)
                self.apart[two].add(one)

    def join_all(self) -> None:
        """Join what agrees best, until nothing agrees enough."""
        ties, news = self.ties, self.news
        queue = [rank for one in ties for two, tie in ties[one].items() if one < two and (rank := self._rank(one, two))]
        heapify(queue)
        while queue:
            rank = heappop(queue)
            keep, gone = rank[3], rank[4]
            # Ranks of groups that have grown since, or are gone, are stale: the new ones stand in the queue too.
            if gone not in ties.get(keep, ()) or self._rank(keep, gone) != rank or gone in self.apart[keep]:
                continue
            touched = self._fold_ties(keep, gone)
            self._join(keep, gone)
            if gone in news:
                news.add(keep)
            self._fold_apart(keep, gone)
            for other in touched:
                if fresh := self._rank(min(keep, other), max(keep, other)):
                    heappush(queue, fresh)

    def _rank(self, one: int, two: int) -> Rank | None:
        """Where two groups stand in the queue; None: they don't agree enough to be joined by rule.

        They agree by half the average of all pairs, half the best pair. The average keeps a chain of half-alike
        mentions (one village a day) from growing into one event; the best pair holds a short item, which says little,
        to its wire. What is told as news makes the groups, and what is only recalled joins them then: "yesterday's
        attack in Kita, and now this one" must not take the place of this one.
        """
        total, count, top = self.ties[one][two]
        agreement = total / count + top
        if agreement < ENOUGH:
            return None
        return one not in self.news or two not in self.news, -agreement, -top, one, two

    def _join(self, keep: int, gone: int) -> None:
        self.groups[keep] += self.groups.pop(gone)
        self.root[gone] = keep

    def _sum_pairs(self, one: int, two: int) -> Tie:
        """What lies between two groups, pair by pair."""
        cards, weigh, others = self.cards, self.weigh, self.groups[two]
        weights = [
            weight for a in self.groups[one] for b in others if (weight := weigh(cards[a], cards[b])) is not None
        ]
        return (sum(weights), len(weights), max(weights)) if weights else NOTHING

    def _fold_ties(self, keep: int, gone: int) -> list[int]:
        """Give the ties of a group that is gone to the one that takes it in; which others have pairs with it."""
        ties = self.ties
        mine, theirs = ties[keep], ties.pop(gone)
        del mine[gone], theirs[keep]
        touched: list[int] = []
        for other in mine.keys() | theirs.keys():
            left = mine.get(other) or self._sum_pairs(keep, other)
            right = theirs.get(other) or self._sum_pairs(gone, other)
            row = ties[other]
            row.pop(gone, None)
            mine[other] = row[keep] = (left[0] + right[0], left[1] + right[1], max(left[2], right[2]))
            if right[1]:
                touched.append(other)
        return touched

    def _fold_apart(self, keep: int, gone: int) -> None:
        for other in self.apart.pop(gone, set()):
            self.apart[other].discard(gone)
            self.apart[other].add(keep)
            self.apart[keep].add(other)
