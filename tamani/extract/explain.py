"""Why a claim was made: the rule, the sentence, and the lexicon entries that stand in it.

In comes an extraction with its reading; out comes one Reason a claim, in the words of extract/rules.toml. It reads the
sentences and lexicons again, so that nothing is slower for those who do not ask.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from tamani.extract.document import Sentence, prepare_sentences
from tamani.extract.lexicon import FOLDER, Phrases, make_phrases
from tamani.own_words import find_line, used_folder
from tamani.records import Claim, ClaimId, Extraction, Reading

RULES = Path(__file__).parent / "rules.toml"
MOST_ENTRIES = 6
SMALL = 4  # letters: "of", "with", "dans" are in many lists and explain nothing
# The lexicons that speak of a field; the nearest of their words are shown.
LEXICONS: dict[str, tuple[str, ...]] = {
    "kind": ("kinds", "harm"),
    "place": ("places",),
    "perpetrator": ("actors", "perpetrators"),
    "target": ("targets",),
    "victim": ("victims", "people", "harm"),
    "weapon": ("weapons",),
    "damage": ("damage", "targets"),
    "tactic": ("tactics",),
    "propaganda": ("tactics",),
    "stage": ("tactics", "modes"),
    "killed": ("harm", "people", "tolls"),
    "injured": ("harm", "people", "tolls"),
    "abducted": ("harm", "people", "tolls"),
    "detained": ("harm", "people", "tolls"),
    "displaced": ("harm", "people", "tolls"),
    "missing": ("harm", "people", "tolls"),
}


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of rules.toml."""

    en: str
    fr: str
    for_example: str = ""


class Entry(Struct, frozen=True):
    """A phrase of a lexicon where it stands in a sentence; file is relative to the lexicons, or to the own folder."""

    words: str
    key: str
    file: str
    line: int
    own: bool


class Reason(Struct, frozen=True):
    """Why one claim was made."""

    rule: str | None
    says: str
    sentence: str
    entries: tuple[Entry, ...]


@cache
def load_rules() -> dict[str, Rule]:
    """The rules by id, "room.case"."""
    loaded = tomllib.loads(RULES.read_text(encoding="utf-8"))
    return {f"{room}.{case}": Rule(**row) for room, rows in loaded.items() for case, row in rows.items()}


def explain_extraction(reading: Reading, extraction: Extraction, language: str) -> dict[ClaimId, Reason]:
    """The reason of each claim, told in a language."""
    sentences = prepare_sentences(reading)
    claims = [claim for mention in extraction.mentions for claim in mention.claims] + list(extraction.statements)
    return {claim.id: _explain(claim, sentences, reading.language or "en", language) for claim in claims}


def _explain(claim: Claim, sentences: Sequence[Sentence], read_in: str, language: str) -> Reason:
    rule = load_rules().get(claim.rule or "")
    says = "" if rule is None else rule.fr if language == "fr" else rule.en
    for sentence in sentences:
        if sentence.span.part is claim.span.part and sentence.span.overlaps(claim.span):
            return Reason(claim.rule, says, sentence.text, _find_entries(claim, sentence, read_in))
    return Reason(claim.rule, says, claim.quote, ())


def _find_entries(claim: Claim, sentence: Sentence, language: str) -> tuple[Entry, ...]:
    """The lexicon phrases of the sentence that speak of the claim's field, those nearest to its words first."""
    found: list[tuple[int, int, Entry]] = []
    for name in LEXICONS.get(claim.field, ("statements",)):
        phrases = load_entries(name, language)
        done = -1
        for at in phrases.starts(sentence):
            hit = phrases.match(sentence, at) if at > done else None
            if hit is not None:
                done = at + hit[0] - 1
                span = sentence.span_of(at, done)
                if done > at or span.end - span.start > SMALL:
                    found.append((max(0, span.start - claim.span.end, claim.span.start - span.end), at, hit[1]))
    return tuple(dict.fromkeys(entry for _, _, entry in sorted(found, key=lambda row: row[:2])))[:MOST_ENTRIES]


@cache
def load_entries(name: str, language: str) -> Phrases[Entry]:
    """Every phrase of a lexicon in a language, the own ones with it, each with where it is written."""
    rows: list[tuple[str, Entry]] = []
    own = used_folder()
    if own is not None and (own / "lexicon" / f"{name}.toml").exists():
        rows += _read_entries(own / "lexicon" / f"{name}.toml", language, own=True)
    return make_phrases([*rows, *_read_entries(FOLDER / f"{name}.toml", language, own=False)])


def _read_entries(file: Path, language: str, *, own: bool) -> Iterator[tuple[str, Entry]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    shown = f"lexicon/{file.name}"
    for keys, phrase in _walk(tomllib.loads("\n".join(lines)), ()):
        if _is_of(keys, "en" if language == "fr" else "fr"):
            continue
        start = find_line(file, tuple(key for key in keys if not key.isdigit()))
        line = next((at for at, text in enumerate(lines[start - 1 :], start) if f'"{phrase}"' in text), start)
        yield phrase, Entry(phrase, ".".join(keys), shown, line, own)


def _walk(table: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every phrase with the keys that lead to it; a word that maps to something is a phrase as well."""
    if isinstance(table, dict):
        for key, value in table.items():
            if isinstance(value, str | int) and not isinstance(value, bool) and key[:1].isalpha():
                yield keys, key
            else:
                yield from _walk(value, (*keys, key))
    elif isinstance(table, list):
        for number, value in enumerate(table, start=1):
            if isinstance(value, str) and value.strip() and any(letter.isalnum() for letter in value):
                yield keys, value
            elif isinstance(value, dict):
                yield from _walk(value, (*keys, str(number)))


def _is_of(keys: tuple[str, ...], language: str) -> bool:
    return any(key == language or key.startswith(f"{language}_") for key in keys)
