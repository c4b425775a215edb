"""The words a country team adds in a folder of its own: actors, sources, and phrases for the lexicons.

In comes a folder; out go the shipped tables with its rows added. It is checked whole before anything is read, and an
error names file, line and what is wrong. Nothing shipped can be taken away or changed by it.

    FOLDER/actors.toml sources.toml    [[actor]], [[source]]: new rows; a known id with nothing but aliases extends it
    FOLDER/lexicon/weapons.toml ...    the lists of tamani/extract/lexicon/weapons.toml that gain words
"""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import Struct

from tamani.errors import BadVocabulary

Table: TypeAlias = dict[str, Any]

SHIPPED = Path(__file__).parent / "extract" / "lexicon"
ROWS = ("actors", "sources")
# Little words and the forms of speech are the grammar of the languages: adding to them changes every sentence.
CLOSED = frozenset(("grammar", "attribution", "statements", "denials", "dates", "numbers"))
GROWING = {"kinds": ("trigger", "kind"), "actors": ("description", "type")}  # rows that may be added, told by this key

_SYNTAX = re.compile(r"\(at line (\d+), column \d+\)")


class OwnWords(Struct, frozen=True):
    """A checked folder: its rows by file, its word lists by lexicon."""

    folder: Path
    rows: dict[str, tuple[Table, ...]]
    lexicons: dict[str, Table]


_used: list[OwnWords] = []  # of this process: none or one, set by a face before the first report is read


def use_folder(folder: Path | None) -> OwnWords | None:
    """Take the words of a folder into use for this process; None: the shipped words alone."""
    own = None if folder is None else read_folder(folder)
    _used[:] = [own] if own is not None else []
    return own


def read_folder(folder: Path) -> OwnWords:
    """The words of a folder, checked; BadVocabulary names the file, the line and what is wrong."""
    if not folder.is_dir():
        raise BadVocabulary(str(folder), "there is no such folder of words", "make it, or leave TAMANI_VOCAB unset")
    rows: dict[str, tuple[Table, ...]] = {}
    lexicons: dict[str, Table] = {}
    for path in sorted(folder.rglob("*.toml")):
        where = path.relative_to(folder)
        if len(where.parts) == 1 and path.stem in ROWS:
            rows[path.stem] = _read_rows(path)
        elif where.parts[0] == "lexicon" and len(where.parts) == 2:
            lexicons[path.stem] = _read_lexicon(path)
        else:
            known = [*(f"{name}.toml" for name in ROWS), *(f"lexicon/{name}.toml" for name in list_lexicons())]
            _refuse(path, 1, f"{where} is no file that can be extended", _suggest(str(where), known))
    return OwnWords(folder, rows, lexicons)


def list_lexicons() -> list[str]:
    """The lexicons that may be extended, by name."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml") if path.stem not in CLOSED)


def used_folder() -> Path | None:
    """The folder in use in this process."""
    return _used[0].folder if _used else None


def add_rows(path: Path) -> list[tuple[Table, str]]:
    """The own rows for a shipped file of rows, each with its "file:line"; none where no folder is in use."""
    rows = _used[0].rows.get(path.stem, ()) if _used else ()
    own = _used[0].folder / path.name if _used else path
    return [(row, f"{own}:{_find_row(own, path.stem[:-1], at)}") for at, row in enumerate(rows, start=1)]


def extend_lexicon(name: str, shipped: Table) -> Table:
    """A shipped lexicon with the own words added; the shipped one itself stays as it is."""
    own = _used[0].lexicons.get(name) if _used else None
    return _merge(shipped, own) if own else shipped


def _merge(shipped: Table, own: Table) -> Table:
    merged = dict(shipped)
    for key, value in own.items():
        merged[key] = _merge(shipped[key], value) if isinstance(value, dict) else [*shipped[key], *value]
    return merged


def _load(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise BadVocabulary(str(path), "is not UTF-8 text", "save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX.search(str(error))
        line = int(found[1]) if found else 1
        problem = _SYNTAX.sub("", str(error)).strip()
        raise BadVocabulary(f"{path}:{line}", f"is not TOML: {problem}", "mend the line") from error


def _read_rows(path: Path) -> tuple[Table, ...]:
    """The rows of actors.toml or sources.toml; their fields are checked where all rows are (fields.load_vocabulary)."""
    loaded, name = _load(path), path.stem[:-1]
    for key, value in loaded.items():
        if key != name or not isinstance(value, list):
            _refuse(path, find_line(path, (key,)), f"only [[{name}]] rows stand in this file", f"write [[{name}]]")
    return tuple(loaded.get(name, ()))


def _read_lexicon(path: Path) -> Table:
    if path.stem in CLOSED:
        _refuse(path, 1, "the little words of a language can't be extended", "tell us what is missing")
    if path.stem not in list_lexicons():
        _refuse(path, 1, f"there is no lexicon {path.stem!r}", _suggest(path.stem, list_lexicons()))
    own = _load(path)
    _check(path, own, tomllib.loads((SHIPPED / path.name).read_text(encoding="utf-8")), ())
    return own


def _check(path: Path, own: Table, shipped: Table, above: tuple[str, ...]) -> None:
    """Every list of words stands where a shipped one stands, and holds words alone."""
    for key, value in own.items():
        here = (*above, key)
        line, name = find_line(path, here), ".".join(here)
        if key not in shipped:
            _refuse(path, line, f"there is no list {name!r}", _suggest(key, list(shipped)))
        known = shipped[key]
        if isinstance(known, dict) and isinstance(value, dict):
            _check(path, value, known, here)
        elif _is_words(known) and _is_words(value):
            continue
        elif GROWING.get(path.stem, ("", ""))[0] == key and isinstance(value, list):
            _check_rows(path, value, known, GROWING[path.stem])
        elif _is_words(known):
            _refuse(path, line, f"{name!r} must be a list of words", 'write it as ["one", "two words"]')
        else:
            _refuse(path, line, f"{name!r} can't be extended", "leave it out")


def _check_rows(path: Path, rows: list[Table], known: list[Table], growing: tuple[str, str]) -> None:
    name, told_by = growing
    kinds = sorted({row[told_by] for row in known})
    samples = {key: value for row in known for key, value in row.items()}
    for number, row in enumerate(rows, start=1):
        line = _find_row(path, name, number)
        if row.get(told_by) not in kinds:
            given = str(row.get(told_by, ""))
            _refuse(path, line, f"[[{name}]] has no known {told_by} ({given or '-'})", _suggest(given, kinds))
        for key, value in row.items():
            if key not in samples:
                _refuse(path, line, f"[[{name}]] has no {key!r}", _suggest(key, sorted(samples)))
            if type(value) is not type(samples[key]) or (isinstance(value, list) and not _is_words(value)):
                sample = "a list of words" if isinstance(samples[key], list) else type(samples[key]).__name__
                _refuse(path, line, f"{key!r} of [[{name}]] must be {sample}", "mend the row")


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) and word.strip() for word in value)


def _refuse(path: Path, line: int, problem: str, remedy: str) -> None:
    raise BadVocabulary(f"{path}:{line}", problem, remedy)


def _suggest(given: str, known: list[str]) -> str:
    near = get_close_matches(given, known, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(known)}"


def _find_row(path: Path, name: str, number: int) -> int:
    """The line of the n-th [[name]]."""
    heads = [at for at, line in enumerate(_lines(path), 1) if line.replace(" ", "").startswith(f"[[{name}]]")]
    return heads[number - 1] if number <= len(heads) else 1


def find_line(path: Path, keys: tuple[str, ...]) -> int:
    """The line where a key stands: under its table's head, or with its dotted name."""
    table: tuple[str, ...] = ()
    for at, line in enumerate(_lines(path), 1):
        head = re.match(r"\s*\[+([^\[\]]+)\]+", line)
        if head:
            table = tuple(part.strip().strip("\"'") for part in head[1].split("."))
            if table[: len(keys)] == keys:
                return at
        elif "=" in line:
            dotted = tuple(part.strip().strip("\"'") for part in line.split("=")[0].split("."))
            if (*table, *dotted)[: len(keys)] == keys:
                return at
    return 1


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
