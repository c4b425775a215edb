"""Copies of a wire share their sentences: what was spotted in one report must move no place of another."""

from __future__ import annotations

import pytest

from tamani.locate import Gazetteer, find_toponyms, open_gazetteer
from tamani.records import Reading, ReportId, Span, Toponym, Version

DORI = "Dori was calm on Friday."
REPORTS = {
    "names the town": ("Gunmen attacked Djibo in Burkina Faso.", DORI),
    "names a man of that name": ("Mr Dori spoke in Burkina Faso.", DORI),
    "tells of Mali": (DORI, "The army of Mali went on to Gao."),
    "has no more than that": (DORI,),
    "has the same under the name of a man": ("Mr Djibo spoke.", "Gunmen attacked Djibo in Burkina Faso.", DORI),
    "sets its hyphens apart": ("Bobo - Dioulasso is quiet.", DORI),
    "sets them as they are written": ("Bobo-Dioulasso is quiet.", DORI),
    "says it twice": (DORI, "Nigerian troops left the country.", DORI),
}  # fmt: skip


def locate(name: str, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    text, spans, at = " ".join(REPORTS[name]), [], 0
    for sentence in REPORTS[name]:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    reading = Reading(report=ReportId(name), version=Version("v"), text=text, language="en", sentences=tuple(spans))
    found = find_toponyms(reading, gazetteer, home=True)
    assert all(reading.quote(one.span) for one in found)
    return found


@pytest.mark.parametrize("names", [tuple(REPORTS), tuple(reversed(REPORTS))])
def test_a_place_is_the_same_whichever_copies_were_read_before(names: tuple[str, ...]) -> None:
    alone = {name: locate(name, open_gazetteer()) for name in names}
    one_after_the_other = open_gazetteer()
    for _ in range(2):
        assert {name: locate(name, one_after_the_other) for name in names} == alone
    towns = {name: sum(one.place.name == "Dori" and one.place.lat is not None for one in alone[name]) for name in names}
    assert towns["names the town"] == 1 and towns["names a man of that name"] == 0


def test_a_sentence_said_twice_names_its_town_in_both_places() -> None:
    gazetteer = open_gazetteer()
    for _ in range(2):
        spans = [one.span for one in locate("says it twice", gazetteer) if one.place.name == "Dori"]
        assert [(one.start, one.end) for one in spans] == [(0, 4), (59, 63)]
