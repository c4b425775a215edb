"""A night on three villages, a siege of four days: the whole and its parts are records that name each other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tamani import flow
from tamani.cli import run_command
from tamani.fields import load_vocabulary
from tamani.records import Dossier, Marking, Reader, ReportId, Tlp, Verdict
from tamani.settings import Settings
from tamani.share.acled import make_flat_row, make_style
from tamani.share.contract import make_incident_row
from tamani.store import Store, open_store
from tamani.web.pages import make_app

NOW = datetime(2025, 3, 9, 12, tzinfo=UTC)
NIGHT = {
    "id": "night",
    "published": "2024-06-10",
    "text": "Gunmen attacked three villages, Bourzanga, Tongomayel and Namissiguia, in northern Burkina Faso on"
    " Saturday night, killing 21 people in all, the government said.",
}
VILLAGE = {
    "id": "village",
    "published": "2024-06-10",
    "text": "Nine people were killed on Saturday night when gunmen attacked Tongomayel, in northern Burkina Faso, a "
    "resident said.",
}
AUTRE = {
    "id": "autre",
    "published": "2024-06-10",
    "text": "Sept habitants de Bourzanga (Burkina Faso) ont été tués samedi soir par des hommes armés, selon un élu.",
}
SIEGE = {
    "id": "siege",
    "published": "2024-06-14",
    "text": "Forty people died in four days of fighting in Kidal, from Monday to Thursday, the hospital said.",
}
DAY = {
    "id": "day",
    "published": "2024-06-12",
    "text": "Six soldiers were killed on Tuesday in fighting in Kidal, northern Mali, a security source said.",
}
WEEK = {
    "id": "week",
    "published": "2024-06-18",
    "text": "Forty people were killed last week in fighting in Kidal, northern Mali, the hospital said.",
}


def fill(path: Path, rows: Sequence[dict[str, str]]) -> Store:
    """A store with these reports, added one by one."""
    store = open_store(path)
    for number, row in enumerate(rows):
        inbox = path.with_name(f"{path.stem}-{number}.jsonl")
        inbox.write_text(json.dumps(row), encoding="utf-8")
        flow.add_items(store, [str(inbox)], Settings(), now=NOW)
    return store


def read(store: Store, reader: Reader = flow.OWNER, as_of: datetime | None = None) -> dict[str, Dossier]:
    """The record in which each report's news is."""
    found = list(flow.list_incidents(store, reader, flow.Query(as_of=as_of), now=NOW))
    return {member.report: one for one in found for member in one.incident.members}


def test_the_villages_of_one_night_are_parts_of_what_a_bulletin_sums_up(tmp_path: Path) -> None:
    with fill(tmp_path / "a.db", [NIGHT, VILLAGE, AUTRE]) as store:
        found = read(store)
        night, village, autre = (found[name].incident for name in ("night", "village", "autre"))
        assert len({night.id, village.id, autre.id}) == 3
        assert night.parts == tuple(sorted((village.id, autre.id))) and night.parent is None
        assert village.parent == autre.parent == night.id
        assert flow.show_incident(store, night.id, flow.OWNER).incident.parts == night.parts


def test_the_tolls_of_a_whole_and_of_its_parts_are_never_added_up(tmp_path: Path) -> None:
    with fill(tmp_path / "a.db", [NIGHT, VILLAGE, AUTRE]) as store:
        found, style = read(store), make_style(load_vocabulary(), "en")
        rows = {name: make_flat_row(found[name], style) for name in found}
    assert [one.best for one in found["night"].incident.settled("killed")] == [21]
    assert sum(row["fatalities"] or 0 for row in rows.values()) == 9 + 7
    assert rows["night"]["fatalities_high"] == 21 and rows["night"]["parts"] and rows["village"]["parent"]
    printed = make_incident_row(found["village"])
    assert printed["parent"] == found["night"].incident.id and printed["parts"] == []


def test_a_day_is_a_part_of_the_siege_and_of_no_week_somebody_forgot_the_day_of(tmp_path: Path) -> None:
    with fill(tmp_path / "a.db", [SIEGE, DAY]) as store:
        found = read(store)
        assert found["day"].incident.parent == found["siege"].incident.id
    with fill(tmp_path / "b.db", [WEEK, DAY]) as store:
        assert all(one.incident.parent is None for one in read(store).values())


def test_the_order_of_arrival_changes_no_family(tmp_path: Path) -> None:
    families = []
    for number, rows in enumerate(permutations([NIGHT, VILLAGE, AUTRE])):
        with fill(tmp_path / f"{number}.db", rows) as store:
            families.append({name: (one.incident.parent, one.incident.parts) for name, one in read(store).items()})
    assert families[0]["night"][1] and all(family == families[0] for family in families)


def test_a_reader_who_may_not_see_the_whole_is_not_told_that_there_is_one(tmp_path: Path) -> None:
    with fill(tmp_path / "a.db", [NIGHT, VILLAGE]) as store:
        store.mark_report(ReportId("night"), Marking(Tlp.RED, ("us",)), author="awa", at=NOW)
        store.mark_report(ReportId("village"), Marking(Tlp.CLEAR), author="awa", at=NOW)
        found = read(store, Reader(name="partner", clearance=Tlp.CLEAR, owner=False))
    assert set(found) == {"village"} and found["village"].incident.parent is None


def test_a_part_is_shown_as_of_a_day_on_which_both_were_known(tmp_path: Path) -> None:
    rows = [NIGHT | {"published": "2024-06-12", "text": str(NIGHT["text"]).replace("Saturday", "8 June, on Saturday")}]
    with fill(tmp_path / "a.db", [*rows, VILLAGE]) as store:
        before = read(store, as_of=datetime(2024, 6, 11, tzinfo=UTC))
        after = read(store, as_of=datetime(2024, 6, 13, tzinfo=UTC))
    assert set(before) == {"village"} and before["village"].incident.parent is None
    assert after["village"].incident.parent == after["night"].incident.id


def test_a_person_may_say_that_one_is_a_part_and_take_it_back(tmp_path: Path) -> None:
    with fill(tmp_path / "a.db", [VILLAGE, AUTRE]) as store:
        decision = flow.Decision("awa", "one raid on both", NOW)
        decided = flow.judge_pair(store, ("village#m1", "autre#m1"), Verdict.PART, decision)
        found = read(store)
        assert found["village"].incident.parent == found["autre"].incident.id
        flow.undo_decision(store, decided.act.id, decision)
        assert read(store)["village"].incident.parent is None


def test_the_page_and_the_terminal_name_whole_and_parts(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.db"
    with fill(path, [NIGHT, VILLAGE]) as store:
        found = read(store)
    night, village = found["night"].incident.id, found["village"].incident.id
    with TestClient(make_app(Settings(store=str(path)))) as client:
        page = client.get(f"/incidents/{village}?lang=fr", headers={"accept": "text/html"}).text
        assert "Partie de" in page and f"/incidents/{night}" in page
        assert f"/incidents/{village}" in client.get(f"/incidents/{night}", headers={"accept": "text/html"}).text
    capfd.readouterr()
    assert run_command(["show", village, "--store", str(path), "--language", "en"]) == 0
    assert f"Part of {night}" in capfd.readouterr().out
