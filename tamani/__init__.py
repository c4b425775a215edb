"""tamani: reports of attacks in, in French or English; one cited record per incident out.

    import tamani

    result = tamani.run(["Au moins 12 civils ont été tués ..."])
    result.to_dataframe()

    with tamani.open_store("tamani.db") as store:
        dossier = tamani.show_incident(store, "i3f2a91c", tamani.OWNER)

Everything is loaded when it is first asked for: `import tamani` and `tamani --help` take no time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from tamani.flow import OWNER, Query, add_items, list_incidents, show_incident
    from tamani.flow.notebook import Result, run_texts as run
    from tamani.records import Claim, Dossier, Incident, Item, Marking, Mention, Reader, Reading, Report, Span, Tlp
    from tamani.settings import Settings
    from tamani.store import Store, open_store

# name -> where it is, and what it is called there
_HOMES = {
    "OWNER": ("tamani.flow", "OWNER"),
    "Query": ("tamani.flow", "Query"),
    "add_items": ("tamani.flow", "add_items"),
    "list_incidents": ("tamani.flow", "list_incidents"),
    "show_incident": ("tamani.flow", "show_incident"),
    "Result": ("tamani.flow.notebook", "Result"),
    "run": ("tamani.flow.notebook", "run_texts"),
    "Settings": ("tamani.settings", "Settings"),
    "Store": ("tamani.store", "Store"),
    "open_store": ("tamani.store", "open_store"),
    **{
        name: ("tamani.records", name)
        for name in (
            "Claim", "Dossier", "Incident", "Item", "Marking", "Mention", "Reader", "Reading", "Report", "Span", "Tlp",
        )
    },
}  # fmt: skip

__all__ = [
    "OWNER",
    "Claim",
    "Dossier",
    "Incident",
    "Item",
    "Marking",
    "Mention",
    "Query",
    "Reader",
    "Reading",
    "Report",
    "Result",
    "Settings",
    "Span",
    "Store",
    "Tlp",
    "add_items",
    "list_incidents",
    "open_store",
    "run",
    "show_incident",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'tamani' has no attribute {name!r}")
    room, there = _HOMES[name]
    return getattr(import_module(room), there)
