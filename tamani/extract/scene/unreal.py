"""Violence that nobody did: played in an exercise, told in a novel, feared, threatened, or a figure of speech."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.counts.tolls import FoundToll
from tamani.extract.details.role_words import FoundRole
from tamani.extract.document import Sentence, remembered
from tamani.extract.grammar.clauses import Clause, find_clauses
from tamani.extract.lexicon import Phrases, make_phrases, read_lexicon
from tamani.extract.scene.kinds import Trigger

REACH = 12  # tokens from "redoutent" to the attack that is feared
NEAR = 4  # tokens from "a threat of" to the raid
OF = frozenset(("of", "d'", "de"))
LISTS = (("of",), ("d'",), ("de",))
ARTICLES = frozenset(("a", "an", "un", "une", "des", "new", "nouvelle"))
WORSE = ("able", "ible", "ables", "ibles", "trophique", "fatale", "pire")
WOULD_BE = frozenset(
    ("would", "could", "might", "serait", "seraient", "ferait", "feraient", "couterait", "entrainerait", "provoquerait")
)
BORDERS = frozenset((",", ";", ":", "(", ")", "."))


class Words(Struct, frozen=True):
    """The words of a language that make violence unreal."""

    played: Phrases[str]
    genres: Phrases[str]
    tells: Phrases[str]
    inside: frozenset[str]
    players: frozenset[str]
    agents: frozenset[str]
    abstract: frozenset[str]
    links: frozenset[str]
    idioms: Phrases[str]
    governors: Phrases[str]
    stops: frozenset[str]
    done: frozenset[str]
    conditions: Phrases[str]
    no_if: frozenset[str]
    opens: frozenset[str]
    would: frozenset[str]
    could: frozenset[str]
    dying: frozenset[str]
    threats: Phrases[str]
    acts: frozenset[str]
    states: frozenset[str]
    foes: frozenset[str]
    gate: frozenset[str]  # a sentence with none of these is meant as it stands


@cache
def _load(language: str) -> Words:
    table = read_lexicon("unreal")

    def phrases(name: str, key: str = language) -> Phrases[str]:
        return make_phrases((text, name) for text in table[name][key])

    def words(name: str, key: str) -> frozenset[str]:
        return frozenset(table[name][key])

    starts = [phrases(name).by_first.keys() for name in ("played", "fiction", "idioms", "governors", "threats")]
    gate = frozenset().union(*starts, words("agents", language), words("abstract", language))
    return Words(
        played=phrases("played"), genres=phrases("fiction"), tells=phrases("fiction", f"verbs_{language}"),
        inside=words("fiction", f"before_{language}"), players=words("fiction", "players"),
        agents=words("agents", language), abstract=words("abstract", language), links=words("abstract", "links"),
        idioms=phrases("idioms"), governors=phrases("governors"), stops=words("governors", "stops"),
        done=words("governors", "done"), conditions=phrases("conditions"), no_if=words("conditions", "no_if"),
        opens=frozenset(table["conditions"].get(f"opens_{language}", ())),
        would=words("conditions", f"would_{language}"), could=words("conditions", "could"),
        dying=words("conditions", "dying"), threats=phrases("threats"), acts=words("threats", f"acts_{language}"),
        states=words("threats", "states"), foes=words("threats", "foes"),
        gate=gate | WOULD_BE | words("conditions", f"would_{language}") | words("conditions", "could"),
    )  # fmt: skip


DOGS = frozenset(("dog", "dogs", "chien", "chiens"))
HANDLERS = frozenset(
    (
        "police",
        "policemen",
        "officers",
        "soldiers",
        "troops",
        "guards",
        "policiers",
        "gendarmes",
        "soldats",
        "militaires",
    )
)
Found = tuple[tuple[Trigger, ...], tuple[FoundToll, ...]]


def keep_real(sentence: Sentence, triggers: tuple[Trigger, ...], tolls: tuple[FoundToll, ...], language: str) -> Found:
    """The words of violence and the figures of a sentence that are meant as they stand."""
    words = _load(language)
    if words.gate.isdisjoint(sentence.present):
        return (triggers if tolls or not triggers else _leave_planned(sentence, triggers, language)), tolls
    if not triggers:
        tolls = tuple(one for one in tolls if not _executes_plan(sentence, one, words))
    threat = _find_threat(sentence, language)
    if not (triggers or tolls or threat):
        return (), ()
    if _is_unreal(sentence, language):
        return (), ()
    if threat is not None:
        return (*(one for one in triggers if one.last < threat.first - 12), threat), tolls
    if _is_conditional(sentence, language):
        return (), ()
    kept = tuple(one for one in triggers if not _is_figure(sentence, one, words))
    if _is_natural(sentence, triggers, words, language):
        return (), ()
    if not tolls:
        kept = tuple(one for one in kept if not _is_governed(sentence, one, words))
        kept = _leave_planned(sentence, kept, language)
        kept = tuple(one for one in kept if not _is_supposed(sentence, one))
        return kept, ()
    led = [one for one in kept if _is_governed(sentence, one, words, 0)]
    if led:
        kept = tuple(one for one in kept if one not in led)
        tolls = tuple(one for one in tolls if not any(0 < one.first - verb.last <= NEAR for verb in led))
    if not words.could.isdisjoint(sentence.present):
        tolls = tuple(one for one in tolls if not _is_possible(sentence, one, words))
    return kept, tolls if kept or not triggers else ()


def _executes_plan(sentence: Sentence, toll: FoundToll, words: Words) -> bool:
    """ "Executing a methodical strategy": a plan is carried out, and nobody is put to death."""
    near = range(max(0, toll.first - 2), toll.last + 1)
    return any(
        sentence.norms[at].startswith("execut") and not words.abstract.isdisjoint(sentence.norms[at + 1 : at + 5])
        for at in near
    )


@remembered
def _is_unreal(sentence: Sentence, language: str) -> bool:
    """Is what it tells played, or made up?"""
    words = _load(language)
    played = any(words.played.match(sentence, at) for at in words.played.starts(sentence))
    return played or _is_fiction(sentence, words)


def _is_fiction(sentence: Sentence, words: Words) -> bool:
    """ "Ce roman raconte", "in the video game": a genre that holds the deed, or tells it."""
    for at in words.genres.starts(sentence):
        hit = words.genres.match(sentence, at)
        if hit is None or (sentence.norms[at + 1 : at + 2] in LISTS and sentence.norms[at] in ("series", "serie")):
            continue  # "killed in a series of attacks", "dans une série d'attaques"
        before = set(sentence.norms[max(0, at - 3) : at])
        if before & words.inside or words.players.intersection(sentence.present):
            return True
        near = range(at + hit[0], min(at + hit[0] + 6, len(sentence.tokens)))
        if any(words.tells.match(sentence, step) for step in near):
            return True
    return False


def _is_figure(sentence: Sentence, trigger: Trigger, words: Words) -> bool:
    """ "L'explosion des prix", "held customers' files hostage", "attentat contre la Constitution", an idiom."""
    for at in words.idioms.starts(sentence):
        hit = words.idioms.match(sentence, at)
        if hit is not None and at <= trigger.last and trigger.first < at + hit[0]:
            return True
    if words.abstract.isdisjoint(sentence.present):
        return False
    tokens = sentence.tokens
    at = trigger.last + 1
    if not trigger.noun and trigger.first and sentence.lemmas[trigger.first - 1] in ("be", "etre"):
        return False
    while at < len(tokens) and at < trigger.last + 5 and tokens[at].norm in words.links:
        at += 1
    near = at if at > trigger.last + 1 or not trigger.noun else -1
    if near >= 0 and not words.abstract.isdisjoint(sentence.norms[near : near + 2]):
        return True  # "an attack on press freedom"
    before = tokens[trigger.first - 1].norm if trigger.first else ""
    return trigger.noun and before in words.abstract and before not in words.links


def _is_natural(sentence: Sentence, triggers: Sequence[Trigger], words: Words, language: str) -> bool:
    """ "A lion killed two herdsmen", "les flammes ont tué", "cocoa prices exploded"."""
    if words.agents.isdisjoint(sentence.present) or _are_led(sentence):
        return False
    heads = {at for trigger in triggers for at in range(trigger.first, trigger.last + 1)}
    clauses = [one for one in find_clauses(sentence, language) if one.head in heads]
    return any(_does_it(sentence, clause, words) for clause in clauses)


def _are_led(sentence: Sentence) -> bool:
    """ "Police used dogs to disperse the march, killing one": dogs on a lead are a means."""
    return not DOGS.isdisjoint(sentence.present) and not HANDLERS.isdisjoint(sentence.present)


def _does_it(sentence: Sentence, clause: Clause, words: Words) -> bool:
    doers = [*clause.subjects, *(group for word, group in clause.others if word in ("by", "par"))]
    if clause.voice == "nominal":
        doers = list(clause.subjects)
    norms = [(sentence.norms[group.head], sentence.lemmas[group.head]) for group in doers]
    return any(norm in words.agents or lemma in words.agents for norm, lemma in norms)


def _is_governed(sentence: Sentence, trigger: Trigger, words: Words, reach: int = REACH) -> bool:
    """ "Redoutent une attaque", "craignent que leurs enfants ne soient enlevés", "en cas d'attaque"."""
    for at in reversed(words.governors.starts(sentence)):
        hit = words.governors.match(sentence, at) if at < trigger.first else None
        if hit is None:
            continue
        named = sentence.norms[at + hit[0] - 1] in OF  # "for fear of reprisals", "en cas d'attaque"
        if trigger.first - at - hit[0] > (min(NEAR, reach) if named else reach):
            continue
        between = set(sentence.norms[at + hit[0] : trigger.first])
        return not between & (BORDERS | words.stops | words.done)
    return False


def _is_supposed(sentence: Sentence, trigger: Trigger) -> bool:
    """ "An invasion of Niger would cost lives", "une nouvelle attaque serait insupportable"."""
    tokens = sentence.tokens
    before = set(sentence.norms[max(0, trigger.first - 2) : trigger.first])
    if not trigger.noun or not before & ARTICLES:
        return False
    for at in range(trigger.last + 1, min(trigger.last + 5, len(tokens) - 1)):
        norm, after = tokens[at].norm, tokens[at + 1].norm
        if norm in BORDERS:
            return False
        # "Une attaque serait en cours", "aurait eu lieu": it is said to be so.
        if norm in WOULD_BE and (not norm.startswith("serai") or after.endswith(WORSE)):
            return True
    return False


def _leave_planned(sentence: Sentence, triggers: tuple[Trigger, ...], language: str) -> tuple[Trigger, ...]:
    """ "L'armée lancera une offensive", "will hold a raid": announced, and not yet done."""
    if language == "en":
        return (
            triggers
            if "will" not in sentence.where
            else tuple(one for one in triggers if not _is_announced(sentence, one, lambda norm: norm == "will"))
        )
    return tuple(one for one in triggers if not _is_announced(sentence, one, _is_future))


def _is_future(norm: str) -> bool:
    return norm.endswith(("era", "eront", "ira", "iront", "dra", "dront")) and len(norm) > 5


def _is_announced(sentence: Sentence, trigger: Trigger, is_future: Callable[[str], bool]) -> bool:
    tokens = sentence.tokens
    if not trigger.noun or not trigger.first or tokens[trigger.first - 1].norm not in ARTICLES:
        return False
    return any(is_future(norm) for norm in sentence.norms[max(0, trigger.first - 8) : trigger.first - 1])


@remembered
def _is_conditional(sentence: Sentence, language: str) -> bool:
    """ "If jihadists were to attack the port, thousands would die", "sans l'imam, ils auraient lynché ce garçon"."""
    words = _load(language)
    if words.would.isdisjoint(sentence.present):
        return False
    norms = sentence.norms
    for at in words.conditions.starts(sentence):
        hit = words.conditions.match(sentence, at)
        if hit is not None and (at == 0 or norms[at - 1] not in words.no_if) and language == "en":
            return True
    opening = next((step for step, norm in enumerate(norms) if norm[0].isalpha()), 0)
    return norms[opening] in words.opens and "," in norms


def _is_possible(sentence: Sentence, toll: FoundToll, words: Words) -> bool:
    """ "Up to 50,000 could die": nobody did."""
    norms = sentence.norms
    for word in words.could.intersection(sentence.present):
        for at in sentence.where[word]:
            verb = norms[at + 1] if at + 1 < len(norms) else ""
            if verb in words.dying and abs(at - toll.first) <= REACH:
                return True
    return False


@remembered
def _find_threat(sentence: Sentence, language: str) -> Trigger | None:
    """ "The group threatened to burn any lorry": a threat, where no state says it and no enemy is to be hit."""
    words = _load(language)
    for at in words.threats.starts(sentence):
        hit = words.threats.match(sentence, at)
        if hit is None:
            continue
        end = at + hit[0]
        tokens = sentence.tokens[end : end + 2]
        act = next((step for step, token in enumerate(tokens, end) if token.norm in words.acts), None)
        if act is None:
            continue
        before = set(sentence.norms[:at])
        after = set(sentence.norms[act + 1 : act + 8])
        if (
            sentence.norms[act - 1] in ("tout", "everything")  # "promet de tout faire pour retrouver les auteurs"
            or before & words.states
            or after & words.foes
            or (sentence.norms[at] == "will" and not _is_quoted(sentence, at))
        ):
            continue
        return Trigger(at, act, "threat", 2, False, False)
    return None


def find_threats(triggers: Sequence[Trigger]) -> list[FoundRole]:
    """The stage of what an armed group only threatens to do."""
    first = next((one for one in triggers if one.kind == "threat" and not one.noun), None)
    return [FoundRole("stage", "threatened", first.first, first.last, "stage.threat")] if first else []


def _is_quoted(sentence: Sentence, at: int) -> bool:
    return any(norm in ('"', "“", "«") for norm in sentence.norms[max(0, at - 12) : at])
