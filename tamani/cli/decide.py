"""Commands by which a person decides what belongs together: split, merge, undo."""

from __future__ import annotations

from typing import Any

import click

from tamani.cli.face import DONE, Face, make_help, name_author, print_rows, read_clock, say, with_face

AUTHOR = click.option("--author", metavar="NAME", help="Who decides [default: your login name].")
REASON = click.option("--reason", required=True, help="Why; it is kept with the decision.")


def make_decision(author: str | None, reason: str) -> Any:
    """Who decides, why, and that it is now."""
    from tamani.flow import Decision

    return Decision(author=author or name_author(), reason=reason, at=read_clock())


@click.command(
    "split",
    help=make_help(
        "Take mentions or whole reports out of an incident: they are another event.\n\n"
        "Name a report by its id, or one mention of it as REPORT#m2.",
        'tamani split 3f2a91 bbc-17 --reason "this is the attack of the day after"',
    ),
)
@click.argument("incident")
@click.argument("members", nargs=-1, required=True, metavar="REPORT|REPORT#MENTION...")
@REASON
@AUTHOR
@with_face("text", "json")
def split(face: Face, incident: str, members: tuple[str, ...], reason: str, author: str | None) -> int:
    from tamani.flow import split_incident

    with face.open_existing() as store:
        decided = split_incident(store, incident, members, make_decision(author, reason))
    tell_decided(face, "split", decided)
    return DONE


@click.command(
    "merge",
    help=make_help(
        "Say that two or more incidents are one.",
        'tamani merge 3f2a91 77b0c4 --reason "same village, same night"',
    ),
)
@click.argument("incidents", nargs=-1, required=True, metavar="ID ID...")
@REASON
@AUTHOR
@with_face("text", "json")
def merge(face: Face, incidents: tuple[str, ...], reason: str, author: str | None) -> int:
    from tamani.flow import merge_incidents

    if len(set(incidents)) < 2:
        raise click.UsageError("name two incidents or more")
    with face.open_existing() as store:
        decided = merge_incidents(store, incidents, make_decision(author, reason))
    tell_decided(face, "merged", decided)
    return DONE


@click.command(
    "undo",
    help=make_help(
        "Take back the last decision of a person, or the one named. Nothing is erased: an undo can be undone.",
        "tamani undo",
        'tamani undo d9c41d2 --reason "new witness"',
    ),
)
@click.argument("decision", required=False)
@click.option("--reason", default="undone", show_default=True, help="Why; it is kept.")
@AUTHOR
@with_face("text", "json")
def undo(face: Face, decision: str | None, reason: str, author: str | None) -> int:
    from tamani.flow import undo_decision

    with face.open_existing() as store:
        decided = undo_decision(store, decision, make_decision(author, reason))
    tell_decided(face, "undone", decided)
    return DONE


def tell_decided(face: Face, key: str, decided: Any, **values: Any) -> None:
    """What was kept and what it comes to."""
    import msgspec

    if face.format == "json":
        print_rows([msgspec.to_builtins(decided.act) | {"incidents": list(decided.incidents)}])
    else:
        where = ", ".join(decided.incidents)
        click.echo(say(face.speaks, key, decision=decided.act.id, incidents=where, **values))
