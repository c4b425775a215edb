"""What is shown of many reports: figures side by side, nothing added up, nothing lost."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from newsroom import (
    ARIBINDA,
    DJIBO,
    ISSP,
    JNIM,
    SAHEL,
    VOCABULARY,
    Event,
    Said,
    Story,
    count,
    on,
    say,
    write_story,
)

from tamani.fuse import trace_origins
from tamani.records import (
    Basis,
    Incident,
    IncidentId,
    Marking,
    PerpetratorValue,
    PlaceValue,
    Reader,
    Settled,
    Stance,
    Tlp,
    TollValue,
    VictimValue,
    Who,
)
from tamani.settle import RULES, Sources, build_incident, describe_incident
from tamani.settle.credibility import grade_origins
from tamani.trust import visible_claims

WORDS = "12 15 20 21 22 40 49 54 64 70 154 soldiers children civilians killed Djibo Sahel Saturday JNIM army burned"


def tell(ident: str, day: str | None, *said: Said, kind: str = "armed_attack") -> Story:
    """A report that holds all the words in an order of its own, so that it is no copy of another, with these claims."""
    options: dict[str, Any] = {"published": day, "source": f"Outlet {ident}"}
    words = WORDS.split()
    random.Random(ident).shuffle(words)
    text = f"{' '.join(words)}."
    return write_story(ident, text, Event((say("kind", kind, "killed"), *said), kind=kind), **options)


def build(*stories: Story, collected: datetime | None = None) -> Incident:
    claims = [claim for story in stories for claim in story.claims()]
    graph = trace_origins(claims, [story.reading for story in stories], VOCABULARY)
    known = {story.reading.report: story.reading.published or collected for story in stories}
    undated = frozenset(story.reading.report for story in stories if story.reading.published is None)
    mentions = [mention for story in stories for mention in story.mentions]
    sources = Sources(graph.origins, graph.origin_of, known, undated, graph.copied_from)
    return build_incident(IncidentId("i1"), mentions, (), sources, VOCABULARY)


def settle(field: str, *stories: Story) -> Settled:
    (settled,) = build(*stories).settled(field)
    return settled


def killed(figure: int | None, by: str | None, **how: Any) -> Said:
    """An exact toll of `figure` by a speaker."""
    low, high = how.pop("low", figure), how.pop("high", figure)
    word = str(figure) if figure is not None else "killed"
    return count("killed", (low, high), word, said_by=by, **how)


# --- tolls -------------------------------------------------------------------------------------------------------


def test_a_speakers_later_figure_replaces_the_earlier_one_which_stays_to_be_seen() -> None:
    settled = settle(
        "killed",
        tell("a", "2024-06-02", killed(12, "the army")),
        tell("b", "2024-06-04", killed(54, "L'armée")),
    )
    assert (settled.low, settled.best, settled.high) == (54, 54, 54) and not settled.disputed
    assert [(one.superseded, one.value.low) for one in settled.positions] == [(True, 12), (False, 54)]  # type: ignore[union-attr]


def test_two_speakers_stand_side_by_side_and_are_in_dispute() -> None:
    settled = settle(
        "killed",
        tell("a", "2024-06-02", killed(21, "the governor")),
        tell("b", "2024-06-03", killed(20, "a local source", via=("afp",))),
        tell("c", "2024-06-03", killed(21, "residents", via=("rfi",))),
    )
    assert settled.disputed and (settled.low, settled.best, settled.high) == (20, 21, 21)


def test_at_least_twelve_and_fifteen_can_both_be_true() -> None:
    settled = settle(
        "killed",
        tell("a", "2024-06-02", killed(12, "residents", via=("afp",), high=None)),
        tell("b", "2024-06-03", killed(15, "residents", via=("rfi",))),
    )
    assert not settled.disputed and (settled.low, settled.high) == (12, 15)


def test_the_denial_stays_beside_the_count() -> None:
    settled = settle(
        "killed",
        tell("a", "2024-06-02", killed(21, "residents", via=("afp",))),
        tell("b", "2024-06-03", killed(21, "the army", stance=Stance.DENIED)),
    )
    assert settled.best == 21 and settled.disputed
    assert [one.stance for one in settled.positions] == [Stance.ASSERTED, Stance.DENIED]


def test_a_doubted_figure_is_shown_and_not_counted() -> None:
    settled = settle(
        "killed",
        tell("a", "2024-06-02", killed(21, "residents", via=("afp",))),
        tell("b", "2024-06-03", killed(70, "residents", via=("rfi",), stance=Stance.DOUBTED)),
    )
    assert settled.high == 21 and len(settled.positions) == 2


def test_groups_are_never_added_up() -> None:
    incident = build(
        tell(
            "a",
            "2024-06-02",
            killed(49, "the government", who="civilians"),
            killed(15, "the government", who="security_forces"),
        )
    )
    assert [(one.who, one.best) for one in incident.settled("killed")] == [
        (Who.CIVILIANS, 49),
        (Who.SECURITY_FORCES, 15),
    ]
    assert 64 not in {one.high for one in incident.settled("killed")}


def test_a_part_of_a_total_is_shown_and_never_the_total() -> None:
    settled = settle(
        "killed",
        tell("a", "2024-06-02", killed(21, "residents", via=("afp",)), killed(12, "residents", scope="sub")),
    )
    assert (settled.low, settled.best, settled.high) == (21, 21, 21) and len(settled.positions) == 2
    assert not settled.disputed


def test_a_toll_for_two_sites_gives_way_to_one_for_this_event_and_is_disputed_by_a_larger_one() -> None:
    joint = tell("a", "2024-06-02", killed(49, "the government", who="civilians", scope="joint"))
    alone = settle("killed", joint)
    assert alone.best == 49
    both = settle("killed", joint, tell("b", "2024-06-20", killed(154, "survivors", via=("afp",), who="civilians")))
    assert both.best == both.low == 154 and both.disputed


def test_a_figure_that_a_later_report_calls_old_is_superseded() -> None:
    settled = settle(
        "killed",
        tell("a", "2024-06-02", killed(12, "residents", via=("afp",))),
        tell("b", "2024-06-09", killed(54, "residents", via=("rfi",)), killed(12, "first figures", scope="old")),
    )
    assert settled.best == 54 and all(one.superseded for one in settled.positions if one.value.low == 12)  # type: ignore[union-attr]
    assert not settled.disputed


def test_a_speakers_first_estimate_ages_no_figure_of_others() -> None:
    settled = settle(
        "killed",
        tell("a", "2024-06-02", killed(12, "residents", via=("afp",))),
        tell("b", "2024-06-09", killed(12, "the army", scope="old"), killed(15, "the army")),
    )
    assert [one.superseded for one in settled.positions] == [True, False, False]
    assert settled.low == 12


def test_an_undated_entry_replaces_nobodys_figure_however_late_it_was_collected() -> None:
    stories = tell("a", "2024-06-02", killed(54, "the army")), tell("entry", None, killed(12, "the army"))
    (settled,) = build(*stories, collected=datetime(2026, 1, 1, tzinfo=UTC)).settled("killed")
    assert not any(one.superseded for one in settled.positions) and settled.best == 54


def test_an_undated_entry_that_speaks_of_a_first_toll_does_not_end_a_dispute() -> None:
    stories = (
        tell("a", "2024-06-02", killed(49, "the government")),
        tell("b", "2024-06-20", killed(154, "survivors", via=("afp",))),
        tell("entry", None, killed(49, "the government", scope="old")),
    )
    (settled,) = build(*stories, collected=datetime(2026, 1, 1, tzinfo=UTC)).settled("killed")
    assert settled.disputed and [one.superseded for one in settled.positions] == [True, False, False]


def test_at_least_one_and_one_by_the_same_speaker_are_no_change() -> None:
    settled = settle(
        "killed",
        tell("a", "2024-06-02", killed(12, "the army", high=None)),
        tell("b", "2024-06-03", killed(12, "the army")),
    )
    assert not any(one.superseded for one in settled.positions)


def test_ten_papers_with_the_ministrys_figure_do_not_outvote_two_origins() -> None:
    papers = [tell(f"p{n}", "2024-06-04", killed(49, "the ministry")) for n in range(10)]
    others = [tell(f"o{via}", "2024-06-03", killed(54, "residents", via=(via,))) for via in ("afp", "rfi")]
    assert settle("killed", *papers, *others).best == 54


def test_an_old_bulletin_printed_late_does_not_replace_the_newer_one() -> None:
    settled = settle(
        "killed",
        tell("a", "2024-06-02", killed(54, "the army")),
        tell("b", "2024-06-03", killed(12, "the army")),
        tell("c", "2024-06-05", killed(54, "the army")),
    )
    assert settled.best == 54 and settled.positions[0].superseded


def test_a_reprint_of_the_first_bulletin_does_not_bring_its_figure_back() -> None:
    stories = [tell("a", "2024-06-02", killed(12, "the army")), tell("b", "2024-06-04", killed(54, "the army"))]
    first = stories[0].reading
    reprint = write_story(
        "z", first.text, Event((killed(12, "the army"),)), published="2024-06-09", source="Late Paper"
    )
    settled = settle("killed", *stories, reprint)
    assert settled.best == 54 and [one.superseded for one in settled.positions] == [True, False]
    assert settled.positions[0].reports == ("a", "z")


def test_a_garbled_figure_of_a_report_that_names_no_source_shows_as_dispute() -> None:
    settled = settle(
        "killed", tell("a", "2024-06-02", killed(21, "the army")), tell("b", "2024-06-03", killed(22, None))
    )
    assert settled.disputed


def test_a_total_smaller_than_one_of_its_groups_is_disputed() -> None:
    incident = build(
        tell("a", "2024-06-02", killed(40, "residents", via=("afp",))),
        tell("b", "2024-06-03", killed(154, "survivors", via=("rfi",), who="civilians")),
    )
    assert incident.disputed == ("killed",)


def test_a_figure_revised_down_replaces_the_higher_one_and_is_no_dispute() -> None:
    settled = settle(
        "killed",
        tell("a", "2024-06-02", killed(15, "the army")),
        tell("b", "2024-06-04", killed(12, "the army")),
        tell("c", "2024-06-05", killed(12, "the army"), killed(15, "the army", scope="old")),
    )
    assert (settled.low, settled.best, settled.high) == (12, 12, 12) and not settled.disputed and not settled.sides
    (revision,) = settled.revisions
    assert revision.speaker.startswith("state:")
    assert [one.value.low for one in revision.positions] == [15, 12]  # type: ignore[union-attr]
    assert [day.date().isoformat() for day in revision.days if day] == ["2024-06-02", "2024-06-04"]


def test_a_first_figure_that_is_only_recalled_has_no_day_of_its_own() -> None:
    settled = settle("killed", tell("c", "2024-06-05", killed(54, "the army"), killed(12, "the army", scope="old")))
    (revision,) = settled.revisions
    assert [one.value.low for one in revision.positions] == [12, 54]  # type: ignore[union-attr]
    assert revision.days[0] is None and revision.days[1] is not None


def test_a_speakers_three_figures_stand_in_the_order_he_said_them() -> None:
    days = {"2024-06-02": 12, "2024-06-03": 54, "2024-06-05": 49}
    stories = [tell(f"r{day}", day, killed(figure, "the army")) for day, figure in days.items()]
    (revision,) = settle("killed", *reversed(stories)).revisions
    assert [one.value.low for one in revision.positions] == [12, 54, 49]  # type: ignore[union-attr]


def test_no_speaker_takes_back_what_another_said() -> None:
    settled = settle(
        "killed",
        tell("a", "2024-06-02", killed(12, "residents", via=("afp",))),
        tell("b", "2024-06-05", killed(54, "the army")),
    )
    assert not settled.revisions and not any(one.superseded for one in settled.positions)


def test_a_dispute_tells_the_values_who_holds_them_and_since_when() -> None:
    settled = settle(
        "killed",
        tell("a", "2024-06-02", killed(49, "the government")),
        tell("b", "2024-06-20", killed(154, "survivors", via=("afp",))),
        tell("c", "2024-06-21", killed(154, "survivors", via=("afp",))),
    )
    first, second = settled.sides
    assert (first.value.low, second.value.low) == (49, 154)  # type: ignore[union-attr]
    assert [one.said_by for one in first.positions] == ["the government"] and second.origins == ("outlet:afp",)
    assert second.since is not None and second.since.date().isoformat() == "2024-06-20"
    assert second.positions[0].reports == ("b", "c")


def test_a_denial_stands_against_those_who_assert_and_ends_when_its_speaker_gives_it_up() -> None:
    denial = tell("a", "2024-06-02", killed(21, "the army", stance=Stance.DENIED))
    count_ = tell("b", "2024-06-03", killed(21, "residents", via=("afp",)))
    disputed = settle("killed", denial, count_)
    assert [side.stance for side in disputed.sides] == [Stance.DENIED, Stance.ASSERTED]
    admitted = settle("killed", denial, count_, tell("c", "2024-06-05", killed(21, "the army")))
    assert not admitted.disputed and admitted.positions[0].superseded and admitted.positions[0].stance is Stance.DENIED


def test_a_part_that_is_denied_or_larger_elsewhere_leaves_the_total_alone() -> None:
    settled = settle(
        "killed",
        tell("a", "2024-06-02", killed(21, "residents", via=("afp",)), killed(12, "residents", scope="sub")),
        tell("b", "2024-06-03", killed(15, "survivors", via=("rfi",), scope="sub")),
        tell("c", "2024-06-03", killed(40, "the army", scope="sub", stance=Stance.DENIED)),
    )
    assert not settled.disputed and (settled.low, settled.best, settled.high) == (21, 21, 21)


@pytest.mark.parametrize(
    "stories, choice",
    [
        ([("a", "2024-06-02", 21, "afp")], "only"),
        ([("a", "2024-06-02", 21, "afp"), ("b", "2024-06-02", 21, "rfi"), ("c", "2024-06-04", 40, "reuters")],
         "most_origins"),
        ([("a", "2024-06-02", 21, "afp"), ("b", "2024-06-04", 40, "rfi")], "newest"),
    ],
)  # fmt: skip
def test_the_best_figure_says_why_it_is_the_best(stories: list[tuple[str, str, int, str]], choice: str) -> None:
    told = [tell(ident, day, killed(figure, "residents", via=(via,))) for ident, day, figure, via in stories]
    assert settle("killed", *told).choice == choice


def test_several_killed_is_no_number() -> None:
    settled = settle("killed", tell("a", "2024-06-02", killed(None, "the army")))
    assert (settled.low, settled.best, settled.high) == (None, None, None) and settled.positions


# --- other fields ------------------------------------------------------------------------------------------------


def test_the_narrowest_day_that_most_agree_with_is_shown() -> None:
    settled = settle(
        "date",
        tell("a", None, on("2024-06-01/2024-06-30", "Saturday")),
        tell("b", "2024-06-02", on("2024-06-01", "Saturday")),
        tell("c", "2024-06-03", on("2024-06-01", "Saturday")),
        tell("d", "2024-06-03", on("2024-06-03", "Saturday"), killed(21, "residents", via=("afp",))),
    )
    assert settled.value == on("2024-06-01", "x").value and settled.disputed


def test_of_two_days_with_one_origin_each_the_one_told_later_is_shown() -> None:
    first = tell("a", "2024-06-02", on("2024-05-30", "Saturday"), killed(12, "residents", via=("afp",)))
    later = tell("b", "2024-06-06", on("2024-06-01", "Saturday"), killed(15, "residents", via=("rfi",)))
    settled = settle("date", first, later)
    assert settled.value == on("2024-06-01", "x").value and settled.disputed


def test_what_was_in_print_on_one_day_did_not_happen_on_the_next() -> None:
    first = tell("a", "2024-06-02", on("2024-06-02", "Saturday"), killed(12, "residents", via=("afp",)))
    later = tell("b", "2024-06-03", on("2024-06-03", "Saturday"), killed(15, "residents", via=("rfi",)))
    settled = settle("date", first, later)
    assert settled.value == on("2024-06-02", "x").value and settled.disputed


def test_a_town_is_shown_before_its_region_however_often_the_region_is_named() -> None:
    settled = settle(
        "place",
        *(tell(f"r{n}", "2024-06-02", say("place", SAHEL, "Sahel")) for n in range(3)),
        tell("t", "2024-06-03", say("place", DJIBO, "Djibo")),
    )
    assert settled.value == DJIBO and not settled.disputed


def test_the_town_that_more_origins_name_first_is_shown_before_its_quarter() -> None:
    quarter = PlaceValue("Quartier 8", "BF", 14.11, -1.62, 1, 2.0, admin1="Sahel")
    by = [("a", "afp"), ("b", "rfi")]
    town = [
        tell(name, "2024-06-02", say("place", DJIBO, "Djibo"), say("place", quarter, "Sahel"),
             killed(12, "residents", via=(via,)))
        for name, via in by
    ]  # fmt: skip
    alone = tell("c", "2024-06-02", say("place", quarter, "Sahel"))
    assert settle("place", *town, alone).value == DJIBO


def test_two_towns_far_apart_are_disputed_unless_one_report_names_both() -> None:
    one = tell("a", "2024-06-02", say("place", DJIBO, "Djibo"), killed(12, "residents", via=("afp",)))
    two = tell("b", "2024-06-02", say("place", ARIBINDA, "Sahel"), killed(15, "residents", via=("rfi",)))
    assert settle("place", one, two).disputed
    both = tell("c", "2024-06-02", say("place", DJIBO, "Djibo"), say("place", ARIBINDA, "Sahel"))
    assert not settle("place", one, two, both).disputed


@pytest.mark.parametrize(
    ("radius_km", "disputed"),
    # Banikane is known to 25 km, and 48 km off: farther than both can be wrong, until one of them is a whole district.
    [(25.5, True), (60.0, False)],
)
def test_a_village_told_by_its_distance_from_a_town_disputes_another_far_off(radius_km: float, disputed: bool) -> None:
    banikane = PlaceValue("Banikane", "ML", 16.9494, -1.7481, 2, 25.0, admin1="Tombouctou")
    east = PlaceValue("Zarga", "ML", 16.7735, -2.1621, 5, radius_km, admin1="Tombouctou")
    settled = settle(
        "place",
        tell("a", "2023-09-08", say("place", banikane, "Djibo")),
        tell("b", "2023-09-09", say("place", east, "Djibo")),
    )
    assert settled.disputed is disputed
    assert isinstance(settled.value, PlaceValue) and settled.value.name == "Banikane"


def test_a_place_that_was_only_named_stays_a_name() -> None:
    named = PlaceValue("Petaga")
    assert settle("place", tell("a", "2024-06-02", say("place", named, "Djibo"))).value == named


def test_nobody_is_named_without_a_claim_or_an_accuser() -> None:
    suspected = PerpetratorValue("JNIM", "jnim", "jihadist", Basis.SUSPECTED)
    settled = settle("perpetrator", tell("a", "2024-06-02", say("perpetrator", suspected, "JNIM")))
    assert isinstance(settled.value, PerpetratorValue) and settled.value.actor is None
    assert settled.positions[0].value == suspected


def test_a_claim_of_responsibility_comes_before_an_accusation_and_a_unit_counts_as_its_group() -> None:
    accused = PerpetratorValue("katiba Macina", "katiba_macina", "jihadist", Basis.ACCUSED)
    settled = settle(
        "perpetrator",
        tell("a", "2024-06-02", say("perpetrator", accused, "army", said_by="the army")),
        tell("b", "2024-06-04", say("perpetrator", JNIM, "JNIM")),
    )
    assert settled.value == JNIM and not settled.disputed


def test_two_groups_that_both_claim_it_are_disputed_and_so_is_a_denial() -> None:
    claimed = tell("a", "2024-06-02", say("perpetrator", JNIM, "JNIM"))
    assert settle("perpetrator", claimed, tell("b", "2024-06-03", say("perpetrator", ISSP, "army"))).disputed
    denied = say("perpetrator", JNIM, "JNIM", said_by="JNIM", stance=Stance.DENIED)
    assert settle("perpetrator", claimed, tell("b", "2024-06-03", denied)).disputed


def test_the_more_specific_kind_wins_a_tie() -> None:
    settled = settle("kind", tell("a", "2024-06-02"), tell("b", "2024-06-02", kind="massacre"))
    assert settled.value == "massacre" and not settled.disputed


def test_a_denial_of_who_the_dead_were_disputes_the_victims() -> None:
    denied = say("victim", VictimValue("fighters"), "civilians", said_by="residents", stance=Stance.DENIED)
    assert build(tell("a", "2024-06-02", denied)).disputed == ("victim",)


def test_every_field_names_a_rule_there_is() -> None:
    assert {field.settle for field in VOCABULARY.fields.values()} <= RULES.keys()
    assert VOCABULARY.rules.keys() == RULES.keys()


def test_two_days_by_two_origins_are_two_sides() -> None:
    first = tell("a", "2024-06-02", on("2024-05-30", "Saturday"), killed(12, "residents", via=("afp",)))
    later = tell("b", "2024-06-06", on("2024-06-01", "Saturday"), killed(15, "residents", via=("rfi",)))
    sides = settle("date", first, later).sides
    assert [(side.value, side.origins) for side in sides] == [
        (on("2024-05-30", "x").value, ("outlet:afp",)),
        (on("2024-06-01", "x").value, ("outlet:rfi",)),
    ]


# --- the row -----------------------------------------------------------------------------------------------------


def test_the_row_lists_tolls_in_time_order_the_superseded_first() -> None:
    incident = build(
        tell("a", "2024-06-02", killed(12, "the army"), say("place", DJIBO, "Djibo"), on("2024-06-01", "Saturday")),
        tell("b", "2024-06-03", killed(70, "JNIM")),
        tell("c", "2024-06-05", killed(54, "the army")),
    )
    row = json.loads(json.dumps(describe_incident(incident)))
    assert [toll["low"] for toll in row["fields"]["killed"]] == [12, 70, 54]
    assert row["fields"]["kind"] == "armed_attack" and row["fields"]["date"]["start"] == "2024-06-01"
    assert row["fields"]["place"]["name"] == "Djibo" and row["disputed"] == ["killed"]
    assert [old["low"] for old in row["superseded"]] == [12]
    assert row["members"] == [{"report": one, "mention": f"{one}:m1"} for one in ("a", "b", "c")]
    assert row["origins"] == len(incident.origins) == 2


# --- laws --------------------------------------------------------------------------------------------------------

SPEAKERS: Sequence[tuple[str | None, tuple[str, ...]]] = [
    ("the army", ()),
    ("residents", ("afp",)),
    ("JNIM", ()),
    ("residents", ("rfi",)),
    (None, ()),
]


@st.composite
def some_stories(draw: st.DrawFn) -> list[Story]:
    stories = []
    for number in range(draw(st.integers(1, 6))):
        by, via = draw(st.sampled_from(SPEAKERS))
        figure = draw(st.sampled_from([12, 15, 54, 70]))
        low, high = draw(st.sampled_from([(figure, figure), (figure, None), (None, figure)]))
        how: dict[str, Any] = {"via": via, "scope": draw(st.sampled_from([None, None, "sub", "joint", "old"]))}
        how["stance"] = draw(st.sampled_from([Stance.ASSERTED, Stance.ASSERTED, Stance.DENIED]))
        day = draw(st.none() | st.sampled_from(["2024-06-02", "2024-06-03", "2024-06-05"]))
        place = draw(st.sampled_from([DJIBO, ARIBINDA, SAHEL]))
        said = killed(figure, by, low=low, high=high, **how)
        stories.append(tell(f"r{number}", day, said, say("place", place, "Sahel"), on("2024-06-01", "Saturday")))
    return stories


@given(some_stories(), st.randoms())
@settings(deadline=None, max_examples=100)
def test_the_order_of_reports_changes_no_settled_value(stories: list[Story], random: Any) -> None:
    shuffled = list(stories)
    random.shuffle(shuffled)
    assert build(*shuffled) == build(*stories)


@given(some_stories())
@settings(deadline=None, max_examples=100)
def test_a_denial_never_raises_a_count(stories: list[Story]) -> None:
    before = {one.who: one for one in build(*stories).settled("killed")}
    denial = tell("denial", "2024-06-07", killed(154, "the police", stance=Stance.DENIED))
    for settled in build(*stories, denial).settled("killed"):
        was = before.get(settled.who)
        assert (settled.low, settled.best, settled.high) == ((was.low, was.best, was.high) if was else (None,) * 3)


@given(some_stories())
@settings(deadline=None, max_examples=100)
def test_low_best_and_high_are_in_order_and_absent_is_none(stories: list[Story]) -> None:
    for settled in build(*stories).settled("killed"):
        assert 0 not in (settled.low, settled.best, settled.high)
        if settled.low is not None and settled.best is not None and settled.high is not None:
            assert settled.low <= settled.best <= settled.high
        assert (settled.best is None) == (settled.high is None)


@given(some_stories())
@settings(deadline=None, max_examples=50)
def test_ten_copies_change_neither_origins_nor_figures(stories: list[Story]) -> None:
    first = stories[0]
    wire = write_story("w", f"{WORDS}.", Event((killed(21, "residents", via=("reuters",)),)), published="2024-06-02")
    copies = [
        write_story(f"w{n}", f"{WORDS}.", Event((killed(21, "residents", via=("reuters",)),)), published="2024-06-02")
        for n in range(10)
    ]
    one, many = build(first, wire), build(first, wire, *copies)
    assert [origin.id for origin in one.origins] == [origin.id for origin in many.origins]
    assert [(s.low, s.high) for s in one.settled("killed")] == [(s.low, s.high) for s in many.settled("killed")]


def shape(incident: Incident) -> list[tuple[object, ...]]:
    """What a reader takes away: values, ranges, how many origins and who disagrees; not which reports carry it."""
    return [
        (one.field, one.who, one.value, one.low, one.best, one.high, one.choice, one.disputed,
         [(side.value, side.stance, side.origins) for side in one.sides],
         [(two.speaker, [step.value for step in two.positions]) for two in one.revisions])
        for one in incident.fields
    ]  # fmt: skip


@given(some_stories(), st.integers(1, 4))
@settings(deadline=None, max_examples=100)
def test_more_copies_of_a_report_change_no_value_no_count_and_no_dispute(stories: list[Story], number: int) -> None:
    first = stories[0]
    told = [said for mention in first.mentions for said in mention.claims]
    again = [
        write_story(
            f"copy{n}",
            first.reading.text,
            Event(tuple(Said(c.field, c.value, c.quote, {"said_by": c.said_by, "via": c.via, "stance": c.stance})
                        for c in told)),
            published=first.reading.published and f"2024-06-{9 + n:02}",
            source=first.reading.source,
        )
        for n in range(number)
    ]  # fmt: skip
    one, many = build(*stories), build(*stories, *again)
    assert [origin.id for origin in one.origins] == [origin.id for origin in many.origins]
    assert shape(one) == shape(many)


@given(some_stories(), st.integers(0, 5))
@settings(deadline=None, max_examples=100)
def test_a_hidden_report_changes_nothing_for_those_it_is_hidden_from(stories: list[Story], hidden: int) -> None:
    reader = Reader("partner", Tlp.GREEN, owner=False)
    secret = stories[hidden % len(stories)].reading.report
    markings = {story.reading.report: Marking(Tlp.RED if story.reading.report == secret else Tlp.CLEAR)
                for story in stories}  # fmt: skip
    seen = [story for story in stories if visible_claims(story.claims(), markings, reader)]
    assert secret not in {story.reading.report for story in seen}
    assert build(*seen) == build(*(story for story in stories if story.reading.report != secret))


@given(some_stories())
@settings(deadline=None, max_examples=100)
def test_superseding_never_crosses_speakers(stories: list[Story]) -> None:
    for settled in build(*stories).settled("killed"):
        for one in settled.positions:
            old = one.superseded and isinstance(one.value, TollValue) and one.value.scope != "old"
            own = [other for other in settled.positions if other is not one and set(other.origins) & set(one.origins)]
            assert not old or own or not one.origins
        for revision in settled.revisions:
            assert len({(one.speaker, one.origins) for one in revision.positions}) == 1


@given(some_stories())
@settings(deadline=None, max_examples=100)
def test_a_field_is_disputed_where_there_are_sides_and_nowhere_else(stories: list[Story]) -> None:
    for settled in build(*stories).fields:
        assert settled.disputed == bool(settled.sides)
        assert {id for side in settled.sides for one in side.positions for id in one.claims} <= {
            id for one in settled.positions for id in one.claims
        }


@pytest.mark.parametrize("day", [None, "2024-06-02"])
def test_known_times_are_those_of_publication(day: str | None) -> None:
    incident = build(tell("a", day, killed(21, "the army")))
    assert incident.first_known == (None if day is None else datetime(2024, 6, 2, tzinfo=UTC))


# --- credibility -------------------------------------------------------------------------------------------------


def grade(field: str, *stories: Story) -> tuple[int, str]:
    """The grade of a field, and the case it rests on."""
    credibility = settle(field, *stories).credibility
    assert credibility is not None
    return credibility.grade, credibility.case


def afp(figure: int) -> Story:
    return tell("afp", "2024-06-02", killed(figure, "residents", via=("afp",)))


def rfi(figure: int) -> Story:
    return tell("rfi", "2024-06-03", killed(figure, "witnesses", via=("rfi",)))


def reuters(figure: int) -> Story:
    return tell("reuters", "2024-06-03", killed(figure, "a nurse", via=("reuters",)))


def army(figure: int) -> Story:
    return tell("army", "2024-06-04", killed(figure, "the army"))


@pytest.mark.parametrize(
    "stories, expected",
    [
        ([afp(21), rfi(21), army(12)], (2, "outweighed")),
        ([afp(21), rfi(21), reuters(40), army(40)], (3, "balanced")),
        ([afp(21), army(12)], (4, "contradicted")),
        ([afp(21), rfi(40), reuters(70), army(12)], (5, "outnumbered")),
    ],
)
def test_a_disputed_figure_is_graded_by_who_stands_on_either_side(
    stories: list[Story], expected: tuple[int, str]
) -> None:
    assert grade("killed", *stories) == expected


def test_a_figure_that_only_a_report_without_a_root_contradicts_is_not_doubtful() -> None:
    press = tell("press", "2024-06-05", killed(54, "la presse"))
    assert grade("killed", army(12), press) == (3, "alone")


@pytest.mark.parametrize(
    "stories, expected",
    [
        ([afp(21), rfi(21)], (1, "confirmed")),
        ([afp(21)], (3, "alone")),
        ([afp(21), tell("copy", "2024-06-05", killed(21, "residents", via=("afp",)))], (3, "alone")),
    ],
)
def test_an_incident_is_confirmed_by_origins_and_not_by_copies(stories: list[Story], expected: tuple[int, str]) -> None:
    credibility = build(*stories).credibility
    assert credibility is not None and (credibility.grade, credibility.case) == expected


def test_an_incident_that_an_origin_denies_is_less_sure() -> None:
    denial = tell("army", "2024-06-04", say("kind", "armed_attack", "army", said_by="the army", stance=Stance.DENIED))
    credibility = build(afp(21), rfi(21), denial).credibility
    assert credibility is not None and (credibility.grade, credibility.agree, credibility.against) == (2, 2, 1)


def test_an_undisputed_field_gets_no_grade_of_its_own() -> None:
    assert settle("killed", afp(21), rfi(21)).credibility is None


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6))
def test_every_count_of_origins_has_a_grade_and_more_support_never_lowers_it(a: int, b: int, c: int) -> None:
    one = grade_origins(a, b, c, VOCABULARY)
    assert 1 <= one.grade <= 6
    if a:
        assert grade_origins(a + 1, b, c, VOCABULARY).grade <= one.grade
        assert grade_origins(a, b + 1, c, VOCABULARY).grade >= one.grade
