"""The closed sets, and what a claim may hold: one type per field, see fields.VALUE_TYPES. Absent is None.

Part of records.py, from where it is imported; apart only because it is long.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NewType, TypeAlias

from msgspec import Struct

ReportId = NewType("ReportId", str)
Version = NewType("Version", str)  # hash of the text: an edited article is a new version, not a new report
MentionId = NewType("MentionId", str)
ClaimId = NewType("ClaimId", str)
LinkId = NewType("LinkId", str)
IncidentId = NewType("IncidentId", str)
RawHash = NewType("RawHash", str)  # sha256 of the bytes as they came in


class Part(StrEnum):
    """Which part of a report a span points into."""

    TEXT = "text"
    TITLE = "title"


class Stance(StrEnum):
    """What the report does with what is said."""

    ASSERTED = "asserted"
    DENIED = "denied"
    DOUBTED = "doubted"


class Mode(StrEnum):
    """How real an event is in a report; the names follow PLOVER's event modes.

    Only ACTUAL mentions make an incident visible. BACKGROUND is a real event that this report only recalls.
    """

    ACTUAL = "actual"
    BACKGROUND = "background"
    HYPOTHETICAL = "hypothetical"
    FUTURE = "future"
    NEGATED = "negated"


class Verdict(StrEnum):
    """Are two mentions one event? Part: two, and the left is one site or one day of the right."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    PART = "part"


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0, from the widest to the narrowest."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"


class Basis(StrEnum):
    """Why a report names an actor."""

    CLAIMED = "claimed"  # the actor says so itself
    ACCUSED = "accused"  # a named party says so
    SUSPECTED = "suspected"  # hedged, or by nobody in particular
    STATED = "stated"  # the report says so flatly


class Who(StrEnum):
    """Whose toll it is. Groups are never added up."""

    CIVILIANS = "civilians"
    SECURITY_FORCES = "security_forces"
    ARMED_GROUP = "armed_group"
    ATTACKERS = "attackers"
    FOREIGNERS = "foreigners"
    UNKNOWN = "unknown"


class DateValue(Struct, frozen=True):
    """A day, or a range of days when the text says no more ("in June 2021")."""

    start: date
    end: date


class PlaceValue(Struct, frozen=True):
    """A place as resolved; precision is UCDP where_prec 1-7, radius_km how far the truth may be."""

    name: str
    country: str | None = None  # ISO 3166 alpha-2
    lat: float | None = None  # None with lon: abstained
    lon: float | None = None
    precision: int | None = None
    radius_km: float | None = None
    gazetteer: str | None = None  # "geonames:2362735"
    admin1: str | None = None
    admin2: str | None = None


class PerpetratorValue(Struct, frozen=True):
    """Who is said to have done it; actor is an id of vocab/actors.toml, or None when only described."""

    name: str
    actor: str | None
    type: str | None
    basis: Basis


class TargetValue(Struct, frozen=True):
    name: str
    type: str | None = None


class VictimValue(Struct, frozen=True):
    """Who was hurt: what the report calls them, and a name as written; a stored claim holds no private person's."""

    name: str | None = None
    description: str | None = None
    type: str | None = None
    count: int | None = None


class WeaponValue(Struct, frozen=True):
    name: str
    type: str | None = None


class TollValue(Struct, frozen=True):
    """A count of people. low None: "up to"; high None: "at least"; both None: "several"."""

    low: int | None
    high: int | None
    who: Who = Who.UNKNOWN
    qualifier: str | None = None  # as written: "au moins", "some"
    scope: str | None = (
        None  # None: of the whole event; "sub": part of a total; "joint": over several sites; "old": superseded
    )


class DamageValue(Struct, frozen=True):
    name: str
    effect: str | None = None


class ReactionValue(Struct, frozen=True):
    """stance: condemns, condoles, calls_for, offers_aid, warns, denies, supports, other."""

    who: str
    stance: str
    what: str


class CommitmentValue(Struct, frozen=True):
    who: str
    what: str
    due: str | None = None


class DriverValue(Struct, frozen=True):
    factor: str
    effect: str


class ImpactValue(Struct, frozen=True):
    impact: str
    outcome: str


class RecommendationValue(Struct, frozen=True):
    focus: str
    action: str
    addressee: str | None = None


class PartnershipValue(Struct, frozen=True):
    body: str
    contribution: str


class CredibilityValue(Struct, frozen=True):
    """A person's grade, 1-6, of an incident, or of one of its fields."""

    grade: int
    of: str | None = None  # a field; None: the incident


Value: TypeAlias = (
    str | DateValue | PlaceValue | PerpetratorValue | TargetValue | VictimValue | WeaponValue | TollValue | DamageValue
    | ReactionValue | CommitmentValue | DriverValue | ImpactValue | RecommendationValue | PartnershipValue
    | CredibilityValue
)  # fmt: skip
