"""The points of every comparison, from points.toml: one file to read, to doubt and to change."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from msgspec import Struct

from tamani.fuse.reason import Reason


class Weight(Struct, frozen=True):
    """What a finding gives: one figure, or from a low one to a high one; and the case that argues for it."""

    code: str
    points: tuple[float, ...]
    case: str


class Row(Struct, frozen=True):
    """A row of the table: what is compared, and the findings it can make."""

    name: str
    says: str
    weights: dict[str, Weight]


@cache
def load_table() -> tuple[Row, ...]:
    """All comparisons, in the order of the file."""
    rows = tomllib.loads((Path(__file__).parent / "points.toml").read_text(encoding="utf-8"))
    return tuple(
        Row(
            name,
            row["says"],
            {
                key: Weight(one.get("code", key), tuple(one["points"]), one["case"])
                for key, one in row.items()
                if key != "says"
            },
        )
        for name, row in rows.items()
    )


@cache
def _look_up(finding: str) -> tuple[str, float]:
    weight = next(row.weights[finding] for row in load_table() if finding in row.weights)
    (points,) = weight.points
    return weight.code, points


def give(finding: str, detail: str = "") -> Reason:
    """A finding with the points it has in the table.

    >>> str(give("same_target", "market"))
    'same_target: market (+0.6)'
    """
    return Reason(*_look_up(finding), detail)
