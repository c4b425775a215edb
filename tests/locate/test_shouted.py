"""Places in text of capitals alone, and the country in which a report plays. The texts are ours."""

from __future__ import annotations

import pytest

from tamani.locate import find_toponyms, open_gazetteer
from tamani.records import Reading, ReportId, Version

GAZETTEER = open_gazetteer()


def name_places(text: str, language: str = "en", home: bool = False) -> list[tuple[str, str | None]]:
    reading = Reading(report=ReportId("r"), version=Version("v"), text=text, language=language)
    found = find_toponyms(reading, GAZETTEER, home=home)
    return [(reading.quote(one.span), one.place.country) for one in found if (one.relation == "home") == home]


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("QUITO, 7 MAY 91 (AGENCY) -- TWO POLICEMEN WERE SHOT IN GUAYAQUIL TODAY.", "en", ["QUITO", "GUAYAQUIL"]),
        ("A MAN FROM THE WAR MINISTRY WAS IN CHARGE WHEN POLICE CAME TO ECUADOR.", "en", ["ECUADOR"]),
        ("A BOMB EXPLODED IN YARUQUIES, IN ECUADOR.", "en", ["YARUQUIES", "ECUADOR"]),
        ("GUNMEN ENTERED THE HAMLET OF TUMBABIRO, ECUADOR.", "en", ["TUMBABIRO", "ECUADOR"]),
        ("THE ECUADORIAN ARMY FOUND ARMS IN THE SOLANDA NEIGHBORHOOD.", "en", ["SOLANDA"]),
        ("THE ECUADORIAN ARMY FOUND ARMS IN XYZT VEHICLES.", "en", []),
        ("DES HOMMES ARMES ONT TUE DIX CIVILS A DJIBO, AU BURKINA FASO.", "fr", ["DJIBO", "BURKINA FASO"]),
        ("LE VILLAGE DE ZOUMKALGA A ETE ATTAQUE, DIT L'ARMEE BURKINABE.", "fr", ["ZOUMKALGA"]),
        ("THE ECUADORIAN MINISTER ROSA MACHALA DIED. HE SAW MACHALA'S SISTER.", "en", []),
        ("A BOMB WENT OFF AT THE CORNER OF AMBATO AND CUENCA STREETS, ECUADORIAN POLICE SAID.", "en", []),
        ("TWO EXPLOSIONS ROCKED GUAYAQUIL, ECUADORIAN POLICE SAID.", "en", ["GUAYAQUIL"]),
        ("A BUS WAS BOMBED ON A GUAYAQUIL AVENUE, ECUADORIAN POLICE SAID.", "en", ["GUAYAQUIL"]),
        ("GENERAL DIAZ SALVADOR WAS HURT BY A GRENADE IN ECUADOR.", "en", ["ECUADOR"]),
        ("A RAID ON SAN MIGUEL DE MACHALA WAS FOILED, ECUADORIAN POLICE SAID.", "en", []),
        ("THE POST, BUILT OF WOOD (BY SOLDIERS), BURNED IN ECUADOR.", "en", ["ECUADOR"]),
    ],
)
def test_in_capitals_the_words_around_a_name_tell_a_place(text: str, language: str, names: list[str]) -> None:
    assert [name for name, _ in name_places(text, language)] == names


def test_a_town_in_capitals_lies_in_the_country_that_the_report_speaks_of() -> None:
    assert name_places("SOLDIERS FIRED IN CORDOBA, THE ARGENTINE POLICE SAID.") == [("CORDOBA", "AR")]


@pytest.mark.parametrize(
    ("text", "language", "words", "country"),
    [
        ("Gunmen killed a farmer, Malian officials said. The Malian army is looking for them.", "en", "Malian", "ML"),
        ("Un berger a été tué, selon la police nigérienne.", "fr", "nigérienne", "NE"),
        ("LIMA, 7 MAY 91 (AGENCY) -- A MAYOR WAS SHOT, WITH U.S. RIFLES.", "en", "LIMA", "PE"),
        ("PARIS, 7 May (AGENCY) - Chadian rebels took a Chadian post in Mao, in Chad.", "en", "Mao", "TD"),
        (
            "PARIS, 7 mai (AGENCE) - Les rebelles tchadiens ont pris un poste au Tchad, disent les Tchadiens.",
            "fr",
            "Tchad",
            "TD",
        ),
        ("THE U.S. CONGRESS AND THE U.S. ARMY KNEW OF THE RAID ON A FARM IN PERU.", "en", "PERU", "PE"),
        ("Mali violence goes on: Mali forces fired on a crowd. A U.S. envoy and U.S. troops left.", "en", "Mali", "ML"),
        ("Gunmen killed a farmer in a market.", "en", None, None),
        ("The Malian army and the Chadian army fought bandits.", "en", None, None),
    ],
)
def test_a_report_plays_in_the_country_of_most_of_its_names(
    text: str, language: str, words: str | None, country: str | None
) -> None:
    assert name_places(text, language, home=True) == ([(words, country)] if words else [])


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Rebels beheaded nine people on a field in Tumbatide.", "en", [("Tumbatide", None)]),
        ("The raid on Tumbatide, at dawn, left nine dead.", "en", [("Tumbatide", None)]),
        ("Le massacre de Zoumbango, dimanche, a fait neuf morts.", "fr", [("Zoumbango", None)]),
        ("The sermon was in Arabic.", "en", []),
        ("Le meurtre de Salimata, dimanche, a choqué.", "fr", []),
    ],
)
def test_a_name_that_nobody_knows_is_a_scene_where_the_clause_says_so(
    text: str, language: str, names: list[tuple[str, str | None]]
) -> None:
    assert name_places(text, language) == names
