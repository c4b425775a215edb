"""Which frames of a report tell of one event: the news, and apart from it what is only recalled or lies elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct, structs

from tamani.extract.scene.aftermath import lend_aftermath
from tamani.extract.scene.days import dates_exclude, overlap
from tamani.extract.scene.emptiness import tells_nothing
from tamani.extract.scene.frames import Frame
from tamani.extract.scene.identity import (
    all_roles,
    is_other_deed,
    is_other_person,
    is_other_thing,
    is_other_town,
    persons_hit,
    share_hit,
    share_person,
)
from tamani.extract.scene.lists import gather_entries
from tamani.extract.scene.parts import lie_in_other_countries, open_with_country
from tamani.extract.scene.places import conflict, distance_km, fineness
from tamani.extract.scene.recall import LONG_AGO
from tamani.extract.scene.references import goes_on, takes_up_people
from tamani.extract.when.dates import FoundDate
from tamani.records import Mode, Toponym
from tamani.words import fold

SCENE_KM = 80.0  # villages of one raid, as the reports on Bankass and Diallassagou tell it
LONG_NAME = 4
RIGHT_THERE = frozenset(
    (step, article, place)
    for step, article in (("dans", "la"), ("dans", "le"), ("dans", "ce"), ("in", "the"), ("into", "the"))
    for place in ("localite", "village", "bourgade", "hameau", "hamlet", "settlement")
)
OLD_DAYS = 30  # what lies further back than this is no news of its own


class Draft(Struct):
    """An event in the making: its frames in reading order."""

    frames: list[Frame]
    main: bool = False
    entry: bool = False  # of a list of incidents, each of them news

    def dates(self) -> list[FoundDate]:
        return [found for frame in self.frames for found in frame.dates if found.start is not None]

    def places(self) -> list[Toponym]:
        return [place for frame in self.frames for place in frame.places]


def separate_events(frames: Sequence[Frame], published: date | None) -> list[Draft]:
    """The events of a report, the news first; frames that tell of none are left out."""
    entries = gather_entries(frames)
    if entries:
        return [Draft(told, main=told is entries[0], entry=True) for told in entries]
    real = [frame for frame in frames if frame.mode is Mode.ACTUAL and not frame.generic and not frame.is_silent]
    seed = _find_seed(real, published)
    if seed is None:
        return []
    main = Draft([], main=True)
    drafts = [main]
    last = main
    for frame in real:
        if frame.is_title:
            if _agrees(frame, seed):
                main.frames.append(frame)
            continue
        if frame is seed:
            main.frames.append(frame)
            last = main
            continue
        frame = _drop_telling(frame, main)
        chosen = _choose(frame, drafts, last, published)
        if chosen is None:
            chosen = Draft([])
            drafts.append(chosen)
        chosen.frames.append(frame)
        last = chosen
    _lend_place(main, [frame for frame in frames if frame.is_silent and not frame.roles])
    kept = drop_empty([main, *(draft for draft in drafts[1:] if _has_substance(draft))])
    lend_aftermath(kept, frames)
    return kept


def drop_empty(drafts: Sequence[Draft]) -> list[Draft]:
    """The events without those of which a report says nothing but a word of violence; the first left is the news."""
    kept = [draft for draft in drafts if not tells_nothing(draft.frames, draft.main)]
    if kept and not kept[0].main:
        kept[0].main = True
    return kept


def _has_substance(draft: Draft) -> bool:
    """Is enough said of a further event to tell it from others? "The attack of May" alone is a mere allusion."""
    # "Some residents were still missing on Wednesday" counts nobody, and tells of no deed.
    counted = any(toll.low or toll.high or frame.triggers for frame in draft.frames for toll in frame.tolls)
    if counted or any(frame.names_hit for frame in draft.frames):
        return True
    if not any(frame.is_solid for frame in draft.frames):
        return False
    deeds = [trigger for frame in draft.frames for trigger in frame.triggers]
    return any(not trigger.noun for trigger in deeds) or bool(draft.dates() and draft.places())


def _lend_place(main: Draft, silent: Sequence[Frame]) -> None:
    """News without a place of its own happened where the headline or the lead is: "losses at Chinagodrar were ..." """
    if any(fineness(place) + (place.relation is None) >= 3 for place in main.places()):
        return
    known = [place for place in main.places() if place.relation is None]
    lent = next((frame for frame in silent if not conflict(frame.places, known)), None)
    if lent is not None:
        main.frames.append(structs.replace(lent, places=lent.places[:1]))


def _find_seed(real: Sequence[Frame], published: date | None) -> Frame | None:
    """The frame that tells the news: the first of the text that is not told as long past.

    Where the lead is old and nothing fresh has a day or a place of its own, the old event is the news (a report, an
    anniversary).
    """
    body = [frame for frame in real if not frame.is_title and frame.is_strong]
    fresh = [frame for frame in body if not (frame.past or frame.old or _is_old(frame.dates, published))]
    early = [frame for frame in fresh if frame.sentence.index <= 4]
    # "Some of the bodies were found in the bush" stands over the news and counts none.
    early = [frame for frame in early if frame.triggers or any(toll.low for toll in frame.tolls)] or early
    # "Sept personnes ont été interpellées" after an attack is the answer to it.
    early = [frame for frame in early if not frame.is_arrest] or early
    # Protests that go on are the setting of a digest, not its first entry.
    if early and all(frame.is_setting for frame in early):
        early = [frame for frame in fresh if frame.tolls][:1] or early
    lead = next((frame for frame in body if frame.sentence.index <= 2 and not frame.past), None)
    if (
        lead is not None
        and lead not in fresh
        and (lead.places or lead.tolls)
        and not any(frame.dates for frame in early)
    ):
        return lead
    rest = [frame for frame in real if not frame.is_title] or list(real)
    return next(iter([*early, *fresh, *body, *rest]), None)


def is_recalled(draft: Draft, published: date | None) -> bool:
    """Is all that a report tells of an event long past: an anniversary, a book, a trial?"""
    strong = [frame for frame in draft.frames if frame.is_strong and not frame.is_title]
    days = [found.end or found.start for frame in strong if not frame.old for found in frame.dates if found.start]
    if published is not None and any(day >= published - LONG_AGO for day in days if day):
        return False
    return bool(strong) and (strong[0].old or all(frame.old for frame in strong))


def _is_old(dates: Sequence[FoundDate], published: date | None) -> bool:
    if published is None:
        return False
    known = [found.end or found.start for found in dates if found.start is not None]
    return bool(known) and max(day for day in known if day) < published - timedelta(days=OLD_DAYS)


def _agrees(frame: Frame, seed: Frame) -> bool:
    """Can the headline be about this frame? A country in it says little."""
    fine = [place for place in frame.places if fineness(place) >= 2]
    return not conflict(fine, seed.places) and not dates_exclude(frame.dates, seed.dates)


def _choose(frame: Frame, drafts: list[Draft], last: Draft, published: date | None) -> Draft | None:
    """The draft that a frame belongs to; None where it tells of another event."""
    main = drafts[0]
    running = not frame.dates or (last is not main and not dates_exclude(frame.dates, last.dates()))
    if frame.back and not frame.places and running:
        return last
    if frame.revised and not frame.places and not frame.dates:
        return last
    if takes_up_people(frame.sentence) and last is not main and not frame.dates and not frame.places:
        return last  # "Four of them died of it"
    if frame.known and last is not main and not frame.dates and not frame.places and not frame.tolls:
        return last  # "The attackers burned five cars", right after the second event
    if last is not main and (_is_right_there(frame, last) or _stays_in_paragraph(frame, main, last)):
        return last
    # Whoever was murdered is murdered once: the victim's name tells which deed it is.
    own = persons_hit(frame.roles)
    if own:
        told = next((draft for draft in drafts if share_person(own, persons_hit(all_roles(draft.frames)))), None)
        if told is not None and not (told is main and dates_exclude(frame.dates, main.dates())):
            return told
        if is_other_person(frame, main.frames):
            return None
    if frame.listed and not share_hit(frame, main.frames):
        return None
    there = _find_there(frame, drafts, last)
    if there is not None:
        return there
    for is_other in (is_other_thing, is_other_deed):
        if is_other(frame, main.frames):
            rest = (draft for draft in drafts[1:] if not is_other(frame, draft.frames) and _same(frame, draft))
            return next(rest, None)
    if _is_apart(frame, main, published):
        return next((draft for draft in drafts[1:] if not frame.apart and _same(frame, draft)), None)
    if frame.past and last is not main and not frame.dates and not frame.places:
        return last
    return main


def _is_right_there(frame: Frame, last: Draft) -> bool:
    """ "Des hommes ont fait irruption dans la localité": in the village that the sentence before has named."""
    if frame.dates or frame.places or not last.frames[-1].places:
        return False
    norms = frame.sentence.norms
    follows = frame.sentence.index == last.frames[-1].sentence.index + 1
    return follows and any(norms[at : at + 3] in RIGHT_THERE for at in range(len(norms) - 2))


def _stays_in_paragraph(frame: Frame, main: Draft, last: Draft) -> bool:
    """ "In Mogadishu two died on Saturday. ... 'We counted two dead', the police said": a paragraph for itself."""
    if frame.dates or frame.places or not conflict(last.places(), main.places()):
        return False
    own = frame.sentence.paragraph
    told = [one for one in main.frames if one.sentence.paragraph == own]
    return not told and last.frames[0].sentence.paragraph == own


def _find_there(frame: Frame, drafts: Sequence[Draft], last: Draft) -> Draft | None:
    """The further event that a frame goes on with by its village, which the news does not name.

    "Another attack left dozens dead. They stormed the village of Noaka. ... We lost men in Noaka, an elder said."
    """
    named = _name_villages([frame])
    if not named or frame.apart or named & _name_villages(drafts[0].frames):
        return None
    for draft in drafts[1:]:
        if named & _name_villages(draft.frames) and not dates_exclude(frame.dates, draft.dates()):
            return draft
    open_ = last is not drafts[0] and not last.places() and not dates_exclude(frame.dates, last.dates())
    placed = any(fineness(place) > 1 for place in drafts[0].places())
    return last if open_ and placed and not frame.past else None


def _name_villages(frames: Sequence[Frame]) -> set[str]:
    """The towns and villages that frames name, known to a gazetteer or not."""
    places = (place for frame in frames for place in frame.places if place.relation is None)
    return {place.place.name for place in places if place.place.lat is None or fineness(place) >= 3}


def _is_apart(frame: Frame, main: Draft, published: date | None) -> bool:
    """Does a frame tell of something else than the main event? By its day, its place, or its words."""
    if any(found.start is None and found.offset_days for found in frame.dates):
        return bool(frame.places) or not (goes_on(frame.sentence, "en") or goes_on(frame.sentence, "fr"))
    if frame.old and frame.tolls and not any(one.old for one in main.frames):
        return True  # "In the same place, in 2019, a raid had killed 24"
    if (frame.apart and frame.is_solid) or _is_also_elsewhere(frame, main) or _is_abroad(frame, main):
        return True
    known = main.dates()
    if frame.tolls and (frame.past or frame.other or frame.also) and _is_unknown_elsewhere(frame, main):
        return True
    headed = any(found.first <= 2 for found in frame.dates)
    if frame.past and headed and frame.tolls and not known and any(one.tolls for one in main.frames):
        return True  # "Jeudi, onze gendarmes avaient péri", after an undated count
    if frame.dates and known and dates_exclude(frame.dates, known):
        return True
    if frame.tolls and not frame.definite and _is_looser(frame.dates, known):
        return True
    known_event = frame.definite and not frame.past and frame.triggers[0].noun
    old = _is_old(frame.dates, published) and not known_event
    if frame.dates and not known and (old or frame.other):
        return True
    if frame.places and conflict(frame.places, main.places()) and not _refines(frame, main):
        return True
    if frame.past and any(fineness(place) for place in frame.places) and not main.places():
        return bool(frame.dates or frame.tolls) or not frame.definite
    return frame.other and bool(frame.places or frame.dates) and not _shares(frame, main)


def _is_abroad(frame: Frame, main: Draft) -> bool:
    """Is it told of another country: beside the news in one sentence, or where each sentence opens with its country?"""
    beside = [one for one in main.frames if one.sentence is frame.sentence]
    if any(lie_in_other_countries(frame.places, one.places) for one in beside):
        return True
    towns = [
        [one for one in places if fineness(one) >= 2 or one.relation == "capital"]
        for places in (frame.places, main.places())
    ]
    if frame.tolls and not frame.joint and lie_in_other_countries(*towns):
        return True  # "The group claimed last month's blasts in Uganda's capital that killed 76"
    own = open_with_country(frame.sentence, frame.places)
    told = {open_with_country(one.sentence, one.places) for one in main.frames} - {None}
    return own is not None and bool(told) and own not in told and (bool(frame.tolls) or frame.names_hit)


def _is_also_elsewhere(frame: Frame, main: Draft) -> bool:
    """ "A unit was also attacked in Mondoro", "également dans l'Est": a place of its own beside the news."""
    if not (frame.also or (frame.adds and not frame.known)) or not frame.places:
        return False
    if conflict(frame.places, main.places()) or (bool(frame.tolls) and not _shares(frame, main)):
        return True
    return frame.names_hit and not frame.definite and is_other_town(frame, main.frames)


def _is_unknown_elsewhere(frame: Frame, main: Draft) -> bool:
    """Does it name a village that nobody knows, and not the one of the news?"""
    names = {place.place.name for place in main.places()}
    loose = [place for place in frame.places if place.place.lat is None]
    return bool(loose) and bool(main.places()) and not any(place.place.name in names for place in loose)


def _is_looser(dates: Sequence[FoundDate], known: Sequence[FoundDate]) -> bool:
    """ "Last week 44 died in two raids", where the news has its day: nobody dates the news anew, and less exactly."""
    days = ("day", "hour", "part")
    loose = [found for found in dates if found.start is not None and found.start != found.end]
    return (
        bool(loose)
        and len(loose) == len(dates)
        and any(found.granularity in days and found.start == found.end for found in known)
    )


def _refines(frame: Frame, main: Draft) -> bool:
    """Another place, the same event: said finer, or as the second scene of a common toll.

    "The killings in Diallassagou", after "attacks on three villages in the Bankass area".
    """
    if frame.joint and frame.tolls and not frame.apart:
        return True  # "49 civils tués pour le bateau et pour le camp de Bamba réunis"
    if frame.definite and not frame.past and all(place.place.lat is None for place in frame.places):
        return True  # a name that nobody knows parts nothing
    if frame.definite and not frame.past and _share_word(frame.places, main.places()):
        return (
            True  # "The attack was claimed by X, who says it took posts at Wada and Koudou", after "the Koudou falls"
        )
    if not frame.definite or frame.dates or frame.tolls or frame.past or frame.other:
        return False
    gaps = [distance_km(one.place, two.place) for one in frame.places for two in main.places()]
    return any(gap is not None and gap < SCENE_KM for gap in gaps)


def _share_word(ones: Sequence[Toponym], others: Sequence[Toponym]) -> bool:
    """Is a place of the one called by a word of a place's name of the other: "Koudou", "Chutes de Koudou"?"""
    words = {word for place in others for word in fold(place.place.name).split() if len(word) >= LONG_NAME}
    return any(fold(place.place.name) in words for place in ones)


def _drop_telling(frame: Frame, main: Draft) -> Frame:
    """ "Le groupe a revendiqué l'attaque jeudi", when the attack was on Wednesday: Thursday dates the claim."""
    known = main.dates()
    if not (frame.told and frame.dates and known) or frame.tolls or frame.past or not dates_exclude(frame.dates, known):
        return frame
    first = max((found.end or found.start) for found in known if found.start)
    days = [found.start for found in frame.dates if found.start is not None]
    if first is not None and days and first < min(days) <= first + timedelta(days=OLD_DAYS):
        return structs.replace(frame, dates=())
    return frame


def _shares(frame: Frame, main: Draft) -> bool:
    """Does it name the main event's day or its very place?"""
    if any(overlap(one, two) for one in frame.dates for two in main.dates() if one.start is not None):
        return True
    names = {place.place.name for place in main.places()}
    return any(place.place.name in names for place in frame.places)


def _same(frame: Frame, draft: Draft) -> bool:
    """Is a frame about an event that was told apart before? Only with a day or a place in common."""
    if dates_exclude(frame.dates, draft.dates()) or conflict(frame.places, draft.places()):
        return False
    return _shares(frame, draft)
