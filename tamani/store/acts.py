"""Keeps what people decided, whole and in order, and which mentions their words stand for now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tamani.records import Act, ActId, ActKind, Link, MentionId
from tamani.store.connect import Session, pack_list
from tamani.store.facets import refresh_facets
from tamani.store.incidents import find_incidents, refresh_incidents
from tamani.store.rows import read_link, write_json, write_time

_ACT = msgspec.json.Decoder(Act)


class Bearing(msgspec.Struct, frozen=True):
    """What one of an act's words stands for now; mention None: nothing any more."""

    place: int
    report: str
    mention: MentionId | None


def add_acts(session: Session, acts: Iterable[Act]) -> tuple[Act, ...]:
    """Append acts; those that were new. An undo or an answer speaks of the reports of the act it is about."""
    new = []
    for act in _put_targets_first(acts):
        row: dict[str, object] = {
            "id": act.id,
            "kind": act.kind.value,
            "author": act.author,
            "reason": act.reason,
            "about": act.about,
        }
        row |= {"at": write_time(act.at), "body": write_json(act), "commit_n": session.commit_n}
        if not session.run("acts.add", row):
            continue
        new.append(act)
        about = [row[0] for row in session.fetch("acts.reports_of", {"act": act.about})] if act.about else []
        reports = sorted({*act.reports, *about})
        session.run_many("acts.speak", [{"report": report, "act": act.id} for report in reports])
    return tuple(new)


def _put_targets_first(acts: Iterable[Act]) -> list[Act]:
    """An undo made in the same moment may stand before what it undoes: by time alone its reports would not be found."""
    given = {act.id: act for act in acts}

    def count_targets(act: Act) -> int:
        target = given.get(act.about) if act.about is not None else None
        return 0 if target is None else 1 + count_targets(target)

    return sorted(given.values(), key=count_targets)


def fetch_acts(session: Session, reports: Iterable[str] | None = None) -> tuple[Act, ...]:
    """All acts, or those that speak of these reports, in order of time."""
    if reports is None:
        return tuple(_ACT.decode(row[0]) for row in session.fetch("acts.all"))
    asked = {"reports": pack_list(dict.fromkeys(reports))}
    return tuple(_ACT.decode(row[0]) for row in session.fetch("acts.of_reports", asked))


def fetch_acts_by_id(session: Session, ids: Iterable[str]) -> tuple[Act, ...]:
    """These acts, in order of time."""
    return tuple(_ACT.decode(row[0]) for row in session.fetch("acts.by_id", {"ids": pack_list(dict.fromkeys(ids))}))


def fetch_acts_of_links(session: Session, links: Sequence[Link]) -> tuple[Act, ...]:
    """The acts that links come from, with all undos of them and of these."""
    found = {act.id: act for act in fetch_acts_by_id(session, sorted({link.act for link in links if link.act}))}
    fresh: Iterable[ActId] = list(found)
    while fresh:
        rows = session.fetch("acts.about", {"ids": pack_list(fresh)})
        undos = [_ACT.decode(row[0]) for row in rows]
        fresh = [act.id for act in undos if act.id not in found]
        found.update((act.id, act) for act in undos)
    return tuple(found.values())


def fetch_acts_of_kinds(session: Session, kinds: Iterable[ActKind]) -> tuple[Act, ...]:
    """All acts of some kinds, in order of time."""
    asked = {"kinds": pack_list(kind.value for kind in kinds)}
    return tuple(_ACT.decode(row[0]) for row in session.fetch("acts.of_kinds", asked))


def fetch_bearings(session: Session, acts: Iterable[ActId]) -> dict[ActId, tuple[Bearing, ...]]:
    """What the words of these acts stand for now."""
    found: dict[ActId, list[Bearing]] = {act: [] for act in acts}
    for act, place, report, mention in session.fetch("acts.bearings", {"acts": pack_list(found)}):
        found[ActId(act)].append(Bearing(place, report, mention))
    return {act: tuple(bearings) for act, bearings in found.items()}


def find_lost(session: Session) -> tuple[ActId, ...]:
    """Acts of which some words stand for nothing any more."""
    return tuple(ActId(row[0]) for row in session.fetch("acts.lost"))


def set_bearings(session: Session, bearings: Mapping[ActId, Sequence[Bearing]]) -> None:
    """What the words of these acts stand for, anew."""
    before = fetch_bearings(session, bearings)
    if before == {act: tuple(rows) for act, rows in bearings.items()}:
        return
    session.run("acts.forget_bearings", {"acts": pack_list(sorted(bearings))})
    for act, rows in bearings.items():
        session.run_many(
            "acts.bear",
            [{"act": act, "place": one.place, "report": one.report, "mention": one.mention} for one in rows],
        )
    # What a person corrected is what lists are narrowed by, too.
    said = [one.mention for rows in (*before.values(), *bearings.values()) for one in rows if one.mention is not None]
    refresh_facets(session, sorted(set(find_incidents(session, said).values())))


def set_outs(session: Session, outs: Mapping[ActId, Iterable[MentionId]]) -> None:
    """Which mentions these acts withdraw, anew; the incidents they are in are summed up again."""
    asked = {"acts": pack_list(sorted(outs))}
    before = {(row[0], row[1]) for row in session.fetch("acts.outs", asked)}
    after = {(mention, act) for act, mentions in outs.items() for mention in mentions}
    if before == after:
        return
    session.run("acts.forget_outs", asked)
    session.run_many("acts.out", [{"mention": mention, "act": act} for mention, act in sorted(after)])
    changed = sorted({MentionId(mention) for mention, _ in before ^ after})
    refresh_incidents(session, find_incidents(session, changed).values())


def fetch_act_links(session: Session, acts: Iterable[ActId]) -> tuple[Link, ...]:
    """The links that stand of these acts."""
    return tuple(read_link(row) for row in session.fetch("acts.links", {"acts": pack_list(acts)}))
