"""Things as a sentence names them: "the central offices of El Pueblo", "la residence du gouverneur"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.details.role_words import Noun
from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon, read_words

LONGEST = 8  # words before or behind a noun that may belong to it: "the Armed Forces Joint Chiefs of Staff building"


class Thing(Struct, frozen=True, gc=False):
    """One thing in a sentence: its words without article and count, and what it is."""

    first: int
    last: int
    head: int
    lead: int  # its article or count, else its first word
    meaning: str


class ThingWords(Struct, frozen=True):
    """The little words of one language that end or open the name of a thing."""

    determiners: frozenset[str]
    ends: frozenset[str]
    plain: frozenset[str]  # "large", "nearby": say nothing of which one
    shaped: frozenset[str]  # "armed", "united": participles that belong to names
    owned: frozenset[str]  # "offices of ...": whose they are belongs to them
    named: frozenset[str]  # "hotel Bahia": the name comes behind
    wide: frozenset[str]  # "the country's": owners that do not tell which one
    parts: frozenset[str]  # "the windows of": what is done to them is done to the house
    house: frozenset[str]  # "the institute's windows", "the church walls": the house is hit in them
    tails: frozenset[str]  # "office equipment": the thing is another
    modifiers: frozenset[str]


@cache
def load_things(language: str) -> ThingWords:
    """The words around things in French, or else in English."""
    code = "fr" if language == "fr" else "en"
    table = read_lexicon("targets")
    row = table["phrases"]
    return ThingWords(
        determiners=frozenset(row[f"{code}_determiners"]),
        ends=frozenset(row[f"{code}_ends"]) | read_words("stops") | read_words("be_have"),
        plain=frozenset(row[f"{code}_plain"]),
        shaped=frozenset(row["en_shaped"]),
        owned=frozenset(row[f"{code}_owned"]),
        named=frozenset(row[f"{code}_named"]),
        wide=frozenset(row["en_wide"]),
        parts=frozenset(row["en_parts"]),
        house=frozenset(row["en_house"]),
        tails=frozenset(row["en_tails"]),
        modifiers=frozenset(table["modifiers"]["en"]),
    )


def find_things(
    sentence: Sentence, nouns: Sequence[Noun[str]], language: str, busy: Collection[int] = ()
) -> tuple[Thing, ...]:
    """The things that nouns of a lexicon stand for, each with the words that belong to it; none reaches into `busy`."""
    words = load_things(language)
    read = _read_french if language == "fr" else _read_english
    found: list[Thing] = []
    nouns = [noun for noun in nouns if language == "fr" or not _is_verb(sentence, noun)]
    for at, noun in enumerate(nouns):
        after = nouns[at + 1] if at + 1 < len(nouns) else None
        if language != "fr" and (_leads_on(sentence, noun, words) or (after and _belongs_to(sentence, noun, after))):
            continue
        if found and noun.first <= found[-1].last:
            continue  # "the office of the embassy": one thing
        found.append(read(sentence, noun, words, busy))
    return tuple(found)


def _belongs_to(sentence: Sentence, noun: Noun[str], after: Noun[str]) -> bool:
    """ "Church windows", "the institute's windows", where windows are a thing of their own."""
    gap = sentence.norms[noun.last + 1 : after.first]
    return not gap or gap in (("'s",), ("'",))


def _is_verb(sentence: Sentence, noun: Noun[str]) -> bool:
    """ "A bus standing in the street", "a car parked nearby": no stand, no park."""
    word = sentence.norms[noun.last]
    return word.endswith(("ing", "ed")) and word != sentence.lemmas[noun.last] != "building"


def _leads_on(sentence: Sentence, noun: Noun[str], words: ThingWords) -> bool:
    """ "Office equipment", "the embassy's gate", "well-known": the noun only helps to name another thing."""
    tokens = sentence.tokens
    if noun.last + 1 >= len(tokens):
        return False
    after = tokens[noun.last + 1]
    if after.norm in ("'s", "'"):
        return noun.last + 2 >= len(tokens) or tokens[noun.last + 2].norm not in words.house
    if after.norm in words.tails:
        return True
    if after.text == "-" and noun.last + 2 < len(tokens) and tokens[noun.last + 2].text[0].isalpha():
        return after.start == tokens[noun.last].end
    return noun.first > 0 and tokens[noun.first - 1].norm == "as" and tokens[noun.first].norm == "well"


def _read_english(sentence: Sentence, noun: Noun[str], words: ThingWords, busy: Collection[int]) -> Thing:
    lead, first = _extend_left(sentence, noun, words, busy)
    lead = _find_lead(sentence, lead, words, busy)
    while first < noun.first and (sentence.norms[first] in words.plain or not _is_word(sentence, first)):
        if sentence.norms[first] == '"' and '"' in sentence.norms[first + 1 : noun.first]:
            break  # "BELLA VISTA" HOTEL
        first += 1
    last = noun.last
    if sentence.norms[noun.last] in words.named:
        last = _extend_name(sentence, last, words, busy)
    if last == noun.last and sentence.norms[noun.last] in words.owned:
        last = _extend_of(sentence, last, words, busy)
    return Thing(first, last, noun.last, lead, noun.meaning)


def _find_lead(sentence: Sentence, lead: int, words: ThingWords, busy: Collection[int]) -> int:
    """Back over article and count, and over a part that stands for the whole: "the windows of several"."""
    while lead > 0 and lead - 1 not in busy:
        if _is_lead(sentence, lead - 1, words):
            lead -= 1
        elif lead > 1 and sentence.norms[lead - 1] == "of" and sentence.norms[lead - 2] in words.parts:
            lead -= 2
        else:
            break
    return lead


def _is_word(sentence: Sentence, at: int) -> bool:
    return sentence.tokens[at].text[0].isalnum()


def _is_lead(sentence: Sentence, at: int, words: ThingWords) -> bool:
    """An article, a count, or a word that only weighs it: "the", "at least three", "au moins deux"."""
    token = sentence.tokens[at]
    if token.norm in ("at", "au"):
        return sentence.norms[at + 1] in ("least", "moins")
    return token.norm in words.determiners or token.norm in words.plain or token.is_number


def _extend_left(sentence: Sentence, noun: Noun[str], words: ThingWords, busy: Collection[int]) -> tuple[int, int]:
    """Back over the words of an English noun: where they begin, and where they do without "the country's"."""
    shouted = sentence.text.isupper()
    first, owner = noun.first, -1
    while first > 0 and noun.first - first < LONGEST and first - 1 not in busy:
        token = sentence.tokens[first - 1]
        if token.norm in ("'s", "'") and owner < 0 and first > 1 and sentence.tokens[first - 2].text[0].isalpha():
            owner = first
            first -= 1  # whoever it is: "the treasurer's office"
        elif not _belongs(sentence, first - 1, words, shouted):
            break
        first -= 1
    if owner < 0:
        return first, first
    holder = sentence.norms[owner - 2]
    return first, owner if holder in words.wide or sentence.norms[owner - 2] in words.ends else first


def _belongs(sentence: Sentence, at: int, words: ThingWords, shouted: bool) -> bool:
    """May this word stand before a noun as part of what it names?"""
    token = sentence.tokens[at]
    norm = token.norm
    if norm == '"':  # THE "BELLA VISTA" HOTEL
        return shouted and '"' in [one.norm for one in sentence.tokens[max(0, at - 4) : at + 5] if one is not token]
    if norm == "-":  # "high - voltage"
        return 0 < at < len(sentence.tokens) - 1 and sentence.tokens[at - 1].text[0].isalpha() and shouted
    if not token.text[0].isalpha() or norm in words.ends or norm in words.determiners:
        return norm in ("1st", "2d", "3d")
    if not shouted:
        return norm in words.modifiers or (
            token.is_capital and at > 0 and sentence.tokens[at - 1].text not in (".", '"')
        )
    shaped = norm in words.shaped or norm in words.modifiers or "-" in norm  # "state-owned"
    return shaped or not norm.endswith(("ed", "ing", "ly"))


def _extend_name(sentence: Sentence, last: int, words: ThingWords, busy: Collection[int]) -> int:
    """ "The newspaper El Pueblo", "hotel Bahia": a name behind its noun."""
    end = last
    while end + 1 < len(sentence.tokens) and end - last < 4 and end + 1 not in busy:
        token = sentence.tokens[end + 1]
        if not (token.is_capital and token.text[0].isalpha()) or token.norm in words.ends:
            break
        if sentence.text.isupper() and not _belongs(sentence, end + 1, words, True):
            break
        end += 1
    return end


def _extend_of(sentence: Sentence, last: int, words: ThingWords, busy: Collection[int]) -> int:
    """ "The offices of the electoral council": to the end of what the owner is called."""
    tokens, shouted = sentence.tokens, sentence.text.isupper()
    if last + 2 >= len(tokens) or tokens[last + 1].norm != "of":
        return last
    at = start = last + 2
    while at < len(tokens) and tokens[at].norm in words.determiners:
        at += 1
    # Whose house it is: of an office or a body in any text, of a person only where all is in capitals.
    if not shouted and at == start and tokens[at].is_capital:
        return last
    end = last
    while at < len(tokens) and at - start < LONGEST + 2 and at not in busy:
        norm = tokens[at].norm
        if norm == "of" and end > last:
            at += 1
            at += at < len(tokens) and tokens[at].norm in words.determiners
            continue
        if not (_belongs(sentence, at, words, True) or (tokens[at].is_number and end > last)):
            break
        if not shouted and at - start > 3 and not tokens[at].is_capital:
            break
        end = at
        at += 1
    return end


def _read_french(sentence: Sentence, noun: Noun[str], words: ThingWords, busy: Collection[int]) -> Thing:
    tokens = sentence.tokens
    lead = noun.first
    while lead > 0 and lead - 1 not in busy:
        if not _is_lead(sentence, lead - 1, words):
            break
        lead -= 1
    last = noun.last
    if last + 1 < len(tokens) and tokens[last + 1].is_capital and tokens[last + 1].text[0].isalpha():
        return Thing(noun.first, last + 1, noun.last, lead, noun.meaning)
    if tokens[noun.first].norm in words.owned or sentence.lemmas[noun.first] in words.owned:
        last = _extend_du(sentence, last, words, busy)
    return Thing(noun.first, last, noun.last, lead, noun.meaning)


def _extend_du(sentence: Sentence, last: int, words: ThingWords, busy: Collection[int]) -> int:
    """ "Le siege de la commission electorale", "la residence du gouverneur": the owner and what describes it."""
    tokens = sentence.tokens
    at = last + 1
    if at >= len(tokens) or tokens[at].norm not in ("de", "du", "des", "d'"):
        return last
    if tokens[at].norm == "de" and at + 1 < len(tokens) and tokens[at + 1].norm not in ("la", "l'"):
        return last  # "la maison de Paul": of no named person
    while at < len(tokens) and tokens[at].norm in ("de", "du", "des", "d'", "la", "l'"):
        at += 1
    if at >= len(tokens) or at in busy or not tokens[at].text[0].isalpha() or tokens[at].norm in words.ends:
        return last
    if at + 1 < len(tokens) and tokens[at + 1].norm.endswith(_ADJECTIVES) and tokens[at + 1].norm not in words.ends:
        return at + 1
    return at


_ADJECTIVES = (
    "ale",
    "al",
    "aux",
    "ales",
    "ique",
    "iques",
    "aire",
    "aires",
    "ielle",
    "iel",
    "oral",
    "orale",
    "ienne",
    "ien",
)
