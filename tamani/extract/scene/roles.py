"""Who did it, to what, with what: the roles of an event, from the sentences that speak of it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from tamani.extract.details.full_names import FullNames, complete_names
from tamani.extract.details.role_words import FoundRole
from tamani.extract.details.small_roles import merge_roles
from tamani.extract.document import Sentence
from tamani.extract.parties.actors import FoundActor, Registry, find_actors
from tamani.extract.parties.perpetrators import ARMED, Scene, find_perpetrators
from tamani.extract.saying.attribution import Attribution, find_speaker
from tamani.extract.saying.denials import find_denials
from tamani.extract.scene.events import Draft
from tamani.extract.scene.frames import Frame
from tamani.extract.scene.sides import is_named_fight, is_side
from tamani.fields import make_claim
from tamani.records import Claim, Mention, MentionId, Reading, Stance

DENIABLE = frozenset(["damage", "weapon", "tactic", "propaganda"])  # a denied figure has its own claim
BOASTS = frozenset(("claimed", "claims", "claiming", "boasted", "revendique", "revendiquent", "revendiquant"))

BOASTED = frozenset(("that", "it", "to", "they", "its", "killing", "having", "avoir", "mort", "meurtre", "que", "qu'"))


TAKEN = frozenset(("abduction", "hostage_taking"))  # who is released elsewhere was arrested


def share_sentences(
    sentences: Sequence[Sentence], frames: Sequence[Frame], drafts: Sequence[Draft]
) -> list[list[Sentence]]:
    """The sentences of each event. The news also gets those that tell of none ("Le JNIM a revendiqué.").

    What is said of attacks in general, feared or announced ("attacks by jihadists have multiplied") is nobody's.
    """
    own = [{frame.sentence.index for frame in draft.frames} for draft in drafts]
    if own and drafts[0].entry:
        return _share_entries(sentences, own)
    busy = {frame.sentence.index for frame in frames}
    others = (busy | set().union(*own[1:])) - own[0] if own else set()
    shared = [[sentence for sentence in sentences if sentence.index in indexes] for indexes in own]
    if shared and drafts[0].main:
        news = {frame.sentence.index for frame in drafts[0].frames if frame.triggers}
        others |= {one.index for one in sentences if one.index not in news and _tells_of_years(one)}
        shared[0] = [sentence for sentence in sentences if sentence.index not in others]
    return shared


def _share_entries(sentences: Sequence[Sentence], own: Sequence[set[int]]) -> list[list[Sentence]]:
    """Of a list of incidents, each entry up to the next: "3 May: A bomb killed two. A militia was suspected." """
    starts = [min(indexes) for indexes in own]
    ends = [*starts[1:], sentences[-1].index + 1]
    lines = {one.index: one.paragraph for one in sentences}
    return [
        [one for one in sentences if first <= one.index < end and one.paragraph == lines[first]]
        for first, end in zip(starts, ends, strict=True)
    ]


def _tells_of_years(sentence: Sentence) -> bool:
    """ "Le pays est pris depuis 2015 dans une spirale de violences": of the times, not of the news."""
    spots = (at for word in ("depuis", "since") for at in sentence.where.get(word, ()))
    return any(len(norm) == 4 and norm.isdigit() for at in spots for norm in sentence.norms[at + 1 : at + 3])


def perpetrator_claims(sentences: Sequence[Sentence], scene: Scene, reading: Reading, mention: Mention) -> list[Claim]:
    """Who is said to have done it, the best founded first.

    A clash has two sides, and no doer: "guerrillas fought troops" describes none of them as perpetrators.
    """
    clash = mention.kind == "armed_clash"
    return [
        make_claim(
            reading,
            "perpetrator",
            found.value,
            found.sentence.span_of(found.first, found.last),
            mention=mention.id,
            stance=found.stance,
            said_by=found.said_by,
            speaker=found.speaker,
            via=found.via,
            rule=found.rule,
        )
        for found in find_perpetrators(sentences, scene)
        if not (clash and found.value.actor is None and found.rule == "perpetrators.subject")
        if found.stance is not Stance.DENIED or found.value.actor is not None or found.rule.endswith("own_denial")
    ]


def name_victims(frames: Sequence[Frame], names: FullNames) -> tuple[Frame, ...]:
    """The frames with each named victim under the fullest name that the report gives."""
    return tuple(
        structs.replace(frame, roles=complete_names(frame.roles, names))
        if any(role.field == "victim" for role in frame.roles)
        else frame
        for frame in frames
    )


def small_role_claims(draft: Draft, scene: Scene, reading: Reading, mention: Mention) -> list[Claim]:
    """Targets, victims, weapons, damage, tactics, propaganda and stage; of what is said twice, the first.

    Soldiers and fighters who fall in a fight are counted among the dead, but are nobody's victims; and where a word
    for a fight names the event, the posts and columns of its two sides are nobody's targets.
    """
    fight = mention.kind == "armed_clash"
    named = fight and is_named_fight(draft.frames)
    body = [frame for frame in draft.frames if not frame.is_title]
    rows = [
        # A sentence that stands twice in a report gives the same roles twice: which of the two is kept must be told.
        (structs.replace(role), frame.sentence)
        for frame in [*body, *(frame for frame in draft.frames if frame.is_title)]
        for role in frame.roles
        if not (role.rule == "victims.released_name" and mention.kind not in TAKEN)
        if not (fight and is_side(role, named, scene.language or "en"))
    ]
    kept = {id(role) for role in merge_roles([role for role, _ in rows])}
    return [_role_claim(role, sentence, scene, reading, mention.id) for role, sentence in rows if id(role) in kept]


def _role_claim(role: FoundRole, sentence: Sentence, scene: Scene, reading: Reading, mention: MentionId) -> Claim:
    voice = _find_voice(sentence, role, scene)
    return make_claim(
        reading, role.field, role.value, sentence.span_of(role.first, role.last), mention=mention,
        stance=Stance.DENIED if voice and voice.stance is Stance.DENIED else Stance.ASSERTED,
        said_by=voice.said_by if voice else None, speaker=voice.speaker if voice else None,
        via=voice.via if voice else (), rule=role.rule,
    )  # fmt: skip


def _find_voice(sentence: Sentence, role: FoundRole, scene: Scene) -> Attribution | None:
    """Who says what was damaged, and who says it was not so: "dément que des armes aient été perdues"."""
    if role.field not in DENIABLE or sentence.index >= len(scene.attributions):
        return None
    voice = find_speaker(scene.attributions[sentence.index], role.first, role.last)
    return voice if voice is not None and (role.field == "damage" or voice.stance is Stance.DENIED) else None


def denied_kinds(
    draft: Draft, attributions: Sequence[Sequence[Attribution]], reading: Reading, mention: MentionId
) -> list[Claim]:
    """What somebody says was not so: "l'élu dément qu'il y ait eu des combats"."""
    claims: list[Claim] = []
    for frame in draft.frames:
        # "dismissed reports that 60 died in Tuesday's attack" denies the figure, not the attack.
        if frame.tolls or frame.definite or frame.dates:
            continue
        for trigger in frame.triggers:
            voice = find_speaker(attributions[frame.sentence.index], trigger.first, trigger.last)
            if voice is not None and voice.stance is Stance.DENIED and not trigger.harm:
                span = frame.sentence.span_of(trigger.first, trigger.last)
                claims.append(
                    make_claim(
                        reading, "kind", trigger.kind, span, mention=mention, stance=Stance.DENIED, rule="kinds.denied",
                        said_by=voice.said_by, speaker=voice.speaker, via=voice.via,
                    )
                )  # fmt: skip
    return claims


def denied_victims(sentences: Sequence[Sentence], scene: Scene, reading: Reading, mention: MentionId) -> list[Claim]:
    """Who the victims are said not to have been: "the people in the trench were not militiamen"."""
    return [
        make_claim(
            reading, "victim", found.value, found.sentence.span_of(found.first, found.last), mention=mention,
            stance=Stance.DENIED, said_by=found.said_by, speaker=found.speaker, via=found.via,
        )
        for found in find_denials(sentences, scene)
    ]  # fmt: skip


def find_claimant(sentence: Sentence, first: int, registry: Registry, language: str) -> FoundActor | None:
    """The armed group that boasts of a figure: "JNIM claimed it killed 30", "revendique la mort de 30 soldats"."""
    norms = sentence.norms[:first]
    at = next((step for step, norm in enumerate(norms[:-1]) if norm in BOASTS), None)
    # "claimed the attack, which killed 30" boasts of no figure.
    counted = at is not None and first <= at + 2  # "revendiquent quinze soldats tués"
    if at is None or not (counted or not BOASTED.isdisjoint(norms[at + 1 : at + 3])):
        return None
    before = [one for one in find_actors(sentence, registry, language) if one.last < at and not one.source]
    return before[-1] if before and before[-1].type in ARMED else None
