"""Records handed on: exports and briefs, always through what one reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from tamani.brief import Page, write_brief
from tamani.fields import load_vocabulary
from tamani.flow.chronicle import Span, tell_history
from tamani.flow.fits import Query
from tamani.flow.view import list_incidents, show_incident
from tamani.records import Happening, Reader
from tamani.share import make_style, write_export
from tamani.store import Store


class Exported(Struct, frozen=True):
    """The bytes of a file, and how many incidents are in it."""

    data: bytes
    count: int


class BriefOptions(Struct, frozen=True, kw_only=True):
    """How a brief is written. since: also say what changed after it; as_of: as it was known then."""

    now: datetime
    language: str = "en"
    format: str = "md"
    since: datetime | None = None
    as_of: datetime | None = None


class ExportOptions(Struct, frozen=True, kw_only=True):
    """How an export is written: one of share.FORMATS, and the language of its notes."""

    now: datetime
    format: str = "csv"
    language: str = "en"


def export_incidents(store: Store, reader: Reader, query: Query, options: ExportOptions) -> Exported:
    """Incidents that fit a query in one of share.FORMATS."""
    dossiers = list(list_incidents(store, reader, query, now=options.now))
    style = make_style(load_vocabulary(), options.language, authors=reader.owner, as_of=query.as_of)
    return Exported(write_export(dossiers, options.format, style), len(dossiers))


def write_briefs(store: Store, incidents: Sequence[str], reader: Reader, options: BriefOptions) -> str:
    """A brief on one or more incidents, one page each."""
    pages = []
    for incident in incidents:
        dossier = show_incident(store, incident, reader, as_of=options.as_of)
        changes: tuple[Happening, ...] = ()
        if options.since is not None:
            span = Span(options.since, options.as_of)
            changes = tell_history(store, dossier.incident.id, reader, language=options.language, span=span)
        pages.append(
            Page(dossier=dossier, changes=changes, since=options.since, written=options.now, as_of=options.as_of)
        )
    return write_brief(pages, options.format, load_vocabulary(), options.language)
