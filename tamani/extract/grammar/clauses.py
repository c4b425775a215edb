"""Clauses: each verb and each noun of doing with who does it, to whom, and what prepositions lead in.

"Gunmen who fled in a car killed two guards with rifles": kill (gunmen -> guards; with rifles), flee (gunmen; in a car).
"""

from __future__ import annotations

from tamani.extract.document import Sentence, remembered
from tamani.extract.grammar.doings import DEEDS, Clause as Clause
from tamani.extract.grammar.reading import parse_sentence
from tamani.extract.grammar.tags import classify_words


def find_clauses(sentence: Sentence, language: str) -> tuple[Clause, ...]:
    """The clauses of a sentence in the order of their verbs."""
    return parse_sentence(sentence, language)[1]


@remembered
def list_lemmas(sentence: Sentence, language: str) -> set[str]:
    """All words of a sentence, and all verbs its clauses can have: who finds none here need not read its clauses."""
    deeds = DEEDS[language]
    words = {verb for _, verb in classify_words(sentence, language)}
    words.update(sentence.present)
    words.update([deeds[noun] for noun in deeds.keys() & sentence.present])
    return words
