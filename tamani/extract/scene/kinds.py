"""Words that name an event, and which kind of incident they speak for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache

from msgspec import Struct

from tamani.extract.document import TITLE, Sentence, remembered
from tamani.extract.lexicon import Phrases, conjugate, make_phrases, read_lexicon, read_words

ADJECTIVES = ("violent",)  # "extrémisme violent" is no rape
SMALL = read_words("small")


class Meaning(Struct, frozen=True):
    """What a trigger word stands for. harm: it tells what was done to people, not which event it was."""

    kind: str
    strength: int
    noun: bool
    harm: bool
    participle: bool = False


class Trigger(Struct, frozen=True, gc=False):
    """A word or phrase of a sentence that names an event."""

    first: int
    last: int
    kind: str
    strength: int
    noun: bool
    harm: bool


def plural(phrase: str) -> str:
    """A French noun phrase in the plural, by the plain rule.

    >>> plural("voiture piegee")
    'voitures piegees'
    """
    return " ".join(word if word in SMALL or word[-1] in "sxz'" else word + "s" for word in phrase.split())


def _entries(language: str) -> Iterator[tuple[str, Meaning]]:
    for row in read_lexicon("kinds")["trigger"]:
        kind, strength, harm = row["kind"], row["strength"], row.get("harm", False)
        noun = Meaning(kind, strength, True, harm)
        verb = Meaning(kind, strength, False, harm)
        for phrase in row.get(f"{language}_nouns", ()):
            yield phrase, noun
            if language == "fr":
                yield plural(phrase), noun
        for phrase in row.get(f"{language}_verbs", ()):
            if language == "fr":
                for form, participle in conjugate(phrase):
                    if form not in ADJECTIVES:
                        yield form, Meaning(kind, strength, False, harm, participle)
            else:
                yield phrase, verb
        for phrase in row.get(f"{language}_forms", ()):
            yield phrase, verb


@cache
def load_triggers(language: str) -> Phrases[Meaning]:
    """The trigger words of a language."""
    return make_phrases(_entries(language))


@remembered
def find_triggers(sentence: Sentence, language: str) -> tuple[Trigger, ...]:
    """The words of a sentence that name events, in order; a longer phrase hides what it contains."""
    phrases = load_triggers(language)
    found: list[Trigger] = []
    done = -1
    for at in phrases.starts(sentence):
        hit = phrases.match(sentence, at) if at > done and sentence.tokens[at].text[0].isalpha() else None
        if hit is None or _is_name(sentence, at, hit[0]) or _is_figure(sentence, at, language):
            continue
        length, meaning = hit
        done = at + length - 1
        found.append(Trigger(at, done, meaning.kind, meaning.strength, meaning.noun, meaning.harm))
    return tuple(found)


def _is_name(sentence: Sentence, at: int, length: int) -> bool:
    """ "Battle" in "Battle Creek" and "March" the month are no events."""
    tokens, token = sentence.tokens, sentence.tokens[at]
    if not token.is_capital or length > 1 or token.norm not in ("march", "may"):
        return False
    if any(near.is_number for near in (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])):
        return True  # "4 March 2024", "MARCH 12", in a headline too
    if at == 0 or sentence.paragraph == TITLE or token.text.isupper():
        return False
    return tokens[at - 1].text[0].isalnum()


STRUGGLES = frozenset(
    ("battle", "fight", "fighting", "combat", "offensive", "war", "lutte", "lutter", "combattre", "bataille", "assault",
     "attack", "attaque", "strike", "riposte")
)  # fmt: skip


LINKS = ("against", "with", "contre", "au", "a", "the", "le", "la")


def _is_figure(sentence: Sentence, at: int, language: str) -> bool:
    """ "An intense battle with a fever outbreak", "une offensive contre le paludisme": nobody is shot."""
    if sentence.tokens[at].norm not in STRUGGLES and sentence.lemmas[at] not in STRUGGLES:
        return False
    near = sentence.tokens[at + 1 : at + 9]
    ills = read_lexicon("modes")["ills"][language]
    if not near or near[0].norm not in LINKS:
        # "To fight crime": what is fought stands right behind.
        return any(token.norm in ills for token in near[:1])
    return any(token.norm in ills or sentence.lemmas[at + 1 + step] in ills for step, token in enumerate(near))


SURE = 2.0  # one word that names the kind, in a sentence of the report
SHARPER = {
    "bombing": ("suicide_bombing", "landmine_ied"),
    "armed_attack": ("suicide_bombing",),
    "protest": ("riot_mob_violence",),
}
MARCHED = frozenset(("arson", "looting", "property_destruction", "armed_clash"))  # in a protest, these make a riot


def specify(kind: str, told: Collection[str]) -> str:
    """The sharper kind where the lead tells it: a suicide bomber makes a bombing a suicide bombing."""
    if "protest" in told and (kind in MARCHED or (kind == "protest" and MARCHED & set(told))):
        return "riot_mob_violence"
    return next((sharper for sharper in SHARPER.get(kind, ()) if sharper in told), kind)


# "The attack on the bank", which was blown up; but raiders who kill and then burn or loot made an attack.
SHARP = frozenset(
    ("bombing", "suicide_bombing", "landmine_ied", "shelling", "air_drone_strike", "abduction", "hostage_taking")
)
ALONG = frozenset(("arson", "looting", "robbery", "property_destruction"))


def main_kind(triggers: Iterable[tuple[Trigger, float]]) -> str:
    """The kind of a mention from its triggers with their weights: the specific beats the general."""
    votes: dict[str, float] = {}
    vague, killed = 0.0, False
    for trigger, weight in triggers:
        vote = weight * (0.2, 1.0, 2.0, 3.0)[trigger.strength]
        killed = killed or trigger.harm
        if trigger.kind == "armed_attack" and trigger.strength == 1 and not trigger.harm:
            vague += vote
        else:
            votes[trigger.kind] = votes.get(trigger.kind, 0.0) + vote
    best = _most_told(votes)
    if votes.get(best, 0.0) < SURE or best not in (SHARP if killed else SHARP | ALONG):
        votes["armed_attack"] = votes.get("armed_attack", 0.0) + vague
    return _most_told(votes)


def _most_told(votes: dict[str, float]) -> str:
    return min(votes, key=lambda kind: (-votes[kind], kind), default="armed_attack")
