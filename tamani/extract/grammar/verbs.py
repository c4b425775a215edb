"""Noun groups and verb groups of a sentence as chunks: WERE NOT KILLED, A ÉTÉ ATTAQUÉ, TO BLOW UP."""

from __future__ import annotations

import re

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.grammar.tags import Tagged
from tamani.extract.lexicon import read_lexicon

# Most letters are marks and small words; they are tried first.
_EN = re.compile(
    r"""
    [,.FIYKqRQtkr] | X(?!L)
  | (?P<j>[DA]*[zC]*C?J(?:,?C|J)*(?![NSML]))             # THIS MORNING, 3 JAN 90
  | (?P<v>(?:T[nX]*)?(?:[OoWH][nX]*)+(?:[BEPG]x?)?      # WERE NOT KILLED, TO BE SHOT DOWN, HAS
      | T[nX]*[BEP]x? | n*[VEPZBG]x?)                    # TO BLOW UP, ATTACKED
  | (?P<g>[DCz]+FU  # SEVEN OF THEM
      |  # THE THREE POLITICAL AND MILITARY LEADERS, YESTERDAY'S ATTACK
      (?:D?[Cz]+F(?=D?[ACNSM]))?(?:[DA]*[XJ]L|D[Dz]*X?)?(?:A(?:,A)*,?KA(?=[ANSM])|[ANSMLJ]|(?<![NSM])[zC]|C(?![ANSM])|(?<=[DCA])X(?=A))*(?:[NSM]|C(?!A))
      | [DCz]+A+ | U)                                        # THE DEAD; THEY
  | .
    """,
    re.X,
)
_FR = re.compile(
    r"""
    [,.FIYKqRQtkrX]
  | (?P<j>[Dd]?[CA]*J(?:A|F?C|J)*(?![NSM]))
  | (?P<v>n*(?:[OHWwyv][nX]*)+(?:[PGB]B?)? | n*[VGPBe])
  | (?P<g>(?:[Ddz]*[Cz]+[Fd]|D{1,2}F(?=[CASN]))?(?:[Ddz]*)(?:C(?:KC)*|[Az])*(?:A?KA(?=[NSM]))*[NSM]
      (?:[ANSM]|C(?![ANSM])|AKA)*
      | [DCz]+FI?U
      | [Ddz]*[Cz]+A* | [Dd]+A+ | U)
  | .
    """,
    re.X,
)


class VerbGroup(Struct, frozen=True, gc=False):
    """A verb with its helpers.

    kind: v finite, p finite passive, e past or participle, d participle, i -ing, t to, q to be killed, w to be, n noun.
    """

    first: int
    last: int
    head: int  # the token of the verb itself
    lemma: str
    kind: str
    negated: bool = False
    modal: bool = False
    perfect: bool = False


def cut_chunks(tagged: Tagged, language: str) -> list[tuple[str, int, int]]:
    """The chunks of a sentence: their kind (j time, v verb, g noun group, or the letter itself), first, end."""
    letters = tagged.letters
    return [
        (found.lastgroup or found[0], found.start(), found.end())
        for found in (_FR if language == "fr" else _EN).finditer(letters)
    ]


def build_verb(sentence: Sentence, tagged: Tagged, first: int, end: int, language: str) -> VerbGroup:
    """The verb group of letters first to end (not included)."""
    letters, at = tagged.letters[first:end], tagged.at
    main = len(letters) - 1
    while main and letters[main] in "xnX":
        main -= 1
    token = at[first + main]
    helpers = letters[:main]
    lemma = tagged.verbs[token] or sentence.lemmas[token]
    if letters[main] in "WwHOo":
        lemma = {"W": "be", "w": "be", "H": "have"}.get(letters[main], sentence.lemmas[token])
    if language == "fr":
        lemma = {"be": "etre", "have": "avoir"}.get(lemma, lemma)
    kind = _judge(letters, main, helpers, lemma, language)
    if (
        kind == "p"
        and language == "fr"
        and any(sentence.norms[at[back]] in ("s'", "se") for back in (first - 1, first - 2) if back >= 0)
    ):
        kind = "v"  # "se sont emparés", "s'est rendu"
    if letters[0] in "HW" and sentence.norms[at[first]] in ("having", "being") and main:
        kind = "d" if kind == "p" else "i"
    return VerbGroup(
        first=at[first], last=at[end - 1], head=token, lemma=lemma, kind=kind, negated="n" in letters,
        modal="O" in letters or "T" in letters or kind == "t", perfect="H" in helpers,
    )  # fmt: skip


def _judge(letters: str, main: int, helpers: str, lemma: str, language: str) -> str:
    letter = letters[main]
    if language == "fr":
        if letter in "Ww":
            return "w"
        if not helpers.strip("n"):
            return {"P": "d", "G": "i", "B": "t", "e": "e"}.get(letter, "v")
        if helpers[0] in "yv":
            return "d" if "v" in helpers or "w" in helpers else "i"
        if letter == "P" and ("W" in helpers or "w" in helpers):
            return "v" if lemma in INTRANSITIVE["fr"] else "p"
        return "v"
    if letter == "W":
        return "w"
    passive = letter in "EP" and "W" in helpers and lemma not in INTRANSITIVE["en"]
    if helpers.startswith("T"):
        return "q" if passive else "t"
    if not helpers.strip("n"):
        if letter == "E" and (lemma in TELLS or lemma in INTRANSITIVE["en"]):
            return "v"
        return {"E": "e", "P": "d", "G": "i"}.get(letter, "v")
    return "p" if passive else "v"


TELLS = frozenset(read_lexicon("deed_nouns")["says"]["tells"])
INTRANSITIVE = {language: frozenset(read_lexicon("deed_nouns")["intransitive"][language]) for language in ("en", "fr")}
