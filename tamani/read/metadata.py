"""What a page says of itself: title, author, dates, canonical address, site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from tamani.instants import parse_instant
from tamani.read.authors import EARLY, find_author
from tamani.read.linked import Linked
from tamani.read.markup import Tree, text_of
from tamani.words import fold

_WORD = re.compile(r"\w+")
_SEPARATOR = re.compile(r"\s+[|–—•·»›-]+\s+|\s*\|\s*|\s+::\s+|\s+:\s+(?=[^:]{2,30}$)")
_IN_URL = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date.published",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date.created", "publication_date",
    "publish-date", "pubdate", "publishdate", "article.published", "article_date_original", "ptime",
    "cxenseparse:recs:publishtime", "rnews:datepublished", "citation_online_date", "citation_publication_date",
    "cre.datepublished", "dc.date", "dcterms.date", "date", "dc:date", "created",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified")


class Facts(Struct, frozen=True, kw_only=True):
    """What a page says of itself."""

    title: str | None = None
    author: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    url: str | None = None
    site: str | None = None
    language: str | None = None


def read_metadata(tree: Tree, linked: Linked, url: str | None) -> Facts:
    """The facts a page states in JSON-LD, meta elements and its visible head, in this order of trust."""
    meta = collect_meta(tree)
    site = linked.site or meta.get("og:site_name") or meta.get("application-name")
    title = find_title(tree, meta, linked, site)
    canonical = find_canonical(tree, meta, linked, url)
    published = find_published(tree, meta, linked, url or canonical)
    modified = next((day for key in _MODIFIED if (day := _day(meta.get(key)))), None) or _day(linked.modified)
    return Facts(
        title=title,
        author=find_author(tree, meta, linked),
        published=published,
        modified=modified,
        url=canonical,
        site=site,
        language=tree.get("lang") or meta.get("og:locale") or linked.language,
    )


def collect_meta(tree: Tree) -> dict[str, str]:
    """Meta elements by lower-case name; the first one wins."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = " ".join((element.get("content") or "").split())
        if key and value:
            found.setdefault(key.strip().lower(), value)
    return found


# --- title ---------------------------------------------------------------------------------------------------------


def find_title(tree: Tree, meta: dict[str, str], linked: Linked, site: str | None) -> str | None:
    """The headline as the page shows it; what search engines are told is second."""
    told = [meta.get("og:title"), linked.title, meta.get("twitter:title"), meta.get("dc.title"), _head_title(tree)]
    stated = [strip_site(one, site) for one in told if one]
    shown = [text for element in tree.iter("h1") if (text := text_of(element)) and len(text) < 300]
    for text in shown:
        # A headline is the h1 that says what the head of the page says; a logo in an h1 does not.
        if any(_overlap(text, one) >= 0.5 for one in stated) and not _is_name(text, site):
            return _find_below(tree, text) or text
    if stated:
        return stated[0]
    alone = [text for text in shown if not _is_name(text, site)]
    return alone[0] if alone else next((text_of(one) for one in tree.iter("h2") if text_of(one)), None)


def _find_below(tree: Tree, shown: str) -> str | None:
    """The headline below a site's name: blogs put their own name in the h1 and the headline in an h2 or h3.

    "The Daily: Attack on Gao" over "The Daily" and "Attack on Gao".
    """
    whole = _head_title(tree) or ""
    if not whole.startswith(shown) or len(whole) < len(shown) + 12:
        return None
    rest = whole[len(shown) :].strip(" |:–—•·»›-")
    return next((rest for one in tree.iter("h2", "h3") if text_of(one) == rest), None)


def strip_site(title: str, site: str | None) -> str:
    """A title without the name of its site.

    >>> strip_site("Attack on Gao - The Daily | World", "The Daily")
    'Attack on Gao'
    """
    title = " ".join(title.split())
    parts = [part for part in _SEPARATOR.split(title) if part]
    if len(parts) < 2:
        return title
    for number, part in enumerate(parts):
        if number and _is_name(part, site):
            return title[: title.rindex(part)].rstrip(" |–—•·»›:-") if number == 1 else parts[0]
    # No name known: a short last part after a long first one is the site.
    first, last = parts[0], parts[-1]
    if " | " in title and len(first) > 20 and len(last.split()) <= 4:
        return title.rsplit("|", 1)[0].strip()
    if re.search(r" [–—-] ", title) and len(title) - len(last) > 30 and len(last.split()) <= 3 and last[:1].isupper():
        return title[: title.rindex(last)].rstrip(" |–—•·»›:-")
    return title


def _is_name(text: str, site: str | None) -> bool:
    return bool(site) and "".join(_WORD.findall(fold(text))) == "".join(_WORD.findall(fold(site or "")))


def _overlap(left: str, right: str) -> float:
    """How many of the words of the shorter text stand in the longer one."""
    one, two = set(_WORD.findall(fold(left))), set(_WORD.findall(fold(right)))
    if len(one) < 2 or len(two) < 2:
        return float(one == two)
    return len(one & two) / max(2, min(len(one), len(two)))


def _head_title(tree: Tree) -> str | None:
    return next((text for element in tree.iter("title") if (text := text_of(element))), None)


# --- dates ---------------------------------------------------------------------------------------------------------


def find_published(tree: Tree, meta: dict[str, str], linked: Linked, url: str | None) -> datetime | None:
    """When the page was first published: as stated, as shown, as its address says, then as htmldate guesses."""
    stated = _day(linked.published)
    for key in _PUBLISHED:
        stated = stated or _day(meta.get(key))
    path = _url_date(url)
    if stated and path and 0 < abs((stated.date() - path.date()).days) <= 1:
        return path  # stated in UTC, filed under the day as the newsroom counts it
    return stated or _shown_date(tree) or path or _guess_date(tree, url) or _written_date(tree)


def _day(text: str | None) -> datetime | None:
    """A stated instant, held inside the day that the page itself writes.

    "2020-08-16T20:00:00-07:00" is the 17th in UTC, but the page's "yesterday" counts from the 16th.
    """
    instant = parse_instant(text)
    written = re.match(r"\s*(\d{4})-(\d\d)-(\d\d)", text or "")
    if instant is None or not 1990 <= instant.year <= 2100:
        return None
    if written:
        local = parse_instant(written.group().strip())
        if local and instant.date() > local.date():
            return datetime.combine(local.date(), time(23, 59, 59), UTC)
        if local and instant.date() < local.date():
            return local
    return instant


def _shown_date(tree: Tree) -> datetime | None:
    """A time element or microdata that is marked as the date of the page."""
    for element in tree.xpath("//*[@itemprop='datePublished' or @pubdate or contains(@class, 'entry-date')]"):
        if day := _day(element.get("datetime") or element.get("content") or text_of(element)[:60]):
            return day
    times = [one for one in tree.iter("time") if one.get("datetime") and not _is_aside(one)]
    return next((day for one in times[:1] if (day := _day(one.get("datetime")))), None) if len(times) <= 2 else None


def _written_date(tree: Tree) -> datetime | None:
    """A date that stands by itself in a short line: "24 août 2024", "Posted on January 22, 2014"."""
    for element in islice(
        tree.iter("span", "div", "p", "td", "li", "em", "small", "font", "b", "h4", "h5", "h6"), EARLY
    ):
        text = " ".join((element.text or "").split())
        if 8 <= len(text) <= 60 and not _is_aside(element) and (day := _day_in_words(text)):
            return day
    return None


def _day_in_words(text: str) -> datetime | None:
    return _day(text) if any(map(str.isdigit, text)) and "©" not in text else None


def _is_aside(element: Tree) -> bool:
    return any(parent.tag in ("aside", "footer", "nav") for parent in element.iterancestors())


def _url_date(url: str | None) -> datetime | None:
    found = _IN_URL.search(urlsplit(url or "").path)
    return _day("-".join(found.groups())) if found else None


def _guess_date(tree: Tree, url: str | None) -> datetime | None:
    import htmldate

    try:
        # Not its extensive search: it tries all languages of the world for seconds, and finds dates of comments.
        found = htmldate.find_date(tree, extensive_search=False, url=url, original_date=True)
        return _day(str(found)) if found else None
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


# --- address -------------------------------------------------------------------------------------------------------


def find_canonical(tree: Tree, meta: dict[str, str], linked: Linked, url: str | None) -> str | None:
    """The address a page gives as its own. A home page as canonical address of an article is a mistake of its site."""
    for found in _canonical_candidates(tree, meta, linked):
        whole = str(urljoin(url or "", found.strip()))
        parts = urlsplit(whole)
        if parts.scheme in ("http", "https") and parts.hostname and (parts.path.strip("/") or parts.query):
            return whole.partition("#")[0]
    return None


def _canonical_candidates(tree: Tree, meta: dict[str, str], linked: Linked) -> Iterator[Any]:
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            yield element.get("href")
    for one in (meta.get("og:url"), linked.url):
        if one:
            yield one
