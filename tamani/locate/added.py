"""Gazetteers that a person adds: GeoNames dumps and outlines as GeoJSON, kept in one file of a folder.

A bad row is counted and named; it stops nothing.
"""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import apsw
import msgspec
from msgspec import Struct

from tamani.errors import UnreadableItem
from tamani.locate.keys import make_key, make_skeleton
from tamani.locate.tables import Entry

ADDED = "gazetteers.db"
NAMED_BAD = 20  # bad rows that are named; the rest is only counted
_SCHEMA = """
create table if not exists source (name text primary key, file text not null, kind text not null,
  rows integer not null, bad integer not null);
create table if not exists place (id integer primary key, source text not null, gazetteer text not null,
  name text not null, kind text not null, country text, lat real not null, lon real not null,
  population integer not null, code text);
create table if not exists name (key text not null, place integer not null, sound text not null, country text,
  alias integer not null, primary key (key, place)) without rowid;
create index if not exists name_sound on name (sound);
create index if not exists name_country on name (country);
create index if not exists name_place on name (place);
create table if not exists boundary (id integer primary key, source text not null, level text not null,
  name text not null, country text, west real, south real, east real, north real, rings blob not null);
"""
# GeoNames' feature classes and codes as kinds; what is not here (hotels, wells, streams, hills) names no event.
_CODES = {"ADM1": "admin1", "ADM2": "admin2", "PCLI": "country", "ADM3": "town", "ADM4": "town"}
_CLASSES = {"P": "town", **dict.fromkeys("AHLRSTUV")}
_OTHER = {
    "LK": "water", "LKS": "water", "FRST": "site", "RESF": "site", "PRK": "site", "RESN": "site", "RESW": "site",
    "RGN": "region", "AIRP": "site", "MTS": "region", "MILB": "site", "MNAU": "site", "CMPRF": "site",
}  # fmt: skip


class AddedGazetteer(Struct, frozen=True, kw_only=True):
    """What was added: rows taken, rows set aside and what was wrong with the first of them."""

    name: str
    file: str
    kind: str  # "places", "outlines"
    rows: int
    bad: int
    problems: tuple[str, ...] = ()


def add_gazetteer(path: Path, folder: Path, *, name: str | None = None) -> AddedGazetteer:
    """Adds a GeoNames dump (.txt, .zip, .xz, .gz) or GeoJSON outlines to a folder; the same name is replaced."""
    label = name or path.name.split(".")[0]
    folder.mkdir(parents=True, exist_ok=True)
    text = _read_text(path)
    base = apsw.Connection(str(folder / ADDED))
    try:
        base.execute(_SCHEMA)
        with base:
            kind, rows, problems = _replace(base, label, path, text)
    finally:
        base.close()
    return AddedGazetteer(
        name=label, file=path.name, kind=kind, rows=rows, bad=len(problems), problems=tuple(problems[:NAMED_BAD])
    )


def _replace(base: apsw.Connection, label: str, path: Path, text: str) -> tuple[str, int, list[str]]:
    """Takes out what had this name and puts the file in; where no row is usable, all stays as it was."""
    base.execute("delete from name where place in (select id from place where source = ?)", (label,))
    base.execute("delete from place where source = ?", (label,))
    base.execute("delete from boundary where source = ?", (label,))
    base.execute("delete from source where name = ?", (label,))
    if text.lstrip()[:1] == "{":
        kind, (rows, problems) = "outlines", _add_outlines(base, label, path, text)
    else:
        kind, (rows, problems) = "places", _add_places(base, label, text.splitlines())
    if not rows:
        raise UnreadableItem(
            path.name,
            f"no usable row ({problems[0] if problems else 'the file is empty'})",
            "give a GeoNames dump of 19 tab-separated columns, or GeoJSON",
        )
    base.execute("insert into source values (?, ?, ?, ?, ?)", (label, path.name, kind, rows, len(problems)))
    return kind, rows, problems


def list_gazetteers(folder: Path) -> tuple[AddedGazetteer, ...]:
    """What was added to a folder, by name."""
    if not (folder / ADDED).exists():
        return ()
    base = apsw.Connection(str(folder / ADDED), flags=apsw.SQLITE_OPEN_READONLY)
    rows = list(base.execute("select name, file, kind, rows, bad from source order by name"))
    base.close()
    return tuple(AddedGazetteer(name=n, file=f, kind=k, rows=r, bad=b) for n, f, k, r, b in rows)


def read_added(base: apsw.Connection, key: str) -> list[Entry]:
    """The added places of a key, the peopled ones first."""
    rows = base.execute(
        "select gazetteer, p.name, kind, p.country, lat, lon, population, code, alias from name n "
        "join place p on p.id = n.place where n.key = ? order by population desc, p.id limit 120",
        (key,),
    )
    radius = {"town": 5.0, "admin2": 40.0, "admin1": 120.0, "country": 500.0, "region": 80.0, "water": 40.0}
    return [
        Entry(
            gazetteer, name, kind, country, lat, lon, radius.get(kind, 10.0), population, code=code, alias=bool(alias)
        )
        for gazetteer, name, kind, country, lat, lon, population, code, alias in rows
    ]


def _read_text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = [one for one in archive.namelist() if one.endswith(".txt") and "readme" not in one.lower()]
                data = archive.read(names[0]) if names else b""
        elif path.suffix == ".xz":
            data = lzma.decompress(data)
        elif path.suffix == ".gz":
            data = gzip.decompress(data)
        return data.decode("utf-8-sig")
    except (OSError, lzma.LZMAError, zipfile.BadZipFile, UnicodeDecodeError, EOFError) as error:
        raise UnreadableItem(path.name, str(error), "give a file of GeoNames or GeoJSON, in UTF-8") from error


def _add_places(base: apsw.Connection, label: str, lines: Iterable[str]) -> tuple[int, list[str]]:
    first = (base.execute("select coalesce(max(id), 0) from place").fetchone() or (0,))[0]
    places: list[tuple[Any, ...]] = []
    names: list[tuple[Any, ...]] = []
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        cells = line.split("\t")
        try:
            kind = _CODES.get(cells[7]) or _CLASSES[cells[6]] or _OTHER.get(cells[7])
            row = (label, f"geonames:{int(cells[0])}", cells[1], kind, cells[8] or None, *_point(cells[4], cells[5]),
                   int(cells[14] or 0), cells[10] or None)  # fmt: skip
        except (IndexError, ValueError, KeyError) as error:
            problems.append(f"line {number}: {_say(error, len(cells))}")
            continue
        if kind is None:
            continue
        place = first + len(places) + 1
        places.append((place, *row))
        names += _names(place, cells)
    base.executemany("insert into place values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
    base.executemany("insert or ignore into name values (?, ?, ?, ?, ?)", names)
    return len(places), problems


def _names(place: int, cells: list[str]) -> Iterator[tuple[Any, ...]]:
    own = make_key(cells[1])
    for other in (cells[1], cells[2], *cells[3].split(",")):
        if other and max(map(ord, other)) <= 0x2AF:
            key = make_key(other)
            if len(key) >= 2:
                yield key, place, make_skeleton(key), cells[8] or None, int(key != own)


def _point(lat: str, lon: str) -> tuple[float, float]:
    point = float(lat), float(lon)
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180) or point == (0.0, 0.0):
        raise ValueError(f"no point on earth: {lat}, {lon}")
    return point


def _say(error: Exception, cells: int) -> str:
    if isinstance(error, IndexError):
        return f"{cells} columns instead of 19"
    return f"unknown feature class {error}" if isinstance(error, KeyError) else str(error)


def _add_outlines(base: apsw.Connection, label: str, path: Path, text: str) -> tuple[int, list[str]]:
    try:
        features = msgspec.json.decode(text).get("features", [])
    except (msgspec.DecodeError, AttributeError) as error:
        raise UnreadableItem(path.name, f"not GeoJSON: {error}", "give a FeatureCollection") from error
    level = "admin2" if any(mark in path.name.lower() for mark in ("admin2", "adm2")) else "admin1"
    rows: list[tuple[Any, ...]] = []
    problems: list[str] = []
    for number, feature in enumerate(features, start=1):
        try:
            rows.append(_outline(label, level, feature))
        except (KeyError, TypeError, ValueError, IndexError) as error:
            problems.append(f"feature {number}: {type(error).__name__} {error}")
    base.executemany(
        "insert into boundary (source, level, name, country, west, south, east, north, rings) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows,
    )  # fmt: skip
    return len(rows), problems


def _outline(label: str, level: str, feature: dict[str, Any]) -> tuple[Any, ...]:
    about, shape = feature["properties"], feature["geometry"]
    # COD-AB calls them ADM1_FR, ADM2_EN; Who's On First and Natural Earth say name.
    level = about.get("level") if about.get("level") in ("admin1", "admin2") else level
    number = level[-1]
    named = [about.get(k) for k in (f"ADM{number}_FR", f"ADM{number}_EN", f"adm{number}_name", "name", "NAME")]
    name = next(one for one in named if one) if any(named) else ""
    if not name:
        raise ValueError("it has no name")
    polygons = {"Polygon": [shape["coordinates"]], "MultiPolygon": shape["coordinates"]}[shape["type"]]
    rings = [[(float(point[0]), float(point[1])) for point in ring] for polygon in polygons for ring in polygon]
    lons, lats = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    country = about.get("country") or about.get("ADM0_PCODE") or about.get("iso_a2")
    return (label, level, name, country, min(lons), min(lats), max(lons), max(lats), msgspec.msgpack.encode(rings))
