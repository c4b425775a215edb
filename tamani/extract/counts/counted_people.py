"""Which words of a sentence count people who may be harmed: figures, and single people told of without one."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from tamani.extract.counts.groups import BE_HAVE, OF, STOPS, load_harm, load_people
from tamani.extract.counts.numbers import Quantity, find_quantities
from tamani.extract.counts.toll_clauses import Struck, find_hit, find_single
from tamani.extract.counts.toll_verbs import KNOWN
from tamani.extract.document import Sentence
from tamani.extract.saying.speech import find_words

ONE = (("un",), ("une",))
PAIRS = frozenset(("couple", "duo"))
CROWDS = frozenset(("police", "people", "personnel", "men", "women", "children", "militia", "enemy", "family", "youth"))


def count_people(sentence: Sentence, struck: tuple[Struck, ...], language: str) -> tuple[Quantity, ...]:
    """The quantities of a sentence, with the lone ones after "d'": "un bilan d'un mort"."""
    quantities = find_quantities(sentence, language, articles=True)
    norms = sentence.norms
    ones = [at + 1 for at in sentence.where.get("d'", ()) if norms[at] == "d'" and norms[at + 1 : at + 2] in ONE]
    quantities = tuple([_with_age(sentence, one) if one.article else one for one in quantities])
    quantities = _join_bounds(sentence, quantities) if len(quantities) > 1 else quantities
    ones += _find_known(sentence, language)
    ones += find_single(sentence, struck, language)
    ones += _find_one_of(sentence, struck)
    if struck and not PAIRS.isdisjoint(sentence.present):
        quantities = tuple([_as_pair(sentence, quantity, struck) for quantity in quantities])
    if not ones:
        return quantities
    taken = {at for quantity in quantities for at in range(quantity.first, quantity.last + 1)}
    more = [Quantity(at, at, at, at, 1, 1, article=True) for at in sorted(set(ones)) if at not in taken]
    return tuple(sorted([*quantities, *more], key=lambda quantity: quantity.first))


def _find_one_of(sentence: Sentence, struck: tuple[Struck, ...]) -> list[int]:
    """ "One of the passengers was killed", "l'un d'eux est mort"."""
    norms, found = sentence.norms, list[int]()
    for one in struck:
        at = one.noun.first + (norms[one.noun.first] == "l'")
        if norms[at] in ("one", "un", "une") and at + 2 < len(norms) and norms[at + 1] in OF:
            found.append(at)
    return found


def _as_pair(sentence: Sentence, quantity: Quantity, struck: tuple[Struck, ...]) -> Quantity:
    """ "An elderly couple were killed": two."""
    if not quantity.article:
        return quantity
    hit = find_hit(quantity, struck)
    paired = hit is not None and sentence.norms[hit.noun.head] in PAIRS
    return structs.replace(quantity, low=2, high=2, article=False) if paired else quantity


def _join_bounds(sentence: Sentence, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """ "Un minimum de trois tués et un maximum de neuf" is one count with two bounds."""
    found = list[Quantity]()
    for quantity in quantities:
        least = found[-1] if found else None
        if least is not None and _bounds_one(sentence, least, quantity):
            found[-1] = structs.replace(least, high=quantity.high)
            if least.last + 2 == quantity.first:  # "at least five and at most nine people"
                found[-1] = structs.replace(
                    found[-1], last=quantity.last, number_first=quantity.number_first, number_last=quantity.number_last
                )
            continue
        found.append(quantity)
    return tuple(found)


def _bounds_one(sentence: Sentence, least: Quantity, most: Quantity) -> bool:
    """Is the second figure the upper bound of the first?"""
    if least.low is None or least.high is not None or most.low is not None or (most.high or 0) <= least.low:
        return False
    between = sentence.norms[least.last + 1 : most.first]
    if not between or len(between) > 3 or between[-1] not in ("et", "and"):
        return False
    after = sentence.tokens[most.last + 1 : most.last + 2]
    return len(between) == 1 or not after or not after[0].text[0].isalpha() or after[0].norm in STOPS


def _find_known(sentence: Sentence, language: str) -> list[int]:
    """Where one person known by his function stands: "le maire a été tué", "the driver was shot dead"."""
    norms, people, found = sentence.norms, load_people(language), list[int]()
    for at in find_words(sentence, KNOWN):
        if at + 2 >= len(norms) or norms[at + 1].endswith(("s", "x", "men")) or norms[at + 1] in CROWDS:
            continue
        hit = people.match(sentence, at + 1)
        after = at + 1 + hit[0] if hit else len(norms)
        if after < len(norms) and (norms[after] in BE_HAVE or _is_struck(sentence, at, language)):
            found.append(at)
    return found


def _is_struck(sentence: Sentence, at: int, language: str) -> bool:
    """Does a verb of killing stand right before: "killed the village head", "assassiné le maire"?"""
    if at < 1 or not sentence.tokens[at - 1].text[0].isalpha():
        return False
    harm = load_harm(language)
    hit = harm["active"].match(sentence, at - 1) or harm["state"].match(sentence, at - 1)
    return hit is not None and hit[0] == 1 and hit[1].field in ("killed", "abducted")


def _with_age(sentence: Sentence, quantity: Quantity) -> Quantity:
    """ "A 45-year-old man": the age is no part of the count."""
    after = sentence.norms[quantity.number_last + 1 : quantity.number_last + 4]
    if after[1:] == ("-", "year-old"):
        return structs.replace(quantity, number_last=quantity.number_last + 3)
    return quantity
