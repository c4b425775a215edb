"""Word lists of the room, read once: words and short phrases in both languages, folded, with what they stand for.

A phrase is found by its first word, in the form as written or in its dictionary form; the longest one wins.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

from msgspec import Struct

from tamani.extract.document import Sentence, text_of
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


class Phrases(Struct, Generic[T], frozen=True, eq=False):
    """Phrases by first word, the longest first."""

    by_first: dict[str, tuple[tuple[Words, T], ...]]
    firsts: frozenset[str]
    seconds: dict[str, frozenset[str] | None]  # one of these must follow a first word; None: it may stand alone

    def starts(self, sentence: Sentence) -> Sequence[int]:
        """The tokens at which a phrase may begin, in order; most sentences have none."""
        words = self.firsts & sentence.present
        if not words:
            return ()
        found: list[int] = []
        norms, lemmas = sentence.norms, sentence.lemmas
        end = len(norms) - 1
        for word in words:
            after = self.seconds[word]
            for at in sentence.where[word]:
                if after is None or (at < end and (norms[at + 1] in after or lemmas[at + 1] in after)):
                    found.append(at)
        return sorted(set(found)) if len(words) > 1 and len(found) > 1 else found

    def match(self, sentence: Sentence, at: int) -> tuple[int, T] | None:
        """The longest phrase that begins at a token: how many tokens, and what it stands for."""
        norm, lemma = sentence.norms[at], sentence.lemmas[at]
        rows = self.by_first.get(norm)
        best = _match_rows(rows, sentence, at, 0) if rows is not None else None
        if lemma != norm:
            rows = self.by_first.get(lemma)
            if rows is not None:
                return _match_rows(rows, sentence, at, best[0] if best is not None else 0) or best
        return best


def _match_rows(rows: tuple[tuple[Words, T], ...], sentence: Sentence, at: int, least: int) -> tuple[int, T] | None:
    """The first of some rows that stands at a token and is longer than what is known; they come longest first."""
    norms, lemmas = sentence.norms, sentence.lemmas
    room = len(norms) - at
    for words, value in rows:
        size = len(words)
        if size <= least:
            return None
        if size > room:
            continue
        for step in range(1, size):
            word = words[step]
            if word != norms[at + step] and word != lemmas[at + step]:
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
        {first: tuple(sorted(rows.items(), key=lambda row: -len(row[0]))) for first, rows in sorted(found.items())},
        frozenset(found),
        {first: None if (first,) in rows else frozenset(words[1] for words in rows) for first, rows in found.items()},
    )


class Wording(Struct, frozen=True, eq=False):
    """Phrases that count wherever they stand in a sentence, and mean nothing else: "deux attaques", "both attacks"."""

    firsts: frozenset[str]
    pattern: re.Pattern[str]

    def stands_in(self, sentence: Sentence) -> bool:
        """Does a sentence hold one of the phrases?"""
        return not self.firsts.isdisjoint(sentence.present) and self.pattern.search(text_of(sentence)) is not None

    def stands_among(self, norms: Words) -> bool:
        """Do some folded words hold one of the phrases?"""
        return not self.firsts.isdisjoint(norms) and self.pattern.search(f" {' '.join(norms)} ") is not None


def make_wording(phrases: Iterable[str]) -> Wording:
    """Folded phrases, to be looked for in the folded words of a sentence."""
    rows = sorted(phrases)
    pattern = re.compile(" (?:" + "|".join(re.escape(phrase) for phrase in rows) + ") ")
    return Wording(frozenset(phrase.split(" ")[0] for phrase in rows), pattern)


@cache
def read_wording(name: str, *keys: str) -> Wording:
    """A list of phrases of a lexicon file, by the keys that lead to it."""
    row: Any = read_lexicon(name)
    for key in keys:
        row = row[key]
    return make_wording(row)


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
    shouted = sentence.shouted and token.text.isupper() and token.text.isascii()
    return is_participle(sentence, at) or (shouted and len(token.text) > 2 and token.norm.endswith(PARTICIPLES))
