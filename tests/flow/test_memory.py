"""What was built is remembered while others write, and never shown once it may be otherwise."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from desk_room import NOW, by, make_items
from pressroom import Row, invent_attacks, write_report
from shelves import Shelf
from test_family import AUTRE, DAY, NIGHT, SIEGE, VILLAGE

from tamani import flow
from tamani.flow import OWNER, Query, add_collected, list_incidents
from tamani.records import Dossier, Marking, Reader, ReportId, Tlp
from tamani.settings import Settings
from tamani.store import Store, open_store
from tamani.store.forget import Erasure

PUBLIC = Reader("public", Tlp.CLEAR, owner=False)
MARKS = (Marking(Tlp.CLEAR), Marking())
FAMILY: tuple[Row, ...] = (NIGHT, VILLAGE, AUTRE, SIEGE, DAY)


def look(store: Store, reader: Reader = OWNER) -> tuple[Dossier, ...]:
    return tuple(list_incidents(store, reader, Query(background=True, withdrawn=True), now=NOW))


def add(store: Store, row: Row) -> None:
    bare = {"title": None, "source": f"{row['id']} desk", "language": None}
    add_collected(store, make_items([bare | row], MARKS[len(row["text"]) % 2]), Settings(), now=NOW)


def test_a_record_is_not_built_again_because_another_attack_is_reported(shelf: Shelf) -> None:
    with shelf.open() as store:
        add(store, SIEGE)
        (before,) = flow.build_dossiers(store, [look(store)[0].incident.id], OWNER)
        add(store, AUTRE)
        assert len(look(store)) == 2
        (after,) = flow.build_dossiers(store, [before.incident.id], OWNER)
        assert after is before
        add(store, SIEGE | {"id": "copy", "published": "2024-06-15"})
        (third,) = flow.build_dossiers(store, [before.incident.id], OWNER)
        assert third is not before and len(third.cited) == 2


def decide(store: Store, chance: random.Random) -> Iterator[Callable[[], object]]:
    """What people do to a store, one thing after the other."""
    ids = [one.incident.id for one in look(store)]
    first, other = chance.sample(ids, 2)
    cited = [one.report for one in flow.show_incident(store, first, OWNER).cited]
    given = flow.Wording(field="killed", text="77")
    yield lambda: flow.correct_field(store, first, given, flow.Ground(note="We counted."), by())
    yield lambda: flow.contest_record(store, other, "killed", by(hours=1))
    yield lambda: store.mark_report(cited[0], Marking(), author="ana", at=NOW)
    yield lambda: store.mark_report(cited[0], Marking(Tlp.CLEAR), author="ana", at=NOW)
    yield lambda: flow.merge_incidents(store, [first, other], by(hours=2))
    yield lambda: flow.undo_decision(store, None, by(hours=3))
    yield lambda: flow.withdraw_report(store, cited[0], by(hours=4))
    yield lambda: flow.undo_decision(store, None, by(hours=5))
    yield lambda: flow.forget_reports(
        store, cited[:1], Erasure(author="ana", reason="asked to", at=NOW, keep_claims=True)
    )


@pytest.mark.parametrize("seed", [3, 8])
def test_whatever_is_written_what_is_remembered_is_what_would_be_built(shelf: Shelf, seed: int) -> None:
    chance = random.Random(seed)
    attacks = invent_attacks(chance, 3)
    rows = [*FAMILY, *(write_report(chance, chance.choice(attacks), f"r{n}") for n in range(8))]
    chance.shuffle(rows)
    rows = rows[:9]
    edited = rows[0] | {"text": rows[0]["text"] + " Two more died since, a nurse said."}
    with shelf.place() as address, open_store(address) as store:

        def compare(what: str) -> None:
            with open_store(address) as fresh:
                for reader in (OWNER, PUBLIC):
                    assert look(store, reader) == look(fresh, reader), what

        for row in (*rows, edited):
            add(store, row)
            compare(f"added {row['id']}")
        for number, done in enumerate(decide(store, chance)):
            done()
            compare(f"decided {number}")
            add(store, write_report(chance, chance.choice(attacks), f"s{number}"))
            compare(f"added after {number}")


def test_a_report_that_a_decision_waits_for_makes_all_be_built_again(shelf: Shelf) -> None:
    with shelf.open() as store:
        add(store, SIEGE)
        record = look(store)[0].incident.id
        mark = store.news().mark()
        assert store.news().find_touched(mark) == frozenset()
        add(store, AUTRE)
        touched = store.news().find_touched(mark)
        assert touched is not None and record not in touched and len(touched) == 1
        mark = store.news().mark()
        store.mark_report(ReportId("siege"), Marking(Tlp.GREEN), author="ana", at=NOW)
        assert store.news().find_touched(mark) is None
