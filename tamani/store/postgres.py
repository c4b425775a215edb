"""All that is special to PostgreSQL: connections, transactions, its errors in plain words, how values are bound.

Readers share a few connections; one that writes holds a lock of the whole store, so that commits are numbered as they
come and a batch never waits for half of another. Texts are folded here and not by the server, so that "tué" is found
alike whatever the server's language is. Bytes lie in a table: machines that share a store share them too.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg

from tamani.errors import NotFound, StoreProblem
from tamani.records import RawHash
from tamani.store import connect
from tamani.store.connect import Row, hide_password, pack_list
from tamani.store.migrate import State, load_schemas, migrate_schema
from tamani.store.postgres_session import (
    AWAY,
    KIND,
    REFUSALS,
    Connection,
    PostgresSession,
    ReadingSession,
    add_raws,
    explain_errors,
    load_statements,
)
from tamani.store.postgres_values import join_vectors, register_values
from tamani.store.raw import DAMAGED, check_hash, hash_raw, require_raw

READERS = 8  # connections of one process that read; a server has a hundred for everybody
OLDEST = 130_000  # the oldest server whose SQL we speak
PLANS = 400  # prepared queries kept by a connection: all there are, in each mix of present and absent values
CHUNK = 200  # texts fetched at a time
PATIENCE = 10  # seconds to reach the server


class PostgresDatabase:
    """One schema of a database on a server: one writer at a time over all machines, a few reading connections here."""

    def __init__(self, address: str, *, make: bool = True) -> None:
        self.name = hide_password(address)
        self._address = address
        self._lock = threading.RLock()
        self._local = threading.local()
        self._slots = threading.BoundedSemaphore(READERS)
        self._idle: list[Connection] = []
        self._writer: Connection | None = None
        self._closed = False
        self._reading = ReadingSession(self._lend_reader, self.name)
        self.raws = RawTable(self._lend_writer, self._reading, self.name)
        try:
            with explain_errors(self.name), self._lend_writer() as connection:
                _require_server(connection, self.name)
                migrate_schema(_TableLedger(connection), self.name, load_schemas(KIND), make=make)
        except BaseException:
            self.close()
            raise

    @property
    def path(self) -> Path:
        """There is none."""
        raise StoreProblem(self.name, "is on a server, not in a file", "use the server's own tools, such as pg_dump")

    def read(self) -> PostgresSession:
        """A view that a writer never blocks; inside a write it sees what was written so far."""
        self._require_open()
        held: PostgresSession | None = getattr(self._local, "held", None)
        if held is not None:
            return held
        return self._reading

    @contextmanager
    def write(self) -> Iterator[PostgresSession]:
        """All or nothing: what is done inside is kept together when it ends well, and not at all otherwise.

        A write inside a write is a part of it: there is one commit, the outer one's.
        """
        held: PostgresSession | None = getattr(self._local, "held", None)
        if held is not None:
            yield held
            return
        with explain_errors(self.name), self._lend_writer() as connection:
            _begin_alone(connection)
            try:
                session = PostgresSession(_lend_always(connection), self.name)
                row = session.fetch_one("commits.last")
                session.commit_n = (row[0] if row else 0) + 1
                self._local.held = session
                try:
                    yield session
                finally:
                    self._local.held = None
                if session.changes:
                    session.run("commits.add", {"n": session.commit_n})
                connection.execute("commit")
            except BaseException:
                # A server that went away has rolled back already.
                with suppress(psycopg.Error):
                    connection.execute("rollback")
                raise

    def erase(self) -> AbstractContextManager[connect.Session]:
        """A write; what it takes out stays in the server's files until finish_erasing."""
        return self.write()

    def finish_erasing(self) -> bool:
        """Write the tables anew without what was taken out; what the server archived of them is out of our reach."""
        with explain_errors(self.name), self._lend_writer() as connection:
            for name in ("readings", "runs", "claims", "words", "raws"):
                connection.execute(load_statements()[f"forget.rewrite_{name}"], prepare=False)
        return True

    @contextmanager
    def refill(self) -> Iterator[tuple[PostgresSession, Callable[[], None]]]:
        """A write of rows with their own numbers, no commit of its own; and what lays a new store out in it."""
        with explain_errors(self.name), self._lend_writer() as connection, _TableLedger(connection).hold():
            ledger = _TableLedger(connection)

            def lay_out() -> None:
                for number, step in enumerate(load_schemas(KIND), start=1):
                    ledger.apply(number, step)

            yield PostgresSession(_lend_always(connection), self.name), lay_out

    @contextmanager
    def attempt(self) -> Iterator[PostgresSession]:
        """A write to look at and then to forget: nothing of it is kept."""
        with suppress(connect.Forgotten), self.write() as session:
            yield session
            raise connect.Forgotten

    def check(self) -> list[str]:
        """What is wrong with the database itself, in plain words."""
        return [str(row[0]) for row in self.read().fetch("commits.check")]

    def find_orphans(self) -> list[tuple[str, str]]:
        """Tables whose rows may point to missing rows, since nobody checked, each with the other table."""
        return [(row[0], row[1]) for row in self.read().fetch("commits.check_keys")]

    def find_strange_parts(self) -> list[tuple[str, str]]:
        """Tables, indexes, triggers, functions that are not as a new store has them."""
        with self.attempt() as session, session.lend() as connection:
            found = {row[:2]: row[2] for row in session.fetch("audit.schema")}
            session.run("audit.fresh")
            session.run("audit.enter")
            for step in load_schemas(KIND):
                connection.execute(step, prepare=False)
            wanted = {row[:2]: row[2] for row in session.fetch("audit.schema")}
        return sorted(part for part in wanted.keys() | found.keys() if wanted.get(part) != found.get(part))

    def index_words(self, title: str | None, text: str) -> Row:
        """A title and a text as the index of words takes them."""
        return (join_vectors(title, text),)

    def words_fit(self) -> bool:
        """Does the index of words say the same as the texts it was made from?"""
        session = self.read()
        texts = _iterate_texts(session)
        return not any(session.fetch_one("audit.odd_words", {"n": n, "words": words}) for n, words in texts)

    def rebuild_words(self) -> None:
        """Make the index of words anew."""
        with self.write() as session:
            session.run("audit.forget_words")
            texts = _iterate_texts(session)
            while some := list(islice(texts, CHUNK)):
                session.insert("add.words", some)

    @contextmanager
    def _lend_reader(self) -> Iterator[Connection]:
        with self._slots:
            connection = self._take_idle() or _connect(self._address, self.name, writes=False)
            try:
                yield connection
            finally:
                with self._lock:
                    if self._closed or connection.closed:
                        connection.close()
                    else:
                        self._idle.append(connection)

    def _take_idle(self) -> Connection | None:
        with self._lock:
            self._require_open()
            while self._idle:
                connection = self._idle.pop()
                if not connection.closed:
                    return connection
        return None

    @contextmanager
    def _lend_writer(self) -> Iterator[Connection]:
        with self._lock:
            self._require_open()
            if self._writer is None or self._writer.closed or not _is_alive(self._writer):
                self._writer = _connect(self._address, self.name, writes=True)
            yield self._writer

    def _require_open(self) -> None:
        if self._closed:
            raise StoreProblem(self.name, "is closed", "open it again")

    def close(self) -> None:
        """Close every connection; what was acknowledged is kept already."""
        with self._lock:
            self._closed = True
            for connection in [*self._idle, *([self._writer] if self._writer else [])]:
                with suppress(psycopg.Error):
                    connection.close()
            self._idle.clear()
            self._writer = None


class RawTable:
    """The bytes in a table, each once."""

    def __init__(self, lend: Callable[[], Any], reading: PostgresSession, name: str) -> None:
        self._lend = lend
        self._reading = reading
        self.name = name

    def keep(self, items: Sequence[bytes]) -> tuple[RawHash, ...]:
        """Keep bytes and name their hashes; what is kept already stays as it is."""
        hashes = tuple(hash_raw(data) for data in items)
        lost = set(self.find_lost(hashes))
        missing = sorted({digest: data for digest, data in zip(hashes, items, strict=True) if digest in lost}.items())
        if missing:
            # Without the lock of the store: bytes belong to nobody until a reading names them.
            with explain_errors(self.name), self._lend() as connection, connection.transaction():
                add_raws(PostgresSession(_lend_always(connection), self.name), missing)
        return hashes

    def fetch(self, digest: RawHash) -> bytes:
        """The bytes of a hash, checked against it."""
        check_hash(digest)
        row = self._reading.fetch_one("raws.fetch", {"hash": digest})
        return require_raw(row[0] if row else None, digest, f"{self.name}, raw bytes {digest}")

    def examine(self, digest: RawHash) -> str | None:
        """What is wrong with the bytes of a hash: "gone", "damaged"; None: nothing."""
        try:
            self.fetch(digest)
        except NotFound:
            return "gone"
        except StoreProblem as problem:
            if problem.problem != DAMAGED:
                raise
            return "damaged"
        return None

    def drop(self, digests: Iterable[RawHash]) -> int:
        """Delete bytes for good; how many were there."""
        asked = {"hashes": pack_list(digests)}
        with explain_errors(self.name), self._lend() as connection, connection.transaction():
            return PostgresSession(_lend_always(connection), self.name).run("raws.drop", asked)

    def find_lost(self, digests: Iterable[RawHash]) -> list[RawHash]:
        """Which of these bytes are gone."""
        asked = tuple(dict.fromkeys(digests))
        if not asked:
            return []
        known = {row[0] for row in self._reading.fetch("raws.known", {"hashes": pack_list(asked)})}
        return [digest for digest in asked if digest not in known]


class _TableLedger:
    """A table with one number, in the schema of the store."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def read_state(self) -> State:
        empty, ours = self.connection.execute(load_statements()["schema.state"]).fetchone() or (True, False)
        row = self.connection.execute(load_statements()["schema.version"]).fetchone() if ours else None
        return State(empty=empty, ours=ours, version=row[0] if row else 0)

    @contextmanager
    def hold(self) -> Iterator[None]:
        _begin_alone(self.connection)
        try:
            yield
            self.connection.execute("commit")
        except BaseException:
            with suppress(psycopg.Error):
                self.connection.execute("rollback")
            raise

    def apply(self, number: int, step: str) -> None:
        self.connection.execute(step, prepare=False)
        self.connection.execute(load_statements()["schema.note"], {"version": number})


def _iterate_texts(session: PostgresSession) -> Iterator[Row]:
    """The readings by number with the words they are found by, a few hundred in memory at a time."""
    after = 0
    while rows := list(session.fetch("audit.texts", {"after": after, "size": CHUNK})):
        for n, title, text in rows:
            yield n, join_vectors(title, text)
        after = rows[-1][0]


def _connect(address: str, name: str, *, writes: bool) -> Connection:
    try:
        connection: Connection = psycopg.connect(
            address, autocommit=True, client_encoding="utf8", application_name="tamani", connect_timeout=PATIENCE
        )
    except psycopg.OperationalError as error:
        said = str(error)
        # Not "from error": its words may hold what was given as an address.
        for words, problem, remedy in REFUSALS:
            if re.search(words, said):
                raise StoreProblem(name, problem, remedy) from None
        raise StoreProblem(name, *AWAY) from None
    except (psycopg.Error, ValueError):
        remedy = "write postgresql://user@host:5432/database, and a special character in a password as %40"
        raise StoreProblem(name, "is not a good PostgreSQL address", remedy) from None
    connection.prepare_threshold = 0
    connection.prepared_max = PLANS
    register_values(connection)
    asked = {"wait": f"{connect.BUSY_MS}ms", "read_only": "off" if writes else "on"}
    connection.execute(load_statements()["schema.settings"], asked)
    return connection


def _require_server(connection: Connection, name: str) -> None:
    """Refuse what could not keep every text as it is, and what is too old."""
    if connection.info.server_version < OLDEST:
        raise StoreProblem(name, "its server is older than PostgreSQL 13", "update the server")
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise StoreProblem(name, "its database does not keep UTF-8", "create one with `createdb --encoding UTF8`")
    row = connection.execute(load_statements()["schema.current"]).fetchone()
    if row is None or row[0] is None:
        raise StoreProblem(name, "the schema that it names does not exist", "create the schema, or name another")


def _begin_alone(connection: Connection) -> None:
    """Begin a write when no other one is under way in this store, on whatever machine."""
    connection.execute("begin")
    try:
        connection.execute(load_statements()["schema.lock"])
    except BaseException:
        with suppress(psycopg.Error):
            connection.execute("rollback")
        raise


def _is_alive(connection: Connection) -> bool:
    """False: the server was restarted since this connection was last used."""
    try:
        connection.execute("")
    except psycopg.OperationalError:
        return False
    return True


def _lend_always(connection: Connection) -> Callable[[], Any]:
    @contextmanager
    def lend() -> Iterator[Connection]:
        yield connection

    return lend
