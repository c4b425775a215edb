"""Names of private persons left out of what is handed on; an office stays, the name behind it goes.

In comes a text and the names that may stand (actors, sources, places); out goes the text with other people's names
replaced. It would rather hide a body it does not know than show a witness.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct, structs

from tamani.fields import VOCAB, Vocabulary, make_claim
from tamani.records import Claim, Extraction, Reading, VictimValue
from tamani.words import Token, fold, tokenize

_ARTICLE = re.compile(r"^(?:the |le |la |les |l')")
TITLE_CASE = 0.8  # share of capitalised words from which a text is a headline in title case


class Lists(Struct, frozen=True):
    """The word lists of vocab/persons.toml, folded."""

    honorifics: frozenset[str]
    offices: frozenset[str]
    bodies: frozenset[str]
    particles: frozenset[str]
    openers: frozenset[str]
    given: frozenset[str]  # given names that are no words of the language
    plain: frozenset[str]  # names that are words too: "ROSE", "VICTOR"


@lru_cache(maxsize=1)
def load_lists() -> Lists:
    """The word lists that tell a person from a body."""
    loaded = tomllib.loads((VOCAB / "persons.toml").read_text(encoding="utf-8"))
    names = tomllib.loads((VOCAB / "names.toml").read_text(encoding="utf-8"))
    words = frozenset(f"{names['parts']['words']} {names['parts']['plain']}".split())
    given = frozenset(" ".join(names["given"].values()).split())
    return Lists(
        **{name: frozenset(row) for name, row in loaded.items()},
        given=given - words,
        plain=frozenset(names["parts"]["plain"].split()) & given,
    )


class Allowed(Struct, frozen=True):
    """Names that may stand, folded: known to the vocabulary, or a place of the record."""

    names: frozenset[str]


def allow_names(vocabulary: Vocabulary, places: Iterable[str] = ()) -> Allowed:
    """The names of all actors, sources and countries, and of the places given."""
    names: set[str] = {fold(place) for place in places}
    for actor in vocabulary.actors.values():
        aliases = actor.aliases
        names.update(fold(name) for name in (actor.en, actor.fr, *aliases.en, *aliases.fr, *aliases.any))
    for source in vocabulary.sources.values():
        names.update(fold(name) for name in (source.name, *source.aliases))
    for country in vocabulary.countries.values():
        names.update((fold(country.en), fold(country.fr)))
    # "Le Carnet du Sahel": its article is not part of a run of capitalised words.
    names.update([_ARTICLE.sub("", name) for name in names])
    return Allowed(frozenset(names))


def mask_names(text: str, allowed: Allowed, instead: str) -> str:
    """A text with the names of persons replaced.

    >>> known = Allowed(frozenset({"burkina faso"}))
    >>> mask_names("le maire de Djibo, Oumarou Tambo, et M. Sissoko au Burkina Faso", known, "[nom masqué]")
    'le maire de Djibo, [nom masqué], et M. [nom masqué] au Burkina Faso'
    >>> mask_names("GUNMEN KILLED SENATOR ULISES PALOMBO AND HIS DRIVER", known, "[...]")
    'GUNMEN KILLED SENATOR [...] AND HIS DRIVER'
    """
    tokens = _lower_plain_words(tokenize(text)) if text.isupper() else tokenize(text)
    pieces: list[str] = []
    at = 0
    for first, last in _find_names(tokens, text, allowed):
        pieces += [text[at : tokens[first].start], instead]
        at = tokens[last].end
    return "".join([*pieces, text[at:]])


def mask_speaker(said_by: str | None, allowed: Allowed, instead: str) -> str | None:
    """A speaker as written, without a person's name; a name in front of its office falls away with its comma.

    >>> mask_speaker("Moussa Tambo, mayor of Djibo", Allowed(frozenset()), "a named person")
    'mayor of Djibo'
    >>> mask_speaker("a security source", Allowed(frozenset()), "a named person")
    'a security source'
    """
    if said_by is None:
        return None
    masked = mask_names(said_by, allowed, "\0")
    left = re.sub(r"\s*[,(]?\s*\0\s*[,)]?\s*", " ", masked).strip(" ,;") if "\0" in masked else masked
    return left or instead


def hide_persons(extraction: Extraction, reading: Reading, allowed: Allowed) -> Extraction:
    """What may be stored of an extraction: victims and speakers by what they are, none by name; docs/decisions/0007.

    And nothing of persons who are named as suspects: a charge in a report is no verdict.
    """
    claims = [claim for mention in extraction.mentions for claim in mention.claims]
    offices = _find_offices((*claims, *extraction.statements), allowed)
    mentions = [
        structs.replace(mention, claims=_hide_all(mention.claims, reading, allowed, offices))
        for mention in extraction.mentions
    ]
    statements = _hide_all(extraction.statements, reading, allowed, offices)
    return structs.replace(extraction, mentions=tuple(mentions), statements=statements)


def _find_offices(claims: Iterable[Claim], allowed: Allowed) -> dict[str, str]:
    """Whose last name is whose office, where a report first gives both: "the police commissioner, Awa Tambo"."""
    found: dict[str, str] = {}
    for said_by in dict.fromkeys(claim.said_by for claim in claims if claim.said_by):
        office = hide_speaker(said_by, allowed)
        if office and office != said_by and not _is_honorific(office):
            tokens = tokenize(said_by)
            last = [tokens[end].norm for _, end in _find_names(tokens, said_by, allowed)]
            found.update((name, office) for name in last if name not in fold(office).split())
    return found


def _is_honorific(said_by: str) -> bool:
    return all(word.rstrip(".") in load_lists().honorifics for word in fold(said_by).split())


def _hide_all(
    claims: Iterable[Claim], reading: Reading, allowed: Allowed, offices: dict[str, str]
) -> tuple[Claim, ...]:
    return tuple([_hide(claim, reading, allowed, offices) for claim in claims if not _is_charge(claim)])


def _is_charge(claim: Claim) -> bool:
    return claim.field == "perpetrator" and claim.rule == "perpetrators.person"


def _hide(claim: Claim, reading: Reading, allowed: Allowed, offices: dict[str, str]) -> Claim:
    value = claim.value
    if isinstance(value, VictimValue) and value.name is not None:
        value = structs.replace(value, name=None)
    said_by = _name_office(claim.said_by, allowed, offices) if claim.said_by else None
    if value is claim.value and said_by == claim.said_by:
        return claim
    return make_claim(
        reading, claim.field, value, claim.span, mention=claim.mention,
        stance=claim.stance, said_by=said_by, speaker=claim.speaker, via=claim.via, coder=claim.coder,
        confidence=claim.confidence, rule=claim.rule,
    )  # fmt: skip


def _name_office(said_by: str, allowed: Allowed, offices: dict[str, str]) -> str | None:
    """A speaker as he may be stored, by the office that the report gave him before: "Mr Tambo said", "Tambo added"."""
    bare = [word for word in fold(said_by).replace(".", " ").split() if word not in load_lists().honorifics]
    if bare and bare[-1] in offices and len(bare) <= 2:
        return offices[bare[-1]]
    hidden = hide_speaker(said_by, allowed)
    return None if hidden is None or _is_honorific(hidden) else hidden


def hide_speaker(said_by: str, allowed: Allowed) -> str | None:
    """A speaker as he may be stored; None where only a name stood, of one word too where his function follows.

    >>> hide_speaker("Salif, cultivateur à Partiaga", Allowed(frozenset()))
    'cultivateur à Partiaga'
    >>> hide_speaker("Awa Tambo", Allowed(frozenset()))
    """
    name, comma, function = said_by.partition(", ")
    if comma and fold(name) not in allowed.names and all(word[:1].isupper() for word in name.split()):
        said_by = said_by if set(fold(name).split()) & load_lists().bodies else function
    return mask_speaker(said_by, allowed, "") or None


def _find_names(tokens: tuple[Token, ...], text: str, allowed: Allowed) -> list[tuple[int, int]]:
    """First and last token of every run that reads like a person's name."""
    lists = load_lists()
    found: list[tuple[int, int]] = []
    index = 0
    plain = _find_plain_words(tokens)
    while index < len(tokens):
        if not _is_name_word(tokens[index]) or tokens[index].norm in lists.openers or tokens[index].norm in plain:
            index += 1
            continue
        last = _end_of_run(tokens, index, text)
        found += _judge_run(tokens, index, last, allowed)
        index = last + 1
    return found


def _find_plain_words(tokens: tuple[Token, ...]) -> frozenset[str]:
    """In a headline like "Gunmen Kill Twelve In Djibo" capitals mean nothing: words of the dictionary are plain."""
    words = [token for token in tokens if token.text[0].isalpha()]
    if len(words) < 5 or sum(token.is_capital for token in words) < TITLE_CASE * len(words):
        return frozenset()
    import simplemma

    return frozenset(
        token.norm for token in words if any(simplemma.is_known(token.text.lower(), lang) for lang in ("en", "fr"))
    )


def _lower_plain_words(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A text in capitals as if written in small letters: what no dictionary has, or only with a capital, keeps one."""
    lists, lowered = load_lists(), list[Token]()
    for token in reversed(tokens):
        word, after = token.text.lower(), lowered[-1] if lowered else None
        named = token.norm in lists.given or not _is_plain(word)
        if not named and token.norm in lists.plain and after is not None:
            named = after.is_capital and after.start - token.end < 2
        lowered.append(structs.replace(token, text=word[:1].upper() + word[1:] if named else word))
    return tuple(reversed(lowered))


@lru_cache(maxsize=20_000)
def _is_plain(word: str) -> bool:
    """Is a word in small letters one of a dictionary, and not there with a capital alone?"""
    import simplemma

    return any(
        simplemma.is_known(word, lang) and simplemma.lemmatize(word, lang=lang) != word.capitalize()
        for lang in ("en", "fr")
    )


def _is_name_word(token: Token) -> bool:
    # "CSIS" and "MINUSMA" are bodies: nobody writes a witness in capitals alone.
    return token.is_capital and (len(token.text) == 1 or not token.text.isupper())


def _end_of_run(tokens: tuple[Token, ...], index: int, text: str) -> int:
    lists = load_lists()
    last = index
    for n in range(index + 1, len(tokens)):
        if text[tokens[n - 1].end : tokens[n].start] not in ("", " ", "\u00a0", "\n"):
            break
        if _is_name_word(tokens[n]):
            last = n
        elif not (tokens[n].norm in lists.particles or tokens[n].text == "."):
            break
    return last


def _judge_run(tokens: tuple[Token, ...], first: int, last: int, allowed: Allowed) -> list[tuple[int, int]]:
    lists = load_lists()
    words = [token.norm for token in tokens[first : last + 1]]
    honoured = first > 0 and any(t.norm.rstrip(".") in lists.honorifics for t in tokens[max(0, first - 2) : first])
    while words and words[0] in lists.honorifics | lists.offices | {"."}:
        honoured = honoured or words[0] in lists.honorifics
        words, first = words[1:], first + 1
    if not words or any(word in lists.bodies for word in words):
        return []
    joined = " ".join(words)
    if joined in allowed.names:
        return []
    # "Djibo" alone is a place or a first word; "Mr Sissoko" is a person.
    return [(first, last)] if len(words) > 1 or honoured else []
