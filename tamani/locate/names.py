"""Names that are no places though a gazetteer may know one of that name: armed groups, armies, agencies, papers."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from tamani.fields import Vocabulary, load_vocabulary
from tamani.locate.keys import make_key
from tamani.locate.line import Line, Spot
from tamani.words import tokenize


class KnownNames(Struct, frozen=True):
    """The names of actors, institutions and sources."""

    written: dict[str, frozenset[str]]  # by key, as the vocabulary writes it: "fama" is "FAMa", "FAMA"
    heads: dict[str, dict[str, tuple[tuple[str, ...], ...]]]  # by first and second word, all folded words of a name


@cache
def load_names() -> KnownNames:
    """The names of the vocabulary; states are left out, for they are places too."""
    written: dict[str, set[str]] = {}
    heads: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {}
    for name in sorted(_list_names(load_vocabulary())):
        written.setdefault(make_key(name), set()).add(name)
        words = tuple(token.norm for token in tokenize(name))
        if len(words) > 1:
            seconds = heads.setdefault(words[0], {})
            seconds[words[1]] = (*seconds.get(words[1], ()), words)
    return KnownNames(written={key: frozenset(names) for key, names in written.items()}, heads=heads)


def _list_names(vocabulary: Vocabulary) -> set[str]:
    found: set[str] = set()
    for actor in vocabulary.actors.values():
        if actor.type != "state":
            found |= {actor.en, actor.fr, *actor.aliases.en, *actor.aliases.fr, *actor.aliases.any}
    for source in vocabulary.sources.values():
        found |= {source.name, *source.aliases}
    return found


def is_known_name(line: Line, spot: Spot, names: KnownNames) -> bool:
    """Is the name an actor's or a paper's: "FAMa", "Xinhua"? Not "Néma", which is a town, where "NEMA" is a body."""
    written = names.written.get(spot.key)
    if written is None:
        return False
    tokens = line.tokens
    if any(entry.own for entry in spot.entries):
        text = " ".join(token.text for token in tokens[spot.first : spot.last])
        return text in written and text.isupper() and not line.shouting and not _is_wide(spot)
    before = tokens[spot.first - 1].norm if spot.first else ""
    # "le village de Wagner": somebody says that it is one.
    return not ("town" in spot.cues and before in ("de", "d'", "of", "village", "town", "ville"))


def find_within(line: Line, spots: list[Spot], names: KnownNames) -> frozenset[int]:
    """The spots that are a part of somebody's name: "Al-Qaïda au Maghreb islamique", "Radio Dabanga"."""
    found: set[int] = set()
    tokens = line.tokens
    for at, token in enumerate(tokens[:-1]):
        seconds = names.heads.get(token.norm)
        if seconds is None:
            continue
        for words in seconds.get(tokens[at + 1].norm, ()):
            end = at + len(words)
            if tuple(one.norm for one in tokens[at:end]) != words:
                continue
            found |= {
                number
                for number, spot in enumerate(spots)
                if at <= spot.first and spot.last <= end and not _is_country(spot)
            }
    return frozenset(found)


def _is_country(spot: Spot) -> bool:
    return bool(spot.entries) and spot.entries[0].kind == "country"


def _is_wide(spot: Spot) -> bool:
    """A country, or as large as one: "EU" is both an actor and where its states are."""
    return any(entry.own and entry.kind in ("country", "region") for entry in spot.entries)
