"""How many were killed, wounded, taken or are missing: quantities tied to people and to what was done to them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import structs

from tamani.extract.counts.counted_people import count_people
from tamani.extract.counts.groups import BE_HAVE, OF, Group, load_harm, read_group
from tamani.extract.counts.toll_clauses import Struck, find_struck, open_group, read_struck, read_sum
from tamani.extract.counts.toll_echoes import lend_who, read_echo
from tamani.extract.counts.toll_frames import read_framed
from tamani.extract.counts.toll_headings import read_headed
from tamani.extract.counts.toll_lists import is_whole, join_groups, share_sides
from tamani.extract.counts.toll_signs import may_tell
from tamani.extract.counts.toll_sums import add_sums
from tamani.extract.counts.toll_values import Found, FoundToll, make_toll
from tamani.extract.counts.toll_verbs import read_left, read_right
from tamani.extract.counts.toll_words import read_label, read_old, read_revised, read_toll_word, read_victims
from tamani.extract.document import Sentence, remembered
from tamani.records import Who

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


INDEFINITE = frozenset(("a", "an", "un", "une", "one", "another"))
ALSO = frozenset(("also", "aussi", "egalement", "too", "another", "autre"))


@remembered
def find_tolls(sentence: Sentence, language: str, before: FoundToll | None = None) -> tuple[FoundToll, ...]:
    """The tolls that a sentence states, in order; before: the last one of the sentences before it."""
    if not may_tell(sentence, language, before is not None):
        return ()
    struck, groups, found = _find_harm(sentence, language)
    tolls: list[FoundToll] = []
    for at, group in enumerate(groups):
        prior = tolls[-1] if tolls else before
        hit = found.get(at) or read_echo(sentence, group, prior, language) or read_sum(sentence, group, struck, prior)
        toll = make_toll(sentence, lend_who(sentence, hit, prior), tolls, language) if hit is not None else None
        if toll is not None:
            one_of = before is not None and _is_one_of(sentence, group, toll, before)
            tolls.append(structs.replace(toll, scope="sub") if one_of else toll)
    return tuple(add_sums(sentence, share_sides(sentence, tolls, language)))


@remembered
def _find_harm(sentence: Sentence, language: str) -> tuple[tuple[Struck, ...], tuple[Group, ...], Mapping[int, Found]]:
    """The people that a sentence counts, and the harm that it says was done to them; told before or not."""
    struck = find_struck(sentence, language)
    quantities = count_people(sentence, struck, language)
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
        hit = read_revised(sentence, groups, at, found)
        hit = read_old(sentence, groups, at, found) if hit is None and at not in found else hit
        if hit is not None:
            found[at] = hit
    return struck, tuple(groups), found


def _is_one_of(sentence: Sentence, group: Group, toll: FoundToll, before: FoundToll) -> bool:
    """ "Three bodies were found. The father had been shot dead": one of those who were counted before."""
    norms, at = sentence.norms, group.quantity.last
    definite = group.quantity.article and (norms[group.quantity.first] not in INDEFINITE or norms[at + 1] in OF)
    more = (before.low or 0) > 1 and before.field == toll.field and before.who in (Who.UNKNOWN, toll.who)
    return definite and more and toll.scope is None and ALSO.isdisjoint(sentence.present)


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
        group.form == "bare" and not AGED.isdisjoint(sentence.present) and before >= 0 and sentence.norms[before] in IS
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
            led = tokens[group.last + 1].norm in ENDED or at == group.last + 1
            if hit is not None and hit[1].field == "killed" and led:
                return Found(group, "killed", at + hit[0] - 1, "right")
            if hit is None and tokens[at].norm not in ENDED:
                break
    return Found(group, group.field, group.last, "noun")


def _is_idiom(sentence: Sentence, group: Group) -> bool:
    """ "la mort", "a body of law": with a mere article only nouns that count people by themselves stand."""
    head = sentence.norms[group.last]
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
