"""In: a command line. Out: rows or text on standard output, messages on standard error, an exit code.
Exit codes: 0 done, 1 some items set aside, 2 usage or fatal. Parts: reports, look, decide, give, keep; face is shared.
Never decides anything itself: each command asks one function of the hall.
"""

from __future__ import annotations

import os
import re
import sys

import click

from tamani.cli.decide import merge, split, undo
from tamani.cli.face import FAILED, say, tell_error
from tamani.cli.give import brief, export
from tamani.cli.keep import demo, doctor, gazetteer, serve
from tamani.cli.look import history, incidents, origins, show
from tamani.cli.reports import add, extract, locate, read, rejects

# In the order in which a newcomer meets them.
COMMANDS = (
    demo, add, incidents, show, history, origins, split, merge, undo, export, brief, serve,
    read, extract, locate, rejects, gazetteer, doctor,
)  # fmt: skip


class InOrder(click.Group):
    """A group that lists its commands as they were added, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group("tamani", cls=InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="tamani", message="tamani %(version)s")
def commands() -> None:
    """Reports of attacks in, in French or English; one cited record per incident out.

    \b
    Example:
      tamani demo
      tamani add inbox/ && tamani incidents
    """


for command in COMMANDS:
    # In the list, what it does up to the first stop; the rest is in its own --help.
    command.short_help = re.split(r"[:.;]", command.help or "")[0] + "."
    commands.add_command(command)


def guess_language(arguments: list[str] | None) -> str:
    """The language of a command line that did not get far enough to say it."""
    given = sys.argv[1:] if arguments is None else arguments
    if "--language" in given[:-1]:
        return given[given.index("--language") + 1]
    asked = next((one.partition("=")[2] for one in given if one.startswith("--language=")), None)
    return asked or os.environ.get("TAMANI_LANGUAGE") or os.environ.get("LANG", "")[:2]


def main(arguments: list[str] | None = None) -> None:
    """Run a command line and leave with its exit code."""
    sys.exit(run_command(arguments))


def run_command(arguments: list[str] | None = None) -> int:
    """The exit code of a command line; every error that is foreseen is one line, never a traceback."""
    try:
        code = commands.main(arguments, prog_name="tamani", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        click.echo("\n" + say(guess_language(arguments), "stopped"), err=True)
        return 130
    except Exception as error:
        from tamani.errors import TamaniError

        if not isinstance(error, TamaniError):
            raise
        click.echo(tell_error(error, guess_language(arguments)), err=True)
        return FAILED
