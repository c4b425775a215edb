"""All that is special to SQLite: opening, transactions, its errors in plain words, and how lists and texts are bound.

One connection writes at a time; every thread that reads has a connection of its own, so a page can be shown while
reports are added. Rows leave as tuples; rows.py makes values of them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import apsw
import msgspec

from tamani.errors import StoreProblem
from tamani.store.migrate import migrate_schema

Row: TypeAlias = tuple[Any, ...]
Bindings: TypeAlias = Mapping[str, Any]

QUERIES = Path(__file__).parent / "queries"
BUSY_MS = 15_000  # a long `tamani add` commits every few hundred reports, so nobody waits longer than this
CHECKPOINT_PAGES = 8_000  # 32 MB of WAL: pages that many reports touch are written back once, a fifth faster
CACHE_KIB = 65_536  # at 100,000 reports the upper levels of all indexes fit; 2 MB (the default) thrash

# The first error that fits names the problem. Facts first, then what to do.
_PROBLEMS: tuple[tuple[type[Exception], str, str], ...] = (
    (apsw.NotADBError, "is not a tamani store", "give another path, or move the file away"),
    (apsw.CorruptError, "is damaged", "restore the last backup; the raw bytes beside it are untouched"),
    (apsw.FullError, "the disk is full", "free some space; all that was acknowledged is kept"),
    (apsw.BusyError, "is locked by another writer", "wait until the other tamani has finished, then run this again"),
    (apsw.LockedError, "is locked by another writer", "wait until the other tamani has finished, then run this again"),
    (apsw.ReadOnlyError, "can't be written", "give a path in a folder that you may write to"),
    (apsw.PermissionsError, "can't be read", "ask for the right to read the file"),
    (apsw.CantOpenError, "can't be opened", "check that the folder exists and that you may write to it"),
    (apsw.IOError, "the disk does not answer as it should", "check the disk and its free space"),
)


@contextmanager
def explain_errors(path: Path) -> Iterator[None]:
    """A database's or disk's error as a StoreProblem that says what to do."""
    try:
        yield
    except apsw.Error as error:
        for kind, problem, remedy in _PROBLEMS:
            if isinstance(error, kind):
                raise StoreProblem(str(path), problem, remedy) from error
        raise
    except OSError as error:
        remedy = "check the folder, its free space and your right to write"
        raise StoreProblem(str(path), error.strerror or str(error), remedy) from error


@cache
def load_queries(folder: Path = QUERIES) -> dict[str, str]:
    """All queries by name; in the files each follows a line `-- name: ...`."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.sql")):
        for part in path.read_text(encoding="utf-8").split("-- name: ")[1:]:
            name, _, text = part.partition("\n")
            found[name.strip()] = text.strip()
    return found


def pack_list(values: Iterable[Any]) -> str:
    """A list as it is bound to one name; queries open it with json_each."""
    return msgspec.json.encode(list(values)).decode()


def match_words(text: str) -> str:
    """What a person typed, as a full-text query: all words must be there, the last may be unfinished.

    >>> match_words('boko "haram')
    '"boko" "haram"*'
    """
    words = ["".join(c if c.isalnum() else " " for c in word).strip() for word in text.split()]
    quoted = [f'"{word}"' for word in words if word]
    return " ".join(quoted) + "*" if quoted else '""'


class Session:
    """One connection at work: runs named queries. commit_n is the number of the write under way."""

    def __init__(self, connection: apsw.Connection, path: Path, commit_n: int = 0) -> None:
        self.connection = connection
        self.path = path
        self.commit_n = commit_n

    def fetch(self, name: str, bindings: Bindings | None = None) -> Iterator[Row]:
        """The rows of a query, one at a time."""
        with explain_errors(self.path):
            yield from self.connection.execute(load_queries()[name], bindings or {})

    def fetch_one(self, name: str, bindings: Bindings | None = None) -> Row | None:
        """The first row of a query, or None."""
        with explain_errors(self.path):
            row: Row | None = self.connection.execute(load_queries()[name], bindings or {}).fetchone()
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
            self.connection.execute(load_queries()[name], bindings or {})
            return self.connection.total_changes() - before

    def run_many(self, name: str, rows: Iterable[Bindings]) -> None:
        """Do one change for each row."""
        with explain_errors(self.path):
            self.connection.executemany(load_queries()[name], rows)


class _Forgotten(Exception):
    """What is raised to leave a write without keeping it."""


class Database:
    """One file, one writer at a time, a reading connection for each thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._local = threading.local()
        self._open: list[apsw.Connection] = []
        try:
            with explain_errors(path):
                self._writer = _connect(path)
                self._open.append(self._writer)
                migrate_schema(self._writer, path)
                # Only now: a file that is not ours must not be touched, not even its journal mode.
                self._writer.pragma("journal_mode", "wal")
        except BaseException:
            self.close()
            raise

    def read(self) -> Session:
        """This thread's own view, which a writer never blocks; inside a write it sees what was written so far."""
        held: Session | None = getattr(self._local, "held", None)
        if held is not None:
            return held
        session: Session | None = getattr(self._local, "session", None)
        if session is None:
            self._require_open()
            with explain_errors(self.path), self._lock:
                connection = _connect(self.path)
                connection.pragma("query_only", True)
                self._open.append(connection)
            session = self._local.session = Session(connection, self.path)
        return session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """All or nothing: what is done inside is kept together when it ends well, and not at all otherwise.

        A write inside a write is a part of it: there is one commit, the outer one's.
        """
        held: Session | None = getattr(self._local, "held", None)
        if held is not None:
            yield held
            return
        with self._lock, explain_errors(self.path):
            self._require_open()
            writer = self._writer
            writer.execute("begin immediate")
            try:
                session = Session(writer, self.path)
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
    def attempt(self) -> Iterator[Session]:
        """A write to look at and then to forget: nothing of it is kept."""
        with suppress(_Forgotten), self.write() as session:
            yield session
            raise _Forgotten

    def words_fit(self) -> bool:
        """Does the index of words say the same as the texts it was made from?"""
        with self.attempt() as session:
            try:
                session.connection.execute(load_queries()["audit.words"])
            except apsw.CorruptError:
                return False
        return True

    def _require_open(self) -> None:
        if not self._open:
            raise StoreProblem(str(self.path), "is closed", "open it again")

    def close(self) -> None:
        """Close every connection; what was acknowledged is on the disk already."""
        with self._lock:
            # Readers first, so that the writer is the last one and folds the WAL into the file.
            for connection in reversed(self._open):
                with suppress(apsw.Error):
                    connection.close(True)
            self._open.clear()
            self._local = threading.local()


def _connect(path: Path) -> apsw.Connection:
    if path.is_dir():
        raise StoreProblem(str(path), "is a folder", "give the path of a file, such as tamani.db")
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(BUSY_MS)
    for name, value in (
        ("synchronous", "full"),
        ("foreign_keys", True),
        ("recursive_triggers", True),  # else `insert or replace` would slip past the append-only triggers
        ("cache_size", -CACHE_KIB),
        ("temp_store", "memory"),
        ("wal_autocheckpoint", CHECKPOINT_PAGES),
    ):
        connection.pragma(name, value)
    return connection
