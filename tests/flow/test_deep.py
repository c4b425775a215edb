"""The deep doctor: for each law somebody breaks what is stored by hand, and it is named."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw
import pressroom
import pytest
from msgspec.structs import replace
from pressroom import write_reports
from test_records import make_item as make_plain

from tamani.flow import add_collected, check_deep, deep, merge_incidents, split_incident, tell_fault
from tamani.flow.decide import Decision
from tamani.records import Item, Reject
from tamani.settings import Settings
from tamani.store import open_store
from tamani.store.audit import Fault

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 2, tzinfo=UTC)


def make_items() -> list[Item | Reject]:
    made: list[Item | Reject] = [*pressroom.make_items(write_reports(11, 24), now=NOW)]
    edited = made[0]
    assert isinstance(edited, Item)
    made.append(replace(edited, data=edited.data + b"\n\nSchools remain closed.", published=LATER))
    # One without an id of its own, and one that can't be read.
    made.append(replace(edited, own_id="undated", data=edited.data + b"\n\nMore soon.", published=None))
    made.append(replace(make_plain("x", "Gunmen killed 12 villagers in Djibo on Friday.", "2024-08-30"), own_id=None))
    made.append(Item(name="empty.txt", data=b"", media_type="text/plain", collected=NOW))
    return made


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with reports, an edited one, a merge, a split, and something set aside."""
    path = tmp_path_factory.mktemp("sound") / "a.db"
    with open_store(path) as store:
        add_collected(store, make_items(), Settings(), now=NOW)
        ids = [row.id for row in store.list_incidents() if row.actual]
        merge_incidents(store, ids[:2], Decision("ana", "one event", LATER))
        large = next(row.id for row in store.list_incidents() if row.reports > 2 and row.id not in ids[:2])
        split_incident(store, large, [store.members(large)[0].report], Decision("ana", "another day", LATER))
    return path


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copy(sound, tmp_path / "a.db")
    shutil.copytree(sound.with_name("a.db.raw"), tmp_path / "a.db.raw")
    yield tmp_path / "a.db"


def find(path: Path, *, repair: bool = False) -> list[Fault]:
    with open_store(path) as store:
        return list(check_deep(store, None, now=LATER, repair=repair))


def codes(path: Path) -> set[str]:
    return {fault.code for fault in find(path)}


def harm(path: Path, *statements: str) -> list[Any]:
    """Change the store by hand, with all that keeps it from being changed out of the way for a moment."""
    base = apsw.Connection(str(path))
    base.execute("pragma foreign_keys = off")
    triggers = list(base.execute("select name, sql from sqlite_schema where type = 'trigger'"))
    for name, _ in triggers:
        base.execute(f"drop trigger {name}")
    rows = [row for statement in statements for row in base.execute(statement)]
    for _, sql in triggers:
        base.execute(sql)
    base.close()
    return rows


def test_a_sound_store_has_no_fault(path: Path) -> None:
    assert find(path) == []


CLAIM = "run = (select h.run from heads h join claims c on c.run = h.run where c.field = 'place' limit 1)"
MENTION = "(select mention from members order by mention limit 1)"
UNWORD = (
    "insert into reading_words (reading_words, rowid, title, text) "
    "select 'delete', n, title, text from readings where n = 1"
)
BROKEN: dict[str, tuple[str, ...]] = {
    # law 1
    "quote": (f"update claims set quote = quote || ' indeed' where {CLAIM}",),
    "version": ("update readings set text = replace(text, 'a', 'e') where n = 3",),
    "report_id": (
        "update readings set text = text || ' More.' where report = (select n from reports where id like 'text:%')",
    ),
    "span_outside": ("update readings set sentences = '[0,999999,0]' where n = 3",),
    # law 2
    "trigger": (),
    "commit_gap": ("delete from commits where n = (select max(n) - 1 from commits)",),
    "strange_commit": ("update links set commit_n = 999 where n = 1",),
    "row_gap": (
        "delete from claims where run in (select n from runs where report = 2)",
        "delete from spots where mention in (select m.n from mentions m join runs u on u.n = m.run where u.report = 2)",
        "delete from mentions where run in (select n from runs where report = 2)",
        "delete from heads where report = 2",
        "delete from runs where report = 2",
    ),
    "claim_gap": (f"delete from claims where position = 0 and {CLAIM}",),
    "claim_id": (f"update claims set said_by = 'the army' where position = 1 and {CLAIM}",),
    "mention_id": ("update mentions set id = 'somebody:else:m1' where n = 1",),
    "kind": ("update mentions set kind = 'picnic' where n = 1",),
    "link_id": ("update links set verdict = 'same' where n = (select min(n) from links where verdict <> 'same')",),
    "act_id": ("update acts set body = replace(body, 'one event', 'two events')",),
    "link_to_nothing": ("update links set left_mention = 'a:b:m1' where n = 1",),
    "withdrawal_of_nothing": (
        "insert into withdrawals (link, author, reason, at, commit_n) values ('none', 'ana', 'no', '2026-01-01', 1)",
    ),
    "link_odd": ("update links set right_mention = left_mention where n = 1",),
    "orphan": ("update runs set reading = 99999 where n = 1",),
    "no_text": (
        "insert into reports (n, id, commit_n) select max(n) + 1, 'bare', max(commit_n) from reports",
        "insert into markings (report, tlp, audience, commit_n) select max(n), 'TLP:RED', '[]', 1 from reports",
    ),
    # law 3
    "head": (
        "update heads set run = null where report = (select report from readings group by report having count(*) > 1)",
    ),
    "spots": (f"delete from spots where mention = (select n from mentions where id = {MENTION})",),
    "moments": (f"update moments set known = null where mention = (select n from mentions where id = {MENTION})",),
    "homeless": (f"delete from members where mention = {MENTION}",),
    "partition": (
        f"update members set incident = (select max(incident) from members) where mention = {MENTION}",
        "update members set incident = 'izzzzzzzz' where incident = (select max(incident) from members)",
    ),
    "strange_member": ("insert into members (mention, incident) values ('a:b:m1', (select max(id) from incidents))",),
    "incident_sum": ("update incidents set reports = reports + 1 where id = (select max(id) from incidents)",),
    "facets": ("update facets set value = 'XX' where incident = (select max(id) from incidents)",),
    "link_missing": ("delete from links where n = (select min(n) from links where verdict = 'same')",),
    "link_stale": (
        "insert into links (id, left_mention, right_mention, verdict, author, reasons, at, commit_n) "
        "select 'stale', min(mention), max(mention), 'same', 'rule:fuse/1', '[]', '2026-01-02T00:00:00+00:00', 1 "
        "from members where incident = (select incident from members group by incident having count(*) > 2 limit 1)",
        "update links set verdict = 'unsure' where id = 'stale'",
    ),
    # law 4 and 9
    "unmarked": ("delete from markings where report = 1",),
    "marking": ("update markings set tlp = 'TLP:PURPLE' where report = 1",),
    # law 5
    "decision_same": (
        "update members set incident = 'izzzzzzzz' where mention in "
        "(select left_mention from links where author = 'ana' and verdict = 'same' and left_mention in "
        "(select right_mention from links where author = 'ana' and verdict = 'same' "
        "union select min(left_mention) from links where author = 'ana' and verdict = 'same'))",
    ),
    "decision_different": (
        "update members set incident = (select b.incident from members b join links l on l.right_mention = b.mention "
        "where l.author = 'ana' and l.verdict = 'different' order by l.id limit 1) "
        "where mention = "
        "(select left_mention from links where author = 'ana' and verdict = 'different' order by id limit 1)",
    ),
    "decision_old": (
        "insert into links (id, left_mention, right_mention, verdict, author, reasons, at, commit_n) "
        "select 'old', min(m.id), max(m.id) || 'z', 'different', 'ana', '[]', '2026-01-02T00:00:00+00:00', 1 "
        "from mentions m join members b on b.mention = m.id",
    ),
    # law 6
    "empty": ("update readings set agency = '' where n = 1",),
    "at_zero": ("update claims set value = json_set(value, '$.lat', 0.0, '$.lon', 0.0) where field = 'place'",),
    "half_place": ("update claims set value = json_set(value, '$.lat', null) where field = 'place'",),
    "off_the_map": ("update claims set value = json_set(value, '$.lat', 140.0) where field = 'place'",),
    "precision": ("update claims set value = json_set(value, '$.precision', 9) where field = 'place'",),
    "confidence": (f"update claims set confidence = 7 where {CLAIM}",),
    "unreadable": (f"update claims set value = '{{\"name\": 3}}' where field = 'place' and {CLAIM}",),
    # law 7
    "claim_twice": (
        "insert into claims select run, (select max(position) + 1 from claims b where b.run = a.run), id, mention, "
        "field, value, span_start, span_end, part, quote, stance, said_by, speaker, via, coder, confidence, rule "
        f"from claims a where position = 0 and {CLAIM}",
    ),
    "claim_shared": (
        "update claims set id = (select id from claims where run = 1 and position = 0) where run = 2 and position = 0",
    ),
    # law 8
    "link_early": ("update links set at = '2019-01-01T00:00:00+00:00' where n = 1",),
    "withdrawn_early": (
        "insert into withdrawals (link, author, reason, at, commit_n) "
        "select id, 'ana', 'no', '2019-01-01T00:00:00+00:00', 1 from links where author = 'ana' limit 1",
    ),
    "no_zone": ("update readings set published = '2024-08-30T00:00:00' where n = 1",),
    # the index of words, and the schema
    "unworded": (UNWORD,),
    "stray_words": ("insert into reading_words (rowid, title, text) values (99999, 'a', 'b')",),
    "words": (
        UNWORD,
        "insert into reading_words (rowid, title, text) values (1, 'other', 'words')",
    ),
    "schema": ("drop index links_left",),
}


@pytest.mark.parametrize("code", BROKEN)
def test_what_is_broken_is_named_in_both_languages(path: Path, code: str) -> None:
    harm(path, *BROKEN[code])
    if code == "trigger":
        base = apsw.Connection(str(path))
        base.execute("drop trigger claims_keep")
        base.close()
    wanted = "spots" if code == "moments" else code
    named = [fault for fault in find(path) if fault.code == wanted]
    assert named
    english, french = tell_fault(named[0], "en"), tell_fault(named[0], "fr")
    assert english.item and english.problem != french.problem and english.remedy and french.remedy
    assert "{" not in str(english) + str(french)


def test_bytes_that_are_gone_or_changed_are_named(path: Path) -> None:
    files = sorted(one for one in path.with_name("a.db.raw").rglob("*") if one.is_file())
    files[0].unlink()
    files[1].write_bytes(b"rot")
    assert codes(path) == {"raw_gone", "raw_damaged"}


DERIVED = (
    "head", "spots", "moments", "homeless", "partition", "strange_member", "incident_sum", "facets", "unworded",
    "stray_words", "words", "decision_same", "decision_different", "link_stale",
)  # fmt: skip


@pytest.mark.parametrize("code", DERIVED)
def test_what_is_derived_is_repaired_and_what_was_appended_is_not_touched(path: Path, code: str) -> None:
    harm(path, *BROKEN[code])
    appended = [f"select * from {table}" for table in ("readings", "runs", "mentions", "claims", "links", "markings")]
    kept = harm(path, *appended)
    wanted = "spots" if code == "moments" else code
    assert any(fault.code == wanted and fault.derived for fault in find(path, repair=True))
    # The link that was slipped in by hand is taken back, but it stays.
    assert {fault.code for fault in find(path)} == ({"link_id"} if code == "link_stale" else set())
    assert set(kept) <= set(harm(path, *appended))


def test_lists_of_an_incident_that_is_not_there_and_lists_that_are_empty_are_named_and_mended(path: Path) -> None:
    harm(path, "insert into facets (facet, value, late, incident) values ('kind', 'bombing', 0, 'izzzzzzzz')")
    assert [(one.code, one.item) for one in find(path, repair=True)] == [("facets", "incident izzzzzzzz")]
    right = harm(path, "select * from facets order by 1, 2, 3, 4")
    harm(path, "delete from facets")
    cursor = harm(path, "select id, commit_n from incidents order by id")
    assert {one.code for one in find(path, repair=True)} == {"facets"} and find(path) == []
    assert harm(path, "select * from facets order by 1, 2, 3, 4") == right
    # Nothing is new in these records: whoever follows changes is not told of them.
    assert harm(path, "select id, commit_n from incidents order by id") == cursor


def test_what_was_appended_is_not_repaired_but_named_again(path: Path) -> None:
    harm(path, *BROKEN["quote"])
    assert any(fault.code == "quote" for fault in find(path, repair=True))
    assert "quote" in codes(path)


def test_every_check_is_named_under_its_law_in_the_docs() -> None:
    laws = (Path(__file__).parents[2] / "docs" / "laws.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(): line for line in laws.splitlines() if line.startswith("| ")}
    faults = tomllib.loads((Path(deep.__file__).parent / "faults.toml").read_text(encoding="utf-8"))
    for code, wording in faults.items():
        where = rows[str(wording["law"])] if "law" in wording else laws
        assert code == "repaired" or f"`{code}`" in where, f"docs/laws.md: name {code}"
