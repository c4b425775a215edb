"""Whose word it is: what somebody reports by hearsay is their accusation, and an aside of the reporter is nobody's.

"Les assaillants, qui seraient de la katiba" passes on what the councillor of the sentence before told: the councillor
accuses. "..., the police said, in what would be the first attack by the sect" is the reporter's own guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import structs

from tamani.extract.document import Sentence
from tamani.extract.parties.grounds import ARMED, Grounds, Hit, Scene, attributions_of
from tamani.extract.saying.attribution import Attribution, find_speaker
from tamani.records import Basis, Stance

BEFORE = 8  # tokens from "seraient" to the name
AFTER = 4  # tokens from the name to "aurait"
ASIDE = 16  # tokens from "in what would be" to the name


def weigh_hits(
    sentence: Sentence, hits: Sequence[Hit], grounds: Grounds, scene: Scene, before: Sentence | None
) -> Iterator[Hit]:
    """The hits of a sentence, each on the ground that the wording gives it."""
    open_ = {hit.actor.first for hit in hits if hit.rule == "perpetrators.suspected"}
    for hit in hits:
        if hit.basis is Basis.STATED and hit.actor.first in open_:
            continue  # "the raid bears the hallmarks of X": a sentence that suspects somebody does not also state it
        if hit.actor.id is None or hit.actor.first < 0 or hit.sentence is not None:
            yield hit
        elif hit.basis is Basis.SUSPECTED:
            speech = _find_teller(sentence, hit, grounds, scene, before)
            yield (
                hit
                if speech is None
                else structs.replace(
                    hit,
                    basis=Basis.ACCUSED,
                    said_by=speech.said_by,
                    speaker=speech.speaker,
                    rule="perpetrators.hearsay",
                )
            )
        elif hit.basis in (Basis.STATED, Basis.ACCUSED) and _is_aside(sentence, hit, grounds):
            yield structs.replace(
                hit, basis=Basis.SUSPECTED, said_by=None, speaker=None, own=True, rule="perpetrators.suspected"
            )
        else:
            yield hit


def _find_teller(
    sentence: Sentence, hit: Hit, grounds: Grounds, scene: Scene, before: Sentence | None
) -> Attribution | None:
    """Who tells it, where the wording is that of hearsay and of no suspicion."""
    lists, first, last = grounds.lists, hit.actor.first, hit.actor.last
    if lists["hearsay"].isdisjoint(sentence.present):
        return None
    norms = sentence.norms[max(0, first - BEFORE) : last + 1 + AFTER]
    near = set(norms)
    if not near & lists["hearsay"] or near & lists["suspicion"]:
        return None
    if "said" in near and not near & {"reportedly", "allegedly"} and ("said", "to") not in pairwise(norms):
        return None
    own = [one for one in attributions_of(sentence, scene) if one.said_by and one.verb != "act"]
    speech = find_speaker(own, first, last)
    if speech is None and before is not None and before.paragraph == sentence.paragraph:
        told = [one for one in attributions_of(before, scene) if one.said_by and one.verb in ("say", "weak")]
        speech = told[-1] if told and before.index == sentence.index - 1 else None
    if speech is None or speech.stance is not Stance.ASSERTED:
        return None
    actor = scene.registry.vocabulary.actors.get(speech.speaker or "")
    return None if actor is not None and actor.type in ARMED else speech


def _is_aside(sentence: Sentence, hit: Hit, grounds: Grounds) -> bool:
    norms = sentence.tokens[max(0, hit.actor.first - ASIDE) : hit.actor.first]
    text = f" {' '.join(token.norm for token in norms)} "
    return any(f" {' '.join(phrase)} " in text for phrase in grounds.asides)
