"""Remembers which mention left which incident, so that an id that was once shown goes on leading somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from tamani.records import IncidentId, Link, Mention, MentionId
from tamani.store.connect import Session, pack_list
from tamani.store.rows import read_link, read_mention, read_time, write_time


class Move(Struct, frozen=True):
    """A mention that left an incident; now None: it was replaced and is in none. why: "rule", "version" or an act."""

    mention: MentionId
    old: IncidentId
    now: IncidentId | None
    at: datetime | None
    why: str


def add_moves(session: Session, moves: Iterable[Move]) -> None:
    """Append moves."""
    rows = [
        {"mention": one.mention, "old": one.old, "now": one.now, "at": write_time(one.at), "why": one.why}
        for one in moves
    ]
    session.run_many("moves.add", [row | {"commit_n": session.commit_n} for row in rows])


def fetch_moves(session: Session, incident: str) -> tuple[Move, ...]:
    """All that ever left an incident, in order of time."""
    return tuple(_read_move(row) for row in session.fetch("moves.of_incident", {"old": incident}))


def fetch_moves_of(session: Session, mentions: Iterable[MentionId]) -> tuple[Move, ...]:
    """All moves of some mentions, in order of time."""
    return tuple(_read_move(row) for row in session.fetch("moves.of_mentions", {"ids": pack_list(mentions)}))


def _read_move(row: tuple[str, str, str | None, str | None, str]) -> Move:
    now = None if row[2] is None else IncidentId(row[2])
    return Move(MentionId(row[0]), IncidentId(row[1]), now, read_time(row[3]), row[4])


def fetch_gone(session: Session, mentions: Iterable[MentionId]) -> tuple[Mention, ...]:
    """Mentions as they were last read, whether they still count or not; without their claims."""
    found: dict[str, Mention] = {}
    for row in session.fetch("moves.gone", {"ids": pack_list(dict.fromkeys(mentions))}):
        found[row[2]] = read_mention(row, ())
    return tuple(found.values())


def weigh_incidents(session: Session, weights: Mapping[IncidentId, int]) -> None:
    """Note how grave incidents look, for choosing what to look at first."""
    session.run_many("moves.weigh", [{"incident": one, "weight": weight} for one, weight in weights.items()])


def list_grave(session: Session, least: int, size: int, skip: int) -> tuple[IncidentId, ...]:
    """Incidents that look at least so grave, the gravest first, of those the latest."""
    asked = {"least": least, "size": size, "skip": skip}
    return tuple(IncidentId(row[0]) for row in session.fetch("moves.grave", asked))


def list_questions(session: Session, size: int, skip: int) -> tuple[Link, ...]:
    """Links that are unsure, the gravest incidents first."""
    return tuple(read_link(row) for row in session.fetch("moves.questions", {"size": size, "skip": skip}))
