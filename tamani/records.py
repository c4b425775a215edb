"""READ ME FIRST: the values that walk through the rooms.

    Item -> Report + Reading -> Toponym -> Mention with Claims -> Link -> Incident

Everything here is frozen: a method that "changes" a value returns a new one. Nothing here reads a file, a clock or
a database. Offsets are characters of the reading's own text (or of its title, where the span says so). What a claim
may hold is in values.py, what is shown for a field in standing.py.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from msgspec import Struct

from tamani.acts import (
    Act as Act,
    ActId as ActId,
    ActKind as ActKind,
    Answer as Answer,
    Cite as Cite,
    Correction as Correction,
    Forgotten as Forgotten,
    Objection as Objection,
    Ref as Ref,
    Removal as Removal,
)
from tamani.standing import (
    Credibility as Credibility,
    Position as Position,
    Revision as Revision,
    Settled as Settled,
    Side as Side,
)
from tamani.values import (
    Basis as Basis,
    ClaimId as ClaimId,
    CommitmentValue as CommitmentValue,
    CredibilityValue as CredibilityValue,
    DamageValue as DamageValue,
    DateValue as DateValue,
    DriverValue as DriverValue,
    ImpactValue as ImpactValue,
    IncidentId as IncidentId,
    LinkId as LinkId,
    MentionId as MentionId,
    Mode as Mode,
    Part as Part,
    PartnershipValue as PartnershipValue,
    PerpetratorValue as PerpetratorValue,
    PlaceValue as PlaceValue,
    RawHash as RawHash,
    ReactionValue as ReactionValue,
    RecommendationValue as RecommendationValue,
    ReportId as ReportId,
    Stance as Stance,
    TargetValue as TargetValue,
    Tlp as Tlp,
    TollValue as TollValue,
    Value as Value,
    Verdict as Verdict,
    Version as Version,
    VictimValue as VictimValue,
    WeaponValue as WeaponValue,
    Who as Who,
)


class Span(Struct, frozen=True, order=True, gc=False):
    """[start, end) in a reading's text or title."""

    start: int
    end: int
    part: Part = Part.TEXT

    def overlaps(self, other: Span) -> bool:
        return self.part == other.part and self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.part == other.part and self.start <= other.start and other.end <= self.end


# --- a report comes in --------------------------------------------------------------------------------------------


class Marking(Struct, frozen=True):
    """Who may see it. The default is the most restrictive: RED, and an empty audience is nobody but the owner."""

    tlp: Tlp = Tlp.RED
    audience: tuple[str, ...] = ()


class Item(Struct, frozen=True, kw_only=True):
    """One document as collected, before anybody has read it."""

    name: str  # where it came from, for messages: "inbox/a.docx", "reports.jsonl#12", an URL
    data: bytes
    media_type: str  # "text/html", "text/plain", "application/pdf", ...
    collected: datetime
    url: str | None = None
    own_id: str | None = None  # the source's own id
    title: str | None = None
    source: str | None = None
    published: datetime | None = None
    language: str | None = None
    marking: Marking = Marking()


class Reject(Struct, frozen=True, kw_only=True):
    """An item that was set aside, with the reason and what to do; it can be tried again."""

    name: str
    problem: str
    remedy: str
    at: datetime
    raw: RawHash | None = None


class Report(Struct, frozen=True, kw_only=True):
    """One document as it came in: its identity. What it says is in its readings, one a version."""

    id: ReportId
    source: str | None = None
    url: str | None = None
    marking: Marking = Marking()


class Table(Struct, frozen=True):
    """Rows of cells; each cell is a span of the reading's text."""

    rows: tuple[tuple[Span, ...], ...]


class Reading(Struct, frozen=True, kw_only=True):
    """A report's clean text in one version. published is aware UTC; a bare day is midnight."""

    report: ReportId
    version: Version
    text: str
    title: str | None = None
    author: str | None = None
    agency: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None  # "fr", "en"; any other is kept and left unread
    sentences: tuple[Span, ...] = ()
    tables: tuple[Table, ...] = ()
    file: str | None = None
    source: str | None = None
    url: str | None = None
    raw: RawHash | None = None
    collected: datetime | None = None
    forgotten: Forgotten | None = None  # its text was deleted: what is left of it are the quotes of its claims

    @property
    def called(self) -> str:
        """What to call where it came from: its source, its agency, the file of a text that has no id of its own."""
        nameless = self.report.startswith("text:") and self.file
        return self.source or self.agency or (PurePath(self.file or "").name if nameless else self.report)

    def quote(self, span: Span) -> str:
        """The words at a span."""
        return ((self.title or "") if span.part is Part.TITLE else self.text)[span.start : span.end]


class Toponym(Struct, frozen=True, kw_only=True):
    """A place name in a reading and what it stands for; place.lat None means: seen, not resolved."""

    span: Span  # the name, with its relation where there is one: "20 km north of Gao"
    place: PlaceValue
    feature: str | None = None  # town, admin1, admin2, country, region, water, site, area
    relation: str | None = None  # "near", "north of", "between": the name is not the place itself
    reasons: tuple[str, ...] = ()


# --- what a report says -------------------------------------------------------------------------------------------


class Claim(Struct, frozen=True, kw_only=True):
    """One report says one thing about one mention (or about no event: a statement), in these words.

    Made by `fields.make_claim`, which hashes the id from all that makes it this claim.
    """

    id: ClaimId
    report: ReportId
    version: Version
    mention: MentionId | None  # None: a statement of the report
    field: str
    value: Value
    span: Span
    quote: str
    stance: Stance = Stance.ASSERTED
    said_by: str | None = None  # as written: "une source sécuritaire"
    speaker: str | None = None  # the same as an id of vocab/actors.toml, where it is one
    via: tuple[str, ...] = ()  # who carried it, as ids or as written: ("afp",)
    coder: str = "rules/1"  # who read it so: a rule set, a model, a person
    confidence: float | None = None  # how often claims like it are right; None: not weighed
    rule: str | None = None  # the row of extract/rules.toml that made it; no part of its identity


class Mention(Struct, frozen=True, kw_only=True):
    """One event as one report speaks of it. name is "m1" for the main news, then in order of weight."""

    id: MentionId
    report: ReportId
    version: Version
    name: str
    kind: str
    mode: Mode = Mode.ACTUAL
    anchor: Span  # the words that name the event
    claims: tuple[Claim, ...] = ()

    def of(self, field: str) -> tuple[Claim, ...]:
        """The claims of one field, in order of weight."""
        return tuple(claim for claim in self.claims if claim.field == field)


class Extraction(Struct, frozen=True, kw_only=True):
    """All that a reading was found to say. relevant: it tells of violence as news, not in passing."""

    report: ReportId
    version: Version
    language: str | None
    relevant: bool
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Claim, ...] = ()


# --- many reports, one event --------------------------------------------------------------------------------------


class Link(Struct, frozen=True, kw_only=True):
    """A verdict on two mentions, with author and reasons. Appended; taken back by a Withdrawal, never erased.

    author is "rule:..." or a person. left < right, save where left is a part of
    right. Incidents are the groups that rule and person links make.
    """

    id: LinkId
    left: MentionId
    right: MentionId
    verdict: Verdict
    author: str
    reasons: tuple[str, ...]
    at: datetime
    score: float | None = None
    act: ActId | None = None  # the decision of a person that it is part of

    @property
    def said(self) -> tuple[datetime, str, MentionId, MentionId, str]:
        """Its place among the words of people. Of two said at one moment the act decides, not the link's own id:
        a decision that was undone and redone has a new link, and must not outrank what it did not outrank before."""
        return (self.at, self.act or self.id, self.left, self.right, self.verdict.value)


class Withdrawal(Struct, frozen=True, kw_only=True):
    """A link taken back."""

    link: LinkId
    author: str
    reason: str
    at: datetime


class Origin(Struct, frozen=True, kw_only=True):
    """Where something was first said: a speaker's statement, a group's communiqué, an agency's own witness.

    id says whose voice it is ("state:ML", "group:jnim", "speaker:un"), or who was told ("outlet:afp").
    """

    id: str
    name: str
    kind: str  # "statement", "communique", "witness", "agency", "outlet"
    reports: tuple[ReportId, ...]
    claims: tuple[ClaimId, ...]


class Member(Struct, frozen=True, order=True):
    report: ReportId
    mention: MentionId


class Incident(Struct, frozen=True, kw_only=True):
    """A view over linked mentions and their claims, for one reader, as of a time. Can always be rebuilt."""

    id: IncidentId
    kind: str
    title: str  # "armed_attack, Barsalogho, 2024-08-24" in the reader's language is made by the faces
    members: tuple[Member, ...]
    fields: tuple[Settled, ...]
    statements: tuple[Claim, ...] = ()
    origins: tuple[Origin, ...] = ()
    disputed: tuple[str, ...] = ()
    background: bool = False  # nobody reports it as news: only recalled
    parent: IncidentId | None = None  # told as a whole there: several sites of a night, several days
    parts: tuple[IncidentId, ...] = ()  # told one by one there; their tolls are in this one's and are never added to it
    first_known: datetime | None = None
    last_known: datetime | None = None
    credibility: Credibility | None = None

    def settled(self, field: str) -> tuple[Settled, ...]:
        return tuple(one for one in self.fields if one.field == field)


class Reader(Struct, frozen=True):
    """Who looks: the owner of the store sees all; others up to their clearance, and what names them."""

    name: str = "owner"
    clearance: Tlp = Tlp.RED
    owner: bool = True


class Assessment(Struct, frozen=True, kw_only=True):
    """Why this incident is worth a look, in plain reasons with codes: ("toll_rose", "8 -> 54")."""

    incident: IncidentId
    reasons: tuple[tuple[str, str], ...]
    severity: int  # 0-4


# --- what a face or an export gets --------------------------------------------------------------------------------


class Cited(Struct, frozen=True, kw_only=True):
    """Where a report came from, as it is shown under a record."""

    report: ReportId
    version: Version
    title: str | None = None
    source: str | None = None
    agency: str | None = None
    url: str | None = None
    published: datetime | None = None
    language: str | None = None
    marking: Marking = Marking()
    forgotten: datetime | None = None  # when its text was deleted


class Dossier(Struct, frozen=True, kw_only=True):
    """An incident with what stands behind it, for one reader: the claims he may see and the reports they are in."""

    incident: Incident
    mentions: tuple[Mention, ...] = ()  # with the claims this reader may see
    cited: tuple[Cited, ...] = ()
    marking: Marking = Marking()  # the narrowest of its reports
    assessment: Assessment | None = None
    # Only of a record as of a past time: the other records of then that are one with it today, and its ids of today.
    apart: tuple[IncidentId, ...] = ()
    today: tuple[IncidentId, ...] = ()
    corrections: tuple[Claim, ...] = ()  # what people say instead, each citing words or a note of theirs
    objections: tuple[Objection, ...] = ()
    removals: tuple[Removal, ...] = ()
    also: tuple[IncidentId, ...] = ()  # where reports are now that were once in this incident
    withdrawn: bool = False  # a person said it is no incident, or withdrew all its reports

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of all its mentions, what its reports state, and what people say instead."""
        said = (claim for mention in self.mentions for claim in mention.claims)
        return (*said, *self.incident.statements, *self.corrections)

    @property
    def names(self) -> dict[MentionId, str]:
        """What its report calls each mention: "m1" is the main news."""
        return {mention.id: mention.name for mention in self.mentions}


class Happening(Struct, frozen=True, kw_only=True):
    """One dated line in the life of a record: a report arrived, a figure changed, a person split it."""

    at: datetime | None
    code: str  # "report", "toll", "claimed", "link", "withdrawn"
    text: str  # in the reader's language
    report: ReportId | None = None  # the first of its reports
    reports: tuple[ReportId, ...] = ()
    claims: tuple[ClaimId, ...] = ()
