"""What a report tells beside its news: an attack abroad in its own paragraph, the month after, the passengers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from msgspec import structs
from newsroom import VOCABULARY

from tamani.extract import extract_reading
from tamani.locate import find_toponyms, open_gazetteer
from tamani.records import DateValue, Mention, PlaceValue, Reading, TollValue

Read = Callable[[str, str], Reading]


def tell(read_text: Read, text: str, language: str = "en") -> tuple[Mention, ...]:
    reading = structs.replace(read_text(text, language))
    return extract_reading(reading, find_toponyms(reading, open_gazetteer(None), home=True), VOCABULARY).mentions


def list_tolls(mention: Mention, field: str) -> list[int | None]:
    return [one.value.low for one in mention.claims if one.field == field and isinstance(one.value, TollValue)]


def test_a_paragraph_on_another_countrys_attack_keeps_its_figures(read_text: Read) -> None:
    text = (
        "Des assaillants ont tué 14 villageois lundi à Solhan, au Burkina Faso.\n\n"
        "Trois passants ont été tués lundi par une bombe à Mogadiscio, en Somalie. "
        "Un commerçant affirme que six personnes sont mortes."
    )
    news, other = tell(read_text, text, "fr")
    assert list_tolls(news, "killed") == [14] and list_tolls(other, "killed") == [3, 6]


def test_the_following_month_is_counted_from_the_month_told_before_it(read_text: Read) -> None:
    text = (
        "Gunmen killed 12 people at Solhan in Burkina Faso on Friday. In March raiders killed 37 herders in "
        "Niger and, the following month, 15 people were killed in Mali."
    )
    mentions = tell(read_text, text)
    assert list_tolls(mentions[0], "killed") == [12]
    days = {
        list_tolls(one, "killed")[0]: claim.value
        for one in mentions[1:]
        for claim in one.claims
        if isinstance(claim.value, DateValue)
    }
    april = days[15]
    assert april.start.replace(year=2024) == date(2024, 4, 1) and april.end.day == 30


def test_what_is_said_of_passengers_is_no_count_of_the_hurt(read_text: Read) -> None:
    text = (
        "Gunmen attacked a train near Rijana. A general said 24 people were injured. The railway said 210 "
        "were listed as holders of a ticket. The hospital said 31 were injured."
    )
    (mention,) = tell(read_text, text)
    assert list_tolls(mention, "injured") == [24, 31]


def test_bodies_in_each_grave_are_no_toll(read_text: Read) -> None:
    text = "L'attaque de Solhan a fait 90 morts. Trois tombes ont reçu 30 corps chacune, selon un notable."
    (mention,) = tell(read_text, text, "fr")
    scopes = {
        one.value.low: one.value.scope
        for one in mention.claims
        if one.field == "killed" and isinstance(one.value, TollValue)
    }
    assert scopes == {90: None, 30: "sub"}


@pytest.mark.parametrize(
    ("language", "text", "said_by"),
    [
        (
            "fr",
            "L'attaque de Solhan a fait 90 morts, d'après des indications fournies lundi par deux notables.",
            "deux notables",
        ),
        (
            "en",
            "Two officers who were at the market say that at least 60 people were killed at Solhan.",
            "Two officers",
        ),
    ],
)
def test_who_gave_it_is_named_and_not_what_or_where(read_text: Read, language: str, text: str, said_by: str) -> None:
    (mention,) = tell(read_text, text, language)
    assert {claim.said_by for claim in mention.claims if claim.field == "killed"} == {said_by}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Gunmen attacked a market in Moriki while traders followed a match between Lagos and Accra."),
        ("fr", "Des hommes armés ont attaqué Moriki. Un témoin, qui a trouvé refuge à Nouna, parle de deux morts."),
    ],
)
def test_teams_and_refuges_are_no_scenes(read_text: Read, language: str, text: str) -> None:
    places = {
        claim.value.name
        for mention in tell(read_text, text, language)
        for claim in mention.claims
        if isinstance(claim.value, PlaceValue)
    }
    assert places == {"Moriki"}
