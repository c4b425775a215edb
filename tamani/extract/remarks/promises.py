"""Promises in prose: what a body says it will do, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.records import CommitmentValue, ReactionValue
from tamani.words import Token

DUE = 8  # tokens from "by" to its month


class Statement(Struct, frozen=True):
    """A statement in prose: tokens first to last of a sentence."""

    field: str
    value: ReactionValue | CommitmentValue
    sentence: Sentence
    first: int
    last: int


class Clause(Struct, frozen=True):
    """A verb with the body that is its subject."""

    who: str
    first: int  # of the subject, or of the verb where the subject is a pronoun
    at: int  # of the verb phrase
    soft: bool = False  # people, not a body


@cache
def read_list(*path: str) -> frozenset[str]:
    """The words of lexicon/statements.toml under some keys."""
    table = read_lexicon("statements")
    for key in path:
        table = table[key]
    return frozenset(table)


def end_clause(tokens: Sequence[Token], at: int) -> int:
    """The last token of the clause that begins at a verb: before a mark, or a comma with a new clause."""
    end = at
    while end + 1 < len(tokens):
        norm = tokens[end + 1].norm
        if norm in (".", ";", "!", "?", "»", ":", "("):
            break
        if norm == "," and end + 2 < len(tokens):
            after = tokens[end + 2].norm
            if after in read_list("clause", "opens"):
                break
        end += 1
    return end


def make_promise(sentence: Sentence, clause: Clause, last: int) -> Statement:
    """The promise of a clause, without "to" and "de" before what is promised."""
    tokens = sentence.tokens
    first = clause.at + 1
    while first < last and tokens[first].norm in ("to", "de", "d'", "que", "qu'", "that", "a"):
        first += 1
    what = sentence.words(first, last)
    return Statement(
        "commitment", CommitmentValue(clause.who, what, find_due(sentence, first, last)), sentence,
        min(clause.first, clause.at), last,
    )  # fmt: skip


def is_promise(sentence: Sentence, norms: Sequence[str], at: int, last: int) -> bool:
    """Is it one: "will deploy", "assure que les auteurs seront traqués"; not "will come", "assure que tout va bien"."""
    if norms[at] == "will":
        after = norms[at + 1] if at + 1 < len(norms) else ""
        due = find_due(sentence, at, last) is not None
        return after in read_list("promises", "acts") or (due and after not in read_list("promises", "no_acts"))
    if norms[at].startswith("assur"):
        rest = norms[at + 1 : last + 1]
        return any(norm in ("will", "would") or norm.endswith(("era", "ira", "eront", "iront", "ra")) for norm in rest)
    return True


def find_due(sentence: Sentence, first: int, last: int) -> str | None:
    """By when: "within 48 hours", "d'ici la fin de l'année", "by September", "on the 25th"."""
    tokens = sentence.tokens
    units = read_list("clause", "units") | read_list("clause", "months")
    for at in range(first, last + 1):
        if tokens[at].norm == "on" and at + 2 <= last and tokens[at + 1].norm == "the":
            if tokens[at + 2].norm[0].isdigit():
                ordinal = at + 3 <= last and tokens[at + 3].norm in ("th", "st", "nd", "rd")
                return sentence.words(at, at + 2 + ordinal)
            continue
        if not _opens_due(tokens, at, last):
            continue
        end = next((step for step in range(at + 1, min(at + DUE, last + 1)) if tokens[step].norm in units), None)
        if end is not None:
            return sentence.words(at, end)
    return None


def _opens_due(tokens: Sequence[Token], at: int, last: int) -> bool:
    norm, after = tokens[at].norm, tokens[min(at + 1, last)].norm
    if norm in ("within", "before", "avant"):
        return True
    if norm == "by":
        return after in ("the", "next", "end", "mid", "early", "late", "this") or after in read_list("clause", "months")
    if norm == "in":
        return after == "the" and tokens[min(at + 2, last)].norm in ("coming", "next")
    if norm == "d'":
        return after == "ici"
    return norm == "dans" and after in ("les", "un", "deux", "trois", "quatre", "cinq", "six", "dix")
