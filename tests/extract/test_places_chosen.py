"""Which of the places that the sentences of an event name is shown first. The texts are ours."""

from __future__ import annotations

from tamani.extract.scene.places import choose_place
from tamani.locate import find_toponyms, open_gazetteer
from tamani.records import Reading, ReportId, Toponym, Version


def read_places(text: str) -> tuple[Toponym, ...]:
    reading = Reading(report=ReportId("r"), version=Version("v"), text=text, language="en")
    return find_toponyms(reading, open_gazetteer())


def test_a_town_abroad_further_down_is_no_finer_place_than_the_country_of_the_lead() -> None:
    chad, geneva = read_places("Two priests were killed in Chad. Talks go on in Geneva.")
    assert choose_place([(chad, 3.0), (geneva, 1.0)]) == (chad,)


def test_a_town_of_the_country_further_down_is_the_finer_place() -> None:
    chad, mao = read_places("Two priests were killed in Chad. They were buried in Mao, Chad.")[:2]
    assert choose_place([(chad, 3.0), (mao, 1.0)])[0] == mao
