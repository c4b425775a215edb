"""Which things a deed reaches: its object, its passive subject, what "at" or "against" leads to, and lists of these."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import Struct, structs

from tamani.extract.details.role_words import Deed
from tamani.extract.details.things import Thing
from tamani.extract.document import Sentence
from tamani.extract.lexicon import Phrases, is_participle, make_phrases, read_lexicon
from tamani.words import Token

FAR = 12  # tokens from a deed to the preposition of what it reached: "exploded early this morning in Quito at the ..."
NEAR = 9  # tokens from a verb to an object that other words part from it
BACK = 22  # tokens from a passive back to its subject, with what is said of it between
SEARCH = 16  # tokens from "the troops came to a place in the north and" to "raided"
BLAST = "blast"  # the meaning of deeds that bombs and shots do: what they happened at was hit


_SHARED = (  # lists of both languages
    *("joins", "clauses", "times", "auxiliaries", "after", "actions", "harms", "held", "pronouns"),
    *("beside", "nots", "search", "searchers", "finds"),
)


class Reached(Struct, frozen=True):
    """A thing with the deed that reached it, and how."""

    thing: Thing
    deed: Deed
    how: str  # object, against, at, in, of, subject, compound


class ReachWords(Struct, frozen=True):
    """The little words between deeds and things, in one language."""

    prepositions: Phrases[str]  # -> against, at, in, of, none
    short: dict[str, str]  # those of one word
    breaks: frozenset[str]
    clear: frozenset[str]  # verbs that only say that it happened: "occurred", "carried out"
    skips: frozenset[str]
    joins: frozenset[str]
    clauses: frozenset[str]
    times: frozenset[str]
    auxiliaries: frozenset[str]
    after: frozenset[str]
    actions: frozenset[str]
    harms: frozenset[str]
    held: frozenset[str]
    pronouns: frozenset[str]
    beside: frozenset[str]
    nots: frozenset[str]
    search: frozenset[str]
    finds: frozenset[str]
    searchers: frozenset[str]


class _Line(Struct, frozen=True):
    """A sentence with its deeds, as the steps below hand it on."""

    sentence: Sentence
    deeds: Sequence[Deed]
    words: ReachWords
    french: bool

    def norm(self, at: int) -> str:
        """The folded word at a token; nothing beyond the ends."""
        return self.sentence.norms[at] if 0 <= at < len(self.sentence.tokens) else ""


@cache
def load_reach(language: str) -> ReachWords:
    """The little words in French, or else in English."""
    code = "fr" if language == "fr" else "en"
    row = read_lexicon("targets")["reach"]
    pairs = [(text, kind) for kind in ("against", "at", "in", "of", "none") for text in row[f"{code}_{kind}"]]
    return ReachWords(
        prepositions=make_phrases(pairs),
        short={text: kind for text, kind in reversed(pairs) if " " not in text and text[-1] != "'"},
        **{name: frozenset(row[f"{code}_{name}"]) for name in ("breaks", "clear", "skips")},
        **{name: frozenset(row[name]) for name in _SHARED},
    )


def is_search(sentence: Sentence, deed: Deed, language: str) -> bool:
    """ "Police raided a house", "the army occupied the university": no attack on it."""
    words = load_reach(language)
    if sentence.lemmas[deed.first] not in words.search:
        return False
    if not words.finds.isdisjoint(sentence.present):
        return True
    if deed.side == "noun":
        return False
    near = (
        sentence.tokens[max(0, deed.first - SEARCH) : deed.first]
        if deed.side == "right"
        else sentence.tokens[deed.last :]
    )
    return any(token.norm in words.searchers for token in near)


def find_reach(
    sentence: Sentence, deeds: Sequence[Deed], things: Sequence[Thing], language: str
) -> tuple[Reached, ...]:
    """The things that deeds of a sentence reach, in order. A deed's side says where its object stands."""
    line = _Line(sentence, deeds, load_reach(language), language == "fr")
    line = structs.replace(line, deeds=[deed for deed in deeds if not _is_denied(line, deed)])
    found: dict[int, Reached] = {}
    before: Thing | None = None
    for thing in things:
        hit = _find_left(line, thing)
        if hit is not None and hit.how in ("at", "in") and before is not None and _is_within(line, hit, before, thing):
            hit = None
        last = found.get(before.head) if before is not None else None
        if hit is None and last is not None and _is_joined(line, last.thing, thing, last.how):
            hit = Reached(thing, last.deed, last.how)
        hit = hit or _find_compound(line, thing)
        if hit is not None:
            found[thing.head] = hit
        before = thing
    for deed in line.deeds:
        if deed.side == "left" and deed.meaning != BLAST:
            for thing in _find_subjects(line, deed, things):
                found.setdefault(thing.head, Reached(thing, deed, "subject"))
    return tuple(found[thing.head] for thing in things if thing.head in found)


def _is_denied(line: _Line, deed: Deed) -> bool:
    """ "The station was not attacked", "n'a pas été touché"."""
    near = range(max(0, deed.first - 4), deed.first)
    return any(line.norm(at) in line.words.nots for at in near) and not any(
        line.norm(at) in (",", "and", "but", "only") for at in near
    )


def _is_within(line: _Line, hit: Reached, before: Thing, thing: Thing) -> bool:
    """ "Exploded in a hotel near the port": the port only says which hotel."""
    if not hit.deed.last < before.lead < thing.lead:
        return False
    _, start = read_preposition(line.sentence, thing.lead - 1, line.words)
    if " ".join(line.norm(at) for at in range(start, thing.lead)) in line.words.beside:
        return True
    return line.norm(start - 1) not in line.words.joins and start - before.last <= 4


def _find_left(line: _Line, thing: Thing) -> Reached | None:
    """What stands before a thing: the verb whose object it is, or a preposition with a deed further left."""
    at = thing.lead - 1
    while at >= 0 and (line.norm(at) in line.words.skips or line.norm(at) in ('"', "«", "“")):
        at -= 1
    if at < 0:
        return None
    kind, start = read_preposition(line.sentence, at, line.words)
    own = next((deed for deed in line.deeds if deed.first <= at <= deed.last), None)
    if own is not None and own.side == "right" and (own.meaning != BLAST or kind):
        return Reached(thing, own, "object")
    if own is not None and own.side == "left":
        return None
    if kind:
        return _find_governor(line, thing, kind, start)
    if line.norm(at) in line.words.joins or line.norm(at) in line.words.breaks or thing.lead == thing.first:
        return None
    # "Attacked early this morning the station of ..."
    for deed in reversed(line.deeds):
        if deed.side == "right" and deed.meaning != BLAST and 0 < at - deed.last <= NEAR:
            between = line.sentence.tokens[deed.last + 1 : at + 1]
            return Reached(thing, deed, "object") if _is_time(between, line.words) else None
    return None


def _is_time(tokens: Sequence[Token], words: ReachWords) -> bool:
    return bool(tokens) and all(token.norm in words.times or token.is_number for token in tokens)


def read_preposition(sentence: Sentence, at: int, words: ReachWords) -> tuple[str, int]:
    """The kind of the preposition that ends at a token, and where it begins: "in front of" is one."""
    for start in range(max(0, at - 4), at + 1):
        hit = words.prepositions.match(sentence, start)
        if hit is not None and start + hit[0] - 1 == at:
            return hit[1], start
    return words.short.get(sentence.norms[at], ""), at  # "at (the gate of) the barracks"


def _find_governor(line: _Line, thing: Thing, kind: str, start: int) -> Reached | None:
    """The deed to the left that a preposition goes with: "attack (last night) against", "exploded (in Quito) at"."""
    if kind == "none":
        return None
    ends = {deed.last: deed for deed in line.deeds}
    for at in range(start - 1, max(-1, start - 1 - (1 if kind == "of" else FAR)), -1):
        deed = ends.get(at)
        if deed is None:
            # "the assault launched by strangers against", "lancé par des inconnus contre"
            if _breaks(line, at) and not (kind == "against" and line.norm(at) in ("par", "by")):
                return None
            continue
        if _goes_with(line, deed, kind, thing):
            return Reached(thing, deed, kind)
        if deed.side != "noun" or kind == "of":
            return None
    return None


def _goes_with(line: _Line, deed: Deed, kind: str, thing: Thing) -> bool:
    """Does this deed take this preposition? "Exploded at" and "attack on" do, "attacked in" does not."""
    blast, lemma, words = deed.meaning == BLAST, line.sentence.lemmas[deed.last], line.words
    if line.norm(thing.lead - 1) == "to" and lemma not in words.harms and deed.side == "noun":
        return False  # "reported the attack to the prosecutor's office"
    if thing.meaning == "village" and (blast or kind in ("at", "in")):
        return False  # where it happened
    if kind == "in" and thing.meaning == "transport":
        return False  # the bomb was carried in it
    if kind == "of":
        return deed.side == "noun" and (lemma in words.actions or (line.french and not blast))
    if blast:
        return kind != "against" or deed.side != "noun" or line.french or lemma != "explosion"
    if lemma in words.harms:
        return kind in ("at", "in", "against")
    return deed.side == "noun" and (kind == "against" or (kind in ("at", "in") and thing.meaning in words.held))


def _breaks(line: _Line, at: int) -> bool:
    """Does something new begin here: another clause, another verb?"""
    norm = line.norm(at)
    if norm in line.words.clear:
        return False
    if norm in line.words.breaks or norm in (";", ":", "(", ")", "[", "]", '"'):
        return True
    if line.french:
        return is_participle(line.sentence, at)
    ends = norm.endswith("ing") and norm not in ("morning", "evening", "during")
    return ends or (norm.endswith("ed") and line.sentence.lemmas[at] != norm)


def _is_joined(line: _Line, one: Thing, two: Thing, how: str) -> bool:
    """Are two things members of one list? "The store, a bank and (in the centre) the offices of a party"."""
    between = range(one.last + 1, two.lead)
    norms = [line.norm(at) for at in between]
    if ";" in norms and _is_led_alike(line, two, how):
        return True
    if not norms or len(norms) > 10 or not line.words.joins.intersection(norms):
        return False
    if any(_breaks(line, at) for at in between):
        return False
    tail = one.last + 1 + max(at for at, norm in enumerate(norms) if norm in line.words.joins) + 1
    if tail < two.lead:
        # "at the bank, at a school and in a hotel", not "his house, a former seat of the bank"
        kind, start = read_preposition(line.sentence, two.lead - 1, line.words)
        if start > tail + 1 or kind in ("", "none") or (kind == "of" and how != "of"):
            return False
    # "Attacked the church and the market was closed"
    return line.norm(two.last + 1) not in line.words.auxiliaries or norms[-1] not in ("and", "et")


def _is_led_alike(line: _Line, thing: Thing, how: str) -> bool:
    """ "At the bank, which was closed; at the school; and at the church": each led alike, right behind a mark."""
    kind, start = read_preposition(line.sentence, thing.lead - 1, line.words)
    before = start - 1 if line.norm(start - 1) not in ("and", "et") else start - 2
    return kind == how and kind in ("at", "in", "against") and line.norm(before) == ";"


def _find_compound(line: _Line, thing: Thing) -> Reached | None:
    """ "Church bombing", "two vehicles burned in the raid": the deed stands right behind the English noun."""
    if line.french or thing.last != thing.head:
        return None
    for deed in line.deeds:
        if deed.first != thing.last + 1:
            continue
        if deed.side == "noun":
            return Reached(thing, deed, "compound")
        after = line.norm(deed.last + 1) or "."
        closed = line.norm(deed.last).endswith("ed") and (not after[0].isalnum() or after in line.words.after)
        if deed.side == "right" and deed.meaning != BLAST and closed:
            return Reached(thing, deed, "subject")
    return None


def _is_object(line: _Line, thing: Thing) -> bool:
    """ "A truck, which was leaving the garrison, was ambushed": the garrison belongs to the verb before it."""
    before = line.norm(thing.lead - 1)
    return not line.french and before.endswith(("ing", "ed")) and before not in ("during", "building", "morning")


def _find_subjects(line: _Line, deed: Deed, things: Sequence[Thing]) -> tuple[Thing, ...]:
    """The subject of a passive: the nearest thing before it that no preposition leads, with those joined to it."""
    low = max(0, deed.first - BACK)
    for at in range(deed.first - 1, low - 1, -1):
        if line.norm(at) in line.words.clauses:
            low = at + 1
            break
    kept: list[Thing] = []
    for thing in reversed([thing for thing in things if low <= thing.lead and thing.last < deed.first]):
        kind, _ = read_preposition(line.sentence, thing.lead - 1, line.words) if thing.lead else ("", 0)
        if kept:
            norms = [line.norm(at) for at in range(thing.last + 1, kept[0].lead)]
            if not norms or len(norms) > 8 or norms[-1] not in line.words.joins:
                break
            kept.insert(0, thing)
        elif _is_object(line, thing):
            continue
        elif not kind or (thing.last >= deed.first - 3 and kind == "of"):
            # "The car, which was parked, was burned": one verb of its own may stand between
            between = [line.norm(at) for at in range(thing.last + 1, deed.first)]
            verbs = sum(norm in line.words.auxiliaries for norm in between)
            if verbs > 2 or line.words.pronouns.intersection(between):
                break
            kept.append(thing)
    return tuple(kept)
