"""Does a report tell of violence as news?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tamani.extract.document import Sentence, text_of
from tamani.extract.scene.events import OLD_DAYS, Draft, is_recalled
from tamani.extract.scene.frames import Frame
from tamani.extract.scene.modes import find_topic, is_link, load_words
from tamani.extract.scene.places import fineness
from tamani.records import Mode, VictimValue

LOOSE = ("bombing", "arson")  # blasts and fires also happen by themselves
MADE = (" bomb", " piege", " grenade", " engin explosif", " attentat", " dynamit", " explosive device", " mis le feu")


def judge_report(
    sentences: Sequence[Sentence], drafts: Sequence[Draft], published: date | None, language: str
) -> Mode | None:
    """Is an event told as news in the headline or the first sentences (actual), or only a long past one (background)?

    A match, an exercise, a film or an accident is none, whatever words it uses.
    """
    told = [draft for draft in drafts if draft.frames]
    if not told:
        return None
    lead = [sentence for sentence in sentences if sentence.index <= 4 and not is_link(sentence, language)]
    topic = find_topic(lead, language)
    if topic is not None and not _is_violent(topic, told[0], published, language):
        return None
    # Where two places of the lead exclude each other, the news may be the second event.
    news = [draft for draft in told if _is_news(draft, draft is told[0], published)]
    if not news and not told[0].entry:
        return None
    recalled = all(is_recalled(draft, published) for draft in news or told)
    return Mode.BACKGROUND if recalled else Mode.ACTUAL


UNREAL = ("sport", "exercise", "fiction", "health", "market")
# A crash kills and a disease kills: neither murders, shoots or stabs.
UNMEANT = frozenset(
    ("kill", "killing", "perish", "lose", "claim", "lives", "tuer", "peri", "perir", "couter", "perdre", "laisser",
     "vie", "trouver", "mort", "ont")
)  # fmt: skip


def find_recalled(sentences: Sequence[Sentence], drafts: Sequence[Draft], language: str) -> list[Draft]:
    """What a report without an attack as its news recalls all the same: the murder of somebody whom it names.

    A trial, a speech, an anniversary: "the court heard how the mayor, Issa Tembo, was shot in May".
    """
    named = [draft for draft in drafts if any(_names_victim(frame) for frame in draft.frames)]
    if not named:
        return []
    topic = find_topic(sentences[:6], language)
    if topic in UNREAL or topic == "accident":
        # "Among the passengers who were killed in the crash was Issa Tembo": nobody did it.
        named = [draft for draft in named if topic == "accident" and any(map(_is_meant, draft.frames))]
    return [Draft(draft.frames) for draft in named]


def _is_meant(frame: Frame) -> bool:
    """Does a frame tell of harm that somebody wanted: murdered, shot, stabbed?"""
    harms = (one for one in frame.triggers if one.harm)
    return any(UNMEANT.isdisjoint(frame.sentence.lemmas[one.first : one.last + 1]) for one in harms)


def _names_victim(frame: Frame) -> bool:
    return any(isinstance(role.value, VictimValue) and role.value.name is not None for role in frame.roles)


def _is_full(frame: Frame, published: date | None) -> bool:
    """A digest comes late to its point, but then with day, place and deed: "9 October - Gunmen raided ..." """
    days = [found.end for found in frame.dates if found.end is not None]
    fresh = published is not None and any(published - timedelta(days=OLD_DAYS) <= day <= published for day in days)
    if not fresh or frame.sentence.index > 8:
        return False
    if any(found.first <= 2 and found.start == found.end for found in frame.dates) and _counts_dead(frame):
        return any(fineness(place) >= 1 for place in frame.places)  # "On 7 March four civilians were killed in ..."
    deed = any(trigger.strength and not trigger.harm for trigger in frame.triggers)
    return deed and any(fineness(place) == 3 for place in frame.places)


def _counts_dead(frame: Frame) -> bool:
    return any(toll.field == "killed" and not toll.cumulative for toll in frame.tolls)


def _is_news(draft: Draft, first: bool, published: date | None) -> bool:
    """Does an event stand in the lead, with something that can be checked?"""
    early = [frame for frame in draft.frames if frame.sentence.index <= 4 and frame.is_strong]
    if not early:
        return first and any(_is_full(frame, published) for frame in draft.frames)
    solid = any(
        frame.dates or frame.tolls or any(fineness(place) >= 1 for place in frame.places) for frame in draft.frames
    )
    if not first:
        fresh = [frame for frame in early if not frame.past and not frame.other]
        return any(frame.tolls and (frame.dates or frame.places) for frame in fresh)
    # "Killings in the hills" without a day or a victim is an allusion; "police clashed with students" is not.
    told = any(
        frame.sentence.index <= 1 and (frame.names_hit or any(not trigger.harm for trigger in frame.triggers))
        for frame in early
    )
    return solid or told or any(frame.is_title for frame in early)


def _is_violent(topic: str, main: Draft, published: date | None, language: str) -> bool:
    """Beside an accident's or a court's words, is violence the news? A match or an exercise is never one."""
    days = [found.end for frame in main.frames for found in frame.dates if found.end is not None]
    if any(_is_meant(frame) and _names_victim(frame) for frame in main.frames[:3]) and topic not in (
        "court",
        "fiction",
    ):
        return True  # "The murder of Issa Tembo" is no accident and no exercise, whatever else the lead speaks of
    if topic in ("economy", "sanctions"):
        return any(frame.tolls for frame in main.frames)
    if topic == "court":
        return published is None or any(day >= published - timedelta(days=OLD_DAYS) for day in days)
    if topic in ("sport", "fiction", "health"):
        # Gunmen shot spectators of a match, or burnt a clinic with its vaccine: told with its day, place and dead.
        fresh = published is not None and any(published - timedelta(days=OLD_DAYS) <= day <= published for day in days)
        told = [(frame, {one.harm for one in frame.triggers if one.strength}) for frame in main.frames]
        hit = any(False in harms and (frame.tolls or True in harms) for frame, harms in told)
        return fresh and hit and any(fineness(place) == 3 for place in main.places())
    if topic != "accident":
        return False
    # "L'explosion d'un camion-citerne" is an accident, "a ouvert le feu" none.
    first = [frame for frame in main.frames if frame.is_title or frame.sentence.index <= 2] or main.frames[:1]
    triggers = [trigger for frame in first for trigger in frame.triggers]
    if any(trigger.strength and not trigger.harm and trigger.kind not in (*LOOSE, "arrest") for trigger in triggers):
        return True
    if any(_is_meant(frame) and frame.names_hit for frame in first):
        return True
    words = load_words(language).armed
    tellers = [frame.sentence for frame in first]
    return any(words.stands_in(one) or any(stem in text_of(one) for stem in MADE) for one in tellers)
