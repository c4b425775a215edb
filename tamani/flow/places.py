"""Gazetteers of one's own, kept beside the store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from tamani import locate
from tamani.flow.rows import RowSettings
from tamani.flow.take import name_gazetteer


def find_folder(settings: RowSettings) -> Path:
    """Where added gazetteers are: the folder of the settings, else beside the store."""
    return settings.gazetteer or name_gazetteer(settings.store)


def add_gazetteer(path: Path, settings: RowSettings) -> dict[str, Any]:
    """Add a GeoNames dump or boundaries; says how many rows were taken and what was wrong with others."""
    folder = find_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    added: dict[str, Any] = msgspec.to_builtins(locate.add_gazetteer(path, folder))
    return added


def list_gazetteers(settings: RowSettings) -> list[dict[str, Any]]:
    """The gazetteers in use: the default one, then those that were added."""
    folder = find_folder(settings)
    added = locate.list_gazetteers(folder) if folder.exists() else ()
    return [{"name": "default", "kind": "places"}, *(msgspec.to_builtins(one) for one in added)]
