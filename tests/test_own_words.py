"""A country team adds its own actors and words in a folder; what is wrong in it is named by file and line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tamani.errors import BadVocabulary
from tamani.own_words import extend_lexicon, read_folder, use_folder
from tamani.reasons import translate_reason


def write_files(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_toml", ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def run_extract(report: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tamani", "extract", str(report), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(
        "Riders of Kolon Donso attacked the village of Ganda on 3 May 2024 with zip-guns, killing 12 civilians.\n"
    )
    return path


@pytest.fixture
def words(tmp_path: Path) -> Path:
    return write_files(
        tmp_path / "vocab",
        actors_toml='[[actor]]\nid = "kolon_donso"\nen = "Kolon Donso"\nfr = "Donso de Kolon"\ntype = "self_defence"\n',
        lexicon__weapons_toml='[types.small_arms]\nen = ["zip-gun"]\n',
    )


def test_an_actor_and_a_weapon_of_the_own_folder_are_read_in_a_report(report: Path, words: Path) -> None:
    row = json.loads(run_extract(report, "--vocab", str(words)).stdout)
    claims = {claim["field"]: claim["value"] for claim in row["mentions"][0]["claims"]}
    assert claims["perpetrator"]["actor"] == "kolon_donso"
    assert claims["weapon"] == {"name": "zip-guns", "type": "small_arms"}


def test_without_the_folder_they_are_not_known(report: Path) -> None:
    row = json.loads(run_extract(report).stdout)
    assert not [c for c in row["mentions"][0]["claims"] if c["field"] == "weapon" or c["value"] == "kolon_donso"]


def test_asked_why_a_claim_names_the_own_file_and_line(report: Path, words: Path) -> None:
    row = json.loads(run_extract(report, "--vocab", str(words), "--explain").stdout)
    weapon = next(claim for claim in row["mentions"][0]["claims"] if claim["field"] == "weapon")
    assert {
        "words": "zip-gun",
        "key": "types.small_arms.en",
        "file": "lexicon/weapons.toml",
        "line": 2,
        "own": True,
    } in (weapon["why"]["entries"])


def test_a_wrong_folder_stops_before_anything_is_read(report: Path, words: Path) -> None:
    write_files(words, lexicon__weapons_toml='[types.smal_arms]\nen = ["zip-gun"]\n')
    done = run_extract(report, "--vocab", str(words), "--language", "fr")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "weapons.toml:1" in done.stderr
    assert "small_arms" in done.stderr


WRONG = {
    "a line that is no TOML": ({"actors_toml": '[[actor]]\nid = "x\n'}, "actors.toml:2", "not TOML"),
    "a misspelt list": ({"lexicon__weapons_toml": '\n[types.minne]\nen = ["x"]\n'}, "weapons.toml:2", "no list"),
    "a word, not a list": ({"lexicon__people_toml": '[civilians]\nen = "monk"\n'}, "people.toml:2", "list of words"),
    "an empty word": ({"lexicon__people_toml": '[civilians]\n\nen = [""]\n'}, "people.toml:3", "list of words"),
    "an unknown lexicon": ({"lexicon__wepons_toml": '[types.mine]\nen = ["x"]\n'}, "wepons.toml:1", "no lexicon"),
    "the grammar": ({"lexicon__grammar_toml": 'stops = ["x"]\n'}, "grammar.toml:1", "little words"),
    "a file of another name": ({"notes_toml": "a = 1\n"}, "notes.toml:1", "can be extended"),
    "an unknown kind": (
        {"lexicon__kinds_toml": '[[trigger]]\nkind = "armed_atack"\nen_nouns = ["jacking"]\n'}, "kinds.toml:1", "kind"
    ),
    "an unknown column": (
        {"lexicon__kinds_toml": '[[trigger]]\nkind = "robbery"\nen_noun = ["jacking"]\n'}, "kinds.toml:1", "en_noun"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named_by_file_and_line_in_both_languages(case: str, tmp_path: Path) -> None:
    files, place, problem = WRONG[case]
    with pytest.raises(BadVocabulary) as caught:
        read_folder(write_files(tmp_path / "vocab", **files))
    assert place in caught.value.item
    assert problem in caught.value.problem
    french = translate_reason(caught.value.problem, caught.value.remedy, "fr")
    assert french[0] != caught.value.problem
    assert french[1] != caught.value.remedy


def test_words_are_added_and_none_is_taken_away(tmp_path: Path) -> None:
    shipped = {"civilians": {"en": ["villager"], "fr": ["villageois"]}}
    use_folder(write_files(tmp_path, lexicon__people_toml='[civilians]\nen = ["herdsman"]\n'))
    try:
        assert extend_lexicon("people", shipped) == {
            "civilians": {"en": ["villager", "herdsman"], "fr": ["villageois"]}
        }
        assert shipped["civilians"]["en"] == ["villager"]
    finally:
        use_folder(None)


def test_a_known_actor_can_gain_names_and_lose_none(report: Path, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "v", actors_toml='[[actor]]\nid = "jnim"\naliases = { en = ["Kolon Donso"] }\n')
    row = json.loads(run_extract(report, "--vocab", str(folder)).stdout)
    assert [c["value"]["actor"] for c in row["mentions"][0]["claims"] if c["field"] == "perpetrator"] == ["jnim"]
    write_files(folder, actors_toml='[[actor]]\nid = "jnim"\nen = "Others"\nfr = "Autres"\ntype = "militia"\n')
    done = run_extract(report, "--vocab", str(folder))
    assert done.returncode == 2
    assert "actors.toml:1" in done.stderr
