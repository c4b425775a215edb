"""Tolls that are no longer said: a speaker's figures before his last one, and figures that are called old.

A speaker replaces only himself: nobody's later figure takes back what another has said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from tamani.records import Position, Revision, Stance, TollValue
from tamani.settle.positions import EARLIEST, LATEST, TOLD, Evidence, order_positions
from tamani.words import fold


def toll_of(position: Position) -> TollValue:
    """A position's value, which is a toll."""
    assert isinstance(position.value, TollValue)
    return position.value


def figure_of(position: Position) -> int | None:
    """The one figure of a range: its lower end, as UCDP does; "up to 600" has only its upper one."""
    value = toll_of(position)
    return value.low if value.low is not None else value.high


def supersede(positions: Sequence[Position], evidence: Evidence) -> tuple[Position, ...]:
    """Mark what is no longer said: figures called old, a speaker's figures before his last, a denial he gave up."""
    old = [one for one in positions if toll_of(one).scope == "old"]
    by_speaker: dict[tuple[str, str | None], list[Position]] = defaultdict(list)
    for one in positions:
        speaker = name_speaker(one, evidence)
        if speaker is not None and one.stance is Stance.ASSERTED and toll_of(one).scope in (None, "joint"):
            by_speaker[speaker, toll_of(one).scope].append(one)
    gone: set[tuple[str, ...]] = set()
    for group in by_speaker.values():
        last = max(_last_known(one, evidence) for one in group)
        newest = {figure_of(one) for one in group if _last_known(one, evidence) == last}
        gone.update(
            one.claims
            for one in group
            # "At least one" and "one" are no change; undated reports neither replace nor are replaced.
            if figure_of(one) not in newest and evidence.find_dates(one) and _last_known(one, evidence) < last
        )
    gone.update(one.claims for one in positions if _is_given_up(one, by_speaker, evidence))
    return order_positions(
        replace(one, superseded=toll_of(one).scope == "old" or one.claims in gone or _is_called_old(one, old, evidence))
        for one in positions
    )


def name_speaker(position: Position, evidence: Evidence) -> str | None:
    """Whose figure it is: a voice, a known actor, or the words for somebody who told one outlet."""
    voices = [origin for origin in position.origins if not origin.startswith(TOLD)]
    if voices:
        return voices[0]
    if position.speaker is not None:
        return evidence.counted_as(position.speaker)
    return f"{'+'.join(position.origins)}/{fold(position.said_by)}" if position.said_by else None


def _last_known(position: Position, evidence: Evidence) -> datetime:
    """When somebody last carried it: an old figure stops being repeated, whenever it was first heard of.

    "In a first bulletin the army spoke of two" may be printed the day after the papers had the army's seven.
    """
    return max(evidence.find_dates(position), default=EARLIEST)


def _is_given_up(
    denial: Position, by_speaker: dict[tuple[str, str | None], list[Position]], evidence: Evidence
) -> bool:
    """ "Nobody died", said the army on Sunday, and on Tuesday it counted eight: it no longer denies."""
    speaker = name_speaker(denial, evidence)
    if denial.stance is not Stance.DENIED or speaker is None or not evidence.find_dates(denial):
        return False
    later = [one for scope in (None, "joint") for one in by_speaker.get((speaker, scope), ())]
    return any(_last_known(denial, evidence) < min(evidence.find_dates(one), default=EARLIEST) for one in later)


def _is_called_old(position: Position, old: Sequence[Position], evidence: Evidence) -> bool:
    """Did a later report call this very figure the earlier toll? "The UN had first said 200" ages the UN's 200 only."""
    value = toll_of(position)
    return any(
        (value.low, value.high) == (toll_of(one).low, toll_of(one).high)
        and (not one.origins or set(one.origins) & set(position.origins))
        and min(evidence.find_dates(position), default=LATEST) < min(evidence.find_dates(one), default=EARLIEST)
        for one in old
    )


def find_revisions(positions: Sequence[Position], evidence: Evidence) -> tuple[Revision, ...]:
    """What each speaker said one after the other, where he changed his figure: 8 (Sunday), then 54 (Tuesday)."""
    by_speaker: dict[str, list[Position]] = defaultdict(list)
    for one in positions:
        speaker = name_speaker(one, evidence)
        if speaker is not None and one.stance is Stance.ASSERTED and toll_of(one).scope != "sub":
            by_speaker[speaker].append(one)
    found = (Revision(speaker=name, positions=_order_steps(by_speaker[name], evidence)) for name in sorted(by_speaker))
    return tuple(one for one in found if len(one.positions) > 1)


def _order_steps(said: Sequence[Position], evidence: Evidence) -> tuple[Position, ...]:
    """The figures given up, oldest first, then the newest that stands; nothing where none was given up."""
    standing = [one for one in said if not one.superseded]
    gone = [one for one in said if one.superseded]
    if not standing or not gone:
        return ()
    now = max(standing, key=lambda one: (_last_known(one, evidence), figure_of(one) or 0, repr(one.value)))
    told = {figure_of(one) for one in gone if toll_of(one).scope != "old"}

    def rank(one: Position) -> tuple[bool, datetime, int]:
        # Of a figure that is recalled as the earlier one nobody knows the day: it comes first.
        return toll_of(one).scope != "old", min(evidence.find_dates(one), default=EARLIEST), figure_of(one) or 0

    steps: list[Position] = []
    for one in sorted(gone, key=rank):
        recalled = toll_of(one).scope == "old" and figure_of(one) in told
        if not recalled and figure_of(one) not in (figure_of(now), *(figure_of(step) for step in steps[-1:])):
            steps.append(one)
    return (*steps, now) if steps else ()
