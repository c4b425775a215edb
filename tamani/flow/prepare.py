"""One item read, located and extracted; and made ready for the one that stores. Nothing here writes to the database.

An item that fails comes back as a Reject that names it. workers.py does this for many items on all processors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from tamani.errors import Deleted, TamaniError
from tamani.extract import extract_reading
from tamani.extract.confidence import drop_unsure, weigh_claims
from tamani.extract.parties.actors import find_registry
from tamani.fields import Vocabulary, load_vocabulary
from tamani.fuse import MentionCard, describe_mention
from tamani.locate import Gazetteer, find_toponyms, open_gazetteer
from tamani.mask import hide_persons
from tamani.read import read_item
from tamani.records import Extraction, Item, Reading, Reject, Report, ReportId, Toponym, Version
from tamani.store import Arrival, Parcel, Store
from tamani.store.raw import hash_raw

LANGUAGES = ("fr", "en")  # others are kept, and left unread


class Tools(Struct, frozen=True):
    """What reading needs beside the item."""

    gazetteer: Gazetteer
    vocabulary: Vocabulary
    store: Store | None  # keeps the bytes, and knows what was read before; None: nothing is kept
    least: float = 0.0  # claims less sure than this are left out


class Prepared(Struct, frozen=True, kw_only=True):
    """An item with all that was found in it; known: it was read before, word for word, and nobody looked again."""

    name: str
    report: Report
    reading: Reading
    toponyms: tuple[Toponym, ...]
    extraction: Extraction
    cards: tuple[MentionCard, ...]
    known: bool = False
    masked: bool = False  # names of victims and speakers are left out already


class Ready(Struct, frozen=True, array_like=True):
    """A report as the one that stores takes it: its rows lack only their numbers, its cards are to be grouped."""

    name: str
    parcel: Parcel
    cards: tuple[MentionCard, ...]
    known: bool


class Read(Struct, frozen=True):
    """An item that is a text now."""

    item: Item
    report: Report
    reading: Reading


Known = Mapping[ReportId, Set[Version]]
_ENCODER = msgspec.msgpack.Encoder()
_READY = msgspec.msgpack.Decoder(Ready)


def open_tools(gazetteer: Path | None, store: Store | None, least: float = 0.0) -> Tools:
    """The gazetteer and vocabulary, opened."""
    return Tools(open_gazetteer(gazetteer), load_vocabulary(), store, least)


def prepare_chunk(chunk: Sequence[Item | Reject], tools: Tools, now: datetime) -> list[Prepared | Reject]:
    """A few items read to the end, or set aside with the reason; never an exception."""
    read = [item if isinstance(item, Reject) else _read_one(item, tools, now) for item in chunk]
    known: Known = {}
    if tools.store is not None:
        # A feed brings the same fifty items every quarter of an hour. Asked for all at once.
        known = tools.store.known_versions([one.report.id for one in read if isinstance(one, Read)])
    return [one if isinstance(one, Reject) else _prepare_one(one, known, tools, now) for one in read]


def prepare_item(item: Item | Reject, tools: Tools, now: datetime) -> Prepared | Reject:
    """An item read to the end, or set aside with the reason; never an exception."""
    return prepare_chunk([item], tools, now)[0]


def _read_one(item: Item, tools: Tools, now: datetime) -> Read | Reject:
    try:
        return Read(item, *read_item(item))
    except Exception as error:
        return _set_aside(item, error, tools, now)


def _prepare_one(one: Read, known: Known, tools: Tools, now: datetime) -> Prepared | Reject:
    try:
        versions = known.get(one.report.id)
        again = versions is not None and one.reading.version in versions
        if versions is not None and not again:
            _refuse_deleted(one.report.id, tools)
        return _prepare_reading(one, again, tools)
    except Exception as error:
        return _set_aside(one.item, error, tools, now)


def _set_aside(item: Item, error: Exception, tools: Tools, now: datetime) -> Reject:
    raw = hash_raw(item.data) if tools.store is not None and not isinstance(error, Deleted) else None
    if isinstance(error, TamaniError):
        return Reject(name=item.name, problem=error.problem, remedy=error.remedy, at=now, raw=raw)
    # A mistake of ours in one report must not cost the other thousand; it is named, and can be tried again.
    problem = f"it could not be worked out ({type(error).__name__}: {error})"
    return Reject(name=item.name, problem=problem, remedy="try again with a newer tamani", at=now, raw=raw)


def _refuse_deleted(report: ReportId, tools: Tools) -> None:
    act = tools.store.forgotten(report) if tools.store is not None else None
    if act is not None:
        raise Deleted(
            f"report {report}",
            f"its text was deleted on {act.at:%Y-%m-%d} by {act.author} ({act.reason})",
            "nothing to do; to take it in all the same, give it another id",
        )


def _prepare_reading(one: Read, known: bool, tools: Tools) -> Prepared:
    reading = one.reading
    toponyms: tuple[Toponym, ...] = ()
    extraction = Extraction(report=reading.report, version=reading.version, language=reading.language, relevant=False)
    if reading.language in LANGUAGES and not known:
        toponyms = find_toponyms(reading, tools.gazetteer, home=True)
        extraction = weigh_claims(extract_reading(reading, toponyms, tools.vocabulary), reading)
        extraction = drop_unsure(extraction, tools.least)
    cards = tuple([describe_mention(mention, reading, tools.vocabulary) for mention in extraction.mentions])
    return Prepared(
        name=one.item.name, report=one.report, reading=reading, toponyms=toponyms, extraction=extraction, cards=cards,
        known=known,
    )  # fmt: skip


# --- for the one that stores --------------------------------------------------------------------------------------


def make_ready(one: Prepared, store: Store) -> Ready:
    """What was prepared, checked and written as rows; an error where it does not keep the laws.

    On the reader's own screen victims and speakers have the names that the report gives them; the store keeps none.
    """
    found = one.extraction
    if not one.masked:
        found = hide_persons(found, one.reading, find_registry(load_vocabulary()).allowed)
    arrival = Arrival(
        report=one.report, reading=one.reading, extraction=None if one.known else found, toponyms=one.toponyms
    )
    return Ready(one.name, store.write_parcel(arrival), one.cards, one.known)


def ready_chunk(chunk: Sequence[Item | Reject], tools: Tools, now: datetime) -> list[bytes | Reject]:
    """A few items ready for the one that stores, packed, and their bytes kept: what can't be read can be tried again.

    Not the bytes of what is known, which are there; and not those of a text that somebody had deleted.
    """
    assert tools.store is not None
    made: list[bytes | Reject] = []
    kept: list[bytes] = []
    for item, one in zip(chunk, prepare_chunk(chunk, tools, now), strict=True):
        packed = one if isinstance(one, Reject) else _pack_one(item, one, tools, now)
        made.append(packed)
        wanted = packed.raw is not None if isinstance(packed, Reject) else isinstance(one, Prepared) and not one.known
        if isinstance(item, Item) and wanted:
            kept.append(item.data)
    tools.store.keep_raws(kept)
    return made


def _pack_one(item: Item | Reject, one: Prepared, tools: Tools, now: datetime) -> bytes | Reject:
    assert tools.store is not None and isinstance(item, Item)
    try:
        return _ENCODER.encode(make_ready(one, tools.store))
    except Exception as error:
        return _set_aside(item, error, tools, now)


def unpack_ready(packed: bytes) -> Ready:
    """What a worker packed."""
    return _READY.decode(packed)
