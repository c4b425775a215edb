"""How a field other than a toll settles: one short rule each, named in vocab/fields.toml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, datetime
from math import asin, cos, hypot, radians, sin, sqrt

from msgspec.structs import asdict, replace

from tamani.records import (
    Basis,
    Claim,
    ClaimId,
    DateValue,
    MentionId,
    PerpetratorValue,
    PlaceValue,
    Position,
    Settled,
    Stance,
    TargetValue,
    Value,
)
from tamani.settle.positions import (
    EARLIEST,
    LATEST,
    Evidence,
    are_independent,
    count_support,
    group_positions,
    name_place,
    voices_of,
)
from tamani.settle.sides import form_sides, oppose_denials
from tamani.words import fold

# Two villages 25 km apart are two places; a town and its outskirts are not.
PLACES_APART_KM = 25.0
SPOT_KM = 50.0
DISTRICT = 3  # where_prec of UCDP: admin-2
LINEAR = 5  # along a line, or fuzzy
NARROW_DAYS = 3
DEFAULT_RADIUS_KM = 5.0
# Says less than any other kind: a massacre is an armed attack too.
GENERAL_KINDS = frozenset({"armed_attack", "armed_clash", "other"})
BASIS_ORDER = (Basis.CLAIMED, Basis.ACCUSED, Basis.STATED, Basis.SUSPECTED)
UNKNOWN_ACTOR = PerpetratorValue("unknown", None, None, Basis.SUSPECTED)


def name_value(value: Value) -> Hashable:
    """What makes two values the same: the type where there is one, else the folded words."""
    if isinstance(value, str):
        return value
    if isinstance(value, PlaceValue):
        return name_place(value)
    if isinstance(value, TargetValue):
        return value.type or fold(value.name)
    if isinstance(value, DateValue):
        return value.start, value.end
    return tuple((key, fold(part) if isinstance(part, str) else part) for key, part in asdict(value).items())


def settle_most_origins(field: str, claims: Sequence[Claim], evidence: Evidence) -> tuple[Settled, ...]:
    """The value with most independent origins; the more specific one wins ties. The others stand beside it."""
    positions = group_positions(claims, name_value, evidence)
    by_value = _by_value(positions, name_value)

    def weight(key: Hashable) -> tuple[int, int, bool, str]:
        return (*count_support(by_value[key], evidence), key not in GENERAL_KINDS, repr(key))

    shown = max(by_value, key=weight) if by_value else None
    # A denial that there was fighting disputes nothing where nobody spoke of fighting.
    sides = form_sides(oppose_denials(positions, name_value), name_value)
    return (
        Settled(
            field=field,
            value=by_value[shown][0].value if shown is not None else None,
            positions=positions,
            disputed=bool(sides),
            rule="most_origins",
            sides=sides,
        ),
    )


def settle_side_by_side(field: str, claims: Sequence[Claim], evidence: Evidence) -> tuple[Settled, ...]:
    """Every value is shown; nothing is chosen. Disputed where somebody denies."""
    positions = group_positions(claims, name_value, evidence)
    denied = [one for one in positions if one.stance is Stance.DENIED]
    sides = form_sides((*denied, *oppose_denials(positions, name_value)), name_value)
    return (
        Settled(
            field=field,
            value=next((one.value for one in positions if one.stance is Stance.ASSERTED), None),
            positions=positions,
            disputed=bool(sides),
            rule="side_by_side",
            sides=sides,
        ),
    )


def _by_value(positions: Sequence[Position], key: Callable[[Value], Hashable]) -> dict[Hashable, list[Position]]:
    groups: dict[Hashable, list[Position]] = defaultdict(list)
    for one in positions:
        if one.stance is Stance.ASSERTED:
            groups[key(one.value)].append(one)
    return groups


# --- date --------------------------------------------------------------------------------------------------------


def settle_narrowest(field: str, claims: Sequence[Claim], evidence: Evidence) -> tuple[Settled, ...]:
    """The narrowest interval that most origins agree with; disputed where an origin gives a day outside it."""
    positions = group_positions(claims, name_value, evidence)
    live = [one for one in positions if one.stance is Stance.ASSERTED]
    groups = _by_value(positions, name_value)

    weight = _weigh_dates(live, groups, evidence)
    narrow = max(
        (one for one in live if (_date(one).end - _date(one).start).days <= NARROW_DAYS), key=weight, default=None
    )
    shown = max(live, key=weight) if live else None
    # A day that few agree with does not outweigh the month that all the others give.
    if shown and narrow and 2 * sum(weight(narrow)[:2]) >= sum(weight(shown)[:2]):
        shown = narrow
    dissent = [one for one in live if shown and not _overlap(_date(shown), _date(one))]
    with_shown = {voice for one in live if shown and _overlap(_date(shown), _date(one)) for voice in voices_of(one)}
    # A slip of one copy of a wire disputes nothing: the wire itself has the right day.
    others = [one for one in dissent if set(one.origins) - with_shown]
    agreed = [one for one in live if others and shown and name_value(one.value) == name_value(shown.value)]
    sides = form_sides((*agreed, *others), name_value)
    return (
        Settled(
            field=field,
            value=shown.value if shown else None,
            positions=positions,
            disputed=bool(sides),
            rule="narrowest",
            sides=sides,
        ),
    )


DateWeight = tuple[int, int, bool, int, int, int, datetime, int]


def _weigh_dates(
    live: Sequence[Position], groups: Mapping[Hashable, list[Position]], evidence: Evidence
) -> Callable[[Position], DateWeight]:
    """How well founded each day is beside the others."""
    printed = min((at for one in live for at in evidence.find_dates(one)), default=LATEST).date()

    def weight(one: Position) -> DateWeight:
        value = _date(one)
        agreeing = count_support((other for other in live if _overlap(value, _date(other))), evidence)
        own = count_support(groups[name_value(value)], evidence)
        # What was in print on Tuesday did not happen on Wednesday.
        possible = value.start <= printed
        # Of two days with one origin each, the one that is still given later on was not corrected.
        last = max(evidence.find_dates(one), default=EARLIEST)
        return (*agreeing, possible, -(value.end - value.start).days, *own, last, -value.start.toordinal())

    return weight


def _date(position: Position) -> DateValue:
    assert isinstance(position.value, DateValue)
    return position.value


def _overlap(one: DateValue, two: DateValue) -> bool:
    first: date = max(one.start, two.start)
    return first <= min(one.end, two.end)


# --- place -------------------------------------------------------------------------------------------------------


def settle_finest_place(field: str, claims: Sequence[Claim], evidence: Evidence) -> tuple[Settled, ...]:
    """The finest place that most origins name first, with the precision it has; disputed where two are far apart."""
    positions = group_positions(claims, name_value, evidence)
    by_value = _by_value(positions, name_value)

    leading = _find_leading(claims)
    told = {claim.id: claim.report for claim in claims}

    def weight(key: Hashable) -> tuple[int, int, int, int, str]:
        value = by_value[key][0].value
        assert isinstance(value, PlaceValue)
        led = [ident for one in by_value[key] for ident in one.claims if ident in leading]
        mouths = {evidence.origin_of.get(ident) or evidence.copied_from.get(told[ident], told[ident]) for ident in led}
        return (-_coarseness(value), len(mouths), *count_support(by_value[key], evidence), repr(key))

    shown = max(by_value, key=weight) if by_value else None
    sides = form_sides(_find_places_apart(positions, claims, leading), name_value)
    return (
        Settled(
            field=field,
            value=by_value[shown][0].value if shown is not None else None,
            positions=positions,
            disputed=bool(sides),
            rule="finest_place",
            sides=sides,
        ),
    )


def _coarseness(place: PlaceValue) -> int:
    """0 for a town or site, then area by area; a name without a point is coarsest, and of these a district."""
    if place.lat is None:
        return 10 if place.precision == DISTRICT else 9
    if place.precision is None:
        return 2
    return {1: 0, 2: 0, 3: 1, 4: 2, 5: 3, 6: 4, 7: 3}.get(place.precision, 5)


def _is_spot(place: PlaceValue) -> bool:
    """A town, or what is told by its distance from one: "90 km east of Timbuktu" is no region."""
    told = place.lat is not None and place.precision == LINEAR and (place.radius_km or SPOT_KM) < SPOT_KM
    return told or _coarseness(place) == 0


def _find_leading(claims: Sequence[Claim]) -> frozenset[ClaimId]:
    """The first place that each mention gives; what follows is "near", "on the road to", a second site."""
    first: dict[MentionId | None, ClaimId] = {}
    for claim in claims:
        first.setdefault(claim.mention, claim.id)
    return frozenset(first.values())


def _find_places_apart(
    positions: Sequence[Position], claims: Sequence[Claim], leading: frozenset[ClaimId]
) -> list[Position]:
    """Towns far apart by independent origins, and places denied. Two sites that one report names are two sites."""
    together = {frozenset((name_value(a.value), name_value(b.value))) for a, b in _same_report_pairs(claims)}
    fine = [
        one
        for one in positions
        if one.stance is Stance.ASSERTED and _is_spot(_place(one)) and leading & set(one.claims)
    ]
    apart = [
        (a, b)
        for n, a in enumerate(fine)
        for b in fine[n + 1 :]
        if are_independent(a, b)
        and frozenset((name_value(a.value), name_value(b.value))) not in together
        and _far_apart(_place(a), _place(b))
    ]
    return [*oppose_denials(positions, name_value), *(one for pair in apart for one in pair)]


def _same_report_pairs(claims: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[claim.report].append(claim)
    return [(a, b) for group in by_report.values() for n, a in enumerate(group) for b in group[n + 1 :]]


def _place(position: Position) -> PlaceValue:
    assert isinstance(position.value, PlaceValue)
    return position.value


def _far_apart(one: PlaceValue, two: PlaceValue) -> bool:
    """Farther than two points of one place can be. Each may be off by its radius, and what two are off adds as squares.

    Banikane, known to 25 km, and "90 km east of Timbuktu", known to 26: 48 km from each other, they are two places.
    """
    distance = measure_km(one, two)
    doubt = hypot(one.radius_km or DEFAULT_RADIUS_KM, two.radius_km or DEFAULT_RADIUS_KM)
    return distance is not None and distance > max(PLACES_APART_KM + DEFAULT_RADIUS_KM, doubt)


def measure_km(one: PlaceValue, two: PlaceValue) -> float | None:
    """Kilometres between two places; None where one has no point."""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return None
    south, west, north, east = map(radians, (one.lat, one.lon, two.lat, two.lon))
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 12742 * asin(sqrt(min(1.0, chord)))


# --- perpetrator -------------------------------------------------------------------------------------------------


def settle_actors(field: str, claims: Sequence[Claim], evidence: Evidence) -> tuple[Settled, ...]:
    """Claimed before accused before unknown: an actor needs a claim of responsibility or a named accuser.

    Disputed where somebody denies, or where independent origins point at different actors.
    """

    def name_who(value: Value) -> Hashable:
        assert isinstance(value, PerpetratorValue)
        return evidence.counted_as(value.actor) if value.actor else fold(value.name)

    def name_actor(value: Value) -> Hashable:
        assert isinstance(value, PerpetratorValue)
        return name_who(value), value.basis

    positions = group_positions(claims, name_actor, evidence)
    live = [one for one in positions if one.stance is Stance.ASSERTED and _is_solid(one, evidence)]
    support = {
        name_actor(one.value): [two for two in live if name_actor(two.value) == name_actor(one.value)] for one in live
    }

    def weight(one: Position) -> tuple[int, int, int, float]:
        rank = BASIS_ORDER.index(_actor(one).basis)
        since = -(one.since or LATEST).timestamp()
        return (-rank, *count_support(support[name_actor(one.value)], evidence), since)

    shown = max(live, key=lambda one: (*weight(one), str(name_who(one.value)), repr(one.value))) if live else None
    value: Value = shown.value if shown else UNKNOWN_ACTOR
    if shown and (actor := _actor(shown).actor):
        value = replace(_actor(shown), actor=evidence.counted_as(actor))
    sides = form_sides(_find_rival_actors(positions, live, evidence), name_who)
    return (
        Settled(
            field=field,
            value=value,
            positions=positions,
            disputed=bool(sides),
            rule="actors",
            sides=sides,
        ),
    )


def _actor(position: Position) -> PerpetratorValue:
    assert isinstance(position.value, PerpetratorValue)
    return position.value


def _is_solid(position: Position, evidence: Evidence) -> bool:
    """A known actor that claims it, or whom somebody named accuses."""
    value = _actor(position)
    if value.actor is None or value.actor == "unknown":
        return False
    return value.basis is Basis.CLAIMED or (value.basis is Basis.ACCUSED and bool(position.said_by or position.speaker))


def _find_rival_actors(positions: Sequence[Position], live: Sequence[Position], evidence: Evidence) -> list[Position]:
    """Denials with all who hold what they deny, and independent origins that point at different actors."""

    def count_as(one: Position) -> str:
        return evidence.counted_as(_actor(one).actor or "")

    denied = [one for one in positions if one.stance is Stance.DENIED]
    held = [one for one in live if count_as(one) in {count_as(other) for other in denied}]
    apart = [
        (a, b)
        for n, a in enumerate(live)
        for b in live[n + 1 :]
        if count_as(a) != count_as(b) and are_independent(a, b)
    ]
    return [*denied, *held, *(one for pair in apart for one in pair)]
