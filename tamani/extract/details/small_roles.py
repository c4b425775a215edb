"""All small roles of a sentence: targets, victims, weapons, damage, tactics, propaganda and stage.

For the builder of mentions: call `find_roles` for each sentence of a frame and make one claim of each result,

    for role in find_roles(sentence, language):
        make_claim(reading, role.field, role.value, sentence.span_of(role.first, role.last), mention=mention)

A sentence is judged alone: that it tells of *this* event, and as fact, is for the frame to say. Sentences without a
frame (an analysis that speaks of "the attack in the capital") must not be asked. Nothing here holds a person's name.
Stage is only given where it was not accomplished. The same value may come from several sentences: keep the first.
"""

from __future__ import annotations

from collections.abc import Callable

from tamani.extract.details.damage import find_damage
from tamani.extract.details.role_words import FoundRole
from tamani.extract.details.tactics import find_propaganda, find_stage, find_tactics
from tamani.extract.details.targets import find_targets
from tamani.extract.details.victims import find_victims
from tamani.extract.details.weapons import find_weapons
from tamani.extract.document import Sentence

FINDERS: dict[str, Callable[[Sentence, str], tuple[FoundRole, ...]]] = {
    "target": find_targets,
    "victim": find_victims,
    "weapon": find_weapons,
    "damage": find_damage,
    "tactic": find_tactics,
    "propaganda": find_propaganda,
    "stage": find_stage,
}


def find_roles(sentence: Sentence, language: str) -> tuple[FoundRole, ...]:
    """Every small role of a sentence, by field in the order of FINDERS, then by place."""
    return tuple(role for find in FINDERS.values() for role in find(sentence, language))
