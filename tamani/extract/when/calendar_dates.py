"""Days of the calendar: with a month, in figures, or bare; with or without a year."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct, structs

from tamani.extract.when.calendar_periods import find_told_year, read_period, read_year
from tamani.extract.when.time_words import FoundDate, Scene, make_day, month_span

# A day without a year that lies so little ahead of publication is ahead: "le 30 novembre" said on the 25th.
_AHEAD = timedelta(days=14)
_AHEAD_WEEKDAY = timedelta(days=45)  # with a weekday that agrees


class Written(Struct, frozen=True):
    """A day as written: "samedi 24 et dimanche 25 aout 2024" has day 24, until 25, month 8, year 2024, weekday 5."""

    first: int
    last: int
    day: int
    month: int
    year: int | None = None
    until: int | None = None
    weekday: int | None = None


def read_calendar(scene: Scene, at: int) -> FoundDate | None:
    """The calendar date that starts at a token: a day, a range of days, a month, a season or a year."""
    written = _read_numeric(scene, at) or _read_day_first(scene, at) or _read_month_first(scene, at)
    if written is not None:
        return _read_span(scene, written)
    bare = _read_bare_day(scene, at)
    if bare is not None:
        return bare
    return read_period(scene, at)


def _read_daynumber(scene: Scene, at: int) -> tuple[int, int | None, int] | None:
    """A day of the month with its weekday, if any, and the index after it: "samedi 24", "the 24th", "1er"."""
    weekday = scene.lexicon.weekdays.get(scene.word(at))
    index = at
    if weekday is not None:
        index += 1
        while scene.is_in(index, "article") or (scene.word(index) == "." and index == at + 1):
            index += 1
    text = scene.tokens[index].text if index < len(scene.tokens) else ""
    if text == "premier":
        return 1, weekday, index + 1
    if not (text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31):
        return None
    index += 1
    if scene.touches(index) and scene.word(index) in scene.lexicon.numbers.words["ordinal_ends"]:
        index += 1
    return int(text), weekday, index


def _month_at(scene: Scene, at: int) -> tuple[int, int] | None:
    """A month's number at a token, and the index after it and its full stop."""
    word = scene.word(at)
    month = scene.lexicon.months.get(word)
    if month is None or (scene.lexicon.language == "en" and not scene.tokens[at].is_capital):
        return None
    dot = scene.is_in(at, "abbreviated") and scene.word(at + 1) == "." and at + 2 < len(scene.tokens)
    return month, at + 1 + dot


def _read_day_first(scene: Scene, at: int) -> Written | None:
    """ "24 aout 2024", "samedi 24 et dimanche 25 aout", "24th of August"."""
    begun = _read_daynumber(scene, at)
    if begun is None:
        return None
    day, weekday, index = begun
    until = None
    if scene.is_in(index, "day_link"):
        # "Entre le 5 et le 11 janvier"
        article = scene.is_in(index + 1, "article") and _is_between(scene, at)
        ended = _read_daynumber(scene, index + 1 + article)
        if ended is not None and _month_at(scene, ended[2] + scene.is_in(ended[2], "of")) is not None:
            until, index = ended[0], ended[2]
    named = _month_at(scene, index + scene.is_in(index, "of"))
    if named is None:
        return None
    month, index = named
    told = find_told_year(scene, index)
    if told is not None:
        return Written(at, told[1], day, month, told[0], until, weekday)
    comma = scene.word(index) == ","
    upper = scene.tokens[at].text[0].isdigit() and scene.tokens[index - 1].text.isupper()
    year = read_year(scene, index + comma, short=upper and not comma)
    return Written(at, index + comma if year is not None else index - 1, day, month, year, until, weekday)


def _is_between(scene: Scene, at: int) -> bool:
    """Does "entre", "entre le" stand before a token?"""
    return scene.is_in(at - 1 - scene.is_in(at - 1, "article"), "between")


def _read_month_first(scene: Scene, at: int) -> Written | None:
    """ "August 24, 2024", "Saturday, Aug. 24", "August 24-26"."""
    if scene.lexicon.language != "en":
        return None
    weekday = scene.lexicon.weekdays.get(scene.word(at))
    index = at
    if weekday is not None:
        index += 1
        while scene.word(index) in (",", ".", "of"):
            index += 1
    named = _month_at(scene, index)
    begun = _read_daynumber(scene, named[1]) if named is not None else None
    if named is None or begun is None or begun[1] is not None:
        return None
    day, _, index = begun
    until = None
    ended = _read_daynumber(scene, index + 1) if scene.is_in(index, "day_link") and scene.word(index) != "," else None
    if ended is not None and ended[0] > day and ended[1] is None and _month_at(scene, ended[2]) is None:
        noun = scene.word(ended[2])
        # "August 24 and 25 people": the second figure may count; "August 23-24 fighting" is a run of days.
        counts = scene.word(index) in ("and", "or") and noun not in scene.lexicon.numbers.words["no_noun"]
        if not (counts and noun[:1].isalpha()):
            until, index = ended[0], ended[2]
    told = find_told_year(scene, index)
    if told is not None:
        return Written(at, told[1], day, named[0], told[0], until, weekday)
    comma = scene.word(index) == ","
    year = read_year(scene, index + comma)
    if comma and year is not None and _counts_people(scene, index + 1):
        year = None
    return Written(at, index + comma if year is not None else index - 1, day, named[0], year, until, weekday)


def _read_bare_day(scene: Scene, at: int) -> FoundDate | None:
    """A day without month: "samedi 24", "le 24,", "on the 24th"; not "samedi 24 personnes", "le 20 heures"."""
    begun = _read_daynumber(scene, at)
    if begun is None:
        return None
    day, weekday, index = begun
    after = scene.word(index)
    numbers = scene.lexicon.numbers.words
    if (
        (after[:1].isalpha() and after not in numbers["no_noun"])
        or after in ("/", ":", "%", "°")
        or after[:1].isdigit()
    ):
        return None
    before = scene.word(at - 1)
    ordinal = (
        scene.word(index - 1) in numbers["ordinal_ends"] and before == "the" and scene.word(at - 2) in ("on", "of")
    )
    spoken = scene.lexicon.language == "fr" and before == "le" and scene.tokens[at].text.isdecimal() and after != "-"
    if weekday is None and not ordinal and not spoken:
        return None
    if weekday is not None and "," in scene.norms[at:index]:
        return None  # "Saturday, 24 ..." counts
    known, conflict = _find_day(day, weekday, scene.anchor)
    return FoundDate(at, index - 1, known, known, "partial", "day", None, conflict)


def _find_day(day: int, weekday: int | None, anchor: date | None) -> tuple[date | None, bool]:
    """The last such day of a month before publication; the weekday may point up to a year back."""
    if anchor is None:
        return None, False
    days = [anchor - timedelta(days=back) for back in range(-_AHEAD.days if weekday is not None else 0, 366)]
    days = [one for one in days if one.day == day]
    fitting = [one for one in days if weekday is None or one.weekday() == weekday]
    return (min(fitting, key=lambda one: abs(anchor - one)), False) if fitting else (days[0] if days else None, True)


def _counts_people(scene: Scene, at: int) -> bool:
    """ "On August 24, 2000 people fled": the figure is no year."""
    after = scene.word(at + 1)
    return after in ("people", "civilians", "soldiers", "men", "women", "children", "refugees", "villagers", "families")


def _read_numeric(scene: Scene, at: int) -> Written | None:
    """24/08/2024 (the day first), 2024-08-24, 24.08.2024."""
    tokens = scene.tokens
    if at + 2 >= len(tokens) or not tokens[at].text[0].isdigit() or not scene.touches(at + 1):
        return None
    if at + 4 < len(tokens) and tokens[at + 1].text == tokens[at + 3].text and tokens[at + 1].text in "/-":
        figures = [tokens[at + step].text for step in (0, 2, 4)]
        last = at + 4
        if not all(scene.touches(at + step) for step in (2, 3, 4)):
            return None
    else:
        figures = [*tokens[at].text.split("."), tokens[at + 2].text]
        last = at + 2
        if tokens[at + 1].text != "." or not scene.touches(at + 2):
            return None
    if len(figures) != 3 or not all(figure.isdecimal() for figure in figures):
        return None
    if len(figures[0]) == 4:
        figures.reverse()
    day, month, year = (int(figure) for figure in figures)
    if month > 12 >= day:  # 08/24/2024 can only be American
        day, month = month, day
    if not 1900 <= year <= 2099 or make_day(year, month, day) is None:
        return None
    return Written(at, last, day, month, year)


def _read_span(scene: Scene, written: Written) -> FoundDate | None:
    """The date as found; "du 28 aout au 2 septembre" becomes one range."""
    begin = _resolve(written, scene.anchor)
    between = scene.is_in(written.first - 1, "between")
    link = written.last + 1
    if written.until is None and scene.is_in(link, "between_link" if between else "range_link"):
        index = link + 1
        while scene.is_in(index, "article") or scene.word(index) == "au":
            index += 1
        second = _read_day_first(scene, index) or _read_month_first(scene, index)
        if second is not None:
            end = _resolve(second, scene.anchor)
            if written.year is None and second.year is not None:
                earlier = second.year - (written.month > second.month)
                begin = _resolve(structs.replace(written, year=earlier), scene.anchor)
            if begin is not None and end is not None and not (begin.start and end.end and begin.start > end.end):
                return structs.replace(begin, last=end.last, end=end.end, granularity="range")
    return begin


def _resolve(written: Written, anchor: date | None) -> FoundDate | None:
    """The written day in the year it says, or in the nearest year before publication that fits."""
    conflict = False
    if written.year is not None:
        day = make_day(written.year, written.month, written.day)
        if day is None:
            return None
        conflict = written.weekday is not None and day.weekday() != written.weekday
    elif make_day(2024, written.month, written.day) is None:
        return None
    else:
        day, conflict = find_year(written.month, written.day, written.weekday, anchor)
    end = day
    if day is not None and written.until is not None:
        end = make_day(day.year, day.month, written.until) or day
        if end < day:  # "31 et 1er aout"
            day = month_span(day.year, day.month - 1)[1].replace(day=written.day) if written.day > 27 else day
    return FoundDate(
        written.first,
        written.last,
        day,
        end,
        "absolute" if written.year is not None else "partial",
        "range" if written.until is not None else "day",
        None,
        conflict,
    )


def find_year(month: int, day: int, weekday: int | None, anchor: date | None) -> tuple[date | None, bool]:
    """A day without its year: the last one before publication; and whether its weekday contradicts.

    >>> find_year(8, 24, 5, date(2024, 9, 1)), find_year(11, 21, 3, date(2024, 7, 2))
    ((datetime.date(2024, 8, 24), False), (datetime.date(2023, 11, 21), True))
    """
    if anchor is None:
        return None, False
    years = [make_day(year, month, day) for year in range(anchor.year + 1, anchor.year - 5, -1)]
    days = [one for one in years if one is not None]
    past = next((one for one in days if one <= anchor), None)
    ahead = min((one for one in days if one > anchor), default=None)
    if weekday is None or past is None:
        return (ahead if ahead is not None and ahead - anchor <= _AHEAD else past), False
    if past.weekday() == weekday:
        return past, False
    if ahead is not None and ahead - anchor <= _AHEAD_WEEKDAY and ahead.weekday() == weekday:
        return ahead, False
    return past, True
