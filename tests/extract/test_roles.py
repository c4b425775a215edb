"""What was attacked, who was hurt, with what and how, as sentences of reports put it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from tamani.extract.counts.numbers import find_quantities
from tamani.extract.details.role_words import FoundRole
from tamani.extract.details.small_roles import find_roles
from tamani.extract.details.victims import find_victims
from tamani.extract.document import Sentence, prepare_sentences
from tamani.extract.when.dates import find_dates
from tamani.records import DamageValue, Reading, ReportId, Span, TargetValue, Version, VictimValue, WeaponValue

CASES = Path(__file__).parent / "cases" / "roles.txt"


def make_sentence(text: str, language: str) -> Sentence:
    """A text as one sentence."""
    span = Span(0, len(text))
    reading = Reading(report=ReportId("r"), version=Version("v"), text=text, language=language, sentences=(span,))
    return prepare_sentences(reading)[0]


def read_cases(path: Path) -> list[list[str]]:
    """The rows of a case file: language, sentence, what is expected."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def show_role(role: FoundRole) -> str:
    """A role as the case file writes it."""
    value = role.value
    if isinstance(value, TargetValue | WeaponValue):
        return f"{role.field} {value.name} ({value.type})"
    if isinstance(value, DamageValue):
        return f"{role.field} {value.name} ({value.effect})"
    if isinstance(value, VictimValue):
        said = ": ".join(one for one in (value.name, value.description) if one)
        return f"{role.field} {said} ({value.type}, {'-' if value.count is None else value.count})"
    return f"{role.field} {value}"


@pytest.mark.parametrize(("language", "text", "expected"), read_cases(CASES))
def test_a_sentence_says_what_was_hit_and_how(language: str, text: str, expected: str) -> None:
    sentence = make_sentence(text, language)
    assert "; ".join(show_role(role) for role in find_roles(sentence, language)) == expected


def test_every_role_quotes_the_words_it_stands_on() -> None:
    for language, text, _ in read_cases(CASES):
        sentence = make_sentence(text, language)
        for role in find_roles(sentence, language):
            words = sentence.words(role.first, role.last)
            name = getattr(role.value, "name", words) or getattr(role.value, "description", words)
            assert name == words and words in text


def test_a_victim_has_a_name_and_what_the_report_calls_them() -> None:
    sentence = make_sentence("Le maire Adama Keïta et le journaliste Paul Koné ont été assassinés.", "fr")
    found = [role.value for role in find_victims(sentence, "fr")]
    assert [(getattr(one, "name", ""), getattr(one, "description", "")) for one in found] == [
        ("Adama Keïta", "maire"), ("Paul Koné", "journaliste"),
    ]  # fmt: skip


WORDS = " ".join(text for _, text, _ in read_cases(CASES)).split()
JUMBLE = [*WORDS, "2015", "31", "-", "24/08/2024", "5.5", "05", "mai"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(JUMBLE), min_size=1, max_size=14), st.sampled_from(["fr", "en"]))
def test_any_jumble_of_words_is_read_without_leaving_the_sentence(words: list[str], language: str) -> None:
    sentence = make_sentence(" ".join(words), language)
    spans = [
        *((one.first, one.last) for one in find_quantities(sentence, language, articles=True)),
        *((one.first, one.last) for one in find_dates(sentence, date(2024, 2, 29), language)),
        *((one.first, one.last) for one in find_roles(sentence, language)),
    ]
    assert all(0 <= first <= last < len(sentence.tokens) for first, last in spans)
