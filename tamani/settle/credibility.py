"""How credible an incident and its disputed values are, 1-6, proposed from independent origins by a table of cases.

In come settled fields; out goes a grade with its case. Never looks at a source's reliability, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from tamani.fields import CredibilityCase, Vocabulary
from tamani.records import (
    Credibility,
    CredibilityValue,
    DateValue,
    PerpetratorValue,
    PlaceValue,
    Position,
    Settled,
    Stance,
    TollValue,
    Value,
)
from tamani.settle.corrected import Corrected
from tamani.settle.positions import name_place

MANY = 10**9
PARTS = ("sub", "old")  # what is said of a part, or no longer said, neither supports nor contradicts


def grade_field(settled: Settled, origins: Sequence[str], vocabulary: Vocabulary) -> Credibility | None:
    """A grade for a disputed field; None where nobody disagrees or nothing is shown."""
    if not settled.sides or settled.value is None:
        return None
    agree = {origin for one in settled.positions if _agrees(one, settled.value) for origin in one.origins}
    rivals = [one for side in settled.sides for one in side.positions if not _agrees(one, settled.value)]
    against = _count_rivals(rivals, agree)
    named = {origin for one in settled.positions for origin in one.origins}
    return grade_origins(len(agree), against, len(set(origins) - named), vocabulary)


def grade_incident(fields: Iterable[Settled], origins: Sequence[str], vocabulary: Vocabulary) -> Credibility:
    """A grade for the incident itself: who tells of it, against who says that it was not so."""
    denials = [
        one
        for settled in fields
        if settled.field == "kind"
        for one in settled.positions
        if one.stance is Stance.DENIED and settled.sides
    ]
    denying = {origin for one in denials for origin in one.origins}
    telling = set(origins) - denying
    return grade_origins(len(telling), _count_rivals(denials, telling), 0, vocabulary)


def apply_grades(proposed: Credibility, of: str | None, corrections: Sequence[Corrected]) -> Credibility:
    """A person's last grade of an incident or a field in place of the proposed one, which is kept beside it."""
    given = [
        one
        for one in sorted(corrections, key=lambda one: (one.correction.at, one.correction.act))
        if isinstance(one.claim.value, CredibilityValue) and one.claim.value.of == of
    ]
    if not given:
        return proposed
    value = given[-1].claim.value
    assert isinstance(value, CredibilityValue)
    return replace(proposed, grade=value.grade, decided=given[-1].correction, proposed=proposed.grade)


def grade_origins(agree: int, against: int, others: int, vocabulary: Vocabulary) -> Credibility:
    """The first case of the table that fits."""
    case = next(one for one in vocabulary.cases.values() if _fits(one, agree, against, others))
    return Credibility(grade=case.grade, case=case.id, agree=agree, against=against, others=others)


def _fits(case: CredibilityCase, agree: int, against: int, others: int) -> bool:
    least = ((case.agree_least, agree), (case.against_least, against), (case.others_least, others),
             (case.lead_least, agree - against))  # fmt: skip
    most = ((case.agree_most, agree), (case.against_most, against))
    return all(bound is None or number >= bound for bound, number in least) and all(
        bound is None or number <= bound for bound, number in most
    )


def _count_rivals(rivals: Sequence[Position], agree: set[str]) -> int:
    """Their independent origins: what nobody stands behind contradicts nothing that can be counted."""
    return len({origin for one in rivals for origin in one.origins} - agree)


def _agrees(position: Position, shown: Value) -> bool:
    """Does somebody say now what is shown, or what may be true beside it?"""
    value = position.value
    if position.stance is not Stance.ASSERTED or position.superseded:
        return False
    if isinstance(value, TollValue) and isinstance(shown, TollValue):
        return value.scope not in PARTS and _overlap(value, shown)
    if isinstance(value, DateValue) and isinstance(shown, DateValue):
        return max(value.start, shown.start) <= min(value.end, shown.end)
    if isinstance(value, PlaceValue) and isinstance(shown, PlaceValue):
        return name_place(value) == name_place(shown)
    if isinstance(value, PerpetratorValue) and isinstance(shown, PerpetratorValue):
        return value.actor == shown.actor
    return value == shown


def _overlap(one: TollValue, two: TollValue) -> bool:
    low = max(one.low or 0, two.low or 0)
    high = min(MANY if one.high is None else one.high, MANY if two.high is None else two.high)
    return low <= high
