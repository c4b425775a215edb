"""A plain map of boundaries as SVG values: no tiles, no request to anybody.

In come points; out go paths, labels and circles in the pixels of a view box; nothing here knows an incident.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

COUNTRIES = Path(__file__).parent / "data" / "countries.json"
WIDTH = 720.0
HEIGHT = 460.0
MARGIN = 1.6  # degrees of land around the outermost points, so that a lone town shows its country
LABEL = 64.0  # half the width of a country's name: a name that does not fit is left out
LINE = 20.0  # the height of a name
SMALLEST = 7.0  # degrees of height: closer is not more precise, only emptier


class Country(Struct, frozen=True):
    """Outlines of a country: flat rings of longitude, latitude."""

    iso: int | None
    label: tuple[float, float]
    rings: tuple[tuple[float, ...], ...]


class Point(Struct, frozen=True, kw_only=True):
    """A place to draw; radius_km is how far the truth may be."""

    key: str
    lat: float
    lon: float
    radius_km: float | None = None
    weight: int = 1  # 0-4, the size of the dot


class Dot(Struct, frozen=True):
    key: str
    x: float
    y: float
    size: float
    halo: float | None  # the radius of doubt in pixels, where it is larger than the dot


class Label(Struct, frozen=True):
    iso: int
    x: float
    y: float


class Frame(Struct, frozen=True):
    """The part of the world in view, equirectangular with the middle latitude true to scale."""

    west: float
    north: float
    scale_x: float
    scale_y: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        return round((lon - self.west) * self.scale_x, 1), round((self.north - lat) * self.scale_y, 1)


class Drawing(Struct, frozen=True):
    width: float
    height: float
    land: tuple[str, ...]
    labels: tuple[Label, ...]
    dots: tuple[Dot, ...]


@cache
def load_countries() -> tuple[Country, ...]:
    """The outlines that ship with tamani."""
    return msgspec.json.decode(COUNTRIES.read_bytes(), type=tuple[Country, ...])


def draw_map(points: Sequence[Point]) -> Drawing:
    """Boundaries around the points, and the points on them; the whole Sahel where there is none."""
    frame = frame_points(points)
    east, south = frame.west + WIDTH / frame.scale_x, frame.north - HEIGHT / frame.scale_y
    land: list[str] = []
    labels: list[Label] = []
    for country in load_countries():
        paths = [
            _draw_ring(ring, frame) for ring in country.rings if _meets(ring, frame.west, south, east, frame.north)
        ]
        land += paths
        x, y = frame.place(*country.label)
        inside = LABEL < x < WIDTH - LABEL and 14 < y < HEIGHT - 8
        if paths and country.iso is not None and inside and not any(_overlaps(one, x, y) for one in labels):
            labels.append(Label(country.iso, x, y))
    return Drawing(WIDTH, HEIGHT, tuple(land), tuple(labels), tuple(_draw_dot(point, frame) for point in points))


def frame_points(points: Sequence[Point]) -> Frame:
    """The view that holds all points with a margin, in the shape of the drawing."""
    if points:
        lons, lats = [point.lon for point in points], [point.lat for point in points]
        west, east = min(lons) - MARGIN, max(lons) + MARGIN
        south, north = min(lats) - MARGIN, max(lats) + MARGIN
    else:
        west, east, south, north = -13.0, 16.0, 8.0, 24.0
    middle_lat, middle_lon = (south + north) / 2, (west + east) / 2
    squeeze = math.cos(math.radians(middle_lat))
    height = max(north - south, SMALLEST, (east - west) * squeeze * HEIGHT / WIDTH)
    scale_y = HEIGHT / height
    scale_x = scale_y * squeeze
    return Frame(middle_lon - WIDTH / scale_x / 2, middle_lat + height / 2, scale_x, scale_y)


def _overlaps(label: Label, x: float, y: float) -> bool:
    """Would two names run into each other? On a map of half the world most would."""
    return abs(label.x - x) < 2 * LABEL and abs(label.y - y) < LINE


def _meets(ring: tuple[float, ...], west: float, south: float, east: float, north: float) -> bool:
    lons, lats = ring[::2], ring[1::2]
    return min(lons) <= east and max(lons) >= west and min(lats) <= north and max(lats) >= south


def _draw_ring(ring: tuple[float, ...], frame: Frame) -> str:
    """A path in whole pixels; points that fall together are drawn once."""
    steps: list[str] = []
    last = None
    for lon, lat in zip(ring[::2], ring[1::2], strict=True):
        x, y = frame.place(lon, lat)
        # Far outside the view only the direction matters: a clipped value keeps the path short.
        spot = (round(min(max(x, -400), WIDTH + 400)), round(min(max(y, -400), HEIGHT + 400)))
        if spot != last:
            steps.append(f"{spot[0]} {spot[1]}")
            last = spot
    return "M" + "L".join(steps) + "Z"


def _draw_dot(point: Point, frame: Frame) -> Dot:
    x, y = frame.place(point.lon, point.lat)
    size = 4.0 + 1.5 * point.weight
    halo = (point.radius_km or 0) / 111.2 * frame.scale_y
    return Dot(point.key, x, y, size, round(halo, 1) if halo > size else None)
