"""Who is said to have done it, and on what ground.

Call `find_perpetrators(sentences, scene)` once a mention, with the sentences that speak of it: its own ones and
those of the report that belong to no other mention ("JNIM claimed responsibility." names no event). It gives one
FoundPerpetrator an actor, with the strongest ground: claimed, accused, stated, suspected. A description ("gunmen")
comes only where nobody is named. Never a perpetrator: who is only spoken of, who denies, what nobody claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, structs

from tamani.extract.document import Sentence
from tamani.extract.parties.actors import NETWORKS, FoundActor, find_actors, resolve_namesake, resolve_network
from tamani.extract.parties.deeds import INVOLVED, RELEASED, Deeds, Verdict, judge_doers, read_deeds
from tamani.extract.parties.doers import Doer, Met, find_doers, may_mean, name_body, recall_body
from tamani.extract.parties.grounds import (
    ARMED as ARMED,
    STATE,
    Grounds,
    Hit,
    Scene as Scene,
    attributions_of,
    read_grounds,
)
from tamani.extract.parties.hearsay import weigh_hits
from tamani.extract.parties.naming import find_hits, weigh_deed
from tamani.extract.parties.persons import PERSON, find_person_hits
from tamani.extract.saying.attribution import find_speaker
from tamani.extract.saying.speech import find_state
from tamani.records import Basis, PerpetratorValue, Stance
from tamani.words import fold

INDIVIDUAL = "individual"  # the type of people who are described, not named
MOST = 8  # persons by name
_RANK = {Basis.CLAIMED: 0, Basis.ACCUSED: 1, Basis.STATED: 2, Basis.SUSPECTED: 3}


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
    rule: str = "perpetrators.subject"
    nature: str | None = None  # of people: jihadist, criminal, unknown, ...
    bare: bool = False  # "the men": says less than any other description


def find_perpetrators(sentences: Sequence[Sentence], scene: Scene) -> tuple[FoundPerpetrator, ...]:
    """The perpetrators that some sentences name, the best founded first."""
    grounds, language = read_grounds(scene.language), scene.language or "en"
    found: list[FoundPerpetrator] = []
    last_group: FoundActor | None = None
    met: Met = {}
    before: Sentence | None = None
    near: tuple[Sentence, FoundActor] | None = None
    for sentence in sentences:
        actors = find_actors(sentence, scene.registry, scene.language)
        doers = [recall_body(one, sentence, met, near) for one in find_doers(sentence, actors, language)]
        doers = [_recall_earlier(one, sentence, scene) for one in doers]
        old = find_hits(sentence, actors, grounds, scene, last_group)
        persons = find_person_hits(sentence, read_deeds(language), before)
        new = (*_find_doings(sentence, doers, grounds, scene), *persons)
        hits = [*_describe(sentence, old, doers), *new]
        for hit in weigh_hits(sentence, hits, grounds, scene, before) if hits else ():
            made = _make(hit.sentence or sentence, hit, scene)
            if made is not None:
                found.append(made)
        before = sentence
        named = [actor for actor in actors if actor.id and actor.type in ARMED and actor.type != "network"]
        last_group = named[0] if named else last_group
        near = (sentence, named[0]) if len({actor.id for actor in named}) == 1 else None
    return _choose(found)


def _recall_earlier(doer: Doer, sentence: Sentence, scene: Scene) -> Doer:
    """ "The guerrillas" are those of the FMLN also where the report named them while it told of another event."""
    if not may_mean(doer):
        return doer
    language = scene.language or "en"
    deeds = read_deeds(language)
    acting: dict[str, tuple[Sentence, FoundActor]] = {}
    for earlier in scene.sentences[: sentence.index]:
        doers = find_doers(earlier, find_actors(earlier, scene.registry, language), language)
        named = [one for one in doers if one.bodies and one.bodies[0].id and one.bodies[0].type in ARMED]
        for one in named:
            if one.head >= 0 and earlier.norms[one.head] == sentence.norms[doer.head]:
                return structs.replace(doer, meant=(earlier, name_body(one)))
        for one, _ in judge_doers(earlier, earlier.norms, named, deeds):
            acting.setdefault(one.bodies[0].id or "", (earlier, name_body(one)))
    return structs.replace(doer, meant=next(iter(acting.values()))) if len(acting) == 1 else doer


def _choose(found: Sequence[FoundPerpetrator]) -> tuple[FoundPerpetrator, ...]:
    """One an actor, best ground first; then the people who did it, in the words that say most."""
    ranked = sorted(found, key=lambda one: (_RANK[one.value.basis], one.sentence.index, one.first))
    live = [one for one in ranked if one.value.type != INDIVIDUAL and one.stance is not Stance.DENIED]
    known = any(one.value.actor for one in live)
    named: dict[str, FoundPerpetrator] = {}
    for one in live:
        # "an al-Qaeda affiliate" says who it was only where nobody is named.
        if not (known and one.bare):
            named.setdefault(one.value.actor or fold(one.value.name), one)
    denied = tuple(one for one in ranked if one.stance is Stance.DENIED)
    # "jihadists" says more than "gunmen", and that more than "the attackers".
    people = sorted(
        (one for one in ranked if one.stance is not Stance.DENIED and one.value.type == INDIVIDUAL),
        key=lambda one: (one.bare, one.sentence.index, one.nature in (None, "unknown"), one.first),
    )
    persons = {fold(one.value.name): one for one in reversed(people) if one.rule == PERSON}
    people = [one for one in people if one.rule != PERSON]
    # "Valencia" later on is Hector Valencia.
    full = [one for name, one in persons.items() if not any(other.endswith(f" {name}") for other in persons)]
    return (*named.values(), *people[:1], *full[::-1][:MOST], *denied)


def _make(sentence: Sentence, hit: Hit, scene: Scene) -> FoundPerpetrator | None:
    actor_id, actor_type = _resolve(hit.actor, scene)
    vocabulary = scene.registry.vocabulary
    if actor_id is not None and actor_id in vocabulary.actors:
        actor_type = vocabulary.actors[actor_id].type
        actor_id = vocabulary.counted_as(actor_id)
    people = hit.doer is not None and hit.actor is hit.doer.people
    name = sentence.words(hit.actor.first, hit.actor.last) if hit.actor.first >= 0 else _name_of(actor_id, scene)
    value = PerpetratorValue(name, actor_id, INDIVIDUAL if people else actor_type, hit.basis)
    first, last = (hit.actor.first, hit.actor.last) if hit.actor.first >= 0 else (0, len(sentence.tokens) - 1)
    speech = find_speaker(attributions_of(sentence, scene), first, last)
    via = speech.via if speech else ()
    said_by, speaker = hit.said_by, hit.speaker
    if hit.basis is Basis.CLAIMED:
        said_by, speaker = name, actor_id
    elif said_by is None and speech is not None and not speech.carried and not hit.own:
        said_by, speaker = speech.said_by, speech.speaker
    stance = hit.stance
    if speech is not None and speech.stance is Stance.DOUBTED and stance is Stance.ASSERTED:
        stance = Stance.DOUBTED
    bare = hit.doer.bare if hit.doer is not None else actor_id is None and hit.actor.type == "network"
    return FoundPerpetrator(
        sentence, first, last, value, said_by, speaker, via, stance, hit.rule, hit.actor.type if people else None, bare
    )


def _describe(sentence: Sentence, hits: Iterable[Hit], doers: Sequence[Doer]) -> Iterator[Hit]:
    """The hits with the people in the words of their whole phrase: "ISWAP fighters", "four gunmen"."""
    for hit in hits:
        doer = next((one for one in doers if one.start <= hit.actor.first <= one.end), None)
        if hit.actor.id is not None or hit.actor.first < 0 or hit.actor.type in STATE:
            yield hit
            if doer is not None and doer.people is not None and hit.actor in doer.bodies:
                yield structs.replace(hit, actor=doer.people, doer=doer)
        elif doer is not None and doer.people is not None:
            if hit.rule != "perpetrators.subject":
                yield structs.replace(hit, actor=doer.people, doer=doer)
        else:
            yield structs.replace(hit, doer=Doer(hit.actor.first, hit.actor.last, hit.actor))


def _find_doings(sentence: Sentence, doers: Sequence[Doer], grounds: Grounds, scene: Scene) -> Iterator[Hit]:
    """Whom the build of the sentence makes the doers."""
    if not doers:
        return
    norms = sentence.norms
    deeds = read_deeds(scene.language or "en")
    for doer, verdict in judge_doers(sentence, norms, doers, deeds):
        # "the men" says nothing; "several men opened fire" says how many.
        if doer.bare and doer.kind == "people" and (doer.definite or doer.people is None or _begins(doer)):
            continue
        if doer.kind == "state" and not (
            _harms_civilians(sentence, doers, verdict, (grounds, deeds))
            or _is_atrocity(sentence, doer, doers, verdict, scene)
        ):
            continue
        if doer.meant is not None:
            basis = verdict.basis
            if doer.meant[1].hedged and basis is Basis.STATED:
                basis = Basis.SUSPECTED
            yield Hit(doer.meant[1], basis, rule=verdict.rule, sentence=doer.meant[0])
        for actor in doer.fills:
            for hit in _ground(sentence, norms, actor, verdict, (grounds, scene)):
                yield structs.replace(hit, rule=verdict.rule, doer=doer if actor is doer.people else None)


def _begins(doer: Doer) -> bool:
    return doer.people is not None and doer.start == doer.people.first


def _harms_civilians(sentence: Sentence, doers: Sequence[Doer], verdict: Verdict, words: tuple[Grounds, Deeds]) -> bool:
    """Soldiers who kill villagers are perpetrators; soldiers who kill fighters are at war."""
    if verdict.basis in (Basis.ACCUSED, Basis.CLAIMED):
        return True
    civilians, harm = words[0].lists["civilians"], words[1].lists["harm"]
    if verdict.rule in (INVOLVED, "perpetrators.identified"):
        return not harm.isdisjoint(sentence.present) or verdict.rule != INVOLVED
    at = verdict.deed
    if at >= 0 and sentence.lemmas[at] not in harm and sentence.norms[at] not in harm:
        # "opened fire on the crowd"
        return not civilians.isdisjoint(sentence.norms[at + 1 : at + 7])
    return not civilians.isdisjoint(sentence.present) and (
        verdict.rule == "perpetrators.by_phrase" or all(one.kind != "armed" for one in doers)
    )


def _is_atrocity(sentence: Sentence, doer: Doer, doers: Sequence[Doer], verdict: Verdict, scene: Scene) -> bool:
    """ "The army executed 40 men, the association alleges": told by others than the army, and no fight."""
    at, lists = verdict.deed, read_deeds(scene.language or "en").lists
    if at < 0 or any(one.kind == "armed" for one in doers):
        return False
    if sentence.lemmas[at] not in lists["atrocity"] and sentence.norms[at] not in lists["atrocity"]:
        return False
    speech = find_speaker(attributions_of(sentence, scene), doer.start, doer.end)
    actor = scene.registry.vocabulary.actors.get((speech.speaker if speech else None) or "")
    return speech is not None and speech.said_by is not None and (actor is None or actor.type not in STATE)


def _ground(
    sentence: Sentence, norms: Sequence[str], actor: FoundActor, verdict: Verdict, where: tuple[Grounds, Scene]
) -> Iterator[Hit]:
    if verdict.basis in (Basis.CLAIMED, Basis.ACCUSED) or verdict.rule == RELEASED:
        yield Hit(actor, verdict.basis)
    elif verdict.basis is Basis.SUSPECTED:
        yield Hit(actor, Basis.SUSPECTED)
    else:
        yield from weigh_deed(sentence, norms, actor, *where)


def _name_of(actor_id: str | None, scene: Scene) -> str:
    return scene.registry.vocabulary.actors[actor_id].en if actor_id else ""


def _resolve(actor: FoundActor, scene: Scene) -> tuple[str | None, str | None]:
    """The actor behind a network's name: "an al-Qaeda affiliate" in Mali is JNIM; elsewhere it stays a description.

    "The army" is that of the country the report is about.
    """
    if actor.id is None and actor.type == "state_force" and actor.first == actor.last and scene.countries:
        return find_state(scene.countries[0], "state_force", scene.registry), actor.type
    if actor.id not in NETWORKS:
        return resolve_namesake(actor.id, scene.countries, scene.registry), actor.type
    resolved = resolve_network(actor.id, scene.countries, scene.registry, scene.published)
    if resolved is not None:
        return resolved, "jihadist"
    return (None if actor.type == "network" else actor.id), "jihadist"
