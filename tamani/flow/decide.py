"""What people decide: split, merge, undo. Each is links or withdrawals with an author; then the part is regrouped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from msgspec import Struct

from tamani.errors import NotFound
from tamani.fields import load_vocabulary
from tamani.flow.group import Grouping, group_mentions, make_person_link
from tamani.records import IncidentId, Link, MentionId, Verdict, Withdrawal
from tamani.store import Store


class Decision(Struct, frozen=True):
    """Who decides, why and when."""

    author: str
    reason: str
    at: datetime


def split_incident(store: Store, incident: str, members: Sequence[str], decision: Decision) -> tuple[Link, ...]:
    """Take reports ("bbc-17") or single mentions ("bbc-17#m2") out of an incident; they stay together."""
    ident = store.find_incident_id(incident)
    inside = {member.mention: member.report for member in store.members(ident)}
    names = {mention.id: mention.name for mention in store.mentions(sorted(inside))}
    out = {
        mention
        for mention, report in inside.items()
        for given in members
        if given in (report, mention, f"{report}#{names.get(mention)}")
    }
    unknown = [
        given
        for given in members
        if not any(given in (report, mention, f"{report}#{names.get(mention)}") for mention, report in inside.items())
    ]
    if unknown:
        raise NotFound(f"{unknown[0]!r}", f"is not in incident {ident}", f"see `tamani show {ident}` for its reports")
    left = sorted(set(inside) - out)
    if not left:
        raise NotFound(f"incident {ident}", "nothing would be left in it", "name only the reports that do not belong")
    # Each pair across is parted, so that no third report can join the two sides again by rule.
    by = (decision.author, decision.reason, decision.at)
    gone = sorted(out)
    made = [make_person_link(one, two, Verdict.DIFFERENT, by) for one in gone for two in left]
    made += [make_person_link(one, two, Verdict.SAME, by) for one, two in pairwise(gone)]
    return _apply(store, made, decision)


def merge_incidents(store: Store, incidents: Sequence[str], decision: Decision) -> tuple[tuple[Link, ...], IncidentId]:
    """Say that incidents are one; gives the links and the id of the incident they now are."""
    idents = list(dict.fromkeys(store.find_incident_id(given) for given in incidents))
    if len(idents) < 2:
        raise NotFound(f"incident {incidents[0]!r}", "is the same one twice", "name two incidents")
    mentions = [member.mention for ident in idents for member in store.members(ident)]
    by = (decision.author, decision.reason, decision.at)
    # A chain through all of them: an older split of any two must not keep a part away.
    links = _apply(store, [make_person_link(one, two, Verdict.SAME, by) for one, two in pairwise(mentions)], decision)
    return links, store.incidents_of(mentions[:1])[mentions[0]]


def undo_decision(store: Store, link: str | None, decision: Decision) -> tuple[Withdrawal, ...]:
    """Take back the decision that a link belongs to, or else the last one that stands. Nothing is erased."""
    people = [one for one in store.links() if not one.author.startswith("rule:")]
    if link is not None:
        ident = store.find_link_id(link)
        chosen = next((one for one in people if one.id == ident), None)
        if chosen is None:
            raise NotFound(f"link {link!r}", "is no decision of a person that stands", "see `tamani history ID`")
    elif people:
        chosen = max(people, key=lambda one: (one.at, one.id))
    else:
        raise NotFound("undo", "no person has decided anything that stands", "nothing to do")
    # One split writes many links: those of the same author at the same time with the same reason are one decision.
    together = [
        one for one in people if (one.author, one.at, one.reasons) == (chosen.author, chosen.at, chosen.reasons)
    ]
    made = tuple(
        Withdrawal(link=one.id, author=decision.author, reason=decision.reason, at=decision.at) for one in together
    )
    with store.together():
        store.withdraw_links(made)
        _regroup(store, [ident for one in together for ident in (one.left, one.right)], decision.at)
    return made


def _apply(store: Store, made: Sequence[Link], decision: Decision) -> tuple[Link, ...]:
    with store.together():
        store.add_links(made)
        _regroup(store, [ident for link in made for ident in (link.left, link.right)], decision.at)
    return tuple(made)


def _regroup(store: Store, mentions: Sequence[MentionId], at: datetime) -> None:
    incidents = set(store.incidents_of(mentions).values())
    seeds = {member.mention for incident in incidents for member in store.members(incident)}
    group_mentions(Grouping(store, load_vocabulary()), seeds | set(mentions), now=at)
