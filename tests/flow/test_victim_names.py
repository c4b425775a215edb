"""Victims and speakers have their names on the reader's screen, and none in the store or in what leaves the house."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import tamani
from tamani.fields import load_vocabulary
from tamani.flow import add_collected
from tamani.mask import allow_names, mask_names
from tamani.records import Item, VictimValue
from tamani.settings import Settings
from tamani.store import open_store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
GIVEN = ("Amadou", "Fatima", "Ernesto", "Rosalba", "Tsegaye", "Mahamat", "Giulia", "Khadija", "Wilfredo", "Aminata")
FAMILY = ("Tambolo", "Quisperro", "Wendimou", "Larranzo", "Ossembe", "Bakindo", "Zerrouchi", "Mindawe", "Palombo")
FRAMES = {
    "en": (
        "Gunmen killed {office} {name} and two farmers in Gao on 3 May 2024.",
        "{name}, the mayor of Gao, was shot dead on 3 May 2024 by unknown men.",
        "Police condemned the murder of {name}, a teacher, in Gao on 3 May 2024.",
    ),
    "fr": (
        "Des hommes armés ont tué {office} {name} et deux bergers à Gao le 3 mai 2024.",
        "{name}, enseignant à Gao, a été assassiné le 3 mai 2024 par des inconnus.",
        "L'assassinat de {name} à Gao le 3 mai 2024 a choqué la ville.",
    ),
}
SPOKEN = {
    "en": (
        "Twelve farmers were killed in Gao on 3 May 2024, {name}, a trader, said.",
        "Gunmen killed twelve farmers in Gao on 3 May 2024, mayor {name} told reporters.",
        "Colonel {name} confirmed the attack in Gao on 3 May 2024. He gave a toll of nine dead.",
        "According to {name}, bandits killed nine people in Gao on 3 May 2024.",
    ),
    "fr": (
        "Douze paysans ont été tués à Gao le 3 mai 2024, a déclaré {name}, commerçant.",
        "Le maire {name} a indiqué que douze paysans ont été tués à Gao le 3 mai 2024.",
        "Selon {name}, des bandits ont tué neuf personnes à Gao le 3 mai 2024.",
        "Des bandits ont tué neuf personnes à Gao le 3 mai 2024, raconte {given}, cultivateur à Gao.",
    ),
}
OFFICE = {"en": "the pastor", "fr": "le pasteur"}


@st.composite
def told(draw: st.DrawFn) -> tuple[str, str, str]:
    """A language, a report in it, and the victim's name; now and then all in capitals."""
    language = draw(st.sampled_from(["en", "fr"]))
    name = f"{draw(st.sampled_from(GIVEN))} {draw(st.sampled_from(FAMILY))}"
    text = draw(st.sampled_from(FRAMES[language])).format(name=name, office=OFFICE[language])
    shout = draw(st.booleans())
    return language, text.upper() if shout else text, name.upper() if shout else name


def make_item(text: str, language: str) -> Item:
    return Item(
        name="case", data=text.encode(), media_type="text/plain", collected=NOW, published=NOW, language=language
    )


@given(told())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_the_screen_has_the_name_and_the_store_has_none(case: tuple[str, str, str]) -> None:
    language, text, name = case
    said = list(tamani.run([{"text": text, "id": "r", "language": language}], now=NOW).claims)
    assert name in msgspec.json.encode(said).decode()
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "names.db") as store:
        add_collected(store, [make_item(text, language)], Settings(), now=NOW)
        kept = [claim for one in store.all_extractions() for mention in one.mentions for claim in mention.claims]
    victims = [claim for claim in kept if isinstance(claim.value, VictimValue)]
    assert victims
    assert name not in msgspec.json.encode([claim.value for claim in kept]).decode()
    assert all(claim.quote == text[claim.span.start : claim.span.end] for claim in victims)


@st.composite
def spoken(draw: st.DrawFn) -> tuple[str, str, str]:
    """A language, a report in it, and the name of who speaks in it."""
    language = draw(st.sampled_from(["en", "fr"]))
    given, family = draw(st.sampled_from(GIVEN)), draw(st.sampled_from(FAMILY))
    frame = draw(st.sampled_from(SPOKEN[language]))
    return language, frame.format(name=f"{given} {family}", given=given), given if "{given}" in frame else family


@given(spoken())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_the_screen_has_who_speaks_and_the_store_his_office(case: tuple[str, str, str]) -> None:
    language, text, name = case
    said = list(tamani.run([{"text": text, "id": "r", "language": language}], now=NOW).claims)
    assert any(name in (claim.said_by or "") for claim in said)
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "names.db") as store:
        add_collected(store, [make_item(text, language)], Settings(), now=NOW)
        extractions = list(store.all_extractions())
    kept = [claim for one in extractions for mention in one.mentions for claim in mention.claims]
    kept += [claim for one in extractions for claim in one.statements]
    assert kept
    assert not any(name in msgspec.json.encode([claim.value, claim.said_by]).decode() for claim in kept)


@given(told())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_a_quote_that_leaves_the_house_has_no_name(case: tuple[str, str, str]) -> None:
    _, text, name = case
    shown = mask_names(text, allow_names(load_vocabulary(), ["Gao"]), "[...]")
    assert name not in shown
    assert not {word for word in name.split() if word in shown}


@pytest.mark.parametrize("text", ["POLICE SAID TWELVE FARMERS DIED IN GAO", "LE MAIRE DE GAO A ETE TUE PAR DES HOMMES"])
def test_capitals_alone_hide_nothing(text: str) -> None:
    assert mask_names(text, allow_names(load_vocabulary(), ["Gao"]), "[...]") == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Gunmen shot the harbour master in Gao on 3 May 2024. Ernesto Quisperro was charged with the murder."),
        ("fr", "Le notaire a été tué à Gao le 3 mai 2024. Ernesto Quisperro a été inculpé de l'assassinat."),
    ],
)
def test_no_store_keeps_who_is_charged(language: str, text: str) -> None:
    said = list(tamani.run([{"text": text, "id": "r", "language": language}], now=NOW).claims)
    assert "Ernesto Quisperro" in msgspec.json.encode(said).decode()
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "names.db") as store:
        add_collected(store, [make_item(text, language)], Settings(), now=NOW)
        kept = [claim for one in store.all_extractions() for mention in one.mentions for claim in mention.claims]
    assert kept
    assert "Quisperro" not in msgspec.json.encode([claim.value for claim in kept]).decode()
