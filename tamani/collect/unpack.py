"""Unpacking with a limit: an archive that would fill the machine is refused before it is opened."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from tamani.reasons import Unreadable, say_size


def unpack_gzip(name: str, data: bytes, limit: int) -> bytes:
    """The content of a gzip or deflate stream, never more than the limit."""
    # 47: gzip or zlib by its header; -15: deflate without one, which some servers send.
    for window in (47, -15):
        unpacker = zlib.decompressobj(window)
        try:
            unpacked = unpacker.decompress(data, limit + 1)
        except zlib.error as error:
            problem = error
            continue
        if len(unpacked) > limit:
            raise Unreadable(name, "bomb", limit=say_size(limit))
        return unpacked
    raise Unreadable(name, "damaged", why=str(problem))


def check_zip(name: str, data: bytes, limit: int) -> None:
    """Refuses an archive whose directory promises more than the limit.

    The directory can lie, but Python's zipfile never unpacks more of a member than the directory says.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            total = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Unreadable(name, "damaged", why=str(error)) from error
    if total > limit:
        raise Unreadable(name, "bomb", limit=say_size(limit))
