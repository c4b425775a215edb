"""What one run knows of the mentions it groups: their cards, what the rules tie them to, what people said of them.

All of it is in the store, or can be worked out again; nothing but speed depends on it. It is bounded, and dropped where
another process has written in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

import msgspec
from msgspec import Struct

from tamani.fields import Vocabulary
from tamani.flow.board import Board, Site
from tamani.fuse import NEAR_DAYS, NEAR_KM, MentionCard, describe_mention
from tamani.fuse.compare import SAME
from tamani.fuse.judged import DIFFERENT, Judged, JudgedPairs, Outcome, judge_asked
from tamani.fuse.quick import look_at, pick_asked
from tamani.records import Link, MentionId, Mode, ReportId, Verdict
from tamani.store import Store
from tamani.store.near import Spot, Within, find_spots

REAL = (Mode.ACTUAL, Mode.BACKGROUND)
# Kept in memory during one run: six weeks of a region with eighty attacks a day. A report that gives no day may tell of
# the month before it: what is not here any more would be read from the store again with each of these.
MOST_CARDS = 24_000
# More than the largest attack of a busy year brings, and 200 mentions are grouped in a third of a second.
MOST = 200
# Same day, town and kind are 6 points: what agrees that much is one event however many tell of it.
LEVELS = (SAME, 4.0, 4.5, 5.0, 5.5, 6.0)


class Ties(Struct, frozen=True):
    """Of one mention: those that the rules would link it with, by how much they agree, and all that they would link
    it with or ask about.
    """

    same: dict[MentionId, float]
    told: dict[MentionId, Outcome]

    def add(self, other: MentionId, found: Outcome) -> None:
        """Note another."""
        self.told[other] = found
        if found.verdict is Verdict.SAME:
            self.same[other] = found.score
        elif found.verdict is Verdict.PART:
            # A village of the night and the night: whoever tells one of them is never cut from the other.
            self.same[other] = LEVELS[-1]


class Arrived(Struct, frozen=True):
    """A mention that this run has added, and where it may have been."""

    card: MentionCard
    spots: tuple[Spot, ...]


class Grouping(Struct):
    """The cards known so far in one run. Not frozen: it is a cache."""

    store: Store
    vocabulary: Vocabulary
    cards: dict[MentionId, MentionCard] = {}
    ties: dict[MentionId, Ties] = {}  # of those looked at in this run: all of them
    most: int = MOST
    still: bool = False  # nothing was added or taken away: no part was joined or broken
    most_cards: int = MOST_CARDS
    judged: JudgedPairs = msgspec.field(default_factory=JudgedPairs)
    people: dict[MentionId, list[Link]] = {}  # what people said of those that were asked about
    board: Board | None = None  # of a run that adds: what it has added
    cursor: int | None = None  # the last write, if nobody else wrote since this run did

    # --- cards ---

    def fetch_cards(self, ids: Iterable[MentionId]) -> dict[MentionId, MentionCard]:
        """The cards of these mentions, made from the store where they are not known yet."""
        asked = sorted(set(ids))
        missing = [ident for ident in asked if ident not in self.cards]
        if missing:
            mentions = self.store.mentions(missing)
            readings = {one.report: one for one in self.store.readings({mention.report for mention in mentions})}
            for mention in mentions:
                self.cards[mention.id] = describe_mention(mention, readings[mention.report], self.vocabulary)
        return {ident: self.cards[ident] for ident in asked if ident in self.cards}

    def fetch_real(self, ids: Iterable[MentionId]) -> dict[MentionId, MentionCard]:
        """As fetch_cards; what was only feared, planned or denied makes no incident."""
        return {ident: card for ident, card in self.fetch_cards(ids).items() if card.mode in REAL}

    # --- a run that adds ---

    def open_batch(self) -> None:
        """Before anything of a batch is stored: what another process wrote since the last one makes all of this old."""
        cursor = self.store.cursor()
        if self.board is None or self.cursor != cursor:
            self.cards, self.ties, self.judged, self.people = {}, {}, JudgedPairs(), {}
            self.board = Board(self.store.grid().last_number())
        self.cursor = cursor

    def put_up(self, arrived: Sequence[Arrived], changed: Set[ReportId]) -> None:
        """After a batch was stored: what it brought. changed: reports of which another version may count now."""
        assert self.board is not None and self.cursor is not None
        self.cursor += 1 if arrived or changed else 0
        if changed:
            self.board.drop_reports(changed)
            self._forget({ident for ident, card in self.cards.items() if card.report in changed})
            self.judged.forget_scores()
        self.cards.update((one.card.id, one.card) for one in arrived)
        real = {one.card: one.spots for one in arrived if one.card.mode in REAL}
        self.board.add(real, self.store.grid().last_number())
        if len(self.board) > self.most_cards:
            # The oldest sixth: what comes next is near what came last.
            self.board.drop_oldest(self.most_cards * 5 // 6)
        if len(self.cards) > len(self.board) + self.most_cards // 2:
            self._forget(self.cards.keys() - self.board.of.keys())

    def fetch_arrived(self, reports: Sequence[ReportId]) -> list[Arrived]:
        """What these reports say now, from the store."""
        readings = {one.report: one for one in self.store.readings(reports)} if reports else {}
        return [
            Arrived(describe_mention(mention, reading, self.vocabulary), find_spots(mention, reading.published))
            for extraction in (self.store.extractions(reports) if reports else ())
            for reading in [readings[extraction.report]]
            for mention in extraction.mentions
        ]

    def _forget(self, gone: Set[MentionId]) -> None:
        """Of these nothing is known any more; who was tied to one of them will be looked for again."""
        for ident in gone:
            self.cards.pop(ident, None)
            self.people.pop(ident, None)
            self.judged.forget(ident)
        broken = [ident for ident, ties in self.ties.items() if ident in gone or not gone.isdisjoint(ties.told)]
        for ident in broken:
            del self.ties[ident]

    # --- ties ---

    def find_ties(self, ids: Iterable[MentionId]) -> None:
        """Look for all that the rules tie to these mentions.

        One that was looked at before in this run is not looked for again: what came later has found it.
        """
        cards = self.fetch_real(ident for ident in ids if ident not in self.ties)
        self.ties.update((ident, Ties({}, {})) for ident in cards)
        # An undated recollection without a place is near nothing: no need to look.
        looking = [card for card in cards.values() if look_at(card).spot.reach.has_keys()]
        stored = self._ask_store(looking)
        others = self.fetch_real({ident for found in stored.values() for ident in found})
        for card in looking:
            self._look_around(card, [others[one] for one in stored[card.id] if one in others])

    def _ask_store(self, looking: Sequence[MentionCard]) -> dict[MentionId, Iterable[MentionId]]:
        """Those near some mentions that do not stand on the board: all, for one that does not stand there itself."""
        board = self.board.of if self.board else {}
        away = [card.id for card in looking if card.id not in board]
        near = self.store.mentions_near(away, days=NEAR_DAYS, km=NEAR_KM) if away else {}
        found: dict[MentionId, Iterable[MentionId]] = dict(near)
        if self.board is None or len(away) == len(looking):
            return found
        within, grid = Within(NEAR_DAYS, NEAR_KM, self.board.upto), self.store.grid()
        sites = {board[card.id] for card in looking if card.id in board} if self.board.upto else set()
        stored = {
            site: [one for one in grid.find_near(site.places, within) - board.keys() if self._may_meet(one, site)]
            for site in sites
        }
        return found | {card.id: stored.get(board[card.id], ()) for card in looking if card.id in board}

    def _may_meet(self, stored: MentionId, site: Site) -> bool:
        """May a mention that the store names be near a site? Known without reading it, of those that stood here."""
        return self.board is None or self.board.may_meet_gone(stored, site.spot)

    def _look_around(self, card: MentionCard, stored: Sequence[MentionCard]) -> None:
        """Note what the rules tie to one mention, of those that the store found near it and of those on the board."""
        looked = self.judged.looked
        asked = pick_asked(card, stored)
        seen = frozenset(one.id for one in stored)
        if self.board is not None and card.id in self.board.of:
            asked += self.board.find_asked(card.id)
            seen = seen | self.board.list_met(card.id) if seen else self.board.list_met(card.id)
        for other in asked:
            if card.id not in looked.get(other.id, ()):
                self._note(card, other, judge_asked(card, other))
            elif found := self.ties[other.id].told.get(card.id):
                # The other has looked already, for this batch, and seen this one.
                self._note(card, other, found)
        looked[card.id] = seen

    def _note(self, card: MentionCard, other: MentionCard, found: Outcome) -> None:
        if found is not DIFFERENT:
            self.ties[card.id].add(other.id, found)
            # Only of one that was looked at itself is the list whole; for the others it waits until they are.
            if other.id in self.ties:
                self.ties[other.id].add(card.id, found)

    def judge_part(self, cards: Mapping[MentionId, MentionCard]) -> Judged:
        """What the rules say of the pairs of a part."""
        return self.judged.judge_part(cards, {ident: self.ties[ident].told for ident in cards})

    # --- what people said ---

    def ask_people(self, ids: Iterable[MentionId]) -> None:
        """What people said of these mentions."""
        asked = [ident for ident in ids if ident not in self.people]
        self.people.update((ident, []) for ident in asked)
        for link in self.store.people_links(asked) if asked else ():
            for end in {link.left, link.right} & set(asked):
                self.people[end].append(link)
