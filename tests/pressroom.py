"""Press-style reports of made-up attacks in French and English, for tests of the whole way and for measuring speed.

Places are real, everything else is invented. The same seed writes the same reports.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import Struct

from tamani.records import Item, Marking

Row = dict[str, Any]

TOWNS = (
    ("Djibo", "Burkina Faso"), ("Kaya", "Burkina Faso"), ("Dori", "Burkina Faso"), ("Fada N'Gourma", "Burkina Faso"),
    ("Nouna", "Burkina Faso"), ("Ouahigouya", "Burkina Faso"), ("Gao", "Mali"), ("Ansongo", "Mali"),
    ("Bandiagara", "Mali"), ("Douentza", "Mali"), ("Ménaka", "Mali"), ("Nara", "Mali"), ("Niono", "Mali"),
    ("Sikasso", "Mali"), ("Kidal", "Mali"), ("Tillabéri", "Niger"), ("Ayorou", "Niger"), ("Diffa", "Niger"),
    ("Téra", "Niger"), ("Maradi", "Niger"), ("Agadez", "Niger"), ("Maiduguri", "Nigeria"), ("Kandi", "Benin"),
    ("Dapaong", "Togo"), ("Bol", "Chad"), ("Faya-Largeau", "Chad"),
)  # fmt: skip
OUTLETS = ("Courrier des Dunes", "La Voix du Fleuve", "Plateau Gazette", "Savanna Wire", "Tribune du Liptako",
           "Acacia Daily", "L'Écho des Dunes", "River Bend News")  # fmt: skip
COUNTRY_FR = {"Burkina Faso": "au Burkina Faso", "Mali": "au Mali", "Niger": "au Niger", "Nigeria": "au Nigeria",
              "Benin": "au Bénin", "Togo": "au Togo", "Chad": "au Tchad"}  # fmt: skip
DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}

MONTHS = {
    "en": ("January", "March", "May", "July", "September", "November"),
    "fr": ("janvier", "mars", "mai", "juillet", "septembre", "novembre"),
}

LEADS = {
    "en": (
        "Gunmen attacked {place}, in {country}, on {day}, killing {n} {people}, {speaker} said.",
        "At least {n} {people} were killed on {day} when armed men raided {place}, according to {speaker}.",
        "{speaker_cap} said {n} {people} died in an attack on {place} on {day}.",
        "Suspected jihadists stormed a post near {place} on {day} and left {n} {people} dead.",
        "A roadside bomb killed {n} {people} near {place} in {country} on {day}, {speaker} told reporters.",
        "Armed men on motorbikes opened fire at the market of {place} on {day}; {n} {people} were killed.",
    ),
    "fr": (
        "Des hommes armés ont attaqué {place}, {country_in}, {day}, tuant {n} {people}, selon {speaker}.",
        "Au moins {n} {people} ont été tués {day} dans l'attaque de {place}, a indiqué {speaker}.",
        "L'assaut mené {day} contre {place} a fait {n} morts parmi les {people}, d'après {speaker}.",
        "Une attaque attribuée à des jihadistes a coûté la vie à {n} {people} {day} à {place}.",
        "{n} {people} ont péri {day} dans l'explosion d'une mine près de {place}, {country_in}, rapporte {speaker}.",
        "Des assaillants à moto ont ouvert le feu {day} sur le marché de {place}, faisant {n} morts.",
    ),
}
MORE = {
    "en": (
        "Another {m} people were wounded and taken to the regional hospital.",
        "The attackers burned several houses and took cattle before they left.",
        "{speaker_cap} put the number of wounded at {m}.",
        "Reinforcements arrived some hours later, a resident said by telephone.",
        "No group has said it was behind the attack so far.",
        "The army has not commented on the figures.",
        "Two vehicles were destroyed and weapons were taken, {speaker} added.",
        "The governor condemned the attack and promised that those responsible would be found.",
    ),
    "fr": (
        "{m} autres personnes ont été blessées et conduites à l'hôpital régional.",
        "Les assaillants ont incendié plusieurs maisons et emporté du bétail avant de se retirer.",
        "{speaker_cap} parle de {m} blessés.",
        "Des renforts sont arrivés quelques heures plus tard, selon un habitant joint par téléphone.",
        "L'attaque n'a pas été revendiquée pour l'instant.",
        "L'armée n'a pas commenté ces chiffres.",
        "Deux véhicules ont été détruits et des armes emportées, ajoute {speaker}.",
        "Le gouverneur a condamné l'attaque et promis que les auteurs seraient retrouvés.",
    ),
}
FILLERS = {
    "en": (
        "The rainy season has made most roads of the area hard to use.",
        "Schools there have been closed for three years.",
        "Traders say that prices of millet have doubled since spring.",
        "The area lies close to the border and has seen little state presence.",
        "Thousands have fled to larger towns since the violence began.",
        "In {month} {year}, an attack on {other} had killed {k} soldiers.",
        "Aid groups deliver food by helicopter when they can.",
    ),
    "fr": (
        "La saison des pluies rend la plupart des pistes de la zone difficiles.",
        "Les écoles y sont fermées depuis trois ans.",
        "Les commerçants disent que le prix du mil a doublé depuis le printemps.",
        "La zone, proche de la frontière, connaît peu de présence de l'État.",
        "Des milliers d'habitants ont fui vers les grandes villes depuis le début des violences.",
        "En {month} {year}, une attaque contre {other} avait tué {k} soldats.",
        "Les organisations humanitaires livrent des vivres par hélicoptère quand elles le peuvent.",
    ),
}
SPEAKERS = {
    "en": ("a security source", "a local official", "residents", "the army", "the regional governor", "witnesses"),
    "fr": ("une source sécuritaire", "un élu local", "des habitants", "l'armée", "le gouverneur", "des témoins"),
}
PEOPLE = {
    "en": ("civilians", "soldiers", "villagers", "police officers", "volunteers"),
    "fr": ("civils", "soldats", "villageois", "policiers", "volontaires"),
}


class Attack(Struct, frozen=True):
    """What happened in the made-up world."""

    town: tuple[str, str]
    day: date
    dead: int
    hurt: int
    people: int


def invent_attacks(random_: random.Random, number: int, first: date = date(2023, 1, 2)) -> list[Attack]:
    """Attacks apart in time, so that there is a right answer to which report tells of which."""
    return [
        Attack(
            town=random_.choice(TOWNS),
            day=first + timedelta(days=random_.randrange(max(30, number * 2))),
            dead=random_.randrange(2, 60),
            hurt=random_.randrange(1, 40),
            people=random_.randrange(len(PEOPLE["en"])),
        )
        for _ in range(number)
    ]


def write_report(random_: random.Random, attack: Attack, ident: str) -> Row:
    """One report of an attack by one outlet, a day or two later."""
    language = random_.choice(("en", "fr"))
    speaker = random_.choice(SPEAKERS[language])
    town, country = attack.town
    day = DAYS[language][attack.day.weekday()]
    facts = {
        "place": town, "country": country, "country_in": COUNTRY_FR[country],
        "day": day, "n": attack.dead, "m": attack.hurt, "k": random_.randrange(2, 30),
        "people": PEOPLE[language][attack.people], "speaker": speaker,
        "speaker_cap": speaker[:1].upper() + speaker[1:],
        "other": random_.choice(TOWNS)[0], "month": random_.choice(MONTHS[language]),
        "year": random_.randrange(2013, 2023),
    }  # fmt: skip
    lead = random_.choice(LEADS[language])
    more = random_.sample(MORE[language], random_.randrange(2, 5))
    fillers = random_.sample(FILLERS[language], random_.randrange(2, 5))
    paragraphs = (" ".join([lead, *more[:2]]), " ".join(more[2:] + fillers))
    title = f"{country}: {attack.dead} killed in {town}" if language == "en" else f"{town} : {attack.dead} morts"
    return {
        "id": ident,
        "title": title,
        "text": "\n\n".join(paragraphs).format(**facts),
        "published": (attack.day + timedelta(days=random_.randrange(1, 3))).isoformat(),
        "language": language,
        "source": random_.choice(OUTLETS),
    }


def write_reports(seed: int, number: int, per_attack: int = 4) -> list[Row]:
    """So many reports, of a quarter as many attacks, in no order."""
    random_ = random.Random(seed)
    attacks = invent_attacks(random_, max(1, number // per_attack))
    rows = [write_report(random_, attacks[n % len(attacks)], f"made-{seed}-{n}") for n in range(number)]
    random_.shuffle(rows)
    return rows


def make_items(rows: Sequence[Row], *, now: datetime, marking: Marking | None = None) -> list[Item]:
    """The reports as they are collected."""
    return [
        Item(
            name=row["id"],
            data=row["text"].encode(),
            media_type="text/plain",
            collected=now,
            own_id=row["id"],
            title=row["title"],
            source=row["source"],
            published=datetime.fromisoformat(row["published"]).replace(tzinfo=UTC),
            language=row["language"],
            marking=marking or Marking(),
        )
        for row in rows
    ]
