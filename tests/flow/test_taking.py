"""Many reports taken in by several processes, however tamani was started."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest
from msgspec.structs import replace
from pressroom import make_items, write_reports
from shelves import Shelf

from tamani.errors import BadClaim
from tamani.flow.prepare import Prepared, make_ready, open_tools, prepare_chunk, ready_chunk, unpack_ready
from tamani.flow.take import add_collected
from tamani.flow.workers import FEW
from tamani.records import Reject
from tamani.settings import Settings
from tamani.store import Store, open_store

NOW = datetime(2026, 1, 1, tzinfo=UTC)

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


# Everything that adding writes, without the numbers, which are given in order of arrival.
WRITTEN = (
    "select r.id, r.source, r.url, m.tlp, m.audience, m.author from reports r join markings m on m.report = r.n",
    """select r.id, d.version, d.text, d.title, d.author, d.agency, d.published, d.modified, d.language, d.sentences,
        d.tables, d.file, d.source, d.url, d.raw, d.collected from reports r join readings d on d.report = r.n""",
    """select d.version, u.coder, u.rank, u.relevant, u.language, u.toponyms, m.id, m.name, m.kind, m.mode,
        m.span_start, m.span_end, m.part
        from readings d join runs u on u.reading = d.n left join mentions m on m.run = u.n""",
    """select d.version, m.id, c.id, c.position, c.field, c.value, c.span_start, c.span_end, c.part, c.quote, c.stance,
        c.said_by, c.speaker, c.via, c.coder, c.confidence, c.rule
        from readings d join runs u on u.reading = d.n join claims c on c.run = u.n
        left join mentions m on m.n = c.mention""",
    """select m.id, s.position, s.cell, s.reach, s.day, s.last_day, s.lat, s.lon, s.radius, o.first_day, o.last_day,
        o.known from mentions m join spots s on s.mention = m.n join moments o on o.mention = m.n""",
    """select r.id, d.version, u.coder from heads h join reports r on r.n = h.report join readings d on d.n = h.reading
        left join runs u on u.n = h.run""",
    "select mention, incident from members",
)


def test_many_processes_write_what_one_process_writes(shelf: Shelf) -> None:
    items = make_items(write_reports(3, FEW + 20), now=NOW)
    with shelf.place() as many, shelf.place() as alone:
        with open_store(many) as store:
            add_collected(store, items, Settings(), now=NOW)
            found = look(shelf, store)
        with open_store(alone) as store:
            for half in (items[: FEW // 2], items[FEW // 2 :]):
                assert len(half) < FEW  # too few for worker processes
                add_collected(store, half, Settings(), now=NOW)
            assert look(shelf, store) == found
    assert all(found)


def look(shelf: Shelf, store: Store) -> list[object]:
    """All rows of a store, in an order of their own, the reports that some words find, and its bytes."""
    with shelf.outside(store.address) as outside:
        rows: list[object] = [sorted(outside.rows(sql), key=repr) for sql in WRITTEN]
    found = [sorted(store.search(words)) for words in ("tues", "gunmen attacked", "djib")]
    return [*rows, *found, [store.raw(one.raw) for one in store.all_readings() if one.raw][:1]]


def test_what_does_not_quote_its_report_is_refused_where_rows_are_made(store: Store) -> None:
    item = make_items(write_reports(3, 1), now=NOW)[0]
    good = prepare_chunk([item], open_tools(None, store), NOW)[0]
    assert isinstance(good, Prepared)
    mention = good.extraction.mentions[0]
    invented = replace(mention, claims=(replace(mention.claims[0], quote="never said"), *mention.claims[1:]))
    lying = replace(good, extraction=replace(good.extraction, mentions=(invented,)))
    with pytest.raises(BadClaim, match="its quote is not in the text"):
        make_ready(lying, store)
    elsewhere = replace(good, reading=replace(good.reading, text=good.reading.text.upper()))
    with pytest.raises(BadClaim, match="its quote is not in the text"):
        make_ready(elsewhere, store)


def test_a_text_that_no_database_can_keep_is_set_aside_and_the_others_are_kept(store: Store) -> None:
    items = make_items(write_reports(3, 2), now=NOW)
    broken = replace(items[0], title="half a sign: \ud83d")
    made = ready_chunk([broken, items[1]], open_tools(None, store), NOW)
    assert isinstance(made[0], Reject) and made[0].raw is not None and store.raw(made[0].raw) == broken.data
    assert isinstance(made[1], bytes) and unpack_ready(made[1]).parcel.report == items[1].own_id
