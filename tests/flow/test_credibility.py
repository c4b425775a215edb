"""A person's grade stands in place of the one that is proposed, with the reason; undone, the proposed one is back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tamani.cli import run_command
from tamani.errors import BadClaim
from tamani.flow import (
    OWNER,
    Decision,
    Ground,
    Query,
    Wording,
    add_collected,
    correct_field,
    list_incidents,
    show_incident,
    undo_decision,
)
from tamani.records import Item, Marking, Reader, Tlp
from tamani.settings import Settings
from tamani.store import Store, open_store

NOW = datetime(2024, 7, 1, tzinfo=UTC)
PARTNER = Reader("partner", Tlp.GREEN, owner=False)
ARMY = "The army said 8 civilians were killed in the attack on the market of Djibo, in Burkina Faso, on 1 June 2024."
WIRE = (
    "Au moins 70 civils ont été tués dans l'attaque du marché de Djibo, au Burkina Faso, le samedi 1er juin 2024, ont "
    "déclaré des habitants à l'AFP."
)
WHY = Decision("amina", "spoke to the hospital", NOW)


def open_attack(folder: Path) -> tuple[Store, str]:
    store = open_store(folder / "t.db")
    items = [
        Item(name=ident, data=text.encode(), media_type="text/plain", collected=NOW, own_id=ident, source=ident,
             published=datetime(2024, 6, day, tzinfo=UTC), language=language, marking=Marking(Tlp.CLEAR))
        for ident, text, day, language in (("a", ARMY, 2, "en"), ("b", WIRE, 3, "fr"))
    ]  # fmt: skip
    add_collected(store, items, Settings(), now=NOW)
    (found,) = list_incidents(store, OWNER, Query(), now=NOW)
    return store, found.incident.id


def grade(store: Store, ident: str, given: str, tlp: Tlp = Tlp.RED) -> None:
    ground = Ground(note="The hospital counts as the wire does.", marking=Marking(tlp))
    correct_field(store, ident, Wording(field="credibility", text=given), ground, WHY)


def test_a_persons_grade_stands_with_its_reason_and_what_was_proposed(tmp_path: Path) -> None:
    store, ident = open_attack(tmp_path)
    with store:
        grade(store, ident, "3")
        grade(store, ident, "killed:2")
        incident = show_incident(store, ident, OWNER).incident
        (killed,) = incident.settled("killed")
        assert incident.credibility is not None and killed.credibility is not None
        assert (incident.credibility.grade, incident.credibility.proposed) == (3, 1)
        assert (killed.credibility.grade, killed.credibility.proposed) == (2, 4)
        assert killed.credibility.decided is not None and killed.credibility.decided.reason == WHY.reason
        assert len(incident.origins) == 2 and killed.disputed
        undo_decision(store, None, WHY)
        (again,) = show_incident(store, ident, OWNER).incident.settled("killed")
        assert again.credibility is not None and (again.credibility.grade, again.credibility.decided) == (4, None)


def test_a_grade_that_rests_on_a_hidden_note_is_not_shown_to_a_partner(tmp_path: Path) -> None:
    store, ident = open_attack(tmp_path)
    with store:
        grade(store, ident, "5", Tlp.RED)
        credibility = show_incident(store, ident, PARTNER).incident.credibility
        assert credibility is not None and (credibility.grade, credibility.decided) == (1, None)


@pytest.mark.parametrize("given", ["0", "7", "sure", "colour:2"])
def test_what_is_no_grade_is_refused_with_how_to_write_it(tmp_path: Path, given: str) -> None:
    store, ident = open_attack(tmp_path)
    with store, pytest.raises(BadClaim, match="1 to 6"):
        grade(store, ident, given)


def test_the_terminal_and_the_rows_tell_the_grade(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    store, ident = open_attack(tmp_path)
    with store:
        grade(store, ident, "3")
    path = str(tmp_path / "t.db")
    assert run_command(["show", ident, "--store", path, "--language", "fr"]) == 0
    said = " ".join(capfd.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ").split())
    # Said of the incident, not of the toll: that stands disputed on the same screen.
    told = "crédibilité 3, peut-être vrai : décidé par amina : spoke to the hospital (proposé : 1)"
    assert f"Que l’incident a eu lieu : {told}" in said
    assert "crédibilité 4, douteux : origines indépendantes pour : 1, contre : 1" in said
    assert run_command(["incidents", "--store", path, "--format", "jsonl"]) == 0
    (row,) = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert row["credibility"]["grade"] == 3 and row["disputes"][0]["credibility"]["grade"] == 4
