"""An incident as text on a terminal: tolls first, a line a fact, positions where they differ; --all shows every one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

import click
from msgspec import Struct

from tamani.cli.face import measure_width, paint, say
from tamani.dissent import Telling, say_credibility, say_incident_credibility, say_revision, say_rule, say_sides
from tamani.fields import STATEMENTS, TOLLS, Vocabulary, load_vocabulary
from tamani.phrases import load_phrases, quote_words, say_day, say_plural, say_reason, say_title
from tamani.records import ClaimId, Dossier, Incident, Position, ReportId, Settled, Stance, TollValue
from tamani.shown import (
    find_telling,
    find_undated,
    has_several_groups,
    is_range,
    join_statements,
    say_best,
    say_itself,
    say_settled,
    say_settled_toll,
    say_since,
    say_stand,
    say_voice,
)

MOST = 3  # positions of a fact, or statements, that are shown without --all: a usual record fits a screen
IN_TITLE = ("kind", "date", "place")  # said above already, unless there is more to say
FLAG = "⚑"


class Pen(Struct, frozen=True):
    """How a card is written: for whom, how wide, and whether all of it."""

    language: str
    vocabulary: Vocabulary
    width: int
    whole: bool
    undated: frozenset[ReportId]
    quotes: dict[ClaimId, str]


def print_card(dossier: Dossier, language: str, *, whole: bool) -> None:
    """Title, facts with who says what, statements, sources."""
    incident = dossier.incident
    quotes = {claim.id: claim.quote for claim in dossier.claims}
    pen = Pen(language, load_vocabulary(), measure_width(), whole, find_undated(dossier), quotes)
    for line in textwrap.wrap(say_title(incident, pen.vocabulary, language), pen.width):
        click.echo(paint(line, bold=True))
    reports = say_plural("reports", len(dossier.cited), language)
    counted = say_plural("counted", len(incident.origins), language)
    click.echo(f"{incident.id} · {dossier.marking.tlp.value} · {reports}, {counted}")
    if incident.credibility:
        said = say_incident_credibility(incident.credibility, Telling(pen.vocabulary, language, pen.undated))
        _print_lines(_fold(said[:1].upper() + said[1:], 0, pen))
    for code, detail in dossier.assessment.reasons if dossier.assessment else ():
        click.echo(f"  {say_reason(code, detail, pen.vocabulary, language)}")
    if dossier.also:
        click.echo(f"  {say(language, 'parts_in', incidents=', '.join(dossier.also))}")
    _print_lines(line for text in tell_people(dossier, pen.vocabulary, language) for line in _fold(text, 2, pen))
    for said in say_family(incident, language):
        for line in textwrap.wrap(said, pen.width, initial_indent="  ", subsequent_indent="  "):
            click.echo(line)
    click.echo()
    facts = [one for one in _order_facts(dossier) if whole or one.disputed or one.field not in IN_TITLE]
    labels = {one.field: _label(one, pen) for one in facts}
    column = max(map(len, labels.values()), default=0) + 2
    told: set[str] = set()
    for one in facts:
        label = "" if one.field in told else labels[one.field]
        told.add(one.field)
        _print_fact(one, label.ljust(column), pen, unstated=has_several_groups(incident, one.field))
    _print_statements(dossier, pen)
    _print_sources(dossier, pen)


def tell_people(dossier: Dossier, vocabulary: Vocabulary, language: str) -> Iterator[str]:
    """What people said on the record: withdrawals first, then objections with what became of them."""
    if dossier.withdrawn:
        yield say(language, "is_withdrawn")
    for one in dossier.removals:
        facts = {"author": one.author, "reason": one.reason, "report": one.report, "quote": one.quote}
        yield say(language, f"removed_{one.what}", **facts)
    for two in dossier.objections:
        rule = vocabulary.fields.get(two.field or "")
        field = f" ({rule.fr if language == 'fr' else rule.en})" if rule else ""
        text = say(language, "objection", author=two.author, field=field, words=two.words)
        state = "open" if two.answer is None else "upheld" if two.answer.upheld else "rejected"
        answer = {"author": two.answer.author, "reason": two.answer.reason} if two.answer else {"act": two.act[:12]}
        yield f"{text} [{say(language, f'objection_{state}', **answer)}]"


def say_family(incident: Incident, language: str) -> Iterator[str]:
    """What it is a part of, and what its parts are."""
    if incident.parent:
        yield say(language, "part_of", ids=incident.parent)
    if incident.parts:
        yield say(language, "has_parts", ids=", ".join(incident.parts))


def _order_facts(dossier: Dossier) -> list[Settled]:
    """Tolls and who did it first: title and head say kind, place and date already."""
    order = {name: rank for rank, name in enumerate((*TOLLS, "perpetrator"))}
    facts = [one for one in dossier.incident.fields if one.field not in STATEMENTS and one.positions]
    return sorted(facts, key=lambda one: order.get(one.field, len(order)))


def _label(one: Settled, pen: Pen) -> str:
    names = pen.vocabulary.fields[one.field]
    label = names.fr if pen.language == "fr" else names.en
    return label[:1].upper() + label[1:]


def _print_fact(one: Settled, label: str, pen: Pen, *, unstated: bool) -> None:
    if isinstance(one.value, TollValue):
        said = say_settled_toll(one, pen.language, unstated=unstated)
    else:
        said = say_settled(one, pen.vocabulary, pen.language)
    best = say_best(one, pen.language)
    flag = f" {FLAG} {say(pen.language, 'disputed')}" if one.disputed else ""
    if one.corrected is not None:
        by = say(pen.language, "corrected_by", author=one.corrected.author, reason=one.corrected.reason)
        flag = f" — {by}{flag}"
    lines = textwrap.wrap(said + (f" ({best})" if best else "") + flag, max(20, pen.width - len(label))) or [""]
    for at, line in enumerate(lines):
        head, found, tail = line.partition(FLAG)
        value = paint(head, bold=True) + paint(found + tail, fg="red")
        click.echo((label if at == 0 else " " * len(label)) + value)
    _print_dissent(one, len(label) + 2, pen)
    chosen = _choose_positions(one, pen)
    for position in chosen:
        _print_position(one.field, position, len(label) + 2, pen)
    if chosen and len(chosen) < len(one.positions):
        rest = say(pen.language, "more_positions", n=len(one.positions) - len(chosen))
        click.echo(" " * (len(label) + 2) + paint(rest, dim=True))


def _print_dissent(one: Settled, indent: int, pen: Pen) -> None:
    """Who revised a figure; with --all also who stands against whom, and the rule in words."""
    telling = Telling(pen.vocabulary, pen.language, pen.undated)
    for revision in one.revisions:
        _print_lines(_fold(say_revision(revision, telling), indent, pen))
    if pen.whole and one.sides:
        against = f"{FLAG} {say_sides(one, telling)}"
        _print_lines(paint(line, fg="red") for line in _fold(against, indent, pen))
    if one.credibility:
        _print_lines(_fold(say_credibility(one.credibility, telling), indent, pen))
    if pen.whole and is_range(one):
        rule = say_rule(one, telling)
        _print_lines(paint(line, dim=True) for line in _fold(say(pen.language, "by_rule", rule=rule), indent, pen))


def _choose_positions(one: Settled, pen: Pen) -> Sequence[Position]:
    """Everything when asked; else who says what where it is disputed or figures differ, the best founded first."""
    if pen.whole:
        return one.positions
    if not (one.disputed or one.corrected or say_best(one, pen.language)):
        return ()
    kept = find_telling(one)[:MOST]
    return [two for two in one.positions if two in kept]


def _print_position(field: str, position: Position, indent: int, pen: Pen) -> None:
    phrases, language = load_phrases(pen.language), pen.language
    said = say_stand(field, position, pen.vocabulary, language)
    if position.stance is not Stance.ASSERTED:
        said += f" [{phrases[position.stance.value]}]"
    if position.superseded:
        said += f" [{say(language, 'superseded')}]"
    voice = say_voice(position, pen.vocabulary, language) or say_itself(len(position.reports), language)
    origins = say_plural("counted", len(position.origins), language) if position.origins else None
    parts = [voice, say_since(position, pen.undated, language), origins]
    for line in _fold(f"{said} — {', '.join(part for part in parts if part)}", indent, pen):
        click.echo(paint(line, dim=position.superseded, strikethrough=position.superseded))
    if pen.whole:
        for quote in [pen.quotes[claim] for claim in position.claims if claim in pen.quotes][:1]:
            for line in _fold(quote_words(quote, language), indent + 4, pen):
                click.echo(paint(line, dim=True))


def _fold(text: str, indent: int, pen: Pen) -> Iterator[str]:
    margin = " " * indent
    yield from textwrap.wrap(text, pen.width, initial_indent=margin, subsequent_indent=margin + "  ")


def _print_statements(dossier: Dossier, pen: Pen) -> None:
    statements = join_statements(dossier.incident.statements, pen.vocabulary, pen.language)
    if not statements:
        return
    click.echo(f"\n{say(pen.language, 'statements')}")
    for one in statements if pen.whole else statements[:MOST]:
        reports = ", ".join(dict.fromkeys(claim.report for claim in one.claims))
        _print_lines(_fold(f"{one.said}  [{reports}]", 2, pen))
    if not pen.whole and len(statements) > MOST:
        click.echo("  " + paint(say(pen.language, "more_statements", n=len(statements) - MOST), dim=True))


def _print_sources(dossier: Dossier, pen: Pen) -> None:
    click.echo(f"\n{say(pen.language, 'sources')}")
    if not pen.whole:
        # With their ids, for `tamani split` asks for them.
        names = [" ".join(dict.fromkeys((one.report, one.source or one.agency or ""))).strip() for one in dossier.cited]
        _print_lines(_fold(" · ".join(names), 2, pen))
        _print_lines(_fold(say(pen.language, "show_all", incident=dossier.incident.id), 2, pen))
        return
    for cited in dossier.cited:
        day = say_day(cited.published, pen.language) if cited.published else say(pen.language, "undated")
        gone = cited.forgotten and say(pen.language, "text_deleted", day=say_day(cited.forgotten, pen.language))
        parts = (cited.report, day, cited.source, cited.title, cited.url, gone)
        _print_lines(_fold("  ".join(part for part in parts if part), 2, pen))


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
