"""The made-up years that growth is measured on, and the measure itself."""

from __future__ import annotations

import json
from collections import Counter
from itertools import islice
from pathlib import Path

from bench_growth import make_item, read_shard, score_store
from generate import write_years

from tamani.flow import add_collected
from tamani.settings import Settings
from tamani.store import open_store

NOW = make_item(next(iter(write_years(7, 500))).row).collected


def test_the_same_seed_writes_the_same_reports_and_another_seed_others() -> None:
    first, again = list(write_years(7, 500)), list(write_years(7, 500))
    assert json.dumps([one.row for one in first]) == json.dumps([one.row for one in again])
    assert [one.row["text"] for one in write_years(8, 500)] != [one.row["text"] for one in first]


def test_reports_come_in_order_of_publication_and_each_once() -> None:
    made = list(write_years(7, 2000))
    published = [one.row["published"] for one in made]
    assert published == sorted(published)
    assert len({one.row["id"] for one in made}) == 2000


def test_years_are_filled_and_one_attack_may_bring_forty_reports() -> None:
    made = list(write_years(7, 8000))
    assert 4 <= int(made[-1].row["published"][:4]) - int(made[0].row["published"][:4]) <= 6
    told = Counter(row["incident"] for one in made for row in one.gold if "report" in row)
    assert max(told.values()) >= 30
    assert sum(number == 1 for number in told.values()) > len(told) / 4


def test_the_gold_names_reports_that_were_written_and_each_attack_has_its_day() -> None:
    made = list(islice(write_years(7, 3000), 3000))
    for one in made:
        for row in one.gold:
            assert {row.get("report"), row.get("recalled_by")} == {one.row["id"], None}
            assert row["date"][0]["low"] <= one.row["published"][:10]
    assert any("recalled_by" in row for one in made for row in one.gold)
    assert any(len([row for row in one.gold if "report" in row]) > 2 for one in made), "no digest"
    assert any(not one.gold for one in made), "no noise"


def test_the_measure_counts_one_group_of_everything_as_what_it_is(tmp_path: Path) -> None:
    made = list(islice(write_years(7, 2000), 40))
    with open_store(tmp_path / "a.db") as store:
        add_collected(store, [make_item(one.row) for one in made], Settings(), now=NOW)
        found = score_store(store, [row for one in made for row in one.gold])
        wrong = score_store(store, [row | {"incident": "all"} for one in made for row in one.gold])
        assert found["B3"] > 0.8
        assert wrong["B3 precision"] == 1.0
        assert wrong["B3 recall"] < 0.5
    assert callable(read_shard)
