"""The laws at the store: appended is appended, order and repeats change nothing, absent stays absent."""

from __future__ import annotations

import random
from datetime import UTC, date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings, strategies as st
from msgspec.structs import replace
from shelves import Outside, Shelf
from store_reports import MONDAY, TEXT, make_arrival, make_link, make_reading, name_mention

from tamani.fields import VALUE_TYPES, make_claim
from tamani.records import (
    Extraction,
    IncidentId,
    Marking,
    Mention,
    MentionId,
    Mode,
    Part,
    Reading,
    Reject,
    Report,
    ReportId,
    Span,
    Stance,
    Tlp,
    Verdict,
    Version,
    Withdrawal,
)
from tamani.store import Arrival, Store, open_store

APPENDED = (
    "commits",
    "reports",
    "markings",
    "readings",
    "runs",
    "mentions",
    "claims",
    "links",
    "withdrawals",
    "rejects",
)
KEY = {"claims": "position"}  # the others have a number of arrival
QUICK = settings(max_examples=25, deadline=None)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
absent = st.none() | texts
times = st.datetimes(timezones=st.just(UTC))


def _values(field: str) -> st.SearchStrategy[Any]:
    kind = VALUE_TYPES[field]
    if kind is str:
        return st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    return st.from_type(kind)


for plain, strategy in ((float, st.floats(-1e9, 1e9)), (str, texts)):
    st.register_type_strategy(plain, strategy)
fields_and_values = st.sampled_from(sorted(VALUE_TYPES)).flatmap(
    lambda field: st.tuples(st.just(field), _values(field))
)


@st.composite
def arrivals(draw: st.DrawFn) -> Arrival:
    """Any report with any text, absent where it may be absent, and any claims about it."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
    reading = Reading(
        report=ReportId(draw(st.sampled_from(["a", "b", "c"]))),
        version=Version(draw(st.text("0123456789abcdef", min_size=32, max_size=32))),
        text=text,
        title=draw(absent),
        author=draw(absent),
        agency=draw(absent),
        published=draw(st.none() | times),
        modified=draw(st.none() | times),
        language=draw(st.sampled_from([None, "fr", "en", "ar"])),
        sentences=draw(st.sampled_from([(), (Span(0, 1), Span(0, 1, Part.TITLE))])),
        file=draw(absent),
        source=draw(absent),
        url=draw(absent),
        collected=draw(st.none() | times),
    )
    mention = MentionId(f"{reading.report}/{reading.version}")
    span = Span(0, draw(st.integers(1, len(text))))

    def claim(field: str, value: Any, of: MentionId | None) -> Any:
        said: Any = {"said_by": draw(absent), "speaker": draw(absent), "confidence": draw(st.none() | st.just(0.0))}
        return make_claim(reading, field, value, span, mention=of, stance=draw(st.sampled_from(Stance)), **said)

    own = tuple(claim(field, value, mention) for field, value in draw(st.lists(fields_and_values, max_size=4)))
    found = Mention(
        id=mention,
        report=reading.report,
        version=reading.version,
        name="m1",
        kind="other",
        mode=draw(st.sampled_from(Mode)),
        anchor=span,
        claims=own,
    )
    extraction = Extraction(
        report=reading.report,
        version=reading.version,
        language=reading.language,
        relevant=draw(st.booleans()),
        mentions=(found,),
        statements=tuple(claim(field, value, None) for field, value in draw(st.lists(fields_and_values, max_size=2))),
    )
    marking = Marking(draw(st.sampled_from(Tlp)), draw(st.sampled_from([(), ("un",), ("ngo", "un")])))
    report = Report(id=reading.report, source=f"source of {reading.report}", marking=marking)
    return Arrival(report=report, reading=reading, extraction=draw(st.sampled_from([extraction, extraction, None])))


def _content(store: Store) -> object:
    """All that a user can get out of a store, without the numbers of arrival."""
    ids = sorted(reading.report for reading in store.all_readings())
    return [
        (
            store.latest_reading(report),
            store.versions(report),
            store.extraction(report),
            sorted(claim.id for claim in store.claim_history(report)),
            store.reports([report]),
            [(mention, store.mentions_near([mention], days=3, km=40)) for mention in _mentions(store, report)],
        )
        for report in ids
    ]


def _mentions(store: Store, report: ReportId) -> list[MentionId]:
    found = store.extraction(report)
    return [mention.id for mention in found.mentions] if found else []


@QUICK
@given(arrival=arrivals())
def test_whatever_a_report_says_comes_back_the_same_and_absent_stays_absent(shelf: Shelf, arrival: Arrival) -> None:
    with shelf.open() as store:
        store.add_readings([arrival])
        assert store.latest_reading(arrival.report.id) == arrival.reading
        assert store.reports([arrival.report.id]) == (arrival.report,)
        # By their JSON too: in Python 0 == 0.0 == False, in a record they are not the same.
        stored = msgspec.json.encode(store.extraction(arrival.report.id))
        assert stored == msgspec.json.encode(arrival.extraction)


@QUICK
@given(found=st.lists(arrivals(), min_size=1, max_size=6), chance=st.randoms(use_true_random=False))
def test_any_order_of_arrival_and_any_repeats_store_the_same(
    shelf: Shelf, found: list[Arrival], chance: random.Random
) -> None:
    repeated = found + chance.choices(found, k=3)
    chance.shuffle(repeated)
    with shelf.open() as first, shelf.open() as second:
        first.add_readings(found)
        for arrival in repeated:
            second.add_readings([arrival])
        assert _content(first) == _content(second)
        cursor = second.cursor()
        second.add_readings(found)
        assert second.cursor() == cursor


def _rows(outside: Outside) -> dict[str, set[Any]]:
    return {table: set(outside.rows(f"select * from {table}")) for table in APPENDED}


def _do(store: Store, step: tuple[str, int, int]) -> None:
    """One thing that a user or a stage may do."""
    name, one, two = step
    report, other = f"r{one}", f"r{two}"
    known = {mention.id for mention in store.all_mentions()}
    if name == "add":
        store.add_readings([make_arrival(report)])
    elif name == "edit":
        store.add_readings([make_arrival(report, text=f"{TEXT} {two}", published=MONDAY + timedelta(hours=two))])
    elif name == "recode":
        store.add_readings([make_arrival(report, coder=f"rules/{two}")])
    elif name == "link":
        store.add_links([make_link(report, other, Verdict.SAME)])
    elif name == "withdraw":
        at = MONDAY + timedelta(days=two)
        taken = (Withdrawal(link=link.id, author="person:awa", reason="", at=at) for link in store.links())
        store.withdraw_links(list(taken)[:one])
    elif name == "group":
        groups = {IncidentId(f"i{one}"): sorted(known)[:two], IncidentId(f"j{one}"): sorted(known)[two:]}
        store.set_membership(groups)
    elif name == "correct" and name_mention(report) in known:
        reading = make_reading(report)
        coder = f"person:{two}"
        claim = make_claim(reading, "tactic", "ambush", Span(0, 9), mention=name_mention(report), coder=coder)
        store.add_claims([claim])
    elif name == "mark" and store.reports([ReportId(report)]):
        store.mark_report(ReportId(report), Marking(Tlp.GREEN), author=f"person:{two}", at=MONDAY)
    elif name == "reject":
        store.add_rejects([Reject(name=report, problem=other, remedy="", at=MONDAY)])
        store.resolve_reject(other, at=MONDAY)


STEPS = ("add", "edit", "recode", "link", "withdraw", "group", "correct", "mark", "reject")


@QUICK
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 3), st.integers(1, 3)), max_size=15))
def test_whatever_is_done_nothing_earlier_is_changed_or_gone(shelf: Shelf, steps: list[tuple[str, int, int]]) -> None:
    with shelf.open() as store, shelf.outside(store.address) as outside:
        store.add_readings([make_arrival("r1"), make_arrival("r2")])
        before = _rows(outside)
        for step in steps:
            _do(store, step)
            after = _rows(outside)
            assert all(rows <= after[table] for table, rows in before.items())
            before = after


@pytest.mark.parametrize("table", APPENDED)
def test_the_database_itself_refuses_to_change_or_erase(shelf: Shelf, address: str, table: str) -> None:
    with open_store(address) as store:
        store.add_readings([make_arrival("r1"), make_arrival("r2")])
        link = make_link("r1", "r2")
        store.add_links([link])
        store.withdraw_links([Withdrawal(link=link.id, author="awa", reason="", at=MONDAY)])
        store.add_rejects([Reject(name="a", problem="b", remedy="c", at=MONDAY)])
    # Not through tamani: any program that opens the file.
    with shelf.outside(address) as outside:
        before = _rows(outside)
        assert before[table]
        column = KEY.get(table, "n")
        for sql in (f"update {table} set {column} = {column}", f"delete from {table}"):
            with pytest.raises(outside.refusal, match="append only"):
                outside.execute(sql)
        assert _rows(outside) == before


def test_zero_is_zero_and_absent_is_absent_in_the_database_itself(shelf: Shelf, address: str) -> None:
    arrival = make_arrival("r1")
    bare = replace(arrival, reading=replace(arrival.reading, title="", author=None, published=None), extraction=None)
    with open_store(address) as store:
        store.add_readings([bare])
    with shelf.outside(address) as outside:
        assert outside.rows("select title, author, published, url from readings") == [("", None, None, None)]


def test_a_date_is_stored_as_the_day_it_names(store: Store) -> None:
    store.add_readings([make_arrival("r1")])
    store.set_membership({IncidentId("i"): [name_mention("r1")]})
    assert store.list_incidents()[0].first == date(2024, 8, 25)
