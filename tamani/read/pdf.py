"""PDF to text, page by page; a locked one or a scan is refused with what to do."""

from __future__ import annotations

import logging
import re
from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING

from tamani.instants import parse_instant
from tamani.read.authors import find_agency
from tamani.read.content import Content
from tamani.reasons import Unreadable
from tamani.records import Item

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 400  # a yearbook; beyond it nobody reads for an incident
MAX_TEXT = 4_000_000
_PAGE_NUMBER = re.compile(r"^\W*(?:page|p\.)?\s*\d{1,4}\s*(?:(?:/|of|sur|de)\s*\d{1,4})?\W*$", re.I)
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad]\n(?=[a-zà-öø-ÿ])")
_STAMP = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def read_pdf(item: Item) -> Content:
    """The text of a PDF with what its properties say."""
    import pypdf  # late: 0.15 s that only PDFs need
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every small fault that it mends
    try:
        reader = pypdf.PdfReader(BytesIO(item.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(item.name, "pdf_locked")
        pages = _read_pages(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, NotImplementedError) as error:
        raise Unreadable(item.name, "damaged", why=str(error)[:200] or type(error).__name__) from error
    text = join_pages(pages)
    if sum(map(str.isalpha, text)) < 20:
        raise Unreadable(item.name, "pdf_scan")
    told = reader.metadata
    stamp = _STAMP.match(str(told.get("/CreationDate", "")) if told else "")
    return Content(
        text=text,
        title=_word(told.title if told else None),
        author=_word(told.author if told else None),
        agency=find_agency(text),
        published=parse_instant("-".join(stamp.groups())) if stamp else None,
    )


def _read_pages(reader: PdfReader) -> list[str]:
    pages: list[str] = []
    for page in reader.pages[:MAX_PAGES]:
        pages.append(page.extract_text() or "")
        if sum(map(len, pages)) > MAX_TEXT:
            break
    return pages


def join_pages(pages: list[str]) -> str:
    """Pages as one text, without page numbers and lines that stand on most pages; cut words are joined again."""
    lines = [[" ".join(line.split()) for line in page.split("\n")] for page in pages]
    often = Counter(line for page in lines for line in {*page[:2], *page[-2:]} if line)
    # A running head stands on every page; a sentence does not.
    heads = {line for line, count in often.items() if len(pages) > 3 and count > len(pages) / 2}
    kept = ["\n".join(line for line in page if line not in heads and not _PAGE_NUMBER.match(line)) for page in lines]
    return _HYPHEN.sub("", "\n\n".join(page.strip("\n") for page in kept if page.strip()))


def _word(value: object) -> str | None:
    text = " ".join(str(value or "").replace("\x00", "").split())
    return text if len(text) > 2 and not text.lower().endswith((".doc", ".docx", ".indd", ".qxd")) else None
