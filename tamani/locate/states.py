"""States by their full name, small words and all: "Democratic Republic of the Congo", "République du Congo"."""

from __future__ import annotations

from tamani.locate.keys import make_key
from tamani.locate.line import Line, Room, Spot

_HEADS = frozenset(("democratic", "republic", "republique"))
LONGEST = 6  # tokens: "Democratic Republic of the Congo"


def find_state(line: Line, at: int, room: Room) -> Spot | None:
    """The state whose full name starts at a token: its last word alone may be another state's."""
    tokens = line.tokens
    if tokens[at].norm not in _HEADS:
        return None
    for last in range(min(at + LONGEST, len(tokens)), at + 2, -1):
        if not tokens[last - 1].is_capital:
            continue
        key = make_key(" ".join([token.text for token in tokens[at:last]]).replace("' ", ""))
        entries = tuple(one for one in room.gazetteer.tables.entries.get(key, ()) if one.kind == "country")
        if entries:
            return Spot(at, last, key, entries)
    return None
