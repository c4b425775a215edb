"""What a reader of dispatches from anywhere must not be told: the teller as victim, the taken as takers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tamani.extract import extract_reading
from tamani.fields import load_vocabulary
from tamani.locate import find_toponyms, open_gazetteer
from tamani.records import Basis, Extraction, Reading, TollValue, VictimValue

Read = Callable[[str, str], Reading]


def extract(read_text: Read, text: str, language: str) -> Extraction:
    return extract_reading(read_text(text, language), (), load_vocabulary())


def list_values(found: Extraction, field: str) -> list[Any]:
    return [claim.value for mention in found.mentions for claim in mention.of(field)]


@pytest.mark.parametrize(
    ("text", "language", "wrong"),
    [
        ("A bomb went off in a market in Tala on Monday, killing nine people.\n"
         "\"We have counted 9 dead and 31 injured,\" Rosa Quispe, head of the health office, told reporters.",
         "en", "Rosa Quispe"),
        ("A bomb went off in a market in Tala on Monday, killing nine people.\n"
         "Colonel Juma Otieno said the toll could rise.\n"
         "A schoolgirl and a porter were among the dead, Otieno said.", "en", "Juma Otieno"),
        ("Gunmen killed four drivers on Monday near Tala.\n"
         "The four drivers were employed by a merchant, named Paul Mena, who lives in Sunda.", "en", "Paul Mena"),
        ("Une bombe a explosé lundi au marché de Tala, tuant neuf personnes.\n"
         "Une écolière et un porteur sont parmi les morts, a déclaré le colonel Juma Otieno.", "fr", "Juma Otieno"),
    ],
)  # fmt: skip
def test_who_tells_of_the_dead_or_employed_them_is_not_one_of_them(
    read_text: Read, text: str, language: str, wrong: str
) -> None:
    victims = list_values(extract(read_text, text, language), "victim")
    assert wrong not in [one.name for one in victims if isinstance(one, VictimValue)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("About 8 masked gunmen seized Daniel Reyes from his chapel on Monday and shot him dead.", "en"),
        ("A bomb injured nine people in Tala on Monday. A man detained in hospital was in a stable condition.", "en"),
    ],
)
def test_who_seizes_and_who_is_kept_in_hospital_are_not_detained(read_text: Read, text: str, language: str) -> None:
    assert list_values(extract(read_text, text, language), "detained") == []


@pytest.mark.parametrize(
    ("text", "language", "wrong"),
    [
        ("A bomb injured nine people in Tala on Monday. Villagers said that the army is sheltering behind them.",
         "en", "army"),
        ("L'attentat qui a tué mercredi au moins 41 personnes à la voiture piégée visait un marché de Tala.",
         "fr", "personnes"),
    ],
)  # fmt: skip
def test_who_stands_behind_others_or_was_killed_did_not_do_it(
    read_text: Read, text: str, language: str, wrong: str
) -> None:
    doers = list_values(extract(read_text, text, language), "perpetrator")
    assert wrong not in [one.name.lower() for one in doers]


def test_rebels_blamed_in_the_second_half_of_a_headline_are_no_victims(read_text: Read) -> None:
    found = extract(read_text, "Bomb on Bus in Tala Kills 12; Rebels Are Blamed, officials said on Monday.", "en")
    assert not any(one.description == "Rebels" for one in list_values(found, "victim"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Gunmen killed nine soldiers on Monday in Tala.\n"
         "Rebel spokesman Tariq Aziz described the attack as an act of revenge for the raid.", "en"),
        ("Des hommes armés ont tué neuf soldats lundi à Tala.\n"
         "Le porte-parole du mouvement a qualifié l'attaque d'acte de représailles.", "fr"),
    ],
)  # fmt: skip
def test_calling_an_attack_revenge_does_not_condemn_it(read_text: Read, text: str, language: str) -> None:
    statements = extract(read_text, text, language).statements
    assert not [one for one in statements if getattr(one.value, "stance", "") == "condemns"]


def test_last_months_blasts_in_another_country_are_not_of_the_news(read_text: Read) -> None:
    text = (
        "A suicide bomber attacked a hotel in Gao, Mali, on Tuesday, killing 14 people.\n"
        "Guests of the Farouk hotel fled, a witness of the attack said.\n"
        "The group claimed responsibility last month for blasts in Uganda's capital that killed 52 people, "
        "saying the attacks were a reprisal."
    )
    reading = read_text(text, "en")
    found = extract_reading(reading, find_toponyms(reading, open_gazetteer(None), home=True), load_vocabulary())
    assert [claim.value.low for claim in found.mentions[0].of("killed") if isinstance(claim.value, TollValue)] == [14]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Gunmen killed nine farmers on Monday in Tala. The Islamic State has claimed some raids by rebels.", "en"),
        ("Des hommes ont tué neuf paysans lundi à Tala. L'Etat islamique a revendiqué plusieurs attaques ici.", "fr"),
    ],
)  # fmt: skip
def test_who_has_claimed_several_attacks_has_not_claimed_this_one(read_text: Read, text: str, language: str) -> None:
    doers = list_values(extract(read_text, text, language), "perpetrator")
    assert not [one for one in doers if one.basis is Basis.CLAIMED or one.actor == "islamic_state"]


def test_a_hotel_named_after_a_rank_is_nobody(read_text: Read) -> None:
    text = "Gunmen claimed the attack on the Hotel Ambassador in Tala, in which 12 people were killed on Monday."
    assert not any(one.type == "official" for one in list_values(extract(read_text, text, "en"), "victim"))


def test_rebels_who_kill_and_derail_a_train_make_no_accident(read_text: Read) -> None:
    text = (
        "Posted on June 3.\nMaoists on Sunday killed a constable in Tala where they caused a goods train to derail."
        " The train derailed near the river."
    )
    assert extract(read_text, text, "en").relevant


def test_bodies_found_over_the_news_do_not_date_it(read_text: Read) -> None:
    text = (
        "Some of the bodies were found by rescuers on Friday\n\n"
        "At least 21 people were killed in an attack on Thursday by rebels in Tala, officials said."
    )
    found = extract(read_text, text, "en")
    assert [claim.quote for claim in found.mentions[0].of("date")] == ["Thursday"]
