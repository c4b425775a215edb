"""Names that the gazetteer does not know as written, where the text announces a place: other spellings, or nothing."""

from __future__ import annotations

import re

from tamani.locate.gazetteer import Gazetteer
from tamani.locate.judge import is_local_government
from tamani.locate.keys import make_key
from tamani.locate.lexicon import Lexicon, load_lexicon
from tamani.locate.line import Line, Spot
from tamani.locate.names import load_names
from tamani.locate.shouted import is_word
from tamani.locate.tables import Entry
from tamani.words import Token

_PLACES = frozenset(("a", "dans", "vers", "in", "at", "near"))
_LONGEST_FORM = 4
_SHORTEST = 5  # letters of a name that only "in" announces
_PEOPLE = frozenset(("community", "communities"))
_ATTACKED = frozenset(("on", "of", "attacked", "hit", "stormed", "invaded", "raided", "attack", "raid"))
_AT = ("à", "À", "at", "in", "In", "At")
_NEARBY = (
    ("non", "loin", "de"),
    ("pas", "loin", "de"),
    ("pres", "de"),
    ("proche", "de"),
    ("not", "far", "from"),
    ("close", "to"),
)
_KILLED = frozenset(
    ("tue", "tuant", "killed", "killing", "assassine", "blesse", "enleve", "abducted", "brule", "incendie")
)
_REACH = (
    7  # tokens behind a name in which the area it lies in begins: ", dans la commune rurale de", "in the X district"
)
_QUOTES = ("«", '"', "“")
_ACRONYM = re.compile("^[A-Z]+[a-z]?[A-Z]|^[A-Z]{2,}s$")  # "MoH", "KIs"
_JOINS = frozenset((",", "and", "et", "&"))


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
        while done < len(tokens) and done < at + _LONGEST_FORM and tokens[done].is_capital and done not in covered:
            if is_local_government(line, done):
                break
            done += 1
        cues, placed = _announced(tokens, at, lexicon)
        cues = cues or _announced_after(tokens, (at, done), lexicon)
        if not cues and (_lies_near(tokens, (at, done)) or _is_attacked_there(tokens, (at, done), lexicon)):
            cues = ("town",)
        district = is_local_government(line, done)
        cues = ("admin2",) if district else cues
        if not cues and not placed and not _is_scene(tokens, at):
            continue
        spot = _read_unknown(tokens, (at, done), (cues, countries), gazetteer)
        if spot is None and district:
            spot = Spot(at, done, make_key(" ".join(token.text for token in tokens[at:done])), (), cues, True, "none")
        if spot is not None:
            found.append(spot)
    return found


def _read_unknown(
    tokens: tuple[Token, ...],
    run: tuple[int, int],
    known: tuple[tuple[str, ...], tuple[str, ...]],
    gazetteer: Gazetteer,
) -> Spot | None:
    (at, end), (cues, countries), lexicon = run, known, load_lexicon()
    if tokens[at].norm in lexicon.never or tokens[at].norm in lexicon.first_names:
        return None
    if tokens[at].norm in lexicon.function:
        return None  # "The village of Kokou", behind a quotation mark
    if (
        len(tokens[at].text) < 3
        or _ACRONYM.search(tokens[at].text)
        or (tokens[at].text.isupper() and len(tokens[at].text) < 6)
    ):
        return None
    key = make_key(" ".join(token.text for token in tokens[at:end]))
    if key in lexicon.common or key in load_names().written:
        return None
    for via, entries in _other_spellings(key, gazetteer, countries):
        if entries:
            return Spot(at, end, key, entries, cues, True, via)
    # Without a word such as "village", or "à" and "near", an unknown name may be anything; two words are a person.
    alone = end == at + 1 and not tokens[at].text.isupper()
    alone = alone and (tokens[at - 1].text in ("à", "À", "near") or _is_scene(tokens, at))
    if not alone and "town" not in cues:
        return None
    return None if key in gazetteer.tables.demonyms else Spot(at, end, key, (), cues, True, "none")


def _is_scene(tokens: tuple[Token, ...], at: int) -> bool:
    """ "A football pitch in Muatide.", "le massacre de Zaongo,": a name that is no word, and the clause turns."""
    after = tokens[at + 1].norm if at + 1 < len(tokens) else "."
    if len(tokens[at].text) < _SHORTEST or (after[0].isalpha() and after not in load_lexicon().function):
        return False
    deed = tokens[at - 1].norm in ("de", "d'", "of", "in", "on") and tokens[at - 2].norm in load_lexicon().deeds
    return (deed or tokens[at - 1].norm == "in") and not is_word(tokens[at].norm)


def _lies_near(tokens: tuple[Token, ...], run: tuple[int, int]) -> bool:
    """ "À Bamba Tolo, non loin de Koro": what is said to lie near something is a place."""
    at, end = run
    if at < 1 or tokens[at - 1].text not in _AT:
        return False
    ahead = tuple(token.norm for token in tokens[end : end + 4])
    ahead = ahead[1:] if ahead[:1] == (",",) else ahead
    return ahead[:2] in _NEARBY or ahead[:3] in _NEARBY


def _is_attacked_there(tokens: tuple[Token, ...], run: tuple[int, int], lexicon: Lexicon) -> bool:
    """ "Gunmen stormed Goran Tudu in the Maradun district": what is stormed, and lies in an area, is a village."""
    at, end = run
    back = at - 1
    while back > 0 and tokens[back].norm in lexicon.never:
        back -= 1  # "ont attaqué lundi Tingarou"
    if back < 0 or tokens[back].norm not in lexicon.storming:
        return False
    ahead = [token.norm for token in tokens[end : end + _REACH]]
    if ahead[:1] in (["et"], ["and"]) and ahead[1:2] and ahead[1] in _KILLED:
        return True  # "ont attaqué Tingarou et tué neuf villageois"
    if ahead[:1] in ([","], ["("]):
        ahead = ahead[1:]
    if ahead[:1] == [] or ahead[0] not in lexicon.where:
        return False
    return any("admin2" in lexicon.cues.get(norm, ()) or norm in ("local", "lga", "commune") for norm in ahead)


def _announced(tokens: tuple[Token, ...], at: int, lexicon: Lexicon) -> tuple[tuple[str, ...], bool]:
    """The kinds announced before a name, and whether a place is announced at all."""
    at -= at > 1 and tokens[at - 1].text in _QUOTES  # « le village de "Zoumkalga" »
    back, steps = at - 1, 0
    while back >= 0 and steps < 3 and (tokens[back].norm in lexicon.weak_where or tokens[back].norm in lexicon.between):
        back, steps = back - 1, steps + 1
    # "village X", not "City Manager Jim Hartmann".
    cues = lexicon.cues.get(tokens[back].norm, ()) if back >= 0 and not tokens[back].is_capital else ()
    return cues, bool(cues) or tokens[at - 1].norm in _PLACES


def _announced_after(tokens: tuple[Token, ...], run: tuple[int, int], lexicon: Lexicon) -> tuple[str, ...]:
    """The kinds said after a name, or once for a list: "Kaboro community", "the villages of Tsauwa and Dankar"."""
    at, end = run
    named = end
    while named < len(tokens) and tokens[named].norm in _JOINS:
        named += 1
        while named < len(tokens) and tokens[named].is_capital:
            named += 1
    after = tokens[named].norm if named < len(tokens) and not tokens[named].is_capital else ""
    if after in _PEOPLE and tokens[at - 1].norm not in _ATTACKED and tokens[at - 1].norm not in lexicon.where:
        return ()  # "the Rohingya community" is no village; "an attack on Kaboro community" is on one
    if "town" in lexicon.cues.get(after, ()) and (named == end or after.endswith("s")):
        return lexicon.cues[after]
    back = at - 1
    while back > 0 and tokens[back].norm in _JOINS:
        while back > 0 and (tokens[back].norm in _JOINS or tokens[back].is_capital):
            back -= 1
        if tokens[back].norm in lexicon.weak_where or tokens[back].norm in lexicon.between:
            back -= 1
        word = tokens[back].norm
        if "town" in lexicon.cues.get(word, ()) and word.endswith("s"):
            return lexicon.cues[word]
    return ()


def _other_spellings(key: str, gazetteer: Gazetteer, countries: tuple[str, ...]) -> list[tuple[str, tuple[Entry, ...]]]:
    sounding = tuple(entry for entry in gazetteer.find_sounding(key) if entry.country in countries)
    if sounding:
        return [("sound", sounding)]
    nearly: tuple[Entry, ...] = ()
    for country in countries[:2]:
        nearly += gazetteer.find_nearly(key, country)
    return [("nearly", nearly)]
