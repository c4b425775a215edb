"""Commands that show what is known: incidents, show, history, origins."""

from __future__ import annotations

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
    print_rows,
    read_clock,
    say,
    take_past,
    warn,
    with_face,
)


@click.command(
    "incidents",
    help=make_help(
        "List incidents, newest first, each with why it is worth a look.",
        "tamani incidents --country BF --since 2024-08-01",
        "tamani incidents --severity 3 --new-since 2024-08-26",
        "tamani incidents --format jsonl > incidents.jsonl",
    ),
)
@narrow
@click.option("--withdrawn", is_flag=True, help="Also those that a person withdrew.")
@click.option("--limit", type=int, help="At most so many.")
@AS_OF
@with_face("text", "jsonl")
def incidents(face: Face, as_of: datetime | None, **asked: Any) -> int:
    from tamani.flow import OWNER, list_incidents

    query = make_query(asked | {"as_of": as_of})
    with face.open_existing() as store:
        dossiers = list_incidents(store, OWNER, query, now=read_clock())
        if face.format == "jsonl":
            from tamani.share.contract import make_incident_row, name_time

            print_rows(name_time(make_incident_row(dossier), query.as_of) for dossier in dossiers)
            return DONE
        from tamani.cli.lines import print_list

        if not print_list(dossiers, face.speaks):
            click.echo(say(face.speaks, "none"))
    return DONE


@click.command(
    "show",
    help=make_help(
        "Show one incident: tolls first, who says what where it is disputed; --all for every position and its words.",
        "tamani show 3f2a91",
        "tamani show 3f2a91 --all",
        "tamani show 3f2a91 --as-of 2024-08-26 --language fr",
    ),
)
@click.argument("incident")
@click.option("--all", "whole", is_flag=True, help="Every position with its words, every statement and source.")
@AS_OF
@with_face("text", "json")
def show(face: Face, incident: str, whole: bool, as_of: datetime | None) -> int:
    from tamani.flow import OWNER, show_incident

    with face.open_existing() as store:
        dossier = show_incident(store, incident, OWNER, as_of=as_of)
        if dossier.apart:
            # Beside the record, not in it: what was shown on that day must come out word for word.
            warn(say(face.speaks, "apart", n=len(dossier.apart) + 1, parts=", ".join(dossier.apart)))
        if face.format == "json":
            from tamani.share.contract import make_dossier_row, name_time

            print_rows([name_time(make_dossier_row(dossier), as_of)])
            return DONE
    from tamani.cli.card import print_card

    if not dossier.incident.id.startswith(incident):
        click.echo(say(face.speaks, "now_part_of", old=incident, new=dossier.incident.id))
    print_card(dossier, face.speaks, whole=whole)
    return DONE


@click.command(
    "history",
    help=make_help(
        "Tell how a record came to be: what arrived, which figures changed, who decided what.\n\n"
        "Each line names the reports it rests on.",
        "tamani history 3f2a91 --language fr",
        "tamani history 3f2a91 --from 2024-08-26 --to 2024-08-30",
    ),
)
@click.argument("incident")
@take_past("--from", "Only what changed after this day or time.")
@take_past("--to", "Only what changed up to this day or time; the same as --as-of.")
@AS_OF
@with_face("text", "jsonl")
def history(face: Face, incident: str, as_of: datetime | None, **bounds: datetime | None) -> int:
    import msgspec

    from tamani.flow import OWNER, Span, show_incident, tell_history

    until = min((at for at in (bounds["to"], as_of) if at is not None), default=None)
    with face.open_existing() as store:
        span = Span(bounds["from"], until)
        happenings = tell_history(store, incident, OWNER, language=face.speaks, span=span)
        dossier = show_incident(store, incident, OWNER, as_of=until)
    if face.format == "jsonl":
        print_rows(msgspec.to_builtins(one) for one in happenings)
        return DONE
    from tamani.cli.lines import print_history

    if not happenings:
        click.echo(say(face.speaks, "nothing_changed"))
    print_history(happenings, dossier, face.speaks)
    return DONE


@click.command(
    "origins",
    help=make_help(
        "Draw where an incident was first said, and who carried it: each independent origin, the reports with their "
        "words.\n\n"
        "Copies are folded under the first of them; --all names every copy and every fact.",
        "tamani origins 3f2a91",
        "tamani origins 3f2a91 --all --language fr",
        "tamani origins 3f2a91 --format jsonl",
    ),
)
@click.argument("incident")
@click.option("--all", "whole", is_flag=True, help="Every fact and every copy.")
@AS_OF
@with_face("text", "jsonl")
def origins(face: Face, incident: str, whole: bool, as_of: datetime | None) -> int:
    from tamani.flow import OWNER, show_origins

    with face.open_existing() as store:
        tree = show_origins(store, incident, OWNER, as_of=as_of)
    if face.format == "jsonl":
        from tamani.share.contract import make_origin_rows

        print_rows(make_origin_rows(tree))
        return DONE
    from tamani.cli.tree import print_tree

    print_tree(tree, face.speaks, whole=whole)
    return DONE
