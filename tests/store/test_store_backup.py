"""A store in one file and back: while others write, with a kill in the middle, onto another store, from a bad file."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest
from msgspec.structs import replace
from store_reports import MONDAY, make_arrival, make_link, name_mention
from test_store_mishaps import ROOT, _start_adding

from tamani.errors import StoreProblem
from tamani.records import IncidentId, Reject, Withdrawal
from tamani.store import open_store
from tamani.store.archive import read_archive, read_manifest
from tamani.store.backup import Place, name_before, restore_backup, write_backup

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 2, tzinfo=UTC)
DO = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tamani.store.backup import Place, restore_backup, write_backup
store, file, what = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
place = Place(store, store.with_name(store.name + ".raw"), store.with_name(store.name + ".gazetteer"))
print("started", flush=True)
if what == "backup":
    write_backup(place, file, made=datetime(2026, 1, 1, tzinfo=UTC))
else:
    restore_backup(file, place, at=datetime(2026, 1, 2, tzinfo=UTC), replace=True)
"""


def place_of(path: Path) -> Place:
    return Place(path, path.with_name(path.name + ".raw"), path.with_name(path.name + ".gazetteer"))


def fill(path: Path, first: int, last: int) -> None:
    """Some reports with bytes, links, incidents, a withdrawal, an item set aside, and an added gazetteer."""
    with open_store(path) as store:
        store.add_readings(
            [replace(make_arrival(f"r{n}"), raw=f"bytes of {n}".encode() * 500) for n in range(first, last)]
        )
        link = make_link(f"r{first}", f"r{first + 1}")
        store.add_links([link])
        store.withdraw_links([Withdrawal(link=link.id, author="ana", reason="no", at=MONDAY)])
        store.set_membership({IncidentId(f"i{first}"): [name_mention(f"r{n}") for n in range(first, last)]})
        raw = store.keep_raw(b"not readable")
        store.add_rejects([Reject(name="a.bin", problem="unreadable", remedy="look", at=MONDAY, raw=raw)])
    folder = path.with_name(path.name + ".gazetteer")
    folder.mkdir(exist_ok=True)
    (folder / "gazetteers.db").write_bytes(b"places" * 1000)


def dump(path: Path) -> dict[str, list[object]]:
    """Every row of every table, and every byte beside it."""
    open_store(path).close()
    view = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    tables = [row[0] for row in view.execute("select name from sqlite_schema where type = 'table' order by name")]
    # The index of words is laid out anew by the copy; that it holds the same is asked by searching.
    found: dict[str, list[object]] = {
        table: sorted(view.execute(f"select * from {table}"), key=repr)
        for table in tables
        if not table.startswith("reading_words_")
    }
    view.close()
    folder = path.with_name(path.name + ".raw")
    found["raw"] = [*sorted((one.name, one.read_bytes()) for one in folder.rglob("*") if one.is_file())]
    return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "a.db"
    fill(path, 0, 30)
    yield path


def test_what_is_restored_is_all_that_was_there(store: Path, tmp_path: Path) -> None:
    made = write_backup(place_of(store), tmp_path / "a.backup", made=NOW)
    assert (made.manifest.reports, made.end.raws, made.end.lost) == (30, 31, ())
    other = tmp_path / "elsewhere" / "b.db"
    other.parent.mkdir()
    done = restore_backup(tmp_path / "a.backup", place_of(other), at=LATER)
    assert done.before is None and done.manifest.made == NOW
    assert dump(other) == dump(store)
    assert (other.with_name("b.db.gazetteer") / "gazetteers.db").read_bytes() == b"places" * 1000
    with open_store(other) as opened:
        assert opened.check() == () and len(opened.search("djibo")) == 30
        opened.add_readings([make_arrival("new")])
    assert not [one.name for one in [*tmp_path.iterdir(), *other.parent.iterdir()] if "part" in one.name]


def test_a_backup_opens_with_the_tools_of_everybody(store: Path, tmp_path: Path) -> None:
    write_backup(place_of(store), tmp_path / "a.backup", made=NOW)
    with tarfile.open(tmp_path / "a.backup", "r:gz") as tar:
        names = tar.getnames()
        inside = tar.extractfile("store.db")
        assert inside is not None
        (tmp_path / "out.db").write_bytes(inside.read())
    assert names[:2] == ["manifest.json", "store.db"] and names[-1] == "end.json"
    with open_store(tmp_path / "out.db") as opened:
        assert opened.counts().reports == 30


def test_a_backup_taken_while_another_process_adds_is_the_store_of_one_moment(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    adding = _start_adding(path)
    assert adding.stdout is not None
    for _ in range(20):
        adding.stdout.readline()
    made = [write_backup(place_of(path), tmp_path / f"{n}.backup", made=NOW) for n in range(4)]
    with open_store(path) as store:
        # Nobody waited for the backup: reports came in during it and after it, and readers saw them.
        before = store.counts().reports
        until = time.monotonic() + 20
        while store.counts().reports == before and time.monotonic() < until:
            time.sleep(0.01)
        assert store.counts().reports > before >= made[-1].manifest.reports > made[0].manifest.reports
    adding.kill()
    adding.communicate()
    for n, one in enumerate(made):
        other = tmp_path / f"back-{n}.db"
        restore_backup(tmp_path / f"{n}.backup", place_of(other), at=LATER)
        with open_store(other) as store:
            kept = [reading.report for reading in store.all_readings()]
            assert kept == [f"r{number}" for number in range(one.manifest.reports)] and len(kept) % 5 == 0
            assert store.cursor() == one.manifest.cursor and store.check() == ()
            for reading in store.all_readings():
                assert store.extraction(reading.report) == make_arrival(reading.report).extraction
                assert reading.raw is not None and store.raw(reading.raw) == reading.report.encode()


def test_an_older_backup_of_the_same_store_gives_way_and_no_other_file_does(store: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.backup"
    write_backup(place_of(store), target, made=NOW)
    early = target.read_bytes()
    with open_store(store) as opened:
        opened.add_readings([make_arrival("late")])
    write_backup(place_of(store), target, made=LATER)
    assert read_manifest(target).reports == 31
    # A store that was brought back to an earlier day must not push out the later backup.
    (tmp_path / "early.backup").write_bytes(early)
    restore_backup(tmp_path / "early.backup", place_of(tmp_path / "back.db"), at=LATER)
    with pytest.raises(StoreProblem, match="is a later backup"):
        write_backup(place_of(tmp_path / "back.db"), target, made=LATER)
    fill(tmp_path / "other.db", 100, 180)
    with open_store(tmp_path / "other.db") as other:
        for n in range(10):
            other.add_readings([make_arrival(f"x{n}")])
    with pytest.raises(StoreProblem, match="is a backup of another store; give another path, or add --replace"):
        write_backup(place_of(tmp_path / "other.db"), target, made=LATER)
    assert read_manifest(target).reports == 31
    write_backup(place_of(tmp_path / "other.db"), target, made=LATER, replace=True)
    assert read_manifest(target).reports == 90
    (tmp_path / "thesis.txt").write_text("years of work")
    for asked in (False, True):
        with pytest.raises(StoreProblem, match="no backup of tamani"):
            write_backup(place_of(store), tmp_path / "thesis.txt", made=NOW, replace=asked)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
    with pytest.raises(StoreProblem, match="is a folder"):
        write_backup(place_of(store), tmp_path, made=NOW)


def test_a_store_that_is_there_is_put_aside_and_only_when_asked(store: Path, tmp_path: Path) -> None:
    write_backup(place_of(store), tmp_path / "a.backup", made=NOW)
    there = tmp_path / "b.db"
    fill(there, 50, 60)
    held = dump(there)
    with pytest.raises(StoreProblem, match="there is a store already"):
        restore_backup(tmp_path / "a.backup", place_of(there), at=LATER)
    assert dump(there) == held
    done = restore_backup(tmp_path / "a.backup", place_of(there), at=LATER, replace=True)
    assert done.before == name_before(there, LATER)
    restored, before = dump(there), dump(done.before)
    assert {name: rows for name, rows in restored.items() if name != "raw"} == {
        name: rows for name, rows in dump(store).items() if name != "raw"
    }
    assert before["readings"] == held["readings"]


def test_a_store_that_somebody_has_open_is_not_put_aside(store: Path, tmp_path: Path) -> None:
    write_backup(place_of(store), tmp_path / "a.backup", made=NOW)
    with open_store(store) as opened:
        opened.add_readings([make_arrival("late")])
        with pytest.raises(StoreProblem, match="is locked by another writer"):
            restore_backup(tmp_path / "a.backup", place_of(store), at=LATER, replace=True)
        opened.add_readings([make_arrival("later")])
        assert opened.counts().reports == 32
    assert not name_before(store, LATER).exists()


def test_a_damaged_store_is_put_aside_with_its_log(store: Path, tmp_path: Path) -> None:
    write_backup(place_of(store), tmp_path / "a.backup", made=NOW)
    expected = dump(store)
    store.write_bytes(b"\xff" * 40_000)
    store.with_name("a.db-wal").write_bytes(b"\x37\x7f\x06\x82" * 2000)
    done = restore_backup(tmp_path / "a.backup", place_of(store), at=LATER, replace=True)
    assert dump(store) == expected
    assert done.before is not None and done.before.read_bytes() == b"\xff" * 40_000


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "no end"])
def test_a_damaged_backup_brings_nothing_back_and_says_so(store: Path, tmp_path: Path, harm: str) -> None:
    target, there = tmp_path / "a.backup", tmp_path / "b.db"
    write_backup(place_of(store), target, made=NOW)
    data = target.read_bytes()
    if harm == "cut":
        data = data[: len(data) * 2 // 3]
    elif harm == "flip":
        middle = len(data) // 2
        data = data[:middle] + bytes([data[middle] ^ 0x55]) + data[middle + 1 :]
    elif harm == "empty":
        data = b""
    else:
        # A whole gzip of a tar that stops early: what a full disk and a hasty copy can make.
        data = gzip.compress(gzip.decompress(data)[: -512 * 40])
    target.write_bytes(data)
    with pytest.raises(StoreProblem, match="no backup of tamani"):
        restore_backup(target, place_of(there), at=LATER)
    assert not there.exists()
    fill(there, 50, 52)
    held = dump(there)
    with pytest.raises(StoreProblem, match="no backup of tamani"):
        restore_backup(target, place_of(there), at=LATER, replace=True)
    kept = dump(there)
    assert {name: rows for name, rows in kept.items() if name != "raw"} == {
        name: rows for name, rows in held.items() if name != "raw"
    }


def test_bytes_that_the_store_has_lost_are_named_and_the_rest_is_kept(store: Path, tmp_path: Path) -> None:
    with open_store(store) as opened:
        first, second = (one.raw for one in list(opened.all_readings())[:2])
    assert first is not None and second is not None
    (tmp_path / "a.db.raw" / first[:2] / first[2:]).unlink()
    (tmp_path / "a.db.raw" / second[:2] / second[2:]).write_bytes(b"rot")
    made = write_backup(place_of(store), tmp_path / "a.backup", made=NOW)
    assert made.end.lost == tuple(sorted((first, second))) and made.end.raws == 29


def run_and_kill(path: Path, file: Path, what: str, seconds: float) -> bool:
    """Kill a backup or restore after so many seconds; was it still at it?"""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        [sys.executable, "-c", DO, str(path), str(file), what], stdout=subprocess.PIPE, text=True, env=env
    )
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    return child.returncode == -signal.SIGKILL


def fill_with_much(path: Path) -> None:
    rng = random.Random(3)
    with open_store(path) as store:
        for start in range(0, 600, 100):
            names = [f"m{n}" for n in range(start, start + 100)]
            store.add_readings([replace(make_arrival(name), raw=rng.randbytes(40_000)) for name in names])


def test_a_kill_in_the_middle_of_a_backup_leaves_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    path, target = tmp_path / "a.db", tmp_path / "a.backup"
    fill(path, 0, 5)
    write_backup(place_of(path), target, made=NOW)
    old = read_manifest(target)
    fill_with_much(path)
    started = time.monotonic()
    write_backup(place_of(path), tmp_path / "trial.backup", made=NOW)
    takes = time.monotonic() - started
    middle = 0
    for n in range(8):
        middle += run_and_kill(path, target, "backup", takes * (n + 0.5) / 8)
        manifest, _ = read_archive(target)
        assert manifest == old or manifest.reports == 605
    assert middle >= 3
    write_backup(place_of(path), target, made=NOW)
    assert read_archive(target)[0].reports == 605
    # What the killed ones left lying about is gone, too.
    assert sorted(one.name for one in tmp_path.iterdir() if ".part" in one.name) == []


def test_a_kill_in_the_middle_of_a_restore_leaves_the_old_store_or_the_new_one(tmp_path: Path) -> None:
    path, source, file = tmp_path / "a.db", tmp_path / "b.db", tmp_path / "b.backup"
    fill_with_much(source)
    write_backup(place_of(source), file, made=NOW)
    fill(path, 0, 5)
    started = time.monotonic()
    restore_backup(file, place_of(tmp_path / "trial.db"), at=LATER)
    takes = time.monotonic() - started
    middle = 0
    for n in range(8):
        middle += run_and_kill(path, file, "restore", takes * (n + 0.5) / 8)
        with open_store(path) as store:
            assert store.counts().reports in (5, 600) and store.check() == ()
    assert middle >= 3
    restore_backup(file, place_of(path), at=LATER, replace=True)
    with open_store(path) as store:
        assert store.counts().reports == 600 and store.check() == ()
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.endswith(".part")) == []


def test_a_disk_that_fills_up_during_a_backup_leaves_the_old_one(tmp_path: Path) -> None:
    path, target = tmp_path / "a.db", tmp_path / "a.backup"
    fill(path, 0, 5)
    write_backup(place_of(path), target, made=NOW)
    old = target.read_bytes()
    fill_with_much(path)
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (5_000_000, 5_000_000))\n"
    code = limit + DO.replace("write_backup(place", "\n    write_backup(place")
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), str(target), "backup"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode != 0 and "StoreProblem" in done.stderr
    assert target.read_bytes() == old
    assert sorted(one.name for one in tmp_path.iterdir() if ".part" in one.name) == []


def test_a_newer_backup_is_refused(store: Path, tmp_path: Path) -> None:
    write_backup(place_of(store), tmp_path / "a.backup", made=NOW)
    manifest = json.dumps({"kind": "tamani backup", "format": 99}).encode()
    with tarfile.open(tmp_path / "new.backup", "w:gz") as tar:
        info = tarfile.TarInfo("manifest.json")
        info.size = len(manifest)
        tar.addfile(info, io.BytesIO(manifest))
    with pytest.raises(StoreProblem, match=r"newer tamani \(format 99\); update tamani"):
        restore_backup(tmp_path / "new.backup", place_of(tmp_path / "b.db"), at=LATER)


def test_a_backup_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="No such file"):
        restore_backup(tmp_path / "none.backup", place_of(tmp_path / "b.db"), at=LATER)
    assert not (tmp_path / "b.db").exists()
