"""Verbs of saying in their chain: "avait au départ estimé", and not "the report", "n'a pas communiqué"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tamani.extract.counts.number_words import load_numbers
from tamani.extract.saying.speech import MARKS, Words, is_auxiliary
from tamani.words import Token

_ASSERTED = frozenset(
    ["that", "to", "it", "they", "its", "at", "more", "over", "nearly", "some", "dozens", "about", "no"]
)
_NEITHER = frozenset(["declined", "refused", "neither", "nor", "or", "ni", "refuse", "decline", "refusait"])
_FOR_ITS_PART = frozenset(
    ["de", "son", "leur", "cote", "pour", "sa", "part", "quant", "en", "effet", "retour", "outre"]
)
SHARED = 20  # tokens from a helper to the second participle it helps
_PART = frozenset(["responsabilite", "implication", "participation"])
BE = frozenset(["is", "was", "were", "are", "be", "been", "being", "est", "sont", "etait", "etaient", "ete"])


class Verb(Struct, frozen=True, gc=False):
    """A verb of saying: begin is the first token of its chain ("n'a pas indiqué"), edge its last."""

    at: int
    begin: int
    edge: int
    kind: str


def read_verb(tokens: Sequence[Token], at: int, words: Words) -> Verb | None:
    """The verb of saying at a token, with its auxiliaries; None where it is a noun, negated or passive."""
    norm = tokens[at].norm
    after = tokens[at + 1].norm if at + 1 < len(tokens) else ""
    # "fait état", "fait également état", "croit savoir"
    late = at + 2 < len(tokens) and after in words.lists["chain"] and tokens[at + 2].norm in words.lists["fait_next"]
    fixed = norm in words.lists["fait"] and (late or after in words.lists["fait_next"])
    kind = _judge_verb(tokens, at, after, words) if not fixed else "say"
    edge = at + 1 + late if fixed else at
    begin, blocked, helped = _reach_able(tokens, at, words), False, False
    if begin == at and (not _is_verb(tokens, at, kind, words) or norm in words.lists["infinitives"]):
        return None
    if not kind or after in ("by", "par"):
        return None
    while begin > 0:
        word = tokens[begin - 1].norm
        if word in words.lists["negation"] or word in BE:
            blocked = True
        elif is_auxiliary(tokens[begin - 1], words):
            helped = True
        elif _is_adverb(tokens, begin - 1, words):
            pass  # "a formellement démenti"
        elif not (word in words.lists["chain"] and not (begin == at and word in words.lists["not_chain"])):
            break
        if word in words.lists["pronouns"]:
            break
        begin -= 1
    if not helped:
        begin, helped = _reach_auxiliary(tokens, begin, words)
    # "L'armée a nié toute responsabilité et accusé X": the second shares the helper of the first.
    if begin == at and at and tokens[at - 1].norm == "et":
        helped = helped or any(is_auxiliary(one, words) for one in tokens[max(0, at - SHARED) : at])
    needs_help = tokens[at].text.endswith("é") or norm in words.lists["participles"]
    if blocked or (words.language == "fr" and needs_help and not helped):
        return None
    return Verb(at, begin, edge, kind)


def _judge_verb(tokens: Sequence[Token], at: int, after: str, words: Words) -> str:
    """What kind of saying a word may be; "" for none."""
    norm = tokens[at].norm
    kind = words.verbs.get(norm, "")
    # "s'en tient à 12 morts", "met en cause": these verbs speak only with their "en".
    if norm in ("tient", "tiennent", "tenait") and (at < 2 or tokens[at - 1].norm != "en"):
        return ""
    if norm in ("met", "mettent", "mis") and after != "en":
        return ""
    if norm == "put" and after in ("about", "out", "up", "down", "in", "on", "off"):
        return ""  # "a figure put about on social networks"
    if norm.startswith("revendiqu") and _is_counted(after, words):
        return "say"  # "revendiquent quinze soldats tués", and not "revendiquent l'attaque"
    if norm == "claimed" and not _is_assertion(tokens, at):
        if not {"responsibility", "credit", "attack", "raid", "ambush"} & {one.norm for one in tokens[at + 1 : at + 5]}:
            return ""
        kind = "act"
    if kind == "deny" and norm.startswith("declin") and not _PART & {one.norm for one in tokens[at + 1 : at + 4]}:
        return ""  # "décline une invitation"
    if kind == "deny" and at > 1 and (tokens[at - 2].norm, tokens[at - 1].norm) == ("no", "longer"):
        return ""  # "no longer denies"
    if kind == "deny" and any(one.norm in _NEITHER for one in tokens[max(0, at - 4) : at]):
        return ""  # "declined to confirm or deny", "n'a ni confirmé ni démenti"
    return kind


def _is_counted(after: str, words: Words) -> bool:
    lexicon = load_numbers(words.language)
    return after[:1].isdigit() or after in lexicon.values or after in lexicon.collectives or after in lexicon.plurals


def _is_adverb(tokens: Sequence[Token], at: int, words: Words) -> bool:
    long = tokens[at].norm.endswith("ment") and words.language == "fr" and at > 0
    return long and tokens[at - 1].norm in words.lists["auxiliaries"]


def _is_assertion(tokens: Sequence[Token], at: int) -> bool:
    """ "claimed that 12 died", "claimed to have killed 12"; not "claimed the attack", "claimed 12 lives"."""
    after = [token.norm for token in tokens[at + 1 : at + 6]]
    after = after[2:] if after[:1] == ["on"] else after  # "claimed on Tuesday to have killed"
    if not after or {"responsibility", "credit", "lives", "life"} & set(after):
        return False
    return after[0] in _ASSERTED or tokens[at + 1].is_number


def _reach_able(tokens: Sequence[Token], at: int, words: Words) -> int:
    """The first token of "were able to confirm" or of "pu confirmer"; the verb itself where nobody is able."""
    if words.language == "fr":
        keen = at > 1 and tokens[at - 1].norm == "a" and tokens[at - 2].norm in ("tenu", "tient", "tiennent")
        if keen and tokens[at].norm.endswith(("er", "ir")):
            return at - 2  # "a tenu à démentir"
        able = at and tokens[at - 1].norm == "pu" and tokens[at].norm.endswith("er")
        return at - 1 if able else at
    if at < 3 or tokens[at - 1].norm != "to" or tokens[at - 2].norm != "able":
        return at
    return at - 3 if tokens[at - 3].norm in BE else at - 2


def _reach_auxiliary(tokens: Sequence[Token], begin: int, words: Words) -> tuple[int, bool]:
    """Back to the auxiliary over some words: "had first estimated", "avaient au départ estimé"."""
    for at in range(begin - 2, max(-1, begin - 5), -1):
        if tokens[at + 1].norm in MARKS or tokens[at + 1].norm in words.lists["conjunctions"]:
            break
        if tokens[at].norm in words.lists["auxiliaries"] and (
            tokens[at].norm != "a" or {token.norm for token in tokens[at + 1 : begin]} <= _FOR_ITS_PART
        ):
            return at, True  # "a de son côté parlé", and not "à" or "a 12 ans"
    return begin, False


def _is_named(tokens: Sequence[Token], at: int) -> bool:
    """Is a word part of a name: with a capital, before another?"""
    near = tokens[at : at + 2]
    return len(near) > 1 and all(one.is_capital and not one.text.isupper() for one in near)


def _is_verb(tokens: Sequence[Token], at: int, kind: str, words: Words) -> bool:
    """Not "the report", "un compte", "to say", "se comptent"."""
    if at == 0:
        return kind != "weak"
    before = tokens[at - 1].norm
    if kind == "weak" and _is_named(tokens, at):
        return False  # "the US State Department"
    if (before in words.lists["joins"] and before not in ("et", "and")) or (
        before in ("to", "se", "a") and before != "a"
    ):
        return False
    if before in words.lists["determiners"] and not (words.language == "fr" and before in ("l'", "la", "le")):
        return False
    if words.language == "en" and before in words.verbs and kind == "weak":
        return False  # "dismissed reports that", "rejected claims"
    denied = any(words.verbs.get(token.norm) == "deny" for token in tokens[max(0, at - 4) : at])
    if words.language == "en" and denied and kind == "weak":
        return False  # "rejects the UN report on"
    if words.language == "en" and kind in ("weak", "act"):
        after = tokens[at + 1].norm if at + 1 < len(tokens) else ""
        dated = after == "on" and at + 2 < len(tokens) and tokens[at + 2].norm in words.lists["chain"]
        spoken = dated or tokens[at].norm in ("spoke", "speak", "speaks")
        bare = not tokens[at].norm.endswith(("s", "d", "ve")) and tokens[at].norm not in ("put", "spoke")
        if (
            (after in ("of", "on", "from") and not spoken)
            or after in words.verbs
            or (bare and not before.endswith("s"))
        ):
            return False
    return not (before in ("l'", "la", "le") and words.language == "fr")
