"""What is a part of what: by days, towns and figures, and never both ways."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings, strategies as st
from newsroom import ARIBINDA, DJIBO, NOW, TONGOMAYEL

from tamani.fuse import MentionCard, compare_mentions, fuse_mentions
from tamani.fuse.cards import CardPlace, CardToll
from tamani.fuse.parts import find_part
from tamani.records import MentionId, Mode, PlaceValue, ReportId, Verdict

DAY = date(2024, 6, 1)
TOWNS = (DJIBO, TONGOMAYEL, ARIBINDA)


def tell(
    ident: str,
    towns: tuple[PlaceValue, ...],
    killed: int | None,
    days: tuple[int, int] = (0, 0),
    **told: bool,
) -> MentionCard:
    """A mention of an attack on these towns, some days after the first of June; told: sites, lasting."""
    places = tuple(CardPlace(t.name.lower(), t.country, "sahel", t.lat, t.lon, t.precision, t.radius_km) for t in towns)
    return MentionCard(
        id=MentionId(f"{ident}:m1"),
        report=ReportId(ident),
        kind="armed_attack",
        mode=Mode.ACTUAL,
        start=DAY + timedelta(days=days[0]),
        end=DAY + timedelta(days=days[1]),
        places=places,
        tolls=() if killed is None else (CardToll("killed", "unknown", killed, killed),),
        language="en",
        sites=told.get("sites", False),
        lasting=told.get("lasting", False),
    )


def test_one_town_of_three_with_fewer_dead_is_a_part() -> None:
    night, town = tell("night", TOWNS, 21, sites=True), tell("town", (DJIBO,), 9)
    assert find_part(night, town) is town and find_part(town, night) is town
    fusion = fuse_mentions([night, town], now=NOW)
    (link,) = fusion.links
    assert (link.left, link.right, link.verdict) == (town.id, night.id, Verdict.PART)
    assert len(fusion.groups) == 2


def test_the_same_figure_or_none_makes_no_part() -> None:
    night = tell("night", TOWNS, 21, sites=True)
    assert find_part(night, tell("town", (DJIBO,), 21)) is None
    assert find_part(night, tell("town", (DJIBO,), None)) is None
    assert find_part(night, tell("town", (DJIBO,), 30)) is None


def test_two_towns_that_no_sentence_calls_several_make_no_whole() -> None:
    assert find_part(tell("near", (DJIBO, TONGOMAYEL), 21), tell("town", (DJIBO,), 9)) is None


def test_another_town_or_another_day_is_no_part() -> None:
    night = tell("night", (DJIBO, TONGOMAYEL), 21, sites=True)
    assert find_part(night, tell("town", (ARIBINDA,), 9)) is None
    assert find_part(night, tell("town", (DJIBO,), 9, (1, 1))) is None


def test_a_day_of_those_that_a_battle_took_is_a_part_and_a_week_of_doubt_has_none() -> None:
    day = tell("day", (DJIBO,), 6, (1, 1))
    assert find_part(tell("battle", (DJIBO,), 40, (0, 3), lasting=True), day) is day
    assert find_part(tell("week", (DJIBO,), 40, (0, 3)), day) is None
    assert find_part(tell("month", (DJIBO,), 400, (0, 30), lasting=True), day) is None


def test_copies_of_whole_and_part_are_two_records_with_few_links() -> None:
    wholes = [tell(f"night{n}", TOWNS, 21, sites=True) for n in range(4)]
    parts = [tell(f"town{n}", (DJIBO,), 9) for n in range(4)]
    fusion = fuse_mentions([*wholes, *parts], now=NOW)
    assert len(fusion.groups) == 2
    assert 4 <= sum(link.verdict is Verdict.PART for link in fusion.links) <= 8


@st.composite
def some_tellings(draw: st.DrawFn) -> list[MentionCard]:
    cards = []
    for number in range(draw(st.integers(2, 7))):
        first = draw(st.integers(0, 3))
        towns = tuple(draw(st.lists(st.sampled_from(TOWNS), min_size=1, max_size=3, unique_by=lambda one: one.name)))
        killed, days = draw(st.none() | st.integers(1, 40)), (first, first + draw(st.integers(0, 3)))
        flags = draw(st.booleans()), draw(st.booleans())
        cards.append(tell(f"r{number}", towns, killed, days, sites=flags[0], lasting=flags[1]))
    return cards


@given(some_tellings())
@settings(deadline=None, max_examples=150)
def test_nothing_is_a_part_of_its_part(cards: list[MentionCard]) -> None:
    for one, two in combinations(cards, 2):
        assert find_part(one, two) is find_part(two, one)
        assert compare_mentions(one, two) == compare_mentions(two, one)


@given(some_tellings(), st.randoms())
@settings(deadline=None, max_examples=100)
def test_parts_don_t_depend_on_order(cards: list[MentionCard], random: object) -> None:
    shuffled = list(cards)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fuse_mentions(shuffled, now=NOW) == fuse_mentions(cards, now=NOW)
