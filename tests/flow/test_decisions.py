"""What people decide holds: against new reports, newer readings, other stores; and can be taken back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import product

import msgspec
import pytest
from desk_room import ASKED, NOW, add, by, load, look, make_items, report_sets
from hypothesis import given, strategies as st
from msgspec.structs import replace
from pressroom import Row

from tamani.acts import make_act
from tamani.errors import NotFound
from tamani.fields import load_vocabulary
from tamani.flow import (
    OWNER,
    add_collected,
    find_trail,
    judge_pair,
    list_decisions,
    merge_incidents,
    replay_decisions,
    show_incident,
    split_incident,
    undo_decision,
)
from tamani.flow.bear import renew_acts
from tamani.flow.group import Grouping, group_mentions
from tamani.records import Act, ActKind, Extraction, Mention, MentionId, ReportId, Verdict
from tamani.settings import Settings
from tamani.store import Arrival, Store


def decide_something(store: Store, random_: random.Random) -> None:
    """A few decisions as an analyst may take them, undone and redone now and then."""
    for hour in range(1, 5):
        rows = look(store)
        what = random_.choice(("merge", "split", "judge", "undo"))
        large = [row for row in rows if len({m["report"] for m in row["members"]}) > 1]
        if what == "split" and large:
            row = random_.choice(large)
            reports = sorted({str(m["report"]) for m in row["members"]})
            split_incident(store, row["incident"], [random_.choice(reports)], by(hours=hour))
        elif what in ("merge", "judge") and len(rows) > 1:
            one, two = (str(row["incident"]) for row in random_.sample(rows, 2))
            if what == "merge":
                merge_incidents(store, [one, two], by(hours=hour))
            else:
                judge_pair(store, (one, two), random_.choice(list(Verdict)), by(hours=hour))
        elif what == "undo" and (decisions := [one for one in list_decisions(store) if one.state == "stands"]):
            undo_decision(store, random_.choice(decisions).act.id, by(hours=hour, reason="mistaken"))


@ASKED
@given(report_sets(), st.randoms(use_true_random=False))
def test_reports_in_any_order_and_the_decisions_replayed_give_the_same_records(
    rows: list[Row], random_: random.Random
) -> None:
    half = len(rows) // 2
    with load(rows[:half]) as store:
        decide_something(store, random_)
        add(store, rows[half:])
        decide_something(store, random_)
        before, acts = look(store), store.acts()
        shuffled = list(rows)
        random_.shuffle(shuffled)
        with load(*([row] for row in shuffled)) as rebuilt:
            done = replay_decisions(rebuilt, acts, now=NOW)
            assert not done.refused and not done.waiting
            assert look(rebuilt) == before
            cursor = rebuilt.cursor()
            again = replay_decisions(rebuilt, acts, now=NOW)
            assert (len(again.applied), len(again.known)) == (0, len(acts))
            assert rebuilt.cursor() == cursor
            assert rebuilt.acts() == acts


@ASKED
@given(report_sets(), st.randoms(use_true_random=False))
def test_decisions_that_come_before_their_reports_take_effect_when_these_come(
    rows: list[Row], random_: random.Random
) -> None:
    with load(rows) as store, load(rows[:1]) as other:
        decide_something(store, random_)
        done = replay_decisions(other, store.acts(), now=NOW)
        assert not done.refused
        assert all("is not in this store" in reason for _, reason in done.waiting)
        add(other, rows[1:])
        assert look(other) == look(store)


@ASKED
@given(report_sets(), st.randoms(use_true_random=False))
def test_an_undo_undone_is_the_decision_again(rows: list[Row], random_: random.Random) -> None:
    with load(rows) as store:
        before = look(store)
        if len(before) < 2:
            return
        decided = merge_incidents(store, [row["incident"] for row in before[:2]], by(hours=1))
        merged = look(store)
        undo = undo_decision(store, decided.act.id, by(hours=2))
        assert look(store) == before
        undo_decision(store, undo.act.id, by(hours=3))
        assert look(store) == merged
        assert [one.state for one in list_decisions(store)] == ["stands", "undone", "stands"]
        undo_decision(store, None, by(hours=4))
        assert look(store) == before


def undo_at_once(store: Store, act: Act, hours: int) -> Act:
    """An undo of the same moment whose id sorts before that of what it undoes."""
    asked = (by(hours=hours, reason=f"mistaken, {n}") for n in range(1000))
    made = (
        (one, make_act(Act(kind=ActKind.UNDO, author=one.author, reason=one.reason, at=one.at, about=act.id)))
        for one in asked
    )
    decision = next(one for one, undo in made if undo.id < act.id)
    return undo_decision(store, act.id, decision).act


def test_an_undo_of_the_same_moment_is_replayed_after_what_it_undoes() -> None:
    rows = make_rows(FIRST, SECOND)
    with load(rows) as store, load(rows) as other:
        before = look(store)
        merged = merge_incidents(store, [row["incident"] for row in before[:2]], by(hours=1))
        undo_at_once(store, merged.act, 1)
        assert look(store) == before
        replay_decisions(other, store.acts(), now=NOW)
        assert look(other) == before


def test_a_decision_undone_and_redone_has_the_weight_it_had() -> None:
    """Of two words said at one moment the same one counts, however often one of them was taken back and renewed."""
    rows = make_rows(FIRST, SECOND)
    # Ids are hashes: of a few wordings some sort one way, some the other.
    for redone, reason in product(range(2), ("I was there", "read again", "asked the mayor")):
        with load(rows) as store:
            ids = [row["incident"] for row in look(store)[:2]]
            acts = [judge_pair(store, (ids[0], ids[1]), Verdict.DIFFERENT, by(hours=1, reason=reason)).act]
            acts.append(merge_incidents(store, ids, by(hours=1)).act)
            merged = look(store)
            undo = undo_decision(store, acts[redone].id, by(hours=2)).act
            undo_decision(store, undo.id, by(hours=3))
            assert look(store) == merged


@ASKED
@given(report_sets(), st.randoms(use_true_random=False))
def test_grouping_again_changes_nothing_that_a_person_decided(rows: list[Row], random_: random.Random) -> None:
    with load(rows) as store:
        decide_something(store, random_)
        before, cursor = look(store), store.cursor()
        every = [mention.id for mention in store.all_mentions()]
        group_mentions(Grouping(store, load_vocabulary()), every, now=NOW)
        renew_acts(store, [row["id"] for row in rows], now=NOW)
        assert (look(store), store.cursor()) == (before, cursor)


# --- a newer coder, an edited article ------------------------------------------------------------------------------

FIRST = (
    "Gunmen attacked the market of Djibo, in northern Burkina Faso, on Saturday 1 June 2024, killing eight civilians. "
    "On the same day, armed men abducted six teachers in Aribinda, the regional governor said."
)
SECOND = "Eight civilians died on Saturday 1 June 2024 when gunmen attacked the market of Djibo, Burkina Faso."


def make_rows(*texts: str) -> list[Row]:
    return [
        {
            "id": f"a{n}",
            "text": text,
            "title": None,
            "source": f"Paper {n}",
            "published": "2024-06-02",
            "language": "en",
        }
        for n, text in enumerate(texts)
    ]


def read_again(store: Store, report: str, mentions: Sequence[Mention]) -> None:
    """A newer coder that reads a report so."""
    reading = store.latest_reading(ReportId(report))
    said = store.extraction(ReportId(report))
    assert said is not None
    again = Extraction(
        report=said.report, version=said.version, language=said.language, relevant=True, mentions=tuple(mentions)
    )
    report_ = store.reports([ReportId(report)])[0]
    added = store.add_readings([Arrival(report=report_, reading=reading, extraction=again, coder="rules/2")])
    seeds = {mention.id for mention in mentions} | set(renew_acts(store, added.recoded, now=NOW))
    group_mentions(Grouping(store, load_vocabulary()), seeds, now=NOW)


def rename(mention: Mention, name: str) -> Mention:
    ident = MentionId(mention.id.rpartition(":")[0] + ":" + name)
    claims = tuple(replace(claim, mention=ident) for claim in mention.claims)
    return replace(mention, id=ident, name=name, claims=claims)


def groups(store: Store) -> set[frozenset[str]]:
    return {frozenset(str(m["report"]) for m in row["members"]) for row in look(store)}


def test_a_newer_coder_that_numbers_events_otherwise_does_not_turn_a_decision_to_another_event() -> None:
    with load(make_rows(FIRST, SECOND)) as store:
        said = store.extraction(ReportId("a0"))
        assert said is not None and len(said.mentions) > 1
        market, taken = said.mentions[:2]
        together = show_incident(store, str(store.incident_of(market.id)), OWNER)
        assert {one.report for one in together.incident.members} == {"a0", "a1"}
        split_incident(store, together.incident.id, ["a1"], by(hours=1))
        assert store.incident_of(market.id) != store.incident_of(store.extraction(ReportId("a1")).mentions[0].id)  # type: ignore[union-attr]
        # rules/2 thinks the abduction is the main news: m1 and m2 change places.
        read_again(store, "a0", [rename(taken, "m1"), rename(market, "m2")])
        now = store.extraction(ReportId("a0"))
        assert now is not None and now.mentions[0].anchor == taken.anchor
        other = store.extraction(ReportId("a1")).mentions[0].id  # type: ignore[union-attr]
        assert store.incident_of(now.mentions[1].id) != store.incident_of(other)
        # The decision speaks of the market, now m2; the abduction is not bound by it.
        (kept,) = list_decisions(store)
        assert (
            kept.state == "stands" and now.mentions[1].id in kept.mentions and now.mentions[0].id not in kept.mentions
        )


def test_a_decision_whose_event_is_read_no_more_is_named_as_lost_and_comes_back_with_it() -> None:
    with load(make_rows(FIRST, SECOND)) as store:
        said = store.extraction(ReportId("a0"))
        assert said is not None
        split_incident(store, str(store.incident_of(said.mentions[0].id)), ["a1"], by(hours=1))
        read_again(store, "a0", [rename(said.mentions[1], "m1")])
        (kept,) = list_decisions(store)
        assert kept.state == "lost" and [ref.report for ref in kept.lost] == ["a0"]
        assert store.lost_acts() == (kept.act.id,)


def test_a_decision_holds_for_the_edited_article() -> None:
    rows = make_rows(FIRST, SECOND)
    edited = rows[0] | {
        "text": "UPDATE. " + FIRST.replace("eight civilians", "nine civilians"),
        "published": "2024-06-03",
    }
    with load(rows) as store:
        said = store.extraction(ReportId("a0"))
        assert said is not None
        split_incident(store, str(store.incident_of(said.mentions[0].id)), ["a1"], by(hours=1))
        parted = groups(store)
        add(store, [edited])
        assert groups(store) == parted
        assert [one.state for one in list_decisions(store)] == ["stands"]
        with load([edited], rows) as other:
            assert not replay_decisions(other, store.acts(), now=NOW).waiting
            assert look(other) == look(store)


def test_a_file_of_decisions_that_was_changed_is_refused() -> None:
    with load(make_rows(FIRST, SECOND)) as store, load(make_rows(FIRST, SECOND)) as other:
        said = store.extraction(ReportId("a0"))
        assert said is not None
        split_incident(store, str(store.incident_of(said.mentions[0].id)), ["a1"], by(hours=1))
        (act,) = store.acts()
        forged = replace(act, author="somebody else")
        assert "was changed" in replay_decisions(other, [forged], now=NOW).refused[0][1]
        undone = undo_decision(store, None, by(hours=2)).act
        assert "neither here nor in the file" in replay_decisions(other, [undone], now=NOW).refused[0][1]
        written = [msgspec.json.decode(msgspec.json.encode(one), type=Act) for one in store.acts()]
        assert len(replay_decisions(other, written, now=NOW).applied) == 2


# --- old ids -------------------------------------------------------------------------------------------------------


@ASKED
@given(report_sets(), st.randoms(use_true_random=False))
def test_every_id_that_was_ever_listed_leads_to_all_incidents_its_mentions_are_in(
    rows: list[Row], random_: random.Random
) -> None:
    ever: dict[str, set[tuple[str, str]]] = {}
    shuffled = list(rows)
    random_.shuffle(shuffled)
    with load(shuffled[:1]) as store:
        for row in shuffled[1:]:
            add(store, [row])
            decide_something(store, random_)
            for shown in look(store):
                ever.setdefault(shown["incident"], set()).update((m["report"], m["mention"]) for m in shown["members"])
        now = {(m["report"], m["mention"]): row["incident"] for row in look(store) for m in row["members"]}
        for old, members in ever.items():
            found = set(find_trail(store, old).now)
            # The same incident may live on with other reports than it had then.
            assert {now[one] for one in members} - {old} <= found
            assert (old in found) == (old in now.values())


def test_an_earlier_report_that_comes_late_leaves_the_old_id_working() -> None:
    early = make_rows(SECOND)[0] | {"id": "early", "published": "2024-06-01"}
    with load(make_rows(FIRST, SECOND)) as store:
        said = store.extraction(ReportId("a0"))
        assert said is not None
        old = str(store.incident_of(said.mentions[0].id))
        add(store, [early])
        new = str(store.incident_of(said.mentions[0].id))
        assert new != old
        assert show_incident(store, old, OWNER).incident.id == new
        move = store.moves(old)[0]
        assert (move.now, move.why, move.at) == (new, "rule", NOW)


def test_an_id_that_was_parted_names_both() -> None:
    with load(make_rows(FIRST, SECOND, SECOND.replace("Eight", "Nine"))) as store:
        said = store.extraction(ReportId("a0"))
        assert said is not None
        before = str(store.incident_of(said.mentions[0].id))
        early = make_rows(SECOND)[0] | {"id": "early", "published": "2024-06-01"}
        add(store, [early])
        new = str(store.incident_of(said.mentions[0].id))
        split_incident(store, new, ["a1"], by(hours=1))
        with pytest.raises(NotFound, match="it was parted; its reports are now in"):
            show_incident(store, before, OWNER)


def test_adding_the_same_reports_again_moves_nothing() -> None:
    rows = make_rows(FIRST, SECOND)
    with load(rows) as store:
        ids = [mention.id for mention in store.all_mentions()]
        add_collected(store, make_items(rows), Settings(), now=NOW)
        assert store.moves_of(ids) == ()
