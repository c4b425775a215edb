"""Lists narrowed by who did it, how grave it is, what is disputed and what is new, as each reader sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from shelves import Shelf

from tamani import flow
from tamani.cli import run_command
from tamani.flow import OWNER, Decision, Ground, Query, Wording, add_collected, list_incidents
from tamani.flow.fits import list_units
from tamani.records import Item, Marking, Reader, Tlp
from tamani.settings import Settings
from tamani.store import Store, open_store
from tamani.store.audit import check_sums
from tamani.web.pages import make_app

NOW = datetime(2024, 7, 1, tzinfo=UTC)
PUBLIC = Reader("public", Tlp.CLEAR, owner=False)
REPORTS = {
    "djibo-army": ("2024-06-03", "Gunmen attacked the market of Djibo, in northern Burkina Faso, on Saturday 1 June "
                   "2024. Sixty civilians were killed, the army said in a statement."),
    "djibo-un": ("2024-06-02", "Eleven civilians were killed in the attack on the market of Djibo, in northern Burkina "
                 "Faso, on Saturday 1 June 2024, the United Nations said."),
    "gao": ("2024-06-20", "JNIM claimed responsibility for an attack in Gao, northern Mali, on 19 June 2024 in which "
            "two soldiers were killed."),
}  # fmt: skip


def add(store: Store, ident: str, tlp: Tlp = Tlp.CLEAR) -> None:
    day, text = REPORTS[ident]
    item = Item(
        name=ident, data=text.encode(), media_type="text/plain", collected=NOW, own_id=ident, source=f"{ident} desk",
        published=datetime.fromisoformat(day).replace(tzinfo=UTC), language="en", marking=Marking(tlp),
    )  # fmt: skip
    assert add_collected(store, [item], Settings(), now=NOW).added == 1


def fill(store: Store) -> None:
    add(store, "djibo-army", Tlp.RED)
    add(store, "djibo-un")
    add(store, "gao")


@pytest.fixture
def store(shelf: Shelf) -> Iterator[Store]:
    with shelf.open() as opened:
        fill(opened)
        yield opened


def towns(store: Store, reader: Reader = OWNER, **asked: object) -> list[str]:
    found = list_incidents(store, reader, Query(**asked), now=NOW)  # type: ignore[arg-type]
    return [one.incident.title.split(", ")[1] for one in found]


def test_a_list_is_narrowed_by_what_is_settled(store: Store) -> None:
    assert towns(store) == ["Gao", "Djibo"]
    assert towns(store, actor="jnim") == ["Gao"] and towns(store, actor="issp") == []
    assert towns(store, severity=3) == ["Djibo"] and towns(store, severity=2) == ["Gao", "Djibo"]
    assert towns(store, disputed=True) == ["Djibo"] and towns(store, disputed=True, actor="jnim") == []
    assert towns(store, new_since=datetime(2024, 6, 10, tzinfo=UTC)) == ["Gao"]
    assert towns(store, severity=2, country="ML", kind="armed_attack", actor="jnim", until=date(2024, 6, 20)) == ["Gao"]


def test_a_unit_of_a_group_is_found_with_the_group() -> None:
    assert "katiba_macina" in list_units("jnim") and list_units("nobody") == ("nobody",)


def test_what_a_hidden_report_says_puts_no_record_into_a_list(store: Store) -> None:
    # The army's sixty, which make it very grave and disputed, are not for the public.
    assert towns(store, severity=4) == ["Djibo"]
    assert towns(store, PUBLIC, severity=4) == [] == towns(store, PUBLIC, disputed=True)
    assert towns(store, PUBLIC, severity=3) == ["Djibo"]
    # Nor is it news to them that the army said something.
    late = datetime(2024, 6, 2, 12, tzinfo=UTC)
    assert towns(store, new_since=late, country="BF") == ["Djibo"]
    assert towns(store, PUBLIC, new_since=late, country="BF") == []


def test_a_list_as_of_a_day_is_narrowed_by_what_was_known_then(store: Store) -> None:
    before = datetime(2024, 6, 2, 12, tzinfo=UTC)
    assert towns(store, as_of=before, severity=3) == ["Djibo"] and towns(store, as_of=before, disputed=True) == []
    assert towns(store, as_of=before, severity=4) == []
    assert towns(store, as_of=before, actor="jnim") == []


def test_a_record_is_listed_by_what_a_person_corrected_it_to(store: Store) -> None:
    djibo = next(one for one in list_incidents(store, OWNER, Query(country="BF"), now=NOW)).incident.id
    for number, (field, text) in enumerate((("place", "Ansongo"), ("kind", "abduction"), ("killed", "3"))):
        made = Decision("ana", "I was there", NOW)
        flow.correct_field(store, djibo, Wording(field=field, text=text), Ground(note=f"Seen, {number}."), made)
    assert djibo in {one.incident.id for one in list_incidents(store, OWNER, Query(country="ML"), now=NOW)}
    assert [one.incident.id for one in list_incidents(store, OWNER, Query(kind="abduction"), now=NOW)] == [djibo]
    flow.undo_decision(store, None, Decision("ana", "not so", NOW))
    assert list(check_sums(store.auditor())) == []


def test_every_face_narrows_alike(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = str(tmp_path / "a.db")
    with open_store(path) as store:
        fill(store)
    asked = {"--severity": "3", "--actor": "jnim", "--new-since": "2024-06-10"}
    for option, value in asked.items():
        assert run_command(["incidents", "--store", path, "--format", "jsonl", option, value]) == 0
        rows = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
        with TestClient(make_app(Settings(store=path))) as client:
            told = client.get("/incidents", params={option.strip("-").replace("-", "_"): value}).json()
        assert [row["incident"] for row in rows] == [row["incident"] for row in told] and len(rows) == 1, option
    with TestClient(make_app(Settings(store=path))) as client:
        page = client.get("/?lang=en&severity=4").text
        assert "<strong>Djibo" in page and "<strong>Gao" not in page and '<option value="4" selected>very grave' in page
        assert "<strong>Gao" in client.get("/?lang=fr&actor=jnim").text
        assert client.get("/incidents?severity=9").status_code == 422
        client.cookies.set("since", "2024-06-10T00:00:00+00:00")
        page = client.get("/?lang=fr").text
        assert "N’afficher que les nouveautés" in page and "new_since=2024-06-10" in page
        only = client.get("/?lang=fr&new_since=2024-06-10T00:00:00%2B00:00").text
        assert "<strong>Gao" in only and "<strong>Djibo" not in only
