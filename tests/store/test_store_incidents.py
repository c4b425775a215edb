"""Links stand until they are taken back; incidents are a cache over them, listed by day, kind and words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from store_reports import DJIBO, MONDAY, SUNDAY, make_arrival, make_event, make_link, make_reading, name_mention

from tamani.errors import NotFound
from tamani.fields import make_claim
from tamani.records import DateValue, IncidentId, LinkId, PlaceValue, Span, Value, Verdict, Withdrawal
from tamani.store import IncidentFilter, IncidentRow, Store

I1, I2 = IncidentId("i1"), IncidentId("i2")
ON_SUNDAY = ("date", DateValue(SUNDAY, SUNDAY))
AT_DJIBO = ("place", DJIBO)


def test_a_link_taken_back_is_gone_from_what_stands_and_stays_in_the_history(store: Store) -> None:
    store.add_readings([make_arrival("r1"), make_arrival("r2")])
    link, other = make_link("r1", "r2"), make_link("r1", "r2", Verdict.DIFFERENT, "person:awa")
    assert store.add_links([link, other]) == 2 and store.add_links([link]) == 0
    taken = Withdrawal(link=link.id, author="person:awa", reason="another village", at=MONDAY)
    assert (store.withdraw_links([taken]), store.withdraw_links([taken])) == (1, 0)
    assert store.links() == store.links([name_mention("r2")]) == (other,)
    assert dict(store.link_history()) == {link: taken, other: None} == dict(store.link_history([name_mention("r1")]))
    # The rule says it again: the person's word holds.
    assert store.add_links([link]) == 0 and store.links() == (other,)
    with pytest.raises(NotFound):
        store.withdraw_links([Withdrawal(link=LinkId("x"), author="a", reason="b", at=MONDAY)])
    assert store.links([]) == () == tuple(store.link_history([]))


def test_membership_is_replaced_and_only_what_changed_counts_as_changed(store: Store) -> None:
    store.add_readings([make_arrival(name) for name in ("r1", "r2", "r3")])
    one, two, three = (name_mention(name) for name in ("r1", "r2", "r3"))
    assert store.set_membership({I1: [one, two], I2: [three]}) == (I1, I2)
    cursor = store.cursor()
    assert store.set_membership({I1: [two, one]}) == () and store.cursor() == cursor
    assert store.set_membership({I2: [three, two]}) == (I1, I2)
    assert store.incidents_of([one, two, three]) == {one: I1, two: I2, three: I2}
    assert store.set_membership({I1: []}) == (I1,)
    assert store.incident_of(one) is None and store.members(I1) == ()
    assert [row.id for row in store.list_incidents()] == [I2]


def test_incidents_are_listed_by_day_kind_and_words_the_latest_first(store: Store) -> None:
    later = ("date", DateValue(date(2024, 9, 1), date(2024, 9, 3)))
    store.add_readings([make_event("r1", ON_SUNDAY, AT_DJIBO), make_event("r2", later), make_event("r3")])
    store.set_membership({IncidentId(f"i{n}"): [name_mention(f"r{n}")] for n in (1, 2, 3)})

    def listed(**wanted: object) -> list[str]:
        return [row.id for row in store.list_incidents(IncidentFilter(**wanted))]  # type: ignore[arg-type]

    assert listed() == ["i2", "i3", "i1"]
    assert listed(first=date(2024, 9, 2), last=date(2024, 9, 2)) == ["i2"]
    assert listed(kind="bombing") == [] and len(listed(kind="armed_attack", words="djibo")) == 3
    assert listed(country="BF") == ["i3", "i1"] or listed(country="BF") == ["i1"]
    assert listed(country="ML") == [] and listed(country="BF", kind="bombing") == []
    assert store.facets("country") == ("BF",) and store.facets("kind") == ("armed_attack",)
    row = store.list_incidents(IncidentFilter(first=date(2024, 9, 1)))[0]
    assert (row.first, row.last, row.reports, row.actual) == (date(2024, 9, 1), date(2024, 9, 3), 1, True)


def test_a_list_goes_on_where_a_page_ended_whatever_narrows_it(store: Store) -> None:
    days = [date(2024, 9, n) for n in (1, 1, 2, 2, 3)]
    named = [make_event(f"r{n}", ("date", DateValue(day, day)), AT_DJIBO) for n, day in enumerate(days)]
    undated = make_event("r9", AT_DJIBO, published=None)
    store.add_readings([*named, undated])
    store.set_membership({IncidentId(f"i{n}"): [name_mention(f"r{n}")] for n in (0, 1, 2, 3, 4, 9)})
    for narrowed in ({}, {"kind": "armed_attack"}, {"country": "BF"}, {"words": "djibo"}):
        whole = store.list_incidents(IncidentFilter(**narrowed))  # type: ignore[arg-type]
        assert [row.id for row in whole] == ["i4", "i2", "i3", "i0", "i1", "i9"]
        rows: list[IncidentRow] = []
        last: IncidentRow | None = None
        while page := store.list_incidents(IncidentFilter(limit=2, after=last, **narrowed)):  # type: ignore[arg-type]
            rows, last = [*rows, *page], page[-1]
        assert tuple(rows) == whole


def test_an_incident_is_found_by_the_kind_and_country_that_a_person_corrected_it_to(store: Store) -> None:
    store.add_readings([make_event("r1", ON_SUNDAY, AT_DJIBO)])
    store.set_membership({I1: [name_mention("r1")]})
    gao = PlaceValue("Gao", "ML", 16.27, -0.04, 2, 10.0)
    reading = make_reading("r1")
    values: tuple[tuple[str, Value], ...] = (("place", gao), ("kind", "bombing"))
    for field, value in values:
        claim = make_claim(reading, field, value, Span(0, 9), mention=name_mention("r1"), coder="person:awa")
        store.add_claims([claim])
    for narrowed in ({"country": "ML"}, {"country": "BF"}, {"kind": "bombing"}, {"kind": "armed_attack"}):
        assert [row.id for row in store.list_incidents(IncidentFilter(**narrowed))] == [I1]  # type: ignore[arg-type]


def _near(store: Store, name: str) -> list[str]:
    mention = name_mention(name)
    return [other.split("-")[0] for other in store.mentions_near([mention], days=3, km=40)[mention]]


def test_neighbours_are_near_in_place_and_time(store: Store) -> None:
    far = PlaceValue("Kaya", "BF", 13.09, -1.08, 2, 10.0)
    close = PlaceValue("Pétéga", "BF", 14.0, -1.3, 1, 2.0)
    events: dict[str, tuple[tuple[str, Value], ...]] = {
        "here": (ON_SUNDAY, AT_DJIBO),
        "close": (ON_SUNDAY, ("place", close)),
        "far": (ON_SUNDAY, ("place", far)),
        "late": (("date", DateValue(date(2024, 8, 29), date(2024, 8, 29))), AT_DJIBO),
        "next": (("date", DateValue(date(2024, 8, 28), date(2024, 8, 28))), AT_DJIBO),
    }
    store.add_readings([make_event(name, *values) for name, values in events.items()])
    assert _near(store, "here") == ["close", "next"]


def test_vague_mentions_are_found_from_precise_ones_and_back(store: Store) -> None:
    august = ("date", DateValue(date(2024, 8, 1), date(2024, 8, 31)))
    province = ("place", PlaceValue("Soum", "BF", 14.3, -1.2, 3, 80.0))
    country = ("place", PlaceValue("Burkina Faso", "BF", 12.3, -1.7, 6, 400.0))
    unsolved = ("place", PlaceValue("Nowhere"))
    events: dict[str, tuple[tuple[str, Value], ...]] = {
        "precise": (ON_SUNDAY, AT_DJIBO),
        "month": (august, AT_DJIBO),
        "province": (ON_SUNDAY, province),
        "country": (ON_SUNDAY, country),
        "unplaced": (ON_SUNDAY, unsolved),
        "undated": (AT_DJIBO,),
        "bare": (),
    }
    store.add_readings([make_event(name, *values) for name, values in events.items()])
    for name in events:
        assert _near(store, name) == sorted(set(events) - {name}), name


def test_a_mention_without_any_date_in_an_old_report_is_not_near_todays_news(store: Store) -> None:
    old = datetime(2012, 3, 1, tzinfo=UTC)
    store.add_readings([make_event("now", ON_SUNDAY, AT_DJIBO), make_event("old", AT_DJIBO, published=old)])
    assert _near(store, "now") == [] == _near(store, "old")


def test_what_is_said_of_many_years_is_near_to_nothing(store: Store) -> None:
    since = ("date", DateValue(date(2012, 1, 1), SUNDAY))
    store.add_readings([make_event("now", ON_SUNDAY, AT_DJIBO), make_event("years", since, AT_DJIBO)])
    assert _near(store, "now") == [] == _near(store, "years")


def test_texts_without_any_date_are_found_by_their_place(store: Store) -> None:
    kaya = ("place", PlaceValue("Kaya", "BF", 13.09, -1.08, 2, 10.0))
    dateless = [make_event(name, AT_DJIBO, published=None) for name in ("a", "b")]
    store.add_readings([*dateless, make_event("c", kaya, published=None), make_event("dated", ON_SUNDAY, AT_DJIBO)])
    assert _near(store, "a") == ["b", "dated"] and _near(store, "dated") == ["a", "b"]


def test_neighbours_are_found_across_the_date_line_and_at_the_pole(store: Store) -> None:
    east, west = PlaceValue("Taveuni", "FJ", -16.8, 179.95, 1, 5.0), PlaceValue("Rabi", "FJ", -16.5, -179.98, 1, 5.0)
    pole, other = PlaceValue("Camp", None, 90.0, 10.0, 1, 5.0), PlaceValue("Barneo", None, 89.9, -170.0, 1, 5.0)
    for name, place in (("east", east), ("west", west), ("pole", pole), ("other", other)):
        store.add_readings([make_event(name, ON_SUNDAY, ("place", place))])
    assert _near(store, "east") == ["west"] and _near(store, "west") == ["east"]
    assert _near(store, "pole") == ["other"] and _near(store, "other") == ["pole"]
