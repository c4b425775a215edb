"""What one sentence says happened: triggers, tolls, dates and places that belong together, and how real it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct, structs

from tamani.extract.counts.tolls import FoundToll, find_tolls
from tamani.extract.details.role_words import FoundRole
from tamani.extract.details.small_roles import find_aftermath, find_roles
from tamani.extract.details.victim_references import find_named_victims
from tamani.extract.document import TITLE, Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.extract.scene.datelines import find_dateline
from tamani.extract.scene.days import SINCE, find_anchor, find_speech, link_dates, read_days, read_heading, resolve_lead
from tamani.extract.scene.kinds import Trigger
from tamani.extract.scene.listed_deeds import find_own_victims, is_joined
from tamani.extract.scene.modes import (
    AT_START,
    find_past_perfect,
    has_phrase,
    is_another,
    is_bare,
    is_definite,
    is_habitual,
    is_indefinite,
    is_link,
    is_recount,
    is_recovery,
    is_told_of,
    judge_trigger,
    load_words,
    points_back,
    read_first_item,
    tells_of_nothing,
    tells_of_others,
    text_of,
)
from tamani.extract.scene.places import conflict, fineness, is_event_place, place_tokens
from tamani.extract.scene.recall import is_long_ago, is_recalled
from tamani.extract.scene.references import find_manner, lend_whose, speaks_of_fighters
from tamani.extract.scene.seats import span_seat
from tamani.extract.scene.senses import read_triggers
from tamani.extract.scene.unreal import find_threats, keep_real
from tamani.extract.when.dates import FoundDate
from tamani.records import Mode, Toponym

SOON = 4  # sentences within which the victims of an event are named
CLAUSE = frozenset(
    (",", ";", ":", "(", ")", "que", "qu'", "that", "who", "qui", "which", "alors", "while", "lorsque", "when", "quand")
)


class Frame(Struct, frozen=True, kw_only=True):
    """One happening as one sentence tells it."""

    sentence: Sentence
    triggers: tuple[Trigger, ...]
    tolls: tuple[FoundToll, ...] = ()
    dates: tuple[FoundDate, ...] = ()
    places: tuple[Toponym, ...] = ()
    roles: tuple[FoundRole, ...] = ()
    mode: Mode = Mode.ACTUAL
    past: bool = False  # told in the past perfect
    other: bool = False  # "another attack", "already", "recalls"
    generic: bool = False  # "attacks have multiplied": no event of its own
    back: bool = False  # "those attacks": the event of the sentence before
    apart: bool = False  # "another attack": not the one spoken of so far
    joint: bool = False  # its figures are of two scenes together
    definite: bool = False  # "the attack"
    told: bool = False  # "claimed the attack": the sentence is about the telling
    revised: bool = False  # "un précédent bilan": an older count of the same event
    old: bool = False  # years gone by, an anniversary, a book or a court tells of it
    listed: bool = False  # the second of two deeds in one sentence, each with a victim of its own
    also: bool = False  # "également dans", "the same day": another event, where it has a day or place of its own

    @property
    def is_title(self) -> bool:
        return self.sentence.paragraph == TITLE

    @property
    def is_strong(self) -> bool:
        """Is violence named, not only "the facts" or "the incident"?"""
        return bool(self.tolls) or any(trigger.strength for trigger in self.triggers)

    @property
    def names_hit(self) -> bool:
        """Does it say who or what was hit?"""
        return any(role.field in ("victim", "target") for role in self.roles)

    @property
    def is_silent(self) -> bool:
        """Does it only name places?"""
        return not (self.triggers or self.tolls or self.dates)

    @property
    def is_arrest(self) -> bool:
        """Does it tell of arrests alone?"""
        return bool(self.triggers) and all(trigger.kind == "arrest" for trigger in self.triggers)

    @property
    def is_setting(self) -> bool:
        """Does it tell of protests without a day or a count?"""
        bare = not (self.dates or self.tolls)
        return bare and bool(self.triggers) and all(trigger.kind == "protest" for trigger in self.triggers)

    @property
    def is_solid(self) -> bool:
        """Does it say where, when or how many?"""
        return bool(self.dates or self.places or self.tolls)


def build_frames(
    sentences: Sequence[Sentence], toponyms: Sequence[Toponym], published: date | None, language: str
) -> tuple[Frame, ...]:
    """The frames of a reading in order. A sentence without a word of violence or harm has none."""
    found: list[Frame] = []
    anchor = published or find_anchor(sentences, language)
    told, last = read_first_item(sentences, language), -SOON
    before: FoundToll | None = None
    for at, sentence in enumerate(told):
        if is_link(sentence, language):
            continue
        triggers = read_triggers(sentence, language)
        triggers = tuple(one for one in triggers if not _is_place(sentence, one, toponyms))
        tolls = lend_whose(sentence, find_tolls(sentence, language, before), told[:at], language)
        before = _last_toll(sentence, tolls, before, language)
        meant = keep_real(sentence, triggers, tolls, language)
        if (triggers or tolls) and not any(meant):
            continue
        triggers, tolls = meant
        if not triggers and not tolls:
            earlier = told[:at] if at - last <= SOON else ()
            found += _read_silent(sentence, toponyms, published, language) or _read_aftermath(
                earlier, sentence, language
            )
            continue
        last = at
        seen = resolve_lead(sentence, read_days(sentence, anchor, published, language), published)
        sent = find_dateline(sentence)
        seen = tuple(one for one in seen if one.first > sent)
        dates = link_dates(sentence, seen, triggers, tolls, language)
        inside = [
            one for one in link_places(sentence, toponyms, seen, language) if place_tokens(sentence, one)[0] > sent
        ]
        whole = _Part(
            list(triggers), list(tolls), list(dates), inside, [*find_roles(sentence, language), *find_threats(triggers)]
        )
        made = _cut(sentence, whole, language)
        found += [_mark_old(frame, seen, published, language) for frame in made]
    return tuple(found)


def _last_toll(
    sentence: Sentence, tolls: Sequence[FoundToll], before: FoundToll | None, language: str
) -> FoundToll | None:
    """The figure that a bare one may go on with; none after "The murderers came from the north. He counted thirty"."""
    if before is not None and not tolls and speaks_of_fighters(sentence, language):
        return None
    return next((toll for toll in reversed(tolls) if toll.scope != "sub"), before)


def _read_aftermath(earlier: Sequence[Sentence], sentence: Sentence, language: str) -> list[Frame]:
    """What a sentence without violence says was broken: "Two shops and a bus were badly damaged.", or who was hit."""
    roles = (*find_aftermath(sentence, language), *find_named_victims(sentence, earlier, language))
    roles += find_manner(sentence, language) if earlier else ()
    return [Frame(sentence=sentence, triggers=(), roles=roles)] if roles else []


def _is_place(sentence: Sentence, trigger: Trigger, toponyms: Sequence[Toponym]) -> bool:
    """Is the word a part of a place's name, as in "Battle Creek" or a town called Roundup?"""
    token = sentence.tokens[trigger.first]
    if trigger.first == 0 or trigger.first < trigger.last or not token.is_capital or token.text.isupper():
        return False
    span = sentence.span_of(trigger.first, trigger.last)
    return sentence.paragraph != TITLE and any(one.span.covers(span) and one.relation is None for one in toponyms)


def _read_silent(sentence: Sentence, toponyms: Sequence[Toponym], published: date | None, language: str) -> list[Frame]:
    """What a sentence without violence gives the event: a day in a field, a place in the headline or the lead."""
    heading = read_heading(sentence, published, language)
    if sentence.index > 2:
        return [Frame(sentence=sentence, triggers=(), dates=heading)] if heading else []
    sent = find_dateline(sentence)
    places = [
        one
        for one in link_places(sentence, toponyms, (), language)
        if fineness(one) >= 2
        and one.relation is None
        and place_tokens(sentence, one)[0] > sent
        # "In Bamako, the ministry said": where it was said
        and (place_tokens(sentence, one)[0] > 3 or not find_speech(sentence, language))
    ]
    if not heading and not places:
        return []
    return [Frame(sentence=sentence, triggers=(), dates=heading, places=tuple(places))]


def link_places(
    sentence: Sentence, toponyms: Sequence[Toponym], dates: Sequence[FoundDate], language: str
) -> list[Toponym]:
    """The places of a sentence at which something can have happened; "August" in a date is none."""
    busy = [sentence.span_of(found.first, found.last) for found in dates]
    return [
        toponym
        for toponym in toponyms
        if toponym.span.part is sentence.span.part
        and sentence.span.start <= toponym.span.start < sentence.span.end
        and not any(span.overlaps(toponym.span) for span in busy)
        and is_event_place(sentence, toponym, language)
        and not span_seat(sentence, place_tokens(sentence, toponym), toponym, language)
    ]


class _Part(Struct):
    """A frame in the making."""

    triggers: list[Trigger]
    tolls: list[FoundToll]
    dates: list[FoundDate]
    places: list[Toponym]
    roles: list[FoundRole]


def _cut(sentence: Sentence, whole: _Part, language: str) -> list[Frame]:
    """One frame, or several where a sentence tells of two events with their own dates or places."""
    parts = _attach(sentence, whole.triggers, whole.dates, whole.places)
    merged: list[_Part] = []
    alone = find_own_victims(sentence, whole.triggers, whole.roles)
    for part in parts:
        if merged and part.triggers and part.triggers[0].first in alone:
            if is_joined(sentence, part.triggers[0].first):
                # "The kidnapping of a nurse and the murder of a trader in Kumba on Monday": both there, and then.
                merged[-1].dates = merged[-1].dates or list(part.dates)
                merged[-1].places = merged[-1].places or list(part.places)
            merged.append(part)
            continue
        another = any(is_another(sentence, trigger, language) for trigger in part.triggers)
        begun = bool(merged) and any(not trigger.harm for trigger in merged[-1].triggers)
        if merged and not (another and begun) and not _differ(merged[-1], part):
            last = merged[-1]
            last.triggers += part.triggers
            last.dates += part.dates
            last.places += part.places
        else:
            merged.append(part)
    for toll in whole.tolls:
        _part_near(merged, toll.first).tolls.append(toll)
    for role in whole.roles:
        _part_near(merged, role.first).roles.append(role)
    made = [_finish(sentence, part, language) for part in merged]
    return [
        structs.replace(frame, listed=True) if frame.triggers and frame.triggers[0].first in alone else frame
        for frame in made
    ]


def _mark_old(frame: Frame, seen: Sequence[FoundDate], published: date | None, language: str) -> Frame:
    """ "A plaque was unveiled on Friday where bombers struck in 2005": old, and Friday is no day of it."""
    if not is_recalled(frame.sentence, _spots(frame), seen, published, language):
        return frame
    return structs.replace(frame, old=True, dates=tuple(one for one in frame.dates if is_long_ago(one, published)))


def _spots(frame: Frame) -> list[tuple[int, int]]:
    """Where a frame speaks of violence, or of its dead where it has no other word."""
    return [(one.first, one.last) for one in frame.triggers or frame.tolls]


def _part_near(parts: Sequence[_Part], first: int) -> _Part:
    """The part of a sentence whose words of violence stand nearest to a token."""
    return min(parts, key=lambda part: min((abs(one.first - first) for one in part.triggers), default=0))


def _attach(
    sentence: Sentence, triggers: Sequence[Trigger], dates: Sequence[FoundDate], places: Sequence[Toponym]
) -> list[_Part]:
    """Each date and place to its nearest trigger, those before the first one to the first."""
    parts = [_Part([trigger], [], [], [], []) for trigger in triggers] or [_Part([], [], [], [], [])]
    spots = [(trigger.first, trigger.last) for trigger in triggers]
    for found in dates:
        parts[_nearest(sentence, (found.first, found.last), spots)].dates.append(found)
    for toponym in places:
        parts[_nearest(sentence, place_tokens(sentence, toponym), spots)].places.append(toponym)
    return parts


def _nearest(sentence: Sentence, span: tuple[int, int], spots: Sequence[tuple[int, int]]) -> int:
    best, best_cost = 0, 1e9
    for at, (first, last) in enumerate(spots):
        between = sentence.tokens[last + 1 : span[0]] if last < span[0] else sentence.tokens[span[1] + 1 : first]
        cost = len(between) + 4.0 * sum(token.norm in CLAUSE for token in between) + (3.0 if first > span[1] else 0.0)
        if cost < best_cost:
            best, best_cost = at, cost
    return best


def _differ(one: _Part, two: _Part) -> bool:
    """Do two parts of a sentence have dates or places that exclude each other?"""
    if one.dates and two.dates and dates_exclude(one.dates, two.dates):
        return True
    return bool(one.places and two.places) and conflict(two.places, one.places)


def dates_exclude(ones: Sequence[FoundDate], others: Sequence[FoundDate]) -> bool:
    """Do no two of these dates overlap? Dates that hang on another event are left out."""
    first = [found for found in ones if found.start is not None]
    second = [found for found in others if found.start is not None]
    if not first or not second:
        return False
    return not any(overlap(a, b) for a in first for b in second)


def overlap(one: FoundDate, two: FoundDate) -> bool:
    """Can two resolved dates be one day?"""
    if one.start is None or two.start is None:
        return True
    return one.start <= (two.end or two.start) and two.start <= (one.end or one.start)


def _finish(sentence: Sentence, part: _Part, language: str) -> Frame:
    words = load_words(language)
    text = text_of(sentence)
    modes = [judge_trigger(sentence, trigger, language) for trigger in part.triggers]
    mode = Mode.ACTUAL if not modes or Mode.ACTUAL in modes or part.tolls else modes[0]
    if not part.tolls and tells_of_nothing(text, modes, language):
        mode = Mode.NEGATED
    # "Since 2015, violence has ravaged ..., killing thousands" tells of no day.
    last = part.triggers[0].last if part.triggers else len(sentence.tokens)
    ahead = " " + " ".join(token.norm for token in sentence.tokens[: last + 1]) + " "
    solid = bool(part.dates or part.tolls) and sentence.tokens[0].norm not in SINCE
    many = not solid and any(is_indefinite(sentence, trigger, language) for trigger in part.triggers)
    named = bool(part.dates or part.tolls or part.places or part.roles) or sentence.paragraph == TITLE
    bare = bool(part.triggers) and not named and all(is_bare(sentence, trigger, language) for trigger in part.triggers)
    since = not part.dates and sentence.tokens[0].norm in SINCE
    habit = not solid and any(is_habitual(sentence, trigger, language) for trigger in part.triggers)
    revised = is_recount(sentence, part.triggers, language)
    late = revised or is_recovery(sentence, part.triggers, language)
    another = any(is_another(sentence, trigger, language) for trigger in part.triggers)
    return Frame(
        sentence=sentence,
        triggers=tuple(part.triggers),
        tolls=tuple(part.tolls),
        dates=() if late and not part.triggers else tuple(part.dates),
        places=tuple(part.places),
        roles=tuple(part.roles),
        mode=mode,
        past=bool(find_past_perfect(sentence, language)) and not revised,
        other=not revised and tells_of_others(sentence, part.triggers, language),
        generic=many or habit or since or bare or (not solid and has_phrase(text, words.generic)),
        back=any(points_back(sentence, trigger, language) for trigger in part.triggers),
        apart=another or (solid and (has_phrase(ahead, words.apart) or sentence.tokens[0].norm in AT_START)),
        joint=has_phrase(text, read_lexicon("tolls")["joint"]),
        definite=any(is_definite(sentence, trigger, language) for trigger in part.triggers),
        told=bool(part.triggers) and is_told_of(sentence, part.triggers[0], language),
        revised=revised,
        also=has_phrase(text, words.also),
    )
