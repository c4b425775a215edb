"""Word documents (docx) to text, tables included as "left | right" lines."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC
from io import BytesIO
from typing import Any

from tamani.read.authors import find_agency
from tamani.read.content import Content
from tamani.reasons import Unreadable, say_size
from tamani.records import Item

MAX_UNPACKED = 150_000_000  # collect has refused more already; this holds for items that came another way


def read_word(item: Item) -> Content:
    """The paragraphs and tables of a document, in their order."""
    try:
        with zipfile.ZipFile(BytesIO(item.data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
                raise Unreadable(item.name, "bomb", limit=say_size(MAX_UNPACKED))
        import docx  # late: 0.1 s that only documents need

        document = docx.Document(BytesIO(item.data))
        text = "\n\n".join(block for block in _write_blocks(document) if block.strip())
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, RecursionError) as error:
        raise Unreadable(item.name, "damaged", why=str(error)[:200]) from error
    if not text.strip():
        raise Unreadable(item.name, "no_text")
    told = document.core_properties
    # Its dates are those of the file, which is often a copy: not when the report was published.
    modified = told.modified.replace(tzinfo=told.modified.tzinfo or UTC) if told.modified else None
    return Content(
        text=text,
        title=(told.title or "").strip() or _first_heading(document),
        author=(told.author or "").strip() or None,
        agency=find_agency(text),
        modified=modified,
    )


def _write_blocks(document: Any) -> Iterator[str]:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    listed: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph) and _is_list(block):
            listed.append("- " + " ".join(block.text.split()))
            continue
        yield "\n".join(listed)
        listed = []
        if isinstance(block, Table):
            yield "\n".join(_write_rows(block))
        elif isinstance(block, Paragraph):
            yield "\n".join(" ".join(line.split()) for line in block.text.split("\n"))
    yield "\n".join(listed)


def _is_list(paragraph: Any) -> bool:
    style = paragraph.style.name if paragraph.style is not None else ""
    return bool(paragraph.text.strip()) and str(style).startswith("List")


def _write_rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells, seen = [], None
        for cell in row.cells:
            if cell._tc is not seen:  # a merged cell is told once for each column it covers
                cells.append(" ".join(cell.text.split()))
            seen = cell._tc
        if any(cells):
            yield " | ".join(cells)


def _first_heading(document: Any) -> str | None:
    for paragraph in document.paragraphs[:5]:
        style = paragraph.style.name if paragraph.style is not None else ""
        if paragraph.text.strip() and str(style).startswith(("Title", "Heading 1")):
            return " ".join(paragraph.text.split())
    return None
