"""What was attacked: the targets of one sentence."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from tamani.extract.details.reach import find_reach, is_search
from tamani.extract.details.role_words import (
    Deed,
    DeedWords,
    FoundRole,
    Noun,
    find_deeds,
    find_nouns,
    read_deeds,
    read_nouns,
)
from tamani.extract.details.things import Thing, find_things
from tamani.extract.details.weapons import load_weapons
from tamani.extract.document import Sentence
from tamani.extract.lexicon import Phrases, is_participle, read_lexicon
from tamani.records import TargetValue

# "base" and "position" are targets only as the object of an attack; "office" and "building" are too common elsewhere.
BROKEN = ("burned", "destroyed", "damaged")  # what was looted or stolen was carried off
_INSIDE = 7  # tokens from "killed" over who was killed to "in the market"
_PLACES = frozenset(
    ["center", "centre", "port", "camp", "base", "well", "council"]
)  # "in the port of Cartagena" is where it happened
_DEFINITE = frozenset(["the", "this", "these", "that", "le", "la", "l'", "les", "ce", "cet", "cette", "ces"])
_NEEDS_OBJECT = frozenset(
    ["bar", "office", "offices", "council", "siege", "port", "route", "well", "mass", "court", "camp"]
)


class TargetWords(Struct, frozen=True):
    """The lexicon of targets of one language."""

    nouns: Phrases[str]
    deeds: DeedWords
    harm: DeedWords
    inside: frozenset[str]  # "dans", "at": people were hit in it
    inside_types: frozenset[str]
    far: frozenset[str]  # another place or clause stands between
    passing: frozenset[str]  # "died": anywhere, of what happened elsewhere


@cache
def load_targets(language: str) -> TargetWords:
    """The words for targets in French, or else in English."""
    code = "fr" if language == "fr" else "en"
    table, broken = read_lexicon("targets"), read_lexicon("damage")["effects"]
    return TargetWords(
        nouns=read_nouns(table["types"], code),
        deeds=read_deeds(
            {"attack": table["deeds"], "blast": table["blasts"], **{name: broken[name] for name in BROKEN}}, code
        ),
        harm=read_deeds({"harm": read_lexicon("victims")["deeds"]}, code),
        inside=frozenset(table["deeds"][f"{code}_in"]),
        inside_types=frozenset(table["deeds"]["inside_types"]),
        far=frozenset(table["deeds"]["far"]) - ({"a"} if code == "en" else set()),  # "à" folds to "a"
        passing=frozenset(table["deeds"]["passing"]),
    )


def find_targets(sentence: Sentence, language: str) -> tuple[FoundRole, ...]:
    """What is attacked in a sentence, with its type: "ont attaqué l'église", "assault on an army base"."""
    words = load_targets(language)
    nouns = find_nouns(sentence, words.nouns)
    if not nouns:
        return ()
    weapons = find_nouns(sentence, load_weapons(language).nouns)  # "voiture piégée" is no car that was hit
    nouns = tuple(
        noun for noun in nouns if not any(one.first <= noun.first <= noun.last <= one.last for one in weapons)
    )
    code = "fr" if language == "fr" else "en"
    deeds = tuple(
        deed
        for deed in find_deeds(sentence, words.deeds, code)
        if not _is_weapon(sentence, deed, weapons) and not is_search(sentence, deed, code)
    )
    if not nouns:
        return ()
    busy = frozenset(at for deed in deeds for at in range(deed.first, deed.last + 1))
    things = find_things(sentence, nouns, code, busy)
    reached = [
        one
        for one in find_reach(sentence, deeds, things, code)
        if one.how not in ("in", "at") or sentence.norms[one.thing.first] not in _PLACES
    ]
    if not reached:
        harms = find_deeds(sentence, words.harm, code)
        return tuple(
            _make(sentence, thing, "targets.inside") for thing in things if _is_inside(sentence, thing, harms, words)
        )
    return tuple(_make(sentence, one.thing, f"targets.{one.how}") for one in reached)


def _is_weapon(sentence: Sentence, deed: Deed, weapons: tuple[Noun[str], ...]) -> bool:
    """ "Sticks of dynamite" are no deed; "they dynamite the bridge" and "dynamited" are."""
    word = sentence.norms[deed.first]
    if deed.side == "noun" or word.endswith(("ed", "ing")) or is_participle(sentence, deed.first):
        return False
    before = sentence.norms[deed.first - 1] if deed.first else ""
    held = any(one.first <= deed.first <= one.last for one in weapons)
    return held and before != "to"


def _is_inside(sentence: Sentence, thing: Thing, harms: tuple[Deed, ...], words: TargetWords) -> bool:
    """ "Dix fidèles tués dans une mosquée": the mosque is what was struck; not "died in a hospital"."""
    at = thing.lead - 1
    if thing.meaning not in words.inside_types or at < 1 or sentence.norms[at] not in words.inside:
        return False
    if sentence.norms[thing.first] in _NEEDS_OBJECT:
        return False
    for harm in harms:
        between = sentence.norms[harm.last + 1 : at]
        passing = thing.meaning == "health" and sentence.norms[harm.last] in words.passing
        if 0 <= at - 1 - harm.last <= _INSIDE and not passing and not words.far.intersection(between):
            return True
    return False


def _make(sentence: Sentence, thing: Thing, rule: str) -> FoundRole:
    value = TargetValue(sentence.words(thing.first, thing.last), thing.meaning)
    before = set(sentence.norms[thing.lead : thing.first])
    definite = thing.first == thing.last and bool(before & _DEFINITE)
    return FoundRole("target", value, thing.first, thing.last, rule, definite)
