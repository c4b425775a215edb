"""Keeps what was set aside, with the reason; tried again with success it is resolved, and its trace stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tamani.records import Reject
from tamani.store.connect import Session
from tamani.store.rows import read_reject, write_time


def add_rejects(session: Session, rejects: Iterable[Reject]) -> int:
    """Append items that were set aside; how many were new. The same item with the same problem stands once."""
    return sum(
        session.run(
            "rejects.add",
            {
                "name": one.name,
                "problem": one.problem,
                "remedy": one.remedy,
                "at": write_time(one.at),
                "raw": one.raw,
                "commit_n": session.commit_n,
            },
        )
        for one in rejects
    )


def fetch_rejects(session: Session, *, resolved: bool = False) -> tuple[Reject, ...]:
    """What is set aside now, in order of time; with resolved=True also what was read later."""
    return tuple(read_reject(row) for row in session.fetch("rejects.all" if resolved else "rejects.open"))


def resolve_reject(session: Session, name: str, at: datetime) -> int:
    """Note that an item could be read after all; how many open rejects of that name this closes."""
    return session.run("rejects.resolve", {"name": name, "at": write_time(at), "commit_n": session.commit_n})
