"""What is one event, and what is two: villages beside each other, two days with two tolls, sites told as areas."""

from __future__ import annotations

from itertools import permutations

import pytest
from newsroom import DJIBO, JNIM, NOW, Event, Story, count, on, say, write_story

from tamani.fuse import compare_mentions, fuse_mentions
from tamani.fuse.cards import MentionCard
from tamani.records import PlaceValue, Verdict

PETEGOLI = PlaceValue("Pétégoli", "BF", 14.15, -1.60, 1, 5.0, admin1="Sahel")
BAMAKO = PlaceValue("Bamako", "ML", 12.65, -8.00, 1, 8.0, admin1="Bamako")
FALADIE = PlaceValue("Faladié", "ML", 12.59, -7.96, 1, 5.0, admin1="Bamako")
EAST_OF_TIMBUKTU = PlaceValue("Zarga", "ML", 16.77, -2.16, 5, 25.5, admin1="Tombouctou")
BOUREM_CERCLE = PlaceValue("Bourem", "ML", 16.96, -0.35, 3, 163.0, admin1="Gao")


def tell(ident: str, text: str, place: PlaceValue, day: str, **more: object) -> MentionCard:
    """A card of one sentence; the place and the figures stand in it as given."""
    tolls = [
        count(field, figures, words, who=who)
        for field, figures, words, who in more.pop("tolls", ())  # type: ignore[attr-defined]
    ]
    said = (on(day, text.split()[0]), say("place", place, place.name), *tolls)
    return write_story(ident, text, Event(said), published="2024-06-05", **more).cards()[0]


def test_two_villages_beside_each_other_on_one_day_are_a_question() -> None:
    one = tell("one", "Gunmen on motorbikes rode into Djibo and looted the shops.", DJIBO, "2024-06-01")
    two = tell("two", "Herders of Pétégoli were shot at their well.", PETEGOLI, "2024-06-01")
    found = compare_mentions(one, two)
    assert [reason.code for reason in found.reasons] == ["same_day", "near", "same_kind"]
    assert found.verdict is Verdict.UNSURE


def test_villages_beside_each_other_with_another_toll_each_are_two() -> None:
    one = tell("one", "Gunmen killed 4 people in Djibo.", DJIBO, "2024-06-01",
               tolls=[("killed", (4, 4), "4 people", "civilians")])  # fmt: skip
    two = tell("two", "Armed men have shot 40 villagers dead at Pétégoli.", PETEGOLI, "2024-06-01",
               tolls=[("killed", (40, 40), "40 villagers", "civilians")])  # fmt: skip
    assert compare_mentions(one, two).verdict is Verdict.DIFFERENT


def test_a_quarter_and_its_city_are_one_place_told_twice() -> None:
    one = tell("one", "Gunmen attacked the school of the gendarmes in Faladié.", FALADIE, "2024-09-17")
    two = tell("two", "Shots were heard in Bamako before dawn.", BAMAKO, "2024-09-17")
    assert compare_mentions(one, two).verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        (("five villagers", (5, 5), "civilians"), ("three soldiers", (3, 3), "security_forces"), True),
        (("five villagers", (5, 5), "civilians"), ("five people", (5, 5), "unknown"), False),
        (("five villagers", (5, 5), "civilians"), ("at least three people", (3, None), "unknown"), False),
    ],
)
def test_another_day_with_another_toll_is_another_attack(
    first: tuple[str, tuple[int, int | None], str], second: tuple[str, tuple[int, int | None], str], apart: bool
) -> None:
    cards = [
        tell(f"on{day}", f"Gunmen killed {words} in Djibo and burnt the market.", DJIBO, f"2024-06-0{day}",
             tolls=[("killed", figures, words, who)])
        for day, (words, figures, who) in ((1, first), (2, second))
    ]  # fmt: skip
    found = compare_mentions(*cards)
    assert ("other_day_and_toll" in [reason.code for reason in found.reasons]) is apart
    assert (found.verdict is Verdict.SAME) is not apart


def test_a_toll_of_thirty_counts_against_one_of_three_from_either_side() -> None:
    cards = [
        tell(f"dead{dead}", f"Gunmen killed {dead} people in Djibo.", DJIBO, "2024-06-01",
             tolls=[("killed", (dead, dead), f"{dead} people", "civilians")])
        for dead in (3, 30)
    ]  # fmt: skip
    for one, two in permutations(cards):
        assert "other_toll" in [reason.code for reason in compare_mentions(one, two).reasons]


def test_two_sites_of_one_report_meet_though_one_is_told_as_a_district() -> None:
    """A boat "90 km east of Timbuktu", a camp "in Bourem cercle": other reports hold them together."""
    text = "JNIM hit a boat near Zarga on 7 September. A camp in Bourem cercle was attacked and 15 soldiers died."
    day = on("2023-09-07", "7 September")
    dead = count("killed", (15, 15), "15 soldiers", who="security_forces")
    both = write_story(
        "both",
        text,
        Event((day, say("place", EAST_OF_TIMBUKTU, "Zarga"), say("perpetrator", JNIM, "JNIM")), kind="shelling"),
        Event((day, say("place", BOUREM_CERCLE, "Bourem"), dead)),
        published="2023-09-08",
    )
    codes = [reason.code for reason in compare_mentions(*both.cards()).reasons]
    assert codes == ["same_day", "two_sites"]
    wire = joint_wire()
    groups = fuse_mentions([*both.cards(), *wire.cards()], now=NOW).groups
    assert groups == (("both:m1", "both:m2", "wire:m1"),)


def joint_wire() -> Story:
    """The wire that tells boat and camp as one, with one toll for both."""
    bamba = PlaceValue("Bamba", "ML", 17.03, -1.40, 1, 5.0, admin1="Gao")
    text = "JNIM hit a boat near Zarga and the camp of Bamba on Thursday; 49 civilians and 15 soldiers died."
    said = (
        on("2023-09-07", "on Thursday"),
        say("place", EAST_OF_TIMBUKTU, "Zarga"),
        say("place", bamba, "Bamba"),
        say("perpetrator", JNIM, "JNIM"),
        count("killed", (49, 49), "49 civilians", who="civilians", scope="joint"),
        count("killed", (15, 15), "15 soldiers", who="security_forces", scope="joint"),
    )
    return write_story("wire", text, Event(said), published="2023-09-08")
