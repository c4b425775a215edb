"""Points in time as files, feeds and pages write them, as aware UTC; a bare day is its midnight."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from tamani.errors import NotAllowed

_DAY_ONLY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")
_WORDS = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?\.?\s+([^\W\d_]{3,10})\.?,?\s+(\d{4})|([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")  # fmt: skip  # noqa: E501
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv", "february feb février fevrier févr fevr fév", "march mar mars",
            "april apr avril avr", "may mai", "june jun juin", "july jul juillet juil",
            "august aug août aout", "september sept sep septembre", "october oct octobre",
            "november nov novembre", "december dec décembre decembre déc",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def read_past(given: str | None, *, now: datetime) -> datetime | None:
    """The time that is looked back to; a bare day is its end in UTC, a time without a zone is UTC.

    >>> noon = datetime(2024, 9, 1, 12, tzinfo=UTC)
    >>> read_past("2024-08-31", now=noon).isoformat(), read_past("2024-08-31T16:00+02:00", now=noon).isoformat()
    ('2024-08-31T23:59:59.999999+00:00', '2024-08-31T14:00:00+00:00')
    """
    if not given:
        return None
    # In an address "+02:00" comes in as " 02:00".
    written = re.sub(r"(T\d\d:\d\d\S*) (\d\d:?\d\d)$", r"\1+\2", given.strip())
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
            begins = datetime.combine(date.fromisoformat(written), datetime.min.time(), UTC)
            asked = begins + timedelta(days=1, microseconds=-1)
        elif re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", written):
            asked = datetime.fromisoformat(written)
            begins = asked = (asked if asked.tzinfo else asked.replace(tzinfo=UTC)).astimezone(UTC)
        else:
            raise ValueError(written)
    except (ValueError, OverflowError) as error:
        remedy = "write it as 2024-08-31, or with a time in UTC as 2024-08-31T16:00"
        raise NotAllowed(given, "is no day or time", remedy) from error
    # The day that is not over yet may be asked for: what is known of it now.
    if begins > now:
        raise NotAllowed(given, "lies in the future", "give a day or time that has been; days begin at midnight UTC")
    return asked


def parse_instant(text: str | None) -> datetime | None:
    """A written date as aware UTC, or None where it is none.

    >>> parse_instant("2024-08-26"), parse_instant("24 août 2024"), parse_instant("soon")
    (datetime.datetime(2024, 8, 26, 0, 0, tzinfo=datetime.timezone.utc), datetime.datetime(2024, 8, 24, 0, 0, \
tzinfo=datetime.timezone.utc), None)
    """
    text = (text or "").strip()
    if not text or len(text) > 200:
        return None
    for parse in (_parse_iso, _parse_mail, _parse_day, _parse_words):
        try:
            found = parse(text)
            if found is not None:
                return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def _parse_iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-?\d\d-?\d\d", text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        # "2020-05-01T10:00:00+0200 (CEST)", "2020-05-01 10:00 GMT": the day and hour are good, the tail is not.
        found = re.match(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?", text)
        return datetime.fromisoformat(found.group()) if found else None


def _parse_mail(text: str) -> datetime | None:
    return parsedate_to_datetime(text) if re.search(r"\d{4}.*\d\d:\d\d|^\w{3},", text) else None


def _parse_day(text: str) -> datetime | None:
    found = _DAY_ONLY.match(text) or _COMPACT.match(text)
    if found:
        year, month, day = (int(part) for part in found.groups())
        return datetime(year, month, day, tzinfo=UTC)
    found = _DAY_FIRST.match(text)
    if found:
        day, month, year = (int(part) for part in found.groups())
        # 26/08/2024 can only be day first, 08/26/2024 only month first; 05/04/2024 is read day first.
        day, month = (month, day) if month > 12 else (day, month)
        return datetime(year, month, day, tzinfo=UTC)
    return None


def _parse_words(text: str) -> datetime | None:
    for found in _WORDS.finditer(text):
        day, name, year = found.group(1, 2, 3) if found.group(1) else found.group(5, 4, 6)
        month = _MONTHS.get(name.lower())
        if month:
            return datetime(int(year), month, int(day), tzinfo=UTC)
    return None
