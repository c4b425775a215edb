"""Both kinds of database are laid out alike: what one has, the other has too."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelf_fixtures import open_shelf
from shelves import Shelf
from store_reports import DJIBO, MONDAY, SUNDAY, make_event, name_mention

from tamani.records import DateValue, IncidentId, PlaceValue
from tamani.store import IncidentFilter, Store, migrate, open_store

FOLDER = Path(migrate.__file__).parent / "sql"
# What only one of them needs: the search index's own tables, the bytes that lie in a folder beside a file.
OWN = ("reading_words", "sqlite_", "raws", "tamani_schema")
COLUMNS = {
    "sqlite": """
        select m.name, c.name, case lower(c.type) when 'text' then 1 else 0 end
        from sqlite_schema m join pragma_table_info(m.name) c
        where m.type = 'table'""",
    "postgres": """
        select table_name, column_name, case data_type when 'text' then 1 else 0 end from information_schema.columns
        where table_schema = current_schema()""",
}
GUARDS = {
    "sqlite": "select distinct tbl_name from sqlite_schema where type = 'trigger'",
    "postgres": """
        select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where not t.tgisinternal and c.relnamespace = current_schema()::regnamespace""",
}


def test_every_migration_is_written_for_both() -> None:
    assert [path.name for path in sorted(FOLDER.glob("[0-9]*.sql"))] == [
        path.name for path in sorted((FOLDER / "postgres").glob("[0-9]*.sql"))
    ], "a migration in store/sql needs one of the same name in store/sql/postgres"


@pytest.mark.parametrize("asked", [COLUMNS, GUARDS], ids=["columns", "guards"])
def test_both_have_the_same_tables_columns_and_guards(asked: dict[str, str]) -> None:
    found = {}
    for kind, sql in asked.items():
        with open_shelf(kind) as shelf, shelf.place() as address:
            open_store(address).close()
            with shelf.outside(address) as outside:
                found[kind] = {tuple(map(str, row)) for row in outside.rows(sql) if not str(row[0]).startswith(OWN)}
    assert found["sqlite"] == found["postgres"] and len(found["sqlite"]) > 9


ON_SUNDAY = ("date", DateValue(SUNDAY, SUNDAY))
BEFORE_NEWS = ("drop index incidents_known", "alter table incidents drop column known")
# Undoes what came after the fifth migration, but for rows: a store that was last opened then.
BEFORE_LISTS = (
    *BEFORE_NEWS,
    "drop table facets",
    "drop index incidents_late",
    "create index incidents_day on incidents (last_day desc, id)",
    "drop index markings_of",
    "create index markings_report on markings (report) where author is not null",
)
SET_BACK = {"sqlite": "pragma user_version = 5", "postgres": "update tamani_schema set version = 5"}
UNGUARD = {"sqlite": "drop trigger claims_keep", "postgres": "drop trigger claims_keep on claims"}
LISTS = "select facet, value, late, incident from facets order by facet, value, late, incident"


def fill(store: Store) -> None:
    """Incidents with a day and none, a place and none, one in two countries, one that two reports give another kind."""
    gao = PlaceValue("Gao", "ML", 16.27, -0.04, 2, 10.0)
    store.add_readings([
        make_event("r1", ON_SUNDAY, ("place", DJIBO)),
        make_event("r2", ON_SUNDAY, ("place", gao), ("kind", "bombing")),
        make_event("r3", ("place", PlaceValue("Tin")), published=None),
        make_event("r4", ("place", gao), ("kind", "armed_attack"), published=MONDAY),
    ])  # fmt: skip
    one, two, three, four = (name_mention(f"r{n}") for n in (1, 2, 3, 4))
    store.set_membership({IncidentId("i1"): [one, two], IncidentId("i2"): [three], IncidentId("i3"): [four]})


def set_back(shelf: Shelf, address: str, *more: str) -> None:
    with shelf.outside(address) as outside:
        for statement in (*more, *BEFORE_LISTS, SET_BACK[shelf.kind]):
            outside.execute(statement)


def test_a_store_of_before_the_lists_by_country_and_kind_has_them_once_it_is_opened(
    shelf: Shelf, bare_address: str
) -> None:
    with open_store(bare_address) as store:
        fill(store)
    with shelf.outside(bare_address) as outside:
        made = outside.rows(LISTS)
    set_back(shelf, bare_address)
    with open_store(bare_address) as store:
        assert {row.id for row in store.list_incidents(IncidentFilter(country="ML"))} == {"i1", "i3"}
        assert [row.id for row in store.list_incidents(IncidentFilter(country="BF"))] == ["i1"]
        assert [row.id for row in store.list_incidents(IncidentFilter(kind="bombing"))] == ["i1"]
        assert len(store.list_incidents(IncidentFilter(kind="armed_attack"))) == 3
        assert store.facets("country") == ("BF", "ML") and store.facets("kind") == ("armed_attack", "bombing")
        assert store.auditor().database.find_strange_parts() == []
    with shelf.outside(bare_address) as outside:
        assert outside.rows(LISTS) == made and made


def test_a_store_whose_lists_were_made_but_not_filled_has_them_once_it_is_opened(
    shelf: Shelf, bare_address: str
) -> None:
    with open_store(bare_address) as store:
        fill(store)
    with shelf.outside(bare_address) as outside:
        made = outside.rows(LISTS)
        for statement in ("delete from facets where incident <> 'i1'", *BEFORE_NEWS):
            outside.execute(statement)
        outside.execute(SET_BACK[shelf.kind].replace("5", "6"))
    open_store(bare_address).close()
    with shelf.outside(bare_address) as outside:
        assert outside.rows(LISTS) == made


@pytest.mark.parametrize("value", ["{", '"', '{"name":"Gao","country":7}', "[]"])
def test_a_place_that_can_not_be_read_keeps_no_store_from_opening(shelf: Shelf, bare_address: str, value: str) -> None:
    with open_store(bare_address) as store:
        fill(store)
    set_back(shelf, bare_address, UNGUARD[shelf.kind], f"update claims set value = '{value}' where field = 'place'")
    with open_store(bare_address) as store:
        assert store.facets("country") == () and store.facets("kind") == ("armed_attack", "bombing")
        store.set_membership({IncidentId("i3"): [name_mention("r3"), name_mention("r4")]})
        assert store.facets("country") == ()
