"""Commands by which a person decides what belongs together: split, merge, undo."""

from __future__ import annotations

from typing import Any

import click

from tamani.cli.face import DONE, Face, make_help, name_author, print_rows, read_clock, say, with_face

AUTHOR = click.option("--author", metavar="NAME", help="Who decides [default: your login name].")
REASON = click.option("--reason", required=True, help="Why; it is kept with the decision.")


def _make_decision(author: str | None, reason: str) -> Any:
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
        links = split_incident(store, incident, members, _make_decision(author, reason))
    _tell(face, "split", links)
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
        links, merged = merge_incidents(store, incidents, _make_decision(author, reason))
    _tell(face, "merged", links, incident=merged)
    return DONE


@click.command(
    "undo",
    help=make_help(
        "Take back the last decision of a person, or the decision a link belongs to. Nothing is erased.",
        "tamani undo",
        'tamani undo 9c41d2 --reason "new witness"',
    ),
)
@click.argument("link", required=False)
@click.option("--reason", default="undone", show_default=True, help="Why; it is kept.")
@AUTHOR
@with_face("text", "json")
def undo(face: Face, link: str | None, reason: str, author: str | None) -> int:
    from tamani.flow import undo_decision

    with face.open_existing() as store:
        withdrawn = undo_decision(store, link, _make_decision(author, reason))
    _tell(face, "undone", withdrawn)
    return DONE


def _tell(face: Face, key: str, written: Any, **values: Any) -> None:
    import msgspec

    if face.format == "json":
        print_rows(msgspec.to_builtins(one) for one in written)
    else:
        click.echo(say(face.speaks, key, n=len(written), **values))
