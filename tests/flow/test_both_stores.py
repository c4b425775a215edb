"""The same reports make the same records in a file and on a server."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from pressroom import Row, make_items
from shelf_fixtures import open_shelf
from shelves import FileShelf, Shelf
from test_laws import NOW, look, report_sets

from tamani.flow import OWNER, add_collected, merge_incidents, tell_history
from tamani.flow.decide import Decision
from tamani.settings import Settings
from tamani.store import IncidentFilter, Store

ASKED = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
WORDS = (
    "attack",
    "attaque",
    "tué",
    "TUES",
    "milit",
    "the army",
    "l'arm",
    "Djib",
    "market killed",
    "soldats vill",
    "12",
)
FILTERS = (
    IncidentFilter(),
    IncidentFilter(background=False, limit=2),
    IncidentFilter(kind="armed_attack", first=date(2020, 1, 1)),
    IncidentFilter(words="attaqu", last=date(2030, 1, 1), since=1),
)


def tell(store: Store) -> dict[str, object]:
    """All that a user can get out of a store."""
    rows = look(store)
    reports = [reading.report for reading in store.all_readings()]
    return {
        "records": rows,
        "counts": store.counts(),
        "cursor": store.cursor(),
        "lists": [store.list_incidents(asked) for asked in FILTERS],
        # The closest first is each database's own measure; what is found is the same.
        "search": {words: sorted(store.search(words, limit=1000)) for words in WORDS},
        "sources": store.sources(),
        "reports": store.reports(reports),
        "extractions": list(store.all_extractions()),
        "links": list(store.link_history()),
        "near": store.mentions_near([mention.id for mention in store.all_mentions()], days=3, km=40),
        "history": [[str(one) for one in tell_history(store, row["incident"], OWNER)] for row in rows],
        "changed": store.changed_reports(1),
        "rejects": store.rejects(),
    }


def fill(store: Store, rows: Sequence[Row], cut: int) -> None:
    for batch in (rows[:cut], rows[cut:]):
        add_collected(store, make_items(batch, now=NOW), Settings(), now=NOW)
    ids = [str(row["incident"]) for row in look(store)][:2]
    if len(ids) == 2:
        merge_incidents(store, ids, Decision("ana", "one event", NOW))


@pytest.fixture(scope="module")
def server() -> Iterator[Shelf]:
    with open_shelf("postgres") as opened:
        yield opened


@ASKED
@given(rows=report_sets(), chance=st.randoms(use_true_random=False))
def test_the_same_reports_make_the_same_store_in_a_file_and_on_a_server(
    server: Shelf, rows: list[Row], chance: random.Random
) -> None:
    cut = chance.randint(0, len(rows))
    with FileShelf().open() as one, server.open() as other:
        fill(one, rows, cut)
        fill(other, rows, cut)
        left, right = tell(one), tell(other)
        assert [name for name in left if left[name] != right[name]] == []
