"""Who gives a figure, told without a word of saying.

"The minister cut the toll to 84", "the 132 announced by the government", "put at 60 by its president".
"""

from __future__ import annotations

from functools import cache

from tamani.extract.document import Sentence
from tamani.extract.grammar.clauses import Clause, find_clauses
from tamani.extract.grammar.groups import find_group_at
from tamani.extract.grammar.phrases import Group
from tamani.extract.lexicon import read_lexicon
from tamani.extract.saying.speech import Phrase

BY = frozenset(("by", "par"))
AS = frozenset(("as", "comme"))
NONE = frozenset(("no", "none", "nobody", "neither", "aucun", "aucune", "nul", "nulle", "personne"))
NEAR = 5  # tokens from the figure to "announced" or "by"
FAR = 14  # tokens from "cut" or "raised" to the figure
COUNTS = frozenset(("tally", "count", "figure", "version", "estimate"))
AGENTS = frozenset(
    ("put", "puts", "estimated", "placed", "set", "given", "fixed", "estime", "evalue", "chiffre", "fixe")
)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_lexicon("tolls")["giving"][name])


def find_giver(sentence: Sentence, first: int, last: int, language: str) -> tuple[Phrase, bool] | None:
    """The noun group that gives the figure on these tokens, and whether it stands right beside the figure."""
    behind = _find_agent(sentence, first, last, language)
    if behind is not None:
        return behind, True
    owner = _find_owner(sentence, first, language)
    if owner is not None:
        return owner, True
    if _words("changes").isdisjoint(sentence.present):
        return None
    best: Clause | None = None
    for clause in find_clauses(sentence, language):
        if clause.voice != "active" or clause.lemma not in _words("changes") or not clause.subjects:
            continue
        after = sentence.norms[clause.head + 1] if clause.head + 1 < len(sentence.tokens) else ""
        if clause.lemma == "have" and after not in ("it", "them"):
            continue  # "al-Shabaab has it at 137"
        if clause.head < first <= clause.head + FAR and (best is None or clause.head > best.head):
            best = clause
    if best is None or not _may_speak(sentence, best.subjects[-1]) or _is_parted(sentence, best.head, first):
        return None
    return _phrase(sentence, best.subjects[-1], best.head, language), False


def _find_owner(sentence: Sentence, first: int, language: str) -> Phrase | None:
    """ "The army's tally of the rebels killed (45)", "the governor's figure of 12": whose count it is."""
    tokens = sentence.tokens
    for at in range(first - 1, max(1, first - 9), -1):
        if tokens[at].text in (";", ",", ".", ":"):
            return None
        if tokens[at].norm in COUNTS and tokens[at - 1].text in ("'s", "’s"):
            group = find_group_at(sentence, at - 2, language)
            named = tokens[at - 2].norm not in _words("nobody") and tokens[at - 2].text[0].isalpha()
            return Phrase(group.first, at - 2) if group is not None and named else None
    return None


def _is_parted(sentence: Sentence, start: int, first: int) -> bool:
    return any(norm in (";", ":", "qui", "who", "which") for norm in sentence.norms[start + 1 : first])


def _find_agent(sentence: Sentence, first: int, last: int, language: str) -> Phrase | None:
    tokens = sentence.tokens
    for at in range(last + 1, min(last + NEAR + 4, len(tokens))):
        norm = tokens[at].norm
        if norm in BY:
            between = sentence.norms[last + 1 : at]
            if not NONE.isdisjoint(sentence.norms[first : last + 1]) and not AS.isdisjoint(between):
                return None  # "No pupil was taken, as first reported by a radio": it reported the contrary
            told = any(word in _words("given") for word in between)
            if not told and not (at == last + 1 and _is_set(sentence, first)):
                return None
            group = find_group_at(sentence, at + 1, language) if at + 1 < len(tokens) else None
            return _phrase(sentence, group, len(tokens), language) if group and _may_speak(sentence, group) else None
        if norm in (",", ".", ";", ":", "and", "et"):
            return None
    return None


def _is_set(sentence: Sentence, first: int) -> bool:
    """ "put at 60 by its president and at 52 by an aid group": does a verb of estimating stand before the figure?"""
    return not AGENTS.isdisjoint(sentence.norms[max(0, first - 12) : first + 2])


def _may_speak(sentence: Sentence, group: Group) -> bool:
    head = sentence.tokens[group.head]
    things = read_lexicon("not_people")["things"]
    if head.norm.startswith(("mi-", "mid-")):
        return False  # "Mi-mars, l'armée a repoussé un assaut, affirmant avoir tué ..."
    return head.norm not in _words("nobody") and head.norm not in things and head.text[0].isalpha()


def _phrase(sentence: Sentence, group: Group, end: int, language: str) -> Phrase:
    """A group with what "of" or "de" hangs on it: "le chef du comité local"."""
    last = group.last
    while last + 2 < end and sentence.norms[last + 1] in ("of", "de", "du", "des", "d'"):
        more = find_group_at(sentence, last + 2, language) or find_group_at(sentence, last + 1, language)
        if more is None or more.last <= last:
            break
        last = more.last
    return Phrase(group.first, last)
