"""The line saying where and when a report was sent from: neither its place nor its day is the event's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from tamani.extract.document import Sentence, remembered
from tamani.extract.lexicon import read_lexicon
from tamani.records import Part, Span, Toponym
from tamani.words import Token

DASHES = ("-", "–", "—", "--")
LATEST = 6  # pages repeat the headline, a byline and a caption before the text begins
LONGEST = 14  # tokens: "PORT HARCOURT, Nigeria, 3 July 2021 (AGENCY) -"


@cache
def _inside() -> frozenset[str]:
    """Small words that stand in a dateline beside names and figures: months, "le", "de"."""
    times = read_lexicon("dates")
    words = {word for code in ("fr", "en") for table in ("months", "weekdays") for word in times[code][table]}
    return frozenset(words | {"le", "la", "de", "d'", "l'", "du", "the", "of", "by", "et", "and", "s/c", "via"})


def find_dateline(sentence: Sentence) -> int:
    """The token that ends the dateline, or -1.

    "BAMAKO, 3 July (AFP) - ...", "Niamey — Des hommes ...", "KANO, Nigeria: ...", "Mopti, 2 octobre (AMAP) ...".
    """
    if sentence.paragraph < 0 or sentence.index > LATEST or len(sentence.tokens) < 4:
        return -1
    return _read_dateline(sentence, sentence.paragraph == 0 and sentence.index <= 1)


@remembered
def _read_dateline(sentence: Sentence, opens: bool) -> int:
    """The same for a sentence early in a report; opens: in its first lines."""
    tokens = sentence.tokens
    if not tokens[0].is_capital and tokens[0].text not in ("(", "["):
        return -1
    end = max(_find_strict(sentence), _find_dash(sentence) if opens else -1)
    # "Name of an agency (AGENCY) - Bamako - ...": a second mark ends it.
    for at in range(end + 1, min(end + 7, len(tokens))):
        if end >= 0 and tokens[at].text in DASHES and _is_header(tokens[end + 1 : at]):
            end = at
    return end


def _find_dash(sentence: Sentence) -> int:
    """In the first lines any early dash ends it: "OUAGADOUGOU, Burkina Faso, by our correspondent - ..."."""
    if not sentence.tokens[0].is_capital:
        return -1
    end = -1
    for at, token in enumerate(sentence.tokens[1:36], start=1):
        if token.text in DASHES and at - max(end, 0) <= 30:
            end = at
        elif end >= 0 and at - end > 6:
            break
    return end


def _find_strict(sentence: Sentence) -> int:
    """A dateline by its shape alone: names, figures and months up to a dash, a colon or the agency in brackets."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens[: LONGEST + 1]):
        if at and token.text in DASHES:
            return at
        if at and token.text == ":":
            return at if _is_sent_from(sentence, at) else -1
        if token.text in (")", "]") and at >= 2 and _is_agency(tokens[:at]):
            following = tokens[at + 1 : at + 2]
            if following and following[0].text not in (*DASHES, ":", ".", ","):
                return at if following[0].is_capital or following[0].text in ("«", "“", '"') else -1
        if not (_may_head(token) or token.text in "()[].,"):
            return -1
    return -1


def _is_header(tokens: Sequence[Token]) -> bool:
    return all(map(_may_head, tokens))


def _may_head(token: Token) -> bool:
    return token.is_capital or token.is_number or token.norm in _inside() or token.text in "()[],./"


def _is_agency(before: Sequence[Token]) -> bool:
    """Do brackets close round an agency ("(AFP)", "(Reuters)"), not round a country or a number?"""
    opened = max((at for at, token in enumerate(before) if token.text in ("(", "[")), default=-1)
    inside = before[opened + 1 :]
    if opened < 0 or not inside:
        return False
    known = read_lexicon("places")["agencies"]
    return any(token.norm in known for token in inside) or (
        len(inside) <= 3 and all(token.text.isupper() and len(token.text) > 2 for token in inside if token.text != "-")
    )


def _is_sent_from(sentence: Sentence, colon: int) -> bool:
    """ "KANO, Nigeria: Bandits ..." was sent from there; the headline "Djibo : 12 morts" names the scene.

    A lead is a whole sentence with its full stop, and what stands before its colon is shouted or names the country too.
    """
    tokens = sentence.tokens
    if colon > 7 or colon + 3 > len(tokens) or tokens[-1].text not in (".", "”", '"', "»"):
        return False
    head = [token for token in tokens[:colon] if token.text[0].isalpha()]
    if all(token.norm in _inside() for token in head):
        return False  # "May 3: Gunmen ...": a day alone heads an entry of a list
    shouted = bool(head) and head[0].text.isupper() and len(head[0].text) > 3
    listed = any(token.text == "," for token in tokens[:colon])
    spaced = tokens[colon].start > tokens[colon - 1].end  # "Djibo : ..." is French spacing, "Lagos: ..." English
    plain = not spaced and len(head) <= 2 and len(tokens) - colon > 8
    return tokens[colon + 1].is_capital and (shouted or listed or plain)


@cache
def _police() -> frozenset[str]:
    return frozenset(read_lexicon("places")["en"]["police"])


def find_police_town(sentences: Sequence[Sentence], toponyms: Sequence[Toponym]) -> Toponym | None:
    """The town whose police speaks: "Cincinnati police said" of a shooting in a quarter that no gazetteer knows.

    Only where a town's police is its own; elsewhere it answers for a whole province.
    """
    return next(find_police_towns(sentences, toponyms), None)


def find_police_towns(sentences: Sequence[Sentence], toponyms: Sequence[Toponym]) -> Iterator[Toponym]:
    """All towns whose police is named, in the order of the text."""
    police, municipal = _police(), read_lexicon("places")["municipal"]
    for sentence in sentences:
        if police.isdisjoint(sentence.present):
            continue
        marks = {sentence.span_of(at, at).start for word in police for at in sentence.where.get(word, ())}
        here = [one for one in toponyms if one.span.part is sentence.span.part and one.span.end + 1 in marks]
        for one in here:
            if one.feature == "town" and one.place.lat is not None and one.place.country in municipal:
                yield one


def find_sent_place(sentences: Sequence[Sentence], toponyms: Sequence[Toponym]) -> Toponym | None:
    """The town of a local paper's dateline: "KNOXVILLE (WXYZ) — A man was shot" tells where, unless an agency sent it.

    An agency writes from the capital of what happened anywhere.
    """
    known = read_lexicon("places")["agencies"]
    head = _find_head(sentences)
    if head is None or any(one.norm in known or one.is_number for one in head[0].tokens[: head[1] + 1]):
        return None  # agencies and monitors of broadcasts give the day
    return _find_town(head[0].span_of(0, head[1]), toponyms)


def find_only_town(sentences: Sequence[Sentence], toponyms: Sequence[Toponym]) -> Toponym | None:
    """The town that a report was sent from, where it names no other place but countries: its streets are that town's.

    "LUSAKA, 3 May (AGENCY) - Thieves shot a banker on Cairo Road": an agency would say if it were elsewhere.
    """
    head = _find_head(sentences)
    town = _find_town(head[0].span_of(0, head[1]), toponyms) if head is not None else None
    if town is None:
        return None
    rest = (one for one in toponyms if one.feature != "country" and one.relation != "home")
    return town if all(one.place.gazetteer == town.place.gazetteer for one in rest) else None


def _find_head(sentences: Sequence[Sentence]) -> tuple[Sentence, int] | None:
    """The sentence that opens with the first dateline, and the token that ends it."""
    for sentence in sentences[: LATEST + 1]:
        sent = find_dateline(sentence)
        if sent >= 1:
            return sentence, sent
    return None


def _find_town(head: Span, toponyms: Sequence[Toponym]) -> Toponym | None:
    return next(
        (
            one
            for one in toponyms
            if one.span.part is Part.TEXT
            and head.start <= one.span.start < head.end
            and one.feature == "town"
            and one.relation is None
            and one.place.lat is not None
        ),
        None,
    )
