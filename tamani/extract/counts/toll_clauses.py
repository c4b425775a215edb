"""Who is struck in a clause of harm: the object of "kill", the subject of "die", whatever the noun is called.

"Four night watchmen were killed", "la bombe a blessé dix clients": whom a verb of killing has as its object is
a person, unless the word names an animal or a thing.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct, structs

from tamani.extract.counts.groups import Group, load_harm, load_people
from tamani.extract.counts.numbers import Quantity
from tamani.extract.counts.toll_echoes import is_given, sums_up
from tamani.extract.counts.toll_values import Found
from tamani.extract.document import Sentence
from tamani.extract.grammar.clauses import Clause, find_clauses
from tamani.extract.grammar.phrases import Group as NounGroup
from tamani.extract.lexicon import conjugate, read_lexicon
from tamani.records import Who

THE = frozenset(("des", "les", "aux", "ces", "ses", "leurs", "the", "these", "those", "of"))
DEADLY = frozenset(("mortellement", "mortally", "fatally"))
SINGLES = frozenset(read_lexicon("not_people")["singles"])


class Struck(Struct, frozen=True, gc=False):
    """A noun group, what was done to it, and by which token that is said; side as in toll_values.Found."""

    noun: NounGroup
    field: str
    side: str
    last: int


@cache
def _load_verbs() -> dict[str, tuple[str, bool]]:
    """The dictionary form of each verb of harm: its field, and whether its subject is the one who is struck."""
    return {
        verb: (field, role == "suffered")
        for field, roles in read_lexicon("harm_verbs").items()
        for role, verbs in roles.items()
        for verb in verbs
    }


@cache
def load_signs(language: str) -> frozenset[str]:
    """The words by which a sentence may have a clause of harm: forms of its verbs, and nouns of doing."""
    verbs = _load_verbs()
    nouns = {noun for noun, verb in read_lexicon("deed_nouns")[language].items() if verb in verbs}
    forms = {form for verb in verbs for form, _ in conjugate(verb)} if language == "fr" else set()
    phrases = (rows for role in load_harm(language).values() for rows in role.by_first.items())
    words = {first for first, rows in phrases if any(len(phrase) == 1 for phrase, _ in rows)}
    return frozenset(verbs) | nouns | forms | words


def find_struck(sentence: Sentence, language: str) -> tuple[Struck, ...]:
    """The noun groups to which harm was done, in the order of the clauses."""
    if load_signs(language).isdisjoint(sentence.present):
        return ()
    verbs, found = _load_verbs(), list[Struck]()
    for clause in find_clauses(sentence, language):
        row = verbs.get(clause.lemma)
        if row is None or clause.negated or (clause.modal and not clause.perfect):
            continue
        if clause.voice != "nominal" and sentence.tokens[max(0, clause.head - 1)].norm in THE:
            continue  # "au chevet des blessés"
        field, suffered = row
        if field == "injured" and sentence.tokens[max(0, clause.head - 1)].norm in DEADLY:
            field = "killed"
        for noun in _list_struck(clause, suffered):
            side = "right" if noun.last < clause.head else "left"
            near = side == "right" and clause.head - noun.last <= 3
            found.append(Struck(noun, field, side, clause.head if near else noun.last))
    return tuple(found)


def _list_struck(clause: Clause, suffered: bool) -> tuple[NounGroup, ...]:
    if not suffered:
        return clause.objects
    return (*clause.subjects, *clause.objects) if clause.voice == "nominal" else clause.subjects


def open_group(sentence: Sentence, group: Group, struck: tuple[Struck, ...], language: str) -> Group:
    """A counted noun that no list of people has ("quatre veilleurs") as people, where harm was done to it."""
    if group.form != "other":
        return group
    if is_given(sentence, group):
        return structs.replace(group, form="bare")
    hit = find_hit(group.quantity, struck)
    if hit is None or hit.noun.last <= group.quantity.number_last:
        return group
    who = guess_who(sentence, hit.noun, language)
    if who is None or (hit.field == "abducted" and who is Who.UNKNOWN):
        return group
    return structs.replace(group, last=hit.noun.last, form="people", who=who)


def find_hit(quantity: Quantity, struck: tuple[Struck, ...]) -> Struck | None:
    """The struck noun group that a quantity counts."""
    return next((one for one in struck if one.noun.first <= quantity.number_last <= one.noun.last), None)


def read_struck(group: Group, struck: tuple[Struck, ...]) -> Found | None:
    """The harm that a clause tells of a group."""
    hit = find_hit(group.quantity, struck) if group.form != "harm" else None
    if hit is None or (group.form == "bare" and hit.noun.head != group.quantity.number_last):
        return None
    return Found(group, hit.field, max(hit.last, group.last), hit.side)


def read_sum(sentence: Sentence, group: Group, struck: tuple[Struck, ...], before: object) -> Found | None:
    """ "Farmers and herders were massacred, 30 in all": the count of those whom a clause named without one."""
    if before is not None or not struck or group.form != "bare" or not sums_up(sentence, group):
        return None
    last = struck[-1]
    who = guess_who(sentence, last.noun, "en" if "in" in sentence.where else "fr")
    return Found(group, last.field, group.last, "echo", who)


def guess_who(sentence: Sentence, noun: NounGroup, language: str) -> Who | None:
    """Whose toll a noun would be that is in no list; None: it is an animal or a thing."""
    words, lists = load_people(language), read_lexicon("not_people")
    for at in range(noun.head, max(noun.first - 1, noun.head - 3), -1):
        hit = words.match(sentence, at)
        if hit is not None:
            return hit[1]
    head = sentence.tokens[noun.head]
    norms = {head.norm, sentence.lemmas[noun.head]}
    if norms & set(lists["animals"]) or norms & set(lists["things"]) or not head.text[0].isalpha():
        return None
    plain = not head.is_capital or sentence.text.isupper()
    if plain and not norms & set(lists["open"]) and head.norm.endswith(tuple(lists[f"trades_{language}"])):
        return Who.CIVILIANS
    return Who.UNKNOWN


def find_single(sentence: Sentence, struck: tuple[Struck, ...], language: str) -> list[int]:
    """Where one known person stands to whom harm was done: "the mayor of Pensa had been killed", "its driver died"."""
    found = list[int]()
    for one in struck:
        noun = one.noun
        if noun.plural or noun.name or noun.count is not None or noun.first == noun.head or one.field == "injured":
            continue
        if sentence.tokens[noun.first].norm not in SINGLES:
            continue  # "where each person died"
        if load_people(language).match(sentence, noun.head) is None and not _is_trade(sentence, noun, language):
            continue
        found.append(noun.first)
    return found


def _is_trade(sentence: Sentence, noun: NounGroup, language: str) -> bool:
    return guess_who(sentence, noun, language) is Who.CIVILIANS
