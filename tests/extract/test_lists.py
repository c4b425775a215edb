"""Lists of incidents and the summaries of a week or a month: each dated line is an event of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tamani.extract import extract_reading
from tamani.fields import load_vocabulary
from tamani.locate import find_toponyms, open_gazetteer
from tamani.read.sentences import split_sentences
from tamani.records import (
    DateValue,
    Extraction,
    Mention,
    Mode,
    PerpetratorValue,
    PlaceValue,
    Reading,
    ReportId,
    TollValue,
    Version,
    VictimValue,
)


def extract(text: str, language: str, published: date, title: str | None = None) -> Extraction:
    reading = Reading(
        report=ReportId("r"),
        version=Version("v"),
        text=text,
        title=title,
        language=language,
        published=datetime(published.year, published.month, published.day, tzinfo=UTC),
        sentences=split_sentences(text),
    )
    return extract_reading(reading, find_toponyms(reading, open_gazetteer(None), home=True), load_vocabulary())


def days_of(mention: Mention) -> list[str]:
    return [str(claim.value.start) for claim in mention.of("date") if isinstance(claim.value, DateValue)]


def places_of(mention: Mention) -> list[str]:
    return [claim.value.name for claim in mention.of("place") if isinstance(claim.value, PlaceValue)]


def doers_of(mention: Mention) -> list[str | None]:
    return [claim.value.name for claim in mention.of("perpetrator") if isinstance(claim.value, PerpetratorValue)]


def killed_of(mention: Mention) -> list[tuple[int | None, str]]:
    return [
        (claim.value.low, claim.value.who.value) for claim in mention.of("killed") if isinstance(claim.value, TollValue)
    ]


WEEK_EN = """21 May 2024

Incidents of the week

This page lists what was reported between 12 and 18 May 2024 in the Lake Chad basin.

  • May 12: Herders killed nine in Bokkos, Plateau.
  • May 13: A suicide bomber killed four in Gwoza, Borno. Boko Haram was suspected.
  • May 13: Gunmen abducted six in Kankara, Katsina.
  • May 17: A suicide bomber killed two in Gwoza, Borno.
"""
WEEK_FR = """21 mai 2024

Incidents de la semaine

Cette page recense ce qui a été rapporté du 12 au 18 mai 2024 dans le bassin du lac Tchad.

  • 12 mai : Des éleveurs ont tué neuf personnes à Bokkos, au Plateau.
  • 13 mai : Un kamikaze a tué quatre personnes à Gwoza, au Borno. Boko Haram est soupçonné.
  • 13 mai : Des hommes armés ont enlevé six personnes à Kankara, dans l'Etat de Katsina.
  • 17 mai : Un kamikaze a tué deux personnes à Gwoza, au Borno.
"""


@pytest.mark.parametrize(("language", "text"), [("en", WEEK_EN), ("fr", WEEK_FR)])
def test_each_dated_line_is_an_event_of_its_own(language: str, text: str) -> None:
    found = extract(text, language, date(2024, 5, 21))
    assert found.relevant
    assert [days_of(one) for one in found.mentions] == [["2024-05-12"], ["2024-05-13"], ["2024-05-13"], ["2024-05-17"]]
    assert [places_of(one) for one in found.mentions] == [["Bokkos"], ["Gwoza"], ["Kankara"], ["Gwoza"]]
    assert [killed_of(one)[0][0] for one in found.mentions if killed_of(one)] == [9, 4, 2]
    assert ["Boko Haram" in doers_of(one) for one in found.mentions] == [False, True, False, False]


def test_the_lines_of_a_list_keep_their_days_from_the_first() -> None:
    text = "March 4: Gunmen kidnapped two traders in Jibia, Katsina. March 5: Bandits killed seven in Maru, Zamfara. "
    text += "March 7: Gunmen kidnapped three in Geidam, Yobe."
    found = extract(text, "en", date(2024, 3, 11))
    assert [days_of(one) for one in found.mentions] == [["2024-03-04"], ["2024-03-05"], ["2024-03-07"]]


def test_a_list_of_a_quarter_is_news_though_it_comes_late() -> None:
    text = "Incidents affecting aid workers.\n\nMali\n\n02 February 2024: In Gossi, armed men kidnapped an aid worker. "
    text += "Source: A monitor 11 February 2024: In Menaka, a mine killed two nurses.\n\n"
    text += "14 February 2024: In Bandiagara town, armed men killed a driver."
    found = extract(text, "en", date(2024, 4, 22))
    assert [(days_of(one), one.mode) for one in found.mentions] == [
        (["2024-02-02"], Mode.ACTUAL),
        (["2024-02-11"], Mode.ACTUAL),
        (["2024-02-14"], Mode.ACTUAL),
    ]


def test_a_chronology_below_the_news_lies_in_the_past() -> None:
    text = "Gunmen killed twelve farmers in Bama on Sunday, a local official said.\n\nPast attacks:\n"
    text += "3 March 2024: A mine killed five in Gwoza.\n9 April 2024: Gunmen killed six in Monguno."
    found = extract(text, "en", date(2024, 5, 21))
    assert killed_of(found.mentions[0]) == [(12, "civilians")]
    assert {one.mode for one in found.mentions[1:]} <= {Mode.BACKGROUND}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "De violents combats ont opposé deux factions le 9 mars à Kidira, faisant plusieurs morts. Le 14 mars, des "
            "gendarmes sont tombés sur un engin explosif à Yabo. Trois d'entre eux sont morts et six autres blessés.",
        ),
        (
            "en",
            "Two factions fought on 9 March in Gwoza, leaving several dead. On 14 March, police hit a roadside "
            "bomb in Damasak. Three of them died and six others were injured.",
        ),
    ],
)
def test_who_of_them_died_is_counted_with_the_event_before(language: str, text: str) -> None:
    found = extract(text, language, date(2024, 3, 20)).mentions
    with_dead = [days_of(one) for one in found if (3, "security_forces") in killed_of(one)]
    assert with_dead == [["2024-03-14"]]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Entre mars et octobre, au moins 190 personnes ont été tuées dans la région, selon une ONG. "),
        ("fr", "Il s'est produit 84 attaques au cours desquelles 120 civils ont été tués, selon une ONG. "),
        ("en", "Between March and October, at least 190 people were killed in the region, according to a monitor. "),
        ("en", "There were 84 attacks in which 120 civilians were killed, according to a monitor. "),
    ],
)
def test_the_dead_of_months_are_nobodys_in_the_raid_told_next(language: str, text: str) -> None:
    raid = {
        "fr": "Des hommes armés ont attaqué le village de Bourha le 7 octobre, tuant six pêcheurs.",
        "en": "Gunmen attacked the village of Bourha on 7 October, killing six fishermen.",
    }
    found = extract(text + raid[language], language, date(2024, 11, 12)).mentions
    assert [low for one in found for low, _ in killed_of(one)] == [6]


def test_each_side_of_a_communique_counts_its_own() -> None:
    text = "Les FAMa ont réagi à une attaque complexe le mardi 9 janvier 2024 près de Sokolo, selon un communiqué.\n\n"
    text += (
        "Le bilan fait état de :\n\n- Côté FAMa : 7 morts, 12 blessés.\n\n- Côté ennemi : 23 terroristes neutralisés."
    )
    found = extract(text, "fr", date(2024, 1, 11)).mentions[0]
    assert killed_of(found) == [(7, "security_forces"), (23, "attackers")]


def test_north_of_the_incident_is_no_region() -> None:
    text = "Des soldats sont tombés dans une embuscade mardi à Sokolo. À 4 kms au Nord de l'incident, huit terroristes "
    text += "ont été tués."
    found = extract(text, "fr", date(2024, 1, 11)).mentions
    assert {name for one in found for name in places_of(one)} == {"Sokolo"}


def test_a_day_said_first_dates_the_deed_behind_a_clause_of_time() -> None:
    text = "Le 4 mars 2024, alors que le couvre-feu décrété la veille entrait en vigueur, des hommes armés ont fait "
    text += "irruption dans le village de Yirgou et ont abattu cinq personnes."
    assert days_of(extract(text, "fr", date(2024, 3, 11)).mentions[0]) == ["2024-03-04"]


def test_who_finds_somebody_is_not_found_dead() -> None:
    text = "Les membres de Boko Haram ont trouvé un berger dans un champ à Mora mardi et l'ont abattu."
    found = extract(text, "fr", date(2024, 3, 14)).mentions[0]
    names = [claim.value.name for claim in found.of("victim") if isinstance(claim.value, VictimValue)]
    assert "Boko Haram" not in names


def test_between_two_days_of_a_month_is_one_stretch() -> None:
    text = "L'armée a tué 40 jihadistes dans des opérations menées entre le 3 et le 9 juin dans la région de Dori."
    found = extract(text, "fr", date(2024, 6, 12)).mentions[0]
    value = found.of("date")[0].value
    assert isinstance(value, DateValue)
    assert (str(value.start), str(value.end)) == ("2024-06-03", "2024-06-09")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "Le 4 mars, des hommes armés ont tué six personnes à Yirgou. Selon le dernier bilan établi par le "
            "gouvernement, au 11 mars 2024, 31 personnes ont été tuées lors de ces évènements.",
        ),
        (
            "en",
            "On 4 March, gunmen killed six people in Yirgou. According to the latest toll by the government, as of "
            "11 March 2024, 31 people were killed in these events.",
        ),
    ],
)
def test_the_day_of_a_count_is_no_day_of_an_attack(language: str, text: str) -> None:
    found = extract(text, language, date(2024, 3, 12)).mentions
    assert [(days_of(one), [low for low, _ in killed_of(one)]) for one in found] == [(["2024-03-04"], [6, 31])]


def test_where_the_wounded_of_one_side_were_taken_is_no_scene() -> None:
    text = (
        "Des assaillants ont attaqué le camp de Sokolo le 9 janvier, selon l'armée. Le résultat est le suivant : côté "
    )
    text += "ennemi : 20 combattants neutralisés. Côté ami : 11 morts, 15 blessés évacués à Sévaré le 12 janvier 2024."
    found = extract(text, "fr", date(2024, 1, 14)).mentions
    assert [(places_of(one), days_of(one)) for one in found] == [(["Sokolo"], ["2024-01-09"])]
    assert (11, "security_forces") in killed_of(found[0])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "Faits saillants\n\nLes marchés ont rouvert. Les écoles aussi. "
            "L'accès humanitaire s'améliore dans le centre. Les besoins en eau restent importants. "
            "Les partenaires ont distribué des vivres. Le 9 mars, cinq civils ont été tués dans "
            "la région de Tombouctou par des hommes armés.",
        ),
        (
            "en",
            "Highlights\n\nMarkets have opened again. So have schools. "
            "Humanitarian access is improving in the centre. Needs for water remain high. Partners have "
            "handed out food. On 9 March, five civilians were killed in the Timbuktu region by "
            "armed men.",
        ),
    ],
)
def test_a_dated_attack_far_down_a_situation_report_is_news(language: str, text: str) -> None:
    found = extract(text, language, date(2024, 3, 15))
    assert found.relevant
    assert [(days_of(one), killed_of(one)) for one in found.mentions] == [(["2024-03-09"], [(5, "civilians")])]
