"""Keeps verdicts on pairs of mentions, and what was taken back. Nothing is erased: history shows both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tamani.errors import NotFound
from tamani.records import Link, MentionId, Withdrawal
from tamani.store.connect import Session, pack_list
from tamani.store.rows import read_link, read_withdrawal, write_link, write_time


def add_links(session: Session, links: Iterable[Link]) -> int:
    """Append verdicts; how many were new. One that was withdrawn stays withdrawn when it comes again."""
    return sum(session.run("links.add", {"commit_n": session.commit_n, **write_link(link)}) for link in links)


def withdraw_links(session: Session, withdrawals: Iterable[Withdrawal]) -> int:
    """Take verdicts back; how many were not withdrawn before."""
    done = 0
    for one in withdrawals:
        if session.fetch_one("links.exists", {"link": one.link}) is None:
            raise NotFound(f"link {one.link}", "is not in this store", "see `tamani history` for the links there are")
        row = {"link": one.link, "author": one.author, "reason": one.reason, "at": write_time(one.at)}
        done += session.run("links.withdraw", row | {"commit_n": session.commit_n})
    return done


def fetch_links(session: Session, mentions: Iterable[MentionId] | None = None) -> tuple[Link, ...]:
    """The verdicts that stand, of all mentions or of these on either side, by id."""
    if mentions is None:
        return tuple(read_link(row) for row in session.fetch("links.active"))
    asked = {"ids": pack_list(dict.fromkeys(mentions))}
    return tuple(read_link(row) for row in session.fetch("links.of_mentions", asked))


def fetch_people_links(session: Session, mentions: Iterable[MentionId]) -> tuple[Link, ...]:
    """The verdicts of people that stand, of these mentions on either side, by id."""
    asked = {"ids": pack_list(dict.fromkeys(mentions))}
    return tuple(read_link(row) for row in session.fetch("links.people_of_mentions", asked))


def fetch_link_history(
    session: Session, mentions: Iterable[MentionId] | None = None
) -> Iterator[tuple[Link, Withdrawal | None]]:
    """Every verdict ever given, in order of time, with its withdrawal where there is one."""
    if mentions is None:
        rows = session.fetch("links.history")
    else:
        rows = session.fetch("links.history_of_mentions", {"ids": pack_list(dict.fromkeys(mentions))})
    for row in rows:
        yield read_link(row[:9]), None if row[9] is None else read_withdrawal(row[9:])


def is_link_known(session: Session, link: str) -> bool:
    """Was there ever a link of this id, standing or withdrawn?"""
    return session.fetch_one("links.exists", {"link": link}) is not None
