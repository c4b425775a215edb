"""The pairs of reports load, stand where chance put them, and are scored as their README says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from fusion_pairs import GOLD, Outcome, Pair, WrongPair, is_held, load_pairs, score_pair, sum_up


def outcome(gold: str, *, shared: bool, news: bool = False) -> Outcome:
    pair = Pair("lookalike-01", gold, ({"text": "a"}, {"text": "b"}))
    return Outcome(pair, shared=shared, news=news, asked=False, met=True, told=())


@pytest.mark.parametrize(
    ("gold", "shared", "news", "right", "joined"),
    [
        ("same", True, True, True, False),
        ("same", False, False, False, False),
        ("different", False, False, True, False),
        ("different", True, False, False, True),
        ("recall", True, False, True, False),
        ("recall", True, True, False, True),
        ("recall", False, False, False, False),
        ("past", True, False, True, False),
        ("past", True, True, False, True),
        ("unsure", False, False, True, False),
        ("unsure", True, True, False, True),
    ],
)
def test_a_pair_is_right_or_wrongly_joined(gold: str, shared: bool, news: bool, right: bool, joined: bool) -> None:
    one = outcome(gold, shared=shared, news=news)
    assert (one.right, one.wrongly_joined) == (right, joined)


def test_figures_add_up() -> None:
    made = sum_up([outcome("same", shared=True), outcome("same", shared=False), outcome("unsure", shared=False)])
    assert (made["pairs"], made["right"], made["parted"], made["doubtful"], made["asked"]) == (3, 2, 1, 1, 0)


def test_all_pairs_load_and_stand_where_chance_put_them() -> None:
    dev, held = load_pairs("dev"), load_pairs("held")
    assert all(is_held(pair.id) for pair in held) and not any(is_held(pair.id) for pair in dev)
    assert len({pair.id for pair in (*dev, *held)}) == len(dev) + len(held) >= 60
    assert set(Counter(pair.gold for pair in dev)) == set(GOLD)


def test_a_pair_goes_through_the_whole_house(tmp_path: Path) -> None:
    text = "Gunmen killed nine people on Sunday at the cattle market of Djibo, in Burkina Faso."
    report = {"language": "en", "published": "2024-06-03", "text": text}
    made = score_pair(
        Pair("copies-99", "same", (report, report | {"text": f"{text} Nobody has claimed it."})), tmp_path
    )
    assert made.right and made.news and made.met


def test_a_pair_without_gold_is_told(tmp_path: Path) -> None:
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "pairs.toml").write_text('[[case]]\nid = "vague-09"\ngold = "maybe"\n', encoding="utf-8")
    with pytest.raises(WrongPair, match=r"dev/pairs\.toml: vague-09: gold is one of same"):
        load_pairs("dev", tmp_path)
