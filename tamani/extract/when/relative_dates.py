"""Dates counted from publication or from what was told before: weekdays, "hier", "three days ago", "la veille"."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import structs

from tamani.extract.counts.number_words import read_number
from tamani.extract.when.calendar_periods import read_year
from tamani.extract.when.time_words import FoundDate, Granularity, Scene, month_span

_SIZES: dict[int, Granularity] = {0: "day", 1: "day", 7: "week", 14: "week", 30: "month", 365: "year"}


def read_relative(scene: Scene, at: int, done: int) -> FoundDate | None:
    """The relative date whose telling word stands at a token; nothing at or before `done` is taken again."""
    return _read_phrase(scene, at, done) or _read_counted(scene, at, done) or _read_weekday(scene, at)


# --- "hier", "la semaine derniere", "the next day" ---------------------------------------------------------------


def _read_phrase(scene: Scene, at: int, done: int) -> FoundDate | None:
    for phrase, offset, sort, values in scene.lexicon.phrases.get(scene.word(at), ()):
        first = at - offset
        if first <= done or tuple(scene.norms[first : first + len(phrase)]) != phrase:
            continue
        if phrase == ("overnight",) and _leads_to_weekday(scene, at):
            continue
        last = first + len(phrase) - 1
        if sort == "anaphoric":
            days = int(values[0])
            return FoundDate(first, last, None, None, "anaphoric", _SIZES.get(abs(days), "day"), days)
        if sort == "feasts":
            return _find_feast(scene, first, last, int(values[0]), int(values[1]))
        if sort == "days":
            return _shift(scene, first, last, int(values[0]), int(values[1]))
        start, end, size = _find_period(str(values[0]), int(values[1]), scene.anchor)
        return FoundDate(first, last, start, end, "relative", size)
    return None


def _find_feast(scene: Scene, first: int, last: int, month: int, day: int) -> FoundDate:
    """ "Christmas Day", "le jour de l'an": the last one up to publication, or that of the year behind it."""
    year = read_year(scene, last + 1)
    if year is not None:
        return FoundDate(first, last + 1, date(year, month, day), date(year, month, day), "absolute")
    if scene.anchor is None:
        return FoundDate(first, last, None, None, "partial")
    start = date(scene.anchor.year, month, day)
    start = start if start <= scene.anchor else date(scene.anchor.year - 1, month, day)
    return FoundDate(first, last, start, start, "partial")


def _leads_to_weekday(scene: Scene, at: int) -> bool:
    """ "overnight into Sunday", "overnight Saturday to Sunday": the weekday says more."""
    return any(scene.word(at + step) in scene.lexicon.weekdays for step in (1, 2, 3))


def _shift(scene: Scene, first: int, last: int, begin: int, until: int) -> FoundDate:
    start = scene.anchor + timedelta(days=begin) if scene.anchor else None
    end = scene.anchor + timedelta(days=until) if scene.anchor else None
    return FoundDate(first, last, start, end, "relative", "day" if begin == until else "range")


def _find_period(size: str, offset: int, anchor: date | None) -> tuple[date | None, date | None, Granularity]:
    """A calendar week, weekend, month or year, counted from the one of publication."""
    names: dict[str, Granularity] = {"week": "week", "weekend": "range", "month": "month", "year": "year"}
    if anchor is None:
        return None, None, names[size]
    monday = anchor - timedelta(days=anchor.weekday())
    if size == "week":
        start = monday + timedelta(weeks=offset)
        return start, start + timedelta(days=6), "week"
    if size == "weekend":
        # On Saturday it is this weekend, on Monday the one before.
        start = monday + timedelta(days=5 if anchor.weekday() >= 5 else -2)
        return start, start + timedelta(days=1), "range"
    if size == "month":
        return (*month_span(anchor.year, anchor.month + offset), "month")
    return date(anchor.year + offset, 1, 1), date(anchor.year + offset, 12, 31), "year"


# --- "il y a deux jours", "three weeks later", "depuis deux ans" -------------------------------------------------


def _read_counted(scene: Scene, at: int, done: int) -> FoundDate | None:
    """A number of days, weeks, months or years that is told from a fixed point; a bare duration is no date."""
    unit = scene.lexicon.units.get(scene.word(at))
    counted = _count_before(scene, at, done) if unit is not None else None
    if unit is None or counted is None:
        return None
    count, first, lead = counted
    size = _SIZES[unit]
    if _phrase_ends(scene, lead, "ago_before"):
        return _find_ago(scene, first, at, unit, count)
    if scene.is_in(at + 1, "ago_after"):
        return structs.replace(_find_ago(scene, first, at, unit, count), last=at + 1)
    if unit == 0 and count is not None and _is_within(scene, first, at):
        return _find_hours(scene, first, at, count)
    days = None if count is None else count * unit
    if _phrase_starts(scene, at + 1, "later_after") and scene.word(at + 2) != "que":
        return FoundDate(first, _end_of(scene, at + 1, "later_after"), None, None, "anaphoric", size, days)
    if _phrase_starts(scene, at + 1, "earlier_after"):
        back = None if days is None else -days
        return FoundDate(first, _end_of(scene, at + 1, "earlier_after"), None, None, "anaphoric", size, back)
    if scene.is_in(lead - 1, "since") or (scene.is_in(at + 1, "past") and scene.is_in(lead - 1, "since_before")):
        return _find_since(scene, first, at, days)
    if scene.is_in(first - 1, "since_before") and scene.lexicon.language == "en":
        return _find_since(scene, first, at, days)
    return None


def _is_within(scene: Scene, first: int, at: int) -> bool:
    """ "In the last 24 hours", "au cours des 48 dernières heures", "ces dernières 24 heures": hours, not minutes."""
    if not scene.word(at).startswith(("hour", "heure")):
        return False
    if scene.lexicon.language == "fr":
        return "dernieres" in (scene.word(at - 1), scene.word(first - 1))
    return scene.is_in(first - 1, "since_before")


def _find_hours(scene: Scene, first: int, last: int, hours: int) -> FoundDate:
    """So many hours up to publication: the days they fall on."""
    days = -(-hours // 24)
    start = scene.anchor - timedelta(days=days) if scene.anchor is not None and days < 15 else None
    return FoundDate(first, last, start, scene.anchor if start is not None else None, "relative", "range")


def _find_since(scene: Scene, first: int, last: int, days: int | None) -> FoundDate:
    known = scene.anchor is not None and days is not None
    start = scene.anchor - timedelta(days=days or 0) if scene.anchor is not None and known else None
    return FoundDate(first, last, start, scene.anchor if known else None, "since", "range")


def _find_ago(scene: Scene, first: int, last: int, unit: int, count: int | None) -> FoundDate:
    """So long before publication, no finer than the unit: "two months ago" is that whole month."""
    size = _SIZES[unit]
    anchor = scene.anchor
    if anchor is None or count is None or count > 1500:
        return FoundDate(first, last, None, None, "relative", size)
    if unit == 365:
        return FoundDate(
            first, last, date(anchor.year - count, 1, 1), date(anchor.year - count, 12, 31), "relative", size
        )
    if unit == 30:
        return FoundDate(first, last, *month_span(anchor.year, anchor.month - count), "relative", size)
    start = anchor - timedelta(days=unit * count)
    slack = timedelta(days=3 if unit >= 7 else 0)
    return FoundDate(first, last, start - slack, start + slack, "relative", size)


def _count_before(scene: Scene, at: int, done: int) -> tuple[int | None, int, int] | None:
    """The count right before a unit: (count or None for "quelques", its first token, where what leads to it ends)."""
    skip = at - 1 - (scene.word(at - 1) in ("derniers", "dernieres", "last", "past"))
    if scene.is_in(skip, "vague"):
        first = skip - (scene.word(skip - 1) in ("a", "de", "d'") and scene.lexicon.language == "en")
        return (None, first, first) if first > done else None
    for start in range(max(done + 1, skip - 3), skip + 1):
        number = read_number(scene.tokens, start, scene.lexicon.numbers)
        if number is not None and number.last == skip:
            return number.value, start, _lead(scene, start)
    return (1, skip, _lead(scene, skip)) if scene.is_in(skip, "ones") and skip > done else None


def _lead(scene: Scene, first: int) -> int:
    """Back over "about", "pres de": where the words before the count end."""
    while first > 0 and scene.is_in(first - 1, "about"):
        # "il y a" ends in a word that also stands in "a peu pres".
        if _phrase_ends(scene, first, "ago_before"):
            break
        first -= 1
    return first


def _phrase_ends(scene: Scene, before: int, name: str) -> bool:
    return any(
        tuple(scene.norms[max(0, before - len(words)) : before]) == words
        for words in (tuple(text.split()) for text in scene.lexicon.words[name])
    )


def _phrase_starts(scene: Scene, at: int, name: str) -> bool:
    return _end_of(scene, at, name) >= at


def _end_of(scene: Scene, at: int, name: str) -> int:
    """The last token of a phrase of a list that starts at a token, or the token before."""
    for text in sorted(scene.lexicon.words[name]):
        words = tuple(text.split())
        if tuple(scene.norms[at : at + len(words)]) == words:
            return at + len(words) - 1
    return at - 1


# --- "samedi", "last Monday", "la nuit de samedi a dimanche" ------------------------------------------------------


def _read_weekday(scene: Scene, at: int) -> FoundDate | None:
    word = scene.word(at)
    weekday = scene.lexicon.weekdays.get(word)
    if weekday is None or scene.is_in(at - 1, "every"):
        known = weekday is not None or word.removesuffix("s") in scene.lexicon.weekdays
        return FoundDate(at, at, None, None, "recurring", "day") if known else None
    if scene.is_in(at - 1, "no_weekday") or not _is_weekday_named(scene, at):
        return None
    last = _end_of_day(scene, at)
    turn = _turn(scene, at, last)
    last += turn != 0 and (scene.is_in(last + 1, "last") or scene.is_in(last + 1, "next"))
    last = max(last, _end_of_day(scene, last))
    second = _second_weekday(scene, at, last)
    start = find_weekday(weekday, scene.anchor, turn)
    weekly = _end_of_last_week(scene, last + 1) if second is None else None
    if weekly is not None and scene.anchor is not None:
        # "Tuesday of last week", "mardi de la semaine dernière"
        start = scene.anchor - timedelta(days=scene.anchor.weekday() + 7 - weekday)
        return FoundDate(at, weekly, start, start, "relative", "day")
    if second is not None:
        other, last = second
        # The later day is the one nearest to publication: on Sunday, "from Saturday to Sunday" ends today.
        end = find_weekday(other, scene.anchor, turn)
        start = end - timedelta(days=(other - weekday) % 7) if end is not None else None
        return FoundDate(at, last, start, end, "relative", "range")
    if scene.word(at - 1) == "into" and scene.word(at - 2) == "overnight":
        return FoundDate(at, last, start - timedelta(days=1) if start else None, start, "relative", "range")
    return FoundDate(at, last, start, start, "relative", "day")


def _end_of_last_week(scene: Scene, at: int) -> int | None:
    """The last token of "of last week", "de la semaine passée", where it starts at a token."""
    if not scene.is_in(at, "of"):
        return None
    for step in range(at + 1, at + 4):
        for phrase, offset, _, values in scene.lexicon.phrases.get(scene.word(step), ()):
            fits = step - offset == at + 1 and tuple(scene.norms[at + 1 : at + 1 + len(phrase)]) == phrase
            if fits and values == ("week", -1):
                return at + len(phrase)
    return None


def find_weekday(weekday: int, anchor: date | None, turn: int = 0) -> date | None:
    """The last such weekday up to publication; turn -1: strictly before ("lundi dernier"), 1: the coming one.

    >>> find_weekday(5, date(2024, 8, 24)), find_weekday(5, date(2024, 8, 24), -1)
    (datetime.date(2024, 8, 24), datetime.date(2024, 8, 17))
    """
    if anchor is None:
        return None
    back = (anchor.weekday() - weekday) % 7
    if turn > 0:
        return anchor + timedelta(days=7 - back)
    # "Last Thursday", written on a Friday, is not yesterday.
    return anchor - timedelta(days=back + 7 if (turn < 0 and back == 0) or (turn < -1 and back == 1) else back)


def _turn(scene: Scene, at: int, last: int) -> int:
    """-1 for "lundi dernier", -2 for "last Monday" (not yesterday's), 1 for "next Monday", else 0."""
    near = last + 1 if scene.lexicon.language == "fr" else at - 1
    if scene.is_in(near, "last"):
        return -2 if scene.word(near) == "last" else -1
    return 1 if scene.is_in(near, "next") or (scene.word(last + 1) == "next") else 0


def _is_weekday_named(scene: Scene, at: int) -> bool:
    """English weekdays are capitalised; short ones ("Sat", "Sun") need a full stop, comma or day behind them."""
    if scene.lexicon.language == "fr":
        return True
    if not scene.tokens[at].is_capital:
        return scene.word(at).endswith("day") and scene.sentence.text.islower()
    if scene.word(at).endswith("day"):
        return True
    return scene.word(at + 1) == "." and at + 2 < len(scene.tokens)


def _end_of_day(scene: Scene, at: int) -> int:
    """Over the part of the day: "samedi soir", "Saturday night", "samedi dans la nuit"."""
    index = at + 1
    while index < at + 4 and scene.is_in(index, "part_links"):
        index += 1
    return index if scene.is_in(index, "parts") else at


def _second_weekday(scene: Scene, at: int, last: int) -> tuple[int, int] | None:
    """The second day of "de samedi a dimanche", "Saturday and Sunday", with the last token."""
    if scene.word(last + 1) not in ("a", "au", "et", "to", "and", "-", "–", "into") or last + 2 >= len(scene.tokens):
        return None
    index = last + 2 + (scene.word(last + 2) in ("le", "the", "early"))
    other = scene.lexicon.weekdays.get(scene.word(index))
    if other is None or not _is_weekday_named(scene, index):
        return None
    following = (other - scene.lexicon.weekdays[scene.word(at)]) % 7
    joined = scene.word(last + 1) in ("et", "and")
    # "Monday and Thursday" are two days, "Saturday and Sunday" a run of two.
    return None if joined and following != 1 else (other, _end_of_day(scene, index))
