"""What a list is asked for, and whether a record fits: judged by what its reader sees, never by what is hidden.

The store looks at everything and finds where something may fit; here it is decided.
"""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from tamani.assess import grade_severity
from tamani.fields import load_vocabulary
from tamani.records import Dossier, Incident, PerpetratorValue, PlaceValue, ReportId, Stance


class Query(Struct, frozen=True, kw_only=True):
    """Which incidents to list; None: any. since and until are days of the events, text is words of the reports."""

    since: date | None = None
    until: date | None = None
    kind: str | None = None
    country: str | None = None
    text: str | None = None
    actor: str | None = None  # as vocab/ names it: whoever is said to have done it, its units among them
    severity: int | None = None  # at least so grave, 0 to 4
    disputed: bool = False  # only those in which something is disputed
    new_since: datetime | None = None  # only those of which something became known after this time
    background: bool = False  # also those that are only recalled
    withdrawn: bool = False  # also those of which a person withdrew everything
    limit: int | None = None
    as_of: datetime | None = None


def fits_query(dossier: Dossier, query: Query, words: set[ReportId] | None) -> bool:
    """Does what this reader sees fit? The store looked at everything, so a hidden report must not decide."""
    incident = dossier.incident
    if (incident.background and not query.background) or (dossier.withdrawn and not query.withdrawn):
        return False
    if query.kind and query.kind != incident.kind and all(one.kind != query.kind for one in dossier.mentions):
        return False
    if words is not None and not words & {member.report for member in incident.members}:
        return False
    if query.country is not None and query.country.upper() != find_country(incident):
        return False
    return _fits_judgement(incident, query)


def _fits_judgement(incident: Incident, query: Query) -> bool:
    """Does what is settled fit: who did it, how grave it is, whether it is disputed, what is new?"""
    if query.actor and query.actor not in _name_doers(incident):
        return False
    if query.severity and grade_severity(incident, load_vocabulary()) < query.severity:
        return False
    if query.new_since and (incident.last_known is None or incident.last_known <= query.new_since):
        return False
    return bool(incident.disputed) or not query.disputed


def _name_doers(incident: Incident) -> set[str]:
    """Whoever is said to have done it, and whose unit that is; not who is only denied to have."""
    vocabulary = load_vocabulary()
    values = [one.value for settled in incident.settled("perpetrator") for one in settled.positions
              if one.stance is Stance.ASSERTED]  # fmt: skip
    named = {value.actor for value in values if isinstance(value, PerpetratorValue) and value.actor}
    return named | {vocabulary.counted_as(actor) for actor in named if actor in vocabulary.actors}


def list_units(actor: str) -> tuple[str, ...]:
    """An actor and all that are counted as it."""
    vocabulary = load_vocabulary()
    return tuple(sorted({actor, *(one for one in vocabulary.actors if vocabulary.counted_as(one) == actor)}))


def find_country(incident: Incident) -> str | None:
    """The country an incident is settled in."""
    places = (one.value for one in incident.settled("place"))
    return next((place.country for place in places if isinstance(place, PlaceValue)), None)
