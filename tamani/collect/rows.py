"""Rows of JSON Lines and CSV: one row is one document."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from tamani.charset import decode_bytes
from tamani.collect.batch import Batch, Found
from tamani.instants import parse_instant
from tamani.reasons import explain, say_size
from tamani.records import Item
from tamani.words import fold

COLUMNS = Path(__file__).parent / "columns.toml"
TEXT = "text/plain; charset=utf-8"
_LONE_HALF = re.compile("[\ud800-\udfff]")
log = logging.getLogger("tamani")


def read_json_lines(name: str, head: bytes, stream: BinaryIO, batch: Batch) -> Iterator[Found]:
    """One item a line; a line that is broken, too long or without id and text is set aside."""
    number = 0
    for line in _read_lines(head, stream, batch.settings.max_bytes):
        number += 1
        label = f"{name}#{number}"
        if line is None:
            yield batch.reject(label, "too_large", size="the line", limit=say_size(batch.settings.max_bytes))
        elif line.strip():
            try:
                row = json.loads(line.decode("utf-8-sig", "replace"))
            except (ValueError, RecursionError) as error:
                yield batch.reject(label, "row_json", why=str(error))
                continue
            yield _item_of_row(label, row, batch)


def read_json(name: str, data: bytes, batch: Batch) -> Iterator[Found] | None:
    """The rows of a file that is one JSON list or one object over several lines; None when it is neither."""
    try:
        loaded = json.loads(decode_bytes(data))
    except (ValueError, RecursionError):
        return None
    rows = loaded if isinstance(loaded, list) else [loaded]
    return (_item_of_row(f"{name}#{number}", row, batch) for number, row in enumerate(rows, start=1))


def _read_lines(head: bytes, stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """The lines of a stream whose first bytes were read already; None for a line over the limit."""
    whole = head.split(b"\n")
    yield from whole[:-1]
    rest = whole[-1]
    while line := rest + stream.readline(max(1, limit + 1 - len(rest))):
        rest = b""
        if len(line) > limit:
            while line and not line.endswith(b"\n"):
                line = stream.readline(1 << 20)
            yield None
        else:
            yield line.removesuffix(b"\n")


def _item_of_row(label: str, row: Any, batch: Batch) -> Found:
    if not isinstance(row, dict):
        return batch.reject(label, "row_json", why="not an object")
    text, own_id = row.get("text"), row.get("id")
    missing = [field for field, value in (("id", own_id), ("text", text)) if value is None or value == ""]
    if missing or not isinstance(text, str):
        return batch.reject(label, "row_fields", fields=", ".join(missing or ["text"]))
    return _make_item(label, text, {**row, "id": str(own_id)}, batch)


def _make_item(label: str, text: str, row: Mapping[str, Any], batch: Batch) -> Item:
    """The item of a row; its text stays as given, for offsets count in it."""
    said = row.get("published")
    published = parse_instant(str(said)) if said else None
    if said and published is None:
        log.warning("%s: %s", label, explain("bad_date", batch.settings.language, date=str(said)[:80])[0])
    # A lone half of a surrogate pair is no character: replaced by one, so that offsets stay.
    text = _LONE_HALF.sub("\ufffd", text)
    return Item(
        name=label,
        data=text.encode(),
        media_type=TEXT,
        collected=batch.now,
        url=_word(row.get("url")),
        own_id=_word(row.get("id")),
        title=_word(row.get("title")),
        source=_word(row.get("source")),
        published=published,
        language=_word(row.get("language")),
    )


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


# --- CSV -----------------------------------------------------------------------------------------------------------


def read_csv(name: str, head: bytes, stream: BinaryIO, batch: Batch) -> Iterator[Found]:
    """One item a row of a table with a column for the text; clear words when there is none."""
    sample = decode_bytes(head[: head.rfind(b"\n") + 1] or head)
    csv.field_size_limit(batch.settings.max_bytes)
    lines = _decode_lines(head, stream, batch)
    mark = _find_delimiter(sample)
    rows = csv.reader(lines, delimiter=mark)
    header = next(rows, [])
    columns = find_columns(header)
    if "text" not in columns:
        yield batch.reject(name, "csv_columns", columns=", ".join(cell.strip() or "?" for cell in header)[:300] or "?")
        return
    try:
        for number, cells in enumerate(rows, start=2):
            if len(header) == 1:  # a table of one column whose texts hold unquoted commas
                cells = [mark.join(cells)]
            if any(cell.strip() for cell in cells):
                yield _item_of_cells(f"{name}#{number}", cells, columns, batch)
    except csv.Error as error:
        yield batch.reject(name, "damaged", why=str(error))


def find_columns(header: list[str]) -> dict[str, int]:
    """Which column holds what, by its name in French or English.

    >>> find_columns(["Titre", "Texte", "Publié le"])
    {'text': 1, 'title': 0, 'published': 2}
    """
    names = [" ".join(fold(cell).replace("_", " ").replace("-", " ").split()) for cell in header]
    found = {}
    for field, known in _load_columns().items():
        place = next((names.index(one) for one in known if one in names), None)
        if place is not None:
            found[field] = place
    return found


def _item_of_cells(label: str, cells: list[str], columns: dict[str, int], batch: Batch) -> Found:
    row = {field: cells[place] for field, place in columns.items() if place < len(cells)}
    text = row.get("text", "")
    return _make_item(label, text, row, batch) if text.strip() else batch.reject(label, "row_text")


def _find_delimiter(sample: str) -> str:
    first = sample.split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def _decode_lines(head: bytes, stream: BinaryIO, batch: Batch) -> Iterator[str]:
    """Lines as text: UTF-8 where the first bytes are, else what they look like."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield from io.StringIO(decode_bytes(head + stream.read(batch.settings.max_bytes)), newline="")
        return
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = "cp1252"
    for number, line in enumerate(_read_lines(head, stream, batch.settings.max_bytes)):
        text = (line or b"").decode(encoding, "replace") + "\n"
        yield text.removeprefix("\ufeff") if number == 0 else text


@cache
def _load_columns() -> dict[str, list[str]]:
    return tomllib.loads(COLUMNS.read_text(encoding="utf-8"))
