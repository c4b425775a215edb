"""What a person set right is told in the files that are handed on, and who did it in those of the own house."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

from desk_room import NOW, by
from test_corrections import djibo, store

from tamani.flow import (
    OWNER,
    ExportOptions,
    Ground,
    Query,
    Wording,
    contest_record,
    correct_field,
    export_incidents,
)
from tamani.records import Marking, Reader, Tlp, Who
from tamani.store import Store

__all__ = ["store"]  # the fixture


def test_an_export_says_what_was_corrected_by_whom_and_when_and_as_of_when(store: Store) -> None:
    incident = djibo(store).incident.id
    correct_field(store, incident, Wording(field="killed", text="15", who=Who.CIVILIANS), Ground(note="n"), by(hours=2))
    contest_record(store, incident, None, by("the mayor", "Nobody died", 3))
    (row,) = [one for one in export_rows(store) if one["event_id_cnty"] == incident]
    assert (row["corrected"], row["corrected_by"], row["corrected_at"], row["contested"], row["as_of"]) == (
        "killed (civilians)", "ana", "2026-01-01T02:00:00Z", "1", ""
    )  # fmt: skip
    assert row["fatalities"] == "15" and int(row["independent_origins"]) >= int(row["fatalities_origins"] or 0)
    (early,) = [one for one in export_rows(store, as_of=NOW + timedelta(hours=1)) if one["event_id_cnty"] == incident]
    assert (early["corrected"], early["contested"], early["as_of"]) == ("", "0", "2026-01-01T01:00:00Z")


def test_an_export_for_others_says_that_a_value_was_corrected_and_not_by_whom(store: Store) -> None:
    incident = djibo(store).incident.id
    ground = Ground(note="n", marking=Marking(Tlp.CLEAR))
    correct_field(store, incident, Wording(field="killed", text="15", who=Who.CIVILIANS), ground, by(hours=2))
    rows = export_rows(store, reader=Reader("export", Tlp.GREEN, owner=False))
    (row,) = [one for one in rows if one["event_id_cnty"] == incident]
    assert (row["corrected"], row["corrected_by"]) == ("killed (civilians)", "")


def export_rows(store: Store, reader: Reader = OWNER, as_of: datetime | None = None) -> list[dict[str, str]]:
    """The incidents as a CSV has them."""
    made = export_incidents(store, reader, Query(as_of=as_of, background=True), ExportOptions(now=NOW, format="csv"))
    return list(csv.DictReader(io.StringIO(made.data.decode())))
