"""Is the store as it should be? Every claim quotes its report, nothing is orphaned, places are known."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from typing import Any

import msgspec

from tamani.flow.decide import list_decisions
from tamani.flow.take import TakeSettings, find_gazetteer
from tamani.locate import open_gazetteer
from tamani.records import MentionId, Mode, ReportId
from tamani.store import Store

REAL = (Mode.ACTUAL, Mode.BACKGROUND)
CHUNK = 400
MOST = 50  # problems named; the rest is only counted


def check_store(store: Store, settings: TakeSettings) -> dict[str, Any]:
    """Counts, versions, and every problem found, each with what to do."""
    problems = [*store.check(), *_check_claims(store), *_check_decisions(store), *_check_gazetteer(store, settings)]
    named = problems[:MOST]
    if len(problems) > MOST:
        named.append(f"... and {len(problems) - MOST} more")
    return {
        "problems": named,
        "counts": msgspec.to_builtins(store.counts()),
        "versions": {"tamani": _find_version(), "python": platform.python_version()},
        "store": store.name,
    }


def _check_claims(store: Store) -> Iterator[str]:
    """Law 1 on every claim, and that every real mention is in an incident."""
    reports: list[ReportId] = []
    for extraction in store.all_extractions():
        reports.append(extraction.report)
        if len(reports) >= CHUNK:
            yield from _check_reports(store, reports)
            reports = []
    yield from _check_reports(store, reports)


def _check_reports(store: Store, reports: list[ReportId]) -> Iterator[str]:
    readings = {reading.report: reading for reading in store.readings(reports)}
    homeless: list[MentionId] = []
    extractions = store.extractions(reports)
    placed = store.incidents_of([mention.id for one in extractions for mention in one.mentions])
    for extraction in extractions:
        reading = readings.get(extraction.report)
        if reading is None:
            yield f"report {extraction.report}: its text is missing; add the report again"
            continue
        claims = [claim for mention in extraction.mentions for claim in mention.claims] + list(extraction.statements)
        for claim in claims:
            if not claim.quote or reading.quote(claim.span) != claim.quote:
                yield f"claim {claim.id}: its quote is not in report {claim.report}; restore a backup of the store"
        homeless += [m.id for m in extraction.mentions if m.mode in REAL and m.id not in placed]
    for mention in homeless:
        yield f"mention {mention}: is in no incident; run `tamani doctor --mend`"


def _check_decisions(store: Store) -> Iterator[str]:
    """A decision whose words are read no more is without effect: a person must know."""
    for one in list_decisions(store) if store.lost_acts() else ():
        if one.state == "lost":
            said = ", ".join(f"{ref.report}#{ref.name}" for ref in one.lost)
            yield f"decision {one.act.id} of {one.act.author}: {said} is no longer read as an event; decide again"


def _check_gazetteer(store: Store, settings: TakeSettings) -> Iterator[str]:
    try:
        open_gazetteer(find_gazetteer(store, settings))
    except Exception as error:  # whatever it is, it is the answer to the question asked
        yield f"gazetteer: {error}"


def find_homeless(store: Store) -> tuple[MentionId, ...]:
    """Real mentions that are in no incident, as a power cut between two writes can leave them."""
    found: list[MentionId] = []
    for extraction in store.all_extractions():
        real = [mention.id for mention in extraction.mentions if mention.mode in REAL]
        placed = store.incidents_of(real) if real else {}
        found += [ident for ident in real if ident not in placed]
    return tuple(found)


def _find_version() -> str:
    from tamani import __version__

    return __version__
