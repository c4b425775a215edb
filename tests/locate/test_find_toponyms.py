"""What a reading names, and where that is. The texts are ours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from tamani.locate import Gazetteer, find_toponyms, open_gazetteer
from tamani.locate.choose import distance_km
from tamani.records import Part, Reading, ReportId, Toponym, Version

GAO, KIDAL, BARSALOGHO = (16.27, -0.04), (18.44, 1.41), (13.41, -1.06)


GAZETTEER = open_gazetteer()


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return GAZETTEER


def read(text: str, language: str = "fr", title: str | None = None) -> Reading:
    return Reading(report=ReportId("r"), version=Version("v"), text=text, title=title, language=language)


def find(gazetteer: Gazetteer, text: str, language: str = "fr") -> dict[str, Toponym]:
    reading = read(text, language)
    return {reading.quote(one.span): one for one in find_toponyms(reading, gazetteer)}


def km_off(toponym: Toponym, point: tuple[float, float]) -> float:
    assert toponym.place.lat is not None and toponym.place.lon is not None
    return distance_km(toponym.place.lat, toponym.place.lon, *point)


def test_a_town_and_its_region_agree(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Des hommes armés ont attaqué Barsalogho, dans le Centre-Nord du Burkina Faso.")
    place = found["Barsalogho"].place
    assert km_off(found["Barsalogho"], BARSALOGHO) < 5
    assert (place.country, place.admin1, place.admin2, place.precision) == ("BF", "Centre-Nord", "Sanmatenga", 1)
    assert place.gazetteer is not None and place.gazetteer.startswith("geonames:")
    assert found["Centre-Nord"].feature == "admin1"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Aribinda", "Arbinda"),
        ("Ogossogou", "Ogossagou"),
        ("Timbuktu", "Tombouctou"),
        ("Indelimane", "Indelimane"),
        ("In-Delimane", "Indelimane"),
        ("Menaka", "Ménaka"),
        ("Sevare", "Sévaré"),
        ("Chinégodar", "Chinagodrar"),
        ("Tongotongo", "Tongo Tongo"),
        ("Fada Ngourma", "Fada N'Gourma"),
        ("Aguel'hoc", "Aguelhok"),
    ],
)
def test_one_place_has_many_spellings(gazetteer: Gazetteer, written: str, meant: str) -> None:
    found = find(gazetteer, f"Gunmen killed nine soldiers in {written}, officials said on Monday.", "en")
    assert found[written].place.name == meant


def test_a_misspelt_name_is_met_only_in_the_country_of_the_report(gazetteer: Gazetteer) -> None:
    here = find(gazetteer, "Au Burkina Faso, le village de Barsaloguo a été attaqué.")
    assert here["Barsaloguo"].place.name == "Barsalogho"
    assert "nearly" in " ".join(here["Barsaloguo"].reasons) or "spelling" in " ".join(here["Barsaloguo"].reasons)
    elsewhere = find(gazetteer, "Au Japon, le village de Barsalugoo a été attaqué.")
    assert elsewhere["Barsalugoo"].place.lat is None


def test_a_distance_with_a_direction_is_an_area_of_its_own(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Le convoi est tombé dans une embuscade à 20 km au nord de Gao, au Mali.")
    area = found["à 20 km au nord de Gao"]
    assert area.relation == "20 km north of" and area.feature == "area"
    assert 15 < km_off(area, GAO) < 25 and area.place.precision == 2
    assert found["Gao"].relation == "reference"


def test_a_distance_in_words_without_direction_is_a_circle(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "L'attaque a eu lieu à une quarantaine de kilomètres de Kaya, au Burkina Faso.")
    area = next(one for one in found.values() if one.relation == "40 km from")
    assert area.place.radius_km == 40


def test_miles_are_read_as_miles(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "The mine went off about 10 miles east of Kidal, in northern Mali.", "en")
    area = found["about 10 miles east of Kidal"]
    assert 14 < km_off(area, KIDAL) < 18
    assert found["northern Mali"].place.precision == 5


@pytest.mark.parametrize(
    ("text", "language", "phrase", "relation"),
    [
        ("Un car a sauté entre Gao et Ansongo, au Mali.", "fr", "entre Gao et Ansongo", "between"),
        (
            "A bus was hit on the road from Kaya to Dori in Burkina Faso.",
            "en",
            "on the road from Kaya to Dori",
            "between",
        ),
        ("Un poste a été pris près de Dori, au Burkina Faso.", "fr", "près de Dori", "near"),
        ("Des tirs non loin de Ménaka, au Mali.", "fr", "non loin de Ménaka", "near"),
        ("Villages in central Mali were burnt.", "en", "central Mali", "centre of"),
        ("Des villages du nord du Mali ont brûlé.", "fr", "nord du Mali", "north of"),
    ],
)
def test_relations_are_read_as_areas(
    gazetteer: Gazetteer, text: str, language: str, phrase: str, relation: str
) -> None:
    area = find(gazetteer, text, language)[phrase]
    assert area.relation == relation and area.place.lat is not None and area.place.radius_km


def test_the_border_is_the_one_of_the_country_the_report_is_about(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Au Burkina Faso, l'armée burkinabè a perdu un camp près de la frontière avec le Niger.")
    border = next(one for one in found.values() if one.relation == "border")
    assert border.place.precision == 5 and border.place.country == "BF"


def test_a_border_may_be_named_by_a_people(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Au Niger, un poste a été attaqué dans le Tillabéri, près de la frontière malienne.")
    assert found["frontière malienne"].place.name == "border ML-NE"
    near = find(gazetteer, "Militants raided Banibangou in western Niger, 10 km from Mali.", "en")
    assert near["10 km from Mali"].relation == "border"


def test_two_towns_joined_by_a_hyphen_are_a_road(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Sur l'axe Dori-Gorgadji, au Burkina Faso, un convoi a sauté.")
    assert found["Sur l'axe Dori-Gorgadji"].relation == "between"
    assert found["Dori"].relation == found["Gorgadji"].relation == "reference"


def test_the_three_borders_need_no_capital(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "L'attaque s'est produite dans la zone des trois frontières.")
    assert found["trois frontières"].feature == "region" and found["trois frontières"].place.precision == 5


def test_the_owner_before_tells_the_country(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Villagers fled in Ivory Coast, and in Togo's Savanes region.", "en")
    assert found["Savanes"].place.country == "TG"


def test_a_dateline_names_a_place(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "KATI, Mali -- Gunfire was heard at dawn.", "en")
    assert found["KATI"].place.country == "ML"


def test_the_east_of_the_country_is_of_the_country_the_report_is_about(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Le Burkina Faso enterre ses morts. L'attaque a visé un camp dans l'est du pays.")
    assert found["est du pays"].place.country == "BF"


def test_niger_is_a_country_a_river_and_a_state(gazetteer: Gazetteer) -> None:
    assert find(gazetteer, "L'armée du Niger a repoussé l'assaut.")["Niger"].place.country == "NE"
    river = find(gazetteer, "Un bateau a été attaqué sur le fleuve Niger, au Mali.")
    assert river["fleuve Niger"].feature == "water"
    state = find(gazetteer, "Bandits struck in Niger State, Nigeria.", "en")
    assert state["Niger State"].place.country == "NG"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Une attaque a visé la capitale du Mali.", "Mali", "ML"),
        ("Un raid sur un village du Niger a fait trois morts.", "Niger", "NE"),
        ("Des tirs dans la capitale du Tchad.", "Tchad", "TD"),
    ],
)
def test_a_town_of_a_country_is_no_namesake_of_the_country(
    gazetteer: Gazetteer, text: str, name: str, country: str
) -> None:
    found = find(gazetteer, text)[name]
    assert (found.feature, found.place.country) == ("country", country)


def test_the_department_is_not_the_town(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Une attaque a visé un hameau du cercle de Bourem, au Mali.")
    assert found["Bourem"].feature == "admin2" and found["Bourem"].place.precision == 3


def test_persons_and_vessels_and_bodies_are_no_places(gazetteer: Gazetteer) -> None:
    found = find(
        gazetteer,
        "M. Bamba a condamné l'attaque. Le général Gao est mort. Le bateau Tombouctou a coulé. "
        "Le Conseil de sécurité s'est réuni. Bamako Sports a perdu. Radio France l'a dit.",
    )
    assert not found
    assert not find(gazetteer, "The boat Timbuktu sank, Mr Bamba said. Bamba told reporters so.", "en")


def test_what_is_called_after_a_place_is_given_when_asked_for(gazetteer: Gazetteer) -> None:
    reading = read("L'armée malienne a parlé à Radio Bamako.")
    assert not find_toponyms(reading, gazetteer)
    found = find_toponyms(reading, gazetteer, associative=True)
    assert [reading.quote(one.span) for one in found] == ["malienne", "Bamako"]
    assert {one.relation for one in found} == {"associative"}


def test_common_words_need_a_sign_that_they_are_places(gazetteer: Gazetteer) -> None:
    assert not find(gazetteer, "Man is mortal. Nice words were said. Say what you will.", "en")
    assert find(gazetteer, "Douze morts à Man, en Côte d'Ivoire.")["Man"].place.country == "CI"
    assert find(gazetteer, "Quinze morts à Bla, au Mali.")["Bla"].place.country == "ML"


def test_two_places_of_one_name_are_left_open(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Au Burkina Faso, douze villageois ont été tués à Namissiguima.")
    assert found["Namissiguima"].place.lat is None and found["Namissiguima"].place.lon is None
    told = find(
        gazetteer, "Douze villageois ont été tués à Namissiguima, dans la province du Yatenga, au Burkina Faso."
    )
    assert told["Namissiguima"].place.admin1 == "Nord"


def test_an_unknown_village_is_somewhere_in_the_area_that_the_text_gives(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Le village de Xolokandi, dans le cercle de Bankass, au Mali, a été brûlé.")
    place = found["Xolokandi"].place
    assert place.name == "Xolokandi" and place.country == "ML" and place.gazetteer is None
    assert place.precision == 3 and place.radius_km is not None and place.radius_km >= 25


def test_a_name_that_only_sounds_a_little_alike_is_left_open(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Au Mali, un bateau a été touché à Zarko, selon l'armée malienne.")
    assert found["Zarko"].place.lat is None


def test_a_quarter_lies_in_its_town(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Des tirs ont retenti à Faladié, à Bamako.")
    assert found["Faladié"].place.country == "ML" and found["Faladié"].place.admin1 == "Bamako"


def test_the_title_is_read_too_and_comes_first(gazetteer: Gazetteer) -> None:
    reading = read("L'attaque a eu lieu jeudi.", title="Mali : quinze morts à Kidal")
    found = find_toponyms(reading, gazetteer)
    assert [one.span.part for one in found] == [Part.TITLE, Part.TITLE]


def test_a_telex_in_capitals_is_read(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "GUNMEN ATTACKED AN ARMY POST IN GAO, MALI, KILLING TWELVE SOLDIERS.", "en")
    assert found["GAO"].place.country == "ML"


def test_far_from_the_sahel_size_and_neighbours_decide(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Police in Paris, Texas, arrested two men from Dallas.", "en")
    assert found["Paris"].place.country == "US"
    assert find(gazetteer, "Protesters marched in Paris and Lyon.", "en")["Paris"].place.country == "FR"


def test_another_language_is_left_unread(gazetteer: Gazetteer) -> None:
    assert find_toponyms(read("Ataque en Gao, Malí.", "es"), gazetteer) == ()


WORDS = st.sampled_from(
    [
        *(
            "Gao",
            "Kidal",
            "Bamba",
            "Niger",
            "Mali",
            "Madina",
            "Koro",
            "de",
            "du",
            "la",
            "le",
            "à",
            "au",
            "près",
            "entre",
        ),
        *(
            "et",
            "20",
            "km",
            "nord",
            ",",
            ".",
            "(",
            ")",
            ":",
            "in",
            "near",
            "of",
            "the",
            "village",
            "région",
            "Xyz",
            "M.",
        ),
        *("GAO", "d'", "l'", "fleuve", "frontière", "avec", "northern", "Mme", "-", "road", "from", "to", "Paris"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=80))
def test_a_point_is_whole_or_absent_and_never_null_island(text: str) -> None:
    reading = read(text)
    found = find_toponyms(reading, GAZETTEER, associative=True)
    for one in found:
        place = one.place
        assert (place.lat is None) == (place.lon is None)
        assert (place.lat, place.lon) != (0.0, 0.0)
        assert place.lat is None or (place.precision in range(1, 8) and (place.radius_km or 0) > 0)
        assert place.lat is not None or place.gazetteer is None
        assert reading.quote(one.span) and len(reading.quote(one.span)) == one.span.end - one.span.start
    assert find_toponyms(reading, GAZETTEER, associative=True) == found


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Les FAMa ont repoussé l'assaut, et les Fama ont perdu deux hommes à Ansongo, au Mali.", "fr", "FAMa"),
        ("Trois éléments des FDS et un VDP sont tombés près de Djibo, au Burkina Faso.", "fr", "FDS"),
        ("The ADF killed six farmers near Oicha, Xinhua reported from the Congolese town of Beni.", "en", "ADF"),
        ("A convoy was hit near Kidal in Mali, the Xinhua news agency and Sputnik said.", "en", "Xinhua"),
        ("The RSF shelled a market in El Fasher, Sudan, NEMA officials and the OTAN envoy said.", "en", "OTAN"),
        ("Des hommes ont été enlevés à Koro, au Mali. Des villageois ont fui.", "fr", "Des"),
        ("Vingt-cinq soldats ont péri à Boulkessi, au Mali.", "fr", "Vingt-cinq"),
        ("Eighty-four pupils were taken in Kagara, Nigeria. On Monday, forty were freed.", "en", "Eighty-four"),
        ("On déplore douze morts à Téra, au Niger. Les assaillants ont fui.", "fr", "On"),
    ],
)
def test_an_actor_an_agency_or_a_small_word_is_no_place(
    gazetteer: Gazetteer, text: str, language: str, name: str
) -> None:
    found = find(gazetteer, text, language)
    assert name not in found and "Fama" not in found and "Sputnik" not in found and "Les" not in found, found


def test_a_village_called_like_a_small_word_is_found_where_a_place_is_meant(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "L'attaque a visé un poste à Di, dans la province du Sourou, au Burkina Faso.")
    assert found["Di"].place.country == "BF"


def test_a_place_in_the_name_of_a_group_is_not_a_place_of_the_report(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Al-Qaïda au Maghreb islamique a revendiqué l'attaque de Ménaka, au Mali.")
    assert "Maghreb" not in found and "Ménaka" in found


@pytest.mark.parametrize(
    ("text", "language", "name", "admin1"),
    [
        ("Neuf personnes ont été tuées dans une attaque dans le Tillabéri, au Niger.", "fr", "Tillabéri", "Tillabéri"),
        ("Gangs roam the forests of Zamfara, Katsina and Kaduna states in Nigeria.", "en", "Katsina", "Katsina"),
        ("Les régions de Mopti, Gao et Kidal, au Mali, restent touchées.", "fr", "Gao", "Gao"),
        ("The clash took place in northern Katsina, Nigeria, police said.", "en", "Katsina", "Katsina"),
        ("Huit tués dans un affrontement à Tillabéri. Ils ont attaqué le village de Banibangou, au Niger.", "fr",
         "Tillabéri", "Tillabéri"),
        ("Trois casques bleus tués à Kidal, au Mali. Leur convoi a sauté près de Tessalit.", "fr", "Kidal", "Kidal"),
        ("Gunmen kill ten in Diffa, Niger. They came at night to the village of Chetimari.", "en", "Diffa", "Diffa"),
    ],
)  # fmt: skip
def test_a_region_is_read_as_a_region_where_its_town_has_the_same_name(
    gazetteer: Gazetteer, text: str, language: str, name: str, admin1: str
) -> None:
    found = find(gazetteer, text, language)[name]
    assert (found.feature, found.place.admin1, found.place.precision) == ("admin1", admin1, 4), found


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Une bombe a explosé à Mopti, au Mali, près du marché.", "fr", "Mopti"),
        ("Deux blessés ont été évacués à Gao. Le camp d'Ansongo, au Mali, a été attaqué.", "fr", "Gao"),
        ("Sources sécuritaires jointes à Kidal : le poste de Tessalit, au Mali, a été pris.", "fr", "Kidal"),
        ("La ville de Tillabéri, au Niger, est calme. Le village de Banibangou a été attaqué.", "fr", "Tillabéri"),
    ],
)
def test_the_town_stays_a_town_where_it_is_meant(gazetteer: Gazetteer, text: str, language: str, name: str) -> None:
    assert find(gazetteer, text, language)[name].feature == "town"


@pytest.mark.parametrize(
    ("text", "language", "name", "country", "admin1", "precision"),
    [
        ("Eleven died in Kaboro community in the Bungudu area of Nigeria's Zamfara State.", "en", "Kaboro", "NG",
         "Zamfara", 4),
        ("Raiders burnt Zumbulawa village in Jibia local government area of Katsina State, Nigeria.", "en",
         "Zumbulawa", "NG", "Katsina", 3),
        ("Le village de « Zoumkalga », situé dans la commune de Djibo, au Burkina Faso, a été brûlé.", "fr",
         "Zoumkalga", "BF", "Sahel", 3),
        ("The villages of Tsauwala and Dankarwa in Katsina state, Nigeria, were attacked.", "en", "Tsauwala", "NG",
         "Katsina", 4),
        ("They raided the Barzawa, Zakkali and Tsayawa villages in Katsina State, Nigeria.", "en", "Barzawa", "NG",
         "Katsina", 4),
    ],
)  # fmt: skip
def test_an_unknown_village_lies_in_the_smallest_area_that_the_report_gives(  # noqa: PLR0913
    gazetteer: Gazetteer, text: str, language: str, name: str, country: str, admin1: str, precision: int
) -> None:
    place = find(gazetteer, text, language)[name].place
    assert (place.name, place.country, place.admin1) == (name, country, admin1), place
    assert place.precision is not None and 2 <= place.precision <= precision


def test_a_namesake_in_another_country_loses_to_the_area_that_is_said() -> None:
    found = find(GAZETTEER, "L'attaque a frappé Gaboua, dans l'arrondissement de Koza, au Cameroun.")
    assert found["Gaboua"].place.country in ("CM", None)
    found = find(GAZETTEER, "Des hommes armés ont pris Bamba, dans le cercle de Bourem, au Mali.")
    assert km_off(found["Bamba"], (17.03, -1.4)) < 15


@pytest.mark.parametrize(
    ("text", "language", "phrase", "relation", "country"),
    [
        ("Le poste est à 10 km de la frontière avec le Niger, au Burkina Faso.", "fr",
         "à 10 km de la frontière avec le Niger", "border", "BF"),
        ("The post is 5 km from Niger, in Burkina Faso.", "en", "5 km from Niger", "border", "BF"),
        ("Une embuscade à la lisière de Djibo, au Burkina Faso.", "fr", "à la lisière de Djibo", "near", "BF"),
        ("Des tirs dans les alentours de Ménaka, au Mali.", "fr", "dans les alentours de Ménaka", "near", "ML"),
        ("Un navire a été attaqué au large de Cotonou, au Bénin.", "fr", "au large de Cotonou", "near", "BJ"),
        ("A convoy was hit along the Gubio-Damasak road in Borno, Nigeria.", "en", "Gubio-Damasak road", "between",
         "NG"),
        ("Des bergers ont été tués dans la zone frontalière entre le Mali et le Niger.", "fr",
         "la zone frontalière entre le Mali et le Niger", "border", "NE"),
        ("Herders were killed in the border area between Mali and Niger.", "en",
         "the border area between Mali and Niger", "border", "NE"),
        ("Un camp a été pris à la frontière entre le Niger, le Mali et le Burkina Faso.", "fr",
         "à la frontière entre le Niger, le Mali et le Burkina Faso", "border", None),
        ("Sept tués dans la partie béninoise du parc W.", "fr", "béninoise du parc W", "part of", "BJ"),
        ("Sept tués dans le parc transfrontalier W, au Bénin.", "fr", "parc transfrontalier W", "part of", "BJ"),
        ("Fishermen died on the Chadian side of Lake Chad.", "en", "Chadian side of Lake Chad", "part of", "TD"),
    ],
)  # fmt: skip
def test_borders_roads_and_shares_are_areas(  # noqa: PLR0913
    gazetteer: Gazetteer, text: str, language: str, phrase: str, relation: str, country: str | None
) -> None:
    reading = read(text, language)
    area = next(
        one
        for one in find_toponyms(reading, gazetteer)
        if reading.quote(one.span) == phrase and one.relation != "reference"
    )
    assert (area.relation, area.place.country, area.feature) == (relation, country, "area")
    assert area.place.lat is not None and area.place.radius_km


def test_near_a_wide_region_is_no_exact_place(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "The raid took place near the tri-border area.", "en")
    assert found["near the tri-border"].place.precision == 5


def test_georgia_of_the_us_by_its_towns(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "A cook was shot in Georgia. He was flown from Brunswick to Savannah.", "en")
    assert (found["Georgia"].place.country, found["Georgia"].feature) == ("US", "admin1")
    found = find(gazetteer, "A cook was shot in Georgia. He was flown from Batumi to Tbilisi.", "en")
    assert (found["Georgia"].place.country, found["Georgia"].feature) == ("GE", "country")


def test_a_county_is_not_the_town_of_its_name(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "A cook was shot in Knox County on Friday.", "en")
    assert (found["Knox County"].place.lat, found["Knox County"].feature) == (None, "admin2")
    assert find(gazetteer, "A cook was shot in Garissa County.", "en")["Garissa County"].place.country == "KE"


def test_hyphens_set_apart(gazetteer: Gazetteer) -> None:
    text = "Un homme a été tué à Bobo - Dioulasso. " + "Il est venu de Gao - Mali."
    found = find(gazetteer, text)
    assert found["Bobo - Dioulasso"].place.country == "BF"
    assert {"Gao", "Mali"} <= found.keys()


def test_streets_are_no_towns(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Shots were fired at the corner of Dallas and Houston streets in Tulsa.", "en")
    assert list(found) == ["Tulsa"]


def test_a_small_town_of_a_land_that_nobody_speaks_of_is_not_meant(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "Au Bénin, deux casernes ont été prises à Wada et à Banikoara.", "fr")
    assert found["Wada"].place.country != "JP"


def test_a_small_town_that_nothing_else_of_the_report_lies_near_may_be_any_of_its_name(gazetteer: Gazetteer) -> None:
    found = find(gazetteer, "A man faces charges after a fire in Mountain View on Monday.", "en")
    assert found["Mountain View"].place.lat is None


def test_a_name_does_not_vote_for_its_smaller_namesake(gazetteer: Gazetteer) -> None:
    text = "A man was shot outside a hotel in Burbank. The Los Angeles County coroner named him."
    assert km_off(find(gazetteer, text, "en")["Burbank"], (34.18, -118.31)) < 5


@pytest.mark.parametrize(
    ("text", "language", "name", "country"),
    [
        ("Rebels raided Oicha, in the east of the Democratic Republic of the Congo.", "en",
         "Democratic Republic of the Congo", "CD"),
        ("Eleven farmers died in the Democratic Republic of Congo.", "en", "Democratic Republic of Congo", "CD"),
        ("Onze cultivateurs sont morts en République démocratique du Congo.", "fr",
         "République démocratique du Congo", "CD"),
        ("Police in the Republic of the Congo arrested two men.", "en", "Republic of the Congo", "CG"),
        ("Eleven farmers died in eastern Congo, near Oicha.", "en", "Congo", "CD"),
        ("Deux policiers sont morts à Brazzaville, au Congo.", "fr", "Congo", "CG"),
    ],
)  # fmt: skip
def test_a_state_is_found_by_its_full_name_small_words_and_all(
    gazetteer: Gazetteer, text: str, language: str, name: str, country: str
) -> None:
    assert find(gazetteer, text, language)[name].place.country == country


def test_a_village_of_a_local_government_area_lies_in_nigeria(gazetteer: Gazetteer) -> None:
    text = "Bandits stormed Lens village in Riyom Local Government Area on Sunday."
    found = find(gazetteer, text, "en")
    assert (found["Lens"].place.country, found["Lens"].place.precision) == ("NG", 2)
    assert found["Riyom"].feature == "admin2"


def test_a_village_with_the_name_of_a_town_abroad_is_nobodys(gazetteer: Gazetteer) -> None:
    text = "The chairman of Maradun Local Government Area said gunmen invaded Lens village on Friday."
    found = find(gazetteer, text, "en")
    assert found["Maradun"].place.country == "NG"
    assert found["Lens"].place.country is None


def test_a_district_that_nobody_knows_lies_in_the_one_state_named(gazetteer: Gazetteer) -> None:
    text = "Police in Benue State said gunmen killed two men in Tse-Kor village in Gulmare West Local Government Area."
    found = find(gazetteer, text, "en")
    for name in ("Tse-Kor", "Gulmare West"):
        assert (found[name].place.country, found[name].place.admin1) == ("NG", "Benue")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Two bombs injured nine people in the northern English city of Leeds.", "English"),
        ('Rebels killed two men near Goma, the weekly "Carta de Bamako" wrote.', "Bamako"),
        ('"The village of Kokouba in the Beni territory was attacked," a deputy said.', "The"),
    ],
)
def test_a_people_before_a_city_an_article_before_a_village_and_a_newspaper_are_no_towns(
    gazetteer: Gazetteer, text: str, wrong: str
) -> None:
    assert wrong not in find(gazetteer, text, "en")
