"""The quick look before a comparison rules out nothing that the comparison would link or ask about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import combinations, islice

import pytest
from bench_growth import make_item
from generate import write_years
from hypothesis import given, settings, strategies as st

from tamani.flow.prepare import open_tools, prepare_item
from tamani.fuse import MentionCard, compare_mentions
from tamani.fuse.cards import CardPlace, CardToll
from tamani.fuse.keys import candidate_keys, find_reach, may_meet, search_keys
from tamani.fuse.quick import Crowd, look_at, may_be_asked, pick_looks
from tamani.records import MentionId, Mode, ReportId, Verdict

MARCH = datetime.fromisoformat("2024-03-01T00:00")
TOWNS = (("djibo", 14.1, -1.63), ("arbinda", 14.23, -0.86), ("kaya", 13.09, -1.08), ("mopti", None, None))
WORDS = tuple(f"word{n}" for n in range(12))


@st.composite
def cards(draw: st.DrawFn) -> MentionCard:
    """Any mention of a few towns, days, figures and words."""
    day = draw(st.none() | st.dates(date(2024, 3, 1), date(2024, 3, 12)))
    long = timedelta(draw(st.sampled_from([0, 0, 2, 20, 50, 900, -2])))
    places = [CardPlace(name, "BF", None, lat, lon, 2, 10.0) for name, lat, lon in TOWNS]
    places += [
        CardPlace("mali", "ML", None, 17.0, -4.0, 6, None),
        CardPlace("chatham", "NZ", None, -44.0, 179.9, 2, 5.0),
    ]
    few = st.sets(st.sampled_from(WORDS), max_size=9).map(lambda words: tuple(sorted(words)))
    figure = st.none() | st.sampled_from([0, 2, 13, 77])
    toll = st.builds(
        CardToll, st.sampled_from(["killed", "injured"]), st.sampled_from(["unknown", "civilians"]), figure, figure
    )
    ident = str(draw(st.uuids()))
    return MentionCard(
        id=MentionId(ident), report=ReportId(ident), kind=draw(st.sampled_from(["armed_attack", "bombing", "protest"])),
        mode=draw(st.sampled_from([Mode.ACTUAL, Mode.BACKGROUND])), start=day, end=day + long if day else None,
        published=draw(st.none() | st.datetimes(MARCH, MARCH.replace(day=20), timezones=st.just(UTC))),
        places=tuple(draw(st.lists(st.sampled_from(places), max_size=2, unique=True))),
        actors=draw(few)[:1], tolls=tuple(draw(st.lists(toll, max_size=3))), targets=draw(few)[:2], words=draw(few),
        names=draw(few)[:3], title_words=draw(few), joint=draw(st.booleans()),
        sites=draw(st.booleans()), lasting=draw(st.booleans()),
        language=draw(st.sampled_from(["fr", "en"])), victims=draw(st.sampled_from([(), (("bah", "issa"),)])),
    )  # fmt: skip


def is_kept(one: MentionCard, two: MentionCard) -> bool:
    wanted = may_meet(one, two) and compare_mentions(one, two).verdict is not Verdict.DIFFERENT
    return may_be_asked(one, two) or not wanted


@settings(max_examples=1500, deadline=None)
@given(cards(), cards())
def test_whatever_two_mentions_share_a_link_is_never_ruled_out(one: MentionCard, two: MentionCard) -> None:
    assert is_kept(one, two)
    assert is_kept(two, one)


@settings(max_examples=1500, deadline=None)
@given(cards(), cards())
def test_two_mentions_meet_where_their_keys_would(one: MentionCard, two: MentionCard) -> None:
    by_keys = bool(set(candidate_keys(one)) & set(search_keys(two)) or set(candidate_keys(two)) & set(search_keys(one)))
    assert may_meet(one, two) == by_keys
    assert find_reach(one).has_keys() == bool(candidate_keys(one) or search_keys(one))


@settings(max_examples=500, deadline=None)
@given(cards(), st.lists(cards(), max_size=4), st.floats(-6, 6), st.floats(0, 2))
def test_a_crowd_holds_whatever_one_of_it_does(
    one: MentionCard, others: list[MentionCard], points: float, less_exact: float
) -> None:
    crowd, looks = Crowd(), [look_at(other) for other in others]
    for look in looks:
        crowd.add(look)
    asked = pick_looks(look_at(one), looks, (points, less_exact))
    assert not asked or crowd.may_hold(look_at(one), (points, less_exact))


@pytest.fixture(scope="module")
def told() -> list[MentionCard]:
    tools = open_tools(None, None)
    made = islice(write_years(7, 1_000_000), 120)
    prepared = [prepare_item(make_item(one.row), tools, datetime(2026, 1, 1, tzinfo=UTC)) for one in made]
    return [card for one in prepared for card in one.cards]  # type: ignore[union-attr]


def test_no_link_between_reports_of_one_day_is_ruled_out_and_most_others_are(told: list[MentionCard]) -> None:
    pairs = list(combinations(told, 2))
    assert all(is_kept(one, two) for one, two in pairs)
    wanted = sum(compare_mentions(one, two).verdict is not Verdict.DIFFERENT for one, two in pairs)
    assert wanted <= sum(may_be_asked(one, two) for one, two in pairs) < 2 * wanted
