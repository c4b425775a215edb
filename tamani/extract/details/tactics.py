"""How it was done, how it was told to the world, and how far it came: tactic, propaganda and stage."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from tamani.extract.details.role_words import FoundRole, Noun, find_nouns, read_nouns
from tamani.extract.document import Sentence
from tamani.extract.lexicon import Phrases, make_phrases, read_lexicon

VEHICLES = frozenset(["motorbikes", "pickups"])
TRYING = frozenset(["attempted", "to", "trying", "de", "d'", "essaye", "tente"])
NOT = frozenset(["not", "n't", "never", "failed", "without", "jamais", "sans"])
_BY = frozenset(["in", "through", "via", "on", "dans", "par", "sur", "with"])


class TacticWords(Struct, frozen=True):
    """The lexicon of tactics of one language."""

    tactics: Phrases[str]
    claims: Phrases[str]
    media: Phrases[str]
    shown: Phrases[str]
    stages: Phrases[str]
    spoiled: frozenset[str]
    aims: frozenset[str]


@cache
def load_tactics(language: str) -> TacticWords:
    """The words for tactics in French, or else in English."""
    code = "fr" if language == "fr" else "en"
    table = read_lexicon("tactics")
    propaganda = table["propaganda"]
    return TacticWords(
        tactics=read_nouns(table["tactic"], code),
        claims=make_phrases((text, "claim") for text in propaganda["claim"]),
        media=read_nouns(propaganda["media"], code),
        shown=read_nouns(propaganda["shown"], code),
        stages=read_nouns(table["stage"], code),
        spoiled=frozenset(table["words"][f"{code}_spoiled"]),
        aims=frozenset(table["words"][f"{code}_aims"]),
    )


def find_tactics(sentence: Sentence, language: str) -> tuple[FoundRole, ...]:
    """How it was done: motorbikes, ambush, complex, simultaneous, roadblock, disguise, night, and so on."""
    words = load_tactics(language)
    found = find_nouns(sentence, words.tactics)
    # "a drone struck" has the dictionary form of "drone strike".
    found = tuple(one for one in found if sentence.norms[one.last] != "struck")
    return _make("tactic", tuple(one for one in found if not _is_spoiled(sentence, one, words)))


def _is_spoiled(sentence: Sentence, noun: Noun[str], words: TacticWords) -> bool:
    """ "L'armée a détruit une dizaine de motos": what was destroyed or seized tells nothing of how they came."""
    if noun.meaning not in VEHICLES:
        return False
    near = sentence.tokens[max(0, noun.first - 6) : noun.last + 6]
    return any(token.norm in words.spoiled for token in near)


def find_propaganda(sentence: Sentence, language: str) -> tuple[FoundRole, ...]:
    """How it was told to the world: the medium of a claim of responsibility, videos and photos of the attack."""
    words = load_tactics(language)
    shown = find_nouns(sentence, words.shown)
    claimed = find_nouns(sentence, words.claims)
    media = find_nouns(sentence, words.media) if claimed else ()
    # "claimed responsibility in a statement": the medium stands near the claim, else somebody else spoke.
    near = tuple(
        one
        for one in media
        if any(-8 <= one.first - claim.last <= 10 for claim in claimed) and _is_medium(sentence, one)
    )
    return _make("propaganda", tuple(sorted((*shown, *near), key=lambda noun: noun.first)))


def _is_medium(sentence: Sentence, noun: Noun[str]) -> bool:
    """ "In a statement" is a medium; "according to the statement" may be anybody's."""
    before = sentence.norms[max(0, noun.first - 4) : noun.first]
    return noun.meaning not in ("statement", "audio") or bool(_BY.intersection(before))


def find_stage(sentence: Sentence, language: str) -> tuple[FoundRole, ...]:
    """How far it came, where a sentence says that it was foiled, only attempted, or threatened."""
    words = load_tactics(language)
    found = find_nouns(sentence, words.stages)
    return _make("stage", tuple(one for one in found if not _is_other_attempt(sentence, one, words)))


def _is_other_attempt(sentence: Sentence, noun: Noun[str], words: TacticWords) -> bool:
    """ "Those who attempted to escape": not the attack was attempted. "Life-threatening wounds": nobody threatened."""
    tokens = sentence.tokens
    if noun.meaning == "threatened" and sentence.norms[noun.first - 1 : noun.first] in (("life",), ["life"]):
        return True
    if noun.meaning == "foiled" and not NOT.isdisjoint(sentence.norms[max(0, noun.first - 6) : noun.first]):
        return True  # "the soldiers did not make any attempt to repel them"
    if noun.meaning != "attempted" or tokens[noun.last].norm not in TRYING:
        return False
    after = range(noun.last + 1, min(noun.last + 5, len(tokens)))
    return not any(tokens[at].norm in words.aims or sentence.lemmas[at] in words.aims for at in after)


def _make(field: str, nouns: tuple[Noun[str], ...]) -> tuple[FoundRole, ...]:
    """One found role for each value, at its first mention."""
    found: dict[str, FoundRole] = {}
    for noun in nouns:
        found.setdefault(noun.meaning, FoundRole(field, noun.meaning, noun.first, noun.last, f"{_ROOMS[field]}.word"))
    return tuple(found.values())


_ROOMS = {"tactic": "tactics", "propaganda": "propaganda", "stage": "stage"}
