"""Numbers as they are written, in digits or in words, with the tokens they stand on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache, partial
from pathlib import Path

from msgspec import Struct

from tamani.words import Memo, Token

LEXICON = Path(__file__).parent.parent / "lexicon"

_GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+")
_DECIMAL = re.compile(r"\d+[.,]\d+")

Phrase = tuple[str, ...]


class NumberLexicon(Struct, frozen=True):
    """The counting words of one language, folded; phrases are found by their first or their last word."""

    language: str
    values: dict[str, int]
    multipliers: dict[str, int]
    collectives: dict[str, int]
    plurals: dict[str, tuple[int, int]]
    words: dict[str, frozenset[str]]  # the plain lists: units, labels, articles, ...
    before: dict[str, tuple[tuple[Phrase, str], ...]]  # by last word: "plus de" -> min
    after: dict[str, tuple[tuple[Phrase, str], ...]]  # by first word: "au maximum" -> max
    openers: dict[str, tuple[tuple[Phrase, str], ...]]  # by first word: vague, zero, couple, half_dozen
    months: frozenset[str]
    weekdays: frozenset[str]
    starts: frozenset[str]  # any word that can begin a quantity
    numerals: frozenset[str]  # any word that a number can be made of


@cache
def load_numbers(language: str) -> NumberLexicon:
    """The counting words of French, or else of English."""
    code = "fr" if language == "fr" else "en"
    rows = tomllib.loads((LEXICON / "numbers.toml").read_text(encoding="utf-8"))
    table = rows["both"] | rows[code]
    dates = tomllib.loads((LEXICON / "dates.toml").read_text(encoding="utf-8"))[code]
    lists = {name: row for name, row in table.items() if isinstance(row, list)}
    opening = {"no_zero": "none", "vague": "vague", "zero": "zero", "couple": "couple", "half_dozen": "half_dozen"}
    openers = _phrases(lists, opening, 0)
    small = {key for name in ("values", "collectives", "plurals") for key in table[name]}
    return NumberLexicon(
        language=code,
        values=table["values"],
        multipliers=table["multipliers"],
        collectives=table["collectives"],
        plurals={word: (low, high) for word, (low, high) in table["plurals"].items()},
        words={name: frozenset(row) for name, row in lists.items()},
        before=_phrases(lists, {"min": "min", "max": "max", "about": "about", "age": "age"}, -1),
        after=_phrases(lists, {"min_after": "min", "max_after": "max", "about_after": "about"}, 0),
        openers=openers,
        months=frozenset(dates["months"]),
        weekdays=frozenset(dates["weekdays"]),
        starts=frozenset(small | {"mille", "mil", "cent", "some"} | set(openers) | set(lists["articles"])),
        numerals=frozenset({*table["values"], *table["multipliers"], *lists["hundred"], *lists["articles"]}),
    )


def _may_open(language: str, norm: str) -> bool:
    starts = load_numbers(language).starts
    return norm in starts or norm[0].isdigit() or ("-" in norm and norm.split("-")[0] in starts)


# Can a quantity begin with this word, or with its first part: "twenty-five"?
OPENS = {language: Memo(partial(_may_open, language)) for language in ("en", "fr")}


def _phrases(
    lists: dict[str, list[str]], bounds: dict[str, str], end: int
) -> dict[str, tuple[tuple[Phrase, str], ...]]:
    """Phrases by their first (0) or last (-1) word, the longest first; "pres de" also as "pres d'"."""
    rows: dict[str, list[tuple[Phrase, str]]] = {}
    for name, bound in bounds.items():
        for text in lists[name]:
            words = tuple(text.split())
            # "pres des", but "ce ne sont pas des": there "des" begins the noun.
            ends = ("de", "d'", "des") if end == -1 else ("de", "d'")
            forms = [(*words[:-1], last) for last in ends] if words[-1] == "de" else [words]
            for form in forms:
                rows.setdefault(form[end], []).append((form, bound))
    return {word: tuple(sorted(found, key=lambda row: -len(row[0]))) for word, found in rows.items()}


class Number(Struct, frozen=True, gc=False):
    """A plain number and the tokens it is written on. lead: 3 in "three hundred", the digits without multiplier."""

    value: int
    first: int
    last: int
    lead: int = 0


def read_number(tokens: Sequence[Token], at: int, lexicon: NumberLexicon, *, joined: bool = True) -> Number | None:
    """The number that starts at a token, or None. joined: "hundred and two" is one number.

    >>> from tamani.words import tokenize
    >>> read_number(tokenize("quatre-vingt-dix-sept soldats"), 0, load_numbers("fr")).value
    97
    """
    norm = tokens[at].norm
    if tokens[at].text[0].isdigit():
        return _read_digits(tokens, at, lexicon)
    if norm not in lexicon.numerals and "-" not in norm:
        return None
    return _read_words(tokens, at, lexicon, joined)


@lru_cache(maxsize=20_000)
def read_figure(text: str) -> int | float | None:
    """The value of digits as written; a decimal stays one, anything else is None.

    >>> read_figure("1 500"), read_figure("2,5"), read_figure("10h30")
    (1500, 2.5, None)
    """
    if text.isdecimal():
        # "08 soldats": communiqués write small counts with two digits; "007" and "00" count nothing.
        padded = len(text) > 1 and text[0] == "0"
        return None if padded and (len(text) > 2 or text == "00") else int(text)
    if _GROUPED.fullmatch(text):
        return int(re.sub(r"\D", "", text)) if text[0] != "0" else None
    return float(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None


def _read_digits(tokens: Sequence[Token], at: int, lexicon: NumberLexicon) -> Number | None:
    value = read_figure(tokens[at].text)
    if value is None:
        return None
    if at + 1 < len(tokens):
        factor = lexicon.multipliers.get(tokens[at + 1].norm)
        if factor is not None and value < 1_000_000:
            return Number(round(value * factor), at, at + 1, int(value))
    return Number(value, at, at, value) if isinstance(value, int) else None


def _read_words(tokens: Sequence[Token], at: int, lexicon: NumberLexicon, joined: bool) -> Number | None:
    state: tuple[int, int] | None = (0, 0)
    if tokens[at].norm in lexicon.words["articles"] and lexicon.language == "en":
        # "a hundred", "a thousand": the article is the one.
        following = tokens[at + 1].norm.split("-")[0] if at + 1 < len(tokens) else ""
        if following not in lexicon.words["hundred"] and following not in lexicon.multipliers:
            return None
        state, index = (0, 1), at + 1
    else:
        index = at
    last, lead = -1, 0
    while index < len(tokens) and state is not None:
        step = _take_token(tokens, index, state, lexicon)
        if step is None and last >= 0 and joined:
            index, step = _take_joined(tokens, index, state, lexicon)
        if step is None or (step == state and last >= 0):
            break
        state, last = step, index
        lead = lead or step[0] + step[1]
        index += 1
    return Number(state[0] + state[1], at, last, lead) if last >= 0 and state is not None else None


def _take_token(
    tokens: Sequence[Token], index: int, state: tuple[int, int], lexicon: NumberLexicon
) -> tuple[int, int] | None:
    """The state after a whole token; "three-day" is no number although it begins as one."""
    after: tuple[int, int] | None = state
    parts = tokens[index].norm.split("-")
    for number, part in enumerate(parts):
        if part in lexicon.words["and"] and 0 < number < len(parts) - 1:
            continue
        after = _compose(after, part, lexicon) if after is not None else None
    return after


def _take_joined(
    tokens: Sequence[Token], index: int, state: tuple[int, int], lexicon: NumberLexicon
) -> tuple[int, tuple[int, int] | None]:
    """Over an "and": "vingt et un", "two hundred and six"; not "one hundred and two others"."""
    if tokens[index].norm not in lexicon.words["and"] or index + 1 >= len(tokens):
        return index, None
    rest = (state[1] or state[0]) % 100
    first = tokens[index + 1].norm
    if lexicon.language == "fr":
        fits = rest in (20, 30, 40, 50, 60, 70, 80) and first in ("un", "une", "onze")
    else:
        fits = rest == 0 and 0 < lexicon.values.get(first.split("-")[0], 0) < 100
    step = _take_token(tokens, index + 1, state, lexicon) if fits else None
    if index + 2 < len(tokens) and tokens[index + 2].norm in lexicon.words["apart"]:
        return index, None
    return index + 1, step


def _compose(state: tuple[int, int], word: str, lexicon: NumberLexicon) -> tuple[int, int] | None:
    """The number so far (thousands, rest) with one more word; None where the word does not fit."""
    total, current = state
    value = lexicon.values.get(word)
    if value is not None:
        added = _add_small(current, value, lexicon.language == "fr")
        return None if added is None or (value == 0 and total) else (total, added)
    if word in lexicon.words["hundred"]:
        if current == 0 and lexicon.language == "fr":
            return (total, 100)
        return (total, current * 100) if 0 < current < 100 and current % 10 else None
    factor = lexicon.multipliers.get(word)
    if factor is None or total % (factor * 1000):
        return None
    count = current or (1 if factor == 1000 and lexicon.language == "fr" and not total % 1_000_000 else 0)
    return (total + count * factor, 0) if count else None


def _add_small(current: int, value: int, french: bool) -> int | None:
    rest = current % 100
    if rest == 0 and (value or not current):
        return current + value
    if french and rest == 4 and value == 20:  # quatre-vingts
        return current + 76
    if 0 < value < 10 and rest % 10 == 0 and (rest >= 20 or (french and value >= 7)):
        return current + value
    if french and rest in (60, 80) and 10 <= value <= 19:  # soixante-douze
        return current + value
    return None
