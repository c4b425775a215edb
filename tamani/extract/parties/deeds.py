"""Does a sentence make somebody the doer: as subject of a deed, after "by", as the one blamed, or by own claim?

In come the phrases of doers.py; out go verdicts with the ground and the construction. "Guerrillas were killed" and
"the army said that" make nobody a doer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.extract.parties.doers import Doer
from tamani.records import Basis
from tamani.words import fold

AHEAD = 16  # tokens from "guerrillas" to their deed: "guerrillas riding in two pick-up trucks early on Monday shot"
BACK = 14  # tokens from "killed" to "by": "was killed on Monday at his home in the north of the city by"
NEAR = 8  # tokens from "placed" to "bomb"


class Verdict(Struct, frozen=True):
    """On what ground, by which construction."""

    basis: Basis
    rule: str


class Deeds(Struct, frozen=True):
    """Lists of lexicon/doers.toml, [deeds], for a language."""

    lists: dict[str, frozenset[str]]

    def has(self, name: str, word: str) -> bool:
        return word in self.lists[name]


@cache
def read_deeds(language: str) -> Deeds:
    """The words of doing in a language."""
    table = read_lexicon("doers")["fr" if language == "fr" else "en"]["deeds"]
    return Deeds({key: frozenset(map(fold, value)) for key, value in table.items()})


def judge_doer(sentence: Sentence, norms: Sequence[str], doer: Doer, deeds: Deeds) -> Verdict | None:
    """How a sentence makes this phrase the doer, or None."""
    lists = deeds.lists
    before = norms[doer.start - 1] if doer.start else ""
    after = norms[doer.end + 1 : doer.end + 6]
    basis = Basis.SUSPECTED if doer.hedged else Basis.STATED
    if before in lists["by"]:
        rule = _judge_by(sentence, norms, doer.start - 1, deeds)
        return _ground(rule, basis)
    if before in lists["of"] and doer.start > 1 and norms[doer.start - 2] in ("hands", "mains"):
        return Verdict(basis, "perpetrators.at_the_hands")
    if (accused := _judge_accused(norms, doer, deeds)) is not None:
        return accused
    if before in lists["not_before"] and doer.start:
        return None
    if _is_object(sentence, norms, doer.start - 1, deeds):
        return None
    if set(after) & lists["responsible"] and not set(norms[max(0, doer.start - 4) : doer.end + 5]) & lists["none"]:
        return Verdict(Basis.ACCUSED, "perpetrators.responsible")
    if _claims(norms, doer, deeds):
        return Verdict(Basis.CLAIMED, "perpetrators.claim")
    if _is_involved(sentence, norms, doer.end + 1, deeds):
        return Verdict(Basis.SUSPECTED, "perpetrators.involved")
    if _acts(sentence, norms, doer.end + 1, deeds):
        return Verdict(basis, "perpetrators.subject")
    return None


def _ground(rule: str | None, basis: Basis) -> Verdict | None:
    if rule is None:
        return None
    return Verdict(Basis.CLAIMED if rule == "perpetrators.claimed_by" else basis, rule)


def _judge_by(sentence: Sentence, norms: Sequence[str], at: int, deeds: Deeds) -> str | None:
    """ "killed ... by", "the attack by", "claimed by": by the nearest participle or noun of a deed."""
    lists = deeds.lists
    for step in range(at - 1, max(-1, at - BACK), -1):
        norm = norms[step]
        if norm in lists["clause"] or norm in lists["none"]:
            return None
        if norm in lists["not_by"]:
            return None
        if norm in lists["claimed_by"]:
            return "perpetrators.claimed_by"
        if norm in lists["attributed"]:
            return None
        if _is_deed_word(sentence, norms, step, deeds, True):
            return "perpetrators.by_phrase"
        if norm in lists["noun"]:
            return "perpetrators.noun_by"
        if norm.endswith("ed") and len(norm) > 4:
            return None
    return None


def _is_deed_word(sentence: Sentence, norms: Sequence[str], at: int, deeds: Deeds, passive: bool = False) -> bool:
    """Is this a form of a verb of violence, with its object where the verb alone says little?"""
    lists, norm, lemma = deeds.lists, norms[at], sentence.lemmas[at]
    if norm in lists["forms"]:
        return True
    if lemma in lists["strong"]:
        return True
    if lemma not in lists["weak"] and norm not in lists["weak_forms"]:
        return False
    # "the bomb was placed by": the object stands before
    near = norms[max(0, at - 9) : at + NEAR] if passive else norms[at + 1 : at + NEAR]
    return bool(set(near) & (lists["object"] | lists["noun"]))


def _judge_accused(norms: Sequence[str], doer: Doer, deeds: Deeds) -> Verdict | None:
    """ "accused X of", "blamed X for", "attributed to X"."""
    lists = deeds.lists
    before = norms[doer.start - 1] if doer.start else ""
    if before in lists["accuse"]:
        if set(norms[doer.end + 1 : doer.end + 4]) & lists["accuse_of"]:
            return Verdict(Basis.ACCUSED, "perpetrators.accused")
        return None
    if before in lists["suspect"] and set(norms[doer.end + 1 : doer.end + 4]) & lists["accuse_of"]:
        return Verdict(Basis.SUSPECTED, "perpetrators.suspected")
    if before in lists["attributed_to"] and set(norms[max(0, doer.start - 4) : doer.start - 1]) & lists["attributed"]:
        behind = norms[max(0, doer.start - 8) : doer.start - 1]
        if set(behind) & lists["none"] or _is_other_event(behind, lists["attributed"], deeds):
            return None
        return Verdict(Basis.ACCUSED, "perpetrators.attributed")
    if before in ("as", "comme") and set(norms[max(0, doer.start - 4) : doer.start - 1]) & lists["identified"]:
        return Verdict(Basis.STATED, "perpetrators.identified")
    return None


def _is_other_event(behind: Sequence[str], attributed: frozenset[str], deeds: Deeds) -> bool:
    """ "five months after a massacre attributed to X": an event with "a" is another one than the news."""
    at = next(step for step, norm in enumerate(behind) if norm in attributed)
    return at > 1 and behind[at - 1] in deeds.lists["noun"] and behind[at - 2] in ("un", "une", "a", "an", "another")


def _is_object(sentence: Sentence, norms: Sequence[str], at: int, deeds: Deeds) -> bool:
    """ "killed guerrillas", "arrested two men": they are those to whom it was done."""
    if at < 0:
        return False
    norm = norms[at]
    if norm in deeds.lists["speech"]:
        return norm in ("arrested", "arrest", "repelled", "repel", "condemned", "condemn", "found", "find")
    return (
        _is_deed_word(sentence, norms, at, deeds)
        or (norm.endswith("ed") and len(norm) > 4 and norm.isalpha())
        or (norm.endswith("ing") and len(norm) > 5 and norm not in ("during", "morning", "evening", "according"))
    )


def _claims(norms: Sequence[str], doer: Doer, deeds: Deeds) -> bool:
    """ "X has claimed responsibility for"."""
    lists = deeds.lists
    for at in range(doer.end + 1, min(doer.end + 10, len(norms))):
        if norms[at] in lists["claimed"]:
            ahead = set(norms[at + 1 : at + 5])
            behind = set(norms[max(0, doer.start - 3) : at])
            return bool(ahead & lists["responsibility"]) and not behind & lists["none"]
        if norms[at] in lists["clause"]:
            return False
    return False


def _is_involved(sentence: Sentence, norms: Sequence[str], begin: int, deeds: Deeds) -> bool:
    """ "were involved in the murder of", "suspected of killing", "charged with the bombing"."""
    lists = deeds.lists
    for at in range(begin, min(begin + 7, len(norms) - 1)):
        if norms[at] in lists["clause"] or norms[at] in lists["none"] or norms[at] in lists["speech"]:
            return False
        if norms[at] in lists["involved"] and set(norms[at + 1 : at + 3]) & lists["involved_in"]:
            ahead = range(at + 1, min(at + 9, len(norms)))
            return any(norms[step] in lists["noun"] or sentence.lemmas[step] in lists["strong"] for step in ahead)
    return False


def _acts(sentence: Sentence, norms: Sequence[str], begin: int, deeds: Deeds) -> bool:
    """Does an active verb of violence follow, with this phrase as its subject?"""
    lists = deeds.lists
    helped = False
    for at in range(begin, min(begin + AHEAD, len(norms))):
        norm = norms[at]
        if norm in lists["clause"] or norm in lists["none"]:
            return False
        if norm in lists["speech"] and at - begin < 4:
            return False
        if norm in lists["be"]:
            follow = next(
                (step for step in range(at + 1, min(at + 4, len(norms))) if not norms[step].endswith("ly")), at
            )
            if not norms[follow].endswith("ing"):
                return False
            helped = True
        if norm in lists["auxiliaries"]:
            helped = True
            continue
        if _is_deed_word(sentence, norms, at, deeds):
            if _is_noun_here(norms, at, begin, lists["nouns"]):
                continue
            if not helped and lists["imperfect"] and norm.endswith(tuple(sorted(lists["imperfect"]))):
                return False  # the imperfect tells of a state
            # "two men killed in the clash": no "have", no object
            return helped or norm.endswith("ing") or _has_object(norms, at, deeds)
    return False


def _is_noun_here(norms: Sequence[str], at: int, begin: int, nouns: frozenset[str]) -> bool:
    """ "attack", "fire", "shells" are verbs right after their subject or "to" alone."""
    norm = norms[at]
    if at == begin or norm not in nouns:
        return False
    return norms[at - 1] not in ("to", "also", "then", "who", "and") and not norms[at - 1].endswith("ly")


def _has_object(norms: Sequence[str], at: int, deeds: Deeds) -> bool:
    follow = norms[at + 1] if at + 1 < len(norms) else "."
    return follow not in deeds.lists["passive_next"] or norms[at].startswith(("fire", "open", "explode"))
