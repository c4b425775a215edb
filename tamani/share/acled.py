"""An incident as one flat row, in the columns of ACLED, then what ACLED has no column for: ranges, origins, disputes.

Unknown stays empty. Notes are made from settled values alone, never from a report's text, and name no private person.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from tamani.fields import Vocabulary
from tamani.mask import Allowed, allow_names, mask_names, mask_speaker
from tamani.phrases import load_phrases, say_actor, say_country, say_dates, say_term, say_title, say_value
from tamani.records import (
    DateValue,
    Dossier,
    Incident,
    PerpetratorValue,
    PlaceValue,
    Position,
    Settled,
    Stance,
    TargetValue,
    TollValue,
    VictimValue,
    Who,
)
from tamani.shown import is_range, say_settled
from tamani.words import fold

Row = dict[str, Any]
COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "inter1", "actor2", "inter2", "civilian_targeting", "iso", "region", "country", "admin1", "admin2",
    "location", "latitude", "longitude", "geo_precision", "source", "notes", "fatalities", "tags", "timestamp",
    "date_end", "where_prec", "radius_km", "ucdp_type_of_violence", "kind", "actor_basis",
    "fatalities_low", "fatalities_high", "injured", "abducted", "detained", "displaced",
    "reports", "independent_origins", "disputed", "background", "marking", "audience", "parent", "parts",
    "fatalities_origins", "corrected", "corrected_by", "corrected_at", "contested", "as_of",
)  # fmt: skip


CIVILIAN = frozenset(
    [
        *("village", "market", "civilians", "school", "health", "official", "traditional_leader", "religious", "judge"),
        *("journalist", "aid_worker", "health_worker", "teacher", "student", "worshipper", "worker"),
    ]
)


class Style(Struct, frozen=True):
    """In which words notes are written, which names may stand in them, and as of when.

    authors: also who corrected a value. That is for the own house: to others an analyst is nobody by name.
    """

    vocabulary: Vocabulary
    language: str
    allowed: Allowed
    authors: bool = True
    as_of: datetime | None = None


@cache
def _load_tables() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "acled.toml").read_text(encoding="utf-8"))


def make_style(vocabulary: Vocabulary, language: str, *, authors: bool = True, as_of: datetime | None = None) -> Style:
    """The style of an export."""
    return Style(vocabulary, language, allow_names(vocabulary), authors, as_of)


def make_flat_row(dossier: Dossier, style: Style) -> Row:
    """All columns of one incident; absent is None."""
    incident = dossier.incident
    row: Row = dict.fromkeys(COLUMNS)
    row |= {"event_id_cnty": incident.id, "kind": incident.kind, "background": incident.background}
    row |= _describe_dates(incident) | _describe_place(incident, style) | _describe_type(incident, style.vocabulary)
    row |= _describe_actors(incident, style) | _describe_tolls(incident)
    row |= {
        "source": "; ".join(dict.fromkeys(cited.source for cited in dossier.cited if cited.source)) or None,
        "notes": _write_notes(dossier, style),
        "tags": "; ".join(_collect_tags(incident, style.language)) or None,
        "timestamp": int(incident.last_known.timestamp()) if incident.last_known else None,
        "reports": len({member.report for member in incident.members}),
        "independent_origins": len(incident.origins),
        "disputed": "; ".join(incident.disputed) or None,
        "marking": dossier.marking.tlp.value,
        "audience": "; ".join(dossier.marking.audience) or None,
        "parent": incident.parent,
        "parts": "; ".join(incident.parts) or None,
        "contested": sum(one.answer is None for one in dossier.objections),
        "as_of": write_instant(style.as_of) if style.as_of else None,
    }
    return row | _describe_corrections(incident, style)


def _describe_corrections(incident: Incident, style: Style) -> Row:
    """Which values a person set right, by whom and when; the three lists go side by side."""
    found = [(name, one.corrected) for one in incident.fields if one.corrected for name in [_name_field(one)]]
    if not found:
        return {}
    return {
        "corrected": "; ".join(name for name, _ in found),
        "corrected_by": "; ".join(one.author for _, one in found) if style.authors else None,
        "corrected_at": "; ".join(write_instant(one.at) for _, one in found),
    }


def _name_field(one: Settled) -> str:
    """A field, with the group where it is a toll of one: the other groups are as reports say."""
    return one.field if one.who in (None, Who.UNKNOWN) else f"{one.field} ({one.who.value})"


def write_instant(at: datetime) -> str:
    """A moment as all files write it.

    >>> write_instant(datetime.fromisoformat("2024-08-31T18:30:59.25+02:00"))
    '2024-08-31T16:30:59Z'
    """
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _shown(incident: Incident, field: str) -> Any:
    return next((one.value for one in incident.settled(field) if one.value is not None), None)


def _describe_dates(incident: Incident) -> Row:
    value = _shown(incident, "date")
    if not isinstance(value, DateValue):
        return {}
    # ACLED: 1 the day is known, 2 the week, 3 the month.
    days = (value.end - value.start).days
    precision = 1 if days == 0 else 2 if days <= 7 else 3
    return {"event_date": value.start.isoformat(), "date_end": value.end.isoformat(), "year": value.start.year,
            "time_precision": precision}  # fmt: skip


def _describe_place(incident: Incident, style: Style) -> Row:
    value = _shown(incident, "place")
    if not isinstance(value, PlaceValue):
        return {}
    country = style.vocabulary.countries.get(value.country or "")
    # ACLED: 1 the town, 2 a part of a region, 3 a region or coarser.
    coarse = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3, 7: 3}
    return {
        "location": value.name,
        "country": say_country(value.country, style.vocabulary, style.language),
        "iso": country.iso if country else None,
        "region": country.region if country else None,
        "admin1": value.admin1,
        "admin2": value.admin2,
        "latitude": value.lat,
        "longitude": value.lon,
        "where_prec": value.precision,
        "radius_km": value.radius_km,
        "geo_precision": coarse.get(value.precision) if value.precision else None,
    }


def _describe_type(incident: Incident, vocabulary: Vocabulary) -> Row:
    tables, kind = _load_tables(), vocabulary.kinds.get(incident.kind)
    sub = kind.acled if kind else "Other"
    target = _shown(incident, "target")
    if sub == "Attack" and isinstance(target, TargetValue) and target.type in tables["armed_targets"]["types"]:
        sub = "Armed clash"
    event, disorder = tables["event_type"].get(sub, tables["event_type"]["Other"])
    row: Row = {"sub_event_type": sub, "event_type": event, "disorder_type": disorder}
    row["ucdp_type_of_violence"] = tables["ucdp"].get(kind.ucdp) if kind and kind.ucdp else None
    if event == "Violence against civilians":
        row["civilian_targeting"] = "Civilian targeting"
    return row


def _describe_actors(incident: Incident, style: Style) -> Row:
    row: Row = {}
    value = _shown(incident, "perpetrator")
    if isinstance(value, PerpetratorValue) and value.actor and value.actor in style.vocabulary.actors:
        row["actor1"] = say_actor(value.actor, None, style.vocabulary, style.language)
        row["inter1"] = _class_actor(value.actor, style.vocabulary)
        row["actor_basis"] = value.basis.value
    target = _shown(incident, "target") or _shown(incident, "victim")
    if isinstance(target, TargetValue | VictimValue):
        # The type, not the words: "a shopkeeper, Mr X" is a name.
        field = "target" if isinstance(target, TargetValue) else "victim"
        row["actor2"] = say_term(target.type, field, style.language) or None
        row["inter2"] = "Civilians" if target.type in CIVILIAN else None
    return row


def _class_actor(actor: str, vocabulary: Vocabulary) -> str | None:
    found: str | None = _load_tables()["inter"].get(vocabulary.actors[actor].type)
    return found


def _describe_tolls(incident: Incident) -> Row:
    """Groups are never added up: a total said as such stands, else the only group; else the cell stays empty."""
    row: Row = {}
    for field, column in (("killed", "fatalities"), ("injured", "injured"), ("abducted", "abducted"),
                          ("detained", "detained"), ("displaced", "displaced")):  # fmt: skip
        groups = [one for one in incident.settled(field) if one.best is not None]
        total = _find_total(groups)
        if total is None:
            continue
        # ACLED has an event a day and place: the parts. So a sum over this column counts nobody twice.
        row[column] = None if incident.parts else total.best
        if field == "killed":
            row |= {"fatalities_low": total.low, "fatalities_high": total.high}
            row["fatalities_origins"] = _count_origins(total)
    return row


def _count_origins(total: Settled) -> int:
    """How many independent origins stand behind the figure of the row: not behind the lower or the higher one."""
    behind = {
        origin
        for one in total.positions
        if not one.superseded and one.stance is Stance.ASSERTED and isinstance(one.value, TollValue)
        and total.best in (one.value.low, one.value.high)
        for origin in one.origins
    }  # fmt: skip
    return len(behind)


def _find_total(groups: Sequence[Settled]) -> Settled | None:
    """A figure of nobody in particular counts as the total only where no group has more: "15 dead" beside
    49 civilians was said of one site.
    """
    if len(groups) == 1:
        return groups[0]
    largest = max((one.best or 0 for one in groups), default=0)
    return next((one for one in groups if one.who is Who.UNKNOWN and (one.best or 0) >= largest), None)


def _collect_tags(incident: Incident, language: str) -> list[str]:
    tags = [
        say_term(position.value, field, language) or position.value.replace("_", " ")
        for field in ("tactic", "propaganda", "stage")
        for settled in incident.settled(field)
        for position in settled.positions
        if isinstance(position.value, str) and position.stance is Stance.ASSERTED
    ]
    return sorted(set(tags))


def _write_notes(dossier: Dossier, style: Style) -> str:
    """Title, figures with their speakers, actors; then the reports by number."""
    incident, phrases = dossier.incident, load_phrases(style.language)
    numbers = {cited.report: number for number, cited in enumerate(dossier.cited, start=1)}
    lines = [say_title(incident, style.vocabulary, style.language)]
    for field in ("killed", "injured", "abducted", "detained", "displaced", "missing", "perpetrator"):
        for settled in incident.settled(field):
            if settled.value is not None and (is_range(settled) or field == "perpetrator"):
                lines.append(say_settled(settled, style.vocabulary, style.language))
            for position in settled.positions:
                lines.append(_say_position(field, position, style, numbers))
    allowed = _allow_places(incident, style)
    sources = "; ".join(
        f"[{numbers[cited.report]}] {cited.source or cited.agency or cited.url or cited.report}"
        + (f", {say_dates(DateValue(cited.published.date(), cited.published.date()), style.language)}"
           if cited.published else "")
        for cited in dossier.cited
    )  # fmt: skip
    said = mask_names(". ".join(dict.fromkeys(line for line in lines if line)), allowed, str(phrases["masked"]))
    return f"{said}. {sources}" if sources else said


def _allow_places(incident: Incident, style: Style) -> Allowed:
    """ "Boucle du Mouhoun" is two capitalised words, and no person."""
    names: set[str] = set()
    for settled in incident.settled("place"):
        for place in [settled.value, *(position.value for position in settled.positions)]:
            if isinstance(place, PlaceValue):
                names.update(fold(name) for name in (place.name, place.admin1, place.admin2) if name)
    return Allowed(style.allowed.names | names)


def _say_position(field: str, position: Position, style: Style, numbers: dict[Any, int]) -> str:
    phrases = load_phrases(style.language)
    said = say_value(field, position.value, style.vocabulary, style.language)
    if position.stance is not Stance.ASSERTED:
        said += f" ({phrases[position.stance.value]})"
    if position.speaker and position.speaker in style.vocabulary.actors:
        said += ", " + phrases["by"].format(speaker=say_actor(position.speaker, None, style.vocabulary, style.language))
    elif speaker := mask_speaker(position.said_by, style.allowed, str(phrases["named_person"])):
        said += ", " + phrases["by"].format(speaker=speaker)
    cited = sorted(numbers[report] for report in position.reports if report in numbers)
    return said + ("" if not cited else " [" + ", ".join(map(str, cited)) + "]")
