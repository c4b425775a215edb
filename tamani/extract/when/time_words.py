"""The words of time, and the value a date found in a sentence has."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Literal, TypeAlias

from msgspec import Struct

from tamani.extract.counts.number_words import LEXICON, NumberLexicon, load_numbers
from tamani.extract.document import Sentence
from tamani.words import Token

Kind: TypeAlias = Literal["absolute", "partial", "relative", "anaphoric", "since", "until", "recurring"]
Granularity: TypeAlias = Literal["day", "range", "week", "month", "season", "year"]


class FoundDate(Struct, frozen=True, gc=False):
    """A date as a sentence gives it.

    absolute: with its year. partial: without, resolved by the day of publication. relative: counted from that day.
    anaphoric: counted from what was told before, in offset_days (None: some days). since, until: one end of a period,
    so not the day of an event. recurring: "every Friday". start and end are None where nothing tells.
    """

    first: int  # token indexes, both included; prepositions and articles are left out
    last: int
    start: date | None
    end: date | None
    kind: Kind
    granularity: Granularity = "day"
    offset_days: int | None = None
    conflict: bool = False  # the weekday and the day of the month can't both be right


class TimeLexicon(Struct, frozen=True):
    """The time words of one language, folded. phrases are found by their first word that says something."""

    language: str
    months: dict[str, int]
    weekdays: dict[str, int]
    units: dict[str, int]
    seasons: dict[str, tuple[int, int]]
    words: dict[str, frozenset[str]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], int, str, tuple[str | int, ...]], ...]]
    numbers: NumberLexicon
    starts: frozenset[str]


class Scene(Struct, frozen=True):
    """A sentence under the eyes of the date readers: its tokens, folded words, lexicon and day of publication."""

    sentence: Sentence
    tokens: Sequence[Token]
    norms: Sequence[str]
    lexicon: TimeLexicon
    anchor: date | None

    def word(self, index: int) -> str:
        """The folded word at an index, or "" outside the sentence."""
        return self.norms[index] if 0 <= index < len(self.norms) else ""

    def is_in(self, index: int, name: str) -> bool:
        """Does the word at an index stand in a list of the lexicon?"""
        return self.word(index) in self.lexicon.words[name]

    def touches(self, index: int) -> bool:
        """Does the token at an index follow the one before without a space?"""
        return 0 < index < len(self.tokens) and self.tokens[index].start == self.tokens[index - 1].end


@cache
def load_times(language: str) -> TimeLexicon:
    """The time words of French, or else of English."""
    code = "fr" if language == "fr" else "en"
    table = tomllib.loads((LEXICON / "dates.toml").read_text(encoding="utf-8"))[code]
    words = {name: frozenset(row) for name, row in table["lists"].items()}
    rows: dict[str, list[tuple[tuple[str, ...], int, str, tuple[str | int, ...]]]] = {}
    for sort in ("days", "feasts", "periods", "anaphoric"):
        for text, value in table[sort].items():
            phrase = tuple(text.split())
            at = next((n for n, word in enumerate(phrase) if word not in words["light"]), 0)
            values = tuple(value) if isinstance(value, list) else (value,)
            rows.setdefault(phrase[at], []).append((phrase, at, sort, values))
    phrases = {word: tuple(sorted(found, key=lambda row: -len(row[0]))) for word, found in rows.items()}
    seasons = {word: (first, last) for word, (first, last) in table["seasons"].items()}
    plurals = {f"{day}s" for day in table["weekdays"] if len(day) > 4}  # "on Fridays", "les vendredis"
    starts = {*table["months"], *table["weekdays"], *plurals, *table["units"], *phrases, *seasons}
    return TimeLexicon(
        language=code,
        months=table["months"],
        weekdays=table["weekdays"],
        units=table["units"],
        seasons=seasons,
        words=words,
        phrases=phrases,
        numbers=load_numbers(code),
        starts=frozenset(starts),
    )


def make_day(year: int, month: int, day: int) -> date | None:
    """A day of the calendar, or None where there is no such day.

    >>> make_day(2023, 2, 29) is None
    True
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_span(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month; months run on over the year's end.

    >>> month_span(2023, 14)
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def count_days(day: date, days: int, size: str) -> tuple[date, date]:
    """The week, month or year so many days from a day, or the day itself.

    >>> count_days(date(2021, 3, 1), 30, "month")
    (datetime.date(2021, 4, 1), datetime.date(2021, 4, 30))
    >>> count_days(date(2021, 6, 4), -7, "week")
    (datetime.date(2021, 5, 24), datetime.date(2021, 5, 30))
    """
    middle = day.replace(day=15) if size == "month" else day.replace(month=7, day=1) if size == "year" else day
    other = middle + timedelta(days=days)
    if size == "week":
        monday = other - timedelta(days=other.weekday())
        return monday, monday + timedelta(days=6)
    if size == "month":
        return month_span(other.year, other.month)
    return (date(other.year, 1, 1), date(other.year, 12, 31)) if size == "year" else (other, other)
