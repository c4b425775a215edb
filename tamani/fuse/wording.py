"""Are two mentions told in the same words and names?"""

from __future__ import annotations

from functools import lru_cache

from tamani.fuse.cards import MentionCard
from tamani.fuse.reason import Reason
from tamani.fuse.table import give

# Share of the shorter card's words, at least so many words, points. Of pairs of news items printed within a week of
# each other, those with two words in five in common were always one story (shootings in the United States, war in
# El Salvador, attacks in the Sahel); of those with fewer than one in ten, one in ten was.
WORD_POINTS = (
    (0.6, 8, 3.5),
    (0.4, 4, 2.8),
    (0.3, 12, 2.5),
    (0.3, 6, 1.8),
    (0.3, 3, 1.0),
    (0.2, 8, 1.4),
    (0.2, 4, 0.9),
    (0.15, 4, 0.4),
    (0.1, 0, 0.0),
)
FEW_WORDS = 12  # a card with fewer says nothing by what it leaves out


def compare_words(a: MentionCard, b: MentionCard) -> Reason | None:
    """Shared distinctive words, within one language."""
    if a.language != b.language or not a.words or not b.words:
        return None
    share = _overlap(a.words, b.words)
    both = sorted(as_set(a.words) & as_set(b.words))
    points = next((points for most, few, points in WORD_POINTS if share >= most and len(both) >= few), None)
    if points is None:
        return give("other_words") if min(len(a.words), len(b.words)) >= FEW_WORDS else None
    return Reason("same_words", points, f"{len(both)} of {min(len(a.words), len(b.words))}") if points else None


NAME_POINTS = (0.4, 0.9, 1.5, 2.2, 2.8)


def compare_names(a: MentionCard, b: MentionCard) -> Reason | None:
    """Proper names are the same in both languages: a boat, a bridge, a street, a speaker."""
    both = sorted((as_set(a.names) & as_set(b.names)) - (_place_words(a) & _place_words(b)) - _victim_words(a, b))
    if not both:
        return None
    # One name in common may be the president's; four are a street, its town, a speaker and a victim.
    points = NAME_POINTS[min(len(both), len(NAME_POINTS)) - 1]
    return Reason("same_names", points, ", ".join(both[:4]))


def _place_words(card: MentionCard) -> frozenset[str]:
    """The names of its places are compared as places, where both have them."""
    return frozenset(
        word for place in card.places for name in (place.name, place.admin1 or "") for word in name.split()
    )


def _victim_words(a: MentionCard, b: MentionCard) -> frozenset[str]:
    """The names of victims are compared as such, and not told in a reason."""
    return frozenset(word for card in (a, b) for name in card.victims for word in name)


NAMES_THE_PLACE = 1.0
NAME_EACH_OTHER = 1.7


def compare_sites(a: MentionCard, b: MentionCard) -> Reason | None:
    """Two towns, one stated day: does a report name the other's town while it tells its own?

    The boat near one village and the camp up the river: papers put the attack at either, and name both.
    """
    if not _may_be_one_day(a, b) or _town_words(a) & _town_words(b):
        return None
    first, second = as_set(a.names) & _town_words(b), as_set(b.names) & _town_words(a)
    if not first and not second:
        return None
    points = NAME_EACH_OTHER if first and second else NAMES_THE_PLACE
    return Reason("names_the_place", points, ", ".join(sorted(first | second)))


def _may_be_one_day(a: MentionCard, b: MentionCard) -> bool:
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return False
    return a.start <= b.end and b.start <= a.end


def _town_words(card: MentionCard) -> frozenset[str]:
    return frozenset(word for place in card.places for word in place.name.split())


def compare_titles(a: MentionCard, b: MentionCard) -> Reason | None:
    """Headlines that share words, within one language."""
    if a.language != b.language or not a.title_words or not b.title_words:
        return None
    both = as_set(a.title_words) & as_set(b.title_words)
    if len(both) < 2:
        return None
    return Reason(
        "same_title", 1.0 if _overlap(a.title_words, b.title_words) >= 0.5 else 0.4, ", ".join(sorted(both)[:4])
    )


def is_copy(a: MentionCard, b: MentionCard) -> bool:
    """Is one the other's text? Then another place is one reading's mistake."""
    words = compare_words(a, b)
    return words is not None and words.points >= WORD_POINTS[0][2]


def _overlap(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    return len(as_set(one) & as_set(two)) / max(1, min(len(one), len(two)))


@lru_cache(maxsize=100_000)
def as_set(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)
