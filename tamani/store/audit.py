"""Looks through everything that is stored for what can't be: rows taken away or changed, ids that are not theirs,
quotes that are not in their text, what stands for nothing, tables that are not what they are derived from.

In pieces of a few hundred reports, so that the memory stays the same however large the store is. Nothing is changed,
but where repair is asked for: then what is derived is derived again, and never what was appended.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tamani.acts import make_act
from tamani.records import Act, ActId, IncidentId, MentionId, RawHash, Tlp
from tamani.store.connect import Database, Row, Session, pack_list, pack_numbers
from tamani.store.facets import refresh_facets
from tamani.store.incidents import refresh_incidents
from tamani.store.links import is_link_known
from tamani.store.rows import read_texts, read_time, write_time

CHUNK = 400


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that is wrong: which law it breaks, in which item, with the facts for a sentence about it."""

    code: str
    item: str
    facts: dict[str, Any] = {}
    derived: bool = False  # made from what was appended, so it can be made again


class Auditor(Struct, frozen=True):
    """What is looked through, and whether derived tables are made anew."""

    database: Database
    repair: bool = False


def check_database(database: Database) -> tuple[str, ...]:
    """What is wrong with a store that the database itself and its bytes tell of, in plain words."""
    asked = [RawHash(row[0]) for row in database.read().fetch("commits.raws")]
    lost = [f"raw bytes {one} are gone" for one in database.raws.find_lost(asked)]
    orphans = [f"table {table} points to a missing row of {other}" for table, other in database.find_orphans()]
    return (*database.check(), *orphans, *lost)


def check_rows(auditor: Auditor) -> Iterator[Fault]:
    """Everything that a query can say about the rows alone."""
    session = auditor.database.read()
    for text in auditor.database.check():
        yield Fault(code="file", item=auditor.database.name, facts={"why": text})
    for sort, name in auditor.database.find_strange_parts():
        yield Fault(code="trigger" if sort == "trigger" else "schema", item=f"{sort} {name}")
    yield from _check_numbers(session)
    for table, other in auditor.database.find_orphans():
        yield Fault(code="orphan", item=table, facts={"other": other})
    for (report,) in session.fetch("audit.unread"):
        yield Fault(code="no_text", item=f"report {report}")
    for claim, report in session.fetch("audit.claims_twice"):
        yield Fault(code="claim_twice", item=f"claim {claim}", facts={"report": report})
    for claim, report, other in session.fetch("audit.claims_shared"):
        yield Fault(code="claim_shared", item=f"claim {claim}", facts={"report": report, "other": other})
    for sort, ident, column in session.fetch("audit.empty_texts"):
        yield Fault(code="empty", item=f"{sort} {ident}", facts={"column": column})
    for (mention,) in session.fetch("audit.spots_at_zero"):
        yield Fault(code="at_zero", item=f"mention {mention}", facts={"claim": "spots"})
    yield from _check_markings(session)
    yield from _check_links(session)
    yield from _check_acts(session)
    yield from _check_raws(auditor, session)
    yield from check_leftovers(auditor)


def _walk(session: Session, name: str) -> Iterator[Row]:
    """All rows of a query in the order of their first column, in pages: a server sends all that is asked for."""
    after = 0
    while rows := list(session.fetch(name, {"after": after, "size": CHUNK})):
        yield from rows
        after = rows[-1][0]


def _check_numbers(session: Session) -> Iterator[Fault]:
    for (n,) in session.fetch("audit.commit_gaps"):
        yield Fault(code="commit_gap", item=f"write {n}")
    for table, n, commit in session.fetch("audit.strange_commits"):
        yield Fault(code="strange_commit", item=f"{table} {n}", facts={"commit": commit})
    for table, n in session.fetch("audit.row_gaps"):
        yield Fault(code="row_gap", item=f"{table} {n}")
    for report, coder in session.fetch("audit.claim_gaps"):
        yield Fault(code="claim_gap", item=f"report {report}", facts={"coder": coder})


def _check_markings(session: Session) -> Iterator[Fault]:
    for (report,) in session.fetch("audit.unmarked"):
        yield Fault(code="unmarked", item=f"report {report}")
    for _, report, tlp, audience, author, at in _walk(session, "audit.markings"):
        try:
            Tlp(tlp)
            read_texts(audience)
            read_time(at)
            fine = (author is None) == (at is None) and author != ""
        except (ValueError, msgspec.DecodeError):
            fine = False
        if not fine:
            yield Fault(code="marking", item=f"report {report}", facts={"marking": f"{tlp} {audience}"})


def _check_links(session: Session) -> Iterator[Fault]:
    for row in _walk(session, "audit.links"):
        _, ident, left, right, verdict, _, at, _, has_left, has_right, withdrawn = row
        item = f"link {ident}"
        if not _is_link_named(session, row):
            yield Fault(code="link_id", item=item)
        for mention, there in ((left, has_left), (right, has_right)):
            if not there:
                yield Fault(code="link_to_nothing", item=item, facts={"mention": mention})
        # Of a part the left is the part; of the others the smaller id.
        odd = left == right if verdict == "part" else left > right or verdict not in ("same", "different", "unsure")
        if odd or left == right:
            yield Fault(code="link_odd", item=item, facts={"left": left, "right": right, "verdict": verdict})
        if withdrawn is not None and withdrawn < at:
            yield Fault(code="withdrawn_early", item=item, facts={"at": withdrawn, "made": at})
    for ident, at, report in session.fetch("audit.links_too_early"):
        yield Fault(code="link_early", item=f"link {ident}", facts={"at": at, "report": report})
    for (ident,) in session.fetch("audit.withdrawals_alone"):
        yield Fault(code="withdrawal_of_nothing", item=f"link {ident}")


def _is_link_named(session: Session, row: Row) -> bool:
    """Is its id the hash of what it says? One that was taken back and holds again has the first's id and its time."""
    _, ident, left, right, verdict, author, at, act, *_ = row
    moment = read_time(at)
    if moment is None:
        return False
    time = moment.isoformat()
    if act is not None:
        first = _hash_parts(left, right, verdict, author, time, act)
        return bool(ident == first or is_link_known(session, first))
    if not author.startswith("rule:"):
        return True  # older than decisions
    first = _hash_parts(left, right, verdict, author)
    return ident in (first, _hash_parts(first, time))


def _hash_parts(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def _check_acts(session: Session) -> Iterator[Fault]:
    """Is each decision what its id says, and do the columns beside say the same?"""
    for _, ident, kind, author, reason, at, about, body in _walk(session, "audit.acts"):
        try:
            act = msgspec.json.decode(body, type=Act)
            told = (act.kind.value, act.author, act.reason, write_time(act.at), act.about)
            fine = make_act(replace(act, id=ActId(""))).id == act.id == ident
            fine = fine and told == (kind, author, reason, at, about)
        except msgspec.DecodeError:
            fine = False
        if not fine:
            yield Fault(code="act_id", item=f"decision {ident}")


def _check_raws(auditor: Auditor, session: Session) -> Iterator[Fault]:
    wrong: set[str] = set()
    last = None
    for name in ("audit.raws_read", "audit.raws_set_aside"):
        for _, digest in _walk(session, name):
            # The reports of one large file come one after another: its bytes are looked at once.
            if digest == last or digest in wrong:
                continue
            last = digest
            problem = auditor.database.raws.examine(RawHash(digest))
            if problem is not None:
                wrong.add(digest)
                yield Fault(code=f"raw_{problem}", item=f"raw {digest}")


def check_leftovers(auditor: Auditor) -> Iterator[Fault]:
    """Bytes of deleted texts: a power cut between the deletion of the text and of the bytes leaves them."""
    gone = [RawHash(row[0]) for row in auditor.database.read().fetch("forget.raws")]
    left = [digest for digest in gone if auditor.database.raws.examine(digest) != "gone"]
    for digest in left:
        yield Fault(code="raw_left", item=f"raw {digest}", derived=True)
    if auditor.repair and left:
        auditor.database.raws.drop(left)


# --- derived tables -----------------------------------------------------------------------------------------------


def check_heads(auditor: Auditor) -> Iterator[Fault]:
    """Which version and run count, derived again with the very query that adding uses, and put back unless repaired."""
    after = 0
    while True:
        asked = {"after": after, "size": CHUNK}
        numbers = [row[0] for row in auditor.database.read().fetch("audit.reports_after", asked)]
        if not numbers:
            return
        after = numbers[-1]
        packed = {"reports": pack_numbers(numbers)}
        with auditor.database.attempt() as session:
            before = {row[0]: row for row in session.fetch("audit.heads", packed)}
            session.run_many("add.head", [{"report": n} for n in numbers])
            now = {row[0]: row for row in session.fetch("audit.heads", packed)}
        wrong = sorted(report for report in now if before.get(report) != now[report])
        for report in wrong:
            yield Fault(code="head", item=f"report {report}", derived=True)
        if auditor.repair and wrong:
            with auditor.database.write() as writer:
                writer.run_many("add.head", [{"report": now[report][1]} for report in wrong])


def check_sums(auditor: Auditor) -> Iterator[Fault]:
    """What is listed of each incident, and in which lists it is, made again; and what belongs to none."""
    yield from _check_strays(auditor)
    after = ""
    while rows := _list_incidents(auditor, after):
        ids = sorted(rows)
        after = ids[-1]
        packed = {"ids": pack_list(ids)}
        with auditor.database.attempt() as attempt:
            filed = _by_first(attempt.fetch("audit.facets_of", packed))
            refresh_incidents(attempt, ids)
            now = {row[0]: row for row in attempt.fetch("audit.incidents_of", packed)}
            wanted = _by_first(attempt.fetch("audit.facets_of", packed))
        wrong = [incident for incident in ids if rows[incident] != now.get(incident)]
        for incident in wrong:
            yield Fault(code="incident_sum", item=f"incident {incident}", derived=True)
        misfiled = [incident for incident in ids if set(filed.get(incident, ())) != set(wanted.get(incident, ()))]
        for incident in misfiled:
            yield Fault(code="facets", item=f"incident {incident}", derived=True)
        if auditor.repair and (wrong or misfiled):
            with auditor.database.write() as writer:
                refresh_incidents(writer, wrong)
                refresh_facets(writer, misfiled)


def _check_strays(auditor: Auditor) -> Iterator[Fault]:
    """What hangs on nothing: members that should be in none, members of no incident, lists of no incident."""
    session = auditor.database.read()
    strange = [(row[0], IncidentId(row[1])) for row in session.fetch("audit.strange_members")]
    for mention, incident in strange:
        yield Fault(code="strange_member", item=f"incident {incident}", facts={"mention": mention}, derived=True)
    unlisted = [IncidentId(row[0]) for row in session.fetch("audit.unlisted_incidents")]
    for incident in unlisted:
        yield Fault(code="incident_sum", item=f"incident {incident}", derived=True)
    stray = [IncidentId(row[0]) for row in session.fetch("audit.stray_facets")]
    for incident in stray:
        yield Fault(code="facets", item=f"incident {incident}", derived=True)
    if auditor.repair and (strange or unlisted or stray):
        with auditor.database.write() as writer:
            writer.run("audit.drop_members", {"ids": pack_list(mention for mention, _ in strange)})
            refresh_incidents(writer, [*unlisted, *(incident for _, incident in strange)])
            refresh_facets(writer, stray)


def _list_incidents(auditor: Auditor, after: str) -> dict[IncidentId, Row]:
    rows = auditor.database.read().fetch("audit.incidents_after", {"after": after, "size": CHUNK})
    return {IncidentId(row[0]): row for row in rows}


def check_words(auditor: Auditor) -> Iterator[Fault]:
    """Does the index of words hold every reading, with the words it has now?"""
    session = auditor.database.read()
    found = [("unworded", f"report {row[0]}") for row in session.fetch("audit.unworded")]
    found += [("stray_words", f"reading {row[0]}") for row in session.fetch("audit.stray_words")]
    faults = [Fault(code=code, item=item, derived=True) for code, item in found]
    if not auditor.database.words_fit():
        faults = faults or [Fault(code="words", item=auditor.database.name, derived=True)]
    if auditor.repair and faults:
        auditor.database.rebuild_words()
    yield from faults


# --- readings with what was read in them ---------------------------------------------------------------------------


class Stored(Struct, frozen=True):
    """A reading with all that was ever read in it, as rows: the flow knows how they should look."""

    n: int
    reading: Row
    runs: tuple[Row, ...]
    mentions: tuple[Row, ...]
    claims: tuple[Row, ...]
    spots: dict[int, tuple[Row, ...]]
    moments: dict[int, tuple[Row, ...]]


def iterate_stored(database: Database) -> Iterator[list[Stored]]:
    """All readings in all versions, a few hundred at a time, in order of arrival."""
    after = 0
    while True:
        session = database.read()
        with session.hold_view():
            rows = list(session.fetch("audit.readings_after", {"after": after, "size": CHUNK}))
            if not rows:
                return
            after = rows[-1][0]
            asked = {"readings": pack_numbers(row[0] for row in rows)}
            runs = _by_first(session.fetch("audit.runs_of", asked))
            mentions = _by_first(session.fetch("audit.mentions_of", asked))
            claims = _by_first(session.fetch("audit.claims_of", asked))
            numbers = [row[1] for group in mentions.values() for row in group]
            asked = {"mentions": pack_numbers(numbers)}
            spots = _by_first(session.fetch("audit.spots_of", asked))
            moments = _by_first(session.fetch("audit.moments_of", asked))
        yield [
            Stored(
                n=row[0],
                reading=row[1:],
                runs=runs.get(row[0], ()),
                mentions=(own := mentions.get(row[0], ())),
                claims=claims.get(row[0], ()),
                spots={one[1]: spots.get(one[1], ()) for one in own},
                moments={one[1]: moments.get(one[1], ()) for one in own},
            )
            for row in rows
        ]


def list_mentions_before(auditor: Auditor, before: int, size: int) -> list[tuple[int, MentionId]]:
    """Mentions that count now with their numbers, the last ones first."""
    asked = {"before": before, "size": size}
    return [(row[0], MentionId(row[1])) for row in auditor.database.read().fetch("audit.mentions_before", asked)]


def number_mentions(auditor: Auditor, ids: Iterable[MentionId]) -> list[tuple[int, MentionId]]:
    """The numbers of mentions that count now."""
    asked = {"ids": pack_list(ids)}
    return [(row[0], MentionId(row[1])) for row in auditor.database.read().fetch("audit.mention_numbers", asked)]


def list_incident_ids(auditor: Auditor, after: str) -> list[IncidentId]:
    """The ids of some incidents after one."""
    return sorted(_list_incidents(auditor, after))


def _by_first(rows: Iterable[Row]) -> dict[Any, tuple[Row, ...]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row[1:])
    return {key: tuple(group) for key, group in found.items()}


def refile(database: Database, spots: Sequence[Row], moments: Sequence[Row]) -> None:
    """File some mentions anew; each row begins with the number of its mention."""
    numbers = {"mentions": pack_numbers(row[0] for row in moments)}
    with database.write() as session:
        session.run("audit.drop_spots", numbers)
        session.run("audit.drop_moments", numbers)
        session.insert("add.spot", spots)
        session.insert("add.moment", moments)
