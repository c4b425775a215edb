"""Text to claims on one core: sentences a second, processor time of each stage, and whether memory stays flat.

    python benchmarks/bench_extract.py [--reports 3000] [--profile] [--json]

Two streams of made-up reports are read one after the other in this process, as a worker of `tamani add` does: read,
located, extracted, weighed, described for fusing, and the names of persons hidden.

    unique   no report shares a sentence with one before it (tests/pressroom.py; what was read is forgotten each time)
    mix      as items come in: three of four are copies of a wire, cut or edited (benchmarks/generate.py)

Speed is counted in processor time, the median part; memory is what the process holds after each tenth of the mix.
--profile shows which stage, room and function take most of each stream.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from generate import write_years
from pressroom import write_reports

from tamani.extract import extract_reading
from tamani.extract.confidence import weigh_claims
from tamani.extract.document import forget_words
from tamani.extract.parties.actors import find_registry
from tamani.flow.prepare import Tools, open_tools
from tamani.flow.workers import calm_collector
from tamani.fuse import describe_mention
from tamani.locate import find_toponyms
from tamani.mask import hide_persons
from tamani.read import read_item
from tamani.records import Item

ROOT = Path(__file__).parent.parent / "tamani"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
PART = 250  # reports generated at a time: they too must not fill the memory
STAGES = ("read", "locate", "extract", "weigh", "describe", "hide")
CLAIMS = ("locate", "extract", "weigh")  # the stages from text to claims
Row = dict[str, Any]


def write_unique(number: int) -> Iterator[Row]:
    """So many reports, each to be read as if it were the first."""
    for seed, start in enumerate(range(0, number, PART)):
        yield from write_reports(seed, min(PART, number - start))


def write_mix(number: int) -> Iterator[Row]:
    """So many reports as they come in."""
    return (made.row for made in write_years(11, number))


def make_item(row: Row) -> Item:
    published = datetime.fromisoformat(row["published"])
    return Item(
        name=row["id"], data=row["text"].encode(), media_type="text/plain", collected=NOW, own_id=row["id"],
        title=row["title"], published=published if published.tzinfo else published.replace(tzinfo=UTC),
        language=row["language"],
    )  # fmt: skip


def read_claims(items: list[Item], tools: Tools, forget: bool) -> tuple[int, dict[str, float]]:
    """Sentences of a part, and processor seconds of each stage."""
    spent = dict.fromkeys(STAGES, 0.0)
    allowed = find_registry(tools.vocabulary).allowed
    sentences = 0
    for item in items:
        if forget:
            forget_words()
        marks = [time.process_time()]
        reading = read_item(item)[1]
        marks.append(time.process_time())
        places = find_toponyms(reading, tools.gazetteer, home=True)
        marks.append(time.process_time())
        extraction = extract_reading(reading, places, tools.vocabulary)
        marks.append(time.process_time())
        extraction = weigh_claims(extraction, reading)
        marks.append(time.process_time())
        for mention in extraction.mentions:
            describe_mention(mention, reading, tools.vocabulary)
        marks.append(time.process_time())
        hide_persons(extraction, reading, allowed)
        marks.append(time.process_time())
        for at, stage in enumerate(STAGES):
            spent[stage] += marks[at + 1] - marks[at]
        sentences += len(reading.sentences)
    return sentences, spent


def read_memory() -> float:
    """MB that this process holds now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def measure(rows: Iterator[Row], number: int, tools: Tools, forget: bool) -> Row:
    """Speed in the median part, and memory after each tenth."""
    speeds: list[float] = []
    without: list[float] = []
    memory: list[int] = []
    stages: dict[str, list[float]] = {stage: [] for stage in STAGES}
    done = 0
    while part := [make_item(row) for row in islice(rows, PART)]:
        sentences, spent = read_claims(part, tools, forget)
        speeds.append(sentences / sum(spent[stage] for stage in CLAIMS))
        without.append(sentences / (spent["extract"] + spent["weigh"]))
        for stage in STAGES:
            stages[stage].append(1000 * spent[stage] / len(part))
        done += len(part)
        while len(memory) < done * 10 // number:
            memory.append(round(read_memory()))
    millis = {stage: round(statistics.median(spent), 3) for stage, spent in stages.items()}
    return {
        "reports": done,
        "text to claims sentences/s": round(statistics.median(without)),
        "with places sentences/s": round(statistics.median(speeds)),
        "processor ms a report": round(sum(millis.values()), 2),
        **{f"  {stage} ms": spent for stage, spent in millis.items()},
        "MB after each tenth": memory,
        "memory at the end against after the second tenth": round(memory[-1] / memory[1], 3),
    }


def print_profile(profile: cProfile.Profile) -> None:
    """Rooms and functions by their own time."""
    rooms: Counter[str] = Counter()
    stats: Any = pstats.Stats(profile)
    for (path, _, name), (_, _, own, _, _) in stats.stats.items():
        if "process_time" in name:
            continue  # the measuring itself
        inside = Path(path).is_relative_to(ROOT)
        rooms["/".join(Path(path).relative_to(ROOT).parts[:-1]) or "tamani" if inside else "(Python)"] += own
    for room, own in rooms.most_common(16):
        print(f"  {room:<30}{own / rooms.total():6.1%}")
    stats.sort_stats("tottime").print_stats(25)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=3000, help="of each stream")
    parser.add_argument("--profile", action="store_true", help="show the rooms and functions that take most")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args()
    tools = open_tools(None, None)
    read_claims([make_item(row) for row in write_unique(50)], tools, forget=True)  # the lexicons are read once
    calm_collector()
    streams: dict[str, tuple[Callable[[int], Iterator[Row]], bool]] = {
        "unique": (write_unique, True),
        "mix": (write_mix, False),
    }
    figures: Row = {}
    for name, (write, forget) in streams.items():
        profile = cProfile.Profile(time.process_time)  # the clock would count the neighbours too
        if options.profile:
            profile.enable()
        made = measure(write(options.reports), options.reports, tools, forget)
        profile.disable()
        figures |= {f"{name}: {label.strip()}": value for label, value in made.items()}
        if not options.json:
            print(f"{name}\n" + "\n".join(f"  {label:<52}{value}" for label, value in made.items()))
        if options.profile:
            print_profile(profile)
    if options.json:
        print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
