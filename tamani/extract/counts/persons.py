"""One person told of without a figure counts as one: "the mayor was murdered", "JUDGE R. PENA WAS SHOT TO DEATH"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.counts.groups import find_who
from tamani.extract.document import Sentence, remembered
from tamani.extract.grammar.clauses import Clause, find_clauses
from tamani.extract.grammar.groups import Group
from tamani.extract.lexicon import conjugate, read_lexicon
from tamani.records import Who

FIELDS = ("killed", "injured", "abducted")
NEAR = 3  # tokens between a verb and "dead", "to death"
INDEFINITE = ("a", "other")


class Person(Struct, frozen=True):
    """Who is told of as struck, in one clause: how many persons, and the words for them."""

    field: str
    first: int
    last: int
    count: int
    who: Who
    rule: str


@cache
def _verbs(language: str) -> dict[str, tuple[str, str]]:
    """Lemma -> (field, how: done, suffered or led)."""
    rows = read_lexicon("single_persons")[language]
    return {
        lemma: (name.partition("_")[0], name.partition("_")[2])
        for name, lemmas in rows.items()
        if name.partition("_")[0] in FIELDS
        for lemma in lemmas
    }


@cache
def _words(name: str, language: str) -> frozenset[str]:
    return frozenset(read_lexicon("single_persons")[language][name])


@cache
def _signs(language: str) -> frozenset[str]:
    """Words without one of which no verb of harm stands in a sentence."""
    deeds = read_lexicon("deed_nouns")[language]
    nouns = [noun for noun, verb in deeds.items() if verb in _verbs(language)]
    forms = {form for verb in _verbs(language) for form, _ in conjugate(verb)} if language == "fr" else set()
    return frozenset(_verbs(language)) | frozenset(nouns) | _words("own", language) | _words("gone", language) | forms


@remembered
def find_persons(sentence: Sentence, language: str) -> tuple[Person, ...]:
    """The persons of a sentence that were struck, clause by clause, where no figure counts them."""
    if _signs(language).isdisjoint(sentence.present):
        return ()
    found: list[Person] = []
    for clause in find_clauses(sentence, language):
        if clause.negated or clause.modal:
            continue
        person = _read_own(sentence, clause, language) or _read_clause(sentence, clause, language)
        if person is not None:
            found.append(person)
    return tuple(found)


def _read_clause(sentence: Sentence, clause: Clause, language: str) -> Person | None:
    verb = _verbs(language).get(clause.lemma) or _read_gone(sentence, clause, language)
    if verb is None:
        return None
    field, how = verb
    if field == "injured":
        near = sentence.tokens[max(0, clause.head - 2) : clause.head + 2]
        field = "killed" if any(token.norm in _words("fatal", language) for token in near) else field
    if how == "led" and not is_led(sentence, clause, language):
        return None
    struck = clause.objects
    if how == "suffered" and clause.voice == "active":
        struck = clause.subjects
    ones = [group for group in struck if _is_one(sentence, group, language)]
    if not ones or len(ones) < len(struck):
        return None  # "the priest and two nuns": the figure is read elsewhere, and is not all
    first, last = min(group.first for group in ones), max(group.last for group in ones)
    who = find_who(sentence, first, last, language) or Who.UNKNOWN
    return Person(field, first, last, len(ones), who, _name_rule(clause, ones, how))


def is_led_to_death(sentence: Sentence, clause: Clause, language: str) -> bool:
    """Is it a verb that kills only by the word beside it, and does that word stand there: "hacked to death"?"""
    return _verbs(language).get(clause.lemma) == ("killed", "led") and is_led(sentence, clause, language)


def _read_gone(sentence: Sentence, clause: Clause, language: str) -> tuple[str, str] | None:
    """ "Is dead", "est mort": to be, with a word for what became of the subject."""
    if clause.lemma not in ("be", "etre"):
        return None
    near = sentence.tokens[clause.head + 1 : clause.head + 3]
    return ("killed", "suffered") if any(token.norm in _words("gone", language) for token in near) else None


def _name_rule(clause: Clause, ones: Sequence[Group], how: str) -> str:
    if any(group.name for group in ones):
        return "tolls.named_person"
    if clause.voice == "nominal":
        return "tolls.person_nominal"
    return "tolls.person_suffered" if how == "suffered" else "tolls.person_struck"


def is_led(sentence: Sentence, clause: Clause, language: str) -> bool:
    """ "Shot to death", "fatally shot", "found dead", "retrouvé mort"; in "gunned" and "shot" alone nobody has died."""
    near = sentence.tokens[max(0, clause.head - 1) : clause.head + 1 + NEAR]
    return any(token.norm in _words("leading", language) for token in near)


def _is_one(sentence: Sentence, group: Group, language: str) -> bool:
    """Is the group one person: by a name, or a word for people in the singular?"""
    if group.plural or group.count not in (None, (1, 1)):
        return _is_aged(sentence, group)
    head = sentence.tokens[group.head]
    if head.norm.endswith(("men", "women")) and len(head.norm) > 4 and language == "en":
        return False  # "the following policemen"
    if find_who(sentence, group.core[0], group.last, language) is not None:
        return True
    people = _people(language)
    if head.norm in people or sentence.lemmas[group.head] in people:
        return True
    return group.name and head.text[0].isalpha() and len(head.text) > 2


def _is_aged(sentence: Sentence, group: Group) -> bool:
    """ "A 34-year-old man", "a two-year-old": the figure is an age."""
    words = " ".join(sentence.norms[group.first : group.last + 3])
    return group.determiner == "a" and ("year-old" in words or "year - old" in words or "month-old" in words)


@cache
def _people(language: str) -> frozenset[str]:
    return frozenset(word for part in read_lexicon("people").values() for word in part[language])


def _read_own(sentence: Sentence, clause: Clause, language: str) -> Person | None:
    """ "Killing himself", "taking his own life": who dies by his own hand."""
    if language == "en" and clause.lemma == "take" and clause.voice == "active":
        for group in clause.objects:
            words = sentence.norms[group.first : group.last + 1]
            if words[-1:] == ("life",) and "own" in words:
                return Person("killed", clause.head, group.last, 1, Who.UNKNOWN, "tolls.own_hand")
        return None
    field, how = _verbs(language).get(clause.lemma, ("", ""))
    if field != "killed" or (how == "led" and not is_led(sentence, clause, language)):
        return None
    for at in range(clause.head + 1, min(clause.head + 3, len(sentence.tokens))):
        if sentence.norms[at] in _words("own", language):
            return Person("killed", clause.head, at, 1, Who.UNKNOWN, "tolls.own_hand")
    return None
