"""A second reader: what a language model is asked about a report, and which of its claims may stand.

In comes a reading with what the rules found; out goes a request for any endpoint of the OpenAI kind, and from its
answer an extraction with the claims that hold. Never: asks anybody (the hall does), keeps a claim whose quote is not in
the report, takes a point or an actor's id from a model, or changes what the rules found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tamani.extract.parties.actors import Registry, identify_name
from tamani.fields import STATEMENTS, VALUE_TYPES, Vocabulary, make_claim
from tamani.records import (
    Claim,
    Extraction,
    Mention,
    MentionId,
    Part,
    PerpetratorValue,
    PlaceValue,
    Reading,
    Span,
    Stance,
    Value,
)

PROMPT = Path(__file__).parent / "model_prompt.md"
MOST_TOKENS = 4000  # of an answer: sixty claims
CHARACTERS_A_TOKEN = 3.5  # French and English news, rounded down so that the cost shown is not too low
MOST_CLAIMS = 300  # of one answer; a model that runs wild is cut off
FIELDS = tuple(field for field in VALUE_TYPES if field not in ("kind", "credibility"))  # a person alone grades


class Proposed(Struct, frozen=True):
    """One claim as a model gives it."""

    mention: str | None
    kind: str | None
    field: str
    value: Any
    quote: str
    part: str = "text"
    stance: str = "asserted"
    said_by: str | None = None


class SecondReading(Struct, frozen=True):
    """An extraction with the claims of a model beside those of the rules; dropped: how many, by reason."""

    extraction: Extraction
    proposed: int
    kept: int
    known: int  # the rules had found the same
    dropped: dict[str, int]


class Readers(Struct, frozen=True):
    """What an answer is checked against, and the name of who gave it."""

    vocabulary: Vocabulary
    registry: Registry
    model: str


def count_tokens(text: str) -> int:
    """About how many tokens a text has."""
    return int(len(text) / CHARACTERS_A_TOKEN) + 1


def make_request(reading: Reading, extraction: Extraction, vocabulary: Vocabulary, model: str) -> dict[str, Any]:
    """The body of a chat completion: the rules, the events found so far, and the report."""
    found = [f"- {mention.name}: {mention.kind}, “{reading.quote(mention.anchor)}”" for mention in extraction.mentions]
    published = reading.published.date().isoformat() if reading.published else "unknown"
    report = (
        f"Published: {published}\nLanguage: {reading.language}\nEvents found so far:\n"
        + ("\n".join(found) or "- none")
        + f"\n\nTitle: {reading.title or ''}\n\nText:\n{reading.text}"
    )
    return {
        "model": model,
        "temperature": 0,
        "max_tokens": MOST_TOKENS,
        "messages": [
            {"role": "system", "content": PROMPT.read_text(encoding="utf-8")},
            {"role": "user", "content": report},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "claims", "schema": make_schema(vocabulary)},
        },
    }


def make_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """The JSON schema of an answer: one shape of value for each field."""
    values: list[dict[str, Any]] = []
    parts: dict[str, Any] = {}
    for field in FIELDS:
        (shape,), components = msgspec.json.schema_components([VALUE_TYPES[field]], ref_template="#/$defs/{name}")
        parts |= components
        values.append(_make_claim_schema(field, shape, sorted(vocabulary.kinds)))
    claims = {"type": "array", "maxItems": MOST_CLAIMS, "items": {"anyOf": values}}
    return {"type": "object", "properties": {"claims": claims}, "required": ["claims"], "$defs": parts}


def _make_claim_schema(field: str, shape: dict[str, Any], kinds: list[str]) -> dict[str, Any]:
    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    event = {"type": "null"} if field in STATEMENTS else text
    properties = {
        "mention": event,
        "kind": {"type": "null"} if field in STATEMENTS else {"enum": kinds},
        "field": {"const": field},
        "value": shape,
        "quote": text,
        "part": {"enum": [part.value for part in Part]},
        "stance": {"enum": [stance.value for stance in Stance]},
        "said_by": maybe,
    }
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def read_answer(answer: str, reading: Reading, extraction: Extraction, readers: Readers) -> SecondReading:
    """An extraction with those claims of an answer that hold."""
    proposals, broken = _decode(answer)
    desk = _Desk(reading, extraction, readers)
    for raw in proposals:
        desk.weigh(raw)
    dropped = desk.dropped + Counter({"no JSON": 1} if broken else {})
    return SecondReading(desk.finish(), len(proposals) + broken, desk.kept, desk.known, dict(sorted(dropped.items())))


def _decode(answer: str) -> tuple[list[Any], int]:
    """The claims of an answer; 1 where it is no JSON object with a list of claims. A fence around it is no harm."""
    body = re.sub(r"^\s*```(?:json)?|```\s*$", "", answer.strip())
    try:
        loaded = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return [], 1
    claims = loaded.get("claims") if isinstance(loaded, Mapping) else None
    return (claims[:MOST_CLAIMS], 0) if isinstance(claims, list) else ([], 1)


class _Desk:
    """One answer being checked, claim by claim."""

    def __init__(self, reading: Reading, extraction: Extraction, readers: Readers) -> None:
        self.reading, self.extraction, self.readers = reading, extraction, readers
        self.dropped: Counter[str] = Counter()
        self.kept = self.known = 0
        self.by_name = {mention.name: mention for mention in extraction.mentions}
        self.new: dict[str, str] = {}  # the model's name of a new event -> ours
        self.added: dict[str, list[Claim]] = {}
        self.kinds: dict[str, tuple[str, Span]] = {}
        self.statements: list[Claim] = []

    def weigh(self, raw: object) -> None:
        """Keep one claim, or count why not."""
        reason = self._weigh(raw)
        if reason:
            self.dropped[reason] += 1

    def _weigh(self, raw: object) -> str | None:
        try:
            proposed = msgspec.convert(raw, Proposed)
            stance, part = Stance(proposed.stance), Part(proposed.part)
        except (msgspec.ValidationError, ValueError):
            return "of another shape"
        if proposed.field not in FIELDS:
            return "no such field"
        value = _make_value(proposed, self.readers)
        if value is None:
            return "of another shape"
        span = find_quote(self.reading, proposed.quote, part)
        if span is None:
            return "not in the text"
        if not _stands_in(value, proposed, self.reading):
            return "its figure is not in its quote"
        said_by = proposed.said_by
        if said_by is not None and find_quote(self.reading, said_by, Part.TEXT) is None:
            return "its speaker is not in the text"
        name = None if proposed.field in STATEMENTS else self._find_mention(proposed, span)
        if name is None and proposed.field not in STATEMENTS:
            return "of no event"
        self._keep(name, (proposed.field, value, span), stance, said_by)
        return None

    def _find_mention(self, proposed: Proposed, span: Span) -> str | None:
        """Our name of the event: a known one, or a new one with a kind of ours."""
        asked = proposed.mention or ""
        if asked in self.by_name:
            return asked
        if proposed.kind not in self.readers.vocabulary.kinds or not asked.startswith("new"):
            return None
        name = self.new.setdefault(asked, f"m{len(self.by_name) + len(self.new) + 1}")
        self.kinds.setdefault(name, (proposed.kind or "other", span))
        return name

    def _keep(self, name: str | None, what: tuple[str, Value, Span], stance: Stance, said_by: str | None) -> None:
        field, value, span = what
        before = self.extraction.statements if name is None else ()
        before = self.by_name[name].claims if name in self.by_name else before
        if any(one.field == field and one.value == value and one.stance is stance for one in before):
            self.known += 1
            return
        claim = make_claim(
            self.reading, field, value, span, mention=self._id(name), stance=stance, said_by=said_by,
            coder=f"model/{self.readers.model}", rule="model.proposed",
        )  # fmt: skip
        row = self.statements if name is None else self.added.setdefault(name, [])
        if claim.id not in {one.id for one in row}:
            row.append(claim)
            self.kept += 1

    def _id(self, name: str | None) -> MentionId | None:
        return None if name is None else MentionId(f"{self.reading.report}:{self.reading.version[:12]}:{name}")

    def finish(self) -> Extraction:
        """The rules' extraction with what was kept."""
        mentions = [
            msgspec.structs.replace(one, claims=(*one.claims, *self.added.get(one.name, ())))
            for one in self.extraction.mentions
        ]
        for name, (kind, anchor) in self.kinds.items():
            if self.added.get(name):
                mentions.append(self._make_mention(name, kind, anchor))
        return msgspec.structs.replace(
            self.extraction,
            relevant=self.extraction.relevant or bool(mentions),
            mentions=tuple(mentions),
            statements=(*self.extraction.statements, *self.statements),
        )

    def _make_mention(self, name: str, kind: str, anchor: Span) -> Mention:
        mention = self._id(name)
        assert mention is not None
        coder = f"model/{self.readers.model}"
        first = make_claim(self.reading, "kind", kind, anchor, mention=mention, coder=coder, rule="model.proposed")
        return Mention(
            id=mention, report=self.reading.report, version=self.reading.version, name=name, kind=kind, anchor=anchor,
            claims=(first, *self.added[name]),
        )  # fmt: skip


def find_quote(reading: Reading, quote: str, part: Part) -> Span | None:
    """Where words stand in a reading, letter by letter; None where they do not."""
    text = (reading.title or "") if part is Part.TITLE else reading.text
    at = text.find(quote) if quote.strip() else -1
    return None if at < 0 else Span(at, at + len(quote), part)


def _make_value(proposed: Proposed, readers: Readers) -> Value | None:
    """The value in our type; of a place only its name is taken, of an actor only what the registry knows."""
    try:
        value: Value = msgspec.convert(proposed.value, VALUE_TYPES[proposed.field])
    except msgspec.ValidationError:
        return None
    if isinstance(value, PlaceValue):
        return PlaceValue(value.name)
    if isinstance(value, PerpetratorValue):
        actor = identify_name(value.name, readers.registry)
        known = readers.vocabulary.actors.get(actor or "")
        return PerpetratorValue(value.name, actor, known.type if known else value.type, value.basis)
    return value


def _stands_in(value: Value, proposed: Proposed, reading: Reading) -> bool:
    """A figure in digits must be one of its quote's; in words ("douze") it can't be told so simply, and passes."""
    low, high = getattr(value, "low", None), getattr(value, "high", None)
    digits = {int(re.sub(r"\D", "", one)) for one in re.findall(r"\d+(?:[ .,\u202f\u00a0]\d{3})*", proposed.quote)}
    asked = {number for number in (low, high) if number is not None}
    return not (digits and asked) or bool(asked & digits)
