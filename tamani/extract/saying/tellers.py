"""Who told what the sentence before says: "L'information a été donnée par le commissaire", "the news came from X"."""

from __future__ import annotations

from functools import cache

from tamani.extract.document import Sentence
from tamani.extract.grammar.groups import find_group_at
from tamani.extract.lexicon import read_lexicon
from tamani.extract.saying.speech import Phrase
from tamani.words import fold

REACH = 14  # tokens in which the news is spoken of


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(map(fold, read_lexicon("attribution")["telling"][name]))


def find_teller(sentence: Sentence, language: str | None) -> Phrase | None:
    """The noun group of who gave or confirmed the news of the sentence before, where this one says that."""
    if sentence.present.isdisjoint(_words("news")):
        return None
    tokens = sentence.tokens
    told = min(at for word in _words("news") & sentence.present for at in sentence.where[word])
    if told > 2:
        return None
    by = next((at for at in range(told + 1, min(len(tokens), told + REACH)) if tokens[at].norm in _words("by")), None)
    verbs = set(sentence.norms[told + 1 : by]) if by is not None else set()
    if by is None or verbs.isdisjoint(_words("given")) or not verbs.isdisjoint(_words("not")):
        return None
    group = find_group_at(sentence, by + 1, "fr" if language == "fr" else "en") if by + 1 < len(tokens) else None
    return Phrase(group.first, group.last) if group is not None else None
