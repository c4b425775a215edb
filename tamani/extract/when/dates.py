"""When: the dates of a sentence, resolved by the day of publication where the text leaves something out."""

from __future__ import annotations

from datetime import date

from msgspec import structs

from tamani.extract.document import Sentence, remembered
from tamani.extract.when.calendar_dates import read_calendar
from tamani.extract.when.relative_dates import read_relative
from tamani.extract.when.time_words import FoundDate, Scene, count_days, load_times

__all__ = ["FoundDate", "find_dates"]
WEEK = 7  # days: "the following day" is counted from the event, whatever other day was told


@remembered
def find_dates(sentence: Sentence, anchor: date | None, language: str) -> tuple[FoundDate, ...]:
    """The dates in a sentence, in order. anchor: the day of publication; without it relative dates stay open.

    Durations ("pendant trois jours"), clock times and ages are not dates.
    """
    lexicon = load_times(language)
    starts = lexicon.starts
    hits = [
        index
        for index, norm in enumerate(sentence.norms)
        if norm in starts or norm[0].isdigit() or norm.startswith("mi")
    ]
    if not hits:
        return ()
    scene = Scene(sentence, sentence.tokens, sentence.norms, lexicon, anchor)
    found: list[FoundDate] = []
    done = -1
    for index in hits:
        if index <= done:
            continue
        one = read_calendar(scene, index) or read_relative(scene, index, done)
        if one is not None:
            done = one.last
            if not _is_name(scene, one):
                found.append(_count_on(_mark_end(scene, one), found[-1] if found else None))
    return tuple(found)


def _count_on(found: FoundDate, before: FoundDate | None) -> FoundDate:
    """ "In March 137 were killed and, the following month, fifty": counted from the date told before it."""
    if found.kind != "anaphoric" or abs(found.offset_days or 0) < WEEK or before is None or before.start is None:
        return found
    start, end = count_days(before.start, found.offset_days or 0, found.granularity)
    return structs.replace(found, start=start, end=end)


def _is_name(scene: Scene, found: FoundDate) -> bool:
    """Is a day without a year the name of something: "the 19 April Movement", "le Mouvement du 5 juin"?"""
    if found.kind != "partial":
        return False
    after = found.last + 1
    if scene.word(after) in ("(", "["):  # "the former 19 April guerrilla movement"
        closed = next((at for at in range(after + 1, after + 7) if scene.word(at) in (")", "]")), after)
        after = next((at for at in (closed + 1, closed + 2) if scene.is_in(at, "named_by")), after)
    elif not (after < len(scene.tokens) and scene.tokens[after].is_capital):
        after = -1
    if scene.is_in(after, "named_by"):
        return True
    head = found.first - 2
    return scene.word(found.first - 1) == "du" and scene.is_in(head, "named_after")


def _mark_end(scene: Scene, found: FoundDate) -> FoundDate:
    """ "depuis 2012" and "until Monday" give one end of a period, not the day of an event."""
    if found.kind == "anaphoric":
        return found
    index = found.first - 1
    while index >= 0 and scene.word(index) in (
        "le",
        "la",
        "l'",
        "the",
        "early",
        "late",
        "debut",
        "fin",
        "mois",
        "de",
        "au",
    ):
        index -= 1
    # "Au cours des 48 dernières heures" is no "dès".
    if scene.is_in(index, "since") and not (found.granularity == "range" and scene.tokens[index].text.lower() == "des"):
        return structs.replace(found, kind="since")
    if scene.is_in(index, "until") and not (scene.word(index) == "by" and found.kind == "relative"):
        return structs.replace(found, kind="until")
    return found
