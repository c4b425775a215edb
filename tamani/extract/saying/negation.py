"""Figures of what did not happen: "les six ouvriers n'ont pas été exécutés", "the two were not killed"."""

from __future__ import annotations

from functools import cache

from tamani.extract.document import Sentence
from tamani.extract.grammar.clauses import find_clauses
from tamani.extract.lexicon import read_lexicon

HARMED = frozenset(("killed", "injured", "abducted", "detained"))


@cache
def _words(table: str, name: str) -> frozenset[str]:
    return frozenset(read_lexicon("denials")[table][name])


def is_undone(sentence: Sentence, first: int, last: int, field: str, language: str) -> bool:
    """Does the verb that makes these tokens the dead or the hurt stand under a "not"?

    "Ils n'ont fait que deux blessés" does not: "ne ... que" is but.
    """
    if _words("undone", language).isdisjoint(sentence.present):
        return False
    verbs = _words("harm", field) if field in HARMED else frozenset()
    for clause in find_clauses(sentence, language):
        if clause.negated and clause.lemma in verbs:
            groups = clause.objects if clause.voice == "passive" or clause.objects else clause.subjects
            if any(group.first <= last and first <= group.last for group in groups):
                return True
    return False


def is_harm(sentence: Sentence, at: int, field: str) -> bool:
    """Is a token a verb that makes people the dead, hurt, abducted or detained?"""
    return field in HARMED and at < len(sentence.lemmas) and sentence.lemmas[at] in _words("harm", field)
