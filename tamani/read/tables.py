"""Tables that stand in plain text as lines "left | right"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamani.records import Span, Table

_RULE = re.compile(r"[\s|:+=-]+$")  # |---|:--:|, the line under a header


def is_table_line(line: str) -> bool:
    """Does a line hold two or more columns?

    >>> is_table_line("Factor | Impact"), is_table_line("a||b"), is_table_line("Plain text.")
    (True, False, False)
    """
    if "|" not in line:
        return line.strip().count("\t") >= 1 and all(part.strip() for part in line.strip().split("\t"))
    bare = line.strip()
    return " | " in bare or (bare.startswith("|") and bare.endswith("|") and bare.count("|") >= 3)


def find_tables(text: str) -> tuple[Table, ...]:
    """Runs of at least two table lines, the header row included; each cell is a span of the text."""
    if "|" not in text and "\t" not in text:
        return ()
    found: list[Table] = []
    rows: list[tuple[Span, ...]] = []
    for start, line in [*_lines(text), (len(text), "")]:
        if is_table_line(line):
            if not _RULE.match(line):
                rows.append(_cells(line, start))
            continue
        if len(rows) >= 2:
            found.append(Table(tuple(rows)))
        rows = []
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _cells(line: str, start: int) -> tuple[Span, ...]:
    """The cells of a line, white space and outer bars left out."""
    mark = "|" if "|" in line else "\t"
    first = len(line) - len(line.lstrip())
    last = len(line.rstrip())
    if mark == "|":
        first += line[first] == "|"
        last -= line[last - 1] == "|"
    cells = []
    for part in line[first:last].split(mark):
        lead = len(part) - len(part.lstrip())
        begin = start + first + (lead if part.strip() else 0)
        cells.append(Span(begin, begin + len(part.strip())))
        first += len(part) + 1
    return tuple(cells)
