"""Armed men who wreck what is not theirs: "the rebels destroyed a bridge". Floods and fires destroy too: no deed."""

from __future__ import annotations

from tamani.extract.document import Sentence
from tamani.extract.grammar.clauses import Clause, find_clauses
from tamani.extract.lexicon import read_words
from tamani.extract.scene.kinds import Trigger
from tamani.extract.scene.references import read_fighters

WRECK = read_words("verbs_of_wrecking")


def add_wrecking(sentence: Sentence, triggers: tuple[Trigger, ...], language: str) -> tuple[Trigger, ...]:
    """The words of violence of a sentence, with the verb of wrecking where fighters are said to have done it."""
    if WRECK.isdisjoint(sentence.present) or any(not one.harm and one.kind != "arrest" for one in triggers):
        return triggers
    fighters = read_fighters(language)
    if fighters.isdisjoint(sentence.present):
        return triggers
    found = [
        Trigger(one.head, one.head, "property_destruction", 2, False, False)
        for one in find_clauses(sentence, language)
        if one.lemma in WRECK and not (one.negated or one.modal) and _is_done_by(sentence, one, fighters)
    ]
    return tuple(sorted([*triggers, *found], key=lambda one: one.first)) if found else triggers


def _is_done_by(sentence: Sentence, clause: Clause, fighters: frozenset[str]) -> bool:
    """Do fighters do it, or is it done by them?"""
    return any(not fighters.isdisjoint(sentence.norms[group.first : group.last + 1]) for group in clause.subjects)
