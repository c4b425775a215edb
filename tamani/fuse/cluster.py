"""Mentions put into groups from their pair scores and from what people said; the order they come in changes nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from heapq import heapify, heappop, heappush
from itertools import combinations

from msgspec import Struct

from tamani.fuse.cards import MentionCard
from tamani.fuse.compare import SAME, UNTIED, Comparison, compare_mentions, may_tie
from tamani.fuse.keys import candidate_keys, may_meet, search_keys
from tamani.fuse.parts import find_part
from tamani.fuse.quick import may_be_asked
from tamani.fuse.reason import VETO
from tamani.records import IncidentId, Link, LinkId, MentionId, Mode, Verdict

AUTHOR = "rule:fuse/1"
LATEST = datetime.max.replace(tzinfo=UTC)

Pair = tuple[MentionId, MentionId]


class Fusion(Struct, frozen=True):
    """Groups of mentions that are one event each, and the links that say why; unsure links wait for a person."""

    groups: tuple[tuple[MentionId, ...], ...]
    links: tuple[Link, ...]


def fuse_mentions(cards: Iterable[MentionCard], links: Iterable[Link] = (), *, now: datetime) -> Fusion:
    """The groups of a closed set of mentions (see `find_affected`), with the rule's links.

    links: what holds already; those of people bind (same joins, different parts, the later word counts), those of
    rules are made anew. The same links come out with the same ids on every run.
    """
    by_id = {card.id: card for card in cards if card.mode in (Mode.ACTUAL, Mode.BACKGROUND)}
    bound = _bind_people(links, by_id)
    pairs = _compare_candidates(by_id, bound)
    groups = _agglomerate(by_id, pairs, bound)
    found = [*_links_within(groups, pairs, now), *_links_between(groups, pairs, bound, now)]
    found += _links_of_parts(by_id, groups, pairs, bound, now=now)
    return Fusion(
        groups=tuple(sorted(tuple(sorted(group)) for group in groups)),
        links=tuple(sorted(found, key=lambda link: link.id)),
    )


def find_affected(
    new: Iterable[MentionCard],
    fetch_near: Callable[[Sequence[MentionId]], Mapping[MentionId, Iterable[MentionCard]]],
) -> tuple[MentionCard, ...]:
    """The mentions that must be grouped again when new ones arrive: all that hang together with them.

    fetch_near gives, for some mentions, the cards of those that may be near them in time and place (at least
    NEAR_DAYS and NEAR_KM). Two mentions hang together when the rules would link them or ask about them; the walk ends
    where nothing hangs on any more, so that the groups of the rest of the store can't change. Mentions that people
    linked with one of these (either verdict) must be added by the caller.
    """
    found = {card.id: card for card in new}
    waiting = sorted(found)
    while waiting:
        near = fetch_near(waiting)
        reached: dict[MentionId, MentionCard] = {}
        for ident in waiting:
            for other in near.get(ident, ()):
                if other.id not in found and other.id not in reached and hang_together(found[ident], other):
                    reached[other.id] = other
        found |= reached
        waiting = sorted(reached)
    return tuple(found[ident] for ident in sorted(found))


def hang_together(one: MentionCard, two: MentionCard) -> bool:
    """Would the rules link these two, or ask a person about them?"""
    return judge_pair(one, two).verdict is not Verdict.DIFFERENT


def judge_pair(one: MentionCard, two: MentionCard) -> Comparison:
    """What the rules say of two mentions, whatever the others say; those that never meet are different."""
    if not may_be_asked(one, two) or not may_tie(one, two) or not may_meet(one, two):
        return UNTIED
    return compare_mentions(one, two)


def choose_incident_id(cards: Iterable[MentionCard]) -> IncidentId:
    """A short name for a group, made from the mention that was published first."""
    anchor = min(cards, key=lambda card: (card.published or LATEST, card.mode is not Mode.ACTUAL, card.id))
    return name_group(anchor.id)


def name_group(anchor: MentionId) -> IncidentId:
    """The short name of the group that a mention is the anchor of."""
    digest = hashlib.sha256(anchor.encode()).digest()
    letters = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: nothing that is read for another
    return IncidentId("i" + "".join(letters[byte % 32] for byte in digest[:8]))


# --- what people said --------------------------------------------------------------------------------------------


class Bound(Struct, frozen=True):
    """The words of people: pairs that are one event, pairs that are two, pairs that somebody left open."""

    same: tuple[Pair, ...]
    different: frozenset[Pair]
    settled: frozenset[Pair]  # a person has looked at it; don't ask again


def _bind_people(links: Iterable[Link], known: Mapping[MentionId, MentionCard]) -> Bound:
    """The later word on a pair counts; a later "different" also undoes what would join the two in a round-about way."""
    people = [link for link in links if not link.author.startswith("rule:") and {link.left, link.right} <= known.keys()]
    latest: dict[Pair, Link] = {}
    for link in sorted(people, key=lambda link: link.said):
        latest[_pair(link.left, link.right)] = link
    root = {ident: ident for ident in known}
    apart: set[Pair] = set()
    same: list[Pair] = []
    # The newest word first: what contradicts it is an older word, and yields.
    for pair, link in sorted(latest.items(), key=lambda item: item[1].said, reverse=True):
        joined = _find(root, pair[0]) == _find(root, pair[1])
        if link.verdict in (Verdict.DIFFERENT, Verdict.PART) and not joined:
            apart.add(pair)
        elif link.verdict is Verdict.SAME and not _parts(root, apart, pair):
            root[_find(root, pair[0])] = _find(root, pair[1])
            same.append(pair)
    return Bound(tuple(sorted(same)), frozenset(apart), frozenset(latest))


def _parts(root: dict[MentionId, MentionId], apart: set[Pair], pair: Pair) -> bool:
    """Would joining this pair join two that were said to be different?"""
    left, right = _find(root, pair[0]), _find(root, pair[1])
    return any({_find(root, a), _find(root, b)} == {left, right} for a, b in apart)


def _find(root: dict[MentionId, MentionId], ident: MentionId) -> MentionId:
    while root[ident] != ident:
        ident = root[ident]
    return ident


def _pair(one: MentionId, two: MentionId) -> Pair:
    return (one, two) if one < two else (two, one)


# --- pairs -------------------------------------------------------------------------------------------------------


def _compare_candidates(by_id: Mapping[MentionId, MentionCard], bound: Bound) -> dict[Pair, Comparison]:
    """Every pair that meets under a key, compared once; pairs of one report too, for they must stay apart."""
    stored: dict[str, list[MentionId]] = defaultdict(list)
    by_report: dict[str, list[MentionId]] = defaultdict(list)
    for ident, card in by_id.items():
        by_report[card.report].append(ident)
        for key in candidate_keys(card):
            stored[key].append(ident)
    pairs = {_pair(a, b) for group in by_report.values() for a, b in combinations(group, 2)}
    for ident, card in by_id.items():
        pairs.update(
            _pair(ident, other) for key in search_keys(card) for other in stored.get(key, ()) if other != ident
        )
    pairs.update(bound.same)
    return {pair: compare_mentions(by_id[pair[0]], by_id[pair[1]]) for pair in sorted(pairs)}


class Tie(Struct, frozen=True):
    """What lies between two groups: the sum of their pairs' scores, how many pairs met, the best score."""

    total: float
    count: int
    top: float

    def with_tie(self, other: Tie) -> Tie:
        return Tie(self.total + other.total, self.count + other.count, max(self.top, other.top))

    def agreement(self) -> float:
        """Half the average of all pairs, half the best pair.

        The average keeps a chain of half-alike mentions (one village a day) from growing into one event; the best
        pair holds a short item, which says little, to its wire.
        """
        return (self.total / self.count + self.top) / 2


Ties = dict[MentionId, dict[MentionId, Tie]]  # both ways
Rank = tuple[bool, float, float, Pair]


def _agglomerate(
    by_id: Mapping[MentionId, MentionCard], pairs: Mapping[Pair, Comparison], bound: Bound
) -> list[list[MentionId]]:
    """Join the two groups that agree best, until none agree enough; ties go by id."""
    groups = {ident: [ident] for ident in sorted(by_id)}
    root = {ident: ident for ident in groups}
    for left, right in bound.same:
        _join(groups, root, left, right)
    ties = _tie_groups(pairs, root)
    apart = _part_groups(by_id, pairs, bound, root)
    news = {_find(root, ident) for ident, card in by_id.items() if card.mode is Mode.ACTUAL}
    queue = [
        rank for one in ties for two in ties[one] if one < two and (rank := _rank(ties[one][two], (one, two), news))
    ]
    heapify(queue)
    while queue:
        rank = heappop(queue)
        keep, gone = rank[3]
        tie = ties.get(keep, {}).get(gone)
        # Ranks of groups that have grown since, or are gone, are stale: the new ones stand in the queue too.
        if tie is None or _rank(tie, (keep, gone), news) != rank or gone in apart[keep]:
            continue
        _join(groups, root, gone, keep)
        if gone in news:
            news.add(keep)
        for other in apart.pop(gone, set()):
            apart[other].discard(gone)
            apart[other].add(keep)
            apart[keep].add(other)
        for other in _fold_ties(ties, gone, keep):
            if fresh := _rank(ties[keep][other], _pair(keep, other), news):
                heappush(queue, fresh)
    return list(groups.values())


def _rank(tie: Tie, pair: Pair, news: Container[MentionId]) -> Rank | None:
    """Where two groups stand in the queue; None: they don't agree enough to be joined by rule.

    What is told as news makes the groups, and what is only recalled joins them then: "yesterday's attack in Kita, and
    now this one" must not take the place of this one.
    """
    agreement, recalled = tie.agreement(), pair[0] not in news or pair[1] not in news
    return None if tie.top < SAME or agreement < SAME else (recalled, -agreement, -tie.top, pair)


def _join(
    groups: dict[MentionId, list[MentionId]], root: dict[MentionId, MentionId], one: MentionId, two: MentionId
) -> None:
    left, right = _find(root, one), _find(root, two)
    if left == right:
        return
    keep, gone = _pair(left, right)
    groups[keep] += groups.pop(gone)
    root[gone] = keep


def _tie_groups(pairs: Mapping[Pair, Comparison], root: dict[MentionId, MentionId]) -> Ties:
    ties: Ties = defaultdict(dict)
    for (left, right), comparison in pairs.items():
        one, two = _find(root, left), _find(root, right)
        if one != two:
            # Without a tie of place, figure or words no pair joins two groups, however high the score.
            score = comparison.score if comparison.verdict is Verdict.SAME else min(comparison.score, SAME - 0.01)
            tie = Tie(score, 1, score)
            ties[one][two] = ties[two][one] = ties[one][two].with_tie(tie) if two in ties[one] else tie
    return ties


def _fold_ties(ties: Ties, gone: MentionId, keep: MentionId) -> list[MentionId]:
    """Give the ties of a group that is gone to the one that took it in; which others this touches."""
    touched = ties.pop(gone, {})
    touched.pop(keep, None)
    ties[keep].pop(gone, None)
    for other, tie in touched.items():
        del ties[other][gone]
        ties[keep][other] = ties[other][keep] = ties[keep][other].with_tie(tie) if other in ties[keep] else tie
    return sorted(touched)


def _part_groups(
    by_id: Mapping[MentionId, MentionCard],
    pairs: Mapping[Pair, Comparison],
    bound: Bound,
    root: dict[MentionId, MentionId],
) -> dict[MentionId, set[MentionId]]:
    """Groups that must never join: a person parts them, or one report tells of both."""
    parted = set(bound.different)
    parted.update(
        pair
        for pair, comparison in pairs.items()
        if by_id[pair[0]].report == by_id[pair[1]].report and comparison.score <= VETO
    )
    apart: dict[MentionId, set[MentionId]] = defaultdict(set)
    for a, b in parted:
        one, two = _find(root, a), _find(root, b)
        if one != two:
            apart[one].add(two)
            apart[two].add(one)
    return apart


# --- links -------------------------------------------------------------------------------------------------------


def _links_within(groups: Sequence[list[MentionId]], pairs: Mapping[Pair, Comparison], now: datetime) -> Iterable[Link]:
    """The fewest links that hold a group together: always the best pair next."""
    for group in groups:
        inside = sorted(
            ((pairs[pair], pair) for pair in combinations(sorted(group), 2) if pair in pairs),
            key=lambda item: (-item[0].score, item[1]),
        )
        root = {ident: ident for ident in group}
        for comparison, (left, right) in inside:
            if comparison.verdict is Verdict.SAME and _find(root, left) != _find(root, right):
                root[_find(root, left)] = _find(root, right)
                yield make_link((left, right), Verdict.SAME, comparison, now)


def _links_between(
    groups: Sequence[list[MentionId]], pairs: Mapping[Pair, Comparison], bound: Bound, now: datetime
) -> Iterable[Link]:
    """Where two groups may be one event: the one best pair, for a person to decide."""
    of = {ident: number for number, group in enumerate(groups) for ident in group}
    best: dict[tuple[int, int], tuple[float, Pair]] = {}
    answered = {tuple(sorted((of[a], of[b]))) for a, b in bound.settled}
    for pair, comparison in pairs.items():
        ends = of[pair[0]], of[pair[1]]
        ends = (min(ends), max(ends))
        if ends[0] == ends[1] or ends in answered or comparison.verdict in (Verdict.DIFFERENT, Verdict.PART):
            continue
        if ends not in best or (-comparison.score, pair) < (-best[ends][0], best[ends][1]):
            best[ends] = (comparison.score, pair)
    for _, pair in best.values():
        yield make_link(pair, Verdict.UNSURE, pairs[pair], now)


def _links_of_parts(
    by_id: Mapping[MentionId, MentionCard],
    groups: Sequence[list[MentionId]],
    pairs: Mapping[Pair, Comparison],
    bound: Bound,
    *,
    now: datetime,
) -> list[Link]:
    """For each part the first whole that tells it, for each whole the first part: not every pair of copies."""
    of = {ident: number for number, group in enumerate(groups) for ident in group}
    answered = {frozenset((of[a], of[b])) for a, b in bound.settled}
    told: dict[tuple[MentionId, int], Pair] = {}
    for pair in sorted(pairs):
        ends = frozenset((of[pair[0]], of[pair[1]]))
        if pairs[pair].verdict is not Verdict.PART or len(ends) == 1 or ends in answered:
            continue
        part = find_part(by_id[pair[0]], by_id[pair[1]])
        directed = pair if part is None or part.id == pair[0] else (pair[1], pair[0])
        told.setdefault((directed[0], of[directed[1]]), directed)
        told.setdefault((directed[1], of[directed[0]]), directed)
    return [make_link(one, Verdict.PART, pairs[_pair(*one)], now) for one in sorted(set(told.values()))]


def make_link(pair: Pair, verdict: Verdict, comparison: Comparison, now: datetime) -> Link:
    """A link of the rules; its id says which pair and which verdict, so a second run makes the same one."""
    digest = hashlib.sha256("\x00".join((*pair, verdict, AUTHOR)).encode()).hexdigest()[:24]
    return Link(
        id=LinkId(digest),
        left=pair[0],
        right=pair[1],
        verdict=verdict,
        author=AUTHOR,
        reasons=tuple(str(reason) for reason in comparison.reasons),
        at=now,
        score=comparison.score,
    )
