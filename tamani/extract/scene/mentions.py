"""Mentions with their claims, from the events of a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct, structs

from tamani.extract.counts.tolls import FoundToll
from tamani.extract.lexicon import read_wording
from tamani.extract.scene.days import BY_DATELINE, find_recounts, find_speech
from tamani.extract.scene.events import OLD_DAYS, Draft
from tamani.extract.scene.frames import Frame
from tamani.extract.scene.kinds import Trigger, main_kind, specify
from tamani.extract.scene.main_day import choose_date, weigh
from tamani.extract.scene.news import News
from tamani.extract.scene.persons import person_claims
from tamani.extract.scene.places import (
    choose_place,
    fineness,
    is_doubtful,
    is_sharp,
    name_village,
    names_streets,
)
from tamani.extract.scene.sides import is_fight
from tamani.extract.scene.weapons_told import is_bombed, is_shot
from tamani.fields import make_claim
from tamani.records import (
    Claim,
    DateValue,
    Mention,
    MentionId,
    Mode,
    Part,
    PlaceValue,
    Reading,
    Stance,
    TollValue,
    Toponym,
    Who,
)
from tamani.words import fold


class Said(Struct, frozen=True):
    """Who says a figure, in what manner."""

    said_by: str | None = None
    speaker: str | None = None
    via: tuple[str, ...] = ()
    stance: Stance = Stance.ASSERTED


FRESH_DAYS = 7  # news without a date is of the week before it was sent


def name_mention(reading: Reading, number: int) -> MentionId:
    """The id of the n-th mention of a reading."""
    return MentionId(f"{reading.report}:{reading.version[:12]}:m{number}")


def rank_places(draft: Draft) -> list[tuple[Toponym, float]]:
    """The place names of an event with the weight of their sentences."""
    return [(place, weigh(frame)) for frame in draft.frames for place in frame.places]


def place_claims(draft: Draft, reading: Reading, mention: MentionId, news: News) -> list[Claim]:
    """The place of the event first, then other scenes of the same level; else the country the report speaks of."""
    home = news.home
    chosen = name_village(choose_place(rank_places(draft)))
    if news.town is not None and draft.main and not any(is_sharp(place) for place in chosen):
        return [make_claim(reading, "place", news.town.place, news.town.span, mention=mention, rule="places.dateline")]
    if news.police is not None and draft.main and all(is_doubtful(place, news.police) for place in chosen):
        seat = news.police
        return [make_claim(reading, "place", seat.place, seat.span, mention=mention, rule="places.police")]
    streets = any(names_streets(frame.sentence, reading.language or "en") for frame in draft.frames)
    if news.only is not None and streets and not any(is_sharp(place) for place in chosen):
        place = structs.replace(news.only.place, precision=2)
        return [make_claim(reading, "place", place, news.only.span, mention=mention, rule="places.dateline")]
    if not chosen and home is not None and not draft.entry:
        return [make_claim(reading, "place", home.place, home.span, mention=mention, rule="places.home")]
    if not chosen:
        return []
    best = fineness(chosen[0])
    if best == 0:
        # Several countries and no place in them: the headline's ("Bénin : ..."), else the first.
        titled = [place for place in chosen if place.span.part is Part.TITLE]
        chosen = tuple(titled[:1]) or chosen[:1]
    rows = [place for place in chosen if place is chosen[0] or (fineness(place) == best and place.relation is None)]
    if chosen[0].place.lat is None and len(rows) == 1:
        # "Webster Township", "northern Rice County": of a village that nobody knows, the district is said beside it.
        rows += [place for place in chosen[1:] if place.feature == "admin2" and place.relation is None][:1]
    if (town := news.towns.get(fold(rows[0].place.name))) is not None:
        # "Le quartier Faladié, à Bamako": the town, and beside it its quarter.
        rows = [town, *(place for place in rows if fold(place.place.name) != fold(town.place.name))]
    return [
        make_claim(reading, "place", _add_country(_bare(place.place), home), place.span, mention=mention, rule=rule)
        for place in rows
        for rule in [_name_rule(place)]
    ]


def _name_rule(place: Toponym) -> str:
    """The rule that a place was read by, for its reliability."""
    if place.relation is not None:
        return "places.capital" if place.relation == "capital" else "places.relation"
    if place.place.lat is None:
        return "places.unknown_name"
    return f"places.{place.feature}" if place.feature in ("town", "site", "country", "area") else "places.district"


def _add_country(place: PlaceValue, home: Toponym | None) -> PlaceValue:
    """A village that no gazetteer knows lies in the country that the report speaks of."""
    if place.country is not None or place.lat is not None or home is None:
        return place
    return structs.replace(place, country=home.place.country)


def _bare(place: PlaceValue) -> PlaceValue:
    """A whole country or half of one is named without a point: its centre is no place of an event."""
    if place.precision is not None and place.precision >= 5 and (place.radius_km or 999.0) > 150:
        return structs.replace(place, lat=None, lon=None)
    return place


def toll_claims(draft: Draft, reading: Reading, mention: MentionId, said: dict[tuple[int, int], Said]) -> list[Claim]:
    """The figures of an event, one claim each; the headline's only where the text does not carry it."""
    claims: list[Claim] = []
    seen: set[tuple[object, ...]] = set()
    body = [frame for frame in draft.frames if not frame.is_title]
    title = [frame for frame in draft.frames if frame.is_title]
    for frame in [*body, *title]:
        for toll in frame.tolls:
            if toll.cumulative or (toll.low is None and toll.high is None and toll.field not in ("killed", "injured")):
                continue
            if toll.field == "injured" and _is_of_the_dead(frame, toll, draft):
                continue
            who = said.get((frame.sentence.index, toll.first), Said())
            figure = (toll.field, toll.low, toll.high)
            if frame.is_title and (
                any(row[:3] == figure for row in seen)
                or _is_told_already(toll, claims)
                or any(_covers(row, toll) for row in seen)
            ):
                continue
            key = (*figure, toll.who, who.said_by)
            if key in seen:
                continue
            seen.add(key)
            claims.append(_toll_claim(frame, toll, who, reading, mention))
    return claims


def _is_of_the_dead(frame: Frame, toll: FoundToll, draft: Draft) -> bool:
    """ "Three people with gunshot wounds", where three are dead: the wounds they died of."""
    words = frame.sentence.words(toll.first, toll.last).lower()
    if "gunshot wound" not in words and "par balle" not in words:
        return False
    return any(
        other.field == "killed" and (other.low or 0) >= (toll.low or 1) for one in draft.frames for other in one.tolls
    )


def _is_told_already(toll: FoundToll, claims: list[Claim]) -> bool:
    """Does the text carry the headline's figure, at once or group by group ("64 dead": 49 civilians and 15 soldiers)?

    "Many dead" over a text with figures says nothing more.
    """
    own = [claim.value for claim in claims if claim.field == toll.field and isinstance(claim.value, TollValue)]
    if toll.low is None and toll.high is None:
        return bool(own)
    groups: dict[Who, int] = {}
    for value in own:
        count = value.low or value.high or 0
        groups.setdefault(value.who, count)
        loose = toll.qualifier is not None and abs(count - (toll.low or count)) <= count / 10
        within = (
            toll.low is not None and toll.high is not None and toll.low < toll.high and toll.low <= count <= toll.high
        )
        if (loose or within) and (toll.who in (value.who, Who.UNKNOWN)):
            return True
    people = sum(count for who, count in groups.items() if who is not Who.ATTACKERS)
    every = sum(value.low or value.high or 0 for value in own if value.scope is None and value.who is not Who.ATTACKERS)
    return toll.low in (people, sum(groups.values()), every)


def _covers(row: tuple[object, ...], toll: FoundToll) -> bool:
    """Does a figure of the text say what the headline says more loosely ("au moins 21" and "21")?"""
    return row[0] == toll.field and toll.low is not None and row[1] == toll.low


def _lead_up(frame: Frame, toll: FoundToll, language: str) -> tuple[str, ...]:
    """What stands before a figure, since the one before: "which first told of eight, revised the toll to 54"."""
    sentence, earlier = frame.sentence, [one.last for one in frame.tolls if one.last < toll.first]
    told = {*find_speech(sentence, language), *find_recounts(sentence, language)} if earlier else set()
    # "An earlier toll told of eight dead, five of them soldiers": nobody speaks anew between the two.
    begin = max((last for last in earlier if any(last < at < toll.first for at in told)), default=-1)
    return sentence.norms[begin + 1 : toll.first]


def _toll_claim(frame: Frame, toll: FoundToll, who: Said, reading: Reading, mention: MentionId) -> Claim:
    scope = toll.scope
    if scope is None and read_wording("tolls", "old").stands_among(_lead_up(frame, toll, reading.language or "en")):
        scope = "old"  # "54, according to the army, which had first announced eight"
    elif scope is None and frame.joint:
        scope = "joint"
    # "No student was abducted, the police said": they assert that there were none.
    stance = Stance.ASSERTED if toll.high == 0 and who.stance is Stance.DENIED else who.stance
    if toll.doubted and stance is Stance.ASSERTED:
        stance = Stance.DOUBTED
    return make_claim(
        reading,
        toll.field,
        TollValue(toll.low, toll.high, toll.who, toll.qualifier, scope),
        frame.sentence.span_of(toll.first, toll.last),
        mention=mention,
        rule="tolls.title" if frame.is_title else toll.rule,
        stance=stance,
        said_by=who.said_by,
        speaker=who.speaker,
        via=who.via,
    )


LED_TO = ("arrest", "strike_work_stoppage")
RESPONSES = ("air_drone_strike", "arrest", "disrupted_plot", "protest")


def _is_answered(draft: Draft, frame: Frame, response: str) -> bool:
    """Does a frame come after the attack it answers: air strikes, arrests, marches?"""
    if frame.is_title:
        return False
    first = next((one for one in draft.frames if not one.is_title and one.triggers), None)
    if first is None or first.sentence.index >= frame.sentence.index:
        return False
    others = [trigger for trigger in first.triggers if trigger.kind not in RESPONSES]
    # "Twelve fighters died. The air strike hit ...": deaths alone may be the strike's.
    return any(response == "arrest" or (trigger.strength and not trigger.harm) for trigger in others)


def _largest(draft: Draft, field: str) -> int:
    return max((toll.low or 0 for frame in draft.frames for toll in frame.tolls if toll.field == field), default=0)


def judge_kind(draft: Draft, language: str) -> tuple[str, Trigger | None, Frame]:
    """The kind of the event, with the words that say so."""
    # What comes late ("une frappe de drone avait eu lieu en mai") says little of the kind.
    rows = [
        (trigger, weigh(frame) if frame.sentence.index <= 4 else 0.5)
        for frame in draft.frames
        for trigger in frame.triggers
        if trigger.kind not in RESPONSES or not _is_answered(draft, frame, trigger.kind)
    ]
    if _largest(draft, "killed") > 3:
        # "The targeted killing of 40 civilians" is no assassination.
        rows = [row for row in rows if row[0].kind != "assassination"]
    if not rows and not any(frame.triggers for frame in draft.frames):
        return _kind_of_figures(draft), None, draft.frames[0]
    if any(trigger.harm and frame.names_hit for frame in draft.frames for trigger in frame.triggers):
        # "Two men were held over the murder of the mayor", "judges struck after it": the deed, not what it led to.
        rows = [row for row in rows if row[0].kind not in LED_TO]
    if _largest(draft, "killed") and any(_is_deed(row[0]) for row in rows):
        # "A general strike over the attack that left nine dead", "seized arms of those who killed the senator"
        beside = ("strike_work_stoppage",) if _is_found_after(draft) else ("strike_work_stoppage", "disrupted_plot")
        rows = [row for row in rows if row[0].kind not in beside]
    told = {trigger.kind for trigger, weight in rows if weight > 1.0}
    kind = specify(main_kind(rows, _largest(draft, "killed") > 0), told)
    if kind == "armed_attack" and "abduction" in told and _largest(draft, "abducted") > 3 * _largest(draft, "killed"):
        kind = "abduction"  # a raid on a school that took 280 pupils
    if kind == "abduction" and _is_raid(draft):
        kind = "armed_attack"
    if kind == "armed_attack" and is_bombed(draft.frames):
        return "bombing", *_find_anchor(draft, ("bombing", kind))
    if kind == "bombing" and is_shot(draft.frames):
        return "armed_attack", *_find_anchor(draft, ("armed_attack", kind))
    if kind == "armed_attack" and is_fight(draft.frames, language):
        return "armed_clash", *_find_anchor(draft, ("armed_clash", kind))
    return kind, *_find_anchor(draft, (kind,))


def _is_found_after(draft: Draft) -> bool:
    """ "A bomb was defused near the airport after blasts that killed 200": the find is the news, and not the blasts."""
    first = next((one for one in draft.frames if one.triggers and not one.is_title), draft.frames[0])
    finds = [one.last for one in first.triggers if one.kind == "disrupted_plot"]
    tolls = [one.first for one in first.tolls if one.field == "killed"]
    between = first.sentence.norms[min(finds) : max(tolls)] if finds and tolls else ()
    return "after" in between or "apres" in between


def _is_deed(trigger: Trigger) -> bool:
    """Is it violence of itself: an attack, a blast, a killing?"""
    return trigger.strength > 0 and trigger.kind not in (*LED_TO, *RESPONSES)


def _is_raid(draft: Draft) -> bool:
    """ "Ten soldiers were killed in an ambush. ... Sixteen were taken": the lead tells of an attack that killed.

    "27 fishermen were killed and four taken" is one, too; "a man was killed and 18 taken" is an abduction.
    """
    lead = next((frame for frame in draft.frames if frame.triggers and not frame.is_title), None)
    killed, taken = _largest(draft, "killed"), _largest(draft, "abducted")
    if lead is None or not any(toll.field == "killed" for toll in lead.tolls):
        return False
    also = any(trigger.kind == "abduction" for trigger in lead.triggers)
    return 0 < taken < killed if also else taken <= 3 * killed


def _rule_kind(kind: str, trigger: Trigger | None) -> str:
    """What construction gave the kind: a word that names it, a general word, a fight made out, or figures alone."""
    if trigger is None:
        return "kinds.figures"
    if trigger.kind != kind:
        return "kinds.fight" if kind == "armed_clash" else "kinds.inferred"
    if trigger.harm:
        return "kinds.harm"
    return "kinds.named" if trigger.strength > 1 else "kinds.general"


FIGURED = {"abducted": "abduction", "detained": "arrest", "displaced": "displacement", "missing": "other"}


def _kind_of_figures(draft: Draft) -> str:
    """The kind of an event that is told by its figures alone: "six prisoners were taken", "5,000 people fled"."""
    fields = [toll.field for frame in draft.frames for toll in frame.tolls]
    if "killed" in fields or "injured" in fields or not fields:
        return "armed_attack"
    return next((FIGURED[field] for field in fields if field in FIGURED), "armed_attack")


def _find_anchor(draft: Draft, kinds: Sequence[str]) -> tuple[Trigger | None, Frame]:
    """The first words that say one of these kinds, in their order; else the first that say any."""
    for kind in kinds:
        for frame in draft.frames:
            for trigger in frame.triggers:
                if trigger.kind == kind:
                    return trigger, frame
    for frame in draft.frames:
        if frame.triggers:
            return frame.triggers[0], frame
    return None, draft.frames[0]


def judge_draft(draft: Draft, day: DateValue | None, main_day: DateValue | None, published: date | None) -> Mode:
    """Is it news in this report, or only recalled? What happened on the day of the news is news."""
    if draft.main or draft.entry or (day is not None and day == main_day):
        return Mode.ACTUAL
    if all(frame.past for frame in draft.frames):
        return Mode.BACKGROUND
    if day is not None and published is not None and day.end < published - timedelta(days=OLD_DAYS):
        return Mode.BACKGROUND
    return Mode.ACTUAL


def _is_meanwhile(draft: Draft, language: str) -> bool:
    """ "Meanwhile a bus was burned": told beside the news, in words that count it in, and without a day of its own."""
    told = [frame for frame in draft.frames if frame.triggers]
    if draft.main or not told or any(frame.past or frame.old for frame in told):
        return False
    return read_wording("modes", "meanwhile", language).stands_in(told[0].sentence)


def _is_of_today(draft: Draft, news: News) -> bool:
    """Is it news of a dispatch whose main event happened on the day it was sent? Then what it lists beside is fresh."""
    if news.day is None or news.sent is None or news.day != DateValue(news.sent.day, news.sent.day):
        return False
    told = [frame for frame in draft.frames if frame.triggers]
    return bool(told) and not draft.main and not any(frame.past or frame.old or frame.dates for frame in told)


def build_mention(
    draft: Draft, number: int, reading: Reading, said: dict[tuple[int, int], Said], news: News
) -> Mention:
    """One mention with its claims: kind, date, places, tolls."""
    name = name_mention(reading, number)
    kind, trigger, frame = judge_kind(draft, reading.language or "en")
    anchor = frame.sentence.span_of(trigger.first, trigger.last) if trigger else frame.sentence.span
    claims = [make_claim(reading, "kind", kind, anchor, mention=name, rule=_rule_kind(kind, trigger))]
    day = choose_date(draft, None if draft.main else news.day)
    if day is not None:
        claims.append(make_claim(reading, "date", day[0], day[1], mention=name, rule=day[2]))
    elif (
        news.day is not None
        and news.words is not None
        and (_is_meanwhile(draft, reading.language or "en") or _is_of_today(draft, news))
    ):
        claims.append(make_claim(reading, "date", news.day, news.words, mention=name, rule="dates.meanwhile"))
    elif news.sent is not None and not all(frame.past for frame in draft.frames):
        latest = DateValue(news.sent.day - timedelta(days=FRESH_DAYS), news.sent.day)
        claims.append(make_claim(reading, "date", latest, news.sent.span, mention=name, rule=BY_DATELINE))
    claims += place_claims(draft, reading, name, news)
    claims += toll_claims(draft, reading, name, said)
    claims += person_claims(draft, reading, name, claims)
    published = reading.published.date() if reading.published else None
    mode = judge_draft(draft, day[0] if day else None, news.day, published)
    return Mention(
        id=name, report=reading.report, version=reading.version, name=f"m{number}", kind=kind, mode=mode, anchor=anchor,
        claims=tuple(claims),
    )  # fmt: skip
