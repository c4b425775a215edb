"""Where so much happens that everything hangs together, parts are cut; the order of arrival still changes nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from bench_growth import make_item
from generate import write_years

from tamani.fields import load_vocabulary
from tamani.flow.group import Grouping
from tamani.flow.parts import find_parts
from tamani.flow.prepare import Prepared, make_ready, open_tools, prepare_item
from tamani.flow.take import keep_batch
from tamani.records import Verdict
from tamani.store import Store, open_store

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def busy_week() -> list[Prepared]:
    """Two hundred reports of two days with eighty attacks each: copies, contradictions, look-alikes next door."""
    tools = open_tools(None, None)
    made = islice(write_years(7, 1_000_000), 200)
    prepared = [prepare_item(make_item(one.row), tools, NOW) for one in made]
    return [one for one in prepared if isinstance(one, Prepared)]


def add_all(path: Path, reports: Sequence[Prepared], size: int, most: int) -> tuple[object, object]:
    """Who is with whom, and which links stand, after adding reports so many at a time."""
    with open_store(path) as store:
        ready = [make_ready(one, store) for one in reports]
        for start in range(0, len(ready), size):
            # A new run each time: nothing is remembered from the batch before.
            grouping = Grouping(store, load_vocabulary(), most=most)
            with store.together():
                keep_batch(grouping, ready[start : start + size], NOW + timedelta(seconds=start))
        return look(store)


def look(store: Store) -> tuple[object, object]:
    mentions = [mention.id for mention in store.all_mentions()]
    links = {(link.left, link.right, link.verdict, link.reasons) for link in store.links()}
    return store.incidents_of(mentions), links


@pytest.mark.parametrize("most", [2, 10_000])
def test_any_order_and_any_batches_give_the_same_incidents_and_links(
    tmp_path: Path, busy_week: list[Prepared], most: int
) -> None:
    together = add_all(tmp_path / "together.db", busy_week, len(busy_week), most)
    for seed, size in ((1, 60), (2, 17), (3, 7)):
        shuffled = random.Random(seed).sample(busy_week, len(busy_week))
        assert add_all(tmp_path / f"{seed}.db", shuffled, size, most) == together


def test_a_part_that_grows_too_large_is_cut_and_one_attack_is_not(tmp_path: Path, busy_week: list[Prepared]) -> None:
    with open_store(tmp_path / "a.db") as store:
        grouping = Grouping(store, load_vocabulary(), most=2)
        with store.together():
            keep_batch(grouping, [make_ready(one, store) for one in busy_week], NOW)
        mentions = [mention.id for mention in store.all_mentions()]
        cut = find_parts(grouping, mentions)
        whole = find_parts(Grouping(store, load_vocabulary()), mentions)
        assert len(cut) > len(whole)
        assert {ident for part in cut for ident in part.cards} == {ident for part in whole for ident in part.cards}
        # What lies in two parts and might be one is asked, not forgotten.
        assert any(link.verdict is Verdict.UNSURE for link in store.links())
