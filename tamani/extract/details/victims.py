"""Who was hurt, as a report says it: by name where it gives one, with what it calls them ("the mayor, Issa Tembo").

The name stands as written, for whoever reads the report on their own screen; `tamani.hide` takes private persons' names
out of what is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from tamani.extract.counts.groups import load_people
from tamani.extract.counts.numbers import Quantity, find_quantities
from tamani.extract.details.role_words import FoundRole, Noun, find_nouns, read_nouns
from tamani.extract.details.victim_clauses import find_reached_groups
from tamani.extract.details.victim_lists import find_chains
from tamani.extract.details.victim_words import Reached, closes_quote
from tamani.extract.document import Sentence, remembered
from tamani.extract.grammar.clauses import find_clauses
from tamani.extract.grammar.groups import Group, find_groups
from tamani.extract.grammar.names import Name, find_names, judge_form
from tamani.extract.lexicon import Phrases, read_lexicon
from tamani.records import VictimValue, Who

# These say nothing of who it was.
_VAGUE = frozenset(
    [
        *("autre", "autres", "other", "others", "victime", "victimes", "victim", "victims", "membre", "membres"),
        *("individu", "individus", "individual", "individuals", "national", "gens", "members", "member", "life"),
        *("lives", "suspect", "suspects", "body", "bodies", "corps"),
    ]
)
NAMED_ONLY = frozenset(["owner", "released", "remains"])  # "attacked the house of the mayor": the house is the target
_CALLED = frozenset(["named", "called", "identified", "known", "only", "as", "nomme", "nommee", "identifie", "comme"])
_COUNTED = frozenset(["personne", "personnes", "people", "person", "persons"])


class VictimWords(Struct, frozen=True):
    """Who is a person in one language: functions by their class, groups by whose toll it would be."""

    functions: Phrases[str]
    people: Phrases[Who]
    kin: frozenset[str]  # said of somebody else: "his wife", "her bodyguard"
    whose: frozenset[str]
    slack: frozenset[str]  # what a description does without: "other", "third", "wounded"
    places: frozenset[str]  # offices of a place
    houses: frozenset[str]  # named after persons of rank: "Hotel Ambassador"


@cache
def load_victims(language: str) -> VictimWords:
    """The words for persons in French, or else in English."""
    table = read_lexicon("victims")
    rows = {key: frozenset(words) for key, words in table["wording"][language].items()}
    return VictimWords(read_nouns(table["functions"], language), load_people(language), **rows)


_count = remembered(find_quantities)


def find_victims(sentence: Sentence, language: str) -> tuple[FoundRole, ...]:
    """Whom a sentence says was hurt, attacked or taken: persons by name, functions and groups; no attackers.

    A single name without more ("Tembo was killed") has the rule "victims.surname": it counts only where the report
    names the person in full.
    """
    code = "fr" if language == "fr" else "en"
    reached = find_reached_groups(sentence, code)
    return read_reached(sentence, reached, code) if reached else ()


def read_reached(sentence: Sentence, reached: Sequence[Reached], code: str) -> tuple[FoundRole, ...]:
    """The groups that deeds reached as victims, in their order, each once."""
    reader = _Reader(sentence, code)
    found = reader.extend([role for one in reached for role in reader.read(one)])
    kept: dict[tuple[int, int], FoundRole] = {}
    for role in found:
        kept.setdefault((role.first, role.last), role)
    return tuple(kept.values())


_BOUNDS = frozenset(("and", "et", "to", "a", "or", "ou"))  # "entre 300 et 400 personnes": the people alone


class _Reader:
    """Reads the groups of one sentence as victims."""

    def __init__(self, sentence: Sentence, language: str) -> None:
        words = load_victims(language)
        self.sentence, self.language = sentence, language
        self.groups = find_groups(sentence, language)
        self.names = [name for name in find_names(sentence, language) if name.kind == "person"]
        self.functions = find_nouns(sentence, words.functions)
        self.people = find_nouns(sentence, words.people)

    def read(self, one: Reached) -> list[FoundRole]:
        """The victims that a reached group tells of: one, or several where it holds several names."""
        group = one.group
        # "X Airport", "the X Province": what the name stands before is meant, not its bearer.
        names = [name for name in self.names if group.first <= name.first and group.head <= name.last <= group.last]
        if not names and self._heads_list(group):
            return []
        names = names or self._find_called(group)
        described = self._describe(group.first, names[0].first - 1 if names else group.last, open_end=not names)
        apposed = self._find_apposed(group)
        if not names and apposed is not None:
            names = [name for name in self.names if apposed.first <= name.first and name.last <= apposed.last]
        elif names and described is None and apposed is not None:
            described = self._describe(apposed.first, apposed.last)
        found = [self._name(name, described, one) for name in names if one.sure or not name.weak or described]
        if found or names or one.rule in NAMED_ONLY:
            return [role for role in found if role is not None]
        role = self._make_group(group, described, one)
        return [role] if role is not None else []

    def extend(self, found: list[FoundRole]) -> list[FoundRole]:
        """With those in one list with a victim by name: "X, 42; Y, the secretary; and their driver Z were killed"."""
        named = {role.first: role for role in found if isinstance(role.value, VictimValue) and role.value.name}
        if not named or len(self.names) == len(named):
            return found
        heads = frozenset(one.head for one in find_clauses(self.sentence, self.language) if one.voice != "nominal")
        for chain in find_chains(self.sentence, self.names, heads):
            known = next((named[name.first] for name in chain if name.first in named), None)
            if known is None or known.rule is None or known.rule.startswith(("victims.owner", "victims.released")):
                continue
            for name in chain:
                if name.first not in named:
                    described = self._describe(name.title_first or name.first, name.first - 1)
                    more = self._name(name, described, Reached(self.groups[0], "listed", sure=True, harm=known.harm))
                    found += [more] if more is not None else []
        return found

    def _find_called(self, group: Group) -> list[Name]:
        """ "A foreigner named X", "a vendor identified only as X"."""
        for at in range(group.last + 1, min(group.last + 5, len(self.sentence.tokens))):
            norm = self.sentence.norms[at]
            if norm not in _CALLED:
                return [name for name in self.names if name.first == at and at > group.last + 1]
        return []

    def _heads_list(self, group: Group) -> bool:
        """ "A young couple, Awa and Issa Ba": the names behind say who they were."""
        after = self.sentence.tokens[group.last + 1 : group.last + 2]
        named = any(name.first == group.last + 2 for name in self.names)
        return group.plural and named and bool(after) and after[0].text in (",", ":", "(")

    def _find_apposed(self, group: Group) -> Group | None:
        here = next((number for number, one in enumerate(self.groups) if one.first == group.first), None)
        known = next((one for one in self.groups if here is not None and one.apposed == here), None)
        if known is not None and closes_quote(self.sentence, group.last + 1, known.first):
            return None  # "They shot at people," Ali Ba, the mayor, said: who speaks is not who was shot
        return known if known is not None or here is None else self._find_bearer(here)

    def _find_bearer(self, here: int) -> Group | None:
        """ "The mayor of Kolgo, Issa Ba, and his driver": a name right behind one function is its bearer's."""
        group, end = self.groups[here], self.groups[here].last
        if group.plural or group.determiner != "the":
            return None
        for number in range(here + 1, len(self.groups)):
            if self.groups[number].inside not in (here, number - 1):
                break
            end = self.groups[number].last
        comma = end + 1 < len(self.sentence.tokens) and self.sentence.tokens[end + 1].text == ","
        return next((one for one in self.groups if comma and one.first == end + 2 and one.name), None)

    def _describe(self, first: int, last: int, *, open_end: bool = False) -> tuple[int, int, str] | None:
        """The function or group named between two tokens: first, last, and its class."""
        best: tuple[int, int, str] | None = None
        # A function says more than the group within it: "village chief".
        nouns: list[Noun[Who] | Noun[str]] = [*self.people, *self.functions]
        for noun in nouns:
            if noun.first and self._names_house(noun.first):
                continue
            # "Le chef | du village": a function may go on where its group ends.
            if (
                first <= noun.first <= last
                and (noun.last <= last or open_end)
                and (best is None or noun.last >= best[1])
            ):
                best = (
                    noun.first,
                    noun.last,
                    str(noun.meaning.value if isinstance(noun.meaning, Who) else noun.meaning),
                )
        return best

    def _names_house(self, at: int) -> bool:
        """ "The attack on the Hotel Ambassador": a capital behind the word for a house."""
        before = self.sentence.norms[at - 1]
        return self.sentence.tokens[at].is_capital and before in load_victims(self.language).houses

    def _name(self, name: Name, described: tuple[int, int, str] | None, one: Reached) -> FoundRole | None:
        sentence = self.sentence
        said = sentence.words(self._widen(described[0]), described[1]) if described else None
        kind = described[2] if described else None
        if kind == Who.ATTACKERS:
            return None
        value = VictimValue(_flat(sentence.words(name.first, name.last)), said and _flat(said), kind, None)
        return FoundRole("victim", value, name.first, name.last, f"victims.{one.rule}_name", harm=one.harm, people=1)

    def _widen(self, first: int) -> int:
        """ "University student", "liberal senator": the words of the group before the noun, its article left out."""
        group = next((one for one in self.groups if one.first <= first <= one.last), None)
        if group is None:
            return first
        slack, start = load_victims(self.language).slack, min(first, group.core[0])
        while start < first and self.sentence.tokens[start].norm in slack:
            start += 1  # "hostage Belgian engineers"
        return start

    def _make_group(self, group: Group, described: tuple[int, int, str] | None, one: Reached) -> FoundRole | None:
        sentence, head = self.sentence, sentence_norm(self.sentence, group.head)
        if described is None or not described[0] <= group.head <= described[1]:
            return self._read_surname(group, one)
        if described[2] == Who.ATTACKERS or head in _VAGUE:
            return None
        first, last = self._trim(group, described[0]), self._take_office(group, max(described[1], group.head))
        near = self._find_count(group)
        count = near.low if near is not None and near.low == near.high else None
        if head in _COUNTED and near is None and group.core[0] == group.head:
            return None  # "nine people" says how many, "people" says nothing
        people = count if count is not None or group.plural else 1
        value = VictimValue(None, _flat(sentence.words(first, last)), described[2], count)
        return FoundRole("victim", value, first, last, f"victims.{one.rule}", harm=one.harm, people=people)

    def _trim(self, group: Group, noun: int) -> int:
        """Where a description begins: "soldiers" of "three other soldiers", but "his wife"."""
        words, tokens = load_victims(self.language), self.sentence.tokens
        if tokens[group.head].norm in words.kin and tokens[group.first].norm in words.whose:
            return group.first
        first = min(group.core[0], noun)
        while first < noun and (
            tokens[first].norm in words.slack or tokens[first].norm in _BOUNDS or not tokens[first].text[0].isalpha()
        ):
            first += 1
        while first < noun and ("-old" in tokens[first].norm or tokens[first].norm in words.slack):
            first += 1
        return first

    def _take_office(self, group: Group, last: int) -> int:
        """ "Governor of Kayes", "le chef du village": an office is one of a place."""
        here = next((number for number, one in enumerate(self.groups) if one.first == group.first), None)
        of = next((one for one in self.groups if here is not None and one.inside == here), None)
        office = sentence_norm(self.sentence, group.head) in load_victims(self.language).places
        return of.last if of is not None and of.name and office and of.first - last <= 3 else last

    def _find_count(self, group: Group) -> Quantity | None:
        """The number of a group, or right before it: "two more people"."""
        first = group.first - 2
        counts = _count(self.sentence, self.language)
        return next((one for one in counts if first <= one.number_last < group.head and not one.zero), None)

    def _read_surname(self, group: Group, one: Reached) -> FoundRole | None:
        """ "Otero's murder", "Tembo was killed": one word that can be a name and nothing else."""
        at = group.head
        if not one.sure:
            return None  # "attacked Telegram"
        form = judge_form(self.sentence.tokens[at].text.lower(), self.language)
        if group.core != (at, at) or group.determiner or not group.name:
            return None
        if form not in ("given", "family", "unknown", "plain"):
            return None
        return FoundRole(
            "victim", VictimValue(self.sentence.words(at, at)), at, at, "victims.surname", harm=one.harm, people=1
        )


def _flat(words: str) -> str:
    return " ".join(words.split())


def sentence_norm(sentence: Sentence, at: int) -> str:
    """The folded form of a token."""
    return sentence.norms[at]
