"""Who was hurt: groups and functions, never a private person's name."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from tamani.extract.counts.groups import load_people
from tamani.extract.counts.numbers import Quantity, find_quantities
from tamani.extract.details.role_words import (
    DeedWords,
    FoundRole,
    Noun,
    find_all_reached,
    find_deeds,
    find_nouns,
    read_deeds,
    read_nouns,
    take_modifiers,
)
from tamani.extract.details.targets import load_targets
from tamani.extract.document import Sentence
from tamani.extract.lexicon import Phrases, read_lexicon, read_words
from tamani.records import VictimValue, Who

# These say nothing of who it was.
_VAGUE_PEOPLE = frozenset(
    [
        *(
            "autre",
            "autres",
            "other",
            "others",
            "victime",
            "victimes",
            "victim",
            "victims",
            "membre",
            "membres",
            "member",
        ),
        *("individu", "individus", "individual", "individuals", "national"),
        *("gens", "members", "life", "lives", "suspect", "suspects"),
    ]
)

SAID = read_words("speech_after")
TOLD = ("told", "tell", "telling", "informed", "briefed")
_COUNTED = frozenset(["personne", "personnes", "people", "person", "persons"])


class VictimWords(Struct, frozen=True):
    """The lexicon of victims of one language."""

    functions: Phrases[str]
    people: Phrases[Who]
    things: Phrases[str]
    deeds: DeedWords


@cache
def load_victims(language: str) -> VictimWords:
    """The words for victims in French, or else in English."""
    code = "fr" if language == "fr" else "en"
    table = read_lexicon("victims")
    return VictimWords(
        read_nouns(table["functions"], code),
        load_people(code),
        load_targets(code).nouns,
        read_deeds({"harm": table["deeds"]}, code),
    )


def find_victims(sentence: Sentence, language: str) -> tuple[FoundRole, ...]:
    """Who was hurt in a sentence: "le maire a été enlevé", "killed six farmers"; attackers are left out.

    name is the group or function as written, type whose toll it is (or civilians for a function), count when exact.
    """
    words = load_victims(language)
    code = "fr" if language == "fr" else "en"
    deeds = find_deeds(sentence, words.deeds, code)
    if not deeds:
        return ()
    nouns = _find_people(sentence, words)
    counts = find_quantities(sentence, code) if nouns else ()
    reached: dict[int, Noun[tuple[str, str | None]]] = {}
    for _, objects in find_all_reached(sentence, deeds, nouns, words.deeds):
        for noun in objects:
            if noun.meaning[0] != Who.ATTACKERS:
                reached[noun.first] = noun
    found = [_make(sentence, reached[first], counts, code) for first in sorted(reached)]
    # "nine people" says how many, "people" says nothing.
    return tuple(
        one
        for one in found
        if one.last - one.first or sentence.tokens[one.first].norm not in _COUNTED or _is_counted(one)
    )


def _find_people(sentence: Sentence, words: VictimWords) -> tuple[Noun[tuple[str, str | None]], ...]:
    """Groups and functions in order; a function ("village chief") wins over the group within it."""
    functions = find_nouns(sentence, words.functions)
    taken = {at for noun in functions for at in range(noun.first, noun.last + 1)}
    found = [Noun(noun.first, noun.last, _meaning(noun.meaning)) for noun in functions]
    for group in find_nouns(sentence, words.people):
        if group.first not in taken and sentence.tokens[group.first].norm not in _VAGUE_PEOPLE:
            found.append(Noun(group.first, group.last, (str(group.meaning.value), None)))
    # "camp militaire", "police station", "passenger boat": the people name a thing.
    things = find_nouns(sentence, words.things)
    found = [one for one in found if not any(_is_within(one, thing) for thing in things)]
    found = [one for one in found if not _speaks(sentence, one)]
    return tuple(sorted(found, key=lambda noun: noun.first))


def _speaks(sentence: Sentence, noun: Noun[tuple[str, str | None]]) -> bool:
    """ "Police said", "told reporters", "a indiqué un élu": who speaks or listens; and "s'élève" is no pupil."""
    tokens = sentence.tokens
    after = [token.norm for token in tokens[noun.last + 1 : noun.last + 3]]
    if after[:1] and (
        after[0] in SAID or (after[0] in ("a", "ont", "has", "have", "had") and after[1:2] and after[1] in SAID)
    ):
        return True
    at = noun.first - 1
    while at >= 0 and tokens[at].norm in ("the", "a", "an", "un", "une", "des", "aux", "le", "la", "les", "local"):
        at -= 1
    if at < 0:
        return False
    return tokens[at].norm in ("s'", "se", *TOLD) or (tokens[at].norm in SAID and not tokens[at].is_capital)


def _is_within(one: Noun[tuple[str, str | None]], thing: Noun[str]) -> bool:
    longer = thing.last - thing.first > one.last - one.first
    return longer and thing.first <= one.first <= thing.last


def _meaning(function: str) -> tuple[str, str | None]:
    return str(Who.CIVILIANS.value), function


def _is_counted(role: FoundRole) -> bool:
    return isinstance(role.value, VictimValue) and role.value.count is not None


def _make(
    sentence: Sentence, noun: Noun[tuple[str, str | None]], counts: tuple[Quantity, ...], language: str
) -> FoundRole:
    first = take_modifiers(sentence, noun.first) if language == "en" else noun.first
    near = next((one for one in counts if first - 3 <= one.number_last < first and not one.zero), None)
    count = near.low if near is not None and near.low == near.high else None
    name = sentence.words(first, noun.last)
    return FoundRole("victim", VictimValue(name, noun.meaning[1], noun.meaning[0], count), first, noun.last)
