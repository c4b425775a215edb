"""Quarters of towns: the town is where it happened, and its quarter stands beside it. The texts are ours."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from tamani.extract import extract_reading
from tamani.fields import load_vocabulary
from tamani.locate import Gazetteer, find_toponyms, open_gazetteer
from tamani.read.sentences import split_sentences
from tamani.records import PlaceValue, Reading, ReportId, Version


@cache
def gazetteer() -> Gazetteer:
    return open_gazetteer(None)


def find_places(text: str, language: str) -> list[str]:
    """The places of the first event of a report, the one to show first."""
    reading = Reading(
        report=ReportId("r"),
        version=Version("v"),
        text=text,
        title=None,
        language=language,
        published=datetime(2024, 5, 15, tzinfo=UTC),
        sentences=split_sentences(text),
    )
    found = extract_reading(reading, find_toponyms(reading, gazetteer(), home=True), load_vocabulary())
    return [claim.value.name for claim in found.mentions[0].claims if isinstance(claim.value, PlaceValue)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Trois personnes ont été tuées lundi dans le quartier Faladié, à Bamako.", ["Bamako", "Faladié"]),
        ("fr", "Niamey : trois morts lundi dans une fusillade au quartier Gamkallé.", ["Niamey", "Gamkallé"]),
        ("fr", "Trois personnes ont été tuées lundi dans un quartier de Gao.", ["Gao"]),
        ("en", "Three people were killed on Monday in Bamako's Faladié neighbourhood.", ["Bamako", "Faladié"]),
        ("en", "Three people were killed on Monday in the Sokorodji neighborhood of Bamako.", ["Bamako", "Sokorodji"]),
        # A town of its own beside a larger one is no quarter of it.
        ("en", "Three people were killed on Monday in Kati, near Bamako.", ["Kati"]),
        # The police of a town in North America works in that town, and knows its quarters.
        (
            "en",
            "DENVER (WXYZ) - A man was shot dead on Monday in Montbello. Denver police said they had no suspect.",
            ["Denver"],
        ),
        # Nor are they the police of a namesake at the other end of the state, unless that is named as such.
        (
            "en",
            "A man was shot dead on Monday night in Allentown. Pittsburgh police charged his friend with homicide.",
            ["Pittsburgh", "Allentown"],
        ),
        (
            "en",
            "A man was shot dead on Monday in Allentown, Pennsylvania. Pittsburgh police stopped a car on Tuesday.",
            ["Allentown"],
        ),
        (
            "en",
            "A man was shot dead on Monday in Allentown. Pittsburgh police stopped a car, Allentown police said.",
            ["Allentown"],
        ),
    ],
)
def test_a_quarter_lies_in_the_town_named_with_it(language: str, text: str, expected: list[str]) -> None:
    assert find_places(text, language) == expected


def test_a_quarter_is_not_its_namesake_abroad() -> None:
    """There is a Capitol Hill in Washington; the one whose police speaks is in Denver, and both tell one event."""
    text = (
        "Denver police said a man shot his wife dead on Tuesday. "
        "The woman was shot dead on Tuesday inside a Capitol Hill flat, Denver police said."
    )
    assert find_places(text, "en") == ["Denver", "Capitol Hill"]
