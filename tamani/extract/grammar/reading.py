"""Reads the verbs of a sentence: each opens a clause with the roles that stand ready for it."""

from __future__ import annotations

import re

from msgspec import structs

from tamani.extract.document import Sentence, remembered
from tamani.extract.grammar.doings import PEOPLE, TAKES, Clause, Doing
from tamani.extract.grammar.group_reading import GroupReader
from tamani.extract.grammar.phrases import Group
from tamani.extract.grammar.tags import tag_sentence
from tamani.extract.grammar.verbs import INTRANSITIVE, VerbGroup

CHAIN = re.compile(r"[vepd][,KX]+$")  # shot and; kidnapped, tortured, and
CHAIN_AHEAD = re.compile(r"[,KX]*[ve]")  # shot and wounded the mayor
VERB_AHEAD = re.compile(r"(?:g|[FIYXx,j]|Kg|R[^vpw.KQ]*[vpw])*(?:[vpw]|e(?=[Xj]*g))")


class Reader(GroupReader):
    """Reads the chunks of one sentence from left to right."""

    # verbs

    def read_verb(self, at: int, verb: VerbGroup) -> None:
        """A verb, with the roles that stand ready for it."""
        before = self._before(at)
        kind = self.kinds[at]
        if kind == "e":
            kind = self._settle(at, before)
        if kind == "i":
            self._add_ing(verb, before)
        elif kind in "tq":
            self._add_infinitive(verb, kind)
        elif kind == "d" and not self._shares_helper(at, before):
            self._add_participle(verb, before)
        else:
            self._add_finite(at, verb, kind, before)
        self.noun, self.role, self.led, self.prep, self.listing = None, None, None, "", False

    def _shares_helper(self, at: int, before: str) -> bool:
        """ "Ont emporté des motos et incendié le poste": the second has the helper of the first."""
        verb = self.verb
        return before == "K" and self.kinds[at + 1 : at + 2] == "g" and verb is not None and verb.sort == "active"

    def _before(self, at: int) -> str:
        back = at - 1
        while back >= 0 and self.kinds[back] in "Xjn":
            back -= 1
        return self.kinds[back] if back >= 0 else "."

    def _settle(self, at: int, before: str) -> str:
        """Is "attacked" a past tense or a participle here? "Five killed, eight wounded" has no object to kill."""
        behind = at + 1
        while self.kinds[behind : behind + 1] in ("X", "j"):
            behind += 1
        after = self.kinds[behind : behind + 1]
        verb, lemma = self.verb, getattr(self.things[at], "lemma", "")
        if lemma in INTRANSITIVE[self.language] or before in "Rr":
            return "v"
        if after == "Y":
            return "d"
        if before == "," and verb is not None and self.kinds[at - 2] in "vep":
            return "p" if verb.sort == "passive" else "v"  # "captured, tortured and killed"
        if before in "K," and verb is not None and after != "g":
            return "p" if verb.sort == "passive" and before == "K" else "v" if before == "K" else "d"
        if after == "g":
            return "v" if before in "K,Rr" or verb is None or not verb.finite or self.outer else "d"
        if verb is not None and verb.finite and not self.outer:
            return "d"
        if lemma in TAKES[self.language] and before == "g" and not CHAIN_AHEAD.match(self.kinds, at + 1):
            return "d"
        return "d" if VERB_AHEAD.match(self.kinds, at + 1) or self.prep else "v"

    def _add(self, verb: VerbGroup, sort: str, *, finite: bool) -> Doing:
        doing = Doing(verb, sort, finite)
        self.doings.append(doing)
        return doing

    def _add_finite(self, at: int, verb: VerbGroup, kind: str, before: str) -> None:
        shared = before in "K,"
        while self.verb is not None and self.outer and self.antecedent is None and self._is_over(kind, shared):
            self.subject, self.verb = self.outer.pop()
        doing = self._add(verb, "passive" if kind == "p" else "active", finite=True)
        doing.after_comma = before == ","
        subjects = list(self.subject)
        if self.antecedent is not None:
            if subjects:  # "the house that they burned"; not "a report that they burned the house"
                if self.kinds[at + 1 : at + 2] != "g":
                    doing.objects.append(self.antecedent)
            else:
                subjects = [self.antecedent]
                self.subject = subjects
            self.antecedent = None
        elif not subjects and self.last is not None and before == "g" and self.verb is None:
            subjects = [self._climb(self.last)]
        if self.fronted is not None and not self.fronted and not self.outer:
            self.fronted += subjects  # "Kidnapped by bandits, six traders are"
            self.fronted = None
        if kind == "p":
            doing.objects = subjects
        else:
            doing.subjects = subjects
        if self.verb is not None and CHAIN.search(self.kinds, 0, at):
            self._share(doing, self.verb)
        self.verb = doing
        if not self.outer:
            doing.others += self.loose
            self.loose = []

    def _is_over(self, kind: str, shared: bool) -> bool:
        """Does a finite verb end the clause within? "the charges made by X and have ...", "men who fled were"."""
        verb = self.verb
        if verb is None:
            return False
        if verb.finite:
            return not shared
        return not shared or (verb.sort == "passive") != (kind == "p") or kind == "v"

    def _add_participle(self, verb: VerbGroup, before: str) -> None:
        """ "a man shot by", ", accompanied by": said of the group before it."""
        doing = self._add(verb, "passive", finite=False)
        if before == "," and self.subject and not self._is_nearer(verb):
            doing.objects = list(self.subject)
        elif before == "K" and self.verb is not None and self.verb.sort == "passive":
            doing.objects = list(self.verb.objects)
        elif self.last is not None and (before == "g" or (before == "," and self.subject)):
            doing.objects = self._whole(self.last)
        elif self.subject:
            doing.objects = list(self.subject)
        else:
            self.fronted = doing.objects
        if before == "K" and self.verb is not None and self.verb.sort == "passive":
            self._share(doing, self.verb)
        else:
            self.outer.append((self.subject, self.verb))
        self.subject, self.verb = list(doing.objects), doing

    def _is_nearer(self, verb: VerbGroup) -> bool:
        """ "They burned the house of a farmer, killed with a knife": who is killed is a person, named last."""
        if self.last is None or self.last in self.subject:
            return False
        last, first = self.groups[self.last], self.groups[self.subject[0]]
        if self.language == "fr" and len(self.subject) == 1 and first.plural != last.plural:
            # "Celui-ci a perdu six camions, brûlés": the participle agrees with what it is said of.
            return self.sentence.norms[verb.head].endswith("s") == last.plural
        if verb.lemma not in TAKES[self.language]:
            return False
        return self.sentence.lemmas[last.head] in PEOPLE and self.sentence.lemmas[first.head] not in PEOPLE

    def _share(self, doing: Doing, before: Doing) -> None:
        """ "shot and wounded the mayor", "kidnapped and killed by": one object, one doer for both."""
        if doing.sort != before.sort:
            return
        if doing.sort == "active" and not before.objects:
            doing.objects = before.objects
        elif doing.sort == "passive" and not before.subjects:
            doing.subjects = before.subjects

    def _climb(self, number: int) -> int:
        """ "Un poste de police incendié": what burned is the post; a bare noun behind "de" makes a compound."""
        while self.language == "fr" and number in self.inside:
            group = self.groups[number]
            if (
                group.determiner
                or group.first != group.core[0]
                or group.name
                or self.sentence.lemmas[group.head] in PEOPLE
            ):
                break
            number = self.inside[number]
        return number

    def _whole(self, number: int) -> list[int]:
        """A group with those that "and" joins to it."""
        found = [self._climb(number)]
        while self.joined.get(found[0], found[0]) != found[0]:
            found.insert(0, self.joined[found[0]])
        return found

    def _doers(self) -> list[int]:
        """Who acts in the clause so far: the subject, or the "by" of a passive."""
        if self.verb is None:
            return list(self.subject)
        # "A man identified as X carrying": a participle alone is said of its object.
        return list(self.verb.subjects if self.verb.finite or self.verb.sort == "active" else self.verb.objects)

    def _add_ing(self, verb: VerbGroup, before: str) -> None:
        doing = self._add(verb, "active", finite=False)
        main = self.verb
        if before == "g" and self.last is not None and (main is None or self.last in main.objects):
            doing.subjects = [self.last]
        else:
            doing.subjects = self._doers()
        if not doing.subjects and main is None:
            self.fronted = doing.subjects
        if self.verb is not None or self.subject:
            self.outer.append((self.subject, self.verb))
        self.verb = doing
        self.subject = list(doing.subjects)

    def _add_infinitive(self, verb: VerbGroup, kind: str) -> None:
        doing = self._add(verb, "passive" if kind == "q" else "active", finite=False)
        people = self._doers()
        if kind == "q":
            doing.objects = people
        else:
            doing.subjects = people
        self.verb = doing

    # the end

    def finish(self) -> tuple[tuple[Group, ...], tuple[Clause, ...]]:
        groups = [
            structs.replace(group, joined=self.joined.get(n), inside=self.inside.get(n), apposed=self.apposed.get(n))
            if n in self.joined or n in self.inside or n in self.apposed
            else group
            for n, group in enumerate(self.groups)
        ]
        return tuple(groups), tuple([self._make(doing, groups) for doing in self.doings])

    def _make(self, doing: Doing, groups: list[Group]) -> Clause:
        verb = doing.verb
        first, last = verb.first, verb.last
        if doing.sort == "nominal":
            own = groups[verb.first]
            first, last = own.first, own.last
            if own.owner is not None:
                self._own(doing, own, groups)
        subjects = tuple([groups[number] for number in doing.subjects])
        objects = tuple([groups[number] for number in doing.objects])
        others = tuple([(prep, groups[number]) for prep, number in doing.others])
        for part in (subjects, objects, [group for _, group in others] if others else ()):
            if part:
                first, last = min(first, part[0].first), max(last, part[-1].last)
        return Clause(
            first, last, verb.head, doing.lemma, doing.sort, verb.negated, verb.modal, subjects, objects, others,
            verb.perfect,
        )  # fmt: skip

    def _own(self, doing: Doing, group: Group, groups: list[Group]) -> None:
        """ "the mayor's murder", "the rebels' attack": the owner is done to, or does."""
        first, last = group.owner or (0, 0)
        role = doing.objects if doing.takes and not doing.objects else doing.subjects
        if not role:
            role.append(len(groups))
            name = self.tagged.letters[self.tagged.at.index(last)] == "M"
            groups.append(
                Group(first, last, last, group.determiner, group.count, False, name, None, core=(first, last))
            )


@remembered
def parse_sentence(sentence: Sentence, language: str) -> tuple[tuple[Group, ...], tuple[Clause, ...]]:
    """The groups and clauses of a sentence, found once."""
    reader = Reader(sentence, tag_sentence(sentence, language), language)
    reader.read(reader.read_verb)
    return reader.finish()
