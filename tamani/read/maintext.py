"""The article of a page: what is around it is cut away, and so is what leaks into it.

Related stories, calls to subscribe and credits that stay in the text become false events later; precision goes first.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache

from lxml import etree

from tamani.read.lexicon import load_lines
from tamani.read.markup import Tree, text_of
from tamani.words import fold

LITTLE = 700
LAST = 3  # paragraphs at the end, where a page tells who wrote it
SHORT = 320  # a longer paragraph is never only a call to subscribe


def find_main_text(tree: Tree) -> str:
    """The article of a page as paragraphs, list items and table lines; empty when there is none."""
    import trafilatura  # late: 0.4 s that only pages need
    from trafilatura.metadata import Document

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it can't read is told by the reason below
    slim = _drop_machinery(tree)
    texts = []
    for fast in (True, False):
        found = trafilatura.bare_extraction(
            deepcopy(slim) if fast else slim, fast=fast, include_comments=False, with_metadata=False
        )
        if isinstance(found, Document) and found.body is not None:
            texts.append("\n\n".join(drop_boilerplate(list(write_blocks(found.body)))))
        # So little of a page is more often a caption than the article: then the slower way may find more.
        if texts and len(texts[0]) > LITTLE:
            break
    return max(texts, key=len, default="")


def _drop_machinery(tree: Tree) -> Tree:
    """A copy without scripts, styles and drawings, which are most of a page's bytes and none of its words."""
    copy = deepcopy(tree)
    for element in list(copy.iter("script", "style", "svg", "link", "template", "canvas", "object", "embed")):
        if element.getparent() is not None and "ld+json" not in (element.get("type") or ""):
            element.drop_tree()
    return copy


# --- blocks --------------------------------------------------------------------------------------------------------


def write_blocks(body: etree._Element) -> Iterator[str]:
    """Paragraphs, headings, lists and tables of an extracted body, in order."""
    loose: list[str] = [body.text or ""]
    for element in body:
        if element.tag in _INLINE:
            loose.append(_inline_text(element))
        else:
            yield from _flush(loose)
            yield from _write_block(element)
        loose.append(element.tail or "")
    yield from _flush(loose)


_INLINE = ("hi", "ref", "del", "lb", "graphic")


def _flush(loose: list[str]) -> Iterator[str]:
    text = _clean("".join(loose))
    loose.clear()
    if text:
        yield text


def _write_block(element: etree._Element) -> Iterator[str]:
    if element.tag == "list":
        items = [_clean(" ".join(_inline_text(item).split())) for item in element if item.tag == "item"]
        yield from _flush(["\n".join(f"- {item}" for item in items if item)])
    elif element.tag == "table":
        rows = [[text_of(cell) for cell in row] for row in element.iter("row")]
        yield from _flush(["\n".join(" | ".join(cells) for cells in rows if any(cells))])
    elif any(child.tag in ("p", "list", "table", "head", "quote") for child in element):
        yield from write_blocks(element)
    else:
        yield from _flush([_inline_text(element)])


def _inline_text(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts.append("\n" if child.tag == "lb" else " " if child.tag == "p" else "")
        parts.append(_inline_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _clean(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


# --- what leaks in -------------------------------------------------------------------------------------------------


@cache
def _patterns(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in load_lines("page", name)), re.I)


def drop_boilerplate(blocks: list[str]) -> list[str]:
    """Blocks without calls to subscribe, credits and lists of other stories.

    >>> drop_boilerplate(["Two died in Gao.", "Sign up for our newsletter", "À lire aussi : Autre titre"])
    ['Two died in Gao.']
    """
    kept: list[str] = []
    listing = False
    for number, block in enumerate(blocks):
        flat = fold(block)
        if _patterns("ends").match(flat) and number > len(blocks) * 0.4 and len(flat) < 80 and flat[-1] != ".":
            # "Related stories", "Sur le même thème": what follows are titles until prose begins again.
            listing = True
            continue
        if (
            listing
            and (len(block) < 140 or block.startswith("- "))
            and not block.endswith((".", "!", "?", "»", "”", '"'))
        ):
            continue
        listing = False
        if len(block) < SHORT and _patterns("lines").search(flat):
            continue
        if number >= max(LAST, len(blocks) - LAST) and len(block) < 2 * SHORT and _is_bio(flat):
            continue
        kept.append(block)
    return kept


def _is_bio(flat: str) -> bool:
    return bool(_patterns("bios").match(flat)) and not _patterns("not_bios").search(flat)
