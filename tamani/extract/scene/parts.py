"""A sentence cut where it tells of several events: each with its own words of violence, days, places and figures."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tamani.extract.counts.tolls import FoundToll
from tamani.extract.details.role_words import FoundRole
from tamani.extract.document import Sentence
from tamani.extract.scene.days import dates_exclude
from tamani.extract.scene.kinds import Trigger
from tamani.extract.scene.listed_deeds import find_own_victims, is_joined
from tamani.extract.scene.modes import is_another
from tamani.extract.scene.places import conflict, place_tokens
from tamani.extract.scene.recall import is_aside
from tamani.extract.when.dates import FoundDate
from tamani.records import Toponym
from tamani.words import Token

COUNTING = frozenset(("another", "over", "some", "about", "around", "plus", "environ", "quelque", "more"))
CLAUSE = frozenset(
    (",", ";", ":", "(", ")", "que", "qu'", "that", "who", "qui", "which", "alors", "while", "lorsque", "when", "quand")
)
OPENING = 2  # tokens before it: "In", "Au", "While in"
AND = frozenset(("and", "et"))
LED_IN = frozenset(("in", "during", "dans", "lors"))


class Part(Struct):
    """A frame in the making."""

    triggers: list[Trigger]
    tolls: list[FoundToll]
    dates: list[FoundDate]
    places: list[Toponym]
    roles: list[FoundRole]


def cut_parts(sentence: Sentence, whole: Part, language: str) -> tuple[list[Part], set[int]]:
    """One part, or several with their own dates, places or victims; and the first tokens of listed deeds."""
    parts = _pass_on(sentence, _attach(sentence, whole.triggers, whole.dates, whole.places))
    merged: list[Part] = []
    alone = find_own_victims(sentence, whole.triggers, whole.roles)
    for part in parts:
        if not merged:
            merged.append(part)
            continue
        if part.triggers and part.triggers[0].first in alone:
            if is_joined(sentence, part.triggers[0].first):
                # "The kidnapping of a nurse and the murder of a trader in Kumba on Monday": both there, and then.
                merged[-1].dates = merged[-1].dates or list(part.dates)
                merged[-1].places = merged[-1].places or list(part.places)
            merged.append(part)
            continue
        another = any(_is_new(sentence, trigger, language) for trigger in part.triggers)
        begun = any(not trigger.harm for trigger in merged[-1].triggers)
        aside = any(is_aside(sentence, trigger, part.dates) for trigger in part.triggers)
        if not (another and begun) and not aside and not _differ(merged[-1], part):
            _join(merged[-1], part)
        else:
            if not (merged[-1].dates or aside) and _follows_and(sentence, part):
                merged[-1].dates = list(part.dates)  # "killed 21 in Niger and shot nine in Benin on Saturday"
            merged.append(part)
    for toll in whole.tolls:
        _part_near(merged, toll.first).tolls.append(toll)
    for role in whole.roles:
        _part_near(merged, role.first).roles.append(role)
    return merged, alone


def _follows_and(sentence: Sentence, part: Part) -> bool:
    return bool(part.triggers) and sentence.norms[part.triggers[0].first - 1] in AND


def _join(one: Part, two: Part) -> None:
    one.triggers += two.triggers
    one.dates += two.dates
    one.places += two.places


def _pass_on(sentence: Sentence, parts: list[Part]) -> list[Part]:
    """ "... in Mali and killed 12 in an ambush in Niger": what follows "and" goes with what comes next."""
    kept: list[Part] = []
    for at, part in enumerate(parts):
        following = parts[at + 1] if at + 1 < len(parts) else None
        first = part.triggers[0].first if part.triggers else 0
        if (
            at
            and following is not None
            and not (part.dates or part.places)
            and following.places
            and sentence.norms[first - 1] in AND
            and not AND.union(CLAUSE).intersection(sentence.norms[first : following.triggers[0].first])
        ):
            following.triggers = [*part.triggers, *following.triggers]
        else:
            kept.append(part)
    return kept


def _is_new(sentence: Sentence, trigger: Trigger, language: str) -> bool:
    """ "Another attack", where it is not the way the one before it is told: "abducted in a separate raid"."""
    if not is_another(sentence, trigger, language):
        return False
    return LED_IN.isdisjoint(sentence.norms[max(0, trigger.first - 3) : trigger.first]) or any(
        token.norm in CLAUSE for token in sentence.tokens[max(0, trigger.first - 5) : trigger.first]
    )


def _part_near(parts: Sequence[Part], first: int) -> Part:
    """The part of a sentence whose words of violence stand nearest to a token."""
    if len(parts) == 1:
        return parts[0]
    return min(parts, key=lambda part: min((abs(one.first - first) for one in part.triggers), default=0))


def _attach(
    sentence: Sentence, triggers: Sequence[Trigger], dates: Sequence[FoundDate], places: Sequence[Toponym]
) -> list[Part]:
    """Each date and place to its nearest trigger, those before the first one to the first."""
    if len(triggers) < 2:
        return [Part(list(triggers), [], list(dates), list(places), [])]
    parts = [Part([trigger], [], [], [], []) for trigger in triggers]
    spots = [(trigger.first, trigger.last) for trigger in triggers]
    for found in dates:
        ahead = _find_led_in(sentence, found, spots)
        at = _nearest(sentence, (found.first, found.last), spots) if ahead is None else ahead
        parts[at].dates.append(found)
    for toponym in places:
        parts[_nearest(sentence, place_tokens(sentence, toponym), spots)].places.append(toponym)
    return parts


def _find_led_in(sentence: Sentence, found: FoundDate, spots: Sequence[tuple[int, int]]) -> int | None:
    """ "Killed 137 in March and, the following month, fifty were killed": the date leads in what comes next."""
    before = [norm for norm in sentence.norms[max(0, found.first - 2) : found.first] if norm != ","]
    if found.kind != "anaphoric" or not before or before[-1] not in AND:
        return None
    return next((at for at, (first, _) in enumerate(spots) if first > found.last), None)


def _nearest(sentence: Sentence, span: tuple[int, int], spots: Sequence[tuple[int, int]]) -> int:
    best, best_cost = 0, 1e9
    for at, (first, last) in enumerate(spots):
        between = sentence.tokens[last + 1 : span[0]] if last < span[0] else sentence.tokens[span[1] + 1 : first]
        clauses = sum(token.norm in CLAUSE for token in between) + _counts_on(between)
        cost = len(between) + 4.0 * clauses + (3.0 if first > span[1] else 0.0)
        if cost < best_cost:
            best, best_cost = at, cost
    return best


def _counts_on(between: Sequence[Token]) -> int:
    """ "Forty died in an attack in July and over 20 in another in May": a second count begins a clause of its own."""
    return sum(
        one.norm in ("and", "et") and (two.is_number or two.norm in COUNTING or (three.is_number))
        for one, two, three in zip(between, between[1:], between[2:], strict=False)
    )


def _differ(one: Part, two: Part) -> bool:
    """Do two parts of a sentence have dates or places that exclude each other?"""
    if one.dates and two.dates and dates_exclude(one.dates, two.dates):
        return True
    if not (one.places and two.places):
        return False
    return conflict(two.places, one.places) or lie_in_other_countries(one.places, two.places)


def lie_in_other_countries(ones: Sequence[Toponym], others: Sequence[Toponym]) -> bool:
    """Are the countries of some places known, and all of them others than those of other places?"""
    here, there = _list_countries(ones), _list_countries(others)
    return bool(here and there) and not here & there


def _list_countries(places: Sequence[Toponym]) -> set[str]:
    """The countries that places lie in; "near the border with Niger" lies in none for sure."""
    sure = (one.place.country for one in places if one.relation != "reference" and one.feature != "border")
    return {country for country in sure if country is not None}


def open_with_country(sentence: Sentence, places: Sequence[Toponym]) -> str | None:
    """The country that a sentence opens with: "Au Mali, neuf personnes ont été tuées"."""
    rows = [one for one in places if one.feature == "country" and one.relation is None]
    return next((one.place.country for one in rows if place_tokens(sentence, one)[0] <= OPENING), None)
