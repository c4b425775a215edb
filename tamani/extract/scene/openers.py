"""How a sentence begins: with words that count one more thing in, or with those who did what was told before."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.extract.scene.references import DEFINITE, THEY

LONGEST = 5  # words of an opener
# Who can be meant only of one deed; "the rebels" fight everywhere.
DOERS = frozenset(
    ("attackers", "assailants", "gunmen", "raiders", "killers", "kidnappers", "robbers", "intruders", "bombers",
     "perpetrators", "assaillants", "ravisseurs", "tueurs", "tireurs", "agresseurs", "attaquants",
     "auteurs", "kamikazes")
)  # fmt: skip


@cache
def _list_openers(language: str, sort: str) -> dict[str, tuple[str, ...]]:
    """The openers of a sort by their first word, each with a space behind it."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in read_lexicon("modes")[language][sort]:
        first = phrase.replace("'", "' ").split()[0]
        found[first] = (*found.get(first, ()), phrase.replace("'", "' ") + " ")
    return found


def adds_another(sentence: Sentence, language: str) -> bool:
    """Does it open by counting one more thing in: "In addition, a bus", "Plus à l'ouest, une mine"?"""
    return _opens(sentence, language, "adds") or leads_away(sentence, language)


def leads_away(sentence: Sentence, language: str) -> bool:
    """Does it open with another place or time: "Plus à l'ouest", "Elsewhere", "Hours later"?"""
    return _opens(sentence, language, "away")


def _opens(sentence: Sentence, language: str, sort: str) -> bool:
    starts = _list_openers(language, sort).get(sentence.norms[0]) if sentence.norms else None
    return starts is not None and (" ".join(sentence.norms[:LONGEST]) + " ").startswith(starts)


def names_known_doers(sentence: Sentence, end: int) -> bool:
    """Do those who attacked go on before a token: "Finally they burned", "Enfin, les assaillants ont"?"""
    norms = sentence.norms[:end]
    if not THEY.isdisjoint(norms):
        return True
    return not DOERS.isdisjoint(norms) and any(one in DEFINITE and two in DOERS for one, two in pairwise(norms))
