"""In: dossiers with what changed in them. Out: a brief of one page each, in French or English, as Markdown or HTML.
Parts: page (what stands on it), templates, words.toml (the fixed words).
Never shows more than the dossier holds, and names no private person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tamani.brief.page import Page, lay_out_page
from tamani.fields import Vocabulary
from tamani.phrases import load_phrases

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["FORMATS", "Page", "write_brief"]

FORMATS: dict[str, str] = {"md": "brief.md.jinja", "html": "brief.html.jinja"}


def write_brief(pages: Sequence[Page], format: str, vocabulary: Vocabulary, language: str) -> str:
    """A brief in one of FORMATS, a page for each incident."""
    template = _open_templates().get_template(FORMATS[format])
    laid_out = [lay_out_page(page, vocabulary, language) for page in pages]
    text = template.render(pages=laid_out, language=language, colon=load_phrases(language)["colon"])
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@cache
def _open_templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html.jinja"]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    made.filters["md"] = escape_markdown
    return made


def escape_markdown(text: str) -> str:
    """A text from a report, so that it can't become a heading, a link or an image in somebody's reader.

    >>> escape_markdown("[click](x) <b> *now*")
    '\\\\[click\\\\](x) &lt;b> \\\\*now\\\\*'
    """
    flat = " ".join(text.split())
    return re.sub(r"([\\`*_\[\]#|])", r"\\\1", flat).replace("<", "&lt;")
