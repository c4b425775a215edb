"""Statements that need no event: reactions, promises, causes, advice, partnerships."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tamani.extract.document import prepare_sentences
from tamani.extract.parties.actors import Registry
from tamani.extract.parties.perpetrators import Scene
from tamani.extract.remarks.statements import find_statements
from tamani.extract.remarks.tables import read_headers
from tamani.extract.saying.attributions import attribute_sentences
from tamani.records import Claim, ReactionValue, Reading
from tamani.words import fold

CASES = Path(__file__).parent / "cases"
Read = Callable[[str, str], Reading]


def state_all(reading: Reading, registry: Registry) -> tuple[Claim, ...]:
    sentences = prepare_sentences(reading)
    attributions = attribute_sentences(sentences, reading.language, registry)
    published = reading.published.date() if reading.published else None
    return find_statements(reading, sentences, Scene(reading.language, registry, attributions, (), published))


def test_a_report_states_what_bodies_did_and_promised(statement_case: Any, registry: Registry, read_text: Read) -> None:
    reading = read_text(statement_case["text"], statement_case["language"])
    found = [{"field": one.field, **msgspec.to_builtins(one.value)} for one in state_all(reading, registry)]
    left = list(found)
    for want in statement_case["statements"]:
        hit = next((row for row in left if want.items() <= row.items()), None)
        assert hit is not None, (want, found)
        left.remove(hit)
    assert left == []


def test_every_statement_quotes_the_reading(registry: Registry, read_text: Read) -> None:
    reading = read_text("Institution | Réaction\nONU | A condamné l'attaque\n", "fr")
    (claim,) = state_all(reading, registry)
    assert claim.quote == reading.text[claim.span.start : claim.span.end] == "ONU | A condamné l'attaque"
    assert claim.mention is None


def test_prose_that_repeats_a_table_row_is_one_statement(registry: Registry, read_text: Read) -> None:
    text = (
        "The Economic Community of West African States condemned the attack.\n\n"
        "Institution | Response\nECOWAS | Condemned the violence\n"
    )
    assert len(state_all(read_text(text, "en"), registry)) == 1


@pytest.mark.parametrize(
    ("left", "right", "field"),
    [
        ("Root cause", "Mechanism", "driver"),
        ("Moteur", "Incidence", "driver"),
        ("Sector", "Impact", "impact"),
        ("Conséquence", "Résultat", "impact"),
        ("Country", "Statement", "reaction"),
        ("Donor", "Pledge", "commitment"),
        ("Partenaire", "Ce qu'il apporte", "partnership"),
        ("Enjeu", "Mesure proposée", "recommendation"),
        ("Problem", "Solution", "recommendation"),
        ("Axe", "Effet attendu", "hypothetical"),
    ],
)
def test_two_headers_decide_what_a_table_says(left: str, right: str, field: str) -> None:
    headers = read_headers([left, right])
    assert headers is not None
    assert headers.field == field


def test_a_table_of_tolls_is_no_statement() -> None:
    assert read_headers(["Site", "Morts"]) is None


INTRO = {
    "en": "Gunmen killed nine people in Tessit on Sunday. ",
    "fr": "Neuf personnes ont été tuées dimanche à Tessit. ",
}


def read_reactions() -> Iterator[tuple[str, str, str]]:
    language = "en"
    for line in (CASES / "reactions.txt").read_text(encoding="utf-8").splitlines():
        if line in ("[en]", "[fr]"):
            language = line[1:3]
        elif line and not line.startswith("#"):
            text, _, wanted = line.partition(" |")
            yield language, text, wanted.strip()


@pytest.mark.parametrize("case", list(read_reactions()), ids=lambda case: case[1][:60])
def test_a_body_reacts(case: tuple[str, str, str], registry: Registry, read_text: Read) -> None:
    language, text, wanted = case
    made = [one.value for one in state_all(read_text(INTRO[language] + text, language), registry)]
    left = [one for one in made if isinstance(one, ReactionValue)]
    for row in wanted.split("; ") if wanted else ():
        who, _, stances = row.rpartition(" ")
        hit = next((one for one in left if fold(who) in fold(one.who) and one.stance in stances.split("/")), None)
        assert hit is not None, (row, left)
        left.remove(hit)
    assert not (left and wanted), left
