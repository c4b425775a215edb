"""Write years of a region's press, made up, with the right answer beside it.

    python benchmarks/generate.py --reports 10000 [--seed 7] [--years 5] --out reports.jsonl --gold gold.jsonl

Towns are real ones of twelve countries, out of tamani's own gazetteer; everything else is invented. An attack brings
one to forty reports with a heavy tail; three of four items are copies of a wire with another masthead, cut, edited or
translated; tolls rise, named speakers contradict each other, groups claim what they did and boast, an attack of last
year is recalled or commemorated, look-alikes follow in the next town on the next day, digests tell of several attacks,
and the rest is sport, cotton and rain. Reports come in order of publication and nothing is kept that is past, so any
size can be written; the same seed and size write the same bytes.

GOLD has one row {"report", "incident", "date"} for each attack that a report tells as news; {"recalled_by", "incident"}
for those it only recalls; a report that is not in it tells of none. It is what the scorer of clusters reads.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count, islice
from pathlib import Path
from typing import Any

from generate_world import WORDS, Attack, Row, World
from msgspec import Struct

from tamani.locate.tables import Entry

FIRST = date(2019, 1, 7)
MOST_REPORTS = 40
TAIL = 0.8  # of the Pareto law of reports on one attack: about six of them, one attack in six has ten
COPIES = 0.75
LOOK_ALIKES = 0.08  # attacks that are followed by one like it, a day or a village away
NOISE = 0.1
REPORTS_AN_ATTACK = 6.6  # what comes out, with the siblings and without noise; only the length of the run hangs on it


class Story(Struct, frozen=True):
    """One text as somebody wrote it, of parts (list of sentences, which, facts): it can be told in both languages."""

    paragraphs: tuple[tuple[tuple[str, int, Row], ...], ...]
    title: tuple[str, int, Row]
    published: datetime
    gold: tuple[Row, ...]


class Made(Struct, frozen=True):
    """A report as it is collected, with its rows of the gold."""

    row: Row
    gold: tuple[Row, ...]


# --- words --------------------------------------------------------------------------------------------------------


def say_of(name: str) -> str:
    """ "de Djibo", "d'Ansongo"."""
    return f"d'{name}" if name[0] in "AEÉIOUaeéiou" else f"de {name}"


def say_day(day: date, told: datetime, language: str) -> str:
    """When, as a paper says it that comes out then: the weekday within the week, else the date."""
    month = WORDS["months"][language][day.month - 1]
    if 0 <= (told.date() - day).days <= 6:
        name: str = WORDS["weekdays"][language][day.weekday()]
        return f"on {name}" if language == "en" else name
    return f"on {day.day} {month} {day.year}" if language == "en" else f"le {day.day} {month} {day.year}"


def say_number(number: int, language: str, spelled: bool) -> str:
    return WORDS["numbers"][language][number] if spelled and number <= 12 else str(number)


def tell(part: tuple[str, int, Row], language: str, told: datetime) -> str:
    """A sentence in a language, its facts put in."""
    path, which, facts = part
    found: Any = WORDS
    for step in path.split("."):
        found = found[step]
    pattern = found[language]
    made = (pattern if isinstance(pattern, str) else pattern[which % len(pattern)]).format_map(
        _Facts(facts, language, told)
    )
    return made[:1].upper() + made[1:]


class _Facts(dict[str, str]):
    """The facts of a sentence, said in its language when they are asked for."""

    def __init__(self, facts: Row, language: str, told: datetime) -> None:
        super().__init__()
        self.facts, self.language, self.told = facts, language, told

    def __missing__(self, name: str) -> str:
        facts, language = self.facts, self.language
        if name.startswith("of_"):
            return say_of(str(facts[name[3:]]))
        if name in ("Speaker", "Group", "Thing"):
            said = self[name.lower()]
            return said[:1].upper() + said[1:]
        value = facts.get(name)
        if name == "now":
            return say_day(self.told.date(), self.told, language)
        if name in ("country", "name", "nom"):
            return str(WORDS["countries"][facts["code"]][language if name == "country" else name])
        if name in ("people", "old_people"):
            return str(WORDS["people"][language][value])
        if name in ("speaker", "other"):
            return str(WORDS["speakers"][language][value])
        if name in ("thing", "other_thing", "trade", "hour", "crop"):
            return str(WORDS[name.removeprefix("other_")][language][value])
        if name == "group":
            return str(WORDS["group_names"][value][language])
        if name == "day":
            return say_day(facts["when"], self.told, language)
        if name == "old_day":
            return f"{WORDS['months'][language][facts['old_when'].month - 1]} {facts['old_when'].year}"
        if name == "old_date":
            return f"{facts['old_when'].day} {self['old_day']}"
        if isinstance(value, int):
            return say_number(value, language, bool(facts.get("spelled")))
        return str(value)


# --- stories ------------------------------------------------------------------------------------------------------


class Desk:
    """Writes the stories of attacks, and the copies that other papers make of them."""

    def __init__(self, world: World) -> None:
        self.world, self.chance = world, world.chance

    def cover(self, attack: Attack) -> Iterator[tuple[Story, str, str]]:
        """All reports of one attack: story, language, and how it came ("wire", "copy")."""
        number = min(MOST_REPORTS, int(self.chance.paretovariate(TAIL)))
        wires: list[Story] = []
        for _ in range(number):
            if wires and self.chance.random() < COPIES:
                # The first wire is copied most.
                story = wires[min(len(wires) - 1, int(self.chance.expovariate(1.5)))]
                later = timedelta(minutes=10 + self.chance.expovariate(1 / 300))
                yield _at(story, story.published + later), self.chance.choice(("en", "fr")), "copy"
            else:
                wires.append(self.write(attack, len(wires)))
                yield wires[-1], self.chance.choice(("en", "fr")), "wire"

    def write(self, attack: Attack, number: int) -> Story:
        """The number-th text that somebody writes himself on an attack."""
        hours = 3 + self.chance.expovariate(1 / 9) + number * self.chance.uniform(4, 30)
        told = datetime.combine(attack.day, time(attack.hour), UTC) + timedelta(hours=hours)
        facts = self._facts_of(attack)
        drawn = self.chance.random()
        if number and drawn < 0.35:
            return self._change_toll(attack, facts, told, "update")
        if number and drawn < 0.55:
            return self._change_toll(attack, facts, told, "contradiction")
        if number and drawn < 0.7 and attack.group:
            boast = facts | {"n": attack.dead * 2 + self.chance.randrange(5), "group": attack.group}
            return self._frame(attack, "communique", boast, told)
        if drawn > 0.9:
            brief = (("brief", self.chance.randrange(3), facts),)
            return Story((brief,), (f"kinds.{attack.kind}.title", 0, facts), told, (self._gold(attack),))
        return self._write_wire(attack, facts, told)

    def _detail(self, town: Entry) -> Row:
        """What fills a sentence, drawn anew for each."""
        pick = self.chance.randrange
        lists = {"thing": "thing", "other_thing": "thing", "trade": "trade", "hour": "hour", "crop": "crop"}
        drawn: Row = {name: pick(len(WORDS[path]["en"])) for name, path in lists.items()}
        return drawn | {"near": self.world.find_near(town).name, "k": pick(4, 60)}

    def _draw(self, path: str) -> int:
        return self.chance.randrange(len(WORDS[path]["en"]))

    def _say(self, path: str, which: int, facts: Row, town: Entry) -> tuple[str, int, Row]:
        return path, which, facts | self._detail(town)

    def _facts_of(self, attack: Attack) -> Row:
        town = attack.town
        return {
            "place": town.name, "region": town.admin1, "code": town.country, "when": attack.day, "n": attack.dead,
            "m": attack.hurt, "people": attack.people, "speaker": self.chance.randrange(len(WORDS["speakers"]["en"])),
            "spelled": self.chance.random() < 0.4,
        }  # fmt: skip

    def _write_wire(self, attack: Attack, facts: Row, told: datetime) -> Story:
        more = self.chance.sample(range(len(WORDS["more"]["en"])), self.chance.randrange(2, 5))
        if attack.kind == "abduction":
            more = [one for one in more if one]
        first = [(f"kinds.{attack.kind}.lead", self.chance.randrange(4), facts)]
        first += [self._say("more", one, facts, attack.town) for one in more[:2]]
        second = [self._say("more", one, facts, attack.town) for one in more[2:]]
        if attack.group and self.chance.random() < 0.5:
            second.append(("blame", self.chance.randrange(3), facts | {"group": attack.group}))
        return self._close(attack, first, second, (f"kinds.{attack.kind}.title", self.chance.randrange(3), facts), told)

    def _change_toll(self, attack: Attack, facts: Row, told: datetime, form: str) -> Story:
        if form == "update":
            changed = {"n": attack.dead + self.chance.randrange(1, 6), "old": attack.dead}
        else:
            lower = max(1, int(attack.dead * self.chance.choice((0.4, 0.6, 1.5, 2.0))))
            changed = {"n": lower if lower != attack.dead else lower + 2, "old": attack.dead}
            changed["other"] = (facts["speaker"] + 3) % len(WORDS["speakers"]["en"])
        return self._frame(attack, form, facts | changed, told)

    def _frame(self, attack: Attack, form: str, facts: Row, told: datetime) -> Story:
        first = [(form, self.chance.randrange(3), facts), self._say("more", self._draw("more"), facts, attack.town)]
        return self._close(attack, first, [], (f"{form}.title", self.chance.randrange(2), facts), told)

    def _close(
        self, attack: Attack, first: list[Any], second: list[Any], title: tuple[str, int, Row], told: datetime
    ) -> Story:
        """A text with what every paper puts at its end: the state of the area, and what happened there before."""
        gold = [self._gold(attack)]
        count = self.chance.randrange(1, 3)
        third = [self._say("fillers", self._draw("fillers"), title[2], attack.town) for _ in range(count)]
        past = self.world.past[str(attack.town.country)]
        if past and self.chance.random() < 0.3:
            old = self.chance.choice(past)
            if old.ident != attack.ident and (attack.day - old.day).days > 40:
                third.append(("recalled", self.chance.randrange(3), title[2] | _recall(old)))
                gold.append({"recalled_by": "", "incident": old.ident, "date": _date_of(old)})
        return Story(tuple(tuple(one) for one in (first, second, third) if one), title, told, tuple(gold))

    def commemorate(self, old: Attack, day: date) -> Story:
        """What a paper writes a year later."""
        told = datetime.combine(day, time(self.chance.randrange(6, 20)), UTC)
        facts = self._facts_of(old) | _recall(old)
        lead = (
            ("anniversary", self.chance.randrange(2), facts),
            self._say("fillers", self._draw("fillers"), facts, old.town),
        )
        gold = {"recalled_by": "", "incident": old.ident, "date": _date_of(old)}
        return Story((lead,), ("anniversary.title", 0, facts), told, (gold,))

    def sum_up(self, code: str, day: date) -> Story | None:
        """A country's week in one text."""
        week = [one for one in self.world.past[code] if 0 <= (day - one.day).days <= 6]
        if len(week) < 3:
            return None
        chosen = sorted(
            self.chance.sample(week, min(len(week), self.chance.randrange(3, 7))), key=lambda one: one.ident
        )
        told = datetime.combine(day, time(18), UTC)
        parts = [(("digest.opening", 0, {"code": code}),)]
        for one in chosen:
            which = self.chance.randrange(4)
            parts.append(((f"kinds.{one.kind}.lead", which, self._facts_of(one)),))
        gold = tuple(self._gold(one) for one in chosen)
        return Story(tuple(parts), ("digest.title", 0, {"code": code}), told, gold)

    def babble(self, day: date) -> Story:
        """Sport, cotton, rain."""
        code = self.chance.choice(self.world.countries)
        town = self.chance.choice(self.world.towns[code])
        told = datetime.combine(day, time(self.chance.randrange(24), self.chance.randrange(60)), UTC)
        facts = {"place": town.name, "when": day, "a": self.chance.randrange(6), "b": self.chance.randrange(3)}
        facts |= {"big": self.chance.randrange(20, 900), "code": code, "region": town.admin1}
        which = self.chance.randrange(5)
        parts = ((("noise", which, facts),), (self._say("fillers", self._draw("fillers"), facts, town),))
        return Story(parts, ("noise.title", which, facts), told, ())

    def _gold(self, attack: Attack) -> Row:
        return {"report": "", "incident": attack.ident, "date": _date_of(attack)}

    def print_report(self, story: Story, language: str, how: str, ident: str) -> Made:
        """A story as one paper brings it."""
        told = story.published
        paragraphs = [" ".join(tell(part, language, told) for part in one) for one in story.paragraphs]
        agency = WORDS["outlets"]["agency"][story.title[1] % 3]
        outlet = self.chance.choice(WORDS["outlets"][language]) if how == "copy" else agency
        title, cut = story.title, False
        if how == "copy":
            title = (title[0], self.chance.randrange(3), title[2])
            cut = self.chance.random() < 0.35 and len(paragraphs) > 1
            paragraphs = paragraphs[: self.chance.randrange(1, len(paragraphs))] if cut else paragraphs
            paragraphs = self._edit(paragraphs, language, agency)
        gold = tuple(_name_report(one, ident) for one in story.gold)
        row = {
            "id": ident, "title": tell(title, language, told), "text": "\n\n".join(paragraphs),
            "published": told.isoformat(timespec="minutes"), "language": language, "source": outlet,
        }  # fmt: skip
        # What was cut away with the last paragraph is not recalled any more.
        return Made(row, tuple(one for one in gold if "report" in one) if cut else gold)

    def _edit(self, paragraphs: list[str], language: str, agency: str) -> list[str]:
        chance, made = self.chance, list(paragraphs)
        if chance.random() < 0.5:
            for old, new in chance.sample(WORDS["swaps"][language], 2):
                made[0] = made[0].replace(old, new)
        if chance.random() < 0.5:
            made[0] = f"({agency}) - {made[0]}"
        if chance.random() < 0.3:
            made.append(chance.choice(WORDS["closings"][language]))
        return made


def _at(story: Story, told: datetime) -> Story:
    return Story(story.paragraphs, story.title, told, story.gold)


def _recall(old: Attack) -> Row:
    return {"old_place": old.town.name, "old_n": old.dead, "old_people": old.people, "old_when": old.day}


def _date_of(attack: Attack) -> list[Row]:
    return [{"low": attack.day.isoformat(), "high": attack.day.isoformat()}]


def _name_report(row: Row, ident: str) -> Row:
    return {key: ident if key in ("report", "recalled_by") else value for key, value in row.items()}


# --- the stream ---------------------------------------------------------------------------------------------------


def write_years(seed: int, reports: int, years: int = 5) -> Iterator[Made]:
    """So many reports over so many years, in order of publication."""
    return islice(_write_days(seed, reports * (1 - NOISE) / REPORTS_AN_ATTACK / (years * 365)), reports)


def _write_days(seed: int, rate: float) -> Iterator[Made]:
    """Report after report for ever; rate: attacks a day."""
    world = World(seed)
    desk, waiting, order = Desk(world), [], count()  # type: Desk, list[tuple[datetime, int, Story, str, str]], Any
    owed = 0.0
    coming: dict[date, list[Attack]] = defaultdict(list)
    for day in (FIRST + timedelta(days=n) for n in count()):
        for story, language, how in _happen(desk, day, _count(world, rate), coming):
            heappush(waiting, (story.published, next(order), story, language, how))
        noise = len(waiting) and rate * REPORTS_AN_ATTACK * NOISE / (1 - NOISE)
        owed += noise
        while owed >= 1:
            owed -= 1
            story = desk.babble(day)
            heappush(waiting, (story.published, next(order), story, world.chance.choice(("en", "fr")), "wire"))
        tomorrow = datetime.combine(day + timedelta(days=1), time(), UTC)
        while waiting and waiting[0][0] < tomorrow:
            _, number, story, language, how = heappop(waiting)
            yield desk.print_report(story, language, how, f"g{seed}-{number}")


def _count(world: World, rate: float) -> int:
    """How many attacks on one day: some days many, most few."""
    mean = rate * world.chance.gammavariate(2.0, 0.5)
    return int(mean) + (world.chance.random() < mean - int(mean))


def _happen(desk: Desk, day: date, attacks: int, coming: dict[date, list[Attack]]) -> Iterator[tuple[Story, str, str]]:
    world = desk.world
    today = [world.strike(day) for _ in range(attacks)] + coming.pop(day, [])
    for attack in today:
        world.remember(attack)
        if world.chance.random() < LOOK_ALIKES:
            follower = world.follow(attack)
            if follower.day > day:
                coming[follower.day].append(follower)
            else:
                today.append(follower)
        yield from desk.cover(attack)
    while world.grave and (day - world.grave[0].day).days >= 365:
        old = world.grave.popleft()
        if world.chance.random() < 0.5:
            yield desk.commemorate(old, day), world.chance.choice(("en", "fr")), "wire"
    if day.weekday() == 6:
        for code in world.countries:
            digest = desk.sum_up(code, day)
            if digest is not None:
                yield digest, world.chance.choice(("en", "fr")), "wire"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--gold", type=Path)
    asked = parser.parse_args()
    with asked.out.open("w", encoding="utf-8") as out:
        gold = asked.gold.open("w", encoding="utf-8") if asked.gold else None
        for made in write_years(asked.seed, asked.reports, asked.years):
            out.write(json.dumps(made.row, ensure_ascii=False) + "\n")
            for row in made.gold if gold else ():
                gold.write(json.dumps(row, ensure_ascii=False) + "\n")  # type: ignore[union-attr]
        if gold:
            gold.close()


if __name__ == "__main__":
    main()
