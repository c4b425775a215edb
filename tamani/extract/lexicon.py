"""Word lists of the room, read once: words and short phrases in both languages, folded, with what they stand for.

A phrase is found by its first word, in the form as written or in its dictionary form; the longest one wins.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.own_words import extend_lexicon
from tamani.words import tokenize

FOLDER = Path(__file__).parent / "lexicon"
Words: TypeAlias = tuple[str, ...]
T = TypeVar("T")

FINITE = ("e", "ent", "ait", "aient", "a", "erent", "era", "eront", "erait", "eraient", "er", "ant")
PARTICIPLES = ("e", "ee", "es", "ees")


@cache
def read_lexicon(name: str) -> dict[str, Any]:
    """One lexicon file."""
    return extend_lexicon(name, tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def read_words(name: str) -> frozenset[str]:
    """One list of lexicon/grammar.toml."""
    return frozenset(read_lexicon("grammar")[name])


_IRREGULAR = read_words("irregular_participles")


class Phrases(Struct, Generic[T], frozen=True):
    """Phrases by first word, the longest first."""

    by_first: dict[str, tuple[tuple[Words, T], ...]]

    def starts(self, sentence: Sentence) -> Sequence[int]:
        """The tokens at which a phrase may begin, in order; most sentences have none."""
        words = self.by_first.keys() & sentence.where.keys()
        if not words:
            return ()
        if len(words) == 1:
            return sentence.where[words.pop()]
        return sorted({at for word in words for at in sentence.where[word]})

    def match(self, sentence: Sentence, at: int) -> tuple[int, T] | None:
        """The longest phrase that begins at a token: how many tokens, and what it stands for."""
        norm, lemma = sentence.tokens[at].norm, sentence.lemmas[at]
        best = self._match_rows(self.by_first.get(norm), sentence, at, 0)
        if lemma != norm and lemma in self.by_first:
            longer = self._match_rows(self.by_first[lemma], sentence, at, best[0] if best else 0)
            return longer or best
        return best

    def _match_rows(
        self, rows: tuple[tuple[Words, T], ...] | None, sentence: Sentence, at: int, least: int
    ) -> tuple[int, T] | None:
        """The first of some rows that stands at a token and is longer than what is known; they come longest first."""
        if rows is None:
            return None
        tokens, lemmas = sentence.tokens, sentence.lemmas
        room = len(tokens) - at
        for words, value in rows:
            size = len(words)
            if size <= least:
                return None
            if size > room:
                continue
            for step in range(1, size):
                word = words[step]
                if word != tokens[at + step].norm and word != lemmas[at + step]:
                    break
            else:
                return size, value
        return None


def make_phrases(pairs: Iterable[tuple[str, T]]) -> Phrases[T]:
    """Phrases from (words, meaning) pairs; where the same words come twice, the first meaning stays."""
    found: dict[str, dict[Words, T]] = {}
    for phrase, value in pairs:
        words = tuple(token.norm for token in tokenize(phrase))
        found.setdefault(words[0], {}).setdefault(words, value)
    return Phrases(
        {first: tuple(sorted(rows.items(), key=lambda row: -len(row[0]))) for first, rows in sorted(found.items())}
    )


def conjugate(verb: str) -> Iterator[tuple[str, bool]]:
    """The folded forms of a French -er verb or verbal phrase, each with whether it is a past participle.

    >>> sorted(form for form, participle in conjugate("piller") if participle)
    ['pille', 'pillee', 'pillees', 'pilles']
    """
    first, _, rest = verb.partition(" ")
    rest = f" {rest}" if rest else ""
    if not first.endswith("er"):
        yield verb, False
        return
    stem = first[:-2]
    for ending in FINITE:
        soft = "e" if stem.endswith("g") and ending[0] == "a" else ""
        yield stem + soft + ending + rest, False
    for ending in PARTICIPLES:
        yield stem + ending + rest, True


def is_participle(sentence: Sentence, at: int) -> bool:
    """Is this French word a past participle? "tué" is, "tue" is not, though they fold to the same."""
    token = sentence.tokens[at]
    return token.norm in _IRREGULAR or token.text.lower().endswith(("é", "ée", "és", "ées"))


def is_done(sentence: Sentence, at: int) -> bool:
    """Is this French word a past participle, or may it be one in shouted text without accents ("QUATRE VDP TUES")?"""
    token = sentence.tokens[at]
    shouted = token.text.isupper() and token.text.isascii() and sentence.text.isupper()
    return is_participle(sentence, at) or (shouted and len(token.text) > 2 and token.norm.endswith(PARTICIPLES))
