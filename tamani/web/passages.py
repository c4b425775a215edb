"""A report's text cut at its claims, so that each passage can light up.

In come a reading and its claims; out go pieces that join to the text again; nothing is left out or changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from tamani.records import Claim, Part, Reading


class Piece(Struct, frozen=True, kw_only=True):
    """A stretch of text and the claims that quote it; anchor is set where the first of them begins."""

    text: str
    claims: tuple[Claim, ...] = ()
    anchor: str = ""


def cut_text(reading: Reading, claims: Sequence[Claim], part: Part) -> tuple[Piece, ...]:
    """The pieces of the text or the title: joined again they are the whole of it."""
    whole = (reading.title or "") if part is Part.TITLE else reading.text
    here = [claim for claim in claims if claim.span.part is part]
    edges = sorted({0, len(whole), *(claim.span.start for claim in here), *(claim.span.end for claim in here)})
    pieces = []
    for start, end in pairwise(edges):
        covering = tuple(claim for claim in here if claim.span.start <= start and end <= claim.span.end)
        beginning = [claim for claim in covering if claim.span.start == start]
        anchor = f"c-{beginning[0].id}" if beginning else ""
        pieces.append(Piece(text=whole[start:end], claims=covering, anchor=anchor))
    return tuple(pieces)
