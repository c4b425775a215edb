"""Bytes of one document to items: a page is one, a mail with attachments or a feed are several."""

from __future__ import annotations

import io
from collections.abc import Iterator

from tamani.collect import sniff
from tamani.collect.batch import Batch, Found
from tamani.collect.feeds import read_feed
from tamani.collect.mail import open_mail
from tamani.collect.rows import read_csv, read_json, read_json_lines
from tamani.collect.unpack import check_zip, unpack_gzip
from tamani.reasons import Unreadable, say_size
from tamani.records import Item

READABLE = ("text/plain", "text/markdown", "text/html", "application/pdf")
MAX_DEPTH = 4  # a mail in a mail in a mail: newsletters that were forwarded; beyond that it is a trap


def open_document(item: Item, batch: Batch, depth: int = 0) -> Iterator[Found]:
    """What one document holds; its media type is what was told of it, and is looked at again here."""
    try:
        yield from _open(item, batch, depth)
    except Exception as error:
        # Parsers of others' formats raise what they like; one document never stops the rest.
        yield batch.reject_error(item.name, error)


def _open(item: Item, batch: Batch, depth: int) -> Iterator[Found]:
    name, data = item.name, item.data
    if not data.strip():
        raise Unreadable(name, "empty")
    if len(data) > batch.settings.max_bytes:
        raise Unreadable(name, "too_large", size=say_size(len(data)), limit=say_size(batch.settings.max_bytes))
    if depth > MAX_DEPTH:
        raise Unreadable(name, "mail_nested")
    found = sniff.find_type(data[: sniff.HEAD], name, item.media_type)
    if found == "application/gzip":
        inner = unpack_gzip(name, data, batch.settings.max_unpacked)
        yield from open_document(_change(item, name.removesuffix(".gz"), inner, found), batch, depth + 1)
    elif found == "message/rfc822":
        for part in open_mail(item):
            yield from open_document(part, batch, depth + 1)
    elif found == sniff.FEED:
        yield from read_feed(item, batch)
    elif found in (sniff.JSON_LINES, "text/csv"):
        yield from open_rows(name, found, data, batch)
    else:
        yield _check_single(item, found, batch)


def open_rows(name: str, media_type: str, data: bytes, batch: Batch) -> Iterator[Found]:
    """The rows of a table or of JSON that is already in memory."""
    if media_type == "text/csv":
        return read_csv(name, data[: sniff.HEAD], io.BytesIO(data[sniff.HEAD :]), batch)
    whole = read_json(name, data, batch)
    return whole or read_json_lines(name, b"", io.BytesIO(data), batch)


def _check_single(item: Item, found: str, batch: Batch) -> Item:
    """An item that a reader can take, with its media type settled; raises what is wrong else."""
    if found == "application/zip":
        check_zip(item.name, item.data, batch.settings.max_unpacked)
        found = sniff.find_zip_type(item.data)
    if found in ("xlsx", "pptx", "odf", "application/x-ole", "application/rtf"):
        raise Unreadable(
            item.name, "old_office", what=found.removeprefix("application/x-").removeprefix("application/")
        )
    if found == "application/zip":
        raise Unreadable(item.name, "archive")
    if found not in (*READABLE, sniff.DOCX):
        what = "unknown" if found == "application/octet-stream" else found
        raise Unreadable(item.name, "binary", what=what)
    # The charset that a server or a mail declares goes along.
    charset = item.media_type.partition("charset=")[2].partition(";")[0].strip("\"' ")
    told = f"{found}; charset={charset}" if charset and found.startswith("text/") else found
    return _change(item, item.name, item.data, told)


def _change(item: Item, name: str, data: bytes, media_type: str) -> Item:
    return Item(
        name=name,
        data=data,
        media_type=media_type,
        collected=item.collected,
        url=item.url,
        own_id=item.own_id,
        title=item.title,
        source=item.source,
        published=item.published,
        language=item.language,
        marking=item.marking,
    )
