"""What was done to things: burned, destroyed, damaged, looted, stolen; and that nothing was."""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import Struct

from tamani.extract.details.reach import find_reach, is_search
from tamani.extract.details.role_words import DeedWords, FoundRole, find_deeds, find_nouns, read_deeds
from tamani.extract.details.things import Thing, find_things
from tamani.extract.document import Sentence
from tamani.extract.lexicon import Phrases, make_phrases, read_lexicon, read_words
from tamani.records import DamageValue

NONE = "no damage"


class DamageWords(Struct, frozen=True):
    """The lexicon of damage of one language."""

    things: Phrases[str]
    deeds: DeedWords
    parts: frozenset[str]  # windows, walls
    bare: Phrases[str]  # "caused serious damage", "sans faire de degats": nobody says to what


@cache
def load_damage(language: str) -> DamageWords:
    """The words for damage in French, or else in English."""
    code = "fr" if language == "fr" else "en"
    table = read_lexicon("damage")
    rows: dict[str, Any] = {"thing": table["things"], **read_lexicon("targets")["types"]}
    things = make_phrases(
        (word, name) for name, row in rows.items() if name not in ("gathering",) for word in row[code]
    )
    bare = make_phrases((text, effect) for effect, row in table["bare"].items() for text in row[code])
    return DamageWords(things, read_deeds(table["effects"], code), frozenset(table["things"]["parts"]), bare)


def find_damage(sentence: Sentence, language: str) -> tuple[FoundRole, ...]:
    """What was burned, destroyed, damaged, looted or stolen in a sentence: "ont brûlé deux véhicules"."""
    words = load_damage(language)
    code = "fr" if language == "fr" else "en"
    deeds = [deed for deed in find_deeds(sentence, words.deeds, code) if not is_search(sentence, deed, code)]
    # "Sans perte en vies humaines ni dégâts matériels"
    bare = tuple(one for one in find_nouns(sentence, words.bare) if sentence.norms[one.first - 1] not in _NOR)
    if not deeds and not bare:
        return ()
    found: dict[tuple[int, str], FoundRole] = {}
    nouns = find_nouns(sentence, words.things) if deeds else ()
    if nouns:
        busy = frozenset(at for deed in deeds for at in range(deed.first, deed.last + 1))
        for one in find_reach(sentence, deeds, find_things(sentence, nouns, code, busy), code):
            effect = one.deed.meaning
            if effect == "destroyed" and sentence.lemmas[one.thing.head] in words.parts:
                effect = "damaged"  # "destroyed the windows": the house stands
            found.setdefault((one.thing.head, effect), _make(sentence, one.thing, effect, one.how))
    bare = tuple(one for one in bare if one.meaning == NONE or not _is_denied(sentence, one.first))
    if bare and not any(effect == "damaged" for _, effect in found) and not (found and bare[0].meaning == NONE):
        value = DamageValue(sentence.words(bare[0].first, bare[0].last), bare[0].meaning)
        rule = "damage.none" if bare[0].meaning == NONE else "damage.unnamed"
        found[(bare[0].first, "bare")] = FoundRole("damage", value, bare[0].first, bare[0].last, rule)
    return tuple(found[key] for key in sorted(found))


def _is_denied(sentence: Sentence, at: int) -> bool:
    """ "Ni pertes ni dégâts matériels": said not to be."""
    return not _NOTS.isdisjoint(sentence.norms[max(0, at - 4) : at])


def _make(sentence: Sentence, thing: Thing, effect: str, how: str) -> FoundRole:
    """The thing with its count, without its article: "deux vehicules", "vehicles"."""
    first = next(
        (at for at in range(thing.lead, thing.first) if sentence.tokens[at].is_number or sentence.norms[at] in _COUNTS),
        thing.first,
    )
    value = DamageValue(sentence.words(first, thing.last), effect)
    return FoundRole("damage", value, first, thing.last, _RULES.get(how, "damage.led"))


_NOR = frozenset(["ni", "nor"])
_NOTS = frozenset(["ni", "sans", "aucun", "aucune", "pas", "no", "not", "without", "nor", "neither"])
_RULES = {how: f"damage.{how}" for how in ("object", "subject", "compound")}
_COUNTS = read_words("counts_of_things")
