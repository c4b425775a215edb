"""The phrases of data/relations.toml as patterns over the folded words before, or around, a name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

DATA = Path(__file__).parent / "data"
_START = r"(?<![\w-])"  # "Centre-Nord du Burkina" is not the north of Burkina


class Frames(Struct, frozen=True):
    """Compiled patterns; those of what stands before a name end where the name begins."""

    distance: re.Pattern[str]
    toward: re.Pattern[str]
    near: re.Pattern[str]
    between: re.Pattern[str]
    road: re.Pattern[str]
    border: re.Pattern[str]
    border_words: frozenset[str]
    road_words: frozenset[str]
    join: frozenset[str]
    part: re.Pattern[str]
    country_part: re.Pattern[str]
    counts: dict[str, float]
    signs: frozenset[str]  # no relation is said without one of these words


@cache
def load_frames(directions: tuple[str, ...], folder: Path = DATA) -> Frames:
    """The patterns of a folder, with the given words of direction."""
    raw = tomllib.loads((folder / "relations.toml").read_text(encoding="utf-8"))
    words = {name: _any(value) for name, value in raw.items() if isinstance(value, list)}
    number = rf"(?P<number>\d+(?:[.,]\d+)?|{_any(raw['counts'])})"
    unit = f"(?P<unit>{_any(raw['units'].split())})"
    way = f"(?P<way>{_any(directions)})"
    article = "(?:(?:la|le|les|l'|the) )?"
    # "de la capitale économique, Cotonou", "from the state capital, Gusau"
    seat = "(?:(?:[\\w-]+ )?(?:capitale?|chef-lieu)(?: [\\w-]+)? (?:, )?)?"
    kind = f"{article}{seat}(?:{words['kind']} (?:(?:de|d'|of) )?)?{article}"
    return Frames(
        distance=re.compile(
            rf"{_START}(?:{words['about']} )*{number} {unit} (?:environ )?"
            rf"(?:{words['toward']} ?)?(?:{way} )?{words['from']} {kind}$"
        ),
        toward=re.compile(rf"{_START}(?:{words['toward']} |just )?{way} (?:de|d'|du|of) {kind}$"),
        near=re.compile(rf"{_START}{words['near']} {kind}$"),
        between=re.compile(rf"{_START}{words['between']} {article}(?:\w+ (?:de |d' |of ))?{article}$"),
        road=re.compile(
            rf"{_START}(?:(?:sur|on) )?{article}{words['road']}(?: {words['road_kind']})?"
            rf"(?: {words['road_link']})? {article}$"
        ),
        border=re.compile(
            rf"{_START}(?:(?:{words['about']} )*{number} {unit} )?"
            rf"(?:{words['border_before']} )?{article}{words['border']}(?: {words['border_link']})? {article}$"
        ),
        border_words=frozenset(raw["border"]),
        road_words=frozenset(raw["road"]),
        join=frozenset(raw["join"]),
        part=re.compile(rf"{_START}(?:(?:le|l'|la|the|extreme|far) )*{way}(?: {words['part_link']})? (?:the )?$"),
        country_part=re.compile(rf"{_START}{way} {words['country']}\b"),
        signs=_find_signs(raw, directions),
        counts={word: float(count) for word, count in raw["counts"].items()},
    )


def _find_signs(raw: dict[str, Any], directions: tuple[str, ...]) -> frozenset[str]:
    """One word of each phrase that the others need: most names have no relation, and this is quickly seen."""
    small = {"de", "d'", "du", "the", "of", "l'", "a", "la", "le", "dans", "en", "on", "in", "from", "to"}
    phrases = [*raw["near"], *raw["between"], *raw["road"], *raw["border"], *raw["units"].split(), *directions]
    return frozenset(word for phrase in phrases for word in phrase.split() if word not in small)


def _any(words: Iterable[str]) -> str:
    """An alternative of all words, the longest first, so that "pres de" is not read as "a" + ..."""
    return "(?:" + "|".join(sorted((re.escape(word) for word in words), key=lambda word: (-len(word), word))) + ")"
