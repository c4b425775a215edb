"""Sentences that name no violence, only what it broke: they belong to the event told right before them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tamani.extract.scene.frames import Frame

if TYPE_CHECKING:
    from tamani.extract.scene.events import Draft

NEAR = 2  # sentences back to the event


def lend_aftermath(drafts: Sequence[Draft], frames: Sequence[Frame]) -> None:
    """Give each event what the sentences behind it say was broken."""
    owners = {frame.sentence.index: draft for draft in drafts for frame in draft.frames if not frame.is_title}
    for frame in frames:
        if not (frame.is_silent and frame.roles):
            continue
        at = frame.sentence.index
        near = next((owners[back] for back in range(at - 1, at - 1 - NEAR, -1) if back in owners), None)
        if near is not None and not (_is_fight(near) and any(role.field != "tactic" for role in frame.roles)):
            near.frames.append(frame)
            owners[at] = near


def _is_fight(draft: Draft) -> bool:
    """In a fight between armed men it is their own things that break."""
    return all(trigger.kind == "armed_clash" for frame in draft.frames for trigger in frame.triggers)
