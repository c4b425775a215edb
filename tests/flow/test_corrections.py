"""A person's word on what a record shows: corrections, objections, withdrawals; beside what reports say, and undone."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from desk_room import ASKED, NOW, add, by, load, look, make_items, report_sets
from hypothesis import given, strategies as st
from pressroom import Row
from shelves import Shelf

from tamani.errors import BadClaim, NotFound
from tamani.flow import (
    OWNER,
    BriefOptions,
    Decision,
    Ground,
    Query,
    Wording,
    add_collected,
    answer_objection,
    contest_record,
    correct_field,
    list_decisions,
    list_incidents,
    merge_incidents,
    open_report,
    park_question,
    replay_decisions,
    show_incident,
    split_incident,
    tell_history,
    undo_decision,
    withdraw_claim,
    withdraw_incident,
    withdraw_report,
    write_briefs,
)
from tamani.records import ActId, Basis, Dossier, Marking, Reader, Settled, Tlp, TollValue, Who
from tamani.settings import Settings
from tamani.share.contract import make_dossier_row, make_incident_row
from tamani.store import Store

PARTNER = Reader("partner", Tlp.GREEN, owner=False)
FIRST = (
    "Gunmen attacked the market of Djibo, in northern Burkina Faso, on Saturday 1 June 2024. "
    "Eight civilians were killed, the army said in a statement."
)
SECOND = (
    "Residents said 54 civilians were killed in the attack on the market of Djibo, in northern Burkina Faso, on "
    "1 June 2024. The army says that fifteen civilians died."
)
ELSEWHERE = "Four soldiers were killed by a landmine near Ménaka, in Mali, on 9 June 2024, the army said."


def make_rows(*texts: str) -> list[Row]:
    common = {"title": None, "published": "2024-06-02", "language": "en"}
    return [{"id": f"a{n}", "text": text, "source": f"Paper {n}"} | common for n, text in enumerate(texts)]


@pytest.fixture
def store(shelf: Shelf) -> Iterator[Store]:
    with load(shelf=shelf) as opened:
        items = make_items(make_rows(FIRST, SECOND), Marking(Tlp.CLEAR))
        items += make_items([make_rows("", "", ELSEWHERE)[2]], Marking(Tlp.CLEAR))
        assert not add_collected(opened, items, Settings(), now=NOW).rejects
        yield opened


def djibo(store: Store, reader: Reader = OWNER) -> Dossier:
    said = store.extraction(store.find_report_id("a0"))
    assert said is not None
    return show_incident(store, str(store.incident_of(said.mentions[0].id)), reader)


def killed(dossier: Dossier) -> Settled:
    return next(one for one in dossier.incident.settled("killed") if one.who is Who.CIVILIANS)


def figures(one: Settled) -> set[int | None]:
    return {position.value.low for position in one.positions if isinstance(position.value, TollValue)}


def correct(store: Store, text: str = "15", hours: int = 1, **ground: object) -> ActId:
    wording = Wording(field="killed", text=text, who=Who.CIVILIANS)
    rests = Ground(**(ground or {"quote": "fifteen civilians"}))  # type: ignore[arg-type]
    return correct_field(store, djibo(store).incident.id, wording, rests, by(hours=hours)).act.id


def test_a_correction_is_shown_with_its_author_and_the_reported_figures_beside_it(store: Store) -> None:
    before = figures(killed(djibo(store)))
    correct(store)
    shown = killed(djibo(store))
    assert (shown.low, shown.best, shown.high) == (15, 15, 15)
    assert shown.corrected is not None and (shown.corrected.author, shown.corrected.reason) == ("ana", "I was there")
    assert before <= figures(shown)
    row = make_incident_row(djibo(store))
    assert row["corrections"][0]["author"] == "ana" and row["corrections"][0]["quote"] == "fifteen civilians"


def test_a_correction_is_not_told_as_a_rise_of_the_reported_toll(store: Store) -> None:
    correct(store, "90", note="A list of names")
    (shown,) = list(list_incidents(store, OWNER, Query(country="BF"), now=NOW))
    assert shown.assessment is not None
    assert not [reason for reason in shown.assessment.reasons if reason[0] in ("toll_rose", "toll_fell")]


def test_a_correction_cites_the_words_it_rests_on(store: Store) -> None:
    correct(store)
    (claim,) = djibo(store).corrections
    reading = store.latest_reading(claim.report)
    assert reading.quote(claim.span) == claim.quote == "fifteen civilians"
    assert claim.coder == "person:ana"
    with pytest.raises(BadClaim, match="copy them exactly"):
        correct(store, quote="seventeen civilians")
    with pytest.raises(BadClaim, match="what it rests on"):
        correct(store, note="  ")


def test_what_a_person_was_told_by_telephone_is_a_note_that_can_be_opened_and_is_marked(store: Store) -> None:
    correct(store, "11", note="The head nurse of Djibo told me by telephone: eleven bodies, all civilians.")
    dossier = djibo(store)
    (claim,) = dossier.corrections
    opened = open_report(store, claim.report, OWNER)
    assert opened.reading.text == claim.quote and claim.id in {one.id for one in opened.claims}
    assert opened.incident == dossier.incident.id
    # Unmarked, it is the owner's alone: a partner sees what reports say, and no trace of it.
    partner = djibo(store, PARTNER)
    assert 11 not in figures(killed(partner)) and not partner.corrections and "nurse" not in repr(partner)
    with pytest.raises(NotFound):
        open_report(store, claim.report, PARTNER)
    # It is no second source of the attack.
    assert dossier.incident.origins == partner.incident.origins
    assert {one.report for one in dossier.incident.members} == {"a0", "a1"}


def test_a_later_report_does_not_overturn_a_correction_and_undo_brings_the_reports_back(store: Store) -> None:
    before = make_incident_row(djibo(store))
    act = correct(store)
    late = make_rows("", "", "", SECOND.replace("54", "60"))[3] | {"published": "2024-06-05"}
    add(store, [late])
    assert killed(djibo(store)).best == 15
    undo_decision(store, act, by(hours=2))
    withdraw_report(store, "a3", by(hours=3))
    after = make_incident_row(djibo(store))
    assert (after["fields"], after["tolls"]) == (before["fields"], before["tolls"])


def test_the_later_correction_counts_and_the_earlier_one_comes_back_when_it_is_undone(store: Store) -> None:
    correct(store)
    second = correct(store, "9-12", hours=2, note="A second visit")
    shown = killed(djibo(store))
    assert (shown.low, shown.high) == (9, 12)
    undo_decision(store, second, by(hours=3))
    assert killed(djibo(store)).best == 15


def test_a_correction_is_known_from_when_it_was_made(store: Store) -> None:
    correct(store)
    early = show_incident(store, djibo(store).incident.id, OWNER, as_of=NOW)
    assert early.incident.settled("killed") and not early.corrections


def test_a_correction_stays_with_its_report_when_the_record_is_parted(store: Store) -> None:
    correct(store)
    split_incident(store, djibo(store).incident.id, ["a1"], by(hours=2))
    assert not djibo(store).corrections
    said = store.extraction(store.find_report_id("a1"))
    assert said is not None
    assert killed(show_incident(store, str(store.incident_of(said.mentions[0].id)), OWNER)).best == 15


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("killed", "many", "is no figure"),
        ("killed", "20-10", "ends below"),
        ("date", "Saturday", "is no day"),
        ("kind", "quarrel", "there is no kind"),
        ("place", "Nowhereville", "no place"),
        ("reaction", "x", "can't be corrected"),
        ("perpetrator", "jnim", "a claim of responsibility or a named accuser"),
    ],
)
def test_a_value_that_can_t_be_is_refused_with_how_to_write_it(store: Store, field: str, text: str, said: str) -> None:
    with pytest.raises(BadClaim, match=said):
        correct_field(store, djibo(store).incident.id, Wording(field=field, text=text), Ground(note="x"), by())


@pytest.mark.parametrize(
    ("field", "text", "shown"),
    [("date", "2024-06-02", "2024-06-02"), ("place", "Dori", "Dori"), ("kind", "massacre", "massacre")],
)
def test_date_place_and_kind_can_be_corrected_too(store: Store, field: str, text: str, shown: str) -> None:
    correct_field(store, djibo(store).incident.id, Wording(field=field, text=text), Ground(note="I know"), by(hours=1))
    row = make_incident_row(djibo(store))
    assert shown in str(row["fields"][field]) and shown in row["title"]


def test_an_actor_who_claimed_it_can_be_named(store: Store) -> None:
    given = Wording(field="perpetrator", text="JNIM", basis=Basis.CLAIMED)
    correct_field(store, djibo(store).incident.id, given, Ground(note="Their channel, 3 June"), by(hours=1))
    assert make_incident_row(djibo(store))["fields"]["perpetrator"]["actor"] == "jnim"


# --- objections ----------------------------------------------------------------------------------------------------


def test_an_objection_shows_changes_no_value_and_is_answered(store: Store) -> None:
    before = make_incident_row(djibo(store))
    words = Decision("the mayor of Djibo", "There were no soldiers at the market.", NOW + timedelta(hours=1))
    act = contest_record(store, djibo(store).incident.id, "target", words).act
    row = make_incident_row(djibo(store))
    assert row["objections"][0]["words"] == words.reason and row["objections"][0]["answer"] is None
    assert {key: row[key] for key in ("fields", "tolls", "origins")} == {
        key: before[key] for key in ("fields", "tolls", "origins")
    }
    answer = answer_objection(store, act.id, False, by(reason="No report says there were", hours=2)).act
    shown = djibo(store).objections[0].answer
    assert shown is not None and not shown.upheld and shown.author == "ana"
    with pytest.raises(NotFound, match="answered already"):
        answer_objection(store, act.id, True, by(hours=3))
    undo_decision(store, answer.id, by(hours=3))
    assert djibo(store).objections[0].answer is None
    undo_decision(store, act.id, by(hours=4))
    assert make_incident_row(djibo(store)) == before


def test_an_objection_is_seen_by_those_who_may_see_the_record_unless_it_is_marked(store: Store) -> None:
    contest_record(store, djibo(store).incident.id, None, by("mayor", "Not in my town", 1))
    contest_record(store, djibo(store).incident.id, None, by("source", "I know who did it", 2), Marking(Tlp.RED))
    assert len(djibo(store).objections) == 2
    assert [one.author for one in djibo(store, PARTNER).objections] == ["mayor"]


# --- withdrawals ---------------------------------------------------------------------------------------------------


def shown_ids(store: Store, *, withdrawn: bool = False) -> set[str]:
    query = Query(background=True, withdrawn=withdrawn)
    return {one.incident.id for one in list_incidents(store, OWNER, query, now=NOW)}


def test_a_report_that_is_withdrawn_leaves_counts_and_values_and_comes_back(store: Store) -> None:
    before = make_incident_row(djibo(store))
    act = withdraw_report(store, "a1", by(reason="Retracted by its publisher", hours=1)).act
    dossier = djibo(store)
    assert figures(killed(dossier)) == {8}
    assert [one.report for one in dossier.cited] == ["a0"]
    assert [(one.what, one.report) for one in dossier.removals] == [("report", "a1")]
    assert open_report(store, "a1", OWNER).reading.text == SECOND
    undo_decision(store, act.id, by(hours=2))
    assert make_incident_row(djibo(store)) == before


def test_what_is_no_incident_leaves_the_list_and_is_shown_by_its_id_with_the_reason(store: Store) -> None:
    ident, before = djibo(store).incident.id, look(store)
    act = withdraw_incident(store, ident, by(reason="It was an exercise", hours=1)).act
    assert ident not in shown_ids(store) and ident in shown_ids(store, withdrawn=True)
    dossier = show_incident(store, ident, OWNER)
    assert dossier.withdrawn and dossier.removals[0].reason == "It was an exercise"
    assert make_dossier_row(dossier)["withdrawn"] is True
    undo_decision(store, act.id, by(hours=2))
    assert look(store) == before


def test_a_report_that_comes_after_is_shown_with_what_was_withdrawn(store: Store) -> None:
    withdraw_incident(store, djibo(store).incident.id, by(reason="It was an exercise", hours=1))
    late = make_rows("", "", "", SECOND)[3] | {"published": "2024-06-05"}
    add(store, [late])
    dossier = djibo(store)
    assert not dossier.withdrawn and [one.report for one in dossier.cited] == ["a3"]
    assert dossier.removals[0].what == "incident" and dossier.incident.id in shown_ids(store)


def test_a_claim_that_was_misread_is_taken_out_alone(store: Store) -> None:
    claim = next(
        one for one in djibo(store).claims if isinstance(one.value, TollValue) and one.value.low == 54
    )  # the residents' figure
    act = withdraw_claim(store, djibo(store).incident.id, claim.id[:12], by(hours=1)).act
    assert 54 not in figures(killed(djibo(store))) and 15 in figures(killed(djibo(store)))
    assert djibo(store).removals[0].quote == claim.quote
    undo_decision(store, act.id, by(hours=2))
    assert 54 in figures(killed(djibo(store)))


def test_a_partner_is_not_told_of_the_withdrawal_of_a_report_that_is_hidden(shelf: Shelf) -> None:
    rows = make_rows(FIRST, SECOND)
    with load(shelf=shelf) as store:
        items = [*make_items(rows[:1], Marking(Tlp.CLEAR)), *make_items(rows[1:], Marking(Tlp.RED))]
        add_collected(store, items, Settings(), now=NOW)
        withdraw_report(store, "a1", by(reason="a hoax of the secret source", hours=1))
        assert djibo(store).removals and "hoax" not in repr(djibo(store, PARTNER))


# --- all of them ---------------------------------------------------------------------------------------------------

Act = Callable[[Store, str, random.Random, int], object]


def some_report(store: Store, incident: str, random_: random.Random) -> str:
    return random_.choice(sorted({one.report for one in show_incident(store, incident, OWNER).incident.members}))


ACTS: dict[str, Act] = {
    "correct": lambda store, incident, random_, hour: correct_field(
        store, incident, Wording(field="killed", text=str(random_.randrange(90))), Ground(note="seen"), by(hours=hour)
    ),
    "contest": lambda store, incident, _random, hour: contest_record(store, incident, "killed", by(hours=hour)),
    "report": lambda store, incident, random_, hour: withdraw_report(
        store, some_report(store, incident, random_), by(hours=hour)
    ),
    "incident": lambda store, incident, _random, hour: withdraw_incident(store, incident, by(hours=hour)),
    "claim": lambda store, incident, random_, hour: withdraw_claim(
        store,
        incident,
        random_.choice(
            [one.id for one in show_incident(store, incident, OWNER).claims if not one.coder.startswith("person:")]
        ),
        by(hours=hour),
    ),
    "park": lambda store, incident, _random, hour: park_question(store, incident, "killed", by(hours=hour)),
}


@ASKED
@given(rows=report_sets(), what=st.sampled_from(sorted(ACTS)), random_=st.randoms(use_true_random=False))
def test_each_decision_taken_back_leaves_all_as_it_was(
    shelf: Shelf, rows: list[Row], what: str, random_: random.Random
) -> None:
    with load(rows, shelf=shelf) as store:
        before = look(store)
        ACTS[what](store, random_.choice(before)["incident"], random_, 1)
        undo_decision(store, None, by(hours=2))
        assert look(store) == before


@ASKED
@given(rows=report_sets(), random_=st.randoms(use_true_random=False))
def test_what_people_said_of_values_is_the_same_in_a_store_built_anew(
    shelf: Shelf, rows: list[Row], random_: random.Random
) -> None:
    half = len(rows) // 2
    with load(rows[:half], shelf=shelf) as store:
        for hour in range(1, 8):
            if hour == 4:
                add(store, rows[half:])
            shown = look(store)
            if shown and hour == 6 and len(shown) > 1:
                merge_incidents(store, [row["incident"] for row in shown[:2]], by(hours=hour))
            elif shown:
                ACTS[random_.choice(sorted(ACTS))](store, random_.choice(shown)["incident"], random_, hour)
        shuffled = list(rows)
        random_.shuffle(shuffled)
        with load(*([row] for row in shuffled), shelf=shelf) as rebuilt:
            assert not replay_decisions(rebuilt, store.acts(), now=NOW).waiting
            assert look(rebuilt) == look(store)
            assert [one.state for one in list_decisions(rebuilt)] == [one.state for one in list_decisions(store)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_history_tells_what_people_did(store: Store, language: str, tmp_path: Path) -> None:
    ident = djibo(store).incident.id
    correct(store)
    contest_record(store, ident, "killed", by("the mayor", "Too many", 2))
    act = withdraw_report(store, "a0", by(reason="A hoax", hours=3)).act
    undo_decision(store, act.id, by("eve", "It was real", 4))
    told = [one.text for one in tell_history(store, ident, OWNER, language=language)]
    for words in ("I was there", "Too many", "A hoax", "It was real"):
        assert sum(words in one for one in told) == 1
    assert isinstance(tell_history(store, ident, OWNER)[0].at, datetime)


@pytest.mark.parametrize(
    ("language", "corrected", "contested"),
    [("en", "corrected by an analyst: I was there", "Contested"), ("fr", "corrigé par un analyste", "Contestation")],
)
def test_a_brief_does_not_call_a_correction_agreed_and_shows_the_objection(
    store: Store, language: str, corrected: str, contested: str
) -> None:
    correct(store)
    contest_record(store, djibo(store).incident.id, "target", by("the mayor", "No soldiers were there", 2))
    options = BriefOptions(now=NOW, language=language)
    written = write_briefs(store, [djibo(store).incident.id], OWNER, options)
    head, _, rest = written.partition("\n## ")[2].partition("\n## ")
    assert corrected not in head and corrected in rest
    assert contested in rest and "No soldiers were there" in rest
