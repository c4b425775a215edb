"""A mention reduced to what is compared: when, where, what, who, how many, in which words."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

import simplemma
from msgspec import Struct

from tamani.fields import TOLLS, Vocabulary, load_vocabulary
from tamani.records import (
    Claim,
    DateValue,
    Mention,
    MentionId,
    Mode,
    Part,
    PerpetratorValue,
    PlaceValue,
    Reading,
    ReportId,
    Span,
    Stance,
    TargetValue,
    TollValue,
    VictimValue,
)
from tamani.words import fold, tokenize

STEM = 7  # letters: "explosif", "explosives" and "explosifs" meet; a dictionary would cost more than it brings
SHORTEST = 4
SHORTEST_NAME = 3  # letters: "Bah", "Ibn", but no initial
LEAD = 200  # characters: paragraphs that begin before tell the main news, whatever of it was understood


class CardPlace(Struct, frozen=True):
    """A place of a mention; name is folded."""

    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: int | None
    radius_km: float | None


class CardToll(Struct, frozen=True):
    field: str
    who: str
    low: int | None
    high: int | None


class MentionCard(Struct, frozen=True, kw_only=True):
    """What fuse looks at. start is None where the text gives no date; then the day of publication is a hint."""

    id: MentionId
    report: ReportId
    kind: str
    mode: Mode
    start: date | None = None
    end: date | None = None
    published: datetime | None = None
    places: tuple[CardPlace, ...] = ()
    actors: tuple[str, ...] = ()
    tolls: tuple[CardToll, ...] = ()
    targets: tuple[str, ...] = ()
    victims: tuple[tuple[str, ...], ...] = ()  # who is named as killed, hurt or taken: the words of each name, folded
    words: tuple[str, ...] = ()  # distinctive words of the event's sentences, cut to stems, sorted
    names: tuple[str, ...] = ()  # proper names among them, whole
    title_words: tuple[str, ...] = ()
    sites: bool = False  # the text speaks of several: "the villages of A and B"
    lasting: bool = False  # the days are those it took, not those it may have happened on: "from Monday to Thursday"
    joint: bool = False  # a toll over several sites: the report itself ties them together
    language: str | None = None

    def __hash__(self) -> int:
        # What is remembered of a card is asked for thousands of times; its forty words need not be summed up each time.
        return hash(self.id)


DATELINE = "dates.dateline"


def describe_mention(mention: Mention, reading: Reading, vocabulary: Vocabulary | None = None) -> MentionCard:
    """The card of a mention, made from its claims and the sentences they stand in."""
    vocabulary = vocabulary or load_vocabulary()
    asserted = [claim for claim in mention.claims if claim.stance is not Stance.DENIED]
    # What only the dateline dates is no firmer than news without a date.
    dates = [claim.value for claim in asserted if isinstance(claim.value, DateValue) and claim.rule != DATELINE]
    first = dates[0] if dates else None
    tolls = [c for c in asserted if isinstance(c.value, TollValue) and c.field in TOLLS and c.value.scope != "sub"]
    words, names = _event_words(mention, reading)
    dull, own = _list_dull(vocabulary), _words_of_actors(mention)
    dull = dull if own <= dull else dull | own
    return MentionCard(
        id=mention.id,
        report=mention.report,
        kind=mention.kind,
        mode=mention.mode,
        start=first.start if first else None,
        end=first.end if first else None,
        published=reading.published,
        places=tuple(_card_place(c.value) for c in asserted if isinstance(c.value, PlaceValue)),
        actors=_actors_of(mention, vocabulary),
        tolls=tuple(sorted({_card_toll(c.field, c.value) for c in tolls if isinstance(c.value, TollValue)}, key=repr)),
        targets=tuple(sorted({c.value.type for c in asserted if isinstance(c.value, TargetValue) and c.value.type})),
        victims=_victims_of(asserted),
        words=_cut_stems(words - dull),
        names=tuple(sorted(names - dull)),
        title_words=_title_words(mention, reading, dull),
        sites=not words.isdisjoint(load_words("parts", "sites")),
        lasting=any(_tells_days(claim) for claim in asserted),
        joint=any(isinstance(c.value, TollValue) and c.value.scope == "joint" for c in tolls),
        language=reading.language,
    )


def _card_place(value: PlaceValue) -> CardPlace:
    admin1 = fold(value.admin1) if value.admin1 else None
    return CardPlace(fold(value.name), value.country, admin1, value.lat, value.lon, value.precision, value.radius_km)


def _card_toll(field: str, value: TollValue) -> CardToll:
    return CardToll(field, value.who.value, value.low, value.high)


def _actors_of(mention: Mention, vocabulary: Vocabulary) -> tuple[str, ...]:
    found = {
        claim.value.actor
        for claim in mention.claims
        if isinstance(claim.value, PerpetratorValue) and claim.value.actor and claim.stance is Stance.ASSERTED
    }
    return tuple(sorted({vocabulary.counted_as(a) if a in vocabulary.actors else a for a in found if a != "unknown"}))


def _victims_of(claims: Sequence[Claim]) -> tuple[tuple[str, ...], ...]:
    """The names of persons who were harmed. They are read from the quote: the value of a claim is masked in a store.

    "Mayor Issa Bandé was shot": the quote is his name, and no description of him.
    """
    told = [(claim.quote, claim.value.description) for claim in claims if isinstance(claim.value, VictimValue)]
    names = {
        tuple(
            sorted({token.norm for token in tokenize(quote) if token.is_capital and len(token.norm) >= SHORTEST_NAME})
        )
        for quote, description in told
        if description is None or fold(" ".join(quote.split())) != fold(description)
    }
    return tuple(sorted(name for name in names if name))


def _tells_days(claim: Claim) -> bool:
    """Do the words of a date count days on which it went on: "du 10 au 13 juin", "Tuesday and Wednesday"?

    "Last week" is one day, nobody knows which; "dans la nuit de samedi à dimanche" is a night.
    """
    if not isinstance(claim.value, DateValue):
        return False
    days = (claim.value.end - claim.value.start).days
    norms = {token.norm for token in tokenize(claim.quote)}
    if days == 1:
        return not norms.isdisjoint(load_words("parts", "both"))
    return days > 1 and not norms.isdisjoint(load_words("parts", "both") | load_words("parts", "until"))


# --- words -------------------------------------------------------------------------------------------------------


def _event_words(mention: Mention, reading: Reading) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the sentences that tell of the event; for the main news, of its whole paragraphs and the title."""
    spans = [mention.anchor, *(claim.span for claim in mention.claims)]
    told = [span for span in spans if span.part is Part.TEXT]
    pieces = [one for one in reading.sentences if any(one.overlaps(span) for span in told)]
    if _is_main(mention) or not reading.sentences:
        paragraphs = split_paragraphs(reading.text)
        # A dateline or a one-line opening is no lead: then the paragraph after it is.
        lead = [one for one in paragraphs if one.start < LEAD]
        pieces = [one for one in paragraphs if one in lead or any(one.overlaps(span) for span in told)]
    found = [_read_words(reading.text[one.start : one.end]) for one in pieces]
    if reading.title and (_is_main(mention) or any(span.part is Part.TITLE for span in spans)):
        found.append(_read_words(reading.title))
    return frozenset().union(*(words for words, _ in found)), frozenset().union(*(names for _, names in found))


def _is_main(mention: Mention) -> bool:
    return mention.mode is Mode.ACTUAL and mention.name == "m1"


def split_paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of a text, by its blank lines."""
    found, start = [], 0
    for piece in text.split("\n\n"):
        found.append(Span(start, start + len(piece)))
        start += len(piece) + 2
    return tuple(found)


def _title_words(mention: Mention, reading: Reading, dull: frozenset[str]) -> tuple[str, ...]:
    """A headline is about the main news, not about what is recalled further down."""
    if not reading.title or not _is_main(mention):
        return ()
    return _cut_stems(_read_words(reading.title)[0] - dull)


def _cut_stems(words: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted({word[:STEM] for word in words}))


@lru_cache(maxsize=1_000)  # the events of a report share its paragraphs, and so do its copies
def _read_words(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a text that are long enough to tell something, and those among them that are proper names.

    Names are capitalised and in no dictionary: "Djiguibombo", "Pizarro", also in telexes all in capitals.
    """
    words, names = set[str](), set[str]()
    for token in tokenize(text):
        norm = token.norm
        if len(norm) < SHORTEST or not norm[0].isalpha():
            continue
        words.add(norm)
        if token.is_capital and not _in_dictionary(token.text):
            names.add(norm)
    return frozenset(words), frozenset(names)


@lru_cache(maxsize=100_000)
def _in_dictionary(word: str) -> bool:
    return simplemma.is_known(word.lower(), lang=("en", "fr"))


@cache
def load_words(part: str, name: str) -> frozenset[str]:
    """A list of words.toml."""
    loaded = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return frozenset(loaded[part][name].split())


@cache
def _dull_words() -> frozenset[str]:
    return frozenset().union(*(load_words(part, name) for part in ("en", "fr") for name in ("common", "field")))


def _words_of_actors(mention: Mention) -> frozenset[str]:
    """A group's name stands in all reports of all its attacks."""
    quotes = [claim.quote for claim in mention.claims if isinstance(claim.value, PerpetratorValue)]
    return frozenset(token.norm for quote in quotes for token in tokenize(quote))


_DULL: dict[int, tuple[Vocabulary, frozenset[str]]] = {}  # by identity, which a vocabulary keeps that is kept


def _list_dull(vocabulary: Vocabulary) -> frozenset[str]:
    """Words that part no two events: the usual ones of the news, and the names of countries."""
    if id(vocabulary) not in _DULL:
        names = [name for one in vocabulary.countries.values() for name in (one.en, one.fr)]
        words = {word for name in names for token in tokenize(name) for word in (token.norm, token.norm[:-1])}
        _DULL[id(vocabulary)] = vocabulary, _dull_words() | words
    return _DULL[id(vocabulary)][1]
