"""One item read, located and extracted; many of them on all processors. Nothing here touches the database.

A worker process opens the gazetteer once and keeps it. An item that fails comes back as a Reject that names it.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from multiprocessing import get_context, parent_process
from pathlib import Path
from types import ModuleType

from msgspec import Struct

from tamani.errors import Deleted, NotAllowed, TamaniError
from tamani.extract import extract_reading
from tamani.extract.confidence import drop_unsure, weigh_claims
from tamani.extract.parties.actors import find_registry
from tamani.fields import Vocabulary, load_vocabulary
from tamani.fuse import MentionCard, describe_mention
from tamani.locate import Gazetteer, find_toponyms, open_gazetteer
from tamani.mask import hide_persons
from tamani.own_words import use_folder, used_folder
from tamani.read import read_item
from tamani.records import Extraction, Item, Reading, Reject, Report, Toponym
from tamani.store import Store, open_store
from tamani.store.raw import hash_raw

FEW = 200  # below this a pool costs more (a second a worker) than it saves,
FEW_BYTES = 4_000_000  # unless they are large: sixty web pages keep one process busy for four seconds
CHUNK = 25  # items a worker takes at a time,
CHUNK_BYTES = 1_000_000  # or fewer, when they are large: a hundred PDFs of 10 MB must not wait in memory
AHEAD = 8  # chunks a worker has before it: enough to do while a batch is being stored
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


def open_tools(gazetteer: Path | None, store: Store | None, least: float = 0.0) -> Tools:
    """The gazetteer and vocabulary, opened."""
    return Tools(open_gazetteer(gazetteer), load_vocabulary(), store, least)


def prepare_chunk(chunk: Sequence[Item | Reject], tools: Tools, now: datetime) -> list[Prepared | Reject]:
    """A few items prepared and their bytes kept: what can't be read can be tried again.

    Not those of what is known, which are there; and not those of a text that somebody had deleted.
    """
    made = [prepare_item(item, tools, now) for item in chunk]
    if tools.store is not None:
        pairs = [(item, one) for item, one in zip(chunk, made, strict=True) if isinstance(item, Item)]
        tools.store.keep_raws([item.data for item, one in pairs if _has_bytes(one)])
    return made


def _has_bytes(one: Prepared | Reject) -> bool:
    return one.raw is not None if isinstance(one, Reject) else not one.known


def prepare_item(item: Item | Reject, tools: Tools, now: datetime) -> Prepared | Reject:
    """An item read to the end, or set aside with the reason; never an exception."""
    if isinstance(item, Reject):
        return item
    raw = hash_raw(item.data) if tools.store is not None else None
    try:
        report, reading = read_item(item)
        return prepare_reading(item.name, report, reading, tools)
    except Deleted as error:
        return Reject(name=item.name, problem=error.problem, remedy=error.remedy, at=now)
    except TamaniError as error:
        return Reject(name=item.name, problem=error.problem, remedy=error.remedy, at=now, raw=raw)
    except Exception as error:
        # A mistake of ours in one report must not cost the other thousand; it is named, and can be tried again.
        problem = f"it could not be worked out ({type(error).__name__}: {error})"
        return Reject(name=item.name, problem=problem, remedy="try again with a newer tamani", at=now, raw=raw)


def prepare_reading(name: str, report: Report, reading: Reading, tools: Tools) -> Prepared:
    """A reading located and extracted."""
    toponyms: tuple[Toponym, ...] = ()
    extraction = Extraction(report=reading.report, version=reading.version, language=reading.language, relevant=False)
    # A feed brings the same fifty items every quarter of an hour.
    known = tools.store is not None and tools.store.has_reading(reading.report, reading.version)
    if tools.store is not None and not known and (act := tools.store.forgotten(reading.report)):
        raise Deleted(
            f"report {reading.report}",
            f"its text was deleted on {act.at:%Y-%m-%d} by {act.author} ({act.reason})",
            "nothing to do; to take it in all the same, give it another id",
        )
    if reading.language in LANGUAGES and not known:
        toponyms = find_toponyms(reading, tools.gazetteer, home=True)
        extraction = weigh_claims(extract_reading(reading, toponyms, tools.vocabulary), reading)
        extraction = drop_unsure(extraction, tools.least)
    cards = tuple(describe_mention(mention, reading, tools.vocabulary) for mention in extraction.mentions)
    # On the reader's own screen victims and speakers have the names that the report gives them; the store keeps none.
    # Left out here, by all processors, and not by the one that stores.
    masked = tools.store is not None
    if masked:
        extraction = hide_persons(extraction, reading, find_registry(tools.vocabulary).allowed)
    return Prepared(
        name=name, report=report, reading=reading, toponyms=toponyms, extraction=extraction, cards=cards, known=known,
        masked=masked,
    )  # fmt: skip


def prepare_items(
    items: Iterable[Item | Reject], gazetteer: Path | None, store: Store | None, now: datetime, least: float = 0.0
) -> Iterator[Prepared | Reject]:
    """All items, prepared; a few here, many by worker processes. The order may change: nothing depends on it."""
    waiting = iter(items)
    first, many = _take_first(waiting)
    workers = os.cpu_count() or 1
    chunks = _cut_chunks(chain(first, waiting))
    pool = _start_pool(workers, gazetteer, store, least) if many and workers > 1 else None
    if pool is None:
        tools = open_tools(gazetteer, store, least)
        for chunk in chunks:
            yield from prepare_chunk(chunk, tools, now)
        return
    try:
        yield from _feed_pool(pool, chunks, now, workers * AHEAD)
    except BrokenProcessPool as error:
        problem = "the system ended it, as a rule for lack of memory"
        remedy = "what was stored stays; run it again, a few files at a time, to find the one that does it"
        raise NotAllowed("a process that reads", problem, remedy) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _take_first(waiting: Iterator[Item | Reject]) -> tuple[list[Item | Reject], bool]:
    """The first items, and whether there is enough to do for several processes."""
    first: list[Item | Reject] = []
    size = 0
    for item in waiting:
        first.append(item)
        size += len(item.data) if isinstance(item, Item) else 0
        if len(first) == FEW or (size > FEW_BYTES and len(first) > 3):
            return first, True
    return first, False


def _cut_chunks(items: Iterable[Item | Reject]) -> Iterator[list[Item | Reject]]:
    chunk: list[Item | Reject] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item.data) if isinstance(item, Item) else 0
        if len(chunk) == CHUNK or size > CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _start_pool(workers: int, gazetteer: Path | None, store: Store | None, least: float) -> ProcessPoolExecutor | None:
    """The worker processes, starting; None where there are none to be had, so that one process does it all."""
    context = get_context("spawn")  # the store's connection must not be carried over into a worker
    try:
        given = (gazetteer, store.address if store else None, used_folder(), least)
        pool = ProcessPoolExecutor(workers, context, _open_worker, given)
        with _hide_script():
            for _ in range(workers):
                pool.submit(_check_ready)
    except (AssertionError, ImportError, OSError, RuntimeError):
        # A worker of somebody else's pool may start no others; some sandboxes have no semaphores.
        return None
    return pool


@contextmanager
def _hide_script() -> Iterator[None]:
    """Workers start without the script that called us: they need nothing of it.

    Else one without `if __name__ == "__main__":`, or a line typed into a notebook, would run again in every worker.
    """
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _check_ready() -> None:
    """The first task of a worker: asking for it starts the process."""


def _feed_pool(
    pool: ProcessPoolExecutor, chunks: Iterable[list[Item | Reject]], now: datetime, most: int
) -> Iterator[Prepared | Reject]:
    """Keeps the workers busy, with no more than `most` chunks in memory."""
    running: list[Future[list[Prepared | Reject]]] = []
    for chunk in chunks:
        running.append(pool.submit(_prepare_chunk, chunk, now))
        if len(running) >= most:
            yield from running.pop(0).result()
    while running:
        yield from running.pop(0).result()


_worker_tools: list[Tools] = []  # of this worker process: one entry, set when it starts


def _open_worker(gazetteer: Path | None, store: str | None, words: Path | None, least: float) -> None:
    import signal

    # Ctrl-C goes to the whole group; the parent decides what is still stored.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    use_folder(words)
    _worker_tools[:] = [open_tools(gazetteer, open_store(store) if store else None, least)]
    calm_collector()


def _end_with_parent() -> None:
    """A parent that is killed can't end its workers: they would wait for it for ever, each with its gazetteer."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def calm_collector() -> None:
    """For a process that only reads reports: its values hold no cycles.

    Looking through the lexicons for some every few thousand claims would cost a tenth of the time.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _prepare_chunk(chunk: Sequence[Item | Reject], now: datetime) -> list[Prepared | Reject]:
    return prepare_chunk(chunk, _worker_tools[0], now)
