"""Tolls of persons told of without a figure, where the event has no figure of that field: named once, counted once."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from tamani.extract.counts.persons import Person, find_persons
from tamani.extract.document import Sentence
from tamani.extract.scene.events import Draft
from tamani.extract.scene.frames import Frame
from tamani.fields import make_claim
from tamani.records import Claim, MentionId, Reading, TollValue, Who

OWN_HAND = "tolls.own_hand"


def person_claims(draft: Draft, reading: Reading, mention: MentionId, claims: Sequence[Claim]) -> list[Claim]:
    """One claim a field: the most persons that one clause of the event tells of, and who died by his own hand."""
    counted = {claim.field for claim in claims if isinstance(claim.value, TollValue)}
    best: dict[str, tuple[Sentence, Person]] = {}
    own: tuple[Sentence, Person] | None = None
    seen: set[int] = set()
    for frame in sorted(draft.frames, key=lambda frame: frame.is_title):
        if frame.sentence.index in seen or frame.past:
            continue
        seen.add(frame.sentence.index)
        for person in find_persons(frame.sentence, reading.language or "en"):
            if _is_taken(person, frame):
                continue
            if person.rule == OWN_HAND:
                own = own or (frame.sentence, person)
            elif person.field not in counted and (
                person.field not in best or person.count > best[person.field][1].count
            ):
                best[person.field] = (frame.sentence, person)
    rows = [best[field] for field in sorted(best)]
    if own is not None:
        paired = _is_beside_others(draft, own[0], reading.language or "en")
        others = "killed" in best or "killed" in counted
        # Beside the dead of an attack it is the attacker who took his life; "a boy shot himself dead" is the boy alone.
        if paired or not others:
            rows.append((own[0], structs.replace(own[1], who=Who.ATTACKERS if paired else Who.UNKNOWN)))
    return [
        make_claim(
            reading, person.field, TollValue(person.count, person.count, person.who),
            sentence.span_of(person.first, person.last), mention=mention, rule=person.rule,
        )
        for sentence, person in rows
    ]  # fmt: skip


def _is_taken(person: Person, frame: Frame) -> bool:
    """Is it a count that is told apart ("in October alone 33 died") or a place ("the killings of Moura")?"""
    counted = any(toll.first <= person.last and person.first <= toll.last for toll in frame.tolls)
    span = frame.sentence.span_of(person.first, person.last)
    return counted or any(place.span.start < span.end and span.start < place.span.end for place in frame.places)


def _is_beside_others(draft: Draft, sentence: Sentence, language: str) -> bool:
    """Did somebody else die at his hand: "killed his wife and himself", or "murder-suicide" anywhere in the event?"""
    if any(person.rule != OWN_HAND and person.field == "killed" for person in find_persons(sentence, language)):
        return True
    if any(toll.field == "killed" for frame in draft.frames if frame.sentence is sentence for toll in frame.tolls):
        return True
    return any("suicide" in frame.sentence.text.lower() for frame in draft.frames)
