"""What an event tells twice is claimed once, and what the next sentences say was broken belongs to it."""

from __future__ import annotations

import pytest
from test_roles import CASES, make_sentence, read_cases

from tamani.extract.details.role_words import FoundRole
from tamani.extract.details.small_roles import find_aftermath, find_roles, merge_roles
from tamani.extract.explain import load_rules


def list_names(texts: list[str], language: str, field: str) -> list[str]:
    """The names of one field over several sentences of one event, merged."""
    roles: list[FoundRole] = [role for text in texts for role in find_roles(make_sentence(text, language), language)]
    return [getattr(role.value, "name", "") for role in merge_roles(roles) if role.field == field]


@pytest.mark.parametrize(
    ("texts", "language", "field", "expected"),
    [
        (
            ["A bomb went off outside the offices of the port authority.", "The blast damaged the building."],
            "en",
            "target",
            ["offices of the port authority"],
        ),
        (
            ["A car bomb exploded.", "The bomb was heard miles away and killed two people."],
            "en",
            "weapon",
            ["car bomb"],
        ),
        (["A bomb exploded in a bar.", "The device had been planted under a table."], "en", "weapon", ["bomb"]),
        (["The gunmen burned a school.", "They burned two schools."], "en", "target", ["school"]),
        (
            ["Une voiture piégée a explosé devant la mairie.", "L'engin a explosé à l'aube."],
            "fr",
            "weapon",
            ["voiture piégée"],
        ),
    ],
)
def test_a_thing_named_twice_is_one(texts: list[str], language: str, field: str, expected: list[str]) -> None:
    assert list_names(texts, language, field) == expected


def test_every_role_names_a_rule_that_is_explained() -> None:
    known = load_rules()
    for language, text, _ in read_cases(CASES):
        for role in find_roles(make_sentence(text, language), language):
            assert role.rule in known, text


def test_a_sentence_may_only_say_what_was_broken() -> None:
    broken = find_aftermath(make_sentence("Two shops and a bus were badly damaged.", "en"), "en")
    assert [role.field for role in broken] == ["target", "target", "damage", "damage"]
    assert not find_aftermath(make_sentence("Farmers said that their cattle were stolen.", "en"), "en")
    assert not find_aftermath(make_sentence("La mairie ouvrira lundi.", "fr"), "fr")
