"""Is what a sentence tells long past: years gone by, an anniversary, a book, a court that judges it?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from msgspec import Struct

from tamani.extract.document import Sentence, remembered
from tamani.extract.lexicon import Phrases, make_phrases, read_lexicon
from tamani.extract.scene.kinds import Trigger
from tamani.extract.when.dates import FoundDate
from tamani.words import tokenize

# Older than this is no news, whatever is made of it today; on its first anniversary an attack still may be.
LONG_AGO = timedelta(days=400)
NEAR = 14  # tokens from "nine years after" to what happened then
REACH = 25  # tokens from "a plaque was unveiled" or "the trial" to the attack
BORDERS = frozenset((",", ";", ":", "(", ")", "«", "»", '"', "“", "”", "."))
RELATIVES = frozenset(("who", "which", "that", "whom", "whose", "qui", "que", "dont", "ou", "where", "when"))
DECADE = re.compile(r"(19|20)?\d0s?")
SPANS = frozenset(("les", "ces", "des", "recent", "dernieres", "last", "past", "the", "of", "over", "pendant", "for"))


class Words(Struct, frozen=True):
    """The words for the past of a language."""

    years: frozenset[str]
    gone: tuple[tuple[str, ...], ...]
    lead: tuple[tuple[str, ...], ...]
    ahead: frozenset[str]
    looks: Phrases[str]


class Mark(Struct, frozen=True):
    """Tokens that speak of the past. sort: years (gone by), ahead (years before what follows), memory, court."""

    first: int
    last: int
    sort: str


def _cut(phrases: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    rows = [tuple(token.norm for token in tokenize(phrase)) for phrase in phrases]
    return tuple(sorted(rows, key=lambda row: -len(row)))


@cache
def _load(language: str) -> Words:
    table = read_lexicon("past")
    years = table["years"]
    return Words(
        years=frozenset(years[language]),
        gone=_cut(years[f"gone_{language}"]),
        lead=_cut(years.get(f"lead_{language}", ())),
        ahead=frozenset(years["ahead"]),
        looks=make_phrases(
            (phrase, sort)
            for sort in ("memory", "court", "years")
            for phrase in table[sort].get(f"said_{language}", ())
        ),
    )


@remembered
def find_marks(sentence: Sentence, language: str) -> tuple[Mark, ...]:
    """The words of a sentence that speak of the past, in order."""
    words = _load(language)
    found = list(_find_years(sentence, words)) if words.years.intersection(sentence.present) else []
    for at in words.looks.starts(sentence):
        hit = words.looks.match(sentence, at)
        if hit is not None:
            found.append(Mark(at, at + hit[0] - 1, hit[1]))
    return tuple(sorted(found, key=lambda mark: mark.first))


def _find_years(sentence: Sentence, words: Words) -> Iterator[Mark]:
    """ "Il y a dix ans", "seven years ago", "nine years after", "dans les années 1990"."""
    norms = sentence.norms
    for word in words.years.intersection(sentence.present):
        for at in sentence.where[word]:
            before, after = norms[max(0, at - 6) : at], norms[at + 1 : at + 6]
            gone = next((row for row in words.gone if tuple(after[: len(row)]) == row), ())
            if after and DECADE.fullmatch(after[0]):
                yield Mark(at, at + 1, "years")
            elif led := next((step for row in words.lead if (step := _lead(before, row))), 0):
                yield Mark(at - led, at, "years")
            elif gone and before and before[-1] not in SPANS:
                yield Mark(at - 1, at + len(gone), "ahead" if gone[-1] in words.ahead else "years")


def _lead(before: Sequence[str], row: tuple[str, ...]) -> int:
    """How many tokens before "ans" does "il y a" begin, where there is but a number between? 0: it doesn't."""
    size = len(row)
    spots = range(max(0, len(before) - size - 2), len(before) - size)
    return next((len(before) - at for at in spots if tuple(before[at : at + size]) == row), 0)


Spot = tuple[int, int]  # first and last token of words of violence, or of a count of the dead


def is_recalled(
    sentence: Sentence, spots: Sequence[Spot], dates: Sequence[FoundDate], published: date | None, language: str
) -> bool:
    """Are these words of violence told of what is long past?"""
    if not spots:
        return False
    nearest = _pick_date(sentence, spots, dates)
    if nearest is not None and is_long_ago(nearest, published):
        return True
    marks = find_marks(sentence, language)
    if not marks:
        return False
    first = spots[0][0]
    if any(_reaches(sentence, mark, spot) for mark in marks for spot in spots):
        return nearest is None or nearest.first < first or any(mark.first > first for mark in marks)
    told = any(mark.sort in ("memory", "court") and 0 < first - mark.last <= REACH for mark in marks)
    # "A plaque was unveiled on Friday": that is no day of the attack; "the victims of Friday's attack" are.
    return told and not any(found.first > first and not is_long_ago(found, published) for found in dates)


def is_long_ago(found: FoundDate, published: date | None) -> bool:
    """Is this a day or a time of which nothing is news any more?"""
    return published is not None and found.start is not None and (found.end or found.start) < published - LONG_AGO


def _reaches(sentence: Sentence, mark: Mark, spot: Spot) -> bool:
    """Does "nine years after" or "ten years ago" date these words of violence?"""
    if mark.sort not in ("years", "ahead"):
        return False
    if mark.first > spot[1]:
        end = mark.first - 1 if sentence.norms[mark.first - 1] == "," else mark.first
        return mark.sort == "years" and not _is_parted(sentence, spot[1] + 1, end)
    if mark.sort == "ahead" and spot[0] - mark.last > NEAR:
        return False
    # "Seven years ago, gunmen ..." opens the sentence.
    opens = mark.first <= 4 and sentence.norms[mark.last + 1] in BORDERS and mark.sort == "years"
    return not _is_parted(sentence, mark.last + (2 if opens else 1), spot[0])


def _is_parted(sentence: Sentence, first: int, end: int) -> bool:
    return not BORDERS.isdisjoint(sentence.norms[first:end])


def _pick_date(sentence: Sentence, spots: Sequence[Spot], dates: Sequence[FoundDate]) -> FoundDate | None:
    """The date that stands nearest to the words of violence; "Kidal, which fell in 2012" is dated by none of it."""
    known = [found for found in dates if found.start is not None and found.kind not in ("since", "until", "recurring")]
    rows = [(min((_gap(found, spot), spot) for spot in spots), found) for found in known]
    rows = [(row, found) for row, found in rows if found.granularity != "year" or _is_joined(sentence, found, row[1])]
    return min(rows, key=lambda row: row[0])[1] if rows else None


def _is_joined(sentence: Sentence, found: FoundDate, spot: Spot) -> bool:
    first, end = (spot[1] + 1, found.first) if found.first > spot[1] else (found.last + 1, spot[0])
    before = sentence.tokens[max(0, found.first - 8) : found.first]
    if found.last < spot[0] and any(token.norm in RELATIVES for token in before):
        return False  # "militants who took the town in 2012 killed five guards"
    if found.last < spot[0] and found.first <= 6 and end > first and sentence.norms[first] == ",":
        first += 1  # "In the same place, in 2019, a raid"
    return not any(norm in BORDERS or norm in RELATIVES for norm in sentence.norms[first:end])


def _gap(found: FoundDate, spot: Spot) -> int:
    return found.first - spot[1] if found.first > spot[1] else spot[0] - found.last


PERIODS = ("week", "month", "year", "range")


def is_aside(sentence: Sentence, trigger: Trigger, dates: Sequence[FoundDate]) -> bool:
    """ "... les filles de Damasak, enlevées le mois dernier": an old deed told in passing, with a time of its own."""
    before = sentence.tokens[trigger.first - 1].text if trigger.first else ""
    own = [found for found in dates if 0 < found.first - trigger.last <= 4 and found.granularity in PERIODS]
    return before == "," and not trigger.noun and bool(own)
