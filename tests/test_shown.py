"""What a reader is shown for a field: ranges, suspects, words of reports, days of undated ones, in both languages."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from newsroom import JNIM, VOCABULARY

import tamani
from tamani.phrases import load_phrases, say_reason, say_toll, say_value
from tamani.records import (
    Basis,
    Claim,
    ClaimId,
    DamageValue,
    Dossier,
    Happening,
    Incident,
    IncidentId,
    PerpetratorValue,
    Position,
    ReactionValue,
    ReportId,
    Settled,
    Span,
    Stance,
    TargetValue,
    TollValue,
    Value,
    Version,
    VictimValue,
    Who,
)
from tamani.settle.rules import UNKNOWN_ACTOR
from tamani.shown import join_statements, say_best, say_settled, say_settled_toll, say_since, say_tolls, say_when

LEXICON = Path(tamani.__file__).parent / "extract" / "lexicon"
DAY = datetime(2024, 8, 24, tzinfo=UTC)


def position(value: Value, *, superseded: bool = False, report: str = "a") -> Position:
    return Position(value=value, stance=Stance.ASSERTED, said_by=None, speaker=None, reports=(ReportId(report),),
                    origins=(), claims=(), since=DAY, superseded=superseded)  # fmt: skip


def toll(*figures: tuple[int | None, int | None], best: int, who: Who = Who.UNKNOWN) -> Settled:
    positions = tuple(position(TollValue(low, high, who)) for low, high in figures)
    shown = next(one.value for one in positions if isinstance(one.value, TollValue) and best == one.value.low)
    numbers = [number for pair in figures for number in pair if number is not None]
    return Settled(field="killed", value=shown, who=who, low=min(numbers), best=best, high=max(numbers),
                   positions=positions)  # fmt: skip


def test_figures_that_differ_are_a_range_and_never_one_of_them() -> None:
    settled = toll((200, None), (None, 600), best=200, who=Who.CIVILIANS)
    assert say_settled_toll(settled, "en") == "200–600 killed (civilians)"
    assert say_settled_toll(settled, "fr") == "200–600 tués (civils)"
    assert say_best(settled, "en") == "best supported: at least 200"
    assert say_best(settled, "fr") == "le mieux étayé\u00a0: au moins 200"


def test_the_highest_figure_that_is_an_at_least_leaves_the_range_open() -> None:
    settled = toll((140, None), (200, None), best=200)
    assert say_settled_toll(settled, "en") == "140–200 killed or more"
    assert say_settled_toll(settled, "fr") == "140–200 tués ou plus"


def test_one_figure_stays_as_it_is_said() -> None:
    settled = toll((21, None), best=21)
    assert say_settled_toll(settled, "en") == "at least 21 killed"
    assert say_best(settled, "en") is None


def test_a_range_that_one_speaker_gives_stays_in_his_words() -> None:
    settled = toll((100, 200), best=100)
    assert say_settled_toll(settled, "fr") == "de 100 à 200 tués"
    assert say_best(settled, "fr") is None


def test_one_dead_is_singular_in_french() -> None:
    assert say_toll("killed", TollValue(1, None, Who.CIVILIANS), "fr") == "au moins 1 tué (civil)"


def test_a_toll_without_a_group_says_so_beside_those_with_one() -> None:
    incident = Incident(id=IncidentId("i"), kind="armed_attack", title="", members=(),
                        fields=(toll((64, 64), best=64), toll((49, 49), best=49, who=Who.CIVILIANS)))  # fmt: skip
    assert say_tolls(incident, "en") == "49 killed (civilians), 64 killed (group not stated)"


def test_a_suspected_group_is_no_established_one() -> None:
    suspected = PerpetratorValue(JNIM.name, JNIM.actor, JNIM.type, Basis.SUSPECTED)
    settled = Settled(field="perpetrator", value=UNKNOWN_ACTOR, rule="actors", positions=(position(suspected),))
    said = say_settled(settled, VOCABULARY, "en")
    assert said.startswith("not established; suspected by reports: ")
    assert "unknown" not in said
    assert say_settled(settled, VOCABULARY, "fr").startswith("non établi\u00a0; soupçonné par des articles\u00a0: ")


def test_a_described_author_is_quoted() -> None:
    gunmen = PerpetratorValue("hommes armés", None, "unknown", Basis.SUSPECTED)
    settled = Settled(field="perpetrator", value=UNKNOWN_ACTOR, rule="actors", positions=(position(gunmen),))
    assert say_settled(settled, VOCABULARY, "en") == "not established; described as “hommes armés”"
    empty = Settled(field="perpetrator", value=UNKNOWN_ACTOR, rule="actors")
    assert say_settled(empty, VOCABULARY, "fr") == "non établi"


@pytest.mark.parametrize(("field", "value", "french"), [
    ("victim", VictimValue("fighters", type="armed_group"), "«\u00a0fighters\u00a0» (groupe armé)"),
    ("target", TargetValue("boat", "transport"), "«\u00a0boat\u00a0» (transport)"),
    ("damage", DamageValue("shops", "burned"), "«\u00a0shops\u00a0» (incendie)"),
    ("tactic", "house_to_house", "maison par maison"),
    ("stage", "foiled", "déjoué"),
    ("propaganda", "photos", "photos"),
    ("reaction", ReactionValue("ministers", "condemns", "condemned the attack"),
     "ministers, condamnation\u00a0: «\u00a0condemned the attack\u00a0»"),
])  # fmt: skip
def test_words_of_reports_are_quoted_and_words_of_lists_translated(field: str, value: Value, french: str) -> None:
    assert say_value(field, value, VOCABULARY, "fr") == french


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("field", "file", "table"), [
    ("target", "targets", "types"), ("weapon", "weapons", "types"), ("victim", "victims", "functions"),
    ("damage", "damage", "effects"), ("tactic", "tactics", "tactic"), ("stage", "tactics", "stage"),
])  # fmt: skip
def test_every_word_of_a_closed_list_is_said_in_both_languages(
    field: str, file: str, table: str, language: str
) -> None:
    words = tomllib.loads((LEXICON / f"{file}.toml").read_text(encoding="utf-8"))[table]
    assert not words.keys() - load_phrases(language)["term"][field].keys()


def test_propaganda_is_said_in_both_languages() -> None:
    words = tomllib.loads((LEXICON / "tactics.toml").read_text(encoding="utf-8"))["propaganda"]
    for language in ("en", "fr"):
        assert not {*words["media"], *words["shown"]} - load_phrases(language)["term"]["propaganda"].keys()


def test_one_year_is_a_year() -> None:
    assert say_reason("first_in_years", "1|25", VOCABULARY, "en").startswith("first within 25 km for a year")
    assert "2 years" in say_reason("first_in_years", "2|25", VOCABULARY, "en")
    assert not re.search(r"\b1 ans\b", say_reason("first_in_years", "1|25", VOCABULARY, "fr"))


def test_what_an_undated_report_says_is_no_event_of_the_day_it_was_added() -> None:
    undated = frozenset({ReportId("a")})
    assert say_since(position("x"), undated, "fr") == "sans date"
    assert say_since(position("x", report="b"), undated, "en") == "24 August 2024"
    happening = Happening(at=DAY, code="toll", text="", report=ReportId("a"))
    assert say_when(happening, undated, "en") == "undated, added on 24 August 2024"
    assert say_when(happening, frozenset(), "en") == "24 August 2024"


def test_a_reaction_that_copies_repeat_is_said_once() -> None:
    def claim(report: str) -> Claim:
        return Claim(id=ClaimId(report), report=ReportId(report), version=Version("v"), mention=None, field="reaction",
                     value=ReactionValue("Union", "condemns", "condemns"), span=Span(0, 1), quote="c")  # fmt: skip

    joined = join_statements([claim("a"), claim("b")], VOCABULARY, "en")
    assert [len(one.claims) for one in joined] == [2]


def test_a_record_says_which_of_its_reports_bear_no_date() -> None:
    result = tamani.run(
        [{"id": "a", "text": "Gunmen killed nine people in Gorgadji on 4 February 2025, residents said."}]
    )
    dossier: Dossier = result.dossiers[0]
    assert [one.published for one in dossier.cited] == [None]
