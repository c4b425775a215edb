"""The measuring sentences load, and are compared as their README says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from phenomena import Outcome, breaks, compare_case
from phenomena_cases import LANGUAGES, PHENOMENA, Case, WrongCase, is_held, load_cases, load_file, split_cases

Row = dict[str, Any]

MADE: Row = {
    "report": "voices-en-900",
    "relevant": True,
    "mentions": [
        {
            "id": "m1",
            "kind": "armed_attack",
            "claims": [
                {"field": "kind", "value": "armed_attack", "stance": "asserted", "said_by": None},
                {"field": "place", "value": {"name": "Koro", "country": "ML"}, "stance": "asserted", "said_by": None},
                {
                    "field": "killed",
                    "value": {"low": 4, "high": None, "who": "civilians", "qualifier": "at_least"},
                    "stance": "asserted",
                    "said_by": "a Security Source in Koro",
                },
            ],
        },
        {
            "id": "m2",
            "kind": "bombing",
            "mode": "background",
            "claims": [
                {"field": "killed", "value": {"low": 9, "high": 9, "who": "unknown"}, "stance": "asserted"},
            ],
        },
    ],
    "statements": [{"field": "reaction", "value": {"who": "the African Union", "stance": "condemns", "what": "it"}}],
}


def compare(**row: object) -> Outcome:
    return compare_case(Case(id="voices-en-900", language="en", phenomenon="voices", row=dict(row)), MADE)


@pytest.mark.parametrize(
    "row",
    [
        {"field": "kind", "value": ["massacre", "armed_attack"]},
        {"field": "killed", "low": 4, "who": ["unknown", "civilians"]},
        {"field": "killed", "low": 4, "high": [4, "none"]},
        {"field": "killed", "low": 4, "stance": ["asserted", "doubted"]},
        {"field": "killed", "low": 4, "said_by": "the security source"},
        {"field": "killed"},
        {"field": "killed", "low": 9, "high": 9},
        {"field": "place", "name": "koro"},
        {"field": "reaction", "who": "African Union", "stance": "condemns"},
    ],
)
def test_an_expectation_is_met(row: Row) -> None:
    assert compare(relevant=True, events=1, expect=[row]).right


@pytest.mark.parametrize(
    "row",
    [
        {"field": "kind", "value": "bombing"},
        {"field": "killed", "low": 4, "high": 4},
        {"field": "killed", "high": 4},
        {"field": "killed", "low": 4, "said_by": ""},
        {"field": "killed", "low": 4, "stance": "denied"},
        {"field": "place", "name": "Kor"},
        {"field": "injured"},
    ],
)
def test_an_expectation_is_missed(row: Row) -> None:
    assert compare(expect=[row]).missed == (row,)


def test_rows_of_one_event_stand_in_one_mention() -> None:
    four, nine = {"field": "killed", "low": 4}, {"field": "killed", "low": 9, "high": 9}
    assert compare(expect=[four | {"event": 1}, nine | {"event": 2}]).right
    assert compare(expect=[four | {"event": 1}, nine | {"event": 1}]).missed
    assert not compare(expect=[four | {"event": 1}], forbid=[{"event": 1, "field": "killed", "low": 9}]).made


def test_only_an_event_in_the_news_can_break_a_ban() -> None:
    assert compare(forbid=[{"field": "killed", "low": 4}]).made
    assert not compare(forbid=[{"field": "killed", "low": 9}, {"field": "killed", "low": 4, "stance": "denied"}]).made


def test_nobody_killed_claims_no_dead() -> None:
    none = {"field": "killed", "value": {"low": 0, "high": 0, "who": "unknown"}}
    assert not breaks(none, {"field": "killed"})
    assert breaks(none, {"field": "killed", "low": 0})
    assert breaks(none | {"value": {"low": None, "high": None}}, {"field": "killed"})


def test_news_and_the_number_of_events_count() -> None:
    assert compare(relevant=False).wrong == ("taken for news",)
    assert compare(events=2).wrong == ("1 events, not 2",)


def write_case(folder: Path, text: str) -> Path:
    path = folder / "dev" / "en" / "voices.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ('id = "voices-fr-001"', "voices-en-001"),
        ('id = "voices-en-001"\npublished = "yesterday"\ntext = "x"\nrelevant = true', "published"),
        ('id = "voices-en-001"\npublished = "2024-01-02"\ntext = "x"\nrelevant = true\ncolour = 1', "colour"),
        ('id = "voices-en-001"\npublished = "2024-01-02"\ntext = "x"\nexpect = [{field = "kiled"}]', "kiled"),
        (
            'id = "voices-en-001"\npublished = "2024-01-02"\ntext = "x"\nforbid = [{field = "killed", event = 2}]',
            "event 2",
        ),
        ("id = ", "no TOML"),
    ],
)
def test_a_malformed_case_is_told_with_its_file(tmp_path: Path, rows: str, told: str) -> None:
    with pytest.raises(WrongCase, match=rf"dev/en/voices\.toml.*{told}"):
        load_file(write_case(tmp_path, f"[[case]]\n{rows}\n"))


def test_the_split_moves_a_third_and_a_second_run_nothing(tmp_path: Path) -> None:
    names = [f"voices-en-{number:03}" for number in range(1, 31)]
    case = '[[case]]\nid = "{}"\npublished = "2024-01-02"\ntext = "Calm."\nrelevant = false\n\n'
    write_case(tmp_path, "# A head.\n\n" + "".join(case.format(name) for name in names))
    assert split_cases(["en"], tmp_path) == sum(map(is_held, names))
    assert split_cases(["en"], tmp_path) == 0
    assert [one.id for one in load_cases("held", root=tmp_path)] == [name for name in names if is_held(name)]
    assert [one.id for one in load_cases("dev", root=tmp_path)] == [name for name in names if not is_held(name)]


def test_all_cases_load_and_stand_where_chance_put_them() -> None:
    held, dev = load_cases("held"), load_cases("dev")
    assert all(is_held(case.id) for case in held)
    names = [case.id for case in (*dev, *held)]
    assert len(names) == len(set(names))


def test_each_phenomenon_has_forty_cases_in_each_language() -> None:
    cases = [*load_cases("dev"), *load_cases("held")]
    counts = Counter((case.language, case.phenomenon) for case in cases)
    few = [(language, one) for language in LANGUAGES for one in PHENOMENA if counts[language, one] < 40]
    assert not few
