"""What a word of violence means among the others of its sentence: bombs that were found, jets that bomb."""

from __future__ import annotations

from functools import cache

from msgspec import structs

from tamani.extract.details.targets import find_targets
from tamani.extract.details.victims import find_victims
from tamani.extract.document import TITLE, Sentence, remembered
from tamani.extract.grammar.clauses import Clause, find_clauses
from tamani.extract.grammar.doings import PEOPLE
from tamani.extract.lexicon import is_participle, read_lexicon
from tamani.extract.scene.kinds import Trigger, find_triggers
from tamani.extract.scene.stand_ins import add_stand_ins
from tamani.extract.scene.wreckers import add_wrecking

EXPLOSIVES = ("bombing", "landmine_ied", "shelling")
BLASTS = (*EXPLOSIVES, "suicide_bombing")
DROPPED = ("bombing", "shelling", "armed_attack")  # what an aircraft does
REACH = 7  # tokens from the aircraft to its deed
SHOT = 12  # tokens from "shot" to whom it hit: "shot (last night in Gao) the mayor of the town, X"
MANY = frozenset(["dozens", "several", "scores", "hundreds"])
CAMERAS = frozenset(["photographer", "photographers", "cameraman", "director", "filmmaker", "filmmakers"])
SHOT_BY = frozenset(
    ["victims.object", "victims.object_name", "victims.fired_at", "victims.fired_at_name", "targets.object"]
)


@remembered
def read_triggers(sentence: Sentence, language: str) -> tuple[Trigger, ...]:
    """The words of a sentence that name events, each as it is meant there."""
    triggers = add_wrecking(sentence, find_triggers(sentence, language), language)
    finds = _find_words(sentence, language)
    if finds:
        triggers = _read_finds(sentence, triggers, finds, language)
    if triggers:
        triggers = _read_search(sentence, _read_arms(sentence, triggers, language), language)
        triggers = tuple([_read_emblems(sentence, trigger, language) for trigger in triggers])
    if language == "en":
        triggers = _read_shots(sentence, tuple([_read_strike(sentence, trigger) for trigger in triggers]))
    if not triggers:
        return ()
    triggers = tuple([_read_flight(sentence, trigger, language) for trigger in triggers])
    return add_stand_ins(sentence, triggers, language)


def _read_shots(sentence: Sentence, triggers: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    """ "Gunmen shot the mayor", "shot at a bus"; but a film, a ball or a glance may be shot as well."""
    spots = [at for at in sentence.where.get("shot", ()) if not any(one.first <= at <= one.last for one in triggers)]
    clauses = [one for one in find_clauses(sentence, "en") if one.lemma == "shoot"] if spots else []
    meant = [one.head for one in clauses if one.head in spots and _hits_somebody(sentence, one)]
    made = [Trigger(at, at, "armed_attack", 1, False, True) for at in meant]
    return tuple(sorted([*triggers, *made], key=lambda one: one.first)) if made else triggers


def _hits_somebody(sentence: Sentence, clause: Clause) -> bool:
    """Has "shot" people or a thing of theirs as its object, and nobody with a camera as its subject?"""
    if any(sentence.tokens[one.head].norm in CAMERAS for one in clause.subjects):
        return False
    if any(sentence.lemmas[one.head] in PEOPLE or sentence.tokens[one.head].norm in MANY for one in clause.objects):
        return clause.voice == "active"
    roles = (*find_victims(sentence, "en"), *find_targets(sentence, "en"))
    return any(0 < role.first - clause.head <= SHOT and role.rule in SHOT_BY for role in roles)


def _read_strike(sentence: Sentence, trigger: Trigger) -> Trigger:
    """ "The strike by teachers", "a strike over pay": nobody was hit. "Struck" and "strikes on" are left."""
    if trigger.first != trigger.last or sentence.norms[trigger.first] not in ("strike", "strikes"):
        return trigger
    if trigger.kind != "armed_attack" or not _words("work", "en").intersection(sentence.present):
        return trigger
    return structs.replace(trigger, kind="strike_work_stoppage", strength=2, noun=True)


def _read_search(sentence: Sentence, triggers: tuple[Trigger, ...], language: str) -> tuple[Trigger, ...]:
    """ "Police raided the offices of the party": a search, where nothing else is said to have been done."""
    if len(triggers) != 1 or sentence.norms[triggers[0].first] not in _words("search", "raids"):
        return triggers
    kinds = (f"forces_{language}", f"premises_{language}")
    if any(_words("search", kind).isdisjoint(sentence.norms) for kind in kinds):
        return triggers
    return (structs.replace(triggers[0], kind="arrest"),)


def _read_emblems(sentence: Sentence, trigger: Trigger, language: str) -> Trigger:
    """ "Burned tyres and a flag": that is how people march."""
    if trigger.kind != "arson":
        return trigger
    near = sentence.norms[trigger.last + 1 : trigger.last + 5]
    if _words("emblems", language).isdisjoint(near):
        return trigger
    return structs.replace(trigger, kind="protest")


def _read_arms(sentence: Sentence, triggers: tuple[Trigger, ...], language: str) -> tuple[Trigger, ...]:
    """ "Youths armed with grenades": arms without a deed are no event of their own; in a headline they are."""
    arms = _words("arms", language)
    if sentence.paragraph == TITLE or not any(one.kind in BLASTS for one in triggers):
        return triggers
    if not _words("arms", f"deeds_{language}").isdisjoint(sentence.present):
        return triggers
    deeds = tuple(one for one in triggers if not _is_arm(sentence, one, arms))
    return triggers if deeds else ()


def _is_arm(sentence: Sentence, trigger: Trigger, arms: frozenset[str]) -> bool:
    """A bomb, several bombs; "bombed" is a deed."""
    words = sentence.norms[trigger.first : trigger.last + 1]
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
        if token.norm in (",", ";", ":", "by", "par", "been", "was", "were", "being", "ete"):
            return trigger  # "a plane was dynamited": it is what was hit
        if token.norm in aircraft or sentence.lemmas[at] in aircraft:
            before = sentence.norms[at - 1] if at else ""
            aimed = _words("aircraft", f"aimed_{language}")
            return trigger if before in aimed else structs.replace(trigger, kind="air_drone_strike", strength=2)
    return trigger
