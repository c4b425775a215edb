"""Places where tests make stores: in files, and on a PostgreSQL server. One suite runs unchanged on both.

The server is the one at TAMANI_TEST_POSTGRES, else at 127.0.0.1:5432; where none answers, its tests are skipped and say
so, and fail under CI=true. Every store there has a schema of its own, and all of them are dropped at the end.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import apsw
import psycopg

from tamani.store import Store, open_store

SERVER = os.environ.get("TAMANI_TEST_POSTGRES", "postgresql://127.0.0.1:5432/test")
HOW_TO = "start a PostgreSQL server and name a database of it, such as TAMANI_TEST_POSTGRES=postgresql://localhost/test"


class Outside(Protocol):
    """Some other program that opens a store's database, past tamani."""

    refusal: type[Exception]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query finds."""

    def execute(self, sql: str) -> None:
        """Do one thing."""


class Shelf:
    """Where a kind of database puts its stores."""

    kind = "none"

    @contextmanager
    def place(self, *, bare: bool = False) -> Iterator[str]:
        """The address of a new store; afterwards nothing is left of it. bare: not even its tables are there."""
        raise NotImplementedError
        yield

    @contextmanager
    def outside(self, address: str) -> Iterator[Outside]:
        """The same database, opened past tamani."""
        raise NotImplementedError
        yield

    @contextmanager
    def open(self) -> Iterator[Store]:
        """A new store."""
        with self.place() as address, open_store(address) as store:
            yield store


class FileShelf(Shelf):
    """Stores in files."""

    kind = "sqlite"

    @contextmanager
    def place(self, *, bare: bool = False) -> Iterator[str]:
        with tempfile.TemporaryDirectory() as folder:
            yield str(Path(folder) / "a.db")

    @contextmanager
    def outside(self, address: str) -> Iterator[Outside]:
        connection = apsw.Connection(address)
        try:
            yield _OutsideFile(connection)
        finally:
            connection.close()


class _OutsideFile:
    refusal: type[Exception] = apsw.ConstraintError

    def __init__(self, connection: apsw.Connection) -> None:
        self.connection = connection

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self.connection.execute(sql))

    def execute(self, sql: str) -> None:
        self.connection.execute(sql)


class ServerShelf(Shelf):
    """Stores in schemas of a server. A schema takes half a second to make, so one that was emptied is used again."""

    kind = "postgres"

    def __init__(self, server: str) -> None:
        self.server = server
        self._made: list[str] = []
        self._free: list[str] = []
        self._door = psycopg.connect(server, autocommit=True, connect_timeout=5)

    @contextmanager
    def place(self, *, bare: bool = False) -> Iterator[str]:
        schema = self._free.pop() if self._free and not bare else self._make()
        try:
            yield self.address(schema)
        finally:
            # After a failure too: a property test that looks for the smallest example fails a hundred times.
            if not bare and self._empty(schema):
                self._free.append(schema)

    def address(self, schema: str) -> str:
        """Where a schema is. A power cut may cost a test its store: nothing is waited for."""
        options = quote(f"-csearch_path={schema} -csynchronous_commit=off")
        return f"{self.server}{'&' if '?' in self.server else '?'}options={options}"

    @contextmanager
    def outside(self, address: str) -> Iterator[Outside]:
        with psycopg.connect(address, autocommit=True) as connection:
            yield _OutsideServer(connection)

    def _make(self) -> str:
        schema = f"tamani_test_{os.getpid()}_{next(_NUMBERS)}"
        self._door.execute(f"create schema {schema}")
        self._made.append(schema)
        return schema

    def _empty(self, schema: str) -> bool:
        """Take out all rows, past the guards that would forbid it; False: it can't be used again."""
        asked = "select tablename from pg_tables where schemaname = %s and tablename <> 'tamani_schema' order by 1"
        tables = [row[0] for row in self._door.execute(asked, (schema,))]
        asked = "select sequencename from pg_sequences where schemaname = %s order by 1"
        sequences = [row[0] for row in self._door.execute(asked, (schema,))]
        if not tables or not self._is_superuser() or not self._is_current(schema):
            return False
        with self._door.transaction():
            self._door.execute("set local session_replication_role = replica")
            for table in tables:
                self._door.execute(f"delete from {schema}.{table}")
            for sequence in sequences:
                self._door.execute(f"alter sequence {schema}.{sequence} restart")
        return True

    def _is_current(self, schema: str) -> bool:
        from tamani.store.migrate import load_schemas

        found = self._door.execute(f"select version from {schema}.tamani_schema").fetchone()
        return found == (len(load_schemas("postgres")),)

    def _is_superuser(self) -> bool:
        found = self._door.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()
        return found == (True,)

    def close(self) -> None:
        """Drop every schema that was made here."""
        for schema in self._made:
            self._door.execute(f"drop schema if exists {schema} cascade")
        self._door.close()


class _OutsideServer:
    refusal: type[Exception] = psycopg.errors.RaiseException

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self.connection = connection

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql.encode()).fetchall()

    def execute(self, sql: str) -> None:
        self.connection.execute(sql.encode())


@cache
def reach_server() -> str | None:
    """Why no server can be had for tests; None: it answers."""
    try:
        psycopg.connect(SERVER, connect_timeout=5).close()
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    return None


_NUMBERS = count()
KINDS: Sequence[str] = ("sqlite", "postgres")
