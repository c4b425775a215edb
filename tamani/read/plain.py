"""Plain text, as files and rows of JSON Lines bring it."""

from __future__ import annotations

import re

from tamani.charset import decode_bytes
from tamani.read.authors import find_agency
from tamani.read.content import Content
from tamani.reasons import Unreadable
from tamani.records import Item

_HEADING = re.compile(r"\s*#\s+([^\n]{1,300})")


def read_plain(item: Item) -> Content:
    """The text of an item, exactly as it came: offsets count in it."""
    charset = item.media_type.partition("charset=")[2].partition(";")[0] or None
    # A row's text was given as characters: a leading mark is one of them.
    exact = item.own_id is not None and charset == "utf-8"
    text = item.data.decode("utf-8", "replace") if exact else decode_bytes(item.data, charset)
    if not text.strip():
        raise Unreadable(item.name, "no_text")
    heading = _HEADING.match(text) if item.media_type.startswith("text/markdown") else None
    return Content(text=text, title=heading.group(1).strip() if heading else None, agency=find_agency(text))
