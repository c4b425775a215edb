"""What a person says instead of what reports settle to: shown in its place, with all that reports say beside it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from tamani.fields import Vocabulary
from tamani.records import Claim, ClaimId, Correction, Position, Settled, Stance, TollValue, Who

Key = tuple[str, Who | None]


class Corrected(Struct, frozen=True):
    """A correction with the claim it makes."""

    correction: Correction
    claim: Claim


def apply_corrections(
    fields: Sequence[Settled], corrections: Sequence[Corrected], vocabulary: Vocabulary
) -> tuple[Settled, ...]:
    """The fields with the last correction of each shown; a toll is corrected for its group alone.

    What reports say stays as positions, and whether they disagree stays as it is: a person's word is no new origin.
    """
    by_key: dict[Key, list[Corrected]] = {}
    for one in sorted(corrections, key=lambda one: (one.correction.at, one.correction.act)):
        by_key.setdefault(_key_of(one.claim), []).append(one)
    settled = {(one.field, one.who): one for one in fields}
    for key, ordered in by_key.items():
        bare = Settled(field=key[0], value=None, who=key[1])
        settled[key] = _correct(settled.get(key, bare), ordered)
    rank = {field: n for n, field in enumerate(vocabulary.fields)}
    groups = [None, *Who]
    return tuple(sorted(settled.values(), key=lambda one: (rank[one.field], groups.index(one.who))))


def _key_of(claim: Claim) -> Key:
    return claim.field, claim.value.who if isinstance(claim.value, TollValue) else None


def _correct(one: Settled, ordered: Sequence[Corrected]) -> Settled:
    last = ordered[-1]
    positions = (*one.positions, *(_make_position(each, each is not last) for each in ordered))
    shown = replace(one, value=last.claim.value, positions=positions, rule="corrected", corrected=last.correction)
    value = last.claim.value
    if not isinstance(value, TollValue):
        return shown
    figure = value.low if value.low is not None else value.high
    bounds = [bound for bound in (value.low, value.high) if bound is not None]
    return replace(shown, low=value.low, best=figure, high=max(bounds, default=None))


def _make_position(one: Corrected, superseded: bool) -> Position:
    claim, correction = one.claim, one.correction
    return Position(
        value=claim.value,
        stance=Stance.ASSERTED,
        said_by=claim.said_by or correction.author,
        speaker=None,
        reports=(claim.report,),
        origins=(),
        claims=(ClaimId(claim.id),),
        since=correction.at,
        superseded=superseded,
    )
