"""Does a sentence make somebody the doer: as subject of a deed, after "by", as the one blamed, or by own claim?

In come the phrases of doers.py; out go verdicts with the ground and the construction. "Guerrillas were killed" and
"the army said that" make nobody a doer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import Struct, structs

from tamani.extract.document import Sentence, remembered
from tamani.extract.grammar.clauses import find_clauses
from tamani.extract.lexicon import conjugate, read_lexicon, read_words
from tamani.extract.parties.accusations import is_other_event
from tamani.extract.parties.doers import Doer
from tamani.extract.parties.grounds import stands_as_patron
from tamani.records import Basis
from tamani.words import fold

AHEAD = 9  # tokens from "guerrillas" to their deed: "guerrillas riding in two pick-up trucks early on Monday shot"
BACK = 14  # tokens from "killed" to "by": "was killed on Monday at his home in the north of the city by"
JOINERS = frozenset(("and", "et", ",", "the", "les", "des", "by", "par", ")", "]", '"', "also"))
SHARED = frozenset(f"perpetrators.{case}" for case in ("subject", "involved", "claim", "responsible", "suspected"))
BLAMED = 10  # tokens from "attributed" to "to the rebels", from "accused the army" to "of"
INVOLVED = "perpetrators.involved"
RELEASED = "perpetrators.released"
# "Has claimed several attacks" claims none in particular.
SOME = read_words("some")
COUNTING = frozenset(
    (*("at", "least", "more", "than", "some", "about", "au", "moins", "plus", "de", "pres", "quelque", "environ"),
     *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
     *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"))
)  # fmt: skip
NEAR = 8  # tokens from "placed" to "bomb"


class Verdict(Struct, frozen=True):
    """On what ground, by which construction."""

    basis: Basis
    rule: str
    deed: int = -1  # the token of the verb or noun of violence


class Deeds(Struct, frozen=True):
    """Lists of lexicon/doers.toml, [deeds], for a language."""

    lists: dict[str, frozenset[str]]
    language: str = "en"


@cache
def read_deeds(language: str) -> Deeds:
    """The words of doing in a language."""
    table = read_lexicon("doers")["fr" if language == "fr" else "en"]["deeds"]
    lists = {key: frozenset(map(fold, value)) for key, value in table.items()}
    if language == "fr":  # "assassinées" has no entry in the dictionary
        for verbs, forms in (("strong", "forms"), ("weak", "weak_forms"), ("harm", "harm")):
            lists[forms] |= {form for verb in lists[verbs] for form, _ in conjugate(verb)}
    return Deeds(lists, language)


def judge_doers(
    sentence: Sentence, norms: Sequence[str], doers: Sequence[Doer], deeds: Deeds
) -> list[tuple[Doer, Verdict]]:
    """Those whom the sentence makes doers; what is said of one of "the army and the police" is said of both."""
    # Whom the report meant before changes nothing in what this sentence says of them.
    plain = (structs.replace(one, meant=None) if one.meant is not None else one for one in doers)
    verdicts = [judge_doer(sentence, one, deeds.language) for one in plain]
    for number in range(1, len(doers)):
        between = norms[doers[number - 1].end + 1 : doers[number].start]
        if not between or not set(between) <= JOINERS or not set(between) & {"and", "et", ","}:
            continue
        left, right = verdicts[number - 1], verdicts[number]
        if between == (",",) and norms[doers[number - 1].head] in deeds.lists["culprits"] and right is None:
            # "the killers, some thirty men in uniform, arrived before dawn"
            verdicts[number] = Verdict(Basis.STATED, "perpetrators.identified")
            continue
        if right is None and left is not None and left.rule in ("perpetrators.by_phrase", "perpetrators.accused"):
            verdicts[number] = left
        elif left is None and right is not None and right.rule in SHARED:
            verdicts[number - 1] = right
    return [(one, verdict) for one, verdict in zip(doers, verdicts, strict=True) if verdict is not None]


@remembered
def judge_doer(sentence: Sentence, doer: Doer, language: str) -> Verdict | None:
    """How a sentence makes this phrase the doer, or None."""
    deeds, norms = read_deeds(language), sentence.norms
    lists = deeds.lists
    before = norms[doer.start - 1] if doer.start else ""
    after = norms[doer.end + 1 : doer.end + 6]
    basis = Basis.SUSPECTED if doer.hedged else Basis.STATED
    if before in lists["by"]:
        return _judge_by(sentence, norms, doer.start - 1, basis, deeds)
    if before in lists["of"] and doer.start > 1 and norms[doer.start - 2] in ("hands", "mains"):
        return Verdict(basis, "perpetrators.at_the_hands")
    if (accused := _judge_accused(norms, doer, deeds)) is not None:
        return accused
    if _is_arrested(norms, doer.start, lists) and _is_involved(sentence, norms, doer.end + 1, deeds):
        return Verdict(Basis.SUSPECTED, INVOLVED)
    if before in lists["not_before"] and doer.start:
        return None
    if _is_object(sentence, norms, doer.start - 1, deeds):
        return None
    if _is_responsible(after, lists) and lists["none"].isdisjoint(norms[max(0, doer.start - 4) : doer.end + 5]):
        return Verdict(Basis.ACCUSED, "perpetrators.responsible")
    if stands_as_patron(norms, doer.start, doer.end):
        return None
    if _claims(norms, doer, deeds):
        return Verdict(Basis.CLAIMED, "perpetrators.claim")
    if (blame := _judge_blamed(after, lists)) is not None:
        return blame
    if _is_involved(sentence, norms, doer.end + 1, deeds):
        return Verdict(Basis.SUSPECTED, INVOLVED)
    if before in lists["be"] and (told := _find_culprits(norms, doer.start, deeds)) is not None:
        return Verdict(Basis.SUSPECTED if told or doer.hedged else Basis.STATED, "perpetrators.identified")
    deed = _acts(sentence, norms, doer.end + 1, deeds)
    if deed is None:
        deed = _does(sentence, norms, doer, deeds)
    if deed is not None:
        return Verdict(basis, "perpetrators.subject", deed)
    if doer.kind == "armed" and _releases(sentence, norms, doer.end + 1, deeds):
        return Verdict(basis, RELEASED)
    return None


def _judge_by(sentence: Sentence, norms: Sequence[str], at: int, basis: Basis, deeds: Deeds) -> Verdict | None:
    """ "killed ... by", "the attack by", "claimed by": by the nearest participle or noun of a deed."""
    lists = deeds.lists
    for step in range(at - 1, max(-1, at - BACK), -1):
        norm = norms[step]
        if norm in lists["clause"] or norm in lists["none"]:
            return None
        if norm in lists["not_by"]:
            return Verdict(basis, RELEASED) if _is_release(sentence, norms, step, deeds) else None
        if norm in lists["claimed_by"]:
            return Verdict(Basis.CLAIMED, "perpetrators.claimed_by", step)
        if norm in lists["attributed"]:
            return None
        if _is_deed_word(sentence, norms, step, deeds, True):
            return Verdict(basis, "perpetrators.by_phrase", step)
        if norm in lists["noun"]:
            return Verdict(basis, "perpetrators.noun_by", step)
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
    return not (lists["object"].isdisjoint(near) and lists["noun"].isdisjoint(near))


def _judge_accused(norms: Sequence[str], doer: Doer, deeds: Deeds) -> Verdict | None:
    """ "accused X of", "blamed X for", "attributed to X"."""
    lists = deeds.lists
    before = norms[doer.start - 1] if doer.start else ""
    if before in lists["accuse"]:
        return Verdict(Basis.ACCUSED, "perpetrators.accused") if _is_charged(norms, doer, lists) else None
    if before in lists["suspect"] and not lists["accuse_of"].isdisjoint(norms[doer.end + 1 : doer.end + 4]):
        return Verdict(Basis.SUSPECTED, "perpetrators.suspected")
    if before in lists["attributed_to"]:
        behind = norms[max(0, doer.start - BLAMED) : doer.start - 1]
        cut = max((at + 1 for at, norm in enumerate(behind) if norm in lists["clause"]), default=0)
        if lists["attributed"].isdisjoint(behind[cut:]):
            return None
        if not lists["none"].isdisjoint(behind[cut:]) or is_other_event(behind, lists["attributed"], lists["noun"]):
            return None
        return Verdict(Basis.ACCUSED, "perpetrators.attributed")
    if before in ("as", "comme") and not lists["identified"].isdisjoint(norms[max(0, doer.start - 4) : doer.start - 1]):
        return Verdict(Basis.STATED, "perpetrators.identified")
    return None


def _is_charged(norms: Sequence[str], doer: Doer, lists: dict[str, frozenset[str]]) -> bool:
    """ "Blamed the rebels for", "accused the army and the police of"; or "blamed the rebels", and no word more."""
    after = norms[doer.end + 1 : doer.end + 1 + BLAMED]
    joined = bool(after) and after[0] in ("and", "et", ",", "as")
    if not lists["accuse_of"].isdisjoint(after if joined else after[:3]):
        return True
    alone = not after or after[0] in (".", ";")
    return alone and doer.kind == "armed" and norms[doer.start - 1] not in lists["accuse_needs"]


def _is_responsible(after: Sequence[str], lists: dict[str, frozenset[str]]) -> bool:
    """ "Were responsible for", "is behind the blast"; not "the army is sheltering behind the villagers"."""
    at = next((at for at, norm in enumerate(after) if norm in lists["responsible"]), None)
    return at is not None and not (after[at] == "behind" and at and after[at - 1].endswith("ing"))


def _is_object(sentence: Sentence, norms: Sequence[str], at: int, deeds: Deeds) -> bool:
    """ "killed guerrillas", "arrested two men": they are those to whom it was done."""
    back = at
    while back > 0 and (norms[back].isdigit() or norms[back] in COUNTING):
        back -= 1  # "a tué mercredi au moins 40 personnes"
    if 0 <= back < at and _is_deed_word(sentence, norms, back, deeds):
        return True
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
            if not SOME.isdisjoint(norms[at + 1 : at + 4]) and "responsibility" not in ahead:
                return False
            behind = set(norms[max(0, doer.start - 3) : at])
            return bool(ahead & (lists["responsibility"] | lists["noun"])) and not behind & lists["none"]
        if norms[at] in lists["clause"]:
            return False
    return False


def _judge_blamed(after: Sequence[str], lists: dict[str, frozenset[str]]) -> Verdict | None:
    """ "Tribesmen are suspected", "smugglers were blamed": with no deed said, it is the one of the news."""
    at = next((step for step, norm in enumerate(after[:3]) if norm in lists["be"]), None)
    if at is None or not lists["none"].isdisjoint(after):
        return None
    for step in range(at + 1, min(at + 3, len(after))):
        follow = after[step + 1] if step + 1 < len(after) else "."
        if follow in ("of", "d'", "de", "in"):
            return None  # "accused of theft"
        if after[step] in lists["under_suspicion"]:
            return Verdict(Basis.SUSPECTED, "perpetrators.suspected")
        if after[step] in lists["under_blame"]:
            return Verdict(Basis.ACCUSED, "perpetrators.accused")
    return None


def _is_arrested(norms: Sequence[str], start: int, lists: dict[str, frozenset[str]]) -> bool:
    """ "Arrested ten people (suspected of ...)", "the arrest of five men (accused of ...)"."""
    if not start:
        return False
    before = norms[start - 1]
    return before in lists["arrest"] or (start > 1 and before in lists["of"] and norms[start - 2] in lists["arrest"])


def _is_involved(sentence: Sentence, norms: Sequence[str], begin: int, deeds: Deeds) -> bool:
    """ "were involved in the murder of", "suspected of killing", "charged with the bombing"."""
    lists = deeds.lists
    for at in range(begin, min(begin + 7, len(norms) - 1)):
        if norms[at] in lists["clause"] or norms[at] in lists["none"]:
            return False
        if norms[at] in lists["involved"] and not lists["involved_in"].isdisjoint(norms[at + 1 : at + 3]):
            ahead = range(at + 1, min(at + 9, len(norms)))
            return any(norms[step] in lists["noun"] or sentence.lemmas[step] in lists["strong"] for step in ahead)
        if norms[at] in lists["speech"]:
            return False
    return False


def _acts(sentence: Sentence, norms: Sequence[str], begin: int, deeds: Deeds) -> int | None:
    """Does an active verb of violence follow, with this phrase as its subject?"""
    lists = deeds.lists
    helped = False
    for at in range(begin, min(begin + AHEAD, len(norms))):
        norm = norms[at]
        if norm in lists["clause"] or norm in lists["none"]:
            return None
        if norm in lists["speech"] and at - begin < 4:
            return None
        if norm in lists["be"]:
            follow = next(
                (step for step in range(at + 1, min(at + 4, len(norms))) if not norms[step].endswith("ly")), at
            )
            if not norms[follow].endswith("ing"):
                return None
            helped = True
        if norm in lists["auxiliaries"]:
            helped = True
            continue
        if _is_deed_word(sentence, norms, at, deeds):
            if _is_noun_here(norms, at, begin, lists["nouns"]):
                continue
            if not helped and lists["imperfect"] and norm.endswith(tuple(sorted(lists["imperfect"]))):
                return None  # the imperfect tells of a state
            if not helped and sentence.tokens[at].text.endswith(("é", "és", "ée", "ées")):
                return None  # "des dizaines de personnes tuées ... par": no auxiliary, so they did nothing
            # "two men killed in the clash": no "have", no object
            active = helped or norm.endswith("ing") or _has_object(norms, at, deeds)
            return at if active else None
    return None


def _does(sentence: Sentence, norms: Sequence[str], doer: Doer, deeds: Deeds) -> int | None:
    """Is a clause of violence there whose subject they are?"""
    head = doer.head if doer.people is not None else doer.bodies[0].last
    for clause in find_clauses(sentence, deeds.language):
        if clause.negated or clause.head <= doer.end:
            continue
        if any(one.first <= head <= one.last for one in clause.subjects):
            at = clause.head
            if clause.lemma in deeds.lists["strong"] or _is_deed_word(sentence, norms, at, deeds):
                return at
    return None


def _find_culprits(norms: Sequence[str], start: int, deeds: Deeds) -> bool | None:
    """ "The killers were ...", "those responsible for the raid are ...": are they said to be; True: only perhaps."""
    lists = deeds.lists
    for at in range(start - 2, max(-1, start - BACK), -1):
        if norms[at] in lists["none"] or norms[at] in (";", ":", ".", "mais", "but"):
            return None
        if norms[at] in lists["authors"]:
            return not lists["doubt"].isdisjoint(norms[at:start])
    return None


def _releases(sentence: Sentence, norms: Sequence[str], begin: int, deeds: Deeds) -> bool:
    """ "JNIM released three teachers kidnapped in March": who lets captives go has held them."""
    for at in range(begin, min(begin + AHEAD, len(norms))):
        if norms[at] in deeds.lists["clause"] or norms[at] in deeds.lists["none"] or norms[at] in deeds.lists["be"]:
            return False
        if _is_release(sentence, norms, at, deeds):
            return True
    return False


def _is_release(sentence: Sentence, norms: Sequence[str], at: int, deeds: Deeds) -> bool:
    lists = deeds.lists
    if sentence.lemmas[at] not in lists["release"] and norms[at] not in lists["release"]:
        return False
    return not lists["taken"].isdisjoint(norms[max(0, at - BACK) : at + BACK])


def _is_noun_here(norms: Sequence[str], at: int, begin: int, nouns: frozenset[str]) -> bool:
    """ "attack", "fire", "shells" are verbs right after their subject or "to" alone."""
    norm = norms[at]
    if at == begin or norm not in nouns:
        return False
    return norms[at - 1] not in ("to", "also", "then", "who", "and") and not norms[at - 1].endswith("ly")


def _has_object(norms: Sequence[str], at: int, deeds: Deeds) -> bool:
    follow = norms[at + 1] if at + 1 < len(norms) else "."
    return follow not in deeds.lists["passive_next"] or norms[at].startswith(("fire", "open", "explode"))
