"""What was built is remembered, for each reader: a page is asked for far more often than a report arrives.

Built from the store alone, so nothing but time is saved. After a write only the records that it may have changed are
built again, so that the page stays quick while somebody adds; what a person decides makes all of it forgotten.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias
from weakref import WeakKeyDictionary

from msgspec import Struct

from tamani.flow.past import Then
from tamani.records import Dossier, IncidentId, Reader
from tamani.store import Mark, Store

REMEMBERED, VIEWS = 2_000, 20  # records kept for one reader and day, and readers and days
THENS = 4  # past times kept: each remembers what it grouped

View: TypeAlias = dict[IncidentId, Dossier | None]  # None: this reader may see nothing of it


class _Memory(Struct, frozen=True):
    """What was built since a mark: records for each reader and time, and the groups of past times."""

    mark: Mark
    views: dict[tuple[Reader, datetime | None], View]
    thens: dict[datetime, Then]


_memories: WeakKeyDictionary[Store, _Memory] = WeakKeyDictionary()


def recall_view(store: Store, reader: Reader, as_of: datetime | None) -> View:
    """The records that were built for a reader and still hold."""
    return _recall(store).views.setdefault((reader, as_of), {})


def keep_records(view: View, built: View) -> None:
    """Remember records; the oldest give way."""
    for old in list(view)[: max(0, len(view) + len(built) - REMEMBERED)]:
        view.pop(old, None)
    view.update(built)


def recall_then(store: Store, as_of: datetime) -> Then:
    """The store as of a time, with what was grouped for it since the last write."""
    thens = _recall(store).thens
    if as_of not in thens:
        if len(thens) >= THENS:
            thens.clear()
        thens[as_of] = Then(store, as_of)
    return thens[as_of]


def forget_all() -> None:
    """Begin anew, as a process does that has just started."""
    _memories.clear()


def _recall(store: Store) -> _Memory:
    kept = _memories.get(store)
    if kept is not None and kept.mark.commit == store.cursor() and len(kept.views) <= VIEWS:
        return kept
    # The mark first: what is written while we look counts as news the next time.
    mark = store.news().mark()
    views = {} if kept is None or len(kept.views) > VIEWS else _keep_views(store, kept)
    made = _memories[store] = _Memory(mark, views, {})
    return made


def _keep_views(store: Store, kept: _Memory) -> dict[tuple[Reader, datetime | None], View]:
    """The views of today without what may look otherwise; a report that comes today may change any past day."""
    touched = store.news().find_touched(kept.mark)
    if touched is None:
        return {}
    return {
        (reader, as_of): {ident: one for ident, one in list(view.items()) if ident not in touched}
        for (reader, as_of), view in list(kept.views.items())
        if as_of is None
    }
