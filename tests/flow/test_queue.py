"""What waits for a person: the gravest and least sure first, gone once answered, asked again only with news."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk_room import add, by, load, make_items
from pressroom import Row
from shelves import Shelf

from tamani.flow import (
    OWNER,
    Ground,
    Question,
    Wording,
    add_collected,
    answer_objection,
    contest_record,
    correct_field,
    judge_pair,
    list_queue,
    park_question,
    say_question,
    undo_decision,
    withdraw_incident,
)
from tamani.records import Marking, Reader, ReportId, Tlp, Verdict, Who
from tamani.settings import Settings
from tamani.store import Store

PARTNER = Reader("partner", Tlp.GREEN, owner=False)
DISPUTED = (
    "Gunmen attacked the market of Djibo, in northern Burkina Faso, on Saturday 1 June 2024. "
    "Eleven civilians were killed, the army said in a statement.",
    "Residents said 54 civilians were killed in the attack on the market of Djibo, in northern Burkina Faso, on "
    "1 June 2024.",
)
NEWS = "A UN report says 54 civilians were killed in the attack on the market of Djibo, Burkina Faso, on 1 June 2024."
NOWHERE = "Gunmen killed 60 villagers on 7 June 2024 in a place called Zzyrkolo, survivors said."


def make_rows(*texts: str, first: int = 0) -> list[Row]:
    common = {"title": None, "published": "2024-06-08", "language": "en"}
    return [
        {"id": f"q{first + n}", "text": text, "source": f"Paper {first + n}"} | common for n, text in enumerate(texts)
    ]


@pytest.fixture
def store(shelf: Shelf) -> Iterator[Store]:
    with load(make_rows(*DISPUTED), shelf=shelf) as opened:
        yield opened


def ask(store: Store, what: str | None = None, reader: Reader = OWNER) -> list[Question]:
    return [one for one in list_queue(store, reader) if what is None or one.what == what]


def incident_of(store: Store, report: str) -> str:
    said = store.extraction(ReportId(report))
    assert said is not None
    return str(store.incident_of(said.mentions[0].id))


def test_a_dispute_on_a_grave_attack_is_asked_with_the_figures_and_what_to_do(store: Store) -> None:
    (question,) = [one for one in ask(store, "disputed") if one.field == "killed"]
    asked = say_question(question, "en")
    assert "11" in asked.why and "54" in asked.why and "disagree" in asked.why
    assert any(command.startswith(f"tamani correct {question.incidents[0]} killed") for command in asked.commands)
    assert "se contredisent" in say_question(question, "fr").why
    assert question.severity >= 3 and question.weight == question.severity * question.unsure


def test_a_dispute_that_was_corrected_is_not_asked_again_and_comes_back_with_the_undo(store: Store) -> None:
    incident = incident_of(store, "q0")
    wording = Wording(field="killed", text="54", who=Who.CIVILIANS)
    act = correct_field(store, incident, wording, Ground(note="I counted"), by(hours=1)).act
    assert not [one for one in ask(store, "disputed") if one.field == "killed"]
    undo_decision(store, act.id, by(hours=2))
    assert [one for one in ask(store, "disputed") if one.field == "killed"]


def test_what_a_person_leaves_open_is_asked_again_only_when_a_report_comes(store: Store) -> None:
    park_question(store, incident_of(store, "q0"), "killed", by(hours=1))
    assert not [one for one in ask(store, "disputed") if one.field == "killed"]
    add(store, make_rows(NEWS, first=2))
    (question,) = [one for one in ask(store, "disputed") if one.field == "killed"]
    assert question.parked is not None and question.parked[0] == "ana"
    assert "ana" in str(say_question(question, "fr").parked)


def test_an_objection_waits_until_it_is_answered(store: Store) -> None:
    act = contest_record(store, incident_of(store, "q0"), None, by("the mayor", "Nobody died", 1)).act
    (question,) = ask(store, "objection")
    assert "Nobody died" in say_question(question, "en").why
    answer_objection(store, act.id, False, by(hours=2))
    assert not ask(store, "objection")


def test_a_report_on_what_was_withdrawn_is_asked_about(store: Store) -> None:
    withdraw_incident(store, incident_of(store, "q0"), by(reason="an exercise", hours=1))
    assert not ask(store)
    add(store, make_rows(NEWS, first=2))
    (question,) = ask(store, "returned")
    assert "an exercise" in say_question(question, "en").why


def test_a_grave_attack_without_a_place_is_asked_about(shelf: Shelf) -> None:
    with load(make_rows(NOWHERE), shelf=shelf) as store:
        assert [one.field for one in ask(store, "nowhere")] == ["place"]


def make_unsure() -> list[Row]:
    """Two short items that may be one attack, or two."""
    texts = (
        "Five soldiers were killed when gunmen attacked an army post near Ansongo, in Mali, on 9 January 2024, "
        "the army said.",
        "Gunmen killed three soldiers in the Ansongo area, Mali, on 10 January 2024, residents said.",
    )
    return [row | {"published": "2024-01-11"} for row in make_rows(*texts)]


def test_a_pair_that_the_rules_leave_open_is_asked_and_answered(shelf: Shelf) -> None:
    with load(make_unsure(), shelf=shelf) as store:
        questions = ask(store, "pair")
        if not questions:
            pytest.fail("the rules decide this pair now: choose one that they leave open")
        ids = questions[0].incidents
        assert len(say_question(questions[0], "en").titles) == 2
        judge_pair(store, (ids[0], ids[1]), Verdict.UNSURE, by(hours=1))
        assert not ask(store, "pair")
        undo_decision(store, None, by(hours=2))
        assert ask(store, "pair")
        judge_pair(store, (ids[0], ids[1]), Verdict.DIFFERENT, by(hours=3))
        assert not ask(store, "pair")


def test_a_partner_is_asked_nothing_about_what_he_may_not_see(shelf: Shelf) -> None:
    rows = make_rows(*DISPUTED)
    with load(shelf=shelf) as store:
        items = [*make_items(rows[:1], Marking(Tlp.CLEAR)), *make_items(rows[1:], Marking(Tlp.RED))]
        add_collected(store, items, Settings(), now=by().at)
        contest_record(store, incident_of(store, "q0"), None, by("x", "secret doubt", 1), Marking(Tlp.RED))
        assert ask(store, "disputed") and ask(store, "objection")
        assert not [one for one in ask(store, None, PARTNER) if one.what in ("disputed", "objection")]
        assert "secret" not in repr(ask(store, None, PARTNER)) and "54" not in repr(ask(store, None, PARTNER))


def test_the_gravest_and_least_sure_comes_first(store: Store) -> None:
    contest_record(store, incident_of(store, "q0"), None, by("the mayor", "Nobody died", 1))
    weights = [one.weight for one in ask(store)]
    assert weights == sorted(weights, reverse=True) and ask(store)[0].what == "objection"
    assert [one.id for one in ask(store)] == [one.id for one in ask(store)]
    assert len(list_queue(store, OWNER, limit=1)) == 1
