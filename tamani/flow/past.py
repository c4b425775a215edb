"""Records as of a time: the groups that the mentions known then make with what people had said by then.

The rules are a function of the mentions, so an archive that was filled years later answers too. Only what a look needs
is grouped: the mentions asked for, and all that hang together with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import cast

from tamani.errors import NotFound
from tamani.fields import load_vocabulary
from tamani.flow.follow import find_trail
from tamani.flow.group import MOST_CARDS, REAL, Found, Grouping, ask_between, find_groups
from tamani.fuse import MentionCard
from tamani.fuse.cluster import explain_link, name_group
from tamani.records import (
    Extraction,
    IncidentId,
    Link,
    LinkId,
    Marking,
    Member,
    Mention,
    MentionId,
    Mode,
    Reading,
    ReportId,
    Verdict,
)
from tamani.store import IncidentFilter, Store

# Few reports that hold some words are grouped at once; many are met along the walk, the sooner the more they are. Both
# cost the same where the square of their number is about so many times the number of all reports.
EVEN = 10


class Then:
    """The incidents of one store as of a time, grouped as far as they were asked for."""

    def __init__(self, store: Store, at: datetime, cards: dict[MentionId, MentionCard] | None = None) -> None:
        # Only the past of the store, not the store: it is remembered for as long as the store is, and no longer.
        self.past, self.at = store.past(at), at
        self._grouping = self._open_grouping(cards)
        self._incident: dict[MentionId, IncidentId] = {}
        self._groups: dict[IncidentId, tuple[MentionId, ...]] = {}
        self._reports: dict[IncidentId, frozenset[ReportId]] = {}
        self._homes: dict[MentionId, ReportId] = {}
        self._parts: dict[LinkId, Link] = {}
        self._actual: set[IncidentId] = set()  # those that somebody reports as news
        self._weights: dict[IncidentId, int] = {}
        self._looked: list[tuple[Grouping, Found]] = []  # what was grouped, for whoever asks what was open

    def _open_grouping(self, cards: dict[MentionId, MentionCard] | None = None) -> Grouping:
        # The past answers all that grouping asks of a store; nothing is written.
        return Grouping(cast("Store", _Placed(self)), load_vocabulary(), {} if cards is None else cards, still=True)

    # --- what a record is built from; as the store answers for now ---

    def members(self, incident: IncidentId) -> tuple[Member, ...]:
        """The mentions of an incident then, with their reports."""
        return tuple(sorted(Member(self._homes[mention], mention) for mention in self._groups.get(incident, ())))

    def members_of(self, ids: Sequence[IncidentId]) -> dict[IncidentId, tuple[Member, ...]]:
        """The mentions of several incidents then, with their reports."""
        return {ident: self.members(ident) for ident in ids}

    def mentions(self, ids: Iterable[MentionId]) -> tuple[Mention, ...]:
        """These mentions with their claims."""
        return self.past.mentions(ids)

    def readings(self, ids: Iterable[ReportId]) -> tuple[Reading, ...]:
        """These reports in the version that was known then."""
        return self.past.readings(ids)

    def extractions(self, ids: Sequence[ReportId]) -> tuple[Extraction, ...]:
        """All that these reports said then."""
        return self.past.extractions(ids)

    def markings(self, ids: Iterable[ReportId]) -> dict[ReportId, Marking]:
        """Who may see these reports: both then and now."""
        return self.past.markings(ids)

    def links(self, ids: Collection[MentionId]) -> tuple[Link, ...]:
        """What people had said of these mentions, and which of them the rules then made a part of another."""
        self.place(ids)
        rules = [link for link in self._parts.values() if link.left in ids or link.right in ids]
        return tuple(sorted((*self.past.links(ids), *rules), key=lambda link: link.id))

    def incidents_of(self, ids: Iterable[MentionId]) -> dict[MentionId, IncidentId]:
        """The incident of then of each of these mentions that was in one."""
        return self.place(ids)

    # --- which incidents there were ---

    def place(self, mentions: Iterable[MentionId]) -> dict[MentionId, IncidentId]:
        """The incident of then of each of these mentions that was in one."""
        asked = list(mentions)
        missing = [mention for mention in asked if mention not in self._incident]
        if missing:
            if len(self._grouping.cards) > MOST_CARDS:
                self._grouping = self._open_grouping()
            found = find_groups(self._grouping, missing)
            self._weights |= found.weights
            self._looked.append((self._grouping, found))
            cards = self._grouping.fetch_cards(found.mentions)
            links = [explain_link(one, cards, self.at) for one in found.told if one.verdict is Verdict.PART]
            self._parts |= {link.id: link for link in links}
            for incident, group in found.groups.items():
                self._groups[incident] = group
                self._reports[incident] = frozenset(cards[mention].report for mention in group)
                self._incident.update((mention, incident) for mention in group)
                self._homes.update((mention, cards[mention].report) for mention in group)
                if any(cards[mention].mode is Mode.ACTUAL for mention in group):
                    self._actual.add(incident)
        return {mention: self._incident[mention] for mention in asked if mention in self._incident}

    def find(self, store: Store, given: str) -> tuple[IncidentId, ...]:
        """The incidents of then that an id stands for, be it of today or of then: the one meant first."""
        try:
            trail = find_trail(store, given)
        except NotFound:
            return self._find_by_anchor(given)
        if trail.lives:
            return self.find_parts(store, [trail.asked]) or self._find_by_anchor(given)
        # An id that was shown once: the record of then that bore it, else what it leads to.
        return self._find_by_anchor(given) or self.find_parts(store, trail.now)

    def find_parts(self, store: Store, today: Sequence[IncidentId]) -> tuple[IncidentId, ...]:
        """The incidents of then that are in these records of today: the one of the same id or most in common first."""
        same = {member.mention for one in today for member in store.members(one)}
        heirs = [mention for one in today for mention in self._find_heirs(_name_members(store, one))]
        placed = self.place(heirs)
        count = Counter(placed.values())
        # Words that stand today count before those that an edit has replaced.
        stand = Counter(incident for mention, incident in placed.items() if mention in same)
        return tuple(sorted(count, key=lambda one: (one not in today, -stand[one], -count[one], one)))

    def find_named(self, names: Collection[tuple[ReportId, str]]) -> tuple[IncidentId, ...]:
        """The incidents of then in which these mentions were, each given by its report and its name there."""
        return tuple(sorted(set(self.place(self._find_heirs(names)).values())))

    def _find_heirs(self, names: Collection[tuple[ReportId, str]]) -> list[MentionId]:
        """The mentions of then that stand where these stand: the same name in the same report."""
        told = self.past.mentions_of(sorted({report for report, _ in names}))
        return [mention.id for mention in told if (mention.report, mention.name) in names and mention.mode in REAL]

    def _find_by_anchor(self, given: str) -> tuple[IncidentId, ...]:
        """An id that no record has today: that of a group of then, named after one of its mentions."""
        anchors = [ident for ident in self.past.mention_ids() if name_group(ident).startswith(given)] if given else []
        found = {one for one in self.place(anchors).values() if one.startswith(given)}
        if len(found) > 1:
            some = ", ".join(sorted(found)[:5])
            raise NotFound(f"incident {given!r}", f"several ids start so: {some}", "type more of the id")
        return tuple(found)

    def name_today(self, store: Store, mentions: Sequence[Mention]) -> tuple[IncidentId, ...]:
        """The records in which these mentions of then are today."""
        names = {(mention.report, mention.name) for mention in mentions}
        heads = store.extractions(sorted({report for report, _ in names}))
        now = [one.id for head in heads for one in head.mentions if (one.report, one.name) in names]
        return tuple(sorted(set(store.incidents_of(now).values())))

    # --- what waited ---

    def weigh(self, incident: IncidentId) -> tuple[int, int]:
        """How grave an incident looked then, and its last day, 0 if it has none."""
        return self._weights[incident], self._bound(incident)[1] or 0

    def is_news(self, incident: IncidentId) -> bool:
        """Did somebody report it as news then, or was it only recalled?"""
        return incident in self._actual

    def find_unsure(self, incidents: Iterable[IncidentId]) -> Iterator[Link]:
        """What was open then on these incidents: the questions of the rules, and what people had left open."""
        own = {ident for one in incidents for ident in self._groups[one]}
        for grouping, found in tuple(self._looked):
            if not own.isdisjoint(found.mentions):
                asked = [one for one in found.told if one.verdict is Verdict.UNSURE]
                for one in (*asked, *ask_between(grouping, found)):
                    yield explain_link(one, grouping.fetch_cards((one.left, one.right)), self.at)
        yield from (link for link in self.past.links(own) if link.verdict is Verdict.UNSURE)

    # --- lists ---

    def walk(self, wanted: IncidentFilter) -> Iterator[IncidentId]:
        """The incidents of then that may fit a filter, in the order in which the store lists those of now."""
        words = set(self.past.search(wanted.words)) if wanted.words is not None else None
        if words is not None and self._are_few(words):
            mentions = [one.id for one in self.past.mentions_of(sorted(words)) if one.mode in REAL]
            ranked = [(-(self._bound(one)[1] or 0), one) for one in set(self.place(mentions).values())]
            found: Iterable[IncidentId] = [incident for _, incident in sorted(ranked)]
        else:
            found = self._walk_all(wanted)
        for incident in found:
            if words is not None and words.isdisjoint(self._reports[incident]):
                continue
            if (wanted.background or incident in self._actual) and self._fits_days(incident, wanted):
                yield incident

    def _are_few(self, reports: Collection[ReportId]) -> bool:
        return len(reports) ** 2 <= EVEN * self.past.count_reports()

    def _walk_all(self, wanted: IncidentFilter) -> Iterator[IncidentId]:
        """Each group stands at its latest mention: the first of it that is met."""
        seen: set[IncidentId] = set()
        for _, rows in groupby(self.past.walk_mentions(wanted.first), key=lambda row: row[0]):
            fresh = set(self.place(mention for _, mention in rows).values()) - seen
            seen |= fresh
            yield from sorted(fresh)

    def _bound(self, incident: IncidentId) -> tuple[int | None, int | None]:
        days = self.past.days(self._groups[incident]).values()
        first = min((one for one, _ in days if one is not None), default=None)
        return first, max((one for _, one in days if one is not None), default=None)

    def _fits_days(self, incident: IncidentId, wanted: IncidentFilter) -> bool:
        if wanted.first is None and wanted.last is None:
            return True
        first, last = self._bound(incident)
        if first is None or last is None:
            return False
        return (wanted.first is None or last >= wanted.first.toordinal()) and (
            wanted.last is None or first <= wanted.last.toordinal()
        )


class _Placed:
    """The past of a store that also knows the incidents of then, where grouping asks for them."""

    def __init__(self, then: Then) -> None:
        self._then = then

    def __getattr__(self, name: str) -> object:
        return getattr(self._then.past, name)

    def incidents_of(self, ids: Iterable[MentionId]) -> dict[MentionId, IncidentId]:
        """The incident of then of each of these mentions that was in one."""
        return self._then.place(ids)


def _name_members(store: Store, incident: IncidentId) -> set[tuple[ReportId, str]]:
    mentions = store.mentions(member.mention for member in store.members(incident))
    return {(mention.report, mention.name) for mention in mentions}
