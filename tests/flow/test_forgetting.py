"""Texts that people have deleted: gone from every file, their claims kept or not, and not back by the next feed."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import apsw
import pytest
from msgspec.structs import replace
from pressroom import Attack, write_report
from shelf_fixtures import open_shelf
from shelves import KINDS

from tamani.errors import NotFound
from tamani.fields import load_vocabulary
from tamani.flow import (
    OWNER,
    Query,
    add_collected,
    backup_store,
    check_deep,
    find_due,
    find_reports,
    forget_reports,
    list_incidents,
    open_report,
)
from tamani.own_words import use_folder
from tamani.records import Item, ReportId
from tamani.settings import Settings
from tamani.share.contract import make_incident_row
from tamani.store import Store, open_store
from tamani.store.forget import Erasure
from tamani.web.passages import cut_text

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 5, tzinfo=UTC)
RARE = "zanzibarquux"  # a word that stands in no other place, in text, bytes and index


def make_items() -> list[Item]:
    """Three reports of one attack, one of them a copy, and one of another."""
    random_ = random.Random(4)
    first = Attack(("Djibo", "Burkina Faso"), date(2024, 6, 3), 12, 5, 0)
    other = Attack(("Gao", "Mali"), date(2024, 9, 2), 31, 2, 1)
    rows = [write_report(random_, first, f"r{n}") for n in range(3)] + [write_report(random_, other, "other")]
    rows[1] = rows[1] | {"text": rows[0]["text"], "language": rows[0]["language"], "title": rows[0]["title"]}
    return [
        Item(
            name=f"{row['id']}.txt",
            data=f"{row['text']}\n\nThe {RARE} of {row['id']} stayed closed.".encode(),
            media_type="text/plain",
            collected=NOW,
            own_id=row["id"],
            title=f"{row['title']} {RARE}",
            source=f"Source of {row['id']}",
            published=datetime.fromisoformat(row["published"]).replace(tzinfo=UTC),
            language=row["language"],
        )
        for row in rows
    ]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a.db") as opened:
        assert not add_collected(opened, make_items(), Settings(), now=NOW).rejects
        yield opened


def erase(store: Store, *reports: str, keep: bool) -> tuple[str, ...]:
    act = Erasure(author="ana", reason="licence ended", at=LATER, keep_claims=keep)
    done = forget_reports(store, find_reports(store, reports), act)
    assert done.complete
    return tuple(done.changed)


def look(store: Store) -> list[dict[str, Any]]:
    return sorted(
        (make_incident_row(one) for one in list_incidents(store, OWNER, Query(background=True), now=NOW)),
        key=lambda row: str(row["incident"]),
    )


def count_in_files(store: Store, words: str) -> int:
    """How often some bytes stand in any file of the store, its log and its raw bytes."""
    files = [one for one in store.path.parent.rglob("*") if one.is_file()]
    return sum(one.read_bytes().lower().count(words.lower().encode()) for one in files)


@pytest.mark.parametrize("keep", [True, False])
def test_the_words_are_gone_from_every_file(store: Store, keep: bool) -> None:
    assert count_in_files(store, RARE) > 8
    erase(store, "r0", "r1", "r2", "other", keep=keep)
    assert count_in_files(store, RARE) == 0
    assert store.search(RARE) == ()
    with open_store(store.path) as again:
        assert list(check_deep(again, None, now=LATER)) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("keep", [True, False])
def test_a_backup_that_is_made_later_holds_nothing_of_a_deleted_text(kind: str, keep: bool, tmp_path: Path) -> None:
    with open_shelf(kind) as shelf, shelf.place() as address, open_store(address) as store:
        assert not add_collected(store, make_items(), Settings(), now=NOW).rejects
        settings = Settings(store=address, gazetteer=tmp_path)
        backup_store(settings, tmp_path / "before.backup", now=NOW)
        assert count_in_backup(tmp_path / "before.backup") > 8, "or the test could not fail"
        erase(store, "r0", "r1", "r2", "other", keep=keep)
        backup_store(settings, tmp_path / "after.backup", now=LATER)
        assert count_in_backup(tmp_path / "after.backup") == 0


def count_in_backup(file: Path) -> int:
    return gzip.decompress(file.read_bytes()).lower().count(RARE.encode())


def test_where_much_was_deleted_the_disk_gets_its_room_back(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as store:
        items = [
            replace(item, data=item.data + f"\n\nA sentence about rain, number {n}. ".encode() * 4000)
            for n, item in enumerate(make_items())
        ]
        assert not add_collected(store, items, Settings(), now=NOW).rejects
        with open_store(tmp_path / "a.db") as again:
            again.eraser().finish()  # folds the log in
        before = store.path.stat().st_size
        erase(store, "r0", "r1", "r2", "other", keep=False)
        assert store.path.stat().st_size < before / 2
        assert store.check() == () and list(check_deep(store, None, now=LATER)) == []


def test_claims_that_stay_quote_the_only_words_that_are_left(store: Store) -> None:
    before = look(store)
    report = ReportId("r0")
    claims = store.extraction(report)
    erase(store, "r0", keep=True)
    assert store.extraction(report) == claims
    reading = store.latest_reading(report)
    assert reading.forgotten is not None and reading.forgotten.author == "ana" and reading.forgotten.claims_kept
    assert claims is not None
    said = [claim for mention in claims.mentions for claim in mention.claims] + list(claims.statements)
    assert said and all(reading.quote(claim.span) == claim.quote for claim in said)
    covered = {n for claim in said if claim.span.part.value == "text" for n in range(claim.span.start, claim.span.end)}
    assert all(letter == " " for n, letter in enumerate(reading.text) if n not in covered)
    assert look(store) == before
    assert len(store.search("djibo")) >= 1
    assert list(check_deep(store, None, now=LATER)) == []


def test_a_copy_stays_a_copy_when_its_text_is_deleted(store: Store) -> None:
    counted = [row["origins"] for row in look(store)]
    assert erase(store, "r0", "r1", keep=True) == ()
    assert [row["origins"] for row in look(store)] == counted
    copies = store.latest_reading(ReportId("r0")).forgotten
    assert copies is not None and "r1" in copies.copies


def test_with_its_claims_a_report_is_in_no_record_and_its_name_stays(store: Store) -> None:
    ids = [mention.id for mention in store.all_mentions() if mention.report == "other"]
    incidents = {store.incident_of(ident) for ident in ids}
    changed = erase(store, "other", keep=False)
    assert set(changed) == incidents
    assert store.extraction(ReportId("other")) is None
    reading = store.latest_reading(ReportId("other"))
    assert (reading.text, reading.title, reading.file) == ("", None, None)
    assert reading.forgotten is not None and not reading.forgotten.claims_kept
    assert store.claim_history(ReportId("other")) == ()
    assert all(member["report"] != "other" for row in look(store) for member in row["members"])
    assert "Source of other" not in str(look(store))
    assert [report.id for report in store.reports([ReportId("other")])] == ["other"]
    # Claims first, then the rest: the second act is kept beside the first.
    erase(store, "r0", keep=True)
    erase(store, "r0", keep=False)
    assert store.extraction(ReportId("r0")) is None
    assert list(check_deep(store, None, now=LATER)) == []


@pytest.mark.parametrize("keep", [True, False])
def test_the_same_report_does_not_come_back_by_itself(store: Store, keep: bool) -> None:
    erase(store, "r0", "other", keep=keep)
    before, files = look(store), count_in_files(store, RARE)
    again = add_collected(store, make_items(), Settings(), now=LATER)
    assert (again.added, again.versions, again.set_aside, again.known) == (0, 0, 0, 4)
    edited = replace(make_items()[0], data=make_items()[0].data + b"\n\nMore.")
    again = add_collected(store, [edited], Settings(), now=LATER)
    assert (again.added, again.versions, again.set_aside) == (0, 0, 1)
    assert again.rejects[0].problem == "its text was deleted on 2026-01-05 by ana (licence ended)"
    assert (look(store), count_in_files(store, RARE)) == (before, files)
    assert list(check_deep(store, None, now=LATER)) == []


def test_bytes_that_another_text_needs_stay(store: Store) -> None:
    shared = replace(make_items()[0], own_id="shared")
    add_collected(store, [shared], Settings(), now=NOW)
    raw = store.latest_reading(ReportId("shared")).raw
    assert raw is not None and store.latest_reading(ReportId("r0")).raw == raw
    erase(store, "r0", keep=True)
    assert store.raw(raw) == shared.data
    erase(store, "shared", keep=True)
    with pytest.raises(NotFound):
        store.raw(raw)


def test_nothing_but_such_an_act_lets_a_text_be_changed(store: Store) -> None:
    erase(store, "r0", keep=True)
    base = apsw.Connection(str(store.path))
    for statement in (
        "update readings set text = 'other'",
        "update runs set toponyms = '[]'",
        "delete from claims",
        "update forgettings set author = 'bo'",
        "delete from forgettings",
    ):
        with pytest.raises(apsw.ConstraintError, match="append only"):
            base.execute(statement)
    base.close()


def test_words_that_were_put_back_are_named(store: Store) -> None:
    erase(store, "r0", keep=True)
    base = apsw.Connection(str(store.path))
    base.execute("drop trigger readings_keep")
    base.execute("update readings set text = text || ' Awa' where report = (select n from reports where id = 'r0')")
    base.close()
    assert {"not_forgotten", "trigger"} <= {fault.code for fault in check_deep(store, None, now=LATER)}


def test_bytes_that_a_power_cut_left_are_named_and_cleared(store: Store) -> None:
    raw, data = store.latest_reading(ReportId("r0")).raw, make_items()[0].data
    erase(store, "r0", keep=True)
    assert store.keep_raw(data) == raw
    assert {fault.code for fault in check_deep(store, None, now=LATER, repair=True)} == {"raw_left"}
    assert list(check_deep(store, None, now=LATER)) == []


def test_the_passages_that_are_left_are_shown_as_such(store: Store) -> None:
    erase(store, "r0", keep=True)
    opened = open_report(store, "r0", OWNER)
    pieces = [piece for piece in cut_text(opened.reading, opened.claims, opened.claims[-1].span.part) if piece.claims]
    assert pieces and all(piece.text.strip() for piece in pieces)


def test_a_source_keeps_its_texts_for_as_long_as_it_allows(store: Store, tmp_path: Path) -> None:
    assert find_due(store, keep_claims=True, now=LATER) == ()
    folder = tmp_path / "words"
    folder.mkdir()
    (folder / "sources.toml").write_text(
        '[[source]]\nid = "own"\nname = "Source of r0"\ntype = "newspaper"\nretention = 30\n'
        '[[source]]\nid = "afp"\nretention = 7\n',
        encoding="utf-8",
    )
    use_folder(folder)
    load_vocabulary.cache_clear()
    try:
        assert load_vocabulary().sources["afp"].retention == 7
        assert find_due(store, keep_claims=True, now=NOW + timedelta(days=29)) == ()
        due = find_due(store, keep_claims=True, now=NOW + timedelta(days=31))
        assert due == ("r0",)
        forget_reports(store, due, Erasure(author="ana", reason="retention", at=LATER, keep_claims=True))
        assert find_due(store, keep_claims=True, now=NOW + timedelta(days=31)) == ()
        assert find_due(store, keep_claims=False, now=NOW + timedelta(days=31)) == ("r0",)
    finally:
        use_folder(None)
        load_vocabulary.cache_clear()


def test_a_name_that_is_none_deletes_nothing(store: Store) -> None:
    with pytest.raises(NotFound, match="no report has this id"):
        find_reports(store, ["r"])
    assert find_reports(store, ["Source of r2"]) == ("r2",)


@pytest.mark.parametrize("keep", [True, False])
def test_a_store_on_a_server_forgets_as_well(keep: bool) -> None:
    with open_shelf("postgres") as shelf, shelf.place() as address:
        with open_store(address) as store:
            assert not add_collected(store, make_items(), Settings(), now=NOW).rejects
            raw = store.latest_reading(ReportId("r0")).raw
            before = look(store)
            erase(store, "r0", "r1", keep=keep)
            assert (look(store) == before) == keep
            assert raw is not None and set(store.search(RARE)) == {"r2", "other"}
            with pytest.raises(NotFound):
                store.raw(raw)
            assert list(check_deep(store, None, now=LATER)) == []
            again = add_collected(store, make_items(), Settings(), now=LATER)
            assert (again.added, again.known) == (0, 4)
        with shelf.outside(address) as server:
            assert not server.rows(f"select 1 from readings where text like '%{RARE} of r0%' or title like 'x'")
            for statement in ("update readings set text = 'other'", "delete from claims", "delete from forgettings"):
                with pytest.raises(server.refusal, match="append only"):
                    server.execute(statement)
