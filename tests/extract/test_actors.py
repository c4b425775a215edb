"""Names and descriptions of actors, and the vocabulary they come from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tamani.extract.document import prepare_sentences
from tamani.extract.parties.actors import Registry, find_actors, resolve_network
from tamani.fields import load_vocabulary
from tamani.records import Reading
from tamani.words import fold

Read = Callable[[str, str], Reading]


def test_the_names_of_a_sentence_are_found_in_order(actor_case: Any, registry: Registry, read_text: Read) -> None:
    sentences = prepare_sentences(read_text(actor_case["text"], actor_case["language"]))
    found = [found.id for one in sentences for found in find_actors(one, registry, actor_case["language"]) if found.id]
    assert found == actor_case["actors"]


def test_gunmen_are_an_actor_without_a_name(registry: Registry, read_text: Read) -> None:
    (sentence,) = prepare_sentences(read_text("Des hommes armés non identifiés ont tiré.", "fr"))
    (found,) = find_actors(sentence, registry, "fr")
    assert (found.id, found.type, sentence.words(found.first, found.last)) == (
        None, "unknown", "Des hommes armés non identifiés",
    )  # fmt: skip


def test_an_affiliate_is_named_only_where_there_is_one(registry: Registry) -> None:
    assert resolve_network("al_qaeda", ("ML",), registry) == "jnim"
    assert resolve_network("al_qaeda", ("ML",), registry, date(2016, 1, 15)) is None
    assert resolve_network("al_qaeda", (), registry) is None


def test_units_count_as_their_organisation() -> None:
    vocabulary = load_vocabulary()
    assert {vocabulary.counted_as(unit) for unit in ("katiba_macina", "ansaroul_islam", "ansar_dine")} == {"jnim"}
    assert vocabulary.actors["jnim"].parent == "al_qaeda"


def test_the_vocabulary_is_wide_enough() -> None:
    vocabulary = load_vocabulary()
    armed = {"jihadist", "separatist", "rebel", "militia", "self_defence", "criminal", "pmc"}
    groups = [actor for actor in vocabulary.actors.values() if actor.type in armed]
    assert len(groups) >= 60
    assert len(vocabulary.actors) - len(groups) >= 60
    assert len(vocabulary.sources) >= 60


def test_no_alias_names_two_actors() -> None:
    vocabulary = load_vocabulary()
    owner: dict[str, str] = {}
    for entry in vocabulary.actors.values():
        aliases = (entry.en, entry.fr, *entry.aliases.any, *entry.aliases.en, *entry.aliases.fr)
        for alias in {fold(alias) for alias in aliases}:
            assert owner.setdefault(alias, entry.id) == entry.id, alias


def test_a_reliability_better_than_unknown_has_a_reason() -> None:
    assert all(source.note for source in load_vocabulary().sources.values() if source.reliability != "F")
