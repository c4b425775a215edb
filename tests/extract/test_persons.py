"""One person without a figure counts as one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tamani.extract.counts.persons import find_persons
from tamani.extract.document import prepare_sentences
from tamani.records import Reading, ReportId, Span, Version

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "persons.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:50])
def test_a_person_without_a_figure_is_one(case: dict[str, Any]) -> None:
    text, language = case["text"], case["language"]
    spans = (Span(0, len(text)),)
    reading = Reading(report=ReportId("r"), version=Version("v"), text=text, language=language, sentences=spans)
    found = find_persons(prepare_sentences(reading)[0], language)
    assert sorted(f"{one.field} {one.count} {one.who}" for one in found) == sorted(case["found"])
