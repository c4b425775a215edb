"""Which of several groups of dead may stand for the whole in one cell."""

from __future__ import annotations

from tamani.records import Settled, Who
from tamani.share.acled import _find_total


def toll(who: Who, best: int) -> Settled:
    return Settled(field="killed", value=None, who=who, low=best, best=best, high=best)


def test_the_dead_of_one_site_are_not_the_total_beside_more_civilians() -> None:
    assert _find_total([toll(Who.UNKNOWN, 15), toll(Who.CIVILIANS, 49)]) is None


def test_a_figure_of_all_the_dead_is_the_total() -> None:
    total = toll(Who.UNKNOWN, 64)
    assert _find_total([toll(Who.CIVILIANS, 49), total, toll(Who.SECURITY_FORCES, 15)]) == total


def test_the_only_group_is_the_total_and_two_groups_are_never_added_up() -> None:
    soldiers = toll(Who.SECURITY_FORCES, 8)
    assert _find_total([soldiers]) == soldiers
    assert _find_total([soldiers, toll(Who.CIVILIANS, 3)]) is None
    assert _find_total([]) is None
