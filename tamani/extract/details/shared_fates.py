"""Who shares the fate of those whom a deed reached, in words of its own: "X and Y were the workers killed".

In comes a sentence with the groups that its deeds reached, out come more of them, each with the rule that found it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import structs

from tamani.extract.details.victim_words import (
    ClauseWords,
    Reached,
    closes_quote,
    list_members,
    load_clause_words,
    load_harms,
)
from tamani.extract.document import Sentence
from tamani.extract.grammar.clauses import Clause, find_clauses
from tamani.extract.grammar.groups import Group, find_groups

_BE = frozenset(["be", "etre"])
_ALONG = frozenset(["along", "together", "compagnie"])
# "The murders, especially that of X", but not "after that of X": this is another event.
_LEADS = frozenset(
    [
        *(",", "and", "especially", "particularly", "including", "notably", "like", "as", "et", "notamment", "surtout"),
        *("particulierement", "dont", "comme", "que"),
    ]
)
_THAT = ("that", "celui", "celle")
_OF = frozenset(["of", "de", "du", "d'", "des"])


def find_fellows(sentence: Sentence, found: Mapping[int, Reached], language: str) -> Iterator[Reached]:
    """The groups that are said to be one with those reached, or to have been with them."""
    words = load_clause_words(language)
    groups = find_groups(sentence, language)
    for clause in find_clauses(sentence, language):
        if clause.negated or clause.modal:
            continue
        if clause.lemma in _BE:
            yield from _read_identity(sentence, clause, found, language)
        elif clause.voice == "passive" or clause.lemma in words.die:
            yield from _read_company(sentence, clause, found)
        elif clause.voice == "nominal" and clause.lemma in words.harm:
            yield from _read_another(sentence, clause, groups, language)
    for group in groups:
        if group.apposed is not None and group.name:
            about = groups[group.apposed]
            said = sentence.norms[about.head]
            if said in words.fallen and not closes_quote(
                sentence, about.last + 1, group.first
            ):  # "the other victim, Awa Ba, is recovering"
                for one in list_members(sentence, (group,), groups, "listed", sure=True):
                    yield structs.replace(one, harm=load_harms(language).get(said))


def _read_identity(
    sentence: Sentence, clause: Clause, found: Mapping[int, Reached], language: str
) -> Iterator[Reached]:
    """ "The two wounded nuns are X and Y", "X and Y were the workers killed"."""
    for about, names in ((clause.subjects, clause.objects), (clause.objects, clause.subjects)):
        if not about or not names or not names[0].name or names[0].first in found:
            continue
        known, said = found.get(about[0].first), _find_fallen(sentence, about[0], load_clause_words(language))
        if said is not None or (known is not None and known.sure):
            harm = load_harms(language).get(said) if said else known.harm if known else None
            for one in list_members(sentence, names, find_groups(sentence, language), "listed", sure=True):
                yield structs.replace(one, harm=harm)


def _find_fallen(sentence: Sentence, group: Group, words: ClauseWords) -> str | None:
    """ "Wounded" of "the two wounded nuns"; nothing of "the dead man's brother"."""
    first = group.owner[1] + 1 if group.owner is not None else group.first
    return next((one.norm for one in sentence.tokens[first : group.last + 1] if one.norm in words.fallen), None)


def _read_company(sentence: Sentence, clause: Clause, found: Mapping[int, Reached]) -> Iterator[Reached]:
    """ "Was killed along with X", "a été enlevé avec sa femme": not "killed in clashes with soldiers"."""
    told = clause.objects or clause.subjects
    known = found.get(told[0].first) if told else None
    if known is None or not known.sure:
        return
    for preposition, group in clause.others:
        at = group.first - 1
        near = sentence.norms[at - 1] in _ALONG or at - clause.head == 1
        if preposition in ("with", "avec") and near and (group.name or not group.plural):
            yield Reached(group, known.rule, sure=True, harm=known.harm)


def _read_another(sentence: Sentence, clause: Clause, groups: tuple[Group, ...], language: str) -> Iterator[Reached]:
    """ "The murders in Gao, especially that of X", "l'assassinat du maire et celui du juge"."""
    for word in _THAT:
        for at in sentence.where.get(word, ()):
            before, after = sentence.norms[at - 1], sentence.tokens[at + 1 : at + 2]
            if at < clause.head or before not in _LEADS or not after or after[0].norm not in _OF:
                continue
            group = next(
                (one for one in groups if at + 2 <= one.first + (one.determiner != "") and one.first > at), None
            )
            if group is not None and group.first <= at + 3:
                yield Reached(group, "nominal", sure=True, harm=load_harms(language).get(clause.lemma))
