"""Mentions with nothing but a word of violence: "the attacks must stop", "if the army continues to bomb the town"."""

from __future__ import annotations

from collections.abc import Sequence

from tamani.extract.scene.frames import Frame
from tamani.extract.scene.places import fineness

LEAD = 1  # the last sentence of a lead
HIT = frozenset(("victim", "target", "weapon", "damage", "propaganda"))
# What needs no victim: it is told by its own word.
WHOLE = frozenset(
    ("threat", "protest", "arrest", "disrupted_plot", "displacement", "strike_work_stoppage", "robbery", "other")
)


def tells_nothing(frames: Sequence[Frame], main: bool) -> bool:
    """Does an event have no victim, target, weapon, figure or day, and no town in the headline or the lead?

    What is told beside the news may also stand by a verb with its town: "they set fire to sheds in Ansongo".
    """
    if any(_is_filled(frame) for frame in frames):
        return False
    triggers = [trigger for frame in frames for trigger in frame.triggers]
    if not triggers or triggers[0].kind in WHOLE:
        return False
    return not any(_is_placed(frame, main) for frame in frames)


def _is_filled(frame: Frame) -> bool:
    """Does it give a day, a figure of this event, or somebody or something that was hit?"""
    told = any(not toll.cumulative for toll in frame.tolls) or any(role.field in HIT for role in frame.roles)
    return told or bool(frame.dates and (frame.triggers or frame.roles))


def _is_placed(frame: Frame, main: bool) -> bool:
    """Is a town named beside the deed, where news is told or by a verb?

    Or is it known to all: "the two bombs" of a lead?
    """
    if frame.definite and frame.sentence.index <= LEAD:
        return True
    if not frame.triggers or not any(fineness(place) >= 2 for place in frame.places):
        return False
    if frame.is_title or frame.sentence.index <= LEAD:
        return True
    return not main and any(not trigger.noun for trigger in frame.triggers)
