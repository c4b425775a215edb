"""What each voice of a sentence answers for."""

from __future__ import annotations

from collections.abc import Sequence

from tamani.extract.document import Sentence
from tamani.extract.saying.formulas import Voice
from tamani.extract.saying.speech import MARKS, Phrase, Words
from tamani.words import Token


def cut_regions(sentence: Sentence, voices: Sequence[Voice], words: Words) -> list[Phrase]:
    """What each voice answers for: what follows it, what stands before it, or both."""
    tokens = sentence.tokens
    end = len(tokens) - 1
    regions = []
    for number, voice in enumerate(voices):
        after = voices[number + 1] if number + 1 < len(voices) else None
        before = voices[number - 1] if number else None
        first, last = voice.edge + 1, end
        if after is not None:
            last = after.start - 1
            # Where the next voice speaks of what stands before it, the border is the last mark of a new clause.
            border = _find_border(tokens, voice.edge + 1, after.start - 1, words) if after.back else None
            last = border if border is not None else last
        if voice.back:
            begin = before.edge + 1 if before is not None else 0
            border = _find_border(tokens, begin, voice.start - 1, words)
            first = border + 1 if border is not None else begin
            last = voice.start - 1 if not voice.both else max(last, voice.start - 1)
        regions.append(Phrase(min(first, end), max(min(first, end), last)))
    return regions


def _find_border(tokens: Sequence[Token], begin: int, end: int, words: Words) -> int | None:
    for at in range(end, begin, -1):
        norm = tokens[at].norm
        if norm == ";" or (norm in words.lists["clause_marks"] and tokens[at - 1].norm in MARKS):
            return at
    return None
