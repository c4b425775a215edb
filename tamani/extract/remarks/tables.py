"""Statements from two-column tables: the words of the headers decide what a row says.

"Factor | Impact" gives drivers, "Focus area | Action required" recommendations; a table of possible effects
("Focus area | Potential impact") says nothing that was, is or should be done, and is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeAlias

from msgspec import Struct

from tamani.extract.lexicon import read_lexicon
from tamani.extract.remarks.wording import judge_stance
from tamani.records import (
    CommitmentValue,
    DriverValue,
    ImpactValue,
    PartnershipValue,
    ReactionValue,
    Reading,
    RecommendationValue,
    Span,
    Table,
    Value,
)
from tamani.words import tokenize

LEFT_OUT = "hypothetical"
LONGEST_HEADING = 90  # characters
Cells: TypeAlias = tuple[str, str, dict[str, str]]  # left, right, extra columns by name


class Row(Struct, frozen=True):
    """One row of a table as a statement."""

    field: str
    value: Value
    span: Span


class Headers(Struct, frozen=True):
    """What a header row makes of a table: its field, and which column is what."""

    field: str
    extra: tuple[tuple[str, int], ...] = ()  # ("due", 2)


MAKERS: dict[str, Callable[[Cells], Value]] = {
    "driver": lambda cells: DriverValue(cells[0], cells[1]),
    "impact": lambda cells: ImpactValue(cells[0], cells[1]),
    "reaction": lambda cells: ReactionValue(cells[0], judge_stance(cells[1]), cells[1]),
    "commitment": lambda cells: CommitmentValue(cells[0], cells[1], cells[2].get("due")),
    "partnership": lambda cells: PartnershipValue(cells[0], cells[1]),
    "recommendation": lambda cells: RecommendationValue(cells[0], cells[1], cells[2].get("addressee")),
}


def read_rows(reading: Reading) -> tuple[Row, ...]:
    """The statements of all tables of a reading, row by row."""
    return tuple(row for table in reading.tables for row in _read_table(reading, table))


def _read_table(reading: Reading, table: Table) -> list[Row]:
    if len(table.rows) < 2 or len(table.rows[0]) < 2:
        return []
    headers = read_headers([reading.quote(cell) for cell in table.rows[0]])
    headers = headers or _read_heading(reading, table)
    if headers is None or headers.field == LEFT_OUT:
        return []
    found = []
    for cells in table.rows[1:]:
        if len(cells) < 2:
            continue
        texts = [reading.quote(cell).strip() for cell in cells]
        if not texts[0] or not texts[1]:
            continue
        extra = {name: texts[column] for name, column in headers.extra if column < len(texts) and texts[column]}
        span = Span(cells[0].start, cells[-1].end, cells[0].part)
        found.append(Row(headers.field, MAKERS[headers.field]((texts[0], texts[1], extra)), span))
    return found


def read_headers(texts: Sequence[str]) -> Headers | None:
    """The field that two headers stand for, or None.

    >>> read_headers(["Focus area", "Action required"]).field, read_headers(["Facteur", "Effet"]).field
    ('recommendation', 'driver')
    """
    left, right = _pad(texts[0]), _pad(texts[1])
    field = next((name for name, sides in _header_words() if _has(left, sides[0]) and _has(right, sides[1])), None)
    if field is None:
        return None
    extra = tuple(
        (name, column)
        for name, words in sorted(read_lexicon("statements")["tables"]["extra"].items())
        for column in range(2, len(texts))
        if _has(_pad(texts[column]), words)
    )
    return Headers(field, extra)


def _read_heading(reading: Reading, table: Table) -> Headers | None:
    """What the last heading above a table makes of it, where its headers say nothing."""
    lines = reading.text[: table.rows[0][0].start].splitlines()
    heading = next(
        (line for line in reversed(lines) if line.strip() and not line.rstrip().endswith((".", "!", "?"))), ""
    )
    if "|" in heading or len(heading) > LONGEST_HEADING:
        return None
    padded = _pad(heading)
    rows = read_lexicon("statements")["tables"]["headings"]
    return next((Headers(field) for field, words in rows.items() if _has(padded, words)), None)


@cache
def _header_words() -> tuple[tuple[str, tuple[Sequence[str], Sequence[str]]], ...]:
    tables = read_lexicon("statements")["tables"]
    return tuple((name, (tables[name]["left"], tables[name]["right"])) for name in tables["order"])


def _pad(text: str) -> str:
    return " " + " ".join(token.norm for token in tokenize(text)) + " "


def _has(header: str, words: Sequence[str]) -> bool:
    return any(word == "*" or " " + word.replace("'", "' ") + " " in header for word in words)
