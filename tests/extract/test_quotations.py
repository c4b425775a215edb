"""Quotations that go over several sentences, and what is said in them of those who were not harmed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tamani.extract import extract_reading
from tamani.fields import load_vocabulary
from tamani.records import Claim, Reading, Stance, TollValue

Read = Callable[[str, str], Reading]


def find_tolls(read_text: Read, text: str, language: str = "en") -> list[tuple[Claim, TollValue]]:
    found = extract_reading(read_text(text, language), (), load_vocabulary())
    claims = [claim for mention in found.mentions for claim in mention.claims]
    return [(claim, claim.value) for claim in claims if isinstance(claim.value, TollValue)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "“Gunmen attacked the market at dawn. They killed nine traders. We buried them,” the mayor of Tera said.",
        ),
        ("en", "“Gunmen attacked the market,” the mayor of Tera said. “They killed nine traders.”"),
        ("en", "“Gunmen attacked the market,” the mayor of Tera said.\n\n“They killed nine traders.”"),
        (
            "fr",
            "« Des hommes armés ont attaqué. Ils ont tué neuf commerçants. C'est terrible », a dit le maire de Téra.",
        ),
        ("fr", "« Des hommes armés ont attaqué », a dit le maire de Téra. « Ils ont tué neuf commerçants. »"),
    ],
)
def test_all_sentences_of_a_quotation_are_said_by_whoever_speaks_it(read_text: Read, language: str, text: str) -> None:
    said = {claim.said_by for claim, value in find_tolls(read_text, text, language) if value.low == 9}
    assert said in ({"the mayor of Tera"}, {"le maire de Téra"})


def test_what_stands_behind_a_quotation_is_not_its_speakers(read_text: Read) -> None:
    text = "“Gunmen attacked the market. We saw them,” the mayor of Tera said.\n\nNine traders were killed in the raid."
    assert {claim.said_by for claim, value in find_tolls(read_text, text) if value.low == 9} == {None}


def test_a_mark_that_is_never_closed_gives_a_whole_report_to_nobody(read_text: Read) -> None:
    text = (
        "“Gunmen attacked the market at dawn. " + "Nine traders were killed there. " * 9 + "It rained, the mayor said."
    )
    assert all(claim.said_by is None for claim, value in find_tolls(read_text, text) if value.low == 9)


def test_who_is_found_missing_or_alive_is_not_dead(read_text: Read) -> None:
    for end in ("were later discovered missing", "were found alive", "were recovered unharmed"):
        text = f"Gunmen stormed a school in Moriki. Two guards and three of their nephews {end}, police said."
        assert not any(claim.field == "killed" for claim, _ in find_tolls(read_text, text))
    text = "Gunmen stormed a school in Moriki. Three of the guards were found dead, police said."
    assert [value.low for claim, value in find_tolls(read_text, text) if claim.field == "killed"] == [3]


def test_no_students_taken_is_no_figure_for_all_where_cooks_were(read_text: Read) -> None:
    text = "Gunmen attacked a school in Moriki. No students were abducted, but four cooks were abducted, police said."
    taken = [(value.low, value.scope) for claim, value in find_tolls(read_text, text) if claim.field == "abducted"]
    assert taken == [(0, "sub"), (4, None)]
    denied = "Bandits attacked. Locals say 40 students were abducted. No students were abducted, police said."
    both = [(value.low, value.scope) for claim, value in find_tolls(read_text, denied) if claim.field == "abducted"]
    assert sorted(both, key=repr) == [(0, None), (40, None)]


def test_who_says_that_none_were_taken_asserts_it(read_text: Read) -> None:
    text = "Bandits attacked a school in Moriki. No pupil was abducted, the police commissioner said."
    ((claim, value),) = [row for row in find_tolls(read_text, text) if row[0].field == "abducted"]
    assert (value.high, claim.stance, claim.said_by) == (0, Stance.ASSERTED, "the police commissioner")


def test_media_that_reported_the_contrary_do_not_say_it(read_text: Read) -> None:
    text = (
        "Bandits attacked a school. “No pupil was abducted as first reported by two radio stations,” the police said."
    )
    assert {claim.said_by for claim, value in find_tolls(read_text, text) if value.high == 0} == {"the police"}
