"""Remembers which mentions make one incident. A cache over links: it can be replaced, and built again from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import Any

from msgspec import Struct

from tamani.records import IncidentId, Member, MentionId
from tamani.store.connect import Row, Session, match_words, pack_list
from tamani.store.facets import GRAVE, refresh_facets
from tamani.store.moves import Move, add_moves
from tamani.store.rows import write_time

MANY = 2_000  # incidents of a facet or of the last days: more narrow little
COMMON = 20_000  # reports that hold some words: so many are gathered at once


class IncidentRow(Struct, frozen=True):
    """An incident in a list: its days as far as they are known, and how many reports speak of it."""

    id: IncidentId
    first: date | None
    last: date | None
    reports: int
    actual: bool
    cursor: int


class IncidentFilter(Struct, frozen=True, kw_only=True):
    """Which incidents to list; None: any. since is a cursor: only what changed after it."""

    first: date | None = None
    last: date | None = None
    kind: str | None = None
    words: str | None = None
    since: int | None = None
    background: bool = True  # also those that nobody reports as news
    withdrawn: bool = True  # also those of which a person withdrew everything
    country: str | None = None  # of any report's place
    actors: tuple[str, ...] = ()  # one of them is named by any report
    severity: int | None = None  # may be at least so grave
    open: bool = False  # something in it may be disputed
    known_after: datetime | None = None  # something of it became known after this time
    limit: int = 100
    after: IncidentRow | None = None  # go on after this row


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
    packed = {"ids": pack_list(asked)}
    session.run("incidents.drop", packed)
    session.run_many("incidents.refresh", [{"incident": one, "commit_n": session.commit_n} for one in asked])
    refresh_facets(session, asked)


def find_incidents(session: Session, mentions: Iterable[MentionId]) -> dict[MentionId, IncidentId]:
    """The incident of each of these mentions that is in one."""
    rows = session.fetch("incidents.of_mentions", {"ids": pack_list(dict.fromkeys(mentions))})
    return {MentionId(row[0]): IncidentId(row[1]) for row in rows}


def fetch_members(session: Session, incidents: Sequence[IncidentId]) -> dict[IncidentId, tuple[Member, ...]]:
    """The mentions of incidents with their reports."""
    found: dict[IncidentId, list[Member]] = {incident: [] for incident in incidents}
    for incident, report, mention in session.fetch("incidents.members", {"ids": pack_list(incidents)}):
        found[incident].append(Member(report, mention))
    return {incident: tuple(members) for incident, members in found.items()}


def list_incidents(session: Session, wanted: IncidentFilter) -> tuple[IncidentRow, ...]:
    """The incidents that may fit a filter, the latest first, as far as the store can tell: a reader may see less."""
    last = wanted.after
    asked: dict[str, Any] = {
        "first": None if wanted.first is None else wanted.first.toordinal(),
        "last": None if wanted.last is None else wanted.last.toordinal(),
        "since": wanted.since,
        "background": wanted.background,
        "withdrawn": wanted.withdrawn,
        "known": write_time(wanted.known_after),
        "size": wanted.limit,
        "late": _find_start(wanted),
        "after": last.id if last else "",
        "also": pack_list(()),
        "actors": pack_list(wanted.actors),
    }
    found = (
        IncidentRow(row[0], _read_day(row[1]), _read_day(row[2]), row[3], bool(row[4]), row[5])
        for row in _choose_walk(session, wanted, asked)
    )
    return tuple(islice(dict.fromkeys(found), wanted.limit))


def _find_start(wanted: IncidentFilter) -> int:
    if wanted.after is None:
        return -date.max.toordinal()
    return 0 if wanted.after.last is None else -wanted.after.last.toordinal()


def _choose_walk(session: Session, wanted: IncidentFilter, asked: dict[str, Any]) -> Iterator[Row]:
    """The rows along the way that has least to look through."""
    facets = {"country": wanted.country, "kind": wanted.kind, "open": "1" if wanted.open else None}
    if wanted.severity is not None and wanted.severity >= min(GRAVE):
        facets["severity"] = str(min(wanted.severity, max(GRAVE)))
    given: dict[str, tuple[str, ...]] = {facet: (value,) for facet, value in facets.items() if value is not None}
    also = [f"{facet}={values[0]}" for facet, values in given.items()]
    if wanted.actors:
        given["actor"] = wanted.actors
    few = _find_few(session, wanted)
    if few is not None:
        return session.fetch("incidents.list_found", asked | {"ids": pack_list(few), "also": pack_list(also)})
    if not given:
        return session.fetch("incidents.list_all", asked)
    facet = min(given, key=lambda one: _count_facet(session, one, given[one]))
    asked |= {"also": pack_list(one for one in also if not one.startswith(f"{facet}="))}
    if facet == "actor":
        asked |= {"actors": pack_list(())}
    walks = [session.fetch("incidents.list_by_facet", asked | {"facet": facet, "value": one}) for one in given[facet]]
    return merge(*walks, key=lambda row: (-(row[2] or 0), row[0]))


def _find_few(session: Session, wanted: IncidentFilter) -> list[str] | None:
    """What rare words or the last days leave; None: much, or neither is asked for.

    What tens of thousands of reports hold narrows little: whoever reads the records looks for it in them.
    """
    if wanted.words is not None:
        words = {"words": match_words(wanted.words)}
        hits = session.fetch_one("incidents.count_words", words | {"size": COMMON})
        if hits and hits[0] < COMMON:
            return [row[0] for row in session.fetch("incidents.ids_of_words", words)]
    if wanted.known_after is not None:
        news = {"news": write_time(wanted.known_after), "size": MANY}
        ids = [row[0] for row in session.fetch("incidents.ids_of_news", news)]
        return ids if len(ids) < MANY else None
    return None


def _count_facet(session: Session, facet: str, values: Sequence[str]) -> int:
    """How many incidents a facet leaves, up to the number from which it does not matter."""
    asked = [{"facet": facet, "value": value, "size": MANY} for value in values]
    return sum(row[0] for one in asked if (row := session.fetch_one("incidents.count_facet", one)))


def _read_day(day: int | None) -> date | None:
    return None if day is None else date.fromordinal(day)
