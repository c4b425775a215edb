"""A web page, or a fragment of one, to its article."""

from __future__ import annotations

from itertools import islice

from tamani.read.authors import find_agency
from tamani.read.content import Content
from tamani.read.linked import read_linked
from tamani.read.maintext import LITTLE, drop_boilerplate, find_main_text
from tamani.read.markup import Tree, parse_markup
from tamani.read.metadata import collect_meta, read_metadata
from tamani.reasons import Unreadable
from tamani.records import Item

MAX_ELEMENTS = 40_000  # real articles with all their comments stay below 15,000
_BREAKS = frozenset(
    [
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "section",
        "article",
        "pre",
        "dd",
        "dt",
        "ul",
        "ol",
        "table",
    ]
)


def read_html(item: Item) -> Content:
    """The article of a page with what the page says of it."""
    charset = item.media_type.partition("charset=")[2].partition(";")[0] or None
    tree = parse_markup(item.name, item.data, charset)
    if "fragment" in item.media_type or not _is_page(item.data):
        return _read_fragment(item, tree)
    linked = read_linked(tree)
    facts = read_metadata(tree, linked, item.url)
    # A page of so many parts is a catalogue or a trap: an hour of search for its article is not worth it.
    is_vast = sum(1 for _ in islice(tree.iter(), MAX_ELEMENTS)) >= MAX_ELEMENTS
    text = (not is_vast and find_main_text(tree)) or flatten_tree(tree)
    if linked.body and len(linked.body) > max(LITTLE, 2 * len(text)):
        text = "\n\n".join(drop_boilerplate(linked.body.split("\n\n")))
    if not text.strip():
        raise Unreadable(item.name, "no_main_text")
    return Content(
        text=text,
        title=facts.title,
        author=facts.author,
        agency=find_agency(text, facts.author, linked.credit, collect_meta(tree).get("credit")),
        published=facts.published,
        modified=facts.modified,
        language=facts.language,
        url=facts.url,
        site=facts.site,
    )


def _is_page(data: bytes) -> bool:
    head = data[:4000].replace(b"\x00", b"").lower()
    return any(mark in head for mark in (b"<html", b"<head", b"<body", b"<!doctype", b"<meta", b"<title"))


def _read_fragment(item: Item, tree: Tree) -> Content:
    """The text of an entry of a feed or the body of a mail: there is nothing around it."""
    text = flatten_tree(tree)
    if not text.strip():
        raise Unreadable(item.name, "no_text")
    return Content(text=text, agency=find_agency(text))


def flatten_tree(tree: Tree) -> str:
    """All text of a tree, blocks parted by blank lines and table rows as "a | b"."""
    parts: list[str] = []
    body = tree.find("body")
    tree = tree if body is None else body
    for event, element in _walk(tree):
        if event == "start":
            parts.append("\n\n" if element.tag in _BREAKS else "\n" if element.tag == "br" else "")
            parts.append(element.text or "" if element.tag not in ("script", "style", "noscript", "template") else "")
        else:
            parts.append(" | " if element.tag in ("td", "th") and element.getnext() is not None else "")
            parts.append("\n\n" if element.tag in _BREAKS else "")
            parts.append(element.tail or "")
    lines = [" ".join(line.split()) for line in "".join(parts).split("\n")]
    blocks = "\n".join(lines).split("\n\n")
    return "\n\n".join(block.strip("\n") for block in blocks if block.strip())


def _walk(tree: Tree) -> list[tuple[str, Tree]]:
    from lxml.etree import iterwalk

    return [
        (event, element) for event, element in iterwalk(tree, events=("start", "end")) if isinstance(element.tag, str)
    ]
