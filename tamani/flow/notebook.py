"""Texts in, records out, and no file left behind: for a notebook or a script."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from tamani.errors import UnreadableItem
from tamani.fields import load_vocabulary
from tamani.flow.fits import Query
from tamani.flow.group import Grouping, group_mentions
from tamani.flow.prepare import Prepared, open_tools, prepare_item
from tamani.flow.view import OWNER, list_incidents
from tamani.records import Claim, Dossier, Incident, Item, Reading, Reject
from tamani.share.acled import make_flat_row, make_style
from tamani.share.contract import make_claim_row
from tamani.store import Arrival, open_store

if TYPE_CHECKING:
    import pandas


class Result(Struct, frozen=True, kw_only=True):
    """What a few reports came to: records, all that each report says, the reports, and what was set aside."""

    dossiers: tuple[Dossier, ...]
    claims: tuple[Claim, ...]
    reports: tuple[Reading, ...]
    rejects: tuple[Reject, ...] = ()

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The incidents, newest first."""
        return tuple(dossier.incident for dossier in self.dossiers)

    def to_dataframe(self, of: str = "incidents", language: str = "en") -> pandas.DataFrame:
        """A pandas table with a row for each of the "incidents" (columns of ACLED) or "claims"."""
        import pandas

        if of == "claims":
            rows = [make_claim_row(claim) | {"report": claim.report, "mention": claim.mention} for claim in self.claims]
        else:
            style = make_style(load_vocabulary(), language)
            rows = [make_flat_row(dossier, style) for dossier in self.dossiers]
        return pandas.DataFrame(rows)


def run_texts(
    texts: Iterable[str | Mapping[str, Any]],
    *,
    now: datetime | None = None,
    gazetteer: Path | None = None,
    background: bool = False,
) -> Result:
    """Reports as texts, or as rows with text, id, title, published, language, source, url; no file stays."""
    now = now or datetime.now(UTC)
    tools = open_tools(gazetteer, None)
    made = [prepare_item(item, tools, now) for item in _make_items(texts, now)]
    good = [one for one in made if isinstance(one, Prepared)]
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "run.db") as store:
        store.add_readings(
            [
                Arrival(report=one.report, reading=one.reading, extraction=one.extraction, toponyms=one.toponyms)
                for one in good
            ]
        )
        mentions = [mention.id for extraction in store.all_extractions() for mention in extraction.mentions]
        group_mentions(Grouping(store, tools.vocabulary), mentions, now=now)
        return Result(
            dossiers=tuple(list_incidents(store, OWNER, Query(background=background), now=now)),
            claims=tuple(_list_claims(good)),
            reports=tuple(store.all_readings()),
            rejects=tuple(one for one in made if isinstance(one, Reject)),
        )


def _make_items(texts: Iterable[str | Mapping[str, Any]], now: datetime) -> Iterator[Item]:
    for number, given in enumerate(texts, start=1):
        row: Mapping[str, Any] = {"text": given} if isinstance(given, str) else given
        name = str(row.get("id") or f"text {number}")
        text = row.get("text")
        if not isinstance(text, str):
            raise UnreadableItem(name, "it has no text", 'give a string, or a row with a "text"')
        yield Item(
            name=name,
            data=text.encode(),
            media_type="text/plain; charset=utf-8",
            collected=now,
            own_id=None if row.get("id") is None else str(row["id"]),
            url=row.get("url"),
            title=row.get("title"),
            source=row.get("source"),
            published=_read_time(row.get("published"), name),
            language=row.get("language"),
        )


def _read_time(given: Any, name: str) -> datetime | None:
    if given is None or given == "":
        return None
    try:
        found = given if isinstance(given, datetime) else datetime.fromisoformat(str(given))
    except ValueError as error:
        raise UnreadableItem(name, f"published is {given!r}", "write it as 2024-08-31") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _list_claims(good: Iterable[Prepared]) -> Iterator[Claim]:
    for one in good:
        for mention in one.extraction.mentions:
            yield from mention.claims
        yield from one.extraction.statements
