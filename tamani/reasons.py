"""Why an item is set aside and what to do about it, in French and in English."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from tamani.errors import TamaniError, UnreadableItem

PATH = Path(__file__).parent / "reasons.toml"


class Unreadable(UnreadableItem):
    """An item that can't be read, with the reason's code and facts, so that a face can say it in its language."""

    def __init__(self, item: str, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(item, *explain(code, "en", **facts))


def explain(code: str, language: str, **facts: object) -> tuple[str, str]:
    """Problem and remedy of a reason.

    >>> explain("empty", "fr")
    ('le fichier est vide', 'vérifiez le fichier ou retirez-le')
    """
    texts = _load_reasons()[code]
    problem, remedy = texts.get(language, texts["en"])
    return problem.format(**facts), remedy.format(**facts)


def explain_error(error: TamaniError, language: str) -> tuple[str, str]:
    """Problem and remedy of an error, in the language where it is known in both."""
    if isinstance(error, Unreadable):
        return explain(error.code, language, **error.facts)
    return error.problem, error.remedy


def say_size(size: int) -> str:
    """A size in bytes as people say it.

    >>> say_size(25_000_000), say_size(1_200)
    ('25.0 MB', '1.2 kB')
    """
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"


@cache
def _load_reasons() -> dict[str, dict[str, tuple[str, str]]]:
    raw = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return {code: {tongue: (pair[0], pair[1]) for tongue, pair in texts.items()} for code, texts in raw.items()}
