"""Whom and what the frames of a report name as hit: what tells one murder, and one bomb, from another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tamani.extract.details.role_words import FoundRole
from tamani.extract.scene.frames import Frame
from tamani.extract.scene.kinds import Trigger
from tamani.extract.scene.places import fineness
from tamani.records import TargetValue, VictimValue, WeaponValue
from tamani.words import fold

Parts = frozenset[str]  # the words of a name, folded: "Issa Tembo" and "Tembo" have one in common
SHORT = 2
WOUNDS = frozenset(("wound", "wounds", "injury", "injuries"))
BOMBS = frozenset(("bombing", "suicide_bombing"))  # a bomb goes off once; raiders go from house to house


def persons_hit(roles: Iterable[FoundRole]) -> list[Parts]:
    """The persons whom roles name as victims."""
    return [
        _parts(role.value.name)
        for role in roles
        if isinstance(role.value, VictimValue) and role.value.name is not None and len(_parts(role.value.name)) > 0
    ]


def things_hit(roles: Iterable[FoundRole]) -> list[tuple[Parts, str | None]]:
    """The things that roles name as targets, each with its type."""
    return [
        (_parts(role.value.name), role.value.type)
        for role in roles
        if isinstance(role.value, TargetValue) and role.value.name
    ]


def _parts(name: str) -> Parts:
    return frozenset(word for word in fold(name).split() if len(word) > SHORT)


def share_person(ones: Sequence[Parts], others: Sequence[Parts]) -> bool:
    """Do two lists of persons hold one in common? "Tembo" is Issa Tembo, and Issa Sow is another man."""
    return any(one <= other or other <= one or len(one & other) > 1 for one in ones for other in others)


def share_thing(
    ones: Sequence[tuple[Parts, str | None]], others: Sequence[tuple[Parts, str | None]], by_type: bool = True
) -> bool:
    """Can one thing stand in both lists: by a word of its name, or by its type?"""
    return any(words & more or (by_type and kind == sort) for words, kind in ones for more, sort in others)


def all_roles(frames: Sequence[Frame]) -> list[FoundRole]:
    """The roles of some frames."""
    return [role for frame in frames for role in frame.roles]


def is_other_person(frame: Frame, known: Sequence[Frame]) -> bool:
    """ "The murder of Senator Ba", in a report on the murder of the mayor: by its victim's name, another deed.

    A verb may add a victim to the same deed: "his driver, Ali Sow, was also killed", "was found with a gunshot wound".
    """
    own = persons_hit(frame.roles)
    if not own or not any(one.noun and not _is_wound(frame, one) for one in frame.triggers):
        return False
    told = persons_hit(all_roles(known))
    return bool(told) and not share_person(own, told)


def _is_wound(frame: Frame, trigger: Trigger) -> bool:
    """ "A gunshot wound": how somebody died is no deed of its own."""
    after = frame.sentence.tokens[trigger.last + 1 : trigger.last + 2]
    return bool(after) and after[0].norm in WOUNDS


def is_other_thing(frame: Frame, known: Sequence[Frame]) -> bool:
    """ "A bomb went off at a bank", where the news is a bomb at a school: newly told, and a thing of another type."""
    if frame.definite or frame.back or frame.told:
        return False
    own, told = things_hit(frame.roles), things_hit(all_roles(known))
    if not own or not told or share_thing(own, told, by_type=not frame.adds):
        return False
    kinds = {trigger.kind for trigger in frame.triggers if not trigger.harm}
    # A mine that hits the escort is part of the ambush, a bomb at a bank none of the murder of a judge.
    return bool(kinds & BOMBS)


FAMILIES = {
    **dict.fromkeys(("abduction", "hostage_taking"), "taking"),
    **dict.fromkeys(("bombing", "suicide_bombing", "landmine_ied"), "blast"),
    **dict.fromkeys(("air_drone_strike",), "air"),
    **dict.fromkeys(("arson",), "fire"),
    **dict.fromkeys(("robbery",), "theft"),
    **dict.fromkeys(("armed_attack", "assassination", "massacre"), "killing"),
}


# With what people are killed tells which deed it was, where no word does: "three cyclists were killed by a mine".
MEANS = {
    **dict.fromkeys(("mine", "ied", "vehicle_bomb", "suicide_vest"), "blast"),
    **dict.fromkeys(("drone", "aircraft"), "air"),
}


def _families(frames: Sequence[Frame]) -> set[str]:
    """The families of deeds that frames tell of; a deed of its own word says more than "the attack"."""
    return {family for frame in frames for family in _read_family(frame)}


def _read_family(frame: Frame) -> set[str]:
    """The families of one frame; "killed" says least: a mine, a drone or a bomb beside it says which deed it was."""
    own = {FAMILIES.get(one.kind, "") for one in frame.triggers if one.strength > 1 and not one.harm} - {""}
    if own or not any(one.harm for one in frame.triggers):
        return own
    means = {MEANS.get(role.value.type or "", "") for role in frame.roles if isinstance(role.value, WeaponValue)} - {""}
    return means or {"killing"}


def is_other_deed(frame: Frame, known: Sequence[Frame]) -> bool:
    """ "A clerk was shot dead in Korofina", where the news is a bomb in Sogoniko: another deed, hit and place.

    Raiders who burn and loot where they killed do one thing: what lies in the same quarter stays together.
    """
    if frame.definite or frame.back or frame.told or not (persons_told(frame.roles) or things_hit(frame.roles)):
        return False
    own, told = _families([frame]), _families(known)
    if not own or not told or own & told:
        return False
    if frame.also or frame.apart or frame.other or (frame.away and not frame.known):
        return True
    return is_other_town(frame, known)


def is_other_town(frame: Frame, known: Sequence[Frame]) -> bool:
    """Does a frame name towns or quarters, and none of those that were named?"""
    names = {place.place.name for one in known for place in one.places if fineness(place) == 3}
    mine = {place.place.name for place in frame.places if fineness(place) == 3}
    return bool(names and mine) and not names & mine


def persons_told(roles: Iterable[FoundRole]) -> list[FoundRole]:
    """The roles that say who was hit, named or not."""
    return [role for role in roles if isinstance(role.value, VictimValue)]


def share_hit(frame: Frame, known: Sequence[Frame]) -> bool:
    """Is anybody whom a frame tells of as hit also told of by others, in other sentences, by the same word?"""
    others = [one for one in known if one.sentence is not frame.sentence]
    own = {role.value.description for role in persons_told(frame.roles) if isinstance(role.value, VictimValue)}
    told = {role.value.description for role in persons_told(all_roles(others)) if isinstance(role.value, VictimValue)}
    return bool((own & told) - {None})
