"""Matching of word patterns ("condemn*", "offer* * support") and wording shared by tables and prose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TypeAlias

from tamani.extract.lexicon import read_lexicon
from tamani.words import Memo, tokenize

_EMPTY = frozenset(read_lexicon("statements")["empty"]["words"])
SHORT = 6  # letters: "nation" and "nations", "condamné" and "condamner" are one word


def matches(norm: str, pattern: str) -> bool:
    """Does a folded word fit a pattern? "*" alone is any word, "stem*" any ending."""
    if pattern.endswith("*"):
        return norm.startswith(pattern[:-1])
    return norm == pattern


def fits_at(norms: Sequence[str], at: int, phrase: Sequence[str]) -> int:
    """How many tokens a phrase takes at a place, 0 for none; "*" stands for one to five words."""
    here = at
    for number, pattern in enumerate(phrase):
        if pattern == "*":
            rest = phrase[number + 1 :]
            for skipped in range(1, 6):
                size = fits_at(norms, here + skipped, rest) if rest else 1
                if size or not rest:
                    return here + skipped + size - at
            return 0
        if here >= len(norms) or not matches(norms[here], pattern):
            return 0
        here += 1
    return here - at


def cut(phrase: str) -> tuple[str, ...]:
    """A phrase of a lexicon as patterns, elided words apart as in a text."""
    return tuple(phrase.replace("'", "' ").split())


Rows: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
KEY = 3  # letters by which patterns are looked up


class Index:
    """Named phrases by their first word. Asked for every word of every report: what it found for a word it keeps."""

    def __init__(self, by_letters: dict[str, Rows]) -> None:
        self._by_letters = by_letters
        self._kept = Memo(self._find_rows)

    def _find_rows(self, norm: str) -> Rows:
        return tuple(row for row in self._by_letters.get(norm[:KEY], ()) if matches(norm, row[1][0]))

    def find_starts(self, norms: Sequence[str]) -> list[tuple[int, Rows]]:
        """The places at which some phrase may begin, each with the phrases whose first word fits."""
        return [(at, rows) for at, rows in enumerate(map(self._kept.__getitem__, norms)) if rows]


def index_phrases(rows: Iterable[tuple[str, Iterable[str]]]) -> Index:
    """Phrases by the first letters of their first word, each with its name, in order."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name, phrases in rows:
        for phrase in phrases:
            patterns = cut(phrase)
            found.setdefault(patterns[0].rstrip("*")[:KEY], []).append((name, patterns))
    return Index({key: tuple(named) for key, named in found.items()})


def find_names(index: Index, norms: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The places at which a phrase stands, from left to right, each with the name of the first that fits."""
    for at, rows in index.find_starts(norms):
        name = next((name for name, phrase in rows if fits_at(norms, at, phrase)), None)
        if name is not None:
            yield at, name


@cache
def _stances() -> Index:
    table = read_lexicon("statements")["stance"]
    return index_phrases((name, table[name]) for name in table["order"])


def judge_stance(text: str) -> str:
    """The stance of a reaction from its words; the word that stands first decides.

    >>> judge_stance("Called for a stronger joint response"), judge_stance("A condamné les violences")
    ('calls_for', 'condemns')
    """
    norms = [token.norm for token in tokenize(text)]
    return next((name for _, name in find_names(_stances(), norms)), "other")


def content_words(text: str) -> frozenset[str]:
    """The words of a text that carry it, cut short so that endings don't matter."""
    return frozenset(
        token.norm[:SHORT] for token in tokenize(text) if token.norm not in _EMPTY and token.norm[0].isalnum()
    )


def says_same(one: str, two: str) -> bool:
    """Do two texts share at least half of the words of the shorter?"""
    first, second = content_words(one), content_words(two)
    return bool(first and second) and 2 * len(first & second) >= min(len(first), len(second))
