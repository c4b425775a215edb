"""The one door to a database: what every kind does alike, and which kind an address asks for.

sqlite.py holds all that is SQLite's, postgres.py all that is PostgreSQL's; no other file knows which one it speaks to.
One connection writes at a time, many read, so a page can be shown while reports are added. Rows leave as tuples;
rows.py makes values of them. Lists, words to look for and texts to be found by are bound as values of their own, since
each database takes them in its own form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from msgspec import Struct

from tamani.errors import StoreProblem
from tamani.records import RawHash

Row: TypeAlias = tuple[Any, ...]
Bindings: TypeAlias = Mapping[str, Any]

QUERIES = Path(__file__).parent / "queries"
SERVERS = ("postgresql://", "postgres://")
BUSY_MS = 15_000  # a long `tamani add` commits every few hundred reports, so nobody waits longer than this
LOCKED = ("is locked by another writer", "wait until the other tamani has finished, then run this again")
FULL = ("the disk is full", "free some space; all that was acknowledged is kept")


class Texts(Struct, frozen=True):
    """A list of texts, bound to one name; queries open it with json_each."""

    values: tuple[str, ...]


class Numbers(Struct, frozen=True):
    """A list of numbers, bound to one name; queries open it with json_each."""

    values: tuple[int, ...]


class Words(Struct, frozen=True):
    """What a person looks for: all words must be there, side by side where one holds several, the last unfinished."""

    words: tuple[str, ...]


class Indexed(Struct, frozen=True):
    """A text that reports are found by."""

    text: str


def pack_list(values: Iterable[str]) -> Texts:
    """A list of texts as it is bound to one name."""
    return Texts(tuple(values))


def pack_numbers(values: Iterable[int]) -> Numbers:
    """A list of numbers as it is bound to one name: apart from texts, since an empty one has a kind as well."""
    return Numbers(tuple(values))


def match_words(text: str) -> Words:
    """What a person typed, as words to look for.

    >>> match_words('boko "haram')
    Words(words=('boko', 'haram'))
    """
    words = ("".join(c if c.isalnum() else " " for c in word).strip() for word in text.split())
    return Words(tuple(word for word in words if word))


class Session(Protocol):
    """One view of the database at work: runs named queries. commit_n is the number of the write under way."""

    commit_n: int

    def fetch(self, name: str, bindings: Bindings | None = None) -> Iterator[Row]:
        """The rows of a query, one at a time."""

    def fetch_one(self, name: str, bindings: Bindings | None = None) -> Row | None:
        """The first row of a query, or None."""

    def hold_view(self) -> AbstractContextManager[None]:
        """What is read inside is all of one moment, whatever is written meanwhile."""

    def run(self, name: str, bindings: Bindings | None = None) -> int:
        """Do one change; how many rows it changed."""

    def run_many(self, name: str, rows: Iterable[Bindings]) -> None:
        """Do one change for each row."""

    def insert(self, name: str, rows: Sequence[Row]) -> None:
        """Add rows to a table, each value by its place: the cheapest way to add many."""


class Raws(Protocol):
    """Where the bytes are kept as they came in."""

    def keep(self, items: Sequence[bytes]) -> tuple[RawHash, ...]:
        """Keep bytes and name their hashes; they last when this returns."""

    def fetch(self, digest: RawHash) -> bytes:
        """The bytes of a hash, checked against it."""

    def drop(self, digests: Iterable[RawHash]) -> int:
        """Delete bytes for good; how many were there."""

    def examine(self, digest: RawHash) -> str | None:
        """What is wrong with the bytes of a hash: "gone", "damaged", "unreadable"; None: nothing."""

    def find_lost(self, digests: Iterable[RawHash]) -> list[RawHash]:
        """Which of these bytes are gone."""


class Forgotten(Exception):
    """What is raised to leave a write without keeping it."""


class Database(Protocol):
    """One writer at a time, any number of readers. Any thread may use it. name is for people: no password is in it."""

    name: str

    @property
    def raws(self) -> Raws:
        """Where the bytes are kept as they came in."""

    @property
    def path(self) -> Path:
        """The file that it is; one on a server is none, and says so."""

    def read(self) -> Session:
        """A view that a writer never blocks; inside a write it sees what was written so far."""

    def write(self) -> AbstractContextManager[Session]:
        """All or nothing: what is done inside is kept together when it ends well, and not at all otherwise.

        A write inside a write is a part of it: there is one commit, the outer one's.
        """

    def erase(self) -> AbstractContextManager[Session]:
        """A write whose old words are overwritten, as far as the database can."""

    def finish_erasing(self) -> bool:
        """Clear logs and free pages of what was erased; False: others have the store open, so not all could be."""

    def attempt(self) -> AbstractContextManager[Session]:
        """A write to look at and then to forget: nothing of it is kept."""

    def check(self) -> list[str]:
        """What is wrong with the database itself, in plain words."""

    def find_orphans(self) -> list[tuple[str, str]]:
        """Tables with rows that point to missing rows, each with the other table."""

    def find_strange_parts(self) -> list[tuple[str, str]]:
        """Tables, indexes and triggers (their sort and name) that are not as a new store has them."""

    def index_words(self, title: str | None, text: str) -> Row:
        """A title and a text as the index of words takes them, behind the number of their reading."""

    def words_fit(self) -> bool:
        """Does the index of words say the same as the texts it was made from?"""

    def rebuild_words(self) -> None:
        """Make the index of words anew."""

    def close(self) -> None:
        """Close every connection; what was acknowledged is kept already."""


def open_database(address: str, *, make: bool = True) -> Database:
    """The database at a path or on a server. make: lay out a new store where there is none."""
    if address.startswith(SERVERS):
        # Late: its driver takes as long to load as the rest of `tamani --help`.
        from tamani.store.postgres import PostgresDatabase

        return PostgresDatabase(address, make=make)
    if "://" in address:
        remedy = "give the path of a file, or postgresql://user@host:5432/database"
        raise StoreProblem(hide_password(address), "is an address that tamani can't open", remedy)
    if not make and not Path(address).exists():
        raise StoreProblem(address, "there is no store", "run `tamani add PATH` first, or give --store PATH")
    from tamani.store.sqlite import SqliteDatabase

    return SqliteDatabase(Path(address))


def hide_password(address: str) -> str:
    """A store's address as people may see it: user, server and database, however badly it was typed.

    >>> hide_password("postgresql://awa:s3cret@db.example.org:5432/sahel?sslmode=require")
    'postgresql://awa@db.example.org:5432/sahel'
    >>> hide_password("postgresql://awa:p@ss/wo:rd@db.example.org/sahel")
    'postgresql://awa@db.example.org/sahel'
    >>> hide_password("./tamani.db")
    './tamani.db'
    """
    scheme, mark, rest = address.partition("://")
    if not mark:
        return address
    rest = rest.partition("?")[0]
    login, at, place = rest.rpartition("@")
    hosts, slash, database = place.partition("/")
    # What stands after a host and is no port may be a password whose @ was forgotten.
    shown = ",".join(
        found.group() for host in hosts.split(",") if (found := re.match(r"(\[[^\]]*\]|[^:]*)(:\d+$)?", host))
    )
    return f"{scheme}://{re.split('[:/]', login)[0]}{at}{shown}{slash}{database}"


def name_folder(address: str, ending: str) -> Path:
    """Where files of this machine that go with a store are kept: beside its file, or at home for one on a server.

    >>> name_folder("data/tamani.db", ".gazetteer").as_posix()
    'data/tamani.db.gazetteer'
    >>> name_folder("postgresql://awa:s3cret@db.example.org/sahel", ".gazetteer").name
    'db.example.org-sahel.gazetteer'
    """
    if "://" not in address:
        path = Path(address)
        return path.with_name(path.name + ending)
    place = hide_password(address).partition("://")[2].rpartition("@")[2]
    return Path.home() / ".tamani" / (re.sub(r"[^\w.]+", "-", place).strip("-.") + ending)


@cache
def load_queries(kind: str = "sqlite") -> dict[str, str]:
    """All queries by name, as a kind of database runs them; in the files each follows a line `-- name: ...`."""
    found: dict[str, str] = {}
    # Its own folder last: the few that must be said otherwise there take the place of the common ones.
    for folder in (QUERIES, QUERIES / kind):
        for path in sorted(folder.glob("*.sql")):
            for part in path.read_text(encoding="utf-8").split("-- name: ")[1:]:
                name, _, text = part.partition("\n")
                found[name.strip()] = text.strip()
    return found


@contextmanager
def explain_errors(path: Path) -> Iterator[None]:
    """A disk's error as a StoreProblem that says what to do."""
    try:
        yield
    except OSError as error:
        remedy = "check the folder, its free space and your right to write"
        raise StoreProblem(str(path), error.strerror or str(error), remedy) from error
