"""Which incident is a part of which, for one reader: links between mentions he may see, counted between incidents.

An incident has one parent at most, so that a tree comes out; where links point both ways, neither is the other's part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from msgspec.structs import replace

from tamani.records import Dossier, IncidentId, Link, Marking, Member, Mention, MentionId, Reader, ReportId, Verdict
from tamani.trust import may_see


class Source(Protocol):
    """What is asked of a store, of today or of then."""

    def links(self, ids: Collection[MentionId]) -> tuple[Link, ...]: ...
    def incidents_of(self, ids: Iterable[MentionId]) -> dict[MentionId, IncidentId]: ...
    def members(self, incident: IncidentId) -> tuple[Member, ...]: ...
    def mentions(self, ids: Iterable[MentionId]) -> tuple[Mention, ...]: ...
    def markings(self, ids: Iterable[ReportId]) -> dict[ReportId, Marking]: ...


def relate_dossiers(
    source: Source, built: Mapping[IncidentId, Dossier | None], reader: Reader
) -> dict[IncidentId, Dossier | None]:
    """The same records, each with its parent and its parts."""
    own = sorted({mention.id for dossier in built.values() if dossier for mention in dossier.mentions})
    links = _fetch_parts(source, own)
    if not links:
        return dict(built)
    parents = _choose_parents(source, links, reader)
    parts: dict[IncidentId, list[IncidentId]] = {}
    for part, whole in sorted(parents.items()):
        parts.setdefault(whole, []).append(part)
    return {
        ident: dossier
        and replace(
            dossier,
            incident=replace(dossier.incident, parent=parents.get(ident), parts=tuple(parts.get(ident, ()))),
        )
        for ident, dossier in built.items()
    }


def _fetch_parts(source: Source, mentions: Collection[MentionId]) -> list[Link]:
    return [link for link in source.links(mentions) if link.verdict is Verdict.PART]


def _choose_parents(source: Source, links: Iterable[Link], reader: Reader) -> dict[IncidentId, IncidentId]:
    """The parent of each incident that these links touch: the one most of its mentions are parts of."""
    # A part is named by its whole only if it names that whole itself: so all its links are looked at, not these alone.
    ends = source.incidents_of({ident for link in links for ident in (link.left, link.right)})
    members = sorted({member.mention for one in sorted(set(ends.values())) for member in source.members(one)})
    seen = _see(source, _fetch_parts(source, members), reader)
    placed = source.incidents_of({ident for link in seen for ident in (link.left, link.right)})
    pairs = [(placed[link.left], placed[link.right]) for link in seen if link.left in placed and link.right in placed]
    count = Counter(pair for pair in pairs if pair[0] != pair[1])
    wholes: dict[IncidentId, list[tuple[int, IncidentId]]] = {}
    for (part, whole), number in count.items():
        if number > count[whole, part]:
            wholes.setdefault(part, []).append((-number, whole))
    return {part: min(found)[1] for part, found in wholes.items()}


def _see(source: Source, links: Iterable[Link], reader: Reader) -> list[Link]:
    """The links both ends of which stand in reports that this reader may see."""
    links = list(links)
    mentions = source.mentions({ident for link in links for ident in (link.left, link.right)})
    markings = source.markings(sorted({mention.report for mention in mentions}))
    visible = {one.id for one in mentions if may_see(reader, markings.get(one.report, Marking()))}
    return [link for link in links if link.left in visible and link.right in visible]
