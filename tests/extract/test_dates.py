"""When it happened, as sentences of reports put it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from tamani.extract.document import Sentence, prepare_sentences
from tamani.extract.when.dates import FoundDate, find_dates
from tamani.records import Reading, ReportId, Span, Version

CASES = Path(__file__).parent / "cases" / "dates.txt"
FR_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
EN_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
FR_MONTHS = [
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
]
EN_MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]


def make_sentence(text: str, language: str) -> Sentence:
    """A text as one sentence."""
    span = Span(0, len(text))
    reading = Reading(report=ReportId("r"), version=Version("v"), text=text, language=language, sentences=(span,))
    return prepare_sentences(reading)[0]


def read_cases(path: Path) -> list[list[str]]:
    """The rows of a case file: language, day of publication, sentence, what is expected."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def show_date(sentence: Sentence, found: FoundDate) -> str:
    """A date as the case file writes it."""
    days = "?" if found.start is None else str(found.start)
    if found.end is not None and found.end != found.start:
        days += f"..{found.end}"
    offset = "" if found.offset_days is None else f" {found.offset_days}"
    return f"{sentence.words(found.first, found.last)} = {days} {found.kind}{offset}{' !' if found.conflict else ''}"


@pytest.mark.parametrize(("language", "published", "text", "expected"), read_cases(CASES))
def test_a_date_is_found_and_resolved_by_the_day_of_publication(
    language: str, published: str, text: str, expected: str
) -> None:
    sentence = make_sentence(text, language)
    anchor = None if published == "-" else date.fromisoformat(published)
    assert "; ".join(show_date(sentence, one) for one in find_dates(sentence, anchor, language)) == expected


def write_styles(day: date) -> list[tuple[str, str]]:
    """A day in the styles in which reports write it, with its year."""
    fr_day, fr_month = FR_DAYS[day.weekday()], FR_MONTHS[day.month - 1]
    en_day, en_month = EN_DAYS[day.weekday()], EN_MONTHS[day.month - 1]
    first = "1er" if day.day == 1 else str(day.day)
    return [
        ("fr", f"{first} {fr_month} {day.year}"),
        ("fr", f"{fr_day} {first} {fr_month} {day.year}"),
        ("fr", f"{day.day:02}/{day.month:02}/{day.year}"),
        ("fr", day.isoformat()),
        ("en", f"{day.day} {en_month} {day.year}"),
        ("en", f"{en_month} {day.day}, {day.year}"),
        ("en", f"{en_day}, {en_month} {day.day}, {day.year}"),
        ("en", f"{en_day} {day.day} {en_month} {day.year}"),
        ("en", f"{day.day} {en_month[:3].upper()} {day.year}"),
        ("en", day.isoformat()),
    ]


@settings(max_examples=200, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_any_day_reads_back_from_every_style(day: date) -> None:
    for language, words in write_styles(day):
        text = f"Le {words}, le camp a été visé." if language == "fr" else f"On {words} the camp was hit."
        sentence = make_sentence(text, language)
        found = find_dates(sentence, date(2050, 1, 1), language)
        assert [(one.start, one.end, one.conflict) for one in found] == [(day, day, False)], words
        assert sentence.words(found[0].first, found[0].last) == words


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2049, 12, 31)), st.integers(0, 300))
def test_a_day_without_its_year_is_the_last_one_before_publication(day: date, later: int) -> None:
    published = date.fromordinal(day.toordinal() + later)
    words = f"{FR_DAYS[day.weekday()]} {day.day} {FR_MONTHS[day.month - 1]}"
    found = find_dates(make_sentence(f"Le {words}, le camp a été visé.", "fr"), published, "fr")
    assert [(one.start, one.kind) for one in found] == [(day, "partial")]


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2049, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_the_last_one_up_to_publication(published: date, back: int) -> None:
    day = date.fromordinal(published.toordinal() - back)
    for language, text in (
        ("fr", f"Des tirs ont retenti {FR_DAYS[day.weekday()]}."),
        ("en", f"Shots rang out on {EN_DAYS[day.weekday()]}."),
    ):
        assert [one.start for one in find_dates(make_sentence(text, language), published, language)] == [day]
