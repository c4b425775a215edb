"""Noun phrases of those who may have done it: people by what they are called, with the organisation they are of.

"FMLN urban guerrillas", "members of the Shining Path", "quatre hommes armés en treillis", "the Salvadoran army". A Doer
is the whole phrase; `people` are the words for the persons, `bodies` the organisations named in it. Whether they did
anything is for deeds.py to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TypeAlias

from msgspec import Struct, structs

from tamani.extract.document import Sentence
from tamani.extract.lexicon import Phrases, make_phrases, read_lexicon
from tamani.extract.parties.actors import ARMED, FoundActor
from tamani.extract.parties.new_groups import find_new_groups, find_start
from tamani.words import fold, tokenize

SAYING = (("people", "militia"), ("people", "criminal"))  # heads that say something without a word more: "smugglers"
OF_REACH = 4  # tokens from "members" to the name in "members of the leftist FMLN"
BRACKETS = frozenset(("(", ")", "[", "]", '"', "“", "”", "«", "»", "'", "'s", "-", "--"))


class Doer(Struct, frozen=True, gc=False):
    """Tokens start to end, both included, with article, number and organisation."""

    start: int
    end: int
    people: FoundActor | None
    bodies: tuple[FoundActor, ...] = ()
    kind: str = "armed"  # armed, people, state
    definite: bool = False
    hedged: bool = False
    bare: bool = False  # "men", without a word more
    head: int = -1  # the token of the head noun of the people
    meant: tuple[Sentence, FoundActor] | None = None  # the organisation that was said with them before

    @property
    def fills(self) -> tuple[FoundActor, ...]:
        """All whom the phrase names or describes, organisations first."""
        return (*self.bodies, self.people) if self.people is not None else self.bodies


class Words(Struct, frozen=True):
    """Lists of lexicon/doers.toml for a language."""

    heads: Phrases[tuple[str, str]]  # (kind, type)
    bodies: Phrases[str]
    lists: dict[str, frozenset[str]]
    forms: frozenset[tuple[str, ...]]  # the heads, word by word: "suspected" is no "suspect"


@cache
def read_doer_words(language: str) -> Words:
    """The heads and modifiers of a language."""
    table = read_lexicon("doers")["fr" if language == "fr" else "en"]
    heads = [
        (fold(word), (kind, nature))
        for kind in ("armed", "people", "state")
        for nature, words in table[kind].items()
        for word in words
    ]
    heads += _combine_bands(table["band"], language)
    known = {word for word, _ in heads}
    for row in read_lexicon("actors")["description"]:
        heads += [(word, ("armed", row["type"])) for word in map(fold, row["words"]) if word not in known]
    bodies = [(fold(word), nature) for nature, words in table["bodies"].items() for word in words]
    lists = {key: frozenset(map(fold, value)) for key, value in table["words"].items()}
    forms = frozenset(tuple(token.norm for token in tokenize(word)) for word, _ in heads)
    return Words(make_phrases(heads), make_phrases(bodies), lists, forms)


def _combine_bands(table: dict[str, list[str]], language: str) -> list[tuple[str, tuple[str, str]]]:
    """ "Rightist squads", "cellules extrémistes": a word for a band with one for what it fights for."""
    found: list[tuple[str, tuple[str, str]]] = []
    for noun in map(fold, table["nouns"]):
        for nature, adjectives in table.items():
            for adjective in map(fold, adjectives if nature != "nouns" else ()):
                phrase = f"{noun} {adjective}" if language == "fr" else f"{adjective} {noun}"
                found.append((phrase, ("armed", nature)))
    return found


def find_doers(sentence: Sentence, actors: Sequence[FoundActor], language: str) -> tuple[Doer, ...]:
    """The phrases of possible doers of a sentence, from left to right."""
    # Kept with the sentence, as later events of the report look back at it.
    kept = sentence.kept.get(("doers", language))
    if kept is None or kept[0] is not actors:
        kept = sentence.kept["doers", language] = (actors, _scan_doers(sentence, actors, language))
    found: tuple[Doer, ...] = kept[1]
    return found


def _scan_doers(sentence: Sentence, actors: Sequence[FoundActor], language: str) -> tuple[Doer, ...]:
    words = read_doer_words(language)
    named = [one for one in actors if one.type in ARMED and one.type != "network" and one.id and not one.source]
    named = sorted((*named, *find_new_groups(sentence, actors, language)), key=lambda one: one.first)
    heads = words.heads.starts(sentence)
    if not (named or heads or words.bodies.starts(sentence)):
        return ()
    norms = sentence.norms
    found: list[Doer] = []
    free = 0
    for at in heads:
        match = words.heads.match(sentence, at)
        if at < free or match is None or tuple(norms[at : at + match[0]]) not in words.forms:
            continue
        if any(one.first <= at <= one.last for one in named):
            continue
        made = _build(sentence, (at, at + match[0] - 1), match[1], named, words)
        if made is not None and made.start >= free:
            found.append(made)
            free = made.end + 1
    taken = {at for one in found for at in range(one.start, one.end + 1)}
    names = [one for one in _first_of_each(named, norms) if one.first not in taken]
    found += [_name_alone(norms, one, words, language) for one in names]
    taken |= {at for one in (*names, *actors) for at in range(one.first, one.last + 1)}
    found += _find_bodies(sentence, norms, taken, words)
    return tuple(sorted(found, key=lambda one: one.start))


def _first_of_each(named: Sequence[FoundActor], norms: Sequence[str]) -> Iterator[FoundActor]:
    """Names one by one; "FMLN [Farabundo Martí National Liberation Front]" is one."""
    last: FoundActor | None = None
    for one in named:
        if last is not None and last.id == one.id is not None and set(norms[last.last + 1 : one.first]) <= BRACKETS:
            last = one
            continue
        last = one
        yield one


def _name_alone(norms: Sequence[str], one: FoundActor, words: Words, language: str) -> Doer:
    first = one.first if one.id is not None else find_start(norms, one.first, language)
    start, hedged = _walk_loose(norms, first, words)
    return Doer(start, one.last, None, (one,), hedged=hedged or one.hedged)


def _build(
    sentence: Sentence, head: tuple[int, int], sort: tuple[str, str], named: Sequence[FoundActor], words: Words
) -> Doer | None:
    first, last = head
    lists = words.lists
    norms = sentence.norms
    if last + 1 < len(norms) and norms[last + 1] in lists["not_before"]:
        return None
    first, number = _walk_left(sentence, first, lists)
    last = _walk_right(norms, last, lists)
    bodies, start_of_bodies = _bodies_before(norms, first, named)
    after, end = _bodies_after(norms, last, named, lists)
    if not after and head[1] + 1 < len(norms) and norms[head[1]] in lists["members"]:
        after, end = _office_after(sentence, norms, last, words)
        sort = ("state", sort[1]) if after and after[0].type == "state_force" else sort
    if after and norms[head[1]] in lists["members"]:
        last = end
    start, hedged = _walk_loose(norms, start_of_bodies, words)
    bare = (first, last) == head and sort[0] != "armed" and not number and sort not in SAYING
    if bare or (sort[0] != "armed" and not bodies):
        last = _walk_worn(norms, last, lists)
    bare = bare and last == head[1]
    if number and (sort[0] != "armed") and not bodies:
        first -= 1
    first = start_of_bodies if bodies and _is_vague(norms[head[1]], sort, lists) else _walk_band(norms, first, lists)
    name = FoundActor(first, last, None, sort[1], hedged=hedged)
    definite = not lists["definite"].isdisjoint(norms[start:first])
    return Doer(
        start, max(end, last), name, (*bodies, *after), sort[0],
        definite=definite, hedged=hedged, bare=bare and not bodies and not after, head=head[1],
    )  # fmt: skip


def _walk_left(sentence: Sentence, first: int, lists: dict[str, frozenset[str]]) -> tuple[int, bool]:
    """Over the adjectives before the head; is there a number in words before them?"""
    tokens = sentence.tokens
    while first > 0:
        norm = tokens[first - 1].norm
        # "motorcycle-riding", "well-dressed", "Colombian"
        joined = "-" in norm[1:-1] and norm.endswith(("ed", "ing", "clad", "borne", "wing"))
        origin = norm.endswith(("ian", "oran", "uran", "alan", "ean", "ese")) and len(norm) > 5
        if not (norm in lists["adjectives"] or joined or origin):
            break
        first -= 1
    return first, first > 0 and tokens[first - 1].norm in lists["numbers"]


def _is_vague(head: str, sort: tuple[str, str], lists: dict[str, frozenset[str]]) -> bool:
    """ "JNIM members" are called so: "members" alone says nothing."""
    return sort[0] == "people" and head in lists["members"]


def _walk_band(norms: Sequence[str], first: int, lists: dict[str, frozenset[str]]) -> int:
    """ "a group of armed men", "a band of six bandits": the band is part of what they are called; "dozens" is not."""
    at = first
    if at > 2 and (norms[at - 1] in lists["numbers"] or norms[at - 1].isdigit()):
        at -= 1
    return at - 2 if at > 1 and norms[at - 1] in ("of", "de", "d'") and norms[at - 2] in lists["bands"] else first


def _walk_right(norms: Sequence[str], last: int, lists: dict[str, frozenset[str]]) -> int:
    """ "hommes armés non identifiés": French adjectives follow; "hommes d'" in "hommes d'Africa Corps" has none."""
    after = lists.get("after", frozenset())
    end = last
    while end + 1 < len(norms) and norms[end + 1] in after:
        end += 1
    while end > last and norms[end] in ("d'", "non", "encore"):
        end -= 1
    return end


def _walk_worn(norms: Sequence[str], last: int, lists: dict[str, frozenset[str]]) -> int:
    """ "men wearing military uniforms", "hommes en treillis"."""
    if last + 2 >= len(norms) or norms[last + 1] not in lists["with"]:
        return last
    at = last + 2
    while at < len(norms) and at - last < 7:
        if norms[at] in lists["worn"]:
            return at
        if norms[at] not in lists["worn_before"]:
            return last
        at += 1
    return last


def _walk_loose(norms: Sequence[str], start: int, words: Words) -> tuple[int, bool]:
    """Over articles, numbers and "a group of"; is there a "suspected" among them?"""
    lists = words.lists
    hedged = False
    while start > 0:
        norm = norms[start - 1]
        if norm in ("of", "de", "d'") and (start < 2 or norms[start - 2] not in lists["groupers"]):
            break
        if norm in lists["hedges"]:
            hedged = True
        elif not (norm in lists["loose"] or norm in lists["numbers"] or norm[:1].isdigit() or norm in ('"', "“", "«")):
            break
        if norm in ("to", "up", "at") and not (norms[start] in ("least", "to") or norms[start][:1].isdigit()):
            break
        start -= 1
    return start, hedged


def _bodies_before(norms: Sequence[str], first: int, named: Sequence[FoundActor]) -> tuple[tuple[FoundActor, ...], int]:
    """ "FMLN [Farabundo Martí National Liberation Front] guerrillas"."""
    found: list[FoundActor] = []
    start = first
    for one in reversed(named):
        if one.last < start and set(norms[one.last + 1 : start]) <= BRACKETS:
            found.insert(0, one)
            start = one.first
    if len(found) > 1 and len({one.id for one in found}) == 1:
        found = found[:1]
    return tuple(found), start


def _bodies_after(
    norms: Sequence[str], last: int, named: Sequence[FoundActor], lists: dict[str, frozenset[str]]
) -> tuple[tuple[FoundActor, ...], int]:
    """ "guerrillas of the leftist FMLN", "members belonging to the Shining Path"."""
    if last + 1 >= len(norms) or norms[last + 1] not in lists["of"]:
        return (), last
    for one in named:
        if last < one.first <= last + 1 + OF_REACH:
            between = norms[last + 1 : one.first]
            if "," in between or set(between) & {"and", "et"}:
                break
            return (one,), one.last
    return (), last


def _office_after(
    sentence: Sentence, norms: Sequence[str], last: int, words: Words
) -> tuple[tuple[FoundActor, ...], int]:
    """ "members of the Salvadoran armed forces"."""
    if norms[last + 1] not in words.lists["of"]:
        return (), last
    for at in range(last + 2, min(last + 2 + OF_REACH, len(norms))):
        match = words.bodies.match(sentence, at)
        if match is not None:
            first, _ = _walk_left(sentence, at, words.lists)
            return (FoundActor(first, at + match[0] - 1, None, match[1]),), at + match[0] - 1
    return (), last


def _find_bodies(sentence: Sentence, norms: Sequence[str], taken: set[int], words: Words) -> Iterator[Doer]:
    """ "the Salvadoran army", "drug cartels": not "the army patrol", nor a "local government area"."""
    for at in words.bodies.starts(sentence):
        match = words.bodies.match(sentence, at)
        if match is None or at in taken:
            continue
        size, nature = match
        last = at + size - 1
        if last + 1 < len(norms) and norms[last + 1] in OFFICES:
            continue
        first, _ = _walk_left(sentence, at, words.lists)
        taken |= set(range(first, last + 1))
        start, hedged = _walk_loose(norms, first, words)
        body = FoundActor(first, last, None, nature, hedged=hedged)
        yield Doer(start, last, None, (body,), "state" if nature == "state_force" else "armed", hedged=hedged)


Met: TypeAlias = dict[str, tuple[Sentence, FoundActor]]  # by head noun, the organisation it was said with


OFFICES = frozenset(("area", "areas", "command", "commands", "council", "councils"))  # "the police command said"
MEANT = frozenset(("rebel", "jihadist", "terrorist", "separatist"))  # "the insurgents", not "the gunmen"


def name_body(doer: Doer) -> FoundActor:
    """The organisation of the phrase; of "suspected JNIM fighters" it is no more than suspected, also later."""
    return structs.replace(doer.bodies[0], hedged=doer.hedged or doer.bodies[0].hedged)


def may_mean(doer: Doer) -> bool:
    """Are they "the rebels" of somebody not said in the sentence?"""
    alone = doer.meant is None and not doer.bodies and doer.head >= 0 and doer.definite
    return alone and doer.people is not None and doer.people.type in MEANT


def recall_body(doer: Doer, sentence: Sentence, met: Met, near: tuple[Sentence, FoundActor] | None = None) -> Doer:
    """ "The guerrillas", after "FMLN guerrillas", are those of the FMLN.

    near: the one group that the sentence before names; "the insurgents" behind it are that group.
    """
    if doer.people is None or doer.head < 0:
        return doer
    head = sentence.norms[doer.head]
    if doer.bodies:
        met.setdefault(head, (sentence, name_body(doer)))
    elif doer.definite and head in met:
        return structs.replace(doer, meant=met[head])
    elif doer.definite and near is not None and doer.people.type in MEANT:
        return structs.replace(doer, meant=near)
    return doer
