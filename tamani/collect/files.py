"""Files and folders, and what comes by standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from tamani.collect import sniff
from tamani.collect.batch import Batch, Found
from tamani.collect.documents import open_document
from tamani.collect.rows import read_csv, read_json, read_json_lines
from tamani.reasons import say_size
from tamani.records import Item


def open_path(path: Path, batch: Batch) -> Iterator[Found]:
    """A file, or all files under a folder in the order of their names; hidden ones are left out."""
    if path.is_dir():
        for folder, folders, files in os.walk(path):
            folders[:] = sorted(one for one in folders if not one.startswith("."))
            for file in sorted(one for one in files if not one.startswith(".")):
                yield from open_file(Path(folder) / file, batch)
    else:
        yield from open_file(path, batch)


def open_file(path: Path, batch: Batch) -> Iterator[Found]:
    """The items of one file."""
    name = str(path)
    if not path.exists():
        yield batch.reject(name, "missing")
        return
    if not path.is_file():  # a pipe or a device would never end
        yield batch.reject(name, "unopenable", why="not an ordinary file")
        return
    try:
        with path.open("rb") as stream:
            yield from open_stream(name, stream, batch, size=path.stat().st_size)
    except Exception as error:
        yield batch.reject_error(name, error)


def open_stdin(batch: Batch) -> Iterator[Found]:
    """What is piped in: a text, a page, or rows of JSON Lines."""
    try:
        yield from open_stream("-", sys.stdin.buffer, batch)
    except Exception as error:
        yield batch.reject_error("-", error)


def open_stream(name: str, stream: BinaryIO, batch: Batch, size: int | None = None) -> Iterator[Found]:
    """The items of a stream. Rows are read one by one, so that a table may be larger than one item."""
    head = stream.read(sniff.HEAD)
    found = sniff.find_type(head, name) if head else None
    limit = batch.settings.max_bytes
    if found == "text/csv":
        yield from read_csv(name, head, stream, batch)
        return
    if found == sniff.JSON_LINES and _is_whole_line(head):
        yield from read_json_lines(name, head, stream, batch)
        return
    data = head if size is not None and size > limit else head + stream.read(limit + 1 - len(head))
    if max(size or 0, len(data)) > limit:
        shown = say_size(size) if size is not None else f"> {say_size(limit)}"
        yield batch.reject(name, "too_large", size=shown, limit=say_size(limit))
        return
    if found == sniff.JSON_LINES and (whole := read_json(name, data, batch)) is not None:
        yield from whole
        return
    yield from open_document(Item(name=name, data=data, media_type="", collected=batch.now), batch)


def _is_whole_line(head: bytes) -> bool:
    """Is the first line an object by itself, or is the file one object or list over several lines?"""
    import json

    line, newline, _ = head.lstrip().partition(b"\n")
    if not newline:
        return line.startswith(b"{") and len(head) >= sniff.HEAD  # one very long row, perhaps of many
    try:
        return isinstance(json.loads(line.decode("utf-8-sig", "replace")), dict)
    except ValueError:
        # "{" alone opens a pretty-printed object; a broken first row is still a row.
        return line.startswith(b"{") and len(line.strip()) > 1
