"""Where somebody spoke, was treated or came from: places that a sentence names beside the scene."""

from __future__ import annotations

from functools import cache

from tamani.extract.document import TITLE, Sentence
from tamani.extract.lexicon import read_lexicon
from tamani.extract.scene.datelines import find_dateline
from tamani.extract.scene.kinds import find_triggers
from tamani.extract.scene.modes import load_words
from tamani.records import Toponym

CLAUSE = (",", ";", ":", "(", ")", "«", "»", '"', "“", "”", "que", "qu'", "that", "who", "qui", "which")
IN = ("a", "au", "in", "at", "from", "de", "d'", "depuis")
MARKS = ("-", "–", "—", "|")  # between a headline and the name of the paper
SITES = ("tv", ".com", ".net", ".org", ".info")  # "Hunter dies - WXYZtv, Springfield"
CLAUSES = frozenset(CLAUSE)
DAY_WORDS = frozenset(("on", "late", "early", "have", "has", "had", "also", "later", "monday", "tuesday", "wednesday",
                       "thursday", "friday", "saturday", "sunday", "night", "morning", "afternoon"))  # fmt: skip
OF = ("of", "de", "d'", "des", "du")
HARMED = 4  # tokens: "the murder of | of two young priests"
REACH = 9  # tokens between "a statement" and "in Maiduguri": "issued to newsmen on Friday in"


@cache
def _words(name: str, language: str) -> frozenset[str]:
    return frozenset(read_lexicon("places")[language][name])


@cache
def _articles(language: str) -> frozenset[str]:
    return _words("articles", language) - set(IN)


def is_seat(sentence: Sentence, span: tuple[int, int], language: str, country: bool = False) -> bool:
    """Does a name say where somebody spoke or sat, not where it happened?

    "a déclaré à Bamako", "security sources in Niamey", "a statement issued in Maiduguri", "the Katsina police
    spokesman", "Niamey s'en tient à 89 morts".
    """
    first, last = span
    if first < 0:
        return False
    return (
        _is_told_there(sentence, first, language)
        or _is_source_there(sentence, first, language)
        or _is_outlet(sentence, first, language)
        or _is_office(sentence, last, language)
        or _is_subject_seat(sentence, span, language)
        or (not country and _is_voice(sentence, span, language))
    )


def _is_outlet(sentence: Sentence, first: int, language: str) -> bool:
    """ "Hunter dies - WXYZ News 5 Springfield", "... | Journal de Lyon": whose page it is, after the headline."""
    if sentence.index > 1 and sentence.paragraph != TITLE:
        return False
    sent = find_dateline(sentence)
    if not any(token.text == "(" or token.is_number for token in sentence.tokens[: sent + 1]):
        sent = -1  # "LUSAKA (Radio Four) - A bomb went off in Lusaka" has one, "Baker shot in Lusaka - Radio Four" none
    marks = [at for mark in MARKS for at in sentence.where.get(mark, ()) if max(2, sent) < at < first]
    if not marks:
        return False
    outlets = _words("outlets", language)
    return not outlets.isdisjoint(sentence.norms[max(marks) + 1 :])


def _is_told_there(sentence: Sentence, first: int, language: str) -> bool:
    if first < 2 or sentence.norms[first - 1] not in ("a", "in", "at"):
        return False
    near = range(max(0, first - 4), first - 1)
    told = [at for at in near if {sentence.norms[at], sentence.lemmas[at]} & load_words(language).speech]
    if not told:
        return False
    return not any(told[0] - 8 <= trigger.first < first for trigger in find_triggers(sentence, language))


def _is_source_there(sentence: Sentence, first: int, language: str) -> bool:
    """ "selon des sources sécuritaires à Niamey", "a statement released in Maiduguri on Thursday"."""
    articles = _articles(language)
    while first > 2 and (
        sentence.norms[first - 1] in articles
        or (sentence.norms[first - 1] in IN and sentence.norms[first - 2] in articles)
    ):
        first -= 1
    if first < 2 or sentence.norms[first - 1] not in IN:
        return False
    sources = _words("sources", language)
    for at in range(first - 2, max(-1, first - 2 - REACH), -1):
        norm = sentence.norms[at]
        if norm in CLAUSE:
            return False
        if norm in sources or sentence.lemmas[at] in sources:
            return not any(at < trigger.first < first for trigger in find_triggers(sentence, language)) and not (
                _is_harmed(sentence, at, language)
            )
    return False


def _is_harmed(sentence: Sentence, source: int, language: str) -> bool:
    """ "The murder of two priests in Kumba": the priests are no source, and it happened there."""
    lasts = [trigger.last for trigger in find_triggers(sentence, language) if trigger.last < source]
    between = sentence.norms[max(lasts) + 1 : source] if lasts else ()
    return bool(between) and len(between) <= HARMED and between[0] in OF and not CLAUSES.intersection(between)


def _is_subject_seat(sentence: Sentence, span: tuple[int, int], language: str) -> bool:
    """ "Police in Kampala said", "un médecin à Mopti a déclaré": the seat of who speaks."""
    first, last = span
    if first < 2 or sentence.norms[first - 1] not in IN:
        return False
    speech = load_words(language).speech
    for at in range(last + 1, min(last + 4, len(sentence.tokens))):
        norm = sentence.norms[at]
        if norm in speech or sentence.lemmas[at] in speech:
            return not any(trigger.first < first for trigger in find_triggers(sentence, language))
        if norm not in ("a", "ont", "has", "have", "had", "avait", "avaient", "also", "later", "on"):
            return False
    return False


def _is_office(sentence: Sentence, last: int, language: str) -> bool:
    """ "Katsina state police spokesman Gambo Isah", "the Zamfara state governor's office"."""
    if language != "en":
        return False
    if _charges_somebody(sentence, last):
        return True
    offices = _words("offices", "en")
    links = _words("office_links", "en")
    for at, token in enumerate(sentence.tokens[last + 1 : last + 6], last + 2):
        if token.norm in offices:
            # "the Dandume local government area" is a district
            return at >= len(sentence.tokens) or sentence.tokens[at].norm not in ("area", "areas")
        if token.norm not in links:
            return False
    return False


def _charges_somebody(sentence: Sentence, last: int) -> bool:
    """ "Kaduna police on Tuesday arrested two men over the killing": where the police sit, not where it was."""
    norms = sentence.norms[last + 1 : last + 8]
    if not norms or norms[0] not in _words("police", "en"):
        return False
    acts = _words("charges", "en")
    return next((norm in acts for norm in norms[1:] if norm not in DAY_WORDS), False)


def _is_voice(sentence: Sentence, span: tuple[int, int], language: str) -> bool:
    """ "Niamey s'en tient à 89 morts", "Paris says": a capital that speaks."""
    first, last = span
    before = sentence.tokens[first - 1] if first else None
    if before is not None and before.text[0].isalnum() and before.norm not in ("et", "and", "mais", "but", "que"):
        return False
    voices = _words("voices", language)
    after = range(last + 1, min(last + 4, len(sentence.tokens)))
    for at in after:
        norm = sentence.norms[at]
        if norm in voices or sentence.lemmas[at] in voices:
            return True
        if norm not in ("s'", "en", "ne", "n'", "a", "has", "had", "also", "ont", "se", "again", "still"):
            return False
    return False


def span_seat(sentence: Sentence, span: tuple[int, int], toponym: Toponym, language: str) -> bool:
    """Is the name of a toponym a seat? "Near" and "north of" are never said of one."""
    return toponym.relation in (None, "capital") and is_seat(sentence, span, language, toponym.feature == "country")
