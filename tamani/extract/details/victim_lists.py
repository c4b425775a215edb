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
ITEM = 25  # "X, a beggar who was sleeping on the pavement; Y"
# What joins as "and" does, though each of its words alone would part.
_JOINTS = (
    *(("as", "well", "as"), ("along", "with"), ("together", "with")),
    *(("ainsi", "que"), ("de", "meme", "que"), ("aux", "cotes", "de")),
)
_ENDS = frozenset([*_MARKS, "(", ".", ":"])


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
    words = _join_words(sentence.norms[first:end])
    if not words or words[0] not in _MARKS | {"("}:
        return None
    if ";" in words and _is_item(sentence, two):
        # What is said of each is of no concern: "X, 35, from Spain; Y".
        first += len(words) - words[::-1].index(";")
        words = [";", *words[len(words) - words[::-1].index(";") :]]
        if end - one.last > ITEM:
            return None
    norms = frozenset(words)
    if end - first > GAP or not norms.isdisjoint(_APART) or any(first <= head < end for head in heads):
        return None
    return norms


def _join_words(norms: Sequence[str]) -> list[str]:
    """The words with "and" for all that joins like it: "as well as", "ainsi que"."""
    found: list[str] = []
    at = 0
    while at < len(norms):
        joint = next((one for one in _JOINTS if tuple(norms[at : at + len(one)]) == one), None)
        found.append("and" if joint else norms[at])
        at += len(joint) if joint else 1
    return found


def _is_item(sentence: Sentence, name: Name) -> bool:
    """Does a name stand alone behind a semicolon, as no subject of a verb does?"""
    after = sentence.tokens[name.last + 1 : name.last + 2]
    return not after or after[0].norm in _ENDS
