"""What it was done with: weapons that a sentence shows in use."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from tamani.extract.details.role_words import FoundRole, Noun, find_nouns, read_nouns
from tamani.extract.document import Sentence
from tamani.extract.lexicon import Phrases, conjugate, make_phrases, read_lexicon
from tamani.records import WeaponValue

_NEAR = 7  # tokens between a weapon and the word that shows it in use


class WeaponWords(Struct, frozen=True):
    """The lexicon of weapons of one language."""

    nouns: Phrases[str]
    use: Phrases[str]
    harm: Phrases[str]
    idle: frozenset[str]
    loose: frozenset[str]
    not_after: Phrases[str]
    not_before: frozenset[str]


@cache
def load_weapons(language: str) -> WeaponWords:
    """The words for weapons in French, or else in English."""
    code = "fr" if language == "fr" else "en"
    table = read_lexicon("weapons")
    harm = read_lexicon("victims")["deeds"]
    rows = (*harm[f"{code}_verbs"], *harm[f"{code}_forms"], *harm[f"{code}_nouns"])
    attack = read_lexicon("targets")["deeds"]
    rows += (*attack[f"{code}_verbs"], *attack[f"{code}_forms"], *attack[f"{code}_nouns"])
    return WeaponWords(
        nouns=read_nouns(table["types"], code),
        use=make_phrases((form, "use") for text in table["use"][code] for form, _ in _forms(text, code)),
        harm=make_phrases((text, "harm") for text in rows),
        idle=frozenset(table["use"][f"idle_{code}"]),
        loose=frozenset(table["use"]["loose"]),
        not_after=make_phrases((text, "not") for text in table["use"]["not_after"]),
        not_before=frozenset(table["use"]["not_before"]),
    )


def _forms(text: str, language: str) -> tuple[tuple[str, bool], ...]:
    """A word of use, with its conjugated forms where it is a French verb."""
    verb = language == "fr" and text.endswith("er")
    return ((text, False), *conjugate(text)) if verb else ((text, False),)


def find_weapons(sentence: Sentence, language: str) -> tuple[FoundRole, ...]:
    """The weapons used in a sentence, with their type; not those seized, sold or banned, and no gold mine."""
    words = load_weapons(language)
    nouns = find_nouns(sentence, words.nouns)
    if not nouns or any(lemma in words.idle for lemma in sentence.lemmas):
        return ()
    uses = [noun.first for noun in find_nouns(sentence, words.use)]
    harms = [noun.first for noun in find_nouns(sentence, words.harm)]
    kept = [noun for noun in nouns if _is_used(sentence, noun, words, (uses, harms))]
    return tuple(
        FoundRole("weapon", WeaponValue(sentence.words(noun.first, noun.last), noun.meaning), noun.first, noun.last)
        for noun in kept
    )


def _is_used(sentence: Sentence, noun: Noun[str], words: WeaponWords, spots: tuple[list[int], list[int]]) -> bool:
    """Is the weapon shown in use? A word with other senses ("mine", "stick") needs the use right beside it."""
    uses, harms = spots
    tokens = sentence.tokens
    if noun.first == noun.last and tokens[noun.first].norm.endswith(("ed", "ing")):
        return False  # "dynamited"
    lemma = sentence.lemmas[noun.first]
    loose = noun.first == noun.last and (lemma in words.loose or tokens[noun.first].norm in words.loose)
    if noun.last + 1 < len(tokens) and words.not_after.match(sentence, noun.last + 1) is not None:
        return False
    if loose and lemma == "mine" and noun.first and tokens[noun.first - 1].norm in words.not_before:
        before = {token.norm for token in tokens[max(0, noun.first - 3) : noun.first]}
        if not before & {"sur", "hit", "struck", "over", "on"}:
            return False
    near_use = any(noun.first - _NEAR <= at <= noun.last + _NEAR and not noun.first <= at <= noun.last for at in uses)
    if loose:
        return near_use and (bool(harms) or any(noun.first - 3 <= at <= noun.last + 4 for at in uses))
    return near_use or bool(harms)
