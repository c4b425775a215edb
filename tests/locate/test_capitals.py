"""Towns that a report means without naming them: the capital of a country, the city it was sent from."""

from __future__ import annotations

import pytest

from tamani.locate import find_toponyms, open_gazetteer
from tamani.records import Reading, ReportId, Version

GAZETTEER = open_gazetteer()


@pytest.mark.parametrize(
    ("text", "language", "town"),
    [
        ("A grenade went off in the Malian capital on Friday.", "en", ("the Malian capital", "Bamako")),
        ("Malian police found a bomb in the capital. Mali is at war.", "en", ("the capital", "Bamako")),
        ("A bomb went off in Chad. It hit the country's capital.", "en", ("the country's capital", "N'Djamena")),
        ("Une grenade a explosé dans la capitale burkinabè.", "fr", ("la capitale burkinabè", "Ouagadougou")),
        ("L'explosion a secoué la capitale du Niger vendredi.", "fr", ("la capitale", "Niamey")),
        ("MOPTI, 3 July (AGENCY) - A grenade was thrown in this city.", "en", ("this city", "Mopti")),
        ("MOPTI, 3 juillet (AGENCE) - Une grenade a été lancée dans cette ville.", "fr", ("cette ville", "Mopti")),
        ("A village 40 km from the Malian capital was raided.", "en", None),
        ("Un village au nord de la capitale malienne a été attaqué.", "fr", None),
        ("Gunmen struck in Mali in the capital of the province.", "en", None),
        ("Des hommes armés ont attaqué au Mali la capitale régionale.", "fr", None),
        ("Malian law knows capital punishment.", "en", None),
        ("A bomb went off in Benin, in the capital.", "en", None),
        ("The bomb went off in the capital.", "en", None),
    ],
)
def test_a_capital_is_the_seat_of_the_country_that_is_spoken_of(
    text: str, language: str, town: tuple[str, str] | None
) -> None:
    reading = Reading(report=ReportId("r"), version=Version("v"), text=text, language=language)
    found = [one for one in find_toponyms(reading, GAZETTEER, home=True) if one.relation == "capital"]
    assert [(reading.quote(one.span), one.place.name) for one in found] == ([town] if town else [])
