"""Lists of names: who stands in one row with a victim, whatever stands between them."""

from __future__ import annotations

from collections.abc import Sequence

from tamani.extract.document import Sentence
from tamani.extract.grammar.names import Name

_MARKS = frozenset([",", ";", "and", "et", "&"])
_STRONG = frozenset([";", "and", "et", "&"])
# What a list has none of: "X in Gao, and Y", "X by Y", "X, who".
_APART = frozenset(
    [
        *("by", "in", "at", "on", "with", "for", "to", "from", "after", "before", "who", "which", "that", "as", "when"),
        *("par", "dans", "a", "sur", "avec", "pour", "apres", "avant", "qui", "que", "dont", "selon", "while", "where"),
        *("[", "]", ":", "--", "according", "but", "mais", "against", "contre"),
    ]
)
GAP = 10  # "X, the secretary of the departmental government; and bodyguard Y"


def find_chains(sentence: Sentence, names: Sequence[Name], heads: frozenset[int]) -> list[list[Name]]:
    """Runs of names in one list; heads: the verbs, over which no list goes. A comma alone joins no two."""
    chains: list[list[Name]] = []
    strong = False
    chain: list[Name] = list(names[:1])
    for name in names[1:]:
        gap = _read_gap(sentence, chain[-1], name, heads)
        if gap:
            chain.append(name)
            strong = strong or not gap.isdisjoint(_STRONG)
            continue
        chains += [chain] if len(chain) > 1 and strong else []
        chain, strong = [name], False
    return [*chains, chain] if len(chain) > 1 and strong else chains


def _read_gap(sentence: Sentence, one: Name, two: Name, heads: frozenset[int]) -> frozenset[str] | None:
    """The words between two names of a list; None where it is none."""
    first, end = one.last + 1, two.first if two.title_first is None else two.title_first
    norms = frozenset(token.norm for token in sentence.tokens[first:end])
    if end - first > GAP or first >= end or sentence.tokens[first].norm not in _MARKS | {"("}:
        return None
    if not norms.isdisjoint(_APART) or any(first <= head < end for head in heads):
        return None
    return norms
