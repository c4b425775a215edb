"""Figures that sum up many events, or tell how things stand: "12 killed since January", "a camp of 4,000 displaced"."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon, read_wording

VAST = 1000  # "killing thousands" sums up a war
MANY = 200  # "the insurgency has killed 300" is a sum, "the conflict left four dead on Monday" is news
EXODUS = 500_000  # "more than two million people have fled their homes" is a war, not an attack
SEVERAL = 5  # attacks: more than one raid or one day has
SINCE = frozenset(("depuis", "since"))
FAR = 14  # tokens between "since 2009" or "in five years" and the figure


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_lexicon("tolls")["running"][name])


def is_running(sentence: Sentence, first: int, last: int, count: int | None, field: str) -> bool:
    """Is the figure on these tokens a sum over several events? "cela porte à 25 le nombre de morts en dix jours"."""
    norms = sentence.norms
    after, before = norms[last + 1 : last + 10], norms[:first]
    if _has(after, "after") or _has(before[-FAR:], "before") or _has(before[:8], "before"):
        return True
    here = sentence.present
    if not SINCE.isdisjoint(here) and _is_since(norms, first, last):
        return True
    if not _words("periods").isdisjoint(here) and _is_in_period(norms, first, last):
        return True
    if not _words("brings").isdisjoint(before[-4:]) and _names_year(after):
        return True
    if not _words("events").isdisjoint(here) and (
        _is_of_several(norms, last) or _is_of_many(norms, last) or _is_in_many(norms, first)
    ):
        return True
    if (count or 0) >= MANY and _is_of_war(before):
        return True
    return field == "displaced" and ((count or 0) >= EXODUS or _stands(norms, first, last))


def _names_year(after: tuple[str, ...]) -> bool:
    """ "... le nombre d'agents tués en 2022": the sum of a year."""
    pairs = pairwise(after)
    return any(one in ("en", "in") and two.isdigit() and len(two) == 4 for one, two in pairs)


def _is_of_several(norms: tuple[str, ...], last: int) -> bool:
    """ "... sont mortes dans diverses attaques", "in a string of raids": of events that nobody tells apart.

    "Dans plusieurs attaques simultanées", "in several attacks on Monday" may be one.
    """
    behind = norms[last + 1 : last + FAR]
    for at, (many, deed) in enumerate(pairwise(behind)):
        if many not in _words("many") or deed not in _words("events"):
            continue
        whole = many in _words("diverse") or _words("on_a_day").isdisjoint(norms)
        return whole and _words("at_once").isdisjoint(behind[at + 2 : at + 5]) and "." not in behind[:at]
    return False


def _is_of_many(norms: tuple[str, ...], last: int) -> bool:
    """ "Seven dead in 17 shootings across the city": of so many events that none of them is meant.

    "Neuf morts dans trois attaques" may be one raid on three villages.
    """
    behind = norms[last + 1 : last + FAR]
    return any(
        many.isdigit()
        and len(many) < 5
        and int(many) >= SEVERAL
        and deed in _words("events")
        and "." not in behind[:at]
        for at, (many, deed) in enumerate(pairwise(behind))
    )


def _is_in_many(norms: tuple[str, ...], first: int) -> bool:
    """ "269 attacks in which 200 civilians were killed", "31 attaques au cours desquelles neuf soldats ont péri"."""
    before = norms[max(0, first - FAR) : first]
    at = max((at for at, norm in enumerate(before) if norm in _words("in_which")), default=-1)
    return any(
        many.isdigit() and len(many) < 5 and int(many) >= SEVERAL and deed in _words("events")
        for many, deed in pairwise(before[: max(at, 0)])
    )


def is_vast(count: int | None, bare: bool) -> bool:
    """ "killing thousands": of nobody in particular."""
    return bare and (count or 0) >= VAST


def _has(norms: tuple[str, ...], name: str) -> bool:
    return read_wording("tolls", "running", name).stands_among(norms)


def _is_since(norms: tuple[str, ...], first: int, last: int) -> bool:
    """ "depuis janvier", "since 2021", before the figure or behind it; "depuis l'attaque" is one event."""
    for at, norm in enumerate(norms):
        if norm not in SINCE or not (first - FAR <= at <= last + 8 or at < 3):
            continue
        if not _ranks(norms, at) and _is_long(norms[at + 1 : at + 8]):
            return True
    return False


def _is_long(norms: tuple[str, ...]) -> bool:
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


def _ranks(norms: tuple[str, ...], at: int) -> bool:
    """ "The deadliest attack since 2021 killed 40": the time belongs to the rank, not to the figure."""
    return any(norm in _words("ranks") for norm in norms[max(0, at - 9) : at])


def _is_in_period(norms: tuple[str, ...], first: int, last: int) -> bool:
    """ "en cinq ans", "over the past two years", "au cours des trois derniers mois"; not "in three days of clashes"."""
    for at, norm in enumerate(norms):
        if norm not in _words("periods") or not (first - FAR <= at <= last + 10 or at < 8):
            continue
        if first <= at <= last or _ranks(norms, at):
            continue
        if norms[at + 1 : at + 2] in (("of",), ("de",), ("d'",), ("ago",), ("earlier",), ("later",), ("old",)):
            continue
        if norms[at + 1 : at + 2] in (("plus",), ("apres",), ("after",), ("avant",), ("before",)):
            continue
        if at > 0 and (norms[at - 1] in ("sixty", "a", "un") or norms[max(0, at - 4) : at][:3] == ("il", "y", "a")):
            continue
        opener = norms[max(0, at - 6) : at]
        if {"a", "y"} <= set(opener) or {"ages", "age", "aged", "agee", "prison"} & set(opener):
            continue
        if norm not in _words("long_periods") and _names_scene(norms[at + 1 : at + 3]):
            continue  # "300 civils en cinq jours dans une opération"
        if _opens_period(opener, norm in _words("long_periods"), at < first):
            return True
    return False


def _names_scene(norms: tuple[str, ...]) -> bool:
    """ "... dans une opération", "in a raid", "of clashes": one event, however many days it took."""
    if norms[:1] and norms[0] in ("lors", "pendant", "during", "of", "de", "d'"):
        return True
    return len(norms) > 1 and norms[0] in ("dans", "in") and norms[1] in ("un", "une", "a", "an", "cette", "the")


def _opens_period(opener: tuple[str, ...], long: bool, ahead: bool) -> bool:
    """Does what stands before "years" or "days" make it a stretch: "en dix", "over the past two"?"""
    if _has(opener, "stretches"):
        return True
    # "en dix ans", "in three days": the word right before the number
    tight = any(word in ("en", "in", "over", "within") for word in opener[-3:])
    return tight and (long or not ahead)


def _is_of_war(before: tuple[str, ...]) -> bool:
    """Is it a war, a crisis or an insurgency that took the lives?"""
    return any(norm in _words("wars") for norm in before[-FAR:])


def _stands(norms: tuple[str, ...], first: int, last: int) -> bool:
    """ "Le camp accueille 40 000 déplacés": people who live there, whoever drove them out."""
    near = norms[max(0, first - 8) : last + 9]
    return any(norm in _words("standing") for norm in near)
