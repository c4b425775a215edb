"""For whom a page is made: his language, and the time he looks back to; every address he is given keeps it.

In come a language and a time; out go words and addresses; nothing here knows a store.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote as quote_url

from msgspec import Struct

from tamani.fields import Vocabulary
from tamani.phrases import say_day
from tamani.records import Claim, Dossier


@cache
def load_words(language: str) -> dict[str, str]:
    """The interface words of a language; any language but French gets the English ones."""
    loaded = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    words: dict[str, str] = loaded["fr" if language == "fr" else "en"]
    return words


class Eye(Struct, frozen=True):
    """For whom a page is made: language and vocabulary, and as of when."""

    language: str
    vocabulary: Vocabulary
    as_of: str | None = None  # as it was asked for
    until: datetime | None = None  # the moment that means

    @property
    def words(self) -> dict[str, str]:
        return load_words(self.language)

    def link(self, url: str) -> str:
        """An address of the page, still as of the time that is looked back to."""
        if self.as_of is None:
            return url
        path, mark, anchor = url.partition("#")
        return f"{path}{'&' if '?' in path else '?'}as_of={quote_url(self.as_of, safe='')}{mark}{anchor}"


def report_url(claim: Claim) -> str:
    """Where the words of a claim light up."""
    return f"/reports/{quote_url(claim.report, safe='')}?claim={claim.id}#c-{claim.id}"


def incident_url(incident: str) -> str:
    return f"/incidents/{quote_url(incident, safe='')}"


class Day(Struct, frozen=True):
    """A day on which something became known of a record, with the address of the record as it was at its end."""

    day: str
    said: str
    url: str
    chosen: bool


def view_days(days: Sequence[date], incident: str, eye: Eye) -> list[Day]:
    """The days to look back to, and the one that is looked back to, each an address of its own."""
    asked = eye.until.date() if eye.until else None
    return [
        Day(
            day=day.isoformat(),
            said=say_day(day, eye.language),
            url=f"{incident_url(incident)}?as_of={day.isoformat()}",
            chosen=day == asked,
        )
        for day in sorted({*days, *([asked] if asked else [])})
    ]


def say_looking_back(eye: Eye) -> str:
    """The day or minute that is looked back to; nothing where it is today."""
    if eye.until is None or eye.as_of is None:
        return ""
    day = say_day(eye.until, eye.language)
    hour = "" if len(eye.as_of) == len("2024-08-31") else eye.words["hour"].format(hour=f"{eye.until:%H:%M}")
    return eye.words["as_of_note"].format(day=day + hour)


def say_then(dossier: Dossier, eye: Eye) -> str:
    """That what is one record today was several then."""
    if not dossier.apart:
        return ""
    return eye.words["apart"].format(n=len(dossier.apart) + 1)
