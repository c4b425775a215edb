"""In: paths of files and folders, addresses of pages and feeds, or "-" for standard input.
Out: Items, one a document, with their bytes as they came; and Rejects for what can't be taken, each with its reason.
Never: reads what a document says, stops at a bad one, or asks a private address unless the settings allow it.

    files.py      files, folders, standard input      rows.py    JSON Lines and CSV
    documents.py  bytes of one document to items      mail.py    mails and their attachments
    sniff.py      what kind of document it is         feeds.py   RSS and Atom
    unpack.py     archives and packed pages           web.py     pages from the web
    measure.py    how many there will be
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from tamani.collect.batch import Batch, Limits
from tamani.collect.documents import open_document
from tamani.collect.files import open_path, open_stdin
from tamani.collect.measure import count_items
from tamani.records import Item, Reject

__all__ = ["Limits", "collect_items", "count_items"]


def collect_items(paths: Sequence[str], settings: Limits, *, now: datetime) -> Iterator[Item | Reject]:
    """Every document under some paths and addresses, in order; what can't be taken comes as a Reject."""
    batch = Batch(settings, now)
    for path in paths:
        if path == "-":
            yield from open_stdin(batch)
        elif "://" in path and len(urlsplit(path).scheme) > 1:
            yield from _open_url(path, batch)
        else:
            yield from open_path(Path(path), batch)


def _open_url(url: str, batch: Batch) -> Iterator[Item | Reject]:
    from tamani.collect.web import fetch_url

    try:
        item = fetch_url(url, batch)
    except Exception as error:
        yield batch.reject_error(url, error)
        return
    yield from open_document(item, batch)
