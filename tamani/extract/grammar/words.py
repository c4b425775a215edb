"""The class of a word as one letter, so that a sentence becomes a short string that patterns can be laid on.

D the, this, les    C two, 12      A armed, northern    N soldier     S soldiers      M Kidal, FMLN, unknown words
J Monday, night     U they, il     X yesterday          L 's          F of, de        Y by, par
I in, with, contre  q after        R who, qui           r que         t that          Q when, si
K and, et           k but          , comma              . stop        n not, ne       T to
W is, été (w)       H have, a      O will, peut         o did         x up, down      c se, s'
V took, attaquent   E killed (past or participle)       P slain, tué  G killing, tuant
B kidnap, tuer      Z kidnaps      b attack (either)    s attacks (either)    a armed    d des, du    h A, à or a
"""

from __future__ import annotations

import re
from functools import cache

import simplemma

from tamani.extract.lexicon import read_lexicon
from tamani.words import Memo, fold

ORDER = "FYTDdCHWwyviOonRrtQKkUzelXxqIcJaG"  # closed classes, where a word is in two the first wins
OPEN = "BSNA"
ADJECTIVE = re.compile(
    r".{2,}(?:ous|ful|less|able|ible|ical|ional|ial|ual|ish|esque|ative|itive|sive|ctive)$|^(?:un|non|anti|pro)-?.{4,}ed$"
)
ADJECTIVE_FR = re.compile(
    r".{3,}(?:eux|euse|euses|if|ifs|ive|ives|ique|iques|aire|aires|al|ale|ales|aux|able|ables|ible|ibles|el|elle|els|elles|ien|ienne|iens|iennes|ais|aise|aises|ois|oise|oises|iste|istes)$"
)
# Names of people and lands: Salvadoran, Lebanese.
PEOPLES = re.compile(r"[a-z]{3,}(?:adoran|ean|ian|aguan|emalan|uran|ombian|anese|nese|amese|can)$")
MARKS = {
    ",": ",",
    "-": "-",
    "(": "(",
    ")": ")",
    "[": "[",
    "]": "]",
    "'": "'",
    '"': '"',
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
}
FR_ACCENTED = {
    "à": "I",
    "dès": "I",
    "où": "Q",
    "là": "X",
    "dû": "O",
    "armée": "N",
    "armées": "N",
    "armé": "A",
    "armés": "A",
}
ER_PARTICIPLE = re.compile(r"(.{2,})(?:é|ée|és|ées)$")
ER_BARE = re.compile(r"(.{2,})(?:e|ee|es|ees)$")
SAME = frozenset(("fait", "dit", "produit", "detruit", "conduit", "interdit", "construit", "reduit", "atteint"))
FINITE = re.compile(r".{2,}(?:ent|ait|aient|era|eront|erait|eraient|irent|erent|a)$")


@cache
def _closed(language: str) -> dict[str, str]:
    lists = read_lexicon("word_classes")[language]
    found: dict[str, str] = {}
    for letter in (*ORDER, *OPEN):
        for word in lists.get(letter, ()):
            found.setdefault(word, letter)
    return found


@cache
def _irregular_en() -> dict[str, tuple[str, str]]:
    """Irregular forms with their letter and verb."""
    found: dict[str, tuple[str, str]] = {}
    for base, (past, participle) in read_lexicon("word_classes")["irregular_en"].items():
        if past == participle:
            found[past] = ("E", base)
        else:
            found[past] = ("V", base)
            found[participle] = ("P", base)
    return found


@cache
def _irregular_fr() -> dict[str, str]:
    return {
        participle + ending: verb
        for verb, participle in read_lexicon("word_classes")["irregular_fr"].items()
        for ending in ("", "e", "s", "es", "ee", "ees")
    }


@cache
def _nouns(language: str) -> frozenset[str]:
    """Words that are nouns before they are verbs, with those of people.toml: guard, guards."""
    people = read_lexicon("people")
    words = [word for row in people.values() for word in row[language] if " " not in word]
    return frozenset(words) | frozenset(read_lexicon("deed_nouns")[language])


@cache
def _deeds(language: str) -> frozenset[str]:
    return frozenset(read_lexicon("deed_nouns")[language])


def classify_word(text: str, language: str) -> tuple[str, str]:
    """The letter of a word as written, and the verb it is a form of ("" where it is none).

    >>> classify_word("KILLED", "en"), classify_word("tuées", "fr"), classify_word("the", "en")
    (('E', 'kill'), ('P', 'tuer'), ('D', ''))
    """
    return KNOWN[language][text]


def _classify_mark(text: str) -> str:
    if text[0].isdigit():
        return "C"
    if text in ("'s", "'S", "’s", "’S"):
        return "L"
    return MARKS.get(text, "." if not text[0].isalpha() else "")


def _classify_en(text: str) -> tuple[str, str]:
    letter = _classify_mark(text)
    if letter:
        return letter, ""
    word = fold(text)
    closed = _closed("en")
    irregular = _irregular_en().get(word)
    if irregular is not None:
        return irregular
    letter = closed.get(word, "")
    if letter:
        return letter, word if letter in "BG" else ""
    if "-" in word and all(closed.get(part) == "C" for part in word.split("-")):
        return "C", ""
    if "-" in word:
        return _classify_en(word.rsplit("-", 1)[1])[0].translate({69: "a", 98: "N", 66: "N"}) or "M", ""
    return _classify_open(word, text)


def _classify_open(word: str, text: str) -> tuple[str, str]:
    base = find_base(word)
    nouns = _nouns("en")
    if word.endswith("ing") and base:
        return ("g" if word in nouns else "G"), base
    if word.endswith("ed") and base:
        return "E", base
    if len(word) > 6 and word.endswith("ed") and not word.endswith(("eed", "med", "hed")) and text.isupper():
        return "E", word[:-2]  # misspelt or rare: "STRAFFED"; no name like AHMED
    if ADJECTIVE.match(word) or (PEOPLES.match(word) and not word.endswith("man")):
        return "A", ""
    if word.endswith("s") and not word.endswith("ss"):
        if not base:
            return ("S" if _lemma(word) != word else "M"), ""
        listed = _closed("en").get(base)
        sure = listed or (base in nouns and base not in _deeds("en"))
        return ("Z" if listed == "B" else "S" if sure else "s"), base
    if base == word:
        return ("N" if word in nouns and word not in _deeds("en") else "b"), base
    if word.endswith("ly") and simplemma.is_known(word, lang="en"):
        return "X", ""
    if _lemma(word) != word:
        return "S", ""
    return ("N" if simplemma.is_known(word, lang="en") else "M"), ""


def _lemma(word: str, language: str = "en") -> str:
    return fold(simplemma.lemmatize(word, lang=language))


@cache
def find_base(word: str) -> str:
    """The English verb that a regular form belongs to; "" where there is none.

    >>> find_base("attacked"), find_base("killing"), find_base("carries"), find_base("village")
    ('attack', 'kill', 'carry', '')
    """
    if word.endswith(("ing", "ed")):
        stem = word[:-3] if word.endswith("ing") else word[:-2]
        rows = [stem, stem + "e"]
        if len(stem) > 2 and stem[-1] == stem[-2] and _is_verb(stem[:-1]):
            return stem[:-1]
        if stem.endswith("i"):
            rows.insert(0, stem[:-1] + "y")
        if stem in _closed("en") and _is_verb(stem):
            return stem
        lemma = _lemma(word)
        if lemma in rows and simplemma.is_known(lemma, lang="en"):
            return lemma
        return next((one for one in rows if len(one) > 2 and _is_verb(one)), "")
    if word.endswith("s") and not word.endswith("ss"):
        lemma = _lemma(word)
        return lemma if lemma != word and _is_verb(lemma) else ""
    return word if _is_verb(word) else ""


@cache
def _is_verb(base: str) -> bool:
    if len(base) < 3 or not base.isalpha():
        return False
    if _closed("en").get(base) == "B" or base in read_lexicon("word_classes")["irregular_en"]:
        return True
    past = base + "d" if base.endswith("e") else base[:-1] + "ied" if base[-1] == "y" else base + "ed"
    if _lemma(past) == base:
        return True
    return _lemma(base + base[-1] + "ed") == base


def _classify_fr(text: str) -> tuple[str, str]:
    letter = _classify_mark(text)
    if letter:
        return letter, ""
    low = text.lower().replace("’", "'")
    word = fold(text)
    if low in FR_ACCENTED:
        return FR_ACCENTED[low], ""
    if word in ("a",):
        return ("h" if text == "A" else "H"), ""
    if word in read_lexicon("word_classes")["fr"]["fixed"]:
        return ("S" if word.endswith("s") else "N"), ""
    letter = _closed("fr").get(word, "")
    if "-" in word and all(_closed("fr").get(part) in ("C", "K", "D") for part in word.split("-")):
        return "C", ""
    participle = ER_PARTICIPLE.match(low)
    if word in ("mort", "morts"):
        return "f", "mourir"
    bare = text.isupper() and len(text) > 1 and text.isascii()  # capitals have often lost their accents
    if bare and letter in OPEN and (loose := ER_BARE.match(low)) and is_er_verb(loose[1]):
        return "f", loose[1] + "er"
    if letter == "A":
        return letter, ""
    if letter and not (participle and letter in OPEN + "ac"):
        return letter, word if letter == "B" else ""
    found = _classify_open_fr(low, word, bare)
    # "au Niger" is no verb.
    if text[0].isupper() and not text.isupper() and found[0] in "BVPbGE":
        return ("m", found[1]) if participle else ("M", "")
    return found


def _classify_open_fr(low: str, word: str, bare: bool) -> tuple[str, str]:
    irregular = _irregular_fr().get(word)
    if irregular is not None:
        return ("E" if word in SAME else "P"), irregular
    participle = ER_PARTICIPLE.match(low)
    if participle and is_er_verb(fold(participle[1])):
        return "P", fold(participle[1]) + "er"
    nouns = _nouns("fr")
    if bare and (loose := ER_BARE.match(low)) and is_er_verb(loose[1]):
        return ("f" if word in nouns else "E"), loose[1] + "er"
    if word in nouns:
        return ("S" if word.endswith("s") else "N"), ""
    lemma = fold(simplemma.lemmatize(low, lang="fr"))
    verbal = lemma.endswith(("er", "ir", "re")) and len(lemma) > 3
    if low.endswith("ant") and len(low) > 4 and ((lemma != word and verbal) or is_er_verb(word[:-3])):
        return "G", lemma if lemma != word and verbal else word[:-3] + "er"
    if verbal and lemma == word:
        return ("B", word) if _has_infinitive(word) else ("N", "")
    if word.endswith(("ait", "aient", "ent")) and is_er_verb(re.sub(r"(?:ait|aient|ent)$", "", word)):
        return "V", re.sub(r"(?:ait|aient|ent)$", "", word) + "er"
    if verbal and lemma != word:
        return ("V" if FINITE.match(word) else "b"), lemma
    if ADJECTIVE_FR.match(word):
        return "A", ""
    if word.endswith(("ement", "emment", "amment")) and word not in nouns:
        # "lourdement" is made of an adjective, "bombardement" of a verb.
        return ("N" if word.endswith("ement") and is_er_verb(word[:-5]) else "X"), ""
    if not simplemma.is_known(low, lang="fr"):
        return "M", ""
    return ("S" if word.endswith(("s", "x")) and lemma != word else "N"), ""


@cache
def is_er_verb(stem: str) -> bool:
    """Is stem + er a French verb? Asked through its imperfect, which no noun shares."""
    return len(stem) > 1 and any(
        fold(simplemma.lemmatize(one + ending, lang="fr")) == stem + "er"
        for one in _accented(stem)
        for ending in ("aient", "èrent", "ent")
    )


def _accented(stem: str) -> tuple[str, ...]:
    """A folded stem with the accents it may have lost: enlev, cibl; pénétr; brûl."""
    rows = [stem]
    for at in (at for at, letter in enumerate(stem) if letter == "e"):
        rows.append(stem[:at] + "é" + stem[at + 1 :])
        rows.append(stem[:at] + "è" + stem[at + 1 :])
        rows.append(stem[:at] + "ê" + stem[at + 1 :])
    if stem.count("e") > 1:
        rows.append(stem.replace("e", "é"))
    rows += [
        stem.replace(plain, other, 1)
        for plain, other in (("u", "û"), ("a", "â"), ("o", "ô"), ("i", "î"))
        if plain in stem
    ]
    return tuple(rows)


def _has_infinitive(word: str) -> bool:
    """ "Publier" is a verb, "mortier" is none."""
    return is_er_verb(word[:-2]) if word.endswith("er") else not word.endswith("re") or is_infinitive(word)


@cache
def is_infinitive(word: str) -> bool:
    return (
        fold(simplemma.lemmatize(word[:-2] + "ant", lang="fr")) == word
        or word in read_lexicon("word_classes")["irregular_fr"]
    )


KNOWN = {"en": Memo(_classify_en), "fr": Memo(_classify_fr)}  # the classes of words met before
