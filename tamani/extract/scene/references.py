"""Words that take up who was spoken of before: "sixteen of them", "the attackers came on motorbikes", "the group"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import structs

from tamani.extract.counts.groups import load_people
from tamani.extract.counts.toll_values import FoundToll
from tamani.extract.details.role_words import FoundRole
from tamani.extract.details.tactics import find_tactics
from tamani.extract.document import TITLE, Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.records import Who
from tamani.words import fold

THEM = frozenset(("them", "eux", "elles"))
STANDING = frozenset(("en", *THEM))
NEAR = 5  # tokens from a figure to "of them", and from "en" to the figure
OPENING = 7
BACK = 2  # sentences back to those who are meant
FIGHTERS = frozenset((Who.ATTACKERS, Who.ARMED_GROUP))
DEFINITE = frozenset(("the", "les", "l'", "le", "these", "ces", "ce"))
THEY = frozenset(("they", "ils", "ceux-ci"))
HOW = frozenset(("motorbikes", "pickups", "disguise", "house_to_house", "roadblock"))  # said of who attacks alone


@cache
def read_fighters(language: str) -> frozenset[str]:
    """Words that mean by themselves those who fight or kill: "attackers", "assaillants"."""
    table = read_lexicon("doers")["fr" if language == "fr" else "en"]["armed"]
    return frozenset(word for row in table.values() for word in map(fold, row) if " " not in word)


def speaks_of_fighters(sentence: Sentence, language: str) -> bool:
    """Does it speak of those who attacked?"""
    return not read_fighters(language).isdisjoint(sentence.present)


def find_manner(sentence: Sentence, language: str) -> tuple[FoundRole, ...]:
    """How they came, in a sentence that tells of no violence: "The attackers arrived on motorbikes"."""
    if sentence.paragraph == TITLE or not (
        speaks_of_fighters(sentence, language) or (sentence.tokens and sentence.norms[0] in THEY)
    ):
        return ()
    return tuple(role for role in find_tactics(sentence, language) if role.value in HOW)


def goes_on(sentence: Sentence, language: str) -> bool:
    """Is its subject who attacked in the sentence before: "The group carried off", "Ils ont emmené"?"""
    opening = sentence.norms[:2]
    if opening[:1] and opening[0] in THEY:
        return True
    met = read_fighters(language) | {"group", "groupe"}
    return len(opening) == 2 and opening[0] in DEFINITE and opening[1] in met


def takes_up_people(sentence: Sentence) -> bool:
    """Does it count on among those of the sentence before: "Four of them died", "Quatre d'entre eux ont péri"?"""
    opening = sentence.norms[:OPENING]
    return any(norm in THEM and {"of", "entre", "parmi"}.intersection(opening[:at]) for at, norm in enumerate(opening))


def lend_whose(
    sentence: Sentence, tolls: tuple[FoundToll, ...], earlier: Sequence[Sentence], language: str
) -> tuple[FoundToll, ...]:
    """The figures with whose they are, where "of them" or "en" means people spoken of before."""
    if not tolls or sentence.where.keys().isdisjoint(STANDING):
        return tolls
    return tuple(_lend(sentence, toll, earlier, language) for toll in tolls)


def _lend(sentence: Sentence, toll: FoundToll, earlier: Sequence[Sentence], language: str) -> FoundToll:
    norms = sentence.norms
    near = norms[toll.first : toll.first + NEAR]
    near = near[: near.index(",")] if "," in near else near  # not "13 hurt, four of them badly"
    behind = THEM.intersection(near) and {"of", "entre", "parmi"}.intersection(near)
    if (
        toll.scope == "sub"
        or toll.who is not Who.UNKNOWN
        or not (behind or "en" in norms[max(0, toll.first - NEAR) : toll.first])
    ):
        return toll
    rows = [_list_people(sentence, toll.first, language)]
    rows += [_list_people(one, len(one.tokens), language) for one in reversed(earlier[-BACK:])]
    met = next((row for row in rows if row), frozenset[Who]())
    if len(met) > 1 and Who.SECURITY_FORCES not in met:
        met -= FIGHTERS  # "Worshippers were at prayer when gunmen burst in. Sixteen of them were killed"
    return structs.replace(toll, who=next(iter(met))) if len(met) == 1 else toll


def _list_people(sentence: Sentence, end: int, language: str) -> frozenset[Who]:
    """Whose side the people are that are spoken of before a token."""
    people, found, at = load_people(language), set[Who](), 0
    while at < end:
        hit = people.match(sentence, at) if sentence.tokens[at].text[0].isalpha() else None
        if hit is not None:
            found.add(hit[1])
        at += hit[0] if hit is not None else 1
    # "Dozens of people were ambushed by insurgents": the people count, though nobody says whose they are.
    return frozenset(found - {Who.UNKNOWN} if found - FIGHTERS - {Who.UNKNOWN} else found)
