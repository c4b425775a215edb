"""Where a text names places: runs of capitals that the gazetteer knows, less persons, bodies, vessels and peoples."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from tamani.locate.gazetteer import Gazetteer
from tamani.locate.keys import make_key
from tamani.locate.lexicon import Lexicon
from tamani.locate.tables import Entry
from tamani.words import Token

_SMALL = frozenset(("frontieres", "borders", "tri-border", "triborder", "three-border", "tri-frontieres"))
LONGEST = 5  # tokens of a name: "Sidi Bel Abbès", "Santa Cruz de la Sierra"
_LINKS = frozenset(("de", "du", "des", "d'", "la", "le", "les", "l'", "of", "el", "al", "n'", "sur", "en"))
_AGE = range(1, 100)
KNOWN_TOWN = 100_000  # a town of this size needs no preposition to be believed


class Spot(Struct, frozen=True):
    """A name in a sentence that may be a place: tokens first to last (exclusive), and what it may stand for."""

    first: int
    last: int
    key: str
    entries: tuple[Entry, ...]
    cues: tuple[str, ...] = ()  # kinds announced: "région de", "village of", "... River"
    placed: bool = False  # a preposition of place stands before it
    via: str = "name"  # name, sound, nearly, none
    associative: bool = False  # "Radio Bamako", "Malian": called after the place, not at it


class Line(Struct, frozen=True):
    """The tokens of one sentence, and how it is written."""

    tokens: tuple[Token, ...]
    capitals: tuple[int, ...]  # the tokens that start with a capital
    shouting: bool  # all capitals
    headline: bool  # Every Word With A Capital


def read_line(tokens: tuple[Token, ...]) -> Line:
    """A sentence with the way its capitals are used."""
    capitals = tuple(at for at, token in enumerate(tokens) if token.text[0].isupper())
    if len(capitals) < 4:
        return Line(tokens, capitals, False, False)
    words = [token.text for token in tokens if len(token.text) > 3 and token.text[0].isalpha()]
    capital = sum(word[0].isupper() for word in words)
    if len(words) < 3 or capital <= 0.8 * len(words):
        return Line(tokens, capitals, False, False)
    upper = sum(word.isupper() for word in words)
    return Line(tokens, capitals, upper > 0.8 * len(words), upper < 0.5 * len(words))


def find_spots(line: Line, gazetteer: Gazetteer, lexicon: Lexicon, persons: set[str]) -> list[Spot]:
    """The names of a sentence that may be places, in order. `persons` gathers the surnames met on the way."""
    spots: list[Spot] = []
    room = _Room(gazetteer, lexicon, persons, spots)
    done = 0
    for at in line.capitals:
        if at < done:
            continue
        short = _read_abbreviation(line.tokens, at, room)
        if short is not None:
            spots.append(short)
            done = short.last
            continue
        done = _end_of_run(line, at)
        spots += _spots_of_run(line, at, done, room)
    spots += _find_small_letters(line, gazetteer)
    return sorted(spots, key=lambda spot: spot.first)


def _find_small_letters(line: Line, gazetteer: Gazetteer) -> list[Spot]:
    """ "la zone des trois frontières": the one region that is mostly written small."""
    found = []
    for at, token in enumerate(line.tokens):
        if token.norm in _SMALL and not token.is_capital:
            for first in (at, at - 1):
                key = " ".join(one.norm.replace("-", " ") for one in line.tokens[max(0, first) : at + 1])
                entries = gazetteer.tables.entries.get(key, ()) if first >= 0 else ()
                if entries:
                    found.append(Spot(first, at + 1, key, entries, (), True))
                    break
    return found


def _read_abbreviation(tokens: tuple[Token, ...], at: int, room: _Room) -> Spot | None:
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


class _Room(Struct, frozen=True):
    gazetteer: Gazetteer
    lexicon: Lexicon
    persons: set[str]
    before: list[Spot]  # of this sentence, so far


def _end_of_run(line: Line, at: int) -> int:
    """The end of the run of capitals that starts here; small words stay in when a capital follows."""
    tokens, end = line.tokens, at + 1
    if line.shouting:
        while end < len(tokens) and end < at + LONGEST and tokens[end].is_capital:
            end += 1
        return end
    while end < len(tokens):
        if tokens[end].is_capital:
            end += 1
            continue
        ahead = end
        while ahead < len(tokens) and ahead < end + 2 and tokens[ahead].norm in _LINKS:
            ahead += 1
        if ahead > end and ahead < len(tokens) and tokens[ahead].is_capital:
            end = ahead + 1
            continue
        break
    return end


def _spots_of_run(line: Line, start: int, end: int, room: _Room) -> list[Spot]:
    if not line.shouting and not line.headline and _is_person(line, start, end, room):
        return []
    spots: list[Spot] = []
    at = start
    while at < end:
        spot = _longest_at(line, at, end, room) if line.tokens[at].is_capital else None
        if spot is None:
            at += 1
            continue
        if _allowed(line, spot, (start, end), room):
            spots.append(_mark(line, spot, (start, end), room.lexicon))
        at = spot.last
    return spots


def _longest_at(line: Line, at: int, end: int, room: _Room) -> Spot | None:
    """The longest name of the gazetteer that starts here."""
    tokens = line.tokens
    most = min(end, at + LONGEST)
    if most > at + 1:
        pair = f"{tokens[at].text} {tokens[at + 1].text}".replace("' ", "")
        most = most if room.gazetteer.has_longer(make_key(pair)) else at + 1
    for last in range(most, at, -1):
        if not tokens[last - 1].is_capital:
            continue
        key = make_key(" ".join([token.text for token in tokens[at:last]]).replace("' ", ""))
        whole = _with_kind(tokens, at, last, key, room)
        if whole is not None:
            return whole
        entries = room.gazetteer.find_named(key) if len(key) > 1 else ()
        if entries and not _is_acronym(line, at, last, entries):
            return _dress(line, Spot(at, last, key, entries), room.lexicon)
    return None


def _with_kind(tokens: tuple[Token, ...], at: int, last: int, key: str, room: _Room) -> Spot | None:
    """ "Niger river", "fleuve Niger", "lac Tchad", "parc W": the small word is part of the name."""
    after = _norm(tokens, last)
    named = room.gazetteer.tables.entries
    if after in room.lexicon.cues and f"{key} {after}" in named:
        return Spot(at, last + 1, f"{key} {after}", named[f"{key} {after}"], (), True)
    before = _norm(tokens, at - 1)
    if before in room.lexicon.cues and f"{before} {key}" in named:
        return Spot(at - 1, last, f"{before} {key}", named[f"{before} {key}"], (), True)
    return None


def _is_acronym(line: Line, at: int, last: int, entries: tuple[Entry, ...]) -> bool:
    """ "ONU" is no village of Auneau; "KIDAL (AFP) -" is Kidal."""
    text = line.tokens[at].text
    if line.shouting or last > at + 1 or len(text) > 5 or not text.isupper():
        return False
    return not any(entry.kind == "country" or (entry.own and not entry.alias) for entry in entries)


def _dress(line: Line, spot: Spot, lexicon: Lexicon) -> Spot:
    """The spot with what stands around it: the kind that is announced, a preposition of place."""
    tokens, at = line.tokens, spot.first - 1
    cues: tuple[str, ...] = ()
    if spot.last < len(tokens):
        cues = lexicon.cues.get(tokens[spot.last].norm, ())
    steps = 0
    while at >= 0 and steps < 3 and (tokens[at].norm in lexicon.weak_where or tokens[at].norm in lexicon.between):
        at, steps = at - 1, steps + 1
    if at >= 0 and not cues and tokens[at].norm in lexicon.cues:
        cues = lexicon.cues[tokens[at].norm]
    before = tokens[spot.first - 1].norm if spot.first else ""
    afloat = before in ("le", "the", "du") and _norm(tokens, spot.first - 2) in lexicon.afloat
    if not cues and afloat and any(entry.kind == "water" for entry in spot.entries):
        cues = ("water",)
    placed = bool(cues) or before in lexicon.where or before in lexicon.weak_where
    if not placed and before in lexicon.between and spot.first > 1:
        placed = tokens[spot.first - 2].norm in lexicon.where | lexicon.weak_where
    last = spot.last
    if last < len(tokens) and tokens[last].is_capital and {"admin1", "admin2"}.intersection(cues):
        last += tokens[last].norm in lexicon.cues  # "Borno State", "Laurel County" is the whole name
    return Spot(spot.first, last, spot.key, spot.entries, cues, placed, spot.via)


def _is_person(line: Line, start: int, end: int, room: _Room) -> bool:
    """Is the whole run a person's name? Its last word is remembered as one."""
    tokens, lexicon = line.tokens, room.lexicon
    before = tokens[start - 1].norm if start else ""
    if before == "." and start > 1:  # "M. Bamba", "Gen. Traoré"
        before = tokens[start - 2].norm
    names = [token for token in tokens[start:end] if token.is_capital]
    head = names[0].norm.rstrip(".")
    titled = before in lexicon.titles and not (before in lexicon.where or before in lexicon.weak_where)
    if head in lexicon.titles and len(names) > 1 and tokens[start + 1].is_capital:
        titled = True
    if not titled and head in lexicon.first_names and len(names) > 1 and tokens[start + 1].is_capital:
        whole = make_key(" ".join(token.text for token in tokens[start:end]))
        titled = not room.gazetteer.find_named(whole)
    if not titled and _has_age(tokens, end) and before not in lexicon.where:
        titled = True
    if titled:
        room.persons.update(token.norm for token in names[-1:])
    return titled


def _has_age(tokens: tuple[Token, ...], end: int) -> bool:
    """ "Henry, 19, of Alexandria"."""
    if end + 2 >= len(tokens) or tokens[end].text != "," or tokens[end + 2].text not in (",", "ans"):
        return False
    return tokens[end + 1].text.isdigit() and int(tokens[end + 1].text) in _AGE


def _allowed(line: Line, spot: Spot, run: tuple[int, int], room: _Room) -> bool:
    """Is the name a place here, judged by what stands around it?"""
    tokens, lexicon = line.tokens, room.lexicon
    before = _norm(tokens, spot.first - 1)
    country = spot.entries[0].kind == "country" or spot.key in ("eu", "ue")
    strong = country or any(entry.own and not entry.alias for entry in spot.entries)
    small = spot.key in lexicon.between or spot.key in lexicon.weak_where or spot.key in lexicon.where
    if small or (spot.key in lexicon.never and spot.last == spot.first + 1):
        return False
    if len(spot.key) < 4 and country and not tokens[spot.first].text.isupper():
        return False  # "US", "EU" and "UE", not "us" at the head of a sentence
    if before in lexicon.vessels or (before in lexicon.between and _norm(tokens, spot.first - 2) in lexicon.vessels):
        return False
    if not spot.placed and not country and spot.key in room.persons:
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


def _mark(line: Line, spot: Spot, run: tuple[int, int], lexicon: Lexicon) -> Spot:
    """The spot, marked where the run of capitals around it is a body: "Bamako Sports", "Radio France"."""
    if line.shouting or line.headline:
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
        known = right in lexicon.directions or right in lexicon.cues or right in lexicon.bodies
        return not (known or right in lexicon.titles)
    return False


def _norm(tokens: tuple[Token, ...], at: int) -> str:
    return tokens[at].norm if 0 <= at < len(tokens) else ""


def _opens(norm: str, lexicon: Lexicon) -> bool:
    """May a sentence open with this word before a name: "The Barsalogho attack", "En Gao"?"""
    return (
        norm in lexicon.openers
        or norm in lexicon.common
        or norm in lexicon.where
        or norm in lexicon.between
        or norm in lexicon.weak_where
    )


def _proven(tokens: tuple[Token, ...], spot: Spot, room: _Room) -> bool:
    """A name that is a common word, or a person's, needs a preposition of place or a container behind it."""
    if spot.cues:
        return True
    before = _norm(tokens, spot.first - 1)
    at = spot.last + 1
    written = " ".join(token.text for token in tokens[spot.first : spot.last])
    # "à Baga, Boni et Koro"
    listed = bool(room.before) and _norm(tokens, spot.first - 1) in (",", "et", "and")
    headed = spot.placed or listed or (spot.first == 0 and _norm(tokens, spot.last) in (":", "(", "-", "–", "—"))
    if headed and any(entry.own and entry.name == written for entry in spot.entries):
        # "le camp de Boni", "Bla : quinze morts": a place that reports do name, written as it is written.
        return True
    if _norm(tokens, spot.last) == "," and at < len(tokens) and tokens[at].is_capital:
        # "CHARLESTON, W.Va.", "Man, Côte d'Ivoire", "in Nice, France".
        if spot.placed or _read_abbreviation(tokens, at, room) is not None:
            return True
        holders = room.gazetteer.tables.entries.get(make_key(tokens[at].text), ())
        return any(entry.kind in ("country", "admin1") for entry in holders)
    return before in room.lexicon.surely and spot.first > 0


def _speaks(tokens: tuple[Token, ...], spot: Spot, lexicon: Lexicon) -> bool:
    """ "Bamba said", "a déclaré Bamba", "Bamba a dit"."""
    after = _norm(tokens, spot.last)
    if after in ("a", "has", "had", "avait"):
        after = _norm(tokens, spot.last + 1)
    return after in lexicon.speaks or _norm(tokens, spot.first - 1) in lexicon.speaks
