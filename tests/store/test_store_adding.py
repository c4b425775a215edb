"""What comes in comes back as it was; again adds nothing; an edited article is a version, not a report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from store_reports import EVERY_STATEMENT, EVERY_VALUE, MONDAY, TEXT, make_arrival, make_reading, name_mention

from tamani.errors import BadClaim, NotFound
from tamani.fields import make_claim
from tamani.records import IncidentId, Marking, RawHash, Reject, ReportId, Span, Tlp, TollValue, Who
from tamani.store import Arrival, IncidentFilter, Store

EDITED = "Des hommes armés ont tué 15 personnes à Djibo, dimanche. L'armée dément."
R1 = ReportId("r1")


def test_every_kind_of_value_comes_back_as_it_was(store: Store) -> None:
    arrival = make_arrival("r1")
    store.add_readings([arrival])
    assert store.extraction(R1) == arrival.extraction
    assert store.latest_reading(R1) == arrival.reading
    assert store.toponyms(R1) == arrival.toponyms
    assert store.reports([R1]) == (arrival.report,)
    assert arrival.extraction is not None
    assert store.mentions([name_mention("r1")]) == arrival.extraction.mentions
    assert store.statements([R1]) == arrival.extraction.statements
    assert list(store.all_mentions()) == list(arrival.extraction.mentions)
    assert list(store.all_readings()) == [arrival.reading]


def test_the_same_report_again_adds_nothing_and_moves_no_cursor(store: Store) -> None:
    store.add_readings([make_arrival("r1"), make_arrival("r1")])
    before = store.counts(), store.cursor()
    again = store.add_readings([make_arrival("r1")])
    assert not (again.reports or again.versions or again.recoded)
    assert (store.counts(), store.cursor()) == before


def test_an_edited_article_is_a_new_version_and_the_old_one_stays(store: Store) -> None:
    old, new = make_arrival("r1"), make_arrival("r1", text=EDITED, published=MONDAY + timedelta(hours=2))
    store.add_readings([old])
    cursor = store.cursor()
    assert store.add_readings([new]).versions == (R1,)
    assert store.latest_reading(R1).text == EDITED
    assert [reading.text for reading in store.versions(R1)] == [TEXT, EDITED]
    assert store.mentions([name_mention("r1")]) == ()
    assert len(store.claim_history(R1)) == 2 * len(EVERY_VALUE + EVERY_STATEMENT)
    assert store.changed_reports(cursor) == (R1,)
    assert store.known_versions([R1, ReportId("r9")]) == {R1: {old.reading.version, new.reading.version}}


def test_an_older_version_that_arrives_late_does_not_become_the_latest(store: Store) -> None:
    store.add_readings([make_arrival("r1", text=EDITED, published=MONDAY + timedelta(hours=2))])
    store.add_readings([make_arrival("r1")])
    assert store.latest_reading(R1).text == EDITED


def test_a_newer_version_takes_its_old_mention_out_of_the_incident(store: Store) -> None:
    store.add_readings([make_arrival("r1"), make_arrival("r2")])
    store.set_membership({IncidentId("i1"): [name_mention("r1"), name_mention("r2")]})
    added = store.add_readings([make_arrival("r1", text=EDITED, published=MONDAY + timedelta(hours=2))])
    assert added.incidents == ("i1",)
    assert [member.report for member in store.members(IncidentId("i1"))] == ["r2"]
    assert store.list_incidents()[0].reports == 1


def test_a_newer_coder_counts_and_the_older_reading_stays_in_the_history(store: Store) -> None:
    first = make_arrival("r1")
    assert first.extraction is not None
    second = replace(first, coder="rules/10", extraction=replace(first.extraction, mentions=(), relevant=False))
    store.add_readings([second])
    store.add_readings([replace(first, coder="rules/9")])
    found = store.extraction(R1)
    assert found is not None and not found.relevant
    assert len(store.claim_history(R1)) > len(found.statements)


def test_a_report_in_another_language_is_kept_and_waits(store: Store) -> None:
    store.add_readings([Arrival(report=make_arrival("r1").report, reading=make_reading("r1"))])
    assert store.extraction(R1) is None
    assert store.uncoded() == (R1,)
    assert store.add_readings([make_arrival("r1")]).recoded == (R1,)
    assert store.uncoded() == ()


def test_a_persons_correction_stands_beside_what_the_report_said(store: Store) -> None:
    store.add_readings([make_arrival("r1")])
    mention = name_mention("r1")
    store.set_membership({IncidentId("i1"): [mention]})
    cursor = store.cursor()
    claim = make_claim(
        make_reading("r1"), "killed", TollValue(13, 13), Span(25, 37), mention=mention, coder="person:awa"
    )
    assert (store.add_claims([claim]), store.add_claims([claim])) == (1, 0)
    claims = store.mentions([mention])[0].claims
    assert claims[-1] == claim and claims[7].value == TollValue(12, None, Who.CIVILIANS, "au moins")
    assert store.changed_reports(cursor) == (R1,)
    assert [row.id for row in store.list_incidents(IncidentFilter(since=cursor))] == ["i1"]


def test_a_claim_that_does_not_quote_its_report_is_refused_and_nothing_is_kept(store: Store) -> None:
    arrival = make_arrival("r2")
    assert arrival.extraction is not None
    invented = replace(arrival.extraction.statements[0], quote="jamais dit")
    wrong = replace(arrival, extraction=replace(arrival.extraction, statements=(invented,)))
    with pytest.raises(BadClaim, match="quote"):
        store.add_readings([make_arrival("r1"), wrong])
    assert store.counts().reports == 0
    with pytest.raises(NotFound):
        store.add_claims([arrival.extraction.statements[0]])


def test_the_bytes_come_back_as_they_were(store: Store) -> None:
    page = b"<html>\x00\xff</html>"
    store.add_readings([replace(make_arrival(name), raw=page) for name in ("r1", "r2")])
    digest = store.latest_reading(R1).raw
    assert digest is not None and store.raw(digest) == page
    for other in ("0" * 64, "../../etc"):
        with pytest.raises(NotFound):
            store.raw(RawHash(other))


def test_an_unmarked_report_is_for_its_owner_alone_until_somebody_decides(store: Store) -> None:
    store.add_readings([make_arrival("r1")])
    assert store.markings([R1]) == {R1: Marking()}
    store.mark_report(R1, Marking(Tlp.GREEN), author="awa", at=MONDAY)
    assert store.reports([R1])[0].marking == Marking(Tlp.GREEN)
    with pytest.raises(NotFound):
        store.mark_report(ReportId("r9"), Marking(), author="awa", at=MONDAY)


def test_a_report_that_arrives_with_two_markings_keeps_the_narrower(store: Store) -> None:
    arrival = make_arrival("r1")
    wide = replace(arrival, report=replace(arrival.report, marking=Marking(Tlp.AMBER, ("ngo", "un"))))
    narrow = replace(arrival, report=replace(arrival.report, marking=Marking(Tlp.GREEN, ("un", "press"))))
    store.add_readings([wide])
    store.add_readings([narrow])
    assert store.markings([R1])[R1] == Marking(Tlp.AMBER, ("un",))


def test_words_are_found_without_accents_and_half_typed(store: Store) -> None:
    store.add_readings([make_arrival("r1"), make_arrival("r2", text="Marché calme à Kaya, rien à signaler ce lundi.")])
    assert store.search("armes djib") == ("r1",)
    assert store.search('marche "kaya') == ("r2",)
    assert store.search("armes kaya") == store.search("  ") == store.search("-:*\"'") == ()
    store.add_readings([make_arrival("r1", text=EDITED.replace("12", "15"), published=MONDAY + timedelta(days=1))])
    assert store.search("personnes") == ("r1",)


def test_what_was_set_aside_stays_until_it_can_be_read(store: Store) -> None:
    at = datetime(2024, 8, 27, tzinfo=UTC)
    reject = Reject(
        name="inbox/a.pdf", problem="has no text", remedy="run OCR on it", at=at, raw=store.keep_raw(b"%PDF")
    )
    assert (store.add_rejects([reject]), store.add_rejects([replace(reject, at=at + timedelta(days=1))])) == (1, 0)
    assert store.rejects() == (reject,)
    assert store.resolve_reject("inbox/a.pdf", at=at) == 1
    assert store.rejects() == () and store.rejects(resolved=True) == (reject,)
    assert store.add_rejects([reject]) == 1


def test_the_first_letters_of_an_id_are_enough_when_they_name_one(store: Store) -> None:
    store.add_readings([make_arrival("abc1"), make_arrival("abd2"), make_arrival("abd")])
    assert store.find_report_id("abc") == "abc1"
    assert store.find_report_id("abd") == "abd"
    assert store.find_mention_id("abc") == name_mention("abc1")
    with pytest.raises(NotFound, match="several ids start so: abc1, abd, abd2"):
        store.find_report_id("ab")
    for start in ("x", ""):
        with pytest.raises(NotFound, match="no incident"):
            store.find_incident_id(start)
    with pytest.raises(NotFound):
        store.latest_reading(ReportId("x"))
