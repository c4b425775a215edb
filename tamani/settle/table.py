"""Which rule settles which field: RULES, chosen per field in vocab/fields.toml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from tamani.records import Claim, Settled
from tamani.settle.positions import Evidence
from tamani.settle.rules import (
    settle_actors,
    settle_finest_place,
    settle_most_origins,
    settle_narrowest,
    settle_side_by_side,
)
from tamani.settle.tolls import settle_tolls

Rule = Callable[[str, Sequence[Claim], Evidence], tuple[Settled, ...]]

RULES: dict[str, Rule] = {
    "most_origins": settle_most_origins,
    "narrowest": settle_narrowest,
    "finest_place": settle_finest_place,
    "actors": settle_actors,
    "side_by_side": settle_side_by_side,
    "tolls": settle_tolls,
}


def settle_claims(claims: Iterable[Claim], evidence: Evidence) -> tuple[Settled, ...]:
    """What to show for each field of one incident, in the order of vocab/fields.toml.

    Claims that the reader may not see must be gone before. The order in which claims come changes nothing, as long
    as those of one mention keep their own order.
    """
    by_field: dict[str, list[Claim]] = defaultdict(list)
    for claim in {claim.id: claim for claim in claims}.values():
        by_field[claim.field].append(claim)
    return tuple(
        settled
        for field, row in evidence.vocabulary.fields.items()
        if by_field[field]
        for settled in RULES[row.settle](field, by_field[field], evidence)
    )
