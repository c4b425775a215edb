"""Who is struck in a clause of harm: the object of "kill", the subject of "die", whatever the noun is called.

"Four night watchmen were killed", "la bombe a blessé dix clients": whom a verb of killing has as its object is
a person, unless the word names an animal or a thing.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct, structs

from tamani.extract.counts.groups import BE_HAVE, Group, load_harm, load_people
from tamani.extract.counts.numbers import Quantity
from tamani.extract.counts.persons import is_led_to_death
from tamani.extract.counts.toll_echoes import is_given, sums_up
from tamani.extract.counts.toll_values import Found
from tamani.extract.document import Sentence
from tamani.extract.grammar.clauses import Clause, find_clauses
from tamani.extract.grammar.phrases import Group as NounGroup
from tamani.extract.lexicon import conjugate, read_lexicon
from tamani.records import Who

THE = frozenset(("des", "les", "aux", "ces", "ses", "leurs", "the", "these", "those", "of"))
LED = frozenset(("shoot", "stab", "hack", "club", "gun"))  # verbs with "dead" or "to death" beside them
DEADLY = frozenset(("mortellement", "mortally", "fatally"))
SAID = frozenset(("said", "says", "told", "dit", "affirme", "raconte", "declare"))
LONG_NAME = 6
SINGLES = frozenset(read_lexicon("not_people")["singles"])


class Struck(Struct, frozen=True, gc=False):
    """A noun group, what was done to it, and by which token that is said; side as in toll_values.Found."""

    noun: NounGroup
    field: str
    side: str
    last: int
    clause: int = -1  # the token of its verb


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
    return frozenset(verbs) | nouns | forms | words | LED


def find_struck(sentence: Sentence, language: str) -> tuple[Struck, ...]:
    """The noun groups to which harm was done, in the order of the clauses."""
    if load_signs(language).isdisjoint(sentence.present):
        return ()
    verbs, found = _load_verbs(), list[Struck]()
    for clause in find_clauses(sentence, language):
        row = verbs.get(clause.lemma)
        if row is None and _is_led(sentence, clause, language):
            row = ("killed", False)
        if row is None or clause.negated or (clause.modal and not clause.perfect):
            continue
        if clause.voice != "nominal" and sentence.norms[max(0, clause.head - 1)] in THE:
            continue  # "au chevet des blessés"
        field, suffered = row
        if field == "injured" and sentence.norms[max(0, clause.head - 1)] in DEADLY:
            field = "killed"
        for noun in _list_struck(clause, suffered):
            if not SAID.isdisjoint(sentence.norms[noun.last + 1 : noun.last + 3]) and noun.last < clause.head:
                continue  # "a survivor said twelve were killed": who tells it is none of them
            side = "right" if noun.last < clause.head else "left"
            near = side == "right" and clause.head - noun.last <= 3
            found.append(Struck(noun, field, side, clause.head if near else noun.last, clause.head))
    return tuple(found)


def _is_led(sentence: Sentence, clause: Clause, language: str) -> bool:
    """ "Two brothers were hacked to death"; in "five men shot two guards dead" the men did it."""
    before = not clause.objects or clause.objects[0].first < clause.head
    auxiliary = not BE_HAVE.isdisjoint(sentence.norms[max(0, clause.head - 3) : clause.head])
    return (auxiliary or not before) and is_led_to_death(sentence, clause, language)


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
    if group.quantity.article and _has_uncounted(hit, struck):
        return None
    return Found(group, hit.field, max(hit.last, group.last), hit.side)


def _has_uncounted(hit: Struck, struck: tuple[Struck, ...]) -> bool:
    """ "A mother, father and toddler were found dead": one article for three, who are counted elsewhere."""
    mates = (one.noun for one in struck if one.clause == hit.clause and one is not hit)
    return any(noun.first == noun.head and noun.count is None and not noun.plural for noun in mates)


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
    if not norms.isdisjoint(lists["animals"]) or not norms.isdisjoint(lists["things"]) or not head.text[0].isalpha():
        return None
    plain = not head.is_capital or sentence.text.isupper()
    if plain and norms.isdisjoint(lists["open"]) and head.norm.endswith(tuple(lists[f"trades_{language}"])):
        return Who.CIVILIANS
    return Who.UNKNOWN


def find_single(sentence: Sentence, struck: tuple[Struck, ...], language: str) -> list[int]:
    """Where one known person stands to whom harm was done: "the mayor of Pensa had been killed", "its driver died"."""
    return [
        one.noun.first
        for one in struck
        if (_is_listed(sentence, one, struck) or one.field != "injured") and _is_single(sentence, one, struck, language)
    ]


def _is_single(sentence: Sentence, one: Struck, struck: tuple[Struck, ...], language: str) -> bool:
    """One person, by a word for people behind "the" or "his"; in a list of the struck also by a name."""
    noun = one.noun
    if noun.plural or noun.count is not None or noun.first == noun.head:
        return False
    listed = _is_listed(sentence, one, struck)
    if noun.name:
        return listed and noun.head - noun.first < LONG_NAME and _is_of_pair(sentence, one, struck)
    if sentence.norms[noun.first] not in SINGLES:
        return False  # "where each person died"
    return load_people(language).match(sentence, noun.head) is not None or _is_trade(sentence, noun, language)


def _is_of_pair(sentence: Sentence, one: Struck, struck: tuple[Struck, ...]) -> bool:
    """A name and a count with "and" between; "two reporters, Ana Ruiz and Joel Paz" names those who are counted."""
    pair = sorted((other for other in struck if other.clause == one.clause), key=lambda other: other.noun.first)
    if len(pair) != 2 or all(other.noun.count is None for other in pair):
        return False
    return sentence.norms[pair[0].noun.last + 1 : pair[1].noun.first] in (("and",), ("et",))


def _is_listed(sentence: Sentence, one: Struck, struck: tuple[Struck, ...]) -> bool:
    """Does a counted group share the verb: "Colonel Aziz Rahimi and three of his men"?"""
    return any(
        other is not one and other.clause == one.clause and (other.noun.count or other.noun.determiner == "a")
        for other in struck
    )


def _is_trade(sentence: Sentence, noun: NounGroup, language: str) -> bool:
    return guess_who(sentence, noun, language) is Who.CIVILIANS
