"""As known on a day: what a full store tells of a past time is what a store told that never got more."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from msgspec import Struct
from pressroom import invent_attacks, write_report
from shelves import FileShelf, Shelf

from tamani.errors import NotFound
from tamani.fields import load_vocabulary
from tamani.flow import (
    OWNER,
    BriefOptions,
    Decision,
    ExportOptions,
    Query,
    add_collected,
    export_incidents,
    list_incidents,
    merge_incidents,
    show_incident,
    undo_decision,
    write_briefs,
)
from tamani.flow.group import Grouping, group_mentions
from tamani.known import Stamp, choose_version
from tamani.phrases import say_day
from tamani.records import Item, Link, LinkId, Marking, MentionId, Reader, Tlp, Verdict, Withdrawal
from tamani.settings import Settings
from tamani.share.contract import make_dossier_row, make_incident_row
from tamani.store import Store

START = datetime(2024, 1, 1, tzinfo=UTC)
END = START + timedelta(days=60)
STAMPS = {"en": ("Written ", "As known on"), "fr": ("Rédigée le ", "État des connaissances au")}
ASKED = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


class Came(Struct, frozen=True):
    """One version of a report, and since when its words can be proven: said here, not asked of tamani."""

    item: Item
    known: datetime


def make_link(left: MentionId, right: MentionId, verdict: Verdict, why: tuple[str, datetime]) -> Link:
    """A person's verdict on two mentions, for a reason, at a time."""
    low, high = sorted((left, right))
    ident = LinkId("\0".join((low, high, verdict, why[1].isoformat())))
    return Link(id=ident, left=low, right=high, verdict=verdict, author="ana", reasons=why[:1], at=why[1])


class World(Struct, frozen=True):
    """What came, what people said and took back, and a day to look back to."""

    came: tuple[Came, ...]
    links: tuple[Link, ...]
    withdrawals: tuple[Withdrawal, ...]
    at: datetime


def make_item(row: dict[str, Any], published: datetime, collected: datetime) -> Item:
    return Item(
        name=row["id"],
        data=row["text"].encode(),
        media_type="text/plain",
        collected=collected,
        own_id=row["id"],
        title=row["title"],
        source=row["source"],
        published=published,
        language=row["language"],
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Reports of some attacks, most filed late, some edited after; people who join and part at random times."""
    chance = random.Random(draw(st.integers(0, 100_000)))
    attacks = invent_attacks(chance, draw(st.integers(1, 3)), first=date(2024, 1, 2))
    came: list[Came] = []
    for n in range(draw(st.integers(2, 9))):
        row = write_report(chance, chance.choice(attacks), f"r{n}")
        published = datetime.combine(date.fromisoformat(row["published"][:10]), datetime.min.time(), UTC)
        published += timedelta(hours=chance.randint(0, 23))
        collected = published + timedelta(hours=chance.choice((0, 3, 200)))
        came.append(Came(make_item(row, published, collected), published))
        if chance.random() < 0.4:
            later = collected + timedelta(hours=chance.randint(1, 300))
            edited = write_report(chance, chance.choice(attacks), f"r{n}")
            came.append(Came(make_item(edited | {"source": row["source"]}, published, later), later))
    times = sorted({one.known for one in came})
    at = chance.choice(times) + timedelta(hours=chance.choice((0, 0, 1, 30)))
    return World(tuple(came), *invent_decisions(chance, came), at)


def invent_decisions(chance: random.Random, came: Sequence[Came]) -> tuple[tuple[Link, ...], tuple[Withdrawal, ...]]:
    """Verdicts on the main news of two versions; some of them taken back."""
    with load(FileShelf(), [one.item for one in came]) as store:
        told = [claim for one in came for claim in store.claim_history(store.find_report_id(one.item.name))]
        ids = sorted({claim.mention for claim in told if claim.mention is not None})
    links: list[Link] = []
    back: list[Withdrawal] = []
    for n in range(chance.randint(0, 4) if len(ids) > 1 else 0):
        left, right = chance.sample(ids, 2)
        when = chance.choice(came).known + timedelta(hours=chance.randint(0, 100), minutes=n)
        if left.split(":")[0] == right.split(":")[0]:
            continue
        verdict = chance.choice((Verdict.SAME, Verdict.DIFFERENT))
        links.append(make_link(left, right, verdict, (f"reason {n}", when)))
        if chance.random() < 0.4:
            gone = when + timedelta(hours=chance.randint(1, 200))
            back.append(Withdrawal(link=links[-1].id, author="ana", reason="mistake", at=gone))
    return tuple(links), tuple(back)


@contextmanager
def load(
    shelf: Shelf, items: Iterable[Item], links: Sequence[Link] = (), withdrawals: Sequence[Withdrawal] = ()
) -> Iterator[Store]:
    """A store that got these reports in this order, then what people said."""
    with shelf.open() as store:
        for item in items:
            assert not add_collected(store, [item], Settings(), now=item.collected).rejects
        store.add_links(links)
        store.withdraw_links(withdrawals)
        everything: list[MentionId] = [mention.id for mention in store.all_mentions()]
        group_mentions(Grouping(store, load_vocabulary()), everything, now=END)
        yield store


def look(store: Store, at: datetime | None, now: datetime, **asked: Any) -> list[dict[str, Any]]:
    """Every record in the order of the list."""
    query = Query(background=True, as_of=at, **asked)
    return [make_incident_row(dossier) for dossier in list_incidents(store, OWNER, query, now=now)]


@ASKED
@given(world=worlds(), chance=st.randoms(use_true_random=False))
def test_a_past_day_is_told_as_by_a_store_that_never_got_more(
    shelf: Shelf, world: World, chance: random.Random
) -> None:
    shuffled = [one.item for one in world.came]
    chance.shuffle(shuffled)
    known = [one.item for one in world.came if one.known <= world.at]
    said = [link for link in world.links if link.at <= world.at]
    back = [one for one in world.withdrawals if one.at <= world.at]
    with load(shelf, shuffled, world.links, world.withdrawals) as full, load(shelf, known, said, back) as then:
        for asked in ({}, {"text": "killed"}, {"text": "tués"}, {"since": date(2024, 2, 1)}, {"kind": "armed_attack"}):
            assert look(full, world.at, END, **asked) == look(then, None, world.at, **asked)
        for row in look(then, None, world.at):
            dossier = show_incident(full, row["incident"], OWNER, as_of=world.at)
            assert make_dossier_row(dossier)["claims"] == make_dossier_row(
                show_incident(then, row["incident"], OWNER)
            )["claims"]  # fmt: skip


@ASKED
@given(world=worlds())
def test_as_of_now_is_now(shelf: Shelf, world: World) -> None:
    with load(shelf, [one.item for one in world.came], world.links, world.withdrawals) as store:
        late = max([END, *(one.at for one in world.withdrawals), *(one.item.collected for one in world.came)])
        assert look(store, late, late) == look(store, None, late)


@ASKED
@given(world=worlds())
def test_what_was_known_stays_known_unless_it_was_edited(shelf: Shelf, world: World) -> None:
    with load(shelf, [one.item for one in world.came]) as store:
        before: dict[str, set[str]] = {}
        for at in sorted({one.known for one in world.came}):
            now: dict[str, set[str]] = {}
            for dossier in list_incidents(store, OWNER, Query(background=True, as_of=at), now=END):
                for cited in dossier.cited:
                    now.setdefault(cited.report, set()).add(cited.version)
            edited = {one.item.name for one in world.came if one.known == at}
            lost = {report for report in before if report not in now}
            assert lost <= edited
            assert all(now[report] == before[report] for report in before if report in now and report not in edited)
            before = now


def test_a_version_counts_from_when_it_was_collected_where_an_older_one_was_held() -> None:
    def at(day: int) -> datetime:
        return datetime(2024, 6, day, tzinfo=UTC)

    monday, tuesday = Stamp(at(3), None, at(3)), Stamp(at(3), None, at(4))
    assert [choose_version([monday, tuesday], at(day)) for day in (2, 3, 4)] == [None, 0, 1]
    # Marked as changed on Monday, but here the older words stood until Wednesday.
    marked = Stamp(at(1), at(3), at(5))
    assert [choose_version([Stamp(at(1), None, at(2)), marked], at(day)) for day in (1, 4, 5)] == [0, 0, 1]
    # An archive filled years later holds both: each bears its own date.
    late = datetime(2026, 1, 1, tzinfo=UTC)
    filled = [Stamp(at(1), None, late), Stamp(at(1), at(3), late)]
    assert [choose_version(filled, at(day)) for day in (1, 2, 3)] == [0, 0, 1]
    # One version, changed after the day asked for: what it said then cannot be proven.
    assert [choose_version([Stamp(at(1), at(3), late)], at(day)) for day in (2, 3)] == [None, 0]
    # It lay here before the date it bears: it was known.
    assert choose_version([Stamp(at(9), None, at(5))], at(5)) == 0


DJIBO = "Gunmen attacked the market of Djibo, in northern Burkina Faso, on Saturday 1 June 2024. {} civilians were killed, the army said."  # fmt: skip  # noqa: E501
KAYA = "Gunmen attacked a bus near Kaya, in Burkina Faso, on Saturday 1 June 2024. Four civilians were killed, residents said."  # fmt: skip  # noqa: E501


def write(ident: str, text: str, published: datetime, collected: datetime | None = None) -> Item:
    row = {"id": ident, "text": text, "title": None, "source": f"{ident} desk", "language": "en"}
    return make_item(row, published, collected or published)


def june(day: int) -> datetime:
    return datetime(2024, 6, day, 12, tzinfo=UTC)


def only(store: Store, at: datetime | None = None) -> str:
    rows = look(store, at, june(30))
    assert len(rows) == 1
    return str(rows[0]["incident"])


def test_a_record_of_then_is_found_by_its_id_of_today_and_of_then(shelf: Shelf) -> None:
    older = write("older", DJIBO.format("Eight"), june(2))
    # Published first, but of this attack only since it was edited: it gives the record of today its name.
    first, edited = write("first", KAYA, june(1)), write("first", DJIBO.format("Eight"), june(1), june(10))
    with load(shelf, [older, first, edited]) as store:
        today = only(store)
        shown = show_incident(store, today, OWNER, as_of=june(3))
        then = shown.incident.id
        assert then != today
        assert {member.report for member in shown.incident.members} == {"older"}
        assert shown.today == (today,)
        assert len(shown.apart) == 1  # the edited report told of Kaya then
        for given in (then, then[:5]):
            assert show_incident(store, given, OWNER, as_of=june(3)) == shown
        with pytest.raises(NotFound):
            show_incident(store, "izzzzzzzz", OWNER, as_of=june(3))
        with pytest.raises(NotFound):
            show_incident(store, today, OWNER, as_of=datetime(2024, 5, 31, tzinfo=UTC))


def test_words_find_the_same_records_of_then_be_they_rare_or_common(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    random_ = random.Random(11)
    attacks = invent_attacks(random_, 8, date(2024, 1, 2))
    rows = [write_report(random_, attacks[n % 8], f"made-{n}") for n in range(24)]
    came = [write(row["id"], row["text"], START + timedelta(days=n)) for n, row in enumerate(rows)]
    at, (town, _) = START + timedelta(days=18), attacks[0].town
    found: dict[int, list[list[str]]] = {}
    for even in (0, 10**9):  # all are met along the walk, all are grouped at once
        monkeypatch.setattr("tamani.flow.past.EVEN", even)
        with load(shelf, came) as store, load(shelf, came[:19]) as then:
            found[even] = [[row["incident"] for row in look(store, at, END, text=word)] for word in ("killed", town)]
            assert found[even] == [
                [row["incident"] for row in look(then, None, at, text=word)] for word in ("killed", town)
            ]
    assert found[0] == found[10**9]
    assert all(found[0])


def test_a_record_that_people_joined_was_two_the_day_before(shelf: Shelf) -> None:
    reports = [write("djibo", DJIBO.format("Eight"), june(2)), write("kaya", KAYA, june(2))]
    with load(shelf, reports) as store:
        apart = [row["incident"] for row in look(store, None, june(3))]
        merge_incidents(store, apart, Decision("ana", "one column of gunmen", june(20)))
        joined = only(store)
        then = show_incident(store, joined, OWNER, as_of=june(19))
        assert {then.incident.id, *then.apart} == set(apart)
        assert show_incident(store, joined, OWNER, as_of=june(20)).apart == ()
        undo_decision(store, None, Decision("ana", "two columns", june(25)))
        assert len(look(store, None, june(30))) == 2
        assert only(store, june(22)) == joined


def test_what_was_open_then_and_is_closed_now_stays_closed(shelf: Shelf) -> None:
    partner = Reader("partner", Tlp.GREEN, owner=False)
    with load(shelf, [write("djibo", DJIBO.format("Eight"), june(2))]) as store:
        ident = store.find_report_id("djibo")
        store.mark_report(ident, Marking(Tlp.GREEN), author="ana", at=june(5))
        store.mark_report(ident, Marking(Tlp.AMBER, ("un",)), author="ana", at=june(8))
        incident = only(store)
        for day in (3, 6, 9):
            with pytest.raises(NotFound):
                show_incident(store, incident, partner, as_of=june(day))
        store.mark_report(ident, Marking(Tlp.CLEAR), author="ana", at=june(12))
        # Open now; but on the third it was closed to all, on the sixth not.
        assert show_incident(store, incident, partner, as_of=june(6)).marking.tlp is Tlp.GREEN
        with pytest.raises(NotFound):
            show_incident(store, incident, partner, as_of=june(3))


def test_what_was_written_on_a_day_can_be_written_again_a_month_later(shelf: Shelf) -> None:
    """Why did you write 8? The export and the brief of that day, word for word."""
    first = [write("djibo", DJIBO.format("Eight"), june(2)), write("kaya", KAYA, june(2))]
    written = june(3).replace(hour=16)
    with load(shelf, first) as store:
        before = list(write_everything(store, written, None))
        later = [
            write("more", DJIBO.format("Fifty-four"), june(5)),
            write("djibo", DJIBO.format("Twenty"), june(2), june(6)),
            write("again", KAYA.replace("Four", "Five"), june(7)),
        ]
        add_collected(store, later, Settings(), now=june(7))
        ids = [row["incident"] for row in look(store, None, june(8))]
        merge_incidents(store, ids, Decision("ana", "one column of gunmen", june(8)))
        assert len(look(store, None, june(9))) == 1
        for day in (written, june(3).replace(hour=23, minute=59, second=59, microsecond=999_999)):
            assert list(write_everything(store, june(30), day)) == before


def write_everything(store: Store, now: datetime, as_of: datetime | None) -> Iterator[bytes | str]:
    """Every export and brief, without the line that says when it was written and as of when."""
    query = Query(as_of=as_of)
    for format in ("csv", "jsonl", "geojson"):
        data = export_incidents(store, OWNER, query, ExportOptions(now=now, format=format)).data
        said = f"{as_of:%Y-%m-%dT%H:%M:%SZ}".encode() if as_of else b""
        assert not said or said in data
        yield data.replace(b'"as_of":"' + said + b'"', b'"as_of":null').replace(b"," + said + b"\n", b",\n")
    for language in ("en", "fr"):
        for row in look(store, as_of, now):
            options = BriefOptions(now=now, as_of=as_of, language=language, since=june(1))
            page = write_briefs(store, [row["incident"]], OWNER, options)
            kept = [line for line in page.splitlines() if line.strip() and STAMPS[language][1] not in line]
            written = STAMPS[language][0] + say_day(now, language)
            assert page.count(written) == 1
            yield "\n".join(kept).replace(written, "")
            yield json.dumps(make_dossier_row(show_incident(store, row["incident"], OWNER, as_of=as_of)))
