"""Events that somebody says never were, and figures that somebody denies after others gave them.

"The army denied that thirty soldiers had died", "the kidnapping never took place", "nobody was abducted": no news,
but a denial. "Residents counted 28 dead, a toll that the army denies": the residents' figure, and beside it the denial.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, structs

from tamani.extract.counts.tolls import FoundToll
from tamani.extract.document import Sentence
from tamani.extract.parties.perpetrators import Scene
from tamani.extract.saying.attribution import REFUTING, Attribution, find_speaker
from tamani.extract.scene.events import Draft
from tamani.extract.scene.frames import Frame
from tamani.extract.scene.kinds import Trigger
from tamani.extract.scene.mentions import Said
from tamani.extract.scene.modes import is_definite, judge_trigger
from tamani.fields import make_claim
from tamani.records import Claim, Mention, Mode, Reading, Span, Stance, TollValue


class Told(Struct, frozen=True):
    """What is known of a reading: its sentences, who speaks in them, and who says each figure."""

    reading: Reading
    sentences: Sequence[Sentence]
    scene: Scene
    said: Mapping[tuple[int, int], Said]


OWNERS = frozenset(("'s", "s'"))  # "Thursday's ambush" happened, whatever is denied of it
COUNTS = frozenset(
    ("chiffre", "chiffres", "bilan", "decompte", "nombre", "estimation", "figure", "figures", "toll", "tally", "number",
     "count", "estimate")
)  # fmt: skip
RUMOURS = frozenset(("rumour", "rumours", "rumor", "rumors", "rumeur", "rumeurs"))
HEAD = 4  # tokens from the start of what is denied to its own noun
HELPERS = frozenset(
    ("has", "have", "had", "been", "was", "were", "is", "are", "n'", "ne", "a", "ont", "avait", "ete", "etait", "est")
)


def is_denied(draft: Draft, told: Told) -> bool:
    """Is all that a report says of an event that it was not so?"""
    frames = [frame for frame in draft.frames if frame.triggers or frame.tolls]
    return bool(frames) and all(_is_unreal(frame, told) for frame in frames)


def _is_unreal(frame: Frame, told: Told) -> bool:
    for toll in frame.tolls:
        if _is_of_count(frame.sentence, toll):
            return False
        if toll.high != 0 and told.said.get((frame.sentence.index, toll.first), Said()).stance is not Stance.DENIED:
            return False
    return all(_is_undone(frame, trigger, told.scene) for trigger in frame.triggers)


def _is_of_count(sentence: Sentence, toll: FoundToll) -> bool:
    """ "Denied the figure of 100 dead": the count is denied, and not that there were dead."""
    return not COUNTS.isdisjoint(sentence.norms[max(0, toll.first - 4) : toll.first])


def _is_undone(frame: Frame, trigger: Trigger, scene: Scene) -> bool:
    """Is a word of violence negated, denied, or said of those of whom there are none?"""
    sentence, language = frame.sentence, scene.language or "en"
    voice = find_speaker(scene.attributions[sentence.index], trigger.first, trigger.last)
    denied = voice is not None and voice.stance is Stance.DENIED and voice.verb in REFUTING
    if voice is not None and denied and trigger.first - voice.first <= HEAD:
        return True  # "denied the abduction of", "the rumour of the murder": the deed itself
    if not RUMOURS.isdisjoint(sentence.norms[max(0, trigger.first - HEAD) : trigger.first]):
        return True
    if judge_trigger(sentence, trigger, language) is Mode.NEGATED or (voice is not None and voice.verb == "undo"):
        return True
    if not trigger.harm and (is_definite(sentence, trigger, language) or _is_owned(sentence, trigger)):
        return False
    return denied or any(toll.high == 0 and _is_said_of(sentence, toll, trigger) for toll in frame.tolls)


def _is_said_of(sentence: Sentence, toll: FoundToll, trigger: Trigger) -> bool:
    """ "Nobody has been abducted"; not "nobody was hurt when gunmen opened fire"."""
    between = sentence.norms[toll.last + 1 : trigger.first]
    return toll.first <= trigger.first and HELPERS.issuperset(between)


def _is_owned(sentence: Sentence, trigger: Trigger) -> bool:
    before = sentence.tokens[trigger.first - 1].norm if trigger.first else ""
    return trigger.noun and not trigger.harm and before in OWNERS


def deny_event(mention: Mention, draft: Draft, told: Told) -> Mention:
    """An event that never was: its kind too is only denied."""
    kind = mention.claims[0]
    frame = next(frame for frame in draft.frames if frame.triggers or frame.tolls)
    spot = frame.triggers[0].first if frame.triggers else frame.tolls[0].first
    voice = find_speaker(told.scene.attributions[frame.sentence.index], spot, spot)
    denied = make_claim(
        told.reading, "kind", kind.value, kind.span, mention=mention.id, stance=Stance.DENIED, rule="kinds.denied",
        said_by=voice.said_by if voice else None, speaker=voice.speaker if voice else None,
        via=voice.via if voice else (),
    )  # fmt: skip
    return structs.replace(mention, claims=(denied, *mention.claims[1:]), mode=Mode.NEGATED)


def rebutted_claims(draft: Draft, mention: Mention, told: Told) -> list[Claim]:
    """The figures and deeds that somebody denies after they were told: ", which the army denies", "L'armée dément."."""
    claims: list[Claim] = []
    for frame in draft.frames:
        for rebuttal, sentence in _find_rebuttals(frame, told):
            for toll in frame.tolls:
                own = told.said.get((frame.sentence.index, toll.first), Said())
                if own.said_by is None and _is_charge(sentence, rebuttal):
                    continue
                if _covers(rebuttal, sentence, frame, toll) and own.stance is not Stance.DENIED and toll.high != 0:
                    value = TollValue(toll.low, toll.high, toll.who, toll.qualifier, toll.scope)
                    span = _span(frame, toll, sentence, rebuttal)
                    claims.append(_deny(told.reading, mention, (toll.field, value), span, rebuttal))
            if not frame.tolls and frame.triggers and _covers(rebuttal, sentence, frame, frame.triggers[0]):
                trigger = frame.triggers[0]
                if not trigger.harm and not frame.definite:
                    span = _span(frame, trigger, sentence, rebuttal)
                    claims.append(_deny(told.reading, mention, ("kind", trigger.kind), span, rebuttal))
    return claims


def _find_rebuttals(frame: Frame, told: Told) -> Iterator[tuple[Attribution, Sentence]]:
    """The denials of what a frame tells, in its own sentence or in the next."""
    here = frame.sentence.index
    for sentence in told.sentences[here : here + 2]:
        if frame.is_title or sentence.paragraph != frame.sentence.paragraph:
            continue
        for one in told.scene.attributions[sentence.index]:
            if one.verb == "rebut" and (one.first < 0) == (sentence.index > here):
                yield one, sentence


def _covers(rebuttal: Attribution, sentence: Sentence, frame: Frame, part: FoundToll | Trigger) -> bool:
    if sentence.index != frame.sentence.index:
        return True
    return rebuttal.first <= part.first and part.last <= rebuttal.last


def _is_charge(sentence: Sentence, rebuttal: Attribution) -> bool:
    """ "The army rejects the accusations": of what the accuser tells; what the reporter tells stands."""
    return any(norm.startswith(("accus", "charge")) for norm in sentence.norms[rebuttal.start : rebuttal.end + 1])


def _span(frame: Frame, part: FoundToll | Trigger, sentence: Sentence, rebuttal: Attribution) -> Span:
    """From what was told to the words that deny it."""
    start, end = frame.sentence.span_of(part.first, part.last), sentence.span_of(rebuttal.start, rebuttal.end)
    return Span(start.start, max(start.end, end.end), start.part)


def _deny(
    reading: Reading, mention: Mention, told: tuple[str, TollValue | str], span: Span, rebuttal: Attribution
) -> Claim:
    rule = "kinds.denied" if told[0] == "kind" else "tolls.rebutted"
    return make_claim(
        reading, told[0], told[1], span, mention=mention.id, stance=Stance.DENIED, rule=rule,
        said_by=rebuttal.said_by, speaker=rebuttal.speaker, via=rebuttal.via,
    )  # fmt: skip
