"""Is a name a place here? Judged by what stands around it: persons, bodies, vessels, common words, known actors."""

from __future__ import annotations

from msgspec.structs import replace

from tamani.locate.keys import make_key
from tamani.locate.lexicon import Lexicon
from tamani.locate.line import Line, Room, Spot, norm_at
from tamani.locate.names import is_known_name, load_names
from tamani.words import Token

_MARKS = frozenset('"“«')
_PAPERS = frozenset(("weekly", "daily", "paper"))
KNOWN_TOWN = 100_000  # a town of this size needs no preposition to be believed


def is_allowed(line: Line, spot: Spot, run: tuple[int, int], room: Room) -> bool:
    """Is the name a place here, judged by what stands around it?"""
    tokens, lexicon = line.tokens, room.lexicon
    if not spot.entries:
        return True  # a county of which nothing is known but its name
    before = norm_at(tokens, spot.first - 1)
    country = spot.entries[0].kind == "country" or spot.key in ("eu", "ue")
    strong = country or any(entry.own and not entry.alias for entry in spot.entries)
    small = spot.key in lexicon.between or spot.key in lexicon.weak_where or spot.key in lexicon.where
    if small or spot.key in lexicon.never:
        return False
    if not country and not strong and spot.key in room.gazetteer.tables.demonyms:
        return False  # "the northern English city of Leeds"
    if _is_word(tokens, spot, lexicon) or is_known_name(line, spot, load_names()):
        return False
    if len(spot.key) < 4 and country and not tokens[spot.first].text.isupper():
        return False  # "US", "EU" and "UE", not "us" at the head of a sentence
    if before in lexicon.vessels or (before in lexicon.between and norm_at(tokens, spot.first - 2) in lexicon.vessels):
        return False
    if norm_at(tokens, run[0] - 1) in _MARKS and norm_at(tokens, run[0] - 2) in lexicon.vessels | _PAPERS:
        return False  # the weekly "Carta de Moçambique"
    if not spot.placed and not country and spot.key in room.persons:
        return False
    if _is_crossing(tokens, spot):
        room.persons.add(spot.key)  # no place here, nor further down
        return False
    if _beside_stranger(line, spot, run, lexicon) and not _lends_name(line, spot, run, lexicon):
        # "Steven Sachs": the second name of somebody, here and further down.
        room.persons.add(spot.key)
        return False
    doubted = spot.key in lexicon.common and not (country and spot.key not in lexicon.doubtful)
    if doubted and not _proven(tokens, spot, room):
        return False
    loud = line.shouting or line.headline
    if not loud and not spot.placed and not strong and _speaks(tokens, spot, lexicon):
        return False
    if line.shouting and not spot.placed and not strong and max(e.population for e in spot.entries) < KNOWN_TOWN:
        return False
    return len(spot.key) > 2 or spot.placed or strong


_CITIES = frozenset(("cities", "towns", "villages", "villes"))
_CROSSINGS = frozenset(("corner", "intersection", "junction", "angle", "croisement"))
_STREETS = frozenset(("streets", "avenues", "roads", "street", "avenue", "road", "blvd", "rues"))


def _is_crossing(tokens: tuple[Token, ...], spot: Spot) -> bool:
    """ "The corner of Dallas and Prentice streets", "à l'angle de Lyon et Bordeaux": two streets, no town."""
    before = [norm_at(tokens, spot.first - step) for step in (1, 2, 3, 4, 5)]
    joined = norm_at(tokens, spot.last) in ("and", "et", "&") or before[0] in ("and", "et", "&")
    if not joined:
        return False
    ahead = {norm_at(tokens, spot.last + step) for step in (0, 2)}
    return bool(_CROSSINGS.intersection(before)) or bool(_STREETS.intersection(ahead))


def _is_word(tokens: tuple[Token, ...], spot: Spot, lexicon: Lexicon) -> bool:
    """ "Des villages", "Vingt-cinq soldats", "On": words that a sentence opens with, unless said to be a place."""
    number = all(word in lexicon.numbers for word in spot.key.split(" "))
    if (not number and spot.key not in lexicon.function) or (spot.entries[0].kind == "country"):
        return False
    before, own = norm_at(tokens, spot.first - 1), any(entry.own and not entry.alias for entry in spot.entries)
    if before in lexicon.cues or (own and (before in lexicon.where or before in lexicon.weak_where)):
        return False  # "à Di", "commune de On"
    if before in lexicon.weak_where and norm_at(tokens, spot.first - 2) in lexicon.cues:
        return False
    held = norm_at(tokens, spot.last) in (",", "(") and norm_at(tokens, spot.last + 1)[:1].isalpha()
    return not (held and (own or number) and tokens[spot.last + 1].is_capital)  # "Eighty Four, Pennsylvania"


def is_local_government(line: Line, end: int) -> bool:
    """ "Maradun Local Government Area", "the Dandume LGA": a district of Nigeria, called after its seat."""
    after = norm_at(line.tokens, end)
    return after in ("lga", "lgas") or (after == "local" and norm_at(line.tokens, end + 1) == "government")


def mark_body(line: Line, spot: Spot, run: tuple[int, int], lexicon: Lexicon) -> Spot:
    """The spot, marked where the run of capitals around it is a body: "Bamako Sports", "Radio France"."""
    if line.shouting or line.headline or not spot.entries or is_local_government(line, spot.last):
        return spot
    if not _beside_stranger(line, spot, run, lexicon) and not _has_body(line, spot, run, lexicon):
        return spot
    # "Ministère de la Défense du Mali": the country is still one.
    inside = spot.placed and spot.entries[0].kind == "country" and spot.last == run[1]
    return spot if inside else replace(spot, associative=True)


def _has_body(line: Line, spot: Spot, run: tuple[int, int], lexicon: Lexicon) -> bool:
    """Does the run of capitals name a body: "Bamako Sports", "University of Texas"?"""
    tokens = line.tokens
    near = [*tokens[max(run[0], spot.first - 4) : spot.first], *tokens[spot.last : min(run[1], spot.last + 4)]]
    return any(token.is_capital and token.norm in lexicon.bodies for token in near)


def _lends_name(line: Line, spot: Spot, run: tuple[int, int], lexicon: Lexicon) -> bool:
    """May a name beside a stranger still be of a place: "Texas Rangers", "Athens Regional Park"; not "Steven Sachs"?"""
    if _has_body(line, spot, run, lexicon):
        return True
    if spot.first > run[0] and line.tokens[spot.first - 1].is_capital:
        return spot.entries[0].kind == "country"
    large = any(entry.kind in ("country", "admin1") or entry.population > KNOWN_TOWN for entry in spot.entries)
    return large and spot.key not in lexicon.common


def _beside_stranger(line: Line, spot: Spot, run: tuple[int, int], lexicon: Lexicon) -> bool:
    """Does a capital stand beside the name that no place name has beside it?"""
    if line.shouting or line.headline:
        return False
    tokens = line.tokens
    if spot.first > run[0] and tokens[spot.first - 1].is_capital:
        left = tokens[spot.first - 1]
        opens = spot.first == 1 or not tokens[spot.first - 2].text[0].isalnum()
        fine = left.norm in lexicon.directions or left.norm in lexicon.cues or left.norm in lexicon.bodies
        if not fine and not (opens and _opens(left.norm, lexicon)):
            return True
    if spot.last < run[1] and tokens[spot.last].is_capital:
        right = tokens[spot.last].norm
        if right in _CITIES:
            return True  # "the Twin Cities" are not the towns of Twin
        known = right in lexicon.directions or right in lexicon.cues or right in lexicon.bodies
        return not (known or right in lexicon.titles or is_local_government(line, spot.last))
    return False


def _opens(norm: str, lexicon: Lexicon) -> bool:
    """May a sentence open with this word before a name: "The Barsalogho attack", "En Gao"?"""
    return (
        norm in lexicon.openers
        or norm in lexicon.common
        or norm in lexicon.where
        or norm in lexicon.between
        or norm in lexicon.weak_where
    )


def _proven(tokens: tuple[Token, ...], spot: Spot, room: Room) -> bool:
    """A name that is a common word, or a person's, needs a preposition of place or a container behind it."""
    if spot.cues:
        return True
    before = norm_at(tokens, spot.first - 1)
    at = spot.last + 1
    written = " ".join(token.text for token in tokens[spot.first : spot.last])
    # "à Baga, Boni et Koro"
    listed = bool(room.before) and norm_at(tokens, spot.first - 1) in (",", "et", "and")
    headed = spot.placed or listed or (spot.first == 0 and norm_at(tokens, spot.last) in (":", "(", "-", "–", "—"))
    if headed and any(entry.own and entry.name == written for entry in spot.entries):
        # "le camp de Boni", "Bla : quinze morts": a place that reports do name, written as it is written.
        return True
    if norm_at(tokens, spot.last) == "," and at < len(tokens) and tokens[at].is_capital:
        # "CHARLESTON, W.Va.", "Man, Côte d'Ivoire", "in Nice, France".
        if spot.placed or read_abbreviation(tokens, at, room) is not None:
            return True
        holders = room.gazetteer.tables.entries.get(make_key(tokens[at].text), ())
        return any(entry.kind in ("country", "admin1") for entry in holders)
    return before in room.lexicon.surely and spot.first > 0


def _speaks(tokens: tuple[Token, ...], spot: Spot, lexicon: Lexicon) -> bool:
    """ "Bamba said", "a déclaré Bamba", "Bamba a dit"."""
    after = norm_at(tokens, spot.last)
    if after in ("a", "has", "had", "avait"):
        after = norm_at(tokens, spot.last + 1)
    return after in lexicon.speaks or norm_at(tokens, spot.first - 1) in lexicon.speaks


def read_abbreviation(tokens: tuple[Token, ...], at: int, room: Room) -> Spot | None:
    """ "Charleston, W.Va.", "Alexandria, La.", "Dallas, TX": a state of the US after a name and a comma."""
    if at < 2 or tokens[at - 1].text not in (",", "(") or not tokens[at - 2].is_capital:
        return None
    end, word = at + 1, tokens[at].text
    while (
        end < len(tokens)
        and end < at + 4
        and (tokens[end].text == "." or word.endswith("."))
        and (
            tokens[end].text == "."
            or (tokens[end - 1].text == "." and tokens[end].is_capital and len(tokens[end].text) < 4)
        )
    ):
        word, end = word + tokens[end].text, end + 1
    bare = word.replace(".", "")
    name = room.lexicon.abbreviations.get(bare if bare.isupper() and len(bare) == 2 else bare.lower())
    if name is None or ("." not in word and not bare.isupper()):
        return None
    return Spot(
        at, end, name, tuple(e for e in room.gazetteer.find_named(name) if e.kind == "admin1"), ("admin1",), True
    )
