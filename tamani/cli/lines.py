"""Lists as text on a terminal: incidents with their reasons, and the life of a record."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

import click

from tamani.assess import is_little_known
from tamani.cli.face import measure_width, paint, say
from tamani.fields import load_vocabulary
from tamani.phrases import say_plural, say_reason, say_title
from tamani.records import Dossier, Happening
from tamani.shown import find_undated, say_tolls, say_when

CITED = 3  # reports named behind a line of history


def print_list(dossiers: Iterable[Dossier], language: str) -> bool:
    """Incidents as they come, those that are little known below the others; False where there is none."""
    width, little, printed = measure_width(), [], False
    for dossier in dossiers:
        lines = _write_entry(dossier, language, width)
        if is_little_known(dossier.incident):
            little.append(lines)
            continue
        printed = True
        click.echo("\n".join(lines))
    if little:
        click.echo(("\n" if printed else "") + paint(say(language, "little_known"), bold=True))
        for lines in little:
            click.echo("\n".join(lines))
    return printed or bool(little)


def _write_entry(dossier: Dossier, language: str, width: int) -> list[str]:
    """Id and title, toll, counts, then why it is worth a look."""
    vocabulary, incident = load_vocabulary(), dossier.incident
    ident = f"{incident.id[:12]}  "
    margin = " " * len(ident)
    title = textwrap.wrap(say_title(incident, vocabulary, language), width - len(ident))
    lines = [(ident if at == 0 else margin) + paint(line, bold=True) for at, line in enumerate(title)]
    reports = say_plural("reports", len({member.report for member in incident.members}), language)
    counts = f"{reports}, {say_plural('counted', len(incident.origins), language)}"
    said = [part for part in (say_tolls(incident, language), counts) if part]
    # The number of origins stands with the reports already.
    said += [
        say_reason(code, detail, vocabulary, language)
        for code, detail in (dossier.assessment.reasons if dossier.assessment else ())
        if code not in ("several_origins", "many_killed", "many_abducted")
    ]
    for part in said:
        lines += textwrap.wrap(part, width, initial_indent=margin, subsequent_indent=margin + "  ")
    return lines


def print_history(happenings: Sequence[Happening], dossier: Dossier, language: str) -> None:
    """A line a happening, with its day; what undated reports say stands apart, since nobody knows when they said it."""
    width, undated = measure_width(), find_undated(dossier)
    days = [say_when(one, undated, language) for one in happenings]
    # A decision of a person has an hour that matters; a report has a day.
    column = max((len(day) for day, one in zip(days, happenings, strict=True) if one.report not in undated), default=12)
    for day, one in zip(days, happenings, strict=True):
        label = f"{day:<{column}}  "
        lines = textwrap.wrap(one.text + _cite(one), max(20, width - column - 2)) or [""]
        if len(day) > column:
            click.echo(paint(day, dim=True))
            label = " " * (column + 2)
        for at, line in enumerate(lines):
            click.echo((label if at == 0 else " " * len(label)) + line)


def _cite(one: Happening) -> str:
    """The reports a line rests on; the first few, since a wire may have forty copies."""
    if not one.reports:
        return ""
    more = f" +{len(one.reports) - CITED}" if len(one.reports) > CITED else ""
    return f" [{', '.join(one.reports[:CITED])}{more}]"
