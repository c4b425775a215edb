"""What a sentence says is not so, without a verb of denial before it, or behind what it denies.

"Reports that ten died are false", "il est faux que", "called the video a fabrication", "withdrew his statement that":
tokens of the same sentence are denied. ", which the army denies", "un bilan démenti par l'armée", "The army denies
this.": what was told before is denied, and whoever told it still tells it. In both a Refusal; back marks the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.lexicon import Phrases, make_phrases, read_lexicon
from tamani.extract.parties.actors import FoundActor
from tamani.extract.saying.speech import (
    Phrase,
    Words,
    find_phrase_after,
    find_phrase_before,
    find_words,
    is_auxiliary,
    read_words,
)
from tamani.words import Token

FAR = 40  # tokens from "called" to "a fabrication"
NEAR = 6  # tokens from "qualifie de" to "montage"
ENDS = frozenset((";", ".", ":", "!", "?"))
CLOSES = frozenset((";", ".", "!", "?", ","))
WHICH = frozenset(("which", "que", "qu'", "that"))
BY = frozenset(("by", "par"))
THIS = frozenset(("this", "it", "that", "these", "cela", "ceci", "ca"))
POINTS = frozenset(
    ("the", "this", "that", "these", "those", "any", "ce", "cet", "cette", "ces", "le", "la", "les", "l'")
)
JOINS = frozenset(("and", "et", "but", "mais"))


class Refusal(Struct, frozen=True):
    """Tokens first to last are said not to be so, in the words begin to end; first -1: the sentence before."""

    first: int
    last: int
    begin: int
    end: int
    speaker: Phrase | None = None
    back: bool = False
    event: bool = False  # it is the event itself that never was


class Lists(Struct, frozen=True):
    """The words of a language with which things are said not to be so."""

    told: frozenset[str]
    untrue: Phrases[str]
    not_so: Phrases[str]
    proves: frozenset[str]
    quite: frozenset[str]
    deems: frozenset[str]
    undone: Phrases[str]
    takes_back: Phrases[str]
    own: frozenset[str]
    refusals: frozenset[str]
    denies: frozenset[str]
    gate: frozenset[str]  # a sentence with none of these says nothing not to be so


@cache
def _load(language: str) -> Lists:
    table = read_lexicon("denials")

    def phrases(name: str) -> Phrases[str]:
        return make_phrases((text, name) for text in table[name][language])

    untrue, not_so, undone, takes_back = map(phrases, ("untrue", "not_so", "undone_event", "takes_back"))
    denies = frozenset(form for form, kind in read_words(language).verbs.items() if kind == "deny")
    return Lists(
        told=frozenset(table["told"][language]), untrue=untrue, not_so=not_so,
        proves=frozenset(table["proves"][language]), quite=frozenset(table["quite"][language]),
        deems=frozenset(table["deems"][language]), takes_back=takes_back,
        own=frozenset(table["takes_back"]["own"]), refusals=frozenset(table["takes_back"]["refusals"]),
        denies=denies, undone=undone,
        gate=denies | untrue.firsts | not_so.firsts | undone.firsts | takes_back.firsts,
    )  # fmt: skip


def may_refuse(sentence: Sentence, words: Words) -> bool:
    """Has a sentence any word with which something is said not to be so?"""
    return not _load(words.language).gate.isdisjoint(sentence.present)


def find_refusals(sentence: Sentence, words: Words, actors: Sequence[FoundActor]) -> tuple[Refusal, ...]:
    """What a sentence says is not so, in the order of the words that say it."""
    lists = _load(words.language)
    found: list[Refusal] = []
    for at in lists.not_so.starts(sentence):
        hit = lists.not_so.match(sentence, at)
        if hit is not None and at + hit[0] < len(sentence.tokens):
            found.append(Refusal(at + hit[0], _end_of(sentence, at + hit[0]), at, at + hit[0] - 1))
    for at in lists.untrue.starts(sentence):
        hit = lists.untrue.match(sentence, at)
        if hit is not None and not any(one.begin <= at <= one.end for one in found):
            found += _read_untrue(sentence, at, at + hit[0] - 1, (lists, words, actors))
    found += _read_taken_back(sentence, lists, words, actors)
    for at in lists.undone.starts(sentence):
        hit = lists.undone.match(sentence, at)
        if hit is not None and at:
            found.append(Refusal(_start_of(sentence, at - 1), at - 1, at, at + hit[0] - 1, event=True))
    for at in find_words(sentence, lists.denies):
        found += _read_denied(sentence, at, (lists, words, actors))
    return tuple(sorted(found, key=lambda one: (one.begin, one.end)))


Frame = tuple[Lists, Words, Sequence[FoundActor]]


def _end_of(sentence: Sentence, first: int) -> int:
    """The last token of what "it is false that" leads in: up to the end, a semicolon, or the end of the quotation."""
    tokens = sentence.tokens
    for at in range(first, len(tokens)):
        norm = tokens[at].norm
        if norm in (";", "»", "”") or (norm == '"' and at > first):
            return max(first, at - 1)
        if norm == "," and at + 1 < len(tokens) and tokens[at + 1].norm in JOINS | {"while", "tandis", "alors"}:
            return max(first, at - 1)
    return len(tokens) - 1


def _start_of(sentence: Sentence, last: int) -> int:
    """The first token of the clause that ends at a token."""
    first = last
    while first > 0 and sentence.tokens[first - 1].norm not in ENDS:
        first -= 1
    return first


def _find_told(sentence: Sentence, first: int, last: int, lists: Lists) -> int | None:
    """The first word for something told among some tokens: "reports", "le chiffre de"."""
    for at in range(first, last + 1):
        if sentence.lemmas[at] in lists.told or sentence.norms[at] in lists.told:
            return at
    return None


def _read_untrue(sentence: Sentence, at: int, end: int, frame: Frame) -> Iterator[Refusal]:
    lists = frame[0]
    tokens = sentence.tokens
    begin = at
    while begin > 0 and tokens[begin - 1].norm in lists.quite and tokens[begin - 1].norm not in lists.proves:
        begin -= 1
    before = tokens[begin - 1].norm if begin else ""
    if before in ("not", "n't", "pas") and sentence.norms[at] != "not":
        return
    if before in lists.proves and (subject := _read_subject(sentence, begin - 1, lists)):
        yield Refusal(*subject, begin - 1, end, back=subject[0] == subject[1] == -1)
        return
    yield from _read_deemed(sentence, (begin, at, end), frame)


def _read_subject(sentence: Sentence, be: int, lists: Lists) -> tuple[int, int] | None:
    """What is said to be false: from the word for the telling to before the verb; (-1, -1): only "the report"."""
    while be > 0 and sentence.norms[be - 1] in lists.proves | {"s'", "se", "have", "has", "had", "a", "ont"}:
        be -= 1
    told = _find_told(sentence, _start_of(sentence, be - 1) if be else 0, be - 1, lists)
    if told is None:
        return None
    return (-1, -1) if be - told < 3 else (told, be - 1)


def _read_deemed(sentence: Sentence, place: tuple[int, int, int], frame: Frame) -> Iterator[Refusal]:
    """ "Called the claim that ten died baseless", "a qualifié de montage une vidéo", "a claim X called a lie"."""
    begin, at, end = place
    lists, words, actors = frame
    tokens = sentence.tokens
    verb = next(
        (
            step
            for step in range(begin - 1, max(-1, begin - FAR), -1)
            # "qualifié" may be its own dictionary form
            if {sentence.lemmas[step], f"{sentence.norms[step]}r"} & lists.deems and not _is_noun(sentence, step, words)
        ),
        None,
    )
    if verb is None or any(tokens[step].norm == ";" for step in range(verb, at)):
        return
    head = _start_of_chain(sentence, verb, words)
    passive = verb > 0 and tokens[verb - 1].norm in lists.proves
    if passive:
        subject = _read_subject(sentence, verb - 1, lists)
        agent = _find_agent(sentence, verb + 1, at, words, actors)
        if subject is not None:
            yield Refusal(*subject, verb, end, agent, back=subject == (-1, -1))
        return
    speaker = find_phrase_before(sentence, head - 1, words, actors) if head else None
    if speaker is not None and speaker.first and tokens[speaker.first - 1].norm in WHICH:
        mark = speaker.first - 1
        while mark > 0 and tokens[mark].norm != ",":
            mark -= 1
        if mark:
            yield Refusal(_start_of(sentence, mark - 1), mark - 1, mark, end, speaker, back=True)
        return
    after = tokens[end + 1].norm if end + 1 < len(tokens) else ""
    if begin - verb <= NEAR and after in words.lists["determiners"]:
        yield Refusal(end + 1, _end_of(sentence, end + 1), verb, end, speaker)
    elif _find_told(sentence, verb + 1, begin - 1, lists) is not None:
        yield Refusal(verb + 1, begin - 1, verb, end, speaker)


def _is_noun(sentence: Sentence, at: int, words: Words) -> bool:
    return at > 0 and sentence.norms[at - 1] in words.lists["determiners"] | {"of"}


def _start_of_chain(sentence: Sentence, verb: int, words: Words) -> int:
    """The first token of a verb with its helpers: "a formellement démenti"."""
    begin = verb
    while begin > 0 and (
        is_auxiliary(sentence.tokens[begin - 1], words)
        or sentence.tokens[begin - 1].norm in words.lists["chain"]
        or sentence.tokens[begin - 1].norm.endswith(("ment", "ly"))
        or sentence.tokens[begin - 1].norm == "ete"
    ):
        begin -= 1
    return begin


def _find_agent(sentence: Sentence, first: int, end: int, words: Words, actors: Sequence[FoundActor]) -> Phrase | None:
    by = next((step for step in range(first, min(end, len(sentence.tokens) - 1)) if sentence.norms[step] in BY), None)
    return find_phrase_after(sentence, by + 1, words, actors) if by is not None else None


def _read_taken_back(sentence: Sentence, lists: Lists, words: Words, actors: Sequence[FoundActor]) -> Iterator[Refusal]:
    """ "Has withdrawn his statement that 25 died": who takes it back denies it; who takes a denial back does not."""
    for at in lists.takes_back.starts(sentence):
        hit = lists.takes_back.match(sentence, at)
        if hit is None:
            continue
        noun = at + hit[0]
        while noun < len(sentence.tokens) - 1 and sentence.norms[noun] in lists.own:
            noun += 1
        if noun == at + hit[0] or _find_told(sentence, noun, noun, lists) is None:
            continue
        speaker = find_phrase_before(sentence, _start_of_chain(sentence, at, words) - 1, words, actors)
        yield Refusal(noun, _end_of(sentence, noun), at, noun, speaker)


def _read_denied(sentence: Sentence, verb: int, frame: Frame) -> Iterator[Refusal]:
    """ "A toll denied by the army", "has been denied by the police", ", which the army denies", "denied the report"."""
    lists, words, actors = frame
    tokens = sentence.tokens
    after = tokens[verb + 1].norm if verb + 1 < len(tokens) else ""
    if after in BY:
        yield from _read_passive(sentence, verb, frame)
        return
    head = _start_of_chain(sentence, verb, words)
    if not (words.lists["negation"] | {"longer", "nor", "neither", "ni"}).isdisjoint(
        sentence.norms[max(0, head - 2) : verb + 2]
    ):
        return  # "L'armée ne dément pas", "no longer denies it"
    relative = _find_relative(sentence, head)
    if relative is not None:
        mark, subject = relative
        speaker = find_phrase_after(sentence, subject, words, actors, head - 1) if subject < head else None
        speaker = speaker or (find_phrase_after(sentence, verb + 1, words, actors) if verb + 1 < len(tokens) else None)
        end = max(verb, speaker.last if speaker else verb)
        yield Refusal(_start_of(sentence, mark - 1), mark - 1, mark, end, speaker, back=True)
        return
    last_word = _read_object(sentence, verb, lists)
    speaker = find_phrase_before(sentence, head - 1, words, actors) if head else None
    if last_word is not None and speaker is not None:
        first, last = _find_clause_before(sentence, speaker.first)
        yield Refusal(first, last, speaker.first, last_word, speaker, back=True)


def _read_passive(sentence: Sentence, verb: int, frame: Frame) -> Iterator[Refusal]:
    lists, words, actors = frame
    tokens = sentence.tokens
    agent = find_phrase_after(sentence, verb + 2, words, actors) if verb + 2 < len(tokens) else None
    head = verb
    while head > 0 and (tokens[head - 1].norm.endswith(("ment", "ly")) or tokens[head - 1].norm in lists.quite):
        head -= 1
    if agent is None or head == 0:
        return
    if tokens[head - 1].norm in lists.proves:
        subject = _read_subject(sentence, head - 1, lists)
        if subject is not None:
            yield Refusal(*subject, head - 1, agent.last, agent, back=subject == (-1, -1))
        return
    told = _find_told(sentence, max(0, head - 3), head - 1, lists)
    if told is None:
        return
    mark = next((step for step in range(told, max(-1, told - 4), -1) if tokens[step].norm in (",", "(", "-")), None)
    if mark:
        yield Refusal(_start_of(sentence, mark - 1), mark - 1, mark, agent.last, agent, back=True)
    elif agent.last + 1 < len(tokens):
        yield Refusal(agent.last + 1, _end_of(sentence, agent.last + 1), told, agent.last, agent)


def _find_relative(sentence: Sentence, head: int) -> tuple[int, int] | None:
    """The comma of ", which the army denies" or ", a claim that the army denies", and where its subject begins."""
    tokens = sentence.tokens
    for at in range(head - 1, max(0, head - 9), -1):
        norm = tokens[at].norm
        if norm in ENDS or norm == "":
            return None
        if norm not in WHICH:
            if norm == ",":
                return None
            continue
        mark = at - 1
        while mark > 0 and mark > at - 4 and tokens[mark].norm != ",":
            mark -= 1
        own = tokens[at - 1].norm in (",", "ce") or sentence.lemmas[at - 1] in _load_told()
        if tokens[mark].norm != "," or not own or (norm == "which" and at == head - 1):
            return None
        return mark, at + 1
    return None


@cache
def _load_told() -> frozenset[str]:
    return _load("fr").told | _load("en").told


def _read_object(sentence: Sentence, verb: int, lists: Lists) -> int | None:
    """The last token of an object that only points back: "denies this", "rejected the claim.", "dément."."""
    tokens = sentence.tokens
    at = verb + 1
    if at >= len(tokens) or tokens[at].norm in CLOSES - {","}:
        return verb
    # Not "reject this: they were no militiamen", which goes on to say what is rejected.
    if tokens[at].norm in THIS and (at + 1 >= len(tokens) or tokens[at + 1].norm in CLOSES):
        return at
    if tokens[at].norm in POINTS:
        noun = at + 1
        while noun < len(tokens) - 1 and noun < at + 3 and _find_told(sentence, noun, noun, lists) is None:
            noun += 1
        told = noun < len(tokens) and _find_told(sentence, noun, noun, lists) is not None
        if told and (noun + 1 >= len(tokens) or tokens[noun + 1].norm in CLOSES):
            return noun
    return None


def _find_clause_before(sentence: Sentence, first: int) -> tuple[int, int]:
    """The clause of the same sentence before a token: before a semicolon or "but"; (-1, -1) for the one before."""
    tokens: Sequence[Token] = sentence.tokens
    for at in range(first - 1, max(0, first - 4), -1):
        if tokens[at].norm in (";", ",", *JOINS):
            return 0, at - 1
    return -1, -1
