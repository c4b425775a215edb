"""The page of one report: its text with every passage that was read from it, and one of them lit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from tamani.phrases import say_day, say_speaker, say_value
from tamani.records import Claim, Part, Reading
from tamani.web.eye import Eye, report_url
from tamani.web.passages import Piece, cut_text


def view_report(reading: Reading, claims: Sequence[Claim], lit: str | None, eye: Eye) -> dict[str, Any]:
    """The report as the template shows it."""
    ordered = sorted(claims, key=lambda claim: (claim.span.part.value, claim.span.start, claim.span.end, claim.id))
    gone = reading.forgotten is not None
    title = cut_text(reading, ordered, Part.TITLE)
    return {
        "title": reading.report if gone else reading.title or reading.report,
        "title_pieces": _view_pieces(title, lit, eye, gone=gone) or [{"text": reading.report}],
        "pieces": _view_pieces(cut_text(reading, ordered, Part.TEXT), lit, eye, gone=gone),
        "language": reading.language,
        "deleted": say_day(reading.forgotten.at, eye.language) if reading.forgotten else None,
        "source": reading.source or "",
        "agency": reading.agency,
        "published": say_day(reading.published, eye.language) if reading.published else None,
        # Only a web address becomes a link: a report may claim any string as its own.
        "original": reading.url if reading.url and urlsplit(reading.url).scheme in ("http", "https") else None,
        "claims": [_view_claim(claim, lit, eye) for claim in ordered],
    }


def _view_pieces(pieces: Sequence[Piece], lit: str | None, eye: Eye, *, gone: bool = False) -> list[dict[str, Any]]:
    return [
        {
            # Of a text that was deleted only quotes are left; between them stands what says so.
            "text": piece.text if piece.text.strip() or not gone else " […] ",
            "claims": bool(piece.claims),
            "anchor": piece.anchor,
            "lit": any(claim.id == lit for claim in piece.claims),
            "says": "; ".join(dict.fromkeys(_say_claim(claim, eye) for claim in piece.claims)),
        }
        for piece in pieces
    ]


def _view_claim(claim: Claim, lit: str | None, eye: Eye) -> dict[str, Any]:
    rule = eye.vocabulary.fields.get(claim.field)
    return {
        "url": eye.link(report_url(claim)),
        "label": (rule.fr if eye.language == "fr" else rule.en) if rule else claim.field,
        "value": say_value(claim.field, claim.value, eye.vocabulary, eye.language),
        "said_by": say_speaker(claim, eye.vocabulary, eye.language),
        "stance": claim.stance.value,
        "lit": claim.id == lit,
    }


def _say_claim(claim: Claim, eye: Eye) -> str:
    view = _view_claim(claim, None, eye)
    return f"{view['label']}{eye.words['colon']}{view['value']}"
