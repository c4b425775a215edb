"""What may be claimed, how each field settles, and the words of the field: kinds, actors, sources.

Reads `vocab/*.toml`. `make_claim` is the only way to a Claim: it checks law 1 (the quote stands in the text) and
hashes the id from all that makes it this claim, so that a second run adds nothing.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tamani.errors import BadClaim, BadVocabulary
from tamani.own_words import add_rows
from tamani.records import (
    Claim,
    ClaimId,
    CommitmentValue,
    CredibilityValue,
    DamageValue,
    DateValue,
    DriverValue,
    ImpactValue,
    MentionId,
    PartnershipValue,
    PerpetratorValue,
    PlaceValue,
    ReactionValue,
    Reading,
    RecommendationValue,
    Span,
    Stance,
    TargetValue,
    TollValue,
    Value,
    VictimValue,
    WeaponValue,
)

VOCAB = Path(__file__).parent / "vocab"

VALUE_TYPES: dict[str, Any] = {
    "kind": str,
    "date": DateValue,
    "place": PlaceValue,
    "perpetrator": PerpetratorValue,
    "target": TargetValue,
    "victim": VictimValue,
    "weapon": WeaponValue,
    "killed": TollValue,
    "injured": TollValue,
    "abducted": TollValue,
    "detained": TollValue,
    "displaced": TollValue,
    "missing": TollValue,
    "damage": DamageValue,
    "tactic": str,
    "propaganda": str,
    "stage": str,
    "reaction": ReactionValue,
    "commitment": CommitmentValue,
    "driver": DriverValue,
    "impact": ImpactValue,
    "recommendation": RecommendationValue,
    "partnership": PartnershipValue,
    "credibility": CredibilityValue,  # of the record; only a person claims it
}
TOLLS = ("killed", "injured", "abducted", "detained", "displaced", "missing")
MANY_KILLED = (10, 50)  # severity 3, severity 4
MANY_ABDUCTED = 20
STATEMENTS = ("reaction", "commitment", "driver", "impact", "recommendation", "partnership")
_ENCODER = msgspec.json.Encoder()


class FieldRule(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of vocab/fields.toml: what a field is called and how it settles."""

    id: str
    en: str
    fr: str
    settle: str  # the name of a rule in settle.RULES
    note: str = ""


class SettleRule(Struct, frozen=True, forbid_unknown_fields=True):
    """One [[rule]] of vocab/fields.toml: what a rule shows, and when it calls a field disputed, in words."""

    id: str
    en: str
    fr: str
    disputed_en: str
    disputed_fr: str


class Grade(Struct, frozen=True, forbid_unknown_fields=True):
    """One [[grade]] of vocab/credibility.toml: 1-6 in words."""

    id: str
    en: str
    fr: str


class CredibilityCase(Struct, frozen=True, forbid_unknown_fields=True):
    """One [[case]] of vocab/credibility.toml: a grade for so many origins on either side; None: no bound."""

    id: str
    grade: int
    en: str
    fr: str
    agree_least: int | None = None
    agree_most: int | None = None
    against_least: int | None = None
    against_most: int | None = None
    others_least: int | None = None
    lead_least: int | None = None


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of vocab/incident_kinds.toml, with its place in the type systems of others."""

    id: str
    en: str
    fr: str
    acled: str
    plover: str
    ucdp: str | None = None
    severity: int = 1  # 0-3, before the toll
    note: str = ""


class Aliases(Struct, frozen=True, forbid_unknown_fields=True):
    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()
    any: tuple[str, ...] = ()  # acronyms and names that are the same in both


class Actor(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of vocab/actors.toml, vocab/armed_groups.toml or vocab/institutions.toml.

    part_of: the organisation it is a unit of, under which it is counted (a katiba of JNIM).
    parent: what it is loyal or affiliated to, which is another actor (JNIM and al-Qaeda).
    """

    id: str
    en: str
    fr: str
    type: str  # jihadist, separatist, militia, self_defence, criminal, state_force, pmc, intergovernmental, state, ...
    aliases: Aliases = Aliases()
    part_of: str | None = None
    parent: str | None = None
    countries: tuple[str, ...] = ()
    note: str = ""


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of vocab/sources.toml: a publisher, agency or channel with its Admiralty reliability."""

    id: str
    name: str
    type: str  # agency, broadcaster, newspaper, monitor, official, group_channel, reference
    aliases: tuple[str, ...] = ()
    reliability: str = "F"  # A-F; F: can't be judged
    retention: int | None = None  # days for which its texts may be kept; None: no end. `tamani forget --due`
    note: str = ""


class Country(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of vocab/countries.toml: id is ISO 3166 alpha-2, iso its number, region as ACLED files it."""

    id: str
    en: str
    fr: str
    iso: int
    region: str


class Vocabulary(Struct, frozen=True):
    """All vocabulary, by id."""

    fields: dict[str, FieldRule]
    kinds: dict[str, Kind]
    actors: dict[str, Actor]
    sources: dict[str, Source]
    countries: dict[str, Country] = {}
    rules: dict[str, SettleRule] = {}
    grades: dict[str, Grade] = {}
    cases: dict[str, CredibilityCase] = {}  # in the order in which they are tried

    def counted_as(self, actor: str) -> str:
        """The actor under which a unit is counted: a katiba of JNIM counts as jnim."""
        seen: set[str] = set()
        while (part_of := self.actors[actor].part_of) and actor not in seen:
            seen.add(actor)
            actor = part_of
        return actor


@cache
def load_vocabulary(folder: Path = VOCAB) -> Vocabulary:
    """The vocabulary of a folder; an error names file, entry and what is wrong."""
    known = _rows(folder / "armed_groups.toml", "actor", Actor) | _rows(folder / "institutions.toml", "actor", Actor)
    actors = _add_own(folder / "actors.toml", _rows(folder / "actors.toml", "actor", Actor) | known, Actor)
    for actor in actors.values():
        for other in (actor.part_of, actor.parent):
            if other is not None and other not in actors:
                raise BadVocabulary(f"actors, entry {actor.id!r}", f"no actor {other!r}", "add it or mend the name")
    return Vocabulary(
        fields=_rows(folder / "fields.toml", "field", FieldRule),
        kinds=_rows(folder / "incident_kinds.toml", "kind", Kind),
        actors=actors,
        sources=_add_own(folder / "sources.toml", _rows(folder / "sources.toml", "source", Source), Source),
        countries=_rows(folder / "countries.toml", "country", Country),
        rules=_rows(folder / "fields.toml", "rule", SettleRule),
        grades=_rows(folder / "credibility.toml", "grade", Grade),
        cases=_rows(folder / "credibility.toml", "case", CredibilityCase),
    )


def _rows(path: Path, name: str, row_type: Any) -> dict[str, Any]:
    """The rows of a file of [[name]] tables, by id."""
    try:
        loaded = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadVocabulary(path.name, str(error), "mend the file") from error
    found: dict[str, Any] = {}
    for number, row in enumerate(loaded.get(name, []), start=1):
        label = f"{path.name}, [[{name}]] {number} ({row.get('id', 'no id')})"
        try:
            made = msgspec.convert(row, row_type)
        except msgspec.ValidationError as error:
            raise BadVocabulary(label, str(error), "mend the entry") from error
        if made.id in found:
            raise BadVocabulary(label, "the id stands twice", "give it another id")
        found[made.id] = made
    return found


def _add_own(path: Path, shipped: dict[str, Any], row_type: Any) -> dict[str, Any]:
    """The shipped rows with those of the country team's folder; a known id may gain aliases and nothing else."""
    rows = dict(shipped)
    for row, where in add_rows(path):
        known = rows.get(row.get("id", ""))
        gained = {"aliases", "retention"} if row_type is Source else {"aliases"}
        extends = set(row) <= {"id", *gained} and len(row) > 1
        if known is not None and not extends:
            raise BadVocabulary(where, f"{row['id']!r} is there already", "give only id and aliases, or another id")
        if known is not None:
            aliases = {"aliases": _join_aliases(known.aliases, row["aliases"], where)} if "aliases" in row else {}
            row = msgspec.to_builtins(known) | row | aliases
        try:
            made = msgspec.convert(row, row_type)
        except msgspec.ValidationError as error:
            raise BadVocabulary(where, str(error), "mend the entry") from error
        rows[made.id] = made
    return rows


def _join_aliases(known: Any, added: Any, where: str) -> Any:
    """All aliases: a list for a source; by language for an actor."""
    if isinstance(known, Aliases) and isinstance(added, dict):
        ours = msgspec.to_builtins(known)
        return {name: [*ours.get(name, ()), *added.get(name, ())] for name in (*ours, *(set(added) - set(ours)))}
    if isinstance(known, tuple) and isinstance(added, list):
        return [*known, *added]
    shape = '{ en = ["..."], fr = ["..."], any = ["..."] }' if isinstance(known, Aliases) else '["...", "..."]'
    raise BadVocabulary(where, "the aliases are written in another way", f"write aliases = {shape}")


def decode_value(field: str, raw: bytes | str) -> Value:
    """A stored value of a field."""
    value: Value = msgspec.json.decode(raw, type=VALUE_TYPES[field])
    return value


def make_claim(
    reading: Reading,
    field: str,
    value: Value,
    span: Span,
    *,
    mention: MentionId | None = None,
    stance: Stance = Stance.ASSERTED,
    said_by: str | None = None,
    speaker: str | None = None,
    via: tuple[str, ...] = (),
    coder: str = "rules/1",
    confidence: float | None = None,
    rule: str | None = None,
) -> Claim:
    """A claim, or BadClaim where the field is unknown, the value is of another type, or the span is empty."""
    if not isinstance(value, VALUE_TYPES.get(field, ())):
        raise BadClaim(f"report {reading.report}", f"no field {field!r} with {value!r}", "see vocab/fields.toml")
    quote = reading.quote(span)
    if not quote or span.start < 0 or len(quote) != span.end - span.start:
        raise BadClaim(f"report {reading.report}", f"no words at {span}", "a claim must quote the reading")
    parts = (reading.report, reading.version, mention, field, value, span, stance, said_by, coder)
    digest = hashlib.sha256(_ENCODER.encode(parts)).hexdigest()[:24]
    return Claim(
        id=ClaimId(digest),
        report=reading.report,
        version=reading.version,
        mention=mention,
        field=field,
        value=value,
        span=span,
        quote=quote,
        stance=stance,
        said_by=said_by,
        speaker=speaker,
        via=via,
        coder=coder,
        confidence=confidence,
        rule=rule,
    )
