"""Which claims a reader may see. Dropped before anything is settled, so that a shown value never leaks a source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tamani.records import Claim, Marking, Reader, ReportId, Tlp

_ORDER = {tlp: rank for rank, tlp in enumerate(Tlp)}


def may_see(reader: Reader, marking: Marking) -> bool:
    """The owner sees all. Others need clearance, and above GREEN to be named in the audience.

    >>> may_see(Reader("partner", Tlp.GREEN, owner=False), Marking(Tlp.AMBER, ("partner",)))
    False
    """
    if reader.owner:
        return True
    if _ORDER[marking.tlp] > _ORDER[reader.clearance]:
        return False
    return _ORDER[marking.tlp] <= _ORDER[Tlp.GREEN] or reader.name in marking.audience


def visible_claims(claims: Iterable[Claim], markings: Mapping[ReportId, Marking], reader: Reader) -> tuple[Claim, ...]:
    """The claims whose report the reader may see; a report without marking is RED."""
    return tuple(claim for claim in claims if may_see(reader, markings.get(claim.report, Marking())))
