"""The bytes as they came in, each once, in files named by their hash beside the database."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

from tamani.errors import NotFound, StoreProblem
from tamani.records import RawHash
from tamani.store.connect import explain_errors


def hash_raw(data: bytes) -> RawHash:
    """The name of some bytes."""
    return RawHash(hashlib.sha256(data).hexdigest())


def locate_raw(folder: Path, digest: RawHash) -> Path:
    """Where the bytes of a hash are: ab/cdef..., so that no folder grows too long."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise NotFound(f"raw bytes {digest!r}", "this is not a sha256 hash", "take the hash from a reading or reject")
    return folder / digest[:2] / digest[2:]


def keep_raw(folder: Path, data: bytes) -> RawHash:
    """Keep some bytes and name their hash; kept already, nothing is done. On the disk when this returns."""
    digest = hash_raw(data)
    path = locate_raw(folder, digest)
    with explain_errors(folder):
        if path.exists():
            return digest
        made = not path.parent.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside, then renamed: a crash leaves a stray .part file, never a half one under a good name.
        part = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
        if made:
            _sync_folder(folder)
    return digest


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
