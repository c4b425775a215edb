"""Sums of counts that one verb joins: "six nuns and two drivers were killed" are eight civilians.

Only groups of one side are added up, and only where the words join them; soldiers and civilians are counted apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from tamani.extract.counts.toll_values import FoundToll
from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_words
from tamani.records import Who

POSSESSIVE = read_words("possessives")
JOINERS = read_words("joiners") | {"also", "aussi", "egalement", "the", "les", "le", "la", "l'"} | POSSESSIVE
AND = frozenset(("and", "et", "ainsi", "well", "with", "plus", "avec"))
OPENING = {"(": ")", "--": "--", "—": "—", "–": "–"}
JOINED = frozenset(("tolls.list", "tolls.passive", "tolls.active"))


def add_sums(sentence: Sentence, tolls: Sequence[FoundToll]) -> list[FoundToll]:
    """The tolls with the sum of each list of one side before its parts, which become parts of it."""
    if len(tolls) < 2:
        return list(tolls)
    found, run = list[FoundToll](), list[FoundToll]()
    for toll in tolls:
        if run and toll.scope == "sub":
            run.append(toll)  # "six monks (four Thais and two Laotians) and a cook"
            continue
        last = next((one for one in reversed(run) if one.scope is None), None)
        if last is None or not _adds(sentence, last, toll):
            found += _sum(sentence, run, tolls)
            run = []
        run.append(toll)
    return [*found, *_sum(sentence, run, tolls)]


def _adds(sentence: Sentence, one: FoundToll, two: FoundToll) -> bool:
    """Are two counts of one list and of one side?"""
    if one.field != two.field or two.rule not in JOINED or one.rule not in JOINED:
        return False
    if not (_is_plain(one) and _is_plain(two)) or (one.who is not two.who and Who.UNKNOWN not in (one.who, two.who)):
        return False
    between = _drop_asides([token.norm for token in sentence.tokens[one.last + 1 : two.first]])
    return bool(between) and set(between) <= JOINERS


def _is_plain(toll: FoundToll) -> bool:
    special = toll.cumulative or toll.denied or toll.doubted or toll.mixed
    return toll.low is not None and toll.low > 0 and toll.scope is None and not special


def _drop_asides(norms: list[str]) -> list[str]:
    """The words without what stands in brackets or between dashes."""
    kept, until = list[str](), ""
    for norm in norms:
        if until:
            until = "" if norm == until else until
        elif norm in OPENING:
            until = OPENING[norm]
        else:
            kept.append(norm)
    return kept


def _sum(sentence: Sentence, run: Sequence[FoundToll], tolls: Sequence[FoundToll]) -> list[FoundToll]:
    parts = [toll for toll in run if toll.scope is None]
    words = [token.norm for token in sentence.tokens[parts[0].last + 1 : parts[-1].first]] if parts else []
    if len(parts) < 2 or AND.isdisjoint(words):
        return list(run)
    low = sum(toll.low or 0 for toll in parts)
    if any(toll.low == low and toll.field == parts[0].field for toll in tolls):
        return list(run)  # "five women and three men were killed, eight in all"
    high = None if any(toll.high is None for toll in parts) else sum(toll.high or 0 for toll in parts)
    sides = {toll.who for toll in parts}
    whole = structs.replace(
        parts[0], last=parts[-1].last, low=low, high=high, who=sides.pop() if len(sides) == 1 else Who.UNKNOWN,
        qualifier=next((toll.qualifier for toll in parts if toll.qualifier), None), rule="tolls.sum",
    )  # fmt: skip
    # "A man and his two daughters": that one of the three is a man says nothing of whose toll it is.
    kept = (toll for toll in run if (toll.who, whole.who, toll.low) != (Who.UNKNOWN, Who.UNKNOWN, 1))
    return [whole, *(structs.replace(toll, scope="sub") for toll in kept)]
