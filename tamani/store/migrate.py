"""Brings the database's schema up to what this tamani knows, by numbered files that are never edited once released."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from tamani.errors import StoreProblem

SCHEMAS = Path(__file__).parent / "sql"


class State(Struct, frozen=True):
    """What a database says of itself before it is touched."""

    empty: bool
    ours: bool
    version: int  # the number of the newest migration it has had


class Ledger(Protocol):
    """Where a database notes which migrations it has had."""

    def read_state(self) -> State:
        """What the database says of itself."""

    def hold(self) -> AbstractContextManager[None]:
        """Alone, and all or nothing."""

    def apply(self, number: int, step: str) -> None:
        """Do one migration and note its number."""


@cache
def load_schemas(kind: str = "sqlite") -> tuple[str, ...]:
    """The migrations of a kind of database in order; the first is number 1."""
    folder = SCHEMAS if kind == "sqlite" else SCHEMAS / kind
    return tuple(path.read_text(encoding="utf-8") for path in sorted(folder.glob("[0-9]*.sql")))


def migrate_schema(ledger: Ledger, name: str, steps: tuple[str, ...], *, make: bool = True) -> int:
    """Apply what is missing, all or nothing; the number of the newest migration."""
    state = _check_state(ledger, name, len(steps))
    if state.version == len(steps):
        return len(steps)
    if state.empty and not make:
        raise StoreProblem(name, "there is no store", "run `tamani add PATH` first, or give --store PATH")
    with ledger.hold():
        # Another tamani may have done it while this one waited for the lock.
        for number, step in enumerate(steps, start=1):
            if number > _check_state(ledger, name, len(steps)).version:
                ledger.apply(number, step)
    return len(steps)


def _check_state(ledger: Ledger, name: str, newest: int) -> State:
    state = ledger.read_state()
    if not (state.empty or state.ours):
        raise StoreProblem(name, "is a database of another program", "give another path")
    if state.version > newest:
        problem = f"was written by a newer tamani (schema {state.version}, this one knows {newest})"
        raise StoreProblem(name, problem, "update tamani")
    return state
