"""Why an item is set aside and what to do about it, in French and in English."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from tamani.errors import TamaniError, UnreadableItem

FRENCH_SORTS = {
    "incident": "incident", "report": "article", "link": "lien", "mention": "mention", "claim": "assertion",
    "reading": "texte", "write": "écriture", "raw": "octets", "trigger": "déclencheur",
    "table": "table", "index": "index",
}  # fmt: skip
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
    return translate_reason(error.problem, error.remedy, language)


def translate_reason(problem: str, remedy: str, language: str) -> tuple[str, str]:
    """A problem and a remedy that were said in English, in the reader's language where its wording is known.

    >>> translate_reason("it holds no text", "check the file, or leave it out", "fr")[0]
    'il ne contient aucun texte'
    >>> translate_reason("something else", "try", "fr")
    ('something else', 'try')
    """
    if language != "fr":
        return problem, remedy
    return _translate(problem, 0), _translate(remedy, 1)


def _translate(text: str, part: int) -> str:
    for pattern, wording in _load_patterns()[part]:
        if found := pattern.fullmatch(text):
            return wording.format(**found.groupdict())
    return text


@cache
def _load_patterns() -> tuple[tuple[tuple[re.Pattern[str], str], ...], tuple[tuple[re.Pattern[str], str], ...]]:
    """The English wordings as patterns whose gaps are named, each with the French one; the longest wordings first."""
    texts = sorted(_load_reasons().values(), key=lambda one: -len(one["en"][0]))
    made = [
        tuple((_make_pattern(one["en"][part]), one["fr"][part]) for one in texts if one["fr"][part]) for part in (0, 1)
    ]
    return made[0], made[1]


def _make_pattern(wording: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)[^}]*\}", wording)
    gaps = {name: n for n, name in enumerate(pieces[1::2])}
    pattern = "".join(
        re.escape(piece) if n % 2 == 0 else f"(?P<{piece}>.+?)" if gaps[piece] == n // 2 else f"(?P={piece})"
        for n, piece in enumerate(pieces)
    )
    return re.compile(pattern, re.DOTALL)


def name_item(item: str, language: str) -> str:
    """What an error is about, with its sort in the reader's language.

    >>> name_item("report 'a1'", "fr"), name_item("inbox/a.txt", "fr")
    ("article 'a1'", 'inbox/a.txt')
    """
    sort, space, rest = item.partition(" ")
    return f"{FRENCH_SORTS[sort]} {rest}" if language == "fr" and space and sort in FRENCH_SORTS else item


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
