"""The tree of origins as the page shows it: open branches without any script, each report with its passages.

In comes a tree; out go plain values for the template; nothing here decides what is true.
"""

from __future__ import annotations

from urllib.parse import quote as quote_url

from msgspec import Struct

from tamani.origins import Carried, OriginTree
from tamani.phrases import load_phrases, name_origin, quote_words, say_day, say_plural, say_value
from tamani.records import Cited, Claim, Stance
from tamani.web.eye import Eye, report_url
from tamani.words import fold


class Leaf(Struct, frozen=True, kw_only=True):
    """One report under an origin."""

    url: str
    source: str
    published: str
    said: tuple[dict[str, str], ...]
    more: str
    copies: str
    copied: tuple[dict[str, str], ...]


class Limb(Struct, frozen=True, kw_only=True):
    """Who carried it, and the reports that have it from there; no name where they have it from the origin itself."""

    name: str
    leaves: tuple[Leaf, ...]


class Branch(Struct, frozen=True, kw_only=True):
    """One independent origin, or what nobody stands behind."""

    name: str
    kind: str
    counts: str
    rootless: bool
    limbs: tuple[Limb, ...]


def view_tree(tree: OriginTree, eye: Eye) -> tuple[Branch, ...]:
    """The origins of a record, the one that most reports carry first."""
    phrases = load_phrases(eye.language)
    return tuple(
        Branch(
            name=name_origin(root.origin, eye.vocabulary, eye.language) if root.origin else phrases["tree"]["rootless"],
            kind=phrases["origin"].get(root.origin.kind, root.origin.kind) if root.origin else "",
            counts=say_plural("reports", root.reports, eye.language),
            rootless=root.origin is None,
            limbs=tuple(
                Limb(
                    name=phrases["tree"]["via"].format(name=channel.name) if channel.name else "",
                    leaves=tuple(_view_leaf(carried, eye) for carried in channel.reports),
                )
                for channel in root.channels
            ),
        )
        for root in tree.roots
    )


def _view_leaf(carried: Carried, eye: Eye) -> Leaf:
    phrases, cited, left = load_phrases(eye.language), carried.cited, len(carried.claims) - carried.telling
    form = phrases["tree"]["copy_short" if len(carried.copies) == 1 else "copies_short"]
    return Leaf(
        url=_report_page(cited, eye),
        source=_call(cited),
        published=say_day(cited.published, eye.language) if cited.published else phrases["undated"],
        said=tuple(_view_said(claim, eye) for claim in carried.claims[: carried.telling]),
        more=phrases["tree"]["more" if left > 1 else "one_more"].format(n=left) if left > 0 else "",
        copies=form.format(n=len(carried.copies)) if carried.copies else "",
        copied=tuple({"url": _report_page(one, eye), "name": _call(one)} for one in carried.copies),
    )


def _view_said(claim: Claim, eye: Eye) -> dict[str, str]:
    phrases, names = load_phrases(eye.language), eye.vocabulary.fields[claim.field]
    label = names.fr if eye.language == "fr" else names.en
    stance = "" if claim.stance is Stance.ASSERTED else phrases[claim.stance.value]
    named = claim.said_by and fold(claim.said_by) not in fold(claim.quote)
    by = phrases["by"].format(speaker=quote_words(claim.said_by or "", eye.language)) if named else ""
    value = say_value(claim.field, claim.value, eye.vocabulary, eye.language)
    return {"url": eye.link(report_url(claim)), "label": label, "value": value, "stance": stance,
            "quote": quote_words(claim.quote, eye.language), "by": by}  # fmt: skip


def _report_page(cited: Cited, eye: Eye) -> str:
    return eye.link(f"/reports/{quote_url(cited.report, safe='')}")


def _call(cited: Cited) -> str:
    return cited.source or cited.agency or cited.report
