"""Does this text hold these words? Asked of a few texts, where looking through the index would cost more than reading.

An index of one text, made for the question and emptied again, so that a word is here what it is in the store's own.
"""

from __future__ import annotations

from typing import Any

import apsw

MAKE = "create virtual table looked using fts5(title, text, tokenize = 'unicode61 remove_diacritics 2')"
FILL = "insert into looked (rowid, title, text) values (1, ?, ?)"
ASK = "select 1 from looked where looked match ?"
EMPTY = "delete from looked"


class Glass:
    """What one connection looks at texts with."""

    def __init__(self) -> None:
        self._index: apsw.Connection | None = None

    def holds_words(self, *given: Any) -> bool:
        """Are words, as the index takes them, in a title or text? In this order."""
        words, title, text = given
        if self._index is None:
            self._index = apsw.Connection(":memory:")
            self._index.execute(MAKE)
        self._index.execute(EMPTY)
        self._index.execute(FILL, (title, text))
        return self._index.execute(ASK, (words,)).fetchone() is not None
