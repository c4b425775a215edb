"""Figures that share one verb or one side: "49 civils et 15 militaires tués", "7 morts - 4 soldats, 3 civils -"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from tamani.extract.counts.groups import BE_HAVE, STOPS, Group, load_harm
from tamani.extract.counts.toll_sides import read_complement
from tamani.extract.counts.toll_values import SUB, Found, FoundToll
from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_words
from tamani.records import Who

JOINERS = read_words("joiners")
PART_WORDS = frozenset(("lesquels", "lesquelles", "them", "whom", "which"))
OPENERS = frozenset(("-", "–", "—", ":", "("))
AND = ("et", "and", ",", "ainsi", "as", "plus")
SPEECH = read_words("speech_after")
CLOSERS = read_words("list_closers")
BREAKS = frozenset(("qui", "who", "que", "that", "et", "and"))
WHOLE = frozenset(("of the", "of", "des", "sur les", "d' entre les", "of its", "of their", "de ses"))
SIDES = ("cote ", "parmi ", "chez ", "among ", "dans le camp", "dans les rangs", "in the ranks", "du cote")
SIDE = frozenset(("side", "sides"))
WHOSE = frozenset(("le", "la", "l'"))
LEADS = frozenset(("parmi", "among", "(", "les", "the"))
CLAIMING = read_words("claiming")
GIVEN = frozenset(("acknowledged", "announced", "confirmed", "reported", "reconnus", "annonces", "confirmes", "admis"))
PLACED = frozenset(("at", "in", "near", "a", "au", "aux", "dans", "pres", "en"))
POSSESSIVE = read_words("possessives") | {"the", "le", "la", "les"}
BESIDE = (("along", "with"), ("together", "with"), ("as", "well", "as"), ("ainsi", "que"))
GRAVE = frozenset(
    ("grievement", "gravement", "seriously", "critically", "severely", "etat", "critical", "serious", "grave", "graves")
)


def is_whole(sentence: Sentence, groups: list[Group], at: int) -> bool:
    """ "two of the 30 wounded": does the second figure only say of how many?"""
    if at < 1:
        return False
    between = _between(sentence, groups[at - 1], groups[at])
    return groups[at - 1].form == "bare" and " ".join(between) in WHOLE


def join_groups(sentence: Sentence, groups: list[Group], found: dict[int, Found], language: str) -> None:
    """ "49 civils et 15 militaires tués", "la mort de 49 civils et 15 soldats": one verb for the groups it joins."""
    for at in range(len(groups) - 2, -1, -1):
        later = found.get(at + 1)
        if at in found or later is None or later.side not in ("right", "joined") or groups[at].form == "bare":
            continue
        if _leads_part(sentence, groups[at], groups[at + 1]):
            found[at] = Found(groups[at], later.field, groups[at].last, "joined")
            found[at + 1] = structs.replace(later, side="sub")
        elif _joined(sentence, groups[at], groups[at + 1], language):
            found[at] = Found(groups[at], later.field, groups[at].last, "joined")
    for at in range(1, len(groups)):
        before = found.get(at - 1)
        if at in found or before is None:
            continue
        hit = _continue(sentence, before, groups[at])
        if hit is not None:
            found[at] = hit


def _leads_part(sentence: Sentence, whole: Group, part: Group) -> bool:
    """ "Plus de 60 soldats dont trois colonels ont été tués": both are the subject."""
    between = _between(sentence, whole, part)
    if between[-1:] == ("dont",) and sentence.norms[part.quantity.first] in WHOSE:
        return False  # "un habitant dont le frère a péri"
    return 0 < len(between) <= 6 and bool((SUB | PART_WORDS) & set(between)) and BE_HAVE.isdisjoint(between)


def _continue(sentence: Sentence, before: Found, group: Group) -> Found | None:
    """A group that goes on with the harm of the one before it: joined to it, or a part of it."""
    if _speaks(sentence, group):
        return None
    start = max(before.last, before.group.last) + 1
    start = start if start <= group.quantity.first else before.group.last + 1
    between = sentence.norms[start : group.quantity.first]
    if group.form == "bare":
        return _continue_bare(sentence, before, group, between)
    if _opens_list(sentence, before, group, between):
        return Found(group, before.field, group.last, "part")
    if (before.side in ("left", "joined") and _adds(between)) or (
        before.side == "right" and before.field in ("killed", "injured") and _is_beside(sentence, before, group)
    ):
        return Found(group, before.field, group.last, "joined")
    if _opens_part(between):
        return Found(group, before.field, group.last, "sub")
    if not between or not set(between) <= JOINERS | SUB | PART_WORDS | LEADS:
        return None
    if "(" in between and not (SUB | PART_WORDS) & set(between):
        return None
    if (SUB | PART_WORDS) & set(between):
        return Found(group, before.field, group.last, "sub")
    # "including 49 gendarmes and four civilians": both are parts.
    if before.side in ("left", "joined", "sub", "part"):
        side = before.side if before.side in ("sub", "part") else "joined"
        return Found(group, before.field, group.last, side)
    return None


def _opens_part(between: tuple[str, ...]) -> bool:
    """ "57 morts désormais, dont 53 gendarmes", "32 dead at the market, including six bombers": no verb between."""
    ends = between[-1:] and between[-1] in SUB
    return bool(ends) and len(between) <= 8 and not set(between) & (BE_HAVE - {"a"} | BREAKS | {";", ".", ":"})


def _adds(between: tuple[str, ...]) -> bool:
    """ "killed the mayor of the town, as well as two peasants": what stands between has no verb of its own."""
    text = " ".join(between)
    return (
        2 < len(between) <= 14
        and text.endswith(("as well as", "ainsi que", "along with"))
        and BE_HAVE.isdisjoint(between)
    )


def _is_beside(sentence: Sentence, before: Found, group: Group) -> bool:
    """ "The mayor was shot dead along with two of his bodyguards": struck too, behind the verb of those before."""
    norms, first = sentence.norms, group.quantity.first
    first -= norms[first - 1] in POSSESSIVE
    start = next((first - len(words) for words in BESIDE if norms[first - len(words) : first] == words), -1)
    between = norms[before.last + 1 : start]
    return (
        0 <= len(between) <= 12 and start > before.last and not BE_HAVE & set(between) | {";", ":", "."} & set(between)
    )


def _continue_bare(sentence: Sentence, before: Found, group: Group, between: tuple[str, ...]) -> Found | None:
    """ "4 morts côté armée et 18 côté assaillants", "64 wounded, 12 of them seriously"."""
    after = group.quantity.last + 1
    rest = sentence.norms[after : after + 4]
    led = between[:-1] if between[-1:] in (("the",), ("les",)) else between
    if led[-1:] in (("et",), ("and",), (",",)) and _has_side(rest):
        return Found(group, before.field, group.last, "joined")
    if before.side in ("noun", "right", "joined") and _shares_place(sentence, group, between, rest):
        return Found(group, before.field, group.last, "joined")
    another = {"another", "autres", "others"} & {*between[-1:], *rest[:1]}
    if (
        another
        and {"and", "et"} & set(between)
        and len(between) <= 6
        and not BE_HAVE & set(between) | BE_HAVE & set(rest)
    ):
        return Found(group, before.field, group.last, "joined")  # "21 people in Tsauwa and another nine in Dankar"
    if (
        before.field == "injured"
        and group.quantity.low
        and set(between) <= SUB | {","}
        and between
        and not GRAVE.isdisjoint(rest)
    ):
        return Found(group, before.field, group.last, "sub")
    if before.field in ("killed", "injured") and between[-1:] and between[-1] in SUB and group.quantity.low:
        return Found(group, before.field, group.last, "sub")
    if before.field == "killed" and _goes_on(sentence, group, rest):
        return Found(group, before.field, group.last, "toll")
    return None


def _shares_place(sentence: Sentence, group: Group, between: tuple[str, ...], rest: tuple[str, ...]) -> bool:
    """ "Onze morts à Fada, six à Gayéri": the second count has a place of its own and the harm of the first."""
    placed = bool(rest) and rest[0] in PLACED and not PLACED.isdisjoint(between)
    if between[-1:] not in ((",",), ("et",), ("and",)) or not placed:
        return False
    at = group.quantity.last + 2
    named = at < len(sentence.tokens) and sentence.tokens[at].is_capital
    return named and not BE_HAVE - {"a"} & set(between) and len(between) <= 10


def _goes_on(sentence: Sentence, group: Group, rest: tuple[str, ...]) -> bool:
    """ "...; local contacts claim up to 165", "above the 89 acknowledged by the army": another figure for the same."""
    first = group.quantity.first
    near = sentence.norms[max(0, first - 3) : first]
    while near and near[-1] in ("de", "of", "at", "it", "the", "les"):
        near = near[:-1]
    closed = not rest or not rest[0][0].isalpha()
    return (closed and bool(near) and near[-1] in CLAIMING) or (
        bool(rest) and rest[0] in GIVEN and rest[1:2] in (("by",), ("par",))
    )


def _has_side(rest: tuple[str, ...]) -> bool:
    text = " ".join(rest)
    return text.startswith(SIDES) or (text.startswith("on the ") and not SIDE.isdisjoint(rest))


def _opens_list(sentence: Sentence, before: Found, group: Group, between: tuple[str, ...]) -> bool:
    """ "sept morts - quatre soldats, ...", "neuf personnes tuées : six gardes, ...", "8 morts (5 civils ...)"."""
    if group.form != "people" or not between or before.side not in ("noun", "right", "toll"):
        return False
    if between[-1] not in OPENERS or not set(between) <= OPENERS | JOINERS or group.quantity.article:
        return False
    if group.who in (None, Who.UNKNOWN):
        return False  # "eight dead: two Nigeriens and six French" tells nothing of whose toll it is
    whole, part = before.group.quantity.low, group.quantity.low
    if whole is None or part is None or part >= whole:
        return False
    return _ends(sentence, group.last + 1)


def _ends(sentence: Sentence, at: int) -> bool:
    """Does the noun group end here, with no verb of its own: "six gardes forestiers, deux guides"?"""
    tokens = sentence.tokens
    for step in range(at, min(at + 4, len(tokens))):
        norm = tokens[step].norm
        if not norm[0].isalpha() or norm in CLOSERS:
            return True
        if norm in STOPS or norm in BE_HAVE:
            return False
    return at >= len(tokens)


def _speaks(sentence: Sentence, group: Group) -> bool:
    """ "wounding four, a law enforcement official said": who speaks is not wounded."""
    tokens = sentence.tokens[group.last + 1 : group.last + 4]
    return bool(group.quantity.article) and any(token.norm in SPEECH for token in tokens)


def _between(sentence: Sentence, left: Group, right: Group) -> tuple[str, ...]:
    """The words between two groups, without digits that only repeat a figure: "cinq civils (5), quatre soldats"."""
    norms = sentence.norms[left.last + 1 : right.quantity.first]
    repeated = norms[:1] == ("(",) and norms[2:3] == (")",) and norms[1].isdigit()
    return norms[3:] if repeated else norms


def _joined(sentence: Sentence, left: Group, right: Group, language: str) -> bool:
    between = _between(sentence, left, right)
    if not between or not any(word in AND for word in between):
        return False
    if set(between) <= JOINERS:
        return True
    # "cinq casques bleus népalais et deux soldats congolais": what tells more of the first stands between.
    if between[-1] not in ("et", "and") or len(between) > 5 or left.form != "people" or right.form != "people":
        return False
    harm = load_harm(language)
    for at in range(left.last + 1, right.quantity.first - 1):
        token = sentence.tokens[at]
        if token.norm in BE_HAVE or not token.text[0].isalpha() or token.norm in BREAKS:
            return False
        if any(harm[role].match(sentence, at) for role in ("state", "subject", "active", "noun")):
            return False
    return True


def share_sides(sentence: Sentence, tolls: Sequence[FoundToll], language: str) -> list[FoundToll]:
    """ "10 morts et 15 blessés dans nos rangs": the side behind the second figure is the first one's too."""
    found = list(tolls)
    for at in range(len(found) - 2, -1, -1):
        one, two = found[at], found[at + 1]
        between = sentence.norms[one.last + 1 : two.first]
        near = between in (("et",), ("and",), (",",)) and read_complement(sentence, two.last + 1, language)
        if one.who is Who.UNKNOWN and (whole := _sum_parts(found[at:])) is not None:
            found[at] = structs.replace(one, who=whole)
        elif near and one.who is Who.UNKNOWN and two.who is not Who.UNKNOWN and one.field != two.field:
            found[at] = structs.replace(one, who=two.who)
    return found


def _sum_parts(tolls: Sequence[FoundToll]) -> Who | None:
    """ "12 morts, dont 11 militaires et un gendarme": the side of a whole that is nearly all of one side."""
    whole, parts, owners = tolls[0], 0, set[Who]()
    for toll in tolls[1:]:
        if toll.scope != "sub" or toll.field != whole.field:
            break
        parts += toll.low or 0
        owners.add(toll.who)
    return owners.pop() if len(owners) == 1 and parts and 10 * parts >= 9 * (whole.low or 0) else None
