"""Commands that guard what is kept: backup, restore, forget."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tamani.cli.face import DONE, SET_ASIDE, Face, make_help, name_author, print_rows, read_clock, say, warn, with_face


@click.command(
    "backup",
    help=make_help(
        "Write the whole store into one file: reports, decisions, raw bytes, added places.\n\n"
        "Others can read and add meanwhile. The file is read back and checked before it takes its name.",
        "tamani backup tamani-2024-08-31.backup",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Also in the place of a later backup or one of another store.")
@with_face("text", "json")
def backup(face: Face, file: Path, replace: bool) -> int:
    from tamani.flow import backup_store

    with face.open_existing():
        pass  # a store that can't be opened is told here; an older one is brought up to date
    made = backup_store(face.settings(), file, now=read_clock(), replace=replace)
    for digest in made.end.lost:
        warn(say(face.speaks, "backup_lost", digest=digest))
    if face.format == "json":
        print_rows([{"file": str(made.path), "bytes": made.size, "lost": made.end.lost, **_describe(made.manifest)}])
    else:
        size = _say_size(made.size, face.speaks)
        facts = {"reports": made.manifest.reports, "raws": made.end.raws, "size": size}
        click.echo(say(face.speaks, "backup_written", path=made.path, **facts))
    return SET_ASIDE if made.end.lost else DONE


@click.command(
    "restore",
    help=make_help(
        "Bring a store back from its backup.\n\n"
        "A store that is there is refused; with --replace it is put aside under another name, never erased.",
        "tamani restore tamani-2024-08-31.backup",
        "tamani restore tamani-2024-08-31.backup --store elsewhere.db",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put the store that is there aside.")
@with_face("text", "json")
def restore(face: Face, file: Path, replace: bool) -> int:
    from tamani.flow import restore_store

    done = restore_store(file, face.settings(), now=read_clock(), replace=replace)
    with face.open():
        pass  # an older store is brought up to date now, not on the day it is needed
    for digest in done.end.lost:
        warn(say(face.speaks, "backup_lost", digest=digest))
    if face.format == "json":
        before = done.aside if done.before is None else str(done.before)
        print_rows([{"store": done.name, "before": before, "lost": done.end.lost, **_describe(done.manifest)}])
    else:
        made = f"{done.manifest.made:%Y-%m-%d %H:%M} UTC"
        click.echo(say(face.speaks, "restored", path=done.name, made=made, reports=done.manifest.reports))
        if done.before is not None:
            click.echo(say(face.speaks, "restored_before", before=done.before))
        if done.aside is not None:
            click.echo(say(face.speaks, "restored_aside", schema=done.aside))
    return SET_ASIDE if done.end.lost else DONE


def _describe(manifest: object) -> dict[str, object]:
    import msgspec

    rows: dict[str, object] = msgspec.to_builtins(manifest)
    return {name: rows[name] for name in ("made", "schema", "cursor", "reports", "raws")}


def _say_size(size: int, language: str) -> str:
    from tamani.reasons import say_size

    said = say_size(size)
    return said.replace(".", ",").replace("MB", "Mo").replace("kB", "ko") if language == "fr" else said


@click.command(
    "forget",
    help=make_help(
        "Delete the texts and bytes of reports for good.\n\n"
        "Name reports by their whole id, or a source by its name; --due takes those that are older than their source's"
        " retention. With --keep-claims what was read in them stays, each claim with its quote; with --with-claims"
        " nothing is left but the report's id. The act itself is kept. Older backups still hold the text.",
        'tamani forget bbc-17 --keep-claims --reason "licence ended"',
        'tamani forget "Radio Sahel" --with-claims --reason "asked by the source"',
        'tamani forget --due --keep-claims --reason "retention"',
    ),
)
@click.argument("given", nargs=-1, metavar="REPORT|SOURCE...")
@click.option("--keep-claims/--with-claims", "keep_claims", default=None, help="Do claims and quotes stay?")
@click.option("--due", is_flag=True, help="All that is older than the retention of its source.")
@click.option("--reason", required=True, help="Why; it is kept with the act.")
@click.option("--author", metavar="NAME", help="Who has it deleted [default: your login name].")
@click.option("--yes", is_flag=True, help="Do it without asking: it can't be undone.")
@with_face("text", "json")
def forget(face: Face, given: tuple[str, ...], keep_claims: bool | None, due: bool, **how: Any) -> int:
    import msgspec

    from tamani.flow import find_due, find_reports, forget_reports
    from tamani.store.forget import Erasure

    if keep_claims is None:
        raise click.UsageError("say --keep-claims or --with-claims")
    if due == bool(given):
        raise click.UsageError("name reports or sources, or say --due")
    now = read_clock()
    with face.open_existing() as store:
        reports = find_due(store, keep_claims=keep_claims, now=now) if due else find_reports(store, given)
        if reports and not how["yes"]:
            click.confirm(say(face.speaks, "forget_ask", n=len(reports)), abort=True, err=True)
        act = Erasure(author=how["author"] or name_author(), reason=how["reason"], at=now, keep_claims=keep_claims)
        done = forget_reports(store, reports, act)
    if face.format == "json":
        print_rows([msgspec.to_builtins(done)])
    else:
        click.echo(say(face.speaks, "forgotten", n=len(done.reports), raws=done.bytes_gone))
        for incident in done.changed:
            click.echo(say(face.speaks, "forget_changed", incident=incident))
    if not done.complete:
        warn(say(face.speaks, "forget_open"))
    warn(say(face.speaks, "forget_backups"))
    return DONE if done.complete else SET_ASIDE
