"""Is one mention a part of what the other tells as a whole: one village of a night, one day of a siege?

A whole tells several towns, or several days, with a sum; a part tells one of them, with less. They are two records,
the one naming the other, and their tolls are never added up.
"""

from __future__ import annotations

from tamani.fuse.cards import CardPlace, MentionCard
from tamani.fuse.places import NEAR_KM, is_town, measure_distance
from tamani.fuse.reason import Reason
from tamani.fuse.wording import as_set, is_copy

LONGEST_WHOLE = 14  # days: a siege, an offensive; what is told of a month is a sum of events
LONGEST_PART = 1  # days from first to last: a night


def find_part(a: MentionCard, b: MentionCard) -> MentionCard | None:
    """Which of two mentions is a part of the other; None: neither.

    "Gunmen attacked the villages of A, B and C on Saturday night and killed 21", and "nine people were killed in B".
    """
    if a.start is None or b.start is None or a.end is None or b.end is None or is_copy(a, b):
        return None
    if a.actors and b.actors and as_set(a.actors).isdisjoint(as_set(b.actors)):
        return None
    return next((part for part, whole in ((a, b), (b, a)) if _is_part(part, whole)), None)


def explain_part(part: MentionCard, whole: MentionCard) -> Reason:
    """Why one is a part: of several sites, or of several days."""
    towns = ", ".join(sorted({place.name for place in whole.places if is_town(place)}))
    if _is_site(part, whole):
        return Reason("part_of", 0.0, f"{towns}")
    return Reason("part_of", 0.0, f"{whole.start}..{whole.end}")


def _is_part(part: MentionCard, whole: MentionCard) -> bool:
    assert part.start is not None and part.end is not None and whole.start is not None and whole.end is not None
    inside = whole.start <= part.start and part.end <= whole.end
    if not inside or (part.end - part.start).days > LONGEST_PART or (whole.end - whole.start).days > LONGEST_WHOLE:
        return False
    return (_is_site(part, whole) or _is_day(part, whole)) and _tells_less(part, whole)


def _is_site(part: MentionCard, whole: MentionCard) -> bool:
    """One town of several that a sentence names as such: "the villages of A and B"."""
    ours, theirs = _towns(part), _towns(whole)
    if not whole.sites or part.sites or not ours or len(theirs) < 2:
        return False
    apart = any(not _is_one_town(one, two) for one in theirs for two in theirs)
    here = [two for two in theirs if all(_is_one_town(one, two) for one in ours)]
    return apart and bool(here) and len(here) < len(theirs)


def _is_day(part: MentionCard, whole: MentionCard) -> bool:
    """A day of several that are told as such, in the same town: "from Monday to Thursday", not "last week"."""
    ours, theirs = _towns(part), _towns(whole)
    if not whole.lasting or part.lasting or not ours or not theirs:
        return False
    return all(any(_is_one_town(one, two) for two in theirs) for one in ours)


def _towns(card: MentionCard) -> list[CardPlace]:
    return [place for place in card.places if is_town(place)]


def _is_one_town(one: CardPlace, two: CardPlace) -> bool:
    distance = measure_distance(one, two)
    return distance is not None and distance <= NEAR_KM


def _tells_less(part: MentionCard, whole: MentionCard) -> bool:
    """A part has fewer dead than the whole, or hurt, or taken; one figure in common, and both tell the same."""
    ours, theirs = _highest(part), _highest(whole)
    both = ours.keys() & theirs.keys()
    return bool(both) and all(ours[field] < theirs[field] for field in both)


def _highest(card: MentionCard) -> dict[str, int]:
    found: dict[str, int] = {}
    for toll in card.tolls:
        figure = max((one for one in (toll.low, toll.high) if one is not None), default=None)
        if figure:
            found[toll.field] = max(figure, found.get(toll.field, 0))
    return found
