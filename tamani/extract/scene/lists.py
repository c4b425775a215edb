"""Lists of incidents, one dated line each: "3 May: Gunmen killed two in Jajeri." Each line is an event of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import structs

from tamani.extract.scene.frames import Frame
from tamani.records import Mode

LISTED = timedelta(days=100)  # a list of a month or a quarter comes out weeks later
MARKS = frozenset((":", "-", "–", "—"))


def _is_entry(frame: Frame, published: date | None) -> bool:
    """Does a sentence hold a line's head, at its start or behind the source of the line before?

    "Source: a monitor 13 July 2019: In Noukel, a nurse was kidnapped."
    """
    for found in frame.dates:
        after = frame.sentence.tokens[found.last + 1 : found.last + 3]
        if found.end is None or len(after) < 2 or (published is not None and found.end < published - LISTED):
            continue
        full = found.kind == "absolute" and after[0].text == ":" and after[1].is_capital
        head = found.first <= 1 and after[0].text in MARKS and found.start is not None
        if full or (head and (found.end - (found.start or found.end)).days < 3):
            return True
    return False


def mark_entries(frames: Sequence[Frame], published: date | None) -> tuple[Frame, ...]:
    """The frames with those marked that open an entry of a list.

    A chronology below the news of the day is none: its entries lie in the past.
    """
    entries = {frame.sentence.index for frame in frames if frame.is_strong and _is_entry(frame, published)}
    if len(entries) < 2:
        return tuple(frames)
    told = (frame for frame in frames if frame.tolls and not frame.is_title and not frame.generic)
    first = next((frame.sentence.index for frame in told), min(entries))
    if first < min(entries):
        return tuple(frames)
    return tuple(
        structs.replace(frame, entry=True)
        if frame.sentence.index in entries and frame.is_strong and _is_entry(frame, published)
        else frame
        for frame in frames
    )


def gather_entries(frames: Sequence[Frame]) -> list[list[Frame]]:
    """The frames of each entry: its head and what its paragraph tells up to the next; none where a report is no list.

    What stands above the first entry says what the list is about, and tells of no event.
    """
    found: list[list[Frame]] = []
    for frame in frames:
        if frame.entry:
            found.append([frame])
        elif found and frame.sentence.paragraph == found[-1][0].sentence.paragraph:
            found[-1].append(frame)
    return [kept for entry in found if (kept := [one for one in entry if _is_told(one)])]


def _is_told(frame: Frame) -> bool:
    return frame.mode is Mode.ACTUAL and not frame.is_silent and (frame.entry or not frame.generic)
