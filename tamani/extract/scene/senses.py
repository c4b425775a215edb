"""What a word of violence means among the others of its sentence: bombs that were found, jets that bomb."""

from __future__ import annotations

from functools import cache

from msgspec import structs

from tamani.extract.document import TITLE, Sentence
from tamani.extract.lexicon import is_participle, read_lexicon
from tamani.extract.scene.kinds import Trigger, find_triggers

EXPLOSIVES = ("bombing", "landmine_ied", "shelling")
DROPPED = ("bombing", "shelling", "armed_attack")  # what an aircraft does
REACH = 7  # tokens from the aircraft to its deed


def read_triggers(sentence: Sentence, language: str) -> tuple[Trigger, ...]:
    """The words of a sentence that name events, each as it is meant there."""
    triggers = find_triggers(sentence, language)
    finds = _find_words(sentence, language)
    if finds:
        triggers = _read_finds(sentence, triggers, finds, language)
    triggers = _read_arms(sentence, triggers, language)
    if language == "en":
        triggers = tuple(_read_strike(sentence, trigger) for trigger in triggers)
    return tuple(_read_flight(sentence, trigger, language) for trigger in triggers)


def _read_strike(sentence: Sentence, trigger: Trigger) -> Trigger:
    """ "The strike by teachers", "a strike over pay": nobody was hit. "Struck" and "strikes on" are left."""
    if trigger.first != trigger.last or sentence.tokens[trigger.first].norm not in ("strike", "strikes"):
        return trigger
    if trigger.kind != "armed_attack" or not _words("work", "en").intersection(sentence.present):
        return trigger
    return structs.replace(trigger, kind="strike_work_stoppage", strength=2, noun=True)


def _read_arms(sentence: Sentence, triggers: tuple[Trigger, ...], language: str) -> tuple[Trigger, ...]:
    """ "Youths armed with grenades": arms without a deed are no event of their own; in a headline they are."""
    arms = _words("arms", language)
    if sentence.paragraph == TITLE or not any(one.kind in (*EXPLOSIVES, "suicide_bombing") for one in triggers):
        return triggers
    if not _words("arms", f"deeds_{language}").isdisjoint(sentence.present):
        return triggers
    deeds = tuple(one for one in triggers if not _is_arm(sentence, one, arms))
    return triggers if deeds else ()


def _is_arm(sentence: Sentence, trigger: Trigger, arms: frozenset[str]) -> bool:
    """A bomb, several bombs; "bombed" is a deed."""
    words = [token.norm for token in sentence.tokens[trigger.first : trigger.last + 1]]
    return " ".join(words) in arms or " ".join(word.removesuffix("s") for word in words) in arms


@cache
def _words(table: str, name: str) -> frozenset[str]:
    return frozenset(read_lexicon("kinds")[table][name])


def _find_words(sentence: Sentence, language: str) -> list[int]:
    """Where a sentence says that something was found or seized."""
    words = _words("found", language).intersection(sentence.present)
    if not words or _words("found", f"used_{language}").intersection(sentence.present):
        return []
    return sorted({at for word in words for at in sentence.where[word]})


def _read_finds(
    sentence: Sentence, triggers: tuple[Trigger, ...], finds: list[int], language: str
) -> tuple[Trigger, ...]:
    """ "100 kg of explosives were discovered", "two rifles were seized": arms that nobody used."""
    arms = _words("found", f"arms_{language}").intersection(sentence.present)
    spots = [(one.first, one.last) for one in triggers if one.kind in EXPLOSIVES and one.noun]
    # "Des hommes armés" are no arms.
    spots += [(at, at) for word in arms for at in sentence.where[word] if not is_participle(sentence, at)]
    if not spots or any(not one.noun and one.kind != "arrest" for one in triggers):
        return triggers
    first, last = min(spots, key=lambda spot: min(abs(spot[0] - at) for at in finds))
    rest = [one for one in triggers if (one.first, one.last) not in spots]
    return tuple(sorted([*rest, Trigger(first, last, "disrupted_plot", 2, True, False)], key=lambda one: one.first))


def _read_flight(sentence: Sentence, trigger: Trigger, language: str) -> Trigger:
    """ "Planes bombed the camp", "jets fired missiles": an air strike, where the aircraft does it."""
    if trigger.kind not in DROPPED or trigger.harm:
        return trigger
    start = max(0, trigger.first - REACH)
    aircraft = _words("aircraft", language)
    for at in range(trigger.first - 1, start - 1, -1):
        token = sentence.tokens[at]
        if token.norm in (",", ";", ":", "by", "par"):
            return trigger
        if token.norm in aircraft or sentence.lemmas[at] in aircraft:
            before = sentence.tokens[at - 1].norm if at else ""
            aimed = _words("aircraft", f"aimed_{language}")
            return trigger if before in aimed else structs.replace(trigger, kind="air_drone_strike", strength=2)
    return trigger
