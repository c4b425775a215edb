"""Does the millionth report cost what the thousandth did? Loads made-up years of a region and measures as they grow.

    python benchmarks/bench_growth.py --reports 100000 --folder growth          # from readings prepared before
    python benchmarks/bench_growth.py --reports 10000 --folder growth --text    # from text, all processors
    python benchmarks/bench_growth.py --reports 1000000 --folder growth --json > growth.json
    python benchmarks/bench_growth.py --reports 1000000 --until 50000 --folder growth    # only the first of them
    python benchmarks/bench_growth.py --reports 1000000 --folder growth --only-prepare   # for a night before

Without --text the reports are first read, located and extracted by all processors into FOLDER/prepared (kept, so that
another run begins at once), then stored and put into incidents by this process alone, whose time is counted by stage.
Every thousand reports a row goes to a log in FOLDER; a run that was stopped goes on where it was. At the end: B-cubed
against the gold of the generator, and how long a record and filtered lists take to read. The cost of a report is
processor time, which minds no neighbours; what a reader waits for is by the clock. Exit 1 where the last thousand cost
more than 1.5 times the first.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import resource
import statistics
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from generate import FIRST, Made, write_years

from tamani.fields import load_vocabulary
from tamani.flow import OWNER, Query, add_items, list_incidents, show_incident
from tamani.flow.group import Grouping
from tamani.flow.prepare import make_ready, open_tools, prepare_item
from tamani.flow.take import BATCH, keep_batch
from tamani.flow.workers import calm_collector
from tamani.records import IncidentId, Item
from tamani.settings import Settings
from tamani.store import IncidentFilter, Store, open_store

Row = dict[str, Any]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
STEP = 1000
MARKS = (1_000, 10_000, 100_000, 1_000_000)
MOST_GROWTH = 1.5
ASKED = 40  # records and lists that are timed


# --- reports ready to be stored -------------------------------------------------------------------------------------


def make_item(row: Row) -> Item:
    """A report as its collector hands it on."""
    return Item(
        name=row["id"], data=row["text"].encode(), media_type="text/plain; charset=utf-8", collected=NOW,
        own_id=row["id"], title=row["title"], source=row["source"], language=row["language"],
        published=datetime.fromisoformat(row["published"]),
    )  # fmt: skip


def prepare_shard(made: list[Made], path: Path) -> None:
    """A thousand reports read to the end, in a file of their own."""
    if not _tools:
        _tools.append(open_tools(None, None))
        calm_collector()
    prepared = [prepare_item(make_item(one.row), _tools[0], NOW) for one in made]
    part = path.with_suffix(".part")
    part.write_bytes(zlib.compress(pickle.dumps((prepared, [one.gold for one in made]), 5), 1))
    part.rename(path)


_tools: list[Any] = []


def prepare_all(asked: argparse.Namespace) -> list[Path]:
    """The shards of a run; only what is not there yet is made."""
    folder = asked.folder / f"prepared-{asked.seed}-{asked.reports}"
    folder.mkdir(parents=True, exist_ok=True)
    stream = write_years(asked.seed, asked.reports)
    paths, jobs = [], []
    with ProcessPoolExecutor(asked.processes, get_context("spawn")) as pool:
        for number in range(-(-min(asked.until or asked.reports, asked.reports) // STEP)):
            made = list(islice(stream, STEP))
            path = folder / f"{number:05}.pickle"
            paths.append(path)
            if not path.exists():
                jobs.append(pool.submit(prepare_shard, made, path))
            while len(jobs) > 2 * asked.processes:
                jobs.pop(0).result()
                _say(f"prepared {number + 1 - len(jobs)} thousand")
        for job in jobs:
            job.result()
    return paths


def read_shard(path: Path) -> tuple[list[Any], list[tuple[Row, ...]]]:
    """What prepare_shard wrote: only this program's own files are read."""
    found: tuple[list[Any], list[tuple[Row, ...]]] = pickle.loads(zlib.decompress(path.read_bytes()))
    return found


def _say(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text}   ", end="", file=sys.stderr, flush=True)


# --- loading --------------------------------------------------------------------------------------------------------


class Clock:
    """A store whose every method is timed, in processor seconds of this process."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.spent: dict[str, float] = defaultdict(float)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.store, name)
        return self._time(name, found) if callable(found) else found

    def _time(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return work(*given, **named)
            finally:
                self.spent[name] += time.process_time() - start

        return timed


class Log:
    """One row for each thousand reports, kept in a file so that a stopped run goes on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        lines = path.read_text().splitlines() if path.exists() else []
        self.rows: list[Row] = [json.loads(line) for line in lines]

    def add(self, row: Row) -> None:
        self.rows.append(row)
        with self.path.open("a") as file:
            file.write(json.dumps(row) + "\n")


def measure_state(database: Path) -> Row:
    """Memory of this process in MB at its peak, and the size of the store's file."""
    sizes = [path.stat().st_size for path in (database, database.with_name(database.name + "-wal")) if path.exists()]
    return {"mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "bytes": sum(sizes)}


def load_prepared(asked: argparse.Namespace, log: Log, database: Path) -> None:
    """Store and group reports that are read already; this process alone."""
    paths = prepare_all(asked)
    with open_store(database) as store:
        clock = Clock(store)
        grouping = Grouping(clock, load_vocabulary())  # type: ignore[arg-type]
        for number, path in enumerate(paths):
            if number < len(log.rows):
                continue
            # As rows, the way worker processes hand them over: what is counted is storing.
            prepared = [make_ready(one, store) for one in read_shard(path)[0]]
            clock.spent.clear()
            start, wall = time.process_time(), time.perf_counter()
            inside = 0.0
            for at in range(0, len(prepared), BATCH):
                with store.together():
                    before = time.process_time()
                    keep_batch(grouping, prepared[at : at + BATCH], NOW)
                    inside += time.process_time() - before
            spent, passed = time.process_time() - start, time.perf_counter() - wall
            stages = dict(clock.spent) | {"grouping": inside - sum(clock.spent.values()), "commit": spent - inside}
            log.add(
                {"reports": len(prepared), "cpu": spent, "wall": passed, "stages": stages, **measure_state(database)}
            )
            _say(f"stored {number + 1} thousand, {1000 * spent / len(prepared):.2f} ms a report")


def load_text(asked: argparse.Namespace, log: Log, database: Path) -> None:
    """Reports from text to incidents, as `tamani add` does it, by all processors."""
    path = asked.folder / f"reports-{asked.seed}-{asked.reports}.jsonl"
    if not path.exists():
        with path.with_suffix(".part").open("w", encoding="utf-8") as file:
            for made in write_years(asked.seed, asked.reports):
                file.write(json.dumps(made.row, ensure_ascii=False) + "\n")
        path.with_suffix(".part").rename(path)
    last = [0, time.process_time(), time.perf_counter()]

    def note(done: int) -> None:
        if done - last[0] >= STEP or done == asked.reports:
            now, wall = time.process_time(), time.perf_counter()
            row = {"reports": done - last[0], "cpu": now - last[1], "wall": wall - last[2], "stages": {}}
            log.add(row | measure_state(database))
            last[:] = [done, now, wall]
            _say(f"{done} reports, {log.rows[-1]['reports'] / log.rows[-1]['wall']:.0f} a second")

    with open_store(database) as store:
        add_items(store, [str(path)], Settings(), now=NOW, progress=note)


# --- what came out --------------------------------------------------------------------------------------------------


def score_store(store: Store, gold: Iterable[Row]) -> Row:
    """B-cubed of news against the gold; of several incidents of a report the one counts that fits the day best."""
    places: dict[str, list[tuple[str, IncidentId]]] = defaultdict(list)
    days: dict[IncidentId, date | None] = {}
    for row in store.list_incidents(IncidentFilter(limit=100_000_000)):
        days[row.id] = row.first
        for member in store.members(row.id):
            places[member.report].append((member.mention, row.id))
    pairs: Counter[tuple[str, object]] = Counter()
    for told in gold:
        if "report" in told:
            fits = sorted(places.get(told["report"], ()), key=lambda one: (not _fits(days[one[1]], told), one[0]))
            pairs[told["incident"], fits[0][1] if fits else (told["report"], told["incident"])] += 1
    right: Counter[str] = Counter()
    given: Counter[object] = Counter()
    for (one, other), number in pairs.items():
        right[one] += number
        given[other] += number
    total = sum(pairs.values()) or 1
    precision = sum(number * number / given[other] for (_, other), number in pairs.items()) / total
    recall = sum(number * number / right[one] for (one, _), number in pairs.items()) / total
    return {
        "incidents": len(days), "attacks in the gold": len(right), "B3 precision": precision, "B3 recall": recall,
        "B3": 2 * precision * recall / (precision + recall),
    }  # fmt: skip


def _fits(day: date | None, row: Row) -> bool:
    return day is not None and abs((day - date.fromisoformat(row["date"][0]["low"])).days) <= 3


def read_gold(asked: argparse.Namespace) -> Iterator[Row]:
    for made in write_years(asked.seed, asked.reports):
        yield from made.gold


def time_reads(path: Path) -> Row:
    """Milliseconds by the clock to read a record, and the first fifty of filtered lists, each store opened anew."""
    with open_store(path) as store:
        rows = store.list_incidents(IncidentFilter(limit=100_000_000, background=False))
    rows = rows[:: max(1, len(rows) // ASKED)][:ASKED]
    largest = max(rows, key=lambda row: row.reports)
    middle = FIRST + timedelta(days=900)
    lists = {
        "newest": Query(limit=50), "country": Query(country="TG", limit=50), "kind": Query(kind="bombing", limit=50),
        "days": Query(since=middle, until=middle + timedelta(days=30), limit=50),
        "words": Query(text="Djibo", limit=50), "words and country": Query(text="market", country="NG", limit=50),
    }  # fmt: skip
    found: Row = {}
    with open_store(path) as store:
        shown = [_time(partial(show_incident, store, row.id, OWNER)) for row in rows]
        found["record ms, median"], found["record ms, worst"] = statistics.median(shown), max(shown)
        found[f"record of {largest.reports} reports ms"] = _time(lambda: show_incident(store, largest.id, OWNER))
    for name, query in lists.items():
        with open_store(path) as store:
            store.cursor()
            found[f"list by {name} ms"] = _time(partial(_list, store, query))
    return found


def _list(store: Store, query: Query) -> None:
    for _ in list_incidents(store, OWNER, query, now=NOW):
        pass


def _time(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def tabulate(log: Log) -> list[Row]:
    """What a thousand reports cost at each mark."""
    rows, done = [], 0
    for number, row in enumerate(log.rows):
        done += row["reports"]
        if done in MARKS or number == len(log.rows) - 1:
            last = log.rows[max(0, number - 4) : number + 1]
            count = sum(one["reports"] for one in last)
            stages: Counter[str] = Counter()
            for one in last:
                stages.update(one["stages"])
            rows.append(
                {
                    "reports": done,
                    "reports/s": count / sum(one["wall"] for one in last),
                    "main process ms": 1000 * sum(one["cpu"] for one in last) / count,
                    "stages ms": {name: 1000 * spent / count for name, spent in stages.most_common(8)},
                    "MB": row["mb"],
                    "bytes a report": row["bytes"] / done,
                }
            )
    return rows


def measure_growth(log: Log) -> float:
    """The cost of the last thousand against that of the first (the very first warms up); medians of five."""
    costs: list[float] = [row["cpu"] / row["reports"] for row in log.rows]
    return statistics.median(costs[-5:]) / statistics.median(costs[1:6] or costs)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--until", type=int, help="stop after so many of them")
    parser.add_argument("--only-prepare", action="store_true", help="read them, and store nothing")
    parser.add_argument("--folder", type=Path, required=True, help="where the store, its log and the readings are kept")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--text", action="store_true", help="from text, all processors")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="to prepare with")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.only_prepare:
        prepare_all(asked)
        return 0
    name = f"{'text' if asked.text else 'growth'}-{asked.seed}-{asked.reports}"
    log, database = Log(asked.folder / f"{name}.jsonl"), asked.folder / f"{name}.db"
    (load_text if asked.text else load_prepared)(asked, log, database)
    growth = measure_growth(log)
    found: Row = {"table": tabulate(log), "cost of the last thousand against the first": growth}
    found["workers' peak MB"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    with open_store(database) as store:
        found |= score_store(store, read_gold(asked))
    found |= time_reads(database)
    if asked.json:
        print(json.dumps(found))
    else:
        _print(found)
    return 0 if growth <= MOST_GROWTH else 1


def _print(found: Row) -> None:
    for row in found.pop("table"):
        print(f"{row['reports']:>9} reports  {row['reports/s']:7.0f}/s  main process {row['main process ms']:.3f} ms")
        print(f"{'':10}{row['MB']:.0f} MB, {row['bytes a report']:.0f} bytes a report in the file")
        print(f"{'':10}" + ", ".join(f"{name} {spent:.3f}" for name, spent in row["stages ms"].items()))
    for name, value in found.items():
        print(f"{name:48} {value:.3f}" if isinstance(value, float) else f"{name:48} {value}")


if __name__ == "__main__":
    sys.exit(main())
