"""How a deed in a sentence reaches what it was done to: who attacked what, what was burned, who was taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from msgspec import Struct

from tamani.extract.document import Sentence, remembered
from tamani.extract.lexicon import Phrases, conjugate, is_participle, make_phrases, read_lexicon, read_words
from tamani.records import Value

T = TypeVar("T")

# The little words of both languages, folded.
_BE = frozenset(
    [
        *("ete", "est", "sont", "etait", "etaient", "fut", "furent", "soit", "soient", "etre", "serait", "seraient"),
        *("sera", "seront", "was", "were", "is", "are", "be"),
    ]
)
_BEEN = frozenset(["been", "being", "get", "got", "gets"])
_HAVE = frozenset(["a", "ont", "avait", "avaient", "aurait", "auraient", "ayant", "avoir", "aura", "auront", "eu"])
_UNCHANGED = frozenset(["hit", "shot", "hurt", "set", "burst"])  # participles like their infinitive
_JOINS = frozenset([",", "et", "and", "ou", "or", "ainsi", "&", "puis", "comme"])
_STOPS = frozenset([";", ":", "(", ")", "[", "]", "--", "—"])
_DETERMINERS = frozenset(
    [
        *("le", "la", "l'", "les", "un", "une", "des", "du", "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur"),
        *("leurs", "d'", "de", "autre", "autres", "plusieurs", "deux", "trois", "quatre"),
        *("the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "another", "several"),
        *("some", "many", "other", "two", "three", "four"),
    ]
)
_COUNTS = read_words("counts_before_noun")
REACH = 9  # tokens a verb reaches to its object: "ont attaque dans la nuit de samedi le poste de ..."
BACK = 12  # tokens from a passive back to its subject


class FoundRole(Struct, frozen=True, gc=False):
    """One claim that a sentence makes about an event: a field of DESIGN's contract, its value, and its tokens."""

    field: str  # target, victim, weapon, damage, tactic, propaganda, stage
    value: Value
    first: int
    last: int
    rule: str | None = None  # the row of rules.toml that found it
    definite: bool = False  # "the building", perhaps said of what was named before
    harm: str | None = None  # of a victim: the toll that counts them ("killed"), where it is said to have come about
    people: int | None = None  # of a victim: how many


class Noun(Struct, Generic[T], frozen=True, gc=False):
    """A noun of a lexicon where it stands in a sentence, with what it means."""

    first: int
    last: int
    meaning: T


class Deed(Struct, frozen=True, gc=False):
    """A word of doing and where its object stands. side: right, left, noun; meaning: what it does."""

    first: int
    last: int
    side: str
    meaning: str


class DeedWords(Struct, frozen=True, eq=False):
    """The words of doing of one language, and the little words around them."""

    verbs: Phrases[str]
    nouns: Phrases[str]
    fixed: Phrases[tuple[str, str]]  # with their side: "a sauté sur une mine" (left), "exploded outside" (right)
    leads: frozenset[str]
    apart: frozenset[str]
    prepositions: frozenset[str]
    all: Phrases[bool]  # all of these, to see where one may begin


def read_deeds(rows: Mapping[str, Mapping[str, Sequence[str]]], language: str) -> DeedWords:
    """Deed words from lexicon rows by meaning: fr_verbs, fr_forms, fr_nouns, fr_leads and so on."""
    links = read_lexicon("targets")["deeds"]
    leading = next(iter(rows.values()))
    verbs = tuple(_verb_forms(rows, language))
    nouns = [(word, name) for name, row in rows.items() for word in row.get(f"{language}_nouns", ())]
    fixed = [
        (word, (name, side))
        for name, row in rows.items()
        for key, side in (("hits", "left"), ("reaches", "right"))
        for word in row.get(f"{language}_{key}", ())
    ]
    return DeedWords(
        verbs=make_phrases(verbs),
        nouns=make_phrases(nouns),
        fixed=make_phrases(fixed),
        all=make_phrases([*((words, True) for words, _ in (*verbs, *nouns)), *((words, True) for words, _ in fixed)]),
        leads=frozenset(leading.get(f"{language}_leads", links[f"{language}_leads"])),
        apart=frozenset(links[f"{language}_apart"]),
        prepositions=frozenset(links[f"{language}_prepositions"]),
    )


def _verb_forms(rows: Mapping[str, Mapping[str, Sequence[str]]], language: str) -> Iterator[tuple[str, str]]:
    for name, row in rows.items():
        for form in row.get(f"{language}_forms", ()):
            yield form, name
        for verb in row.get(f"{language}_verbs", ()):
            yield verb, name
            if language == "fr":
                for form, _ in conjugate(verb):
                    yield form, name


def read_nouns(rows: Mapping[str, Any], language: str) -> Phrases[str]:
    """Nouns by meaning from lexicon rows: {meaning: {fr: [...], en: [...]}}."""
    return make_phrases((word, name) for name, row in rows.items() for word in row[language])


@remembered
def find_nouns(sentence: Sentence, phrases: Phrases[T]) -> tuple[Noun[T], ...]:
    """The nouns of a lexicon in a sentence, the longest at each place."""
    found: list[Noun[T]] = []
    done = -1
    for at in phrases.starts(sentence):
        hit = phrases.match(sentence, at) if at > done else None
        if hit is not None:
            done = at + hit[0] - 1
            found.append(Noun(at, done, hit[1]))
    return tuple(found)


@remembered
def find_deeds(sentence: Sentence, words: DeedWords, language: str) -> tuple[Deed, ...]:
    """The deeds of a sentence: verbs with the side on which their object stands, and nouns."""
    found: list[Deed] = []
    done = -1
    for at in words.all.starts(sentence):
        if at <= done or not sentence.norms[at][0].isalpha():
            continue
        fixed = words.fixed.match(sentence, at)
        verb, noun = words.verbs.match(sentence, at), words.nouns.match(sentence, at)
        if fixed is not None and (verb is None or fixed[0] >= verb[0]):
            done = at + fixed[0] - 1
            side = "left" if _is_struck(sentence, at, done, words) else fixed[1][1]
            found.append(Deed(at, done, side, fixed[1][0]))
        elif noun is not None and (verb is None or noun[0] > verb[0] or _is_noun(sentence, at, language)):
            done = at + noun[0] - 1
            found.append(Deed(at, done, "noun", noun[1]))
        elif verb is not None and not (language == "en" and _is_counted(sentence, at)):
            done = at + verb[0] - 1
            side = _side(sentence, at, done, language)
            if side == "left" and language == "fr" and _is_joined_verb(sentence, at):
                side = "right"
            found.append(Deed(at, done, side, verb[1]))
    return tuple(found)


def _is_struck(sentence: Sentence, first: int, last: int, words: DeedWords) -> bool:
    """ "A vessel was fired on." has its object before it; "a bomb was placed at a hotel" behind."""
    if not _BE.intersection(sentence.norms[max(0, first - 3) : first]):
        return False
    after = sentence.norms[last + 1] if last + 1 < len(sentence.tokens) else "."
    return not after[0].isalnum() or after in words.prepositions


def _is_joined_verb(sentence: Sentence, at: int) -> bool:
    """ "Ont attaqué le camp et incendié deux véhicules": the second verb shares the auxiliary of the first."""
    tokens = sentence.tokens
    if not at or tokens[at - 1].norm not in _JOINS or (at + 1 < len(tokens) and tokens[at + 1].norm == "par"):
        return False
    for back in range(at - 1, max(-1, at - 16), -1):
        if tokens[back].norm in _BE or tokens[back].text in _STOPS:
            return False
        if _is_have(sentence, back):
            return True
    return False


def _is_have(sentence: Sentence, at: int) -> bool:
    """Is this a form of avoir? "à" folds to the same as "a"."""
    token = sentence.tokens[at]
    return token.norm in _HAVE and token.text.lower() != "à"


def _is_noun(sentence: Sentence, at: int, language: str) -> bool:
    """ "an attack", "the ambush" and "d'attaque" are nouns, "they attack" is a verb; so is a French word with -é."""
    if language == "fr" and is_participle(sentence, at):
        return False
    before = sentence.norms[at - 1] if at else ""
    word = sentence.norms[at]
    if language == "en" and word.endswith("ing"):
        return before in _DETERMINERS or (at + 1 < len(sentence.tokens) and sentence.norms[at + 1] == "of")
    if language == "en" and word != sentence.lemmas[at] and not word.endswith("s"):
        return False  # "struck"
    return not (language == "en" and (word.endswith("ed") or before in ("to", "they", "who", "that", "and")))


def _is_counted(sentence: Sentence, at: int) -> bool:
    """ "Six places", "the plants", "a fire": a noun, not a verb."""
    word = sentence.norms[at]
    if not at or word.endswith(("ed", "ing")) or word not in (sentence.lemmas[at], f"{sentence.lemmas[at]}s"):
        return False
    before = sentence.tokens[at - 1]
    return before.norm in _COUNTS or (before.is_number and word.endswith("s"))


def _side(sentence: Sentence, first: int, last: int, language: str) -> str:
    """On which side of a verb its object stands: a passive has it on its left."""
    norms = sentence.norms[max(0, first - 3) : first]
    after = sentence.norms[last + 1] if last + 1 < len(sentence.tokens) else ""
    at = last if sentence.norms[first].endswith("ly") else first  # "partially destroyed"
    word = sentence.norms[at]
    if language == "en":
        if word.endswith("ing") and "being" not in norms:
            return "right"
        changed = (word != sentence.lemmas[at] and not word.endswith("s")) or word in _UNCHANGED
        passive = changed and bool(_BE.intersection(norms) or _BEEN.intersection(norms))
        return "left" if passive or "by" in (after, sentence.norms[last]) else "right"
    if not is_participle(sentence, first) and not word.endswith(
        ("t", "is", "its", "ite", "ites", "te", "tes", "us", "u")
    ):
        return "right"
    if _BE.intersection(norms) or after == "par":
        return "left"
    held = any(_is_have(sentence, at) for at in range(max(0, first - 3), first)) or word.endswith(
        ("ent", "ant", "ait", "aient")
    )
    finite = not is_participle(sentence, first) and word.endswith(("e", "ent"))
    return "right" if held or finite else "left"


def find_all_reached(
    sentence: Sentence, deeds: Sequence[Deed], nouns: Sequence[Noun[T]], words: DeedWords
) -> Iterator[tuple[Deed, tuple[Noun[T], ...]]]:
    """Each deed of a sentence with the nouns it reaches, none of them beyond the next deed."""
    for deed in deeds:
        following = next((other.first for other in deeds if other.first > deed.last), len(sentence.tokens))
        yield deed, find_reached(sentence, deed, [noun for noun in nouns if noun.first < following], words)


def find_reached(sentence: Sentence, deed: Deed, nouns: Sequence[Noun[T]], words: DeedWords) -> tuple[Noun[T], ...]:
    """The nouns that a deed reaches: its object, with what "and" joins to it."""
    if deed.side == "left":
        return _find_subject(sentence, deed, nouns, words)
    limit = _find_limit(sentence, deed, words)
    right = [noun for noun in nouns if deed.last < noun.first <= limit]
    if deed.side == "noun":
        own = [noun for noun in nouns if noun.last == deed.first - 1]  # "church bombing"
        if own and not right:
            return tuple(own)
        right = [noun for noun in right if _is_led(sentence, deed, noun, words)]
    elif not right:
        return tuple(noun for noun in nouns if noun.last == deed.first - 1 and _ends(sentence, deed, words))
    return _join(sentence, right)


def _ends(sentence: Sentence, deed: Deed, words: DeedWords) -> bool:
    """ "With one child killed.", "two vehicles burned in the raid": no object can follow."""
    if deed.last + 1 >= len(sentence.tokens):
        return True
    after = sentence.norms[deed.last + 1]
    return sentence.norms[deed.last].endswith("ed") and (not after[0].isalnum() or after in words.prepositions)


def _find_limit(sentence: Sentence, deed: Deed, words: DeedWords) -> int:
    """How far to the right a deed can reach."""
    end = min(len(sentence.tokens) - 1, deed.last + REACH)
    for at in range(deed.last + 1, end + 1):
        norm = sentence.norms[at]
        if norm in _STOPS or norm in words.apart:
            # "une attaque pres de Gao": the place is not the target; "ou" may also join.
            return at - 1 if norm != "ou" or at == deed.last + 1 else at
    return end


def _is_led(sentence: Sentence, deed: Deed, noun: Noun[T], words: DeedWords) -> bool:
    """Does a leading word stand between a noun of violence and what it hit? "attaque contre une eglise"."""
    between = sentence.norms[deed.last + 1 : noun.first]
    if "," in between:  # "deux attaques distinctes, contre un bateau"
        between = between[len(between) - between[::-1].index(",") :]
        return bool(between) and between[0] in ("contre", "against", "one", "visant", "targeting")
    return len(between) <= 6 and any(word in words.leads for word in between)


def _join(sentence: Sentence, nouns: Sequence[Noun[T]]) -> tuple[Noun[T], ...]:
    """The first noun and those that "and" or a comma joins to it."""
    kept = list(nouns[:1])
    for noun in nouns[1:]:
        between = sentence.norms[kept[-1].last + 1 : noun.first]
        if len(between) > 5 or not _JOINS.intersection(between) or _has_verb(sentence, kept[-1].last + 1, noun.first):
            break
        kept.append(noun)
    return tuple(kept)


def _has_verb(sentence: Sentence, first: int, end: int) -> bool:
    """Does another verb stand between two nouns? "dynamited the bridge and attacked a station"."""
    return any(
        (sentence.norms[at].endswith("ed") and sentence.lemmas[at] != sentence.norms[at]) or is_participle(sentence, at)
        for at in range(first, end)
    )


def _find_subject(sentence: Sentence, deed: Deed, nouns: Sequence[Noun[T]], words: DeedWords) -> tuple[Noun[T], ...]:
    """The subject of a passive: the noun before it that no preposition leads, with those joined to it."""
    start = max(0, deed.first - BACK)
    for at in range(deed.first - 1, start - 1, -1):
        if sentence.norms[at] in _STOPS:
            start = at + 1
            break
    left = [noun for noun in nouns if start <= noun.first and noun.last < deed.first]
    free = [noun for noun in left if not _has_preposition(sentence, noun, words)]
    if not free and left and left[-1].last >= deed.first - 4:
        free = left  # "fait etat de 49 civils et de 15 militaires tues"
    if not free:
        return ()
    nearest = [free[-1]]
    # "de 49 civils et de 15 militaires tues": both are led by "de"; not "l'ecole du village et le marche".
    led = any(norm in ("de", "d'", "of") for norm in sentence.norms[max(0, free[-1].first - 2) : free[-1].first])
    for noun in reversed([one for one in (left if led else free) if one.first < free[-1].first]):
        between = sentence.norms[noun.last + 1 : nearest[0].first]
        if len(between) > 6 or not _JOINS.intersection(between):
            break
        nearest.insert(0, noun)
    return tuple(nearest)


def _has_preposition(sentence: Sentence, noun: Noun[T], words: DeedWords) -> bool:
    at = noun.first - 1
    while at >= 0 and (sentence.norms[at] in _DETERMINERS or sentence.tokens[at].is_number):
        if sentence.norms[at] in words.prepositions and not _opens(sentence, at):
            return True
        at -= 1
    return at >= 0 and sentence.norms[at] in words.prepositions


def _opens(sentence: Sentence, at: int) -> bool:
    """ "Des vehicules" at the start of a clause is a plural, "une attaque des vehicules" is not."""
    return at == 0 or sentence.tokens[at - 1].text in (",", ".", '"', "«") or sentence.norms[at - 1] in _JOINS


def take_modifiers(sentence: Sentence, first: int) -> int:
    """Back over the English words that belong to a noun: "university students", "electric towers"."""
    modifiers = _load_modifiers()
    while first > 0 and sentence.norms[first - 1] in modifiers:
        first -= 1
    return first


@cache
def _load_modifiers() -> frozenset[str]:
    return frozenset(read_lexicon("targets")["modifiers"]["en"])
