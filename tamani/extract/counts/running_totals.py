"""Figures that sum up many events, or tell how things stand: "12 killed since January", "a camp of 4,000 displaced"."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon

VAST = 1000  # "killing thousands" sums up a war
MANY = 200  # "the insurgency has killed 300" is a sum, "the conflict left four dead on Monday" is news
EXODUS = 500_000  # "more than two million people have fled their homes" is a war, not an attack
FAR = 14  # tokens between "since 2009" or "in five years" and the figure


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_lexicon("tolls")["running"][name])


@cache
def _phrases(name: str) -> re.Pattern[str]:
    phrases = read_lexicon("tolls")["running"][name]
    return re.compile(" (?:" + "|".join(re.escape(phrase) for phrase in phrases) + ") ")


def is_running(sentence: Sentence, first: int, last: int, count: int | None, field: str) -> bool:
    """Is the figure on these tokens a sum over several events? "cela porte à 25 le nombre de morts en dix jours"."""
    norms = [token.norm for token in sentence.tokens]
    after, before = norms[last + 1 : last + 10], norms[:first]
    if _has(after, "after") or _has(before[-FAR:], "before") or _has(before[:8], "before"):
        return True
    if _is_since(norms, first, last) or _is_in_period(norms, first, last):
        return True
    if set(before[-4:]) & _words("brings") and _names_year(after):
        return True
    if (count or 0) >= MANY and _is_of_war(before):
        return True
    return field == "displaced" and ((count or 0) >= EXODUS or _stands(norms, first, last))


def _names_year(after: list[str]) -> bool:
    """ "... le nombre d'agents tués en 2022": the sum of a year."""
    pairs = pairwise(after)
    return any(one in ("en", "in") and two.isdigit() and len(two) == 4 for one, two in pairs)


def is_vast(count: int | None, bare: bool) -> bool:
    """ "killing thousands": of nobody in particular."""
    return bare and (count or 0) >= VAST


def _has(norms: list[str], name: str) -> bool:
    return _phrases(name).search(" " + " ".join(norms) + " ") is not None


def _is_since(norms: list[str], first: int, last: int) -> bool:
    """ "depuis janvier", "since 2021", before the figure or behind it; "depuis l'attaque" is one event."""
    for at, norm in enumerate(norms):
        if norm not in ("depuis", "since") or not (first - FAR <= at <= last + 8 or at < 3):
            continue
        if not _ranks(norms, at) and _is_long(norms[at + 1 : at + 8]):
            return True
    return False


def _is_long(norms: list[str]) -> bool:
    """Does a long stretch of time begin here: "janvier", "son insurrection en 2009", "last March"?"""
    for at, norm in enumerate(norms[:6]):
        if norm in (",", ";", ".", "(", ")", ":") or norm in _words("event"):
            return False
        if norm in _words("long"):
            # "depuis le 3 janvier" may be the day of the event
            near = norms[max(0, at - 1) : at] + norms[at + 1 : at + 2]
            return not any(word.isdigit() and len(word) < 3 for word in near)
        if norm[:2] in ("19", "20") and len(norm) == 4 and norm.isdigit():
            return True
    return False


def _ranks(norms: list[str], at: int) -> bool:
    """ "The deadliest attack since 2021 killed 40": the time belongs to the rank, not to the figure."""
    return any(norm in _words("ranks") for norm in norms[max(0, at - 9) : at])


def _is_in_period(norms: list[str], first: int, last: int) -> bool:
    """ "en cinq ans", "over the past two years", "au cours des trois derniers mois"; not "in three days of clashes"."""
    for at, norm in enumerate(norms):
        if norm not in _words("periods") or not (first - FAR <= at <= last + 10 or at < 8):
            continue
        if first <= at <= last or _ranks(norms, at):
            continue
        if norms[at + 1 : at + 2] in (["of"], ["de"], ["d'"], ["ago"], ["earlier"], ["later"], ["old"]):
            continue
        if norms[at + 1 : at + 2] in (["plus"], ["apres"], ["after"], ["avant"], ["before"]):
            continue
        if at > 0 and (norms[at - 1] in ("sixty", "a", "un") or norms[max(0, at - 4) : at][:3] == ["il", "y", "a"]):
            continue
        opener = norms[max(0, at - 6) : at]
        if {"a", "y"} <= set(opener) or {"ages", "age", "aged", "agee", "prison"} & set(opener):
            continue
        if norm not in _words("long_periods") and _names_scene(norms[at + 1 : at + 3]):
            continue  # "300 civils en cinq jours dans une opération"
        if _opens_period(opener, norm in _words("long_periods"), at < first):
            return True
    return False


def _names_scene(norms: list[str]) -> bool:
    """ "... dans une opération", "in a raid", "of clashes": one event, however many days it took."""
    if norms[:1] and norms[0] in ("lors", "pendant", "during", "of", "de", "d'"):
        return True
    return len(norms) > 1 and norms[0] in ("dans", "in") and norms[1] in ("un", "une", "a", "an", "cette", "the")


def _opens_period(opener: list[str], long: bool, ahead: bool) -> bool:
    """Does what stands before "years" or "days" make it a stretch: "en dix", "over the past two"?"""
    if _has(opener, "stretches"):
        return True
    # "en dix ans", "in three days": the word right before the number
    tight = any(word in ("en", "in", "over", "within") for word in opener[-3:])
    return tight and (long or not ahead)


def _is_of_war(before: list[str]) -> bool:
    """Is it a war, a crisis or an insurgency that took the lives?"""
    return any(norm in _words("wars") for norm in before[-FAR:])


def _stands(norms: list[str], first: int, last: int) -> bool:
    """ "Le camp accueille 40 000 déplacés": people who live there, whoever drove them out."""
    near = norms[max(0, first - 8) : last + 9]
    return any(norm in _words("standing") for norm in near)
