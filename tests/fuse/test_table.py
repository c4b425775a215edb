"""The table of comparisons says what the code does; days compare as ranges, places as areas."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st
from msgspec.structs import replace

from tamani.fuse import MentionCard, compare_mentions
from tamani.fuse.cards import CardPlace, CardToll
from tamani.fuse.days import compare_dates
from tamani.fuse.places import compare_places
from tamani.fuse.reason import VETO
from tamani.fuse.table import load_table
from tamani.records import MentionId, Mode, ReportId, Verdict

DAY = date(2024, 6, 15)
DJIBO = CardPlace("djibo", "BF", "sahel", 14.10, -1.63, 2, 5.0)
OTHER_DJIBO = CardPlace("djibbo", "BF", "sahel", 14.15, -1.55, 2, 5.0)
NEXT_VILLAGE = CardPlace("tongomayel", "BF", "sahel", 14.06, -1.46, 2, 5.0)
ARIBINDA = CardPlace("aribinda", "BF", "sahel", 14.23, -0.86, 2, 5.0)
VILLAGE_BESIDE = CardPlace("petegoli", "BF", "sahel", 14.15, -1.60, 2, 5.0)
TOWN_OF_SAHEL = CardPlace("seytenga", "BF", "sahel", 14.28, -0.55, 2, 5.0)
KAYA = CardPlace("kaya", "BF", "centre-nord", 13.09, -1.08, 1, 5.0)
ROAD = CardPlace("kaya - barsalogho", "BF", "centre-nord", 13.25, -1.07, 2, 18.0)
BAMAKO = CardPlace("bamako", "ML", "bamako", 12.65, -8.00, 1, 8.0)
FALADIE = CardPlace("faladie", "ML", "bamako", 12.59, -7.96, 1, 5.0)
GAO = CardPlace("gao", "ML", "gao", 16.27, -0.04, 2, 5.0)
SAHEL = CardPlace("sahel", "BF", "sahel", 14.2, -0.6, 4, 120.0)
SOUM = CardPlace("soum", "BF", "sahel", 14.3, -1.3, 3, 60.0)
BURKINA = CardPlace("burkina faso", "BF", None, 12.3, -1.7, 6, 400.0)
MALI = CardPlace("mali", "ML", None, 17.0, -4.0, 6, 600.0)
BORDER = CardPlace("niger border", "BF", None, 14.4, 0.2, 5, 60.0)
BORDER_VILLAGE = CardPlace("falagountou", "BF", "liptako", 14.36, 0.18, 2, 5.0)
NOBODY_KNOWS = CardPlace("petaga", None, None, None, None, None, None)


def card(
    place: CardPlace | None = DJIBO, start: date | None = DAY, end: date | None = None, **more: object
) -> MentionCard:
    ident = str(more.pop("ident", "a"))
    return MentionCard(
        id=MentionId(f"{ident}:m1"),
        report=ReportId(ident),
        kind="armed_attack",
        mode=Mode.ACTUAL,
        start=start,
        end=end or start,
        places=() if place is None else (place,),
        language="en",
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("one", "two", "code", "points"),
    [
        (DJIBO, DJIBO, "same_place", 3.0),
        (DJIBO, OTHER_DJIBO, "near", 2.0),
        (DJIBO, NEXT_VILLAGE, "near", 0.4),
        (DJIBO, VILLAGE_BESIDE, "near", 0.4),
        (BAMAKO, FALADIE, "inside", 1.0),
        (BAMAKO, BAMAKO, "same_place", 3.0),
        (DJIBO, ARIBINDA, "apart", -4.4),
        (DJIBO, GAO, "far_apart", VETO),
        (DJIBO, SAHEL, "inside", 1.0),
        (DJIBO, SOUM, "inside", 1.0),
        (SOUM, SAHEL, "inside", 1.0),
        (SAHEL, SAHEL, "same_area", 1.5),
        (BORDER_VILLAGE, BORDER, "area_near", 0.5),
        (DJIBO, BORDER, "far_apart", VETO),
        (ARIBINDA, BORDER, "area_apart", -1.5),
        (DJIBO, BURKINA, "same_country", 0.3),
        (SAHEL, BURKINA, "same_country", 0.3),
        (BURKINA, BURKINA, "same_country", 0.3),
        (DJIBO, MALI, "other_country", -4.0),
        (BURKINA, MALI, "other_country", -4.0),
        (GAO, SAHEL, "other_country", -4.0),
        (NOBODY_KNOWS, NOBODY_KNOWS, "same_place", 2.0),
        (NOBODY_KNOWS, DJIBO, "other_name", -1.0),
        (SOUM, TOWN_OF_SAHEL, "area_apart", -1.5),
        (SAHEL, TOWN_OF_SAHEL, "inside", 1.0),
        (ROAD, KAYA, "near", 2.0),
        (NOBODY_KNOWS, BURKINA, "place_unknown", -0.5),
    ],
)
def test_towns_provinces_borders_and_countries_compare_as_areas(
    one: CardPlace, two: CardPlace, code: str, points: float
) -> None:
    for left, right in ((one, two), (two, one)):
        reason = compare_places(card(left), card(right))
        assert reason is not None and (reason.code, round(reason.points, 1)) == (code, points)


@pytest.mark.parametrize(
    ("one", "two", "code", "points"),
    [
        ((0, 0), (0, 0), "same_day", 2.5),
        ((0, 0), (-1, 1), "same_day", 1.8),
        ((0, 0), (-6, 0), "same_time", 1.2),
        ((0, 2), (2, 4), "same_day", 1.8),
        ((0, 0), (-14, 15), "same_time", 0.4),
        ((0, 0), (-160, 200), "same_time", -1.0),
        ((0, 0), (1, 1), "days_apart", -0.2),
        ((0, 2), (3, 3), "days_apart", -0.2),
        ((0, 0), (2, 2), "days_apart", -0.5),
        ((0, 0), (5, 5), "days_apart", -4.0),
        ((0, 0), (8, 8), "days_apart", VETO),
        ((0, 0), (366, 366), "anniversary", VETO),
    ],
)
def test_days_weeks_and_months_compare_as_ranges(
    one: tuple[int, int], two: tuple[int, int], code: str, points: float
) -> None:
    made = [card(DJIBO, DAY + timedelta(first), DAY + timedelta(last)) for first, last in (one, two)]
    for left, right in (made, reversed(made)):
        reason = compare_dates(left, right)
        assert (reason.code, reason.points) == (code, points)


@pytest.mark.parametrize(
    ("printed", "code", "points"),
    [(-3, "days_apart", VETO), (0, "same_time", 0.8), (4, "same_time", 0.8), (6, "printed_late", -1.0),
     (9, "printed_late", -1.5), (11, "days_apart", VETO)],
)  # fmt: skip
def test_news_without_a_day_is_printed_after_the_event(printed: int, code: str, points: float) -> None:
    day = DAY + timedelta(printed)
    bare = card(DJIBO, None, published=datetime(day.year, day.month, day.day, tzinfo=UTC))
    reason = compare_dates(card(), bare)
    assert compare_dates(bare, card()).points == reason.points
    assert (reason.code, reason.points) == (code, points)


PLACES = (DJIBO, OTHER_DJIBO, NEXT_VILLAGE, ARIBINDA, GAO, SAHEL, SOUM, BURKINA, BORDER, NOBODY_KNOWS)


@st.composite
def some_card(draw: st.DrawFn, ident: str) -> MentionCard:
    start = DAY + timedelta(draw(st.integers(-3, 3)))
    kind = draw(st.sampled_from(["armed_attack", "massacre", "landmine_ied", "protest"]))
    names = draw(st.lists(st.sampled_from(["petaga", "soum", "belehede", "djibo", "aribinda"]), unique=True))
    toll = draw(st.none() | st.integers(0, 200))
    made = card(
        draw(st.none() | st.sampled_from(PLACES)),
        draw(st.none() | st.just(start)),
        start + timedelta(draw(st.integers(0, 2))),
        ident=ident,
        published=datetime(2024, 6, draw(st.integers(12, 28)), tzinfo=UTC),
        names=tuple(names),
        words=tuple(draw(st.lists(st.sampled_from([f"word{n}" for n in range(30)]), unique=True))),
        title_words=tuple(draw(st.lists(st.sampled_from(["market", "camp", "dozen"]), unique=True))),
        tolls=() if toll is None else (CardToll("killed", "unknown", toll, toll),),
        targets=tuple(draw(st.lists(st.sampled_from(["market", "convoy"]), unique=True))),
        actors=tuple(draw(st.lists(st.sampled_from(["jnim", "issp"]), unique=True))),
        victims=tuple(draw(st.lists(st.sampled_from([("adama", "bande"), ("bande", "issa")]), unique=True))),
        sites=draw(st.booleans()),
        joint=draw(st.booleans()),
    )
    return replace(made, kind=kind, end=made.end if made.start else None)


@given(some_card("a"), some_card("b"))
@settings(deadline=None, max_examples=150)
def test_every_reason_stands_in_the_table_with_its_points(one: MentionCard, two: MentionCard) -> None:
    allowed: dict[str, list[tuple[float, ...]]] = {}
    for row in load_table():
        for weight in row.weights.values():
            allowed.setdefault(weight.code, []).append(weight.points)
    for reason in compare_mentions(one, two).reasons:
        spans = allowed[reason.code]
        assert any(points[0] - 0.01 <= reason.points <= points[-1] + 0.01 for points in spans), reason


@given(some_card("a"), some_card("b"), st.integers(0, 10), st.integers(0, 10))
@settings(deadline=None, max_examples=150)
def test_saying_less_of_when_it_was_never_makes_one_event_two(
    one: MentionCard, two: MentionCard, before: int, after: int
) -> None:
    one = replace(one, sites=False, start=one.start or DAY, end=one.end or DAY)
    two = replace(two, sites=False, start=two.start or DAY, end=two.end or DAY)
    assert one.start is not None and one.end is not None
    wide = replace(one, start=one.start - timedelta(before), end=one.end + timedelta(after))
    if compare_mentions(one, two).verdict is Verdict.SAME:
        assert compare_mentions(wide, two).verdict in (Verdict.SAME, Verdict.UNSURE)


@given(some_card("a"), some_card("b"))
@settings(deadline=None, max_examples=200)
def test_a_comparison_knows_no_first_and_second(one: MentionCard, two: MentionCard) -> None:
    assert compare_mentions(one, two) == compare_mentions(two, one)
