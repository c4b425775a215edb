"""Whom the deeds of a sentence reached, as noun groups: objects of "kill", subjects of "was kidnapped", "the dead are".

In comes a sentence, out come groups with the rule that found each. That a group is a person is for `victims` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct, structs

from tamani.extract.document import Sentence, remembered
from tamani.extract.grammar.clauses import Clause, find_clauses, list_lemmas
from tamani.extract.grammar.groups import Group, find_groups
from tamani.extract.lexicon import read_lexicon

# Between the members of a list of victims: "Issa Ba, 42; Awa Ba (19), and".
_LIST_MARKS = frozenset([",", ";", "(", ")", "and", "et", "&", "ans", "years", "old", "year-old", "ainsi", "que", "-"])
LIST_GAP = 5  # tokens between two members of a list


class Reached(Struct, frozen=True, gc=False):
    """A group that a deed reached. sure: hurt or taken; not sure: gone against ("attacked the judge")."""

    group: Group
    rule: str
    sure: bool
    harm: str | None = None  # killed, injured, abducted


class ClauseWords(Struct, frozen=True):
    """The verbs and nouns of lexicon/victims.toml [clauses] of one language."""

    harm: frozenset[str]
    attack: frozenset[str]
    die: frozenset[str]
    at: frozenset[str]
    at_words: frozenset[str]
    take: frozenset[str]
    taken: frozenset[str]
    find: frozenset[str]
    remains: frozenset[str]
    fallen: frozenset[str]
    named: frozenset[str]
    listed: frozenset[str]
    home: frozenset[str]
    burst: frozenset[str]
    escape: frozenset[str]
    unhurt: frozenset[str]
    free: frozenset[str]
    suffered: frozenset[str]
    leave: frozenset[str]
    bodies: frozenset[str]
    safe: frozenset[str]
    plural: frozenset[str]


@cache
def load_clause_words(language: str) -> ClauseWords:
    """The words for deeds that reach people."""
    rows = {key: frozenset(words) for key, words in read_lexicon("victims")["clauses"][language].items()}
    return ClauseWords(**rows)


DEAD = frozenset(["dead", "death"])  # "shot him dead", "hacked to death"
HARMING = frozenset(["object", "passive", "nominal", "died"])


@cache
def load_harms(language: str) -> dict[str, str]:
    """Which toll counts whom a verb, or a word like "the injured", is said of."""
    rows = read_lexicon("victims")["harms"]
    return {word: field for field, row in rows.items() for word in row[language]}


@cache
def load_later_words(language: str) -> frozenset[str]:
    """Without one of these a sentence names no victim."""
    words = load_clause_words(language)
    nouns = read_lexicon("deed_nouns")[language]
    verbs = words.harm | words.die | words.free | words.taken
    return verbs | words.fallen | words.plural | {noun for noun, verb in nouns.items() if verb in verbs}


@cache
def _load_signs(language: str) -> tuple[frozenset[str], tuple[tuple[frozenset[str], frozenset[str]], ...]]:
    """Words by which a deed may reach somebody, and words that do so only together: "took" and "hostage"."""
    words = load_clause_words(language)
    alone = words.harm | words.attack | words.die | words.at | words.free | words.fallen | words.safe | words.bodies
    pairs = (
        (words.burst, words.home),
        (words.escape, words.unhurt),
        (words.take, words.taken),
        (words.find | {"be", "etre"}, words.remains | words.suffered | words.plural),
    )
    return alone, pairs


def _may_reach(sentence: Sentence, language: str) -> bool:
    alone, pairs = _load_signs(language)
    lemmas = list_lemmas(sentence, language)
    if not alone.isdisjoint(lemmas):
        return True
    return any(not one.isdisjoint(lemmas) and not two.isdisjoint(lemmas) for one, two in pairs)


@remembered
def find_reached_groups(sentence: Sentence, language: str) -> tuple[Reached, ...]:
    """The groups that the deeds of a sentence reached, in order, each once."""
    if not _may_reach(sentence, language):
        return ()
    words = load_clause_words(language)
    groups = find_groups(sentence, language)
    found: dict[int, Reached] = {}
    harms = load_harms(language)
    for clause in find_clauses(sentence, language):
        deadly = any(token.norm in DEAD for token in sentence.tokens[clause.head + 1 : clause.head + 4])
        harm = None if clause.modal else "killed" if deadly else harms.get(clause.lemma)
        for one in _read_clause(sentence, clause, groups, language):
            if one.rule in HARMING and one.harm is None:
                one = structs.replace(one, harm=harm)
            for part in _open(sentence, one, groups, words):
                known = found.get(part.group.first)
                if known is None or (part.sure and not known.sure):
                    found[part.group.first] = part
    for group in groups:
        _add_named(sentence, group, groups, words, found)
    return tuple(found[first] for first in sorted(found))


def _add_named(
    sentence: Sentence, group: Group, groups: Sequence[Group], words: ClauseWords, found: dict[int, Reached]
) -> None:
    """ "Nine people, including X", "the bodies of X and Y were riddled", whatever verb they stand with."""
    norms = [token.norm for token in sentence.tokens[max(0, group.first - 2) : group.first]]
    if group.first in found:
        return
    if norms[-1:] and norms[-1] in words.listed:
        known = next((one for one in found.values() if 1 <= group.first - one.group.last <= 8), None)
        if known is not None and known.sure:
            found[group.first] = Reached(group, "listed", sure=True)  # counted with the others
    elif sentence.tokens[group.head].norm in words.bodies:
        for part in _open(sentence, Reached(group, "remains", sure=True, harm="killed"), groups, words):
            if part.group is not group:
                found.setdefault(part.group.first, part)


def _read_clause(sentence: Sentence, clause: Clause, groups: Sequence[Group], language: str) -> Iterator[Reached]:
    words = load_clause_words(language)
    lemma = clause.lemma
    if clause.negated:
        return
    if lemma in words.harm or lemma in words.attack:
        rule = {"passive": "passive", "nominal": "nominal"}.get(clause.voice, "object")
        objects = clause.objects
        if not objects and clause.head + 1 < len(sentence.tokens) and sentence.tokens[clause.head + 1].norm == "dead":
            objects = _with_joined(clause.head + 2, groups)  # "shot dead the mayor and his driver"
        yield from list_members(sentence, objects, groups, rule, lemma in words.harm)
    if lemma in words.burst:
        for group in (*clause.objects, *(group for _, group in clause.others)):
            if sentence.tokens[group.head].norm in words.home:
                yield Reached(group, "owner", sure=False)
    if lemma in words.escape and _has(sentence, clause, words.unhurt):
        yield from list_members(sentence, clause.subjects, groups, "fired_at", sure=False)
    after = sentence.tokens[clause.head + 1].norm if clause.head + 1 < len(sentence.tokens) else ""
    if lemma in ("be", "etre") and after in words.safe:  # "was unharmed following the attack"
        yield from list_members(sentence, clause.subjects, groups, "fired_at", sure=False)
    if lemma in words.free:
        yield from list_members(sentence, clause.objects, groups, "released", sure=False)
    if lemma in words.die:
        yield from list_members(sentence, clause.objects or clause.subjects, groups, "died", sure=True)
    if lemma in words.at:
        led = tuple(group for prep, group in clause.others if prep in words.at_words)
        yield from list_members(sentence, led, groups, "fired_at", sure=False)
    if lemma in words.take and _has(sentence, clause, words.taken):
        yield from list_members(sentence, clause.objects, groups, "taken", sure=True)
    if lemma in words.leave:  # "left seven people dead and two farmers wounded"
        for group in clause.objects:
            after = sentence.tokens[group.last + 1].norm if group.last + 1 < len(sentence.tokens) else ""
            if after in words.fallen:
                yield Reached(group, "object", sure=True, harm=load_harms(language).get(after))
    if lemma in words.find:
        yield from _read_finding(sentence, clause, groups, words, language)


def _with_joined(first: int, groups: Sequence[Group]) -> tuple[Group, ...]:
    """The group that begins at a token, and those that "and" joins to it."""
    taken: list[int] = []
    linked: set[int | None] = set()
    for number, group in enumerate(groups):
        if group.first == first or (group.joined is not None and group.joined in linked):
            taken.append(number)
            linked.add(number)
        elif group.inside is not None and group.inside in linked:
            linked.add(number)  # "the mayor of Tobeli, and his driver"
    return tuple(groups[number] for number in taken)


def _has(sentence: Sentence, clause: Clause, words: frozenset[str]) -> bool:
    end = max(clause.last + 1, clause.head + 5)
    return any(token.norm in words for token in sentence.tokens[clause.first : end])


def _read_finding(
    sentence: Sentence, clause: Clause, groups: Sequence[Group], words: ClauseWords, language: str
) -> Iterator[Reached]:
    """ "Was found dead", "the dead are X and Y", "among the injured is X", "the victim was identified as X"."""
    told = [*clause.subjects, *clause.objects, *(group for _, group in clause.others)]
    after = sentence.tokens[clause.head + 1].norm if clause.head + 1 < len(sentence.tokens) else ""
    if clause.voice == "passive" and after in words.fallen:
        for one in list_members(sentence, clause.objects, groups, "found_dead", sure=True):
            yield structs.replace(one, harm="killed")
    for group in told:
        if sentence.tokens[group.head].norm in words.remains:
            yield Reached(group, "found_dead", sure=True, harm="killed")
    complement = next((group for group in groups if group.first > clause.head), None)
    if complement is not None and sentence.tokens[complement.head].norm in words.suffered and clause.subjects:
        if complement.first - clause.head <= 2:  # "X is the latest victim"
            yield from list_members(sentence, clause.subjects, groups, "passive", sure=True)
        return
    if clause.lemma in ("be", "etre") and any(sentence.tokens[group.head].norm in words.plural for group in told):
        if complement is not None and complement.name and complement.first - clause.head <= 2:
            yield from list_members(sentence, (complement,), groups, "they", sure=True)  # "They are X and Y."
        return
    fallen = [group for group in told if sentence.tokens[group.head].norm in words.fallen]
    if not fallen:
        before = sentence.tokens[clause.head - 1].norm if clause.head else ""
        # "Also injured were X and Y."
        if before not in words.fallen or clause.subjects:
            return
    behind = tuple(group for group in groups if group.first > clause.head and group not in fallen)[:1]
    if behind and behind[0].first - clause.head <= LIST_GAP:
        said = sentence.tokens[fallen[0].head if fallen else clause.head - 1].norm
        for one in list_members(sentence, behind, groups, "listed", sure=True):
            yield structs.replace(one, harm=load_harms(language).get(said))


def list_members(
    sentence: Sentence, objects: Sequence[Group], groups: Sequence[Group], rule: str, sure: bool
) -> Iterator[Reached]:
    """The objects of a clause, and what stands behind the last one in the same list."""
    for group in objects:
        yield Reached(group, rule, sure)
    if not objects:
        return
    before = next((group for group in groups if group.last == objects[0].first - 3), None)
    lead = [token.norm for token in sentence.tokens[max(0, objects[0].first - 2) : objects[0].first]]
    if before is not None and before.count and lead in (["et", "de"], ["et", "d'"], ["and", "of"]):
        yield Reached(before, rule, sure)  # "fait état de 49 civils et de 15 militaires tués"
    last = objects[-1]
    for group in groups:
        if group.first <= last.last:
            continue
        between = sentence.tokens[last.last + 1 : group.first]
        marks = all(token.norm in _LIST_MARKS or token.is_number for token in between)
        if not (between and marks and len(between) <= LIST_GAP and group.name):
            break
        yield Reached(group, rule, sure)
        last = group


def _open(sentence: Sentence, one: Reached, groups: Sequence[Group], words: ClauseWords) -> Iterator[Reached]:
    """ "The bodies of the two nurses", "the lives of X and Y": whom it is about hangs on the group."""
    norm = sentence.tokens[one.group.head].norm
    if norm not in words.remains and one.rule != "owner":
        yield one
        return
    if one.group.owner is not None:
        first, last = one.group.owner
        yield Reached(
            Group(first, last, last, "", None, False, True, None, core=(first, last)), one.rule, one.sure, one.harm
        )
    here = next((number for number, group in enumerate(groups) if group.first == one.group.first), None)
    inner = [number for number, group in enumerate(groups) if here is not None and group.inside == here]
    for number, group in enumerate(groups):
        if number in inner or (group.joined in inner and group.joined is not None):
            inner.append(number)
            yield Reached(group, one.rule, one.sure, one.harm)
    if not inner and one.rule != "owner":
        yield one
