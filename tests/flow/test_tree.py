"""Where a record was first said, as a tree: roots, channels, reports with their words, copies folded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tamani.cli import run_command
from tamani.flow import OWNER, Query, add_collected, list_incidents, show_origins
from tamani.origins import Carried, OriginTree
from tamani.records import Item, Marking, Reader, Tlp
from tamani.settings import Settings
from tamani.share.contract import make_origin_rows
from tamani.store import Store, open_store
from tamani.web.pages import make_app

NOW = datetime(2024, 7, 1, tzinfo=UTC)
PARTNER = Reader("partner", Tlp.GREEN, owner=False)

STATE = (
    "Eight civilians were killed when gunmen attacked the market of Djibo, in northern Burkina Faso, on Saturday "
    "1 June 2024, the army said in a statement. The attackers came on motorbikes from the north and burned shops."
)
LATER = (
    "The army now says 54 civilians were killed in the attack on the market of Djibo, in northern Burkina Faso, on "
    "1 June 2024."
)
WITNESS = (
    "Au moins 70 civils ont été tués dans l'attaque du marché de Djibo, au Burkina Faso, le samedi 1er juin 2024, ont "
    "déclaré des habitants à l'AFP."
)
SECRET = (
    "L'attaque du marché de Djibo, au Burkina Faso, le samedi 1er juin 2024, a fait 90 morts parmi les civils, selon "
    "l'Union africaine."
)
REPORTS = (
    ("first", STATE, "2024-06-02", Tlp.CLEAR),
    ("second", STATE, "2024-06-03", Tlp.CLEAR),
    ("third", STATE, "2024-06-04", Tlp.RED),
    ("later", LATER, "2024-06-05", Tlp.CLEAR),
    ("wire", WITNESS, "2024-06-03", Tlp.CLEAR),
    ("secret", SECRET, "2024-06-03", Tlp.RED),
)


def make_items() -> list[Item]:
    return [
        Item(
            name=ident,
            data=text.encode(),
            media_type="text/plain",
            collected=NOW,
            own_id=ident,
            source=f"{ident.title()} Desk",
            published=datetime.fromisoformat(day).replace(tzinfo=UTC),
            language="fr" if "juin" in text else "en",
            marking=Marking(tlp),
        )
        for ident, text, day, tlp in REPORTS
    ]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tree") / "t.db"
    with open_store(made) as store:
        add_collected(store, make_items(), Settings(), now=NOW)
    return made


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def grow(store: Store, reader: Reader = OWNER, as_of: datetime | None = None) -> OriginTree:
    (found,) = list_incidents(store, OWNER, Query(), now=NOW)
    return show_origins(store, found.incident.id, reader, as_of=as_of)


def carried(tree: OriginTree, origin: str | None) -> list[Carried]:
    """All reports under one origin."""
    roots = [root for root in tree.roots if (root.origin.id if root.origin else None) == origin]
    return [one for root in roots for channel in root.channels for one in channel.reports]


def test_a_statement_stands_over_the_reports_that_carry_it_and_a_copy_is_folded(store: Store) -> None:
    tree = grow(store)
    first, later = carried(tree, "state:BF")
    assert (first.cited.report, [one.report for one in first.copies]) == ("first", ["second", "third"])
    assert later.cited.report == "later" and not later.copies
    assert "Eight civilians were killed" in {claim.quote for claim in first.claims}


def test_an_agency_that_was_told_is_the_origin_and_a_body_is_one_of_its_own(store: Store) -> None:
    tree = grow(store)
    assert {root.origin.id for root in tree.roots if root.origin} == {"state:BF", "outlet:afp", "speaker:au"}
    assert tree.origins == len(tree.dossier.incident.origins) == 3


def test_a_hidden_report_is_neither_shown_nor_counted(store: Store) -> None:
    tree = grow(store, PARTNER)
    assert tree.origins == 2
    said = json.dumps(make_origin_rows(tree))
    assert "secret" not in said and "third" not in said and "Union africaine" not in said
    assert [one.report for one in carried(tree, "state:BF")[0].copies] == ["second"]


def test_a_past_day_knows_nothing_of_later_reports(store: Store) -> None:
    tree = grow(store, as_of=datetime(2024, 6, 2, 23, tzinfo=UTC))
    assert tree.origins == 1 and tree.roots[0].reports == 1


def test_every_claim_of_the_record_hangs_in_the_tree_once(store: Store) -> None:
    tree = grow(store)
    shown = [claim.id for root in tree.roots for channel in root.channels for one in channel.reports
             for claim in one.claims]  # fmt: skip
    folded = {one.report for root in tree.roots for channel in root.channels for two in channel.reports
              for one in two.copies}  # fmt: skip
    claims = [claim for mention in tree.dossier.mentions for claim in mention.claims]
    assert len(shown) == len(set(shown))
    assert set(shown) | {claim.id for claim in claims if claim.report in folded} == {claim.id for claim in claims}


@pytest.mark.parametrize("language, words", [("en", "+2 copies: Second Desk"), ("fr", "+2 copies : Second Desk")])
def test_the_terminal_draws_it_in_any_width_and_without_colour_in_a_pipe(
    path: Path, language: str, words: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for width in (48, 100):
        monkeypatch.setenv("COLUMNS", str(width))
        assert run_command(["origins", "i", "--store", str(path), "--language", language]) == 0
        out = capfd.readouterr().out
        assert max(map(len, out.splitlines())) <= width and "\x1b" not in out
        assert words in out.replace("\u00a0", " ").replace("\u202f", " ") and "Burkina Faso" in out
        assert "└──" in out


def test_the_address_gives_the_rows_of_the_command(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_command(["origins", "i", "--store", str(path), "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    with TestClient(make_app(Settings(store=str(path)))) as client:
        assert client.get(f"/incidents/{rows[0]['incident']}/origins").json() == rows
        assert client.get("/incidents/none/origins").status_code == 404
    assert rows[0]["id"] == "state:BF" and rows[0]["reports"] == 4


def test_the_page_draws_it_without_script(path: Path) -> None:
    with TestClient(make_app(Settings(store=str(path)))) as client:
        (row,) = client.get("/incidents").json()
        page = client.get(f"/incidents/{row['incident']}?lang=fr").text
    tree = page[page.index('<ul class="tree">') :]
    assert tree.count("<details open>") == 3 and "+2 copies" in tree and "<summary>" in tree
    assert 'href="/reports/second"' in tree and "Eight civilians were killed" in tree
