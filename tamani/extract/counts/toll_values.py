"""What a figure says once it is found: its bounds, whose it is, whether it is a part, an old or a running total."""

from __future__ import annotations

from msgspec import Struct

from tamani.extract.counts.groups import Group, find_who
from tamani.extract.counts.running_totals import is_running, is_vast
from tamani.extract.counts.toll_sides import choose_who, inherits
from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_words
from tamani.records import Who

SUB = read_words("parts")
# How a figure was found, as a rule of rules.toml.
RULES = {
    "noun": "tolls.noun", "right": "tolls.passive", "left": "tolls.active", "toll": "tolls.toll_word",
    "joined": "tolls.list", "sub": "tolls.sub_total", "part": "tolls.sub_total", "old": "tolls.revision",
    "denied": "tolls.revision", "label": "tolls.label", "echo": "tolls.given",
}  # fmt: skip
OPENING = 7  # tokens in which the subject of a sentence stands
OWN_SIDE = frozenset(("cote", "ami", "amis", "armee", "dans", "nos", "rangs", "in", "our", "ranks"))


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
    mixed: bool = False  # "100 morts parmi les civils et les militaires"
    denied: bool = False  # "137, not 287 as villagers had said"
    rule: str = "tolls.noun"


EACH = frozenset(("each", "apiece", "chacun", "chacune"))


class Found(Struct, frozen=True):
    """A group with the harm that was found for it, and how far the words of the claim reach."""

    group: Group
    field: str
    last: int
    side: str  # noun, right, left, toll, joined, sub, part, old, denied, label
    who: Who | None = None  # whose, where another figure or a label says so


def make_toll(sentence: Sentence, hit: Found, before: list[FoundToll], language: str) -> FoundToll | None:
    group, quantity = hit.group, hit.group.quantity
    scope = "sub" if hit.side in ("sub", "part") or _is_sub(sentence, quantity.first) else None
    article = quantity.low == 1 and quantity.high == 1
    # "six blessés, dont un civil": the one belongs to the figure before it, as its qualifier.
    if scope == "sub" and article and hit.side != "part":
        return None
    if hit.side in ("old", "denied"):
        scope = "old"
    if not EACH.isdisjoint(sentence.norms[hit.last + 1 : hit.last + 3]):
        scope = "sub"  # "two graves held 50 bodies each"
    elif scope == "sub" and not before:
        scope = None  # "a list of a hundred names, including 81 dead"
    low, high, qualifier = _bounds(sentence, hit)
    told = choose_who(sentence, group, hit.last, language)
    return FoundToll(
        field=_field(sentence, hit, language),
        first=quantity.first,
        last=max(
            hit.last if hit.side in ("right", "noun", "toll", "label") and hit.last - group.last <= 4 else group.last,
            quantity.last,
        ),
        low=low,
        high=high,
        who=told if told is not None else _who(sentence, hit, before),
        qualifier=qualifier,
        scope=scope,
        mixed=told is Who.UNKNOWN,
        rule=RULES[hit.side],
        denied=hit.side == "denied" and not _is_first_count(sentence),
        doubted=_is_doubted(sentence, quantity.first),
        cumulative=is_vast(low, group.form == "bare")
        or is_running(sentence, quantity.first, max(hit.last, group.last), low if low is not None else high, hit.field),
    )


def _is_sub(sentence: Sentence, first: int) -> bool:
    norms = sentence.norms[max(0, first - 2) : first]
    return not SUB.isdisjoint(norms) or norms[-2:] in (
        ("parmi", "lesquels"),
        ("parmi", "lesquelles"),
        ("among", "them"),
        ("of", "them"),
        ("y", "compris"),
    )


def _bounds(sentence: Sentence, hit: Found) -> tuple[int | None, int | None, str | None]:
    """The figure's bounds, with what stands after the noun: "400 tués au maximum", "154 civils tués au moins"."""
    quantity = hit.group.quantity
    low, high, qualifier = quantity.low, quantity.high, quantity.qualifier
    end = sentence.norms[quantity.number_last]
    if low is not None and high is None and quantity.number_last - quantity.number_first == 2 and end.isdigit():
        high = int(end) if int(end) > low else None  # "at least 400 to 500" has an upper end all the same
    start = max(hit.last, hit.group.last) + 1
    after = sentence.norms[start : start + 5]
    next_to = sentence.norms[hit.group.last + 1 : hit.group.last + 5]
    two = after[:2]
    if two in (("au", "maximum"), ("at", "most"), ("au", "plus")):
        return None, high, qualifier or " ".join(two)
    if two in (("au", "moins"), ("at", "least"), ("or", "more"), ("ou", "plus"), ("au", "minimum")) and low == high:
        return low, None, qualifier or " ".join(two)
    if low is not None and next_to in ((",", "peut-etre", "le", "double"), (",", "perhaps", "twice", "that")):
        return low, 2 * low, qualifier
    before = sentence.norms[max(0, quantity.first - 3) : quantity.first]
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


def _who(sentence: Sentence, hit: Found, before: list[FoundToll]) -> Who:
    """Whose a toll is where the words around it do not say so."""
    group = hit.group
    if hit.who is not None:
        return hit.who
    if before and inherits(sentence, group) and hit.side not in ("toll", "label"):
        return before[-1].who
    if before and hit.side in ("sub", "part") and group.form == "people":
        return before[-1].who
    if before and group.form == "harm" and hit.field in ("injured", "missing"):
        words = sentence.norms[before[-1].last + 1 : group.quantity.first]
        between = tuple([norm for norm in words if norm not in OWN_SIDE])
        if between in (("et",), ("and",), (",",), (",", "et"), (",", "and")) and before[-1].field in (
            "killed",
            "injured",
        ):
            return before[-1].who  # "eight soldiers were killed and 13 injured"
    if hit.field == "detained" and before and before[-1].who is Who.ATTACKERS:
        return Who.ATTACKERS
    return Who.UNKNOWN


def _field(sentence: Sentence, hit: Found, language: str) -> str:
    """Gunmen who "arrest" passengers take them; soldiers who "seize" suspects detain them."""
    group = hit.group
    if hit.field == "detained" and hit.side == "left" and group.who is Who.CIVILIANS:
        subject = find_who(sentence, 0, min(OPENING, group.quantity.first - 1), language)
        return "abducted" if subject in (Who.ATTACKERS, Who.ARMED_GROUP) else hit.field
    if hit.field == "abducted" and hit.side in ("left", "right") and group.who is Who.ATTACKERS:
        return "detained"
    return hit.field


def _is_first_count(sentence: Sentence) -> bool:
    """ "More than was first announced: 89 soldiers, not 25": the lower figure was true news once."""
    norms = sentence.norms
    # "and not 12 as first reported" takes the twelve back.
    return any(
        norm in ("first", "initially", "initialement", "abord", "depart") and norms[at - 1] != "as"
        for at, norm in enumerate(norms)
    )


def _is_doubted(sentence: Sentence, first: int) -> bool:
    norms = set(sentence.norms[max(0, first - 3) : first])
    return bool(norms & {"could", "might", "may", "pourrait", "pourraient"})
