"""Victims whom a later sentence names: "The dead were identified as X and Y", "Ce sont X et Y", "the two nurses are".

The sentence itself tells of no violence; whom it speaks of is said before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tamani.extract.details.role_words import FoundRole
from tamani.extract.details.victim_clauses import find_reached_groups
from tamani.extract.details.victim_words import list_members, load_clause_words
from tamani.extract.details.victims import read_reached
from tamani.extract.document import Sentence, remembered
from tamani.extract.grammar.clauses import Clause, find_clauses
from tamani.extract.grammar.coreference import PRONOUNS, Reference, find_antecedents
from tamani.extract.grammar.groups import Group, find_groups
from tamani.extract.grammar.words import classify_word
from tamani.extract.lexicon import read_lexicon
from tamani.records import VictimValue

COPULA = 12  # tokens within which "are" stands where a sentence gives names
GIVING = ("identify", "name", "identifier", "nommer")
COPULAS = ("are", "is", "were", "was", "est", "sont", "etaient", "etait")


@remembered
def _may_name(sentence: Sentence, language: str) -> bool:
    """Does a name, or a noun without article, come right after "are"? "They are Awa Sangare and"."""
    ats = [sentence.where[word][0] for word in COPULAS if word in sentence.where]
    after = min(ats, default=COPULA) + 1
    if after > COPULA or after >= len(sentence.tokens):
        return False
    return classify_word(sentence.tokens[after].text, language)[0] in "MN"


@cache
def _naming(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Verbs that name, the words that lead the name, and the forms by which a sentence is worth reading."""
    rows = read_lexicon("victims")["naming"][language]
    return (
        frozenset(rows["verbs"]),
        frozenset(rows["leads"]),
        frozenset(rows["forms"]) | load_clause_words(language).fallen,
    )


def find_named_victims(sentence: Sentence, earlier: Sequence[Sentence], language: str) -> tuple[FoundRole, ...]:
    """The victims of an earlier sentence that this one gives the names of."""
    code = "fr" if language == "fr" else "en"
    verbs, leads, forms = _naming(code)
    if not earlier or not (forms.intersection(sentence.present) or _may_name(sentence, code)):
        return ()
    own = find_reached_groups(sentence, code)
    reached = [one for one in own if one.rule == "listed"]
    groups = find_groups(sentence, code)
    firsts = frozenset(one.group.first for one in own)
    for clause in find_clauses(sentence, code) if not reached else ():
        if clause.lemma in verbs and not clause.negated and not clause.modal:
            about, names = _read_naming(clause, leads)
            members = tuple(list_members(sentence, names, groups, "identified", True)) if names and about else ()
            if not members:
                continue
            # "The five students who disappeared are", "the dead men are", "they are"
            told = about[0].first in firsts or _is_fallen(sentence, about[0], code)
            if told or _is_victim(sentence, about[0], len(members), earlier, code):
                reached += members
    roles = read_reached(sentence, reached, code) if reached else ()
    return tuple(role for role in roles if isinstance(role.value, VictimValue) and role.value.name)


def _read_naming(clause: Clause, leads: frozenset[str]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Who is named, and with what names: "the judge identified the dead men as", "they are"."""
    led = tuple(group for prep, group in clause.others if prep in leads)
    if clause.voice == "passive" or (led and clause.objects):
        return clause.objects, led
    if clause.objects and clause.lemma in GIVING:
        return (), ()  # "four drivers of a trader, named Issa Ba": who names is not who is named
    return clause.subjects, clause.objects or led


def _is_fallen(sentence: Sentence, group: Group, language: str) -> bool:
    fallen = load_clause_words(language).fallen
    return not fallen.isdisjoint(sentence.norms[group.first : group.last + 1])


def _is_victim(sentence: Sentence, group: Group, names: int, earlier: Sequence[Sentence], language: str) -> bool:
    """Does a group mean people whom an earlier sentence tells to have been hurt or taken?

    "They are X and Y" after "gunmen killed two men" may be said of the gunmen too: the number of names decides.
    """
    pronoun = sentence.norms[group.head] in PRONOUNS
    for one in find_antecedents(sentence, group, earlier, language):
        if _is_reached(one, language):
            return not pronoun or one.count == names
    return False


def _is_reached(one: Reference, language: str) -> bool:
    firsts = {reached.group.first for reached in find_reached_groups(one.sentence, language) if reached.sure}
    return any(group.first in firsts for group in one.groups)
