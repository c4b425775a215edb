"""How far an addition is: of how many, how fast now, how long it will take; nothing of it where nobody watches."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from tamani.cli import run_command
from tamani.cli.progress import WINDOW, Pace, show_progress
from tamani.flow import count_items


def write_rows(path: Path, number: int, first: int = 0) -> None:
    rows = ({"id": f"r{n}", "text": f"It rained in Djibo on day {n}."} for n in range(first, first + number))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_the_line_says_of_how_many_how_fast_and_how_long_in_both_languages() -> None:
    english, french = Pace(20_000), Pace(20_000)
    for pace, language in ((english, "en"), (french, "fr")):
        assert "a second" not in pace.tell(0, 100.0, language), "nothing is known of the pace yet"
    assert english.tell(5_000, 110.0, "en") == "Reports done: 5,000 of 20,000 (25%), 500 a second, 30 s left"
    assert french.tell(5_000, 110.0, "fr").replace("\u202f", " ").replace("\u00a0", " ") == (
        "Articles traités : 5 000 sur 20 000 (25 %), 500 par seconde, encore 30 s"
    )


def test_the_pace_is_that_of_now_and_not_of_what_was_skipped_at_first() -> None:
    pace = Pace(20_000)
    pace.tell(0, 0.0, "en")
    pace.tell(10_000, 4.0, "en")  # known already: 2,500 a second
    for second in range(10, 80, 10):
        line = pace.tell(10_000 + 10 * (second - 4), 4.0 + second, "en")
    assert "10 a second" in line and "min" in line
    assert WINDOW < 60


def test_without_a_total_or_beyond_it_no_end_is_promised() -> None:
    for total in (None, 3):
        pace = Pace(total)
        pace.tell(0, 0.0, "en")
        assert pace.tell(10, 2.0, "en") == "Reports done: 10, 5 a second"


def test_rows_and_single_files_are_counted_before_and_what_holds_several_is_not(tmp_path: Path) -> None:
    write_rows(tmp_path / "a.jsonl", 7)
    assert count_items([str(tmp_path)]) == 7
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.txt").write_text("It rained.")
    (tmp_path / "deep" / ".hidden.txt").write_text("no")
    (tmp_path / "c.html").write_text("<html><body><p>It rained.</p></body></html>")
    assert count_items([str(tmp_path)]) == 9
    assert count_items([str(tmp_path / "a.jsonl"), str(tmp_path / "none.txt")]) == 8, "set aside, as one"
    (tmp_path / "a.jsonl").write_text((tmp_path / "a.jsonl").read_text().rstrip("\n") + "\n\n\n")
    assert count_items([str(tmp_path / "a.jsonl")]) == 7, "empty lines are no reports"
    assert count_items(["-"]) is None and count_items(["https://example.org/feed"]) is None
    with zipfile.ZipFile(tmp_path / "several.zip", "w") as pack:
        pack.writestr("one.txt", "It rained.")
    assert count_items([str(tmp_path)]) is None


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_line_that_is_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    with show_progress("en", lambda: 10) as tell:
        tell(5)
        tell(10)
    shown = screen.getvalue().split("\r")
    assert "10 of 10 (100%)" in shown[2] and not shown[-2].strip() and shown[-1] == ""


def test_where_nobody_watches_nothing_is_written_or_counted(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with show_progress("en", lambda: pytest.fail("nobody asked how many there are")) as tell:
        tell(5)
    write_rows(tmp_path / "a.jsonl", 3)
    command = ["add", str(tmp_path / "a.jsonl"), "--store", str(tmp_path / "t.db")]
    assert run_command(command) == 0
    assert capfd.readouterr().err == ""
    write_rows(tmp_path / "a.jsonl", 5)
    assert run_command(command) == 0
    said = capfd.readouterr()
    assert said.err == "" and "Reports added: 2" in said.out and "known already: 3" in said.out
