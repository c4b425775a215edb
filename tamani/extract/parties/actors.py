"""Names and descriptions of actors in a sentence, by token.

`find_actors` gives armed groups, institutions and sources by their id, and descriptions ("gunmen") with id None.
An acronym that is also a word ("AES", "FACT") counts only in capitals, and never in a text of capitals alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.fields import Vocabulary
from tamani.mask import Allowed, allow_names
from tamani.records import Toponym
from tamani.words import Token, fold, tokenize

LEAD = 8  # sentences, the title with them
NETWORKS = ("al_qaeda", "islamic_state")
ARMED = frozenset(
    ["jihadist", "separatist", "rebel", "militia", "self_defence", "criminal", "pmc", "unknown", "network"]
)


class FoundActor(Struct, frozen=True, gc=False):
    """An actor in a sentence: tokens first to last, both included."""

    first: int
    last: int
    id: str | None  # of an actor or a source; None: only described
    type: str | None
    source: bool = False  # a publisher, agency or channel
    hedged: bool = False  # "suspected jihadists"


class Name(Struct, frozen=True):
    """One alias, cut as text is: hyphens part words, so that Al-Qaeda and Al Qaeda are one."""

    parts: tuple[str, ...]
    id: str | None
    type: str | None
    case: str  # any: as it comes; capital: with a capital; acronym: in capitals; upper: so, among small letters
    source: bool = False


class Affiliate(Struct, frozen=True):
    """Who stands for a network in some countries since a day."""

    network: str
    actor: str
    countries: tuple[str, ...]
    since: date


class NameList(Struct, frozen=True):
    """All names of a language by their parts; sizes: how long names are that begin with a word, longest first."""

    names: dict[tuple[str, ...], Name]
    firsts: frozenset[str]
    sizes: dict[str, tuple[int, ...]]
    seconds: dict[str, frozenset[str]]  # the words that may follow; "" where the first is a name alone


class Registry(Struct, frozen=True):
    """All names, per language. Built once from the vocabulary."""

    vocabulary: Vocabulary
    names: dict[str, NameList]
    affiliates: tuple[Affiliate, ...]
    namesakes: tuple[tuple[str, str, frozenset[str]], ...]  # an actor, another of that name, where it is the other
    words: dict[str, frozenset[str]]  # lists of lexicon/actors.toml
    countries: frozenset[str] = frozenset()  # names of the countries of the world, folded
    allowed: Allowed = Allowed(frozenset())  # names that are no person's
    states: dict[tuple[str, str], str] = {}  # (type, country): a state or its army, that is no part of another


def build_registry(vocabulary: Vocabulary) -> Registry:
    """The registry of a vocabulary; costs some milliseconds, so keep it."""
    lexicon = read_lexicon("actors")
    words = {"wordlike": frozenset(lexicon["wordlike"])}
    for table in ("network", "modifiers"):
        words |= {f"{table}.{key}": frozenset(value) for key, value in lexicon[table].items()}
    return Registry(
        vocabulary=vocabulary,
        names={language: _list_names(vocabulary, language, words["wordlike"]) for language in ("en", "fr")},
        affiliates=tuple(
            Affiliate(row["network"], row["actor"], tuple(row["countries"]), row["since"])
            for row in lexicon["affiliate"]
        ),
        namesakes=tuple((row["actor"], row["instead"], frozenset(row["countries"])) for row in lexicon["namesake"]),
        words=words,
        countries=frozenset(fold(name) for row in vocabulary.countries.values() for name in (row.en, row.fr)),
        allowed=allow_names(vocabulary),
        states={
            (actor.type, actor.countries[0]): name
            for name, actor in reversed(vocabulary.actors.items())  # of two, the first
            if len(actor.countries) == 1 and not actor.part_of
        },
    )


def _list_names(vocabulary: Vocabulary, language: str, wordlike: frozenset[str]) -> NameList:
    found: dict[tuple[str, ...], Name] = {}
    for row in read_lexicon("actors")["description"]:
        for word in row["words"]:
            parts = _cut(word)
            found[parts] = Name(parts, None, row["type"], "upper" if word.isupper() else "any")
    for source in vocabulary.sources.values():
        for alias in (source.name, *source.aliases):
            parts = _cut(alias)
            case = _judge_case(alias, wordlike)
            found[parts] = Name(parts, source.id, source.type, "capital" if case == "any" else case, source=True)
    other = "fr" if language == "en" else "en"
    for actor in vocabulary.actors.values():
        own = (actor.en, actor.fr, *actor.aliases.any, *getattr(actor.aliases, language))
        # A short acronym of the other language is a word here too often ("AU", "UN").
        foreign = (alias for alias in getattr(actor.aliases, other) if len(alias) > 3)
        for alias in (*foreign, *own):
            parts = _cut(alias)
            found[parts] = Name(parts, actor.id, actor.type, _judge_case(alias, wordlike))
    sizes: dict[str, set[int]] = {}
    seconds: dict[str, set[str]] = {}
    for parts in found:
        sizes.setdefault(parts[0], set()).add(len(parts))
        seconds.setdefault(parts[0], set()).add(parts[1] if len(parts) > 1 else "")
    return NameList(
        names=found,
        firsts=frozenset(sizes),
        sizes={start: tuple(sorted(lengths, reverse=True)) for start, lengths in sizes.items()},
        seconds={start: frozenset(words) for start, words in seconds.items()},
    )


def _judge_case(alias: str, wordlike: frozenset[str]) -> str:
    if fold(alias) in wordlike or (alias.isupper() and len(alias) < 3):
        return "upper" if alias.isupper() else "capital"
    if alias.isupper() and len(alias) == 3:
        return "acronym"
    one_word = " " not in alias and "-" not in alias
    return "capital" if one_word and alias[0].isupper() else "any"


def _cut(alias: str) -> tuple[str, ...]:
    return tuple(part for token in tokenize(alias) for part in _split(token.norm))


def _split(norm: str) -> list[str]:
    return norm.split("-") if "-" in norm and len(norm) > 1 else [norm]


def find_actors(sentence: Sentence, registry: Registry, language: str | None = None) -> tuple[FoundActor, ...]:
    """Actors of a sentence from left to right; the longest name wins, and names never overlap."""
    # Kept with the sentence, as speakers, perpetrators and reactions ask for the same ones; a registry has no hash.
    kept = sentence.kept.get(("actors", language))
    if kept is None or kept[0] is not registry:
        kept = sentence.kept["actors", language] = (registry, _scan_actors(sentence, registry, language))
    found: tuple[FoundActor, ...] = kept[1]
    return found


def _scan_actors(sentence: Sentence, registry: Registry, language: str | None) -> tuple[FoundActor, ...]:
    known = registry.names["fr" if language == "fr" else "en"]
    tokens = sentence.tokens
    found: list[FoundActor] = []
    free = 0  # the first token that no name has taken
    for index in _find_starts(sentence, known):
        pieces = _split(tokens[index].norm)
        sizes = known.sizes.get(pieces[0])
        if sizes is None or index < free:
            continue
        follow = pieces[1] if len(pieces) > 1 else _first_part(tokens, index + 1)
        seconds = known.seconds[pieces[0]]
        if follow not in seconds and "" not in seconds:
            continue
        parts, owners = _read_parts(tokens, index, sizes[0])
        for size in sizes:
            name = known.names.get(parts[:size]) if size <= len(parts) else None
            if name is not None and _is_adjectival(name, tokens, index, registry):
                continue
            if name is not None and _fits(name, tokens, owners, sentence):
                last = owners[size - 1]
                found.append(_widen(name, index, last, tokens, registry))
                free = last + 1
                break
    return tuple(found)


def _find_starts(sentence: Sentence, known: NameList) -> list[int]:
    """The tokens at which a name may begin: with a first word as written, or with words joined by hyphens."""
    norms, where = sentence.norms, sentence.where
    starts = {at for word in known.firsts & sentence.present for at in where[word] if norms[at] == word}
    if "-" in sentence.text:
        starts.update([at for at, norm in enumerate(norms) if "-" in norm])
    return sorted(starts)


def _is_adjectival(name: Name, tokens: Sequence[Token], index: int, registry: Registry) -> bool:
    """ "une attaque terroriste" names nobody."""
    if name.id is not None or len(name.parts) > 1 or name.parts[0] not in registry.words["modifiers.adjectival"]:
        return False
    before = tokens[index - 1] if index else None
    return before is not None and before.text[0].isalpha() and before.norm not in registry.words["modifiers.before"]


def _first_part(tokens: Sequence[Token], index: int) -> str:
    return _split(tokens[index].norm)[0] if index < len(tokens) else ""


def _read_parts(tokens: Sequence[Token], index: int, size: int) -> tuple[tuple[str, ...], list[int]]:
    """At least `size` parts from a token on, and the token each is of."""
    parts: list[str] = []
    owners: list[int] = []
    while index < len(tokens) and len(parts) <= size:
        for part in _split(tokens[index].norm):
            parts.append(part)
            owners.append(index)
        index += 1
    return tuple(parts), owners


def _is_shouted(sentence: Sentence) -> bool:
    return len(sentence.tokens) > 3 and sentence.text.isupper()


def _fits(name: Name, tokens: Sequence[Token], owners: Sequence[int], sentence: Sentence) -> bool:
    end = len(name.parts)
    first, last = owners[0], owners[end - 1]
    # "al-Qaeda-linked" is the name and more; any other word that goes on is another word.
    if end < len(owners) and owners[end] == last and name.id not in NETWORKS:
        return False
    if name.case == "any":
        return True
    if name.case in ("upper", "acronym"):
        # "THE CAR WAS STOPPED" names no Central African Republic; "THE ELN CLAIMED IT" names the ELN.
        told_apart = name.case == "acronym" or not _is_shouted(sentence)
        return told_apart and all(tokens[index].text.isupper() for index in range(first, last + 1))
    # "France 24" ends in a number, which has no capital.
    ends = tokens[last].is_capital or (first < last and tokens[last].is_number)
    return ends and (first == last or tokens[first].is_capital or len(tokens[first].text) < 4)


def _widen(name: Name, first: int, last: int, tokens: Sequence[Token], registry: Registry) -> FoundActor:
    """A description takes its adjectives in; a network's name with "affiliate" beside it is a description."""
    words = registry.words
    if name.id in NETWORKS and _is_adjective(first, last, tokens, words):
        return FoundActor(first, last, name.id, "network")
    if name.id is not None:
        return FoundActor(first, last, name.id, name.type, name.source)
    hedges = words["modifiers.hedges"]
    while first > 0 and tokens[first - 1].norm in words["modifiers.left"] and tokens[first - 1].text not in ("à", "À"):
        first -= 1
    if tokens[first].norm in ("de", "d'", "of"):
        first += 1
    while last + 1 < len(tokens) and tokens[last + 1].norm in words["modifiers.right"]:
        last += 1
    hedged = any(token.norm in hedges for token in tokens[first : last + 1])
    return FoundActor(first, last, None, name.type, hedged=hedged)


def _is_adjective(first: int, last: int, tokens: Sequence[Token], words: dict[str, frozenset[str]]) -> bool:
    near = {token.norm for token in tokens[max(0, first - 4) : first]}
    after = tokens[last + 1].norm if last + 1 < len(tokens) else ""
    if after == "'s" and last + 2 < len(tokens):
        after = tokens[last + 2].norm
    joined = tokens[last].norm.rsplit("-", 1)[-1]
    return bool(near & words["network.before"] or near & words["network.head"]) or (
        after in words["network.after"] or joined in words["network.after"]
    )


def identify_name(name: str, registry: Registry) -> str | None:
    """The id of an institution by one of its names, in either language; articles don't matter."""
    parts = _cut(name)
    while parts and parts[0] in ("the", "le", "la", "les", "l'"):
        parts = parts[1:]
    found = (known.names.get(parts) for known in registry.names.values())
    return next((name.id for name in found if name is not None), None)


def resolve_network(
    network: str, countries: Sequence[str], registry: Registry, published: date | None = None
) -> str | None:
    """The one affiliate a network has in the countries of a report, or None where that is not clear."""
    found = {
        row.actor
        for row in registry.affiliates
        if row.network == network
        and set(row.countries) & set(countries)
        and (published is None or published >= row.since)
    }
    return found.pop() if len(found) == 1 else None


def resolve_namesake(actor: str | None, countries: Sequence[str], registry: Registry) -> str | None:
    """The one of two groups with one acronym that a report of some countries means: ADF in Cameroon."""
    return next(
        (to for name, to, where in registry.namesakes if name == actor and not where.isdisjoint(countries)), actor
    )


_REGISTRIES: dict[int, Registry] = {}  # by identity: a registry keeps its vocabulary alive


def find_registry(vocabulary: Vocabulary) -> Registry:
    """The registry of a vocabulary, built once."""
    found = _REGISTRIES.get(id(vocabulary))
    if found is None:
        found = _REGISTRIES[id(vocabulary)] = build_registry(vocabulary)
    return found


def find_countries(sentences: Sequence[Sentence], registry: Registry, language: str | None) -> tuple[str, ...]:
    """Countries (ISO) of the region that a report speaks of first, the most named before others, at most two."""
    counts: dict[str, int] = {}
    for sentence in sentences[:LEAD]:
        for found in find_actors(sentence, registry, language):
            if found.type in ("state", "state_force") and found.id is not None and not _is_river(sentence, found):
                for country in registry.vocabulary.actors[found.id].countries:
                    if f"police_{country.lower()}" not in registry.vocabulary.actors:
                        continue  # a state from elsewhere: "the French army" makes no report one of France
                    counts[country] = counts.get(country, 0) + 1
    return tuple(sorted(counts, key=lambda country: (-counts[country], country))[:2])


def rank_countries(toponyms: Sequence[Toponym], registry: Registry) -> tuple[str, ...]:
    """Countries (ISO) of the region in which the places of a report lie, the most often named first, at most two."""
    counts: dict[str, int] = {}
    for toponym in toponyms:
        country = toponym.place.country
        if country is not None and f"police_{country.lower()}" in registry.vocabulary.actors:
            counts[country] = counts.get(country, 0) + 1
    return tuple(sorted(counts, key=lambda country: (-counts[country], country))[:2])


def _is_river(sentence: Sentence, found: FoundActor) -> bool:
    """The Niger is a river and a delta too."""
    near = sentence.tokens[max(0, found.first - 2) : found.last + 2]
    return any(token.norm in ("river", "fleuve", "delta", "bend", "boucle") for token in near)
