"""Which body a noun phrase names, and the bodies of a list: "the African Union, ECOWAS and France".

A body is an institution, a state, a party, a church or whoever holds an office; residents and witnesses are none.
"""

from __future__ import annotations

from collections.abc import Sequence

from tamani.extract.document import Sentence
from tamani.extract.parties.actors import FoundActor, identify_name
from tamani.extract.parties.perpetrators import Scene
from tamani.extract.remarks.promises import read_list
from tamani.extract.saying.speakers import name_office
from tamani.extract.saying.speech import MARKS, Phrase, Words, find_capital, find_phrase_after
from tamani.words import Token, fold

ARTICLES = ("the", "le", "la", "les", "l'", "quatre", "des", "some", "certaines", "certains", "several", "plusieurs")
AND = frozenset(("and", "et"))
OF = frozenset(("de", "du", "des", "d'", "of", "from", "by", "par"))
LONG = 9  # tokens of one name in a list
MOST = 8  # bodies of one list

Named = tuple[Words, Sequence[FoundActor], Scene]


def name_body(sentence: Sentence, phrase: Phrase, named: Named) -> str | None:
    """The name without its article and without a person's: "The African Union" is African Union."""
    _, actors, scene = named
    first = phrase.first
    if first < phrase.last and sentence.tokens[first].norm in ARTICLES:
        first += 1
    return name_office(sentence, Phrase(first, phrase.last), actors, scene.registry)


def _is_acronym(who: str) -> bool:
    """Is it three capitals or more and nothing else, as the names of unions and parties are: SNEN, CNDD?"""
    name = who.removeprefix("The ").removeprefix("the ").removeprefix("Le ").removeprefix("le ").removeprefix("la ")
    return 3 <= len(name) <= 8 and name.isalpha() and name.isupper()


def is_body(who: str, scene: Scene, words: Words) -> bool:
    """Is somebody named so a body?"""
    tokens = [word.strip(".,").lower() for word in who.replace("'", " ").replace("’", " ").split()]
    bare = fold(who.removeprefix("The ").removeprefix("the ").removeprefix("Le ").removeprefix("La "))
    known = bare in scene.registry.countries or bare in words.capitals or identify_name(who, scene.registry) is not None
    return known or _is_acronym(who) or bool({fold(token) for token in tokens} & read_list("bodies", "words"))


def is_body_phrase(tokens: Sequence[Token], phrase: Phrase, actors: Sequence[FoundActor]) -> bool:
    """Does a noun phrase name a body?"""
    norms = {token.norm for token in tokens[phrase.first : phrase.last + 1]}
    if norms & read_list("bodies", "never"):
        return False
    types = read_list("bodies", "types")
    inside = [actor for actor in actors if phrase.first <= actor.first <= phrase.last]
    acronym = not inside and _is_acronym(tokens[phrase.last].text) and phrase.last - phrase.first < 2
    return acronym or any(one.type in types for one in inside) or bool(norms & read_list("bodies", "words"))


def is_soft(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Is it people, and no body: residents, families?"""
    return any(token.norm in read_list("bodies", "soft") for token in tokens[phrase.first : phrase.last + 1])


def read_body(sentence: Sentence, phrase: Phrase, named: Named) -> str | None:
    """The name of the body that a phrase names, if it does."""
    name = name_body(sentence, phrase, named)
    if name is None:
        return None
    country = fold(name) in named[2].registry.countries or find_capital(sentence, phrase, named[0]) is not None
    return name if country or is_body_phrase(sentence.tokens, phrase, named[1]) else None


def cut_last(sentence: Sentence, phrase: Phrase, named: Named) -> Phrase:
    """The last body of a phrase that joins two: "ECOWAS and France" is cut to France; a name is never cut."""
    for at in range(phrase.last - 1, phrase.first, -1):
        inside = any(actor.first < at < actor.last for actor in named[1])
        if sentence.norms[at] in AND and not inside:
            before, after = Phrase(phrase.first, at - 1), Phrase(at + 1, phrase.last)
            # "Four ministers and the chief of staff went": one delegation.
            if holds_actor(sentence, before, named) and holds_actor(sentence, after, named):
                return after
    return phrase


def holds_actor(sentence: Sentence, phrase: Phrase, named: Named) -> bool:
    """Does a phrase hold the name of an institution or a state?"""
    if find_capital(sentence, phrase, named[0]) is not None:
        return True
    types = read_list("bodies", "types")
    if any(one.type in types and phrase.first <= one.first and one.last <= phrase.last for one in named[1]):
        return True
    bare = fold(sentence.words(phrase.last, phrase.last))
    return bare in named[2].registry.countries


def list_before(sentence: Sentence, first: int, named: Named) -> list[str]:
    """The bodies listed before the last: "Les États-Unis, la France et | l'Union européenne"."""
    found: list[str] = []
    at = first - 1
    # "In a statement, the government": only "and" makes a list.
    while at > 0 and sentence.norms[at] in ((",", *AND) if found else AND) and len(found) < MOST:
        if sentence.norms[at - 1] == ",":
            at -= 1
        start = at
        while start > 0 and sentence.norms[start - 1] not in MARKS | AND and at - start < LONG:
            start -= 1
        led = start < at and sentence.norms[start] in named[0].lists["post"] - {"des"}
        name = read_body(sentence, Phrase(start, at - 1), named) if start < at and not led else None
        if name is None:
            break
        found.insert(0, name)
        at = start - 1
    return found


def list_after(sentence: Sentence, start: int, named: Named) -> list[tuple[str, Phrase]]:
    """The bodies named from a token on: "par l'Union européenne, le Ghana et le Togo"."""
    found: list[tuple[str, Phrase]] = []
    at, tokens = start, sentence.tokens
    while at < len(tokens) and len(found) < MOST:
        end = at
        while end + 1 < len(tokens) and tokens[end + 1].norm not in MARKS | AND and end - at < LONG:
            end += 1
        if any(actor.first <= end < actor.last for actor in named[1]):
            end = max(actor.last for actor in named[1] if actor.first <= end < actor.last)
        phrase = find_phrase_after(sentence, at, named[0], named[1], end)
        name = read_body(sentence, phrase, named) if phrase is not None else None
        if phrase is None or name is None:
            break
        found.append((name, phrase))
        at = phrase.last + 1
        if at + 1 >= len(tokens) or tokens[at].norm not in (",", *AND):
            break
        at += 1 + (tokens[at].norm == "," and tokens[at + 1].norm in AND)
        at += at + 1 < len(tokens) and tokens[at].norm in OF - {"des", "du"}
    return found
