"""Words that stand for another attack than the one named: "depuis celle du marché", "since the one on the market"."""

from __future__ import annotations

from msgspec import structs

from tamani.extract.document import Sentence
from tamani.extract.scene.kinds import Trigger

WORDS = {"fr": ("celle", "celui"), "en": ("one", "that")}
LEADS = frozenset(("depuis", "apres", "a", "que", "de", "since", "after", "than", "following", "to", "from"))
OF = frozenset(("of", "in", "on", "at"))


def is_stand_in(sentence: Sentence, at: int, language: str) -> bool:
    """Does a word mean another event of the kind just named?"""
    norms = sentence.norms
    if norms[at] not in WORDS[language] or at < 2:
        return False
    if norms[at] == "one":
        return norms[at - 1] == "the" and norms[at - 2] in LEADS
    if norms[at] == "that":
        return norms[at - 1] in LEADS and at + 1 < len(norms) and norms[at + 1] in OF
    return norms[at - 1] in LEADS


def add_stand_ins(sentence: Sentence, triggers: tuple[Trigger, ...], language: str) -> tuple[Trigger, ...]:
    """The words of violence of a sentence, with those that stand for another such event."""
    found: list[Trigger] = []
    for at in sorted({at for word in WORDS[language] for at in sentence.where.get(word, ())}):
        named = [one for one in triggers if one.noun and not one.harm and one.last < at]
        if named and is_stand_in(sentence, at, language):
            found.append(structs.replace(named[-1], first=at, last=at))
    return tuple(sorted([*triggers, *found], key=lambda one: one.first)) if found else triggers
