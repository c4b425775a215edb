"""A store on a server copied whole into a SQLite file, and one in a file copied into a server; backup.py says what for.

In: one moment of the server, or a file that was checked. Out: the same rows in the other database, table by table in
the order in which they point to each other. Never decides what replaces what: it is told the name under which what is
there is put aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import apsw

from tamani.errors import StoreProblem
from tamani.records import RawHash
from tamani.store.connect import Row, load_queries
from tamani.store.postgres import PostgresDatabase
from tamani.store.postgres_session import PostgresSession, add_raws, explain_errors, load_statements
from tamani.store.raw import hash_raw
from tamani.store.sqlite import SqliteDatabase, make_file

# A row points only to rows of tables before its own.
TABLES = (
    "commits", "reports", "markings", "readings", "forgettings", "runs", "mentions", "claims", "heads", "spots",
    "moments", "links", "withdrawals", "members", "incidents", "facets", "rejects", "resolutions", "acts",
    "act_reports", "bearings", "outs", "moves", "weights",
)  # fmt: skip
OWN = ("reading_words", "raws", "tamani_schema")  # of a server alone
CHUNK = 2_000  # rows in memory at a time


@contextmanager
def hold_moment(address: str, target: Path) -> Iterator[Callable[[RawHash], bytes]]:
    """One moment of a store on a server as a SQLite file; inside, its bytes by hash, of the same moment."""
    with closing(PostgresDatabase(address, make=False)) as database, database.read().hold_view():
        with closing(make_file(target)) as file:
            _copy_out(database, file)
        yield database.raws.fetch


def _copy_out(database: PostgresDatabase, file: apsw.Connection) -> None:
    queries, lend = load_queries(), _lend_held(database)
    with explain_errors(database.name), lend() as connection:
        file.execute("begin")
        for table in TABLES:
            # A cursor of the server: the rows come a few thousand at a time, however many there are.
            with connection.cursor(name=f"tamani_{table}") as rows:
                rows.itersize = CHUNK
                rows.execute(load_statements()[f"backup.read_{table}"])
                file.executemany(queries[f"backup.write_{table}"], rows)
        file.execute(queries["audit.rebuild_words"])
        file.execute("commit")


def _lend_held(database: PostgresDatabase) -> Callable[[], AbstractContextManager[Any]]:
    session = database.read()
    assert isinstance(session, PostgresSession)
    return session.lend


class Refill:
    """An empty store on a server, being filled; nobody else sees it before all of it is there."""

    def __init__(self, session: PostgresSession, aside: str | None) -> None:
        self.session, self.aside = session, aside

    def keep_raws(self, items: list[bytes]) -> None:
        """Keep bytes as they came in."""
        add_raws(self.session, [(hash_raw(data), data) for data in items])

    def copy_in(self, file: Path, index_words: Callable[[str | None, str], Row]) -> None:
        """All rows of a store in a file."""
        # Laid out as an older tamani did, it is brought up to date first: it is a copy.
        SqliteDatabase(file).close()
        queries, session = load_queries(), self.session
        with closing(apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY)) as view:
            for table in TABLES:
                rows = iter(view.execute(queries[f"backup.read_{table}"]))
                while some := list(islice(rows, CHUNK)):
                    session.insert(f"backup.write_{table}", some)
            texts = iter(view.execute(queries["backup.read_texts"]))
            while some := list(islice(texts, CHUNK)):
                session.insert("add.words", [(n, *index_words(title, text)) for n, title, text in some])
        session.fetch_one("backup.count_on")
        session.run("backup.analyze")


@contextmanager
def refill_server(database: PostgresDatabase, ending: str, *, replace: bool) -> Iterator[Refill]:
    """An empty store in the place of the one that is there, which gets a schema of its own; all or nothing."""
    with database.refill() as (session, lay_out):
        aside = None
        if session.fetch_one("commits.last") not in (None, (0,)):
            if not replace:
                remedy = "give another --store, or add --replace to put it aside"
                raise StoreProblem(database.name, "there is a store already", remedy)
            tables = " ".join([*TABLES, *OWN])
            session.fetch_one("backup.name_aside", {"ending": ending, "tables": tables})
            session.run("backup.put_aside")
            aside = str((session.fetch_one("backup.aside") or ("",))[0])
            lay_out()
        yield Refill(session, aside)
