"""A value of a field as a person writes it: "15", "15-20", "15+", "2024-08-24", "Djibo", "14.1,-1.63 Djibo", "jnim"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from tamani.errors import BadClaim
from tamani.fields import STATEMENTS, TOLLS, VALUE_TYPES, decode_value, load_vocabulary
from tamani.phrases import say_term
from tamani.records import (
    Basis,
    CredibilityValue,
    DamageValue,
    DateValue,
    PerpetratorValue,
    PlaceValue,
    TargetValue,
    TollValue,
    Value,
    VictimValue,
    WeaponValue,
    Who,
)
from tamani.words import fold

_COUNT = re.compile(r"(\d{1,9})(?:\s*(?:-|–|\.\.)\s*(\d{1,9})|(\+))?")
_POINT = re.compile(r"(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s+(.+)")
FindPlace = Callable[[str], PlaceValue | None]


class Wording(Struct, frozen=True, kw_only=True):
    """What a person gives: the field, the value as written, and for whom or on what ground where the field asks it."""

    field: str
    text: str
    who: Who = Who.UNKNOWN
    basis: Basis | None = None
    said_by: str | None = None
    gazetteer: Path | None = None  # the added place names, where there are some


def parse_value(given: Wording, find_place: FindPlace) -> Value:
    """The value that a person means; an error says how to write it."""
    field, text = given.field, given.text.strip()
    if field not in VALUE_TYPES or field in STATEMENTS:
        fields = ", ".join(name for name in VALUE_TYPES if name not in STATEMENTS)
        raise BadClaim(f"field {field!r}", "can't be corrected", f"name one of {fields}")
    if not text:
        raise BadClaim(f"field {field!r}", "no value is given", "say what is right")
    if text.startswith("{"):
        return _decode(field, text)
    if field in TOLLS:
        return _parse_toll(field, text, given.who)
    if field == "credibility":
        return _parse_grade(text)
    plain: dict[str, Callable[[], Value]] = {
        "date": lambda: _parse_date(text),
        "place": lambda: _parse_place(text, find_place),
        "kind": lambda: _parse_kind(text),
        "perpetrator": lambda: _parse_actor(text, given),
        "target": lambda: TargetValue(text, _find_term("target", text)),
        "victim": lambda: VictimValue(description=text),
        "weapon": lambda: WeaponValue(text, _find_term("weapon", text)),
        "damage": lambda: DamageValue(text),
    }
    return plain[field]() if field in plain else text


def _decode(field: str, text: str) -> Value:
    try:
        return decode_value(field, text)
    except msgspec.MsgspecError as error:
        problem = f"its value is not as it should be: {error}"
        raise BadClaim(f"field {field!r}", problem, "see docs/reference") from error


def _parse_toll(field: str, text: str, who: Who) -> TollValue:
    found = _COUNT.fullmatch(text.replace("\u00a0", "").replace("\u202f", ""))
    if found is None:
        raise BadClaim(f"field {field!r}", f"{text!r} is no figure", "write 15, 15-20, or 15+ for at least 15")
    low, high = int(found[1]), int(found[2]) if found[2] else None
    if high is not None and high < low:
        raise BadClaim(f"field {field!r}", f"{text!r} ends below where it begins", "write the lower figure first")
    return TollValue(low, None if found[3] else high if high is not None else low, who)


def _parse_grade(text: str) -> CredibilityValue:
    """ "2" of the incident, "killed:4" of one of its fields."""
    of, _, grade = text.rpartition(":")
    fields = [name for name in VALUE_TYPES if name not in (*STATEMENTS, "credibility")]
    if grade.strip() not in ("1", "2", "3", "4", "5", "6") or (of and of.strip() not in fields):
        remedy = 'write 1 to 6 for the incident, or "killed:4" for one of its fields'
        raise BadClaim("field 'credibility'", f"{text!r} is no grade", remedy)
    return CredibilityValue(int(grade), of.strip() or None)


def _parse_date(text: str) -> DateValue:
    start, _, end = text.partition("/")
    try:
        made = DateValue(date.fromisoformat(start.strip()), date.fromisoformat((end or start).strip()))
    except ValueError as error:
        raise BadClaim("field 'date'", f"{text!r} is no day", "write 2024-08-24, or 2024-08-24/2024-08-26") from error
    if made.end < made.start:
        raise BadClaim("field 'date'", f"{text!r} ends before it begins", "write the earlier day first")
    return made


def _parse_place(text: str, find_place: FindPlace) -> PlaceValue:
    if point := _POINT.fullmatch(text):
        lat, lon = float(point[1]), float(point[2])
        known = find_place(point[3])
        bare = PlaceValue(point[3].strip(), country=known.country if known else None)
        return msgspec.structs.replace(bare, lat=lat, lon=lon, precision=1, radius_km=1.0)
    found = find_place(text)
    if found is None or found.lat is None:
        remedy = 'write it as a report would, "Djibo, Burkina Faso", or with its point: "14.10,-1.63 Djibo"'
        raise BadClaim("field 'place'", f"no place {text!r} is known", remedy)
    return found


def _parse_kind(text: str) -> str:
    kinds = load_vocabulary().kinds
    for kind in kinds.values():
        if fold(text) in (fold(kind.id), fold(kind.en), fold(kind.fr)):
            return kind.id
    raise BadClaim("field 'kind'", f"there is no kind {text!r}", f"name one of {', '.join(kinds)}")


def _parse_actor(text: str, given: Wording) -> PerpetratorValue:
    """An actor needs a claim of responsibility or a named accuser, from a person as from a report."""
    for actor in load_vocabulary().actors.values():
        aliases = (actor.id, actor.en, actor.fr, *actor.aliases.en, *actor.aliases.fr, *actor.aliases.any)
        if fold(text) in map(fold, aliases):
            break
    else:
        if fold(text) in ("unknown", "inconnu"):
            return PerpetratorValue("unknown", "unknown", None, Basis.SUSPECTED)
        remedy = "name one of vocab/actors.toml, or `unknown`"
        raise BadClaim("field 'perpetrator'", f"no actor {text!r} is known", remedy)
    claimed = given.basis is Basis.CLAIMED
    if actor.id != "unknown" and not claimed and not (given.basis is Basis.ACCUSED and given.said_by):
        problem = "an actor needs a claim of responsibility or a named accuser"
        raise BadClaim("field 'perpetrator'", problem, "give --basis claimed, or --basis accused with --said-by NAME")
    return PerpetratorValue(actor.en, actor.id, actor.type, given.basis or Basis.SUSPECTED)


def _find_term(field: str, text: str) -> str | None:
    """The word of the closed list that this is, in either language."""
    from tamani.phrases import load_phrases

    for language in ("en", "fr"):
        for term in load_phrases(language)["term"].get(field, {}):
            if fold(text) in (fold(term), fold(say_term(term, field, language))):
                return str(term)
    return None
