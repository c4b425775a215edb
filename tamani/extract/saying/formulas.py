"""Set formulas that name a speaker without a verb of saying, and what may stand between a verb and its subject.

"Le bilan livré jeudi par le ministère", "17 killed (police, 4 May)", "a déclaré mardi à la radio | le préfet".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.parties.actors import FoundActor
from tamani.extract.saying.speech import CITED, MARKS, Phrase, Words, find_phrase_after, has_head, is_circumstance

BRACKET = 8  # tokens inside the brackets
LONG_CIRCUMSTANCE = 14  # tokens between a verb and its subject behind it


class Voice(Struct, frozen=True, gc=False):
    """Somebody speaks: tokens first to last name him, start to edge are the whole formula."""

    first: int  # -1 with a pronoun
    last: int
    start: int
    edge: int
    verb: str
    back: bool = False  # what is said stands before
    both: bool = False  # the formula is set in: on both sides
    pronoun: bool = False


def read_bracket(sentence: Sentence, at: int, words: Words) -> Voice | None:
    """ "At least 17 were killed (police, 4 May)", "from 137 (the military) to 287 (school staff)"."""
    tokens = sentence.tokens
    end = next((step for step in range(at + 1, min(at + BRACKET, len(tokens))) if tokens[step].norm == ")"), None)
    if end is None or not any(token.is_number for token in tokens[max(0, at - 14) : at]):
        return None
    last = at
    while last + 1 < end and tokens[last + 1].norm not in MARKS and not tokens[last + 1].is_number:
        last += 1
    inside = set(sentence.norms[at + 1 : last + 1])
    if last == at or last - at > 5 or not inside & words.lists["heads.brackets"] or inside & {"in", "of", "and", "et"}:
        return None
    return Voice(at + 1, last, at, end, "say", back=True)


def read_giver(sentence: Sentence, at: int, words: Words, actors: Sequence[FoundActor]) -> Voice | None:
    """ "a toll given by the hospital", "Tel est le bilan livré jeudi par le colonel", "the toll, confirmed by X"."""
    tokens = sentence.tokens
    step = at + 1
    aside = step < len(tokens) and tokens[step].norm == ","
    step += aside
    given = False
    while step < len(tokens) and step < at + 9 and tokens[step].norm not in ("by", "par"):
        given = given or tokens[step].norm in words.lists["heads.given"]
        known = tokens[step].norm in words.lists["heads.given"] | words.lists["toll_own"] | {"provisoire", "public"}
        if not known and not is_circumstance(tokens[step], words):
            return None
        step += 1
    if tokens[step - 1].norm in CITED:
        return None  # "a UN toll quoted by several papers" is the UN's
    if not given or step + 1 >= len(tokens) or tokens[step].norm not in ("by", "par"):
        return None
    phrase = find_phrase_after(sentence, step + 1, words, actors)
    if phrase is None or not has_head(sentence, phrase, words, actors):
        return None
    after = tokens[phrase.last + 1 : phrase.last + 4]
    goes_on = any(token.norm in words.lists["be"] or token.norm in words.lists["fait"] for token in after)
    edge = phrase.last + 1 if aside and after and after[0].norm == "," else phrase.last
    if goes_on or (aside and edge > phrase.last):
        return Voice(phrase.first, phrase.last, at, edge, "say")
    return Voice(phrase.first, phrase.last, phrase.first, phrase.last, "say", back=True)


def skip_circumstances(sentence: Sentence, start: int, words: Words, actors: Sequence[FoundActor]) -> int:
    """From the token behind a verb to its subject: past "mardi soir", "à la radio nationale", "dans un communiqué"."""
    tokens = sentence.tokens
    at = start
    while at < min(len(tokens), start + LONG_CIRCUMSTANCE):
        norm = tokens[at].norm
        if norm in words.lists["complements"]:
            at = _skip_complement(sentence, at, words, actors)
        elif norm in words.lists["determiners"]:
            # "le 12 mai le préfet": a date has its article.
            if norm != "le" or at + 1 >= len(tokens) or not tokens[at + 1].is_number:
                break
            at += 1
        elif norm != "l'" and (norm[0].isdigit() or (is_circumstance(tokens[at], words) and not tokens[at].is_number)):
            at += 1
        else:
            break
    return at


def _skip_complement(sentence: Sentence, at: int, words: Words, actors: Sequence[FoundActor]) -> int:
    """From "à" to the token behind "à la radio nationale": up to the next phrase with an article of its own."""
    tokens = sentence.tokens
    step = at + 2  # the preposition, and an article or the noun itself
    while step < len(tokens) and tokens[step].norm not in MARKS and step < at + 10:
        norm, before = tokens[step].norm, tokens[step - 1].norm
        joined = before in words.lists["joins"] or before in words.lists["complements"]
        if norm in ("des", "du") and not joined:
            phrase = find_phrase_after(sentence, step, words, actors)
            if norm == "des" and step - at > 2 and phrase and has_head(sentence, phrase, words, actors):
                break
        elif not joined and norm != "d'" and norm in words.lists["determiners"] | words.lists["chain"]:
            break
        step += 1
    return step


def find_name_behind(sentence: Sentence, phrase: Phrase) -> Phrase | None:
    """The name set behind an office: "Kenya's education minister, Joan Wambua, said"."""
    tokens, last = sentence.tokens, phrase.last + 1
    if last + 2 >= len(tokens) or tokens[last].norm != ",":
        return None
    while last + 1 < len(tokens) and tokens[last + 1].is_capital and last - phrase.last < 5:
        last += 1
    named = last - phrase.last > 2 and last + 1 < len(tokens) and tokens[last + 1].norm == ","
    return Phrase(phrase.last + 2, last) if named else None


def find_function(sentence: Sentence, last: int, words: Words, actors: Sequence[FoundActor]) -> Phrase | None:
    """What somebody is, behind the name that ends at a token: "Garba Lawan, a fisherman, told"."""
    tokens = sentence.tokens
    if last + 2 >= len(tokens) or tokens[last + 1].norm != ",":
        return None
    phrase = find_phrase_after(sentence, last + 2, words, actors)
    if phrase is None or phrase.first != last + 2 or not has_head(sentence, phrase, words, actors):
        return None
    return phrase
