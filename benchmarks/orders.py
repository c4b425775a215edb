"""Is the order of arrival without effect? The same reports in many orders and portions must give the same records.

    python benchmarks/orders.py --shared ../shared [--orders 100] [SET ...]

Each order is drawn anew and cut into portions of random size; every tenth comes report by report. What is compared
with "all at once" are the whole rows of `tamani incidents --format jsonl`: members, values, origins, disputes.
Exit 1 and the first row that differs, where one does.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tamani.collect import collect_items
from tamani.flow import OWNER, Query, add_collected, list_incidents
from tamani.records import Item
from tamani.settings import Settings
from tamani.share.contract import make_incident_row
from tamani.store import open_store

SETS = ("trial",)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SEED = 20240824
BY_ONE = 10  # every tenth order comes report by report
LARGEST = 12  # reports in a portion


def cut_portions(items: Sequence[Item], random_: random.Random, largest: int) -> Iterator[Sequence[Item]]:
    start = 0
    while start < len(items):
        size = random_.randint(1, largest)
        yield items[start : start + size]
        start += size


def make_records(portions: Iterator[Sequence[Item]] | Sequence[Sequence[Item]]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "orders.db") as store:
        for portion in portions:
            add_collected(store, portion, Settings(), now=NOW)
        found = list_incidents(store, OWNER, Query(background=True), now=NOW)
        rows = [make_incident_row(dossier) for dossier in found]
        return sorted(json.dumps(row, sort_keys=True, default=str) for row in rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parent.parent.parent / "shared")
    parser.add_argument("--orders", type=int, default=100)
    parser.add_argument("sets", nargs="*", default=SETS)
    asked = parser.parse_args()
    bad = 0
    for name in asked.sets:
        path = asked.shared / "data" / name / "reports.jsonl"
        if not path.exists():
            print(f"{name}: no {path}; skipped")
            continue
        items = [one for one in collect_items([str(path)], Settings(), now=NOW) if isinstance(one, Item)]
        whole = make_records([items])
        random_ = random.Random(SEED)
        for number in range(asked.orders):
            order = random_.sample(items, len(items))
            made = make_records(cut_portions(order, random_, 1 if number % BY_ONE == 0 else LARGEST))
            if made != whole:
                bad += 1
                print(f"{name}: order {number} differs:\n  {min(set(made) ^ set(whole))[:600]}", file=sys.stderr)
        print(f"{name}: {len(items)} reports, {len(whole)} records, {asked.orders} orders, {bad} differ", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
