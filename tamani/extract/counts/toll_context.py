"""Figures in the light of the whole report: whose they are by a twin, and which are far too large for it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from tamani.extract.counts.toll_values import FoundToll
from tamani.extract.scene.frames import Frame
from tamani.records import Who

TWIN = 5  # "16 people" in the lead are the "16 villagers" of the headline; two ones may be anybody
FAR_LARGER = 20  # after "12 killed", "36,000 dead" without a day of its own sums up a war
LARGE = 200
MANY = 100
VAST, LATE = 1000, 3  # "more than 3,000 have been hurt this year", far below the news


def weigh_figures(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames with their figures weighed against one another."""
    owners = _find_owners(frames)
    leads: dict[str, int] = {}
    found: list[Frame] = []
    for frame in frames:
        if not frame.tolls:
            found.append(frame)
            continue
        tolls = tuple(_weigh(toll, frame, owners, leads) for toll in frame.tolls)
        if any(toll.cumulative and not old.cumulative for toll, old in zip(tolls, frame.tolls, strict=True)):
            # "3,290 have been hurt in those shootings, and that does not include the 629 who died": both sum up.
            tolls = tuple(structs.replace(one, cumulative=True) if (one.low or 0) >= MANY else one for one in tolls)
        for toll in tolls:
            if not toll.cumulative and frame.sentence.index <= 2:
                leads[toll.field] = max(leads.get(toll.field, 0), toll.low or toll.high or 0)
        found.append(frame if tolls == frame.tolls else structs.replace(frame, tolls=tolls))
    return tuple(found)


def _find_owners(frames: Sequence[Frame]) -> dict[tuple[str, int | None], set[Who]]:
    """Whose a figure is wherever the report says so."""
    owners: dict[tuple[str, int | None], set[Who]] = {}
    for toll in (toll for frame in frames for toll in frame.tolls):
        if toll.who is not Who.UNKNOWN and not toll.cumulative and toll.low is not None:
            owners.setdefault((toll.field, toll.low), set()).add(toll.who)
    return owners


def _weigh(
    toll: FoundToll, frame: Frame, owners: dict[tuple[str, int | None], set[Who]], leads: dict[str, int]
) -> FoundToll:
    own = owners.get((toll.field, toll.low), set())
    if toll.who is Who.UNKNOWN and len(own) == 1 and (toll.low or 0) >= TWIN and not toll.mixed:
        return structs.replace(toll, who=next(iter(own)))
    lead = leads.get(toll.field, 0)
    count = toll.low or toll.high or 0
    if count >= VAST and frame.sentence.index > LATE and not frame.dates:
        return structs.replace(toll, cumulative=True)
    if lead and count >= LARGE and count > FAR_LARGER * lead and not frame.dates:
        return structs.replace(toll, cumulative=True)
    return toll
