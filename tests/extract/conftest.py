"""What the tests of this room share: readings made from a text, and cases from files."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tamani.extract.parties.actors import Registry, build_registry
from tamani.fields import load_vocabulary
from tamani.read import read_item
from tamani.records import Item, Reading

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="session")
def registry() -> Registry:
    return build_registry(load_vocabulary())


@pytest.fixture(scope="session")
def read_text() -> Callable[[str, str], Reading]:
    """A reading of a plain text, as the read room makes it."""

    def read(text: str, language: str) -> Reading:
        item = Item(
            name="case",
            data=text.encode(),
            media_type="text/plain",
            collected=datetime(2024, 5, 1, tzinfo=UTC),
            published=datetime(2024, 5, 1, tzinfo=UTC),
            language=language,
        )
        return read_item(item)[1]

    return read


def load_cases(name: str) -> list[Any]:
    """The cases of a file, each with its text as name."""
    rows = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(row, id=row["text"].strip()[:60]) for row in rows]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes `actor_case` runs once for every case of cases/actors.toml; so do the others."""
    for fixture in metafunc.fixturenames:
        if fixture.endswith("_case"):
            metafunc.parametrize(
                fixture,
                load_cases(
                    {
                        "actor_case": "actors",
                        "name_case": "names",
                        "victim_case": "victims",
                        "said_case": "attribution",
                        "perpetrator_case": "perpetrators",
                        "statement_case": "statements",
                    }[fixture]
                ),
            )
