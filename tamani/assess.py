"""In: an incident and what is on record near it. Out: why it is worth a look, in codes with facts, and a severity 0-4.
Facts are parted by "|"; vocab/reasons.toml has the wordings, phrases.say_reason puts them together.
Never predicts, never raises a toll, never says "first" without saying how far back the record goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from msgspec import Struct

from tamani.fields import MANY_ABDUCTED, MANY_KILLED, TOLLS, Vocabulary
from tamani.records import (
    Assessment,
    Basis,
    DateValue,
    Incident,
    PerpetratorValue,
    PlaceValue,
    Position,
    Settled,
    Stance,
    TollValue,
)
from tamani.settle import measure_km
from tamani.shown import list_suspects

NEWS_DAYS = 3  # younger than this is new to somebody who looks in the morning
COUNTRY = 6  # the precision of "in Mali"
NEARBY_KM = 25  # "again near Djibo"
CLUSTER_KM, CLUSTER_DAYS, CLUSTER_SIZE = 50, 14, 3  # a wave: four attacks in a fortnight in one province
RECORD_YEARS = 1  # a record of some weeks knows no "first"
FAILED = frozenset({"attempted", "threatened", "foiled"})
ROSE = 1.2  # 21 after 20 is another count, not a rise


class History(Struct, frozen=True):
    """What is on record beside an incident: others nearby or in its region, and how the incident looked before."""

    vocabulary: Vocabulary
    nearby: tuple[Incident, ...] = ()
    before: Incident | None = None  # as the reader last saw it
    record_from: date | None = None  # the first day the store knows of


def assess_incident(incident: Incident, history: History, *, now: datetime) -> Assessment:
    """Why an incident is worth a look now, the strongest reasons first."""
    others = tuple(sorted((one for one in history.nearby if one.id != incident.id), key=lambda one: one.id))
    reasons = [
        *_tell_news(incident, history, now),
        *_tell_tolls(incident),
        *_tell_actors(incident, others),
        *_tell_doubts(incident),
        *_tell_firsts(incident, others, history),
    ]
    return Assessment(
        incident=incident.id,
        reasons=tuple(dict.fromkeys(reasons)),
        severity=grade_severity(incident, history.vocabulary),
    )


def grade_severity(incident: Incident, vocabulary: Vocabulary) -> int:
    """0 to 4: the kind's own weight, raised by the toll; what is only recalled stays at 1 at most."""
    kind = vocabulary.kinds.get(incident.kind)
    severity = kind.severity if kind else 1
    killed = _largest_best(incident, "killed")
    if killed >= MANY_KILLED[0] or _largest_best(incident, "abducted") >= MANY_ABDUCTED:
        severity = max(severity, 3)
    if killed >= MANY_KILLED[1]:
        severity = 4
    if any(one.value in FAILED for one in incident.settled("stage")) and killed == 0:
        severity = max(0, severity - 1)
    return min(severity, 1) if incident.background else severity


Reasons = Iterator[tuple[str, str]]

# --- the reasons -------------------------------------------------------------------------------------------------


def _tell_news(incident: Incident, history: History, now: datetime) -> Reasons:
    if incident.background:
        yield "recalled", ""
    elif history.before is not None:
        was, is_now = len(history.before.members), len(incident.members)
        if is_now > was:
            yield "grown", f"{is_now}|{was}"
    elif incident.first_known is not None and (now.date() - incident.first_known.date()).days <= NEWS_DAYS:
        # By days: what was written at four is what the end of that day shows.
        yield "new", incident.first_known.date().isoformat()


def _tell_tolls(incident: Incident) -> Reasons:
    for field in TOLLS:
        changes = [change for settled in incident.settled(field) if (change := find_toll_change(settled))]
        if changes:
            # Of several groups the one with the largest figure: one line a field is what is read.
            first, last = max(changes, key=max)
            yield ("toll_rose" if last > first else "toll_fell"), f"{field}|{first}|{last}"
    if _largest_best(incident, "killed") >= MANY_KILLED[0]:
        yield "many_killed", _say_figures(incident, "killed")
    if _largest_best(incident, "abducted") >= MANY_ABDUCTED:
        yield "many_abducted", _say_figures(incident, "abducted")


def _say_figures(incident: Incident, field: str) -> str:
    """The figures of the group with the largest toll: "49–200" where they differ, for one figure would take sides."""
    counted = [one for one in incident.settled(field) if one.best is not None]
    most = max(counted, key=lambda one: (one.best or 0, one.high or 0))
    if most.low is None or most.high is None or most.low == most.high:
        return str(most.best)
    return f"{most.low}–{most.high}"


def find_toll_change(settled: Settled) -> tuple[int, int] | None:
    """The first figure that was known and the one shown now, where they are really apart."""
    # What a person corrected is no rise that anybody reported.
    if settled.best is None or settled.corrected is not None:
        return None
    dated = [one for one in settled.positions if one.since is not None and _is_count(one)]
    if len(dated) < 2:
        return None
    first = min(dated, key=lambda one: (one.since or datetime.max.replace(tzinfo=UTC), one.claims))
    assert isinstance(first.value, TollValue)
    figure = first.value.low if first.value.low is not None else first.value.high
    if figure is None or max(figure, settled.best) < ROSE * min(figure, settled.best):
        return None
    return (figure, settled.best) if figure != settled.best else None


def _is_count(position: Position) -> bool:
    value = position.value
    return isinstance(value, TollValue) and value.scope in (None, "old") and position.stance is Stance.ASSERTED


def _tell_actors(incident: Incident, others: tuple[Incident, ...]) -> Reasons:
    value = _actor_of(incident)
    if value is None or value.actor is None:
        for settled in incident.settled("perpetrator"):
            if suspects := list_suspects(settled):
                yield "suspected", ", ".join(suspects)
        return
    yield ("claimed_by" if value.basis is Basis.CLAIMED else "accused"), value.actor
    area = _area_of(incident)
    known = {one.actor for other in others if area and _area_of(other) == area and (one := _actor_of(other))}
    if area and known and value.actor not in known and _is_earlier_known(incident, others, area):
        yield "new_actor", f"{value.actor}|{area}"


def _is_earlier_known(incident: Incident, others: tuple[Incident, ...], area: str) -> bool:
    """Is there an older record of that area to compare with?"""
    day = _day_of(incident)
    return day is not None and any((_day_of(one) or day) < day for one in others if _area_of(one) == area)


def _tell_doubts(incident: Incident) -> Reasons:
    if incident.disputed:
        yield "disputed", ", ".join(incident.disputed)
    if denied := [one.field for one in incident.fields if one.disputed and _is_denied(one)]:
        yield "denied", ", ".join(dict.fromkeys(denied))
    if not incident.origins:
        yield "no_origin", ""
    elif len(incident.origins) == 1:
        yield "single_origin", incident.origins[0].name
    else:
        yield "several_origins", str(len(incident.origins))
    place = _place_of(incident)
    if place is not None and (place.precision or 0) >= 4:
        yield "place_vague", place.name


def _is_denied(settled: Settled) -> bool:
    return any(one.stance is Stance.DENIED for one in settled.positions)


def _tell_firsts(incident: Incident, others: tuple[Incident, ...], history: History) -> Reasons:
    day, place = _day_of(incident), _place_of(incident)
    if day is None or place is None or (place.precision or 1) > 3:
        return
    around = [(days, km) for one in others if (days := _days_between(one, day)) is not None
              and (km := _distance(place, one)) is not None]  # fmt: skip
    near = [days for days, km in around if days > 0 and km <= NEARBY_KM]
    if near:
        years = min(near) // 365
        if years >= 1:
            yield "first_in_years", f"{years}|{NEARBY_KM}"
    elif history.record_from is not None and (day - history.record_from).days >= 365 * RECORD_YEARS:
        yield "first_on_record", f"{NEARBY_KM}|{history.record_from.year}"
    wave = [days for days, km in around if 0 <= days <= CLUSTER_DAYS and km <= CLUSTER_KM]
    if len(wave) >= CLUSTER_SIZE:
        yield "cluster", f"{len(wave)}|{CLUSTER_KM}|{CLUSTER_DAYS}"


def is_little_known(incident: Incident) -> bool:
    """One report, no toll, and no date or no place finer than a country: kept, but below what can be acted on."""
    place = _place_of(incident)
    somewhere = place is not None and (place.lat is not None or place.precision != COUNTRY)
    if _day_of(incident) is not None and somewhere:
        return False
    return len({member.report for member in incident.members}) <= 1 and not any(
        incident.settled(field) for field in TOLLS
    )


# --- what an incident shows --------------------------------------------------------------------------------------


def _largest_best(incident: Incident, field: str) -> int:
    return max((one.best for one in incident.settled(field) if one.best is not None), default=0)


def _place_of(incident: Incident) -> PlaceValue | None:
    return next((one.value for one in incident.settled("place") if isinstance(one.value, PlaceValue)), None)


def _day_of(incident: Incident) -> date | None:
    return next((one.value.start for one in incident.settled("date") if isinstance(one.value, DateValue)), None)


def _actor_of(incident: Incident) -> PerpetratorValue | None:
    values = (one.value for one in incident.settled("perpetrator"))
    return next((value for value in values if isinstance(value, PerpetratorValue) and value.actor), None)


def _area_of(incident: Incident) -> str | None:
    place = _place_of(incident)
    return place.admin1 if place else None


def _days_between(other: Incident, day: date) -> int | None:
    then = _day_of(other)
    return None if then is None else (day - then).days


def _distance(place: PlaceValue, other: Incident) -> float | None:
    there = _place_of(other)
    return None if there is None else measure_km(place, there)
