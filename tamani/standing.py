"""What stands for a field of an incident: positions side by side, who disagrees, who revised what.

Part of records.py, from where it is imported; apart only because it is long.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from tamani.acts import Correction
from tamani.values import ClaimId, ReportId, Stance, TollValue, Value, Who


class Position(Struct, frozen=True, kw_only=True):
    """One value of a field, by one speaker, with all who carry it."""

    value: Value
    stance: Stance
    said_by: str | None
    speaker: str | None
    reports: tuple[ReportId, ...]
    origins: tuple[str, ...]  # ids of independent origins
    claims: tuple[ClaimId, ...]
    since: datetime | None  # known from
    superseded: bool = False  # the same speaker says otherwise later


class Side(Struct, frozen=True, kw_only=True):
    """One side of a dispute: a value, all who hold it (or deny it), and since when it is known."""

    value: Value
    stance: Stance
    positions: tuple[Position, ...]
    origins: tuple[str, ...]
    since: datetime | None


class Revision(Struct, frozen=True, kw_only=True):
    """One speaker's figures in order of time, upward or downward; the last is what he says now."""

    speaker: str  # an origin's id, or the words for who spoke
    positions: tuple[Position, ...]

    @property
    def days(self) -> tuple[datetime | None, ...]:
        """When each was said; None where a figure was only printed after the one that replaced it."""
        later = [*(one.since for one in self.positions[1:]), None]
        recalled = [isinstance(one.value, TollValue) and one.value.scope == "old" for one in self.positions]
        return tuple(
            None if old or one.since is None or (after is not None and one.since > after) else one.since
            for one, after, old in zip(self.positions, later, recalled, strict=True)
        )


class Credibility(Struct, frozen=True, kw_only=True):
    """How credible an incident or a disputed value is, 1-6 (Admiralty), with the case and the origins counted.

    Proposed from independent origins alone; a source's reliability A-F has no part in it.
    """

    grade: int
    case: str  # a [[case]] of vocab/credibility.toml
    agree: int
    against: int
    others: int = 0
    decided: Correction | None = None  # a person's grade instead of the one proposed
    proposed: int | None = None  # what the table proposes, where a person says otherwise


class Settled(Struct, frozen=True, kw_only=True):
    """What to show for a field: positions side by side, and whether independent origins disagree.

    For tolls: low, best, high as UCDP gives them, per `who`; for other fields `value` is what is shown.
    """

    field: str
    value: Value | None
    who: Who | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None
    positions: tuple[Position, ...] = ()
    disputed: bool = False
    rule: str = ""
    sides: tuple[Side, ...] = ()  # who disagrees with whom; empty where nobody does
    revisions: tuple[Revision, ...] = ()
    corrected: Correction | None = None  # a person's value is shown; what reports say stays beside it
    credibility: Credibility | None = None  # of a disputed field
    choice: str = ""  # why `best` is the best: only, most_origins, newest, exact
