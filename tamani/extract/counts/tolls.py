"""How many were killed, wounded, taken or are missing: quantities tied to people and to what was done to them."""

from __future__ import annotations

from msgspec import structs

from tamani.extract.counts.groups import BE_HAVE, STOPS, Group, load_harm, load_people, read_group
from tamani.extract.counts.numbers import Quantity, find_quantities
from tamani.extract.counts.toll_clauses import Struck, find_single, find_struck, open_group, read_struck, read_sum
from tamani.extract.counts.toll_echoes import lend_who, read_echo
from tamani.extract.counts.toll_frames import read_framed
from tamani.extract.counts.toll_headings import read_headed
from tamani.extract.counts.toll_lists import is_whole, join_groups, share_sides
from tamani.extract.counts.toll_signs import may_tell
from tamani.extract.counts.toll_values import Found, FoundToll, make_toll
from tamani.extract.counts.toll_verbs import KNOWN, read_left, read_right
from tamani.extract.counts.toll_words import read_label, read_old, read_toll_word, read_victims
from tamani.extract.document import Sentence

ENDED = BE_HAVE | {
    "ayant",
    "having",
    "later",
    "since",
    "depuis",
    "ensuite",
    "finalement",
    "qui",
    "who",
    "succombe",
    "all",
    "tous",
}
CROWDS = frozenset(("police", "people", "personnel", "men", "women", "children", "militia", "enemy", "family", "youth"))


def _count_people(sentence: Sentence, struck: tuple[Struck, ...], language: str) -> tuple[Quantity, ...]:
    """The quantities of a sentence, with the lone ones after "d'": "un bilan d'un mort"."""
    quantities = find_quantities(sentence, language, articles=True)
    tokens = sentence.tokens
    ends = (at + 1 for at in sentence.where.get("d'", ()) if at + 1 < len(tokens))
    ones = [at for at in ends if tokens[at].norm in ("un", "une") and tokens[at - 1].norm == "d'"]
    quantities = _join_bounds(sentence, tuple(_with_age(sentence, quantity) for quantity in quantities))
    ones += _find_known(sentence, language)
    ones += find_single(sentence, struck, language)
    if not ones:
        return quantities
    taken = {at for quantity in quantities for at in range(quantity.first, quantity.last + 1)}
    more = [Quantity(at, at, at, at, 1, 1, article=True) for at in sorted(set(ones)) if at not in taken]
    return tuple(sorted([*quantities, *more], key=lambda quantity: quantity.first))


def _join_bounds(sentence: Sentence, quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
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
    between = [token.norm for token in sentence.tokens[least.last + 1 : most.first]]
    if not between or len(between) > 3 or between[-1] not in ("et", "and"):
        return False
    after = sentence.tokens[most.last + 1 : most.last + 2]
    return len(between) == 1 or not after or not after[0].text[0].isalpha() or after[0].norm in STOPS


def _find_known(sentence: Sentence, language: str) -> list[int]:
    """Where one person known by his function stands: "le maire a été tué", "the driver was shot dead"."""
    tokens, people, found = sentence.tokens, load_people(language), list[int]()
    where = sentence.where
    for at in sorted({at for word in KNOWN if word in where for at in where[word]}):
        if (
            at + 2 >= len(tokens)
            or tokens[at].norm not in KNOWN
            or tokens[at + 1].norm.endswith(("s", "x", "men"))
            or tokens[at + 1].norm in CROWDS
        ):
            continue
        hit = people.match(sentence, at + 1)
        after = at + 1 + hit[0] if hit else len(tokens)
        if after < len(tokens) and (tokens[after].norm in BE_HAVE or _is_struck(sentence, at, language)):
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
    after = [token.norm for token in sentence.tokens[quantity.number_last + 1 : quantity.number_last + 4]]
    if quantity.article and after[1:] == ["-", "year-old"]:
        return structs.replace(quantity, number_last=quantity.number_last + 3)
    return quantity


def find_tolls(sentence: Sentence, language: str, before: FoundToll | None = None) -> tuple[FoundToll, ...]:
    """The tolls that a sentence states, in order; before: the last one of the sentences before it."""
    if not may_tell(sentence, language, before is not None):
        return ()
    struck = find_struck(sentence, language)
    quantities = _count_people(sentence, struck, language)
    groups = [open_group(sentence, read_group(sentence, one, language), struck, language) for one in quantities]
    groups = [
        group
        for group in groups
        if group.form != "other" and not (_is_time(sentence, group) or _is_age(sentence, group))
    ]
    groups = [group for at, group in enumerate(groups) if not at or group.quantity.first > groups[at - 1].last]
    found: dict[int, Found] = {}
    for at in range(len(groups)):
        hit = _own_harm(sentence, groups, at, language)
        if hit is not None:
            found[at] = hit
    for at, group in enumerate(groups):
        told = None if at in found else read_struck(group, struck) or read_framed(sentence, group, language)
        told = told if told is not None or at in found else read_headed(sentence, group, language)
        if told is not None:
            found[at] = told
    join_groups(sentence, groups, found, language)
    for at in range(len(groups)):
        hit = read_old(sentence, groups, at, found) if at not in found else None
        if hit is not None:
            found[at] = hit
    tolls: list[FoundToll] = []
    for at, group in enumerate(groups):
        prior = tolls[-1] if tolls else before
        hit = found.get(at) or read_echo(sentence, group, prior, language) or read_sum(sentence, group, struck, prior)
        toll = make_toll(sentence, lend_who(sentence, hit, prior), tolls, language) if hit is not None else None
        if toll is not None:
            tolls.append(toll)
    return tuple(share_sides(sentence, tolls, language))


def _is_time(sentence: Sentence, group: Group) -> bool:
    """ "le 22" or "in 2012" counts nobody; a bare number must have a reason, so years are out."""
    quantity = group.quantity
    if group.form != "bare":
        return False
    low = quantity.low or quantity.high or 0
    return 1900 <= low <= 2100 and quantity.first == quantity.last and sentence.tokens[quantity.first].is_number


AGED = frozenset(("youngest", "eldest", "oldest", "benjamin", "benjamine", "doyen", "doyenne"))
IS = frozenset(("was", "is", "avait", "a", "ait"))


def _is_age(sentence: Sentence, group: Group) -> bool:
    """ "The youngest of the dead was four"."""
    before = group.quantity.first - 1
    return (
        group.form == "bare"
        and not AGED.isdisjoint(sentence.where)
        and before >= 0
        and sentence.tokens[before].norm in IS
    )


def _own_harm(sentence: Sentence, groups: list[Group], at: int, language: str) -> Found | None:
    group = groups[at]
    label = read_label(sentence, group, language)
    if label is not None:
        return label
    if group.form == "harm" and group.field is not None:
        if _is_idiom(sentence, group):
            return None
        return _read_end(sentence, group, at > 0 and is_whole(sentence, groups, at), language)
    left = read_left(sentence, group, language)
    if left is not None:
        return left
    if at > 0 and is_whole(sentence, groups, at):
        return None
    right = read_right(sentence, group, _limit(sentence, groups, at), language)
    if right is not None:
        return right
    return (
        None if group.quantity.article else read_victims(sentence, group) or read_toll_word(sentence, group, language)
    )


def _limit(sentence: Sentence, groups: list[Group], at: int) -> int:
    """Where the words about a group end: at the next figure, but not at the whole it is a part of."""
    if at + 1 < len(groups) and is_whole(sentence, groups, at + 1):
        at += 1
    return groups[at + 1].quantity.first if at + 1 < len(groups) else len(sentence.tokens)


def _read_end(sentence: Sentence, group: Group, whole: bool, language: str) -> Found:
    """ "12 morts"; and "trois blessés ont succombé", who are dead."""
    assert group.field is not None
    tokens, harm = sentence.tokens, load_harm(language)
    deed = read_left(sentence, group, language) if group.field == "injured" else None
    if deed is not None and deed.field == "killed":
        return deed  # "le décès de trois blessés"
    if group.field in ("injured", "missing", "abducted") and not whole:
        for at in range(group.last + 1, min(group.last + 5, len(tokens))):
            hit = harm["subject"].match(sentence, at) or harm["state"].match(sentence, at)
            if hit is not None and hit[1].field == "killed" and tokens[group.last + 1].norm in ENDED:
                return Found(group, "killed", at + hit[0] - 1, "right")
            if hit is None and tokens[at].norm not in ENDED:
                break
    return Found(group, group.field, group.last, "noun")


def _is_idiom(sentence: Sentence, group: Group) -> bool:
    """ "la mort", "a body of law": with a mere article only nouns that count people by themselves stand."""
    head = sentence.tokens[group.last].norm
    if group.quantity.vague and head in ("pertes", "humaines"):
        return True  # "quelques pertes"
    if not group.quantity.article:
        return False
    return head in (
        "body",
        "corps",
        "death",
        "injury",
        "arrestation",
        "enlevement",
        "arrest",
        "deces",
        "interpellation",
        "dead",
    )


__all__ = ["FoundToll", "find_tolls"]
