"""The words around place names, from data/lexicon.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from msgspec import Struct

from tamani.words import fold

DATA = Path(__file__).parent / "data"


class Lexicon(Struct, frozen=True):
    """Folded word lists; cues give the kinds of place that a word announces."""

    titles: frozenset[str]
    first_names: frozenset[str]
    speaks: frozenset[str]
    bodies: frozenset[str]
    vessels: frozenset[str]
    where: frozenset[str]
    surely: frozenset[str]
    doubtful: frozenset[str]
    never: frozenset[str]
    openers: frozenset[str]
    function: frozenset[str]
    seats: frozenset[str]
    numbers: frozenset[str]
    afloat: frozenset[str]
    weak_where: frozenset[str]
    between: frozenset[str]
    countries_in: frozenset[str]
    quarters: frozenset[str]
    particles: frozenset[str]
    saints: frozenset[str]
    skipped: frozenset[str]
    sure_unknown: frozenset[str]
    closing: frozenset[str]
    deeds: frozenset[str]
    storming: frozenset[str]
    no_capital: frozenset[str]
    streets: frozenset[str]
    shaking: frozenset[str]
    announcing: frozenset[str]  # where, weak_where and the cues
    cues: dict[str, tuple[str, ...]]
    directions: dict[str, str]
    abbreviations: dict[str, str]
    common: frozenset[str]  # place names that are words or names of persons first


@cache
def load_lexicon(folder: Path = DATA) -> Lexicon:
    """The word lists of a folder."""
    raw = tomllib.loads((folder / "lexicon.toml").read_text(encoding="utf-8"))
    sets = {name: frozenset(fold(words).split()) for name, words in raw.items() if isinstance(words, str)}
    cues: dict[str, tuple[str, ...]] = {}
    for kind, words in raw["cues"].items():
        for word in words.split():
            cues[word] = (*cues.get(word, ()), kind)
    sets["never"] |= sets["bodies"] | sets["titles"] | frozenset(cues)
    sets["announcing"] = sets["where"] | sets["weak_where"] | frozenset(cues)
    common = frozenset((folder / "common.txt").read_text(encoding="utf-8").split("\n"))
    return Lexicon(
        **sets, cues=cues, directions=raw["directions"], abbreviations=raw["abbreviations"], common=common - {""}
    )
