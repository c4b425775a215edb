"""Reads the noun groups of a sentence into the roles that stand open for them."""

from __future__ import annotations

import re
from collections.abc import Callable

from tamani.extract.document import Sentence
from tamani.extract.grammar.doings import AGAINST, DEEDS, DOERS, PEOPLE, TAKES, Doing
from tamani.extract.grammar.phrases import Group, build_group
from tamani.extract.grammar.tags import Tagged
from tamani.extract.grammar.verbs import INTRANSITIVE, VerbGroup, build_verb, cut_chunks
from tamani.extract.lexicon import read_lexicon

LIST = re.compile(r"g(?:[FI]g)*(?:,g(?:[FI]g)*)*,?Kg")  # A, B of the C, and D
FINITE_NEXT = re.compile(r"(?:[FIY]g|[Xj]|Kg|,[^,.;KQ]*,)*[vepw]")


BURSTS = frozenset(("explode", "exploser", "flee", "escape", "fuir"))  # "they exploded a bomb", "fled the country"
BARE = {language: verbs - BURSTS for language, verbs in INTRANSITIVE.items()}
WHEN = frozenset(("after", "before", "until", "since", "as", "comme"))
SAYS = frozenset(read_lexicon("deed_nouns")["says"]["en"])
SAYS_FR = frozenset(read_lexicon("deed_nouns")["says"]["fr"])
GOES_ON = re.compile(r",K?[edpw]?[edp][^vpw.Q]{0,5},?K[edpv]|,K[edpv]")
TOLD = re.compile(r"(?:[FIY]g|[Xj])*[vepw]")


class GroupReader:
    """Reads the chunks of one sentence from left to right."""

    def __init__(self, sentence: Sentence, tagged: Tagged, language: str) -> None:
        self.sentence, self.tagged, self.language = sentence, tagged, language
        self.chunks = cut_chunks(tagged, language)
        self.things: list[Group | VerbGroup | None] = []
        kinds: list[str] = []
        for kind, first, end in self.chunks:
            if kind == "g":
                self.things.append(build_group(sentence, tagged, first, end, language))
                kinds.append("g")
            elif kind == "v":
                verb = build_verb(sentence, tagged, first, end, language)
                self.things.append(verb)
                kinds.append(verb.kind)
            else:
                self.things.append(None)
                kinds.append(kind)
        self.kinds = "".join(kinds)
        self.groups: list[Group] = []
        self.bare = BARE[language]
        self.doings: list[Doing] = []
        self.joined: dict[int, int] = {}
        self.inside: dict[int, int] = {}
        self.apposed: dict[int, int] = {}
        self.subject: list[int] = []
        self.verb: Doing | None = None
        self.noun: Doing | None = None
        self.outer: list[tuple[list[int], Doing | None]] = []
        self.role: list[int] | None = None  # where the last group went, so that what "and" joins goes there too
        self.led: tuple[str, list[list[tuple[str, int]]]] | None = None  # the same behind a preposition
        self.last: int | None = None
        self.prep = ""
        self.antecedent: int | None = None
        self.listing = False  # behind a colon or a semicolon
        self.spoken_of: int | None = None
        self.fronted: list[int] | None = None  # "Kidnapped by bandits, ...": waits for the subject
        self.loose: list[tuple[str, int]] = []  # "In Lima, guerrillas ...": waits for the verb

    def read(self, read_verb: Callable[[int, VerbGroup], None]) -> None:
        """All chunks in order; verbs are for who knows how to read them."""
        for at, (kind, thing) in enumerate(zip(self.kinds, self.things, strict=True)):
            if isinstance(thing, Group):
                self.groups.append(thing)
                self._read_group(at, len(self.groups) - 1)
                self.prep = ""
            elif isinstance(thing, VerbGroup):
                read_verb(at, thing)
                self.prep = ""
            elif kind == "j":
                self.prep = ""
            else:
                self._read_mark(at, kind)

    # marks and small words

    def _read_mark(self, at: int, kind: str) -> None:
        if kind == ",":
            self.prep = ""
            if self.outer and self.verb is not None and not self._goes_on(at):
                self.subject, self.verb = self.outer.pop()
                self.noun = None
            return
        token = self.sentence.tokens[self.tagged.at[self.chunks[at][1]]]
        if kind in "FIYqzT":
            if not self.prep or kind not in "FT":  # "according to", "près de"
                self.prep = "by" if kind == "Y" else token.norm
        elif kind == "r" and self.verb is not None and self.verb.lemma in SAYS:
            self._close("Q")  # "told the press that"
        elif kind in "Rr":
            again = at > 0 and self.kinds[at - 1] == "K" and self.outer  # "who was seen and who fled"
            self.antecedent = self.spoken_of if again else self._find_antecedent(at)
            self.spoken_of = self.antecedent
            if self.prep and self.antecedent is not None:  # "with whom they fought"
                self.loose.append((self.prep, self.antecedent))
                self.antecedent = None
            self.outer.append((self.subject, self.verb))
            self.subject, self.verb = [], None
            self.prep = ""
        elif token.norm in ":;" and self._opens_list(at, token.norm):
            pass
        elif kind == "k" and self.kinds[at + 1 : at + 2] in ("v", "p", "e", "w"):
            return  # "planned to attack the airport but were arrested"
        elif kind in ".Qk;)":
            self._close(kind)

    def _goes_on(self, at: int) -> bool:
        """Does the relative clause go on behind this comma? "who was tied up, beaten and shot"."""
        return GOES_ON.match(self.kinds, at) is not None

    def _opens_list(self, at: int, mark: str) -> bool:
        """ "They killed four men: A, B and C"; "A, 42; B, 19": what follows names or goes on with the last role."""
        after = self.kinds[at + 1 : at + 2]
        if after != "g" or FINITE_NEXT.match(self.kinds, at + 2) or (self.role is None and self.led is None):
            return False
        verb = self.verb
        if mark == ":":
            if verb is None:
                return False
            role = verb.objects or verb.subjects
            if not role:
                return False
            self.last, self.role, self.led = role[-1], role, None
        self.listing = True
        return True

    def _close(self, kind: str) -> None:
        self.outer.clear()
        self.subject, self.verb, self.noun, self.antecedent, self.prep = [], None, None, None, ""
        self.role, self.led, self.listing, self.fronted = None, None, False, None
        if kind != "Q":
            self.last = None
            self.loose = []

    def _find_antecedent(self, at: int) -> int | None:
        """The group a relative clause speaks of: the head of an "of" chain for persons, else the nearest."""
        if self.last is None:
            return None
        here = self.last
        if self.noun is not None and self.led is not None and at and self.kinds[at - 1] == ",":
            return self.noun.verb.first  # "the attack in Djibo, which left 12 dead"
        while here in self.apposed or (here in self.inside and self._belongs(here)):
            # "members of the FLE who": not the name but those who belong to it.
            here = self.apposed[here] if here in self.apposed else self.inside[here]
        return here

    def _belongs(self, number: int) -> bool:
        """Is it the name of those whom the group before it is a part of: "members of the FLE"?"""
        head = self.groups[self.inside[number]]
        name = self.groups[number].name or self.sentence.lemmas[self.groups[number].head] not in PEOPLE
        return name and self.sentence.lemmas[head.head] in PEOPLE

    # groups

    def _read_group(self, at: int, number: int) -> None:
        kinds, before = self.kinds, self.kinds[at - 1] if at else "."
        if before == "K" and at > 1 and kinds[at - 2] == ",":
            before = "K"
        if self.prep in WHEN and FINITE_NEXT.match(kinds, at + 1):
            self._close("Q")  # "after a patrol captured two men"
        if self.prep:
            self._lead(at, number)
        elif self.listing and before in ",.K" and self.last is not None and not self._is_age(number):
            self._add_to_role(number)
        elif before == "," and self._is_age(number):
            return  # "Luis Mena, 42, was"
        elif before == "K" and self.last is not None:
            self._join(at, number)
        elif before == "," and self.last is not None and self._stands_behind_group(at):
            self._follow_comma(at, number)
        elif self._wants_object(at):
            self._give_object(at, number)
        else:
            self._open(number)
        self.last = number
        self._name_deed(number)

    def _is_age(self, number: int) -> bool:
        group = self.groups[number]
        return group.first == group.last and self.sentence.tokens[group.first].is_number

    def _stands_behind_group(self, at: int) -> bool:
        return at >= 2 and self.kinds[at - 2] in "gj)"

    def _wants_object(self, at: int) -> bool:
        verb = self.verb
        if verb is None or verb.sort == "passive" or verb.objects or verb.lemma in self.bare:
            return False
        back = at - 1
        while back >= 0 and self.kinds[back] in "XxDj":
            back -= 1
        if back >= 0 and self.kinds[back] == "g" and self.led is not None and verb.finite:
            return FINITE_NEXT.match(self.kinds, at + 1) is None and verb.lemma != "be"  # "sentenced to death two men"
        told = TOLD.match(self.kinds, at + 1)
        if (
            told is not None
            and verb.finite
            and (verb.lemma in SAYS or (not self.outer and self.kinds[told.end() - 1] != "e"))
        ):
            return False  # "said a bomb exploded", "indicates 12 persons were arrested"
        return back >= 0 and self.kinds[back] in "veidtw"

    def _give_object(self, at: int, number: int) -> None:
        verb = self.verb
        if verb is None:
            return
        if self.language == "fr" and verb.lemma in SAYS_FR and verb.after_comma:
            verb.subjects.clear()  # "..., affirment des habitants"
            self._place(number, verb.subjects)
        else:
            self._place(number, verb.objects)

    def _place(self, number: int, role: list[int]) -> None:
        role.append(number)
        self.role, self.led = role, None

    def _add_to_role(self, number: int) -> None:
        """What "and" or a comma joins to the last group does what that one does."""
        last = self.groups[self.last] if self.last is not None else None
        led, self.joined[number] = self.led, self.last if self.last is not None else number
        # "killed two men in Lima and a woman": a name of a place is joined to no woman.
        if led is not None and last is not None and last.name and not self.groups[number].name and self.role:
            self.led = None
        if self.led is not None:
            for others in self.led[1]:
                others.append((self.led[0], number))
        elif self.role is not None:
            self.role.append(number)

    def _open(self, number: int) -> None:
        """A group that nothing governs: the subject of what comes."""
        if self.verb is not None and self.verb.finite and self.outer and self.antecedent is None:
            self.subject, self.verb = self.outer.pop()
        self.subject, self.noun = [number], None
        if self.verb is not None:
            self.verb = None
        self.role, self.led = self.subject, None

    def _join(self, at: int, number: int) -> None:
        """ "X and Y": the same role, unless Y begins a clause of its own: "they killed X and Y fled"."""
        verb = self.verb
        elliptic = self.kinds[at + 1 : at + 2] == "d" and verb is not None and verb.sort == "passive"
        if elliptic or (
            verb is not None and verb.finite and FINITE_NEXT.match(self.kinds, at + 1) and self._is_own(at)
        ):
            self._open(number)
            return
        self._add_to_role(number)

    def _is_own(self, at: int) -> bool:
        found = FINITE_NEXT.match(self.kinds, at + 1)
        return (found is not None and self.kinds[found.end() - 1] in "vpw") or self.kinds[at + 1 : at + 3] == "eg"

    def _follow_comma(self, at: int, number: int) -> None:
        group = self.groups[number]
        listed = LIST.match(self.kinds, at) and (self.kinds[at - 1] == ",")
        chain = (self.role is not None or self.led is not None) and listed and not self._describes(group)
        if chain and not self._begins_clause(at):
            self._add_to_role(number)
        elif self.subject and self.verb is None and self.role is not None:
            self.apposed[number] = self.subject[-1]
        elif self._begins_clause(at):
            self._open(number)
        elif self.last is not None:
            self.apposed[number] = self.last

    def _describes(self, group: Group) -> bool:
        """ "Luis Mena, a leader of": one person described, not the next of a list."""
        before = self.groups[self.last] if self.last is not None else None
        return before is not None and before.name and not group.name and not group.plural and group.determiner != ""

    def _begins_clause(self, at: int) -> bool:
        if self.verb is None or not self.verb.finite:
            return not self.subject
        return FINITE_NEXT.match(self.kinds, at + 1) is not None and self.kinds[at + 1] not in ",K"

    # prepositions

    def _lead(self, at: int, number: int) -> None:
        prep, noun, verb = self.prep, self.noun, self.verb
        of = prep in ("of", "de", "d'", "des", "du")
        if self.kinds[at - 1] == "F" and self.last is not None and at >= 2 and self.kinds[at - 2] in "gj":
            self.inside[number] = self.last
        if noun is not None and self._serve_noun(noun, prep, of, number):
            return
        if of:
            return
        if prep == "by" and verb is not None and verb.sort == "passive":
            verb.agent = True
            self._place(number, verb.subjects)
            return
        rows = [verb.others if verb is not None else self.loose]
        if noun is not None and noun.others and noun.others[-1][1] == number:
            rows.append(noun.others)
        rows[0].append((prep, number))
        self.led = (prep, rows)

    def _serve_noun(self, noun: Doing, prep: str, of: bool, number: int) -> bool:
        """ "the murder of X by Y", "an attack by Y on X"."""
        direct = self.last is not None and self.last in (noun.verb.first, *noun.objects, *noun.subjects)
        if of and (self.inside.get(number) == noun.verb.first or self._stands_apart(noun, number)):
            self._place(number, noun.objects if noun.takes or not self._is_doer(number) else noun.subjects)
            return True
        if prep == "by" and not (self.verb is not None and self.verb.sort == "passive" and self.verb.finite):
            self._place(number, noun.subjects)
            return True
        if prep in AGAINST[self.language] and direct and not noun.objects:
            self._place(number, noun.objects)
            return True
        if prep != "by" and ((not of and self.verb is None) or direct):
            noun.others.append((prep, number))
        return False

    def _stands_apart(self, noun: Doing, number: int) -> bool:
        """ "The assassination in Lima of a judge": what "of" leads is the noun's, not the town's."""
        led = bool(noun.others) and noun.others[-1][1] == self.inside.get(number)
        return led and noun.takes and not noun.objects and noun.others[-1][0] in ("in", "a", "at", "dans")

    def _is_doer(self, number: int) -> bool:
        """ "L'attaque des rebelles" is theirs, "l'attaque du camp" is on it."""
        group = self.groups[number]
        word = self.sentence.tokens[group.head]
        # "L'attaque du JNIM" is its own, "l'attaque de Djibo" is on the town.
        known = word.text.isupper() and group.name and not self.tagged.upper
        return known or word.norm in DOERS

    def _name_deed(self, number: int) -> None:
        """A group whose head is a noun of doing makes a clause of its own."""
        group = self.groups[number]
        lemma = DEEDS[self.language].get(self.sentence.norms[group.head])
        if lemma is None:
            return
        verb = VerbGroup(number, number, group.head, lemma, "n", group.determiner == "no")
        self.noun = Doing(verb, "nominal", finite=False)
        self.noun.takes = lemma in TAKES[self.language]
        self.doings.append(self.noun)
