"""A store of a hundred thousand incidents in minutes: some weeks of made-up press, read once and copied many times.

What is copied came through all of tamani: claims, groups, open questions and parts of incidents are as they come out.
Each copy has ids of its own, other days, towns some kilometres away, and a word of its own in every text. Markings are
mixed, so that a partner sees some reports of an incident and not others; an incident in a hundred is large.
"""

from __future__ import annotations

import hashlib
import pickle
import random
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import apsw
from bench_growth import make_item
from generate import write_years
from msgspec import Struct
from msgspec.structs import replace

from tamani.fields import load_vocabulary
from tamani.flow import Decision, Ground, Wording, contest_record, correct_field
from tamani.flow.group import Grouping, guess_weight
from tamani.flow.prepare import Prepared, make_ready, open_tools, prepare_item
from tamani.flow.take import BATCH, keep_batch
from tamani.fuse.cluster import name_group
from tamani.records import (
    Claim,
    DateValue,
    Extraction,
    IncidentId,
    Link,
    LinkId,
    Marking,
    Mention,
    MentionId,
    PlaceValue,
    ReportId,
    Tlp,
    Version,
)
from tamani.store import Arrival, IncidentFilter, Store, open_store
from tamani.store.postgres_values import register_values, write_vector

SEED = 7
MOST, LARGE = 7, 40  # reports of an incident, and of one in fifty
YEARS = 5
COLLECTED = datetime(2026, 1, 1, tzinfo=UTC)
PARTNER = "desk-north"
MARKS = (Marking(), Marking(), Marking(Tlp.AMBER, (PARTNER,)), Marking(Tlp.GREEN), Marking(Tlp.CLEAR))
DECISIONS = 30  # on the one record that people decided most on
# In an order in which no row points to one that is not there yet.
TABLES = (
    "commits", "reports", "markings", "readings", "runs", "mentions", "claims", "heads", "spots", "moments", "links",
    "withdrawals", "members", "incidents", "facets", "weights", "moves", "acts", "act_reports", "bearings", "outs",
)  # fmt: skip
ARRIVALS = 1000  # reports kept in one write


class Base(Struct, frozen=True):
    """What is copied: reports as they were read, their groups by incident, how grave each looks, and the links."""

    prepared: tuple[Prepared, ...]
    groups: dict[IncidentId, tuple[MentionId, ...]]
    weights: dict[IncidentId, int]
    links: tuple[Link, ...]


def read_base(folder: Path, reports: int) -> Base:
    """The reports that are copied, read and grouped; kept in the folder for the next time."""
    kept = folder / f"base-{reports}.pickle"
    if kept.exists():
        found: Base = pickle.loads(kept.read_bytes())  # only this program's own files are read
        return found
    with tempfile.TemporaryDirectory() as place, open_store(Path(place) / "base.db") as store:
        tools = open_tools(None, store)
        items = [make_item(made.row) for made in islice(write_years(SEED, reports), reports)]
        prepared = [one for item in items if isinstance(one := prepare_item(item, tools, COLLECTED), Prepared)]
        grouping = Grouping(store, load_vocabulary())
        for start in range(0, len(prepared), BATCH):
            batch = [make_ready(one, store) for one in prepared[start : start + BATCH]]
            keep_batch(grouping, batch, COLLECTED)
        base = _trim(store, prepared)
    kept.write_bytes(pickle.dumps(base, 5))
    return base


def _trim(store: Store, prepared: list[Prepared]) -> Base:
    """An attack of the press has ten reports and more; here most keep a few, so that incidents are many."""
    cards = {card.id: card for one in prepared for card in one.cards}
    dropped: set[ReportId] = set()
    groups: dict[IncidentId, tuple[MentionId, ...]] = {}
    rows = sorted(store.list_incidents(IncidentFilter(limit=1_000_000)), key=lambda row: (-row.reports, row.id))
    for number, row in enumerate(rows):
        reports = sorted({member.report for member in store.members(row.id)})
        dropped.update(reports[LARGE if number < len(rows) / 50 else MOST :])
    for row in rows:
        if left := [member.mention for member in store.members(row.id) if member.report not in dropped]:
            groups[row.id] = tuple(left)
    known = {mention for group in groups.values() for mention in group}
    vocabulary = load_vocabulary()
    return Base(
        tuple(one for one in prepared if one.report.id not in dropped),
        groups,
        {one: guess_weight([cards[mention] for mention in group], vocabulary) for one, group in groups.items()},
        tuple(link for link in store.links() if {link.left, link.right} <= known),
    )


class Copy(Struct, frozen=True):
    """How one copy differs from what it is made of."""

    number: int
    later: timedelta
    north: float
    east: float

    def name(self, ident: str) -> str:
        return f"{ident}-{self.number}"

    def copy_report(self, one: Prepared) -> Arrival:
        ident = ReportId(self.name(one.report.id))
        # A word that two hundred reports have, and one that is found once.
        text = f"{one.reading.text}\n\nDesk {name_word(self.number)} {_name_report(ident)}."
        reading = replace(
            one.reading, report=ident, version=Version(_digest(text)[:16]), text=text, raw=None,
            published=one.reading.published and one.reading.published + self.later, collected=COLLECTED,
        )  # fmt: skip
        if reading.url:
            reading = replace(reading, url=self.name(reading.url))
        found = one.extraction
        extraction = Extraction(
            report=ident, version=reading.version, language=found.language, relevant=found.relevant,
            mentions=tuple(self._copy_mention(mention, ident, reading.version) for mention in found.mentions),
            statements=tuple(self._copy_claim(claim, ident, reading.version, None) for claim in found.statements),
        )  # fmt: skip
        marking = MARKS[int(_digest(ident)[:8], 16) % len(MARKS)]
        return Arrival(report=replace(one.report, id=ident, marking=marking), reading=reading, extraction=extraction,
                       toponyms=one.toponyms)  # fmt: skip

    def _copy_mention(self, one: Mention, report: ReportId, version: Version) -> Mention:
        ident = MentionId(self.name(one.id))
        claims = tuple(self._copy_claim(claim, report, version, ident) for claim in one.claims)
        return replace(one, id=ident, report=report, version=version, claims=claims)

    def _copy_claim(self, one: Claim, report: ReportId, version: Version, mention: MentionId | None) -> Claim:
        value: Any = one.value
        if isinstance(value, DateValue):
            value = replace(
                value, start=value.start and value.start + self.later, end=value.end and value.end + self.later
            )
        elif isinstance(value, PlaceValue) and value.lat is not None and value.lon is not None:
            value = replace(value, lat=value.lat + self.north, lon=value.lon + self.east)
        ident = _digest(self.name(one.id))[:24]
        return replace(one, id=ident, report=report, version=version, mention=mention, value=value)

    def copy_groups(self, base: Base) -> dict[IncidentId, list[MentionId]]:
        return {
            name_group(MentionId(self.name(incident))): [MentionId(self.name(mention)) for mention in group]
            for incident, group in base.groups.items()
        }

    def copy_weights(self, base: Base) -> dict[IncidentId, int]:
        return {name_group(MentionId(self.name(incident))): weight for incident, weight in base.weights.items()}

    def copy_link(self, one: Link) -> Link:
        ends = {"left": MentionId(self.name(one.left)), "right": MentionId(self.name(one.right))}
        return replace(one, id=LinkId(_digest(self.name(one.id))[:24]), **ends)


@lru_cache(10_000)
def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def name_word(number: int) -> str:
    """A number as a word of letters: what is looked for and found once.

    >>> name_word(0), name_word(421)
    ('baba', 'cibabu')
    """
    letters: list[str] = []
    while number or len(letters) < 2:
        number, rest = divmod(number, 60)
        letters.append("bcdfghjklmnp"[rest // 5] + "aeiou"[rest % 5])
    return "".join(letters)


def _name_report(ident: str) -> str:
    return name_word(int(_digest(ident)[:10], 16))


def find_word(base: Base) -> str:
    """A word that one report alone has."""
    return _name_report(f"{base.prepared[len(base.prepared) // 2].report.id}-1")


def _make_copies(base: Base, incidents: int) -> Iterator[Copy]:
    rng = random.Random(SEED)
    for number in range(-(-incidents // len(base.groups))):
        later = timedelta(days=rng.randrange(YEARS * 365))
        yield Copy(number, later, rng.uniform(-0.4, 0.4), rng.uniform(-0.4, 0.4))


def fill_store(store: Store, base: Base, incidents: int, size: int = ARRIVALS) -> Iterator[int]:
    """So many incidents, copy after copy; how many there are after each. What is there already is left alone."""
    there = store.counts().incidents
    done = 0
    for copy in _make_copies(base, incidents):
        done += len(base.groups)
        if done <= there:
            continue
        arrivals = [copy.copy_report(one) for one in base.prepared]
        for start in range(0, len(arrivals), size):
            store.add_readings(arrivals[start : start + size])
        with store.together():
            store.set_membership(copy.copy_groups(base))
            store.weigh_incidents(copy.copy_weights(base))
            store.add_links(copy.copy_link(link) for link in base.links)
        yield done


def decide_much(store: Store, incidents: Sequence[IncidentId]) -> IncidentId:
    """Corrections and objections on some records, most of them on the first; which that is. Once in a store."""
    first, *others = incidents
    if not store.acts():
        for number, incident in enumerate([first] * DECISIONS + others):
            made = Decision("desk", f"seen by our own people, note {number}", COLLECTED + timedelta(minutes=number))
            if number % 3:
                wording = Wording(field="killed", text=str(3 + number % 20))
                correct_field(store, incident, wording, Ground(note=f"Our people counted, note {number}."), made)
            else:
                contest_record(store, incident, "killed", made)
    return first


def copy_to_server(path: Path, address: str) -> None:
    """The rows of a store in a file, put into an empty one on a server: a tenth of the time that adding them takes."""
    import psycopg

    with open_store(address) as store:
        if store.counts().incidents:
            return
    with apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY) as file, psycopg.connect(address) as server:
        register_values(server)
        for table in TABLES:
            columns = [row[1] for row in file.execute(f"pragma table_info({table})")]
            named = ", ".join(columns)
            with server.cursor().copy(f"copy {table} ({named}) from stdin") as copy:
                for row in file.execute(f"select {named} from {table}"):
                    copy.write_row(row)
            if columns[0] == "n":
                last = f"(select coalesce(max(n), 1) from {table})"
                server.execute(f"select setval(s, {last}) from pg_get_serial_sequence('{table}', 'n') s where s <> ''")
        with server.cursor().copy("copy reading_words (rowid, words) from stdin") as copy:
            for n, title, text in file.execute("select n, title, text from readings"):
                # As add.words joins them: the words of the text stand behind those of the title.
                copy.write_row((n, write_vector(f"{title or ''} {text}")))
    with psycopg.connect(address, autocommit=True) as server:
        server.execute("analyze")
