"""What is remembered of pairs is what a fresh look would say, however a part grew and however much was forgotten."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from itertools import islice

import pytest
from bench_growth import make_item
from generate import write_years

from tamani.flow.prepare import open_tools, prepare_item
from tamani.fuse import MentionCard, compare_mentions
from tamani.fuse.cluster import group_judged
from tamani.fuse.judged import DIFFERENT, JudgedPairs, Memory, judge_all, judge_pair
from tamani.fuse.keys import may_meet
from tamani.records import MentionId, Verdict

Cards = dict[MentionId, MentionCard]


@pytest.fixture(scope="module")
def told() -> Cards:
    """The mentions of a busy day."""
    tools = open_tools(None, None)
    made = islice(write_years(7, 1_000_000), 150)
    prepared = [prepare_item(make_item(one.row), tools, datetime(2026, 1, 1, tzinfo=UTC)) for one in made]
    return {card.id: card for one in prepared for card in one.cards}  # type: ignore[union-attr]


def find_near(cards: Cards) -> dict[MentionId, dict[MentionId, object]]:
    """Of each mention those of its first letter: some pairs are known from a search, and others are not."""
    return {
        one: {
            two: found
            for two in cards
            if one != two and one[-4:-3] == two[-4:-3]
            and (found := judge_pair(cards[one], cards[two])) is not DIFFERENT
        }
        for one in cards
    }  # fmt: skip


def test_a_part_that_grows_and_is_cut_is_judged_as_a_new_one(told: Cards) -> None:
    random_ = random.Random(5)
    pairs, near, inside = JudgedPairs(), find_near(told), set[MentionId]()
    for step in range(12):
        inside |= set(random_.sample(sorted(told), 25))
        if step % 4 == 3:
            inside = set(random_.sample(sorted(inside), len(inside) // 2))
        cards = {ident: told[ident] for ident in sorted(inside)}
        seen = pairs.judge_part(cards, near)  # type: ignore[arg-type]
        fresh = judge_all(cards)
        assert seen.told == fresh.told
        assert group_judged(seen, ()) == group_judged(fresh, ())


def test_whatever_is_forgotten_two_mentions_agree_as_they_did(told: Cards) -> None:
    small, cards = Memory(most=40), list(told.values())[:60]
    for one in cards:
        for two in cards:
            if one.id < two.id:
                found = compare_mentions(one, two)
                met = one.report == two.report or may_meet(one, two)
                wanted = None if not met else found.score if found.verdict is Verdict.SAME else min(found.score, 3.49)
                assert small.weigh_pair(one, two) == (None if wanted is None else round(1000 * wanted))
                assert len(small.young) <= 40 and len(small.old) <= 40
