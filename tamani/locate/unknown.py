"""Names that the gazetteer does not know as written, where the text announces a place: other spellings, or nothing."""

from __future__ import annotations

from tamani.locate.gazetteer import Gazetteer
from tamani.locate.keys import make_key
from tamani.locate.lexicon import Lexicon, load_lexicon
from tamani.locate.line import Line, Spot
from tamani.locate.names import load_names
from tamani.locate.tables import Entry
from tamani.words import Token

_PLACES = frozenset(("a", "dans", "vers", "in", "at", "near"))
_LONGEST_FORM = 4


def find_unknown(line: Line, taken: list[Spot], gazetteer: Gazetteer, countries: tuple[str, ...]) -> list[Spot]:
    """Announced names of a line that no spot covers. `countries`: those the report speaks of, the weightiest first."""
    if line.shouting or len(taken) == len(line.capitals):
        return []
    lexicon = load_lexicon()
    covered = {at for spot in taken for at in range(spot.first, spot.last)}
    found: list[Spot] = []
    tokens, done = line.tokens, 1
    for at in line.capitals:
        if at < done or at in covered:
            continue
        done = at + 1
        if not _announced(tokens, at, lexicon)[1]:
            continue
        while done < len(tokens) and done < at + _LONGEST_FORM and tokens[done].is_capital and done not in covered:
            done += 1
        spot = _read_unknown(tokens, (at, done), gazetteer, countries, lexicon)
        if spot is not None:
            found.append(spot)
    return found


def _read_unknown(
    tokens: tuple[Token, ...], run: tuple[int, int], gazetteer: Gazetteer, countries: tuple[str, ...], lexicon: Lexicon
) -> Spot | None:
    at, end = run
    cues, _ = _announced(tokens, at, lexicon)
    if tokens[at].norm in lexicon.never or tokens[at].norm in lexicon.first_names:
        return None
    if len(tokens[at].text) < 3 or (tokens[at].text.isupper() and len(tokens[at].text) < 6):
        return None
    key = make_key(" ".join(token.text for token in tokens[at:end]))
    if key in lexicon.common or key in load_names().written:
        return None
    for via, entries in _other_spellings(key, gazetteer, countries):
        if entries:
            return Spot(at, end, key, entries, cues, True, via)
    # Without a word such as "village", or "à" and "near", an unknown name may be anything; two words are a person.
    alone = end == at + 1 and tokens[at - 1].text in ("à", "À", "near") and not tokens[at].text.isupper()
    if not alone and "town" not in cues:
        return None
    return None if key in gazetteer.tables.demonyms else Spot(at, end, key, (), cues, True, "none")


def _announced(tokens: tuple[Token, ...], at: int, lexicon: Lexicon) -> tuple[tuple[str, ...], bool]:
    """The kinds announced before a name, and whether a place is announced at all."""
    back, steps = at - 1, 0
    while back >= 0 and steps < 3 and (tokens[back].norm in lexicon.weak_where or tokens[back].norm in lexicon.between):
        back, steps = back - 1, steps + 1
    # "village X", not "City Manager Jim Hartmann".
    cues = lexicon.cues.get(tokens[back].norm, ()) if back >= 0 and not tokens[back].is_capital else ()
    return cues, bool(cues) or tokens[at - 1].norm in _PLACES


def _other_spellings(key: str, gazetteer: Gazetteer, countries: tuple[str, ...]) -> list[tuple[str, tuple[Entry, ...]]]:
    sounding = tuple(entry for entry in gazetteer.find_sounding(key) if entry.country in countries)
    if sounding:
        return [("sound", sounding)]
    nearly: tuple[Entry, ...] = ()
    for country in countries[:2]:
        nearly += gazetteer.find_nearly(key, country)
    return [("nearly", nearly)]
