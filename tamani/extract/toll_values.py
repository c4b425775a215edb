"""What a figure says once it is found: its bounds, whose it is, whether it is a part, an old or a running total."""

from __future__ import annotations

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.groups import Group, find_who, load_people
from tamani.extract.lexicon import read_lexicon, read_words
from tamani.records import Who

SUB = read_words("parts")
VAST = 1000  # "killing thousands" sums up a war


class FoundToll(Struct, frozen=True):
    """One stated figure. cumulative: a running total over several events."""

    field: str
    first: int
    last: int
    low: int | None
    high: int | None
    who: Who
    qualifier: str | None = None
    scope: str | None = None
    doubted: bool = False
    cumulative: bool = False


class Found(Struct, frozen=True):
    """A group with the harm that was found for it, and how far the words of the claim reach."""

    group: Group
    field: str
    last: int
    side: str  # noun, right, left, toll, joined


def make_toll(sentence: Sentence, hit: Found, before: list[FoundToll], language: str) -> FoundToll | None:
    group, quantity = hit.group, hit.group.quantity
    scope = "sub" if hit.side == "sub" or _is_sub(sentence, quantity.first) else None
    article = quantity.low == 1 and quantity.high == 1
    # "six blessés, dont un civil": the one belongs to the figure before it, as its qualifier.
    if scope == "sub" and article:
        return None
    if scope == "sub" and not before:
        scope = None  # "a list of a hundred names, including 81 dead"
    low, high, qualifier = _bounds(sentence, hit)
    return FoundToll(
        field=hit.field,
        first=quantity.first,
        last=max(
            hit.last if hit.side in ("right", "noun", "toll") and hit.last - group.last <= 4 else group.last,
            quantity.last,
        ),
        low=low,
        high=high,
        who=_who(sentence, hit, before, language),
        qualifier=qualifier,
        scope=scope,
        doubted=_is_doubted(sentence, quantity.first),
        cumulative=_is_cumulative(sentence, hit),
    )


def _is_sub(sentence: Sentence, first: int) -> bool:
    norms = [token.norm for token in sentence.tokens[max(0, first - 2) : first]]
    return bool(SUB & set(norms)) or norms[-2:] in (
        ["parmi", "lesquels"],
        ["parmi", "lesquelles"],
        ["among", "them"],
        ["y", "compris"],
    )


def _bounds(sentence: Sentence, hit: Found) -> tuple[int | None, int | None, str | None]:
    """The figure's bounds, with what stands after the noun: "400 tués au maximum", "154 civils tués au moins"."""
    quantity = hit.group.quantity
    low, high, qualifier = quantity.low, quantity.high, quantity.qualifier
    end = sentence.tokens[quantity.number_last].norm
    if low is not None and high is None and quantity.number_last - quantity.number_first == 2 and end.isdigit():
        high = int(end) if int(end) > low else None  # "at least 400 to 500" has an upper end all the same
    start = max(hit.last, hit.group.last) + 1
    after = [token.norm for token in sentence.tokens[start : start + 5]]
    next_to = [token.norm for token in sentence.tokens[hit.group.last + 1 : hit.group.last + 5]]
    two = after[:2]
    if two in (["au", "maximum"], ["at", "most"], ["au", "plus"]):
        return None, high, qualifier or " ".join(two)
    if two in (["au", "moins"], ["at", "least"], ["or", "more"], ["ou", "plus"], ["au", "minimum"]) and low == high:
        return low, None, qualifier or " ".join(two)
    if low is not None and next_to in ([",", "peut-etre", "le", "double"], [",", "perhaps", "twice", "that"]):
        return low, 2 * low, qualifier
    before = [token.norm for token in sentence.tokens[max(0, quantity.first - 3) : quantity.first]]
    if (
        low == high
        and before
        and before[-1]
        in (
            "exceed",
            "pass",
            "exceeds",
            "exceeded",
            "passed",
            "depasse",
            "depasser",
            "depassent",
            "surpass",
            "top",
            "tops",
        )
    ):
        return low, None, qualifier or before[-1]
    return low, high, qualifier


def _who(sentence: Sentence, hit: Found, before: list[FoundToll], language: str) -> Who:
    group = hit.group
    if group.who is not None and group.who is not Who.UNKNOWN:
        return Who.UNKNOWN if _is_mixed(sentence, group, language) else group.who
    after = _complement(sentence, max(hit.last, group.last) + 1, language) or _complement(
        sentence, group.last + 1, language
    )
    if after is not None:
        return after
    other = any(
        token.norm in ("autres", "autre", "other", "others")
        for token in sentence.tokens[group.quantity.last : group.last + 2]
    )
    if before and (other or group.form == "bare") and hit.side != "toll":
        return before[-1].who
    if before and group.form == "harm" and hit.field == "injured":
        between = [token.norm for token in sentence.tokens[before[-1].last + 1 : group.quantity.first]]
        if between in (["et"], ["and"], [","]) and before[-1].field == "killed":
            return before[-1].who  # "eight soldiers were killed and 13 injured"
    if group.form in ("bare", "harm"):
        side = _side(sentence, group.quantity.first, language)
        if side is not None:
            return side
    word = sentence.tokens[hit.last].norm
    if word.startswith("neutrali") and group.form in ("bare", "people"):
        return Who.ATTACKERS
    if hit.field == "detained" and before and before[-1].who is Who.ATTACKERS:
        return Who.ATTACKERS
    return Who.UNKNOWN


def _complement(sentence: Sentence, at: int, language: str) -> Who | None:
    """ "morts parmi les civils", "dans les rangs de l'armée", "most of them civilians", "en majorité des civils"."""
    words = read_lexicon("tolls")
    text = " ".join(token.norm for token in sentence.tokens[at : at + 6])
    text = text.removeprefix(", ")
    for phrase in words["among"]:
        if text.startswith(phrase + " "):
            offset = at + len(phrase.split()) + (1 if sentence.tokens[at].norm == "," else 0)
            end = offset
            while (
                end < len(sentence.tokens)
                and end < offset + 14
                and sentence.tokens[end].norm not in (".", ";", "(", "qui", "who", "ont", "were", "selon")
            ):
                end += 1
            own = " ".join(token.norm for token in sentence.tokens[at:end])
            if any(word in own for word in words["own_side"]):
                return Who.SECURITY_FORCES
            return find_who(sentence, offset, end - 1, language)
    if any(text.startswith(phrase) for phrase in words["own_side_phrases"]):
        return Who.SECURITY_FORCES
    return None


def _side(sentence: Sentence, first: int, language: str) -> Who | None:
    """ "Du côté des assaillants, sept ont été neutralisés"."""
    words = read_lexicon("tolls")
    text = " ".join(token.norm for token in sentence.tokens[:8])
    for phrase in words["sides"]:
        if text.startswith(phrase):
            start = len(phrase.split())
            comma = next((at for at in range(start, min(first, start + 8)) if sentence.tokens[at].norm == ","), None)
            if comma is None or comma - start > 3:
                return None
            own = " ".join(token.norm for token in sentence.tokens[:comma])
            if any(word in own for word in words["own_side"]):
                return Who.SECURITY_FORCES
            return find_who(sentence, start, comma - 1, language)
    return None


def _is_doubted(sentence: Sentence, first: int) -> bool:
    norms = {token.norm for token in sentence.tokens[max(0, first - 3) : first]}
    return bool(norms & {"could", "might", "may", "pourrait", "pourraient"})


def _is_cumulative(sentence: Sentence, hit: Found) -> bool:
    """ "cela porte à 25 le nombre de morts en dix jours", "12 killed since January": more than one event."""
    words = read_lexicon("tolls")
    if (hit.group.quantity.low or 0) >= VAST and hit.group.form == "bare":
        return True
    start = max(hit.last, hit.group.last) + 1
    after = " " + " ".join(token.norm for token in sentence.tokens[start : start + 9]) + " "
    before = " " + " ".join(token.norm for token in sentence.tokens[: hit.group.quantity.first]) + " "
    if any(f" {phrase} " in after for phrase in words["running_after"]):
        return True
    if any(f" {phrase} " in before for phrase in words["running_before"]):
        return True
    following = after.split()
    since = next((step for step, norm in enumerate(following) if norm in ("depuis", "since")), None)
    if since is not None and _is_long(following[since : since + 4]):
        return True
    opening = [token.norm for token in sentence.tokens[:5]]
    if opening[0] in ("depuis", "since") and _is_long(opening):
        return True
    norms = after.split()
    for at, norm in enumerate(norms[:4]):
        period = next(
            (step for step in range(at + 1, at + 4) if norms[step : step + 1] and norms[step] in words["periods"]), 0
        )
        # "killed in three days of clashes" is one event, "killed in three days" a tally.
        if norm in ("en", "in", "over") and period and norms[period + 1 : period + 2] not in (["of"], ["de"], ["d'"]):
            return True
    return False


def _is_long(norms: list[str]) -> bool:
    """ "depuis janvier", "since 2021"; not "depuis l'attaque"."""
    words = read_lexicon("tolls")["long_since"]
    return any(norm in words or (norm[:2] in ("19", "20") and len(norm) == 4) for norm in norms)


def _is_mixed(sentence: Sentence, group: Group, language: str) -> bool:
    """ "Des dizaines de militaires et de civils": one count of two groups is nobody's alone."""
    tokens = sentence.tokens
    at = group.last + 1
    if at >= len(tokens) or tokens[at].norm not in ("et", "and", "ou", "or"):
        return False
    at += 2 if at + 1 < len(tokens) and tokens[at + 1].norm in ("de", "d'", "des") else 1
    hit = load_people(language).match(sentence, at) if at < len(tokens) and tokens[at].text[0].isalpha() else None
    return hit is not None and hit[1] not in (group.who, Who.UNKNOWN)
