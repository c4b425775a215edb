"""Which name is said to lie in which: "Barsalogho, dans le Centre-Nord", "Bamba (Mali)", "Faladié, à Bamako"."""

from __future__ import annotations

from msgspec import Struct

from tamani.locate.lexicon import Lexicon
from tamani.locate.line import Line, Spot

_FILLERS = frozenset(
    (",", "(", "in", "of", "au", "aux", "a", "en", "dans", "le", "la", "les", "l'", "du", "de", "des", "d'", "the",
     "situe", "situee", "situes", "located", "near", "pres")
)  # fmt: skip
_FARTHEST = 9  # tokens between the two names
_OPENERS = frozenset((",", "(", "in", "au", "aux", "en", "dans", "a", "du", "de", "d'", "of", "l'"))


class Containers(Struct, frozen=True):
    """Indices of the names that hold, and are held by, each name of a line."""

    outer: dict[int, tuple[int, ...]]
    inner: dict[int, tuple[int, ...]]


def find_containers(line: Line, spots: list[Spot], lexicon: Lexicon) -> Containers:
    """The pairs of a line; a chain "Bamba, cercle de Bourem, région de Gao, Mali" holds from right to left."""
    outer: dict[int, tuple[int, ...]] = {}
    inner: dict[int, tuple[int, ...]] = {}
    held: list[int] = []
    for at in range(1, len(spots)):
        if [token.norm for token in line.tokens[spots[at - 1].last : spots[at].first]] in (["'s"], ["s"]):
            # "Togo's Savanes region".
            outer[at] = (*outer.get(at, ()), at - 1)
            inner[at - 1] = (*inner.get(at - 1, ()), at)
        linked = _joins(line, spots[at - 1], spots[at], lexicon)
        held = [*held, at - 1] if linked else []
        for before in held:
            outer[before] = (*outer.get(before, ()), at)
            inner[at] = (*inner.get(at, ()), before)
    return Containers(outer, inner)


def _joins(line: Line, left: Spot, right: Spot, lexicon: Lexicon) -> bool:
    between = [token.norm for token in line.tokens[left.last : right.first]]
    if not between:
        return line.shouting or left.entries[:1] != right.entries[:1]
    if len(between) > _FARTHEST or between[0] not in _OPENERS:
        return False
    return all(word in _FILLERS or word in lexicon.cues or word in lexicon.directions for word in between)
