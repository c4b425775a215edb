"""Reports taken in: collected, prepared, stored in batches, and put into incidents.

A batch is kept whole or not at all, and grouped at once: stopping in the middle of ten thousand loses nothing that was
stored, and the next run goes on from there.
"""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from tamani.collect import Limits, collect_items
from tamani.fields import load_vocabulary
from tamani.flow.bear import renew_acts
from tamani.flow.group import Grouping, group_mentions
from tamani.flow.grouping import Arrived
from tamani.flow.prepare import Ready
from tamani.flow.workers import Setup, ready_items
from tamani.records import IncidentId, Item, Marking, MentionId, Reject, ReportId
from tamani.store import Added, Store, name_folder
from tamani.store.near import read_spots

BATCH = 250  # reports kept in one transaction: 0.2 s of work that a power cut can cost
Progress = Callable[[int], None]


class TakeSettings(Limits, Protocol):
    """What the settings say that matters here."""

    @property
    def gazetteer(self) -> Path | None: ...

    @property
    def min_confidence(self) -> float: ...


class AddResult(Struct, frozen=True, kw_only=True):
    """What an addition came to."""

    added: int = 0  # reports never seen before
    versions: int = 0  # new versions of known reports
    known: int = 0  # there already, word for word
    set_aside: int = 0
    touched: int = 0  # incidents that are new or changed
    incidents: tuple[IncidentId, ...] = ()
    rejects: tuple[Reject, ...] = ()


def add_items(
    store: Store, paths: Sequence[str], settings: TakeSettings, *, now: datetime, progress: Progress | None = None
) -> AddResult:
    """Read files, folders, addresses or feeds into the store; what can't be read is set aside and named."""
    return add_collected(store, collect_items(paths, settings, now=now), settings, now=now, progress=progress)


def collect_marked(
    paths: Sequence[str], settings: TakeSettings, marking: Marking, *, now: datetime
) -> Iterator[Item | Reject]:
    """Everything under some paths; what carries no marking of its own gets this one."""
    for item in collect_items(paths, settings, now=now):
        unmarked = isinstance(item, Item) and item.marking == Marking()
        yield replace(item, marking=marking) if unmarked else item


def add_collected(
    store: Store,
    items: Iterable[Item | Reject],
    settings: TakeSettings,
    *,
    now: datetime,
    progress: Progress | None = None,
) -> AddResult:
    """Items read, located, extracted, stored and put into incidents, batch by batch."""
    grouping = Grouping(store, load_vocabulary())
    ready = ready_items(items, Setup(find_gazetteer(store, settings), store, settings.min_confidence), now)
    open_names = {reject.name for reject in store.rejects()}
    parts: list[AddResult] = []
    done = 0
    while batch := list(islice(ready, BATCH)):
        # One write for all of it: a kill in the middle must not leave reports without an incident.
        with _hold_interrupts(), store.together():
            parts.append(keep_batch(grouping, batch, now))
            for name in sorted({one.name for one in batch if isinstance(one, Ready)} & open_names):
                store.resolve_reject(name, at=now)
        done += len(batch)
        if progress is not None:
            progress(done)
    return _sum_results(parts)


def find_gazetteer(store: Store, settings: TakeSettings) -> Path | None:
    """The folder of added gazetteers: the one of the settings, else beside the store."""
    return settings.gazetteer or name_gazetteer(store.address)


def name_gazetteer(store: str) -> Path:
    """Where gazetteers that go with a store are kept: beside its file, or at home for one on a server."""
    return name_folder(store, ".gazetteer")


def keep_batch(grouping: Grouping, batch: Sequence[Ready | Reject], now: datetime) -> AddResult:
    """A batch stored and put into incidents: kept whole or not at all."""
    store = grouping.store
    rejects = tuple(one for one in batch if isinstance(one, Reject))
    good = [one for one in batch if isinstance(one, Ready)]
    if rejects:
        store.add_rejects(rejects)
    grouping.open_batch()
    added = store.add_parcels([one.parcel for one in good]) if good else Added()
    seeds = _find_seeds(grouping, good, added)
    # What people decided is borne on before anything is grouped: a newer reading must not overturn them.
    if borne := renew_acts(store, (*added.reports, *added.versions, *added.recoded), now=now):
        grouping.people.clear()
        seeds.update(borne)
    incidents = group_mentions(grouping, seeds, now=now)
    new, versions = len(added.reports), len(added.versions)
    return AddResult(
        added=new,
        versions=versions,
        known=len(good) - new - versions - len(added.recoded),
        set_aside=len(rejects),
        incidents=tuple(sorted({*incidents, *added.incidents})),
        rejects=rejects,
    )


def _find_seeds(grouping: Grouping, good: Sequence[Ready], added: Added) -> set[MentionId]:
    """The mentions that count now of all that changed, and those left behind in incidents that lost one."""
    store = grouping.store
    by_report: dict[ReportId, list[Ready]] = {}
    for one in good:
        by_report.setdefault(one.parcel.report, []).append(one)
    # One version of a report never seen before: its cards are what counts. Else the store says which version does.
    fresh = [versions[0] for report in added.reports if len(versions := by_report[report]) == 1]
    others = {*added.reports, *added.versions, *added.recoded} - {one.parcel.report for one in fresh}
    arrived = [
        Arrived(card, read_spots(rows.spots))
        for one in fresh
        for card, rows in zip(one.cards, one.parcel.mentions, strict=True)
    ]
    arrived += grouping.fetch_arrived(sorted(others))
    grouping.put_up(arrived, others)
    seeds = {one.card.id for one in arrived}
    seeds.update(member.mention for incident in added.incidents for member in store.members(incident))
    return seeds


def _sum_results(parts: Sequence[AddResult]) -> AddResult:
    incidents = tuple(sorted({incident for part in parts for incident in part.incidents}))
    return AddResult(
        added=sum(part.added for part in parts),
        versions=sum(part.versions for part in parts),
        known=sum(part.known for part in parts),
        set_aside=sum(part.set_aside for part in parts),
        touched=len(incidents),
        incidents=incidents,
        rejects=tuple(reject for part in parts for reject in part.rejects),
    )


@contextmanager
def _hold_interrupts() -> Iterator[None]:
    """Ctrl-C waits until a batch is kept and grouped, so that no report is ever without its incident."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught: list[Any] = []
    before = signal.signal(signal.SIGINT, lambda *given: caught.append(given))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if caught:
        raise KeyboardInterrupt


def regroup_homeless(store: Store, mentions: Iterable[MentionId], *, now: datetime) -> tuple[IncidentId, ...]:
    """Put mentions that are in no incident where they belong; which incidents changed."""
    with store.together():
        return group_mentions(Grouping(store, load_vocabulary()), mentions, now=now)


# --- what was set aside ------------------------------------------------------------------------------------------


def list_rejects(store: Store, *, as_of: datetime | None = None) -> tuple[Reject, ...]:
    """What is set aside now, or was at a time, with reason and remedy."""
    return store.rejects() if as_of is None else store.past(as_of).rejects()


def retry_rejects(store: Store, settings: TakeSettings, *, now: datetime) -> AddResult:
    """Try again all that is set aside: from where it came, else from the bytes that were kept."""
    with tempfile.TemporaryDirectory() as folder:
        items = [item for reject in store.rejects() for item in _collect_again(store, reject, settings, Path(folder))]
        return add_collected(store, [_at(item, now) for item in items], settings, now=now)


def _at(item: Item | Reject, now: datetime) -> Item | Reject:
    return replace(item, at=now) if isinstance(item, Reject) else item


def _collect_again(store: Store, reject: Reject, settings: TakeSettings, folder: Path) -> Iterator[Item | Reject]:
    # "reports.jsonl#12": the file again; its other rows are known and add nothing.
    path = reject.name if "://" in reject.name else reject.name.split("#")[0]
    if reject.raw is not None and "://" not in path and not Path(path).exists():
        copy = folder / reject.raw / (Path(path).name or "item")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(store.raw(reject.raw))
        for item in collect_items([str(copy)], settings, now=reject.at):
            yield replace(item, name=reject.name)
    else:
        yield from collect_items([path], settings, now=reject.at)
