"""What goes wrong on the way to a server, in plain words, and never with a password in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import example, given, settings, strategies as st
from shelf_fixtures import open_shelf
from shelves import SERVER
from store_reports import make_arrival

from tamani.errors import StoreProblem
from tamani.reasons import translate_reason
from tamani.store import Store, open_store
from tamani.store.connect import hide_password, name_folder
from tamani.store.postgres import PostgresDatabase
from tamani.store.postgres_session import Connection
from tamani.store.postgres_values import join_vectors, register_values, write_lines, write_vector

SECRET = "s3cr/t?p@ss:w0rd#"
MISTYPED = (
    f"postgresql://awa:{SECRET}@127.0.0.1:1/sahel",
    f"postgresql://awa:{SECRET}@/sahel",
    "postgresql://awa:s3cr%2@127.0.0.1:1/sahel",
    "postgresql://awa:s3cr:t@127.0.0.1:1:2/sahel",
    "postgresql://awa@127.0.0.1:1/sahel?password=s3cr&sslmode=disable",
    "postgresql://awa@127.0.0.1:1/sahel?pasword=s3cr",
    "postgre://awa:s3cr@127.0.0.1/sahel",
    "mysql://awa:s3cr@127.0.0.1/sahel",
)


@pytest.mark.parametrize("address", MISTYPED)
def test_no_password_is_in_any_message(address: str) -> None:
    with pytest.raises(StoreProblem) as caught:
        open_store(address)
    told: list[BaseException | None] = [caught.value]
    while told[-1] is not None and not told[-1].__suppress_context__:
        told.append(told[-1].__cause__ or told[-1].__context__)
    said = " ".join(str(one) for one in told) + " ".join(
        translate_reason(caught.value.problem, caught.value.remedy, "fr")
    )
    assert "s3cr" not in said and "p@ss" not in said and "w0rd" not in said
    assert "s3cr" not in hide_password(address) and "w0rd" not in str(name_folder(address, ".gazetteer"))


def test_a_server_that_is_not_there_is_told_in_both_languages() -> None:
    with pytest.raises(StoreProblem, match="does not answer; check that it runs") as caught:
        open_store("postgresql://awa@127.0.0.1:1/sahel")
    assert caught.value.item == "postgresql://awa@127.0.0.1:1/sahel"
    problem, remedy = translate_reason(caught.value.problem, caught.value.remedy, "fr")
    assert problem == "le serveur de la base ne répond pas" and remedy.startswith("vérifiez")


def test_a_database_and_a_schema_that_are_not_there_are_named() -> None:
    with open_shelf("postgres"):
        nowhere = psycopg.conninfo.make_conninfo(SERVER, dbname="tamani_nowhere")
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(nowhere)
        base, _, query = SERVER.partition("?")
        other = base.rpartition("/")[0] + "/tamani_nowhere" + (f"?{query}" if query else "")
        with pytest.raises(StoreProblem, match="there is no such database; create it"):
            open_store(other)
        mark = "&" if query else "?"
        with pytest.raises(StoreProblem, match="the schema that it names does not exist; create the schema"):
            open_store(f"{SERVER}{mark}options=-csearch_path%3Dtamani_nowhere")


def test_a_server_that_only_reads_says_so() -> None:
    with open_shelf("postgres") as shelf, shelf.open() as store:
        store.add_readings([make_arrival("r1")])
        assert isinstance(store._database, PostgresDatabase) and store._database._writer is not None
        store._database._writer.execute("set default_transaction_read_only = on")
        with pytest.raises(StoreProblem, match="the server only reads; give the address of the server that writes"):
            store.add_readings([make_arrival("r2")])
        assert store.counts().reports == 1


def test_a_connection_that_the_server_cut_is_made_anew() -> None:
    with open_shelf("postgres") as shelf, shelf.open() as store, shelf.outside(store.address) as outside:
        store.add_readings([make_arrival("r1")])
        assert store.counts().reports == 1
        cut = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tamani' and pid in ({})"
        pids = ",".join(str(one.info.backend_pid) for one in _connections(store))
        assert outside.rows(cut.format(pids))
        assert store.counts().reports == 1
        store.add_readings([make_arrival("r2")])
        assert store.counts().reports == 2


def _connections(store: Store) -> list[Connection]:
    database = store._database
    assert isinstance(database, PostgresDatabase) and database._writer is not None
    return [*database._idle, database._writer]


def test_a_write_that_the_server_cut_is_kept_not_at_all() -> None:
    with open_shelf("postgres") as shelf, shelf.open() as store, shelf.outside(store.address) as outside:
        store.add_readings([make_arrival("r1")])
        with pytest.raises(StoreProblem, match="does not answer"), store.together():
            store.add_readings([make_arrival("r2")])
            pids = ",".join(str(one.info.backend_pid) for one in _connections(store))
            outside.rows(f"select pg_terminate_backend(pid) from pg_stat_activity where pid in ({pids})")
            store.add_readings([make_arrival("r3")])
        assert store.counts().reports == 1 and store.cursor() == 1


def test_places_that_are_added_lie_at_home_for_a_store_on_a_server() -> None:
    folder = name_folder("postgresql://awa:s3cret@db.example.org:5432/sahel?sslmode=require", ".gazetteer")
    assert folder == Path.home() / ".tamani" / "db.example.org-5432-sahel.gazetteer"
    assert os.fspath(name_folder("a/b.db", ".gazetteer")) == os.path.join("a", "b.db.gazetteer")


@pytest.fixture(scope="module")
def door() -> Iterator[Connection]:
    """A connection that knows tamani's values, with a table to copy into."""
    with open_shelf("postgres"), psycopg.connect(SERVER) as connection:
        register_values(connection)
        connection.execute("create temporary table copied (text text, number double precision)")
        yield connection


few_words = st.lists(st.sampled_from(["tué", "Djibo", "a", "12", "l'armée", "ß", "x" * 300]), max_size=12).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(title=st.none() | few_words, text=few_words)
@example(title="tué " * 300, text="tué " * 300)  # more places of one word than the server tells apart
@example(title=None, text="mil " * 17_000 + "tué tué")  # farther than the last place it knows
@example(title="x " * 16_400, text="tué à Djibo")
@example(title="", text="")
def test_words_are_joined_here_as_the_server_joins_them(door: Connection, title: str | None, text: str) -> None:
    asked = (write_vector(title or ""), write_vector(text), join_vectors(title, text))
    found = door.execute("select (%s::tsvector || %s::tsvector)::text, %s::tsvector::text", asked).fetchone()
    assert found is not None and found[0] == found[1]


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(st.none() | st.text(st.characters(exclude_categories=["Cs"])), st.none() | st.floats())))
@example(rows=[("\\N", 0.0), ("\\.", 1e300), ("a\tb\r\n\\", None), ("\x00\uffff0", 0.1)])
def test_rows_that_are_copied_to_the_server_come_back_as_they_were(
    door: Connection, rows: list[tuple[str | None, float | None]]
) -> None:
    door.execute("truncate copied")
    with door.cursor() as cursor, cursor.copy("copy copied from stdin") as copy:
        copy.write(write_lines(rows))
    assert repr(door.execute("select text, number from copied").fetchall()) == repr(rows)
