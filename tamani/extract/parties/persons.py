"""Persons by name who are said to have done it, or are suspected or charged.

They stand in what `tamani extract` prints of the user's own text; what is stored or shown names none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tamani.extract.document import Sentence
from tamani.extract.grammar.names import Name, find_names
from tamani.extract.parties.actors import FoundActor
from tamani.extract.parties.deeds import Deeds
from tamani.extract.parties.doers import Doer
from tamani.extract.parties.grounds import Hit
from tamani.records import Basis

PERSON = "perpetrators.person"
AHEAD = 15  # tokens from a name to "charged": "were arrested a few days ago in the capital and charged with"
BACK = 10
LISTED = 40  # tokens from "charged with" to the colon before the names
APPOSED = 9  # "Awa Ba, a student of law at the old university; Issa Dia, ..."
DEED = 10  # tokens from "charged with" to "murder"
STOPS = frozenset(("[", "'s", "issued", "said", "told"))
JOINS = frozenset((",", ";", "and", "et", "(", ")", "[", "]", "alias"))


def find_person_hits(sentence: Sentence, deeds: Deeds, before: Sentence | None = None) -> Iterator[Hit]:
    """The persons whom a sentence names as doers, or as suspected or charged.

    "Police hold five suspects. Their names are ...": the sentence before says whose names.
    """
    lists = deeds.lists
    if before is not None and not lists["names"].isdisjoint(sentence.present):
        yield from _find_called(sentence, deeds, before)
    if lists["person"].isdisjoint(sentence.present) and not (
        not lists["by"].isdisjoint(sentence.present) and not lists["harm"].isdisjoint(sentence.present)
    ):
        return
    norms = sentence.norms
    names = [one for one in find_names(sentence, deeds.language) if one.kind == "person"]
    for chain in _join_names(norms, names):
        basis = _judge(sentence, norms, (_start(chain[0]), chain[-1].last), deeds)
        if basis is None or (basis is Basis.STATED and chain[0].weak):
            continue
        for one in chain:
            actor = FoundActor(_start(one), one.last, None, "unknown")
            yield Hit(actor, basis, rule=PERSON, doer=Doer(actor.first, actor.last, actor, kind="person"))


def _find_called(sentence: Sentence, deeds: Deeds, before: Sentence) -> Iterator[Hit]:
    lists = deeds.lists
    norms = sentence.norms
    told = before.norms
    if (lists["culprits"] | lists["charged"]).isdisjoint(told) or lists["harm"].isdisjoint(before.present):
        return
    names = [one for one in find_names(sentence, deeds.language) if one.kind == "person"]
    for chain in _join_names(norms, names):
        start = _start(chain[0])
        if not lists["be"].isdisjoint(norms[max(0, start - 2) : start]) and not lists["names"].isdisjoint(
            norms[max(0, start - 4) : start]
        ):
            for one in chain:
                actor = FoundActor(_start(one), one.last, None, "unknown")
                yield Hit(actor, Basis.SUSPECTED, rule=PERSON, doer=Doer(actor.first, actor.last, actor, kind="person"))


def _start(name: Name) -> int:
    return name.first if name.title_first is None else name.title_first


def _join_names(norms: Sequence[str], names: Sequence[Name]) -> list[list[Name]]:
    """The names of a sentence, those of one list together."""
    chains: list[list[Name]] = []
    for one in names:
        last = chains[-1][-1].last if chains else -9
        between = norms[last + 1 : _start(one)]
        if chains and (set(between) <= JOINS or (";" in between and len(between) <= APPOSED)):
            chains[-1].append(one)
        else:
            chains.append([one])
    return chains


def _judge(sentence: Sentence, norms: Sequence[str], span: tuple[int, int], deeds: Deeds) -> Basis | None:
    lists, (start, end) = deeds.lists, span
    before = norms[max(0, start - BACK) : start]
    if not lists["none"].isdisjoint(norms[max(0, start - 4) : start]) or norms[end + 1 : end + 2] in (("'s",), ("'",)):
        return None
    if before and before[-1] in lists["by"]:
        return Basis.STATED if _is_done_by(sentence, norms, start - 1, deeds) else None
    if before and before[-1] in lists["accuse"]:
        return Basis.ACCUSED if _speaks_of_deed(sentence, norms, end + 1, deeds) else None
    # "the suspects were identified as", "the alleged killer, ..."
    culprits = set(before) & (lists["culprits"] | lists["charged"])
    if culprits and before[-1] in ("as", "comme", ":") and not lists["identified"].isdisjoint(before):
        return Basis.SUSPECTED
    # "arrested two men suspected of the murder of the judge: A and B"
    if before and before[-1] == ":" and _is_charged_before(sentence, norms, start, deeds):
        return Basis.SUSPECTED
    if not lists["warrant"].isdisjoint(before[-3:]) and not lists["harm"].isdisjoint(sentence.present):
        return Basis.SUSPECTED
    if not lists["culprits"].isdisjoint(before[-2:]) and before[-1] in {",", *lists["culprits"]}:
        return Basis.SUSPECTED
    if before and before[-1] in lists["not_before"]:
        return None
    return _judge_after(sentence, norms, end + 1, deeds)


def _is_done_by(sentence: Sentence, norms: Sequence[str], by: int, deeds: Deeds) -> bool:
    """ "was planned by", "shot by"."""
    lists = deeds.lists
    for at in range(by - 1, max(-1, by - 5), -1):
        if norms[at] in lists["clause"] or norms[at] in lists["not_by"]:
            return False
        if sentence.lemmas[at] in lists["harm"] or norms[at] in lists["harm"] or norms[at] in lists["ordered"]:
            return True
    return False


def _judge_after(sentence: Sentence, norms: Sequence[str], begin: int, deeds: Deeds) -> Basis | None:
    lists = deeds.lists
    near = norms[begin : begin + 5]
    if not lists["be"].isdisjoint(near) and not lists["culprits"].isdisjoint(near) and lists["none"].isdisjoint(near):
        return Basis.ACCUSED
    for at in range(begin, min(begin + AHEAD, len(norms) - 1)):
        if (
            norms[at] in lists["clause"]
            or norms[at] in lists["none"]
            or norms[at] in ("[", "'s", "issued", "said", "told")
        ):
            return None
        if norms[at] in lists["charged"] and not lists["involved_in"].isdisjoint(norms[at + 1 : at + 3]):
            return Basis.SUSPECTED if _speaks_of_deed(sentence, norms, at + 1, deeds) else None
    return None


def _is_charged_before(sentence: Sentence, norms: Sequence[str], end: int, deeds: Deeds) -> bool:
    lists = deeds.lists
    return any(
        norms[at] in lists["charged"]
        and not lists["involved_in"].isdisjoint(norms[at + 1 : at + 3])
        and _speaks_of_deed(sentence, norms, at + 1, deeds)
        for at in range(max(0, end - LISTED), end)
    )


def _speaks_of_deed(sentence: Sentence, norms: Sequence[str], begin: int, deeds: Deeds) -> bool:
    lists = deeds.lists
    ahead = range(begin, min(begin + DEED, len(norms)))
    return any(norms[at] in lists["harm"] or sentence.lemmas[at] in lists["harm"] for at in ahead)
