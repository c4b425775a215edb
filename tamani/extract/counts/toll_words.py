"""Figures without a verb of harm beside them: "toll of 37", "from 8 to 54", "Fatalities: 12", "some 50 victims"."""

from __future__ import annotations

from tamani.extract.counts.groups import BE_HAVE, Group, find_who, load_harm
from tamani.extract.counts.toll_sides import read_force
from tamani.extract.counts.toll_values import Found
from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon, read_words

LABEL_SIGNS = frozenset((":", "=", "："))
LABEL_STOPS = frozenset((".", ";", "/", ",", "|", "-", "–", "—", "(", "•", "*"))
OLD_STARTS = frozenset(("from", "de", "contre", "against", "than"))
NUMBER_OF = frozenset((("number", "of"), ("nombre", "de"), ("nombre", "d'"), ("nombre", "des"), ("total", "of")))
PUT = frozenset(("put", "puts", "estimated", "placed", "set", "estime", "estimes", "evalue", "evalues"))
ITS = frozenset(("its", "their", "ses", "leurs", "son", "own"))
COUNTING = read_words("counting_verbs")
VICTIMS = frozenset(("victime", "victimes", "victim", "victims", "vies", "lives", "vies humaines"))

DIVIDED = frozenset(("mort", "morts", "tues", "blesse", "blesses", "dead", "killed", "wounded", "injured"))


def read_label(sentence: Sentence, group: Group, language: str) -> Found | None:
    """ "Fatalities: 12", "Civils tués : 6", "Killed: 3 / Injured: 4": a figure behind the name of its field."""
    tokens, sign = sentence.tokens, group.quantity.first - 1
    if sign < 1 or tokens[sign].text not in LABEL_SIGNS:
        return None
    if group.form == "harm" and not _labels_next(sentence, group):
        return None  # "Bilan : 12 morts"
    start = sign
    while start > 0 and sign - start < 5 and tokens[start - 1].text not in LABEL_STOPS:
        start -= 1
    full = start > 0 and tokens[start - 1].text not in LABEL_STOPS
    if full or any(tokens[at].norm in BE_HAVE or tokens[at].is_number for at in range(start, sign)):
        return None  # "Eleven people were killed: eight rangers, ..."
    harm = load_harm(language)
    for at in range(start, sign):
        for role in ("noun", "state", "subject"):
            hit = harm[role].match(sentence, at) if tokens[at].text[0].isalpha() else None
            if hit is not None and at + hit[0] <= sign:
                last = group.last if group.form == "people" else group.quantity.last
                who = group.who if group.form == "people" else find_who(sentence, start, sign - 1, language)
                return Found(group, hit[1].field, last, "label", who)
    return None


def _labels_next(sentence: Sentence, group: Group) -> bool:
    """ "Killed: 3 Injured: 4": the noun behind the figure is the name of the next field."""
    return group.last + 1 < len(sentence.tokens) and sentence.tokens[group.last + 1].text in LABEL_SIGNS


def read_toll_word(sentence: Sentence, group: Group, language: str) -> Found | None:
    """ "the toll rose to 25", "puts the dead at nearly 300", "the number of people killed could exceed 500"."""
    tokens = sentence.tokens
    first = group.quantity.first
    words = read_lexicon("tolls")
    if group.form == "bare" and group.quantity.number_first > first and tokens[first].norm in PUT:
        first = group.quantity.number_first  # "toll of the raid put at 60"
    if group.form == "bare" and _is_scale(sentence, group):
        return _find_word(sentence, group, first, language)
    if first < 2 or tokens[first - 1].norm not in words["before_figure"]:
        return _read_after(sentence, group, language) if group.form == "bare" else None
    found = _find_word(sentence, group, first, language)
    return found or (_read_after(sentence, group, language) if group.form == "bare" else None)


def _is_scale(sentence: Sentence, group: Group) -> bool:
    """ "The number of dead is in the hundreds", "les morts se comptent par dizaines"."""
    quantity, tokens = group.quantity, sentence.tokens
    if quantity.low == quantity.high or not tokens[quantity.number_last].norm.endswith("s"):
        return False
    before = sentence.norms[max(0, quantity.number_last - 2) : quantity.number_last]
    return before[-2:] == ("in", "the") or before[-1:] in (("en",), ("par",))


def _read_after(sentence: Sentence, group: Group, language: str) -> Found | None:
    """ "porte à 47 le nombre de morts"."""
    after = " ".join(sentence.norms[group.quantity.last + 1 : group.quantity.last + 6])
    for phrase, field in read_lexicon("tolls")["after_figure"].items():
        if after.startswith(phrase):
            end = group.quantity.last + len(phrase.split())
            return Found(group, field, end, "toll", find_who(sentence, end + 1, end + 6, language))
    end = group.quantity.last
    field = _number_of(sentence, end + 1, end + 10, language)
    return Found(group, field, end, "toll", find_who(sentence, end + 1, end + 7, language)) if field else None


def _number_of(sentence: Sentence, start: int, end: int, language: str) -> str | None:
    """The field of "the number of people known to have died", "le nombre de villageois enlevés"."""
    tokens, harm = sentence.tokens, load_harm(language)
    end = min(end, len(tokens))
    for at in range(max(0, start), end - 2):
        if (tokens[at].norm, tokens[at + 1].norm) not in NUMBER_OF:
            continue
        for step in range(at + 2, min(at + 10, end)):
            if tokens[step].norm in (",", ".", ";", ":"):
                break
            for role in ("noun", "state", "subject"):
                hit = harm[role].match(sentence, step) if tokens[step].text[0].isalpha() else None
                if hit is not None:
                    return hit[1].field
    return None


def _find_word(sentence: Sentence, group: Group, first: int, language: str) -> Found | None:
    tokens = sentence.tokens
    before = sentence.norms[max(0, first - 22) : first]
    text = " " + " ".join(before) + " "
    for phrase, field in read_lexicon("tolls")["toll_words"].items():
        if f" {phrase} " in text:
            tail = text.rsplit(f" {phrase} ", 1)[1]
            if "." not in tail and ";" not in tail:
                start = first - len(tail.split()) - len(phrase.split())
                owner = find_who(sentence, max(0, start - 2), start - 1, language)  # "the raiders' dead"
                if owner is None and start and tokens[start - 1].norm in ITS:
                    owner = read_force(sentence, 0, start - 1, language)  # "the army put its dead at four"
                return Found(group, field, group.last, "toll", owner)
    field = _number_of(sentence, first - 30, first, language) if group.form == "bare" else None
    return Found(group, field, group.last, "toll") if field else None


def read_old(sentence: Sentence, groups: list[Group], at: int, found: dict[int, Found]) -> Found | None:
    """The figure that was given before: "from 8 to 54", "to 70, from 55", "up from 25"."""
    group, tokens = groups[at], sentence.tokens
    first = group.quantity.first
    refused = _read_refused(sentence, group, found.get(at - 1))
    if refused is not None:
        return refused
    if group.form != "bare" or first < 1 or tokens[first - 1].norm not in OLD_STARTS:
        return None
    for near in (at + 1, at - 1):
        other = found.get(near)
        if other is None or other.side not in ("toll", "noun", "left") or abs(groups[near].quantity.first - first) > 8:
            continue
        between = tokens[group.last + 1 : groups[near].quantity.first]
        if near == at + 1 and (not between or between[0].norm not in ("to", "a")):
            continue
        if near == at + 1 or (other.side != "noun" and other.group.form == "bare"):
            return Found(group, other.field, group.last, "old", other.who)
    return None


def read_revised(sentence: Sentence, groups: list[Group], at: int, found: dict[int, Found]) -> Found | None:
    """ "revised down from 14 to 11", "est passé de 8 à 54 morts": the first of the two figures is no longer said."""
    group, norms, other = groups[at], sentence.norms, found.get(at + 1)
    first = group.quantity.first
    if other is None or group.form != "bare" or first < 1 or norms[first - 1] not in ("from", "de"):
        return None
    between = norms[group.last + 1 : other.group.quantity.first]
    revising = read_lexicon("tolls")["revising"]["words"]
    if between[:1] not in (("to",), ("a",)) or len(between) > 2 or not set(norms[:first]) & set(revising):
        return None  # "de 8 à 12 morts" is a range
    return Found(group, other.field, group.last, "old", other.who or other.group.who)


def _read_refused(sentence: Sentence, group: Group, before: Found | None) -> Found | None:
    """ "89 soldiers, not 25": the figure that was said before, or by others."""
    first = group.quantity.first
    norms = sentence.norms[max(0, first - 3) : first]
    refusing = norms[-1:] == ("not",) or norms[-2:] in (("et", "non"), ("non", "pas"), ("and", "not"))
    if before is None or group.form != "bare" or not refusing or first - before.group.last > 12:
        return None
    return Found(group, before.field, group.last, "denied", before.who or before.group.who)


def read_victims(sentence: Sentence, group: Group) -> Found | None:
    """ "évoque une centaine de victimes", "took 18 lives": victims that are counted are dead."""
    tokens = sentence.tokens
    head, first = tokens[group.last].norm, group.quantity.first
    if head not in VICTIMS or group.quantity.article:
        return None
    after = tokens[group.last + 1].norm if group.last + 1 < len(tokens) else "."
    rest = set(sentence.norms[group.last + 1 : group.last + 10])
    if after in ("de", "d'", "of", "du", "des") or rest & DIVIDED:
        return None  # "12 victimes de viol", "12 victims, five of them dead"
    near = sentence.norms[max(0, first - 5) : first]
    lemmas = sentence.lemmas[max(0, first - 5) : first]
    if any(norm in COUNTING for norm in near) or any(lemma in COUNTING for lemma in lemmas):
        return Found(group, "killed", group.last, "noun")
    return None
