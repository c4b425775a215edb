"""Matching of word patterns ("condemn*", "offer* * support") and wording shared by tables and prose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tamani.extract.actors import read_lexicon
from tamani.words import tokenize

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
    """A phrase of a lexicon as patterns."""
    return tuple(phrase.split())


@cache
def _stances() -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    table = read_lexicon("statements")["stance"]
    return tuple((name, tuple(cut(phrase) for phrase in table[name])) for name in table["order"])


def judge_stance(text: str) -> str:
    """The stance of a reaction from its words; the word that stands first decides.

    >>> judge_stance("Called for a stronger joint response"), judge_stance("A condamné les violences")
    ('calls_for', 'condemns')
    """
    norms = [token.norm for token in tokenize(text)]
    for at in range(len(norms)):
        for name, phrases in _stances():
            if any(fits_at(norms, at, phrase) for phrase in phrases):
                return name
    return "other"


def content_words(text: str) -> frozenset[str]:
    """The words of a text that carry it, cut short so that endings don't matter."""
    return frozenset(
        token.norm[:SHORT] for token in tokenize(text) if token.norm not in _EMPTY and token.norm[0].isalnum()
    )


def says_same(one: str, two: str) -> bool:
    """Do two texts share at least half of the words of the shorter?"""
    first, second = content_words(one), content_words(two)
    return bool(first and second) and 2 * len(first & second) >= min(len(first), len(second))
