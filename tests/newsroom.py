"""Reports written for tests: a text, and what it says as claims that quote it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from msgspec import Struct

from tamani.fields import load_vocabulary, make_claim
from tamani.fuse import MentionCard, describe_mention
from tamani.records import (
    Basis,
    Claim,
    DateValue,
    Mention,
    MentionId,
    Mode,
    PerpetratorValue,
    PlaceValue,
    Reading,
    ReportId,
    Span,
    TollValue,
    Value,
    Version,
    Who,
)

VOCABULARY = load_vocabulary()
NOW = datetime(2025, 1, 1, tzinfo=UTC)

DJIBO = PlaceValue("Djibo", "BF", 14.10, -1.63, 2, 5.0, admin1="Sahel")
ARIBINDA = PlaceValue("Aribinda", "BF", 14.23, -0.86, 2, 5.0, admin1="Sahel")
TONGOMAYEL = PlaceValue("Tongomayel", "BF", 14.06, -1.34, 2, 5.0, admin1="Sahel")
SAHEL = PlaceValue("Sahel", "BF", 14.2, -0.6, 4, 120.0, admin1="Sahel")
MENAKA = PlaceValue("Ménaka", "ML", 15.92, 2.40, 2, 5.0, admin1="Ménaka")
JNIM = PerpetratorValue("JNIM", "jnim", "jihadist", Basis.CLAIMED)
ISSP = PerpetratorValue("Islamic State", "issp", "jihadist", Basis.CLAIMED)


class Said(Struct, frozen=True):
    """What is claimed, in which words of the text."""

    field: str
    value: Value
    words: str
    how: dict[str, Any]


class Event(Struct, frozen=True):
    said: tuple[Said, ...]
    kind: str = "armed_attack"
    mode: Mode = Mode.ACTUAL


class Story(Struct, frozen=True):
    """A report with its events, the main one first."""

    reading: Reading
    mentions: tuple[Mention, ...]

    def claims(self) -> tuple[Claim, ...]:
        return tuple(claim for mention in self.mentions for claim in mention.claims)

    def cards(self) -> tuple[MentionCard, ...]:
        return tuple(describe_mention(mention, self.reading, VOCABULARY) for mention in self.mentions)


def say(field: str, value: Value, words: str, **how: Any) -> Said:
    return Said(field, value, words, how)


def on(day: str, words: str, **how: Any) -> Said:
    """A claim of a day, or of an interval "2024-06-01/2024-06-30"."""
    start, _, end = day.partition("/")
    return say("date", DateValue(date.fromisoformat(start), date.fromisoformat(end or start)), words, **how)


def count(field: str, figures: tuple[int | None, int | None], words: str, **how: Any) -> Said:
    """A toll; who and scope may be given."""
    who, scope = Who(how.pop("who", "unknown")), how.pop("scope", None)
    return say(field, TollValue(figures[0], figures[1], who, None, scope), words, **how)


def write_story(ident: str, text: str, *events: Event, **options: Any) -> Story:
    """A report with its events; options go to the reading (published as "2024-06-02", title, source, agency, ...)."""
    published = options.pop("published", None)
    reading = Reading(
        report=ReportId(ident),
        version=Version("v1"),
        text=text,
        published=datetime.fromisoformat(published).replace(tzinfo=UTC) if published else None,
        language=options.pop("language", "en"),
        sentences=cut_sentences(text),
        **options,
    )
    return Story(reading, tuple(_write_mention(reading, number, event) for number, event in enumerate(events, start=1)))


def _write_mention(reading: Reading, number: int, event: Event) -> Mention:
    ident = MentionId(f"{reading.report}:m{number}")
    claims = tuple(
        make_claim(reading, said.field, said.value, find_words(reading, said.words), mention=ident, **said.how)
        for said in event.said
    )
    return Mention(
        id=ident,
        report=reading.report,
        version=reading.version,
        name=f"m{number}",
        kind=event.kind,
        mode=event.mode,
        anchor=claims[0].span,
        claims=claims,
    )


def find_words(reading: Reading, words: str) -> Span:
    start = reading.text.index(words)
    return Span(start, start + len(words))


def cut_sentences(text: str) -> tuple[Span, ...]:
    """Sentences by full stops; test texts have no abbreviations."""
    spans, start = [], 0
    for position, letter in enumerate(text):
        if letter == ".":
            spans.append(Span(start, position + 1))
            start = position + 2
    return tuple(spans) or (Span(0, len(text)),)


# --- one attack, as four reports tell it --------------------------------------------------------------------------


def wire_story(ident: str = "wire", **options: Any) -> Story:
    """An agency's first report in English."""
    text = (
        "At least 24 people were killed when gunmen on motorbikes attacked the cattle market of Djibo on Saturday, "
        "a security source told Reuters. The attackers set fire to the granaries of Petaga and took some forty cows. "
        "Nobody claimed the attack."
    )
    event = Event(
        (
            say("kind", "armed_attack", "attacked"),
            on("2024-06-01", "on Saturday"),
            say("place", DJIBO, "Djibo"),
            count("killed", (24, None), "At least 24 people", said_by="a security source", via=("reuters",)),
        )
    )
    return write_story(ident, text, event, **{"published": "2024-06-02", "source": "Wire Desk"} | options)


def french_story(ident: str = "fr", **options: Any) -> Story:
    """The same in French, with a higher toll by residents."""
    text = (
        "Des hommes armés à moto s'en sont pris samedi au marché à bétail de Djibo, faisant une trentaine de morts "
        "selon des habitants joints par l'AFP. Les greniers de Petaga ont été incendiés."
    )
    event = Event(
        (
            say("kind", "armed_attack", "s'en sont pris"),
            on("2024-06-01", "samedi"),
            say("place", DJIBO, "Djibo"),
            count("killed", (30, 30), "une trentaine de morts", said_by="des habitants", via=("afp",)),
        )
    )
    return write_story(
        ident, text, event, **{"published": "2024-06-02", "language": "fr", "source": "Le Quotidien"} | options
    )


def claim_story(ident: str = "claim", **options: Any) -> Story:
    """The group's communiqué, carried two days later."""
    text = "JNIM has claimed Saturday's attack on Djibo in a statement. The army says 27 civilians died there."
    event = Event(
        (
            say("kind", "armed_attack", "attack"),
            on("2024-06-01", "Saturday"),
            say("place", DJIBO, "Djibo"),
            say("perpetrator", JNIM, "JNIM"),
            count("killed", (27, 27), "27 civilians", who="civilians", said_by="the army"),
        )
    )
    return write_story(ident, text, event, **{"published": "2024-06-04", "source": "Faso Post"} | options)


def neighbour_story(ident: str = "other", **options: Any) -> Story:
    """Another attack, the day before, some 30 km off."""
    text = "Five volunteers were killed on Friday at their post in Tongomayel, a local source said. Djibo is near."
    event = Event(
        (
            say("kind", "armed_attack", "were killed"),
            on("2024-05-31", "on Friday"),
            say("place", TONGOMAYEL, "Tongomayel"),
            count("killed", (5, 5), "Five volunteers", who="security_forces", said_by="a local source"),
        )
    )
    return write_story(ident, text, event, **{"published": "2024-06-01", "source": "Sahel Brief"} | options)
