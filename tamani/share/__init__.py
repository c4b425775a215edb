"""In: dossiers, incidents as one reader may see them. Out: the bytes of a file for other programs.
Parts: formats (one writer each, FORMATS), acled (the flat row), contract (the rows of the command line).
Never decides who may see what (that was done before), and never lets a private person's name out.
"""

from __future__ import annotations

from collections.abc import Iterable

from tamani.records import Dossier
from tamani.share.acled import COLUMNS, Style, make_flat_row, make_style
from tamani.share.formats import FORMATS, HXL, guard_cell

__all__ = ["COLUMNS", "FORMATS", "HXL", "Style", "guard_cell", "make_style", "write_export"]


def write_export(dossiers: Iterable[Dossier], format: str, style: Style) -> bytes:
    """Incidents in one of FORMATS, one row each, in the columns of ACLED and a few of our own."""
    return FORMATS[format]([make_flat_row(dossier, style) for dossier in dossiers])
