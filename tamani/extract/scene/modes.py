"""How real an event is in a report: told as news, recalled, denied, feared, announced, or not violence at all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from msgspec import Struct

from tamani.extract.document import Sentence, remembered
from tamani.extract.lexicon import Wording, is_participle, make_phrases, make_wording, read_lexicon, read_words
from tamani.extract.scene.kinds import Trigger
from tamani.extract.scene.stand_ins import is_stand_in
from tamani.records import Mode

HAD_EN = frozenset(("had", "'d"))
HAD_FR = frozenset(("avait", "avaient", "etait", "etaient"))
BETWEEN = read_words("between_perfect")


class Words(Struct, frozen=True):
    """The mode words of a language, single ones and phrases apart."""

    negators: frozenset[str]
    negation: frozenset[str]
    untrue: Wording
    no_event: Wording
    about: frozenset[str]
    modals: frozenset[str]
    future: frozenset[str]
    generic: Wording
    other: frozenset[str]
    other_phrases: Wording
    speech: frozenset[str]
    definite: frozenset[str]
    many: frozenset[str]
    apart: Wording
    also: Wording
    revised: Wording
    counts: frozenset[str]
    bodies: frozenset[str]
    armed: Wording
    links: tuple[str, ...]


@cache
def load_words(language: str) -> Words:
    """The mode words of a language."""
    row: dict[str, Any] = read_lexicon("modes")[language]
    return Words(
        negators=frozenset(row["negators"]),
        negation=frozenset(row["negation"]),
        untrue=make_wording(row["untrue"]),
        no_event=make_wording(row["no_event"]),
        about=frozenset(row["about"]),
        modals=frozenset(row["modals"]),
        future=frozenset(row["future"]),
        generic=make_wording(row["generic"]),
        other=frozenset(word for word in row["other"] if " " not in word),
        other_phrases=make_wording(word for word in row["other"] if " " in word),
        speech=frozenset(row["speech"]),
        definite=frozenset(row["definite"]),
        many=frozenset(row["many"]),
        apart=make_wording(row["apart"]),
        also=make_wording(row["also"]),
        revised=make_wording(row["revised"]),
        counts=frozenset(row["counts"]),
        bodies=frozenset(row["bodies"]),
        armed=make_wording(row["armed"]),
        links=tuple(row["links"]),
    )


def find_past_perfect(sentence: Sentence, language: str) -> tuple[int, ...]:
    """Where a sentence steps back in time: "avait fait", "had already seen"."""
    found: list[int] = []
    if (HAD_EN if language == "en" else HAD_FR).isdisjoint(sentence.present):
        return ()
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        if language == "en":
            if token.norm in HAD_EN:
                for step in range(at + 1, min(at + 4, len(tokens))):
                    norm = tokens[step].norm
                    if norm in BETWEEN:
                        continue
                    if (
                        norm.endswith(("ed", "en", "wn"))
                        or sentence.lemmas[step] != norm
                        or norm in ("hit", "put", "come", "run")
                    ) and not _is_reported(sentence, at):
                        found.append(at)
                    break
        elif token.norm in HAD_FR:
            for step in range(at + 1, min(at + 5, len(tokens))):
                if tokens[step].norm in BETWEEN or tokens[step].norm.endswith("ment"):
                    continue
                # "était attaqué" is a passive of the past, "avait attaqué" and "était mort" step back.
                verb = sentence.lemmas[step]
                stepped = is_past_participle(sentence, step) and (token.norm.startswith("av") or verb in GO)
                if stepped and not _is_indirect(sentence, at, language):
                    found.append(at)
                break
    return tuple(found)


SAYING = frozenset(("said", "says", "claimed", "announced", "confirmed", "reported", "added", "admitted"))


def _is_reported(sentence: Sentence, at: int) -> bool:
    """ "The army said it had repelled an attack": English moves what is told one step back."""
    before = sentence.norms[max(0, at - 8) : at]
    return not SAYING.isdisjoint(before) and not set(before) & {"earlier", "previously", "already"}


EARLIER = frozenset(("deja", "precedemment", "auparavant", "qui", "dont"))


def _is_indirect(sentence: Sentence, at: int, language: str) -> bool:
    """ "Le ministre a affirmé jeudi que des rebelles avaient tué": French, too, moves what is told one step back."""
    norms = sentence.norms
    that = max((step for step in range(max(0, at - 8), at) if norms[step] in ("que", "qu'")), default=-1)
    if that < 0 or not EARLIER.isdisjoint(norms[that:at]) or norms[at + 1] in EARLIER:
        return False
    speech = load_words(language).speech
    return any(norms[step] in speech or sentence.lemmas[step] in speech for step in range(max(0, that - 4), that))


GO = read_words("verbs_of_going")


def is_past_participle(sentence: Sentence, at: int) -> bool:
    """A French past participle, also of the third group ("fait", "mis", "pris", "vu")."""
    norm = sentence.norms[at]
    return is_participle(sentence, at) or norm.endswith(
        ("it", "is", "us", "u", "ie", "ert", "ort", "aint", "ues", "ite")
    )


def judge_trigger(sentence: Sentence, trigger: Trigger, language: str) -> Mode:
    """How real the event of a trigger is, by the words right before it."""
    words = load_words(language)
    tokens = sentence.tokens
    start = max(0, trigger.first - 5)
    before: list[str] = []
    for at in range(trigger.first - 1, start - 1, -1):
        if tokens[at].norm in (",", ";", ":", ".", "("):
            break
        before.insert(0, tokens[at].norm)
    near = before[-3:]
    if not words.negators.isdisjoint(near) or _is_negated(before, near, words, language):
        return Mode.NEGATED
    if not words.modals.isdisjoint(before[-4:]):
        return Mode.HYPOTHETICAL
    if not words.future.isdisjoint(near) and (not trigger.noun or near[-1] in words.future):
        return Mode.FUTURE
    norm = tokens[trigger.first].norm
    if language == "fr" and not trigger.noun and norm.endswith(("era", "eront")):
        return Mode.FUTURE
    return Mode.ACTUAL


def tells_of_nothing(sentence: Sentence, modes: Sequence[Mode], language: str) -> bool:
    """ "Reports of a raid are untrue", "il n'y a jamais eu d'attaque, les tirs étaient ceux d'un mariage"."""
    words = load_words(language)
    if words.untrue.stands_in(sentence):
        return True
    return Mode.NEGATED in modes and words.no_event.stands_in(sentence)


OPENERS = frozenset(("que", "et", "«"))


def _is_negated(before: list[str], near: list[str], words: Words, language: str) -> bool:
    if words.about.intersection(near):
        return False  # "n'a pas revendiqué l'attaque": the attack was
    if near[-2:] in (["pas", "d'"], ["pas", "de"]):
        return True
    if language == "en":
        return "not" in near or "n't" in near
    if before[:1] == ["personne"] or (before[1:2] == ["personne"] and before[0] in OPENERS):
        return any(word in words.negation for word in before)  # "personne n'a été enlevé"
    return any(word in words.negation for word in before) and any(word in ("pas", "jamais", "plus") for word in near)


@cache
def _topic_phrases(language: str) -> Any:
    rows = []
    for topic, languages in read_lexicon("modes")["topics"].items():
        rows += [(phrase, topic) for phrase in languages[language]]
    return make_phrases(rows)


@remembered
def _list_topics(sentence: Sentence, language: str) -> list[tuple[str, str]]:
    """The words of a sentence that speak of a topic, each with it."""
    phrases = _topic_phrases(language)
    found: list[tuple[str, str]] = []
    for at in phrases.starts(sentence):
        token = sentence.tokens[at]
        hit = phrases.match(sentence, at) if token.text[0].isalpha() else None
        # "Exercising its right": power is exercised, troops are not.
        if hit is not None and not (hit[1] == "exercise" and token.norm.endswith(("ising", "ised"))):
            found.append((hit[1], token.norm))
    return found


def find_topic(sentences: Sequence[Sentence], language: str) -> str | None:
    """The topic that makes words of violence harmless here: sport, exercise, fiction, accident; else None."""
    votes: dict[str, set[str]] = {}
    for sentence in sentences:
        for topic, norm in _list_topics(sentence, language):
            votes.setdefault(topic, set()).add(norm)
    if not votes:
        return None
    best = max(sorted(votes), key=lambda topic: len(votes[topic]))
    if len(votes[best]) >= (1 if best in ("exercise", "accident", "health", "market") else 2):
        return best
    return None


def is_link(sentence: Sentence, language: str) -> bool:
    """ "Lire aussi : ...", "Read more": the door to another report."""
    starts = _list_links(language).get(sentence.norms[0]) if sentence.norms else None
    return starts is not None and (" ".join(sentence.norms[:6]) + " ").startswith(starts)


@cache
def _list_links(language: str) -> dict[str, tuple[str, ...]]:
    """The words before a link by the first of them, each with a space behind it."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in load_words(language).links:
        first = phrase.split(" ")[0]
        found[first] = (*found.get(first, ()), f"{phrase} ")
    return found


ENDERS = ("read more ", "continue reading ", "lire la suite ", "en savoir plus ")
ENDING = frozenset(phrase.split()[0] for phrase in ENDERS)


def read_first_item(sentences: Sequence[Sentence], language: str) -> Sequence[Sentence]:
    """Of a page that lists several reports, each cut short by "Read more", the sentences of the first."""
    ends = [
        at
        for at, one in enumerate(sentences)
        if not ENDING.isdisjoint(one.norms[:1]) and (" ".join(one.norms[:4]) + " ").startswith(ENDERS)
    ]
    return sentences[: ends[0]] if len(ends) > 1 and ends[0] > 1 else sentences


def is_recovery(sentence: Sentence, triggers: Sequence[Trigger], language: str, *, counted: bool = True) -> bool:
    """ "Seven more bodies were found overnight": the day of the search, not of the attack."""
    bodies = load_words(language).bodies
    return not triggers and (sentence.index > 1 or not counted) and not bodies.isdisjoint(sentence.norms)


def is_recount(sentence: Sentence, triggers: Sequence[Trigger], language: str) -> bool:
    """ "Un précédent bilan", "Le bilan avait été porté à 55": a count of what was told already."""
    words = load_words(language)
    if words.revised.stands_in(sentence):
        return True
    return not triggers and not words.counts.isdisjoint(sentence.norms[:5])


COUNTED_ON = frozenset(("autre", "autres", "another", "other"))  # "deux autres soldats": the same event, counted on
AT_START = frozenset(("separately", "meanwhile", "elsewhere", "ailleurs"))


def tells_of_others(sentence: Sentence, another: bool, language: str) -> bool:
    """Is the sentence about more than the news: "another attack", "already", "separately"?

    "Another nine in Dankar" counts on, where no other event is named (`another`); "separate attacks on villages" are
    parts of one.
    """
    words = load_words(language)
    norms = sentence.norms
    found = words.other.intersection(norms)
    if found & AT_START and AT_START.isdisjoint(norms[:2]):
        found -= AT_START
    if not another:
        found -= COUNTED_ON
    return bool(found) or words.other_phrases.stands_in(sentence)


POINTERS = {"fr": frozenset(("ces", "cette", "cet")), "en": frozenset(("that", "those", "these", "this"))}


def points_back(sentence: Sentence, trigger: Trigger, language: str) -> bool:
    """ "Ces attaques-là", "that raid": the event that was spoken of last."""
    return trigger.noun and not POINTERS[language].isdisjoint(sentence.norms[max(0, trigger.first - 2) : trigger.first])


ANOTHER = {
    "fr": frozenset(("autre", "autres", "seconde", "deuxieme")),
    "en": frozenset(("another", "other", "separate", "second")),
    "many": frozenset(("another", "other", "second")),
}


def is_another(sentence: Sentence, trigger: Trigger, language: str) -> bool:
    """ "Une autre attaque", "a separate ambush", "une seconde explosion", "depuis celle du marché"."""
    if is_stand_in(sentence, trigger.first, language):
        return True
    if not trigger.noun:
        return False
    norms = sentence.norms
    many = language == "en" and norms[trigger.last].endswith("s")  # "16 killed in separate attacks"
    words = ANOTHER["many" if many else language]
    near = norms[max(0, trigger.first - 2) : trigger.first] + norms[trigger.last + 1 : trigger.last + 2]
    return not words.isdisjoint(near)


ORDINALS = frozenset(
    ("first", "second", "third", "two", "three", "deadly", "worst", "deadliest", "latest", "twin", "premiere",
     "seconde", "deuxieme", "troisieme", "deux", "trois", "double", "triple", "sanglante", "derniere", "dawn")
)  # fmt: skip


def is_definite(sentence: Sentence, trigger: Trigger, language: str) -> bool:
    """ "The attack", "l'assaut": an event that the reader is taken to know."""
    at = trigger.first - 1
    while at > 0 and sentence.norms[at] in ORDINALS:
        at -= 1  # "the first attack", "la double attaque"
    before = sentence.norms[at] if at >= 0 else ""
    return trigger.noun and before in load_words(language).definite


def is_told_of(sentence: Sentence, trigger: Trigger, language: str) -> bool:
    """ "Le groupe a revendiqué l'attaque": the definite event of a verb of speech."""
    words = load_words(language)
    tokens = sentence.tokens
    if not is_definite(sentence, trigger, language):
        return False
    near = range(max(0, trigger.first - 5), trigger.first - 1)
    return any(tokens[at].norm in words.speech or sentence.lemmas[at] in words.speech for at in near)
