"""Clauses: each verb and each noun of doing with who does it, to whom, and what prepositions lead in.

"Gunmen who fled in a car killed two guards with rifles": kill (gunmen -> guards; with rifles), flee (gunmen; in a car).
"""

from __future__ import annotations

from tamani.extract.document import Sentence
from tamani.extract.grammar.doings import Clause as Clause
from tamani.extract.grammar.reading import parse_sentence


def find_clauses(sentence: Sentence, language: str) -> tuple[Clause, ...]:
    """The clauses of a sentence in the order of their verbs."""
    return parse_sentence(sentence, language)[1]
