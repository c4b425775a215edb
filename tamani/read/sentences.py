"""Sentences of French and English text, with offsets.

A blank line, a table line, a list item and a heading end a sentence; a line break inside a paragraph does not,
so that old telexes with hard line breaks keep their sentences whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tamani.read.lexicon import load_words
from tamani.read.tables import is_table_line
from tamani.records import Span

MAX_SENTENCE = 3_000  # a "sentence" of 3,000 characters is a list or rubbish: cut so that later rooms stay fast

_END = re.compile(
    r"""
    (?P<mark>[.!?…]+|[。؟۔])                     # the mark
    (?P<close>[\"'”’)\]]*(?:[ \u00a0\u202f]?»)*[\"”’)\]]*)   # quotes and brackets that close
    (?P<gap>\s+|(?=[“"«\[]?[A-ZÀ-ÖØ-Þ])|$)     # "reported.Major": sites that lose their line breaks
    """,
    re.X,
)
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W_]+$")
_NEXT = re.compile(r"[\"'“‘«(\[\s\u00a0\u202f–—-]*([^\W_]+['’]?)")
_LIST = re.compile(r"\s*(?:[-–—*•●▪◦·]\s+|\d{1,3}[.)]\s+|\(?[a-z]\)\s+|#{1,6}\s)")

_TITLES = load_words("sentences", "titles")
_BEFORE_NUMBER = load_words("sentences", "before_number")
_OTHERS = load_words("sentences", "others")
_CAPITAL = load_words("sentences", "others_capital")
_AFTER_HOUR = load_words("sentences", "after_hour")
_OPENERS = load_words("sentences", "openers")


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text, in order, white space around them left out.

    >>> [span.start for span in split_sentences("M. Keita a été tué. Le Gen. Traoré nie.")]
    [0, 20]
    """
    found: list[Span] = []
    for start, end in _segments(text):
        for first, last in _cut_segment(text, start, end):
            found.extend(_cut_long(text, first, last))
    return tuple(found)


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of lines that may share a sentence: paragraphs, headings, table rows, list items."""
    block: list[tuple[int, int]] = []
    telex = _is_telex(text)
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if not line.strip() or is_table_line(line):
            yield from _join_lines(text, block, telex=telex)
            block = []
            if line.strip():
                yield start, end
        else:
            block.append((start, end))
        start = end + 1
    yield from _join_lines(text, block, telex=telex)


def _is_telex(text: str) -> bool:
    sample = text[:2_000]
    upper = sum(map(str.isupper, sample))
    return upper > 20 and sum(map(str.islower, sample)) < upper * 0.1


def _join_lines(text: str, lines: list[tuple[int, int]], *, telex: bool) -> Iterator[tuple[int, int]]:
    """Lines of one block, joined where the break is only a wrap."""
    if len(lines) <= 1:
        yield from lines
        return
    wrapped = _is_wrapped(text, lines, telex=telex)
    width = max(end - start for start, end in lines)
    begin = lines[0][0]
    for (start, end), (after, after_end) in pairwise(lines):
        here, following = text[start:end].rstrip(), text[after:after_end]
        full = wrapped and len(here) >= width * 0.55
        lower = following.lstrip()[:1].islower()
        goes_on = (full or lower or here.endswith((",", ";", "-"))) and not _LIST.match(following)
        indented = following.startswith(("  ", "\t")) and here.endswith((".", "!", "?", '"', "»", "”"))
        if not goes_on or indented:
            yield begin, end
            begin = after
    yield begin, lines[-1][1]


def _is_wrapped(text: str, lines: list[tuple[int, int]], *, telex: bool) -> bool:
    """Were the lines of a block broken at a width, or does each stand for itself?"""
    width = max(end - start for start, end in lines)
    if not 30 <= width <= 110:
        return False
    if telex:
        return True
    lower = sum(text[start:end].lstrip()[:1].islower() for start, end in lines[1:])
    return lower >= 0.3 * (len(lines) - 1)


def _cut_segment(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A segment cut at its sentence ends."""
    begin = start
    for found in _END.finditer(text, start, end):
        if found.end() >= end:
            break
        if _is_end(text, begin, found, end):
            yield begin, found.end("close")
            begin = found.end()
    yield begin, end


def _is_end(text: str, begin: int, found: re.Match[str], end: int) -> bool:
    """Is this mark the end of a sentence, or part of an abbreviation, a name or a number?"""
    following = _NEXT.match(text, found.end(), min(end, found.end() + 80))
    if following is None:
        return False
    word = following.group(1)
    mark = found.group("mark")
    if word[:1].islower() and mark[-1] not in "。؟۔":
        return False
    if not found.group("gap") and not _is_lost_break(text, found.start()):
        return False
    if mark != "." or found.group("close"):
        return True
    before = _WORD_BEFORE.search(text, max(begin, found.start() - 20), found.start())
    if before is None:
        return True
    opens = word.lower().replace("’", "'") in _OPENERS
    return _ends_after(text[begin : before.start()].strip(), before.group(), word, opens=opens)


def _is_lost_break(text: str, at: int) -> bool:
    """A mark with no space after it ends a sentence only after a plain word: not in "U.S.A", "www.Site"."""
    before = re.search(r"[^\s]*$", text[max(0, at - 40) : at])
    word = before.group() if before else ""
    if word.lower() == "www":
        return False
    return word[-1:] in '”»")' or (word[-2:].islower() and not any(mark in word for mark in "./@"))


def _ends_after(lead: str, before: str, word: str, *, opens: bool) -> bool:
    """Does a full stop after the word `before` end a sentence that goes on with `word`?"""
    folded = before.lower()
    if before.isdigit():
        return bool(lead)  # "1. Security": a list number opens its line
    if folded in _BEFORE_NUMBER:
        return not word[0].isdigit()
    if folded in ("a.m", "p.m"):
        return word.lower() not in _AFTER_HOUR
    capital = before[0].isupper()
    if folded in _TITLES and (capital or folded in ("vs", "cf")) and before != "ME":
        # "M. Le Drian" is a name; "Gen. The" is the end of a line.
        return opens and len(before) > 2 and word.lower() not in ("le", "la", "de", "du", "des", "a", "an")
    if folded in _OTHERS or (folded in _CAPITAL and capital) or "." in before or (len(before) == 1 and capital):
        return opens
    return True


def _cut_long(text: str, start: int, end: int) -> Iterator[Span]:
    """A trimmed sentence; one that is too long is cut at white space."""
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = cut if cut > 0 else start + MAX_SENTENCE
        yield from _trim(text, start, cut)
        start = cut
    yield from _trim(text, start, end)


def _trim(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped and any(map(str.isalnum, stripped)):
        first = start + len(piece) - len(piece.lstrip())
        yield Span(first, first + len(stripped))
