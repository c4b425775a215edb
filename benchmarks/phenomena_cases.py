"""The cases of the measuring sentences: loaded, checked, and a third of them set aside.

A case is a row of tests/quality/phenomena/{dev,held}/{en,fr}/<phenomenon>.toml; phenomena.py scores them.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "quality" / "phenomena"
PARTS, LANGUAGES = ("dev", "held"), ("en", "fr")
PHENOMENA = (
    *("voices", "lists", "coreference", "events", "negation", "unreal", "past"),
    *("attribution", "responsibility", "revisions", "totals", "figures"),
)
Row = dict[str, Any]

STATEMENTS = ("reaction", "commitment", "driver", "impact", "recommendation", "partnership")
TOLLS = ("killed", "injured", "abducted", "detained", "displaced", "missing")
FIELDS = (
    *("kind", "date", "place", "perpetrator", "target", "victim", "weapon", "damage", "tactic", "propaganda", "stage"),
    *TOLLS,
    *STATEMENTS,
)
CASE_KEYS = {"id", "published", "title", "text", "relevant", "events", "expect", "forbid"}
CLAIM_KEYS = {"event", "field", "stance", "said_by"}
VALUE_KEYS = {
    *("value", "low", "high", "who", "qualifier", "start", "end", "name", "country", "actor", "type", "basis"),
    *("description", "count", "effect", "what", "due", "factor", "outcome", "impact", "focus", "action", "addressee"),
    *("body", "contribution"),
}
STANCES = {"asserted", "denied", "doubted"}


class WrongCase(Exception):
    """A case that can't be scored: which file, which case, what is wrong with it."""

    def __init__(self, path: Path, case: str, what: str) -> None:
        super().__init__(f"{path.parent.parent.name}/{path.parent.name}/{path.name}: {case}: {what}")


@dataclass(frozen=True, slots=True)
class Case:
    """A few sentences of a report and what a careful reader records of them."""

    id: str
    language: str
    phenomenon: str
    row: Row

    @property
    def expected(self) -> list[Row]:
        return list(self.row.get("expect", ()))

    @property
    def forbidden(self) -> list[Row]:
        return list(self.row.get("forbid", ()))


def any_of(wanted: object) -> list[Any]:
    return list(wanted) if isinstance(wanted, list) else [wanted]


def check_row(row: Row) -> str | None:
    """What is wrong with an expected or forbidden row, if anything is."""
    if row.get("field") not in FIELDS:
        return f"no field {row.get('field')!r}; there are {', '.join(FIELDS)}"
    if unknown := sorted(set(row) - CLAIM_KEYS - VALUE_KEYS):
        return f"{row['field']}: unknown key {', '.join(unknown)}"
    if row["field"] in TOLLS and any(isinstance(row.get(key), str) for key in ("low", "high")):
        return f"{row['field']}: low and high are numbers"
    if row["field"] not in STATEMENTS and not set(any_of(row.get("stance", "asserted"))) <= STANCES:
        return f"{row['field']}: stance is asserted, denied or doubted"
    return None


def check_case(row: Row, prefix: str) -> str | None:
    """What is wrong with a case, if anything is."""
    if not re.fullmatch(rf"{prefix}-\d{{3}}", str(row.get("id"))):
        return f"its id should be {prefix}-001, -002, ..."
    if missing := sorted({"published", "text"} - set(row)):
        return f"lacks {', '.join(missing)}"
    if unknown := sorted(set(row) - CASE_KEYS):
        return f"unknown key {', '.join(unknown)}"
    try:
        date.fromisoformat(row["published"])
    except (TypeError, ValueError):
        return f"published should be a day such as 2024-03-12 in quotes, not {row['published']!r}"
    if not {"relevant", "events", "expect", "forbid"} & set(row):
        return "expects nothing and forbids nothing"
    told = {one["event"] for one in row.get("expect", ()) if "event" in one}
    if alone := [one for one in row.get("forbid", ()) if one.get("event", 0) not in told | {0}]:
        return f"forbids something of event {alone[0]['event']}, of which nothing is expected"
    found = (check_row(one) for one in (*row.get("expect", ()), *row.get("forbid", ())))
    return next((wrong for wrong in found if wrong), None)


def load_file(path: Path) -> tuple[Case, ...]:
    """The cases of one phenomenon in one language and part."""
    try:
        made = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongCase(path, "the file", f"is no TOML: {error}") from error
    if path.stem not in PHENOMENA:
        raise WrongCase(path, "the file", f"no phenomenon of this name; there are {', '.join(PHENOMENA)}")
    if unknown := sorted(set(made) - {"case"}):
        raise WrongCase(path, "the file", f"has {', '.join(unknown)} beside [[case]]")
    language, cases, seen = path.parent.name, [], set()
    for number, row in enumerate(made.get("case", ()), start=1):
        name = str(row.get("id", f"case {number}"))
        if wrong := check_case(row, f"{path.stem}-{language}"):
            raise WrongCase(path, name, wrong)
        if name in seen:
            raise WrongCase(path, name, "stands twice")
        seen.add(name)
        cases.append(Case(id=name, language=language, phenomenon=path.stem, row=row))
    return tuple(cases)


def load_cases(part: str, languages: Iterable[str] = LANGUAGES, root: Path = CASES) -> tuple[Case, ...]:
    """All cases of a part, by language and then in the order of the phenomena."""
    paths = (root / part / language / f"{phenomenon}.toml" for language in languages for phenomenon in PHENOMENA)
    return tuple(case for path in paths if path.exists() for case in load_file(path))


# Setting a third aside


def is_held(case: str) -> bool:
    return int(hashlib.sha256(case.encode()).hexdigest(), 16) % 3 == 0


def split_file(path: Path, held: Path) -> int:
    """Move the cases that chance sets aside from a file to its twin; how many were moved."""
    head, *blocks = re.split(r"(?m)^(?=\[\[case\]\])", path.read_text(encoding="utf-8"))
    named = [(tomllib.loads(block)["case"][0]["id"], block.rstrip() + "\n") for block in blocks]
    moved = [block for name, block in named if is_held(name)]
    if moved:
        held.parent.mkdir(parents=True, exist_ok=True)
        before = held.read_text(encoding="utf-8").rstrip() + "\n\n" if held.exists() else ""
        held.write_text(before + "\n".join(moved), encoding="utf-8")
        kept = [block for name, block in named if not is_held(name)]
        path.write_text(head + "\n".join(kept), encoding="utf-8")
    return len(moved)


def split_cases(languages: Iterable[str], root: Path = CASES) -> int:
    paths = [path for language in languages for path in sorted((root / "dev" / language).glob("*.toml"))]
    for path in paths:
        load_file(path)  # a malformed case is told before anything is moved
    return sum(split_file(path, root / "held" / path.parent.name / path.name) for path in paths)
