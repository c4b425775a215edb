"""Who was hit in an event: civilians and their things, or those who bear arms? What decides fight from attack."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tamani.extract.details.role_words import FoundRole
from tamani.extract.lexicon import Phrases, make_phrases, read_lexicon
from tamani.extract.scene.frames import Frame
from tamani.records import TargetValue, VictimValue, Who
from tamani.words import fold

FORCES = frozenset((Who.SECURITY_FORCES, Who.ARMED_GROUP, Who.ATTACKERS))
FORCE_TARGETS = frozenset(("military_base", "convoy", "police"))
MOVING = "convoy"  # a patrol or a column in a fight is one of its sides


@cache
def _words(name: str, language: str) -> Phrases[bool]:
    return make_phrases((word, True) for word in read_lexicon("kinds")[name][language])


def _says(frames: Sequence[Frame], phrases: Phrases[bool]) -> bool:
    return any(
        phrases.match(frame.sentence, at) is not None for frame in frames for at in phrases.starts(frame.sentence)
    )


def hits_civilians(frames: Sequence[Frame]) -> bool:
    """Does a report name civilians, or a thing of theirs, as hit? "shelled the market", "three farmers were killed"."""
    for frame in frames:
        if any(toll.who is Who.CIVILIANS and toll.high != 0 for toll in frame.tolls):
            return True
        for role in frame.roles:
            if isinstance(role.value, TargetValue) and role.value.type not in FORCE_TARGETS:
                return True
            if isinstance(role.value, VictimValue) and role.value.type not in FORCES:
                return True
    return False


def hits_forces(frames: Sequence[Frame]) -> bool:
    """Does a report name soldiers, police or fighters, or their posts, as hit?"""
    for frame in frames:
        if any(toll.who in FORCES and toll.field in ("killed", "injured") for toll in frame.tolls):
            return True
        for role in frame.roles:
            if isinstance(role.value, TargetValue) and role.value.type in FORCE_TARGETS:
                return True
            if isinstance(role.value, VictimValue) and role.value.type in FORCES:
                return True
    return False


def is_fight(frames: Sequence[Frame], language: str) -> bool:
    """Did armed men hit armed men in the field, and nobody else? "Rebels attacked the garrison; four soldiers died."

    A bomb or an abduction stays one, whoever was hit; this is asked of attacks alone.
    """
    if hits_civilians(frames) or _says(frames, _words("murder", language)):
        return False
    if _says(frames, _words("field", language)):
        return True
    return hits_forces(frames) and _says(frames, _words("met", language))


def is_side(role: FoundRole, named: bool, language: str) -> bool:
    """Is what a role names one of the two sides of a fight: soldiers, a patrol, or a helicopter shot at?

    Where the report itself calls it a fight (named), the posts of the two sides are no targets either.
    """
    if isinstance(role.value, VictimValue):
        return role.value.type in FORCES
    if not isinstance(role.value, TargetValue):
        return False
    if role.value.type == MOVING or (named and role.value.type in FORCE_TARGETS):
        return True
    words = fold(role.value.name or "").split()
    gear = read_lexicon("kinds")["gear"][language]
    return any(word in gear for word in words)


def is_named_fight(frames: Sequence[Frame]) -> bool:
    """Is the event called a clash, fighting, a battle by its first words, not an attack that was fought off?"""
    first = next((trigger for frame in frames for trigger in frame.triggers if trigger.strength), None)
    return first is not None and first.kind == "armed_clash"
