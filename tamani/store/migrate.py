"""Brings the database's schema up to what this tamani knows, by numbered files that are never edited once released."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import apsw

from tamani.errors import StoreProblem

SCHEMAS = Path(__file__).parent / "sql"
APPLICATION = 0x74616D61  # "tama" in the file's header: this file is ours


@cache
def load_schemas(folder: Path = SCHEMAS) -> tuple[str, ...]:
    """The migrations in order; the first is number 1."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(folder.glob("[0-9]*.sql")))


def migrate_schema(connection: apsw.Connection, path: Path, schemas: tuple[str, ...] | None = None) -> int:
    """Apply what is missing, all or nothing; the number of the newest migration."""
    steps = load_schemas() if schemas is None else schemas
    if _check_version(connection, path, len(steps)) == len(steps):
        return len(steps)
    connection.execute("begin immediate")
    try:
        # Another tamani may have done it while this one waited for the lock.
        for number, step in enumerate(steps, start=1):
            if number > _check_version(connection, path, len(steps)):
                connection.execute(step)
                connection.pragma("user_version", number)
        connection.pragma("application_id", APPLICATION)
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    return len(steps)


def _check_version(connection: apsw.Connection, path: Path, newest: int) -> int:
    # In this order: another tamani may commit its schema in between, and then all that is read after is set.
    is_empty = connection.execute("select count(*) from sqlite_schema").fetchone() == (0,)
    application = connection.pragma("application_id")
    version = connection.pragma("user_version")
    if application != APPLICATION and not is_empty and version == 0:
        raise StoreProblem(str(path), "is a database of another program", "give another path")
    if application not in (0, APPLICATION):
        raise StoreProblem(str(path), "is a database of another program", "give another path")
    if version > newest:
        problem = f"was written by a newer tamani (schema {version}, this one knows {newest})"
        raise StoreProblem(str(path), problem, "update tamani")
    return int(version)
