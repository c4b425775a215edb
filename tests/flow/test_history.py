"""What changed, when and why: a record's life between any two days, each line with the reports it rests on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import Phase, given, settings
from shelves import FileShelf, Shelf
from test_past import ASKED, DJIBO, KAYA, World, june, load, look, only, worlds, write

from tamani.errors import NotAllowed, NotFound
from tamani.flow import (
    OWNER,
    Decision,
    Span,
    add_collected,
    list_incidents,
    merge_incidents,
    show_incident,
    split_incident,
    tell_history,
    undo_decision,
)
from tamani.flow.fits import Query
from tamani.records import Happening, Item, Marking, Reader, Tlp
from tamani.settings import Settings
from tamani.store import Store

TOLD = settings(ASKED, max_examples=5, phases=[Phase.generate])
ARMY = DJIBO  # "..., the army said."
UN = "The United Nations said {} civilians were killed in the attack on the market of Djibo, in northern Burkina Faso, on Saturday 1 June 2024."  # fmt: skip  # noqa: E501


def tell(store: Store, incident: str, **asked: object) -> list[Happening]:
    return list(tell_history(store, incident, OWNER, **asked))  # type: ignore[arg-type]


def find(told: list[Happening], code: str) -> list[Happening]:
    return [one for one in told if one.code == code]


def test_the_army_raised_its_figure_and_the_shown_one_rose_with_it(shelf: Shelf) -> None:
    with load(
        shelf, [write("first", ARMY.format("Eight"), june(2)), write("later", ARMY.format("Fifty-four"), june(5))]
    ) as store:
        told = tell(store, only(store))
        rise = next(one for one in find(told, "toll") if "8 → 54" in one.text)
        assert (rise.at, rise.reports, bool(rise.claims)) == (june(5), ("later",), True)
        shown = find(told, "shown")
        assert [("8 killed" in one.text, "54 killed" in one.text, one.reports) for one in shown] == [
            (True, True, ("later",))
        ]
        assert [one.report for one in find(told, "report")] == ["first", "later"]


@pytest.mark.parametrize(
    ("language", "second", "disputed"),
    [
        ("en", "Second independent origin", "Now disputed: Killed"),
        ("fr", "Deuxième origine indépendante", "Désormais contesté : Tués"),
    ],
)
def test_a_second_origin_and_the_dispute_it_opens_are_told(
    shelf: Shelf, language: str, second: str, disputed: str
) -> None:
    with load(
        shelf, [write("army", ARMY.format("Eight"), june(2)), write("un", UN.format("seventy"), june(4))]
    ) as store:
        told = tell(store, only(store), language=language)
        at = {one.text.split(":")[0].replace("\u00a0", "").strip(): one for one in find(told, "origin")}
        assert at[second].at == june(4)
        assert at[second].reports == ("un",)
        opened = find(told, "disputed")
        assert [one.at for one in opened] == [june(4)]
        assert opened[0].text.replace("\u00a0", " ").startswith(disputed)


def test_an_edit_is_told_and_the_figure_that_went_with_it(shelf: Shelf) -> None:
    reports = [write("first", ARMY.format("Eight"), june(2)), write("first", ARMY.format("Twenty"), june(2), june(6))]
    with load(shelf, reports) as store:
        told = tell(store, only(store))
        assert [(one.at, one.report) for one in find(told, "edited")] == [(june(6), "first")]
        assert any("8 → 20" in one.text for one in find(told, "toll"))


def test_records_that_a_person_joined_and_parted_again_are_told_with_the_reason(shelf: Shelf) -> None:
    with load(shelf, [write("djibo", DJIBO.format("Eight"), june(2)), write("kaya", KAYA, june(3))]) as store:
        ids = [row["incident"] for row in look(store, None, june(9))]
        merge_incidents(store, ids, Decision("ana", "one column of gunmen", june(10)))
        joined = only(store)
        told = tell(store, joined)
        assert [one.at for one in find(told, "joined")] == [june(10)]
        assert "ana decided: one column of gunmen" in find(told, "joined")[0].text
        assert "ana decided that" in find(told, "link")[0].text
        undo_decision(store, None, Decision("ben", "two columns", june(12)))
        after = tell(store, joined)
        parted = find(after, "split")
        assert [one.at for one in parted] == [june(12)]
        assert "ben took back a decision: two columns" in parted[0].text
        assert find(after, "withdrawn")[0].at == june(12)
        # What was told of the tenth is told still.
        assert [one.at for one in find(after, "joined")] == [june(10)]


def test_a_report_that_was_split_off_is_gone_from_the_record_and_its_figure_too(shelf: Shelf) -> None:
    reports = [write("army", ARMY.format("Eight"), june(2)), write("un", UN.format("seventy"), june(4))]
    with load(shelf, reports) as store:
        whole = only(store)
        split_incident(store, whole, ["un"], Decision("ana", "the day after", june(8)))
        told = tell(store, whole)
        assert [(one.at, one.report) for one in find(told, "left")] == [(june(8), "un")]
        assert any(one.at == june(8) and "70" in one.text and one.text.startswith("No longer said") for one in told)
        assert [one.at for one in find(told, "agreed")] == [june(8)]


def test_records_that_an_edit_joined_by_rule_say_which_report_did_it(shelf: Shelf) -> None:
    reports = [
        write("older", DJIBO.format("Eight"), june(2)),
        write("first", KAYA, june(1)),
        write("first", DJIBO.format("Eight"), june(1), june(10)),
    ]
    with load(shelf, reports) as store:
        told = tell(store, only(store))
        joined = find(told, "joined")
        assert [one.at for one in joined] == [june(10)]
        assert joined[0].text.endswith("by rule, since first came")
        assert [one.at for one in find(told, "renamed")] == [june(10)]


def test_only_what_changed_between_two_days_is_told(shelf: Shelf) -> None:
    reports = [
        write(f"r{day}", ARMY.format(count), june(day)) for day, count in ((2, "Eight"), (5, "Nine"), (8, "Ten"))
    ]
    with load(shelf, reports) as store:
        incident = only(store)
        between = tell(store, incident, span=Span(june(2), june(5)))
        assert {one.at for one in between} == {june(5)}
        assert any("8 → 9" in one.text for one in between)
        assert tell(store, incident, span=Span(june(5), june(7))) == []
        with pytest.raises(NotAllowed, match="ends before it begins"):
            tell(store, incident, span=Span(june(7), june(5)))
        with pytest.raises(NotFound):
            tell(store, incident, span=Span(None, june(1)))


def test_a_partner_is_told_nothing_of_what_is_hidden(shelf: Shelf) -> None:
    partner = Reader("partner", Tlp.GREEN, owner=False)
    reports = [write("army", ARMY.format("Eight"), june(2)), write("un", UN.format("seventy"), june(4))]
    with load(shelf, reports) as store:
        store.mark_report(store.find_report_id("army"), Marking(Tlp.CLEAR), author="ana", at=june(1))
        split_incident(store, only(store), ["un"], Decision("ana", "secret reason", june(8)))
        ids = [row["incident"] for row in look(store, None, june(9))]
        merge_incidents(store, ids, Decision("ana", "another secret", june(9)))
        told = tell_history(store, only(store), partner)
        assert told
        assert not [
            one for one in told if "un" in one.reports or "70" in one.text or "secret" in one.text or "UN" in one.text
        ]
        assert "United Nations" not in repr(told)


@TOLD
@given(worlds())
def test_what_changed_since_a_day_is_what_the_whole_life_tells_after_it(world: World) -> None:
    with load(FileShelf(), [one.item for one in world.came], world.links, world.withdrawals) as store:
        for dossier in list(list_incidents(store, OWNER, Query(background=True), now=world.at))[:3]:
            ident = dossier.incident.id
            whole = tell(store, ident)
            assert [one for one in whole if one.at is not None and one.at > world.at] == tell(
                store, ident, span=Span(world.at, None)
            )


@TOLD
@given(worlds())
def test_nothing_leaves_a_record_without_a_line(world: World) -> None:
    with load(FileShelf(), [one.item for one in world.came], world.links, world.withdrawals) as store:
        for dossier in list(list_incidents(store, OWNER, Query(background=True), now=world.at))[:3]:
            here: set[str] = set()
            for one in tell(store, dossier.incident.id):
                if one.code == "report":
                    assert one.report not in here
                    here.add(str(one.report))
                elif one.code == "left":
                    here.remove(str(one.report))
            assert here == {cited.report for cited in dossier.cited}


def test_a_report_that_comes_late_changes_the_past_only_from_when_it_is_known(shelf: Shelf) -> None:
    with load(shelf, [write("army", ARMY.format("Eight"), june(2))]) as store:
        before = tell(store, only(store))
        late: list[Item] = [write("late", UN.format("seventy"), june(9), june(20))]
        add_collected(store, late, Settings(), now=june(20))
        assert [one for one in tell(store, only(store)) if one.at is not None and one.at < june(9)] == before
        assert show_incident(store, only(store), OWNER, as_of=june(9) - timedelta(seconds=1)).cited[0].report == "army"
