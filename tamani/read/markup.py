"""Markup to a tree, whatever its encoding and however broken; a trap of nested elements is refused."""

from __future__ import annotations

import re
from typing import TypeAlias
from unicodedata import normalize

from lxml import html as lxml_html
from lxml.etree import ParserError, XMLSyntaxError

from tamani.charset import decode_bytes
from tamani.reasons import Unreadable

Tree: TypeAlias = lxml_html.HtmlElement

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]|&shy;|&#173;|&#xad;", re.I)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def parse_markup(name: str, data: bytes, charset: str | None) -> Tree:
    """The tree of a page."""
    text = _CONTROLS.sub(" ", _DECLARATION.sub("", decode_bytes(data, charset)))
    # Soft hyphens and letters with loose accents look right and match no word.
    text = normalize("NFC", _UNSEEN.sub("", text))
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (ParserError, XMLSyntaxError, ValueError) as error:
        raise Unreadable(name, "damaged", why=str(error)) from error
    # Real pages stay below 100 levels. The parser gives up at 256 and drops the rest: never in silence.
    if any("depth" in (entry.message or "") for entry in parser.error_log):
        raise Unreadable(name, "too_deep")
    return tree


def text_of(element: Tree | None) -> str:
    """The text of an element, white space folded."""
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""
