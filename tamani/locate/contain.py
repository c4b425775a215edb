"""Which name is said to lie in which: "Barsalogho, dans le Centre-Nord", "Bamba (Mali)", "Faladié, à Bamako"."""

from __future__ import annotations

from msgspec import Struct

from tamani.locate.lexicon import Lexicon
from tamani.locate.line import Line, Spot

_FILLERS = frozenset(
    (",", "(", "in", "of", "au", "aux", "a", "en", "dans", "le", "la", "les", "l'", "du", "de", "des", "d'", "the",
     "situe", "situee", "situes", "situees", "located", "lying", "near", "pres",
     "»", '"', "”", "“", "'s", "local", "government",
     "rurale", "urbaine", "rural", "sanitaire", "health", "administrative", "administratif")
)  # fmt: skip
_FARTHEST = 9  # tokens between the two names
_OPENERS = frozenset((",", "(", "in", "au", "aux", "en", "dans", "a", "du", "de", "d'", "of", "l'", "»", "”", "'s"))
_NEAR = frozenset(("near", "pres"))
_JOINED = frozenset(("and", "et", "&"))  # "the villages of Tsauwa and Dankar in Katsina state"


class Containers(Struct, frozen=True):
    """Indices of the names that hold, and are held by, each name of a line.

    bounds: those of the holders outside of which the name can't lie; a chain of mere commas may be a list of towns.
    """

    outer: dict[int, tuple[int, ...]]
    inner: dict[int, tuple[int, ...]]
    bounds: dict[int, tuple[int, ...]]


def find_containers(line: Line, spots: list[Spot], lexicon: Lexicon) -> Containers:
    """The pairs of a line; a chain "Bamba, cercle de Bourem, région de Gao, Mali" holds from right to left."""
    found = Containers({}, {}, {})
    held: list[int] = []
    peers: list[int] = []  # unknown villages named together, waiting for the area they lie in
    firm: set[int] = set()  # those held so far without a comma between two towns
    for at in range(1, len(spots)):
        between = [token.norm for token in line.tokens[spots[at - 1].last : spots[at].first]]
        if between in (["'s"], ["s"]):
            # "Togo's Savanes region".
            found.outer[at] = (*found.outer.get(at, ()), at - 1)
            found.inner[at - 1] = (*found.inner.get(at - 1, ()), at)
        if _stand_together(between, spots[at - 1], spots[at]):
            held, peers, firm = [], [*peers, *held, at - 1], {*firm, *peers, at - 1}
            continue
        linked = _joins(line, spots[at - 1], spots[at], lexicon)
        held = [*held, *peers, at - 1] if linked else []
        sure = is_area(spots[at])
        firm = {*firm, *peers, at - 1} if linked and (sure or between != [","]) else set()
        peers = []
        for before in held:
            found.outer[before] = (*found.outer.get(before, ()), at)
            found.inner[at] = (*found.inner.get(at, ()), before)
            if sure and before in firm and not _NEAR.intersection(between):
                found.bounds[before] = (*found.bounds.get(before, ()), at)
    return found


def is_area(spot: Spot) -> bool:
    """Is the name a country's or an area's for certain: "Mali", "Zamfara", "Mopti region", not "Mopti"?"""
    if not spot.entries:
        return False
    if spot.entries[0].kind == "country" or {"admin1", "admin2"}.intersection(spot.cues):
        return True
    areas = {entry.country for entry in spot.entries if entry.own and entry.kind == "admin1"}
    return bool(areas) and not any(entry.country in areas for entry in spot.entries if entry.kind == "town")


def _is_admin1(spot: Spot) -> bool:
    return "admin1" in spot.cues or (is_area(spot) and spot.entries[0].kind == "admin1")


def _stand_together(between: list[str], left: Spot, right: Spot) -> bool:
    """ "Tsauwa and Dankar", "Barza, Zakka": two villages of which one at least nobody knows."""
    if not between or not set(between) <= {",", *_JOINED} or is_area(right):
        return False
    return not left.entries or (not right.entries and bool(_JOINED.intersection(between)))


def _joins(line: Line, left: Spot, right: Spot, lexicon: Lexicon) -> bool:
    between = [token.norm for token in line.tokens[left.last : right.first]]
    if len(between) > 1 and between[0] in lexicon.cues:
        between = between[1:]  # "Kaboro community in the Dansadau Emirate"
    if _is_admin1(left) and _is_admin1(right):
        return False  # "Zamfara, Katsina"
    if left.entries[:1] and right.entries[:1] and left.entries[0].kind == right.entries[0].kind == "country":
        return False  # "Mali, Burkina Faso"
    if not between:
        return line.shouting or left.entries[:1] != right.entries[:1]
    if len(between) > _FARTHEST or between[0] not in _OPENERS or _JOINED.intersection(between):
        return False
    return all(word in _FILLERS or word in lexicon.cues or word in lexicon.directions for word in between)
