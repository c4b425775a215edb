"""Whose voice a claim is: a state, a group, an agency, a body, somebody who told a reporter, or nobody."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from tamani.fields import Vocabulary
from tamani.records import Basis, Claim, Part, PerpetratorValue, Reading, TollValue
from tamani.words import Token, fold, tokenize

STATE_TYPES = frozenset({"state", "state_force"})
INSTITUTIONS = frozenset({"association", "intergovernmental", "ngo", "peacekeeping", "regional_force", "un_agency"})
# They put together what others report; what they say first was said elsewhere.
_GROUPS = ("preposition", "indefinite", "outlet", "hearsay", "document", "state", "witness")
COMPILERS = frozenset({"monitor", "reference"})


class Voice(Struct, frozen=True):
    """kind: root (key is the origin), witness (told or shown to a reporter; key: whose paper it was),
    carried (only the carrier is named), silent (the report says it of itself), hearsay (nobody in particular)."""

    kind: str
    key: str = ""
    name: str = ""
    sort: str = ""  # Origin.kind

    def as_witness(self) -> Voice:
        """Somebody told this carrier: the carrier is the origin."""
        return Voice("root", self.key, self.name, "witness")


SILENT = Voice("silent")
HEARSAY = Voice("hearsay")


class Scene(Struct, frozen=True):
    """country: of the incident, for "the army" and "the authorities"."""

    vocabulary: Vocabulary
    country: str | None


def hear_voice(claim: Claim, reading: Reading | None, scene: Scene) -> Voice:
    """Whose voice a claim is."""
    vocabulary = scene.vocabulary
    language = reading.language if reading else None
    own = _voice_of_actor(claim.speaker, vocabulary) if claim.speaker is not None else None
    if own and not (claim.said_by and _find_group(tokenize(claim.said_by), language) == "document"):
        return own
    source = find_carrier(claim, reading, vocabulary)
    carrier = _carried_by(source, vocabulary) if source else None
    if claim.said_by:
        voice = _voice_of_words(claim.said_by, language, carrier, scene)
        return Voice("witness", own.key, own.name, own.sort) if own and voice.kind == "witness" else voice
    value = claim.value
    if isinstance(value, PerpetratorValue) and value.basis is Basis.CLAIMED and value.actor in vocabulary.actors:
        return _voice_of_actor(str(value.actor), vocabulary) or SILENT
    return carrier or SILENT


def find_carrier(claim: Claim, reading: Reading | None, vocabulary: Vocabulary) -> str | None:
    """The agency or outlet that carried it, as the claim says, else by the report's byline."""
    for name in (*reversed(claim.via), *([reading.agency] if reading and reading.agency else [])):
        source = find_source(name, vocabulary)
        if source is None:
            return fold(name)
        if vocabulary.sources[source].type not in COMPILERS:
            return source
    return None


def _voice_of_actor(actor: str, vocabulary: Vocabulary) -> Voice | None:
    if actor in vocabulary.sources:
        return _voice_of_source(actor, vocabulary)
    if actor not in vocabulary.actors:
        return None
    counted = vocabulary.actors[vocabulary.counted_as(actor)]
    if counted.type in STATE_TYPES:
        country = counted.countries[0] if counted.countries else counted.id
        return Voice("root", f"state:{country}", counted.en, "statement")
    if counted.type in INSTITUTIONS:
        return Voice("root", f"speaker:{counted.id}", counted.en, "statement")
    return Voice("root", f"group:{counted.id}", counted.en, "communique")


def _voice_of_source(source: str, vocabulary: Vocabulary) -> Voice:
    row = vocabulary.sources[source]
    if row.type in COMPILERS:
        return HEARSAY
    return Voice("root", f"outlet:{source}", row.name, "agency" if row.type == "agency" else "outlet")


def _voice_of_words(said_by: str, language: str | None, carrier: Voice | None, scene: Scene) -> Voice:
    vocabulary = scene.vocabulary
    if source := _source_within(said_by, vocabulary):
        return _voice_of_source(source, vocabulary)
    if state := _names_of(vocabulary).countries.get(fold(said_by)):
        return Voice("root", f"state:{state}", said_by, "statement")
    tokens = tokenize(said_by)
    group = _find_group(tokens, language)
    if group in ("witness", "document"):
        return carrier.as_witness() if carrier else Voice("witness", name=said_by)
    if group == "state":
        return Voice("root", f"state:{scene.country or 'unknown'}", said_by, "statement")
    if group == "hearsay":
        return carrier or HEARSAY
    names = [token.norm for token in tokens if token.is_capital and len(token.norm) > 2]
    if group == "outlet" and not names:
        return carrier or SILENT  # "citing AFP, the station said": it says so itself
    if group not in (None, "outlet"):
        return Voice("root", f"body:{group}", said_by, "statement")
    key = " ".join(sorted(names)) or " ".join(sorted(token.norm for token in tokens))
    return Voice("root", f"speaker:{key}", said_by, "statement")


def _find_group(tokens: Sequence[Token], language: str | None) -> str | None:
    """The group of the word that is the head of the phrase."""
    groups, spokes = _read_groups(), _read_spokes()
    found: list[str] = []
    for before, token in zip((None, *tokens), tokens, strict=False):
        if language != "fr" and found and groups.get(token.norm) == "preposition":
            break
        if before is not None and (before.norm, token.norm) in spokes:
            continue  # "the police public relations officer" speaks for the police
        if (group := groups.get(token.norm)) and group not in ("preposition", "indefinite"):
            # "An official said" is somebody; "the official toll" is the state's.
            person = token.norm == "official" and groups.get(tokens[0].norm) == "indefinite"
            found.append("witness" if person else group)
            if language == "fr":
                break
    return found[-1] if found else None


# --- names of sources --------------------------------------------------------------------------------------------


def find_source(name: str, vocabulary: Vocabulary) -> str | None:
    """The source an id, a name or an alias stands for."""
    return name if name in vocabulary.sources else _names_of(vocabulary).sources.get(fold(name))


def _source_within(said_by: str, vocabulary: Vocabulary) -> str | None:
    """A source named inside "le quotidien Le Monde"; capitals matter: "le monde" is the world."""
    tokens = tokenize(said_by)
    aliases = _names_of(vocabulary).sources
    for size in (4, 3, 2, 1):
        for start in range(len(tokens) - size + 1):
            run = tokens[start : start + size]
            text = said_by[run[0].start : run[-1].end]
            if run[-1].is_capital and fold(text) in aliases:
                return aliases[fold(text)]
    return None


def _carried_by(source: str, vocabulary: Vocabulary) -> Voice:
    row = vocabulary.sources.get(source)
    sort = "agency" if row and row.type == "agency" else "outlet"
    return Voice("carried", f"outlet:{source}", row.name if row else source, sort)


def _source_name(source: str, vocabulary: Vocabulary) -> str:
    return vocabulary.sources[source].name if source in vocabulary.sources else source


class _Names(Struct, frozen=True):
    """Folded names of sources and countries, to their ids."""

    sources: Mapping[str, str]
    countries: Mapping[str, str]


_NAMES: dict[int, tuple[Vocabulary, _Names]] = {}  # by identity, which a vocabulary keeps that is kept


def _names_of(vocabulary: Vocabulary) -> _Names:
    if id(vocabulary) not in _NAMES:
        aliases = {fold(one): row.id for row in vocabulary.sources.values() for one in (row.id, row.name, *row.aliases)}
        countries = {fold(name): row.id for row in vocabulary.countries.values() for name in (row.en, row.fr)}
        _NAMES[id(vocabulary)] = vocabulary, _Names(aliases, countries)
    return _NAMES[id(vocabulary)][1]


@cache
def _load() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "voices.toml").read_text(encoding="utf-8"))


@cache
def _read_groups() -> dict[str, str]:
    """Word -> its group; a body's own name for the words of [body]."""
    loaded = _load()
    groups = {word: body for body, words in loaded["body"].items() for word in words.split()}
    return groups | {word: group for group in _GROUPS for word in loaded[group]["words"].split()}


@cache
def _read_spokes() -> frozenset[tuple[str, str]]:
    """Pairs of words for somebody who speaks for the body that is named beside: "press officer"."""
    loaded = _load()["spokes"]
    return frozenset((first, last) for last in loaded["heads"].split() for first in loaded["words"].split())


def is_told_here(claim: Claim, reading: Reading | None) -> bool:
    """Was it said to this very outlet ("told our correspondent", "a confié à notre rédaction")?"""
    if reading is None or claim.span.part is not Part.TEXT:
        return False
    sentence = next((one for one in reading.sentences if one.overlaps(claim.span)), claim.span)
    return _names_outlet(reading.quote(sentence))


@lru_cache(maxsize=10_000)  # each sentence is asked about for every claim in it
def _names_outlet(sentence: str) -> bool:
    words = f" {' '.join(token.norm for token in tokenize(sentence))} "
    return any(f" {phrase} " in words for phrase in _load()["own"]["phrases"])


def sorts_of(said_by: str | None) -> frozenset[str]:
    """What sort of person is quoted, the same in both languages; none for words that fit anybody."""
    sorts = _read_sorts()
    return frozenset(sorts[token.norm] for token in tokenize(said_by or "") if token.norm in sorts)


@cache
def _read_sorts() -> dict[str, str]:
    return {word: sort for sort, words in _load()["sort"].items() for word in words.split()}


def figures_of(claim: Claim) -> frozenset[tuple[str, int]]:
    """The numbers of a toll: what tells that two reports repeat the same statement."""
    value = claim.value
    return _list_figures(claim.field, value.low, value.high) if isinstance(value, TollValue) else frozenset()


@lru_cache(maxsize=10_000)
def _list_figures(field: str, *figures: int | None) -> frozenset[tuple[str, int]]:
    return frozenset((field, figure) for figure in figures if figure)
