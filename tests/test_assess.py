"""Why an incident is worth a look: each reason with its facts, in words of both languages."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace
from newsroom import DJIBO, JNIM, MENAKA, VOCABULARY

from tamani.assess import History, assess_incident, grade_severity
from tamani.fields import VOCAB
from tamani.phrases import say_reason
from tamani.records import (
    DateValue,
    Incident,
    IncidentId,
    Member,
    MentionId,
    Origin,
    PlaceValue,
    Position,
    ReportId,
    Settled,
    Stance,
    TollValue,
)

NOW = datetime(2024, 6, 5, tzinfo=UTC)
REUTERS = Origin(id="outlet:reuters", name="Reuters", kind="agency", reports=(ReportId("a"),), claims=())
CODES = tomllib.loads((VOCAB / "reasons.toml").read_text(encoding="utf-8"))


def make_position(figure: int, since: datetime, stance: Stance = Stance.ASSERTED) -> Position:
    return Position(
        value=TollValue(figure, figure),
        stance=stance,
        said_by=None,
        speaker=None,
        reports=(ReportId("a"),),
        origins=("outlet:reuters",),
        claims=(),
        since=since,
    )


def make_incident(
    ident: str = "i1", day: date = date(2024, 6, 1), place: PlaceValue = DJIBO, **parts: object
) -> Incident:
    fields = (
        Settled(field="date", value=DateValue(day, day)),
        Settled(field="place", value=place),
        *parts.pop("fields", ()),  # type: ignore[misc]
    )
    incident = Incident(
        id=IncidentId(ident),
        kind="armed_attack",
        title="",
        members=(Member(ReportId("a"), MentionId("a:m1")),),
        fields=fields,
        origins=(REUTERS,),
        first_known=datetime(2024, 6, 4, tzinfo=UTC),
    )
    return replace(incident, **parts)


def reasons_of(incident: Incident, *nearby: Incident, **history: object) -> dict[str, str]:
    past = History(VOCABULARY, nearby, **history)  # type: ignore[arg-type]
    return dict(assess_incident(incident, past, now=NOW).reasons)


def killed(*figures: int, best: int | None = None) -> Settled:
    start = datetime(2024, 6, 2, tzinfo=UTC)
    positions = tuple(make_position(figure, start + timedelta(days=n)) for n, figure in enumerate(figures))
    return Settled(
        field="killed", value=None, low=figures[0], best=best or figures[-1], high=max(figures), positions=positions
    )


def test_a_toll_that_rose_says_from_what_to_what() -> None:
    assert reasons_of(make_incident(fields=(killed(8, 54),)))["toll_rose"] == "killed|8|54"
    assert "toll_rose" not in reasons_of(make_incident(fields=(killed(20, 21),)))
    assert reasons_of(make_incident(fields=(killed(54, 8),)))["toll_fell"] == "killed|54|8"


def test_a_toll_for_two_sites_is_not_compared_with_one_for_this_event() -> None:
    joint = replace(make_position(64, datetime(2024, 6, 2, tzinfo=UTC)), value=TollValue(64, 64, scope="joint"))
    later = make_position(49, datetime(2024, 6, 3, tzinfo=UTC))
    reasons = reasons_of(
        make_incident(fields=(Settled(field="killed", value=None, best=49, positions=(joint, later)),))
    )
    assert "toll_fell" not in reasons


def test_news_is_new_for_some_days_and_then_only_what_changed() -> None:
    incident = make_incident()
    assert reasons_of(incident)["new"] == "2024-06-04"
    assert "new" not in reasons_of(make_incident(first_known=datetime(2024, 5, 1, tzinfo=UTC)))
    more = replace(incident, members=(*incident.members, Member(ReportId("b"), MentionId("b:m1"))))
    assert reasons_of(more, before=incident)["grown"] == "2|1"


def test_the_first_for_years_says_for_how_many_and_how_near() -> None:
    old = make_incident("old", date(2021, 3, 1))
    assert reasons_of(make_incident(), old)["first_in_years"] == "3|25"
    assert "first_in_years" not in reasons_of(make_incident(), old, make_incident("new", date(2024, 5, 1)))


def test_a_young_record_knows_no_first() -> None:
    assert "first_on_record" not in reasons_of(make_incident(), record_from=date(2024, 5, 1))
    assert reasons_of(make_incident(), record_from=date(2020, 1, 1))["first_on_record"] == "25|2020"
    vague = replace(DJIBO, precision=4)
    assert "first_on_record" not in reasons_of(make_incident(place=vague), record_from=date(2020, 1, 1))


def test_a_wave_of_attacks_nearby_is_counted() -> None:
    others = [make_incident(f"o{n}", date(2024, 5, 20 + n)) for n in range(4)]
    far = make_incident("far", date(2024, 5, 30), MENAKA)
    assert reasons_of(make_incident(), *others, far)["cluster"] == "4|50|14"


def test_an_actor_new_to_the_region_is_told_only_against_an_older_record() -> None:
    claimed = Settled(field="perpetrator", value=JNIM)
    other = Settled(field="perpetrator", value=replace(JNIM, actor="issp"))
    incident = make_incident(fields=(claimed,))
    assert reasons_of(incident)["claimed_by"] == "jnim" and "new_actor" not in reasons_of(incident)
    older = make_incident("old", date(2023, 1, 1), fields=(other,))
    assert reasons_of(incident, older)["new_actor"] == "jnim|Sahel"
    assert "new_actor" not in reasons_of(incident, older, make_incident("x", date(2022, 1, 1), fields=(claimed,)))


def test_doubts_are_reasons_too() -> None:
    denied = Settled(
        field="killed",
        value=None,
        best=8,
        disputed=True,
        positions=(make_position(8, NOW), make_position(8, NOW, Stance.DENIED)),
    )
    reasons = reasons_of(make_incident(fields=(denied,), disputed=("killed",)))
    assert reasons["disputed"] == "killed" and reasons["denied"] == "killed" and reasons["single_origin"] == "Reuters"
    assert "no_origin" in reasons_of(make_incident(origins=()))


@pytest.mark.parametrize(("figure", "severity"), [(1, 2), (10, 3), (50, 4)])
def test_severity_rises_with_the_toll(figure: int, severity: int) -> None:
    assert grade_severity(make_incident(fields=(killed(figure),)), VOCABULARY) == severity


def test_what_is_only_recalled_stays_low_and_says_so() -> None:
    recalled = make_incident(fields=(killed(160),), background=True)
    assert grade_severity(recalled, VOCABULARY) == 1 and "recalled" in reasons_of(recalled)


def test_a_foiled_attack_weighs_less() -> None:
    foiled = make_incident(fields=(Settled(field="stage", value="foiled"),))
    assert grade_severity(foiled, VOCABULARY) < grade_severity(make_incident(), VOCABULARY)


def test_every_reason_has_words_in_both_languages() -> None:
    for code, texts in CODES.items():
        facts = "|".join(["1"] * max(texts["en"].count("{"), 1))
        assert {"en", "fr"} <= texts.keys()
        assert texts["en"].count("{") == texts["fr"].count("{")
        assert "{" not in say_reason(code, facts, VOCABULARY, "en") + say_reason(code, facts, VOCABULARY, "fr")


def test_every_reason_that_is_given_has_words() -> None:
    old = make_incident(
        "old", date(2021, 3, 1), fields=(Settled(field="perpetrator", value=replace(JNIM, actor="issp")),)
    )
    incident = make_incident(
        fields=(killed(8, 54), Settled(field="perpetrator", value=JNIM)), disputed=("killed",), origins=(REUTERS,) * 2
    )
    assert reasons_of(incident, old).keys() <= CODES.keys()
    assert say_reason("toll_rose", "killed|8|54", VOCABULARY, "fr") == "tués\u00a0: bilan passé de 8 à 54"
