"""Small real reports for the store's tests, with one claim of each kind of value."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

from tamani.fields import make_claim
from tamani.records import (
    Basis,
    Claim,
    CommitmentValue,
    DamageValue,
    DateValue,
    DriverValue,
    Extraction,
    ImpactValue,
    Link,
    LinkId,
    Marking,
    Mention,
    MentionId,
    Mode,
    Part,
    PartnershipValue,
    PerpetratorValue,
    PlaceValue,
    ReactionValue,
    Reading,
    RecommendationValue,
    Report,
    ReportId,
    Span,
    Stance,
    Table,
    TargetValue,
    TollValue,
    Toponym,
    Value,
    Verdict,
    Version,
    VictimValue,
    WeaponValue,
    Who,
)
from tamani.store import Arrival

TEXT = "Des hommes armés ont tué 12 personnes à Djibo, dimanche. L'armée dément."
MONDAY = datetime(2024, 8, 26, 9, 30, tzinfo=UTC)
SUNDAY = date(2024, 8, 25)
DJIBO = PlaceValue("Djibo", "BF", 14.1, -1.63, 2, 10.0, "geonames:2361095")

EVERY_VALUE: tuple[tuple[str, Value], ...] = (
    ("kind", "armed_attack"),
    ("date", DateValue(SUNDAY, SUNDAY)),
    ("place", DJIBO),
    ("perpetrator", PerpetratorValue("hommes armés", None, None, Basis.STATED)),
    ("target", TargetValue("un marché", "market")),
    ("victim", VictimValue("habitants", None, "civilians", 0)),
    ("weapon", WeaponValue("kalachnikovs")),
    ("killed", TollValue(12, None, Who.CIVILIANS, "au moins")),
    ("injured", TollValue(0, 0)),
    ("abducted", TollValue(None, None, qualifier="plusieurs")),
    ("damage", DamageValue("maisons", "brûlées")),
    ("tactic", "night"),
)
EVERY_STATEMENT: tuple[tuple[str, Value], ...] = (
    ("reaction", ReactionValue("l'Union africaine", "condemns", "l'attaque")),
    ("commitment", CommitmentValue("le gouvernement", "renforcer la zone")),
    ("driver", DriverValue("la sécheresse", "la concurrence pour l'eau")),
    ("impact", ImpactValue("écoles fermées", "3000 élèves sans classe")),
    ("recommendation", RecommendationValue("routes", "escorter les convois")),
    ("partnership", PartnershipValue("le HCR", "des abris")),
)


def make_reading(name: str, *, text: str = TEXT, published: datetime | None = MONDAY) -> Reading:
    """A reading of a report; another text is another version."""
    return Reading(
        report=ReportId(name),
        version=Version(hashlib.sha256(text.encode()).hexdigest()[:16]),
        text=text,
        title="Attaque à Djibo",
        published=published,
        language="fr",
        sentences=(Span(0, 15, Part.TITLE), Span(0, 56), Span(57, len(text))),
        tables=(Table(((Span(0, 3), Span(4, 10)), (Span(11, 16),))),),
    )


def make_mention(reading: Reading, values: tuple[tuple[str, Value], ...] = EVERY_VALUE, name: str = "m1") -> Mention:
    """A mention with one claim for each value."""
    own = MentionId(f"{reading.report}-{reading.version}-{name}")
    claims = tuple(
        make_claim(
            reading, field, value, Span(n, n + 8), mention=own, stance=Stance.DENIED if n == 8 else Stance.ASSERTED
        )
        for n, (field, value) in enumerate(values)
    )
    return Mention(
        id=own,
        report=reading.report,
        version=reading.version,
        name=name,
        kind="armed_attack",
        mode=Mode.ACTUAL,
        anchor=Span(0, 7, Part.TITLE),
        claims=claims,
    )


def make_arrival(
    name: str, *, text: str = TEXT, published: datetime | None = MONDAY, coder: str = "rules/1"
) -> Arrival:
    """A report as it is handed to the store."""
    reading = make_reading(name, text=text, published=published)
    statements: tuple[Claim, ...] = tuple(
        make_claim(reading, field, value, Span(0, 9), said_by="une source", via=("afp", "rfi"), confidence=0.0)
        for field, value in EVERY_STATEMENT
    )
    return Arrival(
        report=Report(id=reading.report, source="Radio Sahel", marking=Marking()),
        reading=reading,
        extraction=Extraction(
            report=reading.report,
            version=reading.version,
            language="fr",
            relevant=True,
            mentions=(make_mention(reading),),
            statements=statements,
        ),
        toponyms=(
            Toponym(span=Span(40, 45), place=DJIBO, feature="town"),
            Toponym(span=Span(0, 3), place=PlaceValue("Des")),
        ),
        coder=coder,
    )


def make_event(name: str, *values: tuple[str, Value], published: datetime | None = MONDAY) -> Arrival:
    """A report of one event with just these values."""
    reading = make_reading(name, published=published)
    found = Extraction(
        report=reading.report,
        version=reading.version,
        language="fr",
        relevant=True,
        mentions=(make_mention(reading, values),),
    )
    return Arrival(report=Report(id=reading.report), reading=reading, extraction=found)


def name_mention(name: str, text: str = TEXT) -> MentionId:
    """The id of the first mention of a report made here."""
    reading = make_reading(name, text=text)
    return MentionId(f"{reading.report}-{reading.version}-m1")


def make_link(left: str, right: str, verdict: Verdict = Verdict.SAME, author: str = "rule:same_day") -> Link:
    """A verdict on the first mentions of two reports."""
    first, second = sorted((name_mention(left), name_mention(right)))
    return Link(
        id=LinkId(f"{first}|{second}|{verdict}|{author}"),
        left=first,
        right=second,
        verdict=verdict,
        author=author,
        reasons=("same place", "same day"),
        at=MONDAY,
    )
