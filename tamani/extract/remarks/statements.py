"""Statements of a report that need no event: reactions, promises, causes, consequences, advice, partnerships.

`find_statements(reading, sentences, scene)` gives them as claims without a mention, those of tables first. What
prose says again in other words is left out: a table row and its prose are one statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from tamani.extract.document import TITLE, Sentence
from tamani.extract.parties.actors import identify_name
from tamani.extract.parties.perpetrators import Scene
from tamani.extract.remarks.advice import Advised, find_advice
from tamani.extract.remarks.promises import Statement
from tamani.extract.remarks.reactions import find_reactions
from tamani.extract.remarks.tables import Row, read_rows
from tamani.extract.remarks.wording import content_words, says_same
from tamani.extract.saying.attribution import find_speaker
from tamani.fields import make_claim
from tamani.records import (
    Claim,
    CommitmentValue,
    DriverValue,
    ImpactValue,
    PartnershipValue,
    ReactionValue,
    Reading,
    RecommendationValue,
    Value,
)

HEADING = 12  # tokens at most


def find_statements(reading: Reading, sentences: Sequence[Sentence], scene: Scene) -> tuple[Claim, ...]:
    """All statements of a reading, each once, in the order of the text."""
    rows = read_rows(reading)
    found: list[Claim] = []
    values: list[tuple[str, Value]] = [(row.field, row.value) for row in rows]
    prose = list(_find_prose(reading, sentences, scene))
    # A table of causes or advice sums up the prose around it; reactions in prose may be of further bodies.
    summed = {row.field for row in rows} - {"reaction", "commitment"}
    for one in prose:
        if one.field in summed or _is_listed(one.value, rows, scene) or _is_known(one.field, one.value, values, scene):
            continue
        values.append((one.field, one.value))
        found.append(_claim_prose(reading, one, scene))
    for row in rows:
        found.append(make_claim(reading, row.field, _complete(row, prose), row.span, rule="statements.table"))
    return tuple(sorted(found, key=lambda claim: (claim.span, claim.field, claim.id)))


def _find_prose(reading: Reading, sentences: Sequence[Sentence], scene: Scene) -> Iterator[Statement | Advised]:
    """The statements of the prose; headings and tables are no prose."""
    tables = [row[0].start for table in reading.tables for row in table.rows if row]
    tables_end = [row[-1].end for table in reading.tables for row in table.rows if row]
    cells = sorted(zip(tables, tables_end, strict=True))
    heading = ""
    recent: str | None = None
    analysis = _is_analysis(reading, sentences)
    for sentence in sentences:
        if sentence.paragraph == TITLE:
            continue
        if any(start < sentence.span.end and sentence.span.start < end for start, end in cells):
            continue
        if len(sentence.tokens) <= HEADING and sentence.tokens and sentence.norms[-1] not in '.!?»"':
            heading = " ".join(sentence.norms)
            continue
        reactions = tuple(find_reactions(sentence, scene, recent))
        recent = reactions[-1].value.who if reactions else None
        yield from reactions
        if analysis:
            yield from find_advice(sentence, heading, scene)


def _is_analysis(reading: Reading, sentences: Sequence[Sentence]) -> bool:
    """Is this an analysis with headings or tables, not a news item of some lines?"""
    headings = [
        one for one in sentences
        if one.paragraph != TITLE and one.tokens and len(one.tokens) <= HEADING and one.tokens[-1].norm not in ".!?»\""
    ]  # fmt: skip
    return bool(reading.tables) or len(headings) >= 2 or len(sentences) >= 40


def _claim_prose(reading: Reading, one: Statement | Advised, scene: Scene) -> Claim:
    index = one.sentence.index
    attributions = scene.attributions[index] if index < len(scene.attributions) else ()
    speech = find_speaker(attributions, one.first, one.last)
    said = speech if speech is not None and speech.said_by and not speech.carried and speech.verb != "act" else None
    return make_claim(
        reading,
        one.field,
        one.value,
        one.sentence.span_of(one.first, one.last),
        said_by=said.said_by if said else None,
        speaker=said.speaker if said else None,
        via=said.via if said else (),
        rule="statements.advice" if isinstance(one, Advised) else f"statements.{one.field}",
    )


def _is_listed(value: Value, rows: Sequence[Row], scene: Scene) -> bool:
    """Does a table give a reaction of the same body? It sums up what the prose tells of it."""
    if not isinstance(value, ReactionValue):
        return False
    listed = (row.value for row in rows if isinstance(row.value, ReactionValue))
    return any(_same_body(value.who, one.who, scene) for one in listed)


def _is_known(field: str, value: Value, known: Sequence[tuple[str, Value]], scene: Scene) -> bool:
    """Was it said before, in a table or in the prose? A body reacts once in a stance; a cause stands once."""
    return any(field == other and _agree(value, against, scene) for other, against in known)


def _agree(one: Value, two: Value, scene: Scene) -> bool:
    match one, two:
        case ReactionValue(), ReactionValue():
            return _same_body(one.who, two.who, scene) and (one.stance == two.stance or says_same(one.what, two.what))
        case CommitmentValue(), CommitmentValue():
            return _same_body(one.who, two.who, scene) and says_same(one.what, two.what)
        case DriverValue(), DriverValue():
            return bool(content_words(one.factor) & content_words(two.factor)) or says_same(one.effect, two.effect)
        case ImpactValue(), ImpactValue():
            return bool(content_words(one.impact) & content_words(two.impact))
        case RecommendationValue(), RecommendationValue():
            return says_same(one.action, two.action) or says_same(one.focus, two.focus)
        case PartnershipValue(), PartnershipValue():
            return _same_body(one.body, two.body, scene)
        case _:
            return False


def _same_body(one: str, two: str, scene: Scene) -> bool:
    """The same institution: shared words, or two names of one: ECOWAS is the Economic Community."""
    if says_same(one, two):
        return True
    known = identify_name(one, scene.registry)
    return known is not None and known == identify_name(two, scene.registry)


def _complete(row: Row, prose: Sequence[Statement | Advised]) -> Value:
    """A recommendation of a table, with whom the prose addresses it to."""
    value = row.value
    if not isinstance(value, RecommendationValue) or value.addressee is not None:
        return value
    for one in prose:
        if (
            isinstance(one.value, RecommendationValue)
            and one.value.addressee
            and says_same(one.value.action, value.action)
        ):
            return replace(value, addressee=one.value.addressee)
    return value
