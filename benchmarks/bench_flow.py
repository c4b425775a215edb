"""How fast reports go the whole way: text -> read -> located -> extracted -> stored -> in incidents.

    python benchmarks/bench_flow.py --reports 2000 [--json]

The reports are generated (tests/pressroom.py): two languages, some 120 words each, four on every attack. Each stage is
measured alone in this process first, then the whole way with all processors, then a repeated load.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from pressroom import write_reports

from tamani.collect import collect_items
from tamani.extract import extract_reading
from tamani.flow import OWNER, Query, add_items, list_incidents, show_incident
from tamani.flow.prepare import open_tools
from tamani.fuse import describe_mention
from tamani.locate import find_toponyms
from tamani.read import read_item
from tamani.records import Item, Reading
from tamani.settings import Settings
from tamani.store import open_store

T = TypeVar("T")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def time_stage(work: Callable[[], T]) -> tuple[T, float]:
    """What a stage gives, and its seconds."""
    start = time.perf_counter()
    made = work()
    return made, time.perf_counter() - start


def measure_stages(path: Path, settings: Settings) -> dict[str, Any]:
    """Each room alone, in one process, after a first warm report."""
    tools, opened = time_stage(lambda: open_tools(None, None))
    items, collected = time_stage(lambda: list(collect_items([str(path)], settings, now=NOW)))
    assert all(isinstance(item, Item) for item in items)
    read_item(items[0])  # type: ignore[arg-type]
    readings, read = time_stage(lambda: [read_item(item)[1] for item in items])  # type: ignore[arg-type]
    warm = readings[:20]
    for reading in warm:
        extract_reading(reading, find_toponyms(reading, tools.gazetteer), tools.vocabulary)
    places, located = time_stage(lambda: [find_toponyms(reading, tools.gazetteer) for reading in readings])
    pairs: list[tuple[Reading, Any]] = list(zip(readings, places, strict=True))
    found, extracted = time_stage(lambda: [extract_reading(one, spots, tools.vocabulary) for one, spots in pairs])
    cards, described = time_stage(
        lambda: [
            describe_mention(mention, reading, tools.vocabulary)
            for reading, extraction in zip(readings, found, strict=True)
            for mention in extraction.mentions
        ]
    )
    sentences = sum(len(reading.sentences) for reading in readings)
    number = len(readings)
    return {
        "open gazetteer s": round(opened, 2),
        "collect reports/s": round(number / collected),
        "read reports/s": round(number / read),
        "locate reports/s": round(number / located),
        "extract reports/s": round(number / extracted),
        "cards/s": round(len(cards) / described),
        "text to claims sentences/s (extract)": round(sentences / extracted),
        "text to claims sentences/s (locate and extract)": round(sentences / (located + extracted)),
        "claims a report": round(sum(len(c) for c in _claims(found)) / number, 1),
        "mentions a report": round(len(cards) / number, 2),
    }


def _claims(found: Iterable[Any]) -> Iterator[Any]:
    for extraction in found:
        yield [claim for mention in extraction.mentions for claim in mention.claims] + list(extraction.statements)


def _processor_seconds() -> float:
    """Processor time of this process and of the workers that have ended; unlike the clock it minds no neighbours."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure_whole(path: Path, folder: Path, settings: Settings, number: int) -> dict[str, Any]:
    """The whole way on all processors, then again, then looking at the result."""
    with open_store(folder / "bench.db") as store:
        before = _processor_seconds()
        result, first = time_stage(lambda: add_items(store, [str(path)], settings, now=NOW))
        spent = _processor_seconds() - before
        again, second = time_stage(lambda: add_items(store, [str(path)], settings, now=NOW))
        listed, seconds = time_stage(lambda: list(list_incidents(store, OWNER, Query(), now=NOW)))
        largest = max(listed, key=lambda one: len(one.cited))
    with open_store(folder / "bench.db") as store:  # opened anew: nothing is remembered
        _, shown = time_stage(lambda: show_incident(store, largest.incident.id, OWNER))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {
        "reports": number,
        "processors": os.cpu_count(),
        "added": result.added,
        "known again": again.known,
        "incidents": len(listed),
        "reports in the largest": len(largest.cited),
        "text to stored reports/s": round(number / first),
        "processor ms a report, all processes": round(1000 * spent / number, 1),
        "repeated load reports/s": round(number / second),
        "incidents listed/s": round(len(listed) / seconds),
        "show the largest ms": round(shown * 1000),
        "peak MB, this process": round(own),
        "peak MB, largest worker": round(worker),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "reports.jsonl"
        rows = write_reports(asked.seed, asked.reports)
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        settings = Settings()
        found = measure_stages(path, settings) | measure_whole(path, folder, settings, asked.reports)
    if asked.json:
        print(json.dumps(found))
    else:
        for label, value in found.items():
            print(f"{label:50} {value}")


if __name__ == "__main__":
    main()
