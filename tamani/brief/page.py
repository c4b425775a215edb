"""What stands on the page of one incident: facts that nobody disputes, facts that somebody does, voices, sources."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from tamani.dissent import Telling, say_incident_credibility, say_revision, say_sides
from tamani.fields import STATEMENTS, TOLLS, Vocabulary
from tamani.mask import Allowed, allow_names, mask_names, mask_speaker
from tamani.phrases import load_phrases, quote_words, say_actor, say_day, say_origin, say_plural, say_title, say_value
from tamani.records import Dossier, Happening, Objection, Position, ReportId, Settled, Stance, TollValue, Value
from tamani.shown import (
    Statement,
    find_telling,
    find_undated,
    has_several_groups,
    is_established,
    is_range,
    join_statements,
    say_best,
    say_settled,
    say_settled_toll,
    say_since,
    say_stand,
    say_when,
)

RESPONSES = ("reaction", "commitment")
# What stands in "changed since" before anything else, when there is more than fits.
WEIGHTY = (
    "shown", "joined", "split", "disputed", "agreed", "claimed", "denied", "link", "withdrawn", "value", "origin",
    "edited", "toll", "left", "report",
)  # fmt: skip
MOST = 6  # figures, changes or statements that a section shows: it is one page
FEW = 4  # positions on what is no toll


class Page(Struct, frozen=True, kw_only=True):
    """What a brief on one incident is made from."""

    dossier: Dossier
    changes: tuple[Happening, ...]
    since: datetime | None
    written: datetime
    as_of: datetime | None = None  # a brief on what was known then must say so


class Voice(Struct, frozen=True):
    """One speaker's value with counts, numbers of the reports, and the words."""

    said: str
    origins: str
    numbers: str
    quote: str | None


class Fact(Struct, frozen=True):
    """A field with its value, and who says what of it."""

    label: str
    value: str
    figures: str | None
    voices: tuple[Voice, ...]
    disputed: bool
    sides: str  # who stands against whom, since when
    revisions: tuple[str, ...]  # a speaker's figures one after the other
    more: str | None  # how many positions are left out: a page must not hide that it is short


class Style(Struct, frozen=True):
    """Language, vocabulary, the numbers of the reports and the names that may stand."""

    vocabulary: Vocabulary
    language: str
    numbers: dict[ReportId, int]
    quotes: dict[str, str]
    allowed: Allowed
    undated: frozenset[ReportId]
    several: dict[str, bool]  # is a toll told apart by groups?


@cache
def load_words(language: str) -> dict[str, str]:
    """The fixed words of a brief."""
    loaded = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    words: dict[str, str] = loaded["fr" if language == "fr" else "en"]
    return words


def lay_out_page(page: Page, vocabulary: Vocabulary, language: str) -> dict[str, Any]:
    """Everything a template needs, said in the reader's language."""
    dossier, words = page.dossier, load_words(language)
    incident = dossier.incident
    style = _make_style(dossier, vocabulary, language)
    # As on the page: how many and by whom is what a brief is opened for.
    order = {name: rank for rank, name in enumerate((*TOLLS, "perpetrator"))}
    fields = sorted(incident.fields, key=lambda one: order.get(one.field, len(order)))
    facts = [(settled, _make_fact(settled, style)) for settled in fields if settled.field not in STATEMENTS]
    statements = join_statements(incident.statements, vocabulary, language)
    counts = {
        "day": say_day(page.written, language),
        "reports": say_plural("reports", len(dossier.cited), language),
        "counted": say_plural("counted", len(incident.origins), language),
    }
    return {
        "words": words,
        "language": language,
        "title": say_title(incident, vocabulary, language),
        "id": incident.id,
        "marking": dossier.marking.tlp.value,
        "written": words["written"].format(**counts),
        "credibility": _mask(say_incident_credibility(incident.credibility, Telling(vocabulary, language)), style)
        if incident.credibility
        else "",
        "known": words["known_as_of"].format(day=say_day(page.as_of, language)) if page.as_of else None,
        "background": incident.background,
        "agreed": [fact for settled, fact in facts if not _is_uncertain(settled) and settled.value is not None],
        "disputed": [fact for settled, fact in facts if _is_uncertain(settled)],
        "objections": [_say_objection(one, style) for one in dossier.objections],
        "since": words["changes"].format(day=say_day(page.since, language)) if page.since else None,
        "changes": [_say_change(one, style) for one in choose_changes(page.changes)],
        "responses": [_say_statement(one, style) for one in statements if one.claims[0].field in RESPONSES][:MOST],
        "context": [_say_statement(one, style) for one in statements if one.claims[0].field not in RESPONSES][:MOST],
        "origins": [_mask(say_origin(origin, vocabulary, language), style) for origin in incident.origins],
        "sources": _list_sources(dossier, style),
    }


def _say_objection(one: Objection, style: Style) -> str:
    """An objection with what became of it; who made it stays out of a page that is handed on."""
    words, rule = load_words(style.language), style.vocabulary.fields.get(one.field or "")
    field = f" ({rule.fr if style.language == 'fr' else rule.en})" if rule else ""
    state = "open" if one.answer is None else "upheld" if one.answer.upheld else "rejected"
    reason = "" if one.answer is None else words["colon"] + _mask(one.answer.reason, style)
    said = quote_words(_mask(one.words, style), style.language)
    return f"{words['contested'].format(field=field)}{said} — {words[f'objection_{state}']}{reason}"


def choose_changes(changes: Sequence[Happening]) -> list[Happening]:
    """The changes that weigh most, in order of time: a page has no room for each copy that arrived."""
    weight = {code: rank for rank, code in enumerate(WEIGHTY)}
    ranked = sorted(range(len(changes)), key=lambda n: (weight.get(changes[n].code, len(weight)), -n))
    return [changes[n] for n in sorted(ranked[:MOST])]


def _say_change(one: Happening, style: Style) -> tuple[str, str, str]:
    return say_when(one, style.undated, style.language), _mask(one.text, style), _say_numbers(one.reports, style)


def _is_uncertain(settled: Settled) -> bool:
    """Disputed, or figures that differ, an actor only suspected, a person's correction: nobody would call it agreed."""
    unknown = settled.field == "perpetrator" and not is_established(settled)
    return settled.disputed or is_range(settled) or unknown or settled.corrected is not None


def _make_style(dossier: Dossier, vocabulary: Vocabulary, language: str) -> Style:
    places: set[str] = set()
    for claim in dossier.claims:
        if claim.field == "place":
            value: Any = claim.value
            places.update(name for name in (value.name, value.admin1, value.admin2) if name)
    sources = {name for cited in dossier.cited for name in (cited.source, cited.agency) if name}
    return Style(
        vocabulary=vocabulary,
        language=language,
        numbers={cited.report: number for number, cited in enumerate(dossier.cited, start=1)},
        quotes={claim.id: claim.quote for claim in dossier.claims},
        allowed=allow_names(vocabulary, places | sources),
        undated=find_undated(dossier),
        several={field: has_several_groups(dossier.incident, field) for field in TOLLS},
    )


def _mask(text: str, style: Style) -> str:
    return mask_names(text, style.allowed, str(load_phrases(style.language)["masked"]))


def _make_fact(settled: Settled, style: Style) -> Fact:
    names = style.vocabulary.fields[settled.field]
    label = names.fr if style.language == "fr" else names.en
    if isinstance(settled.value, TollValue):
        value = say_settled_toll(settled, style.language, unstated=style.several[settled.field])
    else:
        value = _mask(say_settled(settled, style.vocabulary, style.language), style)
    if settled.corrected is not None:
        by = load_words(style.language)["corrected"].format(reason=_mask(settled.corrected.reason, style))
        value = f"{value} — {by}"
    figures = say_best(settled, style.language)
    groups: dict[tuple[Value, Stance, bool], list[Position]] = {}
    chosen = _choose_positions(settled, in_time=_is_uncertain(settled))
    for position in chosen:
        # One line a figure, with all who give it: it is one page.
        groups.setdefault((position.value, position.stance, position.superseded), []).append(position)
    voices = tuple(_make_voice(settled.field, group, style) for group in groups.values())
    left = len(settled.positions) - len(chosen) if _is_uncertain(settled) else 0
    more = load_words(style.language)["more"].format(n=left) if left else None
    telling = Telling(style.vocabulary, style.language, style.undated, lambda position: _name_speaker(position, style))
    return Fact(
        label=label[:1].upper() + label[1:],
        value=value,
        figures=figures,
        voices=voices,
        disputed=settled.disputed,
        sides=_mask(say_sides(settled, telling), style),
        revisions=tuple(say_revision(one, telling) for one in settled.revisions),
        more=more,
    )


def _choose_positions(settled: Settled, *, in_time: bool) -> list[Position]:
    """The position that gives the value shown comes first, for its words are cited beside it; or all in time order."""
    if in_time:
        kept = find_telling(settled)[: MOST if settled.field in TOLLS else FEW]
        return [one for one in settled.positions if one in kept]
    giving = [one for one in settled.positions if one.value == settled.value and one.stance is Stance.ASSERTED]
    best = sorted(giving, key=lambda one: -len(one.origins))[:1]
    return [*best, *[one for one in settled.positions if one not in best][-MOST + 1 :]]


def _say(field: str, value: Any, style: Style) -> str:
    return say_value(field, value, style.vocabulary, style.language)


def _make_voice(field: str, positions: Sequence[Position], style: Style) -> Voice:
    """All who give one value: it, their names, the first day, the words of the first."""
    phrases, words, first = load_phrases(style.language), load_words(style.language), positions[0]
    parts = [_mask(say_stand(field, first, style.vocabulary, style.language), style)]
    if first.stance is not Stance.ASSERTED:
        parts.append(phrases[first.stance.value])
    speakers = list(dict.fromkeys(name for one in positions if (name := _name_speaker(one, style))))
    if speakers:
        parts.append(phrases["by"].format(speaker=", ".join(speakers)))
    if since := say_since(first, style.undated, style.language):
        parts.append(since)
    if first.superseded:
        parts.append(words["superseded"])
    origins = {origin for one in positions for origin in one.origins}
    reports = tuple(dict.fromkeys(report for one in positions for report in one.reports))
    quote = next((style.quotes[claim] for one in positions for claim in one.claims if claim in style.quotes), None)
    return Voice(
        said=", ".join(parts),
        origins=say_plural("counted", len(origins), style.language) if origins else "",
        numbers=_say_numbers(reports, style),
        quote=phrases["quote"].format(text=_mask(quote, style)) if quote else None,
    )


def _name_speaker(position: Position, style: Style) -> str | None:
    if position.speaker in style.vocabulary.actors:
        return say_actor(position.speaker, None, style.vocabulary, style.language)
    masked = str(load_phrases(style.language)["named_person"])
    said_by = mask_speaker(position.said_by, style.allowed, masked)
    return said_by if said_by in (None, masked) else quote_words(said_by, style.language)


def _say_numbers(reports: tuple[ReportId, ...], style: Style) -> str:
    numbers = sorted(style.numbers[report] for report in reports if report in style.numbers)
    return "".join(f"[{number}]" for number in numbers)


def _say_statement(one: Statement, style: Style) -> tuple[str, str]:
    reports = tuple(dict.fromkeys(claim.report for claim in one.claims))
    return _mask(one.said, style), _say_numbers(reports, style)


def _say_time(at: datetime | None, style: Style) -> str:
    return say_day(at, style.language) if at else load_words(style.language)["undated"]


def _list_sources(dossier: Dossier, style: Style) -> list[dict[str, Any]]:
    return [
        {
            "number": style.numbers[cited.report],
            "source": cited.source or cited.agency or cited.report,
            "title": _mask(cited.title, style) if cited.title else None,
            "day": _say_time(cited.published, style),
            # Only an address that a browser opens as a page: never javascript: or data:.
            "url": cited.url if cited.url and cited.url.startswith(("https://", "http://")) else None,
        }
        for cited in dossier.cited
    ]
