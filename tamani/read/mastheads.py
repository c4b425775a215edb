"""A headline as feeds and rows bring it, with the name of its outlet behind: that name is no news."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tamani.records import Span
from tamani.words import fold

_MARK = re.compile(r"\s+[|–—-]+\s+|\s*\|\s*")
# "KORO.com", "lequotidien.ml": a word with a dot inside, and an ending that sites have.
_SITE = re.compile(
    r"(?i)^(?:www\.)?[\w-]{3,}\.(?:com|org|net|info|news|tv|fm|int|[a-z]{2}|co\.[a-z]{2}|com\.[a-z]{2})\b"
)
SHORTEST = 15  # characters: what is left is still a headline


def cut_masthead(title: str, source: str | None) -> str:
    """A title up to the name of its outlet; the words that stay keep their places.

    >>> cut_masthead("Two killed in Koro - KORO.com | Mopti News | Mopti, Mali", None)
    'Two killed in Koro'
    >>> cut_masthead("Attaque à Djibo | Le Quotidien du Mali", "Le Quotidien du Mali")
    'Attaque à Djibo'
    >>> cut_masthead("Attack on Gao - governor", None)
    'Attack on Gao - governor'
    """
    for mark in _MARK.finditer(title):
        tail = title[mark.end() :]
        named = source is not None and fold(tail).startswith(fold(source))
        if mark.start() >= SHORTEST and (named or _SITE.match(tail)):
            return title[: mark.start()]
    return title


def leave_out_masthead(text: str, title: str | None, kept: str | None, sentences: Iterable[Span]) -> tuple[Span, ...]:
    """The sentences without the outlet's name, where a text begins with its whole title; kept: the title without it."""
    whole = tuple(sentences)
    if title is None or kept is None or kept == title or not text.startswith(title):
        return whole
    found = []
    for one in whole:
        if one.start >= len(title):
            found.append(one)
        elif one.start < len(kept):
            found.append(Span(one.start, min(one.end, len(kept)) if one.end <= len(title) else one.end))
    return tuple(found)
