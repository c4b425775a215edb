"""A report without a source is called by its file, never by a hash."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tamani import flow
from tamani.settings import Settings
from tamani.store import Store


def test_a_file_without_a_source_is_named_as_its_own_origin(store: Store, tmp_path: Path) -> None:
    note = tmp_path / "note-djibo.txt"
    note.write_text(
        "Attaque à Djibo\n\nDes hommes armés ont attaqué lundi 3 mars 2025 le marché de Djibo, au Burkina Faso. "
        "Neuf civils ont été tués.",
        encoding="utf-8",
    )
    flow.add_items(store, [str(note)], Settings(), now=datetime(2025, 3, 4, tzinfo=UTC))
    (dossier,) = flow.list_incidents(store, flow.OWNER, flow.Query(), now=datetime(2025, 3, 5, tzinfo=UTC))
    assert [origin.name for origin in dossier.incident.origins] == ["note-djibo.txt"]
    assert dossier.cited[0].source == "note-djibo.txt"
