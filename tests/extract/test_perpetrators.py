"""Who is said to have done it, and on what ground."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

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
