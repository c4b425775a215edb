"""How long a reader waits for a record, a list, the page and an export where a hundred thousand incidents are kept.

    python benchmarks/bench_lists.py --folder /tmp/large                         # two thousand, for a first look
    python benchmarks/bench_lists.py --folder /tmp/large --incidents 100000      # what is promised; made in minutes
    python benchmarks/bench_lists.py --folder /tmp/large --server postgresql://127.0.0.1:5432/test
    python benchmarks/bench_lists.py --folder /tmp/large --only "list*" --json

The store is made once and kept in FOLDER (see large_store.py), or in a schema of its own on the server, which --drop
takes away at the end. Milliseconds by the clock: "cold" is the first question to a store just opened, the median of
five and the worst; "warm" the same question again; last stands what the processor had to do for the cold one, here and
not on the server. Beside the owner two others look, of whom each sees a part of the reports: the public, and a partner.
Exit 1 where a record (50 ms), a list of fifty or the page (100 ms) is over its budget.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from large_store import PARTNER, Base, copy_to_server, decide_much, fill_store, find_word, read_base
from msgspec import Struct
from msgspec.structs import asdict

from tamani import flow
from tamani.errors import NotFound
from tamani.flow import OWNER, Query
from tamani.records import IncidentId, Reader, Tlp
from tamani.settings import Settings
from tamani.store import IncidentFilter, Store, open_store
from tamani.web.pages import make_app

ROUNDS = 5
SHOWN = 50
NOW = datetime(2026, 1, 2, tzinfo=UTC)
BUDGETS = {"record": 50.0, "list": 100.0, "page": 100.0}  # by the first word of a question's name
UNBUDGETED = {"list, page of 200 (owner)", "list, page of 200 (public)", "list, page of 200 (partner)"}
READERS = {
    "owner": OWNER,
    "public": Reader("public", Tlp.CLEAR, owner=False),
    "partner": Reader(PARTNER, Tlp.AMBER, owner=False),
}
Ask = Callable[[Store, Reader], object]


class Found(Struct, frozen=True):
    """What was measured of one question, in ms."""

    cold: float
    worst: float
    warm: float
    busy: float  # of the cold ones, processor time of this process: it minds no neighbours


class Some(Struct, frozen=True):
    """Records and times that are asked about."""

    typical: IncidentId
    largest: IncidentId
    decided: IncidentId
    middle: datetime  # half of all was before
    newest: datetime
    rare: str


def choose(store: Store, base: Base) -> Some:
    """A typical record, the largest, and the one with most decisions."""
    rows = store.list_incidents(IncidentFilter(limit=1_000_000, background=False))
    dated = [row for row in rows if row.last is not None]
    middle, newest = dated[len(dated) // 2].last, dated[len(dated) // 100].last
    assert middle is not None and newest is not None
    largest = max(rows, key=lambda row: (row.reports, row.id))
    decided = decide_much(store, [row.id for row in rows[len(rows) // 3 :: max(1, len(rows) // 30)]])
    return Some(
        dated[len(dated) // 2].id, largest.id, decided,
        datetime(middle.year, middle.month, middle.day, 12, tzinfo=UTC),
        datetime(newest.year, newest.month, newest.day, 12, tzinfo=UTC), find_word(base),
    )  # fmt: skip


def list_questions(some: Some) -> dict[str, Ask]:
    """Every question by its name."""
    month = {"since": some.middle.date(), "until": some.middle.date() + timedelta(days=30)}
    filters: dict[str, dict[str, Any]] = {
        "newest": {}, "of a country": {"country": "TG"}, "of a kind": {"kind": "bombing"}, "of some days": month,
        "of rare words": {"text": some.rare}, "of common words": {"text": "attack"},
        "of words in a country": {"text": "market", "country": "NG"},
        "of an actor": {"actor": "jnim"}, "of grave ones": {"severity": 4}, "of disputed ones": {"disputed": True},
        "changed since": {"changed": some.newest},
        "of all at once": {"country": "NG", "kind": "armed_attack", "text": "village", "severity": 2, **month},
        "as of": {"as_of": some.middle}, "as of, of a country": {"as_of": some.middle, "country": "ML"},
        "as of, of words": {"as_of": some.middle, "text": "market"},
    }  # fmt: skip
    known = set(Query.__struct_fields__)
    # Filters are named as the hall knows them: an older hall is measured without those it has not.
    found: dict[str, Ask] = {
        "record": lambda store, reader: flow.show_incident(store, some.typical, reader),
        "record, largest": lambda store, reader: flow.show_incident(store, some.largest, reader),
        "record, most decided": lambda store, reader: flow.show_incident(store, some.decided, reader),
        "record as of": lambda store, reader: flow.show_incident(store, some.typical, reader, as_of=some.middle + DAY),
        "record, history": lambda store, reader: flow.tell_history(store, some.decided, reader),
        "record, origins": lambda store, reader: flow.show_origins(store, some.largest, reader),
        "list, deep": lambda store, reader: _list(store, reader, limit=SHOWN, until=some.middle.date()),
        "list, page of 200": lambda store, reader: _list(store, reader, limit=200),
        "queue": lambda store, reader: flow.list_queue(store, reader, limit=20),
    }
    for name, asked in filters.items():
        if asked.keys() <= known:
            found[f"list {name}"] = lambda store, reader, asked=asked: _list(store, reader, limit=SHOWN, **asked)  # type: ignore[misc]
    return found


DAY = timedelta(days=1)


def _list(store: Store, reader: Reader, **asked: Any) -> int:
    return sum(1 for _ in flow.list_incidents(store, reader, Query(**asked), now=NOW))


def measure_hall(address: str, some: Some, asked: argparse.Namespace) -> Iterator[tuple[str, Found]]:
    """What the hall answers to each kind of reader."""
    for name, ask in list_questions(some).items():
        for who, reader in READERS.items():
            if fnmatch(name, asked.only) and who in asked.readers:
                yield f"{name} ({who})", _time_rounds(address, lambda store, a=ask, r=reader: a(store, r))  # type: ignore[misc]


def _time_rounds(address: str, ask: Callable[[Store], object]) -> Found:
    cold, warm = [], []
    for _ in range(ROUNDS):
        with open_store(address) as store:
            store.cursor()
            cold.append(_time(lambda store=store: ask(store)))  # type: ignore[misc]
            warm.append(_time(lambda store=store: ask(store)))  # type: ignore[misc]
    return _sum_up(cold, warm)


Times = tuple[float, float]  # by the clock, and of the processor


def _sum_up(cold: list[Times], warm: list[Times]) -> Found:
    first, again = [one for one, _ in cold], [one for one, _ in warm]
    return Found(
        statistics.median(first), max(first), statistics.median(again), statistics.median(two for _, two in cold)
    )


def _time(work: Callable[[], object]) -> Times:
    start, busy = time.perf_counter(), time.process_time()
    with suppress(NotFound):  # an answer too: this reader may not see it
        work()
    return 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - busy)


def measure_pages(address: str, some: Some, only: str) -> Iterator[tuple[str, Found]]:
    """What a browser waits for, in French, through the web application."""
    paths = {
        "page": "/?lang=fr", "page of a country": "/?lang=fr&country=NG", "page of words": "/?lang=fr&q=march%C3%A9",
        "page of a record": f"/incidents/{some.typical}?lang=fr", "card of a record":
        f"/incidents/{some.typical}?lang=fr&part=card", "page of the largest": f"/incidents/{some.largest}?lang=fr",
        "rows of a country (json)": "/incidents?country=TG&since=" + some.newest.date().isoformat(),
    }  # fmt: skip
    for name, path in paths.items():
        if fnmatch(name, only):
            both = [_time_page(address, path) for _ in range(ROUNDS)]
            yield name, _sum_up([one for one, _ in both], [two for _, two in both])


def _time_page(address: str, path: str) -> tuple[Times, Times]:
    """The first time and the second, of a server that has just started."""
    with TestClient(make_app(Settings(store=address))) as browser:
        browser.get("/static/page.css")

        def ask() -> Times:
            return _time(lambda: browser.get(path).raise_for_status())

        return ask(), ask()


def measure_exports(address: str, some: Some, only: str) -> Iterator[tuple[str, Found]]:
    """Files of a list that is filtered."""
    for name in ("csv", "geojson", "xlsx"):
        if fnmatch(f"export {name}", only):
            query = Query(country="ML", since=some.middle.date(), until=some.middle.date() + timedelta(days=20))

            def export(store: Store, form: str = name, query: Query = query) -> object:
                return flow.export_incidents(store, OWNER, query, flow.ExportOptions(now=NOW, format=form))

            yield f"export {name}", _time_rounds(address, export)


@contextmanager
def adding(address: str, asked: argparse.Namespace) -> Iterator[None]:
    """Somebody else adds reports all the while."""
    command = [sys.executable, __file__, "--folder", str(asked.folder), "--base", str(asked.base), "--add", address]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            yield
        finally:
            writer.terminate()


def measure_while_adding(address: str, asked: argparse.Namespace) -> Iterator[tuple[str, Found]]:
    """The page, asked for every half second while another process adds without a pause."""
    with TestClient(make_app(Settings(store=address))) as browser:
        browser.get("/?lang=fr")
        with adding(address, asked):
            for name, path in (("page", "/?lang=fr"), ("page of a country", "/?lang=fr&country=NG")):
                waited: list[Times] = []
                for _ in range(2 * ROUNDS):
                    time.sleep(0.5)
                    waited.append(_time(lambda path=path: browser.get(path).raise_for_status()))  # type: ignore[misc]
                yield f"{name} while adding", _sum_up(waited, waited)


# --- the stores -----------------------------------------------------------------------------------------------------


@contextmanager
def lend_schema(server: str, incidents: int, *, drop: bool) -> Iterator[str]:
    """The address of a schema on a server, made where it is not there yet."""
    import psycopg

    schema = f"tamani_lists_{incidents}"
    with psycopg.connect(server, autocommit=True) as door:
        door.execute(f"create schema if not exists {schema}")
        try:
            yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{schema}"
        finally:
            if drop:
                door.execute(f"drop schema {schema} cascade")


def measure(address: str, asked: argparse.Namespace) -> dict[str, Found]:
    """All figures of one store, made first where it is not full yet."""
    base = read_base(asked.folder, asked.base)
    start = time.perf_counter()
    with open_store(address) as store:
        for done in fill_store(store, base, asked.incidents):
            _say(f"{done} incidents, {time.perf_counter() - start:.0f} s")
        some = choose(store, base)
        list(flow.list_incidents(store, OWNER, Query(limit=5), now=NOW))  # words are read once a process
    found: dict[str, Found] = {}
    for part in (
        measure_hall(address, some, asked), measure_pages(address, some, asked.only),
        measure_exports(address, some, asked.only), measure_while_adding(address, asked) if asked.adding else (),
    ):  # fmt: skip
        for name, figures in part:
            found[name] = figures
            _say(name)
    return found


def add_for_ever(address: str, asked: argparse.Namespace) -> None:
    """Add one copy after the other, until somebody ends this."""
    base = read_base(asked.folder, asked.base)
    with open_store(address) as store:
        # Behind all that the next run would make, a few hundred reports in one write, as `tamani add` does.
        for done in fill_store(store, base, 100 * asked.incidents, size=250):
            print(done, flush=True)


def _say(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text:60}", end="", file=sys.stderr, flush=True)


def list_misses(found: dict[str, Found]) -> list[str]:
    """What is over its budget, cold: a record, a list of fifty, the page."""
    return [
        name for name, one in found.items()
        if one.cold > BUDGETS.get(name.split()[0], float("inf")) and name not in UNBUDGETED
    ]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="where the stores are kept")
    parser.add_argument("--incidents", type=int, default=2_000)
    parser.add_argument("--base", type=int, default=800, help="reports that are read and then copied")
    parser.add_argument("--server", metavar="ADDRESS", help="a PostgreSQL server, beside the file")
    parser.add_argument("--server-only", action="store_true", help="leave the file out")
    parser.add_argument("--drop", action="store_true", help="take the server's schema away at the end")
    parser.add_argument("--only", default="*", metavar="PATTERN", help="questions whose name fits, such as 'list*'")
    parser.add_argument("--readers", nargs="+", choices=list(READERS), default=list(READERS))
    parser.add_argument("--adding", action="store_true", help="at last, read while another process adds")
    parser.add_argument("--add", metavar="ADDRESS", help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="one JSON object a store instead of a table")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.add:
        add_for_ever(asked.add, asked)
        return 0
    stores = (
        {"file": measure(str(asked.folder / f"lists-{asked.incidents}.db"), asked)} if not asked.server_only else {}
    )
    if asked.server:
        with lend_schema(asked.server, asked.incidents, drop=asked.drop) as address:
            if (file := asked.folder / f"lists-{asked.incidents}.db").exists():
                copy_to_server(file, address)
            stores["server"] = measure(address, asked)
    for kind, found in stores.items():
        _print(kind, found, asked)
    return 1 if any(list_misses(found) for found in stores.values()) else 0


def _print(kind: str, found: dict[str, Found], asked: argparse.Namespace) -> None:
    if asked.json:
        rows = {name: asdict(one) for name, one in found.items()}
        print(json.dumps({"store": kind, "incidents": asked.incidents, "ms": rows}))
        return
    misses = set(list_misses(found))
    print(f"{kind}, {asked.incidents} incidents: ms cold (worst), warm; of the processor, cold")
    for name, one in found.items():
        mark = "  OVER" if name in misses else ""
        print(f"  {name:44} {one.cold:8.1f} ({one.worst:8.1f}) {one.warm:8.1f} {one.busy:8.1f}{mark}")


if __name__ == "__main__":
    sys.exit(main())
