"""Violence in general: what somebody does again and again, a wave of attacks, such raids: no event in particular."""

from __future__ import annotations

from collections.abc import Sequence

from tamani.extract.counts.tolls import FoundToll
from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_words
from tamani.extract.scene.kinds import Trigger
from tamani.extract.scene.modes import load_words
from tamani.extract.when.dates import FoundDate

TO = frozenset(("to", "a", "de", "d'"))
GO_ON = frozenset(("continue", "continuer", "keep", "cesser"))
SUCH = frozenset(("such", "tel", "telle", "tels", "telles", "pareil", "pareille", "pareils", "pareilles"))
COLLECTIVE = frozenset(
    ("wave", "series", "spate", "surge", "chain", "campaign", "string", "spiral", "vague", "serie", "recrudescence",
     "multiplication", "campagne", "regain", "escalade", "spirale")
)  # fmt: skip
RELATIVE = frozenset(("who", "which", "that", "qui", "often", "regularly"))


def is_habitual(sentence: Sentence, trigger: Trigger, language: str) -> bool:
    """ "Gangs who raid villages", "des groupes qui attaquent les convois": what somebody does, not what happened."""
    if trigger.noun:
        return False
    norm = sentence.norms[trigger.first]
    before = set(sentence.norms[max(0, trigger.first - 3) : trigger.first])
    if trigger.first and sentence.norms[trigger.first - 1] == "are":
        return True  # "large areas are infiltrated by extremists"
    if trigger.kind != "arrest" and _goes_on_to(sentence, trigger.first):
        return True  # "they continue to shell the town"
    if not before & RELATIVE:
        return False
    if language == "en":
        return norm == sentence.lemmas[trigger.first] and norm not in ("hit", "shot")
    return norm.endswith("ent") and not before & {"ont", "avaient", "se"}


def _goes_on_to(sentence: Sentence, first: int) -> bool:
    """ "Continues to", "ont continué à", "ne cessent de" right before a verb."""
    return first > 1 and sentence.norms[first - 1] in TO and sentence.lemmas[first - 2] in GO_ON


DAYS = ("day", "hour", "part")
MANY = 20
FROM = frozenset(("between", "from", "entre", "de", "d'"))
MONTHS = 45  # days
THIS = frozenset(("this", "current", "cette", "present", "cours", "debut"))


def _is_counted(sentence: Sentence, triggers: Sequence[Trigger]) -> bool:
    """ "Killed in 258 attacks": a number of events that no report tells one by one."""
    # "About 20 kidnapped" counts people.
    many = (one for one in triggers if one.noun and one.first and sentence.norms[one.last].endswith("s"))
    counts = (sentence.tokens[one.first - 1].text for one in many)
    return any(text.isdigit() and int(text) >= MANY for text in counts)


def _is_long(sentence: Sentence, found: FoundDate) -> bool:
    """ "Between January and November": months in which no one event happened, without a day."""
    if found.start is None or found.end is None or found.granularity not in ("range", "month"):
        return False
    words = sentence.norms[found.first : found.last + 1]
    if len(words) < 3 or FROM.isdisjoint(sentence.norms[max(0, found.first - 1) : found.first]):
        return False
    days = any(norm.isdigit() and len(norm) < 3 for norm in words)
    return not days and (found.end - found.start).days > MONTHS


def is_sum(
    sentence: Sentence, triggers: Sequence[Trigger], tolls: Sequence[FoundToll], dates: Sequence[FoundDate]
) -> bool:
    """Is it told of a long time, and not of a day: "so far this year twelve have been killed"?"""
    if tolls and any(_is_long(sentence, found) for found in dates):
        return True
    if _is_counted(sentence, triggers) and not any(found.granularity in DAYS for found in dates):
        return True
    for found in dates:
        if found.granularity != "year" or THIS.isdisjoint(sentence.norms[found.first : found.last + 1]):
            return False
    return all(toll.cumulative for toll in tolls) and bool(tolls or dates)


def is_vague(sentence: Sentence, triggers: Sequence[Trigger], language: str) -> bool:
    """Do general words, or all words of violence, speak of many happenings and of none in particular?"""
    vague = [is_indefinite(sentence, trigger, language) for trigger in triggers]
    return any(many and one.strength <= 1 for many, one in zip(vague, triggers, strict=True)) or (
        bool(vague) and all(vague)
    )


def is_indefinite(sentence: Sentence, trigger: Trigger, language: str) -> bool:
    """ "Plusieurs attaques depuis 2021", "a series of attacks", "such raids": many, and none in particular."""
    if not trigger.noun:
        return False
    before = sentence.norms[max(0, trigger.first - 4) : trigger.first]
    if not SUCH.isdisjoint(before[-2:]):
        return True
    if trigger.strength > 1 and trigger.kind != "protest":
        return not COLLECTIVE.isdisjoint(before)  # "a wave of bombings"; "several bombs went off" did
    return trigger.strength <= 1 and not load_words(language).many.isdisjoint(before)


def is_bare(sentence: Sentence, trigger: Trigger, language: str) -> bool:
    """ "Harassments and assassinations began": many, without a count or an article to say which."""
    if not trigger.noun or language != "en":
        return False
    last = sentence.norms[trigger.last]
    if not last.endswith("s") or sentence.lemmas[trigger.last] == last:
        return False
    before = sentence.tokens[max(0, trigger.first - 3) : trigger.first]
    return not any(token.is_number or token.norm in COUNTING for token in before)


COUNTING = frozenset(
    (
        "the",
        "these",
        "those",
        "its",
        "their",
        "his",
        "her",
        "our",
        *read_words("number_words"),
        "both",
        "twin",
        "s",
        "'s",
    )
)
