"""Numbers that count nobody: dates, years, clock times, ages, distances, money, labels."""

from __future__ import annotations

from collections.abc import Sequence

from tamani.extract.counts.number_words import Number, NumberLexicon
from tamani.words import Token

_AGES = range(10, 111)


def is_count(tokens: Sequence[Token], number: Number, lexicon: NumberLexicon) -> bool:
    """May this number count people or things? False for dates, years, times, ages, measures and labels."""
    return not (
        _is_glued(tokens, number, lexicon)
        or _is_measure(tokens, number.last, lexicon)
        or _is_dated(tokens, number, lexicon)
        or is_year(tokens, number, lexicon)
        or _is_label(tokens, number, lexicon)
    )


def _is_glued(tokens: Sequence[Token], number: Number, lexicon: NumberLexicon) -> bool:
    """Ordinals (24th), clock times (10:30), 24/08/2024, 15-member, percentages."""
    first, last = number.first, number.last
    # "15-20" is a range and is read before; "13:20", "08/24", "2024-08-24" are not counts.
    marked = first >= 2 and tokens[first - 1].text in "/:-." and tokens[first - 2].text[-1].isdigit()
    if marked and tokens[first - 1].start == tokens[first - 2].end and tokens[first].start == tokens[first - 1].end:
        return True
    if last + 1 >= len(tokens) or tokens[last + 1].start != tokens[last].end:
        return False
    after = tokens[last + 1]
    if after.norm in lexicon.words["ordinal_ends"] or after.norm in lexicon.words["clock_ends"]:
        return True
    if last + 2 < len(tokens) and tokens[last + 2].start == after.end:
        following = tokens[last + 2].text
        return (after.text in "/:" and following[0].isdigit()) or (after.text in "-–" and following[0].isalnum())
    return False


def _is_measure(tokens: Sequence[Token], last: int, lexicon: NumberLexicon) -> bool:
    """Is what follows a unit? "12 km", "une dizaine de jours", "the last two weeks", "30 pour cent"."""
    words = lexicon.words
    index = last + 1
    for allowed in ("of", "adjectives"):
        if index < len(tokens) and tokens[index].norm in words[allowed]:
            index += 1
    if index >= len(tokens):
        return False
    norm = tokens[index].norm
    if norm in words["units"] or norm.split("-")[0] in words["units"]:
        return norm not in ("us", "local", "second") or _is_unit_pair(tokens, index)
    return norm in ("pour", "per") and index + 1 < len(tokens) and tokens[index + 1].norm == "cent"


def _is_unit_pair(tokens: Sequence[Token], index: int) -> bool:
    """ "300 US dollars", "0530 local time": the word alone is no unit ("killed three US soldiers")."""
    return index + 1 < len(tokens) and tokens[index + 1].norm in ("dollar", "dollars", "time")


def _is_dated(tokens: Sequence[Token], number: Number, lexicon: NumberLexicon) -> bool:
    """A day of the month, or one end of a range of days."""
    first, last = number.first, number.last
    short = first >= 2 and len(tokens[last].text) == 2 and tokens[first].is_number
    if short and tokens[first - 2].is_number and _is_month(tokens, first - 1, lexicon):
        return True  # 3 JAN 90
    if not 1 <= number.value <= 31:
        return False
    after = tokens[last + 1].norm if last + 1 < len(tokens) else ""
    if _is_month(tokens, last + 1, lexicon):
        return True
    chained = after in ("et", "and", "-", "–", "au", "a", "to", "ou", "or", ",") and last + 3 < len(tokens)
    if chained and tokens[last + 2].is_number and _is_month(tokens, last + 3, lexicon):
        return True  # "24 et 25 aout", "24 to 26 August"
    before = tokens[first - 1].norm if first else ""
    noun = after[:1].isalpha() and after not in lexicon.words["no_noun"]
    if first and tokens[first].is_number and _is_month(tokens, first - 1, lexicon):
        return lexicon.language == "en" or not noun
    if before == "." and first >= 2 and _is_month(tokens, first - 2, lexicon) and len(tokens[first - 2].norm) < 5:
        return True
    if before in ("and", "to", "-", "–") and first >= 3 and _is_month(tokens, first - 3, lexicon):
        return tokens[first - 2].text.isdigit() and not noun
    if before in lexicon.weekdays:
        return not noun
    return before in lexicon.words["singular_articles"] and tokens[first].text[0].isdigit()


def _is_month(tokens: Sequence[Token], index: int, lexicon: NumberLexicon) -> bool:
    if index >= len(tokens) or tokens[index].norm not in lexicon.months:
        return False
    # "may" and "march" are verbs too, "mars" and "sept" are not always months; English months are capitalised.
    return (lexicon.language == "fr" and tokens[index].norm != "sept") or tokens[index].is_capital


def is_year(tokens: Sequence[Token], number: Number, lexicon: NumberLexicon) -> bool:
    if not 1900 <= number.value <= 2099 or not tokens[number.first].text.isdecimal() or number.first != number.last:
        return False
    before = tokens[number.first - 1].norm if number.first else ""
    after = tokens[number.last + 1] if number.last + 1 < len(tokens) else None
    if before in lexicon.words["before_year"] or before in lexicon.months or before in ("er",):
        return not (before in ("de", "of", "a", "the", "les") and number.value % 100 == 0 and after is not None
                    and after.norm[-1] == "s")  # fmt: skip
    return after is None or not after.norm[0].isalpha() or after.norm in lexicon.words["no_noun"]


def _is_label(tokens: Sequence[Token], number: Number, lexicon: NumberLexicon) -> bool:
    """ "resolution 2391", "Boeing 737", "$ 300", ", 34," after a name."""
    first, last = number.first, number.last
    if not first:
        return False
    before = tokens[first - 1]
    if _is_address(tokens, number):
        return True
    if before.norm in ("of", "de") and first >= 2 and tokens[first - 2].norm in lexicon.words["parents"]:
        return True  # "a father of four was killed"
    if (
        before.norm in lexicon.words["labels"]
        or before.text in lexicon.words["money"]
        or before.norm in lexicon.words["money"]
    ):
        return True
    if before.text == "." and first >= 2 and tokens[first - 2].text in ("No", "Nos", "no", "nos", "NO", "art", "Art"):
        return True
    return (
        before.text == ","
        and first >= 2
        and number.value in _AGES
        and tokens[first - 2].is_capital
        and last + 1 < len(tokens)
        and tokens[last + 1].text == ","
    )


_STREETS = frozenset(("st", "street", "ave", "avenue", "road", "rd", "drive", "dr", "lane", "ln", "boulevard", "blvd",
                      "place", "court", "highway", "hwy"))  # fmt: skip
_STREET_NAME = 3  # words of a street's name


def _is_address(tokens: Sequence[Token], number: Number) -> bool:
    """ "At 30 Porter St.", "30 Martin Luther King Avenue", "12 rue de la Paix": a house, not thirty porters."""
    after = tokens[number.last + 1 : number.last + 2 + _STREET_NAME]
    if not after or not tokens[number.first].is_number:
        return False
    if after[0].norm in ("rue", "avenue", "boulevard", "bis"):
        return True
    names = 0
    while names < len(after) and after[names].is_capital and after[names].norm not in _STREETS:
        names += 1
    return names > 0 and names < len(after) and after[names].is_capital and after[names].norm in _STREETS
