"""What is spotted: a sentence with the way its capitals are used, and a name in it that may be a place."""

from __future__ import annotations

from msgspec import Struct

from tamani.locate.gazetteer import Gazetteer
from tamani.locate.keys import make_key
from tamani.locate.lexicon import Lexicon
from tamani.locate.tables import Entry
from tamani.records import Part, Span
from tamani.words import Token


class Spot(Struct, frozen=True):
    """A name in a sentence that may be a place: tokens first to last (exclusive), and what it may stand for."""

    first: int
    last: int
    key: str
    entries: tuple[Entry, ...]
    cues: tuple[str, ...] = ()  # kinds announced: "région de", "village of", "... River"
    placed: bool = False  # a preposition of place stands before it
    via: str = "name"  # name, sound, nearly, none
    associative: bool = False  # "Radio Bamako", "Malian": called after the place, not at it


class Line(Struct, frozen=True):
    """The tokens of one sentence, counted from its own first letter, and how it is written."""

    tokens: tuple[Token, ...]
    capitals: tuple[int, ...]  # the tokens that start with a capital
    shouting: bool  # all capitals
    headline: bool  # Every Word With A Capital
    text: str = ""  # as written: by it is remembered what was spotted there
    norms: tuple[str, ...] = ()  # the folded form of each token
    peoples: tuple[str, ...] = ()  # the countries whose people it names: "Malian"
    of_country: bool = False  # does it speak of "the country"?
    part: Part = Part.TEXT
    offset: int = 0  # where it begins in its part

    def span_of(self, first: int, last: int) -> Span:
        """The span of tokens first to last, both included."""
        return Span(self.tokens[first].start + self.offset, self.tokens[last].end + self.offset, self.part)

    def at(self, part: Part, offset: int) -> Line:
        """The same line where it stands in a reading."""
        return Line(
            self.tokens, self.capitals, self.shouting, self.headline, self.text, self.norms, self.peoples,
            self.of_country, part, offset,
        )  # fmt: skip

    def start_of(self, at: int) -> int:
        """Where a token begins in the part."""
        return self.tokens[at].start + self.offset

    def end_of(self, at: int) -> int:
        """Where a token ends in the part."""
        return self.tokens[at].end + self.offset


def read_line(tokens: tuple[Token, ...], loud: bool = False, text: str = "") -> Line:
    """A sentence with the way its capitals are used. loud: the whole report is written in capitals."""
    capitals = tuple([at for at, token in enumerate(tokens) if token.text[0].isupper()])
    norms = tuple([token.norm for token in tokens])
    if loud:
        return Line(tokens, capitals, True, False, "", norms)
    if len(capitals) < 4:
        return Line(tokens, capitals, False, False, text, norms)
    words = [token.text for token in tokens if len(token.text) > 3 and token.text[0].isalpha()]
    capital = sum(word[0].isupper() for word in words)
    if len(words) < 3 or capital <= 0.8 * len(words):
        return Line(tokens, capitals, False, False, text, norms)
    upper = sum(word.isupper() for word in words)
    return Line(tokens, capitals, upper > 0.8 * len(words), upper < 0.5 * len(words), text, norms)


class Room(Struct, frozen=True):
    gazetteer: Gazetteer
    lexicon: Lexicon
    persons: set[str]
    before: list[Spot]  # of this sentence, so far


def find_longest(tokens: tuple[Token, ...], at: int, most: int, gazetteer: Gazetteer) -> int:
    """The end (exclusive) of the longest name to try at a token: one word where none begins with the first two."""
    if most <= at + 1:
        return most
    small = tokens[at + 1].text.endswith("'") or tokens[at].text.endswith("'")  # "Côte d'Ivoire"
    words = make_key(" ".join([token.text for token in tokens[at : at + 2 + small]]).replace("' ", ""))
    return at + 1 if " " in words and not gazetteer.has_longer(words) else most


def norm_at(tokens: tuple[Token, ...], at: int) -> str:
    return tokens[at].norm if 0 <= at < len(tokens) else ""
