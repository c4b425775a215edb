"""Who signs a page, and which agency its news comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from tamani.fields import load_vocabulary
from tamani.read.lexicon import load_lines, load_words
from tamani.read.linked import Linked
from tamani.read.markup import Tree, text_of
from tamani.words import fold

EARLY = 3_000  # elements: a byline stands at the head of a page
_META = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "byl",
    "dcterms.creator", "og:article:author", "cre.author", "rbauthors", "author_name", "dc.contributor",
)  # fmt: skip
_PLACES = (
    "//*[@itemprop='author']",
    "//*[@rel='author']",
    "//*[contains(@data-testid, 'byline') or contains(@data-testid, 'author')]",
    "//*[contains(concat(' ', @class, ' '), ' byline ') or contains(concat(' ', @class, ' '), ' author ')]",
    "//*[contains(@class, 'author-name') or contains(@class, 'authorname') or contains(@class, 'author__name')]",
    "//*[contains(@class, 'byline') or contains(@class, 'signature') or contains(@class, 'auteur')]",
    "//*[contains(@class, 'author') or contains(@class, 'Author')]",
    "//*[contains(@id, 'author') or contains(@id, 'byline')]",
    "//a[contains(@href, '/author/') or contains(@href, '/auteur/') or contains(@href, '/authors/')]",
    "//a[contains(@href, '/auteurs/') or contains(@href, '/journaliste') or contains(@href, '/contributor')]",
)
_LEAD = re.compile(
    r"^(?:(?:(?:view|see)\s+)?(?:all\s+)?(?:more\s+)?(?:articles?|posts?|stories|written|posted|published|reported|"
    r"reporting|story|words|text|review|edited|updated)\s+)?by\b\s*:?\s*|"
    r"^(?:(?:(?:tous les )?(?:articles?|textes?|écrit|publié|posté|rédigé|propos recueillis)\s+)?par\s*:?|"
    r"(?:tous les )?(?:articles?|textes?)\s+de)\s+|"
    r"^(?:authors?|auteurs?|autor|von|rédaction|source|byline|signature|journaliste)\s*:\s*|^von\s+",
    re.I,
)
_TAIL = re.compile(
    r"\s*(?:[|•·@(\[–—/]|\s-\s|https?:|\bon\b\s+\w+\s+\d|\ble\b\s+\d|\bpublished\b|\bposted\b|\bupdated\b|\bpublié\b|"
    r"\bmis à jour\b|\b\d{1,2}[/:.h]\d\d|\b(?:19|20)\d\d\b|\b\d{1,2}\s+\w+\s+(?:19|20)\d\d|,?\s+\b(?:special|"
    r"correspondent|staff writer|contributor|contributing|reporter|editor|envoyée?|correspondante?|journaliste)\b).*$",
    re.I | re.S,
)
_BY_LINE = re.compile(
    r"^(?:(?:posted|written|published|reported|publié|écrit|rédigé)\s+)?(?:by|par|von)\s+(?=\S)", re.I
)
_PARTICLES = frozenset(["de", "da", "du", "van", "von", "le", "la", "el", "al", "ben", "bin", "ould", "der", "den", "of", "and", "ag", "di", "dos", "des"])  # fmt: skip  # noqa: E501
_JOIN = re.compile(r"\s*[;,]\s*|\s+(?:&|and|et|with|avec|und)\s+", re.I)


def find_author(tree: Tree, meta: dict[str, str], linked: Linked) -> str | None:
    """Who signs the page, names parted by commas."""
    for found, stated in _candidates(tree, meta, linked):
        names = [name for part in found for name in clean_names(part)]
        # What the page states may be any name; what is only shown must look like one.
        if names and (stated or all(map(_is_personal, names))):
            return ", ".join(dict.fromkeys(names))
    return None


def _candidates(tree: Tree, meta: dict[str, str], linked: Linked) -> Iterator[tuple[list[str], bool]]:
    yield list(linked.authors), True
    yield [one.get("content") or "" for one in tree.xpath("//meta[@name='citation_author']")], True
    for key in _META:
        if key in meta:
            yield [meta[key]], True
    for path in _PLACES:
        for element in tree.xpath(path)[:6]:
            if not _is_elsewhere(element):
                yield from (([text], False) for text in _shown_names(element))
    for element in islice(tree.iter("p", "span", "div", "h3", "h4", "address", "em", "strong"), EARLY):
        text = (element.text or "").strip() if len(element) > 2 else text_of(element)[:160]
        if len(text) < 120 and _BY_LINE.match(text):
            yield [text], False


def _shown_names(element: Tree) -> Iterator[str]:
    """What a byline says: its link to the author first, then its first words, then all of it."""
    yield element.get("content") or ""
    for link in list(element.iter("a"))[:3]:
        yield text_of(link)
    for child in list(element)[:2]:
        yield text_of(child)[:200]
    yield text_of(element)[:200]


def _is_elsewhere(element: Tree) -> bool:
    """Is this the author of a comment or of a related story?"""
    for parent in element.iterancestors():
        if parent.tag in ("aside", "footer", "nav"):
            return True
        marks = f"{parent.get('class') or ''} {parent.get('id') or ''}".lower()
        if any(word in marks for word in ("comment", "related", "sidebar", "widget", "recirc", "promo")):
            return parent.tag not in ("body", "html")
    return False


def clean_names(text: str) -> list[str]:
    """The names in a byline, without "By", dates, roles and addresses.

    >>> clean_names("By Awa Diallo and Ali Touré | 3 May 2022"), clean_names("Staff and news reports")
    (['Awa Diallo', 'Ali Touré'], ['Staff and news reports'])
    """
    text = " ".join(text.split())
    if not text or text.startswith(("http", "www.", "@", "/")) or len(text) > 250:
        return []
    bare = _TAIL.sub("", _LEAD.sub("", text)).strip(" ,;:.-–—|")
    names = [re.sub(r"^(?:and|et|und)\s+", "", _LEAD.sub("", one).strip(" ,;:.-–—|")) for one in _JOIN.split(bare)]
    if any(fold(name) in load_words("page", "nobody") for name in names) and len(names) > 1:
        names = [bare]
    return [name for name in names if _is_signature(name)]


def _is_signature(name: str) -> bool:
    if not 2 <= len(name) <= 60 or len(name.split()) > 7 or not any(map(str.isalpha, name)):
        return False
    folded = fold(name)
    return folded not in load_words("page", "nobody") and folded not in load_lines("page", "nobody_phrases")


def _is_personal(name: str) -> bool:
    """Two to five words with capitals: "Awa Diallo", "Mohamed ag Najem"; or one that is all capitals, an agency."""
    words = name.split()
    if len(words) == 1:
        return name.isupper() and name.isalpha() and len(name) <= 8
    capital = all(word[0].isupper() or word.lower() in _PARTICLES for word in words)
    return len(words) <= 5 and capital and not any(map(str.isdigit, name)) and ":" not in name


# --- agencies ------------------------------------------------------------------------------------------------------


@cache
def _agencies() -> tuple[dict[str, str], re.Pattern[str]]:
    """Agencies by what they are called, and the pattern that finds them."""
    names: dict[str, str] = {}
    for source in load_vocabulary().sources.values():
        if source.type == "agency":
            names |= dict.fromkeys((source.name, *source.aliases), source.name)
    longest = sorted(names, key=len, reverse=True)
    return names, re.compile(r"(?<![\w.])(" + "|".join(map(re.escape, longest)) + r")(?![\w])" if longest else r"(?!)")


def find_agency(text: str, *credits: str | None) -> str | None:
    """The agency a report comes from: in its credit, its dateline "BAMAKO (AFP) -", or its last words "(AFP)".

    >>> find_agency("GAO (Reuters) - Two soldiers were killed. The army said so.")
    'Reuters'
    """
    names, pattern = _agencies()
    for credit in credits:
        if credit and (found := pattern.search(credit[:300])):
            return names[found.group(1)]
    head, tail = text[:160], text[-160:].rstrip()
    for found in pattern.finditer(head):
        before, after = head[: found.start()], head[found.end() : found.end() + 12]
        # "(AFP)" at once, "(AFP) -", "PARIS, 3 janvier (APS)", "AFP - ..." : not "told AFP on Monday".
        if before.endswith(("(", "/", "[")) and re.match(r"[)/\]]", after) and "." not in before.strip(" ."):
            return names[found.group(1)]
        if not before.strip() and re.match(r"\s*[-–—:]\s", after):
            return names[found.group(1)]
    ends = list(pattern.finditer(tail))
    for found in reversed(ends):
        before, after = tail[: found.start()], tail[found.end() :]
        if len(after) <= 25 and (
            re.search(r"(?:[(/©[]|\b(?:with|avec|source\s*:?|et)\s)\s*$", before, re.I) or before.endswith("\n")
        ):
            return names[found.group(1)]
    return None
