"""All that is special to SQLite: opening, transactions, its errors in plain words, how lists and words are bound."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw
import msgspec

from tamani.errors import StoreProblem
from tamani.store import connect
from tamani.store.connect import Bindings, Indexed, Numbers, Row, Texts, Words, load_queries
from tamani.store.migrate import State, load_schemas, migrate_schema
from tamani.store.raw import RawFolder
from tamani.store.sqlite_words import Glass

KIND = "sqlite"
APPLICATION = 0x74616D61  # "tama" in the file's header: this file is ours
CHECKPOINT_PAGES = 8_000  # 32 MB of WAL: pages that many reports touch are written back once, a fifth faster
CACHE_KIB = 65_536  # at 100,000 reports the upper levels of all indexes fit; 2 MB (the default) thrash

MOST_FREE = 0.25  # of a file's pages may wait for rows to come; more are given back when texts were deleted
LEAST_FREE = 1_000_000  # bytes; with less a disk counts as full

# The first error that fits names the problem. Facts first, then what to do.
_PROBLEMS: tuple[tuple[type[Exception], str, str], ...] = (
    (apsw.NotADBError, "is not a tamani store", "give another path, or move the file away"),
    (apsw.CorruptError, "is damaged", "restore the last backup; the raw bytes beside it are untouched"),
    (apsw.FullError, *connect.FULL),
    (apsw.BusyError, *connect.LOCKED),
    (apsw.LockedError, *connect.LOCKED),
    (apsw.ReadOnlyError, "can't be written", "give a path in a folder that you may write to"),
    (apsw.PermissionsError, "can't be read", "ask for the right to read the file"),
    (apsw.CantOpenError, "can't be opened", "check that the folder exists and that you may write to it"),
    (apsw.IOError, "the disk does not answer as it should", "check the disk and its free space"),
)


@contextmanager
def explain_errors(path: Path) -> Iterator[None]:
    """A database's or disk's error as a StoreProblem that says what to do."""
    try:
        with connect.explain_errors(path):
            yield
    except apsw.Error as error:
        # Without room for its shared memory SQLite speaks of an input or output error.
        if isinstance(error, apsw.IOError) and _is_full(path):
            raise StoreProblem(str(path), *connect.FULL) from error
        for kind, problem, remedy in _PROBLEMS:
            if isinstance(error, kind):
                raise StoreProblem(str(path), problem, remedy) from error
        raise


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < LEAST_FREE
    except OSError:
        return False


def _bind(_cursor: apsw.Cursor, _place: int, value: Any) -> str:
    """A list as JSON, a text as it is, words as a full-text query."""
    if isinstance(value, Texts | Numbers):
        return msgspec.json.encode(value.values).decode()
    if isinstance(value, Indexed):
        return value.text
    if isinstance(value, Words):
        return write_query(value)
    raise TypeError(f"{type(value).__name__} can't be bound to a query")


def write_query(asked: Words) -> str:
    """Words as FTS5 takes them.

    >>> write_query(Words(("boko", "haram")))
    '"boko" "haram"*'
    """
    quoted = [f'"{word}"' for word in asked.words]
    return " ".join(quoted) + "*" if quoted else '""'


class SqliteSession:
    """One connection at work."""

    def __init__(self, connection: apsw.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self.commit_n = 0

    def fetch(self, name: str, bindings: Bindings | None = None) -> Iterator[Row]:
        """The rows of a query, one at a time."""
        with explain_errors(self.path):
            yield from self.connection.execute(load_queries(KIND)[name], bindings or {})

    def fetch_one(self, name: str, bindings: Bindings | None = None) -> Row | None:
        """The first row of a query, or None."""
        with explain_errors(self.path):
            row: Row | None = self.connection.execute(load_queries(KIND)[name], bindings or {}).fetchone()
            return row

    @contextmanager
    def hold_view(self) -> Iterator[None]:
        """What is read inside is all of one moment, whatever is written meanwhile."""
        if self.connection.in_transaction:
            yield
            return
        with explain_errors(self.path):
            self.connection.execute("begin")
        try:
            yield
        finally:
            self.connection.execute("commit")

    def run(self, name: str, bindings: Bindings | None = None) -> int:
        """Do one change; how many rows it changed."""
        with explain_errors(self.path):
            before = self.connection.total_changes()
            self.connection.execute(load_queries(KIND)[name], bindings or {})
            return self.connection.total_changes() - before

    def run_many(self, name: str, rows: Iterable[Bindings]) -> None:
        """Do one change for each row."""
        with explain_errors(self.path):
            self.connection.executemany(load_queries(KIND)[name], rows)

    def insert(self, name: str, rows: Sequence[Row]) -> None:
        """Add rows to a table, each value by its place."""
        with explain_errors(self.path):
            self.connection.executemany(load_queries(KIND)[name], rows)


class SqliteDatabase:
    """One file, one writer at a time, a reading connection for each thread; the bytes lie in a folder beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        self.raws = RawFolder(path.with_name(path.name + ".raw"))
        self._lock = threading.RLock()
        self._local = threading.local()
        self._open: list[apsw.Connection] = []
        try:
            with explain_errors(path):
                self._writer = _connect(path)
                self._open.append(self._writer)
                migrate_schema(_FileLedger(self._writer), self.name, load_schemas(KIND))
                # Only now: a file that is not ours must not be touched, not even its journal mode.
                self._writer.pragma("journal_mode", "wal")
        except BaseException:
            self.close()
            raise

    def read(self) -> SqliteSession:
        """This thread's own view, which a writer never blocks; inside a write it sees what was written so far."""
        held: SqliteSession | None = getattr(self._local, "held", None)
        if held is not None:
            return held
        session: SqliteSession | None = getattr(self._local, "session", None)
        if session is None:
            self._require_open()
            with explain_errors(self.path), self._lock:
                connection = _connect(self.path)
                connection.pragma("query_only", True)
                self._open.append(connection)
            session = self._local.session = SqliteSession(connection, self.path)
        return session

    @contextmanager
    def write(self) -> Iterator[SqliteSession]:
        """All or nothing: what is done inside is kept together when it ends well, and not at all otherwise.

        A write inside a write is a part of it: there is one commit, the outer one's.
        """
        held: SqliteSession | None = getattr(self._local, "held", None)
        if held is not None:
            yield held
            return
        with self._lock, explain_errors(self.path):
            self._require_open()
            writer = self._writer
            writer.execute("begin immediate")
            try:
                session = SqliteSession(writer, self.path)
                row = session.fetch_one("commits.last")
                session.commit_n = (row[0] if row else 0) + 1
                before = writer.total_changes()
                self._local.held = session
                try:
                    yield session
                finally:
                    self._local.held = None
                if writer.total_changes() != before:
                    session.run("commits.add", {"n": session.commit_n})
                writer.execute("commit")
            except BaseException:
                # A full disk may have rolled back already.
                with suppress(apsw.Error):
                    writer.execute("rollback")
                raise

    @contextmanager
    def erase(self) -> Iterator[SqliteSession]:
        """A write whose old words are overwritten with zeros in the file."""
        with self._lock:
            self._require_open()
            self._writer.pragma("secure_delete", True)
            try:
                with self.write() as session:
                    session.run("forget.for_good")
                    yield session
            finally:
                self._writer.pragma("secure_delete", False)

    def finish_erasing(self) -> bool:
        """Fold the log into the file and empty it; a reader of another process that is at work keeps it from that.

        Where much went, its room is given back to the disk, if there is enough left to write the rest anew.
        """
        with self._lock, explain_errors(self.path):
            if self._writer.pragma("freelist_count") > self._writer.pragma("page_count") * MOST_FREE:
                with suppress(apsw.FullError, apsw.BusyError):
                    self._writer.execute("vacuum")
            busy, *_ = next(self._writer.execute("pragma wal_checkpoint(truncate)"))
        return not busy

    @contextmanager
    def attempt(self) -> Iterator[SqliteSession]:
        """A write to look at and then to forget: nothing of it is kept."""
        with suppress(connect.Forgotten), self.write() as session:
            yield session
            raise connect.Forgotten

    def find_strange_parts(self) -> list[tuple[str, str]]:
        """Tables, indexes and triggers that are not as a new store has them."""
        fresh = apsw.Connection(":memory:")
        for step in load_schemas(KIND):
            fresh.execute(step)
        wanted = {row[:2]: row[2].split() for row in fresh.execute(load_queries(KIND)["audit.schema"])}
        fresh.close()
        found = {row[:2]: row[2].split() for row in self.read().fetch("audit.schema")}
        return sorted(part for part in wanted.keys() | found.keys() if wanted.get(part) != found.get(part))

    def index_words(self, title: str | None, text: str) -> Row:
        """A title and a text as the index of words takes them: it folds them itself."""
        return (title, text)

    def words_fit(self) -> bool:
        """Does the index of words say the same as the texts it was made from?"""
        with self.attempt() as session:
            try:
                session.connection.execute(load_queries(KIND)["audit.words"])
            except apsw.CorruptError:
                return False
        return True

    def rebuild_words(self) -> None:
        """Make the index of words anew."""
        with self.write() as session:
            session.run("audit.rebuild_words")

    def check(self) -> list[str]:
        """What is wrong with the file itself, in plain words."""
        # On a connection of its own: one that has searched remembers how the word index was, and would cry wolf.
        with explain_errors(self.path), closing(_connect(self.path)) as connection:
            session = SqliteSession(connection, self.path)
            return [str(row[0]) for row in session.fetch("commits.check") if row[0] != "ok"]

    def find_orphans(self) -> list[tuple[str, str]]:
        """Tables with rows that point to missing rows, each with the other table."""
        return [(row[0], row[2]) for row in self.read().fetch("commits.check_keys")]

    def _require_open(self) -> None:
        if not self._open:
            raise StoreProblem(self.name, "is closed", "open it again")

    def close(self) -> None:
        """Close every connection; what was acknowledged is on the disk already."""
        with self._lock:
            # Readers first, so that the writer is the last one and folds the WAL into the file.
            for connection in reversed(self._open):
                with suppress(apsw.Error):
                    connection.close(True)
            self._open.clear()
            self._local = threading.local()


class _FileLedger:
    """The numbers in the file's header."""

    def __init__(self, connection: apsw.Connection) -> None:
        self.connection = connection

    def read_state(self) -> State:
        # In this order: another tamani may commit its schema in between, and then all that is read after is set.
        empty = self.connection.execute("select count(*) from sqlite_schema").fetchone() == (0,)
        application = self.connection.pragma("application_id")
        version = int(self.connection.pragma("user_version"))
        if application not in (0, APPLICATION):
            return State(empty=False, ours=False, version=version)
        return State(empty=empty, ours=application == APPLICATION or version > 0, version=version)

    @contextmanager
    def hold(self) -> Iterator[None]:
        self.connection.execute("begin immediate")
        try:
            yield
            self.connection.pragma("application_id", APPLICATION)
            self.connection.execute("commit")
        except BaseException:
            self.connection.execute("rollback")
            raise

    def apply(self, number: int, step: str) -> None:
        self.connection.execute(step)
        self.connection.pragma("user_version", number)


def make_file(path: Path) -> apsw.Connection:
    """A new file laid out as a store, to be filled by one who then puts it on the disk for good."""
    with suppress(FileNotFoundError):
        path.unlink()
    connection = _connect(path)
    connection.pragma("synchronous", "off")
    connection.pragma("journal_mode", "off")  # a half file is worth nothing: a kill must leave no journal beside it
    migrate_schema(_FileLedger(connection), str(path), load_schemas(KIND))
    return connection


def _connect(path: Path) -> apsw.Connection:
    if path.is_dir():
        raise StoreProblem(str(path), "is a folder", "give the path of a file, such as tamani.db")
    connection = apsw.Connection(str(path))
    connection.convert_binding = _bind
    connection.set_busy_timeout(connect.BUSY_MS)
    for name, value in (
        ("synchronous", "full"),
        ("foreign_keys", True),
        ("recursive_triggers", True),  # else `insert or replace` would slip past the append-only triggers
        ("cache_size", -CACHE_KIB),
        ("temp_store", "memory"),
        ("wal_autocheckpoint", CHECKPOINT_PAGES),
    ):
        connection.pragma(name, value)
    connection.create_scalar_function("holds_words", Glass().holds_words, 3, deterministic=True)
    return connection
