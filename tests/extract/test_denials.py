"""A denial stays a claim of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tamani.extract import extract_reading
from tamani.extract.document import prepare_sentences
from tamani.extract.parties.actors import Registry
from tamani.extract.parties.perpetrators import Scene
from tamani.extract.saying.attributions import attribute_sentences
from tamani.extract.saying.denials import find_denials
from tamani.fields import load_vocabulary
from tamani.records import Reading, Stance

Read = Callable[[str, str], Reading]

DENIALS = [
    ("en", "The men killed at the well were not jihadists, relatives said.", "jihadists", "relatives"),
    ("en", "They were herders, not terrorists, a lawmaker said.", "terrorists", "a lawmaker"),
    ("fr", "Les victimes n'étaient pas des terroristes, assure le maire.", "terroristes", "le maire"),
]


@pytest.mark.parametrize("case", DENIALS, ids=lambda case: str(case[1]))
def test_the_victims_are_said_not_to_have_been_fighters(
    case: tuple[str, str, str, str], registry: Registry, read_text: Read
) -> None:
    language, text, group, said_by = case
    sentences = prepare_sentences(read_text(text, language))
    scene = Scene(language, registry, attribute_sentences(sentences, language, registry))
    (found,) = find_denials(sentences, scene)
    assert (found.value.description, found.said_by) == (group, said_by)


@pytest.mark.parametrize("text", ["The army did not comment.", "It is not known how many soldiers died."])
def test_silence_is_no_denial(text: str, registry: Registry, read_text: Read) -> None:
    sentences = prepare_sentences(read_text(text, "en"))
    assert find_denials(sentences, Scene("en", registry)) == ()


def test_a_denied_loss_is_no_loss(read_text: Read) -> None:
    text = "Des hommes armés ont tué six soldats lundi à Djibo. L'armée dément que des véhicules aient été incendiés."
    reading = read_text(text, "fr")
    found = extract_reading(reading, (), load_vocabulary())
    damage = [claim for mention in found.mentions for claim in mention.claims if claim.field == "damage"]
    assert all(claim.stance == "denied" for claim in damage)


def test_what_a_relative_tells_is_not_denied_by_the_clause_before_it(read_text: Callable[[str, str], Reading]) -> None:
    text = "Gunmen attacked Kaya on Monday. The army did not mention another attack, which, according to security "
    text += "sources, left twenty dead."
    found = extract_reading(read_text(text, "en"), (), load_vocabulary())
    claims = [claim for mention in found.mentions for claim in mention.of("killed")]
    assert [(claim.stance, claim.said_by) for claim in claims] == [(Stance.ASSERTED, "security sources")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Raiders stormed Gajiram on Sunday, killing five people. The commissioner confirmed the incident but "
         "did not give details."),
        ("fr", "Des hommes armés ont attaqué Gajiram dimanche, tuant cinq personnes. Le préfet a confirmé l'attaque "
         "mais n'a pas donné de détails."),
    ],
)  # fmt: skip
def test_who_confirms_an_attack_and_gives_no_details_denies_nothing(
    language: str, text: str, read_text: Callable[[str, str], Reading]
) -> None:
    found = extract_reading(read_text(text, language), (), load_vocabulary())
    assert {claim.stance for mention in found.mentions for claim in mention.claims} == {Stance.ASSERTED}
