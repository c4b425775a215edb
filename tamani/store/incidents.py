"""Remembers which mentions make one incident. A cache over links: it can be replaced, and built again from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from tamani.records import IncidentId, Member, MentionId
from tamani.store.connect import Session, match_words, pack_list
from tamani.store.moves import Move, add_moves


class IncidentFilter(Struct, frozen=True, kw_only=True):
    """Which incidents to list; None: any. since is a cursor: only what changed after it."""

    first: date | None = None
    last: date | None = None
    kind: str | None = None
    words: str | None = None
    since: int | None = None
    background: bool = True  # also those that nobody reports as news
    withdrawn: bool = True  # also those of which a person withdrew everything
    limit: int = 100
    skip: int = 0


class IncidentRow(Struct, frozen=True):
    """An incident in a list: its days as far as they are known, and how many reports speak of it."""

    id: IncidentId
    first: date | None
    last: date | None
    reports: int
    actual: bool
    cursor: int


class Cause(Struct, frozen=True):
    """Why mentions change incidents, for those who come with an old id: "rule", or an act of a person."""

    why: str = "rule"
    at: datetime | None = None


RULE = Cause()


def set_membership(
    session: Session, groups: Mapping[IncidentId, Sequence[MentionId]], cause: Cause = RULE
) -> tuple[IncidentId, ...]:
    """Put mentions into incidents, anew: incidents that these mentions leave are emptied or left smaller.

    Incidents that are named are replaced whole. Those whose mentions are the same as before are not touched, so that
    "changed since" stays true. Returns the ids of the incidents that changed or are gone.
    """
    before: dict[IncidentId, set[MentionId]] = {incident: set() for incident in groups}
    for mention, incident in session.fetch("incidents.mentions", {"ids": pack_list(sorted(groups))}):
        before[incident].add(mention)
    changed = [incident for incident in sorted(groups) if before[incident] != set(groups[incident])]
    wanted = {mention: incident for incident in changed for mention in groups[incident]}
    stood = {mention: incident for incident in changed for mention in before[incident]}
    stood |= find_incidents(session, wanted)
    moved = [(mention, old) for mention, old in sorted(stood.items()) if old != wanted.get(mention)]
    left = {old for _, old in moved} - set(changed)
    add_moves(session, [Move(one, old, wanted.get(one), cause.at, cause.why) for one, old in moved])
    session.run("incidents.clear", {"ids": pack_list(changed)})
    session.run_many("incidents.join", [{"mention": one, "incident": incident} for one, incident in wanted.items()])
    touched = sorted(left.union(changed))
    refresh_incidents(session, touched)
    return tuple(touched)


def refresh_incidents(session: Session, incidents: Iterable[IncidentId]) -> None:
    """Sum incidents up again; one without mentions is gone."""
    asked = sorted(set(incidents))
    session.run("incidents.drop", {"ids": pack_list(asked)})
    session.run_many("incidents.refresh", [{"incident": one, "commit_n": session.commit_n} for one in asked])


def find_incidents(session: Session, mentions: Iterable[MentionId]) -> dict[MentionId, IncidentId]:
    """The incident of each of these mentions that is in one."""
    rows = session.fetch("incidents.of_mentions", {"ids": pack_list(dict.fromkeys(mentions))})
    return {MentionId(row[0]): IncidentId(row[1]) for row in rows}


def fetch_members(session: Session, incident: IncidentId) -> tuple[Member, ...]:
    """The mentions of an incident with their reports."""
    return tuple(Member(row[0], row[1]) for row in session.fetch("incidents.members", {"incident": incident}))


def list_incidents(session: Session, wanted: IncidentFilter) -> tuple[IncidentRow, ...]:
    """The incidents that fit a filter, the latest first."""
    asked = {
        "first": None if wanted.first is None else wanted.first.toordinal(),
        "last": None if wanted.last is None else wanted.last.toordinal(),
        "kind": wanted.kind,
        "words": None if wanted.words is None else match_words(wanted.words),
        "since": wanted.since,
        "background": wanted.background,
        "withdrawn": wanted.withdrawn,
        "size": wanted.limit,
        "skip": wanted.skip,
    }
    return tuple(
        IncidentRow(row[0], _read_day(row[1]), _read_day(row[2]), row[3], bool(row[4]), row[5])
        for row in session.fetch("incidents.list", asked)
    )


def _read_day(day: int | None) -> date | None:
    return None if day is None else date.fromordinal(day)
