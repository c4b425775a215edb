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
from msgspec.structs import replace

from tamani.fields import load_vocabulary
from tamani.flow.group import Grouping
from tamani.flow.parts import find_parts
from tamani.flow.prepare import Prepared, make_ready, open_tools, prepare_item
from tamani.flow.take import keep_batch
from tamani.records import Verdict
from tamani.store import Store, open_store
from tamani.store.near import Within, are_near, find_spots, place_spot

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


def add_in_one_run(path: Path, reports: Sequence[Prepared], size: int, most_cards: int) -> tuple[object, object]:
    """As add_all, in one run that keeps so many cards in memory."""
    with open_store(path) as store:
        grouping = Grouping(store, load_vocabulary(), most_cards=most_cards)
        ready = [make_ready(one, store) for one in reports]
        for start in range(0, len(ready), size):
            with store.together():
                keep_batch(grouping, ready[start : start + size], NOW + timedelta(seconds=start))
        return look(store)


def test_what_a_run_remembers_or_has_forgotten_changes_nothing(tmp_path: Path, busy_week: list[Prepared]) -> None:
    shuffled = random.Random(4).sample(busy_week, len(busy_week))
    anew = add_all(tmp_path / "anew.db", shuffled, 40, 200)
    assert add_in_one_run(tmp_path / "all.db", shuffled, 40, 10_000) == anew
    assert add_in_one_run(tmp_path / "few.db", shuffled, 13, 30) == anew


def test_a_newer_version_takes_the_place_of_the_older_in_the_same_run(
    tmp_path: Path, busy_week: list[Prepared]
) -> None:
    tools = open_tools(None, None)
    later = NOW + timedelta(days=1)
    edited = []
    for number, made in enumerate(islice(write_years(7, 1_000_000), 60)):
        # Every third is sent again, a correction: without its last paragraph.
        if number % 3 == 0:
            row = {**made.row, "text": made.row["text"].rpartition("\n\n")[0] or made.row["text"] + " More soon."}
            item = replace(make_item(row), collected=later)
            edited.append(prepare_item(item, tools, NOW))
    versions = [one for one in edited if isinstance(one, Prepared)]
    reports = [*busy_week[:60], *versions, *busy_week[60:90]]
    anew = add_all(tmp_path / "anew.db", reports, 10, 200)
    assert add_in_one_run(tmp_path / "run.db", reports, 10, 10_000) == anew
    assert add_in_one_run(tmp_path / "few.db", reports, 10, 20) == anew


def test_two_runs_at_once_on_one_store_see_what_the_other_wrote(tmp_path: Path, busy_week: list[Prepared]) -> None:
    reports = busy_week[:120]
    together = add_all(tmp_path / "together.db", reports, len(reports), 200)
    with open_store(tmp_path / "two.db") as one, open_store(tmp_path / "two.db") as two:
        runs = [Grouping(one, load_vocabulary()), Grouping(two, load_vocabulary())]
        for number, start in enumerate(range(0, len(reports), 20)):
            run = runs[(number // 2 + number) % 2]
            ready = [make_ready(report, run.store) for report in reports[start : start + 20]]
            with run.store.together():
                keep_batch(run, ready, NOW + timedelta(seconds=start))
        assert look(one) == together


def test_the_board_finds_what_the_store_finds(tmp_path: Path, busy_week: list[Prepared]) -> None:
    with open_store(tmp_path / "a.db") as store:
        keep_batch(Grouping(store, load_vocabulary()), [make_ready(one, store) for one in busy_week], NOW)
        published = {one.report.id: one.reading.published for one in busy_week}
        placed = {
            mention.id: [place_spot(spot) for spot in find_spots(mention, published[mention.report])]
            for mention in store.all_mentions()
        }
        ids = sorted(placed)[::3]
        for ident, found in store.mentions_near(ids, days=3, km=120.0).items():
            near = {
                other
                for other, places in placed.items()
                if other != ident and any(are_near(a, b, Within(3, 120.0)) for a in placed[ident] for b in places)
            }
            assert near == set(found)
