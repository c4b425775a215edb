"""The words of saying, and the noun phrase of who says it. Used by attribution, perpetrators and statements.

Noun phrases are found by what cannot stand in them (marks, conjunctions, prepositions): there is no tagger to ask.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import TypeAlias

from msgspec import Struct

from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.extract.parties.actors import FoundActor, Registry
from tamani.words import Token, fold

MARKS = frozenset(',;:.!?«»"“”()[]–—…|')
WERE = frozenset(("was", "were", "is", "are"))
CITED = frozenset(("cite", "cites", "citee", "citees", "cited", "quoted", "repris", "reprise", "relaye", "relayee"))
_FR_ENDINGS = ("e", "ent", "ait", "aient", "a", "erent", "era", "eront")
LONGEST = 14  # tokens of a speaker: "un porte-parole du ministère de la Sécurité de l'État de Borno"


class Words(Struct, frozen=True):
    """Lists of lexicon/attribution.toml for one language, folded."""

    language: str
    verbs: dict[str, str]  # form -> say, weak, accuse, act, deny
    lists: dict[str, frozenset[str]]
    phrases: tuple[tuple[str, ...], ...]  # "according to"
    doubts: tuple[tuple[str, ...], ...]
    openers: frozenset[str]  # words with which a formula without a verb of saying may begin
    voiced: frozenset[str]  # and these with the verbs: a sentence with none of them lets nobody speak
    capitals: dict[str, str] = {}  # a capital that stands for its government -> the id of the state

    def has(self, name: str, word: str) -> bool:
        return word in self.lists[name]


class Phrase(Struct, frozen=True, gc=False):
    """Tokens first to last, both included."""

    first: int
    last: int


@cache
def read_words(language: str | None) -> Words:
    """The words of saying of a language; English where it is neither."""
    language = "fr" if language == "fr" else "en"
    table = read_lexicon("attribution")[language]
    heads = read_lexicon("attribution")["heads"]
    verbs: dict[str, str] = {}
    for kind in ("act", "weak", "accuse", "deny", "say"):
        for lemma in table.get(kind, ()):
            verbs |= dict.fromkeys(inflect(fold(lemma), language), kind)
        verbs |= dict.fromkeys(map(fold, table["forms"].get(kind, ())), kind)
    # "a pu confirmer": the infinitive speaks behind "pu" alone.
    infinitives = {fold(lemma): "say" for lemma in table["say"] if lemma.endswith("er")} if language == "fr" else {}
    if language == "fr":  # "a tenu à démentir"
        infinitives |= {fold(lemma): "deny" for lemma in (*table["deny"], "démentir") if lemma.endswith(("er", "ir"))}
    verbs = infinitives | verbs
    lists = {key: frozenset(map(fold, value)) for key, value in table.items() if isinstance(value, list)}
    lists |= {f"heads.{key}": frozenset(map(fold, value)) for key, value in heads.items()}
    lists["infinitives"] = frozenset(infinitives)
    lists["before_noun"] = lists["determiners"] | lists["joins"]
    lists["empty"] = lists["before_noun"] | lists["chain"] | lists["same"] | lists["nobody"]
    lists["heads.speaking"] = lists["heads.words"] - lists["heads.mute"]
    phrases = _cut_all(table["phrases"])
    openers = (
        lists["opens_belief"]
        | lists["adding"]
        | lists["denying"]
        | lists["prepositions"]
        | lists["fait"]
        | lists["toll"]
        | {phrase[0] for phrase in phrases}
    ) | {"("}
    capitals = {fold(name): actor for name, actor in read_lexicon("attribution")["capitals"].items()}
    return Words(language, verbs, lists, phrases, _cut_all(table["doubt"]), openers, openers | verbs.keys(), capitals)


def _cut_all(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(phrase).split()) for phrase in phrases)


def inflect(lemma: str, language: str) -> list[str]:
    """Forms of the third person of a regular verb, folded."""
    if language == "en":
        stem = lemma[:-1] if lemma.endswith("e") else lemma
        if lemma.endswith("y") and lemma[-2] not in "aeo":
            return [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied"]
        doubled = ["admitted"] if lemma == "admit" else []
        plural = lemma + ("es" if lemma.endswith(("s", "sh", "ss")) else "s")
        return [lemma, plural, stem + "ed", *doubled]
    if not lemma.endswith("er"):
        return [lemma]
    stem = lemma[:-2]
    if stem[-1] in "gc":  # annonçait folds to annoncait, exigeait keeps its e
        return [*(stem + end for end in _FR_ENDINGS), stem + "eait", stem + "eaient"]
    if stem.endswith("appel"):
        return [*(stem + end for end in _FR_ENDINGS), stem + "le", stem + "lent"]
    return [stem + end for end in _FR_ENDINGS]


def starts_here(norms: Sequence[str], at: int, phrases: tuple[tuple[str, ...], ...]) -> int:
    """How many folded words the longest of some phrases takes at a place; 0 for none."""
    room = len(norms) - at
    for rest in _by_start(phrases).get(norms[at], ()):
        if len(rest) >= room:
            continue
        for step, forms in enumerate(rest, at + 1):
            if norms[step] not in forms:
                break
        else:
            return len(rest) + 1
    return 0


def find_starts(sentence: Sentence, phrases: tuple[tuple[str, ...], ...]) -> list[int]:
    """The tokens at which some phrase may begin, from left to right; only words of the sentence are tried."""
    starts = _by_start(phrases).keys() & sentence.present
    return _find_places(sentence, starts) if starts else []


def find_words(sentence: Sentence, words: frozenset[str]) -> list[int]:
    """The tokens that are one of some words as written, from left to right."""
    here = words & sentence.present
    return _find_places(sentence, here) if here else []


def _find_places(sentence: Sentence, words: Collection[str]) -> list[int]:
    norms, where = sentence.norms, sentence.where
    found = [at for word in words for at in where[word] if norms[at] == word]
    return sorted(found) if len(found) > 1 else found


Rest: TypeAlias = tuple[tuple[str, ...], ...]  # the forms of each word of a phrase but the first
_STARTS: dict[int, tuple[object, dict[str, tuple[Rest, ...]]]] = {}  # by identity, which they keep


def _by_start(phrases: tuple[tuple[str, ...], ...]) -> dict[str, tuple[Rest, ...]]:
    """Phrases by first word, the longest first. Asked often, so never by value: hashing a list takes as long."""
    known = _STARTS.get(id(phrases))
    if known is None:
        found: dict[str, tuple[Rest, ...]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            rest = tuple((word, f"{word}s", f"{word}es") for word in phrase[1:])
            found[phrase[0]] = (*found.get(phrase[0], ()), rest)
        known = _STARTS[id(phrases)] = (phrases, found)
    return known[1]


def find_phrase_after(
    sentence: Sentence, start: int, words: Words, actors: Sequence[FoundActor], limit: int | None = None
) -> Phrase | None:
    """The noun phrase that begins at a token and ends by `limit`, cut to what names the speaker."""
    tokens = sentence.tokens
    stop = min(len(tokens), start + LONGEST, len(tokens) if limit is None else limit + 1)
    end = start
    while end < stop and not _is_border(tokens, end, start, words, actors):
        end += 1
    giver = _find_issuer(tokens, start, min(stop - 1, end + 6), end, words)
    if giver is not None and giver < stop:
        return find_phrase_after(sentence, giver, words, actors, limit) or _trim(sentence, start, end - 1, words)
    return _find_counter(sentence, _trim(sentence, start, end - 1, words), words)


def _find_issuer(tokens: Sequence[Token], start: int, stop: int, end: int, words: Words) -> int | None:
    """ "a post by the CSIS", "un bilan annoncé dimanche par l'armée": whoever made the text speaks."""
    if end <= stop and tokens[end].norm in ("by", "par", "from") and _is_text(tokens[end - 1].norm, words):
        return end + 1
    given = words.lists["heads.given"]
    # "un communiqué | publié par": the noun is written like the participle
    bare = words.lists["determiners"]
    at = next(
        (at for at in range(start + 1, stop) if tokens[at].norm in given and tokens[at - 1].norm not in bare), None
    )
    if at is None or tokens[at].norm in CITED:
        return None  # "a UN toll quoted by several papers" is the UN's
    if at > end or not any(_is_text(token.norm, words) for token in tokens[start:at]):
        return None
    while at < stop and tokens[at].norm not in ("by", "par") and _is_given(tokens[at], words):
        at += 1
    # "un bilan donné jeudi de sources sécuritaires"
    sourced = tokens[at].norm in ("de", "from") and at < stop and tokens[at + 1].norm in ("source", "sources")
    return at + 1 if sourced or tokens[at].norm in ("by", "par") else None


def _is_given(token: Token, words: Words) -> bool:
    # "rendu public par", "donné ce dimanche par"
    public = token.norm in ("public", "publique", "publics", "ce", "this")
    return public or token.norm in words.lists["heads.given"] or is_circumstance(token, words)


def is_circumstance(token: Token, words: Words) -> bool:
    """A word of when: "mardi soir", "le 12 mai", "late Monday"."""
    return token.norm in words.lists["chain"] or token.norm in words.lists["markers"] or token.is_number


def find_capital(sentence: Sentence, phrase: Phrase, words: Words) -> str | None:
    """The state whose capital stands for it: "Niamey dément", "Abuja says"."""
    if phrase.last - phrase.first > 1 or not sentence.tokens[phrase.last].is_capital:
        return None
    return words.capitals.get(" ".join(sentence.norms[phrase.first : phrase.last + 1]))


def _find_counter(sentence: Sentence, phrase: Phrase | None, words: Words) -> Phrase | None:
    """ "un premier bilan de l'état-major" is the general staff's: who counted speaks."""
    if phrase is None:
        return None
    tokens = sentence.tokens
    for at in range(phrase.first, phrase.last):
        if tokens[at].norm not in words.lists["toll"]:
            continue
        for of in range(at + 1, min(at + 4, phrase.last)):
            if tokens[of].norm in ("de", "du", "des", "d'", "of", "from"):
                rest = set(sentence.norms[of + 1 : phrase.last + 1])
                return Phrase(of + 1, phrase.last) if rest & words.lists["heads.words"] else phrase
    return phrase


def _is_text(norm: str, words: Words) -> bool:
    return norm in words.lists["texts"] or norm in words.lists["toll"] or norm in words.lists["heads.informing"]


def find_phrase_before(sentence: Sentence, last: int, words: Words, actors: Sequence[FoundActor]) -> Phrase | None:
    """The noun phrase that ends somewhere before a verb: the subject, without what follows its name."""
    tokens = sentence.tokens
    if last >= 0 and tokens[last].norm == ",":
        last = _skip_aside(tokens, last, words)
    if last > 1 and tokens[last].norm == ")":
        # "the Group to Support Islam and Muslims (JNIM) says"
        last = next((at - 1 for at in range(last, max(0, last - 8), -1) if tokens[at].norm == "("), -1)
    if last < 0 or tokens[last].norm in MARKS:
        return None
    first = last
    while first > 0 and not _is_left_border(tokens, first - 1, words, actors):
        first -= 1
    if first > 1 and (is_auxiliary(tokens[first - 1], words) or tokens[first - 1].norm in WERE):
        # "an agent who had worked on the case said", "sources who were there say": back over the relative.
        before = range(first - 2, max(0, first - 5), -1)
        opens = next((at for at in before if words.has("relatives", tokens[at].norm)), 0)
        if opens:
            return find_phrase_before(sentence, opens - 1, words, actors)
    first = _skip_opening(tokens, first, last, words)
    if first <= last and tokens[first].norm in words.lists["post"]:
        return None
    return find_phrase_after(sentence, first, words, actors, last) if first <= last else None


def _skip_aside(tokens: Sequence[Token], comma: int, words: Words) -> int:
    """From the comma that ends "X, who asked not to be named," to the last token of X."""
    for at in range(comma - 1, max(-1, comma - 25), -1):
        if tokens[at].norm == ",":
            return at - 1
    return -1 if comma > 0 and tokens[comma - 1].norm not in MARKS else comma


def _is_left_border(tokens: Sequence[Token], at: int, words: Words, actors: Sequence[FoundActor]) -> bool:
    word = tokens[at].norm
    if _inside(actors, at):
        return False
    if word in MARKS or word == "-" or word in words.lists["conjunctions"]:
        return True
    if word in ("and", "et"):
        # "officials and residents said" is one speaker; "... attacked the town and residents said" is not.
        return not _is_short_noun(tokens, at, words)
    return is_auxiliary(tokens[at], words) or word in words.lists["be"]


def _is_short_noun(tokens: Sequence[Token], at: int, words: Words) -> bool:
    start = at
    while start > 0 and tokens[start - 1].norm not in MARKS and at - start < 5:
        start -= 1
    heads = words.lists["heads.words"]
    return any(tokens[step].norm in heads for step in range(start, at)) and at - start < 5


def _skip_opening(tokens: Sequence[Token], first: int, last: int, words: Words) -> int:
    """Past "On Monday", "In a statement", "Mercredi" where no comma parts them from the speaker."""
    while first <= last and (
        (tokens[first].norm in words.lists["chain"] and tokens[first].norm not in words.lists["not_chain"])
        or tokens[first].norm in ("and", "et", "but", "mais", "or", "then", "puis")
    ):
        first += 1
    if first <= last and tokens[first].norm in words.lists["post"]:
        for at in range(last, first, -1):
            if tokens[at].norm in words.lists["determiners"] and tokens[at - 1].norm not in words.lists["joins"]:
                before = tokens[at - 1].norm
                if before not in words.lists["post"]:
                    return at
    return first


def _is_border(tokens: Sequence[Token], at: int, start: int, words: Words, actors: Sequence[FoundActor]) -> bool:
    word = tokens[at].norm
    if _inside(actors, at):
        return False
    if word in MARKS or word in words.lists["conjunctions"]:
        return True
    if at == start:
        return False
    if _counts_people(tokens, at, words) or word in words.lists["auxiliaries"] or word in words.lists["be"]:
        return True
    if word in words.lists["fait"] and at + 1 < len(tokens) and tokens[at + 1].norm in words.lists["fait_next"]:
        return True  # "de sources sécuritaires | faisait état de"
    if word in words.verbs and words.verbs[word] != "weak" and tokens[at - 1].norm not in words.lists["before_noun"]:
        return True
    if word in ("and", "et"):
        following = tokens[at + 1].norm if at + 1 < len(tokens) else ""
        heads = words.lists["heads.words"]
        near = {token.norm for token in tokens[at + 1 : at + 4]}
        return not (near & heads or (following and tokens[at + 1].is_capital))
    if word == "au" and at + 1 < len(tokens) and tokens[at + 1].norm == "sein":
        return False  # "une source au sein de l'armée"
    if word in words.lists["post"]:
        # "le Collectif justice pour Barsalogho" is a name.
        named = word in ("pour", "for") and at + 1 < len(tokens) and tokens[at + 1].is_capital
        return not (named and any(token.is_capital for token in tokens[max(1, start) : at]))
    if word in ("des", "du", "d'", "de"):
        return False
    # A second determiner with nothing before it begins another phrase: "told the army | the village".
    return word in words.lists["determiners"] and tokens[at - 1].norm not in words.lists["before_noun"] and at > start


def _counts_people(tokens: Sequence[Token], at: int, words: Words) -> bool:
    """ "Selon le même communiqué | huit soldats sont morts": a count begins a phrase; "les deux élus" does not."""
    word = tokens[at].norm
    if word[0].isdigit():
        return True
    counted = word in read_lexicon("numbers")[words.language]["values"] and word not in words.lists["determiners"]
    return counted and tokens[at - 1].norm not in words.lists["before_noun"] and not tokens[at].is_capital


def is_auxiliary(token: Token, words: Words) -> bool:
    """ "a" and "à" fold to one word; only the first helps a verb."""
    return token.norm in words.lists["auxiliaries"] and token.text not in ("à", "À")


def _inside(actors: Sequence[FoundActor], at: int) -> bool:
    return bool(actors) and any(actor.first < at <= actor.last for actor in actors)


def _trim(sentence: Sentence, first: int, last: int, words: Words) -> Phrase | None:
    tokens = sentence.tokens
    while last >= first and (tokens[last].norm in words.lists["joins"] or tokens[last].norm in words.lists["chain"]):
        if _is_name_end(tokens, last):
            break
        last -= 1
    if last < first or not any(token.text[0].isalpha() for token in tokens[first : last + 1]):
        return None
    if first == last and tokens[first].norm in words.lists["determiners"]:
        return None
    return Phrase(first, last)


def _is_name_end(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].is_capital and at > 0 and len(tokens[at].text) > 2


def has_head(sentence: Sentence, phrase: Phrase, words: Words, actors: Sequence[FoundActor]) -> bool:
    """Can this noun phrase speak: is there a head like "officials", or a known actor?"""
    heads = words.lists["heads.words"]
    if any(norm in heads or norm.rsplit("-", 1)[0] in heads for norm in sentence.norms[phrase.first : phrase.last + 1]):
        return True
    if find_capital(sentence, phrase, words):
        return True
    return any(phrase.first <= actor.first <= phrase.last and actor.id for actor in actors)


def identify_speaker(
    sentence: Sentence, phrase: Phrase, actors: Sequence[FoundActor], registry: Registry, countries: Sequence[str]
) -> str | None:
    """The id of a speaker, or None: "l'armée" is the army of the country the report is about."""
    inside = [a for a in actors if phrase.first <= a.first and a.last <= phrase.last and a.id is not None]
    named = [a for a in inside if not a.source and a.type != "network"]
    lists = read_words("en").lists
    norms = sentence.norms[phrase.first : phrase.last + 1]
    content = [norm for norm in norms if norm not in ("the", "l'", "le", "la", "les")]
    for found in named:
        # "un habitant du Mali" is not Mali.
        bare = found.type == "state" and found.last == found.first and len(content) > 1
        if not bare:
            return found.id
    if inside and inside[0].source:
        return inside[0].id
    if capital := find_capital(sentence, phrase, read_words("en")):
        return capital if capital in registry.vocabulary.actors else None
    heads = " ".join(content)
    if countries and (heads in lists["heads.army"] or heads in lists["heads.state"]):
        return find_state(countries[0], "state_force" if heads in lists["heads.army"] else "state", registry)
    return None


def find_state(country: str, kind: str, registry: Registry) -> str | None:
    """The army (state_force) or the government (state) of a country (ISO)."""
    return registry.states.get((kind, country))
