"""Whom the deeds of a sentence reached, as noun groups: objects of "kill", subjects of "was kidnapped", "the dead are".

In comes a sentence, out come groups with the rule that found each. That a group is a person is for `victims` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import structs

from tamani.extract.details.shared_fates import find_fellows
from tamani.extract.details.victim_words import (
    LIST_GAP,
    ClauseWords,
    Reached,
    closes_quote,
    list_members,
    load_clause_words,
    load_harms,
)
from tamani.extract.document import Sentence, remembered
from tamani.extract.grammar.clauses import Clause, find_clauses, list_lemmas
from tamani.extract.grammar.group_reading import SAYS, SAYS_FR
from tamani.extract.grammar.groups import Group, find_groups

DEAD = frozenset(["dead", "death"])  # "shot him dead", "hacked to death"
FRONT = 8  # tokens before the verb in "Wounded by the blast at the gate were"
HARMING = frozenset(["object", "passive", "nominal", "died"])
# "Members of a militia found a boy": they are not the dead who were found.
FINDING = frozenset(("find", "recover", "discover", "retrouver", "trouver", "decouvrir"))


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


@cache
def _load_deeds(language: str) -> frozenset[str]:
    """The verbs and nouns of doing that may reach somebody: all that _read_clause asks for."""
    words = load_clause_words(language)
    harm = words.harm | words.attack | words.burst | words.die | words.take
    return harm | words.escape | words.free | words.at | words.leave | words.find | {"be", "etre"}


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
        deadly = not DEAD.isdisjoint(sentence.norms[clause.head + 1 : clause.head + 4])
        harm = None if clause.modal else "killed" if deadly else harms.get(clause.lemma)
        for one in _read_clause(sentence, clause, groups, language):
            if one.rule in HARMING and one.harm is None:
                one = structs.replace(one, harm=harm)
            for part in _open(sentence, one, groups, words):
                known = found.get(part.group.first)
                if known is None or (part.sure and not known.sure):
                    found[part.group.first] = part
    for one in tuple(find_fellows(sentence, found, language)):
        found.setdefault(one.group.first, one)
    for group in groups:
        _add_named(sentence, group, groups, words, found)
    return tuple(found[first] for first in sorted(found))


def _add_named(
    sentence: Sentence, group: Group, groups: Sequence[Group], words: ClauseWords, found: dict[int, Reached]
) -> None:
    """ "Nine people, including X", "the bodies of X and Y were riddled", whatever verb they stand with."""
    norms = sentence.norms[max(0, group.first - 2) : group.first]
    if group.first in found:
        return
    if norms[-1:] and norms[-1] in words.listed:
        known = next((one for one in found.values() if 1 <= group.first - one.group.last <= 8), None)
        if known is not None and known.sure:
            found[group.first] = Reached(group, "listed", sure=True)  # counted with the others
    elif sentence.norms[group.head] in words.bodies:
        for part in _open(sentence, Reached(group, "remains", sure=True, harm="killed"), groups, words):
            if part.group is not group:
                found.setdefault(part.group.first, part)


def _read_clause(sentence: Sentence, clause: Clause, groups: Sequence[Group], language: str) -> Iterator[Reached]:
    words = load_clause_words(language)
    lemma = clause.lemma
    if clause.negated or lemma not in _load_deeds(language):
        return
    if lemma in words.harm or lemma in words.attack:
        rule = {"passive": "passive", "nominal": "nominal"}.get(clause.voice, "object")
        objects = clause.objects
        if not objects and clause.head + 1 < len(sentence.tokens) and sentence.norms[clause.head + 1] == "dead":
            objects = _with_joined(clause.head + 2, groups)  # "shot dead the mayor and his driver"
        yield from list_members(sentence, objects, groups, rule, lemma in words.harm)
    if lemma in words.burst:
        for group in (*clause.objects, *(group for _, group in clause.others)):
            if sentence.norms[group.head] in words.home:
                yield Reached(group, "owner", sure=False)
    if lemma in words.escape and _has(sentence, clause, words.unhurt):
        yield from list_members(sentence, clause.subjects, groups, "fired_at", sure=False)
    after = sentence.norms[clause.head + 1] if clause.head + 1 < len(sentence.tokens) else ""
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
        led = tuple(group for _, group in clause.others if sentence.norms[clause.others[0][1].first] in words.taken)
        taken = tuple(_skip_word(sentence, group, words.taken) for group in clause.objects or led)
        yield from list_members(sentence, taken, groups, "taken", sure=True)
    if lemma in words.leave:  # "left seven people dead and two farmers wounded"
        for group in clause.objects:
            after = sentence.norms[group.last + 1] if group.last + 1 < len(sentence.tokens) else ""
            if after in words.fallen:
                yield Reached(group, "object", sure=True, harm=load_harms(language).get(after))
    if lemma in words.find:
        yield from _read_finding(sentence, clause, groups, words, language)


def _skip_word(sentence: Sentence, group: Group, words: frozenset[str]) -> Group:
    """ "Took hostage two engineers": the engineers."""
    first = group.first + 1
    if sentence.norms[group.first] not in words or first > group.head:
        return group
    return structs.replace(group, first=first, core=(max(first, group.core[0]), group.core[1]))


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
    return not words.isdisjoint(sentence.norms[clause.first : end])


def _read_finding(
    sentence: Sentence, clause: Clause, groups: Sequence[Group], words: ClauseWords, language: str
) -> Iterator[Reached]:
    """ "Was found dead", "the dead are X and Y", "among the injured is X", "the victim was identified as X"."""
    told = [*clause.subjects, *clause.objects, *(group for _, group in clause.others)]
    after = sentence.norms[clause.head + 1] if clause.head + 1 < len(sentence.tokens) else ""
    if clause.voice == "passive" and after in words.fallen:
        for one in list_members(sentence, clause.objects, groups, "found_dead", sure=True):
            yield structs.replace(one, harm=load_harms(language).get(after))
    finders = clause.subjects if clause.voice == "active" and sentence.lemmas[clause.head] in FINDING else ()
    # "Three of their children were discovered missing", "some were found alive" tells of no dead.
    buried = after not in words.living and load_harms(language).get(after, "killed") == "killed"
    for group in told:
        if buried and sentence.norms[group.head] in words.remains and group not in finders:
            yield Reached(group, "found_dead", sure=True, harm="killed")
    complement = next((group for group in groups if group.first > clause.head), None)
    if complement is not None and sentence.norms[complement.head] in words.suffered and clause.subjects:
        if complement.first - clause.head <= 2:  # "X is the latest victim"
            yield from list_members(sentence, clause.subjects, groups, "passive", sure=True)
        return
    if clause.lemma in ("be", "etre") and any(sentence.norms[group.head] in words.plural for group in told):
        if complement is not None and complement.name and complement.first - clause.head <= 2:
            yield from list_members(sentence, (complement,), groups, "they", sure=True)  # "They are X and Y."
        return
    fronted = False
    fallen = [group for group in told if sentence.norms[group.head] in words.fallen]
    if not fallen:
        before = sentence.norms[clause.head - 1] if clause.head else ""
        # "Also injured were X and Y.", "Injured by the blast were X and Y."
        fronted = sentence.norms[0] in words.fallen and clause.head <= FRONT
        if not fronted and (before not in words.fallen or clause.subjects):
            return
    behind = tuple(group for group in groups if group.first > clause.head and group not in fallen)[:1]
    if behind and _speaks(sentence, (fallen[-1].last if fallen else clause.head) + 1, behind[0], language):
        return
    if behind and behind[0].first - clause.head <= LIST_GAP:
        said = sentence.norms[fallen[0].head if fallen else 0 if fronted else clause.head - 1]
        for one in list_members(sentence, behind, groups, "listed", sure=True):
            yield structs.replace(one, harm=load_harms(language).get(said))


def _speaks(sentence: Sentence, first: int, group: Group, language: str) -> bool:
    """Is a name behind the fallen their teller's? "A vendor was among the dead, Ba said", "25 dead," Issa Ba, mayor,"""
    if closes_quote(sentence, first, group.first):
        return True
    says = SAYS_FR if language == "fr" else SAYS
    comma = sentence.norms[group.first - 1] == ","
    return comma and not says.isdisjoint(sentence.lemmas[group.last + 1 : group.last + 2])


def _open(sentence: Sentence, one: Reached, groups: Sequence[Group], words: ClauseWords) -> Iterator[Reached]:
    """ "The bodies of the two nurses", "the lives of X and Y": whom it is about hangs on the group."""
    norm = sentence.norms[one.group.head]
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
