"""A store backed up into one file, with its bytes and its added places, and brought back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tamani.flow.rows import RowSettings
from tamani.flow.take import name_gazetteer
from tamani.store.backup import Backup, Place, Restored, ServerPlace, restore_backup, write_backup


def backup_store(settings: RowSettings, target: Path, *, now: datetime, replace: bool = False) -> Backup:
    """Back the store up while others go on working with it; it is read back and checked before it takes its name."""
    return write_backup(find_place(settings), target, made=now, replace=replace)


def restore_store(file: Path, settings: RowSettings, *, now: datetime, replace: bool = False) -> Restored:
    """Bring a store back; one that is there is put aside under another name, and only where replace says so."""
    return restore_backup(file, find_place(settings), at=now, replace=replace)


def find_place(settings: RowSettings) -> Place | ServerPlace:
    """Where a store is. A gazetteer that the settings keep elsewhere belongs to others too, and is left out."""
    gazetteer = None if settings.gazetteer else name_gazetteer(settings.store)
    if "://" in settings.store:
        return ServerPlace(settings.store, gazetteer)
    path = Path(settings.store)
    return Place(path, path.with_name(path.name + ".raw"), gazetteer)
