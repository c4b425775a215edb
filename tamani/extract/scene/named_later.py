"""Victims named in sentences that tell of nothing else: "They are Awa Ba, Issa Ba and their driver Ali Kone." """

from __future__ import annotations

from collections.abc import Sequence

from tamani.extract.details.full_names import FullNames, complete_names
from tamani.extract.details.victim_words import load_later_words
from tamani.extract.details.victims import find_victims
from tamani.extract.document import Sentence
from tamani.extract.scene.events import Draft
from tamani.extract.scene.frames import Frame
from tamani.records import VictimValue

FAR = 4  # sentences from the event to those who name its victims


def lend_victims(
    drafts: Sequence[Draft], frames: Sequence[Frame], sentences: Sequence[Sentence], names: FullNames
) -> list[list[Frame]]:
    """For each event the sentences without a frame that name its victims, as frames with nothing else."""
    lent: list[list[Frame]] = [[] for _ in drafts]
    told = {frame.sentence.index for frame in frames}
    words = load_later_words(names.language)
    last: int | None = None
    since = 0
    owner = {frame.sentence.index: number for number, draft in enumerate(drafts) for frame in draft.frames}
    for sentence in sentences:
        if sentence.index in told:
            last, since = owner.get(sentence.index), 0
            continue
        since += 1
        if last is None or since > FAR or words.isdisjoint(sentence.present):
            continue
        roles = complete_names(find_victims(sentence, names.language), names)
        named = tuple(
            role
            for role in roles
            if isinstance(role.value, VictimValue)
            and role.value.name
            and role.rule not in ("victims.owner_name", "victims.fired_at_name")
        )
        if named:
            lent[last].append(Frame(sentence=sentence, triggers=(), roles=named))
            since = 0
    return lent
