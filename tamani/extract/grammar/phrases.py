"""Noun groups: "THREE ARMED MEN", "le chef d'état-major" is two, "the mayor's house" is one with its owner."""

from __future__ import annotations

from msgspec import Struct

from tamani.extract.counts.number_words import load_numbers, read_number
from tamani.extract.document import Sentence
from tamani.extract.grammar.tags import Tagged

THE = {"the": "the", "a": "a", "an": "a", "this": "this", "these": "this", "that": "this", "those": "this"}
THE |= {"le": "the", "la": "the", "l'": "the", "les": "the", "un": "a", "une": "a", "des": "a", "du": "the"}
THE |= {"au": "the", "aux": "the", "ce": "this", "cet": "this", "cette": "this", "ces": "this"}
THE |= {"another": "other", "other": "other", "others": "other", "autre": "other", "autres": "other"}


class Group(Struct, frozen=True):
    """Tokens first to last are a noun group, without what "of" or "de" leads in behind it."""

    first: int
    last: int
    head: int  # the token of its head noun: "men" in "three armed men", "chef" in "le chef rebelle"
    determiner: str  # the, a, this, other, "" (none or possessive)
    count: tuple[int | None, int | None] | None
    plural: bool
    name: bool  # its head is a name or an unknown word, or stands with a capital inside a sentence
    joined: int | None  # the group that it is one of a list with: "A, B and C" are 0, joined 0, joined 1
    inside: int | None = None  # the group it hangs on by "of" or "de": "members of the front"
    apposed: int | None = None  # the group it only describes: "Luis Mena, leader of the union,"
    core: tuple[int, int] = (0, 0)  # first and last without determiner and number: "armed men"
    owner: tuple[int, int] | None = None  # "the mayor" in "the mayor's house"


def build_group(sentence: Sentence, tagged: Tagged, first: int, end: int, language: str) -> Group:
    """A noun group from letters first to end (end not included); what it is joined to is told later."""
    letters, at, tokens = tagged.letters, tagged.at, sentence.tokens
    head, start = _find_head(letters, first, end, language), first
    owner = None
    determiner, number = "", None
    while start < end - 1 and letters[start] in "DdzCF":
        norm = tokens[at[start]].norm
        if letters[start] == "C" and number is None:
            number = at[start]
        determiner = determiner or THE.get(norm, "")
        start += 1
    if letters[first] == "A" or start < end:
        determiner = "other" if tokens[at[start]].norm in ("other", "others", "autre", "autres") else determiner
    if letters[first] == "d" or (language == "fr" and first and letters[first - 1] == "F"):
        determiner = determiner or THE.get(tokens[at[first - 1]].norm, "")
    possessive = letters.rfind("L", first, end)
    if possessive > first and possessive < end - 1:
        owner = (at[first], at[possessive - 1])
    token = tokens[at[head]]
    count = _read_count(sentence, number, language) if number is not None else None
    return Group(
        first=at[first], last=at[end - 1], head=at[head], determiner=determiner, count=count,
        plural=_is_plural(letters[head], token.norm, count, determiner, language),
        name=letters[head] == "M" or (head > 0 and token.text[0].isupper() and not sentence.text.isupper()),
        joined=None, core=(at[min(start, head)], at[end - 1]), owner=owner,
    )  # fmt: skip


def _find_head(letters: str, first: int, end: int, language: str) -> int:
    if language != "fr":
        return end - 1
    for at in range(first, end):
        if letters[at] in "NSMU":
            return at
    return end - 1


def _read_count(sentence: Sentence, at: int, language: str) -> tuple[int | None, int | None] | None:
    number = read_number(sentence.tokens, at, load_numbers(language))
    return (int(number.value), int(number.value)) if number is not None else None


def _is_plural(
    letter: str, norm: str, count: tuple[int | None, int | None] | None, determiner: str, language: str
) -> bool:
    if count is not None and count[0] is not None:
        return count[0] > 1
    if letter == "U":
        return norm in ("they", "them", "others", "we", "us", "ils", "elles", "eux", "ceux", "celles", "nous")
    return letter == "S" or (language == "fr" and norm.endswith(("s", "x")) and letter != "M")
