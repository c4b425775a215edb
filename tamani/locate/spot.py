"""Where a text names places: runs of capitals that the gazetteer knows, less persons, bodies, vessels and peoples."""

from __future__ import annotations

from msgspec.structs import replace

from tamani.locate.gazetteer import Gazetteer
from tamani.locate.judge import is_allowed, is_local_government, mark_body, read_abbreviation
from tamani.locate.keys import make_key
from tamani.locate.lexicon import Lexicon
from tamani.locate.line import Line, Room, Spot, find_longest, norm_at
from tamani.locate.names import find_within, load_names
from tamani.locate.shouted import Countries, find_shouted
from tamani.locate.states import find_state
from tamani.locate.tables import Entry
from tamani.words import Token

_SMALL = frozenset(("frontieres", "borders", "tri-border", "triborder", "three-border", "tri-frontieres"))
_SEATS_OF_STATE = frozenset(["capital", "capitale", "capitals", "capitales"])
_CAPITALS = frozenset(("capital", "capitale", "chef-lieu"))  # "the Mali capital Bamako": of what follows
NOWHERE = Countries()
KEPT = 4_000  # lines, with what was spotted in them
LONGEST = 5  # tokens of a name: "Sidi Bel Abbès", "Santa Cruz de la Sierra"
_LINKS = frozenset(("de", "du", "des", "d'", "la", "le", "les", "l'", "of", "el", "al", "n'", "sur", "en"))
_AGE = range(1, 100)
_COUNTIES = frozenset(("county", "counties"))
COUNTY_TOWN = 500_000  # Los Angeles lies in its county; a small town of a county's name lies anywhere


def recall_spots(
    line: Line, gazetteer: Gazetteer, lexicon: Lexicon, persons: set[str], loud: Countries = NOWHERE
) -> list[Spot]:
    """The same as find_spots; a sentence that copies share is read once, as long as the surnames met are the same."""
    if line.shouting or not line.text:
        return find_spots(line, gazetteer, lexicon, persons, loud)
    before = frozenset(persons)
    key = (line.text, len(line.tokens), before)  # "Bobo - Dioulasso" is one token or three
    known = gazetteer.spotted.get(key)
    if known is None:
        if len(gazetteer.spotted) >= KEPT:
            gazetteer.spotted.clear()
        spots = tuple(find_spots(line, gazetteer, lexicon, persons, loud))
        known = gazetteer.spotted[key] = (spots, frozenset(persons - before))
    persons.update(known[1])
    return list(known[0])


def find_spots(
    line: Line, gazetteer: Gazetteer, lexicon: Lexicon, persons: set[str], loud: Countries = NOWHERE
) -> list[Spot]:
    """The names of a sentence that may be places, in order. `persons` gathers the surnames met on the way.

    loud: for a line of capitals alone, the countries that the report speaks of.
    """
    spots: list[Spot] = []
    room = Room(gazetteer, lexicon, persons, spots)
    done = 0
    if line.shouting:
        spots = find_shouted(line, room, loud)
    for at in () if line.shouting else line.capitals:
        if at < done:
            continue
        short = read_abbreviation(line.tokens, at, room)
        if short is not None:
            spots.append(short)
            done = short.last
            continue
        state = find_state(line, at, room)
        if state is not None:
            spots.append(_dress(line, state, lexicon))
            done = state.last
            continue
        done = _end_of_run(line, at)
        spots += _spots_of_run(line, at, done, room)
    spots += _find_small_letters(line, gazetteer)
    within = find_within(line, spots, load_names()) if spots else frozenset()
    spots = [replace(spot, associative=True) if at in within else spot for at, spot in enumerate(spots)]
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


def _end_of_run(line: Line, at: int) -> int:
    """The end of the run of capitals that starts here; small words stay in when a capital follows."""
    tokens, end = line.tokens, at + 1
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


def _spots_of_run(line: Line, start: int, end: int, room: Room) -> list[Spot]:
    if not line.shouting and not line.headline and _is_person(line, start, end, room):
        return []
    spots: list[Spot] = []
    at = start
    while at < end:
        spot = _longest_at(line, at, end, room) if line.tokens[at].is_capital else None
        if spot is None:
            at += 1
            continue
        if is_allowed(line, spot, (start, end), room):
            spots.append(mark_body(line, spot, (start, end), room.lexicon))
        at = spot.last
    return spots


def _longest_at(line: Line, at: int, end: int, room: Room) -> Spot | None:
    """The longest name of the gazetteer that starts here."""
    tokens, cues = line.tokens, room.lexicon.cues
    announced = at > 0 and (tokens[at - 1].norm in cues or (at > 1 and tokens[at - 2].norm in cues))
    followed = at + 1 < len(tokens) and tokens[at + 1].norm in cues
    if not announced and not followed and not room.gazetteer.may_start(tokens[at].text):
        return None
    for last in range(find_longest(tokens, at, min(end, at + LONGEST), room.gazetteer), at, -1):
        if not tokens[last - 1].is_capital:
            continue
        key = make_key(" ".join([token.text for token in tokens[at:last]]).replace("' ", ""))
        if announced or (last < len(tokens) and tokens[last].norm in cues):
            whole = _with_kind(tokens, at, last, key, room)
            if whole is not None:
                return whole
        entries = room.gazetteer.find_named(key) if len(key) > 1 else ()
        if norm_at(tokens, last) in _COUNTIES:
            left = _drop_namesakes(entries)
            if entries and not left:
                return Spot(at, last + 1, f"{key} {norm_at(tokens, last)}", (), ("admin2",), True, "none")
            entries = left
        if entries and not _is_acronym(line, at, last, entries):
            return _dress(line, Spot(at, last, key, entries), room.lexicon)
    return None


def _drop_namesakes(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """ "Knox County" is not around the town of Knox: in the US a county seldom has the name of its seat."""
    kept = tuple(
        entry
        for entry in entries
        if entry.kind != "town" or entry.country != "US" or (entry.population >= COUNTY_TOWN and not entry.alias)
    )
    named = len(kept) == len(entries) or any(entry.country == "US" or entry.own for entry in kept)
    return kept if named else ()  # nor is "Lincoln County" in England


def _with_kind(tokens: tuple[Token, ...], at: int, last: int, key: str, room: Room) -> Spot | None:
    """ "Niger river", "fleuve Niger", "lac Tchad", "parc W": the small word is part of the name."""
    after = norm_at(tokens, last)
    named = room.gazetteer.tables.entries
    if after in room.lexicon.cues and f"{key} {after}" in named:
        return Spot(at, last + 1, f"{key} {after}", named[f"{key} {after}"], (), True)
    before = norm_at(tokens, at - 1)
    if before in room.lexicon.cues and f"{before} {key}" in named:
        return Spot(at - 1, last, f"{before} {key}", named[f"{before} {key}"], (), True)
    further = f"{norm_at(tokens, at - 2)} {before} {key}"  # "le parc transfrontalier W"
    if norm_at(tokens, at - 2) in room.lexicon.cues and further in named:
        return Spot(at - 2, last, further, named[further], (), True)
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
    if spot.last < len(tokens) and tokens[spot.last].norm not in _CAPITALS:
        cues = ("admin2",) if is_local_government(line, spot.last) else lexicon.cues.get(tokens[spot.last].norm, ())
    steps = 0
    while at >= 0 and steps < 3 and (tokens[at].norm in lexicon.weak_where or tokens[at].norm in lexicon.between):
        at, steps = at - 1, steps + 1
    if at >= 0 and not cues and tokens[at].norm in lexicon.cues and not _is_country_of(line, spot, at):
        cues = lexicon.cues[tokens[at].norm]
    before = tokens[spot.first - 1].norm if spot.first else ""
    afloat = before in ("le", "the", "du") and norm_at(tokens, spot.first - 2) in lexicon.afloat
    if not cues and afloat and any(entry.kind == "water" for entry in spot.entries):
        cues = ("water",)
    placed = bool(cues) or before in lexicon.where or before in lexicon.weak_where
    if not placed and before in lexicon.between and spot.first > 1:
        placed = tokens[spot.first - 2].norm in lexicon.where | lexicon.weak_where
    last = spot.last
    if last < len(tokens) and tokens[last].is_capital and {"admin1", "admin2"}.intersection(cues):
        last += tokens[last].norm in lexicon.cues  # "Borno State", "Laurel County" is the whole name
    return Spot(spot.first, last, spot.key, spot.entries, cues, placed, spot.via)


def _is_country_of(line: Line, spot: Spot, cue: int) -> bool:
    """ "La capitale du Mali", "a village of the Gambia": the country that holds the town, never a namesake of it."""
    if not any(entry.kind == "country" and not entry.alias for entry in spot.entries):
        return False
    links = [token.norm for token in line.tokens[cue + 1 : spot.first]]
    return bool(links) and (line.tokens[cue].norm in _SEATS_OF_STATE or bool({"du", "la", "the"}.intersection(links)))


def _is_person(line: Line, start: int, end: int, room: Room) -> bool:
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
