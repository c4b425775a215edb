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
OTHER = dict.fromkeys(("other", "others", "autre", "autres"), "other")
BEFORE = frozenset("DdzCF")


class Group(Struct, frozen=True, gc=False):
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
    head, start, last = end - 1 if language != "fr" else _find_head(letters, first, end), first, end - 1
    determiner, number, owner = "", None, None
    while start < last and letters[start] in BEFORE:
        if letters[start] == "C" and number is None:
            number = at[start]
        determiner = determiner or THE.get(tokens[at[start]].norm, "")
        start += 1
    determiner = OTHER.get(tokens[at[start]].norm, determiner)
    if not determiner and first and letters[first - 1] == "F":
        determiner = THE.get(tokens[at[first - 1]].norm, "")  # "du camp"
    possessive = letters.find("L", first + 1, last)
    if possessive > 0:
        owner = (at[first], at[possessive - 1])
    token, letter = tokens[at[head]], letters[head]
    count = _read_count(sentence, number, language) if number is not None else None
    name = letter == "M" or (not tagged.upper and head > 0 and token.text[0].isupper())
    core = (at[start if start < head else head], at[last])
    plural = _is_plural(letter, token.norm, count, language)
    return Group(at[first], at[last], at[head], determiner, count, plural, name, None, None, None, core, owner)


def _find_head(letters: str, first: int, end: int) -> int:
    """The first noun: French says "le chef rebelle"."""
    for at in range(first, end):
        if letters[at] in "NSMU":
            return at
    return end - 1


def _read_count(sentence: Sentence, at: int, language: str) -> tuple[int | None, int | None] | None:
    number = read_number(sentence.tokens, at, load_numbers(language))
    return (int(number.value), int(number.value)) if number is not None else None


def _is_plural(letter: str, norm: str, count: tuple[int | None, int | None] | None, language: str) -> bool:
    if count is not None and count[0] is not None:
        return count[0] > 1
    if letter == "U":
        return norm in ("they", "them", "others", "we", "us", "ils", "elles", "eux", "ceux", "celles", "nous")
    return letter == "S" or (language == "fr" and norm.endswith(("s", "x")) and letter != "M")
