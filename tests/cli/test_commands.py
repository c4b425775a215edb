"""The command line as a person and a pipe meet it."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import apsw
import click
import pytest
from pressroom import write_reports

from tamani.cli import COMMANDS, commands, run_command

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    path = tmp_path / "reports.jsonl"
    rows = write_reports(3, 8)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path, reports: Path, capfd: pytest.CaptureFixture[str]) -> str:
    path = str(tmp_path / "t.db")
    assert run_command(["add", str(reports), "--store", path]) == 0
    capfd.readouterr()
    return path


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run_command(list(arguments))
    out, err = capfd.readouterr()
    return code, out, err


def rows_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example_and_is_listed_by_its_first_words(name: str) -> None:
    command: Any = commands.get_command(click.Context(commands), name)
    assert "Example:" in command.help
    assert re.split(r"[:.;]", command.help)[0] + "." == COMMANDS[name][1]
    for inner in getattr(command, "commands", {}).values():
        assert "Example:" in inner.help


def test_help_waits_for_no_room() -> None:
    """A figure in milliseconds would fail on a busy machine; what is loaded is the same everywhere."""
    code = (
        "import sys; from tamani.cli import run_command; run_command(['--help']); "
        "slow = ('msgspec', 'apsw', 'rich', 'httpx', 'duckdb', 'jinja2'); "
        "print(sorted(m for m in sys.modules if m.split('.')[0] in slow"
        " or m.startswith('tamani.') and not m.startswith('tamani.cli')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_was_added_is_counted_and_known_the_second_time(
    tmp_path: Path, reports: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "new.db")
    first = run(capfd, "add", str(reports), "--store", path, "--format", "json")
    again = run(capfd, "add", str(reports), "--store", path, "--format", "json")
    assert (first[0], rows_of(first[1])[0]["added"]) == (0, 8)
    assert (rows_of(again[1])[0]["added"], rows_of(again[1])[0]["known"]) == (0, 8)


def test_an_item_that_cannot_be_read_is_named_and_the_rest_is_stored(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "in" / "good.txt").write_text("Gunmen killed 12 villagers in Djibo on Friday, residents said.")
    path = str(tmp_path / "t.db")
    code, out, err = run(capfd, "add", str(tmp_path / "in"), "--store", path)
    assert code == 1
    assert out.startswith("Reports added: 1,")
    assert "empty.txt" in err
    code, out, _ = run(capfd, "rejects", "list", "--store", path, "--format", "jsonl")
    assert [Path(row["name"]).name for row in rows_of(out)] == ["empty.txt"]
    (tmp_path / "in" / "empty.txt").write_text("Three soldiers were killed near Gao on Monday.")
    assert run(capfd, "rejects", "retry", "--store", path)[0] == 0
    assert run(capfd, "rejects", "list", "--store", path)[1].strip() == "Nothing is set aside."


def test_extract_prints_claims_that_quote_the_row(reports: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capfd, "extract", str(reports))
    given = {row["id"]: row for row in rows_of(reports.read_text(encoding="utf-8"))}
    assert (code, err) == (0, "")
    assert len(rows_of(out)) == 8
    quoted = 0
    for row in rows_of(out):
        assert [mention["id"] for mention in row["mentions"]][:1] in ([], ["m1"])
        for claim in [claim for mention in row["mentions"] for claim in mention["claims"]] + row["statements"]:
            text = given[row["report"]][claim.get("part", "text")]
            assert text[claim["start"] : claim["end"]] == claim["quote"]
            quoted += 1
    assert quoted > 20


def test_read_and_locate_print_rows_of_the_same_reports(reports: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ids = sorted(row["id"] for row in rows_of(reports.read_text(encoding="utf-8")))
    read = rows_of(run(capfd, "read", str(reports), "--format", "jsonl")[1])
    places = rows_of(run(capfd, "locate", str(reports))[1])
    assert sorted(row["report"] for row in read) == sorted(row["report"] for row in places) == ids
    assert {"report", "file", "url", "title", "author", "agency", "published", "modified", "language", "text"} <= set(
        read[0]
    )
    assert all((place["lat"] is None) == (place["lon"] is None) for row in places for place in row["places"])


def test_incidents_are_rows_on_standard_output_alone(store: str, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capfd, "incidents", "--store", store, "--format", "jsonl", "--background")
    rows = rows_of(out)
    assert (code, err) == (0, "")
    assert {member["mention"][0] for row in rows for member in row["members"]} == {"m"}
    assert all(isinstance(row["origins"], int) and isinstance(row["disputed"], list) for row in rows)
    assert len({row["incident"] for row in rows}) == len(rows)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_record_is_shown_with_its_words_in_both_languages(
    store: str, language: str, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = rows_of(run(capfd, "incidents", "--store", store, "--format", "jsonl")[1])
    incident = max(rows, key=lambda row: len(row["members"]))["incident"]
    shown = run(capfd, "show", incident[:6], "--store", store, "--language", language)
    assert shown[0] == 0
    assert ("« " if language == "fr" else "“") in shown[1].replace("\u00a0", " ").replace("\u202f", " ")
    for command in ("history", "origins"):
        assert run(capfd, command, incident, "--store", store, "--language", language)[1].strip()
    brief = run(capfd, "brief", incident, "--store", store, "--language", language)[1]
    assert brief.startswith("# ")
    assert "## Sources" in brief
    page = run(capfd, "brief", incident, "--store", store, "--language", language, "--format", "html")[1]
    assert f'<html lang="{language}">' in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_a_merge_is_undone(store: str, capfd: pytest.CaptureFixture[str]) -> None:
    before = rows_of(run(capfd, "incidents", "--store", store, "--format", "jsonl", "--background")[1])
    ids = [row["incident"] for row in before[:2]]
    code, out, _ = run(capfd, "merge", *ids, "--reason", "same night", "--author", "ana", "--store", store)
    assert code == 0
    assert "one incident" in out
    merged = rows_of(run(capfd, "incidents", "--store", store, "--format", "jsonl", "--background")[1])
    assert len(merged) == len(before) - 1
    assert run(capfd, "undo", "--store", store)[0] == 0
    assert rows_of(run(capfd, "incidents", "--store", store, "--format", "jsonl", "--background")[1]) == before


def test_a_split_takes_a_report_out_and_history_tells_who(store: str, capfd: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(run(capfd, "incidents", "--store", store, "--format", "jsonl")[1])
    large = max(rows, key=lambda row: len({m["report"] for m in row["members"]}))
    report = large["members"][0]["report"]
    given = ["split", large["incident"], report, "--reason", "the day after", "--author", "ana", "--store", store]
    assert run(capfd, *given)[0] == 0
    rows = rows_of(run(capfd, "incidents", "--store", store, "--format", "jsonl")[1])
    holding = [row for row in rows if report in {m["report"] for m in row["members"]}]
    others = {m["report"] for m in large["members"]} - {report}
    assert holding
    assert all(not others & {m["report"] for m in row["members"]} for row in holding)
    told = run(capfd, "history", holding[0]["incident"], "--store", store)[1]
    assert "ana decided" in told


def test_decisions_are_listed_replayed_elsewhere_and_old_ids_go_on_working(
    store: str, reports: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ids = [row["incident"] for row in rows_of(run(capfd, "incidents", "--store", store, "--format", "jsonl")[1])[:2]]
    given = ["--author", "ana", "--store", store]
    assert run(capfd, "judge", *ids, "same", "--reason", "same night", *given)[0] == 0
    joined = rows_of(run(capfd, "incidents", "--store", store, "--format", "jsonl", "--background")[1])
    (gone,) = set(ids) - {row["incident"] for row in joined}
    (kept,) = set(ids) & {row["incident"] for row in joined}
    assert f"{gone} is now part of {kept}" in run(capfd, "show", gone, "--store", store)[1]
    listed = run(capfd, "decisions", "--store", store, "--language", "fr")[1]
    assert "ana  verdict: same night" in listed
    written = tmp_path / "decisions.jsonl"
    written.write_text(run(capfd, "decisions", "--store", store, "--format", "jsonl")[1], encoding="utf-8")
    other = str(tmp_path / "other.db")
    run(capfd, "add", str(reports), "--store", other)
    assert "Decisions applied: 1" in run(capfd, "decisions", "--replay", str(written), "--store", other)[1]
    assert rows_of(run(capfd, "incidents", "--store", other, "--format", "jsonl", "--background")[1]) == joined
    code, _, err = run(capfd, "decisions", "--replay", str(reports), "--store", other)
    assert code == 2 and "#1: is no decision" in err


@pytest.mark.parametrize(
    ("language", "corrected", "contested"),
    [("en", "corrected by ana", "Contested by the mayor"), ("fr", "corrigé par ana", "Contesté par the mayor")],
)
def test_what_people_say_stands_on_the_record(
    store: str, language: str, corrected: str, contested: str, capfd: pytest.CaptureFixture[str]
) -> None:
    incident = rows_of(run(capfd, "incidents", "--store", store, "--format", "jsonl")[1])[0]["incident"]
    given = ["--store", store, "--language", language]
    note = ["--note", "The prefect, by telephone", "--author", "ana", "--reason", "counted"]
    assert run(capfd, "correct", incident, "killed", "77", *note, *given)[0] == 0
    assert run(capfd, "contest", incident, "--reason", "Not so", "--author", "the mayor", *given)[0] == 0
    shown = run(capfd, "show", incident, *given)[1]
    assert corrected in shown and contested in shown and "77" in shown
    row = rows_of(run(capfd, "show", incident, *given, "--format", "json")[1])[0]
    assert row["corrections"][0]["quote"] == "The prefect, by telephone"
    act = row["objections"][0]["act"]
    assert run(capfd, "answer", act[:9], "rejected", "--reason", "It is so", *given)[0] == 0
    assert run(capfd, "withdraw", incident, "--reason", "an exercise", *given)[0] == 0
    assert incident not in run(capfd, "incidents", *given)[1]
    assert incident in run(capfd, "incidents", "--withdrawn", *given)[1]
    assert ("RETIRÉ" if language == "fr" else "WITHDRAWN") in run(capfd, "show", incident, *given)[1]
    code, _, err = run(capfd, "correct", incident, "killed", "many", *note, *given)
    assert code == 2 and "many" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "izzzz"], "no incident has an id that starts so"),
        (["incidents", "--since", "yesterday"], "is not a date"),
        (["undo"], "no person has decided"),
    ],
)
def test_a_mistake_is_one_clear_line(
    store: str, arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, *arguments, "--store", store)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_a_missing_store_is_said_and_not_made(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "none.db"
    code, out, err = run(capfd, "incidents", "--store", str(path))
    assert (code, out) == (2, "")
    assert "there is no store" in err
    assert not path.exists()


def test_a_reader_that_stops_early_is_no_error(store: str) -> None:
    listing = f"{sys.executable} -m tamani incidents --store {store} --format jsonl --background"
    pipe = f"{listing} | head -c 5; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", pipe], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stderr == ""
    assert done.returncode == 0


def test_doctor_finds_a_sound_store_sound(store: str, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capfd, "doctor", "--store", store, "--format", "json")
    assert code == 0
    assert rows_of(out)[0]["problems"] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_deep_doctor_names_what_was_changed_by_hand(
    store: str, language: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, "doctor", "--deep", "--store", store, "--language", language)
    assert (code, out) == (0, "")
    assert "8" in err and ("every law holds" in err or "toutes les lois" in err)
    base = apsw.Connection(store)
    base.execute("update heads set run = null where report = 1")
    base.close()
    code, out, _ = run(capfd, "doctor", "--deep", "--store", store, "--language", language)
    assert code == 1
    assert "tamani doctor --repair" in out and ("article " in out if language == "fr" else "report " in out)
    assert run(capfd, "doctor", "--repair", "--store", store, "--format", "json")[0] == 0
    assert run(capfd, "doctor", "--deep", "--store", store)[:2] == (0, "")


def test_a_store_is_backed_up_and_brought_back(store: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    listed = run(capfd, "incidents", "--store", store, "--format", "jsonl", "--background")
    code, out, _ = run(capfd, "backup", str(tmp_path / "b.backup"), "--store", store, "--language", "fr")
    assert code == 0 and out.startswith("Sauvegarde écrite dans") and "8 articles" in out
    code, out, err = run(capfd, "restore", str(tmp_path / "b.backup"), "--store", store, "--language", "fr")
    assert (code, out) == (2, "") and "il y a déjà une base ici" in err
    other = str(tmp_path / "other.db")
    assert run(capfd, "restore", str(tmp_path / "b.backup"), "--store", other)[0] == 0
    assert run(capfd, "incidents", "--store", other, "--format", "jsonl", "--background") == listed
    assert run(capfd, "doctor", "--deep", "--store", other)[:2] == (0, "")
    code, out, _ = run(capfd, "restore", str(tmp_path / "b.backup"), "--store", store, "--replace")
    assert code == 0 and "is kept as" in out
    assert run(capfd, "incidents", "--store", store, "--format", "jsonl", "--background") == listed


def test_the_written_reference_is_fresh() -> None:
    assert runpy.run_path(str(ROOT / "docs" / "build.py"))["find_stale"]() == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_text_is_deleted_with_a_word_on_older_backups(
    store: str, language: str, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = ["forget", "made-3-1", "--reason", "licence", "--author", "ana", "--yes", "--store", store]
    code, _, err = run(capfd, *asked, "--language", language)
    assert code == 2 and "--keep-claims" in err
    code, out, err = run(capfd, *asked, "--keep-claims", "--language", language)
    assert code == 0
    assert ("Texts deleted: 1" if language == "en" else "Textes supprimés : 1") in out
    assert ("Backups made before" if language == "en" else "Les sauvegardes") in err
    rows = rows_of(run(capfd, "incidents", "--store", store, "--format", "jsonl", "--background")[1])
    holding = next((row["incident"] for row in rows if "made-3-1" in str(row["members"])), None)
    assert holding is not None
    shown = run(capfd, "show", holding, "--all", "--store", store, "--language", language)[1]
    shown = " ".join(shown.split())
    assert ("text deleted on" if language == "en" else "texte supprimé le") in shown
