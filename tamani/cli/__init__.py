"""In: a command line. Out: rows or text on standard output, messages on standard error, an exit code.
Exit codes: 0 done, 1 some items set aside, 2 usage or fatal.
Parts: reports, look, decide, give, guard, keep; face is shared.
Never decides anything itself: each command asks one function of the hall.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from tamani.cli.face import FAILED, say, tell_error

# In the order in which a newcomer meets them: the part each is in, and its line in the list. A part is imported when
# one of its commands runs: `tamani --help` must not wait for them.
COMMANDS = {
    "demo": ("keep", "Load the demonstration into a folder of its own and open the situation."),
    "add": ("reports", "Read reports into the store."),
    "incidents": ("look", "List incidents, newest first, each with why it is worth a look."),
    "show": ("look", "Show one incident."),
    "history": ("look", "Tell how a record came to be."),
    "origins": ("look", "Draw where an incident was first said, and who carried it."),
    "queue": ("queue", "List what waits for a person, what matters most first."),
    "leave": ("queue", "Leave a question on a field open."),
    "split": ("decide", "Take mentions or whole reports out of an incident."),
    "merge": ("decide", "Say that two or more incidents are one."),
    "judge": (
        "decisions",
        "Say whether two incidents are the same, different, one a part of the other, or that it is unsure.",
    ),
    "correct": ("correct", "Say what is right for one field of a record."),
    "contest": ("correct", "Object to a record, or to one field of it."),
    "answer": ("correct", "Close an objection as upheld or rejected, with the reason."),
    "withdraw": ("correct", "Take a report, a claim, or a whole record out of what is counted and listed."),
    "undo": ("decide", "Take back the last decision of a person, or the one named."),
    "decisions": (
        "decisions",
        "List what people decided, or apply the decisions of another store to this one.",
    ),
    "export": ("give", "Write incidents for other programs."),
    "brief": ("give", "Write a one-page brief."),
    "serve": ("keep", "Open the situation as a page on this machine."),
    "read": ("reports", "Print the clean text, title, author, dates and language of reports."),
    "extract": ("reports", "Print what reports say."),
    "locate": ("reports", "Print every place name of reports and the point it stands for."),
    "rejects": ("reports", "Items that were set aside."),
    "gazetteer": ("keep", "The place names that are known."),
    "backup": ("guard", "Write the whole store into one file."),
    "restore": ("guard", "Bring a store back from its backup."),
    "forget": ("guard", "Delete the texts and bytes of reports for good."),
    "doctor": ("keep", "Check the store."),
}


class Commands(click.Group):
    """A group that lists its commands in our order and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"tamani.cli.{COMMANDS[cmd_name][0]}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group("tamani", cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="tamani", message="tamani %(version)s")
def commands() -> None:
    """Reports of attacks in, in French or English; one cited record per incident out.

    \b
    Example:
      tamani demo
      tamani add inbox/ && tamani incidents
    """


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
