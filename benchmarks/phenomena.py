"""Score extraction on the measuring sentences: twelve phenomena of language, some forty cases each in two languages.

    python benchmarks/phenomena.py [--part dev|held] [--language en|fr] [--failures] [--json] [PHENOMENON ...]
    python benchmarks/phenomena.py --split

Runs `tamani extract` once over all cases and prints, per language and phenomenon, how many cases are wholly right, how
many expectations are met and how many forbidden claims are made. Of the part set aside (held) figures only are printed.
How cases are written and compared stands in tests/quality/phenomena/README.md.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from phenomena_cases import (
    LANGUAGES,
    PARTS,
    PHENOMENA,
    ROOT,
    STATEMENTS,
    TOLLS,
    VALUE_KEYS,
    Case,
    Row,
    WrongCase,
    any_of,
    load_cases,
    split_cases,
)

CLOSED_KEYS = {"low", "high", "qualifier", "start", "end", "actor", "type", "basis", "count", "country"}
ARTICLES = {"a", "an", "the", "le", "la", "les", "l", "un", "une", "des", "du", "de", "d"}
MOST_MENTIONS = 7  # more are not permuted: no case tells of more than three events


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case went: what was missed, what was made though forbidden, and what else is wrong."""

    case: Case
    missed: tuple[Row, ...]
    made: tuple[Row, ...]
    wrong: tuple[str, ...]

    @property
    def right(self) -> bool:
        return not (self.missed or self.made or self.wrong)


# Comparing


def fold(text: object) -> str:
    """
    >>> fold("Le porte-parole de l’armée")
    'porte parole armee'
    """
    flat = unicodedata.normalize("NFD", str(text).lower().replace("’", "'"))
    words = re.findall(r"[a-z0-9]+", "".join(char for char in flat if not unicodedata.combining(char)))
    return " ".join(word for word in words if word not in ARTICLES)


def holds(made: object, wanted: object) -> bool:
    """
    >>> holds("a senior security source in Gao", "the security source"), holds("Gaoua", "Gao")
    (True, False)
    """
    return made is not None and f" {fold(wanted)} " in f" {fold(made)} "


def same_name(value: Row, wanted: object) -> bool:
    return any(holds(value.get(key), one) for one in any_of(wanted) for key in ("name", "description"))


def same_bounds(value: Row, row: Row) -> bool:
    """Where one bound is given and the other is not, there must be none: "at least 12" is low = 12 and no high.

    A list may hold "none" where both are right: high = [12, "none"].
    """
    if "low" not in row and "high" not in row:
        return True
    wanted = {key: [None if one == "none" else one for one in any_of(row.get(key))] for key in ("low", "high")}
    return all(value.get(key) in options for key, options in wanted.items())


def same_key(value: Row, key: str, wanted: object, toll: bool) -> bool:
    if key == "name":
        return same_name(value, wanted)
    if key in CLOSED_KEYS or (key == "who" and toll):
        return value.get(key) in any_of(wanted)
    return any(holds(value.get(key), one) for one in any_of(wanted))


def same_value(claim: Row, row: Row, bounds: bool = True) -> bool:
    """Does a claim or statement say what the row asks for, its stance and speaker left aside?"""
    value = claim["value"]
    if claim["field"] != row["field"]:
        return False
    if "value" in row:
        options = value.values() if isinstance(value, dict) else [value]
        if not any(fold(made) == fold(one) for made in options for one in any_of(row["value"]) if made is not None):
            return False
    keys = [key for key in row if key in VALUE_KEYS - {"value"}]
    if row["field"] in STATEMENTS and "stance" in row:
        keys.append("stance")
    if not isinstance(value, dict):
        return not keys
    if bounds:
        if not same_bounds(value, row):
            return False
        keys = [key for key in keys if key not in ("low", "high")]
    return all(same_key(value, key, row[key], row["field"] in TOLLS) for key in keys)


def same_speaker(claim: Row, row: Row) -> bool:
    said_by = claim.get("said_by")
    return any(said_by in (None, "") if one == "" else holds(said_by, one) for one in any_of(row["said_by"]))


def meets(claim: Row, row: Row) -> bool:
    """Is the expectation met by this claim?"""
    if row["field"] not in STATEMENTS and claim.get("stance", "asserted") not in any_of(row.get("stance", "asserted")):
        return False
    return same_value(claim, row) and ("said_by" not in row or same_speaker(claim, row))


def breaks(claim: Row, row: Row) -> bool:
    """Is this claim the forbidden one? Keys that the forbidden row doesn't name may be anything."""
    if row["field"] not in STATEMENTS and claim.get("stance", "asserted") not in any_of(row.get("stance", "asserted")):
        return False
    if claim["field"] in TOLLS and claim["value"].get("high") == 0 and not {"low", "high"} & set(row):
        return False  # "nobody was killed" claims no dead
    return same_value(claim, row, bounds=False) and ("said_by" not in row or same_speaker(claim, row))


def is_news(mention: Row) -> bool:
    return bool(mention.get("mode", "actual") == "actual")


def met_by(claims: Sequence[Row], rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if any(meets(claim, row) for claim in claims)]


def assign_events(mentions: Sequence[Row], rows: Sequence[Row]) -> dict[int, int]:
    """Which mention tells of which expected event: the assignment that meets most rows, each mention for one event."""
    events = sorted({row["event"] for row in rows})
    places: list[int | None] = [*range(min(len(mentions), MOST_MENTIONS)), *[None] * len(events)]
    met = {
        (event, place): len(met_by(mentions[place]["claims"], [row for row in rows if row["event"] == event]))
        for event in events
        for place in places
        if place is not None
    }
    best: tuple[int | None, ...] = max(
        itertools.permutations(places, len(events)),
        key=lambda chosen: sum(met.get((e, p), 0) for e, p in zip(events, chosen, strict=True) if p is not None),
    )
    return {event: place for event, place in zip(events, best, strict=True) if place is not None}


def compare_case(case: Case, made: Row) -> Outcome:
    """Hold what was extracted against what the case expects and forbids."""
    mentions, statements = made.get("mentions", []), made.get("statements", [])
    everything = [claim for mention in mentions for claim in mention["claims"]] + statements
    news = [claim for mention in mentions if is_news(mention) for claim in mention["claims"]] + statements
    numbered = [row for row in case.expected if "event" in row]
    places = assign_events(mentions, numbered)

    def claims_for(row: Row, otherwise: list[Row]) -> list[Row]:
        if "event" not in row:
            return otherwise
        place = places.get(row["event"])
        return [] if place is None else list(mentions[place]["claims"])

    missed = [row for row in case.expected if not any(meets(c, row) for c in claims_for(row, everything))]
    broken = [row for row in case.forbidden if any(breaks(c, row) for c in claims_for(row, news))]
    wrong, count = [], sum(map(is_news, mentions))
    relevant = bool(made.get("relevant")) and count > 0
    if "relevant" in case.row and relevant != case.row["relevant"]:
        wrong.append("taken for news" if relevant else "not taken for news")
    if "events" in case.row and count != case.row["events"]:
        wrong.append(f"{count} events, not {case.row['events']}")
    return Outcome(case=case, missed=tuple(missed), made=tuple(broken), wrong=tuple(wrong))


# Running


def extract_cases(cases: Sequence[Case]) -> dict[str, Row]:
    """What one run of `tamani extract` makes of the cases, by case."""
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "cases.jsonl"
        rows = (
            {"id": case.id, "language": case.language}
            | {key: case.row.get(key) for key in ("published", "title", "text")}
            for case in cases
        )
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, "-m", "tamani", "extract", str(path)]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)}
        )
    if done.returncode not in (0, 1):
        raise SystemExit(f"tamani extract: exit {done.returncode}\n{done.stderr[-2000:]}")
    made = (json.loads(line) for line in done.stdout.splitlines())
    return {row["report"]: row for row in made}


def sum_up(outcomes: Sequence[Outcome]) -> dict[str, float]:
    cases, expected = len(outcomes), sum(len(one.case.expected) for one in outcomes)
    met = expected - sum(len(one.missed) for one in outcomes)
    return {
        "cases": cases,
        "right": round(100 * sum(one.right for one in outcomes) / cases, 1) if cases else 0.0,
        "expected": expected,
        "met": round(100 * met / expected, 1) if expected else 100.0,
        "forbidden": sum(len(one.case.forbidden) for one in outcomes),
        "made": sum(len(one.made) for one in outcomes),
    }


def sum_up_all(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Figures by "language phenomenon", with a line for each language as a whole."""
    figures = {}
    for language in LANGUAGES:
        mine = [one for one in outcomes if one.case.language == language]
        for phenomenon in PHENOMENA:
            if some := [one for one in mine if one.case.phenomenon == phenomenon]:
                figures[f"{language} {phenomenon}"] = sum_up(some)
        if mine:
            figures[f"{language} all"] = sum_up(mine)
    return figures


def print_table(figures: dict[str, dict[str, float]]) -> None:
    print(f"{'':20} {'cases':>6} {'right %':>8} {'expected':>9} {'met %':>7} {'forbidden':>10} {'made':>5}")
    for name, one in figures.items():
        print(
            f"{name:20} {one['cases']:6} {one['right']:8.1f} {one['expected']:9} {one['met']:7.1f}"
            f" {one['forbidden']:10} {one['made']:5}"
        )


def show_value(claim: Row) -> str:
    value = claim["value"]
    if isinstance(value, dict):
        kept = ("name", "actor", "type", "basis", "low", "high", "who", "start", "end", "stance", "what", "effect")
        value = {key: value[key] for key in kept if value.get(key) is not None}
    notes = [claim.get("stance", "asserted")] if claim.get("stance", "asserted") != "asserted" else []
    notes += [f"said by {claim['said_by']}"] if claim.get("said_by") else []
    return " ".join([claim["field"], json.dumps(value, ensure_ascii=False), *notes])


def print_failure(outcome: Outcome, made: Row) -> None:
    """A case that failed: its text, what it lacks, and all that was made of it."""
    row = outcome.case.row
    print(f"\n{outcome.case.id}  ({row['published']})")
    for text in (row.get("title"), row["text"]):
        if text:
            print(f"  {' '.join(text.split())}")
    for label, found in (("expected", outcome.missed), ("forbidden", outcome.made), ("wrong", outcome.wrong)):
        for one in found:
            print(f"  {label}: {one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)}")
    for mention in made.get("mentions", []):
        print(f"    {mention['id']} {mention['kind']} {mention.get('mode', '')}".rstrip())
        for claim in mention["claims"]:
            print(f"      {show_value(claim)}")
    for claim in made.get("statements", []):
        print(f"    {show_value(claim)}")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, default="dev")
    parser.add_argument("--language", choices=LANGUAGES, action="append", help="one language; none: both")
    parser.add_argument("--failures", action="store_true", help="list the failing cases (of dev only)")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--split", action="store_true", help="set a third of the cases aside, and score nothing")
    parser.add_argument("phenomena", nargs="*", metavar="PHENOMENON", help=f"of {', '.join(PHENOMENA)}; none: all")
    options = parser.parse_args()
    if unknown := sorted(set(options.phenomena) - set(PHENOMENA)):
        parser.error(f"no phenomenon {', '.join(unknown)}; there are {', '.join(PHENOMENA)}")
    if options.part == "held" and options.failures:
        parser.error("the cases of held are set aside: only their figures are printed")
    return options


def main() -> int:
    options = read_options()
    languages, wanted = options.language or LANGUAGES, options.phenomena or PHENOMENA
    try:
        if options.split:
            print(f"{split_cases(languages)} cases set aside")
            return 0
        cases = [case for case in load_cases(options.part, languages) if case.phenomenon in wanted]
    except WrongCase as error:
        print(error, file=sys.stderr)
        return 2
    made = extract_cases(cases)
    outcomes = [compare_case(case, made.get(case.id, {})) for case in cases]
    figures = sum_up_all(outcomes)
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        print_table(figures)
    if options.failures:
        for outcome in outcomes:
            if not outcome.right:
                print_failure(outcome, made.get(outcome.case.id, {}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
