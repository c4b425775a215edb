"""An incident as text on a terminal."""

from __future__ import annotations

import click

from tamani.cli.face import say
from tamani.fields import Vocabulary, load_vocabulary
from tamani.phrases import load_phrases, say_day, say_plural, say_reason, say_title, say_value
from tamani.records import ClaimId, Dossier, Position, Settled, Stance


def print_card(dossier: Dossier, language: str) -> None:
    """Title, reasons, facts with their speakers and words, statements, sources."""
    incident, vocabulary = dossier.incident, load_vocabulary()
    click.echo(say_title(incident, vocabulary, language))
    reports = say_plural("reports", len(dossier.cited), language)
    counted = say_plural("counted", len(incident.origins), language)
    click.echo(f"{incident.id}  {dossier.marking.tlp.value}  {reports}, {counted}")
    if dossier.assessment:
        for code, detail in dossier.assessment.reasons:
            click.echo(f"  ! {say_reason(code, detail, vocabulary, language)}")
    quotes = {claim.id: claim.quote for claim in dossier.claims}
    for settled in incident.fields:
        _print_field(settled, quotes, vocabulary, language)
    if incident.statements:
        click.echo(f"\n{say(language, 'statements')}")
        for claim in incident.statements:
            click.echo(f"  {say_value(claim.field, claim.value, vocabulary, language)}  [{claim.report}]")
    click.echo(f"\n{say(language, 'sources')}")
    for cited in dossier.cited:
        day = say_day(cited.published, language) if cited.published else say(language, "undated")
        click.echo("  " + "  ".join(part for part in (cited.report, day, cited.source, cited.title, cited.url) if part))


def _print_field(settled: Settled, quotes: dict[ClaimId, str], vocabulary: Vocabulary, language: str) -> None:
    names = vocabulary.fields[settled.field]
    label = names.fr if language == "fr" else names.en
    head = f"\n{label}"
    if settled.value is not None:
        head += f"{load_phrases(language)['colon']}{say_value(settled.field, settled.value, vocabulary, language)}"
    if settled.low is not None and settled.high is not None and settled.low != settled.high:
        head += f"  [{settled.low}–{settled.high}]"
    if settled.disputed:
        head += f"  ⚑ {say(language, 'disputed')}"
    click.echo(head)
    for position in settled.positions:
        click.echo("    " + _say_position(settled.field, position, vocabulary, language))
        for claim in position.claims[:1]:
            if claim in quotes:
                click.echo("        " + load_phrases(language)["quote"].format(text=quotes[claim]))


def _say_position(field: str, position: Position, vocabulary: Vocabulary, language: str) -> str:
    phrases = load_phrases(language)
    parts = [say_value(field, position.value, vocabulary, language)]
    if position.stance is not Stance.ASSERTED:
        parts.append(phrases[position.stance.value])
    if position.said_by:
        parts.append(phrases["by"].format(speaker=position.said_by))
    if position.origins:
        parts.append(say_plural("counted", len(position.origins), language))
    if position.since:
        parts.append(say_day(position.since, language))
    if position.superseded:
        parts.append(say(language, "superseded"))
    return ", ".join(parts)
