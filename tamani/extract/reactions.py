"""Reactions and promises in prose: which body does what about the attack the report is about.

One reaction a body and sentence, by its first verb. Left out: what is told of another time ("last year", a year of
its own, the pluperfect), what people in the street say, and what an army says of its own operation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.actors import FoundActor, find_actors, read_lexicon
from tamani.extract.document import Sentence
from tamani.extract.perpetrators import Scene
from tamani.extract.speech import MARKS, Phrase, Words, find_phrase_before, is_auxiliary, read_words
from tamani.extract.wording import KEY, Index, index_phrases, name_at
from tamani.records import CommitmentValue, ReactionValue
from tamani.words import Token, fold

_DECREED = frozenset(["decrete", "decretes", "proclame", "observe", "declared", "announced", "proclaimed", "decreed"])
_MOURNING = frozenset(["deuil", "mourning"])


class Statement(Struct, frozen=True):
    """A statement in prose: tokens first to last of a sentence."""

    field: str
    value: ReactionValue | CommitmentValue
    sentence: Sentence
    first: int
    last: int


class Clause(Struct, frozen=True):
    """A verb with the body that is its subject."""

    who: str
    first: int  # of the subject, or of the verb where the subject is a pronoun
    at: int  # of the verb phrase
    soft: bool = False  # people, not a body


@cache
def _verbs(language: str) -> Index:
    """Promises first: "promised to strengthen" is no support."""
    table = read_lexicon("statements")
    return index_phrases([("promise", table["promises"][language]), *table["reactions"][language].items()])


@cache
def _past() -> Index:
    return index_phrases([("past", read_lexicon("statements")["objects"]["past"])])


@cache
def _list(*path: str) -> frozenset[str]:
    table = read_lexicon("statements")
    for key in path:
        table = table[key]
    return frozenset(table)


def find_reactions(sentence: Sentence, scene: Scene, recent: str | None = None) -> Iterator[Statement]:
    """The reactions and promises of a sentence; recent is the body of the statement before, for "it"."""
    words = read_words(scene.language)
    norms = [token.norm for token in sentence.tokens]
    hits = list(_find_verbs(norms, words.language))
    if not hits or is_elsewhen(sentence, norms, scene):
        return
    actors = find_actors(sentence, scene.registry, scene.language)
    subject: Clause | None = None
    reacted = False
    for at, stance in hits:
        mourning = norms[at] in _MOURNING
        clause = None if mourning else _read_subject(sentence, at, (words, actors, scene, recent), subject)
        if clause is None and stance == "other" and not reacted:
            clause = _read_decree(sentence, norms, scene)
        if clause is None:
            continue
        subject = clause
        last = end_clause(sentence.tokens, at)
        if stance == "promise":
            yield _promise(sentence, clause, last)
        elif not reacted and _is_apt(norms, clause, stance, (at, last)):
            reacted = True
            what = sentence.words(clause.at, last)
            yield Statement(
                "reaction", ReactionValue(clause.who, stance, what), sentence, min(clause.first, clause.at), last
            )


def _find_verbs(norms: Sequence[str], language: str) -> Iterator[tuple[int, str]]:
    index = _verbs(language)
    for at, norm in enumerate(norms):
        stance = name_at(index, norms, at) if norm[:KEY] in index else None
        if stance is not None and not norm.endswith(tuple(sorted(_list("nominal", "endings")))):
            yield at, stance


def is_elsewhen(sentence: Sentence, norms: Sequence[str], scene: Scene) -> bool:
    """Does the sentence speak of another time than the news?"""
    year = str(scene.published.year) if scene.published else ""
    if any(norm.isdigit() and len(norm) == 4 and norm[:2] in ("19", "20") and norm != year for norm in norms):
        return True
    if set(norms) & {"avait", "avaient", "had"}:
        return True
    return any(name_at(_past(), norms, at) for at in range(len(norms)))


Frame = tuple[Words, Sequence[FoundActor], Scene, str | None]


def _read_subject(sentence: Sentence, at: int, frame: Frame, subject: Clause | None) -> Clause | None:
    """The body that does it; a second verb after "and" has the subject of the first."""
    words, actors, scene, recent = frame
    tokens = sentence.tokens
    begin = at
    while begin > 0 and (
        is_auxiliary(tokens[begin - 1], words)
        or tokens[begin - 1].norm in words.lists["chain"]
        or tokens[begin - 1].norm in _list("helpers", "words")
    ):
        if tokens[begin - 1].norm in words.lists["not_chain"] and tokens[begin - 1].norm in words.lists["pronouns"]:
            break
        begin -= 1
    left = tokens[begin - 1].norm if begin else ""
    if left in words.lists["negation"] or left in words.lists["before_noun"] - {"et", "and"}:
        return None
    if left in ("et", "and"):
        return Clause(subject.who, subject.first, at, subject.soft) if subject is not None else None
    if left in words.lists["pronouns"]:
        who = recent or _recall(sentence, scene)
        return Clause(who, begin - 1, at) if who and _is_body(who) else None
    phrase = find_phrase_before(sentence, begin - 1, words, actors) if begin else None
    if phrase is None:
        return None
    soft = _is_soft(tokens, phrase)
    name = _name(sentence, phrase, words)
    country = fold(name) in scene.registry.countries
    if not soft and not country and not _is_body_phrase(tokens, phrase, actors):
        return None
    return Clause(name, phrase.first, at, soft)


def _name(sentence: Sentence, phrase: Phrase, words: Words) -> str:
    """The name without its article: "The African Union" is African Union."""
    first = phrase.first
    articles = (
        "the",
        "le",
        "la",
        "les",
        "l'",
        "quatre",
        "des",
        "some",
        "certaines",
        "certains",
        "several",
        "plusieurs",
    )
    if first < phrase.last and sentence.tokens[first].norm in articles:
        first += 1
    return sentence.words(first, phrase.last)


def _recall(sentence: Sentence, scene: Scene) -> str | None:
    """Who "it" is: the last speaker of this or an earlier sentence."""
    for index in range(sentence.index, max(-1, sentence.index - 4), -1):
        for one in reversed(scene.attributions[index] if index < len(scene.attributions) else ()):
            if one.said_by is not None and not one.carried:
                return one.said_by
    return None


def _is_body(who: str) -> bool:
    tokens = [word.strip(".,").lower() for word in who.replace("'", " ").replace("’", " ").split()]
    return bool(set(tokens) & _list("bodies", "words"))


def _is_body_phrase(tokens: Sequence[Token], phrase: Phrase, actors: Sequence[FoundActor]) -> bool:
    norms = {token.norm for token in tokens[phrase.first : phrase.last + 1]}
    if norms & _list("bodies", "never"):
        return False
    types = _list("bodies", "types")
    named = any(actor.type in types and phrase.first <= actor.first <= phrase.last for actor in actors)
    return named or bool(norms & _list("bodies", "words"))


def _is_soft(tokens: Sequence[Token], phrase: Phrase) -> bool:
    return any(token.norm in _list("bodies", "soft") for token in tokens[phrase.first : phrase.last + 1])


def _read_decree(sentence: Sentence, norms: Sequence[str], scene: Scene) -> Clause | None:
    """ "Un deuil de trois jours a été décrété": who decreed it is the state, or whoever spoke last for it."""
    if not set(norms) & _MOURNING or not set(norms) & _DECREED:
        return None
    at = next(at for at, norm in enumerate(norms) if norm in _MOURNING)
    first = at
    while first > 0 and norms[first - 1] not in MARKS and at - first < 6:
        first -= 1
    who = _recall(sentence, scene)
    words = read_words(scene.language)
    if who is None or not _is_body(who):
        who = "autorités" if words.language == "fr" else "government"
    return Clause(who, first, first)


def _is_apt(norms: Sequence[str], clause: Clause, stance: str, place: tuple[int, int]) -> bool:
    """Does the stance fit its object: an attack is condemned, the wounded are visited."""
    at, last = place
    after = set(norms[at + 1 : last + 1])
    if clause.soft:
        return stance in ("other", "condemns")
    if stance == "condemns":
        return bool(after & _list("objects", "words"))
    if stance == "supports":
        return bool(set(norms) & _list("objects", "wounded"))
    if stance == "calls_for" and norms[at].startswith("demand") and at + 1 < len(norms):
        # "demandent une enquête", not "ont demandé aux habitants de partir".
        return norms[at + 1] not in ("a", "aux", "au", "si")
    if stance == "other" and norms[at] in _list("helpers", "measures"):
        return True
    if stance == "other":
        return bool(set(norms) & _MOURNING and set(norms) & _DECREED)
    return True


def end_clause(tokens: Sequence[Token], at: int) -> int:
    """The last token of the clause that begins at a verb: before a mark, or a comma with a new clause."""
    end = at
    while end + 1 < len(tokens):
        norm = tokens[end + 1].norm
        if norm in (".", ";", "!", "?", "»", ":", "("):
            break
        if norm == "," and end + 2 < len(tokens):
            after = tokens[end + 2].norm
            if after in _list("clause", "opens"):
                break
        end += 1
    return end


def _promise(sentence: Sentence, clause: Clause, last: int) -> Statement:
    tokens = sentence.tokens
    first = clause.at + 1
    while first < last and tokens[first].norm in ("to", "de", "d'", "que", "qu'", "that", "a"):
        first += 1
    what = sentence.words(first, last)
    return Statement(
        "commitment", CommitmentValue(clause.who, what, _find_due(sentence, first, last)), sentence,
        min(clause.first, clause.at), last,
    )  # fmt: skip


def _find_due(sentence: Sentence, first: int, last: int) -> str | None:
    """By when: "within 48 hours", "d'ici la fin de l'année"."""
    tokens = sentence.tokens
    units = _list("clause", "units")
    for at in range(first, last + 1):
        norm = tokens[at].norm
        opens = norm in ("within", "before", "avant") or (
            norm == "by" and tokens[min(at + 1, last)].norm in ("the", "next")
        )
        opens = opens or (norm == "d'" and tokens[min(at + 1, last)].norm == "ici")
        opens = opens or (norm == "dans" and tokens[min(at + 1, last)].norm in ("les", "un", "deux", "trois"))
        if not opens:
            continue
        end = next((step for step in range(at + 1, min(at + 8, last + 1)) if tokens[step].norm in units), None)
        if end is not None:
            return sentence.words(at, end)
    return None
