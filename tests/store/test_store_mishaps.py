"""What goes wrong around a store: a killed process, a full disk, a locked file, a file that is no store."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import apsw
import pytest
from msgspec.structs import replace
from shelves import Shelf
from store_reports import make_arrival, name_mention

import tamani
from tamani.errors import StoreProblem
from tamani.records import IncidentId, ReportId
from tamani.store import Store, connect, open_store
from tamani.store.sqlite import SqliteDatabase

ROOT = Path(tamani.__file__).parent.parent
ADD_FOR_EVER = """
import sys
from msgspec.structs import replace
from store_reports import make_arrival
from tamani.store import open_store
with open_store(sys.argv[1]) as store:
    n = 0
    while True:
        names = [f"r{n + more}" for more in range(5)]
        store.add_readings([replace(make_arrival(name), raw=name.encode()) for name in names])
        # One write for the line: where Python runs unbuffered, print would write each name by itself.
        sys.stdout.write(" ".join(names) + "\\n")
        sys.stdout.flush()
        n += 5
"""


def _start_adding(address: str | Path) -> subprocess.Popen[str]:
    env = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{Path(__file__).parent}"}
    return subprocess.Popen(
        [sys.executable, "-c", ADD_FOR_EVER, str(address)], stdout=subprocess.PIPE, text=True, env=env
    )


@pytest.mark.parametrize("batches", [1, 7, 20])
def test_what_was_acknowledged_survives_a_kill_in_the_middle(shelf: Shelf, address: str, batches: int) -> None:
    adding = _start_adding(address)
    assert adding.stdout is not None
    for _ in range(batches):
        adding.stdout.readline()
    time.sleep(0.003 * batches)
    adding.send_signal(signal.SIGKILL)
    # A line that the kill cut in two acknowledges nothing.
    whole_lines, _, _ = adding.stdout.read().rpartition("\n")
    acknowledged = {f"r{n}" for n in range(5 * batches)} | set(whole_lines.split())
    adding.wait()
    with open_store(address) as store:
        kept = {reading.report for reading in store.all_readings()}
        # A batch is there whole or not at all; the last one may be there without its acknowledgement.
        assert acknowledged <= kept and len(kept) % 5 == 0 and len(kept) - len(acknowledged) in (0, 5)
        for reading in store.all_readings():
            assert store.extraction(reading.report) == make_arrival(reading.report).extraction
            assert reading.raw is not None and store.raw(reading.raw) == reading.report.encode()
        assert len(store.search("djibo", limit=10_000)) == len(kept)
        names = sorted(f"r{n}" for n in range(len(kept) + 5))
        store.add_readings([make_arrival(name) for name in names])
        assert store.counts().reports == len(names)
        assert store.check() == ()
    if shelf.kind == "sqlite":
        with shelf.outside(address) as outside:
            assert outside.rows("pragma integrity_check") == [("ok",)]
            outside.execute("insert into reading_words (reading_words, rank) values ('integrity-check', 1)")


def test_what_is_written_together_is_seen_from_inside_and_kept_whole_or_not_at_all(store: Store) -> None:
    cursor = store.cursor()
    with pytest.raises(KeyboardInterrupt), store.together():
        store.add_readings([make_arrival("r1")])
        store.set_membership({IncidentId("i"): [name_mention("r1")]})
        assert store.counts().incidents == 1 and store.incident_of(name_mention("r1")) == "i"
        with open_store(store.address) as other:
            assert other.counts().reports == 0
        raise KeyboardInterrupt
    assert store.counts().reports == store.counts().incidents == 0 and store.cursor() == cursor
    with store.together():
        store.add_readings([make_arrival("r1")])
        store.set_membership({IncidentId("i"): [name_mention("r1")]})
    assert store.cursor() == cursor + 1 and store.list_incidents()[0].cursor == cursor + 1


def test_a_page_reads_whole_reports_while_another_process_adds(store: Store) -> None:
    adding = _start_adding(store.address)
    assert adding.stdout is not None
    adding.stdout.readline()
    seen: list[int] = []
    until = time.monotonic() + 1.0
    while time.monotonic() < until:
        found = list(store.all_extractions())
        assert all(one == make_arrival(one.report).extraction for one in found)
        seen.append(len(found))
    adding.kill()
    adding.communicate()
    assert seen == sorted(seen) and seen[-1] > seen[0] > 0


def test_many_threads_read_while_one_writes(store: Store) -> None:
    problems: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                for reading in store.all_readings():
                    assert store.extraction(reading.report) is not None
                store.search("djibo")
                store.list_incidents()
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(30):
        store.add_readings([make_arrival(f"r{n}")])
        store.set_membership({IncidentId("i"): [name_mention(f"r{m}") for m in range(n + 1)]})
    done.set()
    for thread in threads:
        thread.join()
    assert problems == [] and store.list_incidents()[0].reports == 30


def test_a_version_that_arrives_between_two_looks_does_not_mix(store: Store) -> None:
    store.add_readings([make_arrival("r1"), make_arrival("r2")])
    stream = store.all_extractions()
    assert next(stream).report == "r1"
    store.add_readings([make_arrival("r3")])
    assert store.extraction(ReportId("r3")) is not None
    assert [one.report for one in stream] == ["r2", "r3"]


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database " * 100)
    with pytest.raises(StoreProblem, match=r"notes.txt: is not a tamani store; give another path"):
        open_store(text)
    assert text.read_text() == "not a database " * 100
    other = tmp_path / "other.db"
    connection = apsw.Connection(str(other))
    connection.execute("create table t (a)")
    connection.close()
    before = other.read_bytes()
    with pytest.raises(StoreProblem, match="another program"):
        open_store(other)
    assert other.read_bytes() == before
    with pytest.raises(StoreProblem, match="is a folder"):
        open_store(tmp_path)
    with pytest.raises(StoreProblem, match="check that the folder exists"):
        open_store(tmp_path / "nowhere" / "a.db")


NEWER = {"sqlite": "pragma user_version = 99", "postgres": "update tamani_schema set version = 99"}


def test_a_store_of_a_newer_tamani_is_refused(shelf: Shelf, address: str) -> None:
    open_store(address).close()
    with shelf.outside(address) as outside:
        outside.execute(NEWER[shelf.kind])
    with pytest.raises(StoreProblem, match=r"newer tamani \(schema 99, .*update tamani"):
        open_store(address)


def test_a_database_of_another_program_is_refused(shelf: Shelf, bare_address: str) -> None:
    with shelf.outside(bare_address) as outside:
        outside.execute("create table t (a integer)")
        with pytest.raises(StoreProblem, match="is a database of another program; give another path"):
            open_store(bare_address)
        assert outside.rows("select * from t") == []


def test_no_store_is_made_where_one_is_only_asked_for(bare_address: str) -> None:
    for _ in range(2):
        with pytest.raises(StoreProblem, match="there is no store; run `tamani add PATH` first"):
            open_store(bare_address, make=False)
    open_store(bare_address).close()
    open_store(bare_address, make=False).close()


def test_a_damaged_store_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_store(path) as store:
        store.add_readings([make_arrival(f"r{n}") for n in range(200)])
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(StoreProblem, match="is damaged; restore the last backup"), open_store(path) as store:
        list(store.all_extractions())


def test_a_locked_store_says_who_to_wait_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "BUSY_MS", 50)
    with open_store(store.address) as other, other._database.write():
        assert store.counts().reports == 0
        with open_store(store.address) as third, pytest.raises(StoreProblem, match="is locked by another writer"):
            third.add_readings([make_arrival("r1")])


def test_a_full_disk_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as store:
        store.add_readings([make_arrival("r1")])
        assert isinstance(store._database, SqliteDatabase)
        writer = store._database._writer
        writer.pragma("max_page_count", writer.pragma("page_count") + 5)
        with pytest.raises(StoreProblem, match="the disk is full; free some space"):
            store.add_readings([make_arrival(f"x{n}") for n in range(500)])
        assert store.counts().reports == 1
        writer.pragma("max_page_count", 1_000_000)
        assert len(store.add_readings([make_arrival("r2")]).reports) == 1


def test_a_folder_for_raw_bytes_that_cant_be_made_stops_the_addition(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as store:
        store.raw_folder.write_text("a file in its place")
        with pytest.raises(StoreProblem, match="check the folder"):
            store.add_readings([replace(make_arrival("r1"), raw=b"abc")])
        assert store.counts().reports == 0


def test_the_bytes_lie_once_beside_the_file_and_damaged_ones_are_refused(tmp_path: Path) -> None:
    page = b"<html>\x00\xff</html>"
    with open_store(tmp_path / "a.db") as store:
        store.add_readings([replace(make_arrival(name), raw=page) for name in ("r1", "r2")])
        digest = store.latest_reading(ReportId("r1")).raw
        files = [path for path in store.raw_folder.rglob("*") if path.is_file()]
        assert digest is not None and [path.parent.name + path.name for path in files] == [digest]
        files[0].write_bytes(b"other")
        with pytest.raises(StoreProblem, match="damaged"):
            store.raw(digest)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("name", ["a.db", "new.db"])
def test_a_folder_that_may_only_be_read_says_so(name: str) -> None:
    # Not pytest's own folder: others can't even look into that.
    with tempfile.TemporaryDirectory() as folder:
        with open_store(Path(folder) / "a.db") as store:
            store.add_readings([make_arrival("r1")])
        Path(folder).chmod(0o755)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.setuid(65534)
                assert (Path(folder) / "a.db").read_bytes()
                open_store(Path(folder) / name)
            except StoreProblem as problem:
                code = 0 if "that you may write to" in problem.remedy or "you may write to it" in problem.remedy else 2
            finally:
                os._exit(code)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(StoreProblem, match="is closed"):
        store.counts()
    with pytest.raises(StoreProblem, match="is closed"):
        store.add_readings([make_arrival("r1")])


def test_a_sound_store_has_no_problems_and_lost_bytes_are_named(shelf: Shelf, store: Store) -> None:
    store.add_readings([replace(make_arrival("r1"), raw=b"abc")])
    assert store.check() == ()
    digest = store.latest_reading(ReportId("r1")).raw
    assert digest is not None
    if shelf.kind == "sqlite":
        (store.raw_folder / digest[:2] / digest[2:]).unlink()
    else:
        with shelf.outside(store.address) as outside:
            outside.execute("alter table raws disable trigger raws_stay")
            outside.execute("delete from raws")
            assert store.check()[0] == "table raws: its guard raws_stay is switched off: run enable trigger"
            outside.execute("alter table raws enable trigger raws_stay")
    assert store.check() == (f"raw bytes {digest} are gone",)


def test_a_store_that_was_searched_and_grew_is_still_sound(store: Store) -> None:
    names = [f"r{n}" for n in range(235)]
    for start in range(0, len(names), 5):
        store.add_readings([make_arrival(name) for name in names[start : start + 5]])
    assert len(store.search("djibo", limit=1000)) == len(names)
    store.add_readings([make_arrival(f"{name}-again") for name in names])
    assert store.check() == ()


def test_two_that_open_a_new_store_at_once_both_get_it(bare_address: str) -> None:
    problems: list[BaseException] = []

    def open_it() -> None:
        try:
            with open_store(bare_address) as store:
                store.add_readings([make_arrival("r1")])
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
