"""Where a record was first said, drawn as a tree on a terminal of any width, with colour or without."""

from __future__ import annotations

import os
import sys

import click
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from tamani.cli.face import measure_width
from tamani.fields import Vocabulary, load_vocabulary
from tamani.origins import Carried, OriginTree, Root
from tamani.phrases import load_phrases, name_origin, quote_words, say_day, say_plural, say_title, say_value
from tamani.records import Claim, Stance
from tamani.words import fold

MOST = 3  # names of copies, without --all
STAYS = "\ue000"  # stands for a space that must not break: rich breaks lines at those too


def print_tree(tree: OriginTree, language: str, *, whole: bool) -> None:
    """The tree of a record: root origin, channel, reports with their words; copies folded."""
    vocabulary, phrases = load_vocabulary(), load_phrases(language)["tree"]
    head = Text(say_title(tree.dossier.incident, vocabulary, language), style="bold")
    head.append(f"\n{say_plural('counted', tree.origins, language)}", style="not bold")
    drawn = Tree(head, guide_style="dim")
    for root in tree.roots:
        branch = drawn.add(_say_root(root, vocabulary, language))
        for channel in root.channels:
            limb = branch if channel.id is None else branch.add(Text(phrases["via"].format(name=channel.name)))
            for carried in channel.reports:
                _add_report(limb, carried, language, whole=whole)
    console = _open_console()
    with console.capture() as captured:
        console.print(drawn)
    click.echo(captured.get().replace(STAYS, "\u00a0"), nl=False)


def _open_console() -> Console:
    """Colour on a terminal only, and never where NO_COLOR is set."""
    plain = not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR"))
    return Console(
        file=sys.stdout, width=measure_width(), color_system=None if plain else "standard", highlight=False,
        force_terminal=not plain, legacy_windows=False,
    )  # fmt: skip


def _say_root(root: Root, vocabulary: Vocabulary, language: str) -> Text:
    phrases = load_phrases(language)
    reports = say_plural("reports", root.reports, language)
    if root.origin is None:
        return Text.assemble((phrases["tree"]["rootless"], "italic"), (f" · {reports}", "dim"))
    kind = phrases["origin"].get(root.origin.kind, root.origin.kind)
    name = name_origin(root.origin, vocabulary, language)
    return Text.assemble((name, "bold green"), f" ({kind})", (f" · {reports}", "dim"))


def _add_report(limb: Tree, carried: Carried, language: str, *, whole: bool) -> None:
    phrases, cited = load_phrases(language), carried.cited
    day = say_day(cited.published, language) if cited.published else str(phrases["undated"])
    leaf = limb.add(Text.assemble(day, " · ", (cited.source or cited.agency or cited.report, "bold"),
                                  (f" [{cited.report}]", "dim")))  # fmt: skip
    shown = carried.claims if whole else carried.claims[: carried.telling]
    for claim in shown:
        leaf.add(_say_claim(claim, language))
    if left := len(carried.claims) - len(shown):
        leaf.add(Text(phrases["tree"]["more" if left > 1 else "one_more"].format(n=left), style="dim"))
    if carried.copies:
        names = list(dict.fromkeys(one.source or one.agency or one.report for one in carried.copies))
        called = ", ".join(names if whole else names[:MOST]) + ("" if whole or len(names) <= MOST else ", …")
        form = phrases["tree"]["copy" if len(carried.copies) == 1 else "copies"]
        leaf.add(Text(form.format(n=len(carried.copies), names=called), style="cyan"))


def _say_claim(claim: Claim, language: str) -> Text:
    vocabulary, phrases = load_vocabulary(), load_phrases(language)
    names = vocabulary.fields[claim.field]
    label = names.fr if language == "fr" else names.en
    said = f"{label}{phrases['colon']}{say_value(claim.field, claim.value, vocabulary, language)}"
    if claim.stance is not Stance.ASSERTED:
        said += f" [{phrases[claim.stance.value]}]"
    by = ""
    if claim.said_by and fold(claim.said_by) not in fold(claim.quote):
        by = f", {phrases['by'].format(speaker=quote_words(claim.said_by, language))}"
    words = f" — {quote_words(claim.quote, language)}{by}"
    return Text.assemble(_keep(said), (_keep(words), "dim"))


def _keep(text: str) -> str:
    return text.replace("\u00a0", STAYS).replace("\u202f", STAYS)
