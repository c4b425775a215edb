"""Places in text that is written in capitals alone, where a capital says nothing: told by the words around a name.

A country is known anywhere, a town of a country that the report speaks of after a word of place; a name that no
gazetteer knows after "in", or beside "department", "town of". A word of the dictionary is a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import simplemma
from msgspec import Struct

from tamani.locate.gazetteer import Gazetteer
from tamani.locate.keys import make_key
from tamani.locate.lexicon import Lexicon, load_lexicon
from tamani.locate.line import Line, Room, Spot, find_longest, norm_at
from tamani.locate.names import load_names
from tamani.locate.tables import Entry
from tamani.words import Token, tokenize

LONGEST = 5
LARGE = 500_000  # a town of this size is believed in a report that does not name its country
KNOWN = 100_000  # and one of this size where the report only names it in passing: "U.S. advisers"
BARE = 0.5  # "COLOMBIAN", beside "IN COLOMBIA"
SENT = 3.0  # the dateline
NAMESAKE = 0.05  # of the largest town of a name: smaller ones send no reports
SHARED = 0.6  # a second country named nearly as often is as good
_DASHES = ("--", "–", "—", "-")
SHORTEST = 5  # letters of an unknown name: shorter ones are abbreviations


class Named(Struct, frozen=True):
    """A name read at a token: where it ends (exclusive) and what it may stand for."""

    last: int
    entries: tuple[Entry, ...]


class Countries(Struct, frozen=True):
    """Where a report plays, as its whole text says, and all the countries that it names."""

    home: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()


@lru_cache(maxsize=50_000)
def is_word(norm: str) -> bool:
    """Is this a word of the dictionary of either language? "Lima" is, a bean; a gazetteer decides before this."""
    if "-" in norm:
        return all(is_word(part) for part in norm.split("-") if part)  # "SECOND-LARGEST"
    return simplemma.is_known(norm, "en") or simplemma.is_known(norm, "fr")


def name_countries(lines: Sequence[Line], gazetteer: Gazetteer) -> Countries:
    """The countries that a shouted report names, by name, by adjective or by where it was sent from."""
    counts: dict[str, float] = {}
    lexicon, demonyms, starts = load_lexicon(), gazetteer.tables.demonyms, _list_country_starts(gazetteer)
    for line in lines:
        for at, token in enumerate(line.tokens):
            norm = token.norm
            if norm in demonyms:
                counts[demonyms[norm]] = counts.get(demonyms[norm], 0.0) + BARE
            hit = _read_country(line.tokens, at, gazetteer) if norm in starts or "." in norm else None
            if hit is not None:
                there = norm_at(line.tokens, at - 1) in lexicon.countries_in
                iso = hit.entries[0].country or ""
                counts[iso] = counts.get(iso, 0.0) + (1.0 if there else BARE / 2)
    for line in lines[:2]:
        sent = _read_dateline(line.tokens, gazetteer, frozenset(counts))
        if sent is not None:
            best = max(sent.entries, key=lambda entry: entry.population)
            counts[best.country or ""] = counts.get(best.country or "", 0.0) + SENT
            break
    most = max(counts.values(), default=0.0)
    return Countries(
        home=frozenset(iso for iso, count in counts.items() if count >= SHARED * most), named=frozenset(counts)
    )


def find_shouted(line: Line, room: Room, countries: Countries) -> list[Spot]:
    """The names of a line in capitals that may be places, in order."""
    tokens = line.tokens
    found: list[Spot] = []
    sent = _read_dateline(tokens, room.gazetteer, countries.named)
    if sent is not None:
        found.append(_make_spot(tokens, 0, sent))
    done = found[0].last if found else 0
    room.persons.update(_list_surnames(tokens, room.lexicon))
    announcing, announced = room.lexicon.announcing, _find_announced(tokens, room.lexicon)
    starts = _list_country_starts(room.gazetteer)
    for at, token in enumerate(tokens):
        norm = token.norm
        if at < done or not token.text[0].isalpha():
            continue
        here = _read_announced(tokens, at, done, room, countries) if norm in announcing else []
        # A word of the dictionary with nothing behind it that announces a place is a word.
        if not here and (at in announced or norm in starts or "." in norm or not is_word(norm)):
            here = _read_bare(tokens, at, at in announced, room, countries)
        if here:
            found += here
            done = here[-1].last
    return found


def _read_announced(tokens: tuple[Token, ...], at: int, done: int, room: Room, countries: Countries) -> list[Spot]:
    """The names after a word of place: "IN THE TOWN OF X, Y DEPARTMENT", "IN X AND Y"."""
    lexicon = room.lexicon
    before = tokens[at].norm
    is_kind = before in lexicon.cues and norm_at(tokens, at + 1) in lexicon.weak_where
    if before in lexicon.weak_where and at and tokens[at - 1].norm not in lexicon.cues:
        return _read_owner(tokens, at, room, countries)
    if before not in lexicon.where and not is_kind:
        return []
    start, cues = _skip(tokens, at if is_kind else at + 1, lexicon)
    found: list[Spot] = []
    while start < len(tokens):
        spot = _read_place(tokens, start, (cues, bool(found) or before in lexicon.sure_unknown), room, countries)
        if spot is None:
            break
        found.append(spot)
        following = spot.last + (norm_at(tokens, spot.last) in lexicon.cues)
        if norm_at(tokens, following) not in (",", "(", "and", "et", "'s"):
            break
        if norm_at(tokens, following) == "," and norm_at(tokens, following + 1) in ("and", "et", "in", "a", "dans"):
            following += 1
        start, cues = _skip(tokens, following + 1, lexicon)
    return found


def _list_surnames(tokens: tuple[Token, ...], lexicon: Lexicon) -> set[str]:
    """The words that no dictionary knows behind a first name or a title: "MINISTER ROSA CARDENAS"."""
    found: set[str] = set()
    for at, token in enumerate(tokens):
        if token.norm not in lexicon.first_names and token.norm not in lexicon.titles:
            continue
        for one in tokens[at + 1 : at + 1 + LONGEST]:
            if not one.text[0].isalpha() or (is_word(one.norm) and one.norm not in lexicon.first_names):
                break
            found.add(one.norm)
    return found - lexicon.particles


def _read_owner(tokens: tuple[Token, ...], at: int, room: Room, countries: Countries) -> list[Spot]:
    """ "THE OUTSKIRTS OF LIMA", "THE MAYOR OF LIMA": a name that is known, and no more than it."""
    start, cues = _skip(tokens, at + 1, room.lexicon)
    known = _read_known(tokens, start, room, countries) if start < len(tokens) else None
    if known is None or known.last < _end_of_name(tokens, start, room) or _is_street(tokens, known.last, room):
        return []
    named = tokens[at - 1].norm in room.lexicon.first_names or norm_at(tokens, at - 2) in room.lexicon.saints
    if tokens[at - 1].text[0].isalpha() and (named or not is_word(tokens[at - 1].norm)):
        return []  # "JUAN PICO DE AVILA" is a name to its end
    return [_make_spot(tokens, start, known, cues)]


def _skip(tokens: tuple[Token, ...], at: int, lexicon: Lexicon) -> tuple[int, tuple[str, ...]]:
    """Over articles and "northern" to the name, with the kind that is announced: "THE TOWN OF"."""
    cues: tuple[str, ...] = ()
    while at < len(tokens):
        norm = tokens[at].norm
        if norm in lexicon.cues and norm_at(tokens, at + 1) in lexicon.weak_where:
            cues, at = lexicon.cues[norm], at + 2
        elif norm in ("la", "le", "los", "las", "el"):
            break  # "LA LIBERTAD", "EL SALVADOR"
        elif norm in lexicon.skipped or norm in lexicon.directions:
            at += 1
        else:
            break
    return at, cues


def _read_place(
    tokens: tuple[Token, ...], at: int, said: tuple[tuple[str, ...], bool], room: Room, countries: Countries
) -> Spot | None:
    cues, sure = said
    known = _read_known(tokens, at, room, countries)
    end = _end_of_name(tokens, at, room)
    # "SUCRE AVENUE" is a street, "A SUCRE AVENUE" one of the town.
    one_of = known is not None and norm_at(tokens, at - 1) in ("a", "an", "downtown")
    if not one_of and _is_street(tokens, max(end, known.last if known else 0), room):
        return None
    after = norm_at(tokens, max(end, known.last if known else 0))
    if after in room.lexicon.quarters and end > at:
        return _make_spot(tokens, at, Named(end, ()), ("town",))
    cues = cues or room.lexicon.cues.get(after, ())
    if known is not None and (known.last >= end or not _is_one_name(tokens, known.last, end)):
        return _make_spot(tokens, at, known, cues)
    if end == at or room.lexicon.first_names & {tokens[at].norm}:
        return None
    short = len(tokens[at].text) < (4 if cues else SHORTEST)
    single = end == at + 1 and (short or tokens[at].norm in room.lexicon.particles)
    key = make_key(" ".join(token.text for token in tokens[at:end]))
    if single or key in load_names().written or tokens[at].norm in room.lexicon.titles:
        return None
    if cues or (sure and _closes(tokens, end, room.lexicon)):
        return _make_spot(tokens, at, Named(end, ()), cues or ("town",))
    return None


def _is_street(tokens: tuple[Token, ...], last: int, room: Room) -> bool:
    """ "SUCRE AVENUE", "THE CORNER OF SUCRE AND BOLIVAR STREETS": called after a town, and elsewhere."""
    if norm_at(tokens, last) in room.lexicon.streets:
        return True
    if norm_at(tokens, last) not in ("and", ","):
        return False
    return norm_at(tokens, _end_of_name(tokens, last + 1, room)) in ("streets", "avenues", "roads")


def _is_one_name(tokens: tuple[Token, ...], last: int, end: int) -> bool:
    """Is what follows a known name a part of it: "SAN FRANCISCO JAVIER"?"""
    return last < end and tokens[last].text[0].isalpha()


def _end_of_name(tokens: tuple[Token, ...], at: int, room: Room) -> int:
    """The end (exclusive) of a run of words that no dictionary knows, with "LA", "SAN" and "DE" between them."""
    end, step = at, at
    while step < min(len(tokens), at + LONGEST):
        norm = tokens[step].norm
        if not norm[0].isalpha() or norm in room.gazetteer.tables.demonyms or norm in room.lexicon.cues:
            break
        saint = step > at and tokens[step - 1].norm in room.lexicon.saints
        if norm in room.lexicon.particles:
            step += 1
            continue
        if is_word(norm) and not saint:
            break
        step += 1
        end = step
    return end


def _closes(tokens: tuple[Token, ...], at: int, lexicon: Lexicon) -> bool:
    """Does the clause turn to something else after a name: a mark, "ON", "YESTERDAY"? Not "IN DAS VEHICLES"."""
    norm = norm_at(tokens, at)
    if not norm or not norm[0].isalpha():
        return norm not in ("'s", "-", "/")
    return norm in lexicon.closing or norm in lexicon.function or norm in lexicon.where or norm in lexicon.never


def _read_bare(tokens: tuple[Token, ...], at: int, announced: bool, room: Room, countries: Countries) -> list[Spot]:
    """A name without a word of place: a country, one of our region's, "BOGOTA'S", or "X DEPARTMENT"."""
    country = _read_country(tokens, at, room.gazetteer)
    if country is not None:
        return [_make_spot(tokens, at, country, placed=False)]
    if at and tokens[at - 1].norm in room.lexicon.particles:
        return []
    if is_word(tokens[at].norm) and not announced:
        return []
    known = _read_known(tokens, at, room, countries)
    end = _end_of_name(tokens, at, room)
    if known is not None and known.last >= end:
        owns = norm_at(tokens, known.last) == "'s"
        ours = any(entry.own and not entry.alias for entry in known.entries) and not is_word(tokens[at].norm)
        kind = norm_at(tokens, known.last) in room.lexicon.cues
        shaken = norm_at(tokens, at - 1) in room.lexicon.shaking
        return [_make_spot(tokens, at, known, placed=kind or shaken)] if owns or ours or kind or shaken else []
    after = norm_at(tokens, end)
    # "GARCIA STATES": whom a first name was read before is no region.
    somebody = tokens[at].norm in room.lexicon.first_names or tokens[at].norm in room.persons
    if end > at and after in room.lexicon.cues and not somebody:
        key = make_key(" ".join(token.text for token in tokens[at:end]))
        named = None if after in room.lexicon.quarters or end > at + 1 else known
        if key not in load_names().written:
            cues = ("town",) if after in room.lexicon.quarters else room.lexicon.cues[after]
            return [_make_spot(tokens, at, named or Named(end, ()), cues)]
    return []


def _find_announced(tokens: tuple[Token, ...], lexicon: Lexicon) -> set[int]:
    """The tokens behind which "DEPARTMENT" or "'S" follows within a name's length."""
    signs = [at for at, token in enumerate(tokens) if token.norm == "'s" or token.norm in lexicon.cues]
    return {at for sign in signs for at in range(sign - LONGEST, sign)}


_STARTS: dict[int, tuple[Gazetteer, frozenset[str]]] = {}  # by identity: the gazetteer is kept alive with its words


def _list_country_starts(gazetteer: Gazetteer) -> frozenset[str]:
    """The first words of the names of countries: most words of a text are none, and cost no more than this."""
    known = _STARTS.get(id(gazetteer))
    if known is None:
        keys = (key for key, entries in gazetteer.tables.entries.items() if entries and entries[0].kind == "country")
        starts = frozenset(word for key in keys for word in (key.split()[0], tokenize(key)[0].norm))
        known = _STARTS[id(gazetteer)] = (gazetteer, starts)
    return known[1]


def _read_country(tokens: tuple[Token, ...], at: int, gazetteer: Gazetteer) -> Named | None:
    norm, starts = tokens[at].norm, _list_country_starts(gazetteer)
    if norm not in starts and not ("." in norm and make_key(norm) in starts):  # "U.S."
        return None
    if at and tokens[at - 1].norm in ("city", "san"):
        return None
    if len(tokens[at].text) < 2 or _is_demonym(tokens, at, gazetteer):
        return None
    named = gazetteer.tables.entries
    most = min(len(tokens), at + 4)
    if most > at + 1:
        pair = make_key(f"{tokens[at].text} {tokens[at + 1].text}")
        most = at + 1 if " " in pair and not gazetteer.has_longer(pair) else most
    for last in range(most, at, -1):
        entries = named.get(make_key(" ".join([token.text for token in tokens[at:last]])), ())
        if entries and entries[0].kind == "country" and (last > at + 1 or len(tokens[at].text) > 3):
            if last == at + 1 and not _is_country_here(tokens, at, entries[0]):
                return None
            city = norm_at(tokens, last) == "city"  # "PANAMA CITY"
            return None if city else Named(last, entries)
    return None


def _is_country_here(tokens: tuple[Token, ...], at: int, entry: Entry) -> bool:
    """Is a second name of a country one here? "AU SALVADOR" is; "GENERAL DIAZ SALVADOR" and "BY A GRENADE" are none."""
    if "." in tokens[at].norm or len(tokens[at].text) < SHORTEST or make_key(entry.name) == make_key(tokens[at].text):
        return True
    before = norm_at(tokens, at - 1)
    lexicon = load_lexicon()
    return not at or before in lexicon.countries_in or before in ("l'", "la", "le", "the", ",", "(", "and", "et")


def _is_demonym(tokens: tuple[Token, ...], at: int, gazetteer: Gazetteer) -> bool:
    """ "THE ARGENTINE POLICE", where "EN ARGENTINE" is the country."""
    return tokens[at].norm in gazetteer.tables.demonyms and norm_at(tokens, at - 1) not in ("en", "l'", "d'")


def _read_known(tokens: tuple[Token, ...], at: int, room: Room, countries: Countries) -> Named | None:
    """The longest name of the gazetteer that can be meant here."""
    lexicon = room.lexicon
    if not tokens[at].text[0].isalpha() or tokens[at].norm in lexicon.never or tokens[at].norm in lexicon.titles:
        return None
    if not room.gazetteer.may_start(tokens[at].text) or _is_demonym(tokens, at, room.gazetteer):
        return None
    for last in range(find_longest(tokens, at, min(len(tokens), at + LONGEST), room.gazetteer), at, -1):
        if not tokens[last - 1].text[0].isalpha():
            continue
        key = make_key(" ".join([token.text for token in tokens[at:last]]).replace("' ", ""))
        if len(key) < 3 or key in lexicon.function or key in lexicon.where or key in lexicon.numbers:
            continue
        entries = tuple(one for one in room.gazetteer.find_named(key) if _can_be_meant(one, key, countries, lexicon))
        if entries and last == at + 1 and entries[0].kind == "country" and not _is_country_here(tokens, at, entries[0]):
            continue
        if entries:
            return Named(last, entries)
    return None


def _can_be_meant(entry: Entry, key: str, countries: Countries, lexicon: Lexicon) -> bool:
    """May a name in capitals be this place? In a country of the report, or as a large town that is no word."""
    if entry.kind == "country":
        return True
    word = " " not in key and is_word(key)
    if entry.country in countries.home:
        small = entry.population < 20_000 and not entry.own
        if entry.alias and not entry.own and entry.population < KNOWN:
            return False  # "ANTIOQUIA" is the department, not the old town of Santa Fe in it
        return not (word and (small or entry.alias)) and not (small and key in lexicon.first_names)
    if word or entry.alias or key in lexicon.common or key in lexicon.first_names:
        return False
    return entry.own or entry.population > (KNOWN if entry.country in countries.named else LARGE)


def _read_dateline(tokens: tuple[Token, ...], gazetteer: Gazetteer, countries: frozenset[str]) -> Named | None:
    """The town a line opens with, when a dateline follows: "LIMA, 3 MAY 91 (AGENCY) --"."""
    signs = [at for at, token in enumerate(tokens[:14]) if token.text in ("--", "–", "—", "-", "(") and at]
    if not signs or not any(token.text in _DASHES or token.text.isdigit() for token in tokens[1:14]):
        return None
    for last in range(min(signs[0], LONGEST), 0, -1):
        if norm_at(tokens, last) not in (",", "(", "--", "-", "–", "—"):
            continue
        entries = gazetteer.find_named(make_key(" ".join([token.text for token in tokens[:last]])))
        most = max((entry.population for entry in entries), default=0)
        # "LIMA" is no town in Ohio, though the report names the United States.
        here = tuple(one for one in entries if one.country in countries and one.population >= most * NAMESAKE)
        if here or entries:
            return Named(last, here or entries)
    return None


def _make_spot(
    tokens: tuple[Token, ...], at: int, named: Named, cues: tuple[str, ...] = (), placed: bool = True
) -> Spot:
    key = make_key(" ".join([token.text for token in tokens[at : named.last]]).replace("' ", ""))
    return Spot(at, named.last, key, named.entries, cues, placed, "name" if named.entries else "none")
