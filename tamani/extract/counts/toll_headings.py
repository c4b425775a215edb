"""Figures whose harm stands at the head of a list or by a bracket: "Killed at Dori: two nurses", "the dead (12)"."""

from __future__ import annotations

from functools import cache

from tamani.extract.counts.groups import BE_HAVE, Group, find_who, load_harm
from tamani.extract.counts.toll_values import Found
from tamani.extract.document import Sentence
from tamani.extract.lexicon import is_participle, read_lexicon
from tamani.records import Who

HEAD = 22  # tokens in which a heading ends
TOLL_NEAR = 6  # tokens in which a heading names a toll
COUNTED = 6  # tokens back in which a figure would say that a bracket only repeats it


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_lexicon("tolls")["headings"][name])


def read_headed(sentence: Sentence, group: Group, language: str) -> Found | None:
    """The harm of a group that a heading or the words before a bracket tell."""
    if group.form == "harm" or (group.form == "bare" and group.quantity.article):
        return None
    if _is_fallen(sentence, group):
        return Found(group, "killed", group.last + 1, "right")
    if "(" in sentence.where and group.form == "bare":
        bracketed = _read_bracketed(sentence, group, language)
        if bracketed is not None:
            return bracketed
    if ":" in sentence.where:
        return _read_listed(sentence, group, language)
    return None


def _is_fallen(sentence: Sentence, group: Group) -> bool:
    """ "Five of its men fell": those who are somebody's own fall in battle."""
    tokens, at = sentence.tokens, group.last + 1
    if at + 1 >= len(tokens) or tokens[at].norm not in ("fell", "fallen"):
        return False
    own = set(sentence.norms[group.quantity.last : group.last])
    free = not tokens[at + 1].text[0].isalpha() or tokens[at + 1].norm in ("and", "at", "in", "there", "when", "while")
    return free and bool(own & {"its", "their", "our", "his"})


def _read_bracketed(sentence: Sentence, group: Group, language: str) -> Found | None:
    """ "The rebels killed (45)", "assaillants compris (trois)"; not "cinq civils tués (5)"."""
    tokens, first = sentence.tokens, group.quantity.first
    after = group.quantity.last + 1
    if first < 3 or tokens[first - 1].text != "(" or after >= len(tokens) or tokens[after].text != ")":
        return None
    word, harm = tokens[first - 2].norm, load_harm(language)
    hit = harm["state"].match(sentence, first - 2) or harm["noun"].match(sentence, first - 2)
    included = word in _words("included")
    if not included and hit is None:
        return None
    if not included and any(token.is_number for token in tokens[max(0, first - COUNTED) : first - 1]):
        return None
    field = hit[1].field if hit is not None else _told_before(sentence, first - 3, language)
    who = find_who(sentence, max(0, first - 5), first - 2, language)
    return Found(group, field, group.last, "sub" if included else "label", who) if field and who else None


def _told_before(sentence: Sentence, last: int, language: str) -> str | None:
    """The harm named last before a token: "neuf morts, assaillants compris (quatre)"."""
    harm = load_harm(language)
    for at in range(last, max(-1, last - 6), -1):
        hit = harm["noun"].match(sentence, at) if sentence.tokens[at].text[0].isalpha() else None
        if hit is not None:
            return hit[1].field
    return None


def _read_listed(sentence: Sentence, group: Group, language: str) -> Found | None:
    """ "Enlevés lundi : neuf commerçants", "The toll keeps rising: six soldiers on Monday, 12 on Tuesday"."""
    tokens, first = sentence.tokens, group.quantity.first
    colon = next((at for at in range(1, min(HEAD, first)) if tokens[at].text == ":"), None)
    if colon is None or any(norm in BE_HAVE or norm == "." for norm in sentence.norms[colon:first]):
        return None
    if group.form == "people" and not any(token.is_number for token in tokens[:colon]):
        role = load_harm(language)["state"].match(sentence, 0)
        done = role is not None and (language == "en" or is_participle(sentence, 0)) and colon > role[0] - 1
        if done and role is not None and BE_HAVE.isdisjoint(sentence.norms[role[0] : role[0] + 2]):
            return Found(group, role[1].field, group.last, "label", group.who)
    if not _words("tolls").isdisjoint(sentence.norms[:TOLL_NEAR]) and _is_dated(sentence, group):
        return Found(group, "killed", group.last, "joined", _find_owner(sentence, group, colon, language))
    return None


def _is_dated(sentence: Sentence, group: Group) -> bool:
    """Does the day of the count follow it: "six soldats lundi", "12 on Tuesday", "51 after a search"?"""
    tokens, at = sentence.tokens, group.last + 1
    if at < len(tokens) and tokens[at].norm in ("on", "by", "as", "this", "ce", "the"):
        at += 1
    return at < len(tokens) and tokens[at].norm in _words("days")


def _find_owner(sentence: Sentence, group: Group, colon: int, language: str) -> Who | None:
    """Whose the first figure of the list is."""
    return group.who or find_who(sentence, colon + 1, group.quantity.first - 1, language)
