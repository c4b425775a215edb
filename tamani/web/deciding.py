"""What people decide on the page: plain forms that work without script, and the queue of what waits for them.

In comes a form with the token of this server, so that no page of elsewhere can decide in a person's name; out goes one
decision and the way back. Served to other machines, the page only shows: a name typed there would prove nobody.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlsplit

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from tamani import flow
from tamani.errors import NotAllowed
from tamani.records import Basis, Marking, Tlp, Verdict, Who
from tamani.web.asks import view_questions
from tamani.web.eye import say_looking_back

if TYPE_CHECKING:
    from tamani.web.pages import House

MOST_BYTES = 64_000  # a form is some lines of text
LONGEST = 200  # questions on the page of the queue
YEAR = 365 * 24 * 3600
Form = Mapping[str, str]


def make_token() -> str:
    """What a form of this server carries; another page can't know it."""
    return secrets.token_urlsafe(32)


def is_own_machine(host: str) -> bool:
    """Does the page listen to this machine alone?"""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def add_decisions(app: FastAPI, house: House) -> None:
    """The queue, and the one address that takes decisions."""

    @app.get("/queue", response_class=HTMLResponse)
    def show_queue(request: Request) -> Response:
        eye = house.eye(request)
        questions = flow.list_queue(house.store, flow.OWNER, limit=LONGEST, as_of=eye.until)
        return house.render(
            "queue.html", request, eye, questions=view_questions(questions, eye), back="/queue", as_of=eye.as_of,
            as_of_note=say_looking_back(eye), home=eye.link("/"),
        )  # fmt: skip

    @app.get("/queue.json")
    def list_questions(request: Request) -> Response:
        """The rows of `tamani queue --format jsonl`, in one array."""
        eye = house.eye(request)
        found = flow.list_queue(house.store, flow.OWNER, limit=LONGEST, as_of=eye.until)
        return JSONResponse([flow.make_question_row(one, eye.language) for one in found])

    @app.post("/decisions")
    async def take_decision(request: Request) -> Response:
        _check_origin(request)
        body = await request.body()
        if len(body) > MOST_BYTES:
            raise NotAllowed("form", "it is too long", "write less")
        fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
        form = dict(fields)
        if not house.deciding:
            raise NotAllowed(
                "form", "this page is served to other machines and only shows", "decide on the machine itself"
            )
        if not secrets.compare_digest(form.get("token", "").encode(), house.token.encode()):
            raise NotAllowed("form", "it is not of this page, or the server was started anew", "open the page again")
        several = [value for name, value in fields if name == "member"]
        decided = await run_in_threadpool(_decide, house, form, several)
        back = _clean_path(form.get("back", "/"))
        url = f"{back}{'&' if '?' in back else '?'}done={decided.act.id}"
        answer = RedirectResponse(url, status_code=303)
        answer.set_cookie("author", quote(form.get("author", "")), max_age=YEAR, samesite="strict", httponly=True)
        return answer


def _check_origin(request: Request) -> None:
    """A browser says where a form comes from; what it says must not be another site."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    # Without a referrer a browser gives its own page's origin as "null"; then the token alone decides.
    elsewhere = origin not in (None, "null") and urlsplit(origin or "").netloc != request.headers.get("host")
    if elsewhere or site not in (None, "same-origin", "none"):
        raise NotAllowed("form", "it comes from another page", "open the record here, and decide on it")


def _clean_path(given: str) -> str:
    """A path of this server; anything else leads home."""
    safe = given.startswith("/") and not given.startswith("//") and "\\" not in given and given.isprintable()
    # The note on the decision before this one goes.
    return re.sub(r"[?&]done=\w*", "", given) if safe else "/"


def _decide(house: House, form: Form, members: list[str]) -> flow.Decided:
    author, reason = form.get("author", "").strip()[:80], form.get("reason", "").strip()[:2000]
    if not author or not reason:
        raise NotAllowed("form", "a decision needs a name and a reason", "fill in both")
    if form.get("act") not in ACTS and form.get("act") != "split":
        raise NotAllowed("form", "there is no such decision", "open the page again")
    decision = flow.Decision(author, reason, house.now())
    if form.get("act") == "split":
        return flow.split_incident(house.store, form.get("incident", ""), members, decision)
    return ACTS[form["act"]](house, form, decision)


def _judge(house: House, form: Form, decision: flow.Decision) -> flow.Decided:
    one, two, verdict = form.get("one", ""), _read_record(form.get("two", "")), form.get("verdict")
    if verdict == "whole":  # the same as "part", said from the other side
        one, two, verdict = two, one, Verdict.PART
    if verdict not in tuple(Verdict):
        raise NotAllowed("form", "there is no such decision", "open the page again")
    return flow.judge_pair(house.store, (one, two), Verdict(verdict), decision)


def _read_record(given: str) -> str:
    """An id as it was typed, or the address of its record as a browser shows it.

    >>> _read_record(" http://127.0.0.1:8700/incidents/i3f2a91?as_of=2024-08-26 ")
    'i3f2a91'
    """
    path = urlsplit(given.strip()).path
    return path.rpartition("/incidents/")[2].partition("/")[0]


def _correct(house: House, form: Form, decision: flow.Decision) -> flow.Decided:
    who = Who(form["who"]) if form.get("who") in tuple(Who) else Who.UNKNOWN
    basis = Basis(form["basis"]) if form.get("basis") in tuple(Basis) else None
    wording = flow.Wording(
        field=form.get("field", ""), text=form.get("value", ""), who=who, basis=basis,
        said_by=form.get("said_by", "").strip() or None,
        gazetteer=flow.find_gazetteer(house.store, house.settings),
    )  # fmt: skip
    ground = flow.Ground(quote=form.get("quote", "").strip() or None, note=form.get("note", "").strip() or None,
                         marking=_read_marking(form))  # fmt: skip
    return flow.correct_field(house.store, form.get("incident", ""), wording, ground, decision)


def _read_marking(form: Form) -> Marking:
    return Marking(Tlp(form["tlp"])) if form.get("tlp") in tuple(Tlp) else Marking()


def _contest(house: House, form: Form, decision: flow.Decision) -> flow.Decided:
    return flow.contest_record(house.store, form.get("incident", ""), form.get("field") or None, decision)


def _answer(house: House, form: Form, decision: flow.Decision) -> flow.Decided:
    return flow.answer_objection(house.store, form.get("objection", ""), form.get("verdict") == "upheld", decision)


def _withdraw(house: House, form: Form, decision: flow.Decision) -> flow.Decided:
    if form.get("claim"):
        return flow.withdraw_claim(house.store, form.get("incident", ""), form["claim"], decision)
    if form.get("report"):
        return flow.withdraw_report(house.store, form["report"], decision)
    return flow.withdraw_incident(house.store, form.get("incident", ""), decision)


ACTS: dict[str, Callable[[House, Form, flow.Decision], flow.Decided]] = {
    "judge": _judge,
    "correct": _correct,
    "contest": _contest,
    "answer": _answer,
    "withdraw": _withdraw,
    "leave": lambda house, form, decision: flow.park_question(
        house.store, form.get("incident", ""), form.get("field", ""), decision
    ),
    "undo": lambda house, form, decision: flow.undo_decision(house.store, form.get("decision", ""), decision),
}
