"""The mentions that one run has added, filed by place and day in memory: a new one finds those near it at once.

What was stored before is found through the store; it is asked only for what is not here. Copies of one wire stand at
one site, and whether two sites may be one event is worked out once for all that stand there.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeAlias, TypeVar

from msgspec import Struct, field

from tamani.fuse import NEAR_DAYS, NEAR_KM, MentionCard
from tamani.fuse.keys import LATE_DAYS, LONGEST_BY_DAY, Reach
from tamani.fuse.quick import Crowd, Look, Meeting, Spot, compare_spots, look_at, pick_looks
from tamani.records import MentionId, ReportId
from tamani.store.near import Place, Spot as Filed, Within, are_near, place_spot

DAYS = 8  # of one drawer: what is not told by the month reaches into two or three
MOST_GONE = 100_000  # mentions of the months before of which only the spot is kept
LONG = -1  # the drawer for what is told by the month, or has no day at all
Cell: TypeAlias = tuple[int, int] | None  # None: no town
Key = TypeVar("Key")


class Site(Struct, eq=False):
    """A time and a place with all that are known to stand there. Not frozen: it fills."""

    spot: Spot
    places: tuple[Filed, ...]
    placed: tuple[Place, ...]
    looks: dict[MentionId, Look] = {}
    crowd: Crowd = field(default_factory=Crowd)


class Board:
    """What was added in this run, and is not too long ago. Not a value: it is a cache beside the store."""

    def __init__(self, upto: int) -> None:
        self.upto = upto  # all that was stored after this number stands here
        self.sites: dict[tuple[int, tuple[Filed, ...]], Site] = {}
        self.drawers: dict[tuple[Cell, int], dict[int, Site]] = defaultdict(dict)
        self.days: dict[int, dict[int, Site]] = defaultdict(dict)
        self.of: dict[MentionId, Site] = {}
        self.reports: dict[ReportId, list[MentionId]] = defaultdict(list)
        self.goes: deque[tuple[int, list[MentionId]]] = deque()  # in order of arrival, each with its last number
        self.gone: dict[MentionId, Spot] = {}  # of those taken down last: where they stood
        # Of the sites that were looked from since the last change.
        self._met: dict[int, list[tuple[Site, tuple[float, float]]]] = {}
        self._seen: dict[int, frozenset[MentionId]] = {}

    def __len__(self) -> int:
        return len(self.of)

    def add(self, cards: Mapping[MentionCard, tuple[Filed, ...]], upto: int) -> None:
        """Put up what one batch brought; upto: the number of the mention that was stored last."""
        self._forget_met()
        for card, places in cards.items():
            look = look_at(card)
            site = self.sites.get((look.spot.number, places)) or self._open_site(look.spot, places)
            site.looks[card.id] = look
            site.crowd.add(look)
            self.of[card.id] = site
            self.reports[card.report].append(card.id)
        self.goes.append((upto, [card.id for card in cards]))

    def _open_site(self, spot: Spot, places: tuple[Filed, ...]) -> Site:
        site = self.sites[spot.number, places] = Site(spot, places, tuple(map(place_spot, places)))
        for drawer in _list_drawers(spot.reach, 0):
            self.days[drawer][id(site)] = site
            for cell in spot.reach.cells or (None,):
                self.drawers[cell, drawer][id(site)] = site
        return site

    def drop_reports(self, reports: Iterable[ReportId]) -> None:
        """Take down what these reports say: another version of them may count now."""
        for report in reports:
            for ident in self.reports.pop(report, ()):
                self._drop(ident)

    def drop_oldest(self, most: int) -> None:
        """Take down whole batches until no more than so many are left."""
        while len(self.of) > most and len(self.goes) > 1:
            self.upto, ids = self.goes.popleft()
            for ident in ids:
                if site := self.of.get(ident):
                    self.reports.pop(site.looks[ident].card.report, None)
                    self._drop(ident)
                    self.gone[ident] = site.spot
        for ident in list(islice(self.gone, max(0, len(self.gone) - MOST_GONE))):
            del self.gone[ident]

    def may_meet_gone(self, ident: MentionId, spot: Spot) -> bool:
        """May one that was taken down be near a spot? The store names all of a month for a report without a day."""
        found = self.gone.get(ident)
        return found is None or compare_spots(spot, found) is not None

    def _drop(self, ident: MentionId) -> None:
        site = self.of.pop(ident)
        del site.looks[ident]
        self._forget_met()
        if site.looks:
            return
        del self.sites[site.spot.number, site.places]
        for drawer in _list_drawers(site.spot.reach, 0):
            _take(self.days, drawer, site)
            for cell in site.spot.reach.cells or (None,):
                _take(self.drawers, (cell, drawer), site)

    def find_asked(self, ident: MentionId) -> list[MentionCard]:
        """The mentions near one that stands here which the rules may link it with, or ask about."""
        site = self.of[ident]
        look = site.looks[ident]
        found: list[MentionCard] = []
        for other, meeting in self._find_met(site):
            if len(other.looks) > 1 and not other.crowd.may_hold(look, meeting):
                continue
            found += pick_looks(look, other.looks.values(), meeting)
        return found

    def list_met(self, ident: MentionId) -> frozenset[MentionId]:
        """Those that were looked at for it, asked about or not."""
        site = self.of[ident]
        if id(site) not in self._seen:
            self._seen[id(site)] = frozenset().union(*(other.looks for other, _ in self._find_met(site)))
        return self._seen[id(site)]

    def _find_met(self, site: Site) -> list[tuple[Site, tuple[float, float]]]:
        if id(site) not in self._met:
            self._met[id(site)] = list(self._meet(site))
        return self._met[id(site)]

    def _forget_met(self) -> None:
        self._met.clear()
        self._seen.clear()

    def _meet(self, site: Site) -> Iterator[tuple[Site, tuple[float, float]]]:
        within = Within(NEAR_DAYS, NEAR_KM)
        for other in self._list_sites(site.spot.reach):
            meeting: Meeting = compare_spots(site.spot, other.spot)
            if meeting is not None and any(are_near(a, b, within) for a in site.placed for b in other.placed):
                yield other, meeting

    def _list_sites(self, reach: Reach) -> Iterable[Site]:
        """The sites whose days and cells may go with some; those of no town go with all."""
        drawers = _list_drawers(reach, LATE_DAYS)
        if LONG in drawers:
            drawers = list(self.days)
        if reach.cells:
            keys = [(cell, drawer) for drawer in drawers for cell in (*reach.around, None)]
            found = {number: site for key in keys if key in self.drawers for number, site in self.drawers[key].items()}
        else:
            found = {number: site for drawer in {*drawers, LONG} for number, site in self.days.get(drawer, {}).items()}
        return found.values()


def _take(drawers: dict[Key, dict[int, Site]], key: Key, site: Site) -> None:
    """Take a site out of a drawer; an empty one is thrown away."""
    drawers[key].pop(id(site), None)
    if not drawers[key]:
        del drawers[key]


def _list_drawers(reach: Reach, more: int) -> list[int]:
    """The drawers of some days, or of those with more days before and after."""
    if reach.first is None or not 0 <= reach.width <= LONGEST_BY_DAY:
        return [LONG]
    found = list(range((reach.first - more) // DAYS, (reach.last + more) // DAYS + 1))
    return [*found, LONG] if more else found
