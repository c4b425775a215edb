"""A name that a region and its town share: "dans le Tillabéri", "Katsina and Kaduna states", "an attack in Mopti"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from tamani.locate.choose import Choice, distance_km, is_within
from tamani.locate.lexicon import Lexicon
from tamani.locate.line import Line, Spot, norm_at
from tamani.locate.tables import Entry

_ARTICLES = frozenset(("le", "la", "l'", "du"))
_LISTS = (",", "and", "et", "&", "ou", "or")
_LEAD = 3  # lines: the title and the first sentences say the region, what follows the village
_APART_KM = 15.0  # the village is not a quarter of the town
_BACK = 6  # tokens before the name in which somebody's seat is said


class Shared(Struct, frozen=True):
    """The two places of a name: the first-level area, and the town in it."""

    area: Entry
    town: Entry


def spread_kinds(line: Line, spots: list[Spot], lexicon: Lexicon) -> list[Spot]:
    """The spots of a line, with the kind said once for many: "Katsina, Kaduna and Niger states"."""
    kinds = [spot.cues for spot in spots]
    order = range(len(spots))
    for pairs in ([(at, at - 1) for at in reversed(order) if at], [(at, at + 1) for at in order[:-1]]):
        for source, other in pairs:
            if kinds[source] and not kinds[other] and _are_listed(line, spots, min(source, other)):
                plural = _plural_after if source > other else _plural_before
                cue = plural(line, spots, source, kinds, lexicon)
                if cue and any(entry.kind in cue for entry in spots[other].entries):
                    kinds[other] = cue
    return [replace(spot, cues=cue) if cue != spot.cues else spot for spot, cue in zip(spots, kinds, strict=True)]


def _are_listed(line: Line, spots: list[Spot], at: int) -> bool:
    between = [token.norm for token in line.tokens[spots[at].last : spots[at + 1].first]]
    return bool(between) and between[0] in _LISTS and set(between) <= {*_LISTS, "de", "d'", "du"}


def _plural_after(
    line: Line, spots: list[Spot], at: int, kinds: list[tuple[str, ...]], lexicon: Lexicon
) -> tuple[str, ...]:
    """The kind of a list that ends here with a plural: "... and Niger states"; handed on from right to left."""
    if kinds[at] != spots[at].cues:
        return kinds[at]
    word = norm_at(line.tokens, spots[at].last)
    last = norm_at(line.tokens, spots[at].last - 1)
    word = word if word in lexicon.cues else last
    return lexicon.cues.get(word, ()) if word.endswith("s") else ()


def _plural_before(
    line: Line, spots: list[Spot], at: int, kinds: list[tuple[str, ...]], lexicon: Lexicon
) -> tuple[str, ...]:
    """The kind of a list that begins here with a plural: "les régions de Gao, ..."; handed on from left to right."""
    if kinds[at] != spots[at].cues:
        return kinds[at]
    back = [norm_at(line.tokens, spots[at].first - step) for step in (1, 2, 3)]
    return next((lexicon.cues[word] for word in back if word in lexicon.cues and word.endswith("s")), ())


def dress_area(line: Line, spot: Spot) -> Spot:
    """The spot, called a region where an article or an adjective says so: "dans le Tillabéri", "northern Katsina"."""
    if spot.cues or find_shared(spot) is None:
        return spot
    before = norm_at(line.tokens, spot.first - 1)
    wide = before.endswith("ern") and len(before) > 6
    if before in _ARTICLES or wide:
        return replace(spot, cues=("admin1",))
    return spot


def find_shared(spot: Spot) -> Shared | None:
    """The region and the town that a name is of, where it is of both in one country."""
    areas = [entry for entry in spot.entries if entry.own and entry.kind == "admin1"]
    for area in areas:
        town = next((e for e in spot.entries if e.kind == "town" and e.country == area.country and not e.alias), None)
        if town is not None:
            return Shared(area, town)
    return None


def find_regions(
    lines: Sequence[Line], spots: Sequence[tuple[int, Spot]], choices: Sequence[Choice], lexicon: Lexicon
) -> tuple[int, ...]:
    """The spots, by number, that name the region: the lead says "an attack in Mopti", what follows the village."""
    found = []
    towns = {spot.key for _, spot in spots if "town" in spot.cues}
    towns |= {spot.key for index, spot in spots if _is_far_end(lines[index], spot)}
    for at, (index, spot) in enumerate(spots):
        if index >= _LEAD or spot.cues or spot.key in towns:
            continue
        shared = find_shared(spot)
        if shared is None or not _says_where(lines[index], spot, lexicon):
            continue
        later = zip(spots[at + 1 :], choices[at + 1 :], strict=True)
        if any(_is_site(other, choice.entry, shared) for (_, other), choice in later if other.key != spot.key):
            found.append(at)
    return tuple(found)


def _is_far_end(line: Line, spot: Spot) -> bool:
    """ "52 km de Koro", "la capitale de Diffa": a town, wherever else the name stands."""
    back = (norm_at(line.tokens, spot.first - 2), norm_at(line.tokens, spot.first - 1))
    return back[1] in ("de", "d'", "from") and back[0] in ("km", "kilometres", "kilometers", "ville", "capitale")


def _says_where(line: Line, spot: Spot, lexicon: Lexicon) -> bool:
    """Does "in" stand before the name, and nobody's seat: "sources in Mopti", "evacuated to the hospital in Gao"?"""
    if norm_at(line.tokens, spot.first - 1) not in ("a", "in"):
        return False
    back = line.tokens[max(0, spot.first - _BACK) : spot.first]
    return not any(token.norm in lexicon.seats for token in back)


def _is_site(spot: Spot, entry: Entry | None, shared: Shared) -> bool:
    """Is this a village of the region, away from its town?"""
    if entry is None or entry.kind not in ("town", "site") or not spot.placed or entry.population > 100_000:
        return False
    if distance_km(entry.lat, entry.lon, shared.town.lat, shared.town.lon) < _APART_KM:
        return False
    return is_within(entry, shared.area)
