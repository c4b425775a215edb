"""What a person at a terminal meets: one screen, both languages, no flood of messages, no colour in a pipe."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from tamani.cli import run_command

REPORTS = (
    {"id": "a", "source": "Savanna Wire", "published": "2024-06-02", "title": "Market of Djibo attacked",
     "text": "Gunmen attacked the market of Djibo, in Burkina Faso, on 1 June 2024. At least 24 civilians were killed, "
     "a security source said. The attackers burned shops."},
    {"id": "b", "source": "Tribune du Liptako", "published": "2024-06-03", "title": "Djibo : neuf morts",
     "text": "L'attaque du 1er juin 2024 contre le marché de Djibo, au Burkina Faso, a fait 9 morts parmi les civils, "
     "a déclaré le ministre de la Défense. L'Union africaine a condamné l'attaque."},
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> str:
    path, inbox = str(tmp_path / "t.db"), tmp_path / "reports.jsonl"
    inbox.write_text("\n".join(json.dumps(row) for row in REPORTS), encoding="utf-8")
    assert run_command(["add", str(inbox), "--store", path]) == 0
    capfd.readouterr()
    return path


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run_command(list(arguments))
    out, err = capfd.readouterr()
    return code, out.replace("\u00a0", " "), err.replace("\u00a0", " ")


def test_a_record_fits_a_screen_and_all_of_it_is_one_word_away(
    store: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    short = run(capfd, "show", "i", "--store", store)[1].splitlines()
    whole = run(capfd, "show", "i", "--all", "--store", store)[1].splitlines()
    assert len(short) <= 40
    assert len(whole) > len(short)
    assert max(map(len, short + whole)) <= 80
    # The toll comes first of all facts, below what and where it was and how sure it is.
    facts = short[short.index("") + 1 :]
    assert short.index("") <= 5
    assert facts[0].startswith("Killed")
    assert "9–24 killed or more (civilians)" in facts[0]
    assert any("“At least 24 civilians were killed" in line for line in whole)
    assert "\x1b" not in "".join(short)


def test_the_list_gives_the_range_of_a_toll(store: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert "9–24 tués ou plus (civils)" in run(capfd, "incidents", "--store", store, "--language", "fr")[1]


def test_what_is_little_known_stands_below_the_rest(
    store: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    vague = tmp_path / "vague.jsonl"
    row = {"id": "c", "published": "2024-07-01", "text": "Gunmen attacked a village on Sunday, a radio said."}
    vague.write_text(json.dumps(row), encoding="utf-8")
    assert run(capfd, "add", str(vague), "--store", store)[0] == 0
    listed = run(capfd, "incidents", "--store", store)[1]
    assert "place not stated" in listed
    assert listed.index("Djibo") < listed.index("Little known") < listed.index("place not stated")


def test_a_hundred_bad_files_are_ten_lines(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    for number in range(25):
        (inbox / f"{number}.txt").write_bytes(b"")
    code, _, err = run(capfd, "add", str(inbox), "--store", str(tmp_path / "t.db"), "--language", "fr")
    assert code == 1
    assert len(err.strip().splitlines()) == 11
    assert err.strip().endswith("... et 15 de plus : tamani rejects list")
    assert "le fichier est vide ; vérifiez le fichier" in err
    listed = run(capfd, "rejects", "list", "--store", str(tmp_path / "t.db"), "--language", "fr")[1]
    assert listed.count("le fichier est vide") == 25


@pytest.mark.parametrize(("arguments", "said"), [
    (["show", "izzzz"], "incident 'izzzz' : aucun identifiant ne commence ainsi"),
    (["split", "i", "nobody", "--reason", "x"], "voyez ses articles avec `tamani show"),
    (["undo"], "aucune décision n’est en vigueur"),
])  # fmt: skip
def test_a_mistake_is_told_in_french(
    store: str, arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, *arguments, "--store", store, "--language", "fr")
    assert (code, out) == (2, "")
    assert said in err


def test_history_says_which_figures_bear_no_date(store: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    undated = tmp_path / "undated.jsonl"
    text = "Market of Djibo, Burkina Faso, 1 June 2024: gunmen killed 31 civilians, residents said."
    undated.write_text(json.dumps({"id": "c", "source": "Compendium", "text": text}), encoding="utf-8")
    assert run(capfd, "add", str(undated), "--store", store)[0] == 0
    told = [
        line for line in run(capfd, "history", "i", "--store", store)[1].splitlines() if "31" in line or "undat" in line
    ]
    assert told
    assert any("undated, added on" in line for line in told)


def test_the_second_start_of_the_demonstration_says_what_is_there(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    given = ["demo", "--folder", str(tmp_path / "d"), "--no-serve"]
    assert "51 reports read" in run(capfd, *given)[1]
    again = run(capfd, *given, "--language", "fr")
    assert again[0] == 0
    assert "Les 51 articles y sont déjà, rien n’a été ajouté" in again[1]


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    code, _, err = run(capfd, "demo", "--folder", str(tmp_path / "file" / "x"), "--no-serve", "--language", "fr")
    assert code == 2
    assert "impossible d’écrire dans ce dossier" in err
    assert "donnez-en un autre avec --folder" in err


def test_a_port_that_is_taken_is_said_before_anything_is_served(store: str, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, _, err = run(capfd, "serve", "--store", store, "--port", str(port))
    assert code == 2
    assert f"port {port}: another program listens there; give another with --port" in err
