"""What one sentence says happened: triggers, tolls, dates and places that belong together, and how real it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from msgspec import Struct, structs

from tamani.extract.counts.toll_sides import opens_with_side
from tamani.extract.counts.tolls import FoundToll, find_tolls
from tamani.extract.details.role_words import FoundRole
from tamani.extract.details.small_roles import find_aftermath, find_roles
from tamani.extract.details.victim_references import find_named_victims
from tamani.extract.document import TITLE, Sentence, remembered
from tamani.extract.lexicon import read_wording
from tamani.extract.scene.datelines import find_dateline
from tamani.extract.scene.days import (
    SINCE,
    find_anchor,
    find_speech,
    is_stray,
    link_dates,
    read_days,
    read_heading,
    resolve_lead,
    tells_day,
)
from tamani.extract.scene.habits import is_bare, is_habitual, is_sum, is_vague
from tamani.extract.scene.kinds import Trigger
from tamani.extract.scene.modes import (
    AT_START,
    find_past_perfect,
    is_another,
    is_definite,
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
)
from tamani.extract.scene.openers import adds_another, leads_away, names_known_doers
from tamani.extract.scene.parts import Part, cut_parts
from tamani.extract.scene.place_names import is_village, link_places, names_place, share_places
from tamani.extract.scene.places import fineness, place_tokens
from tamani.extract.scene.recall import is_aside, is_long_ago, is_recalled
from tamani.extract.scene.references import find_manner, lend_whose, speaks_of_fighters
from tamani.extract.scene.senses import read_triggers
from tamani.extract.scene.unreal import find_threats, keep_real
from tamani.extract.when.dates import FoundDate
from tamani.records import Mode, Toponym

SOON = 4  # sentences within which the victims of an event are named


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
    entry: bool = False  # "3 May: Gunmen ...": opens an entry of a list of incidents
    old: bool = False  # years gone by, an anniversary, a book or a court tells of it
    listed: bool = False  # the second of two deeds in one sentence, each with a victim of its own
    adds: bool = False  # "In addition, a bus": opens by counting one more thing in
    away: bool = False  # "Plus à l'ouest", "Elsewhere": opens with another place or time
    known: bool = False  # "the attackers burned": who did it is known from before
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
    shared = share_places(told, toponyms)
    before, dated = None, False
    for at, sentence in enumerate(told):
        if is_link(sentence, language):
            continue
        triggers = read_triggers(sentence, language)
        triggers = tuple([one for one in triggers if not names_place(sentence, one, toponyms)])
        tolls = lend_whose(sentence, find_tolls(sentence, language, before), told[:at], language)
        before = _last_toll(sentence, tolls, before, language)
        meant = keep_real(sentence, triggers, tolls, language)
        if (triggers or tolls) and not any(meant):
            continue
        triggers, tolls = meant
        if not triggers and not tolls:
            earlier = told[:at] if at - last <= SOON else ()
            found += _read_silent(sentence, shared[at], published, language) or _read_aftermath(
                earlier, sentence, language
            )
            continue
        last = at
        seen = resolve_lead(sentence, read_days(sentence, anchor, published, language), published, dated)
        sent = find_dateline(sentence)
        seen = tuple([one for one in seen if one.first > sent])
        dates = link_dates(sentence, seen, triggers, tolls, language)
        dates = tuple([one for one in dates if not is_stray(one, (*triggers, *tolls), published)])
        inside = link_places(sentence, shared[at], seen, language)
        inside = [one for one in inside if place_tokens(sentence, one)[0] > sent]
        roles = [one for one in find_roles(sentence, language) if not is_village(sentence, one, inside)]
        whole = Part(list(triggers), list(tolls), list(dates), inside, [*roles, *find_threats(triggers)])
        made = _cut(sentence, whole, language)
        found += [_mark_fresh(_mark_old(frame, seen, published, language), published) for frame in made]
        dated = dated or tells_day(sentence, dates)
    return tuple(found)


def _last_toll(
    sentence: Sentence, tolls: Sequence[FoundToll], before: FoundToll | None, language: str
) -> FoundToll | None:
    """The figure that a bare one may go on with; none after "The murderers came from the north. He counted thirty"."""
    if not tolls:
        return None if before is not None and speaks_of_fighters(sentence, language) else before
    return next((toll for toll in reversed(tolls) if toll.scope != "sub"), before)


def _read_aftermath(earlier: Sequence[Sentence], sentence: Sentence, language: str) -> list[Frame]:
    """What a sentence without violence says was broken: "Two shops and a bus were badly damaged.", or who was hit."""
    roles = (*find_aftermath(sentence, language), *find_named_victims(sentence, earlier, language))
    roles += find_manner(sentence, language) if earlier else ()
    return [Frame(sentence=sentence, triggers=(), roles=roles)] if roles else []


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


def _cut(sentence: Sentence, whole: Part, language: str) -> list[Frame]:
    """One frame, or several where a sentence tells of several events."""
    parts, alone = cut_parts(sentence, whole, language)
    if whole.tolls and opens_with_side(sentence):
        # "Côté ami : 9 morts, 12 blessés évacués à Sévaré le 15 mars": where and when they were taken
        parts = [structs.replace(part, dates=[], places=[]) for part in parts]
    return [_mark_beside(_finish(sentence, part, language), alone) for part in parts]


def _mark_beside(frame: Frame, alone: Collection[int]) -> Frame:
    """A frame with what its first word tells: an entry of a list, or an old deed told in passing."""
    if not frame.triggers:
        return frame
    first = frame.triggers[0]
    listed, aside = first.first in alone, is_aside(frame.sentence, first, frame.dates)
    if not (listed or aside):
        return frame
    return structs.replace(frame, listed=frame.listed or listed, apart=frame.apart or aside)


def _mark_old(frame: Frame, seen: Sequence[FoundDate], published: date | None, language: str) -> Frame:
    """ "A plaque was unveiled on Friday where bombers struck in 2005": old, and Friday is no day of it."""
    if not is_recalled(frame.sentence, _spots(frame), seen, published, language):
        return frame
    return structs.replace(frame, old=True, dates=tuple(one for one in frame.dates if is_long_ago(one, published)))


def _mark_fresh(frame: Frame, published: date | None) -> Frame:
    """ "A bomb went off today; another that had been laid was defused": of today, so not long past."""
    if not frame.past or not frame.triggers or not any(one.start == published == one.end for one in frame.dates):
        return frame
    return structs.replace(frame, past=False)


def _spots(frame: Frame) -> list[tuple[int, int]]:
    """Where a frame speaks of violence, or of its dead where it has no other word."""
    return [(one.first, one.last) for one in frame.triggers or frame.tolls]


def _drop_negated(triggers: Sequence[Trigger], modes: Sequence[Mode]) -> tuple[Trigger, ...]:
    """ "It was not a bomb that killed the three": the killing without the bomb, which was none."""
    if Mode.ACTUAL not in modes:
        return tuple(triggers)
    return tuple(one for one, mode in zip(triggers, modes, strict=True) if mode is not Mode.NEGATED)


def _is_filled(sentence: Sentence, part: Part) -> bool:
    """Does a part say more than a word of violence, or has none, or stands in the headline?"""
    told = bool(part.dates or part.tolls or part.places or part.roles)
    return told or not part.triggers or sentence.paragraph == TITLE


class _Marks(Struct, frozen=True):
    """What the words of a sentence tell of every frame in it: see the fields of Frame."""

    past: bool
    generic: bool
    joint: bool
    also: bool
    adds: bool
    away: bool


@remembered
def _read_marks(sentence: Sentence, language: str) -> _Marks:
    words = load_words(language)
    return _Marks(
        past=bool(find_past_perfect(sentence, language)),
        generic=words.generic.stands_in(sentence),
        joint=read_wording("tolls", "joint").stands_in(sentence),
        also=words.also.stands_in(sentence),
        adds=adds_another(sentence, language),
        away=leads_away(sentence, language),
    )


def _finish(sentence: Sentence, part: Part, language: str) -> Frame:
    words, marks = load_words(language), _read_marks(sentence, language)
    triggers, norms = part.triggers, sentence.norms
    modes = [judge_trigger(sentence, trigger, language) for trigger in triggers]
    mode = Mode.ACTUAL if not modes or Mode.ACTUAL in modes or part.tolls else modes[0]
    if not part.tolls and tells_of_nothing(sentence, modes, language):
        mode = Mode.NEGATED
    # "Since 2015, violence has ravaged ..., killing thousands" tells of no day.
    last = triggers[0].last if triggers else len(norms)
    solid = bool(part.dates or part.tolls) and norms[0] not in SINCE
    summed = is_sum(sentence, triggers, part.tolls, part.dates)
    many = not solid and is_vague(sentence, triggers, language)
    bare = not _is_filled(sentence, part) and all(is_bare(sentence, trigger, language) for trigger in triggers)
    since = not part.dates and norms[0] in SINCE
    habit = not solid and any(is_habitual(sentence, trigger, language) for trigger in triggers)
    revised = is_recount(sentence, triggers, language)
    late = revised or is_recovery(sentence, triggers, language, counted=any(toll.low for toll in part.tolls))
    another = any(is_another(sentence, trigger, language) for trigger in triggers)
    return Frame(
        sentence=sentence,
        triggers=_drop_negated(triggers, modes),
        tolls=tuple(part.tolls),
        dates=() if late and not triggers else tuple(part.dates),
        places=tuple(part.places),
        roles=tuple(part.roles),
        mode=mode,
        past=marks.past and not revised,
        other=not revised and tells_of_others(sentence, another, language),
        generic=many or habit or since or bare or summed or (not solid and marks.generic),
        back=any(points_back(sentence, trigger, language) for trigger in triggers),
        apart=another or (solid and (words.apart.stands_among(norms[: last + 1]) or norms[0] in AT_START)),
        joint=marks.joint,
        definite=any(is_definite(sentence, trigger, language) for trigger in triggers),
        told=bool(triggers) and is_told_of(sentence, triggers[0], language),
        revised=revised,
        also=marks.also,
        adds=marks.adds,
        away=marks.away,
        known=names_known_doers(sentence, last),
    )
