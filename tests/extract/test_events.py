"""Whole reports: what is the news, what is only recalled, and what is no attack at all."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tamani.extract import extract_reading
from tamani.fields import load_vocabulary
from tamani.locate import Gazetteer, find_toponyms, open_gazetteer
from tamani.read.sentences import split_sentences
from tamani.records import DateValue, Extraction, Mention, Mode, PlaceValue, Reading, ReportId, TollValue, Version

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "reports.toml").read_text(encoding="utf-8")
)["case"]


@cache
def gazetteer() -> Gazetteer:
    return open_gazetteer(None)


def extract(case: dict[str, Any]) -> Extraction:
    day = case["published"]
    reading = Reading(
        report=ReportId("r"),
        version=Version("v"),
        text=case["text"],
        title=case["title"],
        language=case["language"],
        published=datetime(day.year, day.month, day.day, tzinfo=UTC),
        sentences=split_sentences(case["text"]),
    )
    return extract_reading(reading, find_toponyms(reading, gazetteer(), home=True), load_vocabulary())


def tolls_of(mention: Mention) -> list[list[object]]:
    return [
        [claim.field, _bound(claim.value.low), _bound(claim.value.high), str(claim.value.who)]
        for claim in mention.claims
        if isinstance(claim.value, TollValue)
    ]


def _bound(value: int | None) -> int:
    return -1 if value is None else value


def first_day(mention: Mention) -> tuple[str, str] | None:
    value = next((claim.value for claim in mention.of("date")), None)
    return (str(value.start), str(value.end)) if isinstance(value, DateValue) else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["title"])[:50])
def test_a_report_is_read_as_a_reader_would(case: dict[str, Any]) -> None:
    found = extract(case)
    assert found.relevant is case["relevant"]
    if not case["relevant"]:
        assert {str(mention.mode) for mention in found.mentions} <= {case.get("mode")}
    if not found.mentions:
        return
    main = found.mentions[0]
    assert first_day(main) == tuple(case["date"])
    if "place" in case:
        place = main.of("place")[0].value
        assert isinstance(place, PlaceValue)
        assert place.name.startswith(case["place"])
    if "main" in case:
        assert tolls_of(main) == case["main"]
    others = [first_day(mention) for mention in found.mentions[1:]]
    assert [day[0] for day in others if day] == case["others"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["title"])[:50])
def test_every_claim_quotes_its_words(case: dict[str, Any]) -> None:
    for mention in extract(case).mentions:
        for claim in mention.claims:
            text = case["title"] if claim.span.part == "title" else case["text"]
            assert text[claim.span.start : claim.span.end] == claim.quote


def test_a_language_we_do_not_read_is_left_unread() -> None:
    reading = Reading(report=ReportId("r"), version=Version("v"), text="Ein Anschlag.", language="de")
    assert not extract_reading(reading, (), load_vocabulary()).relevant


SCENES: list[dict[str, Any]] = [
    case
    for name in ("scenes", "days_and_places", "several")
    for case in tomllib.loads((Path(__file__).parent / "cases" / f"{name}.toml").read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", SCENES, ids=lambda case: str(case["text"])[:50])
def test_the_scene_of_a_short_report_is_found(case: dict[str, Any]) -> None:
    found = extract({"title": None, **case})
    assert found.relevant is case["relevant"]
    if not case["relevant"]:
        recalled = [mention.mode for mention in found.mentions]
        assert recalled == [Mode.BACKGROUND] * case.get("recalled", len(recalled))
        return
    main = found.mentions[0]
    assert len(found.mentions) == case.get("mentions", 1)
    assert main.kind == case.get("kind", main.kind)
    day = first_day(main)
    if case.get("undated"):
        assert day is None
        return
    assert day is not None and day == tuple(str(one) for one in case.get("dates", [day[0], day[1]]))
    assert day[0] == str(case.get("date", day[0]))
    if "place" in case:
        place = main.of("place")[0].value
        assert isinstance(place, PlaceValue) and place.name.startswith(case["place"])


UNREAL: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "no_news.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", UNREAL, ids=lambda case: str(case["text"])[:50])
def test_what_is_no_news_is_told_from_what_is(case: dict[str, Any]) -> None:
    found = extract({"title": None, "published": date(2024, 6, 12), **case})
    assert found.relevant is case["relevant"]
    assert {str(mention.mode) for mention in found.mentions if not case["relevant"]} <= {"background"}
    assert found.mentions[0].kind == case["kind"] if "kind" in case else True


NOT_SO: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "not_so.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", NOT_SO, ids=lambda case: str(case["text"])[:50])
def test_what_was_not_so_keeps_its_stance(case: dict[str, Any]) -> None:
    found = extract({"title": None, "published": date(2024, 6, 12), **case})
    made = [
        [claim.field, claim.value.low, str(claim.stance)]
        for mention in found.mentions
        for claim in mention.claims
        if isinstance(claim.value, TollValue)
    ]
    assert made == case["claims"]


@pytest.mark.parametrize(
    "language,text",
    [
        ("en", "A bomb went off at a bank in Jos on Monday. Meanwhile, a bus was burned in Bukuru."),
        (
            "fr",
            "Une bombe a explosé lundi dans une banque de Jos. Un bus a également été incendié à Bukuru.",
        ),
    ],
)
def test_what_is_told_beside_the_news_is_of_its_day(language: str, text: str) -> None:
    found = extract({"title": None, "published": date(2022, 3, 15), "language": language, "text": text})
    assert [first_day(mention) for mention in found.mentions] == [("2022-03-14", "2022-03-14")] * 2


def test_how_far_a_known_place_lies_from_a_town_makes_no_second_event() -> None:
    told = "L'armée a poursuivi ceux qui ont attaqué, lundi, la prison de Koutoukalé, "
    text = told + "à 50 km au nord de Niamey, et ont tué un gardien."
    case = {"published": date(2024, 5, 3), "title": None, "language": "fr", "text": text}
    assert len(extract(case).mentions) == 1


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "Raiders on Monday attacked Gidan Tudu in the Jibia local government area, killing six.", "Gidan Tudu"),
        ("en", "Raiders attacked a village in the Jibia local government area of Katsina State, killing six.", "Jibia"),
        (
            "fr",
            "Des hommes armés ont attaqué lundi Tingarou, dans la commune de Hombori, tuant six bergers.",
            "Tingarou",
        ),
    ],
)
def test_what_is_stormed_in_a_district_is_a_village_and_no_victim(language: str, text: str, place: str) -> None:
    found = extract({"published": date(2024, 5, 3), "title": None, "language": language, "text": text}).mentions[0]
    places = [claim.value.name for claim in found.of("place") if isinstance(claim.value, PlaceValue)]
    assert places[0] == place
    assert not any(claim.quote == place for claim in found.of("victim"))


def test_who_speaks_of_people_shot_is_no_victim() -> None:
    told = "Armed men attacked Gao on Monday. “Men surrounded the village and shot at people,” Alou Samba, "
    case = {"published": date(2024, 7, 3), "title": None, "language": "en"}
    found = extract(case | {"text": told + "the mayor of Bankass, told reporters."}).mentions[0]
    assert not any(claim.quote == "Alou Samba" for claim in found.claims)


def test_what_a_far_town_is_measured_from_is_no_scene() -> None:
    text = "Les raids ont eu lieu mardi dans la région de Kandi, à plus de 600 km de la capitale économique, Cotonou."
    found = extract({"published": date(2024, 7, 3), "title": None, "language": "fr", "text": text}).mentions[0]
    assert {claim.value.name for claim in found.of("place") if isinstance(claim.value, PlaceValue)} == {"Kandi"}


def test_an_official_who_speaks_on_monday_dates_no_attack_on_sunday() -> None:
    text = "A local official on Monday said at least 26 people were killed in an attack near Mopti on Sunday."
    found = extract({"published": date(2024, 7, 23), "title": None, "language": "en", "text": text}).mentions
    assert [first_day(one) for one in found] == [("2024-07-21", "2024-07-21")]


def test_a_count_of_last_month_beside_another_keeps_its_own_time() -> None:
    text = "Gunmen killed nine people in Bankass on Sunday. "
    text += "Around 40 people died in a similar attack in Bankass at the start of June and over 20 in another in May."
    found = extract({"published": date(2024, 7, 23), "title": None, "language": "en", "text": text}).mentions
    assert tolls_of(found[0]) == [["killed", 9, 9, "unknown"]]


def test_an_attack_that_killed_is_no_arson_for_the_cars_that_burned() -> None:
    text = "L'attaque de mardi à Djibo a entraîné la mort de douze civils. Le groupe dit avoir incendié sept véhicules."
    found = extract({"published": date(2024, 7, 3), "title": None, "language": "fr", "text": text}).mentions[0]
    assert found.kind == "armed_attack"


def test_a_gunshot_wound_is_no_deed_of_its_own_and_a_home_no_place() -> None:
    text = (
        "Three people died in Mopti on Monday. A man shot his wife, Awa Yalembo, at Gao's home in Mopti. "
        "Issa Palenque was found dead with a gunshot wound."
    )
    made = extract({"published": date(2024, 5, 8), "title": None, "text": text, "language": "en"})
    assert len(made.mentions) == 1
    places = [claim.value.name for claim in made.mentions[0].of("place") if isinstance(claim.value, PlaceValue)]
    assert places == ["Mopti"]


def test_a_village_that_nobody_knows_lies_in_the_district_said_before() -> None:
    text = "Dix civils ont été tués samedi dans un village de la province du Bam, ont indiqué des sources locales. "
    text += "Des hommes armés ont attaqué le village de Zamsoulgo, selon un élu."
    found = extract({"published": date(2024, 7, 3), "title": None, "language": "fr", "text": text}).mentions[0]
    value = found.of("place")[0].value
    assert isinstance(value, PlaceValue)
    assert (value.name, value.country, value.precision) == ("Zamsoulgo", "BF", 3)


def test_an_ambush_that_killed_is_no_abduction_for_those_it_took() -> None:
    text = "Dix soldats ont été tués vendredi dans une embuscade à Téra. Neuf personnes ont été enlevées par le groupe."
    found = extract({"published": date(2024, 7, 3), "title": None, "language": "fr", "text": text}).mentions[0]
    assert found.kind in ("armed_attack", "armed_clash")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "KUMBA, 8 March 2024 (AGENCY) - Gunmen shot dead a trader in Kumba today. "
            "In Bamenda, two teachers were abducted by armed men.",
        ),
        (
            "fr",
            "KUMBA, 8 mars 2024 (AGENCE) - Des hommes armés ont abattu un commerçant à Kumba ce matin. "
            "À Bamenda, deux enseignants ont été enlevés par des hommes armés.",
        ),
    ],
)
def test_what_a_dispatch_lists_beside_the_news_of_its_day_is_of_that_day(language: str, text: str) -> None:
    found = extract({"title": None, "language": language, "published": date(2024, 3, 8), "text": text})
    assert [first_day(mention) for mention in found.mentions] == [("2024-03-08", "2024-03-08")] * 2


def test_more_killed_than_taken_is_an_attack() -> None:
    text = "Au moins 31 pêcheurs ont été tués et trois autres enlevés dimanche près de Darak par des hommes armés."
    found = extract({"published": date(2024, 4, 9), "title": None, "language": "fr", "text": text}).mentions[0]
    assert found.kind == "armed_attack"


def test_an_old_deed_told_in_passing_dates_no_news() -> None:
    text = "Des hommes ont tué cinq pêcheurs au lac Tchad, les accusant de parler des filles de Damasak, enlevées le "
    text += "mois dernier, a annoncé samedi un élu. L'incident s'est déroulé jeudi."
    found = extract({"published": date(2024, 3, 17), "title": None, "language": "fr", "text": text}).mentions[0]
    assert (found.kind, first_day(found)) == ("armed_attack", ("2024-03-14", "2024-03-14"))


def test_a_second_attack_goes_on_in_the_village_it_names() -> None:
    text = "Thirty soldiers were killed on Monday in an ambush near Kaya, the army said. Another attack that day left "
    text += (
        "dozens dead, sources said. Armed men attacked the village of Zoumtenga, a source said. “We lost twelve men "
    )
    text += "in Zoumtenga,” an elder said."
    found = extract({"published": date(2024, 4, 3), "title": None, "language": "en", "text": text}).mentions
    assert [toll[1] for toll in tolls_of(found[0])] == [30]
    assert ["killed", 12, 12, "unknown"] in [toll for one in found[1:] for toll in tolls_of(one)]


def test_the_posts_that_a_claim_names_are_of_the_same_attack() -> None:
    text = "Une attaque a visé jeudi deux positions de l'armée au Bénin. L'assaut a tué huit militaires dans la région "
    text += "des chutes de Koudou. L'attaque a été revendiquée par le JNIM, qui dit avoir pris deux casernes situées à "
    text += "Wamou et Koudou, dans la région de Kandi."
    found = extract({"published": date(2024, 4, 20), "title": None, "language": "fr", "text": text}).mentions
    assert len(found) == 1


def test_a_town_of_the_next_region_is_another_scene_than_the_north_of_a_province() -> None:
    text = "Rebels attacked a military post in Burkina Faso's northern Loroum province, killing 40 soldiers. An army "
    text += "base in Djibo came under attack on Sunday, sources said. Nine soldiers were killed in Djibo."
    found = extract({"published": date(2024, 5, 14), "title": None, "language": "en", "text": text}).mentions
    assert [[toll[1] for toll in tolls_of(one)] for one in found] == [[40], [9]]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels stormed a camp at Dori. The army, which initially told of six dead, revised the toll to 31 dead.",
        "Rebels stormed a camp at Dori. The army said 31 people died, having initially told of six dead.",
        "Des rebelles ont pris un camp à Dori. L'armée, qui avait initialement parlé de six morts, a annoncé 31 morts.",
    ],
)
def test_of_two_figures_only_the_one_that_was_first_given_is_old(text: str) -> None:
    language = "fr" if text.startswith("Des") else "en"
    found = extract({"title": None, "text": text, "language": language, "published": date(2024, 5, 17)})
    values = [claim.value for one in found.mentions for claim in one.of("killed")]
    scopes = {value.low: value.scope for value in values if isinstance(value, TollValue)}
    assert scopes == {6: "old", 31: None}


def test_where_a_convoy_came_from_is_no_scene_nor_the_region_around_it() -> None:
    text = "Un convoi de retour de Djibo, dans la région du Sahel, a été attaqué lundi à Kaya. Neuf soldats sont morts."
    found = extract({"published": date(2024, 5, 14), "title": None, "language": "fr", "text": text}).mentions[0]
    places = [claim.value.name for claim in found.of("place") if isinstance(claim.value, PlaceValue)]
    assert places == ["Kaya"]


def test_all_that_an_earlier_toll_counted_is_old() -> None:
    text = "Rebels killed 31 people at Dori. An earlier toll had told of six soldiers dead and four villagers dead."
    found = extract({"title": None, "text": text, "language": "en", "published": date(2024, 5, 17)})
    values = [claim.value for one in found.mentions for claim in one.of("killed")]
    assert {value.low: value.scope for value in values if isinstance(value, TollValue)} == {
        31: None,
        6: "old",
        4: "old",
    }


def test_a_state_that_strikes_is_not_where_it_strikes() -> None:
    text = "Israel has bombed a missile base north of Damascus, only days after another airstrike in the area."
    found = extract({"published": date(2020, 5, 14), "title": None, "language": "en", "text": text}).mentions
    places = [claim.value.country for claim in found[0].of("place") if isinstance(claim.value, PlaceValue)]
    assert places == ["SY"]


def test_a_bomb_found_after_deadly_blasts_is_the_news() -> None:
    text = (
        "Une bombe artisanale a été désamorcée près de l'aéroport de Gao, après des explosions qui ont tué 60 civils."
    )
    found = extract({"published": date(2020, 5, 14), "title": None, "language": "fr", "text": text}).mentions
    assert found[0].kind == "disrupted_plot"


def test_people_still_missing_on_a_later_day_are_no_event() -> None:
    text = "Gunmen killed twenty people in Djiguibombo on Monday. Some residents were still missing on Wednesday."
    found = extract({"published": date(2024, 7, 4), "title": None, "language": "en", "text": text}).mentions
    assert len(found) == 1


def test_dogs_that_the_police_lead_are_no_natural_cause() -> None:
    text = "Police used live bullets, tear gas and dogs to disperse a protest in Kaya on Monday, killing one protester."
    found = extract({"published": date(2024, 7, 4), "title": None, "language": "en", "text": text}).mentions
    assert found and tolls_of(found[0])[0][1] == 1
