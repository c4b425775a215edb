"""Which things a deed reaches: its object, its passive subject, what "at" or "against" leads to, and lists of these."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.details.role_words import Deed
from tamani.extract.details.things import Thing
from tamani.extract.document import Sentence
from tamani.extract.lexicon import Phrases, is_participle, make_phrases, read_lexicon

FAR = 12  # tokens from a deed to the preposition of what it reached: "exploded early this morning in Quito at the ..."
NEAR = 9  # tokens from a verb to an object that other words part from it
BACK = 22  # tokens from a passive back to its subject, with what is said of it between


class Reached(Struct, frozen=True):
    """A thing with the deed that reached it, and how."""

    thing: Thing
    deed: Deed
    how: str  # object, against, at, of, subject, compound, list


class ReachWords(Struct, frozen=True):
    """The little words between deeds and things, in one language."""

    prepositions: Phrases[str]  # -> against, at, in, of, none
    breaks: frozenset[str]
    clear: frozenset[str]  # verbs that only say that it happened: "occurred", "carried out"
    joins: frozenset[str]
    skips: frozenset[str]


@cache
def load_reach(language: str) -> ReachWords:
    """The little words in French, or else in English."""
    code = "fr" if language == "fr" else "en"
    row = read_lexicon("targets")["reach"]
    pairs = [(text, kind) for kind in ("against", "at", "in", "of", "none") for text in row[f"{code}_{kind}"]]
    return ReachWords(
        prepositions=make_phrases(pairs),
        breaks=frozenset(row[f"{code}_breaks"]),
        clear=frozenset(row[f"{code}_clear"]),
        joins=frozenset([",", "and", "or", "et", "ou", "ainsi", "&"]),
        skips=frozenset(row[f"{code}_skips"]),
    )


def find_reach(
    sentence: Sentence, deeds: Sequence[Deed], things: Sequence[Thing], language: str
) -> tuple[Reached, ...]:
    """The things that deeds of a sentence reach, in order. A deed's side says where its object stands."""
    words = load_reach(language)
    found: dict[int, Reached] = {}
    before: Thing | None = None
    for thing in things:
        hit = _find_left(sentence, thing, deeds, words, language)
        if hit is None and before is not None and before.head in found:
            last = found[before.head]
            if last.how != "subject" and _is_joined(sentence, before, thing, words, language):
                hit = Reached(thing, last.deed, last.how)
        if hit is None:
            hit = _find_compound(sentence, thing, deeds, language)
        if hit is not None:
            found[thing.head] = hit
        before = thing
    for deed in deeds:
        if deed.side == "left":
            for thing in _find_subjects(sentence, deed, things, words, language):
                found.setdefault(thing.head, Reached(thing, deed, "subject"))
    return tuple(found[thing.head] for thing in things if thing.head in found)


def _find_left(
    sentence: Sentence, thing: Thing, deeds: Sequence[Deed], words: ReachWords, language: str
) -> Reached | None:
    """What stands before a thing: the verb whose object it is, or a preposition with a deed further left."""
    at = thing.lead - 1
    while at >= 0 and (sentence.tokens[at].norm in words.skips or sentence.tokens[at].text in ('"', "«", "“")):
        at -= 1
    if at < 0:
        return None
    kind, start = read_preposition(sentence, at, words)
    for deed in deeds:
        if deed.last == at or (deed.first <= at <= deed.last):
            if deed.side == "right" and (deed.meaning != "blast" or kind):
                return Reached(thing, deed, "object")
            if deed.side == "noun" and kind in ("of", "against"):
                break
            if deed.side == "left":
                return None
    if kind:
        return _find_governor(sentence, thing, (kind, start), deeds, words, language)
    if sentence.tokens[at].norm in words.joins or sentence.tokens[at].norm in words.breaks:
        return None
    # "Attacked early this morning the station of ..."
    for deed in reversed(deeds):
        if deed.side == "right" and deed.meaning != "blast" and 0 < at - deed.last <= NEAR and thing.lead < thing.first:
            between = sentence.tokens[deed.last + 1 : at + 1]
            return Reached(thing, deed, "object") if _is_time(between, words) else None
    return None


def _is_time(tokens: Sequence[object], words: ReachWords) -> bool:
    return bool(tokens) and all(getattr(token, "norm", "") in _TIMES or getattr(token, "is_number", False) for token in tokens)


def read_preposition(sentence: Sentence, at: int, words: ReachWords) -> tuple[str, int]:
    """The kind of the preposition that ends at a token, and where it begins: "in front of" is one."""
    for start in range(max(0, at - 4), at + 1):
        hit = words.prepositions.match(sentence, start)
        if hit is not None and start + hit[0] - 1 == at:
            return hit[1], start
    return "", at


def _find_governor(
    sentence: Sentence,
    thing: Thing,
    led: tuple[str, int],
    deeds: Sequence[Deed],
    words: ReachWords,
    language: str,
) -> Reached | None:
    """The deed to the left that a preposition goes with: "attack (last night) against", "exploded (in Quito) at"."""
    kind, start = led
    if kind == "none":
        return None
    ends = {deed.last: deed for deed in deeds}
    steps = FAR if kind != "of" else 1
    for at in range(start - 1, max(-1, start - 1 - steps), -1):
        deed = ends.get(at)
        if deed is not None:
            if _goes_with(sentence, deed, kind, thing, language):
                return Reached(thing, deed, kind)
            if deed.side != "noun" or kind == "of":
                return None
            continue
        if _breaks(sentence, at, words, language):
            return None
    return None


def _goes_with(sentence: Sentence, deed: Deed, kind: str, thing: Thing, language: str) -> bool:
    """Does this deed take this preposition? "Exploded at" and "attack on" do, "attacked in" does not."""
    blast = deed.meaning == "blast"
    if thing.meaning == "village" and (blast or kind in ("at", "in")):
        return False  # where it happened
    if kind == "in" and thing.meaning == "transport":
        return False  # the bomb was carried in it
    if kind == "of":
        word = sentence.lemmas[deed.last]
        return deed.side == "noun" and (word in _ACTIONS or (language == "fr" and not blast))
    if blast:
        return kind != "against" or deed.side != "noun" or language == "fr" or sentence.lemmas[deed.last] != "explosion"
    if sentence.lemmas[deed.last] in _DAMAGE:
        return kind in ("at", "in", "against")
    if deed.side == "noun":
        return kind == "against" or (kind in ("at", "in") and thing.meaning in _HELD)
    return False


def _breaks(sentence: Sentence, at: int, words: ReachWords, language: str) -> bool:
    """Does something new begin here: another clause, another verb?"""
    token = sentence.tokens[at]
    norm = token.norm
    if norm in words.clear:
        return False
    if norm in words.breaks or token.text in (";", ":", "(", ")", "[", "]", '"'):
        return True
    if language == "fr":
        return is_participle(sentence, at) and token.text != "à"
    return norm.endswith("ing") and norm not in ("morning", "evening", "during") or (
        norm.endswith("ed") and sentence.lemmas[at] != norm
    )


def _is_joined(sentence: Sentence, one: Thing, two: Thing, words: ReachWords, language: str) -> bool:
    """Are two things members of one list? "The store, a bank and (in the centre) the offices of a party"."""
    between = range(one.last + 1, two.lead)
    norms = [sentence.tokens[at].norm for at in between]
    if not norms or len(norms) > 10 or not words.joins.intersection(norms):
        return False
    if any(_breaks(sentence, at, words, language) for at in between):
        return False
    after = sentence.tokens[two.last + 1].norm if two.last + 1 < len(sentence.tokens) else ""
    return after not in _AUXILIARIES or norms[-1] not in ("and", "et")


def _find_compound(sentence: Sentence, thing: Thing, deeds: Sequence[Deed], language: str) -> Reached | None:
    """ "Church bombing", "pipeline attacks": the thing stands before the noun of the deed."""
    if language == "fr" or thing.last != thing.head:
        return None
    for deed in deeds:
        if deed.side == "noun" and deed.first == thing.last + 1:
            return Reached(thing, deed, "compound")
        # "With two vehicles burned.", "the houses destroyed in the raid": no object follows
        if deed.side == "right" and deed.first == thing.last + 1 and deed.meaning != "blast":
            after = sentence.tokens[deed.last + 1].norm if deed.last + 1 < len(sentence.tokens) else "."
            if sentence.tokens[deed.last].norm.endswith("ed") and (not after[0].isalnum() or after in _AFTER):
                return Reached(thing, deed, "subject")
    return None


def _find_subjects(
    sentence: Sentence, deed: Deed, things: Sequence[Thing], words: ReachWords, language: str
) -> tuple[Thing, ...]:
    """The subject of a passive: the nearest thing before it that no preposition leads, with those joined to it."""
    if deed.meaning == "blast":
        return ()  # "bombs were thrown": no thing that was hit
    low = max(0, deed.first - BACK)
    for at in range(deed.first - 1, low - 1, -1):
        if sentence.tokens[at].text in (";", ":", "(", ")") or sentence.tokens[at].norm in _CLAUSES:
            low = at + 1
            break
    left = [thing for thing in things if low <= thing.lead and thing.last < deed.first]
    kept: list[Thing] = []
    for thing in reversed(left):
        kind, _ = read_preposition(sentence, thing.lead - 1, words) if thing.lead else ("", 0)
        if kept:
            if not _is_listed(sentence, thing, kept[0], words):
                break
            kept.insert(0, thing)
        elif not kind or (thing.last >= deed.first - 3 and kind == "of"):
            if _has_verb(sentence, thing.last + 1, deed.first, language):
                break
            kept.append(thing)
    return tuple(kept)


def _is_listed(sentence: Sentence, one: Thing, two: Thing, words: ReachWords) -> bool:
    norms = [token.norm for token in sentence.tokens[one.last + 1 : two.lead]]
    return bool(norms) and len(norms) <= 8 and norms[-1] in words.joins


def _has_verb(sentence: Sentence, first: int, end: int, language: str) -> bool:
    """Does a finite verb of its own stand between a subject and a passive? "The car, which was parked, was burned"."""
    count = sum(sentence.tokens[at].norm in _FINITE for at in range(first, end))
    return count > 2


_ACTIONS = frozenset(
    [
        *("bombing", "burning", "destruction", "shelling", "looting", "sabotage", "machinegunning", "strafing", "siege"),
        *("storming", "ransacking", "torching", "bombardment", "occupation", "seizure", "raid", "demolition", "dynamiting"),
    ]
)
_DAMAGE = frozenset(["damage", "degat", "degats", "dommage", "dommages", "degradation", "degradations"])
_HELD = frozenset(
    ["place_of_worship", "market", "school", "health", "hotel", "police", "government", "media", "bank", "energy", "airport",
     "military_base", "residence"]
)  # fmt: skip
_AUXILIARIES = frozenset(["was", "were", "is", "are", "has", "have", "had", "will", "a", "ont", "est", "sont", "etait", "etaient"])
_AFTER = frozenset(["in", "by", "on", "at", "during", "after", "and", "with", "near", "overnight", "yesterday", "today"])
_CLAUSES = frozenset(["when", "while", "lorsque", "quand", "alors", "but", "mais", "because", "although"])
_FINITE = frozenset(["was", "were", "is", "are", "has", "had", "have", "est", "sont", "etait", "etaient", "ont"])
_TIMES = frozenset(
    [
        *("early", "late", "this", "last", "today", "yesterday", "tonight", "morning", "night", "evening", "afternoon"),
        *("on", "at", "dawn", "in", "the", "again", "also", "monday", "tuesday", "wednesday", "thursday", "friday"),
        *("saturday", "sunday", "dans", "la", "nuit", "de", "a", "au", "le", "matin", "soir", "hier", "lundi", "mardi"),
        *("mercredi", "jeudi", "vendredi", "samedi", "dimanche", "aube", "l'", "tot", "vers", "heures", "h", "with"),
        *("egalement", "aussi", "ensuite", "notamment", "simultanement", "avec", "explosives", "grenades"),
    ]
)
