"""Which incidents may look otherwise than they did: what somebody built of the others still holds.

A mark says how far each table went. What came after it is found along the keys of the tables, which only grow.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import asdict

from tamani.records import IncidentId
from tamani.store.connect import Session, pack_list

MOST = 2_000  # runs, and incidents: after more than that it is as quick to begin anew


class Mark(Struct, frozen=True):
    """How far the store had come: the last number of each table that a record rests on."""

    commit: int
    reading: int
    run: int
    marking: int
    link: int
    withdrawal: int
    move: int
    act: int
    forgetting: int


class News:
    """What came into one store since a mark."""

    def __init__(self, read: Callable[[], Session]) -> None:
        self._read = read

    def mark(self) -> Mark:
        """How far the store has come."""
        return Mark(*(self._read().fetch_one("since.marks") or (0,) * 9))

    def find_touched(self, mark: Mark) -> frozenset[IncidentId] | None:
        """The incidents that may look otherwise since a mark, those that are gone among them; None: any may.

        It is any where a person decided something: what follows from that is seldom, and hard to bound.
        """
        session, asked = self._read(), asdict(mark)
        with session.hold_view():
            much = session.fetch_one("since.much", asked | {"most": MOST})
            if (much is not None and much[0] >= MOST) or session.fetch_one("since.people", asked) is not None:
                return None
            touched = {IncidentId(row[0]) for row in session.fetch("since.touched", asked)}
            kin = session.fetch("since.kin", {"ids": pack_list(sorted(touched)), "move": mark.move})
            return frozenset(touched.union(IncidentId(row[0]) for row in kin))
