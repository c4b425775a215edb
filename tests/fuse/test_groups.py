"""Which mentions are one event: reports of one attack meet, look-alikes stay apart, people have the last word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

from hypothesis import given, settings, strategies as st
from newsroom import (
    ARIBINDA,
    DJIBO,
    JNIM,
    MENAKA,
    NOW,
    SAHEL,
    TONGOMAYEL,
    Event,
    Story,
    claim_story,
    count,
    french_story,
    neighbour_story,
    on,
    say,
    wire_story,
    write_story,
)

from tamani.fuse import Fusion, MentionCard, choose_incident_id, compare_mentions, find_affected, fuse_mentions
from tamani.fuse.cards import CardPlace, CardToll
from tamani.fuse.keys import may_meet
from tamani.records import Link, LinkId, MentionId, Mode, PlaceValue, ReportId, Verdict, VictimValue


def cards_of(*stories: Story) -> list[MentionCard]:
    return [card for story in stories for card in story.cards()]


def fuse(*stories: Story, links: Iterable[Link] = ()) -> Fusion:
    return fuse_mentions(cards_of(*stories), links, now=NOW)


def are_together(fusion: Fusion, one: str, two: str) -> bool:
    return any({f"{one}:m1", f"{two}:m1"} <= set(group) for group in fusion.groups)


def decide(left: str, right: str, verdict: Verdict, *, hour: int = 0) -> Link:
    at = datetime(2024, 7, 1, hour, tzinfo=UTC)
    low, high = sorted((f"{left}:m1", f"{right}:m1"))
    return Link(
        id=LinkId(f"{low}{high}{hour}"),
        left=MentionId(low),
        right=MentionId(high),
        verdict=verdict,
        author="awa",
        reasons=("read both",),
        at=at,
    )


# --- what meets --------------------------------------------------------------------------------------------------


def test_one_attack_told_in_two_languages_with_two_tolls_is_one_event() -> None:
    fusion = fuse(wire_story(), french_story(), claim_story())
    assert fusion.groups == (("claim:m1", "fr:m1", "wire:m1"),)


def test_a_link_says_in_plain_words_why() -> None:
    (link,) = fuse(wire_story(), french_story()).links
    assert link.verdict is Verdict.SAME and link.author == "rule:fuse/1" and link.left < link.right
    assert any(reason.startswith("same_place: djibo") for reason in link.reasons)
    assert any(reason.startswith("same_day: 2024-06-01") for reason in link.reasons)


def test_an_attack_on_the_next_town_the_day_before_is_another() -> None:
    fusion = fuse(wire_story(), french_story(), neighbour_story())
    assert not are_together(fusion, "wire", "other")


def test_a_report_that_recalls_the_attack_joins_it() -> None:
    text = "Two soldiers were hurt in Aribinda on 20 June. On 1 June, at least 24 people had died in Djibo."
    later = write_story(
        "later",
        text,
        Event((on("2024-06-20", "20 June"), say("place", ARIBINDA, "Aribinda"))),
        Event(
            (
                on("2024-06-01", "1 June"),
                say("place", DJIBO, "Djibo"),
                count("killed", (24, None), "at least 24 people"),
            ),
            mode=Mode.BACKGROUND,
        ),
        published="2024-06-21",
    )
    fusion = fuse(wire_story(), later)
    assert ("later:m2", "wire:m1") in fusion.groups and ("later:m1",) in fusion.groups


def test_an_undated_entry_that_states_the_day_joins_it() -> None:
    entry = write_story(
        "entry",
        "The Djibo market attack took place on 1 June 2024 and was claimed by JNIM.",
        Event((on("2024-06-01", "1 June 2024"), say("place", DJIBO, "Djibo"), say("perpetrator", JNIM, "JNIM"))),
    )
    assert are_together(fuse(wire_story(), entry), "wire", "entry")


def test_news_that_one_report_tells_twice_is_held_together_by_another_report() -> None:
    """The lead without a day, then the same again with its day: alone they stay two, beside the wire they are one."""
    twice = write_story(
        "twice",
        "At least 24 people were killed at the Djibo market. JNIM men shot 24 people on 1 June at the Djibo market.",
        Event((say("place", DJIBO, "Djibo"), count("killed", (24, None), "At least 24 people"))),
        Event((on("2024-06-01", "1 June"), say("place", DJIBO, "Djibo"), count("killed", (24, 24), "24 people on"))),
        published="2024-06-02",
    )
    assert len(fuse(twice).groups) == 2
    assert len(fuse(twice, wire_story()).groups) == 1


def test_a_vague_place_meets_the_town_and_the_same_toll() -> None:
    vague = write_story(
        "vague",
        "At least 24 people were killed on 1 June in the Sahel region.",
        Event(
            (
                on("2024-06-01", "1 June"),
                say("place", SAHEL, "the Sahel region"),
                count("killed", (24, None), "At least 24 people"),
            )
        ),
        published="2024-06-02",
    )
    assert are_together(fuse(wire_story(), vague), "wire", "vague")


def test_a_copy_that_is_two_days_off_stays_with_its_wire() -> None:
    text = wire_story().reading.text.replace("on Saturday", "on Monday 3 June")
    copy = write_story(
        "copy",
        text,
        Event(
            (
                on("2024-06-03", "Monday 3 June"),
                say("place", DJIBO, "Djibo"),
                count("killed", (24, None), "At least 24 people"),
            )
        ),
        published="2024-06-04",
    )
    assert are_together(fuse(wire_story(), french_story(), copy), "wire", "copy")


def test_a_claim_a_week_later_that_names_the_dead_mayor_joins_the_attack() -> None:
    shot, claimed = mayor_story("shot", 2), mayor_story("claimed", 9, dated=False)
    assert are_together(fuse(shot, claimed), "shot", "claimed")
    (link,) = fuse(shot, claimed).links
    assert not any("bande" in reason.lower() for reason in link.reasons)


def test_two_dead_of_one_common_name_are_no_event() -> None:
    shot, other = mayor_story("shot", 2), mayor_story("other", 9, name="Issa Bandé", dated=False)
    assert not are_together(fuse(shot, other), "shot", "other")


def mayor_story(ident: str, printed: int, *, name: str = "Adama Bandé", dated: bool = True) -> Story:
    """A mayor shot on 1 June; a later report says neither where nor when."""
    text = (
        f"The mayor {name} was shot on Saturday in Djibo." if dated else f"A group says that it shot the mayor {name}."
    )
    said = [say("victim", VictimValue(None, "mayor", "official"), name)]
    if dated:
        said += [on("2024-06-01", "on Saturday"), say("place", DJIBO, "Djibo")]
    return write_story(ident, text, Event(tuple(said), kind="assassination"), published=f"2024-06-{printed:02}")


# --- what stays apart --------------------------------------------------------------------------------------------


def test_an_anniversary_is_not_the_attack() -> None:
    year_after = write_story(
        "year_after",
        "At least 24 people were killed in Djibo on 1 June 2025.",
        Event(
            (
                on("2025-06-01", "1 June 2025"),
                say("place", DJIBO, "Djibo"),
                count("killed", (24, None), "At least 24 people"),
            )
        ),
        published="2025-06-02",
    )
    fusion = fuse(wire_story(), year_after)
    assert not are_together(fusion, "wire", "year_after") and fusion.links == ()


def bare_story(ident: str, day: str, words: str) -> Story:
    """News of an attack on Djibo that says nothing else."""
    return write_story(ident, f"{words} {day}.", Event((on(day, day), say("place", DJIBO, "Djibo"))), published=day)


def test_a_town_that_is_attacked_two_days_running_is_a_question() -> None:
    first = bare_story("first", "2024-06-01", "Gunmen on motorbikes entered Djibo and looted shops on")
    second = bare_story("second", "2024-06-02", "A patrol was ambushed as it left Djibo for its outpost on")
    fusion = fuse(first, second)
    assert not are_together(fusion, "first", "second")
    assert [link.verdict for link in fusion.links] == [Verdict.UNSURE]


def test_a_report_printed_before_the_attack_is_not_about_it() -> None:
    early = write_story(
        "early",
        "Gunmen attacked the cattle market of Djibo and burned the granaries of Petaga.",
        Event((say("place", DJIBO, "Djibo"),)),
        published="2024-05-29",
    )
    assert not are_together(fuse(wire_story(), early), "wire", "early")


def test_two_attacks_in_one_report_stay_two() -> None:
    text = "On Saturday gunmen attacked Djibo. On Saturday gunmen also attacked Aribinda."
    double = write_story(
        "double",
        text,
        Event((on("2024-06-01", "On Saturday"), say("place", DJIBO, "Djibo"))),
        Event((on("2024-06-01", "On Saturday"), say("place", ARIBINDA, "Aribinda"))),
        published="2024-06-02",
    )
    fusion = fuse(wire_story(), double)
    assert not any({"double:m1", "double:m2"} <= set(group) for group in fusion.groups)


def test_two_sites_with_one_toll_for_both_are_one_attack() -> None:
    text = "Gunmen hit the camp and the ferry on Saturday, killing 64 at both. The ferry was near Djibo."
    toll = count("killed", (64, 64), "killing 64 at both", scope="joint")
    joint = write_story(
        "joint",
        text,
        Event((on("2024-06-01", "on Saturday"), say("place", DJIBO, "Djibo"), toll)),
        Event((on("2024-06-01", "on Saturday"), toll)),
        published="2024-06-02",
    )
    assert fuse(joint).groups == (("joint:m1", "joint:m2"),)


def test_a_report_of_one_site_joins_a_report_with_one_toll_for_both() -> None:
    both = write_story(
        "both",
        "Gunmen hit the ferry and the camp of Tongomayel on Saturday, killing 64 people.",
        Event(
            (
                on("2024-06-01", "on Saturday"),
                say("place", TONGOMAYEL, "Tongomayel"),
                count("killed", (64, 64), "64 people", scope="joint"),
            )
        ),
        published="2024-06-02",
    )
    ferry = write_story(
        "ferry",
        "The ferry was hit near Djibo on Saturday. The camp of Tongomayel was hit too.",
        Event((on("2024-06-01", "on Saturday"), say("place", DJIBO, "Djibo"))),
        published="2024-06-03",
    )
    assert are_together(fuse(both, ferry), "both", "ferry")


def test_two_towns_of_one_day_that_name_each_other_draw_nearer_and_two_days_do_not() -> None:
    def tell(ident: str, place: PlaceValue, day: str) -> MentionCard:
        text = "Gunmen hit the ferry near Djibo and the camp of Tongomayel."
        story = write_story(
            ident,
            text,
            Event((on(day, "Gunmen"), say("place", place, place.name))),
            published="2024-06-02",
            title=ident,
        )
        return story.cards()[0]

    camp, ferry = tell("camp", TONGOMAYEL, "2024-06-01"), tell("ferry", DJIBO, "2024-06-01")
    codes = [reason.code for reason in compare_mentions(camp, ferry).reasons]
    assert "names_the_place" in codes and "apart" in codes
    later = tell("later", DJIBO, "2024-06-03")
    assert "names_the_place" not in [reason.code for reason in compare_mentions(camp, later).reasons]
    assert compare_mentions(camp, later).score < compare_mentions(camp, ferry).score


def test_two_undated_reports_of_one_town_are_a_question_and_no_event() -> None:
    stories = [
        write_story(ident, text, Event((say("place", DJIBO, "Djibo"),)))
        for ident, text in (("a", "Gunmen attacked Djibo."), ("b", "Soldiers were killed at Djibo."))
    ]
    (question,) = fuse(*stories).links
    assert question.verdict is Verdict.UNSURE and not are_together(fuse(*stories), "a", "b")


def test_a_recalled_event_without_a_date_is_left_alone() -> None:
    recalled = write_story(
        "recalled",
        "The army is back in Djibo after the attack.",
        Event((say("place", DJIBO, "Djibo"),), mode=Mode.BACKGROUND),
        published="2024-08-01",
    )
    assert not are_together(fuse(wire_story(), recalled), "wire", "recalled")


def test_an_attack_that_was_only_feared_is_in_no_group() -> None:
    feared = write_story(
        "feared",
        "Residents of Djibo fear an attack on Saturday.",
        Event((on("2024-06-01", "on Saturday"), say("place", DJIBO, "Djibo")), mode=Mode.HYPOTHETICAL),
        published="2024-05-31",
    )
    assert fuse(feared).groups == ()


# --- people ------------------------------------------------------------------------------------------------------


def test_a_person_who_parts_two_mentions_is_never_overturned() -> None:
    apart = decide("fr", "wire", Verdict.DIFFERENT)
    first = fuse(wire_story(), french_story(), claim_story(), links=[apart])
    again = fuse(wire_story(), french_story(), claim_story(), links=[apart, *first.links])
    assert not are_together(first, "wire", "fr") and again.groups == first.groups


def test_a_person_who_joins_two_mentions_joins_them() -> None:
    fusion = fuse(wire_story(), neighbour_story(), links=[decide("other", "wire", Verdict.SAME)])
    assert are_together(fusion, "wire", "other")


def test_split_then_merge_gives_the_old_partition() -> None:
    stories = wire_story(), french_story(), claim_story()
    before = fuse(*stories)
    split = [decide("fr", "wire", Verdict.DIFFERENT), decide("claim", "fr", Verdict.DIFFERENT)]
    parted = fuse(*stories, links=split)
    assert ("fr:m1",) in parted.groups
    merge = [decide("fr", "wire", Verdict.SAME, hour=5), decide("claim", "fr", Verdict.SAME, hour=5)]
    assert fuse(*stories, links=[*split, *merge]).groups == before.groups


def test_a_question_that_a_person_answered_is_not_asked_again() -> None:
    stories = _doubtful_pair()
    (question,) = fuse(*stories).links
    assert question.verdict is Verdict.UNSURE
    answered = fuse(*stories, links=[decide("wire", "unclear", Verdict.UNSURE)])
    assert answered.links == ()


def _doubtful_pair() -> tuple[Story, Story]:
    unclear = write_story(
        "unclear",
        "Three people were kidnapped and shots were heard in Djibo on 3 June.",
        Event((on("2024-06-03", "3 June"), say("place", DJIBO, "Djibo")), kind="abduction"),
        published="2024-06-04",
    )
    return wire_story(), unclear


# --- laws --------------------------------------------------------------------------------------------------------

DAYS = [date(2024, 6, 1) + timedelta(days=n) for n in range(5)]
PLACES = [
    CardPlace(place.name.lower(), place.country, None, place.lat, place.lon, place.precision, place.radius_km)
    for place in (DJIBO, ARIBINDA, MENAKA, SAHEL)
]


@st.composite
def some_cards(draw: st.DrawFn) -> list[MentionCard]:
    """A few mentions of attacks in the same days and towns, some vague, some without a date."""
    cards = []
    for number in range(draw(st.integers(2, 9))):
        day = draw(st.none() | st.sampled_from(DAYS))
        toll = draw(st.none() | st.sampled_from([3, 24, 60]))
        cards.append(
            MentionCard(
                id=MentionId(f"r{number}:m1"),
                report=ReportId(f"r{draw(st.integers(0, number))}"),
                kind=draw(st.sampled_from(["armed_attack", "massacre", "abduction"])),
                mode=draw(st.sampled_from([Mode.ACTUAL, Mode.ACTUAL, Mode.BACKGROUND])),
                start=day,
                end=day,
                published=datetime(2024, 6, draw(st.integers(2, 8)), tzinfo=UTC),
                places=tuple(draw(st.lists(st.sampled_from(PLACES), max_size=2, unique=True))),
                tolls=() if toll is None else (CardToll("killed", "unknown", toll, toll),),
                names=tuple(draw(st.lists(st.sampled_from(["petaga", "soum", "belehede"]), max_size=3, unique=True))),
                language="en",
            )
        )
    return cards


@given(some_cards(), st.randoms())
@settings(deadline=None, max_examples=150)
def test_the_order_in_which_mentions_come_changes_nothing(cards: list[MentionCard], random: object) -> None:
    shuffled = list(cards)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fuse_mentions(shuffled, now=NOW) == fuse_mentions(cards, now=NOW)


@given(some_cards())
@settings(deadline=None, max_examples=100)
def test_running_again_makes_no_new_link(cards: list[MentionCard]) -> None:
    first = fuse_mentions(cards, now=NOW)
    again = fuse_mentions(cards, first.links, now=NOW + timedelta(days=1))
    assert again.groups == first.groups and {link.id for link in again.links} == {link.id for link in first.links}


@given(some_cards())
@settings(deadline=None, max_examples=100)
def test_adding_one_by_one_gives_what_adding_all_at_once_gives(cards: list[MentionCard]) -> None:
    groups: dict[MentionId, tuple[MentionId, ...]] = {}
    stored: dict[MentionId, MentionCard] = {}
    for card in cards:
        stored[card.id] = card
        affected = find_affected([card], lambda ids: _near(stored, ids))
        for group in fuse_mentions(affected, now=NOW).groups:
            groups.update(dict.fromkeys(group, group))
    assert tuple(sorted(set(groups.values()))) == fuse_mentions(cards, now=NOW).groups


def _near(stored: Mapping[MentionId, MentionCard], ids: Sequence[MentionId]) -> dict[MentionId, list[MentionCard]]:
    return {
        ident: [other for other in stored.values() if other.id != ident and may_meet(stored[ident], other)]
        for ident in ids
    }


@given(some_cards())
@settings(deadline=None, max_examples=100)
def test_a_comparison_is_the_same_whichever_comes_first(cards: list[MentionCard]) -> None:
    for one, two in combinations(cards, 2):
        assert compare_mentions(one, two) == compare_mentions(two, one)


@given(some_cards(), st.data())
@settings(deadline=None, max_examples=100)
def test_a_verdict_of_a_person_survives_every_repeat(cards: list[MentionCard], data: st.DataObject) -> None:
    left, right = sorted(
        data.draw(st.lists(st.sampled_from([c.id for c in cards]), min_size=2, max_size=2, unique=True))
    )
    verdict = data.draw(st.sampled_from([Verdict.SAME, Verdict.DIFFERENT]))
    link = Link(id=LinkId("person"), left=left, right=right, verdict=verdict, author="awa", reasons=("seen",), at=NOW)
    for _ in range(2):
        fusion = fuse_mentions(cards, [link], now=NOW)
        together = any({left, right} <= set(group) for group in fusion.groups)
        assert together is (verdict is Verdict.SAME)


def test_an_incident_is_named_after_the_first_report_in_whatever_order() -> None:
    cards = cards_of(wire_story(), french_story(published="2024-06-03"), claim_story())
    name = choose_incident_id(cards)
    assert name == choose_incident_id(reversed(cards)) == choose_incident_id(cards[:1])
    assert len(name) == 9 and name.startswith("i")
