"""What armed groups say of themselves: "we did it", "had no hand in it", a film of the deed; and set phrases for whose
hand others see in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.lexicon import Phrases, make_phrases, read_lexicon
from tamani.extract.parties.accusations import find_subject
from tamani.extract.parties.actors import ARMED, FoundActor
from tamani.extract.parties.grounds import Hit, Scene, attributions_of
from tamani.extract.saying.attribution import Attribution, find_speaker
from tamani.records import Basis, Stance

REACH = 14  # tokens from the group to "had no hand in it"
FORCES = frozenset(("state_force", "pmc"))  # they too deny that a strike was theirs
NEAR = 6  # tokens from "y voit la main de" to the name


class Words(Struct, frozen=True):
    """The lexicon of own words of a language."""

    part: frozenset[str]
    set_phrases: Phrases[str]
    films: frozenset[str]
    shown: frozenset[str]
    deeds: frozenset[str]


@cache
def _load(language: str) -> Words:
    table = read_lexicon("own_words")
    return Words(
        part=frozenset(table["part"][language]),
        set_phrases=make_phrases(
            (phrase, sort) for sort in ("no_part", "we", "adopts", "hand") for phrase in table[sort][language]
        ),
        films=frozenset(table["films"][language]),
        shown=frozenset(table["films"][f"shown_{language}"]),
        deeds=frozenset(table["films"][f"deeds_{language}"]),
    )


def find_own_words(sentence: Sentence, actors: Sequence[FoundActor], scene: Scene) -> Iterator[Hit]:
    """The groups that a sentence lets speak of their own part, and those whose hand somebody sees in it."""
    fighters = [actor for actor in actors if actor.type in ARMED and not actor.source]
    forces = [actor for actor in actors if actor.type in FORCES and not actor.source]
    if not fighters and not forces:
        return
    words = _load("fr" if scene.language == "fr" else "en")
    voices = attributions_of(sentence, scene)
    yield from _find_denials(sentence, [*fighters, *forces], voices, words)
    for at in words.set_phrases.starts(sentence):
        hit = words.set_phrases.match(sentence, at)
        if hit is not None:
            yield from _read_phrase(sentence, (at, at + hit[0] - 1, hit[1]), fighters, scene)
    yield from _find_films(sentence, fighters, words)


def _find_denials(
    sentence: Sentence, fighters: Sequence[FoundActor], voices: Sequence[Attribution], words: Words
) -> Iterator[Hit]:
    """ "The front denies any part in the raid", "le groupe nie être à l'origine du rapt"."""
    for voice in voices:
        if voice.verb != "deny" or voice.start < 0:
            continue
        # "Leur association, Dan Na Ambassagou, réfute"
        actor = next((one for one in fighters if voice.start <= one.first <= voice.end + 3), None)
        near = set(sentence.norms[voice.first : voice.first + 6])
        if actor is not None and (near & words.part or voice.first >= len(sentence.tokens) - 1):
            yield _deny(actor, voice)


def _deny(actor: FoundActor, voice: Attribution | None) -> Hit:
    said_by, speaker = (voice.said_by, voice.speaker) if voice else (None, None)
    return Hit(actor, Basis.ACCUSED, said_by, speaker, Stance.DENIED, rule="perpetrators.own_denial")


def _read_phrase(
    sentence: Sentence, found: tuple[int, int, str], fighters: Sequence[FoundActor], scene: Scene
) -> Iterator[Hit]:
    first, last, sort = found
    voices = attributions_of(sentence, scene)
    voice = find_speaker(voices, first, last)
    if sort == "hand":
        actor = next((one for one in fighters if last < one.last and one.first - last <= NEAR), None)
        if actor is not None:
            said = (voice.said_by, voice.speaker) if voice else find_subject(sentence, first, fighters, scene)
            yield Hit(actor, Basis.ACCUSED, *said, rule="perpetrators.hand")
        return
    before = [one for one in fighters if one.last < first and first - one.last <= REACH]
    named = [one for one in fighters if voice is not None and voice.start <= one.first <= voice.end]
    if sort == "no_part":
        for actor in (named or before)[-1:]:
            yield _deny(actor, voice)
    elif sort == "we":
        for actor in named[-1:]:
            yield Hit(actor, Basis.CLAIMED, rule="perpetrators.own_voice")
    else:
        before = [one for one in before if one.id] or before
        for actor in before[-1:]:
            yield Hit(actor, Basis.CLAIMED, rule="perpetrators.own_voice")


def _find_films(sentence: Sentence, fighters: Sequence[FoundActor], words: Words) -> Iterator[Hit]:
    """ "Une vidéo mise en ligne par le groupe montre l'exécution": who puts it out did it."""
    where = sentence.where
    if words.films.isdisjoint(where) or words.shown.isdisjoint(where) or words.deeds.isdisjoint(where):
        return
    for actor in fighters:
        before = set(sentence.norms[max(0, actor.first - 6) : actor.first])
        after = set(sentence.norms[actor.last + 1 : actor.last + 5])
        by = before & words.shown and before & {"by", "par"}
        if actor.id is not None and (by or (after & words.shown and after & words.films)):
            yield Hit(actor, Basis.CLAIMED, rule="perpetrators.own_film")
            return
