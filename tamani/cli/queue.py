"""Commands on what waits for a person: queue, leave."""

from __future__ import annotations

import textwrap
from datetime import datetime
from typing import Any

import click

from tamani.cli.decide import AUTHOR, REASON, make_decision, tell_decided
from tamani.cli.face import AS_OF, DONE, Face, make_help, measure_width, paint, print_rows, say, with_face


@click.command(
    "queue",
    help=make_help(
        "List what waits for a person, what matters most first. Weighed is how grave it is, times how unsure.\n\n"
        "Pairs that the rules leave open, disputes and shaky values of grave records, objections, decisions without "
        "effect. What is answered leaves; what you leave open is asked again when another report comes. As of a past "
        "day: what waited then, from the reports, links and decisions known then.",
        "tamani queue --limit 5",
        "tamani queue --as-of 2024-08-31",
        "tamani queue --format jsonl",
    ),
)
@click.option("--limit", type=int, default=20, show_default=True, help="At most so many.")
@AS_OF
@with_face("text", "jsonl")
def queue(face: Face, limit: int, as_of: datetime | None) -> int:
    from tamani.flow import OWNER, list_queue, make_question_row, say_question

    with face.open_existing() as store:
        questions = list_queue(store, OWNER, limit=limit, as_of=as_of)
    if face.format == "jsonl":
        print_rows(make_question_row(one, face.speaks) for one in questions)
        return DONE
    for number, one in enumerate(questions, start=1):
        _print_question(number, one, say_question(one, face.speaks), face.speaks)
    if not questions:
        click.echo(say(face.speaks, "empty_queue" if as_of is None else "empty_queue_then"))
    return DONE


def _print_question(number: int, question: Any, asked: Any, language: str) -> None:
    width, margin = measure_width(), "    "
    click.echo(f"{number:>2}. {paint(textwrap.shorten(asked.why, width * 3), bold=True)}")
    for ident, title in zip(question.incidents, asked.titles, strict=True):
        click.echo(f"{margin}{ident}  {title}")
    for text in filter(None, (asked.parked, asked.todo)):
        click.echo("\n".join(textwrap.wrap(text, width, initial_indent=margin, subsequent_indent=margin)))
    for command in asked.commands:
        click.echo(paint(f"{margin}  {command}", dim=True))


@click.command(
    "leave",
    help=make_help(
        "Leave a question on a field open: it is not asked again until another report comes.",
        'tamani leave 3f2a91 killed --reason "the ministry and the residents will not agree"',
    ),
)
@click.argument("incident")
@click.argument("field")
@REASON
@AUTHOR
@with_face("text", "json")
def leave(face: Face, incident: str, field: str, reason: str, author: str | None) -> int:
    from tamani.flow import park_question

    with face.open_existing() as store:
        decided = park_question(store, incident, field, make_decision(author, reason))
    tell_decided(face, "left_open", decided)
    return DONE
