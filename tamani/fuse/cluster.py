"""Mentions put into groups from their pair scores and from what people said; the order they come in changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from tamani.fuse.bound import Bound, Pair, bind_people, find_root
from tamani.fuse.cards import MentionCard
from tamani.fuse.compare import Comparison, compare_mentions
from tamani.fuse.join import join_groups
from tamani.fuse.judged import Judged, Outcome, judge_all, judge_pair
from tamani.fuse.parts import find_part
from tamani.records import IncidentId, Link, LinkId, MentionId, Mode, Verdict

AUTHOR = "rule:fuse/1"
LATEST = datetime.max.replace(tzinfo=UTC)


class Fusion(Struct, frozen=True):
    """Groups of mentions that are one event each, and the links that say why; unsure links wait for a person."""

    groups: tuple[tuple[MentionId, ...], ...]
    links: tuple[Link, ...]


class Told(Struct, frozen=True, order=True):
    """A verdict of the rules on two mentions, a link before it is written; of a part and its whole the part is left."""

    left: MentionId
    right: MentionId
    verdict: Verdict


class Grouped(Struct, frozen=True):
    """Groups of mentions that are one event each, and the verdicts that say why."""

    groups: tuple[tuple[MentionId, ...], ...]
    told: tuple[Told, ...]


def fuse_mentions(cards: Iterable[MentionCard], links: Iterable[Link] = (), *, now: datetime) -> Fusion:
    """The groups of a closed set of mentions (see `find_affected`), with the rule's links.

    links: what holds already; those of people bind (same joins, different parts, the later word counts), those of
    rules are made anew. The same links come out with the same ids on every run.
    """
    by_id = {card.id: card for card in cards if card.mode in (Mode.ACTUAL, Mode.BACKGROUND)}
    found = group_judged(judge_all(by_id), links)
    made = [explain_link(one, by_id, now) for one in found.told]
    return Fusion(groups=found.groups, links=tuple(sorted(made, key=lambda link: link.id)))


def group_judged(judged: Judged, links: Iterable[Link]) -> Grouped:
    """The groups of a closed set of mentions whose pairs are judged already."""
    bound = bind_people(links, judged.cards)
    said = {pair: compare_mentions(judged.cards[pair[0]], judged.cards[pair[1]]) for pair in bound.same}
    pairs = {
        **judged.told,
        **{pair: Outcome(one.score, one.verdict) for pair, one in said.items() if one.verdict is not Verdict.DIFFERENT},
    }
    judged = replace(judged, told=pairs)
    groups = join_groups(judged, bound)
    of = {ident: number for number, group in enumerate(groups) for ident in group}
    found = [*_tell_within(judged, of), *_tell_between(judged, of, bound), *_tell_parts(judged, of, bound)]
    return Grouped(tuple(sorted(tuple(sorted(group)) for group in groups)), tuple(sorted(found)))


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


def choose_incident_id(cards: Iterable[MentionCard]) -> IncidentId:
    """A short name for a group, made from the mention that was published first."""
    anchor = min(cards, key=lambda card: (card.published or LATEST, card.mode is not Mode.ACTUAL, card.id))
    return name_group(anchor.id)


def name_group(anchor: MentionId) -> IncidentId:
    """The short name of the group that a mention is the anchor of."""
    digest = hashlib.sha256(anchor.encode()).digest()
    letters = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: nothing that is read for another
    return IncidentId("i" + "".join(letters[byte % 32] for byte in digest[:8]))


# --- links -------------------------------------------------------------------------------------------------------


def _tell_within(judged: Judged, of: Mapping[MentionId, int]) -> Iterable[Told]:
    """The fewest links that hold a group together: always the best pair next."""
    inside = [
        (-found.score, pair)
        for pair, found in judged.told.items()
        if found.verdict is Verdict.SAME and of[pair[0]] == of[pair[1]]
    ]
    root = {ident: ident for ident in of}
    for _, (left, right) in sorted(inside):
        one, two = find_root(root, left), find_root(root, right)
        if one != two:
            root[one] = two
            yield Told(left, right, Verdict.SAME)


def _tell_between(judged: Judged, of: Mapping[MentionId, int], bound: Bound) -> Iterable[Told]:
    """Where two groups may be one event: the one best pair, for a person to decide."""
    best: dict[tuple[int, int], tuple[float, Pair]] = {}
    answered = {tuple(sorted((of[a], of[b]))) for a, b in bound.settled}
    for pair, found in judged.told.items():
        ends = of[pair[0]], of[pair[1]]
        ends = (min(ends), max(ends))
        if ends[0] == ends[1] or ends in answered or found.verdict is Verdict.PART:
            continue
        if ends not in best or (-found.score, pair) < (-best[ends][0], best[ends][1]):
            best[ends] = (found.score, pair)
    return [Told(*pair, Verdict.UNSURE) for _, pair in best.values()]


def _tell_parts(judged: Judged, of: Mapping[MentionId, int], bound: Bound) -> list[Told]:
    """For each part the first whole that tells it, for each whole the first part: not every pair of copies."""
    answered = {frozenset((of[a], of[b])) for a, b in bound.settled}
    told: dict[tuple[MentionId, int], Pair] = {}
    for pair in sorted(pair for pair, found in judged.told.items() if found.verdict is Verdict.PART):
        ends = frozenset((of[pair[0]], of[pair[1]]))
        if len(ends) == 1 or ends in answered:
            continue
        part = find_part(judged.cards[pair[0]], judged.cards[pair[1]])
        directed = pair if part is None or part.id == pair[0] else (pair[1], pair[0])
        told.setdefault((directed[0], of[directed[1]]), directed)
        told.setdefault((directed[1], of[directed[0]]), directed)
    return [Told(*one, Verdict.PART) for one in sorted(set(told.values()))]


def explain_link(told: Told, cards: Mapping[MentionId, MentionCard], now: datetime) -> Link:
    """The link of a verdict, with its reasons."""
    comparison = compare_mentions(cards[told.left], cards[told.right])
    return make_link((told.left, told.right), told.verdict, comparison, now)


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
