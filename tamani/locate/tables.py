"""Our own tables: countries, first-level areas, and the Sahel places that reports name. See data/README.md."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from msgspec import Struct

from tamani.errors import BadVocabulary
from tamani.locate.keys import make_key

DATA = Path(__file__).parent / "data"


class Entry(Struct, frozen=True):
    """A place that a name may stand for."""

    id: str  # "geonames:2457163", "tamani:wagadou"
    name: str
    kind: str  # town, admin1, admin2, country, region, water, site
    country: str | None
    lat: float
    lon: float
    radius: float  # km
    population: int = 0
    admin1: str | None = None
    admin2: str | None = None
    code: str | None = None  # GeoNames' admin-1 code
    own: bool = False  # of our own tables: known to be in the news
    alias: bool = False  # the name looked up is not its first name


class Country(Struct, frozen=True):
    """One row of countries.csv."""

    iso: str
    en: str
    fr: str
    lat: float
    lon: float
    radius: float
    demonyms: tuple[str, ...] = ()  # folded
    capital: str = ""  # none where two towns share it: "the capital" of Benin may be either


class Tables(Struct, frozen=True):
    """Our tables, by key."""

    entries: dict[str, tuple[Entry, ...]]
    countries: dict[str, Country]
    demonyms: dict[str, str]  # folded word -> country
    areas: dict[tuple[str, str], tuple[float, float, float]]  # (country, "north") -> lat, lon, km
    borders: dict[tuple[str, str], tuple[float, float, float]]
    admin1_of: dict[tuple[str, str], str]  # (country, GeoNames' code) -> name
    parts: dict[tuple[str, str], tuple[float, float, float]]  # ("Parc du W", "BJ") -> lat, lon, km


@cache
def load_tables(folder: Path = DATA) -> Tables:
    """The tables of a folder; an error names the file and the line."""
    found: dict[str, list[Entry]] = {}
    countries = {row.iso: row for row in _read_countries(folder / "countries.csv", found)}
    admin1_of = _read_admin1(folder / "admin1.csv", found)
    _read_places(folder / "sahel.csv", found)
    _read_places(folder / "world.csv", found)
    areas: dict[tuple[str, str], tuple[float, float, float]] = {}
    borders: dict[tuple[str, str], tuple[float, float, float]] = {}
    for row in _rows(folder / "areas.csv"):
        where = (float(row["lat"]), float(row["lon"]), float(row["radius"]))
        if len(row["part"]) == 2:
            borders[row["country"], row["part"]] = borders[row["part"], row["country"]] = where
        else:
            areas[row["country"], row["part"]] = where
    return Tables(
        entries={key: tuple(entries) for key, entries in found.items()},
        countries=countries,
        demonyms={word: row.iso for row in countries.values() for word in row.demonyms},
        areas=areas,
        borders=borders,
        admin1_of=admin1_of,
        parts={
            (row["name"], row["country"]): (float(row["lat"]), float(row["lon"]), float(row["radius"]))
            for row in _rows(folder / "parts.csv")
        },
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise BadVocabulary(f"{path.name}, line {number}", "it has too few or too many cells", "mend the line")
    return rows


def _read_countries(path: Path, found: dict[str, list[Entry]]) -> list[Country]:
    made = []
    for row in _rows(path):
        demonyms = tuple(make_key(word) for word in row["demonyms"].split("|") if word)
        where = (float(row["lat"]), float(row["lon"]), float(row["radius"]))
        country = Country(row["iso"], row["en"], row["fr"], *where, demonyms, row["capital"])
        made.append(country)
        entry = Entry(
            _name_id(row["geonames"], country.iso),
            country.en, "country", country.iso, country.lat, country.lon, country.radius, int(row["population"] or 0),
            own=True,
        )  # fmt: skip
        _add(found, entry, (country.en, country.fr, *row["aliases"].split("|")))
    return made


def _read_admin1(path: Path, found: dict[str, list[Entry]]) -> dict[tuple[str, str], str]:
    names: dict[tuple[str, str], str] = {}
    for row in _rows(path):
        entry = Entry(
            _name_id(row["geonames"], row["country"], row["name"]),
            row["name"], "admin1", row["country"], float(row["lat"]), float(row["lon"]), float(row["radius"]),
            admin1=row["name"], code=row["code"] or None, own=True,
        )  # fmt: skip
        if row["code"]:
            names.setdefault((row["country"], row["code"]), row["name"])
        _add(found, entry, (row["name"], *row["aliases"].split("|")))
    return names


def _read_places(path: Path, found: dict[str, list[Entry]]) -> None:
    for row in _rows(path):
        entry = Entry(
            _name_id(row["geonames"], row["country"], row["kind"], row["name"], row["admin1"]),
            row["name"], row["kind"], row["country"] or None,
            float(row["lat"]), float(row["lon"]), float(row["radius"]),
            admin1=row["admin1"] or None, admin2=row["admin2"] or None, own=True,
        )  # fmt: skip
        _add(found, entry, (row["name"], *row["aliases"].split("|")))


def _name_id(geonames: str, *parts: str) -> str:
    """The id in GeoNames where it has one, else our own: "tamani:ml-site-foret-de-wagadou"."""
    return f"geonames:{geonames}" if geonames else "tamani:" + make_key(" ".join(parts)).replace(" ", "-")


def _add(found: dict[str, list[Entry]], entry: Entry, names: tuple[str, ...]) -> None:
    keys = dict.fromkeys(make_key(name) for name in names if name)
    for key in keys:
        found.setdefault(key, []).append(entry)
