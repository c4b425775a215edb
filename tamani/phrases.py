"""Values said to a reader in French or English: dates, tolls, places, actors, speakers.

In comes a value; out go words; nothing here decides what is true or who may see it. The words are in
vocab/phrases.toml.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from datetime import date, datetime
from functools import cache
from typing import Any

from tamani.fields import VOCAB, Vocabulary
from tamani.records import (
    Claim,
    CommitmentValue,
    CredibilityValue,
    DamageValue,
    DateValue,
    DriverValue,
    ImpactValue,
    Incident,
    Origin,
    PartnershipValue,
    PerpetratorValue,
    PlaceValue,
    ReactionValue,
    RecommendationValue,
    TargetValue,
    TollValue,
    Value,
    VictimValue,
    WeaponValue,
)
from tamani.words import fold


@cache
def load_phrases(language: str) -> dict[str, Any]:
    """The phrases of a language; any language but French gets the English ones."""
    loaded = tomllib.loads((VOCAB / "phrases.toml").read_text(encoding="utf-8"))
    phrases: dict[str, Any] = loaded["fr" if language == "fr" else "en"]
    return phrases


def say_number(number: int, language: str) -> str:
    """A number with its thousands parted as the language does.

    >>> say_number(1200, "en"), say_number(1200, "fr") == "1\\u202f200"
    ('1,200', True)
    """
    return f"{number:,}".replace(",", "\u202f") if language == "fr" else f"{number:,}"


def say_day(day: date | datetime, language: str) -> str:
    """A day in words.

    >>> say_day(date(2024, 8, 1), "fr"), say_day(date(2024, 8, 24), "en")
    ('1er août 2024', '24 August 2024')
    """
    phrases = load_phrases(language)
    form = phrases["first_day"] if day.day == 1 else phrases["day"]
    said: str = form.format(day=day.day, month=phrases["months"][day.month - 1], year=day.year)
    return said


def say_dates(value: DateValue | None, language: str) -> str:
    """A day or a range of days in words; a whole month or year by its name.

    >>> say_dates(DateValue(date(2021, 6, 1), date(2021, 6, 30)), "fr")
    'juin 2021'
    """
    phrases = load_phrases(language)
    if value is None:
        return str(phrases["no_date"])
    start, end = value.start, value.end
    if start == end:
        return say_day(start, language)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(phrases["year"].format(year=start.year))
    if (start.year, start.month) == (end.year, end.month):
        month = phrases["months"][start.month - 1]
        if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
            return str(phrases["month"].format(month=month, year=start.year))
        return str(phrases["days"].format(first=start.day, last=end.day, month=month, year=start.year))
    said = phrases["between_days"].format(start=say_day(start, language), end=say_day(end, language))
    return str(said)


def say_count(value: TollValue, language: str) -> str:
    """How many, without of whom.

    >>> say_count(TollValue(12, None), "fr"), say_count(TollValue(None, None), "en"), say_count(TollValue(3, 5), "en")
    ('au moins 12', 'several', '3 to 5')
    """
    phrases = load_phrases(language)
    low, high = value.low, value.high
    if low is None and high is None:
        return str(phrases["several"])
    if high is None:
        return str(phrases["at_least"].format(n=say_number(low or 0, language)))
    if low is None:
        return str(phrases["up_to"].format(n=say_number(high, language)))
    if low == high:
        return say_number(low, language)
    return str(phrases["range"].format(low=say_number(low, language), high=say_number(high, language)))


def is_single(value: TollValue) -> bool:
    """Does a count take the singular? "au moins 1 tué", "1 blessé", "0 tué".

    >>> is_single(TollValue(1, None)), is_single(TollValue(1, 2)), is_single(TollValue(None, None))
    (True, False, False)
    """
    return (value.low if value.high is None else value.high) in (0, 1)


def say_toll(field: str, value: TollValue, language: str) -> str:
    """A toll with what happened to whom.

    >>> from tamani.records import Who
    >>> say_toll("killed", TollValue(12, 12, Who.CIVILIANS), "fr"), say_toll("injured", TollValue(1, 1), "fr")
    ('12 tués (civils)', '1 blessé')
    """
    phrases = load_phrases(language)
    single = is_single(value)
    what = phrases["singular" if single else "plural"][field]
    who = phrases["who_one" if single and value.who.value in phrases["who_one"] else "who"][value.who.value]
    form = phrases["toll_who"] if who else phrases["toll"]
    return str(form.format(n=say_count(value, language), what=what, who=who))


def say_actor(actor: str | None, name: str | None, vocabulary: Vocabulary, language: str) -> str:
    """An actor by its name in the reader's language, else as the reports call it."""
    if actor is not None and actor in vocabulary.actors:
        known = vocabulary.actors[actor]
        return known.fr if language == "fr" else known.en
    return name or actor or str(load_phrases(language)["unknown_actor"])


def say_named_actor(value: PerpetratorValue, vocabulary: Vocabulary, language: str) -> str:
    """Who is said to have done it: a known actor by its name, one that is only described in the words of the report."""
    if value.actor in vocabulary.actors or value.name == "unknown":
        return say_actor(value.actor, None, vocabulary, language)
    return quote_words(value.name, language)


def say_country(country: str | None, vocabulary: Vocabulary, language: str) -> str | None:
    """A country by its name; None stays None."""
    known = vocabulary.countries.get(country or "")
    if known is None:
        return country
    return known.fr if language == "fr" else known.en


def say_place(value: PlaceValue | None, vocabulary: Vocabulary, language: str) -> str:
    """A place with what it lies in.

    >>> say_place(PlaceValue("Djibo", "BF", admin1="Sahel"), Vocabulary({}, {}, {}, {}), "en")
    'Djibo (Sahel, BF)'
    """
    if value is None:
        return str(load_phrases(language)["no_place"])
    within = [value.admin2, value.admin1, say_country(value.country, vocabulary, language)]
    parts = list(dict.fromkeys(part for part in within if part and part != value.name))
    return f"{value.name} ({', '.join(parts)})" if parts else value.name


def say_term(term: str | None, field: str, language: str) -> str:
    """A word of the closed list of a field in the reader's language; "" where the list has no such word.

    >>> say_term("military_base", "target", "fr"), say_term("mine", "weapon", "en"), say_term("mine", "target", "en")
    ('base militaire', 'landmine', 'mining site')
    """
    said: str = load_phrases(language)["term"].get(field, {}).get(term or "", "")
    return said


def quote_words(words: str, language: str) -> str:
    """Words of a report, marked as such: they stay in the report's language.

    >>> quote_words("fighters", "fr"), quote_words("combattants", "en")
    ('«\xa0fighters\xa0»', '“combattants”')
    """
    return str(load_phrases(language)["quote"].format(text=words))


def _say_named(field: str, name: str, term: str | None, language: str) -> str:
    """What reports call a target, victim, weapon or damage, and which word of our list that is.

    “boat” (transport); but “rockets” needs no (rocket) beside it.
    """
    quoted, listed = quote_words(name, language), say_term(term, field, language)
    return quoted if not listed or fold(listed) in fold(name) else f"{quoted} ({listed})"


def say_value(field: str, value: Value, vocabulary: Vocabulary, language: str) -> str:
    """Any value of any field in words."""
    phrases = load_phrases(language)
    match value:
        case str():
            kind = vocabulary.kinds.get(value) if field == "kind" else None
            if kind:
                return kind.fr if language == "fr" else kind.en
            return say_term(value, field, language) or value.replace("_", " ")
        case DateValue():
            return say_dates(value, language)
        case PlaceValue():
            return say_place(value, vocabulary, language)
        case TollValue():
            return say_toll(field, value, language)
        case PerpetratorValue():
            return f"{say_named_actor(value, vocabulary, language)} ({phrases['basis'][value.basis.value]})"
        case ReactionValue():
            stance = phrases["stance"].get(value.stance, phrases["stance"]["other"])
            return f"{value.who}, {stance}{phrases['colon']}{quote_words(value.what, language)}"
        case CommitmentValue() | RecommendationValue() | DriverValue() | ImpactValue() | PartnershipValue():
            return _say_pair(value, phrases["colon"])
        case DamageValue():
            return _say_named(field, value.name, value.effect, language)
        case VictimValue():
            said = value.description or value.name
            return _say_named(field, said, value.type, language) if said else str(phrases["named_person"])
        case CredibilityValue():
            return str(value.grade) if value.of is None else f"{value.of}{phrases['colon']}{value.grade}"
        case TargetValue() | WeaponValue():
            return _say_named(field, value.name, value.type, language)


def _say_pair(
    value: CommitmentValue | RecommendationValue | DriverValue | ImpactValue | PartnershipValue, colon: str
) -> str:
    match value:
        case CommitmentValue():
            return f"{value.who}{colon}{value.what}" + (f" ({value.due})" if value.due else "")
        case RecommendationValue():
            return f"{value.focus}{colon}{value.action}" + (f" ({value.addressee})" if value.addressee else "")
        case DriverValue():
            return f"{value.factor}{colon}{value.effect}"
        case ImpactValue():
            return f"{value.impact}{colon}{value.outcome}"
        case PartnershipValue():
            return f"{value.body}{colon}{value.contribution}"


def say_title(incident: Incident, vocabulary: Vocabulary, language: str) -> str:
    """What an incident is called: kind, place, date."""
    date_value = next((one.value for one in incident.settled("date")), None)
    place = next((one.value for one in incident.settled("place")), None)
    kind = say_value("kind", incident.kind, vocabulary, language)
    parts = [
        kind[:1].upper() + kind[1:],
        say_place(place if isinstance(place, PlaceValue) else None, vocabulary, language),
        say_dates(date_value if isinstance(date_value, DateValue) else None, language),
    ]
    return ", ".join(parts)


def say_plural(name: str, number: int, language: str) -> str:
    """A counted thing: `counted` for origins, `reports` for reports.

    >>> say_plural("counted", 2, "fr")
    '2 origines indépendantes'
    """
    form = load_phrases(language)[name if number in (0, 1) and (language == "fr" or number == 1) else f"{name}_many"]
    return str(form.format(n=say_number(number, language)))


def say_speaker(claim: Claim, vocabulary: Vocabulary, language: str) -> str | None:
    """Who is said to have said it; None where the report speaks for itself."""
    if claim.speaker is not None and claim.speaker in vocabulary.actors:
        return say_actor(claim.speaker, None, vocabulary, language)
    return claim.said_by


@cache
def _load_reasons() -> dict[str, dict[str, str]]:
    return tomllib.loads((VOCAB / "reasons.toml").read_text(encoding="utf-8"))


def say_reason(code: str, detail: str, vocabulary: Vocabulary, language: str) -> str:
    """Why an incident is worth a look; the facts in detail are parted by "|".

    >>> say_reason("toll_rose", "killed|8|54", Vocabulary({}, {}, {}, {}), "en")
    'reported killed 8 → 54'
    """
    wording = _load_reasons().get(code)
    if wording is None:
        return f"{code}: {detail}" if detail else code
    facts = [_say_fact(fact, vocabulary, language) for fact in detail.split("|")]
    tongue = "fr" if language == "fr" else "en"
    # "for 1 years": a wording may have a form of its own for one.
    form = wording.get(f"{tongue}_one", wording[tongue]) if facts[0] == "1" else wording[tongue]
    return form.format(*facts)


def _say_fact(fact: str, vocabulary: Vocabulary, language: str) -> str:
    """A fact of a reason: a field, an actor, a kind, a day, a number, or words as they are; several parted by ", "."""
    if ", " in fact:
        return ", ".join(_say_fact(part, vocabulary, language) for part in fact.split(", "))
    named = vocabulary.fields.get(fact) or vocabulary.actors.get(fact) or vocabulary.kinds.get(fact)
    if named is not None:
        return named.fr if language == "fr" else named.en
    if re.fullmatch(r"\d{4}-\d\d-\d\d", fact):
        return say_day(date.fromisoformat(fact), language)
    return say_number(int(fact), language) if fact.isdecimal() and len(fact) > 4 else fact


def say_origin(origin: Origin, vocabulary: Vocabulary, language: str) -> str:
    """An independent origin by its name in the reader's language, with what it is.

    >>> say_origin(Origin(id="outlet:x", name="Radio X", kind="witness", reports=(), claims=()),
    ...            Vocabulary({}, {}, {}, {}), "fr")
    'Radio X (témoins)'
    """
    kind = load_phrases(language)["origin"].get(origin.kind, origin.kind)
    return f"{name_origin(origin, vocabulary, language)} ({kind})"


def name_origin(origin: Origin, vocabulary: Vocabulary, language: str) -> str:
    """Whose voice an origin is: a group or body as it is known, a state by its country, others as reports name them."""
    sort, _, ident = origin.id.partition(":")
    if sort == "state" and (country := vocabulary.countries.get(ident)):
        return country.fr if language == "fr" else country.en
    known = ident if sort in ("group", "speaker") and ident in vocabulary.actors else None
    return say_actor(known, origin.name, vocabulary, language)
