"""A quick look at two mentions before they are compared: can they agree enough for anybody to ask about them?

Around one day in a region there are hundreds of mentions, and copies of one wire stand at one time and place: what time
and place give two of them is worked out once. The rest is bounded from above by what they share. Nothing that
`compare` would link or ask about is ruled out; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import count
from math import log2
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

from tamani.fuse.cards import MentionCard
from tamani.fuse.compare import JOINT_SITE, MORE_TOLLS, SAME, UNSURE, compare_kinds
from tamani.fuse.days import EXACT, compare_dates
from tamani.fuse.keys import Reach, find_reach, overlap
from tamani.fuse.places import compare_places
from tamani.fuse.reason import VETO
from tamani.fuse.table import give
from tamani.fuse.wording import NAME_EACH_OTHER, NAME_POINTS, WORD_POINTS

MOST_LOOKS = 20_000  # mentions kept ready: those of the last weeks
MOST_SPOTS = 20_000  # times and places that are known by number
MOST_MET = 300_000  # pairs of times, and of places, kept in memory
SAME_ACTOR, OTHER_ACTOR = give("same_actor").points, give("other_actor").points
SAME_TARGET, OTHER_TARGET = give("same_target").points, give("other_target").points
SAME_VICTIM = give("same_victim").points
SAME_TITLE = 1.0
SLACK = 0.001  # of sums of tenths
ROUNDED = 0.05  # points of tolls are told to a tenth
COPIED_ELSEWHERE = give("other_place_in_copy").points  # a copy that puts the event in another place


class Spot(Struct, frozen=True):
    """A time and a place that many mentions may share; the card of one of them stands for all."""

    number: int
    hour: int  # the number of its time
    ground: int  # the number of its place
    card: MentionCard
    reach: Reach


class Look(Struct, frozen=True):
    """A card as sets, made ready for many quick looks."""

    card: MentionCard
    spot: Spot
    plain: bool  # one site, one time: how alike it is to another is all that counts
    sort: int  # the number of its kind, actors and targets
    words: frozenset[str]
    names: frozenset[str]
    titles: frozenset[str]
    towns: frozenset[str]
    figures: frozenset[tuple[str, int]]
    marks: frozenset[object]  # names, towns, figures and headline as one set: most share none


# What time and place give, and what an exact day would give more; None: they never meet, or are two.
Meeting: TypeAlias = tuple[float, float] | None
Key = TypeVar("Key")
Found = TypeVar("Found")


class _Pairs(Generic[Found]):
    """What was found of pairs of numbers, forgotten when it gets too much."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[int, Found]] = {}
        self.left = MOST_MET

    def note(self, one: int, two: int, found: Found) -> Found:
        self.left -= 1
        if self.left < 0:
            self.rows.clear()
            self.left = MOST_MET
        self.rows.setdefault(one, {})[two] = found
        return found


class _Numbers(Generic[Key]):
    """A number for each thing; one that was forgotten gets a new one."""

    def __init__(self) -> None:
        self.next = count()
        self.known: dict[Key, int] = {}

    def find(self, thing: Key) -> int:
        if thing not in self.known:
            if len(self.known) >= MOST_SPOTS:
                self.known.clear()
            self.known[thing] = next(self.next)
        return self.known[thing]


_hour_of, _ground_of, _sort_of = _Numbers[object](), _Numbers[object](), _Numbers[object]()
_spots: dict[tuple[int, int], Spot] = {}
_spot_numbers = count()
_whens, _wheres, _bases = _Pairs[Meeting](), _Pairs[float](), _Pairs[float]()


@lru_cache(maxsize=MOST_LOOKS)
def look_at(card: MentionCard) -> Look:
    """A card made ready for many quick looks."""
    names, titles = frozenset(card.names), frozenset(card.title_words)
    towns = frozenset(word for place in card.places for word in place.name.split())
    figures = {(toll.field, figure) for toll in card.tolls for figure in (toll.low, toll.high) if figure}
    return Look(
        card,
        _find_spot(card),
        not card.sites and not card.lasting,
        _sort_of.find((card.kind, card.actors, card.targets, card.joint, bool(card.victims))),
        frozenset(card.words),
        names,
        titles,
        towns,
        frozenset(figures),
        names | towns | figures | {("title", word) for word in titles},
    )


def _find_spot(card: MentionCard) -> Spot:
    printed: date | None = card.published.date() if card.published else None
    stated = card.start is not None and card.end is not None
    hour = _hour_of.find((card.start, card.end, None if stated else printed, card.mode, bool(card.victims)))
    ground = _ground_of.find(card.places)
    found = _spots.get((hour, ground))
    if found is None:
        if len(_spots) >= MOST_SPOTS:
            _spots.clear()
        found = _spots[hour, ground] = Spot(next(_spot_numbers), hour, ground, card, find_reach(card))
    return found


def meet(one: MentionCard, two: MentionCard) -> bool:
    """Does either of two mentions find the other?"""
    return overlap(look_at(one).spot.reach, look_at(two).spot.reach)


def may_be_asked(one: MentionCard, two: MentionCard) -> bool:
    """May the rules link these two, or ask about them? False is certain, True a guess."""
    return bool(pick_asked(one, (two,)))


def pick_asked(card: MentionCard, others: Iterable[MentionCard]) -> list[MentionCard]:
    """Of some mentions those that the rules may link with one, or ask about. Who is left out is certainly another."""
    look = look_at(card)
    found: list[MentionCard] = []
    for other in map(look_at, others):
        if (meeting := compare_spots(look.spot, other.spot)) is not None:
            found += pick_looks(look, (other,), meeting)
    return found


def compare_spots(a: Spot, b: Spot) -> Meeting:
    """What time and place of two mentions give; both are worked out once for all that share them."""
    whens, wheres = _whens.rows.get(a.hour, {}), _wheres.rows.get(a.ground, {})
    when = whens[b.hour] if b.hour in whens else _whens.note(a.hour, b.hour, _compare_hours(a.card, b.card))
    if when is None or not overlap(a.reach, b.reach):
        return None
    where = wheres.get(b.ground)
    if where is None:
        where = _wheres.note(a.ground, b.ground, _compare_grounds(a.card, b.card))
    return when[0] + where, when[1]


def _compare_hours(one: MentionCard, two: MentionCard) -> Meeting:
    when = compare_dates(one, two).points
    return None if when <= VETO else (when, max(0.0, EXACT - when) if when > 0 else 0.0)


def _compare_grounds(one: MentionCard, two: MentionCard) -> float:
    where = compare_places(one, two)
    return 0.0 if where is None else where.points if where.points > VETO else COPIED_ELSEWHERE


def pick_looks(a: Look, others: Iterable[Look], meeting: tuple[float, float]) -> list[MentionCard]:
    """Of some mentions at one time and place those that the rules may link with another, or ask about."""
    # Who says less of when than the other is asked about, where the very day would make it one event.
    need = min(UNSURE, SAME - meeting[1]) - SLACK - meeting[0]
    return [
        b.card
        for b in others
        if b.card.id != a.card.id
        and (not a.plain or not b.plain or a.card.report == b.card.report or _may_reach(a, b, need))
    ]


class Crowd:
    """All that stand at one time and place, as if they were one mention: what it shares with another, none exceeds."""

    def __init__(self) -> None:
        self.plain = True
        self.sorts: dict[int, Look] = {}
        self.reports: set[str] = set()
        self.marks: set[object] = set()
        self.words: dict[str | None, set[str]] = {}
        self.fewest: dict[str | None, int] = {}  # words of one of them

    def add(self, look: Look) -> None:
        """Another comes; one that goes stays in the sums, which only have to be large enough."""
        card, language = look.card, look.card.language
        self.plain = self.plain and look.plain
        self.sorts[look.sort] = look
        self.reports.add(card.report)
        self.marks |= look.marks
        self.words.setdefault(language, set()).update(look.words)
        self.fewest[language] = min(len(look.words), self.fewest.get(language, len(look.words)))

    def may_hold(self, a: Look, meeting: tuple[float, float]) -> bool:
        """May there be one that the rules would link with another, or ask about?"""
        if not a.plain or not self.plain or a.card.report in self.reports:
            return True
        need = min(UNSURE, SAME - meeting[1]) - SLACK - meeting[0]
        points = max(_find_base(a, look) for look in self.sorts.values())
        if points >= need or not self.marks.isdisjoint(a.marks):
            return True
        words = self.words.get(a.card.language)
        both = len(a.words & words) if words else 0
        if both < 3:
            return False
        share = both / max(1, min(len(a.words), self.fewest[a.card.language]))
        return points + max((p for most, few, p in WORD_POINTS if share >= most and both >= few), default=0.0) >= need


def _find_base(a: Look, b: Look) -> float:
    """What kinds, actors and targets give, and may give."""
    row = _bases.rows.get(a.sort, {})
    return row[b.sort] if b.sort in row else _bases.note(a.sort, b.sort, _compare_sorts(a.card, b.card))


def _may_reach(a: Look, b: Look, need: float) -> bool:
    """May two mentions have so much in common beside time and place?"""
    points = _find_base(a, b)
    if points >= need:
        return True
    if not a.marks.isdisjoint(b.marks):
        points += _bound_marks(a, b)
    if a.card.language == b.card.language and points + WORD_POINTS[0][2] >= need:
        points += _match_words(a.words, b.words)
    return points >= need


def _compare_sorts(one: MentionCard, two: MentionCard) -> float:
    points = _match_kinds(one.kind, two.kind)
    points += _match(frozenset(one.actors), frozenset(two.actors), SAME_ACTOR, OTHER_ACTOR)
    points += _match(frozenset(one.targets), frozenset(two.targets), SAME_TARGET, OTHER_TARGET)
    points += JOINT_SITE if one.joint != two.joint else 0.0
    return points + (SAME_VICTIM if one.victims and two.victims else 0.0)


def _bound_marks(a: Look, b: Look) -> float:
    """The most that names, figures and headlines give."""
    points = 0.0
    if both := a.names & b.names:
        points += NAME_POINTS[min(len(both), len(NAME_POINTS)) - 1]
    if both_figures := a.figures & b.figures:
        points += _match_figures(both_figures, max(_count_tolls(look.card, both_figures) for look in (a, b)))
    if a.card.language == b.card.language and len(a.titles & b.titles) >= 2:
        points += SAME_TITLE
    if not (a.names.isdisjoint(b.towns) and b.names.isdisjoint(a.towns)):
        points += NAME_EACH_OTHER
    return points


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
