"""What the rules say of the pairs of some mentions, without the reasons: those are told only where a link is made.

A part of the store is grouped again with every report that joins it, and most of its pairs were judged before. How far
two mentions agree hangs on the two alone, so it may be remembered; nothing but speed depends on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from msgspec import Struct

from tamani.fuse.bound import Pair, make_pair
from tamani.fuse.cards import MentionCard
from tamani.fuse.compare import SAME, Comparison, compare_mentions, may_tie
from tamani.fuse.quick import may_be_asked, meet, pick_asked
from tamani.records import MentionId, Verdict

MOST_SCORES = 150_000  # pairs kept in memory, twice: those asked for lately, and those before
THOUSAND = 1000  # scores have three decimals: whole thousandths add up to the same sum in any order


class Outcome(Struct, frozen=True):
    """A comparison without its reasons."""

    score: float
    verdict: Verdict


DIFFERENT = Outcome(0.0, Verdict.DIFFERENT)
NOBODY: frozenset[MentionId] = frozenset()


class Memory:
    """How far pairs agree, as far as it was asked lately. Not a value: it is a cache."""

    def __init__(self, most: int = MOST_SCORES) -> None:
        self.most = most
        self.young: dict[Pair, int | None] = {}
        self.old: dict[Pair, int | None] = {}

    def weigh_pair(self, one: MentionCard, two: MentionCard) -> int | None:
        """What a pair adds to an average, in thousandths of a point; None: the two never meet."""
        pair = make_pair(one.id, two.id)
        try:
            return self.young[pair]
        except KeyError:
            found = self.old[pair] if pair in self.old else _weigh(one, two)
        if len(self.young) >= self.most:
            self.young, self.old = {}, self.young
        self.young[pair] = found
        return found


def _weigh(one: MentionCard, two: MentionCard) -> int | None:
    if one.report != two.report and not meet(one, two):
        return None
    return cap_score(compare_mentions(one, two))


def cap_score(found: Comparison | Outcome) -> int:
    """Without a tie of place, figure or words no pair joins two groups, however high the score."""
    score = found.score if found.verdict is Verdict.SAME else min(found.score, SAME - 0.01)
    return round(score * THOUSAND)


class Judged(Struct, frozen=True):
    """A closed set of mentions, and what the rules say of its pairs."""

    cards: Mapping[MentionId, MentionCard]
    told: Mapping[Pair, Outcome]  # the pairs that they would link, or ask about
    memory: Memory


def judge_pair(one: MentionCard, two: MentionCard) -> Outcome:
    """What the rules say of two mentions, whatever the others say; those that never meet are different."""
    return judge_asked(one, two) if may_be_asked(one, two) else DIFFERENT


def judge_asked(one: MentionCard, two: MentionCard) -> Outcome:
    """What the rules say of two mentions that meet, and that a quick look did not part."""
    if one.report == two.report and not may_tie(one, two):
        return DIFFERENT
    found = compare_mentions(one, two)
    return DIFFERENT if found.verdict is Verdict.DIFFERENT else Outcome(found.score, found.verdict)


def judge_all(cards: Mapping[MentionId, MentionCard], memory: Memory | None = None) -> Judged:
    """What the rules say of all pairs of a closed set."""
    told: dict[Pair, Outcome] = {}
    order = [cards[ident] for ident in sorted(cards)]
    for place, one in enumerate(order):
        for two in pick_asked(one, order[place + 1 :]):
            if one.report != two.report and (found := judge_asked(one, two)) is not DIFFERENT:
                told[one.id, two.id] = found
    return Judged(cards, told | _judge_reports(cards), memory or Memory())


class JudgedPairs:
    """What was said of pairs in one run, so that none is judged twice. Not a value: it is a cache."""

    def __init__(self) -> None:
        self.memory = Memory()
        # Of mentions looked at for this batch: those near them, all of them judged.
        self.looked: dict[MentionId, frozenset[MentionId]] = {}
        self.parts: dict[MentionId, frozenset[MentionId]] = {}  # the part a mention was in last, all of it judged
        self.far: dict[MentionId, dict[MentionId, Outcome]] = {}  # ties of one part that are not near each other

    def judge_part(
        self, cards: Mapping[MentionId, MentionCard], near: Mapping[MentionId, Mapping[MentionId, Outcome]]
    ) -> Judged:
        """What the rules say of the pairs of a part; near: what they say of those that were found near each other."""
        inside = frozenset(cards)
        for one in inside:
            unknown = inside - self.parts.get(one, NOBODY) - self.looked.get(one, NOBODY)
            asked = [cards[two] for two in unknown if one < two and one not in self.looked.get(two, NOBODY)]
            for other in pick_asked(cards[one], asked):
                self._note(cards[one], other)
        told = {
            make_pair(one, two): ties[two]
            for one in inside
            for ties in (near[one], self.far.get(one, {}))
            for two in ties.keys() & inside
        }
        self.parts.update(dict.fromkeys(inside, inside))
        return Judged(cards, told | _judge_reports(cards), self.memory)

    def _note(self, one: MentionCard, two: MentionCard) -> None:
        found = judge_asked(one, two)
        if found is not DIFFERENT:
            self.far.setdefault(one.id, {})[two.id] = found
            self.far.setdefault(two.id, {})[one.id] = found

    def forget_scores(self) -> None:
        """Some mentions are read anew: how far they agree with others must be worked out again."""
        self.memory = Memory()

    def forget(self, ident: MentionId) -> None:
        """Nothing is known of a mention any more."""
        self.parts.pop(ident, None)
        for other in self.far.pop(ident, {}):
            self.far.get(other, {}).pop(ident, None)
            self.parts.pop(other, None)


def _judge_reports(cards: Mapping[MentionId, MentionCard]) -> dict[Pair, Outcome]:
    """The pairs of one report that are, for once, one event, or may be: they are told whether they meet or not."""
    return {
        pair: Outcome(found.score, found.verdict)
        for pair, found in compare_within_reports(cards)
        if found.verdict is not Verdict.DIFFERENT
    }


def compare_within_reports(cards: Mapping[MentionId, MentionCard]) -> Iterator[tuple[Pair, Comparison]]:
    """Every pair of mentions of one report."""
    by_report: dict[str, list[MentionId]] = defaultdict(list)
    for ident in sorted(cards):
        by_report[cards[ident].report].append(ident)
    for group in by_report.values():
        for one, two in combinations(group, 2):
            yield (one, two), compare_mentions(cards[one], cards[two])
