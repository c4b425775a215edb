"""Since when words are known: what a report says of itself, bounded by what the archive proves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct


class Stamp(Struct, frozen=True):
    """The dates of one version of a report."""

    published: datetime | None
    modified: datetime | None
    collected: datetime | None


def prove_known(stamp: Stamp) -> datetime | None:
    """Since when the words of one version are known, by themselves.

    Words that were changed after they were published are proven from the change. What lay in the archive was known
    then, whatever date the report bears.

    >>> at = datetime.fromisoformat
    >>> prove_known(Stamp(at("2024-06-01"), at("2024-06-03"), at("2026-01-01")))
    datetime.datetime(2024, 6, 3, 0, 0)
    >>> prove_known(Stamp(None, None, at("2026-01-01")))
    datetime.datetime(2026, 1, 1, 0, 0)
    """
    said = [at for at in (stamp.published, stamp.modified) if at is not None]
    if not said:
        return stamp.collected
    return max(said) if stamp.collected is None else min(max(said), stamp.collected)


def date_versions(versions: Sequence[Stamp]) -> tuple[datetime | None, ...]:
    """Since when each version of one report is known, the versions in their order, the one that counts now last.

    One that came after an older one had been collected is known from when it was collected itself: until then the
    archive held the older words. Versions that came together are known by their own dates.
    """
    known: list[datetime | None] = []
    for number, one in enumerate(versions):
        earlier = [older.collected for older in versions[:number] if older.collected is not None]
        replaces = one.collected is not None and any(at < one.collected for at in earlier)
        known.append(one.collected if replaces else prove_known(one))
    return tuple(known)


def choose_version(versions: Sequence[Stamp], at: datetime) -> int | None:
    """Which of a report's versions counted at a time; None: nothing of it was known."""
    known = date_versions(versions)
    return next((n for n in range(len(versions) - 1, -1, -1) if (since := known[n]) is not None and since <= at), None)
