"""Tolls whose group nobody states, beside tolls of a group: the same people where no others are counted."""

from __future__ import annotations

from test_settle import build, killed, tell

from tamani.records import Who


def test_six_and_six_soldiers_are_the_same_six() -> None:
    incident = build(
        tell("a", "2024-06-02", killed(15, "the prefect", who="security_forces")),
        tell("b", "2024-06-03", killed(15, "residents", via=("afp",))),
    )
    (settled,) = incident.settled("killed")
    assert (settled.who, settled.low, settled.high, settled.disputed) == (Who.SECURITY_FORCES, 15, 15, False)
    assert len({origin for one in settled.positions for origin in one.origins}) == 2


def test_fewer_than_the_soldiers_contradicts_them() -> None:
    incident = build(
        tell("a", "2024-06-02", killed(15, "the prefect", who="security_forces")),
        tell("b", "2024-06-03", killed(12, "residents", via=("afp",))),
    )
    (settled,) = incident.settled("killed")
    assert (settled.low, settled.high, settled.disputed) == (12, 15, True)
    assert [side.value.low for side in settled.sides] == [15, 12]  # type: ignore[union-attr]


def test_more_than_the_soldiers_may_be_others_too() -> None:
    incident = build(
        tell("a", "2024-06-02", killed(15, "the prefect", who="security_forces")),
        tell("b", "2024-06-03", killed(20, "residents", via=("afp",))),
    )
    (settled,) = incident.settled("killed")
    assert (settled.who, settled.low, settled.high, settled.disputed) == (Who.UNKNOWN, 15, 20, True)
    assert {one.value.who for one in settled.positions} == {Who.UNKNOWN, Who.SECURITY_FORCES}  # type: ignore[union-attr]


def test_where_two_groups_are_counted_or_attackers_alone_nobody_knows_whose_it_is() -> None:
    two = build(
        tell("a", "2024-06-02", killed(15, "the prefect", who="security_forces"), killed(12, None, who="civilians")),
        tell("b", "2024-06-03", killed(15, "residents", via=("afp",))),
    )
    assert Who.UNKNOWN in {one.who for one in two.settled("killed")}
    attackers = build(
        tell("a", "2024-06-02", killed(15, "the army", who="attackers")),
        tell("b", "2024-06-03", killed(15, "residents", via=("afp",))),
    )
    assert {one.who for one in attackers.settled("killed")} == {Who.ATTACKERS, Who.UNKNOWN}
