"""Months, seasons and years, whole or in part: "en juin", "fin mai", "summer 2021", "2012-2015"."""

from __future__ import annotations

from datetime import date, timedelta

from tamani.extract.counts.not_counts import is_year
from tamani.extract.counts.number_words import Number
from tamani.extract.when.time_words import FoundDate, Granularity, Scene, month_span

# "The first week of May", "la derniere semaine de juin"
_WEEKS = {
    "first": "week1",
    "second": "week2",
    "third": "week3",
    "last": "week-1",
    "premiere": "week1",
    "deuxieme": "week2",
    "seconde": "week2",
    "troisieme": "week3",
    "derniere": "week-1",
}


def read_period(scene: Scene, at: int) -> FoundDate | None:
    """The month, season or year that starts at a token."""
    if scene.word(at) in scene.lexicon.months or "-" in scene.word(at):
        return _read_month(scene, at)
    if scene.word(at) in scene.lexicon.seasons:
        return _read_season(scene, at)
    return _read_years(scene, at)


def read_year(scene: Scene, at: int, *, short: bool = False) -> int | None:
    """A year at a token; a short one ("3 JAN 90") only where the caller expects it."""
    text = scene.tokens[at].text if at < len(scene.tokens) else ""
    if len(text) == 4 and text.isdecimal() and 1900 <= int(text) <= 2099:
        return int(text)
    if short and len(text) == 2 and text.isdecimal():
        return int(text) + (1900 if int(text) >= 50 else 2000)
    return None


def find_told_year(scene: Scene, at: int) -> tuple[int, int] | None:
    """The year of "24 August last year", "le 24 aout de l'an dernier", and its last token."""
    begin = at + scene.is_in(at, "of")
    for step in range(3):
        for phrase, offset, _, values in scene.lexicon.phrases.get(scene.word(begin + step), ()):
            if values[0] == "year" and offset == step and tuple(scene.norms[begin : begin + len(phrase)]) == phrase:
                known = scene.anchor is not None and len(values) == 2
                return (scene.anchor.year + int(values[1]), begin + len(phrase) - 1) if scene.anchor and known else None
    return None


def _read_month(scene: Scene, at: int) -> FoundDate | None:
    """ "en juin", "fin mai", "mi-juillet", "June 2021", "entre juin et aout 2023"."""
    word = scene.word(at)
    part = _part_before(scene, at)
    if word not in scene.lexicon.months:
        head, _, word = word.partition("-")
        if head not in ("mi", "mid") or not (word in scene.lexicon.months or word.isdecimal()):
            return None
        if word.isdecimal():
            year = int(word)
            return FoundDate(at, at, date(year, 5, 1), date(year, 8, 31), "absolute", "range")
        part = "middle"
    if not _is_month_named(scene, at):
        return None
    month, last = scene.lexicon.months[word], at
    index = at + (2 if scene.is_in(at, "abbreviated") and scene.word(at + 1) == "." else 1)
    until = None
    if scene.is_in(index, "range_link") or (scene.is_in(index, "between_link") and scene.is_in(at - 1, "between")):
        until = scene.lexicon.months.get(scene.word(index + 1))
        index += 2 if until is not None else 0
    last = index - 1 if until is not None else at
    skip = (scene.word(index) in (",", "of", "de")) + 0
    year_said = read_year(scene, index + skip)
    told = find_told_year(scene, index) if year_said is None else None
    if told is not None:
        year_said, last = told
    elif year_said is not None:
        last = index + skip
    elif scene.is_in(at - 1, "month_before") or part or scene.is_in(index, "last") or until is not None:
        last = index if scene.is_in(index, "last") else last
    else:
        return None
    start, end = _month_dates(scene, month, until or month, year_said, scene.is_in(last, "last"))
    start, end = _cut_month(start, end, part)
    size: Granularity = "month" if part is None and until is None else "range"
    return FoundDate(at, last, start, end, "absolute" if year_said is not None else "partial", size)


def _is_month_named(scene: Scene, at: int) -> bool:
    """ "may" and "march" are verbs, "sept" a number: a month in English is capitalised, a short one has a day."""
    if scene.lexicon.language == "en" and not scene.tokens[at].is_capital and "-" not in scene.word(at):
        return False
    return not scene.is_in(at, "abbreviated") or read_year(scene, at + 1 + (scene.word(at + 1) == ".")) is not None


def _part_before(scene: Scene, at: int) -> str | None:
    """ "fin mai", "early August", "end of May", "debut du mois de juin": which third."""
    index = at - 1
    while index >= 0 and (scene.is_in(index, "of") or scene.word(index) == "mois"):
        index -= 1
    if scene.word(index) in ("week", "semaine") and scene.word(index - 1) in _WEEKS:
        return _WEEKS[scene.word(index - 1)]
    return next((part for part in ("early", "middle", "late") if scene.is_in(index, part)), None)


def _month_dates(
    scene: Scene, month: int, until: int, year: int | None, strictly: bool
) -> tuple[date | None, date | None]:
    anchor = scene.anchor
    if year is None:
        if anchor is None:
            return None, None
        # "in June" written in June is this June; "en juin dernier" is not.
        year = anchor.year - (month > anchor.month or (strictly and month == anchor.month))
    elif until < month:
        year -= 1
    return month_span(year, month)[0], month_span(year + (until < month), until)[1]


def _cut_month(start: date | None, end: date | None, part: str | None) -> tuple[date | None, date | None]:
    if start is None or end is None or part is None:
        return start, end
    if part == "early":
        return start, start + timedelta(days=9)
    if part.startswith("week"):
        begin = end - timedelta(days=6) if part == "week-1" else start + timedelta(days=7 * int(part[4:]) - 7)
        return begin, begin + timedelta(days=6)
    return (
        (start + timedelta(days=10), start + timedelta(days=19))
        if part == "middle"
        else (
            start + timedelta(days=20),
            end,
        )
    )


def _read_season(scene: Scene, at: int) -> FoundDate | None:
    """ "l'ete 2021", "last summer"; "a ete tue" is no summer."""
    before = scene.is_in(at - 1, "season_before")
    year = read_year(scene, at + 1) or (read_year(scene, at + 2) if scene.is_in(at + 1, "of") else None)
    said = scene.is_in(at + 1, "last") or scene.is_in(at - 1, "last")
    if read_year(scene, at + 1) is None and (not before or (year is None and not said)):
        return None
    first, until = scene.lexicon.seasons[scene.word(at)]
    if year is None and scene.anchor is not None:
        year = scene.anchor.year - (month_span(scene.anchor.year, first)[0] > scene.anchor)
    last = at + (1 if read_year(scene, at + 1) or scene.is_in(at + 1, "last") else 2 if read_year(scene, at + 2) else 0)
    if year is None:
        return FoundDate(at, last, None, None, "partial", "season")
    end = month_span(year + (until < first), until)[1]
    return FoundDate(at, last, date(year, first, 1), end, "partial" if said else "absolute", "season")


def _read_years(scene: Scene, at: int) -> FoundDate | None:
    """ "en 2015", "2012-2015", "fin 2023", "entre 2012 et 2015"."""
    year = read_year(scene, at)
    if year is None or not is_year(scene.tokens, Number(year, at, at), scene.lexicon.numbers):
        return None
    if scene.word(at - 1) in scene.lexicon.numbers.words["labels"] and scene.word(at - 1) not in ("annee", "year"):
        return None
    if scene.word(at - 1) in ("a", "an") and scene.lexicon.language == "en" and scene.word(at + 1)[:1].isalpha():
        return None  # "a 2004 Ford", "an 1981 blue pickup": how old a car is
    if scene.word(at + 1) in ("block", "blk") or scene.word(at - 1) in ("parcelle", "parcelles"):
        return None  # "the 2000 block of Market Street", "parcelle 2014": where a house stands
    if at >= 2 and scene.touches(at) and scene.word(at - 1) in ("/", ".", "-") and scene.word(at - 2)[-1:].isdigit():
        return None  # what is left of 32/13/2024
    link = "between_link" if scene.is_in(at - 1, "between") else "range_link"
    until = read_year(scene, at + 2) if scene.is_in(at + 1, link) or scene.word(at + 1) == "/" else None
    if until is not None and until > year:
        return FoundDate(at, at + 2, date(year, 1, 1), date(until, 12, 31), "absolute", "range")
    part = _part_before(scene, at)
    if part is None:
        return FoundDate(at, at, date(year, 1, 1), date(year, 12, 31), "absolute", "year")
    months = {"early": (1, 4), "middle": (5, 8), "late": (9, 12)}.get(part, (1, 12))
    return FoundDate(at, at, date(year, months[0], 1), month_span(year, months[1])[1], "absolute", "range")
