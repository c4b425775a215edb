"""Victims of whole reports: under their fullest name, once, with what the report calls them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tamani.extract import extract_reading
from tamani.fields import load_vocabulary
from tamani.records import Reading, TollValue, VictimValue


def test_victims_are_named_as_the_report_names_them(
    victim_case: dict[str, Any], read_text: Callable[[str, str], Reading]
) -> None:
    reading = read_text(victim_case["text"], victim_case["language"])
    found: list[str] = []
    tolls: list[str] = []
    for mention in extract_reading(reading, (), load_vocabulary()).mentions[:1]:
        for claim in mention.of("victim"):
            assert isinstance(claim.value, VictimValue)
            assert reading.quote(claim.span) == claim.quote
            found.append(": ".join(one for one in (claim.value.name, claim.value.description) if one))
        for field in ("killed", "injured", "abducted"):
            for claim in mention.of(field):
                assert isinstance(claim.value, TollValue)
                tolls.append(f"{field} {claim.value.low} {claim.value.who.value}")
    assert found == victim_case["victims"]
    assert tolls == victim_case.get("tolls", tolls)
