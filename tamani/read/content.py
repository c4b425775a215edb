"""What a format's reader finds in an item, before it becomes a Report and a Reading."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Content(Struct, frozen=True, kw_only=True):
    """Clean text with what the document says of itself."""

    text: str
    title: str | None = None
    author: str | None = None
    agency: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None
    url: str | None = None  # the canonical one, where the page names it
    site: str | None = None
