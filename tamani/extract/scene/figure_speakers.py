"""Who says each figure of a reading: whom the sentence names as saying it, who gives it, or the group that boasts."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from tamani.extract.counts.toll_values import FoundToll
from tamani.extract.document import Sentence
from tamani.extract.parties.actors import find_actors
from tamani.extract.parties.perpetrators import Scene
from tamani.extract.saying.attribution import REFUTING, Attribution, find_speaker
from tamani.extract.saying.figure_givers import find_giver
from tamani.extract.saying.negation import is_harm, is_undone
from tamani.extract.saying.speakers import is_speaker, name_speaker
from tamani.extract.saying.speech import identify_speaker, read_words
from tamani.extract.scene.events import Draft
from tamani.extract.scene.frames import Frame
from tamani.extract.scene.mentions import Said
from tamani.extract.scene.roles import find_claimant
from tamani.records import Stance

DEFINITE = frozenset(("the", "these", "those", "les", "ces", "des", "all", "tous", "toutes"))
ALL = frozenset(("all", "of", "tous", "toutes"))
BE = frozenset(("were", "was", "are", "is", "be", "been", "etaient", "etait", "sont", "est", "aient", "fussent"))
REST = 10  # tokens from the figure to what is said of those counted


def _is_granted(sentence: Sentence, toll: FoundToll) -> bool:
    """ "Denies that the twelve men killed were rebels": that twelve were killed is taken as known."""
    norms, first, last = sentence.norms, toll.first, toll.last
    if not DEFINITE.intersection(norms[max(0, first - 1) : first + 1]) or not BE.isdisjoint(norms[first : last + 1]):
        return False
    after = norms[last + 1 : last + 1 + REST]
    verb = next((at for at, norm in enumerate(after) if norm in BE), None)
    # "the twelve soldiers were killed" is what is denied
    return verb is not None and not any(is_harm(sentence, last + at + verb, toll.field) for at in (2, 3))


def name_speakers(drafts: Sequence[Draft], scene: Scene, titles: Sequence[Frame] = ()) -> dict[tuple[int, int], Said]:
    """Who says each figure, by sentence and first token; titles: headlines, whether or not they are of an event."""
    found: dict[tuple[int, int], Said] = {}
    told = [*titles, *(one for draft in drafts for one in draft.frames if not one.is_title)]
    for frame, toll in ((one, toll) for one in told for toll in one.tolls):
        sentence, key = frame.sentence, (frame.sentence.index, toll.first)
        voice = find_speaker(scene.attributions[sentence.index], toll.first, toll.last)
        group = find_claimant(sentence, toll.first, scene.registry, scene.language or "en")
        if group is not None and (voice is None or voice.carried):
            found[key] = Said(sentence.words(group.first, group.last), group.id)
        elif voice is not None and voice.verb in REFUTING and _is_granted(sentence, toll):
            continue
        elif voice is not None and voice.verb in REFUTING and voice.stance is Stance.DENIED:
            found[key] = Said(voice.said_by, voice.speaker, voice.via, voice.stance)
        elif (giver := _name_giver(toll, sentence, voice, scene)) is not None:
            # "The toll of 20 given by a deputy could not be confirmed": his figure, and a doubted one.
            doubted = voice is not None and voice.stance is Stance.DOUBTED
            found[key] = structs.replace(giver, stance=Stance.DOUBTED) if doubted else giver
        elif voice is not None:
            stance = Stance.ASSERTED if _is_corrected(sentence, toll.first) else voice.stance
            found[key] = Said(voice.said_by, voice.speaker, voice.via, stance)
        undone = is_undone(sentence, toll.first, toll.last, toll.field, scene.language or "en")
        if toll.denied or undone:  # "137 hostages, not 287 as villagers had said"
            found[key] = structs.replace(found.get(key, Said()), stance=Stance.DENIED)
    for draft in drafts:
        _lend_headline(draft, titles, found)
    return found


def _lend_headline(draft: Draft, titles: Sequence[Frame], found: dict[tuple[int, int], Said]) -> None:
    """ "Four gendarmes killed, army says": the text that repeats the figure has it from the army too."""
    frames = [*titles, *(frame for frame in draft.frames if not frame.is_title)]
    rows = [(frame.is_title, frame.sentence.index, toll) for frame in frames for toll in frame.tolls]
    titled = {
        (toll.field, toll.low, toll.high): found[(index, toll.first)]
        for is_title, index, toll in rows
        if is_title and (index, toll.first) in found
    }
    for is_title, index, toll in rows if titled else ():
        said = titled.get((toll.field, toll.low, toll.high))
        if said is not None and not is_title:
            found.setdefault((index, toll.first), said)


def _is_corrected(sentence: Sentence, first: int) -> bool:
    """ "Not nine but six wounded": the second figure stands, whatever is denied before it."""
    norms = sentence.norms[max(0, first - 6) : first]
    return norms[-1:] in (("mais",), ("but",)) and bool({"pas", "not", "no"} & set(norms))


def _is_nearer(sentence: Sentence, voice: Attribution, first: int) -> bool:
    """ "The group claims thirty; the army admits four": does whoever gives the figure stand in a later part?"""
    told = voice.end if voice.end >= 0 else voice.first  # "it said": where its words begin
    return 0 <= told < first and any(token.text == ";" for token in sentence.tokens[told + 1 : first])


def _name_giver(toll: FoundToll, sentence: Sentence, voice: Attribution | None, scene: Scene) -> Said | None:
    """Who gives a figure without a word of saying, where nobody says it in so many words."""
    found = find_giver(sentence, toll.first, toll.last, scene.language or "en")
    if found is None:
        return None
    nearer = voice is not None and _is_nearer(sentence, voice, found[0].first)
    if not (found[1] or nearer or voice is None or voice.carried or voice.said_by is None):
        return None
    phrase, actors = found[0], find_actors(sentence, scene.registry, scene.language)
    if not is_speaker(sentence, phrase, read_words(scene.language), actors):
        return None
    said_by = name_speaker(sentence, phrase, actors, scene.registry)
    return Said(said_by, identify_speaker(sentence, phrase, actors, scene.registry, scene.countries))
