"""The house stands as CONTRIBUTING.md says it does."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for path in (ROOT / "tamani").rglob("*.py"))
FILE_LINES, DESK_LINES, FUNCTION_LINES = 400, 120, 40


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: run from a clone to check the tracked files")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_file_is_longer_than_a_room_allows() -> None:
    long = []
    for path in SOURCES:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > (DESK_LINES if path.name == "__init__.py" else FILE_LINES):
            long.append(f"{path.relative_to(ROOT)}: {lines}")
    assert not long


def test_no_function_is_longer_than_a_screen() -> None:
    long = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines}")
    assert not long


def test_every_room_says_at_its_door_what_goes_in_and_out() -> None:
    assert not [str(path) for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]


def test_no_function_is_named_like_a_room() -> None:
    rooms = {path.stem if path.suffix else path.name for path in (ROOT / "tamani").iterdir()} - {"__init__"}
    clashes = []
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        clashes += [
            f"{path.name}: {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name in rooms and path.name == "__init__.py"
        ]
    assert not clashes


def test_no_drawer_for_everything() -> None:
    banned = {"utils", "util", "helpers", "common", "misc", "manager", "service", "base"}
    assert not [str(path) for path in SOURCES if path.stem in banned or path.parent.name in banned]


def test_no_registry_host_and_no_path_of_one_machine_in_any_file() -> None:
    # The words are put together here so that this file does not find itself.
    hosts = [
        "pypi" + ".org",
        "python" + "hosted",
        "registry." + "npmjs",
        "deb." + "debian",
        "/wo" + "rk/",
        "/ro" + "ot/",
    ]
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {host}" for host in hosts if host in text]
    assert not found


def test_every_lock_file_has_hashes() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-build.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pinned = re.findall(r"^[a-z0-9][\w.-]*==.*\\$", text, re.M)
        assert pinned, name
        assert len(pinned) == len(re.findall(r"^[a-z0-9].*==", text, re.M)), name


def test_the_changelog_names_its_kinds() -> None:
    for path in tracked("changelog.d/*"):
        if path.name != "README.md":
            assert path.name.split(".")[-2] in ("feature", "fix", "change", "docs"), path.name
