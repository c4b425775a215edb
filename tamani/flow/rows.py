"""The three text commands: rows out of reports, nothing stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from tamani.collect import collect_items
from tamani.errors import TamaniError
from tamani.extract.explain import explain_extraction
from tamani.flow.prepare import Prepared
from tamani.flow.take import TakeSettings, name_gazetteer
from tamani.flow.workers import prepare_items
from tamani.locate import Gazetteer, find_toponyms, open_gazetteer
from tamani.read import read_item
from tamani.records import Item, Reading, Reject
from tamani.share.contract import make_extraction_row, make_places_row, make_reading_row

Row = dict[str, Any]


class RowSettings(TakeSettings, Protocol):
    """What the settings say that matters here."""

    @property
    def store(self) -> str: ...


class ExplainSettings(RowSettings, Protocol):
    """Explaining is done in the reader's language."""

    @property
    def language(self) -> str: ...


def read_rows(paths: Sequence[str], settings: RowSettings, *, now: datetime) -> Iterator[Row | Reject]:
    """The clean text of each report with title, author, dates and language."""
    for item in collect_items(paths, settings, now=now):
        read = item if isinstance(item, Reject) else _read_one(item, now)
        yield read if isinstance(read, Reject) else make_reading_row(read)


def _read_one(item: Item, now: datetime) -> Reading | Reject:
    try:
        return read_item(item)[1]
    except TamaniError as error:
        return Reject(name=item.name, problem=error.problem, remedy=error.remedy, at=now)
    except Exception as error:
        problem = f"it could not be read ({type(error).__name__}: {error})"
        return Reject(name=item.name, problem=problem, remedy="try again with a newer tamani", at=now)


def extract_rows(paths: Sequence[str], settings: RowSettings, *, now: datetime) -> Iterator[Row | Reject]:
    """What each report says: mentions with cited claims, and statements."""
    return _prepare_rows(paths, settings, now, _show_one)


def explain_rows(paths: Sequence[str], settings: ExplainSettings, *, now: datetime) -> Iterator[Row | Reject]:
    """What each report says, each claim with the rule and the lexicon entries that made it."""

    return _prepare_rows(paths, settings, now, _explain_one(settings))


def _show_one(one: Prepared) -> Row:
    return make_extraction_row(one.extraction)


def _explain_one(settings: ExplainSettings) -> Callable[[Prepared], Row]:
    return lambda one: make_extraction_row(
        one.extraction, explain_extraction(one.reading, one.extraction, settings.language)
    )


def prepare_all(paths: Sequence[str], settings: RowSettings, *, now: datetime) -> list[Prepared | Reject]:
    """All reports read by the rules, held in memory: what a model is asked must be counted before it is asked."""
    items = collect_items(paths, settings, now=now)
    return list(prepare_items(items, _find_gazetteer(settings), now, settings.min_confidence))


def make_rows(
    prepared: Iterable[Prepared | Reject], settings: ExplainSettings, *, explain: bool = False
) -> Iterator[Row | Reject]:
    """The rows of `tamani extract` for reports that are read already."""
    make_row = _explain_one(settings) if explain else _show_one
    for one in prepared:
        yield one if isinstance(one, Reject) else make_row(one)


def locate_rows(paths: Sequence[str], settings: RowSettings, *, now: datetime) -> Iterator[Row | Reject]:
    """Every place name of each report with the point it stands for; areas said by relation are no names."""
    gazetteer = open_gazetteer(_find_gazetteer(settings))
    for item in collect_items(paths, settings, now=now):
        read = item if isinstance(item, Reject) else _read_one(item, now)
        yield read if isinstance(read, Reject) else _locate_one(read, gazetteer)


def _locate_one(reading: Reading, gazetteer: Gazetteer) -> Row:
    names = find_toponyms(reading, gazetteer, associative=True)
    return make_places_row(reading, [one for one in names if one.feature != "area"])


def _find_gazetteer(settings: RowSettings) -> Path | None:
    folder = settings.gazetteer or name_gazetteer(settings.store)
    return folder if folder.exists() else None


def _prepare_rows(
    paths: Sequence[str], settings: RowSettings, now: datetime, make_row: Callable[[Prepared], Row]
) -> Iterator[Row | Reject]:
    items = collect_items(paths, settings, now=now)
    for one in prepare_items(items, _find_gazetteer(settings), now, settings.min_confidence):
        yield one if isinstance(one, Reject) else make_row(one)
