"""Commands that take reports in: add, read, extract, locate, rejects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from tamani.cli.face import (
    AS_OF,
    DONE,
    SET_ASIDE,
    Face,
    make_help,
    print_rows,
    read_clock,
    say,
    warn,
    with_face,
)

if TYPE_CHECKING:
    from tamani.flow import AddResult
    from tamani.records import Reject

MOST_REJECTS = 10  # told one by one; the rest is in `tamani rejects list`
PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
LEAST = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    help="Leave out claims that are less sure than this [default: TAMANI_MIN_CONFIDENCE, else 0].",
)
TLP = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]


@click.command(
    "add",
    help=make_help(
        "Read reports into the store: files, folders, addresses, feeds, or - for standard input.\n\n"
        "The same report again adds nothing; an edited one is a new version. What can't be read is set aside. After a "
        "kill, give the same command again: what is known already is skipped, and counted at the end.",
        "tamani add inbox/ --marking GREEN",
        "tamani add https://example.org/feed.xml",
    ),
)
@PATHS
@click.option("--marking", type=click.Choice(TLP, case_sensitive=False), help="TLP of reports that carry none [RED].")
@click.option("--audience", multiple=True, metavar="NAME", help="Who may see them above GREEN; repeat for more.")
@LEAST
@with_face("text", "json")
def add(face: Face, paths: tuple[str, ...], marking: str | None, audience: tuple[str, ...]) -> int:
    from tamani.cli.progress import show_progress
    from tamani.flow import add_collected, collect_marked, count_items
    from tamani.records import Marking, Tlp

    settings, now = face.settings(), read_clock()
    given = Marking(Tlp(f"TLP:{(marking or 'RED').upper()}"), tuple(sorted(audience)))
    with face.open() as store, show_progress(face.speaks, lambda: count_items(paths)) as progress:
        items = collect_marked(paths, settings, given, now=now)
        result = add_collected(store, items, settings, now=now, progress=progress)
    return _tell_result(face, result)


def _tell_result(face: Face, result: AddResult) -> int:
    import msgspec

    for reject in result.rejects[:MOST_REJECTS]:
        tell_reject(face, reject)
    if (rest := len(result.rejects) - MOST_REJECTS) > 0:
        warn(say(face.speaks, "more_rejects", n=rest))
    counts = {name: getattr(result, name) for name in ("added", "versions", "known", "set_aside", "touched")}
    if face.format == "json":
        print_rows([msgspec.to_builtins(result)])
    else:
        click.echo(say(face.speaks, "added", **counts))
    return SET_ASIDE if result.set_aside else DONE


def tell_reject(face: Face, reject: Reject) -> None:
    """One line about an item that was set aside, on the error stream."""
    from tamani.reasons import translate_reason

    problem, remedy = translate_reason(reject.problem, reject.remedy, face.speaks)
    warn(say(face.speaks, "rejected", name=reject.name, problem=problem, remedy=remedy))


def print_stream(face: Face, rows: Iterable[Any], tell: Any) -> int:
    """Rows as they come; items that can't be read are told on the error stream and make the exit code 1."""
    from tamani.records import Reject

    code = DONE
    for row in rows:
        if isinstance(row, Reject):
            tell_reject(face, row)
            code = SET_ASIDE
        elif face.format == "jsonl":
            print_rows([row])
        else:
            tell(row)
    return code


@click.command(
    "read",
    help=make_help(
        "Print the clean text, title, author, dates and language of reports. Stores nothing.",
        "tamani read page.html",
        "tamani read inbox/ --format jsonl > readings.jsonl",
    ),
)
@PATHS
@with_face("text", "jsonl", store=False)
def read(face: Face, paths: tuple[str, ...]) -> int:
    from tamani.flow import read_rows

    def tell(row: dict[str, Any]) -> None:
        head = [row["title"], row["source"] or row["agency"], row["author"], row["published"], row["language"]]
        click.echo(" | ".join(str(part) for part in head if part))
        click.echo(f"{row['text']}\n")

    return print_stream(face, read_rows(paths, face.settings(), now=read_clock()), tell)


@click.command(
    "extract",
    help=make_help(
        "Print what reports say: mentions of events with cited claims, and statements. Stores nothing.",
        "tamani extract reports.jsonl > claims.jsonl",
        "tamani extract article.html --format text",
        "tamani extract article.html --format text --explain",
    ),
)
@PATHS
@click.option("--explain", is_flag=True, help="Say for each claim which rule and which words of the lexicons made it.")
@click.option(
    "--model", metavar="NAME", help="Let this model at TAMANI_MODEL_URL propose claims too; cited or dropped."
)
@click.option("--yes", is_flag=True, help="Ask the model without asking you first.")
@LEAST
@with_face("jsonl", "text", store=False)
def extract(face: Face, paths: tuple[str, ...], *, explain: bool, model: str | None, yes: bool) -> int:
    from tamani.flow import explain_rows, extract_rows

    def tell(row: dict[str, Any]) -> None:
        click.echo(f"{row['report']} ({row['language']})")
        if not row["mentions"] and not row["statements"]:
            click.echo(f"  {say(face.speaks, 'no_event')}")
        for mention in row["mentions"]:
            click.echo(f"  {mention['id']}: {mention['kind']} {mention.get('mode', '')}".rstrip())
            _tell_claims(face, mention["claims"], "    ")
        _tell_claims(face, row["statements"], "  ")

    if model:
        from tamani.cli.second import Asked, ask_again

        return print_stream(face, ask_again(face, Asked(paths, model, yes, explain)), tell)
    make_rows = explain_rows if explain else extract_rows
    return print_stream(face, make_rows(paths, face.settings(), now=read_clock()), tell)


def _tell_claims(face: Face, claims: list[dict[str, Any]], indent: str) -> None:
    for claim in claims:
        value = claim["value"]
        if isinstance(value, dict):
            value = ", ".join(f"{name} {part}" for name, part in value.items() if part is not None)
        by = f" [{claim['said_by']}]" if claim["said_by"] else ""
        stance = "" if claim["stance"] == "asserted" else f" ({claim['stance']})"
        click.echo(f"{indent}{claim['field']}: {value}{stance}{by} “{claim['quote']}”")
        if "why" in claim:
            _tell_why(face, claim["why"], indent + "    ")


def _tell_why(face: Face, why: dict[str, Any], indent: str) -> None:
    """The rule of a claim in a sentence, and the words it stands on with their file and line."""
    click.echo(f"{indent}{say(face.speaks, 'rule')}: {why['rule'] or '-'} {why['says']}".rstrip())
    for entry in why["entries"]:
        own = f" ({say(face.speaks, 'own_words')})" if entry["own"] else ""
        click.echo(f"{indent}“{entry['words']}” {entry['file']}:{entry['line']} {entry['key']}{own}")


@click.command(
    "locate",
    help=make_help(
        "Print every place name of reports and the point it stands for; none where it can't be told. Stores nothing.",
        "tamani locate reports.jsonl > places.jsonl",
    ),
)
@PATHS
@with_face("jsonl", "text", store=False)
def locate(face: Face, paths: tuple[str, ...]) -> int:
    from tamani.flow import locate_rows

    def tell(row: dict[str, Any]) -> None:
        click.echo(row["report"])
        for place in row["places"]:
            at = (
                f"{place['lat']:.4f}, {place['lon']:.4f}"
                if place["lat"] is not None
                else say(face.speaks, "unresolved")
            )
            click.echo(f"  {place['text']}: {place['name']} ({at})")

    return print_stream(face, locate_rows(paths, face.settings(), now=read_clock()), tell)


@click.group("rejects", help=make_help("Items that were set aside.", "tamani rejects list", "tamani rejects retry"))
def rejects() -> None:
    pass


@rejects.command(
    "list",
    help=make_help("List what was set aside, with the reason and what to do.", "tamani rejects list --format jsonl"),
)
@AS_OF
@with_face("text", "jsonl")
def list_all(face: Face, as_of: datetime | None) -> int:
    import msgspec

    from tamani.flow import list_rejects
    from tamani.reasons import translate_reason

    with face.open_existing() as store:
        found = list_rejects(store, as_of=as_of)
    if face.format == "jsonl":
        print_rows(msgspec.to_builtins(reject) for reject in found)
    elif not found:
        click.echo(say(face.speaks, "no_rejects"))
    for reject in found if face.format == "text" else ():
        problem, remedy = translate_reason(reject.problem, reject.remedy, face.speaks)
        at = f"{reject.at:%Y-%m-%d %H:%M}"
        click.echo(say(face.speaks, "set_aside_at", at=at, name=reject.name, problem=problem, remedy=remedy))
    return DONE


@rejects.command(
    "retry", help=make_help("Try the items that were set aside again, for example with wider limits.",
                            "tamani rejects retry")
)  # fmt: skip
@with_face("text", "json")
def retry(face: Face) -> int:
    from tamani.flow import retry_rejects

    with face.open_existing() as store:
        return _tell_result(face, retry_rejects(store, face.settings(), now=read_clock()))
