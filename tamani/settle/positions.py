"""Claims of many reports put together as positions: one value, one speaker, all who carry it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import UTC, datetime

from msgspec import Struct

from tamani.fields import Vocabulary
from tamani.records import Claim, ClaimId, PlaceValue, Position, ReportId, Stance, Value
from tamani.words import fold

LATEST = datetime.max.replace(tzinfo=UTC)
TOLD = "outlet:"  # origins by this name were told by somebody; all others speak for themselves
EARLIEST = datetime.min.replace(tzinfo=UTC)


class Evidence(Struct, frozen=True):
    """What a rule may look at beside the claims: where each was first said, and from when it is known."""

    origin_of: Mapping[ClaimId, str]
    known: Mapping[ReportId, datetime | None]
    vocabulary: Vocabulary
    undated: frozenset[ReportId] = frozenset()
    copied_from: Mapping[ReportId, ReportId] = {}

    def find_dates(self, position: Position) -> list[datetime]:
        """When the dated reports that carry a position were published; of copies of one text the first alone.

        The army's eight of Sunday is not said again because a paper reprints it after Tuesday's 54.
        """
        first: dict[ReportId, datetime] = {}
        for report in position.reports:
            at = None if report in self.undated else self.known.get(report)
            text = self.copied_from.get(report, report)
            if at is not None:
                first[text] = min(at, first.get(text, at))
        return list(first.values())

    def speaker_of(self, claim: Claim) -> str | None:
        """Who says it, the same in all languages and for a unit and its organisation.

        An origin that is a voice (a state, a group, a body) is the speaker; one that was only told (an agency, an
        outlet) is not: two of its unnamed sources are two speakers.
        """
        origin = self.origin_of.get(claim.id)
        if origin is not None and not origin.startswith(TOLD):
            return origin
        if claim.speaker is not None:
            return self.counted_as(claim.speaker)
        return f"{origin or claim.report}/{fold(claim.said_by)}" if claim.said_by else None

    def counted_as(self, actor: str) -> str:
        return self.vocabulary.counted_as(actor) if actor in self.vocabulary.actors else actor


def group_positions(
    claims: Iterable[Claim], key: Callable[[Value], Hashable], evidence: Evidence
) -> tuple[Position, ...]:
    """One position per value, speaker and stance, in order of time; undated ones come last."""
    groups: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: claim.id):
        groups[key(claim.value), evidence.speaker_of(claim), claim.stance].append(claim)
    return order_positions(_make_position(group, evidence) for group in groups.values())


def _make_position(claims: list[Claim], evidence: Evidence) -> Position:
    ordered = sorted(claims, key=lambda claim: (evidence.known.get(claim.report) or LATEST, claim.report, claim.id))
    first = ordered[0]
    reports = tuple(dict.fromkeys(claim.report for claim in ordered))
    times = [at for report in reports if (at := evidence.known.get(report)) is not None]
    return Position(
        value=first.value,
        stance=first.stance,
        said_by=next((claim.said_by for claim in ordered if claim.said_by), None),
        speaker=first.speaker,
        reports=reports,
        origins=tuple(sorted({evidence.origin_of[claim.id] for claim in ordered if claim.id in evidence.origin_of})),
        claims=tuple(claim.id for claim in ordered),
        since=min(times, default=None),
    )


def order_positions(positions: Iterable[Position]) -> tuple[Position, ...]:
    """In time order, the superseded ones first."""
    return tuple(sorted(positions, key=lambda one: (not one.superseded, one.since or LATEST, one.reports, one.claims)))


def count_support(positions: Iterable[Position], evidence: Evidence) -> tuple[int, int]:
    """How many independent origins, then how many texts that are no copies, stand behind positions that assert."""
    asserted = [one for one in positions if one.stance is Stance.ASSERTED]
    origins = {origin for one in asserted for origin in one.origins}
    texts = {evidence.copied_from.get(report, report) for one in asserted for report in one.reports}
    return len(origins), len(texts)


def voices_of(position: Position) -> frozenset[str]:
    """Its independent origins, or where no root is known, the reports themselves."""
    return frozenset(position.origins or position.reports)


def are_independent(one: Position, two: Position) -> bool:
    """Do two positions come from different mouths: other origins, or two named speakers?"""
    if one.speaker and two.speaker and one.speaker != two.speaker:
        return True
    return not voices_of(one) & voices_of(two)


def name_place(place: PlaceValue) -> str:
    """What makes two place values the same place: the gazetteer's id, else name and country."""
    return place.gazetteer or f"{fold(place.name)}/{place.country or ''}"
