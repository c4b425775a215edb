"""Text folded and cut into tokens, with offsets kept. Used by every room that reads words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from msgspec import Struct

_TOKEN = re.compile(
    r"""
    [A-Za-z]{2,}+(?=[ ,\n])                     # most words of a text; the rest is for the careful rules below
  | \d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)  # 1,500  1 500  1.500; not "2024 300"
  | \d+(?:[.,]\d+)?(?=%|\b|[a-z]{1,4}\b)       # 12  3.5  and the number of "15km", "10h"
  | (?:[^\W\d_]\.){2,}                         # U.N.
  | aujourd['’]hui
  | (?:[ldjnmtscLDJNMTSC]|qu|Qu|QU|jusqu|Jusqu|lorsqu|Lorsqu|puisqu|Puisqu)['’](?=\w)   # l'  d'  qu'
  | [^\W_]+(?:['’](?!s\b|S\b)[^\W_]+)*(?:-[^\W_]+(?:['’](?!s\b|S\b)[^\W_]+)*)*          # word, Gourma-Rharous
  | ['’][sS]\b                                 # 's
  | \S                                         # any mark alone
    """,
    re.X,
)
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'"})


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case, no accents, straight apostrophes: the form in which words are compared.

    >>> fold("Ménaka’s Cœur")
    "menaka's coeur"
    """
    if text.isascii():
        return text.lower()
    flat = unicodedata.normalize("NFD", text.translate(_LIGATURES).lower())
    return "".join(c for c in flat if not unicodedata.combining(c))


T = TypeVar("T")
MOST = 200_000  # words of which something is kept


class Memo(dict[str, T]):
    """What a finder tells of a word, found once: asked for every word of every text, and faster than any cache.

    >>> lengths = Memo(len)
    >>> list(map(lengths.__getitem__, ["de", "Gao", "de"]))
    [2, 3, 2]
    """

    def __init__(self, find: Callable[[str], T]) -> None:
        self._find = find

    def __missing__(self, word: str) -> T:
        if len(self) >= MOST:
            self.clear()
        found = self[word] = self._find(word)
        return found


class Token(Struct, frozen=True, gc=False):
    """A word or mark with its place in the text. norm is the folded text."""

    text: str
    norm: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()


def tokenize(text: str, offset: int = 0) -> tuple[Token, ...]:
    """Tokens of a text, with offsets moved by `offset`.

    >>> [token.text for token in tokenize("L'attaque de Gourma-Rharous a fait 12 morts.")]
    ["L'", 'attaque', 'de', 'Gourma-Rharous', 'a', 'fait', '12', 'morts', '.']
    """
    tokens = _cut_text(text)
    if not offset:
        return tokens
    return tuple([Token(one.text, one.norm, one.start + offset, one.end + offset) for one in tokens])


@lru_cache(maxsize=1_000)  # places, events and cards are read from the same sentences, one after the other
def _cut_text(text: str) -> tuple[Token, ...]:
    tokens, end = [], 0
    for word in _TOKEN.findall(text):
        # Between two tokens there is nothing but blanks, so the next one is where its words stand next.
        start = text.find(word, end)
        end = start + len(word)
        # A lone accent, left over by some converter, folds to nothing; every token has a form.
        tokens.append(Token(word, fold(word) or word, start, end))
    return tuple(tokens)


def forget_tokens() -> None:
    """Forget the texts cut so far: for measuring what a text costs that nobody has seen."""
    _cut_text.cache_clear()
