"""Names of persons and bodies in a sentence, in mixed case and in texts all in capitals.

A person is known by a given name, a title ("Colonel Diallo", "SENATOR OCHOA"), or the form of the words: capitals, or
in a text in capitals words that no dictionary has. A body is known by its head noun ("National Liberation Front").
Places are for `locate`: a weak name ("Kona Dembe") that stands where a place was found is that place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

import simplemma
from msgspec import Struct

from tamani.extract.document import Sentence, remembered
from tamani.fields import VOCAB
from tamani.words import Token, fold

Kind = Literal["person", "organisation", "group"]
Form = Literal["given", "family", "plain", "proper", "unknown", "acronym", "particle", "known", "none"]

HEADLINE = 0.8  # share of capitalised words from which capitals mean nothing
_SURE: frozenset[Form] = frozenset(["given", "family", "unknown"])
_NAMES: frozenset[Form] = frozenset(["given", "family", "unknown", "plain"])
_LINKS = frozenset(["of", "for", "de", "du", "des", "d'", "pour", "la", "le", "les", "l'", "the", "and", "et"])


class Name(Struct, frozen=True, gc=False):
    """Tokens first to last are a name; title_first is where its title begins; weak: by its form alone."""

    first: int
    last: int
    kind: Kind
    title_first: int | None = None
    weak: bool = False


class NameWords(Struct, frozen=True):
    """vocab/names.toml as sets of folded words."""

    given: frozenset[str]
    family: frozenset[str]
    address: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]
    bound: frozenset[str]
    junior: frozenset[str]
    place: frozenset[str]
    apart: frozenset[str]
    words: frozenset[str]
    plain: frozenset[str]
    heads: frozenset[str]
    armed: frozenset[str]
    modifiers: frozenset[str]


@cache
def load_names() -> NameWords:
    """The words of which names are made, and those around them."""
    table = tomllib.loads((VOCAB / "names.toml").read_text(encoding="utf-8"))
    parts, bodies, titles = table["parts"], table["bodies"], table["titles"]
    address = frozenset(f"{titles['address']} {titles['ranks']}".split())
    return NameWords(
        given=frozenset(" ".join(table["given"].values()).split()),
        family=frozenset(" ".join(table["family"].values()).split()),
        address=address,
        titles=address | frozenset(titles["offices"].split()),
        heads=frozenset(bodies["heads"].split()),
        armed=frozenset(bodies["armed"].split()),
        modifiers=frozenset(bodies["modifiers"].split()),
        **{
            key: frozenset(parts[key].split())
            for key in ("particles", "bound", "junior", "place", "apart", "words", "plain")
        },
    )


@lru_cache(maxsize=100_000)
def judge_form(word: str, language: str) -> Form:
    """What a word can be in a name, its capitals left aside; the word is in lower case, with accents.

    >>> [judge_form(word, "en") for word in ("ernesto", "oumarou", "medina", "kidnapped", "victor", "plrc")]
    ['given', 'given', 'family', 'known', 'plain', 'acronym']
    """
    words, norm = load_names(), fold(word)
    if len(norm) < 2 or not norm[0].isalpha() or norm in words.apart:
        return "none"
    if norm in words.titles or norm in words.heads:
        return "known"
    if norm in words.words:
        return "none"
    if norm in words.plain:
        return "plain"
    if norm in words.given:
        return "given"
    if norm in words.particles:
        return "particle"
    if norm in words.modifiers:
        return "known"
    if norm in words.family:
        return "family"
    if simplemma.is_known(word, language) or simplemma.is_known(norm, language):
        # "johnson" wants a capital, so it may follow a given name; so would "peru", which no given name stands before.
        return "proper" if simplemma.lemmatize(word, lang=language)[:1].isupper() else "known"
    if len(norm) < 6 and not set(norm) & set("aeiouy"):
        return "acronym"
    if "-" in norm:  # "19-year-old": each part is a word
        parts = [judge_form(part, language) for part in norm.split("-")]
        return "unknown" if ("unknown" in parts and "known" not in parts) or set(parts) <= _NAMES else "known"
    # "Pablo Li Medina": two letters may stand inside a name.
    return "none" if any(one.isdigit() for one in norm) else "unknown" if len(norm) > 2 else "particle"


@remembered
def is_shouted(sentence: Sentence) -> bool:
    """Do capitals mean nothing here: a text in capitals, or a headline like "Gunmen Kill Twelve In Market"?"""
    if sentence.shouted:
        return True
    letters = [token.text[0] for token in sentence.tokens if token.text[0].isalpha()]
    return len(letters) > 4 and sum([letter.isupper() for letter in letters]) >= HEADLINE * len(letters)


@remembered
def find_names(sentence: Sentence, language: str) -> tuple[Name, ...]:
    """The names of persons, bodies and armed groups of a sentence, left to right."""
    scan = _Scan(sentence.tokens, language, is_shouted(sentence))
    bodies = not load_names().heads.isdisjoint(sentence.present) or "acronym" in scan.forms
    found: list[Name] = []
    done = -1
    for at, form in enumerate(scan.forms):
        if at <= done or form in ("none", "particle"):
            continue
        name = scan.read_body(at) if bodies else None
        if name is None and (form != "known" or not scan.shouted):
            name = scan.read_person(at)
        if name is not None:
            found.append(name)
            done = name.last
    return tuple(found)


class _Scan:
    """A sentence being read for names."""

    def __init__(self, tokens: Sequence[Token], language: str, shouted: bool) -> None:
        self.tokens = tokens
        self.shouted = shouted
        self.words = load_names()
        particles = self.words.particles
        self.forms: list[Form] = [
            self._form(token, language)
            if token.text[0].isupper()
            else ("particle" if token.norm in particles else "none")
            for token in tokens
        ]

    def _form(self, token: Token, language: str) -> Form:
        text = token.text
        if self.shouted:
            return judge_form(text.lower(), language)
        if 1 < len(text) < 7 and text.isupper():
            return "acronym"
        form = judge_form(text.lower(), language)
        if form == "none" and token.norm in self.words.words:
            return "plain"  # "Mr Stone", "Mary Hill": the capital tells
        return form

    def read_person(self, at: int) -> Name | None:
        """The person whose name begins at a token."""
        form, titled = self.forms[at], self._find_title(at)
        if at and self.tokens[at - 1].norm in self.words.place and self.tokens[at - 1].text[0].isupper():
            return None  # "San Miguel", "El Salvador"
        of_people = form == "unknown" and self.shouted and self.tokens[at].norm.endswith(("an", "ese"))
        if of_people and self.forms[at + 1 : at + 2] == ["given"]:
            return None  # "HONDURAN FELIPE MENA"
        if form == "proper" and self.forms[at + 1 : at + 2] not in (["unknown"], ["family"]):
            form = "none"  # "PERU", "Frenchman Gaspard Lenoir"
        if form not in _NAMES and form != "proper" and not (titled is not None and self._is_capital_word(at)):
            return None
        last = self._end_person(at)
        if titled is not None and self._is_address(at - 1):
            return Name(at, last, "person", titled)
        if last == at:
            # "Carlos" alone may be anything; "the mayor, Ernesto" is told by what stands around it.
            return Name(at, last, "person", titled) if titled is not None and form in _SURE else None
        if (
            form == "given"
            or (form == "plain" and self.forms[at + 1] in _SURE)
            or (titled is not None and form in _SURE)
        ):
            return Name(at, last, "person", titled)
        if self._is_bound(at, last):
            return Name(at, last, "person", titled)
        if form in ("unknown", "family", "proper") and all(
            one in _SURE or one == "plain" for one in self.forms[at + 1 : last + 1]
        ):
            return Name(at, last, "person", titled, weak=True)
        return None

    def _is_bound(self, first: int, last: int) -> bool:
        """ "Attaher ag Bilal", "Ould Mansour"."""
        return any(self.tokens[step].norm in self.words.bound for step in range(first, last))

    def _is_capital_word(self, at: int) -> bool:
        """After a title any word with a capital is a name: "Mr Stone"; in a text in capitals that says nothing."""
        token = self.tokens[at]
        return not self.shouted and self.forms[at] == "known" and token.norm not in self.words.titles

    def _end_person(self, at: int) -> int:
        last = at
        step = at + 1
        while step < len(self.tokens):
            form, token = self.forms[step], self.tokens[step]
            if (
                form in _NAMES
                or form == "proper"
                or token.norm in self.words.junior
                or (form == "known" and not self.shouted and self._may_follow(step))
            ):
                last = step
            elif not (form == "particle" or self._is_initial(step)) or step - last > 3:
                break
            step += 1
        return last

    def _may_follow(self, at: int) -> bool:
        """ "John Stone" has a family name of the dictionary; "Amadou Police" has none."""
        norm, words = self.tokens[at].norm, self.words
        return norm not in words.heads and norm not in words.titles and norm not in words.modifiers

    def _is_initial(self, at: int) -> bool:
        """ "John F. Stone", "E.J. Mato"."""
        token = self.tokens[at]
        if token.text == ".":
            return at > 0 and len(self.tokens[at - 1].text) == 1 and self.tokens[at - 1].is_capital
        if len(token.text) == 1 and token.norm in ("a", "i", "y"):
            dotted = at + 1 < len(self.tokens) and self.tokens[at + 1].text == "."
            return dotted and not self.shouted  # "À GAO", "I SAW"
        return (len(token.text) == 1 and token.is_capital) or (token.text[1:2] == "." and len(token.text) < 7)

    def _find_title(self, at: int) -> int | None:
        """Where the titles right before a name begin: "SENATOR", "Lt. Col."."""
        titles, first, step = self.words.titles, None, at - 1
        while step >= 0:
            if self.tokens[step].norm in titles:
                first = step
            elif not (self.tokens[step].text == "." and step and self.tokens[step - 1].norm in titles):
                break
            step -= 1
        return first

    def _is_address(self, at: int) -> bool:
        if self.tokens[at].text == ".":
            at -= 1
        return at >= 0 and self.tokens[at].norm in self.words.address

    def read_body(self, at: int) -> Name | None:
        """The body whose name begins at a token: "Popular Action Front", "Parti du renouveau", "FMLN"."""
        if self.forms[at] == "acronym":
            return Name(at, at, "organisation")
        words = self.words
        if self.forms[at] in ("none", "particle"):
            return None
        head: int | None = None
        for step in range(at, min(at + 7, len(self.tokens))):
            token = self.tokens[step]
            if token.norm in words.heads and self.forms[step] == "known":
                head = step
            elif not self._may_qualify(step):
                break
        if head is None:
            return None
        last = self._end_body(head)
        if last == at or (head == at and last == head):
            return None
        kind: Kind = "group" if self.tokens[head].norm in words.armed else "organisation"
        return Name(at, last, kind)

    def _may_qualify(self, at: int) -> bool:
        norm = self.tokens[at].norm
        if self.shouted:
            return (
                norm in self.words.modifiers
                or norm == "'s"
                or self.forms[at] in ("unknown", "given", "family", "acronym")
            )
        return self.tokens[at].is_capital

    def _is_of_body(self, at: int) -> bool:
        norm, words = self.tokens[at].norm, self.words
        return norm in words.modifiers or norm in words.heads or self.forms[at] in _SURE

    def _end_body(self, head: int) -> int:
        """Behind its head: "Front for the Liberation of Kona", "Parti de l'unité nationale"."""
        last, step = head, head + 1
        while step < len(self.tokens) and step - last < 4:
            token = self.tokens[step]
            # "UNIVERSITY STUDENTS" is no body, "UNION OF STUDENTS" is one.
            linked = self.tokens[step - 1].norm in _LINKS or last > head
            more = (linked and self._is_of_body(step)) if self.shouted else token.is_capital
            if more and self.forms[step] != "none":
                last = step
            elif token.norm not in _LINKS or (token.norm in ("and", "et", "the") and step == last + 1):
                break
            step += 1
        return last
