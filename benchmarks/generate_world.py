"""What happens in the made-up region of generate.py: which town is hit on which day, by whom, and what is remembered.

Nothing is said here: generate.py writes the reports. Both draw from one source of chance, in turn, so that the same
seed gives the same world and the same words.
"""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict, deque
from datetime import date, timedelta
from itertools import count
from math import hypot
from pathlib import Path
from typing import Any

from msgspec import Struct

from tamani.locate.tables import Entry, load_tables

Row = dict[str, Any]
WORDS: Row = tomllib.loads((Path(__file__).parent / "generate_words.toml").read_text(encoding="utf-8"))
REMEMBERED = 4_000  # attacks of a country that may be recalled: a year and a half in the busiest run
NEXT_DOOR = 0.6  # degrees


class Attack(Struct, frozen=True):
    """What happened in the made-up world."""

    ident: str
    kind: str
    town: Entry
    day: date
    hour: int
    dead: int
    hurt: int
    people: int
    group: str


class World:
    """The region: its towns with how often each is hit, and what is remembered of what happened."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.towns = _list_towns()
        self.countries = sorted(self.towns)
        self.weights = [WORDS["countries"][code]["weight"] for code in self.countries]
        self.areas: dict[str, list[Entry]] = {}
        self.fates: dict[str, list[float]] = {}
        for code in self.countries:
            # Some towns are hit again and again, most hardly ever: a flattened Zipf law, in an order of chance. At a
            # million reports the worst of them sees an attack every other day.
            ranks = list(range(1, len(self.towns[code]) + 1))
            self.chance.shuffle(ranks)
            self.fates[code] = [(rank + 8) ** -0.8 for rank in ranks]
        self.past: dict[str, deque[Attack]] = {code: deque(maxlen=REMEMBERED) for code in self.countries}
        self.grave: deque[Attack] = deque()
        self.numbers = count(1)

    def strike(self, day: date) -> Attack:
        """One attack on a day."""
        code = self.chance.choices(self.countries, self.weights)[0]
        town = self.chance.choices(self.towns[code], self.fates[code])[0]
        kinds = WORDS["kinds"]
        kind = self.chance.choices(list(kinds), [one["share"] for one in kinds.values()])[0]
        return self.make_attack(kind, town, day, self.chance.choice(WORDS["groups"].get(code, [""])))

    def make_attack(self, kind: str, town: Entry, day: date, group: str) -> Attack:
        dead = min(180, 1 + int(1.6 * self.chance.paretovariate(1.1)))
        hurt = 2 + int(self.chance.expovariate(1 / 9))
        people = self.chance.randrange(len(WORDS["people"]["en"]))
        name = f"e{next(self.numbers)}"
        return Attack(name, kind, town, day, self.chance.randrange(24), max(2, dead), hurt, people, group)

    def follow(self, first: Attack) -> Attack:
        """A look-alike: the same group does the same next door on the next day, or again in the town that week."""
        towns = [one for one in self.towns[str(first.town.country)] if _is_next_door(one, first.town)]
        if towns and self.chance.random() < 0.6:
            town, later = self.chance.choice(towns), self.chance.choice((0, 1, 1, 2))
        else:
            town, later = first.town, self.chance.randrange(3, 9)
        return self.make_attack(first.kind, town, first.day + timedelta(days=later), first.group)

    def find_near(self, town: Entry) -> Entry:
        """A town that a report of this one may name: not the next one, but of the area."""
        if town.id not in self.areas:
            others = [one for one in self.towns[str(town.country)] if one.id != town.id]
            self.areas[town.id] = sorted(others, key=lambda one: hypot(one.lat - town.lat, one.lon - town.lon))[3:15]
        return self.chance.choice(self.areas[town.id])

    def remember(self, attack: Attack) -> None:
        self.past[str(attack.town.country)].append(attack)
        if attack.dead >= 25:
            self.grave.append(attack)


def _list_towns() -> dict[str, list[Entry]]:
    found: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entries in load_tables().entries.values():
        for one in entries:
            if one.kind == "town" and one.country in WORDS["countries"] and one.admin1 and not one.alias:
                found[str(one.country)][one.id] = one
    return {code: [towns[ident] for ident in sorted(towns)] for code, towns in found.items()}


def _is_next_door(one: Entry, other: Entry) -> bool:
    return one.id != other.id and hypot(one.lat - other.lat, one.lon - other.lon) < NEXT_DOOR
