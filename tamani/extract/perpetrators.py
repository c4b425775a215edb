"""Who is said to have done it, and on what ground.

Call `find_perpetrators(sentences, scene)` once a mention, with the sentences that speak of it: its own ones and
those of the report that belong to no other mention ("JNIM claimed responsibility." names no event). It gives one
FoundPerpetrator an actor, with the strongest ground: claimed, accused, stated, suspected. A description ("gunmen")
comes only where nobody is named. Never a perpetrator: who is only spoken of, who denies, what nobody claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from msgspec import Struct

from tamani.extract.actors import NETWORKS, FoundActor, Registry, find_actors, read_lexicon, resolve_network
from tamani.extract.attribution import Attribution, find_speaker
from tamani.extract.document import Sentence
from tamani.extract.speech import find_state, inflect, starts_here
from tamani.records import Basis, PerpetratorValue, Stance
from tamani.words import fold

ARMED = frozenset(
    ["jihadist", "separatist", "rebel", "militia", "self_defence", "criminal", "pmc", "unknown", "network"]
)
STATE = frozenset(["state_force", "state"])
NEAR = 5  # tokens from "bears the marks of" to the name
REACH = 9  # tokens from an actor to its verb: "Militants in two vehicles laden with explosives raided"
_RANK = {Basis.CLAIMED: 0, Basis.ACCUSED: 1, Basis.STATED: 2, Basis.SUSPECTED: 3}


class Scene(Struct, frozen=True):
    """What is known of the report: pass the attributions of all its sentences, by index."""

    language: str | None
    registry: Registry
    attributions: tuple[tuple[Attribution, ...], ...] = ()
    countries: tuple[str, ...] = ()
    published: date | None = None


class FoundPerpetrator(Struct, frozen=True):
    """Tokens first to last of a sentence name somebody as perpetrator."""

    sentence: Sentence
    first: int
    last: int
    value: PerpetratorValue
    said_by: str | None = None
    speaker: str | None = None
    via: tuple[str, ...] = ()
    stance: Stance = Stance.ASSERTED


class Grounds(Struct, frozen=True):
    """Lists of lexicon/perpetrators.toml for a language."""

    lists: dict[str, frozenset[str]]
    marks: tuple[tuple[str, ...], ...]
    accusing: tuple[tuple[str, ...], ...]
    attack: frozenset[str]
    passive: frozenset[str]  # participles: "tuées par"


class Hit(Struct, frozen=True):
    """An actor with the ground on which a sentence names it."""

    actor: FoundActor
    basis: Basis
    said_by: str | None = None
    speaker: str | None = None
    stance: Stance = Stance.ASSERTED


@cache
def read_grounds(language: str | None) -> Grounds:
    """The words of naming a perpetrator in a language."""
    language = "fr" if language == "fr" else "en"
    table = read_lexicon("perpetrators")[language]
    forms = [form for lemma in table["attack"] for form in inflect(fold(lemma), language)]
    return Grounds(
        lists={key: frozenset(map(fold, value)) for key, value in table.items()},
        marks=tuple(tuple(fold(phrase).split()) for phrase in table["marks"]),
        accusing=tuple(tuple(fold(phrase).split()) for phrase in table["accusing"]),
        attack=frozenset(forms) | frozenset(map(fold, table["attack_forms"])),
        passive=frozenset(fold(lemma)[:-1] + end for lemma in table["attack"] for end in ("", "e", "s", "es"))
        | frozenset(map(fold, table["attack_forms"])) | frozenset(forms),
    )  # fmt: skip


def find_perpetrators(sentences: Sequence[Sentence], scene: Scene) -> tuple[FoundPerpetrator, ...]:
    """The perpetrators that some sentences name, the best founded first."""
    grounds = read_grounds(scene.language)
    found: list[FoundPerpetrator] = []
    last_group: FoundActor | None = None
    for sentence in sentences:
        actors = find_actors(sentence, scene.registry, scene.language)
        for hit in _find_hits(sentence, actors, grounds, scene, last_group):
            made = _make(sentence, hit, scene)
            if made is not None:
                found.append(made)
        named = [actor for actor in actors if actor.id and actor.type in ARMED and actor.type != "network"]
        last_group = named[0] if named else last_group
    return _choose(found)


def _choose(found: Sequence[FoundPerpetrator]) -> tuple[FoundPerpetrator, ...]:
    """One an actor, best ground first; descriptions only where nobody is named."""
    ranked = sorted(found, key=lambda one: (_RANK[one.value.basis], one.sentence.index, one.first))
    named: dict[str, FoundPerpetrator] = {}
    for one in ranked:
        if one.value.actor is not None and one.stance is not Stance.DENIED:
            named.setdefault(one.value.actor, one)
    denied = tuple(one for one in ranked if one.stance is Stance.DENIED)
    if named:
        return (*named.values(), *denied)
    # "jihadists" says more than "gunmen".
    plain = sorted(
        (one for one in ranked if one.stance is not Stance.DENIED),
        key=lambda one: (one.value.type in (None, "unknown"), _RANK[one.value.basis], one.sentence.index),
    )
    return (*plain[:1], *denied)


def _make(sentence: Sentence, hit: Hit, scene: Scene) -> FoundPerpetrator | None:
    actor_id, actor_type = _resolve(hit.actor, scene)
    vocabulary = scene.registry.vocabulary
    if actor_id is not None and actor_id in vocabulary.actors:
        actor_type = vocabulary.actors[actor_id].type
        actor_id = vocabulary.counted_as(actor_id)
    name = sentence.words(hit.actor.first, hit.actor.last) if hit.actor.first >= 0 else _name_of(actor_id, scene)
    value = PerpetratorValue(name, actor_id, actor_type, hit.basis)
    first, last = (hit.actor.first, hit.actor.last) if hit.actor.first >= 0 else (0, len(sentence.tokens) - 1)
    speech = find_speaker(_attributions_of(sentence, scene), first, last)
    via = speech.via if speech else ()
    said_by, speaker = hit.said_by, hit.speaker
    if hit.basis is Basis.CLAIMED:
        said_by, speaker = name, actor_id
    elif said_by is None and speech is not None and not speech.carried:
        said_by, speaker = speech.said_by, speech.speaker
    stance = hit.stance
    if speech is not None and speech.stance is Stance.DOUBTED and stance is Stance.ASSERTED:
        stance = Stance.DOUBTED
    return FoundPerpetrator(sentence, first, last, value, said_by, speaker, via, stance)


def _name_of(actor_id: str | None, scene: Scene) -> str:
    return scene.registry.vocabulary.actors[actor_id].en if actor_id else ""


def _resolve(actor: FoundActor, scene: Scene) -> tuple[str | None, str | None]:
    """The actor behind a network's name: "an al-Qaeda affiliate" in Mali is JNIM; elsewhere it stays a description."""
    if actor.id not in NETWORKS:
        return actor.id, actor.type
    resolved = resolve_network(actor.id, scene.countries, scene.registry, scene.published)
    if resolved is not None:
        return resolved, "jihadist"
    return (None if actor.type == "network" else actor.id), "jihadist"


def _attributions_of(sentence: Sentence, scene: Scene) -> tuple[Attribution, ...]:
    return scene.attributions[sentence.index] if sentence.index < len(scene.attributions) else ()


def _find_hits(
    sentence: Sentence, actors: Sequence[FoundActor], grounds: Grounds, scene: Scene, group: FoundActor | None
) -> Iterator[Hit]:
    fighters = [actor for actor in actors if actor.type in ARMED]
    norms = [token.norm for token in sentence.tokens]
    claims = [at for at, norm in enumerate(norms) if norm in grounds.lists["claim"]]
    if claims:
        yield from _find_claims(norms, claims, (fighters, group), grounds)
    accuses = any(one.verb == "accuse" for one in _attributions_of(sentence, scene))
    if not fighters and not accuses and not any(actor.type in STATE for actor in actors):
        return
    yield from _find_accused(sentence, norms, actors, grounds, scene)
    yield from _find_suspected(sentence, norms, fighters, grounds)
    yield from _find_blamed(norms, fighters, grounds)
    for actor in actors:
        if actor.type in ARMED or actor.type == "state_force":
            basis = _find_deed(norms, actor, actors, grounds)
            if basis is not None:
                yield from _weigh_deed(sentence, norms, actor, grounds, scene)


def _find_claims(
    norms: Sequence[str], claims: Sequence[int], cast: tuple[Sequence[FoundActor], FoundActor | None], grounds: Grounds
) -> Iterator[Hit]:
    """ "X claimed the attack", "a été revendiquée par X", "the group claimed both"."""
    fighters, group = cast
    for at in claims:
        begin = max((step for step in range(at) if norms[step] in (".", ";", "but", "mais")), default=-1) + 1
        if set(norms[begin:at]) & grounds.lists["none"] or _is_denied(norms, at, grounds):
            continue
        after = norms[at + 1 : at + 12]
        by = next((at + 1 + step for step, norm in enumerate(after[:6]) if norm in grounds.lists["by"]), None)
        if by is not None and norms[at] not in ("revendique", "revendiquent", "claims"):
            actor = next((one for one in fighters if by < one.last and one.first - by <= 4), None)
            if actor is not None:
                yield Hit(actor, Basis.CLAIMED)
                continue
        needs = norms[at] in grounds.lists["claim_needs_object"]
        if norms[at] in grounds.lists["responsibility_only"] and not set(after[:3]) & grounds.lists["responsibility"]:
            continue
        if needs and not set(after) & grounds.lists["claim_object"] and not set(norms[begin:at]) & {"l'", "it"}:
            continue
        actor = next((one for one in reversed(fighters) if one.last < at and one.first >= begin), None)
        if actor is not None and at - actor.last <= 12:
            yield Hit(actor, Basis.CLAIMED)
        elif group is not None and set(norms[max(begin, at - 6) : at]) & (
            grounds.lists["group"] | grounds.lists["pronouns"]
        ):
            yield Hit(FoundActor(-1, -1, group.id, group.type), Basis.CLAIMED)


def _is_denied(norms: Sequence[str], at: int, grounds: Grounds) -> bool:
    return bool(set(norms[max(0, at - 6) : at]) & grounds.lists["denies"])


def _find_accused(
    sentence: Sentence, norms: Sequence[str], actors: Sequence[FoundActor], grounds: Grounds, scene: Scene
) -> Iterator[Hit]:
    """ "the junta blamed JNIM", "l'armée accuse la katiba", "attribuées au GSIM"."""
    for one in _attributions_of(sentence, scene):
        if one.verb != "accuse" or one.stance is Stance.DENIED:
            continue
        accused = next(
            (actor for actor in actors if one.first <= actor.first <= one.first + 5 and actor.type in ARMED | STATE),
            None,
        )
        accused = accused or _find_army(norms, one, grounds, scene)
        if (
            accused is not None
            and accused.type == "state"
            and norms[accused.first - 1] in ("of", "de", "du", "d'", "in")
        ):
            continue  # "the Communist Party of Spain" is not Spain
        if accused is None or (accused.type in STATE and not _does_harm(norms, accused, grounds)):
            continue
        for actor in _join_actors(norms, accused, actors):
            yield Hit(actor, Basis.ACCUSED, one.said_by, one.speaker)
    for at, norm in enumerate(norms):
        if norm not in grounds.lists["attribute"] or _is_other_event(norms, at, grounds):
            continue
        to = next(
            (step for step in range(at + 1, min(at + 6, len(norms))) if norms[step] in grounds.lists["attribute_to"]),
            None,
        )
        accused = next(
            (a for a in actors if to is not None and to < a.last and a.first - to <= 4 and a.type in ARMED), None
        )
        if accused is not None and not set(norms[max(0, at - 5) : at]) & grounds.lists["none"]:
            yield Hit(accused, Basis.ACCUSED)


def _is_other_event(norms: Sequence[str], at: int, grounds: Grounds) -> bool:
    """ "five months after a massacre attributed to X": an event with "a" is another one than the news."""
    return (
        at > 1
        and norms[at - 1] in grounds.lists["attack_noun"]
        and norms[at - 2] in ("un", "une", "a", "an", "another", "autre")
    )


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


def _find_blamed(norms: Sequence[str], fighters: Sequence[FoundActor], grounds: Grounds) -> Iterator[Hit]:
    """ "X was blamed for", "sont soupçonnés d'avoir": nobody in particular says so, or somebody after "by"."""
    for actor in fighters:
        after = norms[actor.last + 1 : actor.last + 6]
        helped = next((at for at, norm in enumerate(after) if norm in grounds.lists["be"]), None)
        if helped is None or set(after) & grounds.lists["none"]:
            continue
        rest = set(after[helped + 1 :])
        if rest & grounds.lists["blamed"]:
            yield Hit(actor, Basis.ACCUSED)
        elif rest & grounds.lists["suspected"]:
            yield Hit(actor, Basis.SUSPECTED)


def _does_harm(norms: Sequence[str], actor: FoundActor, grounds: Grounds) -> bool:
    after = norms[actor.last + 1 : actor.last + 9]
    return any(norm in grounds.attack or norm.endswith("ing") or norm in ("avoir", "massacre") for norm in after[1:])


def _find_suspected(
    sentence: Sentence, norms: Sequence[str], fighters: Sequence[FoundActor], grounds: Grounds
) -> Iterator[Hit]:
    """ "bears the marks of X", "tous les regards se tournent vers X", "points the finger at X"."""
    for at in range(len(norms)):
        accusing = starts_here(sentence.tokens, at, grounds.accusing)
        size = accusing or starts_here(sentence.tokens, at, grounds.marks)
        if not size:
            continue
        near = (one for one in fighters if at + size - 1 <= one.last and one.first - at - size <= NEAR)
        actor = next((one for one in near if one.id or accusing), None)
        if actor is not None:
            yield Hit(actor, Basis.ACCUSED if accusing else Basis.SUSPECTED)


def _find_deed(norms: Sequence[str], actor: FoundActor, actors: Sequence[FoundActor], grounds: Grounds) -> Basis | None:
    """Does the sentence make this actor the doer: subject of an attack verb, or "attacked by X", "l'assaut du X"?"""
    lists = grounds.lists
    first = _start_of(norms, actor)
    before = norms[max(0, first - 4) : first]
    if actor.type == "state_force" and not set(norms[actor.last : actor.last + 20]) & lists["civilians"]:
        return None
    if (
        before
        and before[-1] in lists["by"]
        and any(norm in grounds.passive for norm in norms[max(0, first - 12) : first])
    ):
        return Basis.STATED
    if first and norms[first] in lists["noun_of"] and norms[first - 1] in lists["attack_noun"]:
        return Basis.STATED
    if len(before) > 1 and before[-1] in lists["noun_of"] and before[-2] in lists["attack_noun"]:
        return Basis.STATED
    loyal = len(before) > 1 and set(before[-2:]) & lists["loyal"]
    if (
        not loyal
        and before
        and before[-1] in ("contre", "against", "sur", "on", "chez", "to", "aux", "between", "entre")
    ):
        return None
    for at in range(actor.last + 1, min(actor.last + 1 + REACH, len(norms))):
        if norms[at] in lists["clause"] or any(
            other.first == at and other.id and other.type in STATE for other in actors
        ):
            return None
        # "s'en sont pris à", "se sont emparés de" are deeds; "ont été tués" is not.
        if norms[at] in lists["none"] or (norms[at] in lists["be"] and norms[at - 1] not in ("en", "se", "s'")):
            return None
        if norms[at] in grounds.attack and _is_deed(norms, at, actor, grounds):
            return Basis.STATED
    return None


def _start_of(norms: Sequence[str], actor: FoundActor) -> int:
    """The first token of the noun phrase: "par des combattants du JNIM" begins at "des"."""
    first = actor.first
    while first > 0 and actor.first - first < 5 and norms[first - 1] in (
        "des", "les", "le", "la", "l'", "the", "du", "de", "d'", "from", "of", "fighters", "combattants", "elements",
        "membres", "members", "militants", "gunmen", "hommes", "un", "une", "a", "an", "suspected", "presumes", "some",
    ):  # fmt: skip
        first -= 1
    return first


def _is_deed(norms: Sequence[str], at: int, actor: FoundActor, grounds: Grounds) -> bool:
    """Not "assailants killed" (they were killed), and a weak verb only with its object: "carried out the attack"."""
    lists = grounds.lists
    after = norms[at + 1 : at + 6]
    helped = any(norm in lists["auxiliaries"] for norm in norms[actor.last + 1 : at])
    if not helped and lists["imperfect"] and norms[at].endswith(tuple(sorted(lists["imperfect"]))):
        return False  # the imperfect tells of a state: "le groupe occupait l'île"
    if norms[at] in lists["weak_attack"]:
        return bool(set(after) & lists["weak_object"])
    if helped or norms[at].endswith("ent"):
        return True
    counted = actor.first > 0 and (norms[actor.first - 1][0].isdigit() or norms[actor.first - 1] in ("seven", "sept"))
    return bool(after) and after[0] not in (",", ".", "and", "et", "dans", "in", "par", "by", ")") and not counted


def _weigh_deed(
    sentence: Sentence, norms: Sequence[str], actor: FoundActor, grounds: Grounds, scene: Scene
) -> Iterator[Hit]:
    speech = find_speaker(_attributions_of(sentence, scene), actor.first, actor.last)
    near = set(norms[max(0, actor.first - 8) : actor.last + 8])
    own = [one for one in _attributions_of(sentence, scene) if one.start <= actor.first and actor.last <= one.end]
    if own and own[0].verb in ("say", "weak") and set(norms[own[0].end : own[0].end + 8]) & grounds.lists["self"]:
        yield Hit(actor, Basis.CLAIMED)  # "the group says it attacked", "le JNIM affirme avoir tué"
    elif actor.hedged or near & grounds.lists["hedges"]:
        yield Hit(actor, Basis.SUSPECTED)
    elif speech is not None and speech.said_by and speech.speaker == actor.id and actor.id:
        yield Hit(actor, Basis.CLAIMED)
    elif speech is not None and speech.stance is Stance.DENIED:
        yield Hit(actor, Basis.ACCUSED, speech.said_by, speech.speaker, Stance.DENIED)
    elif speech is not None and speech.said_by and not speech.carried and actor.type != "unknown":
        yield Hit(actor, Basis.ACCUSED, speech.said_by, speech.speaker)
    elif not own:
        yield Hit(actor, Basis.SUSPECTED if actor.type == "unknown" else Basis.STATED)
