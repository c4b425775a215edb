"""A desk for the tests of decisions: stores of made-up reports, and what they show."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pressroom
from hypothesis import HealthCheck, Phase, settings, strategies as st
from pressroom import Row, invent_attacks, write_report
from shelves import FileShelf, Shelf

from tamani.flow import OWNER, Decision, Query, add_collected, list_incidents
from tamani.records import Item, Marking
from tamani.settings import Settings
from tamani.share.contract import make_incident_row
from tamani.store import Store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
# Made-up reports of random attacks don't shrink: the seed is what is drawn.
ASKED = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)


@st.composite
def report_sets(draw: st.DrawFn) -> list[Row]:
    """Some reports of two or three attacks."""
    random_ = random.Random(draw(st.integers(0, 10_000)))
    attacks = invent_attacks(random_, draw(st.integers(2, 3)))
    return [write_report(random_, random_.choice(attacks), f"r{n}") for n in range(draw(st.integers(4, 9)))]


def make_items(rows: Sequence[Row], marking: Marking | None = None) -> list[Item]:
    return pressroom.make_items(rows, now=NOW, marking=marking)


def add(store: Store, rows: Sequence[Row]) -> None:
    assert not add_collected(store, make_items(rows), Settings(), now=NOW).rejects


@contextmanager
def load(*batches: Sequence[Row], shelf: Shelf | None = None) -> Iterator[Store]:
    """A store with some batches of reports, added one after the other."""
    with (shelf or FileShelf()).open() as store:
        for batch in batches:
            add(store, batch)
        yield store


def look(store: Store) -> list[dict[str, Any]]:
    """Every record as it is printed, withdrawn ones left out."""
    dossiers = list_incidents(store, OWNER, Query(background=True), now=NOW)
    return sorted((make_incident_row(dossier) for dossier in dossiers), key=lambda row: str(row["incident"]))


def by(author: str = "ana", reason: str = "I was there", hours: int = 0) -> Decision:
    return Decision(author, reason, NOW + timedelta(hours=hours))
