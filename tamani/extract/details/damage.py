"""What was done to things: burned, destroyed, damaged, looted, stolen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from msgspec import Struct

from tamani.extract.counts.numbers import Quantity, find_quantities
from tamani.extract.details.role_words import (
    Deed,
    DeedWords,
    FoundRole,
    Noun,
    find_all_reached,
    find_deeds,
    find_nouns,
    find_reached,
    grow_noun,
    read_deeds,
)
from tamani.extract.document import Sentence
from tamani.extract.lexicon import Phrases, make_phrases, read_lexicon
from tamani.records import DamageValue


class DamageWords(Struct, frozen=True):
    """The lexicon of damage of one language."""

    things: Phrases[str]
    deeds: DeedWords


@cache
def load_damage(language: str) -> DamageWords:
    """The words for damage in French, or else in English."""
    code = "fr" if language == "fr" else "en"
    table = read_lexicon("damage")
    rows: dict[str, Any] = {"thing": table["things"], **read_lexicon("targets")["types"]}
    things = make_phrases(
        (word, name) for name, row in rows.items() if name not in ("gathering",) for word in row[code]
    )
    return DamageWords(things, read_deeds(table["effects"], code))


def find_damage(sentence: Sentence, language: str) -> tuple[FoundRole, ...]:
    """What was burned, destroyed, damaged, looted or stolen in a sentence: "ont brûlé deux véhicules"."""
    words = load_damage(language)
    code = "fr" if language == "fr" else "en"
    deeds = find_deeds(sentence, words.deeds, code)
    if not deeds:
        return ()
    things = find_nouns(sentence, words.things)
    counts = find_quantities(sentence, code) if things else ()
    found: dict[tuple[int, str], FoundRole] = {}
    for deed, objects in find_all_reached(sentence, deeds, things, words.deeds):
        for noun in objects or _reach_back(sentence, deed, things, words):
            found.setdefault((noun.first, deed.meaning), _make(sentence, noun, deed, counts))
    return tuple(found[key] for key in sorted(found))


def _reach_back(
    sentence: Sentence, deed: Deed, things: Sequence[Noun[str]], words: DamageWords
) -> tuple[Noun[str], ...]:
    """ "Les maisons ont brûlé": with no object the thing stands before the verb."""
    if deed.side != "right" or deed.meaning not in ("burned", "destroyed"):
        return ()
    return find_reached(sentence, Deed(deed.first, deed.last, "left", deed.meaning), things, words.deeds)


def _make(sentence: Sentence, noun: Noun[str], deed: Deed, counts: tuple[Quantity, ...]) -> FoundRole:
    first, last = grow_noun(sentence, noun, "en")
    count = next((one for one in counts if first - 3 <= one.number_last < first and not one.zero), None)
    if count is not None:
        first = count.first
    return FoundRole("damage", DamageValue(sentence.words(first, last), deed.meaning), first, last)
