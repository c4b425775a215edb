"""Keeps everything and hands it back.

In: readings with what was read in them, links, corrections, rejects. Out: the same values, and what counts now.
Never: changes or erases what was said or decided; thinks about what it means.

    with open_store("tamani.db") as store:
        added = store.add_readings([Arrival(report=..., reading=..., extraction=..., toponyms=..., raw=...)])

adding    add_readings(arrivals) -> Added     add_claims(corrections)    keep_raw(bytes)   add_rejects, resolve_reject
          write_parcel(arrival) -> Parcel, add_parcels(parcels): add_readings in two steps, the first in any process
          mark_report(report, marking, author=, at=)   add_links, withdraw_links   set_membership({incident: mentions})
          together(): several of these kept in one go or not at all
texts     known_versions(reports)  latest_reading(report)  readings(ids)  versions(report)  all_readings()
          reports(ids)  markings(ids)  raw(hash)  search(words)  sources()  uncoded()
say now   extraction(report)  extractions(ids)  all_extractions()  mentions(ids)  all_mentions()  statements(reports)
          toponyms(report)  claim_history(report)  mentions_near(mention ids, days=, km=) -> {mention: neighbours}
past      past(at) -> Past: readings, mentions, statements, markings, links, mentions_near as they were known then
links     links(ids=None): those that stand     link_history(ids=None): with withdrawals
incidents incident_of(mention)  incidents_of(ids)  members(incident)  list_incidents(IncidentFilter(...))
people    add_acts(acts)  acts(reports=None): all, undone or not  bearings(acts): which mentions they speak of now
          act_links(acts)  lost_acts()  set_bearings(...)
old ids   moves(incident)  moves_of(mentions)  gone_mentions(ids)       queue  questions(size=)  grave_incidents(least=)
rest      rejects()  cursor()  news(): what came after a mark  changed_reports(cursor)  counts()  check()
          find_incident_id(start); so report, ...

"Now" is the latest version of each report, as its newest coder ("rules/2" before "rules/1") read it, with what people
corrected. `Added.incidents` names incidents that lost a mention to a newer version: fuse their members again.

parts: connect (the door to a database), sqlite, postgres, migrate, rows (rows <-> values), raw (bytes by hash),
parcel (what is added, as rows), add, reports, claims, near, links, incidents, since, moves, acts, rejects, archive and
backup (a store in one file), desk (the Store); sql/ the schema, queries/ every query, both with a folder for what only
one kind of database needs.
"""

from __future__ import annotations

from pathlib import Path

from tamani.store.acts import Bearing
from tamani.store.add import Added
from tamani.store.connect import name_folder
from tamani.store.desk import Store
from tamani.store.incidents import Cause, IncidentFilter, IncidentRow
from tamani.store.moves import Move
from tamani.store.parcel import Arrival, Parcel
from tamani.store.past import Past
from tamani.store.reports import Counts
from tamani.store.since import Mark

__all__ = [
    "Added",
    "Arrival",
    "Bearing",
    "Cause",
    "Counts",
    "IncidentFilter",
    "IncidentRow",
    "Mark",
    "Move",
    "Parcel",
    "Past",
    "Store",
    "name_folder",
    "open_store",
]


def open_store(path: str | Path, *, make: bool = True) -> Store:
    """The store in a file or at a postgresql:// address; made where there is none, unless make says not to."""
    return Store(str(path), make=make)
