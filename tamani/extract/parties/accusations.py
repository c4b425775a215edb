"""Who is accused: "the junta blamed JNIM", "attribuées au GSIM", "laid the blame on X", an army's own strike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tamani.extract.document import Sentence
from tamani.extract.grammar.groups import find_groups
from tamani.extract.parties.actors import FoundActor
from tamani.extract.parties.grounds import ARMED, STATE, Grounds, Hit, Scene, attributions_of
from tamani.extract.saying.attribution import Attribution, find_speaker
from tamani.extract.saying.speakers import name_speaker
from tamani.extract.saying.speech import (
    Phrase,
    find_phrase_before,
    find_state,
    find_words,
    identify_speaker,
    is_auxiliary,
    read_words,
)
from tamani.records import Basis, Stance

FAR = 12  # tokens from "laid the blame" to "on X"
_HARMS = frozenset(["avoir", "massacre", "mort", "tuerie", "execution", "killing", "killings", "death", "deaths"])
_SPANS = frozenset(["days", "weeks", "months", "years", "day", "week", "month", "year"])
_SPANS |= frozenset(["jours", "semaines", "mois", "ans", "annees", "jour", "semaine", "an", "annee"])
_LATER = frozenset(["apres", "after", "following", "depuis", "since"])


def find_accused(
    sentence: Sentence, norms: Sequence[str], actors: Sequence[FoundActor], grounds: Grounds, scene: Scene
) -> Iterator[Hit]:
    """ "the junta blamed JNIM", "l'armée accuse la katiba", "attribuées au GSIM"."""
    for one in attributions_of(sentence, scene):
        if one.verb != "accuse" or one.stance is Stance.DENIED:
            continue
        accused = next(
            (actor for actor in actors if one.first <= actor.first <= one.first + 5 and actor.type in ARMED | STATE),
            None,
        )
        army = _find_army(norms, one, grounds, scene)
        if army is not None and (accused is None or army.first < accused.first):
            accused = army  # "the army and the VDP"
        accused = accused or _find_people(sentence, one, scene)
        if (
            accused is not None
            and accused.type == "state"
            and norms[accused.first - 1] in ("of", "de", "du", "d'", "in")
        ):
            continue  # "the Communist Party of Spain" is not Spain
        if accused is None or (accused.type in STATE and not _does_harm(norms, accused, grounds)):
            continue
        for actor in _join_actors(norms, accused, actors):
            yield Hit(actor, Basis.ACCUSED, one.said_by, one.speaker, rule="perpetrators.accused")
    for at in find_words(sentence, grounds.lists["attribute"]):
        if is_other_event(norms[max(0, at - 8) : at + 1], grounds.lists["attribute"], grounds.lists["attack_noun"]):
            continue
        to = next(
            (step for step in range(at + 1, min(at + 6, len(norms))) if norms[step] in grounds.lists["attribute_to"]),
            None,
        )
        accused = next(
            (a for a in actors if to is not None and to < a.last and a.first - to <= 4 and a.type in ARMED), None
        )
        if accused is not None and grounds.lists["none"].isdisjoint(norms[max(0, at - 5) : at]):
            said = find_agent(sentence, at, to or at, actors, scene)
            said = said if said[0] else _find_agent_after(sentence, accused, actors, scene)
            yield Hit(accused, Basis.ACCUSED, *said, rule="perpetrators.attributed")


def find_agent(
    sentence: Sentence, verb: int, end: int, actors: Sequence[FoundActor], scene: Scene
) -> tuple[str | None, str | None]:
    """ "Imputée par le préfet à des bandits": who imputes it."""
    by = next((step for step in range(verb + 1, end) if sentence.norms[step] in ("par", "by")), None)
    phrase = Phrase(by + 1, end - 1) if by is not None and by + 1 < end else None
    if phrase is None:
        return None, None
    speaker = identify_speaker(sentence, phrase, actors, scene.registry, scene.countries)
    return name_speaker(sentence, phrase, actors, scene.registry), speaker


def _find_agent_after(
    sentence: Sentence, accused: FoundActor, actors: Sequence[FoundActor], scene: Scene
) -> tuple[str | None, str | None]:
    """ "Attribuée au JNIM par l'état-major": who attributes it stands behind."""
    by = accused.last + 1
    if by >= len(sentence.tokens) or sentence.tokens[by].norm not in ("par", "by"):
        return None, None
    groups = find_groups(sentence, scene.language or "en")
    group = next((one for one in groups if by < one.core[0] <= by + 2), None)
    if group is None:
        return None, None
    phrase = Phrase(by + 1, group.last)
    speaker = identify_speaker(sentence, phrase, actors, scene.registry, scene.countries)
    return name_speaker(sentence, phrase, actors, scene.registry), speaker


def is_other_event(norms: Sequence[str], attributed: frozenset[str], nouns: frozenset[str]) -> bool:
    """ "Five months after a massacre attributed to X" is no news; "died in a raid attributed to X" is."""
    at = next((step for step in range(len(norms) - 1, -1, -1) if norms[step] in attributed), 0)
    if at < 2 or norms[at - 1] not in nouns:
        return False
    if norms[at - 2] in ("another", "autre"):
        return True
    later = norms[max(0, at - 4) : at - 2]
    return (
        norms[at - 2] in ("un", "une", "a", "an") and not _LATER.isdisjoint(later) and not _SPANS.isdisjoint(norms[:at])
    )


def _find_people(sentence: Sentence, speech: Attribution, scene: Scene) -> FoundActor | None:
    """ "The association accused herdsmen of the killings": people whom no list names."""
    near = sentence.tokens[speech.first : speech.first + 8]
    if not any(token.norm in ("of", "d'") for token in near):
        return None
    group = next((one for one in find_groups(sentence, scene.language or "en") if one.first >= speech.first), None)
    if group is None or group.first > speech.first + 1 or not group.plural or group.last + 1 >= len(sentence.tokens):
        return None
    after = sentence.norms[group.last + 1]
    harmful = after in ("of", "d'") and _tells_of_harm(sentence, group.last + 2)
    return FoundActor(group.core[0], group.core[1], None, "unknown") if harmful else None


def _tells_of_harm(sentence: Sentence, at: int) -> bool:
    near = sentence.tokens[at : at + 5]
    return any(token.norm in _HARMS or token.norm.endswith("ing") or token.norm == "attack" for token in near)


def _find_army(norms: Sequence[str], speech: Attribution, grounds: Grounds, scene: Scene) -> FoundActor | None:
    """ "Residents accuse the army of killing 20 herders": the army of the country the report is about."""
    for at in range(speech.first, min(speech.first + 4, len(norms))):
        if norms[at] in grounds.lists["army"]:
            actor = find_state(scene.countries[0], "state_force", scene.registry) if scene.countries else None
            return FoundActor(at, at, actor, "state_force")
    return None


def _join_actors(norms: Sequence[str], first: FoundActor, actors: Sequence[FoundActor]) -> list[FoundActor]:
    """The actor and those joined to it: "l'armée malienne et les mercenaires russes"."""
    joined = [first]
    for actor in actors:
        between = norms[joined[-1].last + 1 : actor.first]
        if joined[-1].last < actor.first <= joined[-1].last + 4 and set(between) & {"et", "and"}:
            joined.append(actor)
    return [actor for actor in joined if actor.type in ARMED | STATE]


def find_blamed(norms: Sequence[str], fighters: Sequence[FoundActor], grounds: Grounds) -> Iterator[Hit]:
    """ "X was blamed for", "sont soupçonnés d'avoir": nobody in particular says so, or somebody after "by"."""
    for actor in fighters:
        after = norms[actor.last + 1 : actor.last + 6]
        helped = next((at for at, norm in enumerate(after) if norm in grounds.lists["be"]), None)
        if helped is None or not grounds.lists["none"].isdisjoint(after):
            continue
        rest = set(after[helped + 1 :])
        if rest & grounds.lists["blamed"]:
            yield Hit(actor, Basis.ACCUSED, rule="perpetrators.accused")
        elif rest & grounds.lists["suspected"]:
            yield Hit(actor, Basis.SUSPECTED, rule="perpetrators.suspected")


def _does_harm(norms: Sequence[str], actor: FoundActor, grounds: Grounds) -> bool:
    after = norms[actor.last + 1 : actor.last + 9]
    # "accuses the army after the killing of 20" is no charge of killing.
    end = next((at for at, norm in enumerate(after) if norm in _LATER), len(after))
    return any(norm in grounds.attack or norm.endswith("ing") or norm in _HARMS for norm in after[1:end])


def find_laid_blame(
    sentence: Sentence, norms: Sequence[str], actors: Sequence[FoundActor], grounds: Grounds, scene: Scene
) -> Iterator[Hit]:
    """ "The minister laid the blame for Sunday's bloodshed squarely on X", "fait porter la responsabilité à X"."""
    for at in find_words(sentence, grounds.lists["blame"]):
        verb = next((step for step in range(max(0, at - 4), at) if norms[step] in grounds.lists["lay"]), None)
        to = next(
            (step for step in range(at + 1, min(at + FAR, len(norms))) if norms[step] in grounds.lists["lay_on"]), None
        )
        if verb is None or to is None or not grounds.lists["none"].isdisjoint(norms[max(0, verb - 2) : verb]):
            continue
        accused = next((one for one in actors if one.type in ARMED and to < one.last and one.first - to <= 5), None)
        if accused is not None:
            yield Hit(
                accused, Basis.ACCUSED, *find_subject(sentence, verb, actors, scene), rule="perpetrators.attributed"
            )


def find_subject(
    sentence: Sentence, verb: int, actors: Sequence[FoundActor], scene: Scene
) -> tuple[str | None, str | None]:
    words = read_words(scene.language)
    begin = verb
    while begin > 0 and is_auxiliary(sentence.tokens[begin - 1], words):
        begin -= 1
    phrase = find_phrase_before(sentence, begin - 1, words, actors)
    if phrase is None:
        return None, None
    speaker = identify_speaker(sentence, phrase, actors, scene.registry, scene.countries)
    return name_speaker(sentence, phrase, actors, scene.registry), speaker


def may_strike(sentence: Sentence, grounds: Grounds) -> bool:
    """Are there words of an army and of a strike at all?"""
    where = sentence.where
    return not (grounds.lists["army"].isdisjoint(where) or grounds.lists["strike"].isdisjoint(where))


def find_strikes(sentence: Sentence, norms: Sequence[str], grounds: Grounds, scene: Scene) -> Iterator[Hit]:
    """ "An army drone strike killed twelve villagers", "une frappe de l'armée a tué douze civils"."""
    lists = grounds.lists
    if not scene.countries or not may_strike(sentence, grounds):
        return
    for at in find_words(sentence, lists["army"]):
        near = {*norms[max(0, at - 5) : at], *norms[at + 1 : at + 4]}
        after = norms[at + 1 : at + 10]
        harm = next((step for step, word in enumerate(after) if word in grounds.attack), None)
        if not near & lists["strike"] or harm is None or set(after[:harm]) & (lists["be"] | lists["clause"] | {","}):
            continue
        if lists["civilians"].isdisjoint(norms[at + 1 + harm : at + harm + 12]):
            continue
        army = find_state(scene.countries[0], "state_force", scene.registry)
        speech = find_speaker(attributions_of(sentence, scene), at, at)
        if army is None or (speech is not None and speech.speaker == army):
            continue
        told = speech is not None and speech.said_by and not speech.carried
        actor = FoundActor(at, at, army, "state_force")
        if told and speech is not None:
            yield Hit(actor, Basis.ACCUSED, speech.said_by, speech.speaker, speech.stance, rule="perpetrators.strike")
        else:
            yield Hit(actor, Basis.STATED, rule="perpetrators.strike")
        return
