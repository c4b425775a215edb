"""Does a kill -9 at any moment of `tamani add` lose what was acknowledged, or leave something broken?

    python benchmarks/bench_kill.py --kills 200 [--reports 1200] [--seed 7]

A process adds generated reports (several to an attack, a few that can't be read) with its worker processes and says
after each batch which reports are kept. It is killed at a random moment, alone or with its workers, and started again
on the same store; a store that got through to the end is compared with one that was never killed, and another is begun.
After each kill: every acknowledged report is there, none is there twice, and the doctor finds nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from pressroom import write_reports

from tamani.flow import OWNER, Query, add_items, check_deep, list_incidents, tell_fault
from tamani.settings import Settings
from tamani.share.contract import make_incident_row
from tamani.store import Store, open_store

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 2, tzinfo=UTC)
FEW_ROWS = 120
ENDED = 0.1  # of the stores that are ended after a kill
# The store's own word for what was kept, in one write for each batch: a line that the kill cut in two says nothing.
ADD = """
import json, os, sys
from datetime import UTC, datetime
from tamani.flow import add_items, take
from tamani.settings import Settings
from tamani.store import open_store

take.BATCH = int(sys.argv[3])
with open_store(sys.argv[1]) as store:
    cursor = store.cursor()

    def tell(done):
        global cursor
        os.write(1, (json.dumps(store.changed_reports(cursor)) + "\\n").encode())
        cursor = store.cursor()

    os.write(1, b"[]\\n")
    add_items(store, [sys.argv[2]], Settings(), now=datetime(2026, 1, 1, tzinfo=UTC), progress=tell)
    os.write(1, b"done\\n")
"""


class Killed(Struct, frozen=True, kw_only=True):
    """What one kill came to; all of lost, twice and problems should be empty."""

    acknowledged: int
    kept: int
    lost: tuple[str, ...] = ()
    twice: int = 0
    problems: tuple[str, ...] = ()
    left_over: int = 0  # processes that outlived the kill
    ended: bool = False  # it got through before the kill came


def write_input(folder: Path, reports: int, seed: int) -> Path:
    """Reports of made-up attacks, and every fiftieth row one that can't be read."""
    path = folder / "reports.jsonl"
    rows = [json.dumps(row, ensure_ascii=False) for row in write_reports(seed, reports)]
    for place in range(len(rows) - 10, 0, -50):
        rows.insert(place, json.dumps({"id": f"empty-{place}", "text": ""}))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def look(store: Store) -> list[Any]:
    """Every record as it is printed, in an order of its own."""
    dossiers = list_incidents(store, OWNER, Query(background=True), now=NOW)
    return sorted((make_incident_row(one) for one in dossiers), key=lambda row: str(row["incident"]))


def add_unbroken(path: Path, source: Path) -> list[Any]:
    """What the records are when nothing happens."""
    with open_store(path) as store:
        add_items(store, [str(source)], Settings(), now=NOW)
        return look(store)


def find_problems(store: Store) -> tuple[str, ...]:
    """All that `tamani doctor --deep` finds."""
    return tuple(str(tell_fault(fault, "en")) for fault in check_deep(store, None, now=LATER))


class Moment(Struct, frozen=True):
    """When to kill: after so many batches were acknowledged, and so many seconds more."""

    batches: int
    seconds: float
    batch: int  # reports in one
    alone: bool = False


def kill_once(path: Path, source: Path, moment: Moment) -> Killed:
    """Add, kill at a moment, and look at what is there."""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    adding = subprocess.Popen(
        [sys.executable, "-c", ADD, str(path), str(source), str(moment.batch)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=env,
        start_new_session=True,
    )
    assert adding.stdout is not None
    # Counted and not timed: on a busy machine most moments of a clock would fall before the first batch.
    said = b"".join(adding.stdout.readline() for _ in range(moment.batches + 1))
    time.sleep(moment.seconds)
    # Alone: the workers must notice by themselves that nobody waits for them any more.
    (os.kill if moment.alone else os.killpg)(adding.pid, signal.SIGKILL)
    adding.wait()
    left_over = _count_left(adding.pid) if moment.alone else 0
    said += adding.stdout.read()
    whole = said.decode().rpartition("\n")[0].splitlines()
    told = {one for line in whole if line != "done" for one in json.loads(line)}
    with open_store(path) as store:
        kept = [reading.report for reading in store.all_readings()]
        return Killed(
            acknowledged=len(told),
            kept=len(kept),
            lost=tuple(sorted(told - set(kept))),
            twice=len(kept) - len(set(kept)) + store.counts().readings - store.counts().reports,
            problems=find_problems(store),
            left_over=left_over,
            ended="done" in whole,
        )


def _count_left(group: int, patience: float = 15.0) -> int:
    """Processes of a group that are still there after a while; they are ended then, so that the next round is fair."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if not _list_group(group):
            return 0
        time.sleep(0.05)
    left = _list_group(group)
    for process in left:
        os.kill(process, signal.SIGKILL)
    return len(left)


def _list_group(group: int) -> list[int]:
    """The running processes of a session, by what Linux says of them."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(stat[3]) == group and stat[0] != "Z":
                found.append(int(entry.name))
    return found


def kill_many(
    folder: Path, reports: int, kills: int, seed: int, *, tell: Callable[[int, Killed], None] = lambda n, one: None
) -> tuple[list[Killed], bool]:
    """So many kills, each at a random moment; and whether every store that was ended is as one never killed."""
    random_ = random.Random(seed)
    source = write_input(folder, reports, seed)
    few = folder / "few.jsonl"
    # Too few for worker processes: those that add alone are killed as well.
    few.write_text("\n".join(source.read_text(encoding="utf-8").splitlines()[:FEW_ROWS]) + "\n", encoding="utf-8")
    started = time.monotonic()
    expected = add_unbroken(folder / "unbroken.db", source)
    longest = time.monotonic() - started
    done: list[Killed] = []
    same = True
    number = kept = 0
    while len(done) < kills:
        path = folder / f"killed-{number}.db"
        given = few if kept < FEW_ROWS // 2 and random_.random() < 0.5 else source
        batch = random_.choice((10, 40, 100))
        rows = FEW_ROWS if given is few else reports
        # What was kept before is only counted again: the kill falls after that.
        batches = random_.randrange(kept // batch, max(kept, rows - batch) // batch + 1)
        pause = random_.uniform(0, longest * batch / rows)
        moment = Moment(batches, pause, batch, alone=len(done) % 3 == 2)
        one = kill_once(path, given, moment)
        done.append(one)
        kept = one.kept
        tell(len(done), one)
        # Most kills fall on a store that was killed before; now and then one is ended, and looked at.
        if one.kept >= reports or random_.random() < ENDED:
            same = add_unbroken(path, source) == expected and same
            number, kept = number + 1, 0
    path = folder / f"killed-{number}.db"
    return done, add_unbroken(path, source) == expected and same


def sum_up(done: Sequence[Killed], same: bool) -> dict[str, Any]:
    """The figures of all kills."""
    return {
        "kills": len(done),
        "in_the_middle": sum(not one.ended for one in done),
        "acknowledged": sum(one.acknowledged for one in done),
        "lost": sum(len(one.lost) for one in done),
        "twice": sum(one.twice for one in done),
        "problems": sorted({problem for one in done for problem in one.problems})[:20],
        "left_over": sum(one.left_over for one in done),
        "same_incidents": same,
    }


def main() -> int:
    """Print the figures as one line of JSON; exit code 1 where anything was lost or broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--reports", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()

    def tell(number: int, one: Killed) -> None:
        state = "ended" if one.ended else "killed"
        found = (f"lost {len(one.lost)}", f"twice {one.twice}", f"left over {one.left_over}", *one.problems[:2])
        print(number, state, f"kept {one.kept}", f"told {one.acknowledged}", *found, file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as folder:
        done, same = kill_many(Path(folder), options.reports, options.kills, options.seed, tell=tell)
    figures = sum_up(done, same)
    print(json.dumps(figures))
    bad = figures["lost"] or figures["twice"] or figures["problems"] or figures["left_over"] or not same
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
