"""A backup as a file: one gzipped tar that any tool opens, with the store as a SQLite file, its raw bytes, its places.

    manifest.json   what this is: read first, without the rest
    store.db        the store as SQLite, whatever database it is kept in
    gazetteer/...   place names that people added to this store
    raw/...         the bytes that the store names, by hash
    end.json        how many came; a file without it was cut off

It is written under another name, read back, and only then takes its own: a kill leaves the old backup or the new one.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from tamani.errors import NotFound, StoreProblem
from tamani.records import RawHash
from tamani.store.connect import explain_errors
from tamani.store.raw import sync_folder

FORMAT = 1
LEVEL = 1  # of gzip: pages and PDFs shrink to a third at 80 MB/s; level 6 saves a tenth more at a third of the speed
BLOCK = 1 << 20
MANIFEST, STORE, END = "manifest.json", "store.db", "end.json"
Progress = Callable[[int], None]


class Manifest(Struct, frozen=True, kw_only=True):
    """What a backup holds. mark: a hash of the last rows of every table, the same in a store that went on from here."""

    kind: str = "tamani backup"
    format: int = FORMAT
    made: datetime
    schema: int
    cursor: int
    mark: str
    reports: int
    raws: int
    store_sha256: str


class End(Struct, frozen=True, kw_only=True):
    """The last thing in a backup. lost: bytes that the store names and that were gone or damaged already."""

    raws: int
    lost: tuple[RawHash, ...] = ()


class Source(Struct, frozen=True):
    """Where the parts of a backup come from."""

    manifest: Manifest
    snapshot: Path
    gazetteer: Path | None
    fetch_raw: Callable[[RawHash], bytes]
    hashes: Iterable[RawHash]


class Sink(Struct, frozen=True):
    """Where the parts of a backup go; each None: read and checked only."""

    snapshot: Path | None = None
    gazetteer: Path | None = None
    keep_raws: Callable[[list[bytes]], object] | None = None


def write_archive(path: Path, source: Source, progress: Progress | None = None) -> End:
    """Write everything into a file and on to the disk; what could not be had is named in the end."""
    lost: list[RawHash] = []
    done = 0
    with explain_errors(path), open(path, "wb") as file:
        with (
            gzip.GzipFile("", "wb", LEVEL, file, 0) as packed,
            tarfile.open(fileobj=packed, mode="w|", bufsize=BLOCK) as tar,
        ):
            _add_bytes(tar, MANIFEST, msgspec.json.encode(source.manifest))
            _add_file(tar, STORE, source.snapshot)
            for one in _list_files(source.gazetteer):
                _add_file(tar, f"gazetteer/{one.name}", one)
            for digest in source.hashes:
                try:
                    _add_bytes(tar, f"raw/{digest}", source.fetch_raw(digest))
                except (NotFound, StoreProblem):
                    lost.append(digest)  # the rest of the store is still worth keeping; the caller says so
                done += 1
                tar.members.clear()  # type: ignore[attr-defined]  # tarfile remembers each: a million would fill the memory
                if progress is not None and done % 1000 == 0:
                    progress(done)
            end = End(raws=done - len(lost), lost=tuple(lost))
            _add_bytes(tar, END, msgspec.json.encode(end))
        file.flush()
        os.fsync(file.fileno())
    return end


def read_manifest(path: Path) -> Manifest:
    """What a backup says it holds; an error where the file is none, or of a newer tamani."""
    with _open(path) as (tar, _):
        return _take_manifest(path, tar)


def read_archive(path: Path, sink: Sink | None = None, progress: Progress | None = None) -> tuple[Manifest, End]:
    """Read a backup to its end and check every part of it, handing the parts to where they go."""
    sink = sink or Sink()
    waiting: list[bytes] = []
    end: End | None = None
    raws = 0
    with _open(path) as (tar, packed):
        manifest = _take_manifest(path, tar)
        while (member := tar.next()) is not None:
            tar.members.clear()  # type: ignore[attr-defined]
            file = tar.extractfile(member)
            if file is None or end is not None:
                raise _damage(path, f"{member.name} does not belong in it")
            sort, _, name = member.name.partition("/")
            if member.name == STORE:
                if _copy(file, sink.snapshot) != manifest.store_sha256:
                    raise _damage(path, "the store in it is not what was written")
            elif sort == "gazetteer" and name and "/" not in name and name not in (".", ".."):
                _copy(file, sink.gazetteer / name if sink.gazetteer else None)
            elif sort == "raw":
                waiting.append(_check_raw(path, name, file.read()))
                raws += 1
                if sum(map(len, waiting)) > BLOCK or len(waiting) >= 256:
                    waiting = _hand_over(waiting, sink)
                    if progress is not None:
                        progress(raws)
            elif member.name == END:
                end = msgspec.json.decode(file.read(), type=End)
            else:
                raise _damage(path, f"{member.name} does not belong in it")
        # The checksum of the whole stands at the very end.
        while packed.read(BLOCK):
            pass
    _hand_over(waiting, sink)
    if end is None or end.raws != raws:
        raise _damage(path, "its end is missing")
    return manifest, end


@contextmanager
def _open(path: Path) -> Iterator[tuple[tarfile.TarFile, gzip.GzipFile]]:
    with explain_errors(path):
        try:
            with (
                open(path, "rb") as file,
                gzip.GzipFile("", "rb", fileobj=file) as packed,
                tarfile.open(fileobj=packed, mode="r|", bufsize=BLOCK) as tar,
            ):
                yield tar, packed
        except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error, msgspec.DecodeError) as error:
            raise _damage(path, str(error) or type(error).__name__) from error


def _take_manifest(path: Path, tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    file = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
    if file is None:
        raise StoreProblem(str(path), "is no backup of tamani", "give another path")
    data = file.read()
    seen = msgspec.json.decode(data, type=dict[str, object])
    if seen.get("kind") != "tamani backup":
        raise StoreProblem(str(path), "is no backup of tamani", "give another path")
    if not isinstance(seen.get("format"), int) or int(str(seen["format"])) > FORMAT:
        raise StoreProblem(str(path), f"was written by a newer tamani (format {seen.get('format')})", "update tamani")
    return msgspec.json.decode(data, type=Manifest)


def _damage(path: Path, why: str) -> StoreProblem:
    return StoreProblem(
        str(path), f"is damaged, or no backup of tamani ({why})", "take another backup; this one is left as it is"
    )


def _check_raw(path: Path, name: str, data: bytes) -> bytes:
    if hashlib.sha256(data).hexdigest() != name:
        raise _damage(path, f"the bytes {name} are not what was written")
    return data


def _hand_over(waiting: list[bytes], sink: Sink) -> list[bytes]:
    if waiting and sink.keep_raws is not None:
        sink.keep_raws(waiting)
    return []


def _list_files(folder: Path | None) -> list[Path]:
    return sorted(one for one in folder.iterdir() if one.is_file()) if folder is not None and folder.is_dir() else []


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def _add_file(tar: tarfile.TarFile, name: str, path: Path) -> None:
    with open(path, "rb") as file:
        info = tarfile.TarInfo(name)
        info.size = os.fstat(file.fileno()).st_size
        tar.addfile(info, file)


def hash_file(path: Path) -> str:
    """The sha256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(file: IO[bytes], target: Path | None) -> str:
    """Read a part to its end, into a file on the disk where there is one; its hash."""
    digest = hashlib.sha256()
    with open(os.devnull if target is None else target, "wb") as out:
        while block := file.read(BLOCK):
            digest.update(block)
            out.write(block)
        out.flush()
        if target is not None:
            os.fsync(out.fileno())
    return digest.hexdigest()


def name_part(path: Path, sort: str = "part") -> Path:
    """A name beside a file for what is not finished; those of processes that are gone are cleared away first."""
    for stray in path.parent.glob(f"{_escape(path.name)}.*.{sort}"):
        owner = stray.name[len(path.name) + 1 : -len(sort) - 1]
        if owner.isdigit() and not _is_running(int(owner)):
            with suppress(OSError):
                stray.unlink()
    return path.with_name(f"{path.name}.{os.getpid()}.{sort}")


def _escape(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _is_running(process: int) -> bool:
    if os.name != "posix" or process == os.getpid():
        return process != os.getpid()  # elsewhere asking would end it: leave the file alone
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name, for good."""
    os.replace(part, path)
    sync_folder(str(path.parent))
