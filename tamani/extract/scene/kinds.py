"""Words that name an event, and which kind of incident they speak for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache

from msgspec import Struct

from tamani.extract.document import TITLE, Sentence, remembered
from tamani.extract.lexicon import Phrases, conjugate, make_phrases, read_lexicon, read_words
from tamani.words import fold

ADJECTIVES = ("violent",)  # "extrémisme violent" is no rape
SMALL = read_words("small")
AHEAD = 4  # tokens behind "mine" in which its ore is named: "mine artisanale d'or"


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
        if meaning.kind == "landmine_ied" and _is_pit(sentence, at, length):
            continue
        done = at + length - 1
        noun = meaning.noun and not (language == "en" and at == done and _is_verb(sentence, at))
        kind = (
            "looting" if meaning.kind == "abduction" and _takes_goods(sentence, (at, done), language) else meaning.kind
        )
        found.append(Trigger(at, done, kind, meaning.strength, noun, meaning.harm))
    return tuple(found)


CARRYING = frozenset(("cart", "carry", "spirit", "emporter", "emporte"))
LOAD = 6  # tokens from "carted away" to what was: "a large number of sheep and goats"


def _takes_goods(sentence: Sentence, place: tuple[int, int], language: str) -> bool:
    """ "Carted away sheep and goats", "ont emporté avec eux des vivres": a raid for goods, nobody was abducted."""
    first, last = place
    if CARRYING.isdisjoint(sentence.lemmas[first : last + 1]) and CARRYING.isdisjoint(sentence.norms[first : last + 1]):
        return False
    goods = _load_goods(language)
    for lemma in sentence.lemmas[last + 1 : last + 1 + LOAD]:
        if lemma in goods or lemma in (".", ";", "after", "apres"):
            return lemma in goods
    return False


@cache
def _load_goods(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in read_lexicon("damage")["things"][language])


# Before "attack", "raid" and "murder" these show a verb.
VERB_AHEAD = frozenset(
    ("to", "who", "they", "we", "will", "would", "could", "can", "may", "might", "should", "must", "shall", "did")
)  # fmt: skip


def _is_verb(sentence: Sentence, at: int) -> bool:
    """Is a word that can be both a verb here: "who raid villages", "they will murder"?"""
    return at > 0 and sentence.norms[at] == sentence.lemmas[at] and sentence.norms[at - 1] in VERB_AHEAD


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


def _is_pit(sentence: Sentence, at: int, length: int) -> bool:
    """ "L'attaque d'une mine d'or", "a coal mine explosion": where people dig, not what blows up under a wheel."""
    ores = read_lexicon("kinds")["pits"]
    if sentence.norms[at] not in ("mine", "mines"):
        return False
    after = sentence.norms[at + length : at + length + AHEAD]
    of = next((step for step, norm in enumerate(after) if norm in ("d'", "de", "du")), len(after))
    dug = after[of + 1 : of + 2] if all(norm in ores["of_what_sort"] for norm in after[:of]) else ()
    before = sentence.norms[max(0, at - 1) : at]
    return not set(dug + before).isdisjoint(ores["ores"])


STRUGGLES = frozenset(
    ("battle", "fight", "fighting", "combat", "offensive", "war", "lutte", "lutter", "combattre", "bataille", "assault",
     "attack", "attaque", "strike", "riposte")
)  # fmt: skip


LINKS = ("against", "with", "contre", "au", "a", "the", "le", "la", "this", "for", "pour", "ce", "cette")


def _is_figure(sentence: Sentence, at: int, language: str) -> bool:
    """ "An intense battle with a fever outbreak", "une offensive contre le paludisme": nobody is shot."""
    if sentence.norms[at] not in STRUGGLES and sentence.lemmas[at] not in STRUGGLES:
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
    if "protest" in told and (kind in MARCHED or (kind == "protest" and not MARCHED.isdisjoint(told))):
        return "riot_mob_violence"
    return next((sharper for sharper in SHARPER.get(kind, ()) if sharper in told), kind)


# "The attack on the bank", which was blown up; but raiders who kill and then burn or loot made an attack.
SHARP = frozenset(
    ("bombing", "suicide_bombing", "landmine_ied", "shelling", "air_drone_strike", "abduction", "hostage_taking")
)
ALONG = frozenset(("arson", "looting", "robbery", "property_destruction"))


def main_kind(triggers: Iterable[tuple[Trigger, float]], killed: bool = False) -> str:
    """The kind of a mention from its triggers with their weights: the specific beats the general.

    killed: a toll of dead is told, in whatever words.
    """
    votes: dict[str, float] = {}
    vague = 0.0
    for trigger, weight in triggers:
        vote = weight * (0.2, 1.0, 2.0, 3.0)[trigger.strength]
        killed = killed or trigger.harm
        if trigger.kind == "armed_attack" and trigger.strength == 1 and not trigger.harm:
            vague += vote
        else:
            votes[trigger.kind] = votes.get(trigger.kind, 0.0) + vote
    if killed and vague:
        votes = {kind: vote for kind, vote in votes.items() if kind not in ALONG}
    if killed and "armed_attack" in votes:
        votes.pop("looting", None)  # "killed three and looted shops": nobody dies of looting
    best = _most_told(votes)
    if votes.get(best, 0.0) < SURE or best not in (SHARP if killed else SHARP | ALONG):
        votes["armed_attack"] = votes.get("armed_attack", 0.0) + vague
    return _most_told(votes)


def _most_told(votes: dict[str, float]) -> str:
    return min(votes, key=lambda kind: (-votes[kind], kind), default="armed_attack")
