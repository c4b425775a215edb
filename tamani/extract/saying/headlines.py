"""Who speaks in a headline: "Thirty killed at Auno - governor", "Police: five dead in market blast"."""

from __future__ import annotations

from collections.abc import Sequence

from tamani.extract.document import TITLE, Sentence
from tamani.extract.parties.actors import FoundActor
from tamani.extract.saying.speech import Phrase, Words, has_head

DASHES = frozenset(("-", "–", "—", ":"))
SHORT = 5  # words a headline has for its speaker


def find_headline_speaker(
    sentence: Sentence, words: Words, actors: Sequence[FoundActor]
) -> tuple[Phrase, Phrase] | None:
    """The speaker of a headline, and what he says."""
    if sentence.paragraph != TITLE:
        return None
    tokens, end = sentence.tokens, len(sentence.tokens) - 1
    marks = [at for at, token in enumerate(tokens) if token.norm in DASHES and 0 < at < end]
    if not marks:
        return None
    last = Phrase(marks[-1] + 1, end)
    if last.last - last.first < SHORT and _can_speak(sentence, last, words, actors):
        return last, Phrase(0, marks[-1] - 1)
    first = Phrase(0, marks[0] - 1)
    if tokens[marks[0]].norm == ":" and first.last < SHORT and _can_speak(sentence, first, words, actors):
        return first, Phrase(marks[0] + 1, end)
    return None


def _can_speak(sentence: Sentence, phrase: Phrase, words: Words, actors: Sequence[FoundActor]) -> bool:
    """ "Nigeria: ..." names a place, "15 dead - ..." a toll; nobody speaks."""
    tokens = sentence.tokens[phrase.first : phrase.last + 1]
    if any(token.is_number for token in tokens):
        return False
    return has_head(sentence, phrase, words, actors) and any(
        token.norm in words.lists["heads.words"] or token.norm in words.lists["heads.state"] for token in tokens
    )
