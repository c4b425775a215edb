"""Asking a model as a second reader: what it will cost, the user's yes, and what came of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
import msgspec

from tamani.cli.face import Face, read_clock, say, warn
from tamani.consult import Endpoint, check_endpoint
from tamani.errors import NotAllowed
from tamani.flow import Tally, make_rows, plan_questions, prepare_all, read_again

if TYPE_CHECKING:
    from tamani.flow.rows import Row
    from tamani.flow.second_reader import Plan
    from tamani.records import Reject
    from tamani.settings import Settings


class Asked(msgspec.Struct, frozen=True):
    """How `tamani extract --model` was asked."""

    paths: tuple[str, ...]
    model: str
    sure: bool  # --yes: the cost is known, go on
    explain: bool


def ask_again(face: Face, asked: Asked) -> Iterator[Row | Reject]:
    """The rows of reports that a model has read too; nothing is sent before the user agreed to what it takes."""
    settings = face.settings()
    endpoint = find_endpoint(settings, asked.model)
    prepared = prepare_all(asked.paths, settings, now=read_clock())
    plan = plan_questions(prepared, endpoint)
    warn(tell_plan(face, plan, settings, endpoint))
    if plan.questions and not asked.sure and not _agree(face):
        raise NotAllowed("--model", "nothing was sent", "add --yes to go on without being asked")
    tally = Tally()
    yield from make_rows(read_again(prepared, endpoint, tally), settings, explain=asked.explain)
    for line in tell_tally(face, tally):
        warn(line)


def find_endpoint(settings: Settings, model: str) -> Endpoint:
    """The endpoint of the settings, checked."""
    if settings.model_url is None:
        remedy = "set TAMANI_MODEL_URL, such as http://127.0.0.1:11434/v1"
        raise NotAllowed("--model", "there is no endpoint to ask", remedy)
    endpoint = Endpoint(settings.model_url, model, settings.model_key, settings.model_timeout)
    check_endpoint(endpoint)
    return endpoint


def tell_plan(face: Face, plan: Plan, settings: Settings, endpoint: Endpoint) -> str:
    """How many texts go where, and about what it costs at most."""
    cost = plan.cost(settings.model_price_in, settings.model_price_out)
    facts = {"n": plan.questions, "host": endpoint.host, "into": f"{plan.tokens_in:,}", "out": f"{plan.tokens_out:,}"}
    lines = [say(face.speaks, "model_plan", **facts)]
    lines.append(say(face.speaks, "model_free") if endpoint.is_local else say(face.speaks, "model_unpriced"))
    if cost is not None:
        lines[-1] = say(face.speaks, "model_cost", cost=f"{cost:.2f}")
    if plan.withheld:
        lines.append(say(face.speaks, "model_withheld", n=plan.withheld))
    return " ".join(lines)


def tell_tally(face: Face, tally: Tally) -> Iterator[str]:
    """What the model proposed, what was kept, and what was dropped for which reason."""
    dropped = sum(tally.dropped.values())
    share = round(100 * dropped / tally.proposed) if tally.proposed else 0
    facts = {"proposed": tally.proposed, "kept": tally.kept, "known": tally.known, "dropped": dropped, "share": share}
    yield say(face.speaks, "model_done", **facts)
    for reason, n in sorted(tally.dropped.items(), key=lambda row: -row[1]):
        yield f"  {n} {say(face.speaks, 'dropped_' + reason.replace(' ', '_'))}"
    if tally.unanswered:
        yield say(face.speaks, "model_unanswered", n=tally.unanswered)


def _agree(face: Face) -> bool:
    """The user's yes, asked on a terminal only: a script must say --yes."""
    return sys.stdin.isatty() and click.confirm(say(face.speaks, "model_go_on"), default=False, err=True)
