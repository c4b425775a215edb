"""How often claims like this one are right: a number from 0 to 1 for each claim, so that a reader can abstain.

In comes an extraction; out goes the same with confidences. What is looked at is plain (the field, the rule, where it
stands, whether the report says it twice or says something else too) and each point has a weight in confidence.toml,
fitted on development reports by benchmarks/confidence.py, which prints how well they hold. Never: changes a value.
"""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from msgspec import structs

from tamani.records import (
    Claim,
    DateValue,
    Extraction,
    Mention,
    Mode,
    Part,
    PerpetratorValue,
    PlaceValue,
    Reading,
    Stance,
    TollValue,
    Value,
    Who,
)

WEIGHTS = Path(__file__).parent / "confidence.toml"
LEAD, EARLY = 2, 6  # sentences
SURE = 0.999  # no claim is surer than this


@cache
def load_weights() -> dict[str, float]:
    """The weight of each point, in log odds."""
    loaded: dict[str, float] = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return loaded


def weigh_claims(extraction: Extraction, reading: Reading) -> Extraction:
    """The extraction with a confidence for each claim."""
    if not extraction.mentions and not extraction.statements:
        return extraction
    starts = [span.start for span in reading.sentences]
    twice = _count_values(extraction)
    mentions = tuple(
        structs.replace(
            mention,
            claims=tuple(
                [
                    structs.replace(claim, confidence=_rate_claim(_look_at(claim, mention, twice, starts)))
                    for claim in mention.claims
                ]
            ),
        )
        for mention in extraction.mentions
    )
    statements = tuple(
        structs.replace(claim, confidence=_rate((f"field:{claim.field}", f"rule:{claim.rule}")))
        for claim in extraction.statements
    )
    return structs.replace(extraction, mentions=mentions, statements=statements)


def drop_unsure(extraction: Extraction, least: float) -> Extraction:
    """The extraction without claims below a confidence; a mention stays as long as its kind does."""
    if least <= 0:
        return extraction
    kept = [
        structs.replace(mention, claims=tuple(claim for claim in mention.claims if (claim.confidence or 0.0) >= least))
        for mention in extraction.mentions
    ]
    return structs.replace(
        extraction,
        mentions=tuple(mention for mention in kept if any(claim.field == "kind" for claim in mention.claims)),
        statements=tuple(claim for claim in extraction.statements if (claim.confidence or 0.0) >= least),
    )


class Looks(NamedTuple):
    """All that is looked at of a claim; claims that look alike are as sure."""

    field: str
    rule: str | None
    place: str
    first: bool
    mode: str  # "" where it is news
    stance: str  # "" where it is asserted
    said: bool
    twice: bool
    rival: bool
    traits: tuple[str, ...]


@lru_cache(maxsize=20_000)
def _rate_claim(looks: Looks) -> float:
    return _rate(_list_points(looks))


def _rate(points: Sequence[str]) -> float:
    weights = load_weights()
    odds = weights.get("all", 0.0) + sum([weights[point] for point in points if point in weights])
    return round(min(SURE, 1 / (1 + math.exp(-odds))), 3)


def describe_extraction(extraction: Extraction, reading: Reading) -> dict[str, list[str]]:
    """The points of each claim by its id, as the fitting needs them."""
    starts = [span.start for span in reading.sentences]
    twice = _count_values(extraction)
    return {
        claim.id: describe_claim(claim, mention, twice, starts)
        for mention in extraction.mentions
        for claim in mention.claims
    }


def describe_claim(
    claim: Claim, mention: Mention, twice: Mapping[tuple[str, Value], int], starts: list[int]
) -> list[str]:
    """The points that speak for or against a claim."""
    return _list_points(_look_at(claim, mention, twice, starts))


def _look_at(claim: Claim, mention: Mention, twice: Mapping[tuple[str, Value], int], starts: list[int]) -> Looks:
    return Looks(
        claim.field,
        claim.rule,
        _find_place(claim, starts),
        mention.name == "m1",
        "" if mention.mode is Mode.ACTUAL else mention.mode.value,
        "" if claim.stance is Stance.ASSERTED else claim.stance.value,
        claim.said_by is not None,
        twice[claim.field, claim.value] > 1,
        _has_rival(claim, mention),
        _find_traits(claim),
    )


def _list_points(looks: Looks) -> list[str]:
    field = looks.field
    points = [f"field:{field}", f"rule:{looks.rule}", f"at:{looks.place}"]
    points.append("mention:first" if looks.first else "mention:other")
    if looks.mode:
        points.append(f"mode:{looks.mode}")
    if looks.stance:
        points.append(f"stance:{looks.stance}")
    if looks.said:
        points.append("said")
    if looks.twice:
        points += ("twice", f"twice:{field}")
    if looks.rival:
        points += ("rival", f"rival:{field}")
    points += [f"{field}:{trait}" for trait in looks.traits]
    return points


def _count_values(extraction: Extraction) -> Counter[tuple[str, Value]]:
    """How often each value is said in a report, in whichever mention."""
    return Counter([(claim.field, claim.value) for mention in extraction.mentions for claim in mention.claims])


def _find_place(claim: Claim, starts: list[int]) -> str:
    if claim.span.part is Part.TITLE:
        return "title"
    sentence = bisect_right(starts, claim.span.start)
    return "lead" if sentence <= LEAD else "early" if sentence <= EARLY else "late"


def _has_rival(claim: Claim, mention: Mention) -> bool:
    """Does the report say something else of the same, too?"""
    field, value = claim.field, claim.value
    others = [one.value for one in mention.claims if one.field == field and one.value != value]
    if not isinstance(value, TollValue):
        return bool(others)
    return any(isinstance(other, TollValue) and other.who is value.who for other in others)


def _find_traits(claim: Claim) -> tuple[str, ...]:
    """What the value itself tells of how exact it is."""
    value = claim.value
    if isinstance(value, TollValue):
        traits = ["vague"] if value.low is None and value.high is None else []
        traits += ["loose"] if value.qualifier else []
        traits += ["part"] if value.scope else []
        return tuple(traits + (["nobody"] if value.who is Who.UNKNOWN else []))
    if isinstance(value, DateValue):
        return ("day" if value.start == value.end else "days",)
    if isinstance(value, PlaceValue):
        return ("no_point" if value.lat is None else f"precision_{value.precision}",)
    if isinstance(value, PerpetratorValue):
        return (f"basis_{value.basis.value}", "named" if value.actor else "described")
    return (value,) if isinstance(value, str) else ()  # the kind
