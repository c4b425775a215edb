"""Commands on decisions themselves: list and replay them, and say whether two incidents are the same."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from tamani.cli.decide import AUTHOR, REASON, make_decision, tell_decided
from tamani.cli.face import AS_OF, DONE, SET_ASIDE, Face, make_help, print_rows, read_clock, say, warn, with_face


@click.command(
    "judge",
    help=make_help(
        "Say whether two incidents are the same, different, one a part of the other, or that it is unsure.\n\n"
        "Name them by their ids, or two mentions as REPORT#m2. What you leave unsure is asked again only when another "
        "report comes. Part: the first is one site or one day of what the second tells as a whole.",
        'tamani judge 3f2a91 77b0c4 different --reason "two villages of one name"',
        'tamani judge bbc-17#m2 afp-3#m1 unsure --reason "the AFP gives no day"',
    ),
)
@click.argument("sides", nargs=2, metavar="ID ID")
@click.argument("verdict", type=click.Choice(["same", "different", "part", "unsure"]))
@REASON
@AUTHOR
@with_face("text", "json")
def judge(face: Face, sides: tuple[str, str], verdict: str, reason: str, author: str | None) -> int:
    from tamani.flow import judge_pair
    from tamani.records import Verdict

    with face.open_existing() as store:
        decided = judge_pair(store, sides, Verdict(verdict), make_decision(author, reason))
    tell_decided(face, f"judged_{verdict}", decided)
    return DONE


@click.command(
    "decisions",
    help=make_help(
        "List what people decided, or apply the decisions of another store to this one.\n\n"
        "A decision names the words of reports, so it holds in any store with the same reports: one built anew, or a "
        "partner's. Replaying twice adds nothing. Exit code 1: some wait for reports not here, or are refused.",
        "tamani decisions --incident 3f2a91",
        "tamani decisions --format jsonl > decisions.jsonl",
        "tamani decisions --replay decisions.jsonl --store rebuilt.db",
    ),
)
@click.option("--incident", metavar="ID", help="Only those that touch this incident.")
@click.option("--replay", metavar="FILE", help="Apply the decisions of a file of JSON Lines; - for standard input.")
@AS_OF
@with_face("text", "jsonl")
def decisions(face: Face, incident: str | None, replay: str | None, as_of: datetime | None) -> int:
    import msgspec

    from tamani.flow import list_decisions

    if replay is not None:
        return _replay(face, replay)
    with face.open_existing() as store:
        kept = list_decisions(store, incident, as_of=as_of)
    if face.format == "jsonl":
        print_rows(msgspec.to_builtins(one.act) for one in kept)
        return DONE
    for one in kept:
        _print_kept(one, face.speaks)
    if not kept:
        click.echo(say(face.speaks, "no_decisions"))
    return DONE


def _print_kept(one: Any, language: str) -> None:
    from tamani.phrases import say_day

    act = one.act
    kind = say(language, f"act_{act.kind.value}")
    state = "" if one.state == "stands" else f" [{say(language, 'state_' + one.state)}]"
    click.echo(f"{act.id[:12]}  {say_day(act.at, language)}  {act.author}  {kind}{state}: {act.reason}")
    named = ", ".join(dict.fromkeys([f"{ref.report}#{ref.name}" for ref in act.refs] + [act.report or ""])).strip(", ")
    about = act.about[:12] if act.about else ""
    if named or about:
        click.echo(f"    {about or named}")
    if one.state == "lost":
        lost = ", ".join(f"{ref.report}#{ref.name}" for ref in one.lost)
        click.echo("    " + say(language, "lost_words", mentions=lost))


def _replay(face: Face, path: str) -> int:
    import msgspec

    from tamani.errors import UnreadableItem
    from tamani.flow import replay_decisions
    from tamani.records import Act

    data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    acts = []
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            acts += [msgspec.json.decode(line, type=Act)] if line.strip() else []
        except msgspec.MsgspecError as error:
            remedy = "give a file that `tamani decisions --format jsonl` wrote"
            raise UnreadableItem(f"{path}#{number}", f"is no decision ({error})", remedy) from error
    with face.open_existing() as store:
        done = replay_decisions(store, acts, now=read_clock())
    for key, some in (("waiting", done.waiting), ("refused", done.refused)):
        for act, reason in some:
            warn(say(face.speaks, key, decision=act.id, kind=say(face.speaks, f"act_{act.kind.value}"), why=reason))
    counts = {name: len(getattr(done, name)) for name in ("applied", "known", "waiting", "refused")}
    if face.format == "jsonl":
        print_rows([counts])
    else:
        click.echo(say(face.speaks, "replayed", **counts))
    return SET_ASIDE if done.waiting or done.refused else DONE
