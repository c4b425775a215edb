"""Can a sentence state a toll at all? Most name neither harm nor a count of victims, and need not be read for one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tamani.extract.counts.groups import STOPS, load_harm
from tamani.extract.counts.toll_clauses import load_signs
from tamani.extract.counts.toll_echoes import may_echo
from tamani.extract.counts.toll_frames import CAPTIVE, LIVES
from tamani.extract.counts.toll_words import VICTIMS
from tamani.extract.document import Sentence
from tamani.extract.lexicon import read_lexicon

COMMON = STOPS | {"their", "under", "people"}


def may_tell(sentence: Sentence, language: str, told: bool) -> bool:
    """Does it hold a word by which a toll is read? told: a toll was stated before, so "some count 51" may go on."""
    if not _load_signs(language).isdisjoint(sentence.present):
        return True
    return told and may_echo(sentence, language)


@cache
def _load_signs(language: str) -> frozenset[str]:
    """A word of each phrase that tolls are read by, the rarest."""
    harm = {words for role in load_harm(language).values() for rows in role.by_first.values() for words, _ in rows}
    table = read_lexicon("tolls")
    told = [phrase.split() for phrase in (*table["toll_words"], *table["summing"])]
    # The last word may go on: "porte à 12 le nombre de mort(s)".
    told += [words[:-1] if len(words) > 2 else words for words in map(str.split, table["after_figure"])]
    signs = load_signs(language) | CAPTIVE | LIVES | VICTIMS | frozenset(table["headings"]["tolls"])
    signs |= {words[0] for words in harm if len(words) == 1}
    return signs | {_pick_rare(words) for words in (*harm, *told) if signs.isdisjoint(words)}


def _pick_rare(words: Sequence[str]) -> str:
    """The longest word, the last of several: "lives" of "lose their lives", "make" of "make off with"."""
    return max(reversed(words), key=lambda word: (word not in COMMON, len(word)))
