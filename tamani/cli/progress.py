"""How far a long work is, on a terminal only: how many of how many, how fast now, and how long it will take."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from tamani.cli.face import say

# How fast it is now, not since the start: a run that goes on where it was killed flies over what is known already.
WINDOW = 30.0  # seconds


@contextmanager
def show_progress(language: str, count_all: Callable[[], int | None]) -> Iterator[Callable[[int], None]]:
    """A line that is written over; where nobody watches, nothing is written or counted. It is gone at the end."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    pace, longest = Pace(count_all()), 0

    def tell(done: int) -> None:
        nonlocal longest
        line = pace.tell(done, time.monotonic(), language)
        longest = max(longest, len(line))
        click.echo("\r" + line.ljust(longest), err=True, nl=False)

    pace.tell(0, time.monotonic(), language)
    try:
        yield tell
    finally:
        if longest:
            click.echo("\r" + " " * longest + "\r", err=True, nl=False)


class Pace:
    """Counts, and says how fast and how much longer."""

    def __init__(self, total: int | None) -> None:
        self.total = total
        self._seen: deque[tuple[float, int]] = deque()

    def tell(self, done: int, now: float, language: str) -> str:
        """One line on what is done by now."""
        from tamani.phrases import say_number

        self._seen.append((now, done))
        while len(self._seen) > 2 and self._seen[1][0] <= now - WINDOW:
            self._seen.popleft()
        start, first = self._seen[0]
        rate = (done - first) / max(0.001, now - start)
        facts = {"n": say_number(done, language), "rate": say_number(round(rate), language)}
        # More than was counted came: a folder that grows, or a row over several lines.
        if self.total is None or done > self.total:
            return say(language, "progress", **facts)
        facts |= {"total": say_number(self.total, language), "percent": str(100 * done // max(1, self.total))}
        if rate < 0.01:
            return say(language, "progress_of", **facts)
        return say(language, "progress_left", left=say_seconds((self.total - done) / rate), **facts)


def say_seconds(seconds: float) -> str:
    """A stretch of time as both languages write it, to the unit that matters.

    >>> say_seconds(7.4), say_seconds(200), say_seconds(7500)
    ('7 s', '3 min 20 s', '2 h 05 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
