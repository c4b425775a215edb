"""Whose voice a claim is: a state, a group, an agency, a body, somebody who told a reporter, or nobody."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from tamani.fields import Vocabulary
from tamani.records import Basis, Claim, PerpetratorValue, Reading, TollValue
from tamani.words import fold, tokenize

STATE_TYPES = frozenset({"state", "state_force"})
INSTITUTIONS = frozenset({"association", "intergovernmental", "ngo", "peacekeeping", "regional_force", "un_agency"})
# They put together what others report; what they say first was said elsewhere.
_GROUPS = ("hearsay", "witness", "document", "indefinite", "state")
COMPILERS = frozenset({"monitor", "reference"})


class Voice(Struct, frozen=True):
    """kind: root (key is the origin), witness (told to a reporter), carried (only the carrier is named),
    silent (the report says it of itself), hearsay (nobody in particular)."""

    kind: str
    key: str = ""
    name: str = ""
    sort: str = ""  # Origin.kind


SILENT = Voice("silent")
HEARSAY = Voice("hearsay")


def hear_voice(claim: Claim, reading: Reading | None, vocabulary: Vocabulary, country: str | None) -> Voice:
    """Whose voice a claim is. country: of the incident, for "the army" and "the authorities"."""
    if claim.speaker is not None and (voice := _voice_of_actor(claim.speaker, vocabulary)):
        return voice
    carrier = find_carrier(claim, reading, vocabulary)
    if claim.said_by:
        return _voice_of_words(claim.said_by, carrier, vocabulary, country)
    value = claim.value
    if isinstance(value, PerpetratorValue) and value.basis is Basis.CLAIMED and value.actor in vocabulary.actors:
        return _voice_of_actor(str(value.actor), vocabulary) or SILENT
    if carrier:
        return Voice("carried", f"outlet:{carrier}", _source_name(carrier, vocabulary), "agency")
    return SILENT


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


def _voice_of_words(said_by: str, carrier: str | None, vocabulary: Vocabulary, country: str | None) -> Voice:
    tokens = tokenize(said_by)
    words = {token.norm for token in tokens}
    lexicon = _read_lexicon()
    if source := _source_within(said_by, vocabulary):
        return _voice_of_source(source, vocabulary)
    told = words & lexicon["witness"] or words & lexicon["document"]
    if told or (tokens[0].norm in lexicon["indefinite"] and "official" in words):
        if carrier:
            return Voice("root", f"outlet:{carrier}", _source_name(carrier, vocabulary), "witness")
        return Voice("witness", name=said_by)
    if state := _countries(_country_key(vocabulary)).get(fold(said_by)):
        return Voice("root", f"state:{state}", said_by, "statement")
    for body, forms in _read_bodies().items():
        if words & forms:
            return Voice("root", f"body:{body}", said_by, "statement")
    if words & lexicon["state"]:
        return Voice("root", f"state:{country or 'unknown'}", said_by, "statement")
    if words & lexicon["hearsay"]:
        return (
            HEARSAY
            if not carrier
            else Voice("carried", f"outlet:{carrier}", _source_name(carrier, vocabulary), "agency")
        )
    names = [token.norm for token in tokens if token.is_capital and len(token.norm) > 2]
    key = " ".join(sorted(names)) or " ".join(sorted(words))
    return Voice("root", f"speaker:{key}", said_by, "statement")


# --- names of sources --------------------------------------------------------------------------------------------


def find_source(name: str, vocabulary: Vocabulary) -> str | None:
    """The source an id, a name or an alias stands for."""
    return name if name in vocabulary.sources else _aliases(_alias_key(vocabulary)).get(fold(name))


def _source_within(said_by: str, vocabulary: Vocabulary) -> str | None:
    """A source named inside "le quotidien Le Monde"; capitals matter: "le monde" is the world."""
    tokens = tokenize(said_by)
    aliases = _aliases(_alias_key(vocabulary))
    for size in (4, 3, 2, 1):
        for start in range(len(tokens) - size + 1):
            run = tokens[start : start + size]
            text = said_by[run[0].start : run[-1].end]
            if run[-1].is_capital and fold(text) in aliases:
                return aliases[fold(text)]
    return None


def _source_name(source: str, vocabulary: Vocabulary) -> str:
    return vocabulary.sources[source].name if source in vocabulary.sources else source


def _alias_key(vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    return tuple(
        (fold(alias), row.id) for row in vocabulary.sources.values() for alias in (row.id, row.name, *row.aliases)
    )


@cache
def _aliases(pairs: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return dict(pairs)


def _country_key(vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    return tuple((fold(name), row.id) for row in vocabulary.countries.values() for name in (row.en, row.fr))


@cache
def _countries(pairs: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return dict(pairs)


@cache
def _load() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "voices.toml").read_text(encoding="utf-8"))


@cache
def _read_lexicon() -> dict[str, frozenset[str]]:
    return {group: frozenset(_load()[group]["words"].split()) for group in _GROUPS}


@cache
def _read_bodies() -> dict[str, frozenset[str]]:
    return {body: frozenset(words.split()) for body, words in _load()["body"].items()}


def figures_of(claim: Claim) -> frozenset[tuple[str, int]]:
    """The numbers of a toll: what tells that two reports repeat the same statement."""
    value = claim.value
    if not isinstance(value, TollValue):
        return frozenset()
    return frozenset((claim.field, figure) for figure in (value.low, value.high) if figure)
