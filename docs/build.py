"""Write the generated pages of docs/reference: commands, fields and kinds, settings. `--check` only says what is stale.

python docs/build.py [--check]
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import click  # noqa: E402

from tamani.cli import commands  # noqa: E402
from tamani.extract.explain import load_rules  # noqa: E402
from tamani.fields import load_vocabulary  # noqa: E402
from tamani.fuse.compare import SAME, UNSURE  # noqa: E402
from tamani.fuse.reason import VETO  # noqa: E402
from tamani.fuse.table import load_table  # noqa: E402

REFERENCE = ROOT / "docs" / "reference"
GENERATED = "<!-- Written by docs/build.py from the code. Change the code, then run `make docs`. -->\n"


def describe_commands() -> str:
    """Every command as its --help shows it."""
    parts = ["# Commands\n", GENERATED]
    parts.append(
        "The store is `--store PATH`, else `TAMANI_STORE`, else `./tamani.db`. Machine output goes to standard output\n"
        "and nothing else does; progress and warnings go to standard error.\n"
        "Exit codes: 0 done, 1 some items were set aside, 2 wrong usage or a fatal error.\n"
    )
    root = click.Context(commands, info_name="tamani", terminal_width=100, help_option_names=["-h", "--help"])
    parts.append(_show_help("tamani", commands, root))
    for name in commands.list_commands(root):
        command = commands.get_command(root, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=root, terminal_width=100)
        parts.append(_show_help(f"tamani {name}", command, context))
        if isinstance(command, click.Group):
            for inner in command.list_commands(context):
                deeper = click.Context(command.commands[inner], info_name=inner, parent=context, terminal_width=100)
                parts.append(_show_help(f"tamani {name} {inner}", command.commands[inner], deeper))
    return "\n".join(parts)


def _show_help(title: str, command: click.Command, context: click.Context) -> str:
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return f"## {title}\n\n```text\n{text}\n```\n"


def describe_vocabulary() -> str:
    """Fields and kinds with their names in both languages."""
    vocabulary = load_vocabulary()
    lines = [
        "# Fields and kinds\n",
        GENERATED,
        "## Fields\n",
        "| field | English | French | settles by |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{one.id}` | {one.en} | {one.fr} | {one.settle} |" for one in vocabulary.fields.values()]
    lines += ["\n## Kinds of incident\n", "| kind | English | French | ACLED | PLOVER | UCDP | severity |"]
    lines.append("|---|---|---|---|---|---|---|")
    lines += [
        f"| `{kind.id}` | {kind.en} | {kind.fr} | {kind.acled} | {kind.plover} | {kind.ucdp or ''} | {kind.severity} |"
        for kind in vocabulary.kinds.values()
    ]
    lines.append(
        f"\nThe vocabulary also names {len(vocabulary.actors)} actors and {len(vocabulary.sources)} sources: see "
        "`tamani/vocab/`.\n"
    )
    return "\n".join(lines)


def describe_settling() -> str:
    """By which rule the claims of many reports become what is shown, and when a field is disputed."""
    vocabulary = load_vocabulary()
    lines = ["# How values settle\n", GENERATED]
    lines.append(
        "Each field settles by one rule. No rule drops a value: `tamani show ID --all`, the page and `--format jsonl`\n"
        "give every position with its speaker, its independent origins and the day since when it is known. `disputes`\n"
        "lists the competing values with who holds them; `revisions` what one speaker said one after the other.\n"
    )
    for rule in vocabulary.rules.values():
        fields = [one for one in vocabulary.fields.values() if one.settle == rule.id]
        lines.append(f"## {rule.id}\n")
        lines.append(f"Fields: {', '.join(f'`{one.id}` ({one.en} / {one.fr})' for one in fields)}.\n")
        lines.append(f"{rule.en} Disputed: {rule.disputed_en}.\n")
        lines.append(f"> {rule.fr} Contesté : {rule.disputed_fr}.\n")
    lines.append("## Credibility 1-6\n")
    lines.append(
        "Proposed for each incident and each disputed field from independent origins alone, by the first case that\n"
        "fits; the reliability A-F of a source has no part in it.\n"
    )
    lines += ["| grade | case | English | French |", "|---|---|---|---|"]
    for case in vocabulary.cases.values():
        grade = vocabulary.grades[str(case.grade)]
        lines.append(f"| {case.grade} ({grade.en} / {grade.fr}) | `{case.id}` | {case.en} | {case.fr} |")
    return "\n".join(lines) + "\n"


def describe_rules() -> str:
    """Every rule that makes claims, as `tamani extract --explain` names it."""
    lines = ["# Rules of reading\n", GENERATED, "What `tamani extract --explain` names under a claim.\n"]
    lines += ["| rule | English | French | for example |", "|---|---|---|---|"]
    lines += [f"| `{name}` | {rule.en} | {rule.fr} | {rule.for_example} |" for name, rule in load_rules().items()]
    return "\n".join(lines) + "\n"


def describe_comparisons() -> str:
    """The table by which two mentions are compared, as `tamani show` and links give its reasons."""
    lines = [
        "# Comparisons\n",
        GENERATED,
        "What speaks for two reports telling of one event, or against it. Points are added up:\n"
        f"{SAME:g} and more are one event by rule, from {UNSURE:g} on a person is asked, and {VETO:g} says no\n"
        "whatever the rest says. Something must tie the two (a place, a figure, a person, words): a day never does.\n"
        "The points stand in `tamani/fuse/points.toml`.\n",
    ]
    for row in load_table():
        lines += [
            f"## {row.name.replace('_', ' ').capitalize()}\n",
            row.says,
            "",
            "| reason | points | the case |",
            "|---|---|---|",
        ]
        lines += [f"| `{one.code}` | {_show_points(one.points)} | {one.case} |" for one in row.weights.values()]
        lines.append("")
    return "\n".join(lines)


def _show_points(points: tuple[float, ...]) -> str:
    return " to ".join(f"{one:+g}" if one else "0" for one in points)


def describe_settings() -> str:
    """Every setting with its default and the comment that stands beside it."""
    source = (ROOT / "tamani" / "settings.py").read_text(encoding="utf-8")
    rows = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and node.name == "Settings":
            for line in node.body:
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                    comment = source.splitlines()[line.lineno - 1].partition("#")[2].strip()
                    default = ast.unparse(line.value) if line.value else ""
                    rows.append(
                        f"| `{line.target.id}` | `{default}` | {_find_variable(source, line.target.id)} | {comment} |"
                    )
    head = "| setting | default | environment variable | what it does |\n|---|---|---|---|\n"
    return "# Settings\n\n" + GENERATED + "\n" + head + "\n".join(rows) + "\n"


def _find_variable(source: str, setting: str) -> str:
    name = f"TAMANI_{setting.upper()}"
    return f"`{name}`" if name in source else ""


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": describe_commands,
    "vocabulary.md": describe_vocabulary,
    "rules.md": describe_rules,
    "settling.md": describe_settling,
    "settings.md": describe_settings,
    "comparisons.md": describe_comparisons,
}


def find_stale() -> list[str]:
    """The generated pages that no longer say what the code does."""
    return [
        name
        for name, describe in PAGES.items()
        if not (REFERENCE / name).exists() or (REFERENCE / name).read_text(encoding="utf-8") != describe()
    ]


def main() -> int:
    if "--check" in sys.argv[1:]:
        stale = find_stale()
        for name in stale:
            print(f"docs/reference/{name} is stale: run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, describe in PAGES.items():
        (REFERENCE / name).write_text(describe(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
