"""How many reports there will be, told before any is read: for whoever waits, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tamani.collect import sniff

# One file, one report. What holds several (a table, an archive, a mailbox, a feed) can't be counted without opening it.
SINGLE = ("text/plain", "text/html", "application/pdf", sniff.DOCX)


def count_items(paths: Sequence[str]) -> int | None:
    """The reports under some paths: rows of JSON Lines, and files that are one report each; None: it can't be known."""
    total = 0
    for path in paths:
        # An address may be a feed, and standard input ends when it ends.
        if path == "-" or "://" in path:
            return None
        for file in _walk(Path(path)):
            found = _count_file(file)
            if found is None:
                return None
            total += found
    return total


def _walk(path: Path) -> Iterator[Path]:
    """The files that are taken from a path, hidden ones left out."""
    if not path.is_dir():
        yield path
        return
    for one in path.iterdir():
        if not one.name.startswith("."):
            yield from _walk(one)


def _count_file(file: Path) -> int | None:
    try:
        with file.open("rb") as stream:
            head = stream.read(sniff.HEAD)
            kind = sniff.find_type(head, str(file)) if head else "text/plain"
            if kind == sniff.JSON_LINES:
                return _count_rows(file)
    except OSError:
        return 1  # set aside, as one item
    return 1 if kind in SINGLE else None


def _count_rows(file: Path) -> int:
    """Lines that are not empty; an object or a list over several lines is little, and counted wrong."""
    with file.open("rb") as stream:
        return sum(1 for line in stream if not line.isspace())
