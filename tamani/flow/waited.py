"""What waited for a person as of a time: it answers what a queue asks of a store, from what was known then.

The store keeps today's open questions and how grave incidents are; of a past time neither is kept, since both follow
from the mentions. So the events of then are grouped again, the newest first, and those that weigh most today whenever
they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from tamani.flow.bear import Finder, bear_act
from tamani.flow.past import Then
from tamani.records import Act, ActId, ActKind, IncidentId, Link, MentionId, ReportId
from tamani.store import Bearing, IncidentFilter, Store

# A store of ten years is not grouped whole for one look: grouping anew costs some milliseconds a mention. The newest
# two hundred are some weeks of a region; what is grave or asked about today was often so then.
NEWEST = 200
WEIGHTIEST = 40


class Waited:
    """One store as of a time, for the queue."""

    def __init__(self, store: Store, then: Then) -> None:
        self.store, self.then = store, then
        self._incidents: tuple[IncidentId, ...] | None = None

    # --- what people had decided ---

    def acts(self, reports: Iterable[str] | None = None) -> tuple[Act, ...]:
        """All decisions of people by then, or those that speak of these reports."""
        return self._keep_early(self.store.acts(reports))

    def acts_by_id(self, ids: Iterable[str]) -> tuple[Act, ...]:
        """These decisions, where they were made by then."""
        return self._keep_early(self.store.acts_by_id(ids))

    def acts_of_kinds(self, *kinds: ActKind) -> tuple[Act, ...]:
        """All decisions of some kinds by then."""
        return self._keep_early(self.store.acts_of_kinds(*kinds))

    def _keep_early(self, acts: Iterable[Act]) -> tuple[Act, ...]:
        return tuple(act for act in acts if act.at <= self.then.at)

    def bearings(self, ids: Iterable[ActId]) -> dict[ActId, tuple[Bearing, ...]]:
        """Which mentions of then the words of these decisions stand for."""
        acts = self.acts_by_id(ids)
        reports = sorted({ReportId(report) for act in acts for report in act.reports})
        finder = Finder(self.store, (), self.then.past.mentions_of(reports))
        return {act.id: tuple(bear_act(act, finder)) for act in acts}

    def lost_acts(self) -> tuple[ActId, ...]:
        """Decisions of which some words stood for no mention then."""
        found = self.bearings([act.id for act in self.acts()])
        return tuple(sorted(act for act, rows in found.items() if any(one.mention is None for one in rows)))

    # --- what was open ---

    def incidents_of(self, ids: Iterable[MentionId]) -> dict[MentionId, IncidentId]:
        """The incident of then of each of these mentions that was in one."""
        return self.then.place(ids)

    def grave_incidents(self, *, least: int, size: int, skip: int = 0) -> tuple[IncidentId, ...]:
        """Incidents that looked at least so grave then, the gravest first, of those the latest."""
        news = [one for one in self._look() if self.then.is_news(one)]
        ranked = [(-weight, -last, one) for one in news for weight, last in [self.then.weigh(one)]]
        return tuple(one for weight, _, one in sorted(ranked) if -weight >= least)[skip : skip + size]

    def questions(self, *, size: int, skip: int = 0) -> tuple[Link, ...]:
        """Links that were unsure then, those of the gravest incidents first."""
        homes, ranked = self.then.place, []
        for link in self.then.find_unsure(self._look()):
            ends = homes((link.left, link.right))
            if len(set(ends.values())) == 2:
                weight = sum(self.then.weigh(one)[0] for one in ends.values())
                ranked.append((-weight, -(link.score or 0.0), link.id, link))
        return tuple(link for *_, link in sorted(ranked, key=lambda row: row[:3]))[skip : skip + size]

    def _look(self) -> tuple[IncidentId, ...]:
        """The incidents of then that are looked through: the newest, and those of today's gravest and most asked."""
        if self._incidents is None:
            found = dict.fromkeys(islice(self.then.walk(IncidentFilter()), NEWEST))
            if len(found) == NEWEST:
                found |= dict.fromkeys(self.then.find_parts(self.store, self._choose_today()))
            self._incidents = tuple(found)
        return self._incidents

    def _choose_today(self) -> Sequence[IncidentId]:
        asked = self.store.questions(size=WEIGHTIEST)
        homes = self.store.incidents_of([end for link in asked for end in (link.left, link.right)])
        return sorted({*homes.values(), *self.store.grave_incidents(least=1, size=WEIGHTIEST)})
