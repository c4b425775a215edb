"""The words that victims are found by, of lexicon/victims.toml; groups that deeds reached, and their lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.counts.groups import BE_HAVE
from tamani.extract.document import Sentence
from tamani.extract.grammar.groups import Group
from tamani.extract.lexicon import read_lexicon

# Between the members of a list of victims: "Issa Ba, 42; Awa Ba (19), and".
_LIST_MARKS = frozenset([",", ";", "(", ")", "and", "et", "&", "ans", "years", "old", "year-old", "ainsi", "que", "-"])
_QUOTES = frozenset('“”«»"')
LIST_GAP = 5  # tokens between two members of a list


class Reached(Struct, frozen=True, gc=False):
    """A group that a deed reached. sure: hurt or taken; not sure: gone against ("attacked the judge")."""

    group: Group
    rule: str
    sure: bool
    harm: str | None = None  # killed, injured, abducted


class ClauseWords(Struct, frozen=True):
    """The verbs and nouns of lexicon/victims.toml [clauses] of one language."""

    harm: frozenset[str]
    attack: frozenset[str]
    die: frozenset[str]
    at: frozenset[str]
    at_words: frozenset[str]
    take: frozenset[str]
    taken: frozenset[str]
    find: frozenset[str]
    remains: frozenset[str]
    fallen: frozenset[str]
    named: frozenset[str]
    listed: frozenset[str]
    home: frozenset[str]
    burst: frozenset[str]
    escape: frozenset[str]
    unhurt: frozenset[str]
    free: frozenset[str]
    suffered: frozenset[str]
    leave: frozenset[str]
    bodies: frozenset[str]
    safe: frozenset[str]
    living: frozenset[str]
    plural: frozenset[str]


_SAID = frozenset(
    [
        *("said", "says", "told", "added", "announced", "stated", "confirmed", "disclosed", "declared", "explained"),
        *("dit", "declare", "indique", "affirme", "annonce", "precise", "ajoute", "confirme", "explique", "confie"),
    ]
)


@cache
def load_clause_words(language: str) -> ClauseWords:
    """The words for deeds that reach people."""
    rows = {key: frozenset(words) for key, words in read_lexicon("victims")["clauses"][language].items()}
    return ClauseWords(**rows)


@cache
def load_harms(language: str) -> dict[str, str]:
    """Which toll counts whom a verb, or a word like "the injured", is said of."""
    rows = read_lexicon("victims")["harms"]
    return {word: field for field, row in rows.items() for word in row[language]}


@cache
def load_later_words(language: str) -> frozenset[str]:
    """Without one of these a sentence names no victim."""
    words = load_clause_words(language)
    nouns = read_lexicon("deed_nouns")[language]
    verbs = words.harm | words.die | words.free | words.taken
    return verbs | words.fallen | words.plural | {noun for noun, verb in nouns.items() if verb in verbs}


def list_members(
    sentence: Sentence, objects: Sequence[Group], groups: Sequence[Group], rule: str, sure: bool
) -> Iterator[Reached]:
    """The objects of a clause, and what stands behind the last one in the same list."""
    for group in objects:
        yield Reached(group, rule, sure)
    if not objects:
        return
    before = next((group for group in groups if group.last == objects[0].first - 3), None)
    lead = sentence.norms[max(0, objects[0].first - 2) : objects[0].first]
    if before is not None and before.count and lead in (("et", "de"), ("et", "d'"), ("and", "of")):
        yield Reached(before, rule, sure)  # "fait état de 49 civils et de 15 militaires tués"
    last = objects[-1]
    for group in groups:
        if group.first <= last.last:
            continue
        between = sentence.tokens[last.last + 1 : group.first]
        marks = all(token.norm in _LIST_MARKS or token.is_number for token in between)
        if not (between and marks and len(between) <= LIST_GAP and group.name) or _speaks(sentence, group):
            break
        after = sentence.norms[group.last + 1 : group.last + 2]
        if between[-1].text == ";" and after and after[0] in BE_HAVE:
            break  # "Blast kills 12; Rebels Are Blamed"
        yield Reached(group, rule, sure)
        last = group


def closes_quote(sentence: Sentence, first: int, end: int) -> bool:
    """Does somebody's speech end between two tokens?"""
    marks = [token.text for token in sentence.tokens[:end] if token.text in _QUOTES]
    closed = [token.text for token in sentence.tokens[first:end] if token.text in _QUOTES]
    return any(mark in "”»" for mark in closed) or (bool(closed) and closed[0] == '"' and marks.count('"') % 2 == 0)


def _speaks(sentence: Sentence, group: Group) -> bool:
    """ "Killing six herders, police spokesman Ali Ba said": who tells it is none of them."""
    after = sentence.norms[group.last + 1 : group.last + 3]
    return bool(after) and (after[0] in _SAID or (after[0] == "a" and after[-1] in _SAID))
