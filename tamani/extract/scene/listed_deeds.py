"""Several deeds named in one sentence, each by its noun and with its own victim.

"The kidnapping of five students and the murder of a trader", "the killing of Raul Otero after that of Issa Tembo".
"""

from __future__ import annotations

from collections.abc import Sequence

from tamani.extract.details.role_words import FoundRole
from tamani.extract.document import Sentence
from tamani.extract.scene.kinds import Trigger
from tamani.records import VictimValue

OF = frozenset(("of", "de", "du", "des", "d'"))
DEEDS = frozenset(("abduction", "assassination", "massacre", "armed_attack"))
AND = frozenset(("and", "et", ","))
REACH = 4  # tokens from "the murder of" to its victim: "of the former mayor"


def find_own_victims(sentence: Sentence, triggers: Sequence[Trigger], roles: Sequence[FoundRole]) -> set[int]:
    """The first tokens of all but the first of those nouns of deeds that have a victim of their own behind them."""
    nouns = [one for one in triggers if one.noun and (one.harm or one.strength > 1) and one.kind in DEEDS]
    if len(nouns) < 2:
        return set()
    victims = sorted((role for role in roles if isinstance(role.value, VictimValue)), key=lambda role: role.first)
    own = [one for one in nouns if _has_own(sentence, one, victims)]
    return {one.first for one in own[1:]}


def _has_own(sentence: Sentence, noun: Trigger, victims: Sequence[FoundRole]) -> bool:
    """Does "of" lead from the noun to a victim right behind it?"""
    after = sentence.tokens[noun.last + 1 : noun.last + 2]
    if not after or after[0].norm not in OF:
        return False
    return any(noun.last < role.first <= noun.last + 2 + REACH for role in victims)


def is_joined(sentence: Sentence, first: int) -> bool:
    """Does "and" stand right before a noun and its article: "and the murder of"?"""
    return not AND.isdisjoint(sentence.norms[max(0, first - 2) : first])
