"""Values as PostgreSQL takes and gives them: lists as arrays, words as its full-text search knows them, any text.

Texts to be found by are cut into words and folded here: the server's own dictionaries depend on how it was installed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import psycopg
from psycopg.adapt import Buffer, Dumper, Loader
from psycopg.types.numeric import Int8BinaryDumper
from psycopg.types.string import StrDumperUnknown, TextLoader

from tamani.store.connect import Indexed, Numbers, Texts, Words

# A text may hold the character 0, which PostgreSQL can't keep: it stands as two others, and so does the first of them.
_MARK = "\uffff"
_TOKEN = re.compile(r"\w+")
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_LONGEST = 250  # letters of a word that are told apart; the server takes 2046 bytes
_PLACES = 250  # of one word in one text; the server takes 255
_LAST = 16_383  # the farthest place that the server tells apart
_MOST_PLACES = 256  # of one word in two vectors that were joined
_MOST_BYTES = 900_000  # of one text's words, below the server's megabyte; only a book is longer


_SPECIAL = re.compile("[\\\\\t\n\r\x00\uffff]")
_MASKED = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r", "\x00": _MARK + "0", _MARK: _MARK + "1"}


def write_text(text: str) -> str:
    """Any text as PostgreSQL can keep it."""
    if "\x00" in text or _MARK in text:
        return text.replace(_MARK, _MARK + "1").replace("\x00", _MARK + "0")
    return text


def read_text(text: str) -> str:
    """A stored text as it was."""
    return text.replace(_MARK + "0", "\x00").replace(_MARK + "1", _MARK) if _MARK in text else text


def fold_words(text: str) -> list[str]:
    """The words of a text without case and accents.

    >>> fold_words("L'armée dément : 12 tués à Djibo.")
    ['l', 'armee', 'dement', '12', 'tues', 'a', 'djibo']
    """
    text = text.lower().replace("_", " ")
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    words: list[str] = _TOKEN.findall(text)
    return words if max(map(len, words), default=0) <= _LONGEST else [word[:_LONGEST] for word in words]


def write_vector(text: str) -> str:
    """A text's words with their places, as a tsvector is written.

    From place 2 on, so that the last word of a title and the first of the text are no neighbours.

    >>> write_vector("Tués à Djibo, tués")
    "'tues':2,5 'a':3 'djibo':4"
    """
    return _write_places(_place_words(fold_words(text)))


def join_vectors(title: str | None, text: str) -> str:
    """The words of a title and of the text after it, as the server joins two vectors.

    >>> join_vectors("Djibo", "Tués à Djibo")
    "'djibo':2,6 'tues':4 'a':5"
    """
    heading, body = fold_words(title or ""), fold_words(text)
    last = len(heading) + 1 if heading else 0
    # Nearly every text is far from all bounds; then the words can be counted through.
    if last + len(body) + 2 < _LAST and 4 * len(text) + 8 * len(body) < _MOST_BYTES:
        places: dict[str, list[int]] = defaultdict(list)
        for place, word in chain(enumerate(heading, start=2), enumerate(body, start=last + 2)):
            places[word].append(place)
        if len(heading) < _PLACES and max(map(len, places.values()), default=0) < _PLACES:
            return _write_places(places)
    return _write_places(_join_places(_place_words(heading), _place_words(body)))


def _place_words(words: list[str]) -> dict[str, list[int]]:
    """The places of each word, no more than the server takes."""
    places: dict[str, list[int]] = {}
    size = 0
    for place, word in enumerate(words, start=2):
        known = places.setdefault(word, [])
        size += 2 if known else 4 * len(word) + 8
        if size > _MOST_BYTES:
            break
        # All that is farther than the last place stands there, once.
        if len(known) < _PLACES and not (known and known[-1] == _LAST):
            known.append(min(place, _LAST))
    return {word: known for word, known in places.items() if known}


def _join_places(title: dict[str, list[int]], text: dict[str, list[int]]) -> dict[str, list[int]]:
    last = max((known[-1] for known in title.values()), default=0)
    for word, found in text.items():
        known = title.setdefault(word, [])
        for place in found:
            if len(known) == _MOST_PLACES or (known and known[-1] == _LAST):
                break
            known.append(min(place + last, _LAST))
    return title


def _write_places(places: dict[str, list[int]]) -> str:
    return " ".join(
        [f"'{word}':{known[0] if len(known) == 1 else ','.join(map(str, known))}" for word, known in places.items()]
    )


def write_lines(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as COPY takes them.

    >>> write_lines([(1, None, 'a\\tb', 0.5)])
    '1\\t\\\\N\\ta\\\\tb\\t0.5\\n'
    """
    return "".join(["\t".join([_write_field(value) for value in row]) + "\n" for row in rows])


def _write_field(value: Any) -> str:
    if value is None:
        return r"\N"
    if type(value) is not str:
        return str(value)
    return _SPECIAL.sub(_mask_special, value) if _SPECIAL.search(value) else value


def _mask_special(found: re.Match[str]) -> str:
    return _MASKED[found.group()]


def write_query(asked: Words) -> str:
    """Words as a tsquery is written.

    >>> write_query(Words(("marché", "l armé")))
    "'marche' & 'l' <-> 'arme':*"
    """
    phrases = [" <-> ".join(f"'{word}'" for word in words) for one in asked.words if (words := fold_words(one))]
    return " & ".join(phrases) + (":*" if phrases else "")


class _TextDumper(StrDumperUnknown):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(write_text(obj))


class _TextLoader(TextLoader):
    def load(self, data: Buffer) -> str:
        return read_text(str(super().load(data)))


class _TextsDumper(Dumper):
    oid = psycopg.adapters.types["text"].array_oid

    def dump(self, obj: Texts) -> Buffer | None:
        quoted = (write_text(text).replace("\\", "\\\\").replace('"', '\\"') for text in obj.values)
        return ("{" + ",".join(f'"{text}"' for text in quoted) + "}").encode()


class _NumbersDumper(Dumper):
    oid = psycopg.adapters.types["int8"].array_oid

    def dump(self, obj: Numbers) -> Buffer | None:
        return ("{" + ",".join(map(str, obj.values)) + "}").encode()


class _WordsDumper(Dumper):
    oid = psycopg.adapters.types["text"].oid

    def dump(self, obj: Words) -> Buffer | None:
        return write_query(obj).encode()


class _IndexedDumper(Dumper):
    oid = psycopg.adapters.types["tsvector"].oid

    def dump(self, obj: Indexed) -> Buffer | None:
        return write_vector(obj.text).encode()


class _TruthDumper(Dumper):
    """Yes and no are 1 and 0 in every store."""

    oid = psycopg.adapters.types["int8"].oid

    def dump(self, obj: bool) -> Buffer | None:
        return b"1" if obj else b"0"


_DUMPERS: tuple[tuple[type, type[Dumper]], ...] = (
    (str, _TextDumper),
    (int, Int8BinaryDumper),  # one width for all, so that each query is prepared once
    (bool, _TruthDumper),
    (Texts, _TextsDumper),
    (Numbers, _NumbersDumper),
    (Words, _WordsDumper),
    (Indexed, _IndexedDumper),
)


def register_values(connection: psycopg.Connection[Any]) -> None:
    """Teach a connection how tamani's values are sent and read."""
    for kind, dumper in _DUMPERS:
        connection.adapters.register_dumper(kind, dumper)
    loader: type[Loader] = _TextLoader
    connection.adapters.register_loader("text", loader)
