"""What the weapons of an event say of its kind, where its words say no more than "attack" or "explosion"."""

from __future__ import annotations

from collections.abc import Sequence

from tamani.extract.scene.frames import Frame
from tamani.records import WeaponValue

BOMBS = frozenset(["ied", "vehicle_bomb"])
GUNS = frozenset(["small_arms", "heavy_weapons"])


def _list_weapons(frames: Sequence[Frame]) -> set[str]:
    return {
        role.value.type
        for frame in frames
        for role in frame.roles
        if isinstance(role.value, WeaponValue) and role.value.type and frame.triggers
    }


def is_bombed(frames: Sequence[Frame]) -> bool:
    """ "A dynamite attack on the offices of El Sol": an attack with a bomb and with nothing else is a bombing."""
    types = _list_weapons(frames)
    return bool(types) and types <= BOMBS


def is_shot(frames: Sequence[Frame]) -> bool:
    """Explosions heard in the night, and rifles fired at the palace: where only guns are told of, no bombing."""
    types = _list_weapons(frames)
    return bool(types) and types <= GUNS
