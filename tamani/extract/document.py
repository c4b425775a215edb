"""A reading made ready for the cascade: sentences of tokens with lemmas, the title first."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from inspect import signature
from typing import Any, TypeVar

import simplemma
from msgspec import Struct

from tamani.records import Part, Reading, Span
from tamani.words import Memo, Token, fold, forget_tokens, tokenize

TITLE = -1  # the paragraph of the title
KEPT = 2_000  # sentences of some two hundred reports: the copies of a wire come within hours of each other
MOST = 500  # things kept of a sentence: one that stands under every report is read on another day each time
T = TypeVar("T")
_UNREAD: Any = object()


class Sentence(Struct, frozen=True):
    """One sentence as the cascade sees it; index 0 is the title where there is one.

    Its tokens count from its own first letter, so that what is found in its words holds wherever it stands.
    """

    index: int
    paragraph: int  # TITLE, then 0, 1, ...
    span: Span
    text: str
    tokens: tuple[Token, ...]
    lemmas: tuple[str, ...]  # folded; a number or mark is its own lemma
    where: dict[str, list[int]] = {}  # each folded form and lemma -> the tokens where it stands
    norms: tuple[str, ...] = ()  # the folded form of each token
    present: frozenset[str] = frozenset()  # all words of where: faster to ask for "any of these"
    shouted: bool = False  # all in capitals
    kept: dict[Any, Any] = {}  # what was found in these words, here or in another report: see remembered

    def span_of(self, first: int, last: int) -> Span:
        """The span from token `first` to token `last`, both included."""
        offset = self.span.start
        return Span(self.tokens[first].start + offset, self.tokens[last].end + offset, self.span.part)

    def words(self, first: int, last: int) -> str:
        """The words from token `first` to token `last`, both included, as written."""
        return self.text[self.tokens[first].start : self.tokens[last].end]


def remembered(find: Callable[..., T]) -> Callable[..., T]:
    """A finder that reads the same words once, and gives those who ask again what it found.

    Copies of a wire share their sentences. So it may look at the words and at whether they are a title, and at nothing
    else of a sentence: not where in the report it stands; and what it gives is changed by nobody.
    """

    own = (find,)

    @wraps(find)
    def ask(sentence: Sentence, *more: Any) -> T:
        key = own + more
        found: T = sentence.kept.get(key, _UNREAD)
        if found is _UNREAD:
            found = sentence.kept[key] = find(sentence, *more)
        return found

    return _ask_by_one(find) if len(signature(find).parameters) == 2 else ask


def _ask_by_one(find: Callable[..., T]) -> Callable[..., T]:
    """The same for those who are handed one thing of few, as most are a language: each has a key made before."""
    keys: dict[Any, object] = {}

    @wraps(find)
    def ask(sentence: Sentence, thing: Any) -> T:
        key = keys.get(thing)
        if key is None:
            key = keys[thing] = object()
        found: T = sentence.kept.get(key, _UNREAD)
        if found is _UNREAD:
            found = sentence.kept[key] = find(sentence, thing)
        return found

    return ask


@remembered
def text_of(sentence: Sentence) -> str:
    """The folded words of a sentence with single spaces, to look for phrases in."""
    return f" {' '.join(sentence.norms)} "


@lru_cache(maxsize=200_000)
def find_lemma(word: str, language: str) -> str:
    """The folded dictionary form of a word.

    >>> find_lemma("tuées", "fr"), find_lemma("wounded", "en"), find_lemma("SOLDIERS", "en")
    ('tuer', 'wound', 'soldier')
    """
    # Upper-case-only text (MUC, old telexes) has no dictionary entries of its own.
    plain = word.lower() if word.isupper() or word[:1].isupper() else word
    return fold(simplemma.lemmatize(plain, lang=language))


def prepare_sentences(reading: Reading) -> tuple[Sentence, ...]:
    """The title and the sentences of a reading, as tokens with offsets and lemmas."""
    language = reading.language if reading.language in ("fr", "en") else "en"
    spans: list[tuple[int, Span]] = []
    if reading.title:
        spans.append((TITLE, Span(0, len(reading.title), Part.TITLE)))
    paragraph = 0
    for before, span in zip((None, *reading.sentences), reading.sentences, strict=False):
        # A blank line parts paragraphs: background often comes in a block of its own.
        if before is not None and "\n\n" in reading.text[before.end : span.start]:
            paragraph += 1
        spans.append((paragraph, span))
    return tuple(
        _prepare(index, number, span, reading.quote(span), language) for index, (number, span) in enumerate(spans)
    )


def _find_form(language: str, text: str) -> str:
    """The lemma of a token; a number or mark is its own."""
    return find_lemma(text, language) if text[0].isalpha() else fold(text) or text


_FORMS = {language: Memo(partial(_find_form, language)) for language in ("en", "fr")}


def _prepare(index: int, paragraph: int, span: Span, text: str, language: str) -> Sentence:
    known = _read_words(text, language, paragraph == TITLE)
    if len(known[-1]) > MOST:
        known[-1].clear()
    return Sentence(index, paragraph, span, text, *known)


@lru_cache(maxsize=KEPT)
def _read_words(text: str, language: str, is_title: bool) -> tuple[Any, ...]:
    """All of a sentence that its words alone tell, in the order of Sentence's fields."""
    tokens = tokenize(text)
    norms = tuple([token.norm for token in tokens])
    lemmas = tuple(map(_FORMS[language].__getitem__, [token.text for token in tokens]))
    where = _index_words(norms, lemmas)
    return tokens, lemmas, where, norms, frozenset(where), text.isupper(), {}


def forget_words() -> None:
    """Forget the sentences read so far: for measuring what a text costs that nobody has seen."""
    _read_words.cache_clear()
    forget_tokens()


def _index_words(norms: tuple[str, ...], lemmas: tuple[str, ...]) -> dict[str, list[int]]:
    """Where each word stands, so that a lexicon of thousands is asked only for the words that are there."""
    where: dict[str, list[int]] = {}
    for at, norm in enumerate(norms):
        if norm in where:
            where[norm].append(at)
        else:
            where[norm] = [at]
        lemma = lemmas[at]
        if lemma != norm:
            if lemma in where:
                where[lemma].append(at)
            else:
                where[lemma] = [at]
    return where
