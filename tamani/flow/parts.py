"""Which mentions must be grouped together: the parts of the store that no rule and no person ties to the rest.

A part is all that can be reached by pairs that the rules would link, or that a person spoke of. Where so much happens
that such a chain would go on from village to village and week to week, it is cut where its pairs agree least: at the
first of LEVELS at which no more than MOST mentions hang together. So adding a report costs the same in a store of ten
years, and the parts are the same in whatever order the reports came (law 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from msgspec import Struct

from tamani.flow.grouping import LEVELS, Grouping
from tamani.fuse import MentionCard
from tamani.fuse.compare import SAME
from tamani.records import Link, MentionId


class Part(Struct, frozen=True):
    """Mentions that are grouped together, with what people said of them."""

    cards: dict[MentionId, MentionCard]
    people: tuple[Link, ...]


def find_parts(grouping: Grouping, seeds: Iterable[MentionId]) -> list[Part]:
    """The parts that some mentions are in now, and those that they have joined or broken."""
    new = set(grouping.fetch_real(seeds))
    walk = _Walk(grouping)
    beside = set() if grouping.still else walk.step(sorted(new), SAME) - new
    before = _Walk(grouping, new)
    changed = set(new)
    for ident in sorted(beside):
        if ident not in changed:
            changed |= before.find_part(ident)
    found: list[Part] = []
    done: set[MentionId] = set()
    for ident in sorted(changed):
        if ident not in done:
            part = walk.find_part(ident)
            done |= part
            people = {link.id: link for one in part for link in grouping.people[one]}
            links = tuple(people[link] for link in sorted(people))
            found.append(Part(grouping.fetch_cards(part), links))
    return found


class _Walk:
    """From mention to mention along what ties them, in one state of the store; without: as if these were not there."""

    def __init__(self, grouping: Grouping, without: Set[MentionId] = frozenset()) -> None:
        self.grouping = grouping
        self.without = without
        self.crowded: dict[float, set[MentionId]] = {level: set() for level in LEVELS}

    def find_part(self, start: MentionId) -> set[MentionId]:
        """The part of a mention."""
        for level in LEVELS[:-1]:
            found = self._reach(start, level, self.grouping.most)
            if found is not None:
                return found
        return self._reach(start, LEVELS[-1], None) or {start}

    def _reach(self, start: MentionId, level: float, most: int | None) -> set[MentionId] | None:
        """All that hangs together with a mention at a level; None: more than so many."""
        seen, frontier, crowded = {start}, {start}, self.crowded[level]
        while frontier:
            if most is not None and (len(seen) > most or not frontier.isdisjoint(crowded)):
                crowded |= seen
                return None
            frontier = self.step(sorted(frontier), level) - seen
            seen |= frontier
        return seen

    def step(self, ids: Sequence[MentionId], level: float) -> set[MentionId]:
        """All that is tied to one of these."""
        self.grouping.find_ties(ids)
        self.grouping.ask_people(ids)
        ties = self.grouping.ties
        reached = {other for ident in ids for other, score in ties[ident].same.items() if score >= level}
        said = {end for ident in ids for link in self.grouping.people[ident] for end in (link.left, link.right)}
        return (reached | self.grouping.fetch_real(said - reached).keys()) - self.without


def map_parts(parts: Sequence[Part]) -> Mapping[MentionId, int]:
    """In which of some parts each mention is."""
    return {ident: number for number, part in enumerate(parts) for ident in part.cards}
