"""Figures that go on with a count: "JNIM counts 51", "la police en recense 52", "le second en a fait huit"."""

from __future__ import annotations

from functools import cache

from msgspec import structs

from tamani.extract.counts.groups import STOPS, Group
from tamani.extract.counts.toll_values import Found, FoundToll
from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.extract.saying.negation import is_harm
from tamani.extract.saying.speech import read_words
from tamani.records import Who

LOSING = frozenset(("perdre", "perdu", "perdent", "perd", "lost", "lose", "losing"))
SUMS = frozenset(("soit", "all", "tout", "total"))  # the signs of a sum
BE = frozenset(("was", "were", "are", "is", "been", "had", "have", "ont", "ete", "etaient", "sont", "furent"))
BACK = 4  # tokens from the figure back to its verb


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_lexicon("tolls")["giving"][name])


@cache
def _load_signs() -> frozenset[str]:
    return _words("given") | _words("gives") | SUMS


def may_echo(sentence: Sentence, language: str) -> bool:
    """Does a word stand there as it stands beside every such figure?"""
    if not _load_signs().isdisjoint(sentence.present):
        return True
    words, norms = read_words(language), sentence.norms
    after = [norms[at + 1] for at in sentence.where.get(",", ()) if at + 1 < len(norms)]
    return any(norm in words.verbs or norm in words.openers for norm in after)


def read_echo(sentence: Sentence, group: Group, before: FoundToll | None, language: str) -> Found | None:
    """A bare figure that somebody gives for the harm told before."""
    if before is None or group.form != "bare":
        return None
    if group.quantity.article and group.quantity.low == 1 and not _is_only_one(sentence, group):
        return None
    if is_given(sentence, group) or _is_answer(sentence, group, language):
        return Found(group, before.field, group.last, "echo", before.who)
    if not _is_closed(sentence, group) or _is_said_of(sentence, group, before.field):
        return None
    if sums_up(sentence, group):
        return Found(group, before.field, group.last, "echo", before.who)
    verb = _find_verb(sentence, group)
    if verb is None or (language == "fr" and not _stands_for(sentence, verb, group)):
        return None
    return Found(group, before.field, group.last, "echo", before.who)


def _is_answer(sentence: Sentence, group: Group, language: str) -> bool:
    """ "Twelve, says the manager of the mine.", "Douze, selon le préfet"."""
    tokens, at = sentence.tokens, group.quantity.last + 1
    if group.quantity.first > 2 or at + 2 >= len(tokens) or tokens[at].norm != ",":
        return False
    words = read_words(language)
    return tokens[at + 1].norm in words.verbs or tokens[at + 1].norm in words.openers


def is_given(sentence: Sentence, group: Group) -> bool:
    """ "The 132 announced by the government", "les vingt avancés hier par un syndicat"."""
    tokens, at = sentence.tokens, group.quantity.last + 1
    if at >= len(tokens) or tokens[at].norm not in _words("given"):
        return False
    return any(norm in ("by", "par") for norm in sentence.norms[at + 1 : at + 4])


def _is_closed(sentence: Sentence, group: Group) -> bool:
    """Does no noun follow the figure?"""
    tokens, after = sentence.tokens, group.quantity.last + 1
    after += _is_only_one(sentence, group)
    return after >= len(tokens) or not tokens[after].text[0].isalpha() or tokens[after].norm in STOPS


def _is_said_of(sentence: Sentence, group: Group, field: str) -> bool:
    """ "The state said 362 were validated as passengers", after a count of the hurt: something else is said of them."""
    at = group.quantity.last + 1
    norms = sentence.norms
    if at >= len(norms) or norms[at] not in BE:
        return False
    while at < len(norms) and (norms[at] in BE or norms[at].endswith(("ly", "ment"))):
        at += 1
    return at < len(norms) and norms[at][0].isalpha() and norms[at] not in STOPS and not is_harm(sentence, at, field)


def _is_only_one(sentence: Sentence, group: Group) -> bool:
    """ "La gendarmerie en a dénombré un seul"."""
    after = group.quantity.last + 1
    return after < len(sentence.tokens) and sentence.norms[after] in ("seul", "seule", "only", "alone")


def sums_up(sentence: Sentence, group: Group) -> bool:
    """ "..., soit douze", "soit un total de douze", "20 in all": the count of what was told."""
    first = group.quantity.first
    before = sentence.norms[max(0, first - 4) : first]
    after = sentence.norms[group.quantity.last + 1 : group.quantity.last + 3]
    return (
        before[-1:] == ("soit",)
        or before == ("soit", "un", "total", "de")
        or after in (("in", "all"), ("en", "tout"), ("all", "told"), ("au", "total"), ("in", "total"))
    )


def lend_who(sentence: Sentence, hit: Found, before: FoundToll | None) -> Found:
    """ "54 soldats tués. Le groupe dit en avoir tué 137": soldiers; but those killed after own losses are others."""
    if before is None or hit.group.form != "bare" or hit.side != "left" or hit.who is not None:
        return hit
    norms = sentence.norms[: hit.group.quantity.first]
    if "en" not in norms[-5:]:
        return hit
    own = before.who is Who.SECURITY_FORCES and not LOSING.isdisjoint(norms)
    return structs.replace(hit, who=Who.ATTACKERS if own else before.who)


def _find_verb(sentence: Sentence, group: Group) -> int | None:
    first = group.quantity.first
    for at in range(first - 1, max(-1, first - 1 - BACK), -1):
        norm = sentence.norms[at]
        if norm in _words("gives") and at > 0:
            return at
        if norm not in _words("between"):
            return None
    return None


def _stands_for(sentence: Sentence, verb: int, group: Group) -> bool:
    """French needs "en" or "de" to leave the noun out: "en compte 51", "parle de 51", "s'en tient à 51"."""
    tokens = sentence.tokens
    near = set(sentence.norms[max(0, verb - 4) : verb])
    led = tokens[group.quantity.first - 1].norm in ("de", "d'", "a")
    return "en" in near or (led and verb < group.quantity.first - 1) or {"n'", "ne"} <= near
