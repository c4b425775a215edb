"""Groups that no list knows: by the form of their names, or because they are said to call themselves so.

"The Brigade of the Seven Wells", "ZARA LIBERATION ARMY", "a gang known as the River Boys", "un groupe se faisant
appeler Les Cavaliers". A name found here has no id: nobody can say yet who that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.grammar.names import find_names, is_shouted, load_names
from tamani.extract.lexicon import Phrases, make_phrases, read_lexicon
from tamani.extract.parties.actors import FoundActor
from tamani.extract.saying.speech import find_words
from tamani.words import fold

LONGEST = 7  # tokens of a name
QUOTES = frozenset('"“”«»')
LINKS = frozenset(("of", "the", "for", "de", "du", "des", "la", "le", "les", "d'", "l'", "pour", "'s"))


class Callings(Struct, frozen=True):
    """Lists of lexicon/doers.toml, [calling], for a language."""

    phrases: Phrases[bool]  # "calling itself"; True: needs a group before it
    groups: frozenset[str]
    ends: frozenset[str]
    heads: frozenset[str]  # the last word of a name in quotation marks
    people: frozenset[str]  # and what none begins with: "members of the armed forces"


@cache
def read_callings(language: str) -> Callings:
    """The words with which a group is given its name."""
    table = read_lexicon("doers")["fr" if language == "fr" else "en"]["calling"]
    pairs = [(fold(one), False) for one in table["self"]] + [(fold(one), True) for one in table["named"]]
    heads = load_names().armed | frozenset(map(fold, table["quoted"]))
    groups, ends, people = (frozenset(map(fold, table[key])) for key in ("groups", "ends", "people"))
    return Callings(make_phrases(pairs), groups, ends, heads, people)


def find_new_groups(sentence: Sentence, actors: Sequence[FoundActor], language: str) -> Iterator[FoundActor]:
    """The groups of a sentence that are named, but in no list."""
    called = tuple(_find_called(sentence, language))
    if not called and read_callings(language).heads.isdisjoint(sentence.present):
        return
    taken = {at for one in actors if one.id and not one.source for at in range(one.first, one.last + 1)}
    for first, last in called:
        if taken.isdisjoint(range(first, last + 1)):
            taken.update(range(first, last + 1))
            yield FoundActor(first, last, None, None)
    heads, people = read_callings(language).heads, read_callings(language).people
    if heads.isdisjoint(sentence.present):
        return
    for at in find_words(sentence, QUOTES):
        quoted = _read_quoted(sentence, at)
        if quoted is None or sentence.norms[quoted[0]] in people:
            continue
        if sentence.norms[quoted[1]] in heads and taken.isdisjoint(range(*quoted)):
            taken.update(range(quoted[0], quoted[1] + 1))
            yield FoundActor(*quoted, None, None)
    for name in find_names(sentence, language):
        if name.kind == "group" and taken.isdisjoint(range(name.first, name.last + 1)):
            yield FoundActor(name.first, name.last, None, None)


def _find_called(sentence: Sentence, language: str) -> Iterator[tuple[int, int]]:
    callings = read_callings(language)
    for at in callings.phrases.starts(sentence):
        match = callings.phrases.match(sentence, at)
        if match is None:
            continue
        size, needs_group = match
        before = sentence.norms[max(0, at - 3) : at]
        if needs_group and callings.groups.isdisjoint(before):
            continue
        name = _read_name(sentence, at + size, callings)
        if name is not None:
            yield name


def _read_quoted(sentence: Sentence, at: int) -> tuple[int, int] | None:
    """ "the '12 June Patriotic Command'"."""
    tokens = sentence.tokens
    end = next((step for step in range(at + 1, min(at + 9, len(tokens))) if tokens[step].text in QUOTES), None)
    if end is None or end <= at + 1 or not (tokens[at + 1].is_capital or tokens[at + 1].is_number):
        return None
    return at + 1, end - 1


def find_start(norms: Sequence[str], first: int, language: str) -> int:
    """Where the phrase of such a name begins: at "gang" in "the gang known as the River Boys"."""
    groups = read_callings(language).groups
    return next((step for step in range(first - 1, max(-1, first - 6), -1) if norms[step] in groups), first)


def _read_name(sentence: Sentence, at: int, callings: Callings) -> tuple[int, int] | None:
    tokens = sentence.tokens
    while at < len(tokens):
        if tokens[at].text in QUOTES:
            return _read_quoted(sentence, at)
        if tokens[at].norm not in LINKS or tokens[at].is_capital:
            break
        at += 1
    shouted = is_shouted(sentence)
    last: int | None = None
    for step in range(at, min(at + LONGEST, len(tokens))):
        token = tokens[step]
        if token.norm in LINKS and not (token.is_capital and step == at):
            continue
        if not token.is_capital or (shouted and token.norm in callings.ends):
            break
        last = step
    while shouted and at < len(tokens) and tokens[at].norm in ("the", "le", "la", "les"):
        at += 1
    return (at, last) if last is not None and last >= at else None
