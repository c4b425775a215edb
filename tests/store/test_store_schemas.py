"""Both kinds of database are laid out alike: what one has, the other has too."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelf_fixtures import open_shelf

from tamani.store import migrate, open_store

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
