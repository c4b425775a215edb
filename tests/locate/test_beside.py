"""A village that no gazetteer knows stands where the text says that it lies."""

from __future__ import annotations

import pytest

from tamani.locate import find_toponyms, open_gazetteer
from tamani.locate.choose import distance_km
from tamani.read.sentences import split_sentences
from tamani.records import Reading, ReportId, Toponym, Version

GAZETTEER = open_gazetteer()


def find(text: str, language: str) -> dict[str, Toponym]:
    sentences = split_sentences(text)
    reading = Reading(report=ReportId("r"), version=Version("v"), text=text, language=language, sentences=sentences)
    return {reading.quote(one.span): one for one in find_toponyms(reading, GAZETTEER)}


@pytest.mark.parametrize(
    ("language", "text", "name", "point"),
    [
        (
            "en",
            "The river is high. A ferry was hit near Zarho, some 90 km east of Timbuktu, on Thursday.",
            "Zarho",
            (16.77, -2.16),
        ),
        ("fr", "Six morts à Koussoulé, à une trentaine de kilomètres au nord de Djibo.", "Koussoulé", (14.37, -1.63)),
        ("en", "Gunmen killed six people in the village of Tarounga (25 km from Dori).", "Tarounga", (14.04, -0.03)),
        ("fr", "Six soldats ont été tués à Petaga, non loin de Djibo.", "Petaga", (14.10, -1.63)),
    ],
)
def test_an_unknown_village_is_placed_by_the_distance_that_follows_it(
    language: str, text: str, name: str, point: tuple[float, float]
) -> None:
    found = find(text, language)
    place = found[name].place
    assert place.lat is not None and place.lon is not None and place.name == name and place.gazetteer is None
    assert distance_km(place.lat, place.lon, *point) < 3
    # What says where it lies is no place of its own.
    assert [one.relation for words, one in found.items() if words != name] == ["reference", "reference"]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "Gunmen left Zarho and were killed 90 km east of Timbuktu.", "Zarho"),
        ("fr", "Six morts à Koussoulé, tandis que des tirs ont retenti à 30 km au nord de Djibo.", "Koussoulé"),
        ("en", "Gunmen killed six people in the village of Tarounga, between Gao and Ansongo.", "Tarounga"),
    ],
)
def test_a_distance_that_tells_of_something_else_places_no_village(language: str, text: str, name: str) -> None:
    found = find(text, language)
    assert name not in found or found[name].place.lat is None


def test_a_village_that_the_gazetteer_knows_keeps_its_own_point() -> None:
    found = find("Gunmen attacked Barsalogho, 100 km south of Djibo.", "en")
    assert found["Barsalogho"].place.gazetteer is not None
