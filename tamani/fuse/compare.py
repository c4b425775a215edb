"""Are two mentions one event? A table of small comparisons; each gives points with a reason, beside its case.

Points are added up: SAME and above is one event by rule, between UNSURE and SAME a person is asked. A veto says no
whatever the rest says.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from math import asin, cos, log2, radians, sin, sqrt

from msgspec import Struct
from rapidfuzz import fuzz

from tamani.fuse import keys
from tamani.fuse.cards import CardPlace, CardToll, MentionCard
from tamani.fuse.keys import assumed_interval
from tamani.records import Mode, Verdict

SAME = 3.5
UNSURE = 2.5
VETO = -8.0


class Reason(Struct, frozen=True):
    """Points for or against, with a code and the facts in plain words."""

    code: str
    points: float
    detail: str = ""

    def __str__(self) -> str:
        return (
            f"{self.code}: {self.detail} ({self.points:+.1f})" if self.detail else f"{self.code} ({self.points:+.1f})"
        )


class Comparison(Struct, frozen=True):
    score: float
    verdict: Verdict
    reasons: tuple[Reason, ...]


# --- place -------------------------------------------------------------------------------------------------------

TOWN_PRECISION = 2
NEAR_KM = 10.0  # two gazetteers put one town's point kilometres apart
APART_KM = 25.0  # Dablo and Barsalogho, 40 km: attacked two days apart, two attacks


def compare_places(a: MentionCard, b: MentionCard) -> Reason | None:
    """The nearest two of their places; a town inside a named region agrees a little."""
    if not a.places or not b.places:
        return None
    return max((_compare_place(one, two) for one in a.places for two in b.places), key=lambda reason: reason.points)


def _compare_place(one: CardPlace, two: CardPlace) -> Reason:
    name = one.name if one.name == two.name else f"{one.name} / {two.name}"
    alike = one.name == two.name or fuzz.ratio(one.name, two.name) >= 88  # Ogossogou, Ogossagou
    distance = measure_distance(one, two)
    if distance is None:
        if alike:
            return Reason("same_place", 2.0, name)
        same_country = one.country is not None and one.country == two.country
        return Reason("same_country", 0.0, name) if same_country else Reason("place_unknown", -0.5, name)
    fine = _is_town(one) and _is_town(two)
    if fine:
        return _compare_towns(name, alike, distance)
    # A region's point is its middle; the town may be anywhere in it.
    if _inside(one, two) or _inside(two, one):
        return Reason("inside", 1.0, name)
    reach = max(_radius(one), _radius(two))
    if distance <= reach + NEAR_KM:
        return Reason("area_near", 0.5, f"{name}, {distance:.0f} km")
    if distance > reach + keys.NEAR_KM:
        return Reason("far_apart", VETO, f"{name}, {distance:.0f} km")
    if one.country and two.country and one.country != two.country and distance > reach + APART_KM:
        return Reason("other_country", -4.0, name)
    return Reason("area_apart", -1.5, f"{name}, {distance:.0f} km")


def _compare_towns(name: str, alike: bool, distance: float) -> Reason:
    detail = f"{name}, {distance:.0f} km"
    if distance <= NEAR_KM:
        return Reason("same_place", 3.0, name)
    if distance <= APART_KM:
        return Reason("near", 2.0 if alike else 1.0, detail)
    if distance > keys.NEAR_KM:
        # One name put on two points is the gazetteer's doubt: there is a Mountain View in many a state.
        return Reason("same_name", 0.5, detail) if alike else Reason("far_apart", VETO, detail)
    # A boat on the river between two named villages: only much else in common outweighs 40 km.
    return Reason("apart", -2.0 - min(3.0, (distance - APART_KM) / 25), detail)


def _is_town(place: CardPlace) -> bool:
    return place.lat is not None and (place.precision or 2) <= TOWN_PRECISION


def _radius(place: CardPlace) -> float:
    if place.radius_km is not None:
        return place.radius_km
    return {1: 2.0, 2: 10.0, 3: 40.0, 4: 100.0, 5: 60.0, 6: 400.0, 7: 100.0}.get(place.precision or 2, 25.0)


def _inside(area: CardPlace, place: CardPlace) -> bool:
    """Is a place in an area that is named as its region or country?"""
    if (area.precision or 2) >= 6:
        return area.country is not None and area.country == place.country
    return (
        area.country == place.country and area.admin1 is not None and area.admin1 == place.admin1 and not _is_town(area)
    )


def measure_distance(one: CardPlace, two: CardPlace) -> float | None:
    """Kilometres, or None where one has no point."""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return None
    south, west, north, east = map(radians, (one.lat, one.lon, two.lat, two.lon))
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 12742 * asin(sqrt(min(1.0, chord)))


# --- date --------------------------------------------------------------------------------------------------------

VETO_DAYS = 7
NARROW = 3  # days: "on the night of 3 to 4", "this week-end"
GAP_POINTS = {1: 1.0, 2: -0.5, 3: -1.5}  # a weekday misread, a night counted from its other side


def compare_dates(a: MentionCard, b: MentionCard) -> Reason | None:
    """Stated days, or for news without a date the days before publication."""
    if _is_wrong_interval(a) or _is_wrong_interval(b):
        return None
    first, second = assumed_interval(a), assumed_interval(b)
    if first is None or second is None:
        return None
    stated = a.start is not None and b.start is not None
    gap = max((second[0] - first[1]).days, (first[0] - second[1]).days)
    width = max((first[1] - first[0]).days, (second[1] - second[0]).days)
    detail = f"{_show(first)} / {_show(second)}" if first != second else _show(first)
    if gap <= 0:
        points = 2.5 if width == 0 else 1.8 if width < NARROW else 1.2 if width <= 10 else 0.6
        return Reason("same_day" if width < NARROW else "same_time", points if stated else min(points, 0.8), detail)
    if _is_anniversary(first, second):
        return Reason("anniversary", VETO, detail)
    if gap > VETO_DAYS:
        return Reason("days_apart", VETO, detail)
    return Reason("days_apart", GAP_POINTS.get(gap, -4.0) if stated else -1.0, detail)


def _is_wrong_interval(card: MentionCard) -> bool:
    return card.start is not None and card.end is not None and card.end < card.start


def _is_anniversary(first: tuple[date, date], second: tuple[date, date]) -> bool:
    """The same day of another year, give or take two."""
    years = abs(first[0].year - second[0].year)
    days = abs((first[0] - second[0]).days)
    return years > 0 and abs(days - 365.25 * years) <= 3


def _show(interval: tuple[date, date]) -> str:
    start, end = interval
    return start.isoformat() if start == end else f"{start}..{end}"


# --- kind, actor, target -----------------------------------------------------------------------------------------

# Kinds that reports use for one and the same act: a car bomb at a camp, then gunfire, then dead villagers.
KIND_GROUPS = (
    frozenset({"armed_attack", "massacre", "armed_clash", "arson", "looting", "bombing", "suicide_bombing", "shelling",
               "assassination", "property_destruction", "sexual_violence", "other"}),
    frozenset({"landmine_ied", "bombing", "suicide_bombing", "armed_attack", "other"}),
    frozenset({"air_drone_strike", "shelling", "bombing", "armed_clash", "massacre", "armed_attack", "other"}),
    frozenset({"abduction", "hostage_taking", "armed_attack", "assassination", "robbery", "massacre", "other"}),
    frozenset({"robbery", "looting", "armed_attack", "assassination", "other"}),
    frozenset({"riot_mob_violence", "protest", "strike_work_stoppage", "looting", "arson", "property_destruction",
               "other"}),
    frozenset({"arrest", "disrupted_plot", "armed_clash", "other"}),
    frozenset({"threat", "disrupted_plot", "other"}),
    frozenset({"displacement", "other"}),
)  # fmt: skip


def compare_kinds(a: MentionCard, b: MentionCard) -> Reason | None:
    """Kinds that one act may be called by."""
    if a.kind == b.kind:
        return Reason("same_kind", 0.5, a.kind)
    if any(a.kind in group and b.kind in group for group in KIND_GROUPS):
        return Reason("like_kind", 0.2, f"{a.kind} / {b.kind}")
    return Reason("other_kind", -2.0, f"{a.kind} / {b.kind}")


def compare_actors(a: MentionCard, b: MentionCard) -> Reason | None:
    """The same group; another group counts little against, for who did it is what reports dispute most."""
    if not a.actors or not b.actors:
        return None
    both = sorted(_set(a.actors) & _set(b.actors))
    if both:
        return Reason("same_actor", 0.7, ", ".join(both))
    return Reason("other_actor", -1.0, f"{', '.join(a.actors)} / {', '.join(b.actors)}")


def compare_targets(a: MentionCard, b: MentionCard) -> Reason | None:
    """A camp and a camp; a market and a convoy."""
    if not a.targets or not b.targets:
        return None
    both = sorted(_set(a.targets) & _set(b.targets))
    if both:
        return Reason("same_target", 0.6, ", ".join(both))
    return Reason("other_target", -0.5, f"{', '.join(a.targets)} / {', '.join(b.targets)}")


# --- tolls -------------------------------------------------------------------------------------------------------


def compare_tolls(a: MentionCard, b: MentionCard) -> Reason | None:
    """The same figure for the same harm; the larger, the less by chance. Two figures that differ say little."""
    found: dict[tuple[str, str], tuple[float, str]] = {}
    for one in a.tolls:
        for two in b.tolls:
            if one.field == two.field and (points := _toll_points(one, two)):
                told = (points, f"{one.field} {_show_toll(one)} / {_show_toll(two)}")
                found[one.field, one.who] = max(told, found.get((one.field, one.who), told))
    ranked = sorted(found.values(), reverse=True)
    if not ranked:
        return None
    # 49 civilians, 15 soldiers and 50 attackers in both: each further figure that agrees is told with the others.
    points = ranked[0][0] + sum(min(MORE_TOLLS, more) for more, _ in ranked[1:] if more > 0)
    return Reason("same_toll" if points > 0 else "other_toll", round(points, 1), ", ".join(text for _, text in ranked))


MORE_TOLLS = 0.7


def _toll_points(one: CardToll, two: CardToll) -> float:
    if one.who != two.who and "unknown" not in (one.who, two.who):
        return 0.0
    left, right = (one.low, one.high), (two.low, two.high)
    shared = {figure for figure in left if figure} & {figure for figure in right if figure}
    if shared:
        # Two attacks with 2 dead are many; two with 136 are one.
        return min(2.0, 0.5 * log2(max(shared)) / 1.6 + 0.3)
    if None not in left and None not in right and (max(map(int, filter(None, right)), default=0) <= 5):
        low, high = sorted((int(one.low or 0), int(two.low or 0)))
        return -0.8 if low == 0 or high >= 3 * low else -0.3
    return 0.0


def _show_toll(toll: CardToll) -> str:
    if toll.low == toll.high:
        return str(toll.low)
    return f"{'' if toll.low is None else toll.low}-{'' if toll.high is None else toll.high}"


# --- words -------------------------------------------------------------------------------------------------------


# Share of the shorter card's words, at least so many words, points. A wire and its copy share most of them; two
# reporters at one place a quarter; two attacks in one province a tenth.
WORD_POINTS = (
    (0.6, 12, 3.5),
    (0.6, 3, 2.5),
    (0.4, 8, 2.2),
    (0.4, 3, 1.5),
    (0.25, 8, 1.3),
    (0.25, 3, 0.8),
    (0.15, 6, 0.5),
)


def compare_words(a: MentionCard, b: MentionCard) -> Reason | None:
    """Shared distinctive words, within one language."""
    if a.language != b.language or not a.words or not b.words:
        return None
    share = _overlap(a.words, b.words)
    both = sorted(_set(a.words) & _set(b.words))
    if len(both) < 3:
        return Reason("other_words", -0.5) if min(len(a.words), len(b.words)) >= 12 else None
    points = next((points for most, few, points in WORD_POINTS if share >= most and len(both) >= few), 0.0)
    return Reason("same_words", points, f"{len(both)} of {min(len(a.words), len(b.words))}") if points else None


NAME_POINTS = (0.4, 0.9, 1.5, 2.2, 2.8)


def compare_names(a: MentionCard, b: MentionCard) -> Reason | None:
    """Proper names are the same in both languages: a boat, a bridge, a street, a speaker."""
    both = sorted((_set(a.names) & _set(b.names)) - (_place_words(a) & _place_words(b)))
    if not both:
        return None
    # One name in common may be the president's; four are a street, its town, a speaker and a victim.
    points = NAME_POINTS[min(len(both), len(NAME_POINTS)) - 1]
    return Reason("same_names", points, ", ".join(both[:4]))


def _place_words(card: MentionCard) -> frozenset[str]:
    """The names of its places are compared as places, where both have them."""
    return frozenset(
        word for place in card.places for name in (place.name, place.admin1 or "") for word in name.split()
    )


def compare_titles(a: MentionCard, b: MentionCard) -> Reason | None:
    """Headlines that share words, within one language."""
    if a.language != b.language or not a.title_words or not b.title_words:
        return None
    both = _set(a.title_words) & _set(b.title_words)
    if len(both) < 2:
        return None
    return Reason(
        "same_title", 1.0 if _overlap(a.title_words, b.title_words) >= 0.5 else 0.4, ", ".join(sorted(both)[:4])
    )


def _is_copy(a: MentionCard, b: MentionCard) -> bool:
    """Is one the other's text? Then another place is one reading's mistake."""
    words = compare_words(a, b)
    return words is not None and words.points >= WORD_POINTS[0][2]


def _overlap(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    return len(_set(one) & _set(two)) / max(1, min(len(one), len(two)))


@lru_cache(maxsize=100_000)
def _set(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)


# --- the table ---------------------------------------------------------------------------------------------------

Compare = Callable[[MentionCard, MentionCard], Reason | None]

# In this order: the cheap ones with a veto first.
TABLE: tuple[Compare, ...] = (
    compare_dates,
    compare_places,
    compare_kinds,
    compare_actors,
    compare_targets,
    compare_tolls,
    compare_words,
    compare_names,
    compare_titles,
)


def compare_mentions(a: MentionCard, b: MentionCard) -> Comparison:
    """Score, verdict and reasons for two mentions; the same whichever comes first."""
    if b.id < a.id:
        a, b = b, a
    if a.report == b.report:
        return _compare_within_report(a, b)
    reasons: list[Reason] = []
    for compare in TABLE:
        reason = compare(a, b)
        if reason is None:
            continue
        reasons.append(reason)
        if reason.points <= VETO:
            if reason.code == "far_apart" and _is_copy(a, b):
                reasons[-1] = Reason("other_place_in_copy", -2.0, reason.detail)
                continue
            return Comparison(VETO, Verdict.DIFFERENT, (reason,))
    return _judge(reasons)


def _judge(reasons: list[Reason]) -> Comparison:
    score = round(sum(reason.points for reason in reasons), 3)
    codes = {reason.code for reason in reasons if reason.points > 0}
    # What happened in the same words at no known place and time is a formula, not an event.
    anchored = codes & {"same_place", "near", "inside", "same_day", "same_toll", "same_names", "same_title"}
    verdict = Verdict.SAME if score >= SAME else Verdict.UNSURE if score >= UNSURE else Verdict.DIFFERENT
    if verdict is Verdict.SAME and not anchored:
        verdict = Verdict.UNSURE
    return Comparison(score, verdict, tuple(reasons))


def _compare_within_report(a: MentionCard, b: MentionCard) -> Comparison:
    """A report keeps its events apart, and so do we; unless it gives one toll for two sites of one day."""
    if a.joint and b.joint and a.mode is b.mode is Mode.ACTUAL:
        when, where = compare_dates(a, b), compare_places(a, b)
        on_one_day = when is not None and when.points > 0
        if on_one_day and (where is None or where.points > VETO):
            return Comparison(SAME, Verdict.SAME, (Reason("joint_toll", SAME, "one toll for both"),))
    return Comparison(VETO, Verdict.DIFFERENT, (Reason("same_report", VETO),))
