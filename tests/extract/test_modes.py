"""How real an event is: told, denied, feared, announced; and which kind its words speak for."""

from __future__ import annotations

import pytest

from tamani.extract.document import Sentence, prepare_sentences
from tamani.extract.scene.datelines import find_dateline
from tamani.extract.scene.habits import is_indefinite
from tamani.extract.scene.kinds import find_triggers
from tamani.extract.scene.modes import find_past_perfect, find_topic, judge_trigger
from tamani.extract.scene.unreal import find_threats
from tamani.read.sentences import split_sentences
from tamani.records import Mode, Reading, ReportId, Version


def prepare(text: str, language: str) -> tuple[Sentence, ...]:
    reading = Reading(
        report=ReportId("r"), version=Version("v"), text=text, language=language, sentences=split_sentences(text)
    )
    return prepare_sentences(reading)


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Une voiture piégée a explosé devant le gouvernorat.", "fr", "bombing"),
        ("Un kamikaze s'est fait exploser au marché.", "fr", "suicide_bombing"),
        ("Leur véhicule a sauté sur une mine artisanale.", "fr", "landmine_ied"),
        ("Des frappes de drones ont touché le campement.", "fr", "air_drone_strike"),
        ("Trois infirmiers ont été enlevés sur la route.", "fr", "abduction"),
        ("Ils ont incendié les greniers.", "fr", "arson"),
        ("Des obus sont tombés sur la ville.", "fr", "shelling"),
        ("Un accrochage a opposé l'armée aux rebelles.", "fr", "armed_clash"),
        ("A roadside bomb killed four soldiers.", "en", "landmine_ied"),
        ("The airstrike hit a wedding.", "en", "air_drone_strike"),
        ("Bandits kidnapped the pupils at dawn.", "en", "abduction"),
        ("Rockets were fired at the airport.", "en", "shelling"),
        ("Protesters took to the streets of Niamey.", "en", "protest"),
        ("Shops were looted by the crowd.", "en", "looting"),
        ("The deputy mayor was assassinated at home.", "en", "assassination"),
        ("Women were raped during the raid.", "en", "sexual_violence"),
    ],
)
def test_words_speak_for_a_kind(text: str, language: str, kind: str) -> None:
    assert kind in {trigger.kind for trigger in find_triggers(prepare(text, language)[0], language)}


@pytest.mark.parametrize(
    ("text", "language", "mode"),
    [
        ("Des hommes armés ont attaqué le village.", "fr", Mode.ACTUAL),
        ("Aucune attaque n'a été signalée.", "fr", Mode.NEGATED),
        ("Le groupe pourrait attaquer la ville.", "fr", Mode.HYPOTHETICAL),
        ("Les rebelles attaqueront la ville.", "fr", Mode.FUTURE),
        ("Gunmen attacked the village.", "en", Mode.ACTUAL),
        ("There was no attack on the town.", "en", Mode.NEGATED),
        ("The group could attack the town.", "en", Mode.HYPOTHETICAL),
        ("The rebels will attack the town.", "en", Mode.FUTURE),
    ],
)
def test_an_event_that_did_not_happen_is_marked(text: str, language: str, mode: Mode) -> None:
    sentence = prepare(text, language)[0]
    assert judge_trigger(sentence, find_triggers(sentence, language)[0], language) is mode


def test_the_past_perfect_steps_back_in_time() -> None:
    assert find_past_perfect(prepare("En mai, une attaque avait fait dix morts.", "fr")[0], "fr")
    assert not find_past_perfect(prepare("Le camp était attaqué à l'aube.", "fr")[0], "fr")
    assert find_past_perfect(prepare("The town had already been raided in May.", "en")[0], "en")
    assert not find_past_perfect(prepare("The army had no comment.", "en")[0], "en")


def test_french_that_repeats_a_speaker_steps_back_without_going_back_in_time() -> None:
    said = prepare("Le ministre a assuré jeudi que des rebelles avaient tué neuf gardes au bac.", "fr")[0]
    assert not find_past_perfect(said, "fr")
    long_ago = prepare("Il a rappelé jeudi que des rebelles avaient déjà tué neuf gardes au bac.", "fr")[0]
    assert find_past_perfect(long_ago, "fr")


def test_many_attacks_are_no_event() -> None:
    sentence = prepare("La région a connu plusieurs attaques ces derniers mois.", "fr")[0]
    assert is_indefinite(sentence, find_triggers(sentence, "fr")[0], "fr")


def test_a_match_and_a_drill_are_told_from_an_attack() -> None:
    assert find_topic(prepare("Le club a perdu le match malgré une attaque massive.", "fr"), "fr") == "sport"
    assert find_topic(prepare("The drill simulated an attack on the airport.", "en"), "en") == "exercise"
    assert find_topic(prepare("Gunmen attacked a market near Djibo.", "en"), "en") is None


def test_a_dateline_is_not_the_scene() -> None:
    sentence = prepare("NIAMEY, 16 août (Agence) – Des hommes armés ont attaqué Torodi.", "fr")[0]
    assert sentence.tokens[find_dateline(sentence)].text == "–"
    assert find_dateline(prepare("Gunmen attacked Torodi on Sunday.", "en")[0]) == -1


def test_a_promise_to_do_everything_threatens_nobody() -> None:
    said = prepare("Elle promet de tout faire pour retrouver les auteurs.", "fr")[0]
    assert not find_threats(find_triggers(said, "fr"))
