"""A kill -9 in the middle of `tamani add`; benchmarks/bench_kill.py does the same two hundred times."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from bench_kill import kill_many


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc for processes that are left over")
def test_five_kills_lose_nothing_and_leave_no_report_without_its_incident(tmp_path: Path) -> None:
    done, same = kill_many(tmp_path, reports=230, kills=5, seed=3)
    assert [(one.lost, one.twice, one.problems, one.left_over) for one in done] == [((), 0, (), 0)] * 5
    assert same
