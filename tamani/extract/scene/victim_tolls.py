"""Tolls of those whom a report names or calls by function, uncounted: "the mayor, Issa Tembo, was killed".

Only where no figure of the same toll is said of the event, and only where all whom it tells of can be counted.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from tamani.extract.details.full_names import is_same_victim
from tamani.extract.details.role_words import FoundRole
from tamani.extract.document import Sentence
from tamani.extract.parties.perpetrators import Scene
from tamani.extract.saying.attribution import find_speaker
from tamani.extract.scene.events import Draft
from tamani.extract.scene.frames import Frame
from tamani.fields import make_claim
from tamani.records import Claim, Mention, Reading, Stance, TollValue, VictimValue, Who

FIELDS = ("killed", "injured", "abducted")
UNREAL = frozenset(("disrupted_plot", "threat"))
_SIDES = {one.value: one for one in (Who.SECURITY_FORCES, Who.ARMED_GROUP, Who.FOREIGNERS, Who.UNKNOWN)}


def count_victims(mention: Mention, draft: Draft, scene: Scene, reading: Reading) -> Mention:
    """A mention with one claim more for each toll that only those stand for who are named or told of one by one."""
    if mention.kind in UNREAL:
        return mention
    claims = list(mention.claims)
    for field in FIELDS:
        rows = _collect(draft, field)
        if not rows or any(role.people is None for role, _ in rows):
            continue
        stated = [claim for claim in claims if claim.field == field]
        made = _claim(field, rows, scene, reading, mention)
        if stated and not all(_is_part(claim, made, rows[0][1]) for claim in stated):
            continue
        claims = [*(claim for claim in claims if claim not in stated), made]
    return structs.replace(mention, claims=tuple(claims))


def _is_part(stated: Claim, made: Claim, sentence: Sentence) -> bool:
    """ "The mayor, Issa Tembo, and his driver": "the mayor" alone is one, who is counted among the two."""
    one, all_ = stated.value, made.value
    if not isinstance(one, TollValue) or not isinstance(all_, TollValue):
        return False
    return one.low == one.high == 1 and (all_.low or 0) > 1 and stated.span.overlaps(sentence.span)


def _collect(draft: Draft, field: str) -> list[tuple[FoundRole, Sentence]]:
    """The victims of one toll, each once."""
    rows: list[tuple[FoundRole, Sentence]] = []
    for frame in sorted(draft.frames, key=lambda frame: frame.is_title):
        for role in frame.roles:
            if role.harm != field:
                continue
            if any(toll.cumulative and toll.first <= role.last and role.first <= toll.last for toll in frame.tolls):
                continue  # "in March alone 30 people were killed"
            if _names_known(role, frame, rows):
                continue
            if not any(
                is_same_victim(known, role) or (where is not frame.sentence and _is_loose(role))
                for known, where in rows
            ):
                rows.append((role, frame.sentence))
    return rows


def _names_known(role: FoundRole, frame: Frame, rows: list[tuple[FoundRole, Sentence]]) -> bool:
    """ "A teenager was shot dead", then "Ba died at eight": the one victim, by a surname that was told before.

    Who is told of by his whole name, with words of his own, a day or a place, may be another.
    """
    value = role.value
    if role.rule != "victims.surname" or not isinstance(value, VictimValue) or value.description or role.people != 1:
        return False
    if frame.dates or frame.places or frame.also or frame.apart or frame.other:
        return False
    return len(rows) == 1 and rows[0][1] is not frame.sentence and _is_loose(rows[0][0])


def _is_loose(role: FoundRole) -> bool:
    """One without a name, told of in another sentence, is taken for one who is told of already."""
    return isinstance(role.value, VictimValue) and role.value.name is None and role.people == 1


def _claim(
    field: str, rows: Sequence[tuple[FoundRole, Sentence]], scene: Scene, reading: Reading, mention: Mention
) -> Claim:
    """The count, at the words of the first sentence that tells of them."""
    sentence = rows[0][1]
    here = [role for role, where in rows if where is sentence]
    first, last = min(role.first for role in here), max(role.last for role in here)
    sides = {_side(role) for role, _ in rows}
    number = sum(role.people or 0 for role, _ in rows)
    speech = find_speaker(scene.attributions[sentence.index], first, last)
    value = TollValue(number, number, sides.pop() if len(sides) == 1 else Who.UNKNOWN)
    return make_claim(
        reading, field, value, sentence.span_of(first, last), mention=mention.id,
        stance=speech.stance if speech else Stance.ASSERTED, said_by=speech.said_by if speech else None,
        speaker=speech.speaker if speech else None, via=speech.via if speech else (), rule="tolls.named",
    )  # fmt: skip


def _side(role: FoundRole) -> Who:
    kind = role.value.type if isinstance(role.value, VictimValue) else None
    return _SIDES.get(kind or "", Who.CIVILIANS)
