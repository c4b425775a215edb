"""Counted groups: a quantity with the noun it counts, and whose toll it would be ("49 civils", "six people")."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from msgspec import Struct, structs

from tamani.extract.counts.number_words import load_numbers
from tamani.extract.counts.numbers import Quantity
from tamani.extract.document import Sentence
from tamani.extract.lexicon import Phrases, conjugate, is_done, make_phrases, read_lexicon, read_words
from tamani.records import Who

# Words that stand between a number and what it counts: "deux autres jeunes hommes", "12 of the people".
FILLERS = read_words("fillers")
# A noun group ends here; a bare number before one of these counts people named earlier ("sept ont été neutralisés").
STOPS = read_words("stops")
BE_HAVE = read_words("be_have")
APART = read_words("no_compound")
ARMED = frozenset(("arme", "armes", "lourdement", "presume", "presumes", "supposes"))
QUOTES = frozenset('"«“”»')
OF = frozenset(("de", "d'", "des", "du", "of"))


class Role(Struct, frozen=True):
    """How a word tells of harm: noun, state, active, subject or deed; see lexicon/harm.toml."""

    field: str
    role: str


class Group(Struct, frozen=True, gc=False):
    """A quantity and what it counts. form: people, harm ("12 morts"), bare ("sept ont été ..."), other ("15 km")."""

    quantity: Quantity
    last: int
    form: str
    who: Who | None = None
    field: str | None = None


ROLES = ("noun", "state", "active", "subject", "deed")


def _roles(language: str) -> Iterator[tuple[str, Role]]:
    names = {"nouns": "noun", "participles": "state", "active": "active", "subject": "subject", "deeds": "deed"}
    for field, languages in read_lexicon("harm").items():
        rows = languages[language]
        for name, role in names.items():
            for phrase in rows[name]:
                yield phrase, Role(field, role)
                if role == "deed" and phrase.endswith(" de"):
                    yield phrase + "s", Role(field, role)  # "la mort des 39 ouvriers"
        for verb in rows.get("verbs", ()):
            for form, participle in conjugate(verb):
                yield form, Role(field, "state" if participle else "active")


@cache
def load_harm(language: str) -> dict[str, Phrases[Role]]:
    """The words of harm of a language, by role."""
    rows = list(_roles(language))
    return {role: make_phrases(row for row in rows if row[1].role == role) for role in ROLES}


@cache
def load_people(language: str) -> Phrases[Who]:
    """The words for people of a language, with whose toll they are."""
    return make_phrases(
        (phrase, Who(who)) for who, languages in read_lexicon("people").items() for phrase in languages[language]
    )


def read_group(sentence: Sentence, quantity: Quantity, language: str) -> Group:
    """What a quantity counts."""
    if _is_none_of(sentence, quantity) or _is_thing(sentence, quantity, language):
        return Group(quantity, quantity.last, "other")
    tokens, people, harm = sentence.tokens, load_people(language), load_harm(language)
    at, unknown = _start_noun(sentence, quantity), 0
    if at < 0:
        return Group(quantity, quantity.last, "bare")
    while at < len(tokens):
        norm = tokens[at].norm
        if _is_number(tokens[at].norm, language) and at > quantity.number_last + 1:
            break  # "cinq des huit otages"
        if tokens[at].text in QUOTES:
            at += 1
            continue  # "trois « bandits armés »"
        hit = people.match(sentence, at)
        noun = harm["noun"].match(sentence, at)
        if unknown and quantity.article and norm in OF:
            return Group(quantity, quantity.last, "other")  # "une vague de déplacés"
        if noun is not None and (hit is None or noun[0] >= hit[0]):
            return _with_owner(sentence, Group(quantity, at + noun[0] - 1, "harm", None, noun[1].field), language)
        if hit is not None and norm in FILLERS and at + 1 < len(tokens) and people.match(sentence, at + 1) is not None:
            at += 1
            continue  # "quatre autres civils"
        if hit is not None:
            return _extend(sentence, Group(quantity, at + hit[0] - 1, "people", hit[1]), language)
        if norm in STOPS or not tokens[at].text[0].isalpha() or _is_state(sentence, at, language):
            break
        if norm not in FILLERS and not norm.endswith(("ly", "ment")):
            unknown += 1
            # English adjectives stand before the noun: "three senior Malian police officers".
            if unknown > (3 if language == "en" else 1):
                break
        at += 1
    name = quantity.number_last + 1
    if unknown and _is_people(sentence, quantity, name):
        # "37 Peuls ont été tués": a people by its name.
        return Group(quantity, name, "people", Who.UNKNOWN)
    return Group(quantity, quantity.last, "other" if unknown else "bare")


def _is_none_of(sentence: Sentence, quantity: Quantity) -> bool:
    after = sentence.tokens[quantity.number_last + 1 : quantity.number_last + 2]
    none = quantity.zero and sentence.norms[quantity.number_last] in ("none", "aucun", "aucune")
    return none and bool(after) and after[0].norm in ("of", "de", "des", "d'")


def _is_thing(sentence: Sentence, quantity: Quantity, language: str) -> bool:
    """ "Une base terroriste", "deux camps rebelles": the word for people only tells whose the thing is."""
    at = quantity.number_last + 1
    if language != "fr" or at + 1 >= len(sentence.tokens):
        return False
    things = read_lexicon("not_people")["things"]
    return sentence.norms[at] in things and load_people(language).match(sentence, at + 1) is not None


def _start_noun(sentence: Sentence, quantity: Quantity) -> int:
    """Where the counted noun may begin; -1: "porte à cinq le nombre des tués", "down to three the number killed"."""
    at = quantity.number_last + 1
    next_two = sentence.norms[at : at + 2]
    if next_two[:1] in (("le",), ("the",)) and next_two[1:] in (
        ("nombre",),
        ("number",),
        ("bilan",),
        ("toll",),
        ("total",),
    ):
        return -1
    if next_two[:1] in (("prisoner",), ("captive",), ("hostage",)):
        return -1  # "taking five prisoner"
    return at + 2 if next_two == ("or", "so") else at  # "a hundred or so assailants"


def _is_number(norm: str, language: str) -> bool:
    """Is this word a number above one? "un" and "one" are articles and pronouns too."""
    return load_numbers(language).values.get(norm, 0) > 1


def _with_owner(sentence: Sentence, group: Group, language: str) -> Group:
    """ "Dix corps de terroristes": the dead are those whom the noun names."""
    at, people = group.last + 1, load_people(language)
    side = people.match(sentence, at) if language == "fr" and at < len(sentence.tokens) else None
    if side is not None and side[1] in (Who.CIVILIANS, Who.SECURITY_FORCES):
        return structs.replace(group, last=at + side[0] - 1, who=side[1])  # "28 blessés militaires"
    if at + 1 >= len(sentence.tokens) or sentence.norms[at] not in OF:
        return group
    hit = people.match(sentence, at + 1)
    return structs.replace(group, last=at + hit[0], who=hit[1]) if hit is not None else group


def _is_people(sentence: Sentence, quantity: Quantity, at: int) -> bool:
    """ "37 Peuls", "five Fulani"; not "a Friday blast"."""
    token = sentence.tokens[at]
    if quantity.article or not token.is_capital or sentence.text.isupper():
        return False
    after = sentence.norms[at + 1] if at + 1 < len(sentence.tokens) else "."
    return after in STOPS or not after[0].isalpha() or after in BE_HAVE


def _is_state(sentence: Sentence, at: int, language: str) -> bool:
    harm = load_harm(language)
    hit = harm["state"].match(sentence, at) or harm["subject"].match(sentence, at)
    return hit is not None and (language == "en" or hit[0] > 1 or is_done(sentence, at))


def _extend(sentence: Sentence, group: Group, language: str) -> Group:
    """ "Two women soldiers", "a 12-year-old girl", "hommes armés": a second noun right after the first decides."""
    tokens, people = sentence.tokens, load_people(language)
    at = group.last + 1
    if language != "en" or at >= len(tokens):
        while language == "fr" and at < len(tokens) and tokens[at].norm in ARMED:
            at += 1
        return structs.replace(group, last=at - 1)
    noun = load_harm(language)["noun"].match(sentence, at)
    if noun is not None and load_harm(language)["state"].match(sentence, at) is None:
        # "nine insurgent corpses"
        return Group(group.quantity, at + noun[0] - 1, "harm", group.who, noun[1].field)
    hit = people.match(sentence, at)
    if hit is not None:
        return Group(group.quantity, at + hit[0] - 1, "people", hit[1])
    return Group(group.quantity, group.quantity.last, "other") if _is_compound(sentence, group) else group


def _is_compound(sentence: Sentence, group: Group) -> bool:
    """ "A jihadist attack", "three police vehicles": the noun for people only tells of what kind the thing is."""
    token, following = sentence.tokens[group.last], sentence.tokens[group.last + 1]
    count = group.quantity.high if group.quantity.low is None else group.quantity.low
    if (count or 2) > 1 and (token.norm.endswith(("s", "men", "ren", "ple")) or not following.norm.endswith("s")):
        return False
    plain = following.text[0].isalpha() and not following.is_capital and following.norm not in STOPS | APART
    if count == 1 and sentence.lemmas[group.last + 1] != following.norm:
        return False  # "a civilian lost his life"
    return plain and not following.norm.endswith(("ing", "ed", "ly", "en")) and following.norm not in ("shot", "dead")


def find_who(sentence: Sentence, first: int, last: int, language: str) -> Who | None:
    """Whose the people are that stand between two tokens: one group, or unknown where several are named."""
    people = load_people(language)
    found: list[Who] = []
    at = first
    while at <= last and at < len(sentence.tokens):
        # "Twenty are suspected to have been abducted" makes no suspects of them.
        noun = sentence.tokens[at].text[0].isalpha() and sentence.norms[at] != "suspected"
        hit = people.match(sentence, at) if noun else None
        if hit is not None and hit[1] is not Who.UNKNOWN:
            found.append(hit[1])
            at += hit[0]
        else:
            at += 1
    if not found:
        return None
    return found[0] if len(set(found)) == 1 else Who.UNKNOWN
