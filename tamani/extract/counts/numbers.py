"""How many: the counts of a sentence, exact or vague, with the words that loosen them."""

from __future__ import annotations

from itertools import compress

from msgspec import Struct, structs

from tamani.extract.counts.not_counts import is_count
from tamani.extract.counts.number_words import (
    OPENS,
    Number,
    NumberLexicon,
    load_numbers,
    read_figure,
    read_number,
)
from tamani.extract.document import Sentence
from tamani.extract.lexicon import Words
from tamani.words import Token

Tokens = tuple[Token, ...]


class Quantity(Struct, frozen=True, gc=False):
    """How many, as written. low None: "up to"; high None: "at least"; both None with `vague`: "several".

    The noun that is counted stands after number_last (over "de", "of"). A qualifier that stands behind the noun
    ("12 morts au moins") sets the bounds and `qualifier` but is not inside first..last.
    """

    first: int  # token indexes, the qualifier included: "au moins 12"
    last: int
    number_first: int  # the number alone: "12", "une vingtaine", "plusieurs"
    number_last: int
    low: int | None
    high: int | None
    qualifier: str | None = None  # as written: "au moins", "une vingtaine"
    vague: bool = False
    zero: bool = False  # "aucun", "no", "nobody"
    article: bool = False  # only "un", "une", "a", "an"
    definite: bool = False  # "the two soldiers": spoken of before


class _Core(Struct, frozen=True, gc=False):
    """A number or collective before its surroundings are weighed. loose: the words themselves are a qualifier."""

    first: int
    last: int
    low: int | None
    high: int | None
    lead: int = 0
    loose: bool = False
    start: int = -1  # where "between" stands, when not at first
    article: bool = False
    vague: bool = False


def find_quantities(sentence: Sentence, language: str, articles: bool = False) -> tuple[Quantity, ...]:
    """The counts in a sentence, in order: how many people or things, never dates, ages, distances or money.

    With `articles`, "un", "une", "a" and "an" count as one. A number with a unit behind it (km, days, francs, percent)
    is left out, as are ordinals, years, clock times and labels ("resolution 2391").
    """
    lexicon = load_numbers(language)
    found: list[Quantity] = []
    done = -1
    norms = sentence.norms
    for index in compress(range(len(norms)), map(OPENS[lexicon.language].__getitem__, norms)):
        if index <= done:
            continue
        if found and index - found[-1].last <= 5 and _is_echo(sentence.tokens, index - 1, found[-1].low):
            continue  # "quatorze civils (14)"
        quantity, done = _read_at(sentence, index, lexicon, articles)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def _read_at(sentence: Sentence, at: int, lexicon: NumberLexicon, articles: bool) -> tuple[Quantity | None, int]:
    """The quantity that starts at a token, and the last token that need not be looked at again."""
    tokens = sentence.tokens
    opener = _read_opener(sentence.norms, at, lexicon)
    if opener is not None and opener[1] == "none":
        return None, opener[0]
    core = _read_opened(tokens, at, opener, lexicon) or _read_core(tokens, at, lexicon)
    if core is not None and _is_echo(tokens, core.last + 1, core.low):
        core = structs.replace(core, last=core.last + 3, article=False)
    if core is not None and not core.vague:
        core = _read_range(sentence, core, lexicon) or core
    if core is None:
        return None, at
    if core.article and not articles and not _is_counted_article(sentence, core, lexicon):
        return None, core.last
    if not is_count(tokens, Number(core.low or 0, core.first, core.last), lexicon):
        return None, core.last
    if (core.article or _is_lone_one(tokens, core)) and _is_idle_one(sentence, core, lexicon):
        return None, core.last
    quantity = _qualify(sentence, core, lexicon)
    return quantity, quantity.last if quantity is not None else core.last


def _is_echo(tokens: Tokens, at: int, count: int | None) -> bool:
    """Do the digits of a count stand in parentheses at a token: "deux (02) morts", "onze (11) militaires"?"""
    if at < 1 or at + 2 >= len(tokens) or tokens[at].text != "(" or tokens[at + 2].text != ")":
        return False
    text = tokens[at + 1].text
    figure = int(text) if text.isdecimal() else read_figure(text)
    return count is not None and figure == count


def _read_opener(norms: Words, at: int, lexicon: NumberLexicon) -> tuple[int, str] | None:
    """A fixed phrase that starts here: (its last token, vague | zero | couple | half_dozen | none)."""
    rows = lexicon.openers.get(norms[at])
    if rows is None:
        return None
    after = norms[at + 1] if at + 1 < len(norms) else ""
    for phrase, sort in rows:
        end = at + len(phrase)
        if len(phrase) == 1 or (phrase[1] == after and norms[at:end] == phrase):
            return end - 1, sort
    return None


def _read_opened(tokens: Tokens, at: int, opener: tuple[int, str] | None, lexicon: NumberLexicon) -> _Core | None:
    """What a fixed phrase counts: "plusieurs", "several hundred", "aucun", "a couple"."""
    if opener is None:
        return _read_some(tokens, at, lexicon)
    last, sort = opener
    if sort == "zero":
        return _Core(at, last, 0, 0)
    if sort in ("couple", "half_dozen"):
        size = 2 if sort == "couple" else 6
        return _Core(at, last - (tokens[last].norm == "of"), size, size, loose=True)
    nearest = read_number(tokens, last + 1, lexicon) if last + 1 < len(tokens) else None
    many = _read_many(tokens, last + 1, lexicon)
    if many is not None:
        return _Core(at, many.last, many.low, many.high, loose=True)
    if nearest is not None or (at and tokens[at - 1].norm in ("as", "how", "too", "so", "trop", "si", "the")):
        return None  # "quelques 200 hommes", "how many"
    bare = tokens[last].norm in ("of", "de", "d'") and last > at
    return _Core(at, last - bare, None, None, loose=True, vague=True)


def _read_some(tokens: Tokens, at: int, lexicon: NumberLexicon) -> _Core | None:
    """ "some" before a bare plural is vague; before a number it only loosens it."""
    if tokens[at].norm != "some" or at + 1 >= len(tokens):
        return None
    noun = tokens[at + 1].norm
    plural = (noun.endswith("s") and not noun.endswith("ss")) or noun in ("people", "men", "women", "children", "of")
    if not plural or noun in lexicon.plurals:
        return None
    return _Core(at, at, None, None, loose=True, vague=True)


def _read_many(tokens: Tokens, at: int, lexicon: NumberLexicon) -> _Core | None:
    """A plural collective: dozens, centaines, "tens of thousands"; after "several" also "hundred", "dozen"."""
    if at >= len(tokens):
        return None
    word = tokens[at].norm
    pair = lexicon.plurals.get(word) or lexicon.plurals.get(word + "s")
    if pair is None or (word not in lexicon.plurals and word == "score"):
        return None
    low, high = pair
    if at + 2 < len(tokens) and tokens[at + 1].norm in lexicon.words["of"]:
        factor = lexicon.plurals.get(tokens[at + 2].norm)
        if factor is not None:
            return _Core(at, at + 2, (low // 10 * 10) * (factor[0] // 2), None, loose=True)
    return _Core(at, at, low, high or None, loose=True)


def _read_core(tokens: Tokens, at: int, lexicon: NumberLexicon, *, joined: bool = True) -> _Core | None:
    """A number ("12", "deux cents", "two dozen") or a collective ("une vingtaine", "dozens")."""
    norm = tokens[at].norm
    following = tokens[at + 1].norm if at + 1 < len(tokens) else ""
    articles = lexicon.words["articles"]
    if norm in articles or norm in ("la", "cette", "le", "ce", "quelque"):
        size = lexicon.collectives.get(following)
        if size is not None:
            return _Core(at, at + 1, size, size, loose=True)
    number = read_number(tokens, at, lexicon, joined=joined)
    if number is not None:
        return _read_counted(tokens, number, lexicon)
    if norm in lexicon.plurals:
        many = _read_many(tokens, at, lexicon)
        if many is not None and at and tokens[at - 1].norm in ("des", "de", "d'", "par", "by"):
            return structs.replace(many, first=at - (tokens[at - 1].norm == "des"))
        return many
    if norm in lexicon.collectives:
        return _Core(at, at, lexicon.collectives[norm], lexicon.collectives[norm], loose=True)
    return _Core(at, at, 1, 1, lead=1, article=True) if norm in articles else None


def _read_counted(tokens: Tokens, number: Number, lexicon: NumberLexicon) -> _Core:
    """A number, times twelve or twenty where "dozen" or "vingtaines" follows it."""
    after = tokens[number.last + 1].norm if number.last + 1 < len(tokens) else ""
    size = lexicon.collectives.get(after) or lexicon.collectives.get(after.removesuffix("s"))
    if size is not None and number.value < 1000:
        total = number.value * size
        return _Core(number.first, number.last + 1, total, total, number.value)
    article = number.first == number.last and tokens[number.first].norm in lexicon.words["articles"]
    return _Core(number.first, number.last, number.value, number.value, number.lead, article=article)


def _read_range(sentence: Sentence, core: _Core, lexicon: NumberLexicon) -> _Core | None:
    """Two numbers that bound one count: "entre 9 et 12", "de 10 a 15", "two or three", "15-20"; else None."""
    tokens, words = sentence.tokens, lexicon.words
    before = tokens[core.first - 1].norm if core.first else ""
    between = before in words["between"]
    if between:
        # "between one hundred and two hundred": the "and" parts them.
        core = _read_core(tokens, core.first, lexicon, joined=False) or core
    join = core.last + 1
    if join + 1 >= len(tokens) or tokens[join].norm not in words["between_to" if between else "range_to"]:
        return None
    if tokens[join].text in "-–—" and tokens[join].start != tokens[core.last].end:
        return None
    end = _read_core(tokens, join + 1, lexicon)
    if end is None or end.low is None or core.low is None or end.article:
        return None
    low = core.low
    if end.lead and end.low > end.lead and low < 1000 and core.lead == low:
        scale = end.low // end.lead  # "two or three hundred", "2 to 3 million"
        low = low * scale if low * scale < end.low else low
    started = before in words["range_from"]
    core = structs.replace(core, low=low)
    if low >= end.low or not (between or _is_one_count(sentence, core, end, started, lexicon)):
        return None
    return _Core(core.first, end.last, low, end.high, start=core.first - 1 if between or started else -1)


def _is_one_count(sentence: Sentence, core: _Core, end: _Core, started: bool, lexicon: NumberLexicon) -> bool:
    """Not "the toll rose from 8 to 54": there the first is the old figure."""
    if (core.low or 0) * (4 if started else 6) < (end.low or 0):
        return False
    change = lexicon.words["change"]
    since = max(0, core.first - 8)
    if sentence.norms[core.last + 1] not in ("a", "to"):
        return True
    return not any(
        lemma in change or token.norm in change
        for lemma, token in zip(sentence.lemmas[since : core.first], sentence.tokens[since : core.first], strict=True)
    )


def _is_lone_one(tokens: Tokens, core: _Core) -> bool:
    return core.first == core.last and tokens[core.first].norm == "one"


def _is_counted_article(sentence: Sentence, core: _Core, lexicon: NumberLexicon) -> bool:
    """ "un seul mort", "au moins un mort", "plus d'une personne" count although the word is an article."""
    norms = sentence.norms
    after = norms[core.last + 1] if core.last + 1 < len(norms) else ""
    return after in ("seul", "seule", "single") or _find_before(norms, core.first, lexicon) is not None


def _is_idle_one(sentence: Sentence, core: _Core, lexicon: NumberLexicon) -> bool:
    """ "l'un des", "no one", "one of", "un peu": a one that counts nobody."""
    norms, words = sentence.norms, lexicon.words
    before = norms[core.first - 1] if core.first else ""
    after = norms[core.last + 1] if core.last + 1 < len(norms) else ""
    if before in words["not_one_before"] and _find_before(norms, core.first, lexicon) is None:
        return True
    return after in words["not_one_after"] or (
        core.article and after in ("few", "lot", "bit", "number", "minimum", "maximum", "total")
    )


def _find_before(norms: Words, first: int, lexicon: NumberLexicon) -> tuple[int, str] | None:
    """The longest qualifier that ends right before a number: (its first token, its bound)."""
    if not first:
        return None
    for phrase, bound in lexicon.before.get(norms[first - 1], ()):
        start = first - len(phrase)
        if start >= 0 and norms[start:first] == phrase:
            if phrase == ("up", "to") and start and norms[start - 1] in lexicon.words["change"]:
                return None  # "the toll goes up to 57"
            return start, bound
    return None


def _find_after(sentence: Sentence, last: int, lexicon: NumberLexicon) -> tuple[int, int, str] | None:
    """A qualifier behind the number or its noun ("12 morts au moins"), where it does not open the next count."""
    norms = sentence.norms
    for start in (last + 1, last + 2):
        if start >= len(norms):
            return None
        for phrase, bound in lexicon.after.get(norms[start], ()):
            end = start + len(phrase)
            fits = norms[start:end] == phrase
            if fits and (end == len(norms) or read_number(sentence.tokens, end, lexicon) is None):
                return start, end - 1, bound
        if not norms[start][0].isalpha():
            return None
    return None


def _qualify(sentence: Sentence, core: _Core, lexicon: NumberLexicon) -> Quantity | None:
    """The core with its qualifier and the bounds that the qualifier sets; None for an age."""
    first = core.start if core.start >= 0 else core.first
    last, low, high, qualifier = core.last, core.low, core.high, None
    found = _find_before(sentence.norms, first, lexicon)
    if found is None and not core.vague:
        after = _find_after(sentence, last, lexicon)
        if after is not None:
            qualifier = sentence.words(after[0], after[1])
            low, high = _bound(after[2], low, high)
            last = after[1] if after[0] == last + 1 else last
    elif found is not None and found[1] == "age":
        return None
    elif found is not None:
        qualifier = sentence.words(found[0], first - 1)
        low, high = _bound(found[1], low, high)
        first = found[0]
    if qualifier is None and core.loose:
        qualifier = sentence.words(core.first, core.last)
    return Quantity(
        first=first,
        last=last,
        number_first=core.first,
        number_last=core.last,
        low=low,
        high=high,
        qualifier=qualifier,
        vague=core.vague,
        zero=core.high == 0,
        article=core.article,
        definite=first > 0 and sentence.norms[first - 1] in lexicon.words["definite"],
    )


def _bound(bound: str, low: int | None, high: int | None) -> tuple[int | None, int | None]:
    """What "at least", "up to" and "about" make of a number.

    >>> _bound("min", 12, 12), _bound("max", 12, 12), _bound("about", 12, 12)
    ((12, None), (None, 12), (12, 12))
    """
    if bound == "min":
        return low, None
    return (None, high) if bound == "max" else (low, high)
