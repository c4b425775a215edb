"""How long a list or record as of a past day takes beside one of now, with many incidents in the store.

python benchmarks/bench_past.py --incidents 100000 --folder past

The store is made once and kept in FOLDER: made-up incidents over five years, each with one to three reports that came
over ten days. Times are of the processor, the median of several days to look back to; each list is of 200 records, the
most that the page shows, built anew.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench_store import make_arrival
from msgspec.structs import replace

from tamani.fields import load_vocabulary, make_claim
from tamani.flow import OWNER, Query, list_incidents, show_incident, tell_history
from tamani.flow.memory import forget_all
from tamani.fuse import choose_incident_id, describe_mention
from tamani.records import IncidentId, Mention, MentionId, ReportId
from tamani.store import Arrival, Store, open_store

BATCH = 500
SHOWN = 200
DAYS = tuple(datetime(2020, 7, 1, 23, tzinfo=UTC) + timedelta(days=n) for n in (0, 400, 800, 1200, 1600))
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def write_incident(rng: random.Random, number: int) -> list[Arrival]:
    """One to three reports of one made-up incident."""
    base = make_arrival(rng, 10 * number)
    return [base, *(copy_report(base, rng, n) for n in range(1, rng.choice((1, 1, 2, 3))))]


def copy_report(base: Arrival, rng: random.Random, n: int) -> Arrival:
    """Another report of the same, some days later."""
    report = ReportId(f"{base.reading.report}-{n}")
    published = base.reading.published
    assert published is not None
    assert base.extraction is not None
    reading = replace(base.reading, report=report, published=published + timedelta(days=rng.randrange(1, 10)))
    old = base.extraction.mentions[0]
    ident = MentionId(f"{report}-m1")
    claims = tuple(make_claim(reading, one.field, one.value, one.span, mention=ident) for one in old.claims)
    mention: Mention = replace(old, id=ident, report=report, claims=claims)
    extraction = replace(base.extraction, report=report, mentions=(mention,))
    return Arrival(report=replace(base.report, id=report), reading=reading, extraction=extraction)


def fill_store(store: Store, incidents: int) -> None:
    """Made-up incidents, stored and put into groups as fuse would name them."""
    rng, vocabulary = random.Random(11), load_vocabulary()
    for start in range(0, incidents, BATCH):
        arrivals: list[Arrival] = []
        groups: dict[IncidentId, list[MentionId]] = {}
        for number in range(start, min(start + BATCH, incidents)):
            made = write_incident(rng, number)
            pairs = [(one.extraction.mentions[0], one.reading) for one in made if one.extraction]
            cards = [describe_mention(mention, reading, vocabulary) for mention, reading in pairs]
            groups[choose_incident_id(cards)] = [card.id for card in cards]
            arrivals += made
        store.add_readings(arrivals)
        store.set_membership(groups)
        print(start + BATCH, file=sys.stderr)


def time_each(ask: Callable[[datetime | None], object], days: tuple[datetime | None, ...]) -> float:
    """Milliseconds of the processor, the median over the days; nothing is remembered from one to the next."""
    spent = []
    for day in days:
        forget_all()
        before = time.process_time()
        ask(day)
        spent.append(1000 * (time.process_time() - before))
    return round(statistics.median(spent), 1)


def measure(store: Store) -> Iterator[tuple[str, float]]:
    """Each question of now and of then."""

    def ask_list(day: datetime | None, **asked: object) -> list[object]:
        query = Query(as_of=day, limit=SHOWN, **asked)  # type: ignore[arg-type]
        return list(list_incidents(store, OWNER, query, now=NOW))

    now: tuple[datetime | None, ...] = (None,) * 5
    for name, asked in (("list", {}), ("list_of_country", {"country": "BF"}), ("list_of_words", {"text": "camion12 "})):
        yield f"{name}_now_ms", time_each(lambda day, asked=asked: ask_list(day, **asked), now)  # type: ignore[misc]
        yield f"{name}_then_ms", time_each(lambda day, asked=asked: ask_list(day, **asked), DAYS)  # type: ignore[misc]
    some = {day: next(iter(ask_list(day))).incident.id for day in DAYS}  # type: ignore[attr-defined]
    first = next(iter(some.values()))
    yield "record_now_ms", time_each(lambda _: show_incident(store, first, OWNER), now)
    yield "record_then_ms", time_each(lambda day: show_incident(store, some[day], OWNER, as_of=day), DAYS)  # type: ignore[index]
    yield "history_ms", time_each(lambda _: tell_history(store, first, OWNER), now)


def main() -> int:
    """Print the figures as one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    options.folder.mkdir(exist_ok=True)
    path = options.folder / f"past-{options.incidents}.db"
    with open_store(path) as store:
        if store.counts().incidents < options.incidents:
            fill_store(store, options.incidents)
        print(
            json.dumps(
                {"incidents": store.counts().incidents, "reports": store.counts().reports, **dict(measure(store))}
            )
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
