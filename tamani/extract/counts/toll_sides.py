"""Whose toll a figure is: civilians, security forces, attackers, as the words around the figure tell."""

from __future__ import annotations

from functools import cache

from tamani.extract.counts.groups import BE_HAVE, Group, find_who, load_people
from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon, read_wording, read_words
from tamani.records import Who

PREDICATE = frozenset(("sont", "etaient", "are", "were", "seraient", "est", "was", "is"))
PREDICATE_FILLERS = read_words("predicate_fillers")
OTHERS = frozenset(("autres", "autre", "other", "others"))
ENDS = frozenset((".", ";", "(", "qui", "who", "ont", "were", "selon", "according"))
LOSING = frozenset(
    ("perd", "perdu", "perdent", "lose", "lost", "loses", "losing", "perte", "pertes", "loss", "losses")
)  # fmt: skip
BULLETS = frozenset(("-", "–", "—", "•", "*", "·"))
PROPER = frozenset(("own", "propres"))
LOOSE = (None, Who.UNKNOWN, Who.FOREIGNERS, Who.ARMED_GROUP)
# "The peacekeepers counted 25 wounded", "les assaillants ont laissé derrière eux trois corps": their own.
BORE = read_words("bore")
LEFT = frozenset(
    ("laisse", "laissent", "laissant", "abandonne", "abandonnent", "left", "leave", "abandoned", "leaving")
)
BODIES = frozenset(("corps", "cadavres", "cadavre", "depouilles", "bodies", "body", "corpses", "dead"))
LOSSES = frozenset(("pertes", "losses", "bilan", "toll", "casualties", "morts", "victimes", "dead"))
OWN = read_words("own_forces")
POSSESSED = frozenset(("its", "their", "his", "her", "our", "ses", "leurs", "nos", "siens", "ours", "theirs"))
GROUPS = frozenset(
    ("group", "groupe", "militia", "milice", "faction", "movement", "mouvement", "guerrilla", "guerilla")
)
INFLICT = frozenset(("infliger", "inflict", "causer", "cause"))
ASSAULTING = frozenset(("attack", "storm", "raid", "assault", "ambush", "attaquer", "assaillir", "agresser"))


def choose_who(sentence: Sentence, group: Group, last: int, language: str) -> Who | None:
    """Whose the people of a group are by the words around it, last: the last token of the harm; None: not said."""
    word = sentence.norms[last]
    if group.form == "bare" and sentence.norms[max(0, group.quantity.first - 1)].startswith("neutrali"):
        word = sentence.norms[group.quantity.first - 1]  # "the troops neutralised many of them"
    side = read_side(sentence, group.quantity.first, language)
    if group.who in LOOSE and (side is Who.ATTACKERS or word.startswith("neutrali")):
        return Who.ATTACKERS
    if group.who is not None and group.who is not Who.UNKNOWN:
        return Who.UNKNOWN if _is_mixed(sentence, group, language) else group.who
    # "Sept hommes du côté des rebelles ont été tués dans le camp de l'armée": the nearer one says whose they were.
    after = read_complement(sentence, group.last + 1, language) or read_complement(
        sentence, max(last, group.last) + 1, language
    )
    if after is not None:
        return after
    if group.form != "bare" and (predicate := _read_predicate(sentence, group, language)) is not None:
        return predicate
    if (owner := _read_owner(sentence, group, language)) is not None:
        return owner
    if group.form in ("bare", "harm") and side is not None:
        return side
    return Who.CIVILIANS if _is_on_civilians(sentence) else None


def _is_on_civilians(sentence: Sentence) -> bool:
    """ "Une attaque contre des populations civiles", "an attack on civilians"."""
    return read_wording("tolls", "on_civilians").stands_in(sentence)


def read_complement(sentence: Sentence, at: int, language: str) -> Who | None:
    """ "morts parmi les civils", "dans les rangs de l'armée", "most of them civilians", "en majorité des civils"."""
    tokens, norms = sentence.tokens, sentence.norms
    if at >= len(norms) or norms[at + (norms[at] == "," and at + 1 < len(norms))] not in _openers():
        return None
    words = read_lexicon("tolls")
    text = " ".join(norms[at : at + 6]).removeprefix(", ")
    for phrase in words["among"]:
        if text.startswith(phrase + " "):
            offset = at + len(phrase.split()) + (1 if tokens[at].norm == "," else 0)
            end = _find_end(sentence, offset)
            if offset < len(tokens) and tokens[offset].norm in ("lesquels", "lesquelles", "which", "whom", "them"):
                return None
            own = " " + " ".join(sentence.norms[at:end]) + " "
            if any(f" {word} " in own for word in words["own_side"]):
                return Who.SECURITY_FORCES
            return find_who(sentence, offset, end - 1, language)
    if _opens_gloss(sentence, at):
        return find_who(sentence, at + 1, min(at + 2, len(tokens) - 1), language)
    if text.startswith("on the ") and tokens[min(at + 3, len(tokens) - 1)].norm == "side":
        return read_force(sentence, at + 2, at + 2, language)  # "eleven on the rebel side"
    if any(text.startswith(phrase) for phrase in words["own_side_phrases"]):
        return Who.SECURITY_FORCES
    if language == "fr" and text.startswith("des ") and tokens[at].norm == ",":
        return find_who(sentence, at + 2, at + 3, language)  # "deux blessés, des gardes"
    return None


@cache
def _openers() -> frozenset[str]:
    """The words with which a complement begins."""
    words = read_lexicon("tolls")
    return frozenset(phrase.split()[0] for phrase in (*words["among"], *words["own_side_phrases"], "(", "on", "des"))


def _opens_gloss(sentence: Sentence, at: int) -> bool:
    """ "sept martyrs (soldats tués)": people; "18 (police)" is who counted, "(cinq civils ...)" a list of its own."""
    tokens = sentence.tokens
    bracket = at + 2 < len(tokens) and tokens[at].text == "(" and not _counts(sentence, at + 1)
    return bracket and tokens[at + 1].norm.endswith("s") and tokens[at + 1].text[0].isalpha()


def _find_end(sentence: Sentence, at: int) -> int:
    """Where the words that name a side end: at a stop, or before the next figure ("... et onze dans le camp")."""
    tokens, end = sentence.tokens, at
    while end < len(tokens) and end < at + 14 and tokens[end].norm not in ENDS:
        if tokens[end].norm in ("et", "and", ",") and _counts(sentence, end + 1):
            break
        end += 1
    return end


def _counts(sentence: Sentence, at: int) -> bool:
    if at >= len(sentence.tokens):
        return False
    token = sentence.tokens[at]
    return token.is_number or token.norm in _figures()


@cache
def _figures() -> frozenset[str]:
    numbers = read_lexicon("numbers")
    return frozenset(numbers["fr"]["values"]) | frozenset(numbers["en"]["values"])


def _read_predicate(sentence: Sentence, group: Group, language: str) -> Who | None:
    """ "Les douze blessés sont tous des civils", "the four wounded were police officers"."""
    tokens, at = sentence.tokens, group.last + 1
    if at >= len(tokens) or tokens[at].norm not in PREDICATE:
        return None
    at += 1
    while at < len(tokens) and tokens[at].norm in PREDICATE_FILLERS:
        at += 1
    return find_who(sentence, at, min(at + 2, len(tokens) - 1), language) if _names(sentence, at, language) else None


def _names(sentence: Sentence, at: int, language: str) -> bool:
    return at < len(sentence.tokens) and find_who(sentence, at, at, language) is not None


def _read_owner(sentence: Sentence, group: Group, language: str) -> Who | None:
    """ "The army lost four men", "its own dead", "four of its own dead": the side of the one who speaks or loses."""
    first = group.quantity.first
    holder = _read_holder(sentence, group, language)
    start = _find_start(sentence, first, ";:.")
    if holder is None and group.form in ("bare", "people"):
        own = _read_own_men(sentence, group, start, language) or _read_attacker(sentence, group.quantity.last + 1)
        if own is not None:
            return own
    if holder is not None and read_side(sentence, first, language) is None:
        return holder
    proper = not PROPER.isdisjoint(sentence.norms[first : group.last + 1])
    admits = sentence.norms[group.last] in ("pertes", "losses") and INFLICT.isdisjoint(sentence.lemmas[start:first])
    if not proper and not admits and LOSING.isdisjoint(sentence.norms[max(0, first - 4) : first]):
        return None
    if not OWN.isdisjoint(sentence.norms[start:first]):
        return Who.SECURITY_FORCES
    return find_who(sentence, start, first - 1, language) or (Who.ATTACKERS if proper else None)


def _find_start(sentence: Sentence, end: int, marks: str) -> int:
    """Where the words before a token begin, behind the last of some marks."""
    return max([at + 1 for mark in marks for at in sentence.where.get(mark, ()) if at < end], default=0)


@cache
def _load_states() -> frozenset[str]:
    """Names of states in one word, as far as their capitals speak for them."""
    return frozenset(read_lexicon("attribution")["capitals"].values())


def _read_own_men(sentence: Sentence, group: Group, start: int, language: str) -> Who | None:
    """ "The army says five of its men fell", "le groupe reconnaît la mort de trois des siens": theirs who speak."""
    at = group.quantity.last + 1
    norms = sentence.norms[at : at + 3]
    if norms[:1] not in (("of",), ("de",), ("des",), ("d'",)) or len(norms) < 2 or norms[1] not in POSSESSED:
        return None
    named = find_who(sentence, at + 2, at + 3, language)
    if named is not None and named is not Who.UNKNOWN:
        return named  # "of its soldiers"
    subject = set(sentence.norms[start : group.quantity.first])
    owner = read_force(sentence, start, group.quantity.first - 1, language)
    if owner is None and subject & _load_states():
        return Who.SECURITY_FORCES  # "Chad admits that four of its men died"
    return owner or (Who.ARMED_GROUP if subject & GROUPS else None)


def _read_attacker(sentence: Sentence, at: int) -> Who | None:
    """ "Two of the men who attacked them", "des hommes qui ont attaqué le poste"."""
    tokens = sentence.tokens
    for step in range(at, min(at + 5, len(tokens) - 2)):
        if tokens[step].norm in ("who", "qui"):
            near = set(sentence.lemmas[step + 1 : step + 4])
            return Who.ATTACKERS if near & ASSAULTING else None
    return None


def _read_holder(sentence: Sentence, group: Group, language: str) -> Who | None:
    """ "The army's ten dead", "rebels: 15 dead", "pertes des rebelles : deux morts", "35 of them" after "civilians"."""
    tokens, first = sentence.tokens, group.quantity.first
    if first and tokens[first - 1].text in ("'s", "’s", "'"):
        return read_force(sentence, max(0, first - 4), first - 2, language)
    after = sentence.norms[group.quantity.last + 1 : group.quantity.last + 4]
    if after[:2] in (("of", "them"), ("d'", "entre"), ("d'", "eux")) or after[:3] == ("d'", "entre", "eux"):
        return find_last_who(sentence, first - 1, language)
    if after[:2] in (("le", "nombre"), ("the", "number")):
        return find_who(sentence, group.quantity.last + 3, group.quantity.last + 7, language)
    start = _find_start(sentence, first, ";.")
    near = sentence.norms[max(start, first - 4) : first]
    bore = group.field in ("killed", "injured") and not BORE.isdisjoint(near)
    if bore or (sentence.norms[group.last] in BODIES and not LEFT.isdisjoint(near)):
        bearer = find_who(sentence, start, first - 1, language)
        if bearer in (Who.SECURITY_FORCES, Who.ARMED_GROUP, Who.ATTACKERS):
            return bearer
    begin = max(start, _find_start(sentence, first, ":"))
    if begin > start and not LOSSES.isdisjoint(sentence.norms[start:first]):
        owner = read_force(sentence, start, begin - 2, language)
        if owner is not None:
            return owner
    if group.form == "harm" and _is_heading(sentence, begin, first - 1):
        return read_force(sentence, begin, first - 2, language)
    return None


def _is_heading(sentence: Sentence, start: int, comma: int) -> bool:
    """ "Insurgents, 15 dead": a few words without a verb or a count, and a comma right before the figure."""
    tokens = sentence.tokens
    if not start < comma <= start + 4 or tokens[comma].norm != ",":
        return False
    return not any(
        token.norm in BE_HAVE or token.is_number or token.norm in _figures() for token in tokens[start:comma]
    )


def read_force(sentence: Sentence, start: int, end: int, language: str) -> Who | None:
    """Whose side some words name, by its people or as a body: "rebels", "the army"."""
    norms = sentence.norms[start : end + 1]
    if any(f" {phrase} " in f" {' '.join(norms)} " for phrase in read_lexicon("tolls")["own_side_phrases"]):
        return Who.SECURITY_FORCES  # "Bilan côté ami : sept morts", as armies write
    return find_who(sentence, start, end, language) or (Who.SECURITY_FORCES if not OWN.isdisjoint(norms) else None)


def find_last_who(sentence: Sentence, end: int, language: str) -> Who | None:
    """Whose the people are who were named last before a token: "a bus of nurses ..., three of them"."""
    people = load_people(language)
    for at in range(end, -1, -1):
        if sentence.norms[at] in (".", ";"):
            return None
        hit = people.match(sentence, at) if sentence.tokens[at].text[0].isalpha() else None
        if hit is None or hit[1] in (Who.UNKNOWN, Who.ATTACKERS, Who.ARMED_GROUP):
            continue  # "ambushed by insurgents, and seven of them died"
        return hit[1]
    return None


def read_side(sentence: Sentence, first: int, language: str) -> Who | None:
    """ "Du côté des assaillants, sept ont été neutralisés"."""
    skipped = int(sentence.tokens[0].text in BULLETS)  # "- Côté armée : 14 morts"
    norms = sentence.norms[skipped:]
    if not norms or not norms[0].startswith(_side_openers()):
        return None
    words = read_lexicon("tolls")
    text = " ".join(norms[:8])
    for phrase in words["sides"]:
        if text.startswith(phrase):
            start = len(phrase.split()) + skipped
            comma = next((at for at in range(start, min(first, start + 8)) if sentence.norms[at] in (",", ":")), None)
            if comma is None or comma - start > 3:
                return None
            own = " " + " ".join(sentence.norms[:comma]) + " "
            if any(f" {word} " in own for word in words["own_side"]):
                return Who.SECURITY_FORCES
            return find_who(sentence, start, comma - 1, language)
    return None


def opens_with_side(sentence: Sentence) -> bool:
    """Does a communiqué give the losses of one side here: "- Côté ami : 7 morts", "On our side: two injured"?"""
    skipped = int(sentence.tokens[0].text in BULLETS)
    norms = sentence.norms[skipped : skipped + 8]
    if ":" not in norms or not norms[0].startswith(_side_openers()):
        return False
    text = " ".join(norms)
    return any(text.startswith(phrase) for phrase in read_lexicon("tolls")["sides"])


@cache
def _side_openers() -> tuple[str, ...]:
    return tuple(sorted({phrase.split()[0] for phrase in read_lexicon("tolls")["sides"]}))


def inherits(sentence: Sentence, group: Group) -> bool:
    """ "12 civils ont été tués et six blessés", "four others": people of the group named before."""
    near = sentence.tokens[group.quantity.last : group.last + 2]
    return group.form == "bare" or any(token.norm in OTHERS for token in near)


def _is_mixed(sentence: Sentence, group: Group, language: str) -> bool:
    """ "Des dizaines de militaires et de civils": one count of two groups is nobody's alone."""
    tokens = sentence.tokens
    at = group.last + 1
    if at >= len(tokens) or tokens[at].norm not in ("et", "and", "ou", "or"):
        return False
    at += 2 if at + 1 < len(tokens) and tokens[at + 1].norm in ("de", "d'", "des") else 1
    hit = load_people(language).match(sentence, at) if at < len(tokens) and tokens[at].text[0].isalpha() else None
    return hit is not None and hit[1] not in (group.who, Who.UNKNOWN)
