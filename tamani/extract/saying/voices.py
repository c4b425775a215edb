"""Where a sentence says who speaks: "selon X", "X said", "a indiqué X", "le bilan de X est de".

A Voice is the speaker's noun phrase, the tokens of the whole formula, and on which side of it stands what is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from tamani.extract.document import Sentence
from tamani.extract.parties.actors import FoundActor
from tamani.extract.saying.formulas import Voice, find_function, read_bracket, read_giver, skip_circumstances
from tamani.extract.saying.speech import (
    MARKS,
    Phrase,
    Words,
    find_phrase_after,
    find_phrase_before,
    find_words,
    has_head,
    is_auxiliary,
    starts_here,
)
from tamani.extract.saying.verbs import BE, Verb, read_verb
from tamani.words import Token

ASIDE = 12  # tokens from a source to the "that" of what it says
EMERGES = frozenset(("emerged", "emerges", "ressort", "learned", "learnt", "appris", "apprend"))
THAT = frozenset(("que", "qu'", "that"))
_QUOTES = frozenset(',»"”')
_TOLD = frozenset(["told", "tell", "tells"])
_TAKES = frozenset(["admitted", "admits", "admis", "admet"])
_WARDS = frozenset(["hospital", "hospitals", "clinic", "ward", "hopital", "hopitaux", "clinique", "dispensaire"])


def find_voices(sentence: Sentence, words: Words, actors: Sequence[FoundActor]) -> tuple[Voice, ...]:
    """The voices of a sentence from left to right."""
    found: list[Voice] = []
    starts = find_words(sentence, words.voiced)
    if words.language == "fr" and "-" in sentence.text:  # "a-t-il dit"
        starts = sorted({*starts, *(at for at, token in enumerate(sentence.tokens) if "-" in token.norm)})
    free = 0
    for at in starts:
        if at < free:
            continue
        voice = _read_voice(sentence, at, words, actors, found[-1] if found else None)
        if voice is not None and (not found or voice.edge > found[-1].edge):
            if found and voice.start <= found[-1].edge:
                voice = Voice(
                    voice.first, voice.last, found[-1].edge + 1, voice.edge, voice.verb, voice.back, voice.both,
                    voice.pronoun,
                )  # fmt: skip
            found.append(voice)
            free = voice.edge + 1
    return tuple(found)


def _read_voice(
    sentence: Sentence, at: int, words: Words, actors: Sequence[FoundActor], before: Voice | None
) -> Voice | None:
    token = sentence.tokens[at]
    if token.norm == "if":
        return _read_believed(sentence, at, words, actors)
    size = 0
    if token.norm in words.openers:
        size = 1 if token.norm in words.lists["prepositions"] else starts_here(sentence.norms, at, words.phrases)
    if size:
        return _read_preposition(sentence, at, size, words, actors)
    if token.norm == "(":
        return read_bracket(sentence, at, words)
    if token.norm in words.lists["toll"]:
        counted = read_giver(sentence, at, words, actors) or _read_toll(sentence, at, words, actors)
        if counted is not None or token.norm not in words.verbs:
            return counted
    if words.language == "fr" and "-" in token.norm:
        inverted = _read_inverted(sentence, at, words, actors)
        if inverted is not None:
            return inverted
    if at and words.verbs.get(token.norm) in ("say", "weak"):
        passive = _read_passive(sentence, at, words, actors)
        if passive is not None:
            return passive
    if token.norm in words.lists["adding"] and before is not None:
        # "..., a dit le maire, ajoutant que": the same goes on.
        return Voice(before.first, before.last, at, at, "say", pronoun=before.pronoun)
    if token.norm in words.lists["denying"] and before is not None:
        return Voice(before.first, before.last, at, at, "deny", pronoun=before.pronoun)
    found = read_verb(sentence.tokens, at, words)
    return _read_clause(sentence, found, words, actors, before) if found else None


def _read_passive(sentence: Sentence, at: int, words: Words, actors: Sequence[FoundActor]) -> Voice | None:
    """ "Douze morts ont été recensés par l'hôpital", "deaths reported by the ministry"."""
    tokens = sentence.tokens
    if at + 2 >= len(tokens) or tokens[at + 1].norm not in ("by", "par"):
        return None
    if BE.isdisjoint(sentence.norms[max(0, at - 2) : at]):
        return None  # "videos released by the group" says nothing
    phrase = find_phrase_after(sentence, at + 2, words, actors)
    if phrase is None or not has_head(sentence, phrase, words, actors):
        return None
    return Voice(phrase.first, phrase.last, at, phrase.last, "say", back=True)


def _read_preposition(
    sentence: Sentence, at: int, size: int, words: Words, actors: Sequence[FoundActor]
) -> Voice | None:
    tokens = sentence.tokens
    begin = at + size
    if begin >= len(tokens) or tokens[begin].norm in words.lists["relatives"]:
        return None
    # "de source sécuritaire": the source itself is part of the name.
    first = at + 1 if tokens[at].norm == "de" and tokens[begin - 1].norm in ("source", "sources") else begin
    if tokens[first].norm in words.lists["oblique"] | words.lists["pronouns"]:
        # "according to him", "selon lui": whoever spoke last.
        return Voice(-1, -1, at, first, "say", back=at > 1, pronoun=True)
    phrase = find_phrase_after(sentence, first, words, actors)
    if phrase is None or (tokens[at].norm in ("per", "via") and not has_head(sentence, phrase, words, actors)):
        return None
    edge = phrase.last
    that = _find_that(tokens, edge) if not EMERGES.isdisjoint(sentence.norms[at:begin]) else 0
    if that:
        return Voice(phrase.first, edge, at, that, "say")
    if edge + 1 < len(tokens) and tokens[edge + 1].norm in ("que", "qu'", "that"):
        # "on apprend de sources locales que douze bergers ont été tués"
        return Voice(phrase.first, edge, at, edge + 1, "say")
    forward = at <= 1 or tokens[at - 1].norm in ("et", "and", ":", "mais", "but", ";")
    # "another attack which, according to X, left ten dead": what the relative tells, not what stands before it
    forward = forward or (tokens[at - 1].norm == "," and tokens[at - 2].norm in words.lists["relatives"])
    both = not forward and tokens[at - 1].norm == "," and _goes_on(tokens, edge, words)
    return Voice(phrase.first, phrase.last, at, edge, "say", back=not forward, both=both)


def _read_believed(sentence: Sentence, at: int, words: Words, actors: Sequence[FoundActor]) -> Voice | None:
    """ "If the village chief is to be believed": he says it."""
    norms = sentence.norms
    be = next((step for step in range(at + 2, min(at + ASIDE, len(norms) - 3)) if norms[step] in BE), None)
    if be is None or norms[be + 1 : be + 4] != ("to", "be", "believed"):
        return None
    phrase = find_phrase_after(sentence, at + 1, words, actors, be - 1)
    return Voice(phrase.first, phrase.last, at, be + 3, "say", back=at > 1) if phrase is not None else None


def _find_that(tokens: Sequence[Token], edge: int) -> int:
    """ "It emerged from an officer in Gao, to whom we spoke, that five": the "that" behind the source; 0 for none."""
    end = min(edge + ASIDE, len(tokens) - 1)
    for at in range(edge + 1, end):
        if tokens[at].norm in THAT:
            return at
        if tokens[at].norm in (";", ".", "«", '"', "“"):
            return 0
    return 0


def _goes_on(tokens: Sequence[Token], edge: int, words: Words) -> bool:
    """Is the formula set in with commas, and does the same clause go on behind it?"""
    at = edge + 1
    while at < len(tokens) and tokens[at].norm not in MARKS:
        at += 1
    if at + 3 >= len(tokens) or tokens[at].norm != ",":
        return False
    after = tokens[at + 1].norm
    return (
        after not in words.lists["clause_marks"]
        and after not in words.lists["relatives"]
        and after not in ("et", "and")
    )


def _read_toll(sentence: Sentence, at: int, words: Words, actors: Sequence[FoundActor]) -> Voice | None:
    """ "Le bilan de l'armée est de", "the army's tally is", "the first official toll had been"."""
    tokens = sentence.tokens
    own = {token.norm for token in (*tokens[max(0, at - 3) : at], *tokens[at + 1 : at + 3])} & words.lists["toll_own"]
    end = at + 1
    while end < len(tokens) and tokens[end].norm in words.lists["toll_own"] | {"provisoire", "provisional"}:
        end += 1
    if end + 1 < len(tokens) and tokens[end + 1].norm in ("par", "by"):
        end += 1  # "le bilan fourni par l'hôpital"
    if end < len(tokens) and tokens[end].norm in ("par", "de", "du", "des", "d'", "of", "from", "by"):
        start = end if tokens[end].norm in ("du", "des") else end + 1
        phrase = find_phrase_after(sentence, start, words, actors) if start < len(tokens) else None
        if phrase and tokens[phrase.first].norm in ("du", "des") and phrase.first < phrase.last:
            phrase = Phrase(phrase.first + 1, phrase.last)
        if phrase and has_head(sentence, phrase, words, actors) and _is_be(tokens, phrase.last + 1, words):
            return Voice(phrase.first, phrase.last, at, phrase.last + 1, "say")
    if (at > 1 and tokens[at - 1].norm == "'s") or (at > 2 and tokens[at - 2].norm == "'s"):
        holder = at - 1 if tokens[at - 1].norm == "'s" else at - 2
        phrase = find_phrase_before(sentence, holder - 1, words, actors)
        if phrase and has_head(sentence, phrase, words, actors) and _is_be(tokens, at + 1, words):
            return Voice(phrase.first, phrase.last, phrase.first, at + 1, "say")
    if own and _is_be(tokens, end, words):
        phrase = find_phrase_before(sentence, end - 1, words, actors)
        if phrase is not None:
            return Voice(phrase.first, phrase.last, phrase.first, end, "say")
    return None


def _is_be(tokens: Sequence[Token], at: int, words: Words) -> bool:
    near = tokens[at : at + 3]
    return any(token.norm in words.lists["be"] or token.norm in ("parlaient", "faisaient") for token in near)


def _read_clause(
    sentence: Sentence, verb: Verb, words: Words, actors: Sequence[FoundActor], before: Voice | None
) -> Voice | None:
    tokens = sentence.tokens
    begin = verb.begin
    left = tokens[begin - 1].norm if begin else ""
    if left in words.lists["pronouns"]:
        voice = Voice(-1, -1, begin - 1, verb.edge, verb.kind, pronoun=True)
        return _place(tokens, voice, verb, words)
    if tokens[begin].norm in words.lists["pronouns"]:
        return _place(tokens, Voice(-1, -1, begin, verb.edge, verb.kind, pronoun=True), verb, words)
    if not left or left in _QUOTES:
        turned = _read_turned(sentence, verb, words, actors)
        if turned is not None:
            return turned
    if left in ("et", "and") and before is not None and begin - before.edge < 25:
        return Voice(before.first, before.last, begin, verb.edge, verb.kind, pronoun=before.pronoun)
    if left in ("et", "and"):
        return _read_second(sentence, verb, words, actors)
    if left in words.lists["relatives"]:
        return _read_relative(sentence, verb, words, actors, before)
    phrase = find_phrase_before(sentence, begin - 1, words, actors)
    if phrase is None or not _may_speak(sentence, phrase, verb, words, actors):
        return None
    if tokens[verb.at].norm in _TAKES and not _WARDS.isdisjoint(sentence.norms[phrase.first : phrase.last + 1]):
        return None  # "the hospital has admitted 30 wounded"
    voice = Voice(phrase.first, phrase.last, phrase.first, verb.edge, verb.kind)
    return _place(tokens, voice, verb, words)


def _read_second(sentence: Sentence, verb: Verb, words: Words, actors: Sequence[FoundActor]) -> Voice | None:
    """ "Le collectif va plus loin et parle de 40 morts": the subject of the first verb speaks."""
    tokens = sentence.tokens
    start = verb.begin - 1
    while start > 0 and tokens[start - 1].norm not in MARKS:
        start -= 1
    limit = next((at - 1 for at in range(start + 1, verb.begin) if _is_finite(sentence, at, words)), verb.begin - 2)
    phrase = find_phrase_after(sentence, start, words, actors, limit)
    if phrase is None or phrase.first != start or not has_head(sentence, phrase, words, actors):
        return None
    return Voice(phrase.first, phrase.last, verb.begin, verb.edge, verb.kind)


def _is_finite(sentence: Sentence, at: int, words: Words) -> bool:
    """Is a token another form of what looks like a verb: va (aller), took (take)?"""
    norm, lemma = sentence.norms[at], sentence.lemmas[at]
    if norm == lemma or sentence.tokens[at].is_capital:
        return False
    return lemma.endswith(("er", "ir", "re", "oir")) if words.language == "fr" else not norm.endswith("s")


def _may_speak(sentence: Sentence, phrase: Phrase, verb: Verb, words: Words, actors: Sequence[FoundActor]) -> bool:
    if has_head(sentence, phrase, words, actors):
        return True
    if verb.kind in ("weak", "act"):
        return False
    first = sentence.tokens[phrase.first]
    if first.is_number or first.norm in words.lists["nobody"]:
        return False
    capital = any(token.is_capital for token in sentence.tokens[phrase.first : phrase.last + 1])
    return capital or first.norm in words.lists["determiners"]


def _read_turned(sentence: Sentence, verb: Verb, words: Words, actors: Sequence[FoundActor]) -> Voice | None:
    """ ", a indiqué un élu", ", said the army": the subject stands behind its verb."""
    tokens = sentence.tokens
    if tokens[verb.at].norm in _TOLD or _closes_aside(tokens, verb.begin - 1, words):
        return None
    start = verb.edge + 1
    start = skip_circumstances(sentence, start, words, actors)
    if start >= len(tokens) or tokens[start].norm in MARKS or tokens[start].norm in words.lists["conjunctions"]:
        return None
    phrase = find_phrase_after(sentence, start, words, actors)
    if phrase is not None and tokens[start].is_capital and not has_head(sentence, phrase, words, actors):
        # "témoigne Fanta, une rescapée": her name with what she is.
        function = find_function(sentence, phrase.last, words, actors)
        phrase = Phrase(phrase.first, function.last) if function is not None else None
    if (
        phrase is None
        or phrase.first != start
        or tokens[start].is_number
        or not has_head(sentence, phrase, words, actors)
    ):
        return None
    if phrase.last + 1 < len(tokens):
        after = tokens[phrase.last + 1]
        if is_auxiliary(after, words) or after.norm in BE or after.norm in words.lists["be"] or after.is_number:
            return None
    back = verb.begin > 1
    # "Le bilan, a dit le préfet, est de neuf morts": set in, and the clause goes on.
    both = back and verb.kind != "deny" and _goes_on(tokens, phrase.last, words)
    return Voice(phrase.first, phrase.last, verb.begin, phrase.last, verb.kind, back=back, both=both)


def _closes_aside(tokens: Sequence[Token], comma: int, words: Words) -> bool:
    """Does this comma end an aside: "un agent, qui a requis l'anonymat, avance ..."?"""
    for at in range(comma - 1, max(-1, comma - 40), -1):
        if tokens[at].norm == ",":
            opens = tokens[at + 1].norm
            # "un habitant, confirmant l'attaque, a évoqué", "a resident, describing the raid, said"
            acting = opens.endswith("ant" if words.language == "fr" else "ing") and opens not in words.lists["post"]
            return at > 0 and (opens in words.lists["aside"] or acting)
    return False


def _read_relative(
    sentence: Sentence, verb: Verb, words: Words, actors: Sequence[FoundActor], before: Voice | None
) -> Voice | None:
    """ "selon le Mali, qui dit aussi que ...": the relative is the speaker before it."""
    at = verb.begin - 1
    tokens = sentence.tokens
    end = at - 1 if at > 0 and tokens[at - 1].norm == "," else at
    if before is not None and 0 <= at - 1 - max(before.last, before.edge) <= 2:
        return Voice(before.first, before.last, at, verb.edge, verb.kind, pronoun=before.pronoun)
    phrase = find_phrase_before(sentence, end - 1, words, actors) if end > 0 else None
    if phrase is None or not has_head(sentence, phrase, words, actors):
        return None
    # The relative closes before the main verb: only what stands inside it is said.
    return Voice(phrase.first, phrase.last, at, verb.edge, verb.kind)


def _read_inverted(sentence: Sentence, at: int, words: Words, actors: Sequence[FoundActor]) -> Voice | None:
    """ "a-t-elle indiqué", "ajoute-t-il", "indique-t-on de source sûre"."""
    tokens = sentence.tokens
    norm = tokens[at].norm
    endings = sorted(words.lists["inverted"], key=lambda end: (-len(end), end))
    ending = next((end for end in endings if norm.endswith(end)), None)
    if ending is None:
        return None
    stem, edge = norm[: -len(ending)], at
    kind = words.verbs.get(stem, "")
    if not kind and stem in words.lists["auxiliaries"]:
        for step in range(at + 1, min(at + 4, len(tokens))):
            word = tokens[step].norm
            if words.verbs.get(word) or word in words.lists["learned"]:
                kind, edge = words.verbs.get(word, "say"), step
                break
    if not kind:
        return None
    if ending.endswith("-on"):
        while edge + 2 < len(tokens) and tokens[edge + 1].norm in words.lists["chain"]:
            edge += 1  # "a-t-on appris mardi auprès d'un élu"
        skip = 3 if edge + 2 < len(tokens) and tokens[edge + 2].norm in ("de", "d'") else 2
        phrase = find_phrase_after(sentence, edge + skip, words, actors) if edge + skip < len(tokens) else None
        if phrase and tokens[edge + 1].norm in ("de", "aupres") and has_head(sentence, phrase, words, actors):
            return Voice(phrase.first, phrase.last, at, phrase.last, kind, back=True)
        return None
    return Voice(-1, -1, at, edge, kind, back=True, pronoun=True)


def _place(tokens: Sequence[Token], voice: Voice, verb: Verb, words: Words) -> Voice:
    """Does a subject with its verb stand behind what it says: ", officials said on Wednesday." """
    if voice.start < 3 or tokens[voice.start - 1].norm not in _QUOTES:
        return voice
    end = verb.edge + 1
    while end < len(tokens) and tokens[end].norm not in MARKS:
        end += 1
    rest = [token.norm for token in tokens[verb.edge + 1 : end]]
    if len(rest) > 9 or {"that", "que", "qu'", "avoir", "etre"} & set(rest):
        return voice
    told = tokens[verb.at].norm in _TOLD or rest[:1] in (["via"], ["over"])  # "..., he said via telephone"
    if rest and not told and rest[0] not in words.lists["chain"] and rest[0] not in words.lists["post"]:
        return voice
    if end < len(tokens) and tokens[end].norm in (":", "«"):
        return voice
    return Voice(
        voice.first, voice.last, voice.start, max(verb.edge, end - 1), voice.verb, True,
        _goes_on(tokens, verb.edge, words), voice.pronoun,
    )  # fmt: skip
