"""What is shown for a settled field, in one way on every face: page, terminal, brief and export.

In come settled fields; out go words. A toll whose figures differ is shown as a range, never as one figure; an actor who
neither claims it nor is accused by anybody named is "not established", with the suspects beside. Nothing here settles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct

from tamani.fields import Vocabulary
from tamani.phrases import (
    is_single,
    load_phrases,
    quote_words,
    say_actor,
    say_count,
    say_day,
    say_number,
    say_value,
)
from tamani.records import (
    Claim,
    Dossier,
    Happening,
    Incident,
    PerpetratorValue,
    Position,
    ReportId,
    Settled,
    Stance,
    TollValue,
    Who,
)
from tamani.words import fold


class Statement(Struct, frozen=True):
    """One reaction, promise or finding, with the claims of all reports that carry it."""

    said: str
    claims: tuple[Claim, ...]


MOST = 3  # suspects, groups of victims or values side by side that are read at one glance


def say_settled(settled: Settled, vocabulary: Vocabulary, language: str) -> str:
    """What stands for a field in a record."""
    if isinstance(settled.value, TollValue):
        return say_settled_toll(settled, language)
    if isinstance(settled.value, PerpetratorValue) and not is_established(settled):
        return _say_suspects(settled, vocabulary, language)
    if settled.value is not None and settled.rule != "side_by_side":
        return say_value(settled.field, settled.value, vocabulary, language)
    said = [say_value(settled.field, one.value, vocabulary, language) for one in _list_standing(settled)]
    return " · ".join(list(dict.fromkeys(said))[:MOST])


def is_established(settled: Settled) -> bool:
    """Did an actor claim it, or did somebody named accuse one?"""
    value = settled.value
    return isinstance(value, PerpetratorValue) and value.actor is not None and value.actor != "unknown"


def list_suspects(settled: Settled) -> tuple[str, ...]:
    """The known actors that reports suspect or name without anybody to answer for it, by their ids."""
    values = [one.value for one in _list_standing(settled) if isinstance(one.value, PerpetratorValue)]
    return tuple(dict.fromkeys(one.actor for one in values if one.actor and one.actor != "unknown"))


def _say_suspects(settled: Settled, vocabulary: Vocabulary, language: str) -> str:
    phrases = load_phrases(language)["shown"]
    if actors := list_suspects(settled):
        names = ", ".join(say_actor(actor, None, vocabulary, language) for actor in actors[:MOST])
        return str(phrases["suspected"].format(names=names))
    values = [one.value for one in _list_standing(settled) if isinstance(one.value, PerpetratorValue)]
    described = dict.fromkeys(quote_words(one.name, language) for one in values if one.name != "unknown")
    if not described:
        return str(phrases["not_established"])
    return str(phrases["described"].format(names=", ".join(list(described)[:MOST])))


def _list_standing(settled: Settled) -> list[Position]:
    """The positions that nobody took back; where all were denied or replaced, all of them."""
    standing = [one for one in settled.positions if one.stance is Stance.ASSERTED and not one.superseded]
    return standing or list(settled.positions)


# --- tolls -------------------------------------------------------------------------------------------------------


def say_settled_toll(settled: Settled, language: str, *, unstated: bool = False) -> str:
    """A toll as a range where the figures differ ("200–600 killed"), else as it is said ("at least 21 killed").

    "or more" where the highest figure is itself a lower bound; unstated: also say that no group is stated.
    """
    assert isinstance(settled.value, TollValue)
    phrases, value = load_phrases(language), settled.value
    group = settled.who or value.who
    if not is_range(settled):
        figures, single = say_count(value, language), is_single(value)
    else:
        low, high = say_number(settled.low or 0, language), say_number(settled.high or 0, language)
        figures, single = str(phrases["shown"]["range"].format(low=low, high=high)), False
    what = phrases["singular" if single else "plural"][settled.field]
    if is_range(settled) and _is_open(settled):
        what = phrases["shown"]["or_more"].format(what=what)
    who = phrases["who_one" if single and group.value in phrases["who_one"] else "who"][group.value]
    if not who and unstated:
        who = phrases["shown"]["group_unstated"]
    return str((phrases["toll_who"] if who else phrases["toll"]).format(n=figures, what=what, who=who))


def _is_open(settled: Settled) -> bool:
    """Is the highest figure an "at least"?"""
    return any(
        isinstance(one.value, TollValue) and one.value.high is None and one.value.low == settled.high
        for one in _list_standing(settled)
    )


def is_range(settled: Settled) -> bool:
    """Do the figures that stand differ? "100 to 200" said by one alone is no difference."""
    value = settled.value
    if settled.low is None or settled.high is None or settled.low == settled.high:
        return False
    return not (isinstance(value, TollValue) and (value.low, value.high) == (settled.low, settled.high))


def say_best(settled: Settled, language: str) -> str | None:
    """The figure with most independent origins, where a range is shown."""
    if not isinstance(settled.value, TollValue) or not is_range(settled):
        return None
    return str(load_phrases(language)["shown"]["best"].format(best=say_count(settled.value, language)))


def find_telling(settled: Settled) -> tuple[Position, ...]:
    """The positions that explain what is shown come first: who gives the lowest, the shown and the highest figure."""

    def rank(one: Position) -> tuple[bool, bool, bool, int]:
        value = one.value
        edge = isinstance(value, TollValue) and bool({value.low, value.high} & {settled.low, settled.high})
        return one.superseded, one.stance is Stance.DOUBTED, not (edge or value == settled.value), -len(one.origins)

    return tuple(sorted(settled.positions, key=rank))


def say_stand(field: str, position: Position, vocabulary: Vocabulary, language: str) -> str:
    """A position under its fact: of a toll the figure alone, for whose it is stands above."""
    if isinstance(position.value, TollValue):
        return say_count(position.value, language)
    return say_value(field, position.value, vocabulary, language)


def has_several_groups(incident: Incident, field: str) -> bool:
    """Is a toll told apart by groups? Then the one without a group must say so."""
    return len(incident.settled(field)) > 1


def say_tolls(incident: Incident, language: str, fields: Iterable[str] = ("killed", "injured", "abducted")) -> str:
    """The tolls of a record in one line, a group each, never added up: "200–600 killed (civilians), ...".

    Civilians first; "64 killed" of no stated group last, for they may be the same people again.
    """
    said = []
    for field in fields:
        groups = [one for one in incident.settled(field) if isinstance(one.value, TollValue)]
        groups.sort(key=lambda one: list(Who).index(one.who or Who.UNKNOWN))
        said += [say_settled_toll(one, language, unstated=len(groups) > 1) for one in groups]
    return ", ".join(list(dict.fromkeys(said))[:MOST])


def join_statements(claims: Iterable[Claim], vocabulary: Vocabulary, language: str) -> tuple[Statement, ...]:
    """Statements as they are said, each once: copies of one text say the same words."""
    joined: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        said = say_value(claim.field, claim.value, vocabulary, language)
        joined.setdefault((claim.field, fold(said)), []).append(claim)
    return tuple(
        Statement(say_value(alike[0].field, alike[0].value, vocabulary, language), tuple(alike))
        for alike in joined.values()
    )


# --- who says it, and when ---------------------------------------------------------------------------------------


def find_undated(dossier: Dossier) -> frozenset[ReportId]:
    """The reports that bear no date: what they say is known since they were added, not since it was written."""
    return frozenset(one.report for one in dossier.cited if one.published is None)


def say_voice(position: Position, vocabulary: Vocabulary, language: str) -> str | None:
    """Who says it: a known actor by its name, others in the words of the report; None where the report itself does."""
    if position.speaker is not None and position.speaker in vocabulary.actors:
        return say_actor(position.speaker, None, vocabulary, language)
    return quote_words(position.said_by, language) if position.said_by else None


def say_itself(reports: int, language: str) -> str:
    """The report speaking for itself; of several, the reports."""
    return str(load_phrases(language)["no_speaker" if reports == 1 else "no_speakers"])


def say_since(position: Position, undated: Collection[ReportId], language: str) -> str | None:
    """Since when a position is known; an undated report's is "undated"."""
    if position.since is None:
        return None
    if position.reports and all(report in undated for report in position.reports):
        return str(load_phrases(language)["undated"])
    return say_day(position.since, language)


def say_when(one: Happening, undated: Collection[ReportId], language: str) -> str:
    """The day of a line of history; of an undated report the day it was added, and that it is that."""
    phrases = load_phrases(language)
    if one.at is None:
        return str(phrases["undated"])
    day = say_day(one.at, language)
    return str(phrases["undated_added"].format(day=day)) if one.report in undated else day
