"""Where a record was first said, as a tree: root origin, who carried it, the reports with their words.

Values alone, made by flow/tree.py for every face.
"""

from __future__ import annotations

from msgspec import Struct

from tamani.records import Cited, Claim, Dossier, Origin


class Carried(Struct, frozen=True, kw_only=True):
    """One report that carries an origin: what it says from there, and its copies, which say nothing new."""

    cited: Cited
    claims: tuple[Claim, ...]  # tolls and who did it first
    copies: tuple[Cited, ...] = ()
    telling: int = 1  # how many of its claims are read at one glance: some tolls and accusations, else one fact


class Channel(Struct, frozen=True, kw_only=True):
    """Who carried it: an agency by its id and name; None where the reports have it from the origin itself."""

    id: str | None
    name: str | None
    reports: tuple[Carried, ...]


class Root(Struct, frozen=True, kw_only=True):
    """An independent origin; None for what nobody stands behind, which counts as no origin."""

    origin: Origin | None
    channels: tuple[Channel, ...]

    @property
    def reports(self) -> int:
        """How many reports carry it, copies among them."""
        carried = [one for channel in self.channels for one in channel.reports]
        return len({cited.report for one in carried for cited in (one.cited, *one.copies)})


class OriginTree(Struct, frozen=True, kw_only=True):
    """A record with its independent origins, the one that most reports carry first; what has no root comes last."""

    dossier: Dossier
    roots: tuple[Root, ...]

    @property
    def origins(self) -> int:
        return sum(root.origin is not None for root in self.roots)
