"""Figures weighed by the whole report: twins, sums of a war, and figures that are refused."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tamani.extract import extract_reading
from tamani.fields import load_vocabulary
from tamani.records import Claim, Reading, Stance, TollValue, Who

Read = Callable[[str, str], Reading]
CASES = Path(__file__).parent / "cases"


def load_told(language: str) -> list[tuple[str, dict[str, Any]]]:
    rows = tomllib.loads((CASES / f"told_{language}.toml").read_text(encoding="utf-8"))["case"]
    return [(language, row) for row in rows]


@pytest.mark.parametrize(
    ("language", "case"),
    load_told("fr") + load_told("en"),
    ids=lambda row: row if isinstance(row, str) else row["text"],
)
def test_a_report_states_these_figures_and_who_gives_them(read_text: Read, language: str, case: dict[str, Any]) -> None:
    made = []
    for claim, toll in find_tolls(read_text, case["text"], language):
        low, high = (-1 if bound is None else bound for bound in (toll.low, toll.high))
        made.append([claim.field, low, high, str(toll.who), claim.said_by or ""])
    assert made == case["tolls"]


def find_tolls(read_text: Read, text: str, language: str) -> list[tuple[Claim, TollValue]]:
    found = extract_reading(read_text(text, language), (), load_vocabulary())
    claims = [claim for mention in found.mentions for claim in mention.claims]
    return [(claim, claim.value) for claim in claims if isinstance(claim.value, TollValue)]


def test_sixteen_people_are_the_sixteen_villagers_of_the_next_sentence(read_text: Read) -> None:
    text = "Bandits killed 16 people on Monday near Maradi. The 16 villagers were shot dead at dawn."
    assert {value.who for _, value in find_tolls(read_text, text, "en")} == {Who.CIVILIANS}


def test_two_small_equal_figures_are_not_taken_for_one(read_text: Read) -> None:
    text = "L'embuscade a fait deux morts mardi près de Pala. Deux soldats ont été tués plus loin."
    assert Who.UNKNOWN in {value.who for _, value in find_tolls(read_text, text, "fr")}


def test_the_dead_of_a_whole_war_stay_out_of_the_event(read_text: Read) -> None:
    text = "Huit paysans ont été tués lundi à Bosso. Le mouvement a fait plus de 30 000 morts."
    assert {value.low for _, value in find_tolls(read_text, text, "fr")} == {8}


def test_a_figure_that_is_refused_is_denied(read_text: Read) -> None:
    text = "Gunmen attacked the village on Monday. The army insisted that 41 people were killed, not 60."
    stances = {value.low: claim.stance for claim, value in find_tolls(read_text, text, "en")}
    assert stances == {41: Stance.ASSERTED, 60: Stance.DENIED}
