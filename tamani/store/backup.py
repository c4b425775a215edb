"""Backs a whole store up into one file while others read and write, and brings it back; archive.py says what is in it.

What is copied is of one moment: bytes are kept before the rows that name them, and rows are never changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import apsw
from msgspec import Struct

from tamani.errors import StoreProblem
from tamani.records import RawHash
from tamani.store.archive import (
    End,
    Manifest,
    Progress,
    Sink,
    Source,
    hash_file,
    name_part,
    put_in_place,
    read_archive,
    read_manifest,
    write_archive,
)
from tamani.store.connect import BUSY_MS, load_queries
from tamani.store.migrate import load_schemas
from tamani.store.raw import fetch_raw, keep_raws, sync_folder
from tamani.store.rows import write_json
from tamani.store.sqlite import explain_errors

LOCKED_MS = 2_000


class Backup(Struct, frozen=True, kw_only=True):
    """A backup that was written and read back."""

    path: Path
    size: int
    manifest: Manifest
    end: End


class Restored(Struct, frozen=True, kw_only=True):
    """A store that was brought back. before: where the one that was there is kept now."""

    name: str
    manifest: Manifest
    end: End
    before: Path | None = None
    aside: str | None = None  # on a server: the schema


class Place(Struct, frozen=True):
    """Where a store is: its file, its bytes, and the places that were added to it, where they belong to it."""

    database: Path
    raws: Path
    gazetteer: Path | None = None


class ServerPlace(Struct, frozen=True):
    """Where a store on a server is, with its bytes; and the places that were added to it on this machine."""

    address: str
    gazetteer: Path | None = None


def write_backup(
    place: Place | ServerPlace, target: Path, *, made: datetime, replace: bool = False, progress: Progress | None = None
) -> Backup:
    """Back a store up; a file that is there already gives way only to a later backup of the same store."""
    if target.is_dir():
        raise StoreProblem(str(target), "is a folder", "give the path of a file, such as tamani.backup")
    snapshot, part = name_part(target, "part.db"), name_part(target)
    try:
        with explain_errors(target), _hold_moment(place, snapshot) as fetch:
            view = apsw.Connection(str(snapshot), flags=apsw.SQLITE_OPEN_READONLY)
            try:
                manifest = _describe(view, snapshot, made)
                _check_target(target, view, manifest, replace)
                source = Source(manifest, snapshot, place.gazetteer, fetch, _list_raws(view))
                end = write_archive(part, source, progress)
            finally:
                view.close(True)
            if read_archive(part) != (manifest, end):
                raise StoreProblem(
                    str(target), "does not read back as it was written", "check the disk and its free space"
                )
            put_in_place(part, target)
            return Backup(path=target, size=target.stat().st_size, manifest=manifest, end=end)
    finally:
        for left in (snapshot, part):
            with suppress(OSError):
                left.unlink()


@contextmanager
def _hold_moment(place: Place | ServerPlace, snapshot: Path) -> Iterator[Callable[[RawHash], bytes]]:
    """The store of one moment as a checked file; inside, its bytes by hash."""
    if isinstance(place, Place):
        take_snapshot(place.database, snapshot)
        yield partial(fetch_raw, place.raws)
        return
    from tamani.store.postgres_copy import hold_moment  # late: the driver takes long to load

    with hold_moment(place.address, snapshot) as fetch:
        _check_snapshot(snapshot, snapshot)
        yield fetch


def take_snapshot(database: Path, target: Path) -> None:
    """A copy of one moment, checked; readers and the writer go on meanwhile."""
    with suppress(FileNotFoundError):
        target.unlink()
    with explain_errors(database):
        connection = apsw.Connection(str(database))
        try:
            connection.set_busy_timeout(BUSY_MS)
            connection.execute("vacuum into ?", (str(target),))
        finally:
            connection.close(True)
    _check_snapshot(target, database)


def _check_snapshot(snapshot: Path, name: Path) -> None:
    with explain_errors(name):
        view = apsw.Connection(str(snapshot), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            found = [row[0] for row in view.execute(load_queries()["commits.check"])]
        finally:
            view.close(True)
    if found != ["ok"]:
        raise StoreProblem(
            str(name), f"is damaged ({found[0]})", "restore the last backup; the raw bytes beside it are untouched"
        )


def _describe(view: apsw.Connection, snapshot: Path, made: datetime) -> Manifest:
    queries = load_queries()
    cursor = next(iter(view.execute(queries["commits.last"])), (0,))[0]
    counts = next(iter(view.execute(queries["backup.counts"])))
    return Manifest(
        made=made,
        schema=view.pragma("user_version"),
        cursor=cursor,
        mark=_mark(view, cursor),
        reports=counts[0],
        raws=counts[1],
        store_sha256=hash_file(snapshot),
    )


def _mark(view: apsw.Connection, cursor: int) -> str:
    """Which store this is, as it was after a write: a hash of the last rows of each kind up to then."""
    rows = list(view.execute(load_queries()["backup.mark"], {"cursor": cursor}))
    return hashlib.sha256(write_json(rows).encode()).hexdigest()


def _list_raws(view: apsw.Connection) -> Iterator[RawHash]:
    return (RawHash(row[0]) for row in view.execute(load_queries()["commits.raws"]))


def _check_target(target: Path, view: apsw.Connection, manifest: Manifest, replace: bool) -> None:
    """Refuse to lose by accident what is there: another file, another store's backup, a later one."""
    if not target.exists():
        return
    there = read_manifest(target)
    if replace:
        return
    if there.cursor > manifest.cursor:
        problem = f"is a later backup (write {there.cursor}) than this store is (write {manifest.cursor})"
        raise StoreProblem(str(target), problem, "give another path, or add --replace")
    if there.mark != _mark(view, there.cursor):
        raise StoreProblem(str(target), "is a backup of another store", "give another path, or add --replace")


# --- back ---------------------------------------------------------------------------------------------------------


def restore_backup(
    file: Path, place: Place | ServerPlace, *, at: datetime, replace: bool = False, progress: Progress | None = None
) -> Restored:
    """Bring a store back from its backup. One that is there is put aside, never erased; a kill leaves it as it was."""
    manifest = read_manifest(file)
    if manifest.schema > len(load_schemas()):
        raise StoreProblem(str(file), f"was written by a newer tamani (schema {manifest.schema})", "update tamani")
    if isinstance(place, ServerPlace):
        return _restore_server(file, place, at=at, replace=replace, progress=progress)
    path = place.database
    if path.exists() and not replace:
        raise StoreProblem(
            str(path), "there is a store already", "give another --store, or add --replace to put it aside"
        )
    part = name_part(path)
    try:
        with explain_errors(path):
            places = _open_places(place.gazetteer)
            sink = Sink(part, places, lambda items: keep_raws(place.raws, items))
            manifest, end = read_archive(file, sink, progress)
            _check_snapshot(part, file)
            if places is not None and place.gazetteer is not None:
                _put_places(places, place.gazetteer, at)
            before = _swap(part, path, at)
            return Restored(name=str(path), manifest=manifest, end=end, before=before)
    finally:
        with suppress(OSError):
            part.unlink()


def _restore_server(
    file: Path, place: ServerPlace, *, at: datetime, replace: bool, progress: Progress | None
) -> Restored:
    from tamani.store.postgres import PostgresDatabase
    from tamani.store.postgres_copy import refill_server

    with TemporaryDirectory() as folder, closing(PostgresDatabase(place.address)) as database:
        part = Path(folder) / "store.db"
        with refill_server(database, f"before_{at:%Y%m%dt%H%M%S}", replace=replace) as new:
            places = _open_places(place.gazetteer)
            manifest, end = read_archive(file, Sink(part, places, new.keep_raws), progress)
            _check_snapshot(part, file)
            new.copy_in(part, database.index_words)
            if places is not None and place.gazetteer is not None:
                _put_places(places, place.gazetteer, at)
        return Restored(name=database.name, manifest=manifest, end=end, aside=new.aside)


def name_before(path: Path, at: datetime) -> Path:
    """Where what was there before a restore is kept."""
    return path.with_name(f"{path.name}.before-{at:%Y%m%dT%H%M%S}")


def _open_places(folder: Path | None) -> Path | None:
    """Where added places wait until the store is there."""
    if folder is None:
        return None
    part = folder.with_name(f"{folder.name}.part")
    part.mkdir(parents=True, exist_ok=True)
    return part


def _put_places(part: Path, folder: Path, at: datetime) -> None:
    files = sorted(part.iterdir())
    if folder.exists() and files:
        os.rename(folder, name_before(folder, at))
    if files:
        os.rename(part, folder)
        sync_folder(str(folder.parent))
    else:
        part.rmdir()


def _swap(part: Path, path: Path, at: datetime) -> Path | None:
    """Put the restored file in the place of the one that is there, which gets another name first."""
    before = name_before(path, at)
    if not path.exists():
        # The log of a file that was lost would be taken for one of the new file.
        for end in ("-wal", "-shm"):
            stray = path.with_name(path.name + end)
            if stray.exists():
                os.replace(stray, before.with_name(before.name + end))
        put_in_place(part, path)
        return None
    holding = _lock_alone(path)
    try:
        for end in ("-wal", "-shm") if holding is None else ():
            stray = path.with_name(path.name + end)
            if stray.exists():
                os.replace(stray, before.with_name(before.name + end))
        _link(path, before)
        if os.name != "posix" and holding is not None:
            holding.close(True)  # there an open file can't be replaced
        put_in_place(part, path)
    finally:
        if holding is not None:
            holding.close(True)
    return before


def _lock_alone(path: Path) -> apsw.Connection | None:
    """The only connection to a store, its log folded in; None: too damaged to be opened, so nobody has it open."""
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(LOCKED_MS)
    try:
        connection.pragma("journal_mode", "delete")
        connection.execute("begin exclusive")
    except (apsw.NotADBError, apsw.CorruptError):
        connection.close(True)
        return None
    except BaseException:
        connection.close(True)
        raise
    return connection


def _link(path: Path, other: Path) -> None:
    """A second name for a file, so that there is no moment in which it has none."""
    try:
        os.link(path, other)
    except OSError:
        # Some file systems know no second names.
        part = other.with_name(other.name + ".part")
        with open(path, "rb") as source, open(part, "wb") as target:
            while block := source.read(1 << 20):
                target.write(block)
            target.flush()
            os.fsync(target.fileno())
        os.replace(part, other)
    sync_folder(str(path.parent))
