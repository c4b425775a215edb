"""A quick look at two mentions before they are compared: can they agree enough for anybody to ask about them?

Around one day in a region there are hundreds of mentions, and copies of one wire stand at one time and place: what time
and place give two of them is worked out once. The rest is bounded from above by what they share. Nothing that
`compare` would link or ask about is ruled out; a test holds the two together.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from math import log2

from msgspec import Struct

from tamani.fuse.cards import MentionCard
from tamani.fuse.compare import JOINT_SITE, MORE_TOLLS, SAME, UNSURE, compare_kinds
from tamani.fuse.days import EXACT, compare_dates
from tamani.fuse.keys import may_meet
from tamani.fuse.places import compare_places
from tamani.fuse.reason import VETO
from tamani.fuse.table import give
from tamani.fuse.wording import NAME_EACH_OTHER, NAME_POINTS, WORD_POINTS

MOST_PAIRS = 500_000  # pairs of times and places kept in memory
SAME_ACTOR, OTHER_ACTOR = give("same_actor").points, give("other_actor").points
SAME_TARGET, OTHER_TARGET = give("same_target").points, give("other_target").points
SAME_VICTIM = give("same_victim").points
SAME_TITLE = 1.0
SLACK = 0.001  # of sums of tenths
ROUNDED = 0.05  # points of tolls are told to a tenth
COPIED_ELSEWHERE = give("other_place_in_copy").points  # a copy that puts the event in another place


class Look(Struct, frozen=True):
    """A card as sets; spot numbers its time and place."""

    card: MentionCard
    spot: int
    words: frozenset[str]
    names: frozenset[str]
    titles: frozenset[str]
    towns: frozenset[str]
    figures: frozenset[tuple[str, int]]
    actors: frozenset[str]
    targets: frozenset[str]


_spots: dict[object, int] = {}
# Points of time and place, and what an exact day would give more; None: they never meet, or are two.
_pairs: dict[tuple[int, int], tuple[float, float] | None] = {}


@lru_cache(maxsize=30_000)
def look_at(card: MentionCard) -> Look:
    """A card made ready for many quick looks."""
    figures = {(toll.field, figure) for toll in card.tolls for figure in (toll.low, toll.high) if figure}
    return Look(
        card,
        _number_spot(card),
        frozenset(card.words),
        frozenset(card.names),
        frozenset(card.title_words),
        frozenset(word for place in card.places for word in place.name.split()),
        frozenset(figures),
        frozenset(card.actors),
        frozenset(card.targets),
    )


def _number_spot(card: MentionCard) -> int:
    printed: date | None = card.published.date() if card.published else None
    spot = (
        card.start,
        card.end,
        None if card.start and card.end else printed,
        card.mode,
        card.places,
        bool(card.victims),
    )
    return _spots.setdefault(spot, len(_spots))


def may_be_asked(one: MentionCard, two: MentionCard) -> bool:
    """May the rules link these two, or ask about them? False is certain, True a guess."""
    if one.report == two.report or one.sites or two.sites or one.lasting or two.lasting:
        return True
    a, b = look_at(one), look_at(two)
    found = _place_in_time(a, b)
    if found is None:
        return False
    points, less_exact = found
    points += _match_kinds(one.kind, two.kind) + _match(a.actors, b.actors, SAME_ACTOR, OTHER_ACTOR)
    points += _match(a.targets, b.targets, SAME_TARGET, OTHER_TARGET)
    if both := a.names & b.names:
        points += NAME_POINTS[min(len(both), len(NAME_POINTS)) - 1]
    if one.language == two.language:
        points += _match_words(a.words, b.words)
        points += SAME_TITLE if len(a.titles & b.titles) >= 2 else 0.0
    if both_figures := a.figures & b.figures:
        points += _match_figures(both_figures, max(_count_tolls(card, both_figures) for card in (one, two)))
    if one.joint != two.joint:
        points += JOINT_SITE
    if one.victims and two.victims:
        points += SAME_VICTIM
    if not (a.names.isdisjoint(b.towns) and b.names.isdisjoint(a.towns)):
        points += NAME_EACH_OTHER
    # Who says less of when than the other is asked about, where the very day would make it one event.
    return points >= min(UNSURE, SAME - less_exact) - SLACK


def _place_in_time(a: Look, b: Look) -> tuple[float, float] | None:
    pair = (a.spot, b.spot) if a.spot < b.spot else (b.spot, a.spot)
    if pair not in _pairs:
        if len(_pairs) >= MOST_PAIRS:
            _pairs.clear()
        _pairs[pair] = _compare_spots(a.card, b.card)
    return _pairs[pair]


def _compare_spots(one: MentionCard, two: MentionCard) -> tuple[float, float] | None:
    when = compare_dates(one, two).points
    if when <= VETO or not may_meet(one, two):
        return None
    where = compare_places(one, two)
    less_exact = max(0.0, EXACT - when) if when > 0 else 0.0
    if where is None:
        return when, less_exact
    return when + (where.points if where.points > VETO else COPIED_ELSEWHERE), less_exact


@lru_cache(maxsize=2_000)
def _match_kinds(one: str, two: str) -> float:
    given = {"id": "", "report": "", "mode": "actual"}
    found = compare_kinds(MentionCard(kind=one, **given), MentionCard(kind=two, **given))  # type: ignore[arg-type]
    return found.points if found else 0.0


def _match(one: frozenset[str], two: frozenset[str], same: float, other: float) -> float:
    if not one or not two:
        return 0.0
    return other if one.isdisjoint(two) else same


def _match_words(one: frozenset[str], two: frozenset[str]) -> float:
    both = len(one & two)
    if both < 3:
        return 0.0
    share = both / min(len(one), len(two))
    return next((points for most, few, points in WORD_POINTS if share >= most and both >= few), 0.0)


def _match_figures(both: frozenset[tuple[str, int]], tolls: int) -> float:
    largest = max(figure for _, figure in both)
    return min(2.0, 0.5 * log2(largest) / 1.6 + 0.3) + MORE_TOLLS * (tolls - 1) + ROUNDED


def _count_tolls(card: MentionCard, both: frozenset[tuple[str, int]]) -> int:
    """How many tolls of a card have a figure that the other has too."""
    return sum((toll.field, toll.low) in both or (toll.field, toll.high) in both for toll in card.tolls)
