"""Files incidents under what lists are narrowed by: kind, country, actor, how grave, and whether anything is open.

All that any report or any person says counts: more than what is settled for some reader, and never less. So a list
looks only where it may find something, and whoever reads the records decides by what he sees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from tamani.fields import MANY_ABDUCTED, MANY_KILLED, Vocabulary, load_vocabulary
from tamani.records import Act, IncidentId, PerpetratorValue, PlaceValue, Stance, TollValue, Value
from tamani.store.connect import Bindings, Session, pack_list
from tamani.store.rows import read_value, write_json

GRAVE = (3, 4)  # degrees that have a list of their own: below it nearly all would be in it
NARROWING = frozenset({"kind", "place", "perpetrator", "killed", "abducted"})
Entry = tuple[str, str, IncidentId]
_ACT = msgspec.json.Decoder(Act)


def refresh_facets(session: Session, incidents: Iterable[IncidentId]) -> None:
    """File incidents anew; nobody is told that they changed."""
    packed = {"ids": pack_list(incidents)}
    session.run("incidents.drop_facets", packed)
    late: dict[str, int] = dict(session.fetch("incidents.late", packed))
    entries = sorted({one for one in _find_facets(session, packed) if one[2] in late})
    session.run_many(
        "incidents.add_facet",
        [{"facet": facet, "value": value, "late": late[ident], "incident": ident} for facet, value, ident in entries],
    )


def _find_facets(session: Session, packed: Bindings) -> Iterator[Entry]:
    vocabulary = load_vocabulary()
    said: dict[tuple[IncidentId, str], set[str]] = defaultdict(set)
    for incident, field, text, stance in session.fetch("incidents.facts", packed):
        # What is put in question, or told in two ways, may be disputed.
        told = said[incident, field]
        told.add(text)
        if len(told) == 2 or stance != Stance.ASSERTED.value:
            yield "open", "1", incident
        if field in NARROWING:
            yield from _file_value(incident, field, text, vocabulary)
    for incident, body in session.fetch("incidents.corrected", packed):
        act = _ACT.decode(body)
        if act.field in NARROWING and act.value is not None:
            yield from _file_value(incident, act.field, write_json(act.value), vocabulary)
    for incident, kind in session.fetch("incidents.kinds", packed):
        yield from _file_kind(incident, kind, vocabulary)


def _file_value(incident: IncidentId, field: str, text: str, vocabulary: Vocabulary) -> Iterator[Entry]:
    try:
        value: Value = read_value(field, text) if text.startswith(("{", '"')) else text
    except msgspec.DecodeError:
        return  # changed by hand or by the disk: it says nothing, and `tamani doctor --deep` names it
    if isinstance(value, PlaceValue) and value.country:
        yield "country", value.country, incident
    elif isinstance(value, PerpetratorValue) and value.actor:
        yield "actor", value.actor, incident
    elif isinstance(value, TollValue):
        most = max(value.low or 0, value.high or 0)
        degree = 4 if field == "killed" and most >= MANY_KILLED[1] else 3
        if most >= (MANY_KILLED[0] if field == "killed" else MANY_ABDUCTED):
            yield from _file_degree(incident, degree)
    elif isinstance(value, str) and value and field == "kind":
        yield from _file_kind(incident, value, vocabulary)


def _file_kind(incident: IncidentId, kind: str, vocabulary: Vocabulary) -> Iterator[Entry]:
    yield "kind", kind, incident
    if row := vocabulary.kinds.get(kind):
        yield from _file_degree(incident, row.severity)


def _file_degree(incident: IncidentId, degree: int) -> Iterator[Entry]:
    """How grave it may be at most: what is very grave is grave, too."""
    return (("severity", str(one), incident) for one in GRAVE if one <= degree)


def list_facets(session: Session, facet: str) -> tuple[str, ...]:
    """Which kinds, countries or actors there are."""
    return tuple(row[0] for row in session.fetch("incidents.facet_values", {"facet": facet}))
