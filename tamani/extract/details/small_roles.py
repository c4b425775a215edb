"""All small roles of a sentence: targets, victims, weapons, damage, tactics, propaganda and stage.

For the builder of mentions: call `find_roles` for each sentence of a frame and make one claim of each result,

    for role in find_roles(sentence, language):
        make_claim(reading, role.field, role.value, sentence.span_of(role.first, role.last), mention=mention)

A sentence is judged alone: that it tells of *this* event, and as fact, is for the frame to say. Sentences without a
frame (an analysis that speaks of "the attack in the capital") must not be asked. Nothing here holds a person's name.
Stage is only given where it was not accomplished. The same value may come from several sentences: keep the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import TypeAlias

from tamani.extract.details.damage import find_damage
from tamani.extract.details.full_names import is_same_victim
from tamani.extract.details.role_words import FoundRole
from tamani.extract.details.tactics import find_propaganda, find_stage, find_tactics
from tamani.extract.details.targets import find_targets
from tamani.extract.details.victims import find_victims
from tamani.extract.details.weapons import find_weapons
from tamani.extract.document import TITLE, Sentence, remembered
from tamani.extract.lexicon import read_lexicon
from tamani.records import DamageValue, WeaponValue
from tamani.words import fold

BROKEN = frozenset(["damaged", "destroyed", "burned", "no damage"])
EXPLODING = frozenset(["ied", "vehicle_bomb", "grenade", "mine"])
MERGED = frozenset(["target", "weapon"])  # of these a shorter name of the same thing adds nothing

Finder: TypeAlias = Callable[[Sentence, str], tuple[FoundRole, ...]]
FINDERS: dict[str, Finder] = {
    "target": find_targets,
    "victim": find_victims,
    "weapon": find_weapons,
    "damage": find_damage,
    "tactic": find_tactics,
    "propaganda": find_propaganda,
    "stage": find_stage,
}
AFTERMATH = (find_targets, find_weapons, find_damage)


@remembered
def find_roles(sentence: Sentence, language: str) -> tuple[FoundRole, ...]:
    """Every small role of a sentence, by field in the order of FINDERS, then by place."""
    return _find_all(sentence, FINDERS.values(), language)


def _find_all(sentence: Sentence, finders: Iterable[Finder], language: str) -> tuple[FoundRole, ...]:
    found: list[FoundRole] = []
    for find in finders:
        found += find(sentence, language)
    return tuple(found)


@remembered
def find_aftermath(sentence: Sentence, language: str) -> tuple[FoundRole, ...]:
    """What a sentence says was broken: "Two shops and a bus were badly damaged." """
    if sentence.paragraph == TITLE:
        return ()
    told = [role.value.effect for role in find_damage(sentence, language) if isinstance(role.value, DamageValue)]
    if BROKEN.isdisjoint(told):
        return ()
    return _find_all(sentence, AFTERMATH, language)


def merge_roles(roles: Sequence[FoundRole]) -> tuple[FoundRole, ...]:
    """The roles of one event, each thing once: after "the offices of El Sol" the report says "the offices"."""
    kept: list[FoundRole] = []
    for role in roles:
        if any(other.field == role.field and other.value == role.value for other in kept):
            continue
        if role.field == "victim" and any(is_same_victim(other, role) for other in kept):
            continue
        if role.field in MERGED and any(other.field == role.field and _covers(other, role) for other in kept):
            continue
        if role.field == "target" and _is_again(role) and any(other.field == "target" for other in kept):
            continue
        if role.field == "weapon":
            if _is_general(role) and any(_is_told(role, other) for other in kept):
                continue
            kept = [
                other
                for other in kept
                if other.field != "weapon" or not (_covers(role, other) or _is_told(other, role))
            ]
        kept.append(role)
    return tuple(kept)


def _covers(one: FoundRole, two: FoundRole) -> bool:
    """Does a name say all that another says? "Car bomb" says "bomb", "bank branches" does not say "bank"."""
    more, less = _words_of(one), _words_of(two)
    return less[0] == more[0] and set(less) <= set(more)


def _is_again(role: FoundRole) -> bool:
    """ "The building", "this office": what was named before, once more."""
    return role.definite and fold(getattr(role.value, "name", "")) in load_again()


@cache
def load_again() -> frozenset[str]:
    """The words by which a report speaks again of what was hit."""
    return frozenset(read_lexicon("targets")["reach"]["general"])


def _is_general(role: FoundRole) -> bool:
    """ "The device", "the explosives": a word for any bomb."""
    return _words_of(role)[1:] in load_general()


def _is_told(general: FoundRole, other: FoundRole) -> bool:
    """Is a general word for a bomb only another name for one that is called by its kind?"""
    exploding = isinstance(other.value, WeaponValue) and other.value.type in EXPLODING
    return exploding and _is_general(general) and not _is_general(other)


@cache
def load_general() -> frozenset[tuple[str, ...]]:
    """The words for any bomb, as names are cut."""
    return frozenset(_cut_name(text)[1:] for text in read_lexicon("weapons")["shown"]["general"])


@lru_cache(maxsize=10_000)
def _cut_name(name: str) -> tuple[str, ...]:
    words = [fold(word).rstrip("s") for word in name.replace("-", " ").split()]
    links = [at for at, word in enumerate(words) if word in ("of", "de", "du", "des")]
    head = words[links[0] - 1] if links and links[0] else words[-1]
    return (head, *words)


def _words_of(role: FoundRole) -> tuple[str, ...]:
    return _cut_name(getattr(role.value, "name", str(role.value)))
