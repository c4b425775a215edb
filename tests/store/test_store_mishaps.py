"""What goes wrong around a store: a killed process, a full disk, a locked file, a file that is no store."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest
from msgspec.structs import replace
from store_reports import make_arrival, name_mention

import tamani
from tamani.errors import StoreProblem
from tamani.records import IncidentId, ReportId
from tamani.store import Store, connect, open_store

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


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a.db") as opened:
        yield opened


def _start_adding(path: Path) -> subprocess.Popen[str]:
    env = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{Path(__file__).parent}"}
    return subprocess.Popen([sys.executable, "-c", ADD_FOR_EVER, str(path)], stdout=subprocess.PIPE, text=True, env=env)


@pytest.mark.parametrize("batches", [1, 7, 20])
def test_what_was_acknowledged_survives_a_kill_in_the_middle(tmp_path: Path, batches: int) -> None:
    path = tmp_path / "a.db"
    adding = _start_adding(path)
    assert adding.stdout is not None
    for _ in range(batches):
        adding.stdout.readline()
    time.sleep(0.003 * batches)
    adding.send_signal(signal.SIGKILL)
    # A line that the kill cut in two acknowledges nothing.
    whole_lines, _, _ = adding.stdout.read().rpartition("\n")
    acknowledged = {f"r{n}" for n in range(5 * batches)} | set(whole_lines.split())
    adding.wait()
    with open_store(path) as store:
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
    connection = apsw.Connection(str(path))
    assert connection.pragma("integrity_check") == "ok" and not list(connection.execute("pragma foreign_key_check"))
    connection.execute("insert into reading_words (reading_words, rank) values ('integrity-check', 1)")
    connection.close()


def test_what_is_written_together_is_seen_from_inside_and_kept_whole_or_not_at_all(store: Store) -> None:
    cursor = store.cursor()
    with pytest.raises(KeyboardInterrupt), store.together():
        store.add_readings([make_arrival("r1")])
        store.set_membership({IncidentId("i"): [name_mention("r1")]})
        assert store.counts().incidents == 1 and store.incident_of(name_mention("r1")) == "i"
        with open_store(store.path) as other:
            assert other.counts().reports == 0
        raise KeyboardInterrupt
    assert store.counts().reports == store.counts().incidents == 0 and store.cursor() == cursor
    with store.together():
        store.add_readings([make_arrival("r1")])
        store.set_membership({IncidentId("i"): [name_mention("r1")]})
    assert store.cursor() == cursor + 1 and store.list_incidents()[0].cursor == cursor + 1


def test_a_page_reads_whole_reports_while_another_process_adds(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_store(path) as store:
        adding = _start_adding(path)
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


def test_a_store_of_a_newer_tamani_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path / "a.db").close()
    connection = apsw.Connection(str(tmp_path / "a.db"))
    connection.pragma("user_version", 99)
    connection.close()
    with pytest.raises(StoreProblem, match=r"newer tamani \(schema 99, .*update tamani"):
        open_store(tmp_path / "a.db")


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
    with open_store(store.path) as other, other._database.write():
        assert store.counts().reports == 0
        with open_store(store.path) as third, pytest.raises(StoreProblem, match="is locked by another writer"):
            third.add_readings([make_arrival("r1")])


def test_a_full_disk_keeps_what_was_acknowledged(store: Store) -> None:
    store.add_readings([make_arrival("r1")])
    writer = store._database._writer
    writer.pragma("max_page_count", writer.pragma("page_count") + 5)
    with pytest.raises(StoreProblem, match="the disk is full; free some space"):
        store.add_readings([make_arrival(f"x{n}") for n in range(500)])
    assert store.counts().reports == 1
    writer.pragma("max_page_count", 1_000_000)
    assert len(store.add_readings([make_arrival("r2")]).reports) == 1


def test_a_folder_for_raw_bytes_that_cant_be_made_stops_the_addition(store: Store) -> None:
    store.raw_folder.write_text("a file in its place")
    with pytest.raises(StoreProblem, match="check the folder"):
        store.add_readings([replace(make_arrival("r1"), raw=b"abc")])
    assert store.counts().reports == 0


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


def test_a_sound_store_has_no_problems_and_a_lost_file_is_named(store: Store) -> None:
    store.add_readings([replace(make_arrival("r1"), raw=b"abc")])
    assert store.check() == ()
    digest = store.latest_reading(ReportId("r1")).raw
    assert digest is not None
    (store.raw_folder / digest[:2] / digest[2:]).unlink()
    assert store.check() == (f"raw bytes {digest} are gone",)


def test_two_that_open_a_new_store_at_once_both_get_it(tmp_path: Path) -> None:
    problems: list[BaseException] = []

    def open_it() -> None:
        try:
            with open_store(tmp_path / "a.db") as store:
                store.add_readings([make_arrival("r1")])
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
