"""Counted people whose harm the frame of a sentence tells: "among the dead were 9 adults", "six femmes, tuées par"."""

from __future__ import annotations

from tamani.extract.counts.groups import BE_HAVE, Group, load_harm
from tamani.extract.counts.toll_values import Found
from tamani.extract.document import Sentence
from tamani.extract.lexicon import is_participle, read_lexicon

OPENERS = frozenset(("parmi", "among", "sur", "of", "on", "amongst"))
COUNTS = frozenset(("figurent", "figure", "trouvent", "trouve", "compte", "denombre", "recense", "comptent", "include"))
LEAD = 6  # tokens in which "among those killed" stands
FRAME = 16  # tokens in which its verb stands
LIVES = frozenset(("lives", "life"))
CAPTIVE = frozenset(("prisoner", "prisoners", "captive", "captives", "hostage"))
TAKING = frozenset(("take", "taken", "took", "taking", "takes", "hold", "held", "holding"))


def read_framed(sentence: Sentence, group: Group, language: str) -> Found | None:
    """The harm of a group of people that no verb beside it tells."""
    if group.form == "harm":
        return None
    captured = _read_capture(sentence, group)
    if captured is not None or group.form != "people":
        return captured
    return (
        _read_apposed(sentence, group, language)
        or _read_lives(sentence, group)
        or _read_opened(sentence, group, language)
        or _read_summed(sentence, group)
    )


def _read_capture(sentence: Sentence, group: Group) -> Found | None:
    """ "Taking five prisoner", "took three policemen hostage"."""
    tokens, at = sentence.tokens, group.last + 1
    if at >= len(tokens) or tokens[at].norm not in CAPTIVE:
        return None
    before = set(sentence.norms[max(0, group.quantity.first - 3) : group.quantity.first])
    return Found(group, "abducted", at, "left") if before & TAKING else None


def _read_apposed(sentence: Sentence, group: Group, language: str) -> Found | None:
    """ "Vingt hommes et six femmes, tués la veille par ...", "nine porters, killed by a mine"."""
    tokens, at = sentence.tokens, group.last + 1
    if at + 2 >= len(tokens) or tokens[at].norm != ",":
        return None
    hit = load_harm(language)["state"].match(sentence, at + 1)
    if hit is None or (language == "fr" and not is_participle(sentence, at + 1)):
        return None
    ends = at + 1 + hit[0]
    led = language == "fr" or (ends < len(tokens) and tokens[ends].norm in ("by", "in", "on", "when", "at"))
    return Found(group, hit[1].field, group.last, "right") if led else None


def _read_lives(sentence: Sentence, group: Group) -> Found | None:
    """ "Cost fourteen farmers their lives"."""
    after = sentence.norms[group.last + 1 : group.last + 3]
    if after[:1] in (("their",), ("his",), ("her",)) and after[1:] and after[1] in LIVES:
        return Found(group, "killed", group.last, "left")
    return None


def _read_opened(sentence: Sentence, group: Group, language: str) -> Found | None:
    """ "Among those killed on Sunday were 104 adults", "sur les 35 tués, on dénombre 21 femmes"."""
    tokens, harm = sentence.tokens, load_harm(language)
    if tokens[0].norm not in OPENERS:
        return None
    field = last = None
    for at in range(1, min(LEAD, len(tokens))):
        hit = harm["noun"].match(sentence, at) or harm["state"].match(sentence, at)
        if hit is not None:
            field, last = hit[1].field, at
            break
    if field is None or last is None:
        return None
    for at in range(last + 1, min(last + FRAME, group.quantity.first)):
        if tokens[at].norm in COUNTS or (tokens[at].norm in BE_HAVE and tokens[at].norm not in ("had", "a", "ont")):
            rest = sentence.tokens[at + 1 : group.quantity.first]
            free = not any(token.norm in BE_HAVE or token.norm in (";", ":", ".") for token in rest)
            return Found(group, field, group.last, "part") if free else None
    return None


def _read_summed(sentence: Sentence, group: Group) -> Found | None:
    """ "35 civils, sept militaires et 80 terroristes : tel est le nombre des tués"."""
    text = " " + " ".join(sentence.norms[group.last + 1 :]) + " "
    phrases = read_lexicon("tolls")["summing"]
    return next((Found(group, "killed", group.last, "label") for phrase in phrases if f" {phrase} " in text), None)
