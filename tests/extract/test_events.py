"""Whole reports: what is the news, what is only recalled, and what is no attack at all."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tamani.extract import extract_reading
from tamani.fields import load_vocabulary
from tamani.locate import Gazetteer, find_toponyms, open_gazetteer
from tamani.read.sentences import split_sentences
from tamani.records import DateValue, Extraction, Mention, Mode, PlaceValue, Reading, ReportId, TollValue, Version

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "reports.toml").read_text(encoding="utf-8")
)["case"]


@cache
def gazetteer() -> Gazetteer:
    return open_gazetteer(None)


def extract(case: dict[str, Any]) -> Extraction:
    day = case["published"]
    reading = Reading(
        report=ReportId("r"),
        version=Version("v"),
        text=case["text"],
        title=case["title"],
        language=case["language"],
        published=datetime(day.year, day.month, day.day, tzinfo=UTC),
        sentences=split_sentences(case["text"]),
    )
    return extract_reading(reading, find_toponyms(reading, gazetteer()), load_vocabulary())


def tolls_of(mention: Mention) -> list[list[object]]:
    return [
        [claim.field, _bound(claim.value.low), _bound(claim.value.high), str(claim.value.who)]
        for claim in mention.claims
        if isinstance(claim.value, TollValue)
    ]


def _bound(value: int | None) -> int:
    return -1 if value is None else value


def first_day(mention: Mention) -> tuple[str, str] | None:
    value = next((claim.value for claim in mention.of("date")), None)
    return (str(value.start), str(value.end)) if isinstance(value, DateValue) else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["title"])[:50])
def test_a_report_is_read_as_a_reader_would(case: dict[str, Any]) -> None:
    found = extract(case)
    assert found.relevant is case["relevant"]
    if not case["relevant"]:
        assert {str(mention.mode) for mention in found.mentions} <= {case.get("mode")}
    if not found.mentions:
        return
    main = found.mentions[0]
    assert first_day(main) == tuple(case["date"])
    if "place" in case:
        place = main.of("place")[0].value
        assert isinstance(place, PlaceValue)
        assert place.name.startswith(case["place"])
    if "main" in case:
        assert tolls_of(main) == case["main"]
    others = [first_day(mention) for mention in found.mentions[1:]]
    assert [day[0] for day in others if day] == case["others"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["title"])[:50])
def test_every_claim_quotes_its_words(case: dict[str, Any]) -> None:
    for mention in extract(case).mentions:
        for claim in mention.claims:
            text = case["title"] if claim.span.part == "title" else case["text"]
            assert text[claim.span.start : claim.span.end] == claim.quote


def test_a_language_we_do_not_read_is_left_unread() -> None:
    reading = Reading(report=ReportId("r"), version=Version("v"), text="Ein Anschlag.", language="de")
    assert not extract_reading(reading, (), load_vocabulary()).relevant


SCENES: list[dict[str, Any]] = [
    case
    for name in ("scenes", "days_and_places")
    for case in tomllib.loads((Path(__file__).parent / "cases" / f"{name}.toml").read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", SCENES, ids=lambda case: str(case["text"])[:50])
def test_the_scene_of_a_short_report_is_found(case: dict[str, Any]) -> None:
    found = extract({"title": None, **case})
    assert found.relevant is case["relevant"]
    if not case["relevant"]:
        recalled = [mention.mode for mention in found.mentions]
        assert recalled == [Mode.BACKGROUND] * case.get("recalled", len(recalled))
        return
    main = found.mentions[0]
    assert len(found.mentions) == case.get("mentions", 1)
    assert main.kind == case.get("kind", main.kind)
    day = first_day(main)
    if case.get("undated"):
        assert day is None
        return
    assert day is not None and day == tuple(str(one) for one in case.get("dates", [day[0], day[1]]))
    assert day[0] == str(case.get("date", day[0]))
    if "place" in case:
        place = main.of("place")[0].value
        assert isinstance(place, PlaceValue) and place.name.startswith(case["place"])


UNREAL: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "no_news.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", UNREAL, ids=lambda case: str(case["text"])[:50])
def test_what_is_no_news_is_told_from_what_is(case: dict[str, Any]) -> None:
    found = extract({"title": None, "published": date(2024, 6, 12), **case})
    assert found.relevant is case["relevant"]
    assert {str(mention.mode) for mention in found.mentions if not case["relevant"]} <= {"background"}
    assert found.mentions[0].kind == case["kind"] if "kind" in case else True


NOT_SO: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "not_so.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", NOT_SO, ids=lambda case: str(case["text"])[:50])
def test_what_was_not_so_keeps_its_stance(case: dict[str, Any]) -> None:
    found = extract({"title": None, "published": date(2024, 6, 12), **case})
    made = [
        [claim.field, claim.value.low, str(claim.stance)]
        for mention in found.mentions
        for claim in mention.claims
        if isinstance(claim.value, TollValue)
    ]
    assert made == case["claims"]


@pytest.mark.parametrize(
    "language,text",
    [
        ("en", "A bomb went off at a bank in Jos on Monday. Meanwhile, a bus was burned in Bukuru."),
        (
            "fr",
            "Une bombe a explosé lundi dans une banque de Jos. Un bus a également été incendié à Bukuru.",
        ),
    ],
)
def test_what_is_told_beside_the_news_is_of_its_day(language: str, text: str) -> None:
    found = extract({"title": None, "published": date(2022, 3, 15), "language": language, "text": text})
    assert [first_day(mention) for mention in found.mentions] == [("2022-03-14", "2022-03-14")] * 2
