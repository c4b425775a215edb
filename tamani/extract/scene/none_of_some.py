"""None of one sort where others were: "no students were abducted", and four cooks were.

Such a "no" is of a part. It stands as a claim, and it is no figure for all: "0 to 4 abducted" would be said by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import structs

from tamani.extract.counts.number_words import load_numbers, read_number
from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.fields import make_claim
from tamani.records import Claim, ClaimId, Mention, Reading, Stance, TollValue


@cache
def _load_sorts() -> frozenset[str]:
    """The words that say of what sort people are: "student", "gendarme"; not "people", "civilian", "victim"."""
    people, anybody = read_lexicon("people"), read_lexicon("tolls")["none"]["anybody"]
    words = {word for rows in people.values() for words in rows.values() for word in words}
    return frozenset(words.difference(anybody))


@cache
def _load_other() -> frozenset[str]:
    """Words in a count that say of nobody what he is."""
    rows = read_lexicon("tolls")["none"]
    return frozenset((*rows["anybody"], *rows["no_nouns"]))


def narrow_refusals(mention: Mention, sentences: Sequence[Sentence], reading: Reading) -> Mention:
    """The mention, with every "none" of one sort marked as of a part where the same report counts others."""
    told = [claim for claim in mention.claims if isinstance(claim.value, TollValue) and claim.value.scope is None]
    if not any(_figure(claim) == 0 for claim in told):
        return mention
    sorts = {claim.id: _find_sorts(claim, sentences) for claim in told}
    narrow = {one.id for one in told if _figure(one) == 0 and _is_of_part(one, told, sorts)}
    if not narrow:
        return mention
    claims = tuple(_narrow(one, reading) if one.id in narrow else one for one in mention.claims)
    return structs.replace(mention, claims=claims)


def _figure(claim: Claim) -> int | None:
    assert isinstance(claim.value, TollValue)
    return claim.value.low if claim.value.high is None else claim.value.high


def _find_sorts(claim: Claim, sentences: Sequence[Sentence]) -> frozenset[str]:
    """Of whom a count is: a word of the lexicon, else whatever noun it has ("four cooks"); none for "73 were taken"."""
    sentence = next((one for one in sentences if one.span.overlaps(claim.span)), None)
    if sentence is None:
        return frozenset()
    at, offset = claim.span, sentence.span.start
    inside = [n for n, token in enumerate(sentence.tokens) if at.start <= token.start + offset < at.end]
    words = {word for n in inside for word in (sentence.norms[n], sentence.lemmas[n])}
    if found := _load_sorts() & words:
        return found
    numbers = load_numbers("fr"), load_numbers("en")
    nouns = [n for n in inside if all(read_number(sentence.tokens, n, one) is None for one in numbers)]
    plurals = {sentence.norms[n] for n in nouns if sentence.norms[n] != sentence.lemmas[n]}
    return frozenset(word for word in plurals - _load_other() if word.endswith(("s", "x")))


def _is_of_part(none: Claim, told: Sequence[Claim], sorts: Mapping[ClaimId, frozenset[str]]) -> bool:
    others = [
        one
        for one in told
        if one.field == none.field and one.stance is Stance.ASSERTED and _figure(one) not in (0, None)
    ]
    # Where some say that twenty pupils were taken, "no pupil was" is about all of them.
    return bool(
        others and sorts[none.id] and all(sorts[one.id] and sorts[one.id].isdisjoint(sorts[none.id]) for one in others)
    )


def _narrow(claim: Claim, reading: Reading) -> Claim:
    assert isinstance(claim.value, TollValue)
    return make_claim(
        reading, claim.field, structs.replace(claim.value, scope="sub"), claim.span, mention=claim.mention,
        stance=claim.stance, said_by=claim.said_by, speaker=claim.speaker, via=claim.via, coder=claim.coder,
        confidence=claim.confidence, rule=claim.rule,
    )  # fmt: skip
