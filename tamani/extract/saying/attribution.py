"""Who says what in a sentence.

`find_attributions` gives, for a sentence, the speakers and the tokens each of them answers for; `find_speaker`
picks the one for some tokens; attributions.py walks a whole reading. An outlet that only carries ("écrit
l'AFP") is in `via`; said_by is None then. "carried" marks a speaker taken over from the sentences before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from tamani.extract.counts.number_words import load_numbers, read_number
from tamani.extract.document import TITLE, Sentence, remembered
from tamani.extract.parties.actors import FoundActor, Registry, find_actors
from tamani.extract.saying.formulas import Voice, find_function, find_name_behind
from tamani.extract.saying.headlines import find_headline_speaker
from tamani.extract.saying.refusals import Refusal, find_refusals, may_refuse
from tamani.extract.saying.regions import cut_regions
from tamani.extract.saying.speakers import is_speaker, name_speaker
from tamani.extract.saying.speech import (
    Phrase,
    Words,
    find_starts,
    find_words,
    identify_speaker,
    read_words,
    starts_here,
)
from tamani.extract.saying.voices import find_voices
from tamani.records import Stance
from tamani.words import Token, tokenize

ALL_TEXTS = read_words("en").lists["texts"] | read_words("fr").lists["texts"]
ISSUED = ALL_TEXTS - read_words("en").lists["heads.toll_words"]  # "le communiqué" is not whoever gave a toll
CITING = frozenset(["citing", "citant", "quoting"])
_NOT = frozenset(["not", "non"])
RELYING = frozenset(["relying", "based", "drawing", "appuyant", "fondant", "basant"])
REFUTING = frozenset(("deny", "refute", "undo"))
DENYING = REFUTING | {"rebut"}
SILENT = frozenset(("act", "rebut"))  # these say nothing of their own about what they stand over
CARRY = 3  # sentences of a paragraph over which "selon des sources locales" still holds


class Attribution(Struct, frozen=True):
    """Tokens first to last (both included) of a sentence are said by somebody."""

    first: int
    last: int
    said_by: str | None  # as written; None: only an outlet that carries it, see via
    speaker: str | None = None  # the same as an id of the vocabulary
    via: tuple[str, ...] = ()  # ids of outlets, agencies, monitors that carry it
    stance: Stance = Stance.ASSERTED
    carried: bool = False  # from an earlier sentence
    # say, accuse, deny, act, doubt; refute, undo: said not to be so, or never to have been; rebut: denied once told
    verb: str = "say"
    start: int = -1  # the tokens of the speaker itself, -1 where it stands in another sentence
    end: int = -1


class Context(Struct, frozen=True):
    """What the earlier sentences leave: the last speaker, for "it said", and how long ago."""

    countries: tuple[str, ...] = ()
    said_by: str | None = None
    speaker: str | None = None
    via: tuple[str, ...] = ()
    paragraph: int = -2
    age: int = 99
    carries: bool = False
    issuer: tuple[str, str | None] | None = None  # whose "the statement" is, with the id


def find_attributions(
    sentence: Sentence, previous: Context, language: str | None, registry: Registry
) -> tuple[Attribution, ...]:
    """The attributions of one sentence, with pronouns resolved by what came before."""
    # A copy of the sentence says the same where the sentences before leave the same: see who looks at `previous`.
    near = _is_near(sentence, previous)
    left = (previous.said_by, previous.speaker, previous.via, previous.issuer, near)
    key = ("attributions", language, previous.countries, left if near or may_speak(sentence, language) else None)
    kept = sentence.kept.get(key)
    if kept is None or kept[0] is not registry:  # a registry has no hash
        kept = sentence.kept[key] = (registry, _read_attributions(sentence, previous, language, registry))
    found: tuple[Attribution, ...] = kept[1]
    return found


@remembered
def may_speak(sentence: Sentence, language: str | None) -> bool:
    """Does a word stand there without which nobody speaks in a sentence?"""
    return "-" in sentence.text or bool(find_words(sentence, read_words(language).voiced))


def _read_attributions(
    sentence: Sentence, previous: Context, language: str | None, registry: Registry
) -> tuple[Attribution, ...]:
    spoken = _find_spoken(sentence, previous, language, registry)
    words = read_words(language)
    if not may_refuse(sentence, words):
        return spoken
    actors = find_actors(sentence, registry, language)
    refusals = find_refusals(sentence, words, actors)
    return tuple(_refute(sentence, spoken, refusals, (previous, (), actors, registry, words))) if refusals else spoken


def _refute(
    sentence: Sentence, spoken: Sequence[Attribution], refusals: Sequence[Refusal], frame: Frame
) -> Iterator[Attribution]:
    """What is spoken, and what is said not to be so, by whoever says that."""
    previous, _, actors, registry, words = frame
    back = [one for one in refusals if one.back]
    # ", which the army denies": its verb denies nothing that stands behind it.
    yield from (
        one for one in spoken if one.verb != "deny" or not any(two.begin < one.start <= two.end for two in back)
    )
    for one in refusals:
        voice = find_speaker(spoken, one.begin, one.end)
        said_by, speaker = (voice.said_by, voice.speaker) if voice is not None else (None, None)
        known = voice is not None and one.speaker is not None and voice.start <= one.speaker.first <= voice.end
        if one.speaker is not None and not (known and said_by) and is_speaker(sentence, one.speaker, words, actors):
            said_by = name_speaker(sentence, one.speaker, actors, registry)
            speaker = identify_speaker(sentence, one.speaker, actors, registry, previous.countries)
        via = voice.via if voice is not None else ()
        verb = "rebut" if one.back else "undo" if one.event else "refute"
        yield Attribution(one.first, one.last, said_by, speaker, via, Stance.DENIED, False, verb, one.begin, one.end)


def _find_spoken(
    sentence: Sentence, previous: Context, language: str | None, registry: Registry
) -> tuple[Attribution, ...]:
    """Who speaks in a sentence, and of what."""
    words = read_words(language)
    tokens = sentence.tokens
    doubt = _find_doubt(sentence, words)
    if not may_speak(sentence, language):
        if sentence.paragraph == TITLE and (headed := _read_headline(sentence, previous, language, registry)):
            return headed
        return _leave_open(sentence, _carry(sentence, previous), doubt)
    actors = find_actors(sentence, registry, language)
    # "n'a pas pu être confirmé de source indépendante": no source says anything.
    voices = [
        one
        for one in find_voices(sentence, words, actors)
        if doubt is None or one.start < doubt or tokens[one.start].norm not in ("de", "d'", "par", "by")
    ]
    if not voices:
        if sentence.paragraph == TITLE and (headed := _read_headline(sentence, previous, language, registry)):
            return headed
        return _leave_open(sentence, _carry(sentence, previous), doubt)
    regions = cut_regions(sentence, voices, words)
    via = _find_carriers(sentence, words, actors)
    found: list[Attribution] = []
    last = previous
    for voice, region in zip(voices, regions, strict=True):
        made = _make(sentence, voice, region, (last, via, actors, registry, words))
        if made is None:
            continue
        last = replace(last, said_by=made.said_by, speaker=made.speaker) if made.said_by else last
        open_ = doubt is not None and (made.stance is Stance.ASSERTED or made.verb != "deny")
        found.append(replace(made, stance=Stance.DOUBTED) if open_ else made)
    return _join_quoted(sentence, (*found, *_find_corrected(sentence, found)))


def _read_headline(
    sentence: Sentence, previous: Context, language: str | None, registry: Registry
) -> tuple[Attribution, ...]:
    """ "Thirty killed at Auno - governor"."""
    actors = find_actors(sentence, registry, language)
    found = find_headline_speaker(sentence, read_words(language), actors)
    if found is None:
        return ()
    speaker, told = found
    said_by = name_speaker(sentence, speaker, actors, registry)
    who = identify_speaker(sentence, speaker, actors, registry, previous.countries)
    return (Attribution(told.first, told.last, said_by, who, start=speaker.first, end=speaker.last),)


def _leave_open(sentence: Sentence, carried: tuple[Attribution, ...], doubt: int | None) -> tuple[Attribution, ...]:
    """ "Impossible de vérifier que trente passagers ont été enlevés": nobody says it, and it is open."""
    if doubt is None or not sentence.tokens:
        return carried
    rows = carried or (Attribution(0, len(sentence.tokens) - 1, None, carried=True),)
    return tuple(replace(one, stance=Stance.DOUBTED) for one in rows)


def _find_corrected(sentence: Sentence, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """ "40 was the true number, not 90 as elders had reported": who gives 40 denies 90."""
    denied = find_words(sentence, _NOT)
    norms = sentence.norms if denied else []
    for at in denied:
        if not any(token.is_number for token in sentence.tokens[at + 1 : at + 4]):
            continue
        end = next((step for step in range(at + 2, min(at + 7, len(norms))) if norms[step] in ("as", "comme")), None)
        speech = find_speaker(found, at, at) if end is not None else None
        if end is not None and speech is not None and speech.said_by:
            return (replace(speech, first=at, last=end, stance=Stance.DENIED),)
    return ()


def _join_quoted(sentence: Sentence, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """ "AFP, citing a security source, reported 14 dead": the source says what the outlet carries."""
    quoted = [one for one in found if one.said_by and one.start > 0 and _is_cited(sentence, one.start)]
    if not quoted:
        return tuple(found)
    return tuple(
        replace(one, said_by=quoted[0].said_by, speaker=quoted[0].speaker) if one.said_by is None else one
        for one in found
    )


def _is_cited(sentence: Sentence, start: int) -> bool:
    """ "Citing X", "s'appuyant sur X"."""
    before = sentence.norms[start - 1]
    return before in CITING or (before in ("on", "sur") and sentence.norms[start - 2] in RELYING)


def find_speaker(attributions: Sequence[Attribution], first: int, last: int) -> Attribution | None:
    """The attribution that answers for tokens first to last; a person goes before an outlet."""
    spoken = [one for one in attributions if one.verb not in SILENT]
    covering = [one for one in spoken if one.first <= first and last <= one.last]
    if not covering:
        covering = [one for one in spoken if one.first <= last and first <= one.last]
    if not covering:
        return None
    refuted = next((one for one in covering if one.verb in ("refute", "undo")), None)
    if refuted is not None:
        return refuted
    best = min(covering, key=lambda one: (one.said_by is None, one.carried, one.last - one.first, one.first))
    # "denied the abduction announced by several sites": who announced it does not undo the denial.
    best = next((one for one in covering if one.verb == "deny" and one.last >= best.start > one.first), best)
    via = tuple(sorted({name for one in covering for name in one.via}))
    return replace(best, via=via)


def remember_speaker(
    context: Context, sentence: Sentence, attributions: Sequence[Attribution], registry: Registry
) -> Context:
    """The context after a sentence."""
    named = [one for one in attributions if one.said_by is not None and not one.carried]
    if not named:
        return replace(context, age=context.age + 1)
    newest = named[-1]
    lists = read_words("en").lists
    texts = not ALL_TEXTS.isdisjoint(sentence.norms)
    issuer = context.issuer
    if newest.said_by and (not ISSUED.isdisjoint(sentence.norms) or (issuer is None and _is_official(newest.said_by))):
        issuer = (newest.said_by, newest.speaker)
    actor = registry.vocabulary.actors.get(newest.speaker or "")
    armed = actor is not None and actor.type in lists["heads.armed"]
    return Context(
        countries=context.countries,
        said_by=newest.said_by,
        speaker=newest.speaker,
        via=newest.via,
        paragraph=sentence.paragraph,
        age=0,
        # A denial, a call or what a group says of itself is no frame for the counts that follow.
        carries=newest.verb not in DENYING
        and not armed
        and (texts or not lists["heads.toll_words"].isdisjoint(sentence.norms)),
        issuer=issuer,
    )


@lru_cache(maxsize=5_000)
def _is_official(said_by: str) -> bool:
    lists = read_words("en").lists
    words = {token.norm for token in tokenize(said_by)}
    return bool(words & (lists["heads.army"] | lists["heads.state"]))


def _is_near(sentence: Sentence, previous: Context) -> bool:
    """Does "selon des sources locales" of a sentence before still hold?"""
    return previous.carries and previous.paragraph == sentence.paragraph and previous.age < CARRY


def _carry(sentence: Sentence, previous: Context) -> tuple[Attribution, ...]:
    if not (_is_near(sentence, previous) and previous.said_by and sentence.tokens) or _tells_of_before(sentence):
        return ()
    last = len(sentence.tokens) - 1
    return (Attribution(0, last, previous.said_by, previous.speaker, previous.via, carried=True),)


def _tells_of_before(sentence: Sentence) -> bool:
    """Is it of an earlier time: "En mars, neuf villageois avaient été tués", "on the same road in August 2019"?"""
    norms = sentence.norms
    lists = read_words("en").lists
    if any(norm.isdigit() and len(norm) == 4 and norm[:2] in ("19", "20") for norm in norms):
        return True
    opening = norms[:4]
    timed = not lists["heads.times"].isdisjoint(opening) or opening[:3] == ("il", "y", "a")
    return timed and bool(set(norms) & {"avait", "avaient", "had", "lost", "were", "was"})


def _find_doubt(sentence: Sentence, words: Words) -> int | None:
    """Where a sentence says that it is not sure, if anywhere."""
    return next(
        (at for at in find_starts(sentence, words.doubts) if starts_here(sentence.norms, at, words.doubts)), None
    )


def _find_carriers(sentence: Sentence, words: Words, actors: Sequence[FoundActor]) -> tuple[str, ...]:
    """Outlets named as the way by which something is known: "jointes par RFI", "told Reuters"."""
    found = set()
    for actor in actors:
        if not actor.source or actor.id is None:
            continue
        near = sentence.tokens[max(0, actor.first - 3) : actor.first]
        if any(token.norm in words.lists["quoting"] for token in near):
            found.add(actor.id)
    return tuple(sorted(found))


Frame = tuple[Context, tuple[str, ...], Sequence[FoundActor], Registry, Words]


def _make(sentence: Sentence, voice: Voice, region: Phrase, frame: Frame) -> Attribution | None:
    previous, via, actors, registry, words = frame
    region = _cut_part(sentence, region, words) if voice.verb == "deny" else region
    stance = Stance.DENIED if voice.verb == "deny" or _is_negated(sentence, region, words) else Stance.ASSERTED
    if voice.pronoun:
        if previous.said_by is None:
            return None
        return Attribution(
            region.first, region.last, previous.said_by, previous.speaker, via, stance=stance, verb=voice.verb
        )
    if voice.first < 0:
        return None
    phrase = Phrase(voice.first, voice.last)
    speaker = identify_speaker(sentence, phrase, actors, registry, previous.countries)
    function = find_function(sentence, phrase.last, words, actors)
    function = function or find_name_behind(sentence, phrase)
    said_by: str | None = name_speaker(sentence, phrase, actors, registry, function)
    source = registry.vocabulary.sources.get(speaker or "")
    if source is not None and source.type in words.lists["heads.media"]:
        return Attribution(
            region.first, region.last, None, None, tuple(sorted({*via, source.id})), stance=stance, verb=voice.verb,
            start=phrase.first, end=phrase.last,
        )  # fmt: skip
    if _is_same_text(sentence, phrase, words) and previous.issuer:
        # "selon le même texte", "the statement said": the text is somebody's, who was named before.
        said_by, speaker = previous.issuer
    elif not is_speaker(sentence, phrase, words, actors):
        return None
    if speaker is None and _repeats(sentence, phrase, words):
        speaker = previous.speaker
    return Attribution(
        region.first, region.last, said_by, speaker, tuple(name for name in via if name != speaker), stance=stance,
        verb=voice.verb, start=phrase.first, end=phrase.last,
    )  # fmt: skip


def _cut_part(sentence: Sentence, region: Phrase, words: Words) -> Phrase:
    """ "Denied any part in the raid that killed ten", "nie avoir ordonné": a part is denied, and the raid stands."""
    for at in range(region.first, min(region.first + 6, region.last + 1)):
        if sentence.norms[at] in words.lists["part"]:
            return Phrase(region.first, at)
    return region


def _is_same_text(sentence: Sentence, phrase: Phrase, words: Words) -> bool:
    norms = sentence.norms[phrase.first : phrase.last + 1]
    bare = [norm for norm in norms if norm not in words.lists["determiners"] and norm not in words.lists["same"]]
    return len(bare) == 1 and bare[0] in words.lists["texts"] and norms[0] not in ("un", "une", "a", "an")


def _repeats(sentence: Sentence, phrase: Phrase, words: Words) -> bool:
    return any(norm in ("meme", "memes", "same") for norm in sentence.norms[phrase.first : phrase.last + 1])


def _is_negated(sentence: Sentence, region: Phrase, words: Words) -> bool:
    """Is what they say that something was not so: "the people were not militiamen", "no one was killed"."""
    tokens = sentence.tokens[region.first : region.last + 1]
    for at, token in enumerate(tokens):
        if token.norm not in words.lists["negated"]:
            continue
        near = {one.norm for one in tokens[max(0, at - 1) : at + 3]} - {token.norm}
        # "confirmed the attack but did not give details": that is withheld, and nothing is denied.
        withheld = not words.lists["withheld"].isdisjoint(one.norm for one in tokens[at + 1 : at + 5])
        if near & words.lists["negated_with"] and at < 14 and not withheld:
            # "It was not a bomb that killed the three": what is counted stands.
            return not _has_number(tokens, words)
    return False


def _has_number(tokens: Sequence[Token], words: Words) -> bool:
    lexicon = load_numbers(words.language)
    read = (read_number(tokens, at, lexicon) for at, one in enumerate(tokens) if one.norm not in words.lists["single"])
    return any(number is not None for number in read)
