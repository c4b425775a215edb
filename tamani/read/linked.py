"""JSON-LD: what a page tells search engines about its article."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from tamani.read.markup import Tree

_ARTICLES = ("newsarticle", "reportagenewsarticle", "article", "blogposting", "liveblogposting", "report", "scholarlyarticle", "opinionnewsarticle", "analysisnewsarticle", "techarticle", "socialmediaposting", "discussionforumposting", "recipe", "videoobject", "webpage")  # fmt: skip  # noqa: E501
_NOISE = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", re.S)
MAX_NODES = 5_000


class Linked(Struct, frozen=True, kw_only=True):
    """What JSON-LD says of the article of a page; texts as written."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    site: str | None = None
    language: str | None = None
    credit: str | None = None
    body: str | None = None  # the article itself: some pages draw it by script and show it nowhere else


def read_linked(tree: Tree) -> Linked:
    """The best article node of a page."""
    nodes = list(_collect_nodes(tree))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = sorted((rank, number) for number, node in enumerate(nodes) if (rank := _rank(node)) is not None)
    best = [nodes[number] for _, number in articles]
    if not best:
        return Linked(site=_site_of(nodes))
    first = best[0]
    return Linked(
        title=_text(first.get("headline")) or _text(first.get("name")),
        authors=tuple(dict.fromkeys(_names(first.get("author") or first.get("creator"), by_id))),
        published=_first(best, "datePublished", "dateCreated", "uploadDate"),
        modified=_first(best, "dateModified"),
        url=_address(first),
        site=next(iter(_names(first.get("publisher"), by_id)), None) or _site_of(nodes),
        language=_text(first.get("inLanguage")),
        body=_body(best),
        credit=_text(first.get("creditText")) or next(iter(_names(first.get("sourceOrganization"), by_id)), None),
    )


def _collect_nodes(tree: Tree) -> Iterator[dict[str, Any]]:
    count = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        waiting = [_load(script.text or "")]
        while waiting and count < MAX_NODES:
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting.extend(node)
            elif isinstance(node, dict):
                count += 1
                yield node
                waiting.extend(
                    node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement") if key in node
                )


def _load(text: str) -> Any:
    bare = _NOISE.sub("", text).strip()
    for attempt in (bare, re.sub(r",\s*([}\]])", r"\1", bare), html.unescape(bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _rank(node: dict[str, Any]) -> int | None:
    kinds = node.get("@type")
    names = [str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])]
    ranks = [_ARTICLES.index(name) for name in names if name in _ARTICLES]
    return min(ranks) if ranks else None


def _first(nodes: list[dict[str, Any]], *keys: str) -> str | None:
    return next((text for key in keys for node in nodes if (text := _text(node.get(key)))), None)


def _body(nodes: list[dict[str, Any]]) -> str | None:
    bodies = [node["articleBody"] for node in nodes if isinstance(node.get("articleBody"), str)]
    if not bodies:
        return None
    bare = html.unescape(re.sub(r"<(?:br|/p|/div|/h\d)[^<>]{0,100}>", "\n", max(bodies, key=len)))
    lines = (" ".join(line.split()) for line in re.sub(r"<[^<>]{1,500}>", "", bare).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _text(value: Any) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str) or not value.strip():
        return None
    return " ".join(html.unescape(re.sub(r"<[^<>]{1,200}>", "", value)).split())


def _names(value: Any, by_id: dict[str, dict[str, Any]]) -> Iterator[str]:
    if isinstance(value, list):
        for one in value[:50]:
            yield from _names(one, by_id)
    elif isinstance(value, dict):
        named = value if value.get("name") else by_id.get(str(value.get("@id")), {})
        name = named.get("name")
        yield from _names(name, {}) if isinstance(name, (str, list)) else ()
    elif text := _text(value):
        yield text


def _address(node: dict[str, Any]) -> str | None:
    page = node.get("mainEntityOfPage")
    found = node.get("url") or (page.get("@id") if isinstance(page, dict) else page)
    return found if isinstance(found, str) and found.startswith("http") else None


def _site_of(nodes: list[dict[str, Any]]) -> str | None:
    named = (
        node for node in nodes if str(node.get("@type")).lower() in ("website", "newsmediaorganization", "organization")
    )
    return next((text for node in named if (text := _text(node.get("name")))), None)
