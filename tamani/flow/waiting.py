"""What waits for a person, what matters most first: severity times how unsure it is; each with why and what to do.

Candidates come from the store by index: open questions on pairs, grave incidents, objections, decisions whose words are
gone. Only those few are built, for the one who looks; so nobody is asked about what he may not see. As of a past time
they come from what was known then (waited.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from weakref import WeakKeyDictionary

from msgspec import Struct
from msgspec.structs import replace

from tamani.acts import find_standing
from tamani.assess import grade_severity
from tamani.fields import Vocabulary, load_vocabulary
from tamani.flow.decide import judge_acts
from tamani.flow.memory import recall_then
from tamani.flow.view import build_dossiers
from tamani.flow.waited import Waited
from tamani.fuse.compare import SAME, UNSURE
from tamani.records import (
    Act,
    ActKind,
    Dossier,
    IncidentId,
    Link,
    PlaceValue,
    Reader,
    Settled,
    TollValue,
)
from tamani.store import Store

PAGE, PAGES = 40, 6  # candidates built at a time, and how often: bounds the time, however large the store is
KEPT = 20  # queues remembered until the next write: each day that is looked back to is one
Candidate = TypeVar("Candidate")

GRAVE = 3  # many dead, or a kind that is grave by itself
HARDLY = 0.5  # a claim less sure than this should not decide alone what is shown
DECIDED = ("kind", "date", "place", "perpetrator", "killed", "injured", "abducted")  # what an alert would say


class Question(Struct, frozen=True, kw_only=True):
    """One thing to decide. what: pair, disputed, weak, nowhere, objection, returned or lost."""

    id: str
    what: str
    weight: float
    severity: int
    unsure: float  # 0 to 1
    incidents: tuple[IncidentId, ...]
    records: tuple[Dossier, ...] = ()
    field: str | None = None
    act: str | None = None
    detail: tuple[str, ...] = ()  # words of a person, reasons of a rule
    settled: Settled | None = None
    parked: tuple[str, datetime] | None = None  # who left it open before the newest report came
    as_of: datetime | None = None  # it waited then: there is nothing to answer now


# A page is asked for far more often than anything is written; any write makes this forgotten.
_Key = tuple[Reader, int, datetime | None]
_memories: WeakKeyDictionary[Store, tuple[int, dict[_Key, tuple[Question, ...]]]] = WeakKeyDictionary()


def list_queue(store: Store, reader: Reader, *, limit: int = 20, as_of: datetime | None = None) -> tuple[Question, ...]:
    """What waits for a person, or waited for one at a time, what matters most first."""
    cursor, key = store.cursor(), (reader, limit, as_of)
    kept = _memories.get(store)
    if kept is None or kept[0] != cursor:
        kept = _memories[store] = (cursor, {})
    if key not in kept[1]:
        if len(kept[1]) >= KEPT:
            kept[1].clear()
        kept[1][key] = _gather_queue(_Desk(store, reader, as_of), limit)
    return kept[1][key]


def _gather_queue(desk: _Desk, limit: int) -> tuple[Question, ...]:
    source = desk.source
    found = [
        *desk.ask_objections(),
        *desk.ask_lost(),
        *desk.ask_returned(),
        *desk.walk(lambda skip: source.questions(size=PAGE, skip=skip), desk.ask_pairs, limit),
        *desk.walk(lambda skip: source.grave_incidents(least=GRAVE, size=PAGE, skip=skip), desk.ask_facts, limit),
    ]
    alone = {one.id: replace(one, as_of=desk.as_of) for one in found}
    return tuple(sorted(alone.values(), key=lambda one: (-one.weight, one.what, one.id))[:limit])


class _Desk:
    """One look at the queue: the store, who looks, as of when, and what was built for it."""

    def __init__(self, store: Store, reader: Reader, as_of: datetime | None) -> None:
        self.store, self.reader, self.as_of = store, reader, as_of
        self.source = store if as_of is None else Waited(store, recall_then(store, as_of))
        self.vocabulary: Vocabulary = load_vocabulary()

    def walk(
        self,
        fetch: Callable[[int], Sequence[Candidate]],
        ask: Callable[[Sequence[Candidate]], Iterable[Question]],
        limit: int,
    ) -> Iterator[Question]:
        """Questions of one sort: pages of candidates until there are enough."""
        asked = 0
        for page in range(PAGES):
            candidates = fetch(page * PAGE)
            for question in ask(candidates):
                asked += 1
                yield question
            if asked >= limit or len(candidates) < PAGE:
                return

    def build(self, incidents: Iterable[IncidentId]) -> dict[IncidentId, Dossier]:
        """The records that this reader may see, and that nobody withdrew."""
        asked = list(dict.fromkeys(incidents))
        found = build_dossiers(self.store, asked, self.reader, as_of=self.as_of)
        return {one.incident.id: one for one in found if not one.withdrawn}

    def grade(self, *dossiers: Dossier) -> int:
        return max((grade_severity(one.incident, self.vocabulary) for one in dossiers), default=1)

    # --- are these two one? ---

    def ask_pairs(self, links: Sequence[Link]) -> Iterator[Question]:
        homes = self.source.incidents_of([ident for link in links for ident in (link.left, link.right)])
        built = self.build(homes.values())
        judged = {act.id: act for act in self.source.acts_by_id([link.act for link in links if link.act])}
        for link in links:
            two = [built.get(homes.get(ident, IncidentId(""))) for ident in (link.left, link.right)]
            if two[0] is None or two[1] is None or not self._sees(link, two[0], two[1]):
                continue
            left = judged.get(link.act) if link.act else None
            if left is not None and not _has_news(left, (two[0], two[1])):
                continue
            severity, unsure = self.grade(two[0], two[1]), weigh_score(link.score)
            ids = tuple(sorted((two[0].incident.id, two[1].incident.id)))
            yield Question(
                id="pair:" + ":".join(ids), what="pair", weight=severity * unsure, severity=severity, unsure=unsure,
                incidents=ids, records=tuple(sorted((two[0], two[1]), key=lambda one: one.incident.id)),
                detail=link.reasons if left is None else (), parked=_say_who(left),
            )  # fmt: skip

    @staticmethod
    def _sees(link: Link, one: Dossier, two: Dossier) -> bool:
        """The reader sees both mentions, not just the incidents they are in."""
        return {link.left, link.right} <= {*one.names, *two.names}

    # --- what is shown, and on what ground ---

    def ask_facts(self, incidents: Sequence[IncidentId]) -> Iterator[Question]:
        built = self.build(incidents)
        reports = {member.report for one in built.values() for member in one.incident.members}
        acts = find_standing(self.source.acts(reports)) if reports else ()
        parks = [act for act in acts if act.kind is ActKind.PARK]
        homes = self.source.bearings([act.id for act in parks])
        for dossier in built.values():
            if dossier.incident.background:
                continue
            severity = self.grade(dossier)
            if severity < GRAVE:
                continue
            inside = set(dossier.names)
            left = {act.field: act for act in parks if any(one.mention in inside for one in homes[act.id])}
            for what, settled, unsure in doubt_facts(dossier):
                act = left.get(settled.field)
                if act is not None and not _has_news(act, (dossier,)):
                    continue
                yield Question(
                    id=f"{what}:{dossier.incident.id}:{settled.field}:{settled.who or ''}", what=what,
                    weight=severity * unsure, severity=severity, unsure=unsure, incidents=(dossier.incident.id,),
                    records=(dossier,), field=settled.field, settled=settled, parked=_say_who(act),
                )  # fmt: skip

    # --- what people said ---

    def ask_objections(self) -> Iterator[Question]:
        acts = self.source.acts_of_kinds(ActKind.CONTEST)
        for dossier in self._records_of(acts).values():
            for one in dossier.objections:
                if one.answer is None:
                    # Somebody took the trouble to object: it is never the least of things.
                    severity = max(2, self.grade(dossier))
                    yield Question(
                        id=f"objection:{one.act}", what="objection", weight=float(severity), severity=severity,
                        unsure=1.0, incidents=(dossier.incident.id,), records=(dossier,), field=one.field, act=one.act,
                        detail=(one.author, one.words),
                    )  # fmt: skip

    def ask_returned(self) -> Iterator[Question]:
        """A person said it is no incident, and then a report came."""
        acts = [act for act in self.source.acts_of_kinds(ActKind.WITHDRAW) if act.refs and act.cite is None]
        for dossier in self._records_of(acts).values():
            for one in dossier.removals:
                if one.what == "incident":
                    severity = max(2, self.grade(dossier))
                    yield Question(
                        id=f"returned:{one.act}", what="returned", weight=float(severity), severity=severity,
                        unsure=1.0, incidents=(dossier.incident.id,), records=(dossier,), act=one.act,
                        detail=(one.author, one.reason),
                    )  # fmt: skip

    def _records_of(self, acts: Sequence[Act]) -> Mapping[IncidentId, Dossier]:
        bearings = self.source.bearings([act.id for act in acts])
        mentions = [one.mention for rows in bearings.values() for one in rows if one.mention is not None]
        return self.build(sorted(set(self.source.incidents_of(mentions).values())))

    def ask_lost(self) -> Iterator[Question]:
        """A decision without effect is for the owner to see: it may name what others may not."""
        if not self.reader.owner or not self.source.lost_acts():
            return
        for one in judge_acts(self.source):
            if one.state != "lost":
                continue
            built = self.build(self.source.incidents_of(one.mentions).values())
            severity = max(2, self.grade(*built.values()))
            yield Question(
                id=f"lost:{one.act.id}", what="lost", weight=float(severity), severity=severity, unsure=1.0,
                incidents=tuple(built), records=tuple(built.values()), act=one.act.id,
                detail=(one.act.author, one.act.reason, ", ".join(f"{ref.report}#{ref.name}" for ref in one.lost)),
            )  # fmt: skip


def _say_who(act: Act | None) -> tuple[str, datetime] | None:
    return None if act is None else (act.author, act.at)


def _has_news(act: Act, dossiers: Sequence[Dossier]) -> bool:
    """Is there a report that was not there when a person left the question open?"""
    return not {member.report for one in dossiers for member in one.incident.members} <= set(act.reports)


def weigh_score(score: float | None) -> float:
    """How unsure a pair is by its score: most in the middle between "different" and "same".

    >>> weigh_score(3.0), weigh_score(2.5), weigh_score(None)
    (1.0, 0.5, 0.5)
    """
    if score is None:
        return 0.5
    middle = (SAME + UNSURE) / 2
    return round(max(0.4, 1.0 - abs(score - middle) / (SAME - UNSURE)), 3)


def doubt_facts(dossier: Dossier) -> Iterator[tuple[str, Settled, float]]:
    """The facts of a record that a person should look at, and how unsure each is."""
    sure = {claim.id: claim.confidence for claim in dossier.claims}
    for one in dossier.incident.fields:
        if one.corrected is not None or one.field not in DECIDED:
            continue
        if one.disputed:
            yield "disputed", one, _measure_dispute(one)
        elif one.field == "place" and isinstance(one.value, PlaceValue) and one.value.lat is None:
            yield "nowhere", one, 0.8
        else:
            holding = [sure[ident] for position in one.positions if position.value == one.value
                       for ident in position.claims if ident in sure]  # fmt: skip
            known = [confidence for confidence in holding if confidence is not None]
            if known and len(known) == len(holding) and max(known) < HARDLY:
                yield "weak", one, round(1 - max(known), 3)
    if not dossier.incident.settled("place"):
        yield "nowhere", Settled(field="place", value=None), 0.8


def _measure_dispute(one: Settled) -> float:
    """8 against 54 is more of a dispute than 21 against 24."""
    if not isinstance(one.value, TollValue) or not one.high:
        return 0.7
    return round(0.4 + 0.6 * (1 - (one.low or 0) / one.high), 3)
