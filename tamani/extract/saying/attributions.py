"""Who says what in every sentence of a reading, read in order but only as far as somebody asks.

Most reports make no claim, and then nobody asks who made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from tamani.extract.document import Sentence
from tamani.extract.parties.actors import Registry, find_actors, find_countries
from tamani.extract.saying.attribution import Attribution, Context, find_attributions, remember_speaker
from tamani.extract.saying.quotations import Quotations
from tamani.extract.saying.speakers import is_speaker, name_speaker
from tamani.extract.saying.speech import Words, identify_speaker, read_words
from tamani.extract.saying.tellers import find_teller
from tamani.records import Stance


def attribute_sentences(
    sentences: Sequence[Sentence], language: str | None, registry: Registry, countries: Sequence[str] = ()
) -> Attributions:
    """The attributions of every sentence of a reading, in order.

    countries (ISO, main one first), from the toponyms where there are some, tell whose "the army" is.
    """
    context = Context(countries=tuple(countries) or find_countries(sentences, registry, language))
    return Attributions(sentences, language, registry, context)


class Attributions(Sequence[tuple[Attribution, ...]]):
    """The attributions of each sentence."""

    def __init__(
        self, sentences: Sequence[Sentence], language: str | None, registry: Registry, context: Context
    ) -> None:
        self._sentences, self._language, self._registry = sentences, language, registry
        self._context = context
        self._found: list[tuple[Attribution, ...]] = []
        self._quotations = Quotations()

    def __len__(self) -> int:
        return len(self._sentences)

    @overload
    def __getitem__(self, at: int) -> tuple[Attribution, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[tuple[Attribution, ...]]: ...
    def __getitem__(self, at: int | slice) -> tuple[Attribution, ...] | Sequence[tuple[Attribution, ...]]:
        found, total = self._found, len(self._sentences)
        # One further: the next sentence may say whose the count of this one is.
        wanted = at + 2 if isinstance(at, int) and at >= 0 else total
        # And further where a quotation is open: who speaks it is said at its end.
        while (len(found) < wanted or self._quotations.open) and len(found) < total:
            self._read_next()
        return found[at]

    def _read_next(self) -> None:
        found, sentence = self._found, self._sentences[len(self._found)]
        context, language, registry = self._context, self._language, self._registry
        attributions = find_attributions(sentence, context, language, registry)
        before = self._sentences[len(found) - 1] if found and not found[-1] else None
        if before is not None and before.paragraph == sentence.paragraph and before.tokens:
            giver = _find_giver(sentence, attributions, read_words(language)) or _read_teller(
                sentence, context, language, registry
            )
            if giver is not None:
                found[-1] = (Attribution(0, len(before.tokens) - 1, giver.said_by, giver.speaker, carried=True),)
        found.append(attributions)
        self._quotations.read(sentence, found)
        self._context = remember_speaker(context, sentence, attributions, registry)


def _find_giver(sentence: Sentence, attributions: Sequence[Attribution], words: Words) -> Attribution | None:
    """Who gives or confirms the count of the sentence before: "the statement gives a provisional toll for both"."""
    if words.lists["toll"].isdisjoint(sentence.present):
        return None
    for one in attributions:
        region = sentence.tokens[one.first : one.first + 5]
        told = any(token.norm in words.lists["toll"] for token in region)
        figures = any(token.is_number for token in sentence.tokens)
        if told and not figures and not one.carried and one.said_by and one.verb in ("say", "weak") and one.start >= 0:
            return one if one.stance is Stance.ASSERTED else None
    return None


def _read_teller(sentence: Sentence, context: Context, language: str | None, registry: Registry) -> Attribution | None:
    """ "The news was given by the commissioner": who told what the sentence before says."""
    phrase = find_teller(sentence, language)
    if phrase is None:
        return None
    actors = find_actors(sentence, registry, language)
    if not is_speaker(sentence, phrase, read_words(language), actors):
        return None
    speaker = identify_speaker(sentence, phrase, actors, registry, context.countries)
    said_by = name_speaker(sentence, phrase, actors, registry)
    return Attribution(0, 0, said_by, speaker, start=phrase.first, end=phrase.last)
