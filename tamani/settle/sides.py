"""Who disagrees with whom about a field, and since when: the positions of a dispute put together by value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable

from tamani.records import Position, Side, Stance, Value
from tamani.settle.positions import LATEST


def form_sides(rivals: Iterable[Position], key: Callable[[Value], Hashable]) -> tuple[Side, ...]:
    """One side per value and stance, the one known first before the others; none where fewer than two disagree."""
    groups: dict[Hashable, list[Position]] = defaultdict(list)
    for one in rivals:
        group = groups[key(one.value), one.stance is Stance.DENIED]
        if one not in group:
            group.append(one)
    sides = [_make_side(group) for group in groups.values()]
    if len(sides) < 2 and not any(side.stance is Stance.DENIED for side in sides):
        return ()
    return tuple(sorted(sides, key=lambda side: (side.since or LATEST, repr(side.value))))


def _make_side(group: list[Position]) -> Side:
    ordered = sorted(group, key=lambda one: (one.since or LATEST, one.reports, one.claims))
    times = [one.since for one in ordered if one.since is not None]
    return Side(
        value=ordered[0].value,
        stance=ordered[0].stance,
        positions=tuple(ordered),
        origins=tuple(sorted({origin for one in ordered for origin in one.origins})),
        since=min(times, default=None),
    )


def oppose_denials(positions: Iterable[Position], key: Callable[[Value], Hashable]) -> list[Position]:
    """Denials with the positions that assert what they deny."""
    ordered = list(positions)
    denied = {key(one.value) for one in ordered if one.stance is Stance.DENIED}
    asserted = {key(one.value) for one in ordered if one.stance is Stance.ASSERTED}
    return [one for one in ordered if one.stance is not Stance.DOUBTED and key(one.value) in denied & asserted]
