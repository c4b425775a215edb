"""Where an id leads that was once shown: an incident that was joined with another or parted is still found by it.

An incident is named for its earliest report, so that the order of arrival changes no name; when an earlier one comes
late, or a person joins or parts, a name goes. Which mention left which incident is kept, and each is looked up now.
"""

from __future__ import annotations

from msgspec import Struct

from tamani.errors import Ambiguous, NotFound
from tamani.flow.bear import Finder, name_words
from tamani.records import IncidentId
from tamani.store import Store


class Parted(NotFound):
    """An id that was shown once and now leads to several incidents."""

    def __init__(self, given: str, incidents: tuple[IncidentId, ...]) -> None:
        self.incidents = incidents
        names = ", ".join(incidents)
        super().__init__(f"incident {given!r}", f"it was parted; its reports are now in {names}", "name one of them")


class Trail(Struct, frozen=True):
    """An incident that was asked for, and where all its reports are now: itself first, where it is still there."""

    asked: IncidentId
    now: tuple[IncidentId, ...]

    @property
    def lives(self) -> bool:
        return self.asked in self.now


def find_incident(store: Store, given: str) -> IncidentId:
    """The incident of an id, also of one that was shown once and is now part of another."""
    trail = find_trail(store, given)
    if trail.lives or len(trail.now) == 1:
        return trail.now[0]
    raise Parted(given, trail.now)


def find_trail(store: Store, given: str) -> Trail:
    """Where the reports of an incident are now, given the start of an id that it has or once had."""
    try:
        asked = store.find_incident_id(given)
    except NotFound as unknown:
        asked = _find_old(store, given, unknown)
    if now := follow_incident(store, asked):
        return Trail(asked, now)
    problem, remedy = "its reports were edited and no longer tell of it", "see the reports themselves"
    raise NotFound(f"incident {given!r}", problem, remedy)


def _find_old(store: Store, given: str, unknown: NotFound) -> IncidentId:
    if store.moves(given):
        return IncidentId(given)
    if isinstance(unknown, Ambiguous):
        raise unknown
    try:
        return store.find_old_incident_id(given)
    except NotFound:
        raise unknown from None


def follow_incident(store: Store, old: IncidentId) -> tuple[IncidentId, ...]:
    """The incidents in which all are now that ever were in one; itself first, where it is still there.

    A mention whose report was edited or read again is followed to the one that covers its words now.
    """
    left = sorted({move.mention for move in store.moves(old)})
    now = store.incidents_of(left)
    gone = store.gone_mentions([mention for mention in left if mention not in now])
    finder = Finder(store, [mention.report for mention in gone])
    heirs = {heir for mention in gone if (heir := finder.find_mention(name_words(mention))) is not None}
    found = {*now.values(), *store.incidents_of(sorted(heirs)).values()}
    itself = (old,) if store.members(old) else ()
    return (*itself, *sorted(found - {old}))
