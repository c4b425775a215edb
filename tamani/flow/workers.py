"""Many items prepared on all processors; a few here.

A worker process opens the gazetteer once and keeps it. It hands back what the one that stores needs, and no more.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from multiprocessing import get_context, parent_process
from pathlib import Path
from types import ModuleType
from typing import TypeAlias, TypeVar

from msgspec import Struct

from tamani.errors import NotAllowed
from tamani.flow.prepare import Prepared, Ready, Tools, open_tools, prepare_chunk, ready_chunk, unpack_ready
from tamani.own_words import use_folder, used_folder
from tamani.records import Item, Reject
from tamani.store import Store, open_store

FEW = 200  # below this a pool costs more (a second a worker) than it saves,
FEW_BYTES = 4_000_000  # unless they are large: sixty web pages keep one process busy for four seconds
CHUNK = 25  # items a worker takes at a time,
CHUNK_BYTES = 1_000_000  # or fewer, when they are large: a hundred PDFs of 10 MB must not wait in memory
AHEAD = 8  # chunks a worker has before it: enough to do while a batch is being stored

T = TypeVar("T")
Work: TypeAlias = Callable[[Sequence[Item | Reject], Tools, datetime], list[T]]


class Setup(Struct, frozen=True):
    """What a process that reads is opened with. store: keeps the bytes, and knows what was read before."""

    gazetteer: Path | None
    store: Store | None
    least: float = 0.0  # claims less sure than this are left out


def prepare_items(
    items: Iterable[Item | Reject], gazetteer: Path | None, now: datetime, least: float = 0.0
) -> Iterator[Prepared | Reject]:
    """All items, prepared, for a reader: nothing is kept. The order may change: nothing depends on it."""
    return _work_all(prepare_chunk, items, Setup(gazetteer, None, least), now)


def ready_items(items: Iterable[Item | Reject], setup: Setup, now: datetime) -> Iterator[Ready | Reject]:
    """All items, ready to be stored, their bytes kept. The order may change: nothing depends on it."""
    for one in _work_all(ready_chunk, items, setup, now):
        yield one if isinstance(one, Reject) else unpack_ready(one)


def _work_all(work: Work[T], items: Iterable[Item | Reject], setup: Setup, now: datetime) -> Iterator[T]:
    """Items worked on chunk by chunk; a few here, many by worker processes."""
    waiting = iter(items)
    first, many = _take_first(waiting)
    workers = os.cpu_count() or 1
    chunks = _cut_chunks(chain(first, waiting))
    pool = _start_pool(workers, setup) if many and workers > 1 else None
    if pool is None:
        tools = open_tools(setup.gazetteer, setup.store, setup.least)
        for chunk in chunks:
            yield from work(chunk, tools, now)
        return
    try:
        jobs = (pool.submit(_do_work, work, chunk, now) for chunk in chunks)
        yield from _collect_results(jobs, workers * AHEAD)
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


def _start_pool(workers: int, setup: Setup) -> ProcessPoolExecutor | None:
    """The worker processes, starting; None where there are none to be had, so that one process does it all."""
    context = get_context("spawn")  # the store's connection must not be carried over into a worker
    try:
        address = setup.store.address if setup.store else None
        given = (setup.gazetteer, address, used_folder(), setup.least)
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


def _collect_results(jobs: Iterator[Future[list[T]]], most: int) -> Iterator[T]:
    """Keeps the workers busy, with no more than `most` chunks in memory."""
    running: list[Future[list[T]]] = []
    for job in jobs:
        running.append(job)
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


def _do_work(work: Work[T], chunk: Sequence[Item | Reject], now: datetime) -> list[T]:
    return work(chunk, _worker_tools[0], now)
