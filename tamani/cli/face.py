"""What every command shares: --store, --language, --format, what goes to which stream, and how errors end.

Only click is imported here: `tamani --help` must not wait for the rooms.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from tamani.flow import Query
    from tamani.settings import Settings
    from tamani.store import Store

DONE, SET_ASIDE, FAILED = 0, 1, 2


class Face(NamedTuple):
    """How one command was asked. A NamedTuple, not a Struct: importing msgspec would double the time of --help."""

    store: str | None
    language: str | None
    format: str
    vocab: str | None = None
    min_confidence: float | None = None

    def settings(self) -> Settings:
        """The settings of the environment, with what the command line says on top."""
        import msgspec

        from tamani.settings import read_settings

        asked: dict[str, Any] = {"store": self.store, "language": self.language, "min_confidence": self.min_confidence}
        asked["vocab"] = Path(self.vocab) if self.vocab else None
        given = {name: value for name, value in asked.items() if value is not None}
        return msgspec.structs.replace(read_settings(), **given)

    def use_words(self) -> None:
        """Take the user's own words into use, checked before anything is read."""
        folder = self.settings().vocab
        if folder is not None:
            from tamani.fields import load_vocabulary
            from tamani.own_words import use_folder

            use_folder(folder)
            load_vocabulary()

    def open(self) -> Store:
        """The store, opened; made where there is none."""
        from tamani.store import open_store

        return open_store(self.settings().store)

    def open_existing(self) -> Store:
        """The store, opened; an error where there is none, since an empty answer would look like "nothing known"."""
        from tamani.store import open_store

        return open_store(self.settings().store, make=False)

    @property
    def speaks(self) -> str:
        """The language of what is said."""
        return self.settings().language


def with_face(*formats: str, store: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options of every command; the first format is the default."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(**given: Any) -> Any:
            given.setdefault("store", None)
            given.setdefault("format", formats[0] if formats else "text")
            face = Face(**{name: given.pop(name, None) for name in Face._fields})
            try:
                if face.vocab or os.environ.get("TAMANI_VOCAB"):
                    face.use_words()
                return command(face, **given)
            except BrokenPipeError:
                # `tamani incidents | head`: the reader has had enough. What is still buffered goes nowhere.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                return DONE

        made: Callable[..., Any] = run
        if formats:
            made = click.option(
                "--format", type=click.Choice(formats), default=formats[0], show_default=True, help="How to print it."
            )(made)
        made = click.option("--vocab", metavar="FOLDER", help="Your own actors and words [default: TAMANI_VOCAB].")(
            made
        )
        made = click.option("--language", type=click.Choice(["en", "fr"]), help="Language of what is said.")(made)
        if store:
            made = click.option("--store", metavar="PATH", help="The store [default: TAMANI_STORE, else ./tamani.db].")(
                made
            )
        return made

    return decorate


def make_help(text: str, *examples: str) -> str:
    """The help text of a command, with examples that keep their lines."""
    return text + "\n\n\b\nExample:\n" + "\n".join(f"  {example}" for example in examples)


def say(language: str, key: str, **values: Any) -> str:
    """A sentence of lines.toml in the reader's language."""
    return str(_load_lines()[key]["fr" if language == "fr" else "en"]).format(**values)


def _load_lines() -> dict[str, Any]:
    import tomllib

    return tomllib.loads((Path(__file__).parent / "lines.toml").read_text(encoding="utf-8"))


def tell_error(error: Any, language: str) -> str:
    """One line for an error that was foreseen: which item, what is wrong, what to do."""
    from tamani.reasons import explain_error, name_item

    problem, remedy = explain_error(error, language)
    return say(language, "problem", item=name_item(error.item, language), problem=problem, remedy=remedy)


def warn(text: str) -> None:
    """A line for the person at the keyboard, kept out of what machines read."""
    click.echo(text, err=True)


def paint(text: str, **look: Any) -> str:
    """Text with colour or weight, on a terminal only, and never where NO_COLOR is set."""
    plain = not text or not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR"))
    return text if plain else click.style(text, **look)


def measure_width() -> int:
    """Columns to write in: those of the terminal, but no line longer than is read with ease."""
    import shutil

    return max(40, min(shutil.get_terminal_size((100, 24)).columns, 120))


def print_rows(rows: Iterable[Any]) -> None:
    """Rows as JSON Lines on standard output."""
    import msgspec

    encode = msgspec.json.encode
    out = sys.stdout.buffer
    for row in rows:
        out.write(encode(row) + b"\n")
    out.flush()


def print_bytes(data: bytes, output: str | None) -> None:
    """Bytes into a file, or on standard output where none is named."""
    if output and output != "-":
        Path(output).write_bytes(data)
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def parse_time(given: str | None) -> datetime | None:
    """An ISO day or time; a bare day means its end, so that "as of Friday" includes Friday."""
    from datetime import UTC, timedelta

    if given is None:
        return None
    try:
        parsed = datetime.fromisoformat(given)
    except ValueError as error:
        raise click.BadParameter(f"{given!r} is not a date; write it as 2024-08-31") from error
    if len(given) <= 10:
        parsed += timedelta(days=1, microseconds=-1)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def read_past_option(context: click.Context, option: click.Parameter, given: str | None) -> datetime | None:
    """The time of --as-of and its like, checked before anything is opened."""
    from tamani.instants import read_past

    return read_past(given, now=read_clock())


def take_past(name: str, help: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An option that takes a past day or time, checked before anything is opened."""
    return click.option(name, metavar="DATE", callback=read_past_option, help=help)


# On every command that shows records: tests/test_as_of.py walks along them.
AS_OF = take_past(
    "--as-of", "As it was known on a past day, to its end in UTC, or at a time: 2024-08-31, 2024-08-31T16:00+01:00."
)


def narrow(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that narrow a list; make_query reads them."""
    for option in reversed(
        (
            click.option("--since", metavar="DATE", help="Events on or after this day."),
            click.option("--until", metavar="DATE", help="Events on or before this day."),
            click.option("--kind", help="One kind, such as bombing."),
            click.option("--country", metavar="CODE", help="ISO code of the country, such as ML."),
            click.option("--text", metavar="WORDS", help="Reports that contain these words."),
            click.option("--actor", metavar="ID", help="Said to be the work of this actor or its units, such as jnim."),
            click.option("--severity", type=click.IntRange(0, 4), help="At least so grave, from 0 to 4."),
            click.option("--disputed", is_flag=True, help="Only those in which something is disputed."),
            click.option("--new-since", metavar="DATE", help="Only those with news after this day or time."),
            click.option("--background", is_flag=True, help="Also incidents that reports only recall."),
        )
    ):
        command = option(command)
    return command


def make_query(asked: dict[str, Any]) -> Query:
    """What the options of narrow ask for."""
    from tamani.flow import Query

    for name in ("since", "until"):
        at = parse_time(asked.pop(name))
        asked[name] = at.date() if at else None
    return Query(new_since=parse_time(asked.pop("new_since")), **asked)


def read_clock() -> datetime:
    """The time now. The faces and the hall are the only ones to ask."""
    from datetime import UTC

    return datetime.now(UTC)


def name_author() -> str:
    """Who decides, where nobody is named: the login name of the machine."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "owner"
