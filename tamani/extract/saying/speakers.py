"""Who can be named as a speaker: a person by function, a body, a source, a document; never a count or a pronoun.

"Le bilan provisoire fait état de", "selon lui", "our findings suggest" name nobody. A speaker is given as written, the
name too: what may be stored of it is settled where it is stored (`mask.hide_persons`).
"""

from __future__ import annotations

from collections.abc import Sequence

from tamani.extract.document import Sentence
from tamani.extract.parties.actors import FoundActor, Registry
from tamani.extract.saying.speech import Phrase, Words, find_capital
from tamani.mask import mask_speaker


def is_speaker(sentence: Sentence, phrase: Phrase, words: Words, actors: Sequence[FoundActor]) -> bool:
    """Can this noun phrase be given as who said something?"""
    tokens = sentence.tokens[phrase.first : phrase.last + 1]
    if any(phrase.first <= actor.first <= phrase.last and actor.id for actor in actors):
        return True
    if find_capital(sentence, phrase, words):
        return True
    empty = words.lists["empty"]
    content = [token for token in tokens if token.norm not in empty and token.text[0].isalpha()]
    if not content:
        return False
    norms = {token.norm for token in content}
    mute = words.lists["heads.mute"]
    heads = words.lists["heads.speaking"]
    main = next((norm for norm in (token.norm for token in content) if norm in mute or norm in heads), None)
    if main in mute or (main in words.lists["toll_own"] and norms & mute):
        # "le dernier décompte officiel" and "les premières estimations" are somebody's, "le bilan provisoire" nobody's.
        counts = norms & words.lists["toll"]
        return bool(counts and (norms & words.lists["heads.owned"] or any(norm.endswith("s") for norm in counts)))
    if any(norm in heads or norm.rsplit("-", 1)[0] in heads for norm in norms):
        return True
    return not all(token.norm in mute or token.norm in words.lists["post"] for token in content)


def name_speaker(
    sentence: Sentence, phrase: Phrase, actors: Sequence[FoundActor], registry: Registry, function: Phrase | None = None
) -> str:
    """A speaker as written; with what he is where only the name stood: "Garba Lawan, a fisherman"."""
    behind = function is not None and not sentence.tokens[function.first].is_capital
    if function is None or (behind and name_office(sentence, phrase, actors, registry) is not None):
        return sentence.words(phrase.first, phrase.last)
    return sentence.words(phrase.first, function.last)


def name_office(sentence: Sentence, phrase: Phrase, actors: Sequence[FoundActor], registry: Registry) -> str | None:
    """A speaker without a person's name: "Mayor Awa Tambo" is Mayor; None where only the name stood."""
    said_by = sentence.words(phrase.first, phrase.last)
    known = any(actor.id and phrase.first <= actor.first and actor.last == phrase.last for actor in actors)
    if known or sum(token.is_capital for token in sentence.tokens[phrase.first : phrase.last + 1]) < 2:
        return said_by
    return mask_speaker(said_by, registry.allowed, "") or None
