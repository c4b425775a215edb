"""The bytes as they came in, each once, named by their hash; of a database in a file they lie beside it as files."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from tamani.errors import NotFound, StoreProblem
from tamani.records import RawHash
from tamani.store.connect import explain_errors

DAMAGED = "the bytes are damaged"
SYNCS = 32  # files that are being synced at a time


def hash_raw(data: bytes) -> RawHash:
    """The name of some bytes."""
    return RawHash(hashlib.sha256(data).hexdigest())


def check_hash(digest: RawHash) -> None:
    """Refuse what is no hash: a file or a row is named by it."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise NotFound(f"raw bytes {digest!r}", "this is not a sha256 hash", "take the hash from a reading or reject")


def require_raw(data: bytes | None, digest: RawHash, place: str) -> bytes:
    """What was found under a hash, if it is there and is what the hash names."""
    if data is None:
        raise NotFound(f"raw bytes {digest}", "they are not in this store", "collect the item again")
    if hash_raw(data) != digest:
        raise StoreProblem(place, DAMAGED, "restore this file from a backup")
    return data


class RawFolder:
    """The folder beside a database that is a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, items: Sequence[bytes]) -> tuple[RawHash, ...]:
        """Keep bytes and name their hashes."""
        return keep_raws(self.folder, items)

    def fetch(self, digest: RawHash) -> bytes:
        """The bytes of a hash, checked against it."""
        return fetch_raw(self.folder, digest)

    def examine(self, digest: RawHash) -> str | None:
        """What is wrong with the bytes of a hash: "gone", "damaged", "unreadable"; None: nothing."""
        return check_raw(self.folder, digest)

    def drop(self, digests: Iterable[RawHash]) -> int:
        """Delete bytes for good; how many were there."""
        return drop_raws(self.folder, digests)

    def find_lost(self, digests: Iterable[RawHash]) -> list[RawHash]:
        """Which of these bytes are gone."""
        return [digest for digest in digests if not locate_raw(self.folder, digest).exists()]


def locate_raw(folder: Path, digest: RawHash) -> Path:
    """Where the bytes of a hash are: ab/cdef..., so that no folder grows too long."""
    check_hash(digest)
    return folder / digest[:2] / digest[2:]


def keep_raw(folder: Path, data: bytes) -> RawHash:
    """Keep some bytes and name their hash. Many at once go faster through keep_raws."""
    return keep_raws(folder, [data])[0]


def keep_raws(folder: Path, items: Sequence[bytes]) -> tuple[RawHash, ...]:
    """Keep bytes and name their hashes; what is kept already stays as it is. On the disk when this returns."""
    hashes = tuple(hash_raw(data) for data in items)
    with explain_errors(folder):
        missing = {
            path: data
            for path, data in zip([str(locate_raw(folder, digest)) for digest in hashes], items, strict=True)
            if not os.path.exists(path)
        }
        if not missing:
            return hashes
        parents = sorted({os.path.dirname(path) for path in missing})
        made = [parent for parent in parents if not os.path.exists(parent)]
        for parent in made:
            os.makedirs(parent, exist_ok=True)
        # A disk takes as long to sync one file as to sync many at once, so they wait together.
        # Written beside, then renamed: a crash leaves a stray .part file, never a half one under a good name.
        pool = _open_pool(os.getpid())
        for part, path in list(pool.map(_write_part, missing.items())):
            os.replace(part, path)
        list(pool.map(sync_folder, [*parents, *([str(folder), str(folder.parent)] if made else [])]))
    return hashes


@cache
def _open_pool(process: int) -> ThreadPoolExecutor:
    """Threads of a process that wait for the disk, kept: starting thirty costs as much as keeping thirty reports."""
    return ThreadPoolExecutor(SYNCS, "keep-raw")


def _write_part(entry: tuple[str, bytes]) -> tuple[str, str]:
    path, data = entry
    part = f"{path}.{os.getpid()}-{threading.get_ident()}.part"
    # Unbuffered and without pathlib: this is done for every report.
    with open(part, "wb", buffering=0) as file:
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]
        os.fsync(file.fileno())
    return part, path


def fetch_raw(folder: Path, digest: RawHash) -> bytes:
    """The bytes of a hash, checked against it."""
    path = locate_raw(folder, digest)
    with explain_errors(path):
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            data = None
    return require_raw(data, digest, str(path))


def check_raw(folder: Path, digest: RawHash) -> str | None:
    """What is wrong with the bytes of a hash: "gone", "damaged", "unreadable"; None: nothing."""
    try:
        with open(locate_raw(folder, digest), "rb") as file:
            return None if hashlib.file_digest(file, "sha256").hexdigest() == digest else "damaged"
    except (FileNotFoundError, NotFound):
        return "gone"
    except OSError:
        return "unreadable"


def drop_raws(folder: Path, digests: Iterable[RawHash]) -> int:
    """Delete bytes for good; how many were there."""
    gone = 0
    with explain_errors(folder):
        for digest in digests:
            path = locate_raw(folder, digest)
            if path.exists():
                path.unlink()
                sync_folder(str(path.parent))
                gone += 1
    return gone


def sync_folder(folder: str) -> None:
    """Make a rename last through a power cut; only POSIX can and needs to."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
