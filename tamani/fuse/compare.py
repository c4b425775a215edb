"""Are two mentions one event? A table of small comparisons; each gives points with a reason, beside its case.

Points are added up: SAME and above is one event by rule, between UNSURE and SAME a person is asked. A veto says no
whatever the rest says.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import log2

from msgspec import Struct

from tamani.fuse.cards import CardToll, MentionCard
from tamani.fuse.days import EXACT, compare_dates
from tamani.fuse.parts import explain_part, find_part
from tamani.fuse.places import are_near, compare_places, may_be_near
from tamani.fuse.reason import VETO, Reason
from tamani.fuse.table import give
from tamani.fuse.wording import as_set, compare_names, compare_sites, compare_titles, compare_words, is_copy
from tamani.records import Mode, Verdict

SAME = 3.5
UNSURE = 2.5
PART = 0.0  # says nothing for one event: a village of the night is not the night


class Comparison(Struct, frozen=True):
    score: float
    verdict: Verdict
    reasons: tuple[Reason, ...]


# --- kind, actor, target -------------------------------------------------------------------------------------------

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
        return give("same_kind", a.kind)
    if any(a.kind in group and b.kind in group for group in KIND_GROUPS):
        return give("like_kind", f"{a.kind} / {b.kind}")
    return give("other_kind", f"{a.kind} / {b.kind}")


def compare_actors(a: MentionCard, b: MentionCard) -> Reason | None:
    """The same group; another group counts little against, for who did it is what reports dispute most."""
    if not a.actors or not b.actors:
        return None
    both = sorted(as_set(a.actors) & as_set(b.actors))
    if both:
        return give("same_actor", ", ".join(both))
    return give("other_actor", f"{', '.join(a.actors)} / {', '.join(b.actors)}")


def compare_targets(a: MentionCard, b: MentionCard) -> Reason | None:
    """A camp and a camp; a market and a convoy."""
    if not a.targets or not b.targets:
        return None
    both = sorted(as_set(a.targets) & as_set(b.targets))
    if both:
        return give("same_target", ", ".join(both))
    return give("other_target", f"{', '.join(a.targets)} / {', '.join(b.targets)}")


# --- victims -------------------------------------------------------------------------------------------------------


def compare_victims(a: MentionCard, b: MentionCard) -> Reason | None:
    """A person is killed once: two reports that name the same mayor as dead tell of one attack.

    One word in common ("Traoré") is a family's name, which thousands bear. The reason doesn't say who it is: links are
    kept, and names of victims are not.
    """
    best = max((_match_names(one, two) for one in a.victims for two in b.victims), default=0)
    if best == 0:
        return None
    return give("same_victim" if best > 1 else "same_surname")


def _match_names(one: tuple[str, ...], two: tuple[str, ...]) -> int:
    """How many words of a name are in the other, where it may be the same person's."""
    return len(as_set(one) & as_set(two))


# --- tolls ---------------------------------------------------------------------------------------------------------


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


def compare_again(a: MentionCard, b: MentionCard) -> Reason | None:
    """Another day and another toll: who misreads the weekday of an attack still has its dead.

    "Five dead in Lankoué on Thursday", and "twelve dead in Lankoué on Friday": a town is attacked twice in a week.
    """
    if a.start is None or b.start is None or compare_dates(a, b).code != "days_apart":
        return None
    # Who the dead were is disputed: "five villagers" is no other toll than "five dead", "three soldiers" is.
    counted = {toll.field for toll in a.tolls if toll.low and toll.high}
    counted &= {toll.field for toll in b.tolls if toll.low and toll.high}
    if not counted or _list_figures(a) & _list_figures(b):
        return None
    return give("other_day_and_toll")


def _list_figures(card: MentionCard) -> set[tuple[str, int]]:
    return {(toll.field, figure) for toll in card.tolls for figure in (toll.low, toll.high) if figure}


MORE_TOLLS = 0.7


def _toll_points(one: CardToll, two: CardToll) -> float:
    if one.who != two.who and "unknown" not in (one.who, two.who):
        return 0.0
    left, right = (one.low, one.high), (two.low, two.high)
    shared = {figure for figure in left if figure} & {figure for figure in right if figure}
    if shared:
        # Two attacks with 2 dead are many; two with 136 are one.
        return min(2.0, 0.5 * log2(max(shared)) / 1.6 + 0.3)
    if None in left or None in right:
        return 0.0  # "at least three" goes with any more
    low, high = sorted((int(one.low or 0), int(two.low or 0)))
    return -1.0 if low == 0 or high >= 3 * low else -0.3


def _show_toll(toll: CardToll) -> str:
    if toll.low == toll.high:
        return str(toll.low)
    return f"{'' if toll.low is None else toll.low}-{'' if toll.high is None else toll.high}"


JOINT_SITE = 2.5


def compare_joint(a: MentionCard, b: MentionCard) -> Reason | None:
    """One gives a toll over several sites, the other tells one site not far away: then it may be one of them.

    "49 civilians and 15 soldiers died on the boat and at the camp" names the camp; another paper tells the boat.
    """
    if a.joint == b.joint or not are_near(a, b):
        return None
    when, where = compare_dates(a, b), compare_places(a, b)
    if when.points <= 0 or when.code == "days_apart" or where is None or where.code != "apart":
        return None
    return Reason("joint_toll", JOINT_SITE, "one toll for several sites")


# --- the table -----------------------------------------------------------------------------------------------------

Compare = Callable[[MentionCard, MentionCard], Reason | None]

# In this order: the cheap ones with a veto first.
TABLE: tuple[Compare, ...] = (
    compare_dates,
    compare_places,
    compare_kinds,
    compare_actors,
    compare_targets,
    compare_victims,
    compare_tolls,
    compare_again,
    compare_joint,
    compare_words,
    compare_names,
    compare_sites,
    compare_titles,
)


UNTIED = Comparison(0.0, Verdict.DIFFERENT, ())


def compare_mentions(a: MentionCard, b: MentionCard) -> Comparison:
    """Score, verdict and reasons for two mentions; the same whichever comes first."""
    if b.id < a.id:
        a, b = b, a
    return _compare_in_order(a, b)


@lru_cache(maxsize=4_000)  # a pair that is tied is told of again, with its reasons, when its link is made
def _compare_in_order(a: MentionCard, b: MentionCard) -> Comparison:
    if a.report == b.report:
        return _compare_within_report(a, b)
    if not may_tie(a, b):
        return UNTIED
    if (part := _find_part(a, b)) is not None:
        return part
    reasons: list[Reason] = []
    for compare in TABLE:
        reason = compare(a, b)
        if reason is None:
            continue
        reasons.append(reason)
        if reason.points <= VETO:
            if reason.code == "far_apart" and is_copy(a, b):
                reasons[-1] = give("other_place_in_copy", reason.detail)
                continue
            return Comparison(VETO, Verdict.DIFFERENT, (reason,))
    return _judge(reasons, stated=a.start is not None and b.start is not None)


def _find_part(a: MentionCard, b: MentionCard) -> Comparison | None:
    """One of several sites or days beside what tells them all: two records that name each other."""
    if not (a.sites or b.sites or a.lasting or b.lasting):
        return None  # of a hundred pairs, ninety-nine
    kinds = compare_kinds(a, b)
    part = find_part(a, b) if kinds is not None and kinds.points > 0 else None
    if part is None:
        return None
    return Comparison(PART, Verdict.PART, (explain_part(part, b if part is a else a),))


def may_tie(a: MentionCard, b: MentionCard) -> bool:
    """Do two mentions share anything that could tie them: a place, a figure, a name, words? A quick look first.

    Of the hundred mentions around one day most share nothing, and need no comparison.
    """
    if not as_set(a.names).isdisjoint(as_set(b.names)):
        return True
    if any(_match_names(one, two) for one in a.victims for two in b.victims):
        return True
    if a.language == b.language and len(as_set(a.words) & as_set(b.words)) >= 3:
        return True
    if a.language == b.language and len(as_set(a.title_words) & as_set(b.title_words)) >= 2:
        return True
    if any(may_be_near(one, two) for one in a.places for two in b.places):
        return True
    return any(
        one.field == two.field and not {one.low, one.high, None, 0}.isdisjoint({two.low, two.high} - {None, 0})
        for one in a.tolls
        for two in b.tolls
    )


ANCHORS = frozenset(
    {
        "same_place",
        "same_name",
        "near",
        "inside",
        "same_area",
        "area_near",
        "same_toll",
        "same_words",
        "same_names",
        "same_title",
        "same_victim",
    }
)


def _judge(reasons: list[Reason], *, stated: bool) -> Comparison:
    score = round(sum(reason.points for reason in reasons), 3)
    codes = {reason.code for reason in reasons if reason.points > 0}
    verdict = Verdict.SAME if score >= SAME else Verdict.UNSURE if score >= UNSURE else Verdict.DIFFERENT
    # "In June" may be the very day: who says less of when is asked about, and not taken for another.
    when = next((reason for reason in reasons if reason.code in ("same_day", "same_time")), None)
    if stated and when is not None and when.points > 0 and score + EXACT - when.points >= SAME > score:
        verdict = Verdict.UNSURE
    # A town is attacked twice in a week, and a day is misread: whose toll differs too is asked about, whatever agrees.
    if verdict is Verdict.SAME and any(reason.code == "other_day_and_toll" for reason in reasons):
        verdict = Verdict.UNSURE
    # Two villages attacked on one day somewhere: nothing ties them, and nobody can answer whether they are one.
    if not codes & ANCHORS:
        verdict = Verdict.DIFFERENT
    return Comparison(score, verdict, tuple(reasons))


TWO_SITES = 0.0  # says nothing for or against; the reports of others decide


def _compare_within_report(a: MentionCard, b: MentionCard) -> Comparison:
    """A report keeps its events apart, and so do we; unless it gives one toll for two sites of one day.

    Two sites that one group hit on one day not far from each other (a boat, and a camp up the river) are left open:
    other reports may tell them as one.
    """
    if a.mode is not Mode.ACTUAL and b.mode is not Mode.ACTUAL:
        return Comparison(VETO, Verdict.DIFFERENT, (give("same_report"),))
    if (part := _find_part(a, b)) is not None:
        return part
    when, where = compare_dates(a, b), compare_places(a, b)
    on_one_day = when.points > 0
    if on_one_day and a.joint and b.joint and (where is None or where.points > VETO):
        return Comparison(SAME, Verdict.SAME, (Reason("joint_toll", SAME, "one toll for both"),))
    one_group = as_set(a.actors) & as_set(b.actors) or not a.actors or not b.actors
    if when.code == "same_day" and one_group and are_near(a, b):
        return Comparison(TWO_SITES, Verdict.DIFFERENT, (when, Reason("two_sites", TWO_SITES)))
    if _may_be_told_twice(a, b, where):
        return Comparison(TWO_SITES, Verdict.DIFFERENT, (Reason("told_twice", TWO_SITES),))
    return Comparison(VETO, Verdict.DIFFERENT, (give("same_report"),))


def _may_be_told_twice(a: MentionCard, b: MentionCard, where: Reason | None) -> bool:
    """Deeds of one family, no two days and no two towns: the lead may tell what is told again below.

    "Gunmen killed the mayor of Djibo" and, further down, "the mayor was shot on Sunday at his home"; "the shooting in
    Roundup last week" and "relatives woke on Monday to gunshots". Two days, or two towns, are two attacks.
    """
    if a.mode is not Mode.ACTUAL or b.mode is not Mode.ACTUAL:
        return False
    kinds = compare_kinds(a, b)
    if kinds is None or kinds.points <= 0 or not _may_be_one_time(a, b):
        return False
    victims = compare_victims(a, b)
    if victims is not None and victims.code == "same_victim":
        return True
    return where is not None and where.points > 0


def _may_be_one_time(a: MentionCard, b: MentionCard) -> bool:
    """One has no day, or a day of the other's week; two days that are the same were kept apart for a reason."""
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return (a.start is None) != (b.start is None)
    return a.start <= b.end and b.start <= a.end and (a.start, a.end) != (b.start, b.end)
