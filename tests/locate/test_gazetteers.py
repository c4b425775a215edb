"""The tables, the default gazetteer, and what a person adds."""

from __future__ import annotations

import json
import lzma
import struct
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tamani.errors import UnreadableItem
from tamani.locate import add_gazetteer, find_toponyms, list_gazetteers, open_gazetteer
from tamani.locate.build import _name_rows, is_current
from tamani.locate.keys import make_key, make_skeleton
from tamani.locate.tables import load_tables
from tamani.records import Reading, ReportId, Version

ROWS = [
    ["1", "Zulkandi", "Zulkandi", "Solkandy", "14.5", "-3.2", "P", "PPL", "ML", "", "04", *[""] * 8],
    ["2", "Bad", "Bad", "", "here", "there", "P", "PPL", "ML", "", "04", "", "", "", "0", "", "0", "", ""],
    ["3", "Nulle", "Nulle", "", "0", "0", "P", "PPL", "ML", "", "04", "", "", "", "0", "", "0", "", ""],
    ["4", "Too", "Short"],
    ["5", "Puits", "Puits", "", "14.6", "-3.3", "H", "WLL", "ML", "", "04", "", "", "", "0", "", "0", "", ""],
]  # fmt: skip
DUMP = "\n".join("\t".join(row) for row in ROWS)
OUTLINES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "Essai", "country": "ML", "level": "admin2"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[-4, 14], [-3, 14], [-3, 15], [-4, 15], [-4, 14]],
                                [[-3.9, 14.1], [-3.8, 14.1], [-3.8, 14.2], [-3.9, 14.2], [-3.9, 14.1]]],
            },
        },
        {"type": "Feature", "properties": {}, "geometry": None},
    ],
}  # fmt: skip


def read(text: str) -> Reading:
    return Reading(report=ReportId("r"), version=Version("v"), text=text, language="fr")


@pytest.mark.parametrize("suffix", [".txt", ".xz", ".zip"])
def test_a_dump_is_added_and_its_bad_rows_are_named(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"ML{suffix}"
    if suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "read me")
            archive.writestr("ML.txt", DUMP)
    else:
        path.write_bytes(lzma.compress(DUMP.encode()) if suffix == ".xz" else DUMP.encode())
    added = add_gazetteer(path, tmp_path / "own", name="mali")
    assert (added.rows, added.bad) == (1, 3)
    assert [problem.split(":")[0] for problem in added.problems] == ["line 2", "line 3", "line 4"]
    assert [one.name for one in list_gazetteers(tmp_path / "own")] == ["mali"]
    (found,) = find_toponyms(read("Douze morts à Solkandy, selon un élu malien."), open_gazetteer(tmp_path / "own"))
    assert found.place.name == "Zulkandi" and found.place.gazetteer == "geonames:1"


def test_adding_twice_replaces(tmp_path: Path) -> None:
    path = tmp_path / "ML.txt"
    path.write_text(DUMP)
    for _ in range(2):
        add_gazetteer(path, tmp_path / "own", name="mali")
    (one,) = list_gazetteers(tmp_path / "own")
    assert one.rows == 1


def test_outlines_give_the_areas_in_which_a_point_lies(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps(OUTLINES))
    added = add_gazetteer(path, tmp_path / "own", name="areas")
    assert (added.kind, added.rows, added.bad) == ("outlines", 1, 1)
    boundaries = open_gazetteer(tmp_path / "own").boundaries
    assert boundaries.find_areas(14.5, -3.5) == (None, "Essai")
    assert boundaries.find_areas(14.15, -3.85) == (None, None)  # in the hole
    assert boundaries.find_areas(20.0, 0.0) == (None, None)


@pytest.mark.parametrize("content", [b"", b"no tabs here", b"\xff\xfe\x00", b'{"features": 3'])
def test_a_file_that_is_no_gazetteer_is_refused_with_a_reason(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(content)
    with pytest.raises(UnreadableItem, match=r"odd\.txt"):
        add_gazetteer(path, tmp_path / "own")
    assert list_gazetteers(tmp_path / "own") == ()


def test_no_folder_means_nothing_added(tmp_path: Path) -> None:
    assert list_gazetteers(tmp_path / "none") == ()


def test_our_places_have_a_point_a_kind_and_a_country() -> None:
    tables = load_tables()
    entries = {entry.id: entry for found in tables.entries.values() for entry in found}
    towns = [entry for entry in entries.values() if entry.kind == "town"]
    assert len(towns) >= 400 and len(tables.countries) >= 195
    for entry in entries.values():
        assert -90 <= entry.lat <= 90 and -180 <= entry.lon <= 180 and (entry.lat, entry.lon) != (0.0, 0.0)
        assert entry.kind in ("town", "admin1", "admin2", "country", "region", "water", "site"), entry
        assert entry.radius > 0 and (entry.country is None or entry.country in tables.countries), entry


def test_every_known_town_lies_in_its_country() -> None:
    tables = load_tables()
    for found in tables.entries.values():
        for entry in found:
            country = tables.countries.get(entry.country or "")
            if country is not None and entry.kind in ("town", "admin2"):
                across = abs(entry.lat - country.lat) * 111 + abs(entry.lon - country.lon) * 100
                assert across < 3.2 * country.radius, entry


def test_every_known_town_lies_in_a_first_level_area_that_is_found_by_its_name() -> None:
    tables = load_tables()
    areas: set[tuple[str | None, str | None]] = {
        (e.country, e.name) for found in tables.entries.values() for e in found if e.kind == "admin1"
    }
    areas |= {(e.country, e.admin1) for found in tables.entries.values() for e in found if e.kind == "admin1"}
    lone = {("MR", "Nouakchott")}
    for found in tables.entries.values():
        for entry in found:
            if entry.admin1 is not None and entry.kind == "town":
                assert (entry.country, entry.admin1) in areas | lone, entry


@pytest.mark.parametrize(
    ("name", "country"), [("Bandiagara", "ML"), ("Taoudénit", "ML"), ("Yaadga", "BF"), ("Goulmou", "BF")]
)
def test_a_newer_region_is_found_by_its_name(name: str, country: str) -> None:
    found = load_tables().entries[make_key(name)]
    assert any(entry.kind == "admin1" and entry.country == country for entry in found)


def test_the_default_gazetteer_keeps_the_names_that_a_report_could_write() -> None:
    city = {"name": "Gao", "alternatenames": ["GAQ", "Gawo", "gaw", "Гао", "Nkao"], "population": 9, "geonameid": 5}
    rows = dict(_name_rows([city]))
    assert sorted(rows) == ["gao", "gawo", "nkao"]
    assert struct.unpack("<i", rows["gao"]) == (5,) and struct.unpack("<i", rows["gawo"]) == (-5,)


def test_a_missing_or_broken_file_is_not_taken_for_the_gazetteer(tmp_path: Path) -> None:
    assert not is_current(tmp_path / "places.db")
    (tmp_path / "places.db").write_bytes(b"not a database at all, but long enough to be read as one" * 100)
    assert not is_current(tmp_path / "places.db")
    assert is_current()


def test_names_that_sound_alike_share_a_skeleton() -> None:
    for one, other in [("Sévaré", "Sevare"), ("Djibo", "Jibo"), ("Chinagodrar", "Shinagodrar"), ("Ouaga", "Waga")]:
        assert make_skeleton(make_key(one)) == make_skeleton(make_key(other))
    assert make_skeleton("gao") != make_skeleton("kaya")


def test_two_builds_at_once_leave_one_good_file_and_nothing_beside_it(tmp_path: Path, monkeypatch: Any) -> None:
    import tamani.locate.build as build

    city = {"name": "Gao", "alternatenames": ["Gawo"], "population": 9, "geonameid": 5, "countrycode": "ML",
            "latitude": 16.27, "longitude": -0.04, "admin1code": "09"}  # fmt: skip
    monkeypatch.setattr(build, "_load_cities", lambda: [city])
    target = tmp_path / "places.db"
    with ThreadPoolExecutor(8) as pool:
        built = [pool.submit(build.build_places, target) for _ in range(8)]
    assert [one.result() for one in built] == [1] * 8
    assert is_current(target) and [path.name for path in tmp_path.iterdir()] == ["places.db"]


def test_a_build_that_fails_leaves_the_older_file_alone(tmp_path: Path, monkeypatch: Any) -> None:
    import tamani.locate.build as build

    target = tmp_path / "places.db"
    target.write_bytes(b"the older one")
    monkeypatch.setattr(build, "_load_cities", lambda: [{"name": "No point"}])
    with pytest.raises(KeyError):
        build.build_places(target)
    assert target.read_bytes() == b"the older one" and [path.name for path in tmp_path.iterdir()] == ["places.db"]
