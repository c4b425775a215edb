"""Which of the dates of a sentence say when something happened, not when somebody spoke of it or what it recalls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from msgspec import Struct, structs

from tamani.extract.counts.tolls import FoundToll
from tamani.extract.document import TITLE, Sentence, remembered
from tamani.extract.lexicon import read_lexicon
from tamani.extract.scene.datelines import LATEST, find_dateline
from tamani.extract.scene.kinds import Trigger
from tamani.extract.scene.modes import load_words
from tamani.extract.when.dates import FoundDate, find_dates
from tamani.records import Span

SINCE = ("since", "depuis")  # "since the takeover of August 2020"
FIELDS = ("date", "day", "jour", "when", "quand")
AFTER = ("apres", "after")
SIDES = ("de", "d'", "du", "of")
WOUNDS = frozenset(("wounds", "injuries", "wounded", "injured"))
LONG = -300  # days: "un an après l'attaque" says nothing of the day of a march
THIS = ("cette", "cet", "ce", "this", "that")
EVENTS = ("l'", "la", "cette", "une", "un", "the")
STRAY_REACH = 12  # tokens behind the deed
FRESH = timedelta(days=60)
FRONTED = 28  # tokens from a day at the head of a sentence to what somebody said on it
ON_REACH = 12  # tokens from what is no violence to its day
YEAR_REACH = 9  # tokens: "killed by soldiers in the north of the country in 1998"
COMMAS = frozenset((",", ";", "that", "que", "qu'"))
AS_OF = (("as", "of"), ("as", "at"), ("date", "du"))
MEANWHILE = frozenset(("alors", "tandis", "lorsque", "quand", "while", "as", "when"))
PROMPTING = (("prompt",), ("spark",), ("trigger",), ("provoke",), ("force",), ("lead",))
WHICH = COMMAS - {","}
BY_DATELINE = "dates.dateline"  # the rule of a date that only the dateline gives
Spot = tuple[int, int]


def find_anchor(sentences: Sequence[Sentence], language: str) -> date | None:
    """For an undated report: the first full day it names, by which "1 September" gets its year."""
    for sentence in sentences[:4]:
        for found in find_dates(sentence, None, language):
            if found.start is not None and found.granularity == "day":
                return found.start
    return None


class SentDay(Struct, frozen=True):
    """The day a report was sent, and the words of its dateline that say so."""

    day: date
    span: Span


def find_sent_day(sentences: Sequence[Sentence], published: date | None, language: str) -> SentDay | None:
    """The day in the dateline: what the report tells as news happened by then."""
    for sentence in sentences[: LATEST + 1]:
        sent = find_dateline(sentence)
        for found in find_dates(sentence, published, language) if sent > 0 else ():
            if found.last <= sent and found.start is not None and found.start == found.end:
                return SentDay(found.start, sentence.span_of(found.first, found.last))
    return None


def read_days(sentence: Sentence, anchor: date | None, published: date | None, language: str) -> tuple[FoundDate, ...]:
    """The dates of a sentence; anchor dates what leaves out its year."""
    found = find_dates(sentence, anchor, language)
    if published is not None:
        # "The vote set for 12 November" lies ahead: it dates nothing that has happened.
        latest = published
        found = tuple(one for one in found if one.start is None or one.start <= latest)
    # "Monday" says nothing where nobody knows the day of publication.
    return found if published else tuple(one for one in found if one.kind != "relative")


def read_heading(sentence: Sentence, published: date | None, language: str) -> tuple[FoundDate, ...]:
    """The day that stands alone before the first sentence, or in a field: "22 July 2022, 05:00.", "Date: 12 June"."""
    if sentence.paragraph == TITLE or len(sentence.tokens) > 14:
        return ()
    norms = sentence.norms[:4]
    field = norms[0] in FIELDS and ":" in norms and sentence.index <= 10
    if sentence.index > 1 and not field:
        return ()
    found = find_dates(sentence, published, language)
    alone = len(sentence.tokens) - sum(one.last - one.first + 1 for one in found) <= 6
    if not field and not alone:
        return ()
    return tuple(one for one in found if one.start is not None and one.granularity == "day")


def resolve_lead(
    sentence: Sentence, dates: Sequence[FoundDate], published: date | None, told: bool
) -> tuple[FoundDate, ...]:
    """In the lead nothing was told before: "la veille" counts from the sentence's own day, else from publication.

    "Deux jours après l'incursion" looks back from the telling to the event. Later on, "one month after gunmen killed
    71" looks back from the news; and so does "la veille" where the news has been told with its day.
    """
    if not any(found.start is None and found.offset_days for found in dates):
        return tuple(dates)
    turned = tuple(_turn_back(sentence, found) for found in dates)
    if sentence.index > 3:
        return turned
    days = [found.start for found in dates if found.start is not None and found.granularity == "day"]
    base = days[0] if days else published
    if base is None:
        return turned
    if told and not days and turned == tuple(dates):
        return turned
    if any(before is not after and after.first <= 1 for before, after in zip(dates, turned, strict=True)):
        # "Trois jours après l'attaque, la population a marché jeudi": Thursday is the march's.
        long = any((found.offset_days or 0) < LONG for found in turned)
        turned = tuple(found for found in turned if found.start is None or (long and found.kind == "absolute"))
    return tuple(
        structs.replace(found, start=day, end=day)
        if found.start is None
        and (found.offset_days or 0) < 0
        and abs(found.offset_days or 0) < 25
        and (day := base + timedelta(days=found.offset_days or 0))
        else found
        for found in turned
    )


def tells_day(sentence: Sentence, dates: Sequence[FoundDate]) -> bool:
    """Does a sentence of the text give a day from which "la veille" can count?"""
    return sentence.paragraph != TITLE and any(found.granularity == "day" for found in dates)


def _turn_back(sentence: Sentence, found: FoundDate) -> FoundDate:
    """ "Huit jours après le drame": the drama lies eight days back."""
    norms = sentence.norms
    following = norms[found.last + 1] if found.last + 1 < len(norms) else "."
    after = norms[found.last + 2 : found.last + 4]
    if following in SIDES and found.offset_days == 1 and after and after[0] in EVENTS and "autre" not in after:
        return structs.replace(found, offset_days=-1)  # "au lendemain de l'attaque"
    if norms[found.last] not in AFTER or found.start is not None or not following[0].isalnum():
        return found
    return structs.replace(found, offset_days=-abs(found.offset_days or 0)) if found.offset_days else found


def link_dates(
    sentence: Sentence,
    dates: Sequence[FoundDate],
    triggers: Sequence[Trigger],
    tolls: Sequence[FoundToll],
    language: str,
) -> tuple[FoundDate, ...]:
    """The dates on which something happened, not those on which somebody spoke of it.

    "residents told the agency on Wednesday" dates the telling; "l'attaque de lundi" dates the attack.
    """
    if not dates:
        return ()
    arrests = [trigger for trigger in triggers if trigger.kind == "arrest"]
    arrests = [] if len(arrests) == len(triggers) else arrests  # "was arrested on Monday for the shooting"
    events = [(one.first, one.last) for one in triggers if one not in arrests]
    events += [(toll.first, toll.last) for toll in tolls if toll.field != "detained" or not arrests]
    other = [one.first for one in arrests]
    recounts = find_recounts(sentence, language)
    if recounts:  # "raised the death toll to 30 on Thursday": the figure comes with the telling
        counted = {(toll.first, toll.last) for toll in tolls if toll.first > recounts[0]}
        events = [spot for spot in events if spot not in counted]
    said = {*find_speech(sentence, language), *_find_acts(sentence, triggers, language), *recounts}
    said |= _find_late_deaths(sentence, language) | _find_rites(sentence, triggers, language)
    # "Officers were called at 5 a.m. on Saturday" tells of what happened, not of what was said.
    said -= {at for one in triggers for at in range(one.first, one.last + 1)}
    speech = tuple(sorted({*said, *other}))
    return tuple(
        found
        for found in dates
        if found.kind not in ("recurring", "since", "until")
        and (found.granularity != "year" or _is_beside(sentence, found, events))
        and (is_headed(sentence, found) or not _is_told(sentence, found, events, speech, language))
        and not _is_side(sentence, found)
    )


@cache
def _acts(language: str) -> frozenset[str]:
    return frozenset(read_lexicon("modes")[language]["acts"])


def _find_acts(sentence: Sentence, triggers: Sequence[Trigger], language: str) -> list[int]:
    """Where a sentence tells of something that is no violence and has a day of its own: "resigned", "was founded"."""
    words = _acts(language).intersection(sentence.present)
    busy = {at for trigger in triggers for at in range(trigger.first, trigger.last + 1)}
    return [at for word in words for at in sentence.where[word] if at not in busy]


@cache
def _recounts(language: str) -> tuple[frozenset[str], frozenset[str]]:
    table = read_lexicon("modes")[language]
    return frozenset(table["recounts"]), frozenset(table["recounted"])


def find_recounts(sentence: Sentence, language: str) -> list[int]:
    """Where somebody puts a toll anew: "raised the death toll", "a revu jeudi le bilan"."""
    verbs, tolls = _recounts(language)
    if tolls.isdisjoint(sentence.present):
        return []
    words = verbs.intersection(sentence.present)
    return sorted(
        at for word in words for at in sentence.where[word] if not tolls.isdisjoint(sentence.norms[at + 1 : at + 6])
    )


def _find_late_deaths(sentence: Sentence, language: str) -> set[int]:
    """Where somebody dies of wounds of another day: "ont succombé mardi à leurs blessures"."""
    norms, where = sentence.norms, sentence.where
    if language == "fr":
        return {at for word in ("succombe", "succomber") if word in where for at in where[word]}
    died = {at for word in ("died", "succumbed") if word in where for at in where[word]}
    return {at for at in died if WOUNDS.intersection(norms[max(0, at - 2) : at] + norms[at + 1 : at + 7])}


def _find_rites(sentence: Sentence, triggers: Sequence[Trigger], language: str) -> set[int]:
    """Where a funeral or a homage takes place: "les obsèques des neuf gendarmes tués ont eu lieu mardi"."""
    rites, held = _rites(language)
    first = min((sentence.where[word][0] for word in rites.intersection(sentence.present)), default=None)
    if first is None or any(one.first < first for one in triggers):
        return set()  # "the attack on the funeral took place on Monday"
    return {at for word in held.intersection(sentence.present) for at in sentence.where[word] if at > first}


@cache
def _rites(language: str) -> tuple[frozenset[str], frozenset[str]]:
    table = read_lexicon("modes")[language]
    return frozenset(table["rites"]), frozenset(table["held"])


def _is_beside(sentence: Sentence, found: FoundDate, events: Sequence[Spot]) -> bool:
    """Does a mere year stand with an event: "in 2015 gunmen killed", "killed in 1998"; not "a treaty of 1914"?"""
    if found.first <= 2 or found.kind != "absolute":
        return True
    return any(
        0 < found.first - last <= YEAR_REACH and COMMAS.isdisjoint(sentence.norms[last + 1 : found.first])
        for _, last in events
    )


def is_stray(found: FoundDate, spots: Sequence[Trigger | FoundToll], published: date | None) -> bool:
    """Is it a day long gone that stands far from the deed: "killed by men who fight the order set up in March 1998"?"""
    day = found.end or found.start
    if published is None or day is None or day >= published - FRESH or found.first <= 2:
        return False
    if any(one.first > found.last for one in spots):
        return False
    return min((found.first - one.last for one in spots), default=0) > STRAY_REACH


@cache
def _silent(language: str) -> frozenset[str]:
    return frozenset(read_lexicon("modes")[language]["not_speech"])


@remembered
def find_speech(sentence: Sentence, language: str) -> tuple[int, ...]:
    """Where somebody speaks in a sentence; "Borno State" and "un poste avancé" say nothing."""
    speech, silent = load_words(language).speech, _silent(language)
    if speech.isdisjoint(sentence.present):
        return ()
    return tuple(
        at
        for at, token in enumerate(sentence.tokens)
        if (token.norm in speech or sentence.lemmas[at] in speech)
        and token.norm not in silent
        and not (token.norm == "dire" and token.is_capital)  # the town of Diré
    )


def is_headed(sentence: Sentence, found: FoundDate) -> bool:
    """A day at the head of a line of a digest: "9 October - Gunmen claim ...", "Lundi 3 mars : ..." """
    after = sentence.tokens[found.last + 1 : found.last + 2]
    return found.first <= 1 and bool(after) and after[0].text in (":", "-", "–", "—") and sentence.index > 0


def _is_side(sentence: Sentence, found: FoundDate) -> bool:
    """ "au lendemain d'une autre attaque" dates nothing but the order of two events, "as of 9 June" a count."""
    before = sentence.norms[max(0, found.first - 2) : found.first]
    if before in AS_OF or (found.first > 1 and before[-1:] == ("au",) and before[0] in (",", "(")):
        return True
    norms = sentence.norms[found.last + 1 : found.last + 3]
    if found.first <= 1 and (found.offset_days or 0) < 0 and sentence.index and norms[1:] and norms[1] in THIS:
        return False  # "La veille de cette attaque, le village de Séguélon avait été visé"
    return found.start is None and found.kind == "anaphoric" and bool(norms) and norms[0] in SIDES


def _is_told(
    sentence: Sentence, found: FoundDate, events: Sequence[Spot], speech: Sequence[int], language: str
) -> bool:
    """Does a date say when somebody spoke, came or mourned, not when it happened?

    "told the agency on Wednesday", "Vendredi, l'armée a annoncé"; but "has claimed the July 22 raid".
    """
    tokens = sentence.tokens
    joined = [first for first, _ in events if 0 < first - found.last <= 2 and first - 1 not in speech]
    if language == "en" and any(tokens[first - 1].norm not in COMMAS for first in joined):
        return False  # "the July 22 raid", "Saturday's carnage"
    if language == "en" and found.last + 1 in speech and "on" in sentence.norms[max(0, found.first - 1) : found.first]:
        return True  # "after talk of six dead, the government on Thursday said"
    left_event = max((last for _, last in events if last < found.first), default=-1)
    if language == "en" and left_event >= 0 and sentence.lemmas[found.last + 1 : found.last + 2] in PROMPTING:
        return True  # "the killing of two priests today prompted a meeting"
    since = max((at for at in range(max(0, found.first - 10), found.first) if tokens[at].norm in SINCE), default=-1)
    if since > left_event:
        return True
    left_speech = max((at for at in speech if at < found.first), default=-1)
    if left_speech >= left_event and _is_day_of_speech(sentence, found, left_speech, events):
        return True
    if left_event < 0 and _is_aftermath(sentence, found, language):
        return True
    if left_event >= 0 and left_event > left_speech:
        return False
    aside = _find_aside(sentence, found)
    right_event = min((first for first, _ in events if first > found.last), default=10_000)
    right_speech = min((at for at in speech if at > aside), default=10_000)
    # "Mardi, le Groupe de soutien à l'islam et aux musulmans (JNIM), lié à Al-Qaïda, a revendiqué l'attaque"
    reach = FRONTED if found.first <= 1 and aside == found.last else 10
    return right_speech < right_event and right_speech - found.last <= reach


def _find_aside(sentence: Sentence, found: FoundDate) -> int:
    """The last token of a date at the start, with the clause behind it: "On 3 May, while a curfew ordered ..., men"."""
    norms = sentence.norms[found.last + 1 : found.last + 3]
    if found.first > 2 or len(norms) < 2 or norms[0] != "," or norms[1] not in MEANWHILE:
        return found.last
    return next((at for at in sentence.where[","] if at > found.last + 2), found.last)


def _is_day_of_speech(sentence: Sentence, found: FoundDate, speech: int, events: Sequence[Spot]) -> bool:
    """ "told the agency on Wednesday", "a annoncé, samedi, que", "..., indique le communiqué, mardi 21 janvier." """
    if speech < 0:
        return False
    tokens = sentence.tokens
    between = sentence.norms[speech + 1 : found.first]
    after = tokens[found.last + 1].norm if found.last + 1 < len(tokens) else "."
    # "signed an agreement with President X's government on 8 March": with "on" the day is the verb's, however far.
    reach = ON_REACH if between[-1:] in (("on",), ("le",)) else 8
    if len(between) <= reach and not any(norm in COMMAS for norm in between):
        return True
    aside = bool(between) and "," in between[-3:] and not any(norm in WHICH for norm in between)
    if len(between) <= 12 and aside and between.count(",") == 1 and after in (",", "que", "qu'", "that"):
        return True
    ends = found.last + 2 >= len(tokens) or after in (".", "(", '"', "»")
    return ends and aside and len(between) <= 20 and not any(first > speech for first, _ in events)


def _is_aftermath(sentence: Sentence, found: FoundDate, language: str) -> bool:
    """ "Shares fell on Thursday after gunmen ambushed": the day of what came after."""
    verbs = read_lexicon("modes")[language]["aftermath"]
    norms = sentence.norms[found.last + 1 : found.last + 3]
    return bool(norms) and norms[0] in AFTER and any(lemma in verbs for lemma in sentence.lemmas[: found.first])


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
