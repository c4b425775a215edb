"""The map and the strip draw what they are given, and no more."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st

from tamani.records import Claim, ClaimId, Part, Reading, ReportId, Span, Version
from tamani.web.map import HEIGHT, WIDTH, Point, draw_map
from tamani.web.passages import cut_text
from tamani.web.strip import MOST_BARS, draw_strip

DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@given(st.lists(DAYS, max_size=30))
def test_the_strip_counts_every_incident_once(days: list[date]) -> None:
    assert sum(bar.count for bar in draw_strip(days)) == len(days)


@given(st.lists(DAYS, min_size=1, max_size=30))
def test_the_bars_follow_each_other_without_a_gap(days: list[date]) -> None:
    bars = draw_strip(days)
    assert all(before.end + timedelta(days=1) == after.start for before, after in pairwise(bars))


def test_a_season_is_drawn_by_weeks() -> None:
    first = date(2024, 1, 1)
    assert len(draw_strip([first, first + timedelta(days=180)])) <= MOST_BARS


@given(st.lists(st.tuples(st.floats(-60, 75), st.floats(-170, 170)), min_size=1, max_size=8))
def test_every_dot_is_inside_the_map(points: list[tuple[float, float]]) -> None:
    drawing = draw_map([Point(key=str(i), lat=lat, lon=lon) for i, (lat, lon) in enumerate(points)])
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in drawing.dots)


def test_a_map_without_incidents_shows_the_sahel() -> None:
    drawing = draw_map([])
    assert drawing.land and not drawing.dots
    assert {466, 854, 562} <= {label.iso for label in drawing.labels}


def test_a_vague_place_has_a_ring_of_doubt_and_a_town_has_none() -> None:
    drawing = draw_map([Point(key="a", lat=16, lon=-2, radius_km=150), Point(key="b", lat=14, lon=-1, radius_km=2)])
    halos = {dot.key: dot.halo for dot in drawing.dots}
    assert halos["a"] is not None and halos["b"] is None


@given(st.text(min_size=1, max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_the_pieces_of_a_report_join_to_its_text(text: str, cuts: list[tuple[int, int]]) -> None:
    reading = Reading(report=ReportId("r"), version=Version("v"), text=text)
    spans = [Span(min(a, b), max(a, b)) for a, b in cuts if min(a, b) < max(a, b) <= len(text)]
    claims = [
        Claim(
            id=ClaimId(str(i)), report=ReportId("r"), version=Version("v"), mention=None, field="kind", value="other",
            span=span, quote=reading.quote(span),
        )
        for i, span in enumerate(spans)
    ]  # fmt: skip
    assert "".join(piece.text for piece in cut_text(reading, claims, Part.TEXT)) == text
