"""The bytes as they came in, each once, in files named by their hash beside the database."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tamani.errors import NotFound, StoreProblem
from tamani.records import RawHash
from tamani.store.connect import explain_errors

SYNCS = 32  # files that are being synced at a time


def hash_raw(data: bytes) -> RawHash:
    """The name of some bytes."""
    return RawHash(hashlib.sha256(data).hexdigest())


def locate_raw(folder: Path, digest: RawHash) -> Path:
    """Where the bytes of a hash are: ab/cdef..., so that no folder grows too long."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise NotFound(f"raw bytes {digest!r}", "this is not a sha256 hash", "take the hash from a reading or reject")
    return folder / digest[:2] / digest[2:]


def keep_raw(folder: Path, data: bytes) -> RawHash:
    """Keep some bytes and name their hash. Many at once go faster through keep_raws."""
    return keep_raws(folder, [data])[0]


def keep_raws(folder: Path, items: Sequence[bytes]) -> tuple[RawHash, ...]:
    """Keep bytes and name their hashes; what is kept already stays as it is. On the disk when this returns."""
    hashes = tuple(hash_raw(data) for data in items)
    missing = {locate_raw(folder, digest): data for digest, data in zip(hashes, items, strict=True)}
    with explain_errors(folder):
        missing = {path: data for path, data in missing.items() if not path.exists()}
        if not missing:
            return hashes
        parents = sorted({path.parent for path in missing})
        made = [parent for parent in parents if not parent.exists()]
        for parent in made:
            parent.mkdir(parents=True, exist_ok=True)
        # A disk takes as long to sync one file as to sync many at once, so they wait together.
        with ThreadPoolExecutor(min(SYNCS, len(missing))) as pool:
            # Written beside, then renamed: a crash leaves a stray .part file, never a half one under a good name.
            for part, path in list(pool.map(_write_part, missing.items())):
                part.replace(path)
            list(pool.map(_sync_folder, [*parents, *([folder, folder.parent] if made else [])]))
    return hashes


def _write_part(entry: tuple[Path, bytes]) -> tuple[Path, Path]:
    path, data = entry
    part = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return part, path


def fetch_raw(folder: Path, digest: RawHash) -> bytes:
    """The bytes of a hash, checked against it."""
    path = locate_raw(folder, digest)
    with explain_errors(path):
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise NotFound(f"raw bytes {digest}", "they are not in this store", "collect the item again") from error
    if hash_raw(data) != digest:
        raise StoreProblem(str(path), "the bytes are damaged", "restore this file from a backup")
    return data


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut; only POSIX can and needs to."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
