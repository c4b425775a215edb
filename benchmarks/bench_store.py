"""How fast reports that are already read are stored, how large the file grows, and how fast the store answers.

python benchmarks/bench_store.py --reports 20000 --batch 250
python benchmarks/bench_store.py --reports 5000 --store postgresql://127.0.0.1:5432/test   # beside a file, in turn
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from tamani.fields import make_claim
from tamani.records import (
    Basis,
    Claim,
    DateValue,
    Extraction,
    IncidentId,
    Mention,
    MentionId,
    PerpetratorValue,
    PlaceValue,
    Reading,
    Report,
    ReportId,
    Span,
    TollValue,
    Value,
    Version,
    Who,
)
from tamani.store import Arrival, IncidentFilter, Store, open_store

GOAL = 1000  # reports/s: DESIGN's goal from text to stored leaves at least this to the store alone
WORDS = """armed men attacked the village at dawn killing civilians soldiers houses were burned witnesses said market
    convoy road hospital wounded governor statement army militants fled north residents source security officials les
    hommes armés ont tué habitants gendarmes selon sources attaque poste frontière blessés incendié camion"""
LENGTH = 1500


def make_text(rng: random.Random, number: int) -> str:
    """A text of about the length of a wire report, with enough rare words to be fair to the full-text index."""
    common = WORDS.split()
    words = [f"Report {number}:"]
    while sum(map(len, words)) + len(words) < LENGTH:
        words.append(rng.choice(common) if rng.random() < 0.8 else f"{rng.choice(common)}{rng.randrange(30_000)}")
    return " ".join(words)


def make_arrival(rng: random.Random, number: int) -> Arrival:
    """A report with one mention, six claims, twelve sentences."""
    text = make_text(rng, number)
    day = date(2020, 1, 1) + timedelta(days=rng.randrange(1800))
    reading = Reading(
        report=ReportId(hashlib.sha256(str(number).encode()).hexdigest()[:24]),
        version=Version(hashlib.sha256(text.encode()).hexdigest()[:16]),
        text=text,
        title=text[:60],
        published=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        language="en",
        sentences=tuple(Span(start, start + 120) for start in range(0, 1440, 120)),
        source=f"source-{number % 150}",
        url=f"https://example.org/news/{number}",
    )
    mention = MentionId(f"{reading.report}-m1")
    lat, lon = rng.uniform(10, 20), rng.uniform(-10, 15)
    place = PlaceValue(f"place {number % 5000}", "BF", lat, lon, 2, 10.0, "geonames:2362735", "Sahel", "Soum")
    values: tuple[tuple[str, Value], ...] = (
        ("kind", "armed_attack"),
        ("date", DateValue(day, day)),
        ("place", place),
        ("perpetrator", PerpetratorValue("armed men", None, "jihadist", Basis.SUSPECTED)),
        ("killed", TollValue(rng.randrange(60), None, Who.CIVILIANS, "at least")),
        ("injured", TollValue(3, 3, Who.UNKNOWN)),
    )
    claims: tuple[Claim, ...] = tuple(
        make_claim(reading, field, value, Span(40 * n, 40 * n + 12), mention=mention, said_by="a security source")
        for n, (field, value) in enumerate(values)
    )
    found = Mention(
        id=mention,
        report=reading.report,
        version=reading.version,
        name="m1",
        kind="armed_attack",
        anchor=Span(0, 12),
        claims=claims,
    )
    extraction = Extraction(
        report=reading.report, version=reading.version, language="en", relevant=True, mentions=(found,)
    )
    return Arrival(report=Report(id=reading.report), reading=reading, extraction=extraction)


def time_adding(store: Store, rng: random.Random, options: argparse.Namespace) -> Iterator[tuple[float, float]]:
    """Seconds of each batch by the clock and of the processor; making the reports is not counted."""
    for start in range(0, options.reports, options.batch):
        numbers = range(start, min(start + options.batch, options.reports))
        arrivals = [make_arrival(rng, number) for number in numbers]
        if options.raw:
            arrivals = [replace(one, raw=one.reading.text.encode()) for one in arrivals]
        before, spent = time.perf_counter(), time.process_time()
        store.add_readings(arrivals)
        yield time.perf_counter() - before, time.process_time() - spent


def time_asking(store: Store, rng: random.Random) -> dict[str, float]:
    """Milliseconds of one question each, the mean of many."""
    mentions = [mention.id for mention in store.all_mentions()]
    asked = rng.sample(mentions, min(200, len(mentions)))
    before = time.perf_counter()
    neighbours = store.mentions_near(asked, days=3, km=40)
    near = time.perf_counter() - before
    before = time.perf_counter()
    store.mentions(asked)
    fetch = time.perf_counter() - before
    groups = {IncidentId(f"i-{mention}"): [mention] for mention in mentions}
    before = time.perf_counter()
    store.set_membership(groups)
    joined = time.perf_counter() - before
    before = time.perf_counter()
    store.list_incidents(IncidentFilter(kind="armed_attack", first=date(2021, 1, 1)))
    listed = time.perf_counter() - before
    return {
        "near_ms": 1000 * near / len(asked),
        "neighbours": sum(map(len, neighbours.values())) / len(asked),
        "mention_ms": 1000 * fetch / len(asked),
        "join_ms": 1000 * joined / len(groups),
        "list_ms": 1000 * listed,
    }


def measure(address: str, options: argparse.Namespace) -> dict[str, float]:
    """The figures of one new store."""
    rng = random.Random(7)
    with open_store(address) as store:
        seconds, spent = zip(*time_adding(store, rng, options), strict=True)
        asked = time_asking(store, rng)
    tenth = max(1, len(seconds) // 10)
    return {
        "reports": options.reports,
        "reports_per_s": options.reports / sum(seconds),
        "last_tenth_against_first": sum(seconds[-tenth:]) / sum(seconds[:tenth]),
        "last_tenth_against_first_processor": sum(spent[-tenth:]) / sum(spent[:tenth]),
        "processor_ms_per_report": 1000 * sum(spent) / options.reports,
        **asked,
    }


def measure_server(server: str, options: argparse.Namespace) -> dict[str, float]:
    """The same in a schema of its own on a server, dropped afterwards."""
    import psycopg

    schema = f"tamani_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as door:
        door.execute(f"create schema {schema}")
        try:
            mark = "&" if "?" in server else "?"
            figures = measure(f"{server}{mark}options=-csearch_path%3D{schema}", options)
            asked = "select sum(pg_total_relation_size(oid)) from pg_class where relnamespace = %s::regnamespace"
            size = door.execute(f"{asked} and relkind = 'r'", (schema,)).fetchone()
        finally:
            door.execute(f"drop schema {schema} cascade")
    return figures | {"bytes_per_report": float(size[0] if size else 0) / options.reports}


def main() -> int:
    """Print the figures as one line of JSON a store; exit code 1 when the file misses the goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=250)
    parser.add_argument("--raw", action="store_true", help="keep the bytes of each report as well")
    parser.add_argument("--store", metavar="ADDRESS", help="measure a PostgreSQL server too, beside the file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        figures = measure(str(path), options)
        figures["bytes_per_report"] = path.stat().st_size / options.reports
    measured = {"file": figures}
    if options.store:
        measured["server"] = measure_server(options.store, options)
    for kind, found in measured.items():
        print(json.dumps({"store": kind} | {name: round(value, 3) for name, value in found.items()}))
    return 0 if figures["reports_per_s"] >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
