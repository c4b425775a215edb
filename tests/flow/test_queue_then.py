"""What waited for a person on a past day is what a store asked that never got more."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from pressroom import invent_attacks, write_report
from shelves import Shelf
from test_past import DJIBO, START, World, june, load as load_world, make_item, worlds, write

from tamani.flow import (
    OWNER,
    Decision,
    Query,
    add_collected,
    answer_objection,
    contest_record,
    judge_pair,
    list_decisions,
    list_incidents,
    list_queue,
    make_question_row,
    merge_incidents,
    park_question,
    say_question,
    undo_decision,
    withdraw_incident,
)
from tamani.records import Reader, Tlp, Verdict
from tamani.settings import Settings
from tamani.store import Store

ASKED = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def ask(store: Store, at: datetime | None = None, language: str = "en", **given: Any) -> list[dict[str, object]]:
    """Every question as it is printed, without what to type: of a past day there is nothing to type."""
    rows = [make_question_row(one, language) for one in list_queue(store, OWNER, limit=200, as_of=at, **given)]
    return [row | {"commands": [], "todo": ""} for row in rows]


@ASKED
@given(world=worlds())
def test_the_queue_of_a_past_day_is_that_of_a_store_that_never_got_more(shelf: Shelf, world: World) -> None:
    known = [one.item for one in world.came if one.known <= world.at]
    said = [link for link in world.links if link.at <= world.at]
    back = [one for one in world.withdrawals if one.at <= world.at]
    everything = [one.item for one in world.came]
    with (
        load_world(shelf, everything, world.links, world.withdrawals) as full,
        load_world(shelf, known, said, back) as then,
    ):
        assert ask(full, world.at) == ask(then)


def decide_anything(store: Store, chance: random.Random, at: datetime) -> None:
    """One decision of any kind on some record."""
    decision, found = Decision("ana", f"reason {at:%d %H:%M}", at), list_incidents(store, OWNER, Query(), now=at)
    ids = [one.incident.id for one in found]
    questions = [one for one in list_queue(store, OWNER, limit=200) if one.field]
    open_ = [one.act for one in list_queue(store, OWNER, limit=200) if one.what == "objection" and one.act]
    what = chance.choice(("park", "contest", "answer", "withdraw", "judge", "merge", "undo"))
    if what == "park" and questions:
        one = chance.choice(questions)
        park_question(store, one.incidents[0], one.field or "", decision)
    elif what == "contest" and ids:
        contest_record(store, chance.choice(ids), chance.choice((None, "killed")), decision)
    elif what == "answer" and open_:
        answer_objection(store, chance.choice(open_), chance.random() < 0.5, decision)
    elif what == "withdraw" and ids:
        withdraw_incident(store, chance.choice(ids), decision)
    elif what == "judge" and len(ids) > 1:
        one_id, two = chance.sample(ids, 2)
        judge_pair(store, (one_id, two), chance.choice(list(Verdict)), decision)
    elif what == "merge" and len(ids) > 1:
        merge_incidents(store, chance.sample(ids, 2), decision)
    elif what == "undo" and (acts := [one.act.id for one in list_decisions(store) if one.state != "undone"]):
        undo_decision(store, chance.choice(acts), decision)


@ASKED
@given(seed=st.integers(0, 100_000))
def test_the_queue_of_each_day_can_be_asked_for_again_at_the_end(shelf: Shelf, seed: int) -> None:
    """Reports, edits and decisions come day by day; what was shown live on each day is shown again as of it."""
    chance, at = random.Random(seed), START
    attacks = invent_attacks(chance, 3, first=date(2024, 1, 2))
    shown: dict[datetime, tuple[object, ...]] = {}
    with shelf.open() as store:
        for n in range(chance.randint(6, 10)):
            at += timedelta(hours=chance.randint(2, 40))
            row = write_report(chance, chance.choice(attacks), f"r{chance.randint(0, n)}")
            add_collected(store, [make_item(row | {"source": "Desk"}, at, at)], Settings(), now=at)
            for hour in range(chance.randint(0, 2)):
                decide_anything(store, chance, at + timedelta(minutes=10 * (hour + 1)))
            at += timedelta(hours=1)
            shown[at] = (ask(store), ask(store, language="fr"), list_decisions(store))
        for day, live in shown.items():
            assert (ask(store, day), ask(store, day, language="fr"), list_decisions(store, as_of=day)) == live


SOLDIERS = (
    "Five soldiers were killed when gunmen attacked an army post near Ansongo, in Mali, on 9 June 2024, the army said.",
    "Gunmen killed three soldiers in the Ansongo area, Mali, on 10 June 2024, residents said.",
)


def test_a_pair_that_was_decided_since_was_open_the_day_before(shelf: Shelf) -> None:
    with load_world(shelf, [write(f"s{n}", text, june(11 + n)) for n, text in enumerate(SOLDIERS)]) as store:
        (question,) = list_queue(store, OWNER)
        assert question.what == "pair", "the rules decide this pair now: choose one that they leave open"
        judge_pair(store, (question.incidents[0], question.incidents[1]), Verdict.DIFFERENT, by(june(20)))
        assert not ask(store)
        assert [row["what"] for row in ask(store, june(19))] == ["pair"]
        assert not ask(store, june(11)), "the second report was not there yet"
        judge_pair(store, (question.incidents[0], question.incidents[1]), Verdict.UNSURE, by(june(22)))
        assert not ask(store, june(22))
        asked = say_question(list_queue(store, OWNER, as_of=june(19))[0], "fr")
        assert (asked.commands, asked.todo) == ((), ""), "what waited then can't be answered then"


def by(at: datetime) -> Decision:
    return Decision("ana", "I was there", at)


def test_only_so_many_events_of_a_past_day_are_grouped_and_the_gravest_of_today_among_them(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    grave = "Gunmen killed 60 villagers on 1 June 2024 in a place called Zzyrkolo, survivors said."
    later = [
        write(f"l{n}", f"Gunmen killed {n + 2} people in {town}, Burkina Faso, on 6 June 2024, the army said.", june(7))
        for n, town in enumerate(("Djibo", "Kaya", "Dori", "Fada N'Gourma"))
    ]
    with load_world(shelf, [write("grave", grave, june(2)), *later]) as store:
        whole = ask(store, june(8))
        assert [row["what"] for row in whole] == ["nowhere"]
        monkeypatch.setattr("tamani.flow.waited.NEWEST", 2)
        contest_record(store, str(whole[0]["incidents"][0]), None, by(june(20)))  # type: ignore[index]
        assert ask(store, june(8)) == whole


def test_a_partner_is_not_told_what_waited_on_reports_closed_to_him(shelf: Shelf) -> None:
    partner = Reader("partner", Tlp.GREEN, owner=False)
    with load_world(shelf, [write("djibo", DJIBO.format("Eight"), june(2))]) as store:
        incident = next(iter(list_incidents(store, OWNER, Query(), now=june(3)))).incident.id
        contest_record(store, incident, None, by(june(4)))
        assert [row["what"] for row in ask(store, june(5))] == ["objection"]
        assert not ask(store, june(3))
        assert not list_queue(store, partner, as_of=june(5))
