"""In: an Item, one document as it was collected.
Out: a Report (what it is) and a Reading (its clean text with title, dates, language, sentences and tables).
Never: fetches anything, guesses a date from the clock, or changes a character of a text that came as text.

    content.py    what a format's reader finds        sentences.py  sentences with offsets
    plain.py      text and rows                       language.py   which language
    tables.py     "left | right" lines
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from tamani.errors import UnreadableItem
from tamani.read.content import Content
from tamani.read.language import guess_language
from tamani.read.plain import read_plain
from tamani.read.sentences import split_sentences
from tamani.read.tables import find_tables
from tamani.records import Item, RawHash, Reading, Report, ReportId, Version

FORMATS: dict[str, Callable[[Item], Content]] = {
    "text/plain": read_plain,
    "text/markdown": read_plain,
}


def read_item(item: Item) -> tuple[Report, Reading]:
    """A document read; raises UnreadableItem with a reason when it can't be."""
    read_format = FORMATS.get(item.media_type.partition(";")[0].strip().lower())
    if read_format is None:
        known = ", ".join(sorted(FORMATS))
        raise UnreadableItem(item.name, f"no reader for {item.media_type}", f"give it as one of: {known}")
    content = read_format(item)
    return _report_of(item, content), _reading_of(item, content)


def name_report(item: Item, content: Content) -> ReportId:
    """The canonical URL, else the source's own id, else a hash of the text.

    A row that brings its id keeps it, whatever its URL: output must speak of the row by its own name.
    """
    by_url = content.url or item.url
    if item.own_id is not None:
        return ReportId(item.own_id)
    return ReportId(by_url or "text:" + hashlib.sha256(content.text.encode()).hexdigest()[:24])


def _report_of(item: Item, content: Content) -> Report:
    return Report(
        id=name_report(item, content),
        source=item.source or content.site,
        url=content.url or item.url,
        marking=item.marking,
    )


def _reading_of(item: Item, content: Content) -> Reading:
    title = item.title or content.title
    version = hashlib.sha256(f"{title or ''}\n\n{content.text}".encode()).hexdigest()[:24]
    return Reading(
        report=name_report(item, content),
        version=Version(version),
        text=content.text,
        title=title,
        author=content.author,
        agency=content.agency,
        published=item.published or content.published,
        modified=content.modified,
        language=guess_language(content.text, item.language or content.language),
        sentences=split_sentences(content.text),
        tables=find_tables(content.text),
        file=item.name,
        source=item.source or content.site,
        url=content.url or item.url,
        raw=RawHash(hashlib.sha256(item.data).hexdigest()),
        collected=item.collected,
    )
