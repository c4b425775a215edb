"""A disk that is really full: a clear error, nothing broken, and it goes on when there is space again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pressroom import write_reports

import tamani
from tamani.flow import OWNER, Query, add_items, check_deep, list_incidents
from tamani.settings import Settings
from tamani.share.contract import make_incident_row
from tamani.store import Store, open_store

ROOT = Path(tamani.__file__).parent.parent
NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 2, tzinfo=UTC)
SIZE = 12_000_000  # of the disk


@contextmanager
def mount_disk(size: int) -> Iterator[Path]:
    """A small disk of its own, in memory."""
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False)
        if made.returncode:
            pytest.skip("only who may mount a disk can fill one")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def write_input(folder: Path, number: int) -> Path:
    path = folder / "reports.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in write_reports(5, number)), encoding="utf-8")
    return path


def fill_up(disk: Path, left: int) -> Path:
    """A file that takes all space but so much."""
    ballast = disk / "ballast"
    free = os.statvfs(disk)
    ballast.write_bytes(b"\0" * max(0, free.f_bavail * free.f_frsize - left))
    return ballast


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tamani", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


def look(store: Store) -> list[dict[str, Any]]:
    dossiers = list_incidents(store, OWNER, Query(background=True), now=NOW)
    return sorted((make_incident_row(one) for one in dossiers), key=lambda row: str(row["incident"]))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a disk as Linux does")
@pytest.mark.parametrize("left", [20_000, 400_000])
def test_a_full_disk_stops_an_addition_and_breaks_nothing(tmp_path: Path, left: int) -> None:
    source = write_input(tmp_path, 80)
    with open_store(tmp_path / "wide.db") as wide:
        add_items(wide, [str(source)], Settings(), now=NOW)
        expected = look(wide)
    with mount_disk(SIZE) as disk:
        path = disk / "a.db"
        first = write_reports(5, 80)[:20]
        few = tmp_path / "few.jsonl"
        few.write_text("".join(json.dumps(row) + "\n" for row in first), encoding="utf-8")
        with open_store(path) as store:
            add_items(store, [str(few)], Settings(), now=NOW)
        ballast = fill_up(disk, left)
        done = run("add", str(source), "--store", str(path), "--language", "fr")
        assert done.returncode == 2 and "Traceback" not in done.stderr
        assert "le disque est plein" in done.stderr or "plus de place sur le disque" in done.stderr
        ballast.unlink()
        with open_store(path) as store:
            kept = {reading.report for reading in store.all_readings()}
            assert {row["id"] for row in first} <= kept
            assert list(check_deep(store, None, now=LATER)) == []
        assert run("add", str(source), "--store", str(path)).returncode == 0
        with open_store(path) as store:
            assert look(store) == expected
            assert list(check_deep(store, None, now=LATER)) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a disk as Linux does")
def test_a_full_disk_can_still_be_read(tmp_path: Path) -> None:
    source = write_input(tmp_path, 40)
    with mount_disk(SIZE) as disk:
        path = disk / "a.db"
        with open_store(path) as store:
            add_items(store, [str(source)], Settings(), now=NOW)
            expected = look(store)
        fill_up(disk, 120_000)  # what SQLite shares with other readers needs 32 kB
        shown = run("incidents", "--store", str(path), "--format", "jsonl", "--background")
        assert len(shown.stdout.splitlines()) == len(expected), shown.stderr
        told = run("backup", str(disk / "a.backup"), "--store", str(path))
        assert told.returncode == 2 and "Traceback" not in told.stderr
        assert not [one for one in disk.iterdir() if "backup" in one.name]
        kept = run("backup", str(tmp_path / "a.backup"), "--store", str(path))
        assert kept.returncode == 0, kept.stderr
