"""Sentences that name somebody as the doer: by claim, suspicion, identification, or as subject of a deed.

In come the actors of a sentence; out go hits, each with its ground. Who is accused is for accusations.py to find.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import structs

from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_words
from tamani.extract.parties.accusations import find_accused, find_blamed, find_laid_blame, find_strikes, may_strike
from tamani.extract.parties.actors import ARMED, FoundActor
from tamani.extract.parties.grounds import STATE, Grounds, Hit, Scene, attributions_of, stands_as_patron
from tamani.extract.parties.own_words import find_own_words
from tamani.extract.saying.attribution import find_speaker
from tamani.extract.saying.speech import find_starts, find_words, starts_here
from tamani.records import Basis, Stance

NEAR = 5  # tokens from "bears the marks of" to the name
CLAIM_REACH = 18  # tokens from a group to "claimed", past the network that it is tied to
# "Has claimed several attacks" claims none in particular.
SOME = read_words("some")
REACH = 9  # tokens from an actor to its verb: "Militants in two vehicles laden with explosives raided"


def find_hits(
    sentence: Sentence, actors: Sequence[FoundActor], grounds: Grounds, scene: Scene, group: FoundActor | None
) -> Iterator[Hit]:
    fighters = [actor for actor in actors if actor.type in ARMED]
    claims = find_words(sentence, grounds.lists["claim"])
    cast = fighters or any(actor.type in STATE for actor in actors)
    cast = cast or any(one.verb == "accuse" for one in attributions_of(sentence, scene))
    if not (cast or claims or may_strike(sentence, grounds)):
        return
    norms = sentence.norms
    if claims:
        yield from _find_claims(norms, claims, (fighters, group), grounds)
    yield from find_strikes(sentence, norms, grounds, scene)
    if not cast:
        return
    yield from find_accused(sentence, norms, actors, grounds, scene)
    yield from find_own_words(sentence, actors, scene)
    if fighters:
        yield from _find_suspected(sentence, norms, fighters, grounds)
        yield from _find_identified(sentence, norms, fighters, grounds, scene)
    yield from find_laid_blame(sentence, norms, actors, grounds, scene)
    if fighters:
        yield from find_blamed(norms, fighters, grounds)
    for actor in actors:
        if (actor.type in ARMED or actor.type == "state_force") and not _is_patron(norms, actor, fighters):
            basis = _find_deed(norms, actor, actors, grounds)
            if basis is not None and (actor.type in ARMED or _may_blame(sentence, norms, actor, grounds, scene)):
                yield from weigh_deed(sentence, norms, actor, grounds, scene)


def _may_blame(sentence: Sentence, norms: Sequence[str], actor: FoundActor, grounds: Grounds, scene: Scene) -> bool:
    """Soldiers are perpetrators where they harm civilians, or where others say that they executed people."""
    if not grounds.lists["civilians"].isdisjoint(norms[actor.last : actor.last + 20]):
        return True
    speech = find_speaker(attributions_of(sentence, scene), actor.first, actor.last)
    who = scene.registry.vocabulary.actors.get((speech.speaker if speech else None) or "")
    return speech is not None and speech.said_by is not None and (who is None or who.type not in STATE)


def _find_claims(
    norms: Sequence[str], claims: Sequence[int], cast: tuple[Sequence[FoundActor], FoundActor | None], grounds: Grounds
) -> Iterator[Hit]:
    """ "X claimed the attack", "a été revendiquée par X", "the group claimed both"."""
    fighters, group = cast
    for at in claims:
        begin = max((step for step in range(at) if norms[step] in (".", ";", "but", "mais")), default=-1) + 1
        if not grounds.lists["none"].isdisjoint(norms[begin:at]) or _is_denied(norms, at, grounds):
            continue
        after = norms[at + 1 : at + 12]
        by = next((at + 1 + step for step, norm in enumerate(after[:6]) if norm in grounds.lists["by"]), None)
        passive = norms[at] == "revendique" and at > 0 and norms[at - 1] in ("ete", "est")
        if by is not None and (passive or norms[at] not in ("revendique", "revendiquent", "claims")):
            actor = next((one for one in fighters if by < one.last and one.first - by <= 7), None)
            if actor is not None:
                yield Hit(actor, Basis.CLAIMED, rule="perpetrators.claimed_by")
                continue
        if norms[at] in grounds.lists["reflexive"] and not set(norms[max(0, at - 3) : at]) & {"s'", "se"}:
            continue
        if norms[at] in grounds.lists["signed"] and grounds.lists["claim_object"].isdisjoint(after[:3]):
            continue
        if not SOME.isdisjoint(after[:3]) and "responsibility" not in after[:1]:
            continue
        needs = norms[at] in grounds.lists["claim_needs_object"]
        if norms[at] in grounds.lists["responsibility_only"] and grounds.lists["responsibility"].isdisjoint(after[:3]):
            continue
        if needs and grounds.lists["claim_object"].isdisjoint(after) and not set(norms[begin:at]) & {"l'", "it"}:
            continue
        before = [one for one in fighters if one.last < at and one.first >= begin and at - one.last <= CLAIM_REACH]
        actor = next((one for one in reversed(before) if not _is_patron(norms, one, before)), None)
        if actor is not None and at - actor.last <= (CLAIM_REACH if actor is not before[-1] else 12):
            yield Hit(actor, Basis.CLAIMED, rule="perpetrators.claim")
        elif group is not None and set(norms[max(begin, at - 6) : at]) & (
            grounds.lists["group"] | grounds.lists["pronouns"]
        ):
            yield Hit(FoundActor(-1, -1, group.id, group.type), Basis.CLAIMED, rule="perpetrators.claim")


def _is_patron(norms: Sequence[str], actor: FoundActor, fighters: Sequence[FoundActor]) -> bool:
    """ "Le JNIM, lié à Al-Qaïda, a revendiqué": whom the group is tied to claims nothing."""
    return stands_as_patron(norms, actor.first, actor.last) and any(one.last < actor.first for one in fighters)


def _is_denied(norms: Sequence[str], at: int, grounds: Grounds) -> bool:
    return not grounds.lists["denies"].isdisjoint(norms[max(0, at - 6) : at])


def _find_suspected(
    sentence: Sentence, norms: Sequence[str], fighters: Sequence[FoundActor], grounds: Grounds
) -> Iterator[Hit]:
    """ "bears the marks of X", "tous les regards se tournent vers X", "points the finger at X"."""
    for at in sorted({*find_starts(sentence, grounds.accusing), *find_starts(sentence, grounds.marks)}):
        accusing = starts_here(sentence.norms, at, grounds.accusing)
        size = accusing or starts_here(sentence.norms, at, grounds.marks)
        if not size:
            continue
        near = (one for one in fighters if at + size - 1 <= one.last and one.first - at - size <= NEAR)
        actor = next((one for one in near if one.id or accusing), None)
        if actor is not None:
            yield Hit(
                actor,
                Basis.ACCUSED if accusing else Basis.SUSPECTED,
                rule="perpetrators.accused" if accusing else "perpetrators.suspected",
            )


def _find_identified(
    sentence: Sentence, norms: Sequence[str], fighters: Sequence[FoundActor], grounds: Grounds, scene: Scene
) -> Iterator[Hit]:
    """ "The attackers were identified as members of X", "une attaque au cours de laquelle ... aux mains du X"."""
    for actor in fighters:
        first = _start_of(norms, actor, grounds)
        before = norms[max(0, first - 3) : first]
        if actor.id and not grounds.lists["identified"].isdisjoint(before) and before[-1] in ("as", "comme", "etant"):
            for hit in weigh_deed(sentence, norms, actor, grounds, scene):
                yield structs.replace(hit, rule="perpetrators.identified")


def _ends_clause(norms: Sequence[str], at: int, grounds: Grounds) -> bool:
    """Does what comes say nothing of the actor? "Has claimed some attacks | carried out by local rebels"."""
    if norms[at] in grounds.lists["clause"]:
        return True
    return norms[at] in grounds.lists["claim"] and not SOME.isdisjoint(norms[at + 1 : at + 4])


def _find_deed(norms: Sequence[str], actor: FoundActor, actors: Sequence[FoundActor], grounds: Grounds) -> Basis | None:
    """Does the sentence make this actor the doer: subject of an attack verb, or "attacked by X", "l'assaut du X"?"""
    lists = grounds.lists
    first = _start_of(norms, actor, grounds)
    before = norms[max(0, first - 4) : first]
    if any(tuple(norms[first - len(phrase) : first]) == phrase for phrase in grounds.hands):
        return Basis.STATED
    if actor.type == "state_force" and lists["harmed"].isdisjoint(norms[actor.last : actor.last + 20]):
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
        # "JNIM said that it carried out the raid": the clause is of the actor itself.
        if norms[at] in ("that", "que", "qu'") and not lists["self"].isdisjoint(norms[at + 1 : at + 2]):
            continue
        if _ends_clause(norms, at, grounds) or any(
            other.first == at and other.id and other.type in STATE for other in actors
        ):
            return None
        # "s'en sont pris à", "se sont emparés de" are deeds; "ont été tués" is not.
        if norms[at] in lists["none"] or (norms[at] in lists["be"] and norms[at - 1] not in ("en", "se", "s'")):
            return None
        if norms[at] in grounds.attack and _is_deed(norms, at, actor, grounds):
            return Basis.STATED
    return None


def _start_of(norms: Sequence[str], actor: FoundActor, grounds: Grounds) -> int:
    """The first token of the noun phrase: "par des terroristes de la secte X" begins at "des"."""
    first = actor.first
    while first > 0 and actor.first - first < 8 and norms[first - 1] in grounds.lists["phrase"]:
        first -= 1
    # "at the hands of X": the preposition is part of the formula, not of the name.
    if first < actor.first and norms[first] in ("of", "from") and first and norms[first - 1] in ("hands", "bullets"):
        first += 1
    return first


def _is_deed(norms: Sequence[str], at: int, actor: FoundActor, grounds: Grounds) -> bool:
    """Not "assailants killed" (they were killed), and a weak verb only with its object: "carried out the attack"."""
    lists = grounds.lists
    after = norms[at + 1 : at + 6]
    helped = any(norm in lists["auxiliaries"] for norm in norms[actor.last + 1 : at])
    if not helped and lists["imperfect"] and norms[at].endswith(tuple(sorted(lists["imperfect"]))):
        return False  # the imperfect tells of a state: "le groupe occupait l'île"
    if norms[at] in lists["weak_attack"]:
        return not lists["weak_object"].isdisjoint(after)
    if helped or norms[at].endswith("ent"):
        return True
    before = norms[actor.first - 1] if actor.first else ""
    # "15 gunmen killed in a raid" are the dead; "on 4 March 2024 gunmen killed six farmers" are not 2024.
    counted = (before[:1].isdigit() and not (len(before) == 4 and before[:2] in ("19", "20"))) or before in (
        "seven",
        "sept",
    )
    return bool(after) and after[0] not in (",", ".", "and", "et", "dans", "in", "par", "by", ")") and not counted


def weigh_deed(
    sentence: Sentence, norms: Sequence[str], actor: FoundActor, grounds: Grounds, scene: Scene
) -> Iterator[Hit]:
    speech = find_speaker(attributions_of(sentence, scene), actor.first, actor.last)
    near = set(norms[max(0, actor.first - 8) : actor.last + 8])
    own = [one for one in attributions_of(sentence, scene) if one.start <= actor.first and actor.last <= one.end]
    if (
        own
        and own[0].verb in ("say", "weak")
        and not grounds.lists["self"].isdisjoint(norms[own[0].end : own[0].end + 8])
    ):
        yield Hit(actor, Basis.CLAIMED, rule="perpetrators.self_said")
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
