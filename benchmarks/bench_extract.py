"""Text to claims on one core: sentences a second with names, dates and places, and whether memory stays flat.

    python benchmarks/bench_extract.py [--reports 4000] [--profile] [--json]

The reports are generated (tests/pressroom.py), each another one, and are read one after the other in this process as
`tamani extract` does: located, extracted, weighed. Speed is counted in processor time, the median part; memory is
what the process holds after each tenth. --profile shows the functions that take most.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from pressroom import write_reports

from tamani.extract import extract_reading
from tamani.extract.confidence import weigh_claims
from tamani.flow.prepare import Tools, calm_collector, open_tools
from tamani.locate import find_toponyms
from tamani.read import read_item
from tamani.records import Item, Reading

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PART = 500  # reports generated at a time: they too must not fill the memory


def write_readings(number: int) -> Iterator[list[Reading]]:
    """So many readings, in parts, of as many reports that differ."""
    for seed, start in enumerate(range(0, number, PART)):
        rows = write_reports(seed, min(PART, number - start))
        yield [read_item(make_item(f"{seed}-{n}", row))[1] for n, row in enumerate(rows)]


def make_item(name: str, row: dict[str, Any]) -> Item:
    # A number of its own in every text: else a cache could know a sentence from before.
    data = f"{row['text']} (Ref. {name})".encode()
    published = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC)
    return Item(
        name=name, data=data, media_type="text/plain", collected=NOW, own_id=name, title=row["title"],
        published=published, language=row["language"],
    )  # fmt: skip


def read_claims(readings: list[Reading], tools: Tools) -> tuple[int, float, float]:
    """Sentences of a part, and processor seconds: of finding places, and of all the rest to the claims."""
    locating = reading = 0.0
    for one in readings:  # report by report, as they come: tokens that locating made are there for extracting
        start = time.process_time()
        places = find_toponyms(one, tools.gazetteer, home=True)
        located = time.process_time()
        weigh_claims(extract_reading(one, places, tools.vocabulary), one)
        locating += located - start
        reading += time.process_time() - located
    return sum(len(one.sentences) for one in readings), locating, reading


def read_memory() -> float:
    """MB that this process holds now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def measure(number: int, tools: Tools) -> dict[str, Any]:
    """Speed in the median part, and memory after each tenth."""
    extract: list[float] = []
    both: list[float] = []
    memory: list[int] = []
    done = 0
    for readings in write_readings(number):
        sentences, locating, reading = read_claims(readings, tools)
        extract.append(sentences / reading)
        both.append(sentences / (locating + reading))
        done += len(readings)
        if done * 10 // number > len(memory):
            memory.append(round(read_memory()))
    return {
        "reports": done,
        "text to claims sentences/s": round(statistics.median(extract)),
        "with places sentences/s": round(statistics.median(both)),
        "MB after each tenth": memory,
        "memory at the end against after the second tenth": round(memory[-1] / memory[min(1, len(memory) - 1)], 3),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=5000)
    parser.add_argument("--profile", action="store_true", help="show the functions that take most")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args()
    tools = open_tools(None, None)
    read_claims(next(write_readings(50)), tools)  # the lexicons are read once
    calm_collector()
    profile = cProfile.Profile()
    if options.profile:
        profile.enable()
    figures = measure(options.reports, tools)
    profile.disable()
    print(json.dumps(figures) if options.json else "\n".join(f"{name:<52}{value}" for name, value in figures.items()))
    if options.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
    return 0


if __name__ == "__main__":
    sys.exit(main())
