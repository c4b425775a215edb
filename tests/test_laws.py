"""The laws of docs/laws.md, the whole way: from texts to records, over made-up reports in both languages."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from pressroom import Row, invent_attacks, make_items, write_report
from shelves import Shelf

from tamani.flow import OWNER, Query, add_collected, list_incidents, merge_incidents, split_incident, undo_decision
from tamani.flow.decide import Decision
from tamani.records import DateValue, PlaceValue, TollValue
from tamani.settings import Settings
from tamani.share.contract import make_incident_row
from tamani.store import Store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ASKED = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@st.composite
def report_sets(draw: st.DrawFn) -> list[Row]:
    """A few reports of a few attacks."""
    random_ = random.Random(draw(st.integers(0, 10_000)))
    attacks = invent_attacks(random_, draw(st.integers(1, 3)))
    number = draw(st.integers(1, 8))
    return [write_report(random_, random_.choice(attacks), f"r{n}") for n in range(number)]


@contextmanager
def load(shelf: Shelf, *batches: Sequence[Row]) -> Iterator[Store]:
    """A store with some batches of reports, added one after the other."""
    with shelf.open() as store:
        for batch in batches:
            result = add_collected(store, make_items(batch, now=NOW), Settings(), now=NOW)
            assert not result.rejects
        yield store


def look(store: Store) -> list[dict[str, Any]]:
    """Every record as it is printed, in an order of its own."""
    dossiers = list_incidents(store, OWNER, Query(background=True), now=NOW)
    return sorted((make_incident_row(dossier) for dossier in dossiers), key=lambda row: str(row["incident"]))


@ASKED
@given(rows=report_sets())
def test_every_claim_quotes_its_report(shelf: Shelf, rows: list[Row]) -> None:
    with load(shelf, rows) as store:
        readings = {reading.report: reading for reading in store.all_readings()}
        for extraction in store.all_extractions():
            claims = [claim for mention in extraction.mentions for claim in mention.claims]
            for claim in [*claims, *extraction.statements]:
                assert claim.quote
                assert readings[claim.report].quote(claim.span) == claim.quote


@ASKED
@given(rows=report_sets(), random_=st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(shelf: Shelf, rows: list[Row], random_: random.Random) -> None:
    shuffled = list(rows)
    random_.shuffle(shuffled)
    with load(shelf, rows) as together, load(shelf, *([row] for row in shuffled)) as apart:
        assert look(together) == look(apart)


@ASKED
@given(rows=report_sets())
def test_a_second_load_adds_nothing(shelf: Shelf, rows: list[Row]) -> None:
    with load(shelf, rows) as store:
        before, counted, cursor = look(store), store.counts(), store.cursor()
        again = add_collected(store, make_items(rows, now=NOW), Settings(), now=NOW)
        assert (again.added, again.versions, again.touched) == (0, 0, 0)
        assert again.known == len(rows)
        assert (look(store), store.counts(), store.cursor()) == (before, counted, cursor)


@ASKED
@given(rows=report_sets())
def test_a_decision_taken_back_leaves_the_records_as_they_were(shelf: Shelf, rows: list[Row]) -> None:
    with load(shelf, rows) as store:
        before = look(store)
        if len(before) > 1:
            ids = [str(row["incident"]) for row in before[:2]]
            merge_incidents(store, ids, Decision("ana", "one event", NOW))
            assert len(look(store)) < len(before)
            undo_decision(store, None, Decision("ana", "mistake", NOW))
        assert look(store) == before
        # Appended, never erased: what was decided and taken back is still told.
        assert len(before) < 2 or any(back is not None for _, back in store.link_history())


@ASKED
@given(rows=report_sets())
def test_a_split_is_kept_when_the_same_reports_come_again(shelf: Shelf, rows: list[Row]) -> None:
    with load(shelf, rows) as store:
        large = next((row for row in look(store) if len({m["report"] for m in row["members"]}) > 1), None)
        if large is None:
            return
        report = str(large["members"][0]["report"])
        split_incident(store, str(large["incident"]), [report], Decision("ana", "another day", NOW))
        parted = look(store)
        add_collected(store, make_items(rows, now=NOW), Settings(), now=NOW)
        assert look(store) == parted
        members = [{m["report"] for m in row["members"]} for row in parted]
        others = {str(m["report"]) for m in large["members"]} - {report}
        assert not any(report in group and group & others for group in members)


@ASKED
@given(rows=report_sets())
def test_what_is_not_known_stays_none(shelf: Shelf, rows: list[Row]) -> None:
    undated = [
        row | {"text": "Gunmen attacked a village. Several people were killed.", "id": "vague", "title": None}
        for row in rows[:1]
    ]
    with load(shelf, [*rows, *undated]) as store:
        for mention in store.all_mentions():
            for claim in mention.claims:
                value = claim.value
                if isinstance(value, PlaceValue):
                    assert (value.lat is None) == (value.lon is None)
                    assert (value.lat, value.lon) != (0.0, 0.0)
                if isinstance(value, TollValue) and claim.quote.lower().startswith(("several", "plusieurs")):
                    assert value.low is None or value.low > 0
                assert "" not in msgspec.to_builtins(value) if isinstance(value, DateValue | PlaceValue) else True
        vague = store.extraction(store.find_report_id("vague"))
        assert vague is not None
        assert not [c for m in vague.mentions for c in m.of("place") if getattr(c.value, "lat", None) is not None]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_report_that_was_edited_replaces_its_older_words_but_keeps_them(shelf: Shelf, language: str) -> None:
    random_ = random.Random(5)
    attack = invent_attacks(random_, 1)[0]
    row = next(one for n in range(50) if (one := write_report(random_, attack, "r0"))["language"] == language)
    edited = row | {"text": str(row["text"]).replace(str(attack.dead), str(attack.dead + 3)), "published": "2026-01-01"}
    with load(shelf, [row], [edited]) as store, load(shelf, [edited], [row]) as backwards:
        assert len(store.versions(store.find_report_id("r0"))) == 2
        assert look(store) == look(backwards)
