"""Named queries as PostgreSQL runs them, on a connection that is lent; its errors in plain words."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeAlias

import psycopg

from tamani.errors import StoreProblem
from tamani.store import connect
from tamani.store.connect import Bindings, Row, load_queries
from tamani.store.postgres_values import write_lines

Connection: TypeAlias = psycopg.Connection[Row]

KIND = "postgres"
COPIED = 10_000  # rows sent in one go
RAWS = 200  # texts as they came in, sent in one go
DENIED = ("this user and password don't open it", "check the address, or ~/.pgpass")
MISSING = ("there is no such database", "create it on the server, or give another address")
CROWDED = ("the database server has too many connections", "close other programs, or raise max_connections there")
AWAY = ("the database server does not answer", "check that it runs and can be reached, then run this again")

# By the first letters of the SQLSTATE; the first that fits names the problem. Facts first, then what to do.
_PROBLEMS: tuple[tuple[str, str, str], ...] = (
    ("55P03", *connect.LOCKED),
    ("53100", *connect.FULL),
    ("53300", *CROWDED),
    ("53", "the database server has too little memory or disk", "free some; all that was acknowledged is kept"),
    ("42501", "this user has no right to do this there", "ask the owner of the database for the right to it"),
    ("25006", "can't be written: the server only reads", "give the address of the server that writes"),
    ("XX", "is damaged", "restore the last backup of the database"),
    ("57014", "the server broke off a query", "raise its statement_timeout, then run this again"),
    ("57P", *AWAY),
    ("08", *AWAY),
    ("40", "was busy with the same rows", "run this again"),
    ("28", *DENIED),
    ("3D000", *MISSING),
    ("42P01", "lacks a table", "restore the last backup of the database"),
)
# What a server or its driver says before a session has begun has no code: by its words.
REFUSALS: tuple[tuple[str, str, str], ...] = (
    (r"password|no pg_hba.conf entry|role .* does not exist|authentication", *DENIED),
    (r"database .* does not exist", *MISSING),
    (r"too many (clients|connections)|connection slots", *CROWDED),
    (r"starting up|shutting down|recovery mode", "the database server is not ready", "run this again in a moment"),
)


@contextmanager
def explain_errors(name: str) -> Iterator[None]:
    """A server's error as a StoreProblem that says what to do; nothing of the address but its name is in it."""
    try:
        yield
    except psycopg.Error as error:
        state = error.sqlstate or ""
        for start, problem, remedy in _PROBLEMS:
            if state.startswith(start):
                raise StoreProblem(name, problem, remedy) from error
        if isinstance(error, psycopg.OperationalError):
            raise StoreProblem(name, *AWAY) from error
        raise


@cache
def load_statements() -> dict[str, str]:
    """All queries by name, with their bound names as the driver writes them."""
    return {name: _mark_names(text) for name, text in load_queries(KIND).items()}


def _mark_names(text: str) -> str:
    """A query of the common files as PostgreSQL reads it.

    SQLite keeps the order of a `cross join` and takes a condition with it; here the planner knows the best order.

    >>> _mark_names("select a.n::text from json_each(:ids) as x cross join acts a on a.id = x.value")
    'select a.n::text from json_each(%(ids)s) as x join acts a on a.id = x.value'
    """
    text = re.sub(r"\bcross (join\s+\w+\s+\w+\s+on\b)", r"\1", text.replace("%", "%%"))
    return re.sub(r"(?<![:\w]):([a-z]\w*)", r"%(\1)s", text)


class PostgresSession:
    """Runs named queries on whatever connection it is lent."""

    def __init__(self, lend: Callable[[], Any], name: str) -> None:
        self.lend = lend
        self.name = name
        self.commit_n = 0
        self.changes = 0  # rows changed in this write

    def fetch(self, name: str, bindings: Bindings | None = None) -> Iterator[Row]:
        """The rows of a query, one at a time."""
        with explain_errors(self.name):
            rows = self._ask(lambda at: at.execute(load_statements()[name], bindings or {}).fetchall())
        yield from rows

    def fetch_one(self, name: str, bindings: Bindings | None = None) -> Row | None:
        """The first row of a query, or None."""
        with explain_errors(self.name):
            row: Row | None = self._ask(lambda at: at.execute(load_statements()[name], bindings or {}).fetchone())
        return row

    def _ask(self, question: Callable[[Connection], Any]) -> Any:
        with self.lend() as connection:
            return question(connection)

    @contextmanager
    def hold_view(self) -> Iterator[None]:
        """What is read inside is all of one moment, whatever is written meanwhile."""
        yield  # in a write nobody else writes

    def run(self, name: str, bindings: Bindings | None = None) -> int:
        """Do one change; how many rows it changed."""
        with explain_errors(self.name), self.lend() as connection:
            done = connection.execute(load_statements()[name], bindings or {}).rowcount
        self.changes += done
        return int(done)

    def run_many(self, name: str, rows: Iterable[Bindings]) -> None:
        """Do one change for each row, all sent before the first answer is waited for."""
        with explain_errors(self.name), self.lend() as connection, connection.cursor() as cursor:
            cursor.executemany(load_statements()[name], rows)
            self.changes += cursor.rowcount

    def insert(self, name: str, rows: Sequence[Row]) -> None:
        """Add rows to a table, all in one go."""
        with explain_errors(self.name), self.lend() as connection, connection.cursor() as cursor:
            for start in range(0, len(rows), COPIED):
                with cursor.copy(load_queries(KIND)[name]) as copy:
                    copy.write(write_lines(rows[start : start + COPIED]))
        self.changes += len(rows)


def add_raws(session: PostgresSession, named: Sequence[tuple[str, bytes]]) -> None:
    """Keep bytes under their hashes, a few hundred at a time; those that are there stay."""
    for start in range(0, len(named), RAWS):
        hashes, datas = zip(*named[start : start + RAWS], strict=True)
        session.run("raws.add", {"hashes": list(hashes), "datas": list(datas)})


class ReadingSession(PostgresSession):
    """Each query takes a connection that is free; in a held view the thread keeps one."""

    def __init__(self, lend: Callable[[], Any], name: str) -> None:
        super().__init__(self._borrow, name)
        self._lend_free = lend
        self._held = threading.local()

    @contextmanager
    def _borrow(self) -> Iterator[Connection]:
        held: Connection | None = getattr(self._held, "connection", None)
        if held is not None:
            yield held
            return
        with self._lend_free() as connection:
            yield connection

    def _ask(self, question: Callable[[Connection], Any]) -> Any:
        with self._borrow() as connection:
            try:
                return question(connection)
            except psycopg.OperationalError:
                if not connection.closed or getattr(self._held, "connection", None) is not None:
                    raise
        # The server was restarted while this connection lay idle: a new one gets the answer.
        with self._borrow() as connection:
            return question(connection)

    @contextmanager
    def hold_view(self) -> Iterator[None]:
        if getattr(self._held, "connection", None) is not None:
            yield
            return
        with explain_errors(self.name), self._lend_free() as connection:
            connection.execute("begin isolation level repeatable read read only")
            self._held.connection = connection
            try:
                yield
            finally:
                self._held.connection = None
                if not connection.closed:
                    connection.execute("commit")
