"""How many independent origins stand behind a record: whole reports in, in French and English, read as they come."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tamani.flow import OWNER, Query, add_collected, list_incidents
from tamani.records import Item, Marking, Tlp
from tamani.settings import Settings
from tamani.store import open_store

NOW = datetime(2024, 7, 1, tzinfo=UTC)


def item(ident: str, text: str, *, source: str, day: str = "2024-06-03") -> Item:
    language = "fr" if {"des", "les", "dans", "une", "ont"} & set(text.split()) else "en"
    return Item(
        name=ident, data=text.encode(), media_type="text/plain", collected=NOW, own_id=ident, source=source,
        published=datetime.fromisoformat(day).replace(tzinfo=UTC), language=language, marking=Marking(Tlp.CLEAR),
    )  # fmt: skip


def find_origins(folder: Path, *items: Item) -> list[str]:
    """The origins of the one incident that these reports make."""
    with open_store(folder / "t.db") as store:
        add_collected(store, items, Settings(), now=NOW)
        found = list(list_incidents(store, OWNER, Query(), now=NOW))
        assert len(found) == 1, [one.incident.title for one in found]
        assert len({member.report for member in found[0].incident.members}) == len(items)
        return [origin.id for origin in found[0].incident.origins]


WHERE_EN = "the market of Djibo, in northern Burkina Faso, on 1 June 2024"
WHERE_FR = "le marché de Djibo, dans le nord du Burkina Faso, le 1er juin 2024"

MINISTRY_EN = (
    "The ministry of defence said in a statement that 24 civilians were killed in the attack on {en}.",
    "Twenty-four civilians died when gunmen attacked {en}, according to a statement of the defence ministry.",
    "An attack on {en} left 24 civilians dead, the army said.",
    "Gunmen killed 24 civilians in an attack on {en}, the government announced.",
    "Burkina Faso says 24 civilians were killed by gunmen who attacked {en}.",
)
MINISTRY_FR = (
    "Le ministère de la Défense a annoncé dans un communiqué que 24 civils ont été tués dans l'attaque contre {fr}.",
    "Vingt-quatre civils ont péri dans l'attaque menée contre {fr}, selon un communiqué du ministère de la Défense.",
    "Des hommes armés ont attaqué {fr}, tuant 24 civils, a indiqué l'armée.",
    "Une attaque contre {fr} a fait 24 morts parmi les civils, a déclaré le gouvernement.",
    "L'attaque perpétrée contre {fr} a coûté la vie à 24 civils, selon l'état-major.",
    "Selon les autorités, 24 civils ont été tués dans l'attaque qui a visé {fr}.",
)


def test_one_statement_under_eleven_mastheads_in_two_languages_is_one_origin(tmp_path: Path) -> None:
    texts = [text.format(en=WHERE_EN, fr=WHERE_FR) for text in (*MINISTRY_EN, *MINISTRY_FR)]
    papers = [item(f"p{n}", text, source=f"Masthead {n}") for n, text in enumerate(texts)]
    assert len(papers) == 11
    assert find_origins(tmp_path, *papers) == ["state:BF"]


WIRE = (
    "Gunmen on motorbikes killed at least 37 people at the market of Djibo, in northern Burkina Faso, on 1 June 2024, "
    "a hospital source told Reuters. The attackers came from Petaga at about 10 a.m. and set fire to 14 shops and the "
    "fuel depot of Boukary Sawadogo. They took some 200 cows and left towards Nassoumbou. Another 19 people were "
    "wounded."
)
RETOLD = (
    "Au moins 37 personnes ont été tuées par des hommes armés à moto au marché de Djibo, dans le nord du Burkina Faso, "
    "le 1er juin 2024, selon une source hospitalière. Venus de Petaga vers 10 heures, les assaillants ont incendié "
    "14 boutiques et le dépôt de carburant de Boukary Sawadogo. Ils ont emporté quelque 200 bœufs avant de repartir "
    "vers Nassoumbou. Dix-neuf autres personnes ont été blessées."
)


def test_a_wire_retold_in_the_other_language_without_credit_is_the_same_origin(tmp_path: Path) -> None:
    wire = item("wire", WIRE, source="Savanna Wire", day="2024-06-02")
    retold = item("retold", RETOLD, source="Tribune du Liptako")
    assert find_origins(tmp_path, wire, retold) == ["outlet:reuters"]


def test_so_it_is_when_the_french_agency_was_first(tmp_path: Path) -> None:
    first = item("a", RETOLD.replace("selon une source hospitalière", "a déclaré à l'AFP une source hospitalière"),
                 source="Tribune du Liptako", day="2024-06-02")  # fmt: skip
    again = item("b", WIRE.replace("a hospital source told Reuters", "a hospital source said"), source="Savanna Wire")
    assert find_origins(tmp_path, first, again) == ["outlet:afp"]


OWN = {
    "Radio Dunes": "Gunmen killed 12 people when they attacked Djibo, in Burkina Faso, on Saturday 1 June 2024, a "
    "resident told our correspondent by phone. He saw the bodies carried to the mosque of the old quarter.",
    "Plateau Gazette": "Twelve people died in an attack by gunmen on the northern town of Djibo, a nurse at the "
    "medical centre told this newspaper after Saturday's raid of 1 June 2024. Most had gunshot wounds, she said.",
    "La Voix du Fleuve": "Douze personnes ont été tuées dans l'attaque contre Djibo, au Burkina Faso, le samedi "
    "1er juin 2024, a confié un commerçant à notre rédaction. Il s'était caché sous son étal.",
}


@pytest.mark.parametrize("pair", [("Radio Dunes", "Plateau Gazette"), ("Plateau Gazette", "La Voix du Fleuve")])
def test_two_outlets_with_a_witness_each_are_two_origins_though_the_figure_is_the_same(
    tmp_path: Path, pair: tuple[str, str]
) -> None:
    reports = [item(f"r{n}", OWN[name], source=name) for n, name in enumerate(pair)]
    assert len(find_origins(tmp_path, *reports)) == 2


def test_the_same_figure_from_two_speakers_is_two_origins(tmp_path: Path) -> None:
    army = item("a", f"The army said 24 civilians were killed in the attack on {WHERE_EN}.", source="Savanna Wire")
    church = item("b", f"L'évêque de Dori compte 24 civils tués dans l'attaque qui a visé {WHERE_FR}.",
                  source="Tribune du Liptako")  # fmt: skip
    found = find_origins(tmp_path, army, church)
    assert len(found) == 2 and "state:BF" in found


def test_the_same_figure_told_to_two_agencies_by_different_people_is_two_origins(tmp_path: Path) -> None:
    one = item(
        "a", f"A resident told AFP that 24 people were killed in the attack on {WHERE_EN}.", source="Savanna Wire"
    )
    two = item("b", f"L'attaque contre {WHERE_FR} a fait 24 morts, a déclaré un infirmier à Reuters.",
               source="Tribune du Liptako")  # fmt: skip
    assert find_origins(tmp_path, one, two) == ["outlet:afp", "outlet:reuters"]


def test_a_communique_quoted_by_an_agency_and_by_a_blog_is_one_origin(tmp_path: Path) -> None:
    agency = item("a", f"JNIM claimed the attack on {WHERE_EN} in a statement seen by AFP, saying that it had killed "
                  "31 soldiers.", source="Savanna Wire")  # fmt: skip
    blog = item("b", f"Dans un communiqué, le JNIM revendique l'attaque contre {WHERE_FR} et dit avoir tué 31 soldats.",
                source="Blog des Dunes")  # fmt: skip
    assert find_origins(tmp_path, agency, blog) == ["group:jnim"]


CHAINS = (
    ("a", "Gunmen killed 24 people in the attack on {en}, residents told AFP.", "Savanna Wire"),
    ("b", "L'attaque contre {fr} a fait 24 morts, rapporte l'AFP, qui cite des habitants.", "Tribune du Liptako"),
    ("c", "Twenty-four people died in the attack on {en}, residents said, according to AFP.", "Acacia Daily"),
    ("d", "Des habitants ont fait état de 24 morts dans l'attaque contre {fr} (avec AFP).", "La Voix du Fleuve"),
    ("e", "Gunmen killed 24 people in the attack on {en}, residents said (with AFP).", "River Bend News"),
    ("f", "Citing AFP, the station said 24 people were killed in the attack on {en}.", "Radio Dunes"),
)


@pytest.mark.parametrize("pair", [(0, n) for n in range(1, len(CHAINS))])
def test_every_way_of_naming_the_agency_leads_to_it(tmp_path: Path, pair: tuple[int, int]) -> None:
    reports = [
        item(ident, text.format(en=WHERE_EN, fr=WHERE_FR), source=source)
        for ident, text, source in (CHAINS[n] for n in pair)
    ]
    assert find_origins(tmp_path, *reports) == ["outlet:afp"]


@pytest.mark.parametrize(
    "text",
    [
        "According to media reports, 90 people were killed in the attack on {en}.",
        "Local media say that 90 people were killed in the attack on {en}.",
        "Selon la presse locale, 90 personnes ont été tuées dans l'attaque contre {fr}.",
        "D'après des médias, l'attaque contre {fr} a fait 90 morts.",
    ],
)
def test_media_reports_that_nobody_stands_behind_are_no_origin(tmp_path: Path, text: str) -> None:
    wire = item("wire", WIRE, source="Savanna Wire", day="2024-06-02")
    vague = item("vague", text.format(en=WHERE_EN, fr=WHERE_FR), source="Plateau Gazette")
    assert find_origins(tmp_path, wire, vague) == ["outlet:reuters"]
