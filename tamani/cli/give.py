"""Commands that hand records on: export and brief."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

import click

from tamani.cli.face import (
    AS_OF,
    DONE,
    Face,
    make_help,
    make_query,
    narrow,
    parse_time,
    print_bytes,
    read_clock,
    say,
    warn,
    with_face,
)

FORMATS = ("csv", "geojson", "xlsx", "parquet", "jsonl")
OUTPUT = click.option("--output", "-o", metavar="FILE", help="Where to write it [default: standard output].")


@click.command(
    "export",
    help=make_help(
        "Write incidents for other programs: ACLED-shaped CSV, GeoJSON, XLSX with an HXL row, Parquet, JSON Lines.\n\n"
        "Names of private persons are left out.",
        "tamani export --format csv --country ML -o mali.csv",
        "tamani export --format xlsx -o incidents.xlsx --clearance GREEN",
    ),
)
@narrow
@click.option(
    "--clearance",
    type=click.Choice(["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"], case_sensitive=False),
    help="For a reader who may see no more than this [default: all].",
)
@AS_OF
@OUTPUT
@with_face(*FORMATS)
def export(face: Face, as_of: datetime | None, output: str | None, clearance: str | None, **asked: Any) -> int:
    from tamani.flow import OWNER, ExportOptions, export_incidents
    from tamani.records import Reader, Tlp

    if face.format in ("xlsx", "parquet") and output is None and sys.stdout.isatty():
        raise click.UsageError(f"{face.format} is no text: give -o FILE, or a pipe")
    query = make_query(asked | {"as_of": as_of})
    # A partner is nobody by name: only what is cleared for everybody of that level goes out.
    reader = Reader("export", Tlp(f"TLP:{clearance.upper()}"), owner=False) if clearance else OWNER
    with face.open_existing() as store:
        options = ExportOptions(now=read_clock(), format=face.format, language=face.speaks)
        exported = export_incidents(store, reader, query, options)
    print_bytes(exported.data, output)
    if output and output != "-":
        warn(say(face.speaks, "wrote", n=exported.count, output=output))
    return DONE


@click.command(
    "brief",
    help=make_help(
        "Write a one-page brief: what is agreed, what is disputed and by whom, what is new, who reacted.",
        "tamani brief 3f2a91 --language fr -o note.md",
        "tamani brief 3f2a91 --format html --since 2024-08-26 -o note.html",
    ),
)
@click.argument("incidents", nargs=-1, required=True, metavar="ID...")
@click.option("--since", metavar="DATE", help="Also say what changed since this day.")
@AS_OF
@OUTPUT
@with_face("md", "html")
def brief(face: Face, incidents: tuple[str, ...], since: str | None, as_of: datetime | None, output: str | None) -> int:
    from tamani.flow import OWNER, BriefOptions, write_briefs

    options = BriefOptions(
        language=face.speaks, format=face.format, since=parse_time(since), as_of=as_of, now=read_clock()
    )
    with face.open_existing() as store:
        page = write_briefs(store, incidents, OWNER, options)
    print_bytes(page.encode(), output)
    return DONE
