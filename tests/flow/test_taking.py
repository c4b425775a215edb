"""Many reports taken in by several processes, however tamani was started."""

from __future__ import annotations

import json
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

from pressroom import write_reports

from tamani.flow.prepare import FEW

SCRIPT = """
import sys
from datetime import UTC, datetime

import tamani
from tamani.flow import add_items
from tamani.settings import Settings

print("started")
with tamani.open_store(sys.argv[1]) as store:
    result = add_items(store, [sys.argv[2]], Settings(), now=datetime(2026, 1, 1, tzinfo=UTC))
print(result.added, result.set_aside)
"""


def write_many(folder: Path) -> Path:
    path = folder / "reports.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in write_reports(3, FEW + 20)), encoding="utf-8")
    return path


def run_script(arguments: list[str]) -> str:
    """What a script without `if __name__ == "__main__":` prints."""
    path = Path(arguments[0]).with_name("load.py")
    path.write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run([sys.executable, str(path), *arguments], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_a_plain_script_loads_many_reports_and_runs_only_once(tmp_path: Path) -> None:
    reports = write_many(tmp_path)
    assert run_script([str(tmp_path / "plain.db"), str(reports)]) == f"started\n{FEW + 20} 0\n"


def test_a_worker_that_may_start_no_others_loads_the_reports_alone(tmp_path: Path) -> None:
    reports = write_many(tmp_path)
    process = get_context("spawn").Process(target=load_reports, args=(tmp_path, reports), daemon=True)
    process.start()
    process.join(120)
    assert process.exitcode == 0
    assert (tmp_path / "result").read_text() == f"{FEW + 20}"


def load_reports(folder: Path, reports: Path) -> None:
    from datetime import UTC, datetime

    from tamani.flow import add_items
    from tamani.settings import Settings
    from tamani.store import open_store

    with open_store(folder / "daemon.db") as store:
        result = add_items(store, [str(reports)], Settings(), now=datetime(2026, 1, 1, tzinfo=UTC))
    (folder / "result").write_text(str(result.added))
