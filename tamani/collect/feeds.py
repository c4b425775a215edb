"""RSS and Atom: each entry is an item; a date that can't be read is named and left out."""

from __future__ import annotations

import logging
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from tamani.collect.batch import Batch, Found
from tamani.instants import parse_instant
from tamani.reasons import Unreadable, explain
from tamani.records import Item

log = logging.getLogger("tamani")


def read_feed(item: Item, batch: Batch) -> Iterator[Found]:
    """The entries of a feed as items."""
    import feedparser  # late: 60 ms that only feeds need

    feed = feedparser.parse(BytesIO(item.data), sanitize_html=False)
    if not feed.entries:
        raise Unreadable(item.name, "feed_broken", why=str(feed.get("bozo_exception", "no entries")))
    source = feed.feed.get("title") or item.source
    for number, entry in enumerate(feed.entries, start=1):
        label = f"{item.name}#{number}"
        try:
            yield _item_of_entry(label, entry, source, item, batch)
        except Exception as error:
            yield batch.reject_error(label, error)


def _item_of_entry(label: str, entry: Any, source: str | None, item: Item, batch: Batch) -> Item:
    body = _find_body(entry)
    if not body.strip():
        raise Unreadable(label, "no_text")
    link = str(entry.get("link") or "")
    url = link if link.startswith(("http://", "https://")) else None
    return Item(
        name=label,
        data=body.encode("utf-8", "replace"),
        # A fragment of a page: there is nothing around it to be cut away.
        media_type="text/html; charset=utf-8; fragment",
        collected=batch.now,
        url=url,
        own_id=None if url else entry.get("id") or None,
        title=_flatten(entry.get("title")),
        source=source,
        published=_find_date(label, entry, batch),
        language=(entry.get("title_detail") or {}).get("language"),
        marking=item.marking,
    )


def _find_body(entry: Any) -> str:
    """The longest of what an entry gives as its text."""
    texts = [part.get("value") or "" for part in entry.get("content", [])]
    return str(max([*texts, entry.get("summary") or ""], key=len) or entry.get("title") or "")


def _find_date(label: str, entry: Any, batch: Batch) -> datetime | None:
    said = entry.get("published") or entry.get("updated")
    if not said:
        return None
    parsed = entry.get("published_parsed" if "published" in entry else "updated_parsed")
    found = datetime.fromtimestamp(timegm(parsed), UTC) if parsed else parse_instant(said)
    if found is None:
        log.warning("%s: %s", label, explain("bad_date", batch.settings.language, date=str(said)[:80])[0])
        return None
    return found


def _flatten(title: str | None) -> str | None:
    from html import unescape

    return " ".join(unescape(title or "").split()) or None
