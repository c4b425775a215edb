"""In: an Item, one document as it was collected.
Out: a Report (what it is) and a Reading (its clean text with title, dates, language, sentences and tables).
Never: fetches anything, guesses a date from the clock, or changes a character of a text that came as text.

    plain.py   text and rows             maintext.py   the article of a page     sentences.py  with offsets
    html.py    pages and fragments       metadata.py   title, dates, address     tables.py     "left | right" lines
    pdf.py     PDF                       authors.py    who signs, which agency   language.py   which language
    word.py    docx                      linked.py     JSON-LD                   lexicon.toml  words of both languages
    markup.py  bytes to a tree           content.py    what a reader finds       links.py      addresses as identities
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from tamani.errors import TamaniError
from tamani.read.content import Content
from tamani.read.html import read_html
from tamani.read.language import guess_language
from tamani.read.links import tidy_url
from tamani.read.mastheads import cut_masthead, leave_out_masthead
from tamani.read.pdf import read_pdf
from tamani.read.plain import read_plain
from tamani.read.sentences import split_sentences
from tamani.read.tables import find_tables
from tamani.read.word import read_word
from tamani.reasons import Unreadable
from tamani.records import Item, RawHash, Reading, Report, ReportId, Version

FORMATS: dict[str, Callable[[Item], Content]] = {
    "application/pdf": read_pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": read_word,
    "application/xhtml+xml": read_html,
    "text/html": read_html,
    "text/plain": read_plain,
    "text/markdown": read_plain,
}


def read_item(item: Item) -> tuple[Report, Reading]:
    """A document read; raises UnreadableItem with a reason when it can't be."""
    media_type = item.media_type.partition(";")[0].strip().lower()
    read_format = FORMATS.get(media_type)
    if read_format is None:
        raise Unreadable(item.name, "unknown_type", what=media_type or "?")
    try:
        content = read_format(item)
    except TamaniError:
        raise
    except Exception as error:
        # Parsers of others' formats raise what they like; one document never stops the rest.
        raise Unreadable(item.name, "damaged", why=str(error)[:200] or type(error).__name__) from error
    return _report_of(item, content), _reading_of(item, content)


def name_report(item: Item, content: Content) -> ReportId:
    """The canonical URL, else the source's own id, else a hash of the text.

    A row that brings its id keeps it, whatever its URL: output must speak of the row by its own name.
    """
    url = content.url or item.url
    if item.own_id is not None:
        return ReportId(item.own_id)
    return ReportId(tidy_url(url)) if url else name_text(content.text)


def name_text(text: str) -> ReportId:
    """The id of a report that has no address and no id of its own."""
    return ReportId("text:" + hashlib.sha256(text.encode()).hexdigest()[:24])


def name_version(title: str | None, text: str) -> Version:
    """Which version of a report this is: an edited article is another one."""
    return Version(hashlib.sha256(f"{title or ''}\n\n{text}".encode()).hexdigest()[:24])


def _report_of(item: Item, content: Content) -> Report:
    return Report(
        id=name_report(item, content),
        source=item.source or content.site,
        url=content.url or item.url,
        marking=item.marking,
    )


def _reading_of(item: Item, content: Content) -> Reading:
    given = item.title or content.title
    title = cut_masthead(given, item.source or content.site) if given else None
    return Reading(
        report=name_report(item, content),
        version=name_version(title, content.text),  # of what is kept, so that it can be checked
        text=content.text,
        title=title,
        author=content.author,
        agency=content.agency,
        published=item.published or content.published,
        modified=content.modified,
        language=guess_language(content.text, item.language or content.language),
        sentences=leave_out_masthead(content.text, given, title, split_sentences(content.text)),
        tables=find_tables(content.text),
        file=item.name,
        source=item.source or content.site,
        url=content.url or item.url,
        raw=RawHash(hashlib.sha256(item.data).hexdigest()),
        collected=item.collected,
    )
