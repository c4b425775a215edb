"""Commands that look after the house: serve, demo, gazetteer, doctor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from tamani.cli.face import DONE, SET_ASIDE, Face, make_help, print_rows, read_clock, say, warn, with_face


@click.command(
    "serve",
    help=make_help("Open the situation as a page on this machine.", "tamani serve --port 8700"),
)
@click.option("--port", default=8700, show_default=True, help="Port on this machine.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@with_face()
def serve(face: Face, port: int, host: str) -> int:
    from tamani.errors import NotAllowed
    from tamani.web import serve_store
    from tamani.web.sockets import is_free

    settings = face.settings()
    with face.open_existing():
        pass  # a store that can't be opened is told here, not on the page
    if not is_free(host, port):
        raise NotAllowed(f"port {port}", "another program listens there", "give another with --port")
    warn(say(face.speaks, "serving", address=f"http://{host}:{port}"))
    serve_store(settings, host=host, port=port)
    return DONE


@click.command(
    "demo",
    help=make_help(
        "Load the demonstration into a folder of its own and open the situation.",
        "tamani demo",
        "tamani demo --folder /tmp/demo --no-serve",
    ),
)
@click.option("--port", default=8700, show_default=True, help="Port on this machine.")
@click.option("--folder", default="demo", show_default=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--no-serve", is_flag=True, help="Only load it.")
@with_face(store=False)
def demo(face: Face, port: int, folder: Path, no_serve: bool) -> int:
    from tamani.web.demo import run_demo

    run_demo(face.settings(), folder, port=None if no_serve else port, now=read_clock(), tell=click.echo)
    return DONE


@click.group(
    "gazetteer",
    help=make_help("The place names that are known.", "tamani gazetteer list", "tamani gazetteer add ML.txt"),
)
def gazetteer() -> None:
    pass


@gazetteer.command(
    "add",
    help=make_help(
        "Add place names of your own: a GeoNames dump (txt, zip, xz) or boundaries (GeoJSON).",
        "tamani gazetteer add ML.txt",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@with_face("text", "json")
def add_places(face: Face, paths: tuple[str, ...]) -> int:
    from tamani.flow import add_gazetteer

    code = DONE
    for path in paths:
        added = add_gazetteer(Path(path), face.settings())
        code = SET_ASIDE if added["bad"] else code
        for problem in added["problems"]:
            warn(problem)
        if face.format == "json":
            print_rows([added])
        else:
            click.echo(say(face.speaks, "gazetteer_added", n=added["rows"], path=path))
    return code


@gazetteer.command("list", help=make_help("List the gazetteers in use.", "tamani gazetteer list"))
@with_face("text", "jsonl")
def list_places(face: Face) -> int:
    from tamani.flow import list_gazetteers

    rows = list_gazetteers(face.settings())
    if face.format == "jsonl":
        print_rows(rows)
    else:
        for row in rows:
            click.echo("  ".join(str(value) for value in row.values() if value is not None))
    return DONE


@click.command(
    "doctor",
    help=make_help(
        "Check the store: does every claim quote its report, is anything orphaned, is the gazetteer there?",
        "tamani doctor",
        "tamani doctor --deep",
    ),
)
@click.option("--mend", is_flag=True, help="Put mentions that a power cut left alone into their incidents.")
@click.option("--deep", is_flag=True, help="Ask every law of every row, and name what is broken, item by item.")
@click.option("--repair", is_flag=True, help="As --deep, and derive again what is derived; the rest stays as it is.")
@with_face("text", "json")
def doctor(face: Face, mend: bool, deep: bool, repair: bool) -> int:
    from tamani.flow import check_store, find_homeless, regroup_homeless

    if deep or repair:
        return _look_deep(face, repair)
    with face.open_existing() as store:
        if mend:
            regroup_homeless(store, find_homeless(store), now=read_clock())
        found = check_store(store, face.settings())
    if face.format == "json":
        print_rows([found])
    elif not found["problems"]:
        click.echo(say(face.speaks, "healthy", **found["counts"]))
    else:
        for problem in found["problems"]:
            click.echo(problem)
    return SET_ASIDE if found["problems"] else DONE


def _look_deep(face: Face, repair: bool) -> int:
    """Each fault as it is found: in a large store the first one is worth having before the last."""
    import time

    import msgspec

    from tamani.flow import check_deep, find_gazetteer, tell_fault

    started, found, left = time.monotonic(), 0, 0
    with face.open_existing() as store:
        gazetteer = find_gazetteer(store, face.settings())
        tell = _show_stages(face.speaks)
        for fault in check_deep(store, gazetteer, now=read_clock(), repair=repair, progress=tell):
            told = tell_fault(fault, face.speaks, repaired=repair)
            found += 1
            left += not told.repaired
            if face.format == "json":
                print_rows([msgspec.to_builtins(told)])
            else:
                click.echo(say(face.speaks, "deep_fault", law=told.law or "-", told=told))
        reports = store.counts().reports
    speed = round(reports / max(time.monotonic() - started, 0.001))
    facts = {"reports": reports, "found": found, "left": left, "speed": speed}
    warn(say(face.speaks, "deep_done" if found else "deep_sound", **facts))
    return SET_ASIDE if left else DONE


def _show_stages(language: str) -> Callable[[str, int], None]:
    """How far the doctor is, on a terminal only."""
    import sys

    shown = sys.stderr.isatty()

    def tell(stage: str, done: int) -> None:
        if shown:
            click.echo("\r" + say(language, f"deep_{stage}", n=done), err=True, nl=False)

    return tell
