"""Reactions and promises in prose: which body does what about the attack the report is about.

One reaction a body and sentence, by its first verb. Left out: what is told of another time ("last year", a year of
its own, the pluperfect), what people in the street say, and what an army says of its own operation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from tamani.extract.document import Sentence, remembered
from tamani.extract.lexicon import read_lexicon
from tamani.extract.parties.actors import find_actors
from tamani.extract.parties.perpetrators import Scene
from tamani.extract.remarks.bodies import (
    ARTICLES,
    Named,
    cut_last,
    holds_actor,
    is_body,
    is_soft,
    list_before,
    name_body,
    read_body,
)
from tamani.extract.remarks.promises import Clause, Statement, end_clause, is_promise, make_promise, read_list
from tamani.extract.remarks.received import find_received, has_noun
from tamani.extract.remarks.wording import Index, find_names, index_phrases
from tamani.extract.saying.attribution import find_speaker
from tamani.extract.saying.speech import MARKS, Phrase, find_phrase_before, is_auxiliary, read_words
from tamani.records import ReactionValue

_DECREED = frozenset(
    [
        "annonce",
        "annonces",
        "decrete",
        "decretes",
        "proclame",
        "observe",
        "declared",
        "announced",
        "proclaimed",
        "decreed",
    ]
)
_SECOND = frozenset(["calls_for", "offers_aid"])  # what stands as a reaction of its own beside another
AVENGED = frozenset(("revenge", "vengeance", "retaliation", "reprisal", "reprisals", "represailles", "riposte"))
OUR = frozenset(("our", "nos"))
WE = frozenset(("we", "nous", "i", "je"))
_MOURNING = frozenset(["deuil", "mourning"])


@cache
def _verbs(language: str) -> Index:
    """Promises first: "promised to strengthen" is no support."""
    table = read_lexicon("statements")
    return index_phrases(
        [
            ("promise", table["promises"][language]),
            *table["reactions"][language].items(),
            ("promise", table["pledges"][language]),
        ]
    )


@cache
def _past() -> Index:
    return index_phrases([("past", read_lexicon("statements")["objects"]["past"])])


def find_reactions(sentence: Sentence, scene: Scene, recent: str | None = None) -> Iterator[Statement]:
    """The reactions and promises of a sentence; recent is the body of the statement before, for "it"."""
    words = read_words(scene.language)
    norms = sentence.norms
    hits = _find_verbs(sentence, scene.language)
    if not (hits or has_noun(sentence)) or is_elsewhen(sentence, norms, scene):
        return
    named = (words, find_actors(sentence, scene.registry, scene.language), scene)
    frame = (named, recent)
    yield from find_received(sentence, hits, named)
    subject: Clause | None = None
    done: list[str] = []
    for at, stance in hits:
        mourning = norms[at] in _MOURNING
        clause = None if mourning else _read_subject(sentence, at, frame, subject)
        if clause is None and stance == "other" and not done:
            clause = _read_decree(sentence, norms, scene)
        if clause is None:
            continue
        subject = clause
        last = _end_before_next(norms, at, end_clause(sentence.tokens, at), hits)
        if stance == "promise":
            if not clause.soft and is_promise(sentence, norms, at, last):
                yield make_promise(sentence, clause, last)
        elif _is_news(stance, done) and _is_apt(norms, clause, stance, (at, last)):
            done.append(stance)
            what = sentence.words(clause.at, last)
            first = min(clause.first, clause.at)
            for who in (*list_before(sentence, clause.first, named), clause.who):
                yield Statement("reaction", ReactionValue(who, stance, what), sentence, first, last)


def _end_before_next(norms: Sequence[str], at: int, last: int, hits: Sequence[tuple[int, str]]) -> int:
    """The last token of what a body did, where a second deed follows: "condemned the ambush | and urged restraint"."""
    for later, stance in hits:
        if at + 2 < later <= last and norms[later - 1] in ("and", "et") and stance in _SECOND | {"promise"}:
            return later - 2
    return last


def _is_news(stance: str, done: Sequence[str]) -> bool:
    """One reaction a sentence, and a call or an offer beside it: "condemned the attack and urged restraint"."""
    return not done or (stance in _SECOND and stance not in done)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(read_list("nominal", "endings")))


@remembered
def _find_verbs(sentence: Sentence, language: str | None) -> tuple[tuple[int, str], ...]:
    """The verbs of reaction and promise, each with its stance."""
    norms, words, found = sentence.norms, read_words(language), list[tuple[int, str]]()
    for at, stance in find_names(_verbs(words.language), norms):
        helped = at > 0 and is_auxiliary(sentence.tokens[at - 1], words)  # "a lancé un appel"
        if helped or not norms[at].endswith(_endings()):
            found.append((at, stance))
    return tuple(found)


def is_elsewhen(sentence: Sentence, norms: Sequence[str], scene: Scene) -> bool:
    """Does the sentence speak of another time than the news?"""
    year = str(scene.published.year) if scene.published else ""
    if any(norm.isdigit() and len(norm) == 4 and norm[:2] in ("19", "20") and norm != year for norm in norms):
        return True
    if set(norms) & {"avait", "avaient", "had"}:
        return True
    return any(True for _ in find_names(_past(), norms))


Frame = tuple[Named, str | None]


def _read_subject(sentence: Sentence, at: int, frame: Frame, subject: Clause | None) -> Clause | None:
    """The body that does it; a second verb after "and" has the subject of the first."""
    named, recent = frame
    words, _, scene = named
    tokens = sentence.tokens
    begin = at
    while begin > 0 and (
        is_auxiliary(tokens[begin - 1], words)
        or tokens[begin - 1].norm in words.lists["chain"]
        or tokens[begin - 1].norm in read_list("helpers", "words")
    ):
        if tokens[begin - 1].norm in words.lists["not_chain"] and tokens[begin - 1].norm in words.lists["pronouns"]:
            break
        begin -= 1
    if begin > 1 and tokens[begin - 1].norm in ("«", '"', "“"):
        begin -= 1  # "La Cédéao « condamne fermement » l'attaque"
    left = tokens[begin - 1].norm if begin else ""
    if left in WE or tokens[at].norm in OUR:
        return _read_quoted(sentence, begin, at, named)
    if left in read_list("helpers", "modals"):
        return None
    if left in words.lists["negation"] or left in words.lists["before_noun"] - {"et", "and"}:
        return None
    if left in ("et", "and"):
        if subject is not None:
            return Clause(subject.who, subject.first, at, subject.soft)
        return _read_speaker(sentence, at, scene)
    if left in words.lists["pronouns"]:
        who = recent or _recall(sentence, scene)
        return Clause(who, begin - 1, at) if who and is_body(who, scene, words) else None
    return _read_body(sentence, begin, at, named)


def _read_quoted(sentence: Sentence, begin: int, at: int, named: Named) -> Clause | None:
    """ "We condemn this attack", "our thoughts are with them", the spokesman said: whoever is quoted."""
    words, _, scene = named
    speech = find_speaker(scene.attributions[sentence.index], at, at)
    who = speech.said_by if speech is not None else None
    return Clause(who, max(0, begin - 1), at) if who and is_body(who, scene, words) else None


def _read_body(sentence: Sentence, begin: int, at: int, named: Named) -> Clause | None:
    """The body that a verb at `at`, with its helpers from `begin` on, has as subject."""
    tokens = sentence.tokens
    phrase = find_phrase_before(sentence, begin - 1, named[0], named[1]) if begin else None
    if phrase is None:
        return None
    if phrase.last + 2 < begin and tokens[phrase.last + 1].norm in ("et", "and"):
        # "La Cédéao et la France ont condamné"
        second = Phrase(phrase.last + 2, begin - 1)
        phrase = second if holds_actor(sentence, second, named) else phrase
    phrase = cut_last(sentence, phrase, named)
    soft = is_soft(tokens, phrase)
    name = name_body(sentence, phrase, named) if soft else read_body(sentence, phrase, named)
    return Clause(name, phrase.first, at, soft) if name is not None else None


def _read_speaker(sentence: Sentence, at: int, scene: Scene) -> Clause | None:
    """ "The union has put the dead at 100 and demanded that ...": who speaks in the clause before."""
    words = read_words(scene.language)
    for one in reversed(scene.attributions[sentence.index] if sentence.index < len(scene.attributions) else ()):
        if one.said_by and 0 <= one.end < at and at - one.end < 20 and is_body(one.said_by, scene, words):
            phrase = Phrase(one.start, one.end)
            first = phrase.first + (sentence.norms[phrase.first] in ARTICLES and phrase.first < phrase.last)
            return Clause(sentence.words(first, phrase.last), phrase.first, at)
    return None


def _recall(sentence: Sentence, scene: Scene) -> str | None:
    """Who "it" is: the last speaker of this or an earlier sentence."""
    for index in range(sentence.index, max(-1, sentence.index - 4), -1):
        for one in reversed(scene.attributions[index] if index < len(scene.attributions) else ()):
            if one.said_by is not None and not one.carried:
                return one.said_by
    return None


def _read_decree(sentence: Sentence, norms: Sequence[str], scene: Scene) -> Clause | None:
    """ "Un deuil de trois jours a été décrété": who decreed it is the state, or whoever spoke last for it."""
    if _MOURNING.isdisjoint(norms) or _DECREED.isdisjoint(norms):
        return None
    at = next(at for at, norm in enumerate(norms) if norm in _MOURNING)
    if _DECREED.isdisjoint(norms[max(0, at - 8) : at + 10]):
        return None
    words = read_words(scene.language)
    first = at
    while first > 0 and norms[first - 1] not in MARKS and at - first < 6:
        first -= 1
    who = _recall(sentence, scene)
    if who is None or not is_body(who, scene, words):
        who = "autorités" if words.language == "fr" else "government"
    return Clause(who, first, first)


def _is_apt(norms: Sequence[str], clause: Clause, stance: str, place: tuple[int, int]) -> bool:
    """Does the stance fit its object: an attack is condemned, the wounded are visited."""
    at, last = place
    after = set(norms[at + 1 : last + 1])
    if clause.soft:
        return stance in ("other", "condemns")
    if stance == "condemns":
        if norms[at].startswith(("describ", "call", "qualifi")) and not AVENGED.isdisjoint(after):
            return False  # "described the ambush as an act of revenge"
        if norms[at].startswith("deplor"):
            # "Le gouvernement déplore douze morts dans l'attaque" counts them.
            return bool(set(norms[at + 1 : at + 5]) & read_list("objects", "words"))
        # "a condamné « avec fermeté » l'attaque"
        quoted = bool({"«", '"', "“"}.intersection(norms[max(0, at - 1) : at + 5]))
        return bool((set(norms[at:]) if quoted else after) & read_list("objects", "words"))
    if stance == "supports" and after & (read_list("objects", "support") | read_list("objects", "welcomed")):
        return True
    if stance == "supports":
        return not read_list("objects", "wounded").isdisjoint(norms)
    if stance == "calls_for" and norms[at].startswith("demand") and at + 1 < len(norms):
        # "demandent une enquête", not "ont demandé aux habitants de partir".
        return norms[at + 1] not in ("a", "aux", "au", "si")
    if stance == "other" and norms[at] in read_list("helpers", "measures"):
        return True
    if stance == "other":
        return bool(not _MOURNING.isdisjoint(norms) and not _DECREED.isdisjoint(norms))
    return True
