"""Quotations that go over several sentences: who speaks is said once, at their end or before they begin.

"We went to the market. We counted ten bodies," the mayor said. "Two more died at the clinic." All three are his.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tamani.extract.document import Sentence, remembered
from tamani.extract.saying.attribution import Attribution

OPENS = frozenset(("“", "«"))
CLOSES = frozenset(("”", "»"))
EITHER = '"'
LONGEST = 6  # sentences: what is open for longer lost its closing mark
SAID = frozenset(("say", "weak"))


class Marks(Struct, frozen=True):
    """Where a sentence goes in and out of quotation: tokens, -1 for none."""

    closes: int = -1  # what was open before it is closed here
    opens: int = -1  # what is opened here and not closed
    whole: bool = False  # it begins with a quotation, and nothing follows it


@remembered
def read_marks(sentence: Sentence, open_before: bool) -> Marks:
    """The quotation marks of a sentence, with one open before it or not."""
    closes, opens, inside = -1, -1, open_before
    for at, token in enumerate(sentence.tokens):
        text = token.text
        if text in OPENS or (text == EITHER and not inside):
            # A quotation of several paragraphs opens anew at each.
            inside, opens = True, at if opens < 0 else opens
        elif text in CLOSES or text == EITHER:
            if inside and opens < 0:
                closes = at
            inside, opens = False, -1
    first = sentence.tokens[0].text if sentence.tokens else ""
    ends = next((at for at in range(len(sentence.tokens) - 1, -1, -1) if sentence.tokens[at].text != "."), -1)
    last = sentence.tokens[ends].text if ends >= 0 else ""
    whole = first in OPENS | {EITHER} and not open_before and (inside or last in CLOSES | {EITHER})
    return Marks(closes, opens if inside else -1, whole)


class Quotations:
    """The quotation that is open while sentences are read in order, and who spoke in the last one."""

    def __init__(self) -> None:
        self.open: list[Sentence] = []  # the sentences that it goes over so far
        self.speaker: Attribution | None = None  # who was quoted in the sentence before

    def read(self, sentence: Sentence, found: list[tuple[Attribution, ...]]) -> None:
        """Give a quotation's sentences up to this one, the last of `found`, to whoever speaks it."""
        marks = read_marks(sentence, bool(self.open))
        own = found[sentence.index]
        if not own and self.speaker is not None and (marks.whole or self.open):
            found[sentence.index] = own = (_carry(self.speaker, sentence),)
        if self.open and marks.closes >= 0:
            speaker = _find_quoted(own, marks.closes)
            if speaker is not None:
                self._give(speaker, found)
        goes_on = self.open and marks.closes < 0
        self.open = [*self.open, sentence] if goes_on else [sentence] if marks.opens >= 0 else []
        if len(self.open) > LONGEST:
            self.open = []
        self.speaker = _find_last(own, sentence, bool(self.open))

    def _give(self, speaker: Attribution, found: list[tuple[Attribution, ...]]) -> None:
        for sentence in self.open:
            if not found[sentence.index]:
                found[sentence.index] = (_carry(speaker, sentence),)


def _find_quoted(found: Sequence[Attribution], closes: int) -> Attribution | None:
    """Who is named behind the closing mark as the speaker of what stands before it."""
    spoken = [one for one in found if one.said_by and one.verb in SAID and not one.carried]
    # "he said" has its speaker in another sentence.
    return next((one for one in spoken if one.start > closes or (one.start < 0 and one.last <= closes)), None)


def _find_last(found: Sequence[Attribution], sentence: Sentence, open_: bool) -> Attribution | None:
    """Who is quoted in a sentence in his own words, if it is one alone."""
    if not open_ and (OPENS | CLOSES | {EITHER}).isdisjoint(sentence.norms):
        return None
    speakers = {one.said_by: one for one in found if one.said_by}
    one = next(iter(speakers.values())) if len(speakers) == 1 else None
    return one if one is not None and (one.verb in SAID or one.carried) else None


def _carry(one: Attribution, sentence: Sentence) -> Attribution:
    return Attribution(0, len(sentence.tokens) - 1, one.said_by, one.speaker, one.via, carried=True)
