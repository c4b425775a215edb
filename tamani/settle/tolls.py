"""Tolls: figures of different speakers stand side by side, a speaker's later figure replaces his earlier one.

Groups (civilians, soldiers, attackers) are settled apart and never added up. low, best and high follow UCDP: the
lowest and highest figure that somebody asserts now, and between them the one with most independent origins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec.structs import replace

from tamani.records import Claim, Position, Settled, Stance, TollValue, Who
from tamani.settle.positions import EARLIEST, LATEST, TOLD, Evidence, are_independent, group_positions, order_positions
from tamani.words import fold

MANY = 10**9  # an open end: "at least 12"


def settle_tolls(field: str, claims: Sequence[Claim], evidence: Evidence) -> tuple[Settled, ...]:
    """One Settled per group of victims, in the order of Who."""
    by_who: dict[Who, list[Position]] = defaultdict(list)
    for one in group_positions(claims, _key_of, evidence):
        by_who[_toll(one).who].append(one)
    groups = {who: _supersede(by_who[who], evidence) for who in Who if who in by_who}
    return tuple(_settle_group(field, who, groups, evidence) for who in groups)


def _settle_group(field: str, who: Who, groups: dict[Who, tuple[Position, ...]], evidence: Evidence) -> Settled:
    positions = groups[who]
    counted = select_current(positions)
    best = _best_position(counted, evidence)
    bounds = [bound for one in counted for bound in (_toll(one).low, _toll(one).high) if bound is not None]
    return Settled(
        field=field,
        value=best.value if best else None,
        who=who,
        low=min((low for one in counted if (low := _toll(one).low) is not None), default=None),
        best=None if best is None else _figure(_toll(best)),
        high=max(bounds, default=None),
        positions=positions,
        disputed=_is_disputed(positions) or (who is Who.UNKNOWN and _total_too_small(groups)),
        rule="tolls",
    )


def _toll(position: Position) -> TollValue:
    assert isinstance(position.value, TollValue)
    return position.value


def _key_of(value: object) -> tuple[int | None, int | None, Who, str | None]:
    assert isinstance(value, TollValue)
    return value.low, value.high, value.who, value.scope


def _figure(value: TollValue) -> int | None:
    """The one figure of a range: its lower end, as UCDP does; "up to 600" has only its upper one."""
    return value.low if value.low is not None else value.high


def select_current(positions: Iterable[Position]) -> tuple[Position, ...]:
    """The positions that make low, best and high: asserted, not superseded, of the whole event.

    Where nobody gives a toll of this event alone, the joint toll of several sites is all there is, and is taken.
    A part of a total ("of whom 3 children") is shown but never counted. A denial or a doubt never raises a count.
    """
    live = [one for one in positions if one.stance is Stance.ASSERTED and not one.superseded]
    whole = [one for one in live if _toll(one).scope is None and _figure(_toll(one)) is not None]
    joint = [one for one in live if _toll(one).scope == "joint" and _figure(_toll(one)) is not None]
    return tuple(whole or joint)


def _best_position(counted: Sequence[Position], evidence: Evidence) -> Position | None:
    """The figure with most independent origins; the newest wins ties."""
    if not counted:
        return None
    # "Up to 600" says what it is not more than; it is the best figure only where there is no other.
    candidates = [one for one in counted if _toll(one).low is not None] or counted
    support: dict[int | None, set[str]] = defaultdict(set)
    for one in counted:
        support[_figure(_toll(one))].update(one.origins)

    def weight(one: Position) -> tuple[int, datetime, bool]:
        # Reports are not counted: ten papers that print the ministry's 49 are one ministry.
        # An exact "21" says more than "at least 21" when both give the same figure.
        exact = _toll(one).low == _toll(one).high
        newest = min(evidence.find_dates(one), default=EARLIEST)
        return len(support[_figure(_toll(one))]), newest, exact

    return max(candidates, key=lambda one: (*weight(one), one.claims))


# --- superseded --------------------------------------------------------------------------------------------------


def _supersede(positions: Sequence[Position], evidence: Evidence) -> tuple[Position, ...]:
    """Mark what is no longer said: figures called old, and a speaker's figures before his last one."""
    old = [one for one in positions if _toll(one).scope == "old"]
    by_speaker: dict[tuple[str, str | None], list[Position]] = defaultdict(list)
    for one in positions:
        speaker = _speaker_key(one, evidence)
        if speaker is not None and one.stance is Stance.ASSERTED and _toll(one).scope in (None, "joint"):
            by_speaker[speaker, _toll(one).scope].append(one)
    gone: set[tuple[str, ...]] = set()
    for group in by_speaker.values():
        newest = max(group, key=lambda one: (_last_known(one, evidence), one.since or EARLIEST, one.claims))
        gone.update(one.claims for one in group if _is_before(one, newest, evidence))
    return order_positions(
        replace(one, superseded=_toll(one).scope == "old" or one.claims in gone or _is_called_old(one, old, evidence))
        for one in positions
    )


def _speaker_key(position: Position, evidence: Evidence) -> str | None:
    voices = [origin for origin in position.origins if not origin.startswith(TOLD)]
    if voices:
        return voices[0]
    if position.speaker is not None:
        return evidence.counted_as(position.speaker)
    return f"{'+'.join(position.origins)}/{fold(position.said_by)}" if position.said_by else None


def _last_known(position: Position, evidence: Evidence) -> datetime:
    """When somebody last carried it: an old figure stops being repeated, whenever it was first heard of.

    "In a first bulletin the army spoke of two" may be printed the day after the papers had the army's seven.
    """
    return max(evidence.find_dates(position), default=EARLIEST)


def _is_before(one: Position, newest: Position, evidence: Evidence) -> bool:
    """Did the speaker say something else later? Undated reports neither replace nor are replaced."""
    if one.claims == newest.claims or not evidence.find_dates(one) or not evidence.find_dates(newest):
        return False
    if _figure(_toll(one)) == _figure(_toll(newest)):
        return False  # "at least one" and "one" are no change
    return _last_known(one, evidence) < _last_known(newest, evidence)


def _is_called_old(position: Position, old: Sequence[Position], evidence: Evidence) -> bool:
    """Did a later report call this very figure the earlier toll? "The UN had first said 200" ages the UN's 200 only."""
    return any(
        (_toll(position).low, _toll(position).high) == (_toll(one).low, _toll(one).high)
        and (not one.origins or set(one.origins) & set(position.origins))
        and min(evidence.find_dates(position), default=LATEST) < min(evidence.find_dates(one), default=EARLIEST)
        for one in old
    )


# --- disputed ----------------------------------------------------------------------------------------------------


def _is_disputed(positions: Sequence[Position]) -> bool:
    """Do two independent mouths give figures that can't both be true, or does somebody deny the toll?"""
    live = [one for one in positions if one.stance is Stance.ASSERTED and not one.superseded]
    denied = any(one.stance is Stance.DENIED for one in positions)
    if denied and live:
        return True
    whole = [one for one in live if _toll(one).scope is None]
    joint = [one for one in live if _toll(one).scope == "joint"]
    if any(_apart(a, b) for n, a in enumerate(whole) for b in whole[n + 1 :]):
        return True
    # 49 for the boat and the camp together can't hold when 154 died on the boat alone.
    return any((_toll(a).low or 0) > _ceiling(_toll(b)) and are_independent(a, b) for a in whole for b in joint)


def _ceiling(value: TollValue) -> int:
    return value.high if value.high is not None else MANY


def _apart(a: Position, b: Position) -> bool:
    one, two = _toll(a), _toll(b)
    apart = _ceiling(one) < (two.low or 0) or _ceiling(two) < (one.low or 0)
    return apart and are_independent(a, b)


def _total_too_small(groups: dict[Who, tuple[Position, ...]]) -> bool:
    """Is somebody's total smaller than what another counts for one group? Attackers are often left out of totals."""
    total = select_current(groups.get(Who.UNKNOWN, ()))
    parts = [
        one for who, group in groups.items() if who not in (Who.UNKNOWN, Who.ATTACKERS) for one in select_current(group)
    ]
    return any(_ceiling(_toll(a)) < (_toll(b).low or 0) and are_independent(a, b) for a in total for b in parts)
