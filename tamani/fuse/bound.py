"""What people said of pairs of mentions: which words bind, where one contradicts another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, TypeVar

from msgspec import Struct

from tamani.fuse.cards import MentionCard
from tamani.records import Link, MentionId, Verdict

Key = TypeVar("Key", MentionId, int)
Pair: TypeAlias = tuple[MentionId, MentionId]


class Bound(Struct, frozen=True):
    """The words of people: pairs that are one event, pairs that are two, pairs that somebody left open."""

    same: tuple[Pair, ...]
    different: frozenset[Pair]
    settled: frozenset[Pair]  # a person has looked at it; don't ask again


def bind_people(links: Iterable[Link], known: Mapping[MentionId, MentionCard]) -> Bound:
    """The later word on a pair counts; a later "different" also undoes what would join the two in a round-about way."""
    people = [link for link in links if not link.author.startswith("rule:") and {link.left, link.right} <= known.keys()]
    latest: dict[Pair, Link] = {}
    for link in sorted(people, key=lambda link: link.said):
        latest[make_pair(link.left, link.right)] = link
    root = {ident: ident for ident in known}
    apart: set[Pair] = set()
    same: list[Pair] = []
    # The newest word first: what contradicts it is an older word, and yields.
    for pair, link in sorted(latest.items(), key=lambda item: item[1].said, reverse=True):
        joined = find_root(root, pair[0]) == find_root(root, pair[1])
        if link.verdict in (Verdict.DIFFERENT, Verdict.PART) and not joined:
            apart.add(pair)
        elif link.verdict is Verdict.SAME and not _parts(root, apart, pair):
            root[find_root(root, pair[0])] = find_root(root, pair[1])
            same.append(pair)
    return Bound(tuple(sorted(same)), frozenset(apart), frozenset(latest))


def _parts(root: dict[MentionId, MentionId], apart: set[Pair], pair: Pair) -> bool:
    """Would joining this pair join two that were said to be different?"""
    left, right = find_root(root, pair[0]), find_root(root, pair[1])
    return any({find_root(root, a), find_root(root, b)} == {left, right} for a, b in apart)


def find_root(root: Mapping[Key, Key], ident: Key) -> Key:
    """By which a joined group is known."""
    while root[ident] != ident:
        ident = root[ident]
    return ident


def make_pair(one: MentionId, two: MentionId) -> Pair:
    """Two mentions, the lower id first."""
    return (one, two) if one < two else (two, one)
