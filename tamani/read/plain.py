"""Plain text, as files and rows of JSON Lines bring it."""

from __future__ import annotations

from tamani.charset import decode_bytes
from tamani.errors import UnreadableItem
from tamani.read.content import Content
from tamani.records import Item


def read_plain(item: Item) -> Content:
    """The text of an item, exactly as it came: offsets count in it."""
    charset = item.media_type.partition("charset=")[2].partition(";")[0] or None
    # A row's text was given as characters: a leading mark is one of them.
    exact = item.own_id is not None and charset == "utf-8"
    text = item.data.decode("utf-8", "replace") if exact else decode_bytes(item.data, charset)
    if not text.strip():
        raise UnreadableItem(item.name, "it holds no text", "check the file, or leave it out")
    return Content(text=text)
