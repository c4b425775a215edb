"""Verbs of harm and the people they strike: "12 civils ont été tués", "killing 12 civilians", "la mort de 4 civils"."""

from __future__ import annotations

from tamani.extract.counts.groups import BE_HAVE, QUOTES, STOPS, Group, load_harm, load_people
from tamani.extract.counts.toll_values import Found
from tamani.extract.document import Sentence
from tamani.extract.grammar.names import find_names
from tamani.extract.lexicon import is_done, is_participle, read_words
from tamani.records import Who

AVOIR = read_words("have")
REACH = 12  # tokens between a group and its verb: "les 12 passagers d'un bus de transport ont été tués"
ASIDE = 8  # past an aside: "six élèves, âgés de 9 à 12 ans, sont désormais tenus pour morts"
APPOSED = 20  # tokens: ", parmi lesquelles trois gendarmes et neuf volontaires pour la défense de la patrie,"
UNCHANGED = frozenset(("hurt", "dead", "missing", "shot", "lost", "slain", "wounded", "injured", "beaten", "held"))
PART_OF = frozenset(("of", "des", "sur", "d'"))
REFLEXIVE = frozenset(("himself", "herself", "themselves", "lui-meme", "elle-meme"))
THEM = frozenset(("them", "eux", "elles", "ceux-ci", "celles-ci"))
KNOWN = frozenset(("le", "la", "l'", "the", "his", "her", "son", "sa"))


def _skip_apposition(sentence: Sentence, at: int) -> int:
    """Past ", most of them civilians," or a closing quotation mark."""
    tokens = sentence.tokens
    if at + 1 < len(tokens) and tokens[at].text in QUOTES and tokens[at + 1].norm in BE_HAVE:
        return at + 1  # "cinq « bandits » ont été tués", but "huit soldats « éliminés »"
    if at < len(tokens) and tokens[at].norm in (",", "("):
        for step in range(at + 1, min(at + APPOSED, len(tokens))):
            if tokens[step].norm in (",", ")"):
                return step + 1
    return at


def _close(sentence: Sentence, at: int) -> int:
    """Past a short parenthesis: "120 élèves d'un internat (État de Kebbi) ont été enlevés"."""
    tokens = sentence.tokens
    if tokens[at].norm == "(":
        return next((step + 1 for step in range(at + 1, min(at + 8, len(tokens))) if tokens[step].norm == ")"), at)
    return at


def _skip_whole(sentence: Sentence, group: Group, limit: int, language: str) -> int | None:
    """Past the whole of a part: "two of the 30 wounded have died", "trois des 12 otages ont été tués"."""
    tokens, at = sentence.tokens, group.quantity.last + 1
    if group.form != "bare" or at >= len(tokens) or tokens[at].norm not in PART_OF:
        return None
    if at + 1 < len(tokens) and tokens[at + 1].norm in THEM:
        return at + 2  # "seven of them lost their lives"
    for step in range(at + 1, min(at + 7, limit)):
        if tokens[step].norm in BE_HAVE:
            return step
        if tokens[step].text[0].isalpha() and load_harm(language)["subject"].match(sentence, step) is not None:
            return step  # "seven of them lost their lives"
    return None


IN_CARE = frozenset(("hospital", "clinic", "hopital", "clinique"))  # "a man detained in hospital" lies there
ARMED = (Who.ATTACKERS, Who.ARMED_GROUP)


def read_right(sentence: Sentence, group: Group, limit: int, language: str) -> Found | None:
    """ "15 militaires tués", "six people were hurt", "200 had died"."""
    tokens = sentence.tokens
    after = tokens[group.last + 1].norm if group.last + 1 < len(tokens) else ""
    whole = _skip_whole(sentence, group, limit, language)
    if group.form == "bare" and after in PART_OF and whole is None:
        return None
    if group.quantity.definite and _is_partitive(sentence, group):
        return None
    start = whole or _skip_apposition(sentence, group.last + 1)
    told = whole is not None and tokens[whole - 1].norm in THEM
    if start != group.last + 1 and start < len(tokens) and not told and tokens[start].norm not in BE_HAVE | {"y", "en"}:
        return None
    end = min(start + (5 if group.form == "bare" else REACH), len(tokens), max(limit, start))
    if start > group.last + 1:
        end = min(start + ASIDE, len(tokens))
    return _find_harm(sentence, group, range(start, end), language)


def _is_partitive(sentence: Sentence, group: Group) -> bool:
    """ "The elder of the two succumbed": the two did not."""
    first = group.quantity.first
    norms = sentence.norms[max(0, first - 2) : first]
    return group.form == "bare" and (norms == ("of", "the") or norms[-1:] == ("des",))


def _find_harm(sentence: Sentence, group: Group, words: range, language: str) -> Found | None:
    """The first word of harm that was done to the group, among the words behind it."""
    tokens, harm = sentence.tokens, load_harm(language)
    start, end = words.start, words.stop
    passive, closed = False, start
    at = start - 1
    while (at := at + 1) < end:
        token = tokens[at]
        if at < closed:
            continue
        closed = _close(sentence, at)
        if closed > at:
            end = min(max(end, closed + 4), len(tokens))
            continue
        if token.norm in (";", ":", ".", "!", "?", "»", "(", ","):
            return None
        if token.norm in ("ete", "been", "was", "were", "being", "are", "is", "be"):
            passive = True
        if not token.text[0].isalpha():
            continue
        hit = harm["subject"].match(sentence, at)
        noun = hit is not None and hit[0] == 1 and token.norm in ("mort", "morts")
        if hit is not None and (not noun or _is_verbal(sentence, at) or (at == start and group.form == "people")):
            return Found(group, hit[1].field, at + hit[0] - 1, "right")
        hit = harm["state"].match(sentence, at)
        if hit is None:
            continue
        size, role = hit
        if size == 1 and not _is_done(sentence, at, language):
            return None
        if not _is_suffered(sentence, group, range(start, at + size), passive, language):
            return None
        if role.field == "detained" and not IN_CARE.isdisjoint(sentence.norms[at + size : at + size + 4]):
            return None
        later = _read_later(sentence, at + size, language) if role.field == "injured" else None
        return Found(group, "killed", later, "right") if later else Found(group, role.field, at + size - 1, "right")
    return None


def _read_later(sentence: Sentence, at: int, language: str) -> int | None:
    """ "Six militaires grièvement blessés sont décédés": the last token of the second harm, where they died of it."""
    tokens, harm = sentence.tokens, load_harm(language)
    if at >= len(tokens) or tokens[at].norm not in BE_HAVE:
        return None
    for step in range(at, min(at + 4, len(tokens))):
        hit = harm["subject"].match(sentence, step)
        if hit is not None and hit[1].field == "killed":
            return step + hit[0] - 1
    return None


def _is_done(sentence: Sentence, at: int, language: str) -> bool:
    """Is a word of harm a participle? Not in "in a murder - suicide", "a massacre"."""
    if language == "fr":
        return is_done(sentence, at)
    norm = sentence.norms[at]
    return norm != sentence.lemmas[at] or norm in UNCHANGED


def _is_suffered(sentence: Sentence, group: Group, words: range, passive: bool, language: str) -> bool:
    """Was it done to the group? words: from the group to the word of harm. "12 soldats ont tué ..." did it."""
    tokens, end = sentence.tokens, words[-1]
    # "A funeral for 50 cadets was held": what was held is one thing.
    count = group.quantity.high if group.quantity.low is None else group.quantity.low
    if (count is None or count > 1) and any(tokens[at].norm in ("was", "is", "has") for at in words):
        return False
    if passive:
        return True
    if any(tokens[at].norm in AVOIR for at in range(max(words.start, end - 3), end)):
        return False
    if group.who in ARMED and any(name.first == words.stop for name in find_names(sentence, language)):
        return False  # "Ten masked gunmen seized Issa Ba": they took him
    far = group.form == "people" and any(tokens[at].norm.endswith("ing") for at in words[1:])
    return not far and not _has_object(sentence, words.stop, language)


def _is_verbal(sentence: Sentence, at: int) -> bool:
    """ "sont morts", "étaient mortes", and "portés morts": the word before is a form of to be."""
    return at > 0 and (sentence.norms[at - 1] in BE_HAVE or sentence.norms[at - 1].endswith("ment"))


def _has_object(sentence: Sentence, at: int, language: str) -> bool:
    """ "Two gunmen killed three people": after an active verb comes what was hit."""
    tokens = sentence.tokens
    if at >= len(tokens):
        return False
    token = tokens[at]
    if language == "fr" and token.norm == "a":
        return False  # "un policier tué à Owerri"
    if token.norm == "as":  # "30 killed as gunmen raid", but "killed as many as 30"
        return at + 1 < len(tokens) and tokens[at + 1].norm in ("many", "few")
    if token.is_number or token.norm in (
        "the",
        "a",
        "an",
        "at",
        "more",
        "up",
        "several",
        "dozens",
        "hundreds",
        "his",
        "her",
        "their",
        "him",
        "them",
    ):
        return token.norm != "at" or (at + 1 < len(tokens) and tokens[at + 1].norm in ("least", "most"))
    return token.norm in _NUMBER_WORDS


_NUMBER_WORDS = read_words("number_words")
_BEFORE = read_words("before_group")


def read_left(sentence: Sentence, group: Group, language: str) -> Found | None:
    """ "tuant 12 civils", "la mort de 49 civils", "killing himself and three others"."""
    return _read_object(sentence, group, language) or _left_of_pair(sentence, group, language)


def _read_object(sentence: Sentence, group: Group, language: str) -> Found | None:
    """ "tuant 12 civils", "killed more than 200", "la mort de 49 civils"."""
    tokens, harm = sentence.tokens, load_harm(language)
    first = group.quantity.first
    if group.form == "bare" and group.quantity.last + 1 < len(tokens):
        after = tokens[group.quantity.last + 1]
        if after.text[0].isalpha() and after.norm not in STOPS and after.norm not in PART_OF:
            return None
    for start in range(first - 1, max(first - 8, -1), -1):
        token = tokens[start]
        if token.norm in (",", ";", ":", ".", "et", "and", "que", "that", "qui", "who"):
            return None
        if not token.text[0].isalpha():
            continue
        for role in ("deed", "active", "state"):
            hit = harm[role].match(sentence, start)
            if hit is None or start + hit[0] > first:
                continue
            if role == "state" and group.form == "bare" and token.norm == "dead":
                return None  # "put the raiders' dead at fifteen"
            between = range(start + hit[0], first)
            if any(tokens[step].norm not in _BEFORE for step in between):
                continue
            if role == "state" and not _is_active(sentence, start, language):
                return None
            if role == "active" and language == "en" and _is_passive(sentence, start):
                return None
            return Found(group, hit[1].field, group.last, "left")
        if token.norm not in _BEFORE and start < first - 4:
            return None
    return None


def _left_of_pair(sentence: Sentence, group: Group, language: str) -> Found | None:
    """ "killing himself and three others", "killed the village head and 17 other victims": the second of two hit."""
    tokens, first = sentence.tokens, group.quantity.first
    if first < 3 or tokens[first - 1].norm not in ("and", "et") or group.form == "bare":
        return None
    harm, people = load_harm(language), load_people(language)
    for start in range(first - 2, max(-1, first - 9), -1):
        if not tokens[start].text[0].isalpha() or tokens[start].norm in STOPS:
            return None
        for role in ("active", "state"):
            hit = harm[role].match(sentence, start)
            if hit is None or (role == "state" and not _is_active(sentence, start, language)):
                continue
            inside = range(start + hit[0], first - 1)
            known = bool(inside) and tokens[inside[0]].norm in KNOWN
            reflexive = any(tokens[at].norm in REFLEXIVE for at in inside)
            if reflexive or (known and any(people.match(sentence, at) is not None for at in inside)):
                return Found(group, hit[1].field, group.last, "left")
    return None


def _is_active(sentence: Sentence, at: int, language: str) -> bool:
    """A participle with an object: "ont tué 21 personnes", not "ont été tués 3 km plus loin"."""
    tokens = sentence.tokens
    before = [tokens[step].norm for step in range(max(0, at - 4), at)]
    if language == "en":
        return not _is_passive(sentence, at)
    if "ete" in before:
        return False
    return any(norm in AVOIR for norm in before) or not is_participle(sentence, at)


def _is_passive(sentence: Sentence, at: int) -> bool:
    before = [sentence.norms[step] for step in range(max(0, at - 2), at)]
    return any(norm in ("was", "were", "been", "being", "are", "is") for norm in before) and not sentence.norms[
        at
    ].endswith("ing")
