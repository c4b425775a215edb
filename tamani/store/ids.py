"""Finds the one thing whose id starts as a person typed it."""

from __future__ import annotations

from tamani.errors import Ambiguous, NotFound
from tamani.store.connect import Session


def find_id(session: Session, noun: str, query: str, start: str) -> str:
    """The whole id; an error where none or several start so."""
    bounds = {"low": start, "high": start + "\U0010ffff"}
    found = [row[0] for row in session.fetch(query, bounds)] if start else []
    if len(found) == 1 or start in found:
        return start if start in found else str(found[0])
    if not found:
        raise NotFound(f"{noun} {start!r}", f"no {noun} has an id that starts so", "check the id")
    some = ", ".join(found[:5]) + (", ..." if len(found) > 5 else "")
    raise Ambiguous(f"{noun} {start!r}", f"several ids start so: {some}", "type more of the id")
