"""What finding a perpetrator needs: the scene of a report, the word lists of a language, and one hit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.extract.parties.actors import ARMED as ARMED, FoundActor, Registry
from tamani.extract.parties.doers import Doer
from tamani.extract.saying.attribution import Attribution
from tamani.extract.saying.speech import inflect
from tamani.records import Basis, Stance
from tamani.words import fold

TIED = frozenset(
    ("lie", "liee", "lies", "liees", "affilie", "affiliee", "affilies", "affiliees", "linked", "affiliated", "tied",
     "allied")
)  # fmt: skip
STATE = frozenset(["state_force", "state"])


class Scene(Struct, frozen=True):
    """What is known of the report: pass the attributions of all its sentences, by index."""

    language: str | None
    registry: Registry
    attributions: Sequence[tuple[Attribution, ...]] = ()
    countries: tuple[str, ...] = ()
    published: date | None = None
    sentences: Sequence[Sentence] = ()  # all of the report: whom "the rebels" of one event means may stand before it


class Grounds(Struct, frozen=True):
    """Lists of lexicon/perpetrators.toml for a language."""

    lists: dict[str, frozenset[str]]
    marks: tuple[tuple[str, ...], ...]
    accusing: tuple[tuple[str, ...], ...]
    hands: tuple[tuple[str, ...], ...]  # "at the hands of"
    asides: tuple[tuple[str, ...], ...]  # "in what would be"
    attack: frozenset[str]
    passive: frozenset[str]  # participles: "tuées par"


class Hit(Struct, frozen=True):
    """An actor with the ground on which a sentence names it."""

    actor: FoundActor
    basis: Basis
    said_by: str | None = None
    speaker: str | None = None
    stance: Stance = Stance.ASSERTED
    rule: str = "perpetrators.subject"
    doer: Doer | None = None  # people: described, not named
    sentence: Sentence | None = None  # where the actor is named, if not in the one that tells the deed
    own: bool = False  # in the reporter's own words, whoever else speaks in the sentence


@cache
def read_grounds(language: str | None) -> Grounds:
    """The words of naming a perpetrator in a language."""
    language = "fr" if language == "fr" else "en"
    table = read_lexicon("perpetrators")[language]
    civilians = frozenset(map(fold, [*table["civilians"], *read_lexicon("people")["civilians"][language]]))
    forms = [form for lemma in table["attack"] for form in inflect(fold(lemma), language)]
    return Grounds(
        lists={key: frozenset(map(fold, value)) for key, value in table.items()}
        | {"civilians": civilians, "harmed": civilians | set(map(fold, table["atrocity"]))},
        marks=tuple(tuple(fold(phrase).split()) for phrase in table["marks"]),
        accusing=tuple(tuple(fold(phrase).split()) for phrase in table["accusing"]),
        hands=tuple(tuple(fold(phrase).split()) for phrase in table["hands"]),
        asides=tuple(tuple(fold(phrase).split()) for phrase in table["asides"]),
        attack=frozenset(forms) | frozenset(map(fold, table["attack_forms"])),
        passive=frozenset(fold(lemma)[:-1] + end for lemma in table["attack"] for end in ("", "e", "s", "es"))
        | frozenset(map(fold, table["attack_forms"])) | frozenset(forms),
    )  # fmt: skip


def attributions_of(sentence: Sentence, scene: Scene) -> tuple[Attribution, ...]:
    """Who says what in a sentence."""
    return scene.attributions[sentence.index] if sentence.index < len(scene.attributions) else ()


def stands_as_patron(norms: Sequence[str], first: int, last: int) -> bool:
    """ "Le JNIM, lié à Al-Qaïda, a revendiqué": does a name stand in an aside, as that to which another is tied?"""
    tied = next((at for at in range(max(1, first - 4), first) if norms[at] in TIED), 0)
    opened = tied > 0 and norms[tied - 1] in (",", "(")
    return opened and last + 1 < len(norms) and norms[last + 1] in (",", ")")
