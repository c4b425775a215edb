"""Remembers which mentions make one incident. A cache over links: it can be replaced, and built again from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from tamani.records import IncidentId, Member, MentionId, PlaceValue
from tamani.store.connect import Bindings, Session, match_words, pack_list
from tamani.store.moves import Move, add_moves
from tamani.store.rows import read_value

MANY = 2_000  # reports that hold some words: so many are gathered at once


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


def refresh_facets(session: Session, incidents: Iterable[IncidentId]) -> None:
    """File incidents anew under what lists are narrowed by; nobody is told that they changed."""
    packed = {"ids": pack_list(incidents)}
    session.run("incidents.drop_facets", packed)
    session.run_many("incidents.add_facet", list(_find_facets(session, packed)))


def _find_facets(session: Session, packed: Bindings) -> Iterator[dict[str, object]]:
    """The kinds and countries that reports give: more than what is settled for some reader, and never less."""
    late: dict[str, int] = dict(session.fetch("incidents.late", packed))
    found = set()
    for incident, field, text in session.fetch("incidents.facts", packed):
        try:
            value = read_value(field, text) if text.startswith(("{", '"')) else text
        except msgspec.DecodeError:
            continue  # changed by hand or by the disk: it says nothing, and `tamani doctor --deep` names it
        if isinstance(value, PlaceValue):
            found.add(("country", value.country, incident))
        elif isinstance(value, str):
            found.add(("kind", value, incident))
    for facet, value, incident in sorted((one for one in found if one[1] and one[2] in late), key=str):
        yield {"facet": facet, "value": value, "late": late[incident], "incident": incident}


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
    asked = {
        "first": None if wanted.first is None else wanted.first.toordinal(),
        "last": None if wanted.last is None else wanted.last.toordinal(),
        "kind": wanted.kind,
        "country": wanted.country,
        "words": None if wanted.words is None else match_words(wanted.words),
        "since": wanted.since,
        "background": wanted.background,
        "withdrawn": wanted.withdrawn,
        "size": wanted.limit,
        "late": _find_start(wanted),
        "after": last.id if last else "",
    }
    name, asked = _choose_walk(session, wanted, asked)
    return tuple(
        IncidentRow(row[0], _read_day(row[1]), _read_day(row[2]), row[3], bool(row[4]), row[5])
        for row in session.fetch(name, asked)
    )


def _find_start(wanted: IncidentFilter) -> int:
    if wanted.after is None:
        return -date.max.toordinal()
    return 0 if wanted.after.last is None else -wanted.after.last.toordinal()


def _choose_walk(session: Session, wanted: IncidentFilter, asked: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The query that has least to look through."""
    if wanted.words is not None:
        # What thousands of reports hold narrows little: whoever reads the records looks for it in them.
        hits = session.fetch_one("incidents.count_words", {"words": asked["words"], "size": MANY})
        if hits and hits[0] < MANY:
            return "incidents.list_by_words", asked
    if wanted.country is not None:
        return "incidents.list_by_facet", asked | {"facet": "country", "value": wanted.country}
    if wanted.kind is not None:
        return "incidents.list_by_facet", asked | {"facet": "kind", "value": wanted.kind, "kind": None}
    return "incidents.list_all", asked


def list_facets(session: Session, facet: str) -> tuple[str, ...]:
    """Which kinds or countries there are."""
    return tuple(row[0] for row in session.fetch("incidents.facet_values", {"facet": facet}))


def _read_day(day: int | None) -> date | None:
    return None if day is None else date.fromordinal(day)
