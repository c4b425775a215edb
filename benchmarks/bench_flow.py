"""How fast reports go the whole way: text -> read -> located -> extracted -> stored -> in incidents.

    python benchmarks/bench_flow.py --reports 2000 [--rounds 5] [--pages FOLDER] [--json]

The reports are generated (tests/pressroom.py): two languages, some 120 words each, four on every attack. Each stage is
measured alone in this process first, then the whole way with all processors, then a repeated load. Last, pages of HTML
go the whole way beside trafilatura alone on the same pages: those of FOLDER, else made-up ones. Figures are medians;
stages are counted in processor time, which minds no neighbours. What is set aside is named on stderr.

With PYTHONDONTWRITEBYTECODE set every worker process compiles tamani anew before it reads: a second, of few reports a
third of the time. An installed tamani is compiled once.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from bench_read import measure, read_peer
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


def repeat_stage(work: Callable[[], T], rounds: int) -> tuple[T, float]:
    """What a stage gives, and the median of its processor seconds."""
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        made = work()
        seconds.append(time.process_time() - start)
    return made, statistics.median(seconds)


def measure_stages(path: Path, settings: Settings, rounds: int) -> dict[str, Any]:
    """Each room alone, in one process, after a first warm report."""
    tools, opened = time_stage(lambda: open_tools(None, None))
    items, collected = repeat_stage(lambda: list(collect_items([str(path)], settings, now=NOW)), rounds)
    assert all(isinstance(item, Item) for item in items)
    readings, read = repeat_stage(lambda: [read_item(item)[1] for item in items], rounds)  # type: ignore[arg-type]
    for reading in readings[:20]:
        extract_reading(reading, find_toponyms(reading, tools.gazetteer), tools.vocabulary)
    places, located = repeat_stage(lambda: [find_toponyms(reading, tools.gazetteer) for reading in readings], rounds)
    pairs: list[tuple[Reading, Any]] = list(zip(readings, places, strict=True))
    found, extracted = repeat_stage(
        lambda: [extract_reading(one, spots, tools.vocabulary) for one, spots in pairs], rounds
    )
    cards, described = repeat_stage(
        lambda: [
            describe_mention(mention, reading, tools.vocabulary)
            for reading, extraction in zip(readings, found, strict=True)
            for mention in extraction.mentions
        ],
        rounds,
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


def load_once(path: Path, database: Path, settings: Settings) -> tuple[int, float, float]:
    """Into a new store: how many were added, seconds by the clock and of all processors."""
    with open_store(database) as store:
        before = _processor_seconds()
        result, seconds = time_stage(lambda: add_items(store, [str(path)], settings, now=NOW))
    for reject in result.rejects:
        print(f"set aside: {reject.name}: {reject.problem}", file=sys.stderr)
    return result.added, seconds, _processor_seconds() - before


def measure_whole(path: Path, folder: Path, settings: Settings, rounds: int) -> dict[str, Any]:
    """The whole way on all processors, then again, then looking at the result."""
    loads = [load_once(path, folder / f"bench{number}.db", settings) for number in range(rounds)]
    number = loads[0][0]
    with open_store(folder / "bench0.db") as store:
        again, second = time_stage(lambda: add_items(store, [str(path)], settings, now=NOW))
        listed, seconds = time_stage(lambda: list(list_incidents(store, OWNER, Query(), now=NOW)))
        largest = max(listed, key=lambda one: len(one.cited))
    with open_store(folder / "bench0.db") as store:  # opened anew: nothing is remembered
        _, shown = time_stage(lambda: show_incident(store, largest.incident.id, OWNER))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {
        "reports": number,
        "processors": os.cpu_count(),
        "known again": again.known,
        "incidents": len(listed),
        "reports in the largest": len(largest.cited),
        "text to stored reports/s": round(number / statistics.median(load[1] for load in loads)),
        "text to stored reports/s, best round": round(number / min(load[1] for load in loads)),
        "processor ms a report, all processes": round(1000 * statistics.median(load[2] for load in loads) / number, 1),
        "repeated load reports/s": round(number / second),
        "incidents listed/s": round(len(listed) / seconds),
        "show the largest ms": round(shown * 1000),
        "peak MB, this process": round(own),
        "peak MB, largest worker": round(worker),
    }


def make_page(row: dict[str, Any]) -> str:
    """A report as a site shows it, between a menu and related stories."""
    paragraphs = "".join(f"<p>{one}</p>" for one in row["text"].split("\n\n"))
    menu = "".join(f"<li><a href='/s/{n}'>Section {n}</a></li>" for n in range(40))
    related = "".join(f"<div class='card'><a href='/a/{n}'><h3>Story number {n}</h3></a></div>" for n in range(25))
    return (
        f"<!DOCTYPE html><html lang='{row['language']}'><head><title>{row['title']} | Site</title>"
        f"<meta property='article:published_time' content='{row['published']}'></head><body><nav><ul>{menu}</ul></nav>"
        f"<main><article><h1>{row['title']}</h1>{paragraphs}</article></main><aside>{related}</aside></body></html>"
    )


def measure_pages(pages: Path | None, folder: Path, settings: Settings) -> dict[str, Any]:
    """HTML to stored, three times, each beside trafilatura alone on the same pages."""
    if pages is None:
        pages = folder / "pages"
        pages.mkdir()
        for number, row in enumerate(write_reports(11, 240)):
            (pages / f"{number}.html").write_text(make_page(row), encoding="utf-8")
    data = [path.read_bytes() for path in sorted(pages.rglob("*.html"))]
    measure(read_peer, data[:2])
    rows = []
    for number in range(3):
        alone = measure(read_peer, data)
        _, seconds, spent = load_once(pages, folder / f"pages{number}.db", settings)
        rows.append((len(data) / seconds, spent / alone, len(data) / alone))
    stored, ratio, peer = (statistics.median(column) for column in zip(*rows, strict=True))
    return {
        "HTML to stored pages/s": round(stored, 1),
        "trafilatura alone pages/s, one processor": round(peer, 1),
        "processor time, HTML to stored against trafilatura alone": round(ratio, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=Path, metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    asked = parser.parse_args()
    if sys.dont_write_bytecode:
        print("each worker compiles tamani anew: unset PYTHONDONTWRITEBYTECODE", file=sys.stderr)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many = folder / "few.jsonl", folder / "reports.jsonl"
        rows = [json.dumps(row, ensure_ascii=False) + "\n" for row in write_reports(asked.seed, asked.reports)]
        few.write_text("".join(rows[:400]), encoding="utf-8")
        many.write_text("".join(rows), encoding="utf-8")
        settings = Settings()
        found = measure_stages(few, settings, asked.rounds)
        found |= measure_whole(many, folder, settings, asked.rounds)
        found |= measure_pages(asked.pages, folder, settings)
    if asked.json:
        print(json.dumps(found))
    else:
        for label, value in found.items():
            print(f"{label:58} {value}")


if __name__ == "__main__":
    main()
