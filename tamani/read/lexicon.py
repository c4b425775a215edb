"""The reader's word lists, from lexicon.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).parent / "lexicon.toml"


@cache
def load_words(table: str, name: str) -> frozenset[str]:
    """One list of words.

    >>> "mme" in load_words("sentences", "titles")
    True
    """
    listed: str = _load_file()[table][name]
    return frozenset(listed.split())


@cache
def load_lines(table: str, name: str) -> tuple[str, ...]:
    """One list of phrases, in the order of the file."""
    listed: list[str] = _load_file()[table][name]
    return tuple(listed)


@cache
def _load_file() -> dict[str, Any]:
    return tomllib.loads(PATH.read_text(encoding="utf-8"))
