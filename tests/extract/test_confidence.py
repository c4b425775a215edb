"""Each claim says how often claims like it are right, and a reader can leave the unsure ones out."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from hypothesis import given, strategies as st

from tamani.extract.confidence import SURE, drop_unsure, weigh_claims
from tamani.flow.prepare import Prepared, open_tools, prepare_item
from tamani.records import Claim, Extraction, Item

TEXT = (
    "Des hommes armés ont tué 12 civils à Bandiagara vendredi 3 mai 2024, selon le gouverneur. "
    "Une autre source parle de 15 morts. Le JNIM a revendiqué l'attaque dans un communiqué. L'armée dément tout bilan."
)


@cache
def read() -> Prepared:
    now = datetime(2024, 5, 4, 10, tzinfo=UTC)
    made = prepare_item(
        Item(name="a.txt", data=TEXT.encode(), media_type="text/plain", collected=now), open_tools(None, None), now
    )
    assert isinstance(made, Prepared)
    return made


def claims_of(extraction: Extraction) -> list[Claim]:
    return [claim for mention in extraction.mentions for claim in mention.claims] + list(extraction.statements)


def test_every_claim_has_a_confidence_and_none_is_certain() -> None:
    found = claims_of(read().extraction)
    assert found
    assert all(claim.confidence is not None and 0 < claim.confidence <= SURE for claim in found)


def test_weighing_changes_no_claim_but_its_confidence() -> None:
    again = weigh_claims(read().extraction, read().reading)
    assert [claim.id for claim in claims_of(again)] == [claim.id for claim in claims_of(read().extraction)]


@given(st.floats(0, 1))
def test_who_asks_for_surer_claims_gets_those_and_no_others(least: float) -> None:
    kept = claims_of(drop_unsure(read().extraction, least))
    assert all((claim.confidence or 0) >= least for claim in kept)
    if least == 0:
        assert kept == claims_of(read().extraction)


def test_certainty_is_never_claimed() -> None:
    assert claims_of(drop_unsure(read().extraction, 1.0)) == []
