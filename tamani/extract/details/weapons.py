"""What it was done with: weapons that a sentence shows in use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.details.role_words import (
    Deed,
    DeedWords,
    FoundRole,
    Noun,
    find_deeds,
    find_nouns,
    read_deeds,
    read_nouns,
)
from tamani.extract.document import Sentence
from tamani.extract.lexicon import Phrases, conjugate, is_participle, make_phrases, read_lexicon, read_words
from tamani.records import WeaponValue

AHEAD = 14  # tokens from a weapon to what it did: "a bomb (placed by strangers in a car) exploded"
NEAR = 7  # tokens from a verb that seizes or finds to the weapon
_COMMON = frozenset(["the", "a", "an", "of", "de", "d'", "des", "du", "le", "la", "les", "l'", "un", "une"])


class WeaponWords(Struct, frozen=True):
    """The lexicon of weapons of one language."""

    nouns: Phrases[str]
    harm: DeedWords
    blasts: DeedWords
    idle: frozenset[str]
    not_after: Phrases[str]
    not_before: frozenset[str]
    leads: Phrases[str]  # words that lead to an instrument
    by: frozenset[str]
    shown: dict[str, frozenset[str]]
    onto: frozenset[str]
    defused: frozenset[str]
    verbs: frozenset[str]  # what a weapon itself does: "destroyed", "a tué"
    determiners: frozenset[str]


@cache
def load_weapons(language: str) -> WeaponWords:
    """The words for weapons in French, or else in English."""
    code = "fr" if language == "fr" else "en"
    table, targets = read_lexicon("weapons"), read_lexicon("targets")
    shown = table["shown"]
    return WeaponWords(
        nouns=read_nouns(table["types"], code),
        harm=read_deeds({"harm": read_lexicon("victims")["deeds"], "attack": targets["deeds"]}, code),
        blasts=read_deeds({"blast": targets["blasts"]}, code),
        idle=frozenset(table["use"][f"idle_{code}"]),
        not_after=make_phrases((text, "not") for text in table["use"]["not_after"]),
        not_before=frozenset(table["use"]["not_before"]),
        leads=make_phrases((text, "with") for text in shown[f"{code}_with"]),
        by=frozenset(shown[f"{code}_by"]),
        shown={
            name: frozenset(shown[f"{code}_{name}"]) for name in ("compound", "of", "measure", "tails", "many", "acts")
        },
        onto=frozenset(shown["onto"]),
        defused=frozenset(shown["defused"]),
        verbs=frozenset(form for verb in shown[f"{code}_verbs"] for form in (verb, *_list_forms(verb, code))),
        determiners=frozenset(targets["phrases"][f"{code}_determiners"] + targets["phrases"][f"{code}_plain"]),
    )


def _list_forms(verb: str, language: str) -> tuple[str, ...]:
    return tuple(form for form, _ in conjugate(verb)) if language == "fr" else ()


def find_weapons(sentence: Sentence, language: str) -> tuple[FoundRole, ...]:
    """The weapons used in a sentence, with their type; not those seized, sold or banned, and no gold mine."""
    code = "fr" if language == "fr" else "en"
    words = load_weapons(code)
    nouns = [noun for noun in find_nouns(sentence, words.nouns) if not _is_other(sentence, noun, words, code)]
    if not nouns:
        return ()
    held = {at for noun in nouns for at in range(noun.first, noun.last + 1)}
    blasts = [deed for deed in find_deeds(sentence, words.blasts, code) if deed.first not in held]
    harms = [deed for deed in find_deeds(sentence, words.harm, code) if deed.first not in held]
    view = _View(sentence, words, code == "fr", blasts, harms)
    rules = [_judge(view, noun) for noun in nouns]
    _share(view, nouns, rules)
    return tuple(
        FoundRole("weapon", WeaponValue(sentence.words(first, noun.last), noun.meaning), first, noun.last, rule)
        for noun, rule in zip(nouns, rules, strict=True)
        if rule is not None and (first := _take_model(sentence, noun)) is not None
    )


class _View(Struct, frozen=True):
    """A sentence with its deeds, as the steps below hand it on."""

    sentence: Sentence
    words: WeaponWords
    french: bool
    blasts: Sequence[Deed]
    harms: Sequence[Deed]

    def norm(self, at: int) -> str:
        return self.sentence.norms[at] if 0 <= at < len(self.sentence.tokens) else ""


def _take_model(sentence: Sentence, noun: Noun[str]) -> int:
    """ "M-16 rifles", "9-mm pistol": the model belongs to the weapon."""
    at = noun.first
    while at > 0 and "-" in sentence.tokens[at - 1].text and any(c.isdigit() for c in sentence.tokens[at - 1].text):
        at -= 1
    if at > 2 and sentence.norms[at - 1] == "mm" and sentence.tokens[at - 3].is_number:
        return at - 3
    return at


def _is_other(sentence: Sentence, noun: Noun[str], words: WeaponWords, code: str) -> bool:
    """Is it no weapon here? "To bomb", "dynamited", "bomb squad", "gold mine"."""
    tokens = sentence.tokens
    word = tokens[noun.first].norm
    single = noun.first == noun.last
    if single and code == "en" and word.endswith(("ed", "ing")):
        return True
    if single and code == "fr" and is_participle(sentence, noun.first):
        return True
    before = tokens[noun.first - 1].norm if noun.first else ""
    if single and before in ("to", "will", "would", "can", "could", "they", "we", "who"):
        return True
    after = tokens[noun.last + 1].norm if noun.last + 1 < len(tokens) else ""
    if after in words.shown["tails"] and after not in words.shown["many"]:
        return True
    if noun.last + 1 < len(tokens) and words.not_after.match(sentence, noun.last + 1) is not None:
        return True
    return (
        single
        and sentence.lemmas[noun.first] == "mine"
        and before in words.not_before
        and not _is_hit(sentence, noun, words)
    )


def _is_hit(sentence: Sentence, noun: Noun[str], words: WeaponWords) -> bool:
    """ "A sauté sur une mine", "une mine a tué": the word before does not make it a pit."""
    if not words.verbs.isdisjoint(sentence.norms[noun.last + 1 : noun.last + 4]):
        return True
    before = set(sentence.norms[max(0, noun.first - 3) : noun.first])
    return bool(before & {"sur", "hit", "struck", "over", "on"})


def _judge(view: _View, noun: Noun[str]) -> str | None:
    """The rule by which a weapon is shown in use, or None."""
    at = _find_lead(view, noun)
    if _is_idle(view, noun, at):
        return None
    after = view.norm(noun.last + 1)
    if noun.last > noun.first and view.norm(noun.first) in view.words.shown["of"]:
        return "weapons.compound"  # "un tir de mortier"
    if after in view.words.shown["compound"]:
        return "weapons.compound"
    if after in view.words.shown["many"]:
        return "weapons.compound" if _is_one(view, at) or view.norm(noun.last + 2) in ("was", "were") else None
    if _is_instrument(view, noun, at):
        return "weapons.instrument"
    if _does(view, noun, at):
        return "weapons.event"
    return None


def _is_one(view: _View, at: int) -> bool:
    """ "The car bomb attacks", "two grenade attacks": of this event, not a way of saying what is usual."""
    return view.norm(at + 1) in ("the", "these", "two", "three", "four") or view.norm(at) in ("the", "simultaneous")


def _find_lead(view: _View, noun: Noun[str]) -> int:
    """The token before a weapon with its article, count, adjectives and measure: "20 kg of", "a powerful"."""
    at = noun.first - 1
    shown = view.words.shown
    while at >= 0:
        token = view.sentence.tokens[at]
        if token.norm in ("of", "de", "d'") and view.norm(at - 1) in shown["measure"]:
            at -= 2
        elif token.norm in view.words.determiners or token.is_number or _is_adjective(view, at) or token.norm in _SIZES:
            at -= 1
        else:
            break
    return at


def _is_adjective(view: _View, at: int) -> bool:
    norm = view.norm(at)
    return not view.french and norm in _ADJECTIVES


def _is_idle(view: _View, noun: Noun[str], at: int) -> bool:
    """Was it found, seized, sold or carried off? The verb stands near, on either side."""
    sentence = view.sentence
    if any(lemma in view.words.defused for lemma in sentence.lemmas[max(0, at - NEAR) : noun.last + NEAR]):
        return False  # "defused a bomb found under the bridge"
    for spot in range(max(0, at - NEAR), min(len(sentence.tokens), noun.last + NEAR)):
        if sentence.lemmas[spot] not in view.words.idle and view.norm(spot) not in view.words.idle:
            continue
        between = range(spot + 1, noun.first) if spot < noun.first else range(noun.last + 1, spot)
        if not any(view.norm(step) in (",", ";", "who", "which", "qui") for step in between):
            return True
    return False


def _is_instrument(view: _View, noun: Noun[str], at: int) -> bool:
    """ "Attacked with grenades", "armed with rifles", "explosion of a bomb", "loaded with explosives"."""
    if at < 0:
        return False
    if view.norm(at) in ("of", "de", "d'", "du", "des") or (view.french and view.norm(noun.first - 1) in ("de", "d'")):
        back = at - 1 if view.norm(at) in ("of", "de", "d'", "du", "des") else at
        if view.norm(back) in view.words.shown["of"]:
            return True
    if view.norm(at) in ("sur", "on", "onto", "over"):
        before = range(max(0, at - 4), at)
        if any(view.norm(step) in view.words.onto for step in before):
            return True  # "ont sauté mardi sur un engin"
    for start in range(max(0, noun.first - 5), at + 1):
        hit = view.words.leads.match(view.sentence, start)
        if hit is None or not at <= start + hit[0] - 1 < noun.first:
            continue
        if view.norm(start) in view.words.by and not view.harms:
            return False
        acts = view.words.shown["acts"] & view.sentence.present
        return bool(view.harms or view.blasts or acts) or view.norm(start - 1) in (
            "armed",
            "loaded",
            "filled",
            "packed",
        )
    return False


def _does(view: _View, noun: Noun[str], at: int) -> bool:
    """Did it explode, or was it placed, thrown or fired? As subject, or as object of the verb before it."""
    for deed in view.blasts:
        if deed.side == "noun":
            continue
        if deed.last <= at and (deed.last == at or at - deed.last <= 6):
            between = [view.norm(step) for step in range(deed.last + 1, at + 1)]
            if not any(norm in _STOPPERS for norm in between):
                return True
        if 0 < deed.first - noun.last <= AHEAD and not _is_parted(view, noun.last + 1, deed.first):
            return True
    if any(deed.first <= noun.first <= deed.last for deed in view.harms):
        return True  # "hit a landmine"
    for step in range(noun.last + 1, min(noun.last + 6, len(view.sentence.tokens))):
        if view.norm(step) in view.words.verbs or view.sentence.lemmas[step] in view.words.verbs:
            return not _is_parted(view, noun.last + 1, step)
    return False


def _is_parted(view: _View, first: int, end: int) -> bool:
    """Does another clause begin between a weapon and a verb?"""
    norms = [view.norm(step) for step in range(first, end)]
    return any(
        norm in (";", ":", "and", "but", "when", "while", "et", "mais", "lorsque", "alors", "after") for norm in norms
    )


def _share(view: _View, nouns: Sequence[Noun[str]], rules: list[str | None]) -> None:
    """What is joined by "and" was used alike: "rifles, grenades and dynamite"."""
    for _ in range(2):
        for one in range(len(nouns) - 1):
            between = [view.norm(at) for at in range(nouns[one].last + 1, nouns[one + 1].first)]
            joined = bool(between) and len(between) <= 6 and _JOINS.intersection(between)
            if not joined or not all(_may_stand(view, norm) for norm in between):
                continue
            rules[one] = rules[one] or rules[one + 1]
            rules[one + 1] = rules[one + 1] or rules[one]


def _may_stand(view: _View, norm: str) -> bool:
    return (
        norm in _JOINS or norm in view.words.determiners or norm in _COMMON or norm[0].isdigit() or norm in _ADJECTIVES
    )


_SIZES = frozenset(["-", "mm", "caliber", "calibre"])
_JOINS = frozenset([",", "and", "or", "et", "ou", "with", "avec"])
_STOPPERS = read_words("stops") - {"a"}
_ADJECTIVES = frozenset(
    [
        *(
            "powerful",
            "homemade",
            "small",
            "large",
            "high-powered",
            "high-power",
            "medium-sized",
            "big",
            "heavy",
            "crude",
        ),
        *(
            "different",
            "strong",
            "remote-controlled",
            "high-caliber",
            "automatic",
            "light",
            "other",
            "handmade",
            "low-power",
        ),
        *(
            "second",
            "first",
            "third",
            "another",
            "single",
            "live",
            "low-powered",
            "home-made",
            "unidentified",
            "sophisticated",
        ),
    ]
)
