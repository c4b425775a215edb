"""What is denied, doubted or taken back is never read as asserted; cases/denials.txt says how its rows are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tamani.extract import extract_reading
from tamani.fields import load_vocabulary
from tamani.locate import find_toponyms, open_gazetteer
from tamani.read.sentences import split_sentences
from tamani.records import (
    Claim,
    Extraction,
    Mode,
    PerpetratorValue,
    PlaceValue,
    Reading,
    ReportId,
    Stance,
    TollValue,
    Version,
)
from tamani.words import fold

STANCES = {"-": Stance.DENIED, "~": Stance.DENIED, "?": Stance.DOUBTED, "+": Stance.ASSERTED}
FIELDS = {"perp": "perpetrator"}


def read_rows(name: str) -> Iterator[tuple[str, str, str]]:
    language = "en"
    for line in (Path(__file__).parent / "cases" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line in ("[en]", "[fr]"):
            language = line[1:3]
        elif line and not line.startswith("#"):
            text, _, wanted = line.partition(" | ")
            yield language, text, wanted


def extract(language: str, text: str) -> Extraction:
    reading = Reading(
        report=ReportId("r"), version=Version("v"), text=text, language=language,
        published=datetime(2024, 3, 14, tzinfo=UTC), sentences=split_sentences(text),
    )  # fmt: skip
    return extract_reading(reading, find_toponyms(reading, open_gazetteer(None)), load_vocabulary())


def says(claim: Claim, field: str, value: str) -> bool:
    if claim.field != FIELDS.get(field, field):
        return False
    made = claim.value
    if isinstance(made, TollValue):
        return made.low == int(value) if value else made.high != 0
    if isinstance(made, PerpetratorValue | PlaceValue):
        return fold(value) in fold(made.name or "")
    return not value or made == value


def is_by(claim: Claim, speaker: str) -> bool:
    return not speaker or fold(speaker) in fold(claim.said_by or "")


def list_wrong(found: Extraction, wanted: str) -> Iterator[str]:
    news = [claim for one in found.mentions if one.mode is Mode.ACTUAL for claim in one.claims]
    asserted = [claim for claim in news if claim.stance is Stance.ASSERTED]
    for row in wanted.split("; "):
        told, _, speaker = row[1:].partition(" @")
        field, _, value = told.partition(" ")
        wrong = [claim for claim in asserted if says(claim, field, value)]
        if row == "!news":
            if found.relevant:
                yield row
            continue
        if row[0] != "+":
            others = row[0] == "~"
            yield from (row for claim in wrong if not (others and claim.said_by and not is_by(claim, speaker)))
        if row[0] != "!":
            claims = [claim for one in found.mentions for claim in one.claims if claim.stance is STANCES[row[0]]]
            if not any(says(claim, field, value) and is_by(claim, speaker) for claim in claims):
                yield row


@pytest.mark.parametrize("case", list(read_rows("denials")), ids=lambda case: case[1][:60])
def test_what_is_denied_is_never_asserted(case: tuple[str, str, str]) -> None:
    language, text, wanted = case
    assert list(list_wrong(extract(language, text), wanted)) == []


@pytest.mark.parametrize("case", list(read_rows("speakers")), ids=lambda case: case[1][:60])
def test_a_figure_is_said_by_whoever_gives_it(case: tuple[str, str, str]) -> None:
    language, text, wanted = case
    assert list(list_wrong(extract(language, text), wanted)) == []
