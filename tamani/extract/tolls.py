"""How many were killed, wounded, taken or are missing: quantities tied to people and to what was done to them."""

from __future__ import annotations

from msgspec import structs

from tamani.extract.document import Sentence
from tamani.extract.groups import BE_HAVE, STOPS, Group, load_harm, load_people, read_group
from tamani.extract.lexicon import is_participle, read_words
from tamani.extract.numbers import Quantity, find_quantities
from tamani.extract.toll_lists import is_whole, join_groups, share_sides
from tamani.extract.toll_values import Found, FoundToll, make_toll
from tamani.extract.toll_words import read_label, read_old, read_toll_word, read_victims

AVOIR = read_words("have")
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
KNOWN = frozenset(("le", "la", "l'", "the", "his", "her", "son", "sa"))
REFLEXIVE = frozenset(("himself", "herself", "themselves", "lui-meme", "elle-meme"))
CROWDS = frozenset(("police", "people", "personnel", "men", "women", "children", "militia", "enemy", "family", "youth"))
REACH = 12  # tokens between a group and its verb: "les 12 passagers d'un bus de transport ont été tués"


def count_people(sentence: Sentence, language: str) -> tuple[Quantity, ...]:
    """The quantities of a sentence, with the lone ones after "d'": "un bilan d'un mort"."""
    quantities = find_quantities(sentence, language, articles=True)
    tokens = sentence.tokens
    ones = [at for at in range(1, len(tokens)) if tokens[at].norm in ("un", "une") and tokens[at - 1].norm == "d'"]
    quantities = tuple(_with_age(sentence, quantity) for quantity in quantities)
    ones += _find_known(sentence, language)
    if not ones:
        return quantities
    taken = {at for quantity in quantities for at in range(quantity.first, quantity.last + 1)}
    more = [Quantity(at, at, at, at, 1, 1, article=True) for at in ones if at not in taken]
    return tuple(sorted([*quantities, *more], key=lambda quantity: quantity.first))


def _find_known(sentence: Sentence, language: str) -> list[int]:
    """Where one person known by his function stands: "le maire a été tué", "the driver was shot dead"."""
    tokens, people, found = sentence.tokens, load_people(language), list[int]()
    for at in range(len(tokens) - 2):
        if tokens[at].norm not in KNOWN or tokens[at + 1].norm[-1:] in "sx" or tokens[at + 1].norm in CROWDS:
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


def find_tolls(sentence: Sentence, quantities: tuple[Quantity, ...], language: str) -> tuple[FoundToll, ...]:
    """The tolls that a sentence states, in order."""
    groups = [read_group(sentence, quantity, language) for quantity in quantities]
    groups = [group for group in groups if group.form != "other" and not _is_time(sentence, group)]
    groups = [group for at, group in enumerate(groups) if not at or group.quantity.first > groups[at - 1].last]
    found: dict[int, Found] = {}
    for at in range(len(groups)):
        hit = _own_harm(sentence, groups, at, language)
        if hit is not None:
            found[at] = hit
    join_groups(sentence, groups, found, language)
    for at in range(len(groups)):
        hit = read_old(sentence, groups, at, found) if at not in found else None
        if hit is not None:
            found[at] = hit
    tolls: list[FoundToll] = []
    for at in sorted(found):
        toll = make_toll(sentence, found[at], tolls, language)
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


def _own_harm(sentence: Sentence, groups: list[Group], at: int, language: str) -> Found | None:
    group = groups[at]
    label = read_label(sentence, group, language)
    if label is not None:
        return label
    if group.form == "harm" and group.field is not None:
        if _is_idiom(sentence, group):
            return None
        return _read_end(sentence, group, at > 0 and is_whole(sentence, groups, at), language)
    left = _left(sentence, group, language) or _left_of_pair(sentence, group, language)
    if left is not None:
        return left
    if at > 0 and is_whole(sentence, groups, at):
        return None
    right = _right(sentence, group, _limit(sentence, groups, at), language)
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
    if not group.quantity.article:
        return False
    head = sentence.tokens[group.last].norm
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


def _skip_apposition(sentence: Sentence, at: int) -> int:
    """Past ", most of them civilians," to the token after the second comma, where one stands within reach."""
    tokens = sentence.tokens
    if at < len(tokens) and tokens[at].norm in (",", "("):
        for step in range(at + 1, min(at + 14, len(tokens))):
            if tokens[step].norm in (",", ")"):
                return step + 1
    return at


def _close(sentence: Sentence, at: int) -> int:
    """Past a short parenthesis: "120 élèves d'un internat (État de Kebbi) ont été enlevés"."""
    tokens = sentence.tokens
    if tokens[at].norm == "(":
        return next((step + 1 for step in range(at + 1, min(at + 8, len(tokens))) if tokens[step].norm == ")"), at)
    return at


def _skip_whole(sentence: Sentence, group: Group, limit: int) -> int | None:
    """Past the whole of a part: "two of the 30 wounded have died", "trois des 12 otages ont été tués"."""
    tokens, at = sentence.tokens, group.quantity.last + 1
    if group.form != "bare" or at >= len(tokens) or tokens[at].norm not in ("of", "des", "sur", "d'"):
        return None
    for step in range(at + 1, min(at + 7, limit)):
        if tokens[step].norm in BE_HAVE:
            return step
    return None


def _right(sentence: Sentence, group: Group, limit: int, language: str) -> Found | None:
    """ "15 militaires tués", "six people were hurt", "200 had died"."""
    tokens, harm = sentence.tokens, load_harm(language)
    start = _skip_whole(sentence, group, limit) or _skip_apposition(sentence, group.last + 1)
    if start != group.last + 1 and start < len(tokens) and tokens[start].norm not in BE_HAVE | {"y", "en"}:
        return None
    end = min(start + (5 if group.form == "bare" else REACH), len(tokens), max(limit, start))
    if start > group.last + 1:
        end = min(start + 5, len(tokens))
    passive, closed = False, start
    at = start - 1
    while (at := at + 1) < end:
        token = tokens[at]
        if at < closed:
            continue
        closed = _close(sentence, at)
        if closed > at:
            end = min(max(end, closed + 4), len(tokens))
            continue
        if token.norm in (";", ":", ".", "!", "?", "»", "(", ","):
            return None
        if token.norm in ("ete", "been", "was", "were", "being", "are", "is", "be"):
            passive = True
        if not token.text[0].isalpha():
            continue
        hit = harm["subject"].match(sentence, at)
        if hit is not None and not (hit[0] == 1 and token.norm in ("mort", "morts") and not _is_verbal(sentence, at)):
            return Found(group, hit[1].field, at + hit[0] - 1, "right")
        hit = harm["state"].match(sentence, at)
        if hit is None:
            continue
        size, role = hit
        if language == "fr" and size == 1 and not is_participle(sentence, at):
            return None
        if not _is_suffered(sentence, group, range(start, at + size), passive):
            return None
        return Found(group, role.field, at + size - 1, "right")
    return None


def _is_suffered(sentence: Sentence, group: Group, words: range, passive: bool) -> bool:
    """Was it done to the group? words: from the group to the word of harm. "12 soldats ont tué ..." did it."""
    tokens, end = sentence.tokens, words[-1]
    # "A funeral for 50 cadets was held": what was held is one thing.
    count = group.quantity.high if group.quantity.low is None else group.quantity.low
    if (count is None or count > 1) and any(tokens[at].norm in ("was", "is", "has") for at in words):
        return False
    if passive:
        return True
    if any(tokens[at].norm in AVOIR for at in range(max(words.start, end - 3), end)):
        return False
    far = group.form == "people" and len(words) > 2 and tokens[end].norm.endswith("ing")
    return not far and not _has_object(sentence, words.stop)


def _is_verbal(sentence: Sentence, at: int) -> bool:
    """ "sont morts", "étaient mortes", and "portés morts": the word before is a form of to be."""
    return at > 0 and (sentence.tokens[at - 1].norm in BE_HAVE or sentence.tokens[at - 1].norm.endswith("ment"))


def _has_object(sentence: Sentence, at: int) -> bool:
    """ "Two gunmen killed three people": after an active verb comes what was hit."""
    tokens = sentence.tokens
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.is_number or token.norm in (
        "the",
        "a",
        "an",
        "at",
        "more",
        "up",
        "several",
        "dozens",
        "hundreds",
        "his",
        "her",
        "their",
        "him",
        "them",
        "as",
    ):
        return token.norm != "at" or (at + 1 < len(tokens) and tokens[at + 1].norm in ("least", "most"))
    return token.norm in _NUMBER_WORDS


_NUMBER_WORDS = read_words("number_words")
_BEFORE = read_words("before_group")


def _left(sentence: Sentence, group: Group, language: str) -> Found | None:
    """ "tuant 12 civils", "killed more than 200", "la mort de 49 civils"."""
    tokens, harm = sentence.tokens, load_harm(language)
    first = group.quantity.first
    if group.form == "bare" and group.quantity.last + 1 < len(tokens):
        after = tokens[group.quantity.last + 1]
        if after.text[0].isalpha() and after.norm not in STOPS:
            return None
    for start in range(first - 1, max(first - 8, -1), -1):
        token = tokens[start]
        if token.norm in (",", ";", ":", ".", "et", "and", "que", "that", "qui", "who"):
            return None
        if not token.text[0].isalpha():
            continue
        for role in ("deed", "active", "state"):
            hit = harm[role].match(sentence, start)
            if hit is None or start + hit[0] > first:
                continue
            between = range(start + hit[0], first)
            if any(tokens[step].norm not in _BEFORE for step in between):
                continue
            if role == "state" and not _is_active(sentence, start, language):
                return None
            if role == "active" and language == "en" and _is_passive(sentence, start):
                return None
            return Found(group, hit[1].field, group.last, "left")
        if token.norm not in _BEFORE and start < first - 4:
            return None
    return None


def _left_of_pair(sentence: Sentence, group: Group, language: str) -> Found | None:
    """ "killing himself and three others", "killed the village head and 17 other victims": the second of two hit."""
    tokens, first = sentence.tokens, group.quantity.first
    if first < 3 or tokens[first - 1].norm not in ("and", "et") or group.form == "bare":
        return None
    harm, people = load_harm(language), load_people(language)
    for start in range(first - 2, max(-1, first - 9), -1):
        if not tokens[start].text[0].isalpha() or tokens[start].norm in STOPS:
            return None
        for role in ("active", "state"):
            hit = harm[role].match(sentence, start)
            if hit is None or (role == "state" and not _is_active(sentence, start, language)):
                continue
            inside = range(start + hit[0], first - 1)
            known = bool(inside) and tokens[inside[0]].norm in KNOWN
            reflexive = any(tokens[at].norm in REFLEXIVE for at in inside)
            if reflexive or (known and any(people.match(sentence, at) is not None for at in inside)):
                return Found(group, hit[1].field, group.last, "left")
    return None


def _is_active(sentence: Sentence, at: int, language: str) -> bool:
    """A participle with an object: "ont tué 21 personnes", not "ont été tués 3 km plus loin"."""
    tokens = sentence.tokens
    before = [tokens[step].norm for step in range(max(0, at - 4), at)]
    if language == "en":
        return not _is_passive(sentence, at)
    if "ete" in before:
        return False
    return any(norm in AVOIR for norm in before) or not is_participle(sentence, at)


def _is_passive(sentence: Sentence, at: int) -> bool:
    before = [sentence.tokens[step].norm for step in range(max(0, at - 2), at)]
    return any(norm in ("was", "were", "been", "being", "are", "is") for norm in before) and not sentence.tokens[
        at
    ].norm.endswith("ing")


__all__ = ["FoundToll", "count_people", "find_tolls"]
