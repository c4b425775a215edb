"""Areas with an outline: in which one does a point lie?"""

from __future__ import annotations

import apsw
import msgspec
from msgspec import Struct

Ring = list[tuple[float, float]]  # lon, lat


class Area(Struct, frozen=True):
    """One outlined area; rings of all its polygons together, holes too: even and odd tell them apart."""

    level: str  # admin1, admin2
    name: str
    country: str | None
    box: tuple[float, float, float, float]  # west, south, east, north
    rings: tuple[Ring, ...]

    def holds(self, lat: float, lon: float) -> bool:
        """Does the point lie in it?"""
        west, south, east, north = self.box
        if not (west <= lon <= east and south <= lat <= north):
            return False
        inside = False
        for ring in self.rings:
            before_lon, before_lat = ring[-1]
            for here_lon, here_lat in ring:
                if (here_lat > lat) != (before_lat > lat):
                    crossing = (before_lon - here_lon) * (lat - here_lat) / (before_lat - here_lat) + here_lon
                    inside ^= lon < crossing
                before_lon, before_lat = here_lon, here_lat
        return inside


class Boundaries:
    """All outlined areas that were added."""

    def __init__(self, areas: tuple[Area, ...]) -> None:
        self._areas = areas
        self._known: dict[tuple[float, float], tuple[str | None, str | None]] = {}

    def find_areas(self, lat: float, lon: float) -> tuple[str | None, str | None]:
        """The names of the first- and second-level areas in which a point lies."""
        if not self._areas:
            return None, None
        known = self._known.get((lat, lon))
        if known is None:
            held = [area for area in self._areas if area.holds(lat, lon)]
            first = next((area.name for area in held if area.level == "admin1"), None)
            second = next((area.name for area in held if area.level == "admin2"), None)
            known = self._known[lat, lon] = (first, second)
        return known


def load_boundaries(added: apsw.Connection | None) -> Boundaries:
    """The outlined areas of an added gazetteer."""
    if added is None:
        return Boundaries(())
    rows = added.execute("select level, name, country, west, south, east, north, rings from boundary order by id")
    return Boundaries(
        tuple(
            Area(level, name, country, (west, south, east, north), msgspec.msgpack.decode(rings, type=tuple[Ring, ...]))
            for level, name, country, west, south, east, north, rings in rows
        )
    )
