"""A store on a server in one file and back, and from a file's archive into a server and the other way round."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from shelf_fixtures import open_shelf
from shelves import Shelf
from store_reports import MONDAY, make_arrival, make_link, name_mention
from test_store_backup import dump, place_of
from test_store_mishaps import ROOT

from tamani.errors import StoreProblem
from tamani.records import IncidentId, Reject, Withdrawal
from tamani.store import Store, migrate, open_store
from tamani.store.archive import read_archive, read_manifest
from tamani.store.backup import ServerPlace, restore_backup, write_backup
from tamani.store.postgres_copy import OWN, TABLES

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 2, tzinfo=UTC)
ODD = "Djibo\x00 \uffff \\N\ttué"  # what a server can't keep as it is, and what its copying takes for a sign
DO = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tamani.store.backup import ServerPlace, restore_backup, write_backup
place, file = ServerPlace(sys.argv[1]), Path(sys.argv[2])
print("started", flush=True)
if sys.argv[3] == "backup":
    write_backup(place, file, made=datetime(2026, 1, 2, tzinfo=UTC))
else:
    restore_backup(file, place, at=datetime(2026, 1, 2, tzinfo=UTC), replace=True)
"""


@pytest.fixture
def server() -> Iterator[Shelf]:
    with open_shelf("postgres") as shelf:
        yield shelf


def fill(store: Store, first: int, last: int) -> None:
    """Reports with bytes, a link taken back, an incident, an item set aside, and letters that are hard to keep."""
    arrivals = [replace(make_arrival(f"r{n}"), raw=f"bytes {n}\x00".encode() * 300) for n in range(first, last)]
    odd = arrivals[0]
    arrivals[0] = replace(odd, reading=replace(odd.reading, author=ODD, agency=ODD))
    store.add_readings(arrivals)
    link = make_link(f"r{first}", f"r{first + 1}")
    store.add_links([link])
    store.withdraw_links([Withdrawal(link=link.id, author="ana", reason=ODD, at=MONDAY)])
    store.set_membership({IncidentId(f"i{first}"): [name_mention(f"r{n}") for n in range(first, last)]})
    store.add_rejects([Reject(name="a.bin", problem="unreadable", remedy="look", at=MONDAY, raw=store.keep_raw(b"x"))])


def rows_of(path: Path) -> dict[str, list[object]]:
    """Every row; the index of words is each database's own, and is asked by searching."""
    return {name: rows for name, rows in dump(path).items() if not name.startswith(("reading_words", "sqlite_"))}


def test_every_table_of_a_store_is_copied(tmp_path: Path) -> None:
    open_store(tmp_path / "a.db").close()
    assert set(rows_of(tmp_path / "a.db")) - {"raw"} == set(TABLES), "name it in postgres_copy.py and backup.sql"
    laid_out = "".join(migrate.load_schemas("postgres"))
    assert laid_out.count("create table ") == len(TABLES) + len(OWN)


def test_a_store_goes_from_a_file_to_a_server_and_back_as_it_was(tmp_path: Path, server: Shelf) -> None:
    path, back = tmp_path / "a.db", tmp_path / "back.db"
    with open_store(path) as store:
        fill(store, 0, 20)
    folder = path.with_name("a.db.gazetteer")
    folder.mkdir()
    (folder / "gazetteers.db").write_bytes(b"places" * 100)
    write_backup(place_of(path), tmp_path / "file.backup", made=NOW)
    with server.place(bare=True) as address:
        place = ServerPlace(address, tmp_path / "home" / "places.gazetteer")
        (tmp_path / "home").mkdir()
        done = restore_backup(tmp_path / "file.backup", place, at=LATER)
        assert done.aside is None and done.end.lost == ()
        assert (tmp_path / "home" / "places.gazetteer" / "gazetteers.db").read_bytes() == b"places" * 100
        made = write_backup(place, tmp_path / "server.backup", made=NOW)
        assert (made.manifest.reports, made.end.raws, made.end.lost) == (20, 21, ())
        # Of the same store after the same write, by whichever database it was kept in.
        assert made.manifest.mark == read_manifest(tmp_path / "file.backup").mark
        restore_backup(tmp_path / "server.backup", place_of(back), at=LATER)
        assert rows_of(back) == rows_of(path)
        with open_store(address) as there, open_store(back) as here:
            assert there.check() == here.check() == ()
            assert len(there.search("djibo")) == len(here.search("djibo")) == 20
            assert there.cursor() == here.cursor()
            assert next(one.author for one in there.all_readings()) == ODD
            for store in (there, here):
                # The next rows take the next numbers.
                fill(store, 100, 103)
                assert store.counts().reports == 23 and store.check() == ()


def test_a_store_on_a_server_is_put_aside_whole_and_only_when_asked(tmp_path: Path, server: Shelf) -> None:
    with open_store(tmp_path / "a.db") as store:
        fill(store, 0, 5)
    write_backup(place_of(tmp_path / "a.db"), tmp_path / "a.backup", made=NOW)
    with server.place(bare=True) as address:
        with open_store(address) as store:
            fill(store, 50, 60)
        with pytest.raises(StoreProblem, match="there is a store already; give another --store, or add --replace"):
            restore_backup(tmp_path / "a.backup", ServerPlace(address), at=LATER)
        done = restore_backup(tmp_path / "a.backup", ServerPlace(address), at=LATER, replace=True)
        assert done.aside is not None and done.aside.endswith("_before_20260102t000000")
        with open_store(address) as store:
            assert store.counts().reports == 5 and store.check() == ()
            assert store.auditor().database.find_strange_parts() == []
            assert store.auditor().database.words_fit()
        old = address.replace(address.partition("search_path%3D")[2].partition("%20")[0], done.aside)
        try:
            with open_store(old, make=False) as store:
                assert store.counts().reports == 10 and store.check() == ()
                fill(store, 70, 73)
        finally:
            with server.outside(address) as outside:
                outside.execute(f"drop schema {done.aside} cascade")


def test_a_damaged_backup_leaves_a_server_as_it_was(tmp_path: Path, server: Shelf) -> None:
    with open_store(tmp_path / "a.db") as store:
        fill(store, 0, 30)
    write_backup(place_of(tmp_path / "a.db"), tmp_path / "a.backup", made=NOW)
    data = (tmp_path / "a.backup").read_bytes()
    (tmp_path / "a.backup").write_bytes(data[: len(data) * 2 // 3])
    with server.place() as address:
        with open_store(address) as store:
            fill(store, 50, 52)
        with pytest.raises(StoreProblem, match="no backup of tamani"):
            restore_backup(tmp_path / "a.backup", ServerPlace(address), at=LATER, replace=True)
        with open_store(address) as store:
            assert store.counts().reports == 2 and store.check() == ()


def test_a_backup_taken_while_others_add_is_the_server_of_one_moment(tmp_path: Path, server: Shelf) -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests/store')\nfrom msgspec.structs import replace\n"
        "from store_reports import make_arrival\nfrom tamani.store import open_store\n"
        "store = open_store(sys.argv[1])\n"
        "for n in range(0, 100000, 5):\n"
        "    store.add_readings([replace(make_arrival(f'r{m}'), raw=f'r{m}'.encode()) for m in range(n, n + 5)])\n"
        "    print(n, flush=True)\n"
    )
    with server.place() as address:
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        adding = subprocess.Popen(
            [sys.executable, "-c", code, address], stdout=subprocess.PIPE, text=True, env=env, cwd=ROOT
        )
        assert adding.stdout is not None
        for _ in range(10):
            adding.stdout.readline()
        made = write_backup(ServerPlace(address), tmp_path / "a.backup", made=NOW)
        with open_store(address) as store:
            assert store.counts().reports > made.manifest.reports >= 50, "nobody waited for the backup"
        adding.kill()
        adding.communicate()
    restore_backup(tmp_path / "a.backup", place_of(tmp_path / "back.db"), at=LATER)
    with open_store(tmp_path / "back.db") as store:
        kept = [reading.report for reading in store.all_readings()]
        assert kept == [f"r{n}" for n in range(made.manifest.reports)] and len(kept) % 5 == 0
        assert store.cursor() == made.manifest.cursor and store.check() == () and made.end.lost == ()


def run_and_kill(address: str, file: Path, what: str, seconds: float) -> bool:
    """Kill a backup or restore after so many seconds; was it still at it?"""
    child = subprocess.Popen(
        [sys.executable, "-c", DO, address, str(file), what], stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    return child.returncode == -signal.SIGKILL


def test_a_kill_in_the_middle_leaves_the_old_backup_and_the_old_store_or_the_new_ones(
    tmp_path: Path, server: Shelf
) -> None:
    rng, target = random.Random(3), tmp_path / "a.backup"
    with server.place(bare=True) as address:
        with open_store(address) as store:
            fill(store, 0, 5)
            write_backup(ServerPlace(address), target, made=NOW)
            old = read_manifest(target)
            for start in range(0, 400, 100):
                names = [f"m{n}" for n in range(start, start + 100)]
                store.add_readings([replace(make_arrival(name), raw=rng.randbytes(20_000)) for name in names])
        started = time.monotonic()
        write_backup(ServerPlace(address), tmp_path / "much.backup", made=LATER)
        takes, middle = time.monotonic() - started, 0
        for n in range(4):
            middle += run_and_kill(address, target, "backup", takes * (n + 0.5) / 4)
            manifest, _ = read_archive(target)
            assert manifest == old or manifest.reports == 405
        assert middle >= 1
        write_backup(ServerPlace(address), target, made=LATER)
        assert not [one.name for one in tmp_path.iterdir() if ".part" in one.name], "what the killed ones left is gone"
    with server.place(bare=True) as address:
        with open_store(address) as store:
            fill(store, 0, 5)
        for n in range(4):
            if not run_and_kill(address, tmp_path / "much.backup", "restore", takes * (n + 0.5) / 3):
                break
            with open_store(address) as store:
                assert store.counts().reports in (5, 405) and store.check() == ()
        with server.outside(address) as outside:
            schema = address.partition("search_path%3D")[2].partition("%20")[0]
            outside.execute(f"drop schema if exists {schema}_before_20260102t000000 cascade")
