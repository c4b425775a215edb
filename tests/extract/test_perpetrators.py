"""Who is said to have done it, and on what ground."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tamani.extract.document import prepare_sentences
from tamani.extract.parties.actors import Registry
from tamani.extract.parties.perpetrators import FoundPerpetrator, Scene, find_perpetrators
from tamani.extract.saying.attributions import attribute_sentences
from tamani.records import Reading

Read = Callable[[str, str], Reading]


def name_perpetrators(case: Any, registry: Registry, read_text: Read) -> tuple[FoundPerpetrator, ...]:
    sentences = prepare_sentences(read_text(case["text"], case["language"]))
    attributions = attribute_sentences(sentences, case["language"], registry)
    countries = tuple(case.get("countries", ()))
    scene = Scene(case["language"], registry, attributions, countries, date(2024, 5, 1))
    return find_perpetrators(sentences, scene)


def test_the_perpetrator_is_who_the_report_names(perpetrator_case: Any, registry: Registry, read_text: Read) -> None:
    found = name_perpetrators(perpetrator_case, registry, read_text)
    wanted = perpetrator_case["perpetrators"]
    said = [one for one in found if one.stance != "denied"]
    people = [one for one in said if one.value.type == "individual"]
    named = [one for one in said if one.value.type != "individual"]
    # Where somebody is named, `people` says how those who did it are described.
    shown = named or people
    assert sorted((one.value.actor or one.nature or one.value.name, one.value.basis.value) for one in shown) == sorted(
        (one.get("actor") or one.get("name") or one["type"], one["basis"]) for one in wanted
    )
    if "people" in perpetrator_case:
        assert [one.value.name for one in people] == perpetrator_case["people"]
    for want in wanted:
        if "said_by" in want:
            assert want["said_by"] in [one.said_by for one in said]


def test_a_unit_is_named_as_written_and_counted_as_its_organisation(registry: Registry, read_text: Read) -> None:
    case = {"language": "fr", "text": "La katiba Macina a revendiqué l'attaque du camp."}
    found = name_perpetrators(case, registry, read_text)[0]
    assert (found.value.name, found.value.actor, found.value.basis) == ("katiba Macina", "jnim", "claimed")


def test_people_killed_are_no_killers_where_the_agent_stands_far_off(registry: Registry, read_text: Read) -> None:
    text = "Des dizaines de personnes tuées sur une île, limitrophe du Tchad et du Niger par des militants, dit un élu."
    found = name_perpetrators({"language": "fr", "text": text}, registry, read_text)
    assert "personnes" not in [one.value.name for one in found]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "ISWAP insurgents attacked Bama on Monday. A market opened in Jos. The insurgents burned a school.",
        ),
        (
            "en",
            "ISWAP fighters attacked Bama on Monday. A market opened in Jos. The jihadists burned a school on Friday.",
        ),
        (
            "fr",
            "Des insurgés de l'Iswap ont attaqué Bama. Un marché a ouvert. Les insurgés ont brûlé une école.",
        ),
        (
            "fr",
            "Des combattants de l'Iswap ont attaqué Bama. Un marché a ouvert. Les jihadistes ont brûlé une école.",
        ),
    ],
)
def test_the_rebels_of_a_later_event_are_those_named_before(
    language: str, text: str, registry: Registry, read_text: Read
) -> None:
    sentences = prepare_sentences(read_text(text, language))
    attributions = attribute_sentences(sentences, language, registry)
    scene = Scene(language, registry, attributions, ("NG",), date(2024, 5, 1), sentences)
    found = find_perpetrators(sentences[-1:], scene)
    assert "iswap" in [one.value.actor for one in found]


def test_of_two_groups_at_work_before_neither_is_meant(registry: Registry, read_text: Read) -> None:
    text = "ISWAP fighters attacked Bama. JNIM fighters burned Kari. A market opened. The jihadists burned a school."
    sentences = prepare_sentences(read_text(text, "en"))
    scene = Scene("en", registry, attribute_sentences(sentences, "en", registry), ("NG",), date(2024, 5, 1), sentences)
    assert [one.value.actor for one in find_perpetrators(sentences[-1:], scene)] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Suspected JNIM insurgents attacked Kari. A market opened in Jos. The insurgents burned a school.",
        "Suspected JNIM fighters attacked Kari. A market opened in Jos. The jihadists burned a school.",
    ],
)
def test_who_was_only_suspected_before_is_not_stated_later(text: str, registry: Registry, read_text: Read) -> None:
    sentences = prepare_sentences(read_text(text, "en"))
    scene = Scene("en", registry, attribute_sentences(sentences, "en", registry), ("NG",), date(2024, 5, 1), sentences)
    for asked in (sentences, sentences[-1:]):
        found = find_perpetrators(asked, scene)
        assert [one.value.basis.value for one in found if one.value.actor == "jnim"] == ["suspected"]
