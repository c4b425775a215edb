"""How many, as sentences of reports put it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from tamani.extract.counts.numbers import Quantity, find_quantities
from tamani.extract.document import Sentence, prepare_sentences
from tamani.records import Reading, ReportId, Span, Version

CASES = Path(__file__).parent / "cases" / "numbers.txt"
FR_SMALL = [
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize"),
    *("quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
]
FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
EN_SMALL = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
EN_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def make_sentence(text: str, language: str) -> Sentence:
    """A text as one sentence."""
    span = Span(0, len(text))
    reading = Reading(report=ReportId("r"), version=Version("v"), text=text, language=language, sentences=(span,))
    return prepare_sentences(reading)[0]


def read_cases(path: Path) -> list[tuple[str, str, str]]:
    """The rows of a case file: language, sentence, what is expected."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    rows = [line.split("|") for line in lines]
    return [(language.strip(), text.strip(), expected.strip()) for language, text, expected in rows]


def show_quantity(sentence: Sentence, found: Quantity) -> str:
    """A quantity as the case file writes it."""
    words = sentence.words(found.first, found.last)
    if found.zero or found.vague:
        return f"{words} = {'z' if found.zero else 'v'}"
    low, high = ("-" if bound is None else str(bound) for bound in (found.low, found.high))
    return f"{words} = {low}..{high}"


@pytest.mark.parametrize(("language", "text", "expected"), read_cases(CASES))
def test_a_count_is_read_with_its_bounds_and_nothing_else_counts(language: str, text: str, expected: str) -> None:
    sentence = make_sentence(text, language)
    assert "; ".join(show_quantity(sentence, one) for one in find_quantities(sentence, language)) == expected


def test_the_articles_count_when_the_reader_asks_for_them() -> None:
    sentence = make_sentence("Un soldat et une femme ont été blessés, l'un grièvement.", "fr")
    found = find_quantities(sentence, "fr", articles=True)
    assert [(sentence.words(one.first, one.last), one.low, one.article) for one in found] == [
        ("Un", 1, True),
        ("une", 1, True),
    ]


def test_the_two_soldiers_are_marked_as_spoken_of_before() -> None:
    sentence = make_sentence("The two soldiers and three guards were freed.", "en")
    assert [one.definite for one in find_quantities(sentence, "en")] == [True, False]


def test_the_qualifier_is_kept_as_it_was_written() -> None:
    sentence = make_sentence("Près d'une centaine de morts, 12 blessés au moins.", "fr")
    assert [one.qualifier for one in find_quantities(sentence, "fr")] == ["Près d'", "au moins"]


def spell_french(number: int) -> str:
    """A number in French words, the traditional way."""
    if number >= 1_000_000:
        rest = number % 1_000_000
        head = f"{spell_french(number // 1_000_000)} million{'s' if number >= 2_000_000 else ''}"
        return f"{head} {spell_french(rest)}" if rest else head
    if number >= 1000:
        count, rest = divmod(number, 1000)
        head = "mille" if count == 1 else f"{spell_french(count).replace('cents', 'cent')} mille"
        return f"{head} {spell_french(rest)}" if rest else head
    if number >= 100:
        count, rest = divmod(number, 100)
        head = "cent" if count == 1 else f"{FR_SMALL[count]} cent{'' if rest else 's'}"
        return f"{head} {spell_french(rest)}" if rest else head
    return spell_french_small(number)


def spell_french_small(number: int) -> str:
    """A number below a hundred in French words."""
    if number < 20:
        return FR_SMALL[number]
    if number >= 80:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{FR_SMALL[number - 80]}"
    tens = 60 if number >= 60 else number // 10 * 10
    rest = number - tens
    if rest == 0:
        return FR_TENS[tens]
    return f"{FR_TENS[tens]} et {FR_SMALL[rest]}" if rest in (1, 11) else f"{FR_TENS[tens]}-{FR_SMALL[rest]}"


def spell_english(number: int) -> str:
    """A number in English words, with "and"."""
    for size, name in ((1_000_000, "million"), (1000, "thousand")):
        if number >= size:
            head, rest = f"{spell_english(number // size)} {name}", number % size
            joint = " and " if 0 < rest < 100 else " "
            return f"{head}{joint}{spell_english(rest)}" if rest else head
    if number >= 100:
        head, rest = f"{EN_SMALL[number // 100]} hundred", number % 100
        return f"{head} and {spell_english(rest)}" if rest else head
    if number < 20:
        return EN_SMALL[number]
    tens, rest = divmod(number, 10)
    return f"{EN_TENS[tens]}-{EN_SMALL[rest]}" if rest else EN_TENS[tens]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.integers(2, 3000), st.integers(2, 999_999_999)))
def test_any_number_in_words_reads_back(number: int) -> None:
    for language, words in (("fr", spell_french(number)), ("en", spell_english(number))):
        noun = "soldats morts" if language == "fr" else "soldiers dead"
        found = find_quantities(make_sentence(f"{words} {noun}", language), language)
        assert [(one.low, one.high) for one in found] == [(number, number)], words


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 9_999_999))
def test_any_number_in_digits_reads_back(number: int) -> None:
    for language, mark in (("fr", " "), ("fr", "\u202f"), ("fr", "."), ("en", ",")):
        noun = "soldats morts" if language == "fr" else "soldiers dead"
        sentence = make_sentence(f"({number:,} {noun})".replace(",", mark), language)
        found = find_quantities(sentence, language)
        assert [(one.low, one.high, one.zero) for one in found] == [(number, number, number == 0)]
