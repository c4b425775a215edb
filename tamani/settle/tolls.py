"""Tolls: figures of different speakers stand side by side, a speaker's later figure replaces his earlier one.

Groups (civilians, soldiers, attackers) are settled apart and never added up. low, best and high follow UCDP: the
lowest and highest figure that somebody asserts now, and between them the one with most independent origins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from tamani.records import Claim, Position, Settled, Stance, TollValue, Who
from tamani.settle.positions import EARLIEST, Evidence, are_independent, group_positions
from tamani.settle.sides import form_sides
from tamani.settle.superseded import figure_of, find_revisions, supersede, toll_of

MANY = 10**9  # an open end: "at least 12"


def settle_tolls(field: str, claims: Sequence[Claim], evidence: Evidence) -> tuple[Settled, ...]:
    """One Settled per group of victims, in the order of Who."""
    by_who: dict[Who, list[Position]] = defaultdict(list)
    for one in group_positions(claims, _key_of, evidence):
        by_who[toll_of(one).who].append(one)
    _join_unstated(by_who)
    groups = {who: supersede(by_who[who], evidence) for who in Who if who in by_who}
    return tuple(_settle_group(field, who, groups, evidence) for who in groups)


def _join_unstated(by_who: dict[Who, list[Position]]) -> None:
    """ "Six injured" beside "six soldiers injured", where no others are counted: the same six, not six more.

    Whose they are is told by the largest figure: of "132 civilians" and "160 killed" the 28 may be no civilians.
    """
    stated = [who for who in by_who if who is not Who.UNKNOWN]
    if len(stated) != 1 or stated[0] is Who.ATTACKERS or Who.UNKNOWN not in by_who:
        return
    positions = by_who.pop(Who.UNKNOWN) + by_who.pop(stated[0])
    # Of equal figures the one of a group says more. A part, or a figure that is called old, is no count of all.
    counted = [(figure_of(one) or 0, toll_of(one).who is not Who.UNKNOWN) for one in select_current(positions)]
    by_who[stated[0] if max(counted, default=(0, True))[1] else Who.UNKNOWN] += positions


def _settle_group(field: str, who: Who, groups: dict[Who, tuple[Position, ...]], evidence: Evidence) -> Settled:
    positions = groups[who]
    counted = select_current(positions)
    best, choice = _choose_best(counted, evidence)
    rivals = find_rivals(positions)
    if who is Who.UNKNOWN:
        rivals += _find_larger_parts(groups)
    sides = form_sides(rivals, _figures_of)
    bounds = [bound for one in counted for bound in (toll_of(one).low, toll_of(one).high) if bound is not None]
    return Settled(
        field=field,
        value=best.value if best else None,
        who=who,
        low=min((low for one in counted if (low := toll_of(one).low) is not None), default=None),
        best=None if best is None else figure_of(best),
        high=max(bounds, default=None),
        positions=positions,
        disputed=bool(sides),
        rule="tolls",
        sides=sides,
        revisions=find_revisions(positions, evidence),
        choice=choice,
    )


def _key_of(value: object) -> tuple[int | None, int | None, Who, str | None]:
    assert isinstance(value, TollValue)
    return value.low, value.high, value.who, value.scope


def _figures_of(value: object) -> tuple[int | None, int | None, str | None]:
    """What parts one side of a dispute over a group's toll from another."""
    assert isinstance(value, TollValue)
    return value.low, value.high, value.scope


def select_current(positions: Iterable[Position]) -> tuple[Position, ...]:
    """The positions that make low, best and high: asserted, not superseded, of the whole event.

    Where nobody gives a toll of this event alone, the joint toll of several sites is all there is, and is taken.
    A part of a total ("of whom 3 children") is shown but never counted. A denial or a doubt never raises a count.
    """
    live = [one for one in positions if one.stance is Stance.ASSERTED and not one.superseded]
    whole = [one for one in live if toll_of(one).scope is None and figure_of(one) is not None]
    joint = [one for one in live if toll_of(one).scope == "joint" and figure_of(one) is not None]
    return tuple(whole or joint)


def _choose_best(counted: Sequence[Position], evidence: Evidence) -> tuple[Position | None, str]:
    """The figure with most independent origins, the newest of those with as many, and which of the two decided."""
    if not counted:
        return None, ""
    # "Up to 600" says what it is not more than; it is the best figure only where there is no other.
    candidates = [one for one in counted if toll_of(one).low is not None] or counted
    support: dict[int | None, set[str]] = defaultdict(set)
    for one in counted:
        support[figure_of(one)].update(one.origins)

    def weight(one: Position) -> tuple[int, datetime, bool]:
        # Reports are not counted: ten papers that print the ministry's 49 are one ministry.
        # An exact "21" says more than "at least 21" when both give the same figure.
        exact = toll_of(one).low == toll_of(one).high
        newest = min(evidence.find_dates(one), default=EARLIEST)
        return len(support[figure_of(one)]), newest, exact

    # Where nothing decides, the lower figure: a count too low is put right later, one too high is believed.
    best = max(candidates, key=lambda one: (*weight(one), -(figure_of(one) or 0), repr(one.value)))
    others = [weight(one) for one in candidates if figure_of(one) != figure_of(best)]
    if not others:
        return best, "only"
    (mine, day, _), (most, newest, _) = weight(best), max(others)
    return best, "most_origins" if mine > most else "newest" if day > newest else "exact"


# --- disputed ----------------------------------------------------------------------------------------------------


def find_rivals(positions: Sequence[Position]) -> list[Position]:
    """The figures of independent mouths that can't both be true, and a denied toll with those who assert one."""
    live = [one for one in positions if one.stance is Stance.ASSERTED and not one.superseded]
    rivals: list[Position] = []
    for denial in positions:
        if denial.stance is Stance.DENIED and not denial.superseded:
            opposed = [one for one in live if _is_opposed(one, denial)]
            rivals += [denial, *opposed] if opposed else []
    whole = [one for one in live if toll_of(one).scope is None]
    joint = [one for one in live if toll_of(one).scope == "joint"]
    pairs = [(a, b) for n, a in enumerate(whole) for b in whole[n + 1 :] if _are_apart(a, b)]
    # 49 for the boat and the camp together can't hold when 154 died on the boat alone.
    pairs += [(a, b) for a in whole for b in joint if _is_larger(a, b)]
    return [*rivals, *(one for pair in pairs for one in pair)]


def _is_opposed(asserted: Position, denial: Position) -> bool:
    """That there were three children among the dead may be denied, and the toll stands."""
    if toll_of(denial).scope == "sub":
        return toll_of(asserted).scope == "sub" and figure_of(asserted) == figure_of(denial)
    return True


def _are_apart(a: Position, b: Position) -> bool:
    one, two = toll_of(a), toll_of(b)
    apart = _ceiling(one) < (two.low or 0) or _ceiling(two) < (one.low or 0)
    return apart and are_independent(a, b)


def _is_larger(part: Position, total: Position) -> bool:
    """Does one count more for a part than an independent other for the total?"""
    return (toll_of(part).low or 0) > _ceiling(toll_of(total)) and are_independent(part, total)


def _ceiling(value: TollValue) -> int:
    return value.high if value.high is not None else MANY


def _find_larger_parts(groups: dict[Who, tuple[Position, ...]]) -> list[Position]:
    """Totals smaller than what another counts for one group, and those. Attackers are often left out of totals."""
    total = select_current(groups.get(Who.UNKNOWN, ()))
    parts = [
        one for who, group in groups.items() if who not in (Who.UNKNOWN, Who.ATTACKERS) for one in select_current(group)
    ]
    return [one for a in total for b in parts if _is_larger(b, a) for one in (a, b)]
