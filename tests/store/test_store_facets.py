"""Lists are narrowed by all that anybody says: never less than what some reader may find in a record."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from shelves import Shelf
from store_reports import DJIBO, SUNDAY, make_arrival, make_event, name_mention

from tamani.records import Basis, DateValue, IncidentId, PerpetratorValue, TollValue, Value, Who
from tamani.store import IncidentFilter, IncidentRow, Store, open_store
from tamani.store.audit import check_sums
from tamani.store.migrate import load_schemas

ON_SUNDAY = ("date", DateValue(SUNDAY, SUNDAY))
JNIM = ("perpetrator", PerpetratorValue("JNIM", "jnim", "jihadist", Basis.ACCUSED))


def listed(store: Store, **wanted: object) -> list[str]:
    return sorted(row.id for row in store.list_incidents(IncidentFilter(**wanted)))  # type: ignore[arg-type]


def fill(store: Store) -> None:
    many: tuple[str, Value] = ("killed", TollValue(55, None, Who.CIVILIANS))
    some: tuple[str, Value] = ("killed", TollValue(None, 12, Who.CIVILIANS))
    store.add_readings(
        [
            make_event("r1", ON_SUNDAY, ("place", DJIBO), JNIM, many),
            make_event("r2", ON_SUNDAY, ("place", DJIBO), some, ("killed", TollValue(11, 11, Who.CIVILIANS))),
            make_event("r3", ON_SUNDAY, ("place", DJIBO)),
        ]
    )
    store.set_membership({IncidentId(f"i{n}"): [name_mention(f"r{n}")] for n in (1, 2, 3)})


def test_lists_by_actor_by_how_grave_it_may_be_and_of_what_may_be_disputed(store: Store) -> None:
    fill(store)
    assert listed(store, actors=("jnim", "katiba_macina")) == ["i1"] and listed(store, actors=("issp",)) == []
    assert listed(store, severity=4) == ["i1"] and listed(store, severity=3) == ["i1", "i2"]
    assert listed(store, severity=2) == ["i1", "i2", "i3"] and listed(store, open=True) == ["i2"]
    assert listed(store, severity=3, country="BF", open=True) == ["i2"]
    assert listed(store, severity=3, actors=("jnim",), kind="armed_attack") == ["i1"]
    assert listed(store, severity=3, country="ML") == listed(store, open=True, actors=("jnim",)) == []


def test_a_list_by_several_actors_goes_on_in_order_and_names_each_incident_once(store: Store) -> None:
    issp = ("perpetrator", PerpetratorValue("ISSP", "issp", "jihadist", Basis.ACCUSED))
    store.add_readings([make_event(f"r{n}", ON_SUNDAY, *((JNIM, issp)[n % 2 :])) for n in range(6)])
    store.set_membership({IncidentId(f"i{n}"): [name_mention(f"r{n}")] for n in range(6)})
    found: list[IncidentRow] = []
    last: IncidentRow | None = None
    while page := store.list_incidents(IncidentFilter(actors=("jnim", "issp"), limit=2, after=last)):
        found, last = [*found, *page], page[-1]
    assert [row.id for row in found] == [f"i{n}" for n in range(6)]


def test_a_list_of_news_has_what_became_known_after_a_time(store: Store) -> None:
    times = [datetime(2024, 8, day, 10, tzinfo=UTC) for day in (24, 25, 26)]
    store.add_readings([make_arrival(f"r{n}", published=at) for n, at in enumerate(times)])
    store.set_membership(
        {IncidentId("i0"): [name_mention("r0"), name_mention("r2")], IncidentId("i1"): [name_mention("r1")]}
    )
    assert listed(store, known_after=times[0]) == ["i0", "i1"]
    assert listed(store, known_after=times[1]) == ["i0"] == listed(store, known_after=times[1], kind="armed_attack")
    assert listed(store, known_after=times[2]) == []


def test_an_older_store_has_these_lists_once_it_is_opened(shelf: Shelf) -> None:
    with shelf.place() as address:
        with open_store(address) as store:
            fill(store)
            wanted = {name: listed(store, **asked) for name, asked in QUESTIONS.items()}
        before = len(load_schemas(shelf.kind)) - 1
        with shelf.outside(address) as outside:
            outside.execute("delete from facets where facet in ('actor', 'severity', 'open')")
            outside.execute("drop index incidents_known")
            outside.execute("alter table incidents drop column known")
            number = f"update tamani_schema set version = {before}"
            outside.execute(f"pragma user_version = {before}" if shelf.kind == "sqlite" else number)
        with open_store(address) as store:
            assert {name: listed(store, **asked) for name, asked in QUESTIONS.items()} == wanted
            assert list(check_sums(store.auditor())) == []


QUESTIONS: dict[str, dict[str, object]] = {
    "actor": {"actors": ("jnim",)}, "grave": {"severity": 3}, "gravest": {"severity": 4}, "open": {"open": True},
    "news": {"known_after": datetime(2024, 8, 1, tzinfo=UTC)},
}  # fmt: skip


@pytest.mark.parametrize("asked", QUESTIONS.values())
def test_an_empty_store_has_none(store: Store, asked: dict[str, object]) -> None:
    assert listed(store, **asked) == []
