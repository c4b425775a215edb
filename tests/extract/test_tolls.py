"""Figures that reports state, and numbers that count nobody harmed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tamani.extract.counts.tolls import find_tolls
from tamani.extract.document import Sentence, prepare_sentences
from tamani.read.sentences import split_sentences
from tamani.records import Reading, ReportId, Version

CASES = Path(__file__).parent / "cases"


def load_cases(*names: str) -> list[dict[str, object]]:
    texts = [(CASES / f"{name}.toml").read_text(encoding="utf-8") for name in names]
    return [row for text in texts for row in tomllib.loads(text)["case"]]


def prepare(text: str, language: str) -> tuple[Sentence, ...]:
    reading = Reading(
        report=ReportId("r"), version=Version("v"), text=text, language=language, sentences=split_sentences(text)
    )
    return prepare_sentences(reading)


def read_tolls(text: str, language: str) -> list[tuple[str, int, int, str]]:
    return [
        (toll.field, -1 if toll.low is None else toll.low, -1 if toll.high is None else toll.high, str(toll.who))
        for sentence in prepare(text, language)
        for toll in find_tolls(sentence, language)
        if not toll.cumulative
    ]


@pytest.mark.parametrize(
    "case", load_cases("tolls_fr", "wording_fr", "counted_fr"), ids=lambda case: str(case["text"])[:60]
)
def test_a_french_sentence_states_these_figures(case: dict[str, object]) -> None:
    wanted = [tuple(row) for row in case["tolls"]]  # type: ignore[attr-defined]
    assert read_tolls(str(case["text"]), "fr") == wanted


@pytest.mark.parametrize(
    "case", load_cases("tolls_en", "wording_en", "counted_en"), ids=lambda case: str(case["text"])[:60]
)
def test_an_english_sentence_states_these_figures(case: dict[str, object]) -> None:
    wanted = [tuple(row) for row in case["tolls"]]  # type: ignore[attr-defined]
    assert read_tolls(str(case["text"]), "en") == wanted


@pytest.mark.parametrize(
    "language, text",
    [
        ("en", "The army revised down from 14 to 11 the number of civilians killed in the raid on the camp."),
        ("en", "The army revised its toll for the raid on the camp from 14 to 11 civilians killed."),
        ("en", "The death toll of the raid was lowered from 14 to 11."),
        ("fr", "L'armée a revu à la baisse, de 14 à 11, le nombre de civils tués dans le raid."),
        ("fr", "Le bilan du raid a été ramené de 14 à 11 civils tués, selon l'armée."),
        ("fr", "Le bilan du raid est passé de 14 à 11 morts."),
    ],
)
def test_of_a_revised_toll_the_first_figure_is_old(language: str, text: str) -> None:
    (sentence,) = prepare(text, language)
    assert [(toll.low, toll.scope) for toll in find_tolls(sentence, language)] == [(14, "old"), (11, None)]


def test_from_eight_to_twelve_dead_is_a_range_where_nothing_was_revised() -> None:
    (sentence,) = prepare("Le raid a fait de 8 à 12 morts, selon l'armée.", "fr")
    assert [(toll.low, toll.high, toll.scope) for toll in find_tolls(sentence, "fr")] == [(8, 12, None)]
