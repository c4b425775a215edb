"""When undated reports came in decides nothing: neither the minute nor the year."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from shelves import Shelf

from tamani import flow
from tamani.settings import Settings
from tamani.share.contract import make_incident_row

MARKET = "On 3 March 2025 gunmen attacked the market of Djibo, in Burkina Faso."
ROWS = (
    {"id": "a", "text": f"{MARKET} They killed nine people."},
    {"id": "b", "text": f"{MARKET} At least 14 people died."},
    {"id": "c", "title": "Djibo", "published": "2025-03-04", "text": "Gunmen killed 12 people in Djibo on Monday."},
)


def test_undated_reports_in_either_order_make_the_same_record(shelf: Shelf, tmp_path: Path) -> None:
    records = []
    for name, order in (("forth", (0, 1, 2)), ("back", (2, 1, 0))):
        with shelf.open() as store:
            for minute, index in enumerate(order):
                inbox = tmp_path / f"{name}-{index}.jsonl"
                inbox.write_text(json.dumps(ROWS[index]), encoding="utf-8")
                now = datetime(2025, 3, 9, 10, minute, tzinfo=UTC)
                flow.add_items(store, [str(inbox)], Settings(), now=now)
            found = flow.list_incidents(store, flow.OWNER, flow.Query(), now=datetime(2025, 3, 9, 12, tzinfo=UTC))
            records.append([make_incident_row(dossier) for dossier in found])
    assert records[0] and records[0] == records[1]


def test_an_undated_report_of_an_archive_meets_the_old_news_of_its_town(shelf: Shelf, tmp_path: Path) -> None:
    text = "Gunmen attacked the cattle market of Djibo, in Burkina Faso, and set fire to the granaries of Petaga."
    rows = (
        {"id": "dated", "published": "2014-03-04", "text": f"{text} It was on Monday."},
        {"id": "bare", "text": text},
    )
    inbox = tmp_path / "archive.jsonl"
    inbox.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    now = datetime(2025, 3, 9, 12, tzinfo=UTC)
    with shelf.open() as store:
        flow.add_items(store, [str(inbox)], Settings(), now=now)
        (one,) = flow.list_incidents(store, flow.OWNER, flow.Query(), now=now)
    assert {member.report for member in one.incident.members} == {"dated", "bare"}
