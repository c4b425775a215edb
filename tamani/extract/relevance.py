"""Does a report tell of violence as news?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tamani.extract.document import Sentence
from tamani.extract.events import Draft
from tamani.extract.modes import find_topic
from tamani.extract.places import fineness

MILD = ("protest", "arrest", "displacement", "strike_work_stoppage", "threat", "disrupted_plot", "other")


def is_relevant(sentences: Sequence[Sentence], drafts: Sequence[Draft], published: date | None, language: str) -> bool:
    """Is there an event that is told as news in the headline or the first sentences?

    A match, an exercise, a film or an accident is none, whatever words it uses.
    """
    if not drafts or not drafts[0].frames:
        return False
    lead = [sentence for sentence in sentences if sentence.index <= 4]
    topic = find_topic(lead, language)
    if topic is not None and not _is_violent(topic, drafts[0]):
        return False
    main = drafts[0]
    early = [frame for frame in main.frames if frame.sentence.index <= 4 and frame.is_strong]
    if not early:
        return False
    solid = any(
        frame.dates or frame.tolls or any(fineness(place) >= 1 for place in frame.places) for frame in main.frames
    )
    return solid or any(frame.is_title or frame.sentence.index <= 1 for frame in early)


def _is_violent(topic: str, main: Draft) -> bool:
    """Beside an accident's words, is violence named at the very start? A match or an exercise is never one."""
    if topic != "accident":
        return False
    first = [frame for frame in main.frames if frame.is_title or frame.sentence.index <= 2]
    return any(trigger.strength and not trigger.harm for frame in first for trigger in frame.triggers)
