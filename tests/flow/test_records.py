"""Records as different readers see them, on different days, and how they came to be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs
from shelves import Shelf

from tamani import run
from tamani.errors import NotFound, UnreadableItem
from tamani.extract import extract_reading
from tamani.fields import Vocabulary
from tamani.flow import (
    OWNER,
    Decision,
    Query,
    add_collected,
    list_incidents,
    open_report,
    show_incident,
    split_incident,
    tell_history,
)
from tamani.records import Dossier, Extraction, Item, Marking, Reader, Reading, Reject, Tlp, TollValue, Toponym
from tamani.settings import Settings
from tamani.store import Store

NOW = datetime(2024, 7, 1, tzinfo=UTC)
PARTNER = Reader("partner", Tlp.GREEN, owner=False)

FIRST = (
    "Gunmen attacked the market of Djibo, in northern Burkina Faso, on Saturday 1 June 2024. "
    "Eight civilians were killed, the army said in a statement."
)
LATER = (
    "The army now says 54 civilians were killed in the attack on the market of Djibo, in northern Burkina Faso, on "
    "1 June 2024."
)
SECRET = (
    "L'attaque du marché de Djibo, au Burkina Faso, le samedi 1er juin 2024, a fait 70 morts parmi les civils, selon "
    "une source de l'ONU."
)


def make_item(ident: str, text: str, day: str, tlp: Tlp = Tlp.CLEAR) -> Item:
    return Item(
        name=ident,
        data=text.encode(),
        media_type="text/plain",
        collected=NOW,
        own_id=ident,
        source=f"{ident} desk",
        published=datetime.fromisoformat(day).replace(tzinfo=UTC),
        language="fr" if "attaque du" in text else "en",
        marking=Marking(tlp),
    )


@pytest.fixture
def store(shelf: Shelf) -> Iterator[Store]:
    items = [
        make_item("first", FIRST, "2024-06-01T18:00"),
        make_item("later", LATER, "2024-06-03"),
        make_item("secret", SECRET, "2024-06-02", Tlp.RED),
    ]
    with shelf.open() as opened:
        add_collected(opened, items, Settings(), now=NOW)
        yield opened


def only(store: Store, reader: Reader = OWNER, **asked: object) -> Dossier:
    found = list(list_incidents(store, reader, Query(**asked), now=NOW))  # type: ignore[arg-type]
    assert len(found) == 1
    return found[0]


def figures(dossier: Dossier) -> set[int | None]:
    values = [position.value for one in dossier.incident.settled("killed") for position in one.positions]
    return {value.low for value in values if isinstance(value, TollValue)}


def test_the_owner_sees_all_figures_side_by_side(store: Store) -> None:
    dossier = only(store)
    assert figures(dossier) == {8, 54, 70}
    assert dossier.marking.tlp is Tlp.RED


def test_a_partner_gets_a_record_in_which_the_hidden_report_left_no_trace(store: Store) -> None:
    dossier = only(store, PARTNER)
    assert figures(dossier) == {8, 54}
    assert "secret" not in {cited.report for cited in dossier.cited}
    assert "ONU" not in repr(dossier)
    assert all(70 not in (one.low, one.best, one.high) for one in dossier.incident.fields)
    assert dossier.marking.tlp is Tlp.CLEAR
    told = tell_history(store, dossier.incident.id, PARTNER)
    assert all("secret" not in one.text and "70 " not in one.text for one in told)


def test_a_search_for_words_of_a_hidden_report_finds_nothing(store: Store) -> None:
    assert list(list_incidents(store, PARTNER, Query(text="ONU"), now=NOW)) == []
    assert len(list(list_incidents(store, OWNER, Query(text="ONU"), now=NOW))) == 1


def test_a_hidden_report_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound):
        open_report(store, "secret", PARTNER)
    assert open_report(store, "secret", OWNER).reading.text == SECRET


def test_as_of_the_first_day_only_the_first_figure_was_known(store: Store) -> None:
    incident = only(store).incident.id
    first_day = show_incident(store, incident, OWNER, as_of=datetime(2024, 6, 1, 23, tzinfo=UTC))
    assert figures(first_day) == {8}
    with pytest.raises(NotFound):
        show_incident(store, incident, OWNER, as_of=datetime(2024, 5, 1, tzinfo=UTC))


def test_an_edited_article_says_for_the_day_before_the_edit_what_it_said_then(store: Store) -> None:
    edited = make_item("first", FIRST.replace("Eight", "Ninety"), "2024-06-01T18:00")
    tuesday = NOW + timedelta(days=1)
    add_collected(store, [structs.replace(edited, collected=tuesday)], Settings(), now=tuesday)
    incident = only(store).incident.id
    assert 90 in figures(only(store))
    assert figures(show_incident(store, incident, OWNER, as_of=datetime(2024, 6, 1, 23, tzinfo=UTC))) == {8}
    assert 90 not in figures(show_incident(store, incident, OWNER, as_of=tuesday - timedelta(seconds=1)))
    assert 90 in figures(show_incident(store, incident, OWNER, as_of=tuesday))


def test_an_article_changed_later_than_the_day_asked_for_cannot_prove_what_it_said(store: Store) -> None:
    changed = make_item("changed", FIRST.replace("Eight", "Nine").replace("Djibo", "Kaya"), "2024-06-01T18:00")
    page = (
        f'<html><head><meta property="article:modified_time" content="2024-06-05T10:00:00Z"></head>'
        f"<body><article><h1>Kaya</h1><p>{changed.data.decode()}</p></article></body></html>"
    )
    item = structs.replace(changed, data=page.encode(), media_type="text/html")
    add_collected(store, [item], Settings(), now=NOW)
    reading = store.latest_reading(store.find_report_id("changed"))
    assert reading.modified == datetime(2024, 6, 5, 10, tzinfo=UTC)
    found = {
        at: list(list_incidents(store, OWNER, Query(text="Kaya", as_of=datetime(2024, 6, at, 23, tzinfo=UTC)), now=NOW))
        for at in (4, 5)
    }
    assert [len(one) for one in found.values()] == [0, 1]


def test_every_shown_claim_can_be_opened_at_its_words(store: Store) -> None:
    for claim in only(store).claims:
        opened = open_report(store, claim.report, OWNER)
        assert opened.reading.quote(claim.span) == claim.quote


@pytest.mark.parametrize(("language", "words"), [("en", "8 → 54"), ("fr", "8 → 54")])
def test_history_tells_that_the_army_raised_its_figure(store: Store, language: str, words: str) -> None:
    told = tell_history(store, only(store).incident.id, OWNER, language=language)
    assert [one.code for one in told].count("report") == 3
    assert any(words in one.text for one in told)
    assert [one.at for one in told] == sorted(one.at for one in told if one.at)


def test_filters_take_the_settled_country_and_day(store: Store) -> None:
    assert only(store, country="bf", kind=only(store).incident.kind).incident.members
    assert list(list_incidents(store, OWNER, Query(country="ML"), now=NOW)) == []
    assert list(list_incidents(store, OWNER, Query(since=NOW.date()), now=NOW)) == []


def test_a_split_needs_somebody_left_behind(store: Store) -> None:
    incident = only(store).incident.id
    with pytest.raises(NotFound, match="nothing would be left"):
        split_incident(store, incident, ["first", "later", "secret"], Decision("ana", "no", NOW))
    with pytest.raises(NotFound, match="is not in incident"):
        split_incident(store, incident, ["elsewhere"], Decision("ana", "no", NOW))


def test_an_item_that_breaks_a_room_is_named_and_stops_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_on_one(reading: Reading, toponyms: tuple[Toponym, ...], vocabulary: Vocabulary) -> Extraction:
        if reading.report == "later":
            raise ZeroDivisionError("oops")
        return extract_reading(reading, toponyms, vocabulary)

    monkeypatch.setattr("tamani.flow.prepare.extract_reading", break_on_one)
    items: list[Item | Reject] = [make_item("first", FIRST, "2024-06-01"), make_item("later", LATER, "2024-06-03")]
    with shelf.open() as opened:
        result = add_collected(opened, items, Settings(), now=NOW)
        assert (result.added, result.set_aside) == (1, 1)
        assert opened.rejects()[0].name == "later"
        assert "ZeroDivisionError" in opened.rejects()[0].problem


def test_a_store_that_is_left_in_the_middle_keeps_what_was_counted(shelf: Shelf) -> None:
    def items() -> Iterator[Item]:
        yield make_item("first", FIRST, "2024-06-01")
        raise KeyboardInterrupt

    with shelf.open() as opened:
        add_collected(opened, [make_item("later", LATER, "2024-06-03")], Settings(), now=NOW)
        with pytest.raises(KeyboardInterrupt):
            add_collected(opened, items(), Settings(), now=NOW)
        assert opened.counts().reports == 1
        assert len(list(list_incidents(opened, OWNER, Query(), now=NOW))) == 1


def test_a_notebook_gets_values_and_tables() -> None:
    result = run([FIRST, {"id": "b", "text": LATER, "published": "2024-06-03"}])
    assert len(result.reports) == 2
    assert any(incident.settled("killed") for incident in result.incidents)
    table = result.to_dataframe()
    assert set(table["location"].dropna()) == {"Djibo"}
    assert len(result.to_dataframe("claims")) == len(result.claims)


def test_a_row_without_text_is_said_to_have_none() -> None:
    with pytest.raises(UnreadableItem, match="it has no text"):
        run([{"id": "x"}])


def test_many_reports_go_through_worker_processes_with_the_same_result(shelf: Shelf) -> None:
    from pressroom import write_reports

    from tamani.flow.workers import FEW

    items = [make_item(row["id"], row["text"], row["published"]) for row in write_reports(11, FEW + 30)]
    with shelf.open() as many, shelf.open() as few:
        assert add_collected(many, items, Settings(), now=NOW).added == FEW + 30
        for start in range(0, len(items), FEW - 10):
            add_collected(few, items[start : start + FEW - 10], Settings(), now=NOW)
        asked = Query(background=True)
        left = {one.incident.id: one.incident for one in list_incidents(many, OWNER, asked, now=NOW)}
        right = {one.incident.id: one.incident for one in list_incidents(few, OWNER, asked, now=NOW)}
        assert left == right
