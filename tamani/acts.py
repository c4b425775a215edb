"""What people decide, as it is kept: one act each, appended, undone by another act, never changed. Part of records.py.

An act names mentions by the words they stand in, not by their ids: so it holds when a newer coder reads the report
again, and in any other store that has the same report.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NewType, TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tamani.values import Part, Tlp, Verdict

ActId = NewType("ActId", str)
Plain: TypeAlias = dict[str, str | int | float | None] | str | None  # a value as JSON has it


class ActKind(StrEnum):
    """What a person can do to a record."""

    SPLIT = "split"
    MERGE = "merge"
    JUDGE = "judge"  # same, different or unsure, said of two
    CORRECT = "correct"
    CONTEST = "contest"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    PARK = "park"  # "don't know" on a question of the queue
    UNDO = "undo"


PAIRING = (ActKind.SPLIT, ActKind.MERGE, ActKind.JUDGE)


class Ref(Struct, frozen=True):
    """A mention by its words: the anchor first, then those of its claims."""

    report: str
    version: str
    name: str  # "m1", for people to read
    spans: tuple[tuple[int, int, Part], ...]


class Cite(Struct, frozen=True):
    """Words of a report."""

    report: str
    version: str
    start: int
    end: int
    part: Part
    quote: str


class Act(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One decision of a person: who, why and when, and what it is about."""

    id: ActId = ActId("")
    kind: ActKind
    author: str
    reason: str
    at: datetime
    refs: tuple[Ref, ...] = ()  # the mentions it speaks of, or had before it
    pairs: tuple[tuple[int, int, Verdict], ...] = ()  # verdicts on two of the refs
    report: str | None = None  # a whole report that is withdrawn
    field: str | None = None
    value: Plain = None
    cite: Cite | None = None  # the words a correction rests on, or that a withdrawn claim quotes
    note: str | None = None  # the person's own words, where no report says it
    said_by: str | None = None
    about: ActId | None = None  # the act that is undone or answered
    upheld: bool | None = None
    tlp: Tlp | None = None  # who may see a note or an objection
    audience: tuple[str, ...] = ()

    @property
    def reports(self) -> tuple[str, ...]:
        """The reports it speaks of."""
        named = [one.report for one in self.refs] + [self.report, self.cite.report if self.cite else None]
        return tuple(sorted({one for one in named if one is not None}))

    @property
    def note_report(self) -> str | None:
        """The report that holds its note: a correction from a person's own knowledge is a report of its own."""
        return f"note:{self.id}" if self.note is not None else None


class Forgotten(Struct, frozen=True, kw_only=True):
    """The act by which a text was deleted. copies: reports that were found to carry the same text."""

    at: datetime
    author: str
    reason: str
    claims_kept: bool
    copies: tuple[str, ...] = ()


def make_act(act: Act) -> Act:
    """The act under the id that its content gives it: the same act twice is one."""
    digest = hashlib.sha256(msgspec.json.encode(replace(act, id=ActId("")))).hexdigest()
    return replace(act, id=ActId("d" + digest[:23]))


def find_standing(acts: Iterable[Act], as_of: datetime | None = None) -> tuple[Act, ...]:
    """The acts that stand at a time, in order of time: an undo takes one back, an undo of the undo brings it back."""
    known = [act for act in acts if as_of is None or act.at <= as_of]
    undone_by: dict[ActId, list[Act]] = defaultdict(list)
    for act in known:
        if act.kind is ActKind.UNDO and act.about is not None:
            undone_by[act.about].append(act)

    def stands(act: Act) -> bool:
        return not any(stands(undo) for undo in undone_by[act.id])

    return tuple(act for act in sorted(known, key=lambda one: (one.at, one.id)) if stands(act))


# --- what acts do to a record --------------------------------------------------------------------------------------


class Correction(Struct, frozen=True):
    """Whose value is shown instead of what reports settle to, and why; claim is the person's claim."""

    act: ActId
    author: str
    reason: str
    at: datetime
    claim: str


class Answer(Struct, frozen=True):
    """What became of an objection."""

    act: ActId
    author: str
    reason: str
    at: datetime
    upheld: bool


class Objection(Struct, frozen=True):
    """Somebody contests a record, or one field of it."""

    act: ActId
    author: str
    words: str
    at: datetime
    field: str | None = None
    answer: Answer | None = None


class Removal(Struct, frozen=True):
    """What a person withdrew from a record: a report, a claim, or all of it as no incident."""

    act: ActId
    author: str
    reason: str
    at: datetime
    what: str  # "report", "claim", "incident"
    report: str | None = None
    field: str | None = None
    quote: str | None = None
