"""The addresses of the page, and the same records as JSON.

/                     the situation: list, strip, map
/incidents            the same as JSON (also ?format=jsonl rows of `tamani incidents`)
/incidents/ID         the situation with one record open
/incidents/ID/origins the independent origins of a record, as `tamani origins ID --format jsonl`, in one array
/incidents/ID.json    the record as `tamani show ID --format json`
/incidents/ID/history how the record changed, ?from=2024-08-26&to=2024-08-30; to a program as JSON
/queue                what waits for a person; /queue.json the same as `tamani queue --format jsonl`
/decisions            takes the forms by which people decide (POST)
/reports/ID           a report with its passages; ?claim=ID lights one up

All of them take ?as_of=2024-08-26 (the end of that day in UTC) or a time, and show what was known then.
"""

from __future__ import annotations

import re
import threading
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote, urlencode

import msgspec
from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, select_autoescape
from pydantic import BaseModel, Field
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from tamani import flow
from tamani.errors import BadClaim, NotAllowed, NotFound, TamaniError
from tamani.fields import load_vocabulary
from tamani.flow.tree import grow_tree
from tamani.instants import read_past
from tamani.reasons import explain_error, name_item
from tamani.settings import Settings
from tamani.share.contract import make_dossier_row, make_incident_row, make_origin_rows, name_time
from tamani.store import Store, open_store
from tamani.web import situation, views
from tamani.web.asks import view_people, view_questions
from tamani.web.deciding import add_decisions, is_own_machine, make_token
from tamani.web.eye import Eye, incident_url, view_days
from tamani.web.history import view_history
from tamani.web.report import view_report
from tamani.web.tree import view_tree

HERE = Path(__file__).parent
YEAR = 365 * 24 * 3600
DATA = (".json", "/incidents", "/history", "/origins")  # addresses that answer with data, errors too
STATUS = ((flow.Parted, 300), (NotFound, 404), (NotAllowed, 400), (BadClaim, 400))
DECISION = re.compile("d[0-9a-f]{23}")
QUESTIONS = 5  # on the situation; the rest is a page away
A_VISIT = 30 * 60  # seconds
# Nothing is loaded from elsewhere, and no page of elsewhere may frame or script this one.
SAFE_HEADERS = {
    "Content-Security-Policy": "; ".join(
        ("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "object-src 'none'")
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def read_clock() -> datetime:
    """The time now; the hall and the rooms get it handed."""
    return datetime.now(UTC)


class Narrowed(BaseModel):
    """What the list as data is narrowed by: the options of `tamani incidents`, q for its words."""

    q: str | None = None
    since: date | None = None
    until: date | None = None
    kind: str | None = None
    country: str | None = None
    actor: str | None = None
    severity: Annotated[int | None, Field(ge=0, le=4)] = None
    disputed: bool = False
    new_since: str | None = None
    background: bool = False
    limit: Annotated[int | None, Field(ge=1)] = None


class House:
    """What the handlers share: settings, templates and the store."""

    def __init__(self, settings: Settings, host: str = "127.0.0.1") -> None:
        self.settings = settings
        self.token = make_token()
        self.deciding = is_own_machine(host)
        self.vocabulary = load_vocabulary()
        self.templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=select_autoescape(default=True),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._opening = threading.Lock()

    @cached_property
    def _store(self) -> Store:
        return open_store(self.settings.store)

    @property
    def store(self) -> Store:
        """The store, opened by the first who asks; it has a connection for each thread that reads."""
        with self._opening:
            return self._store

    def eye(self, request: Request, *, looking_back: bool = True) -> Eye:
        """The reader's language, asked for, remembered, or preferred by the browser; and the time he looks back to."""
        asked = request.query_params.get("lang") or request.cookies.get("lang")
        if asked not in ("en", "fr"):
            preferred = request.headers.get("accept-language", self.settings.language)
            asked = "fr" if preferred.strip().lower().startswith("fr") else "en"
        as_of = (request.query_params.get("as_of") or None) if looking_back else None
        return Eye(asked, self.vocabulary, as_of, read_past(as_of, now=read_clock()))

    def render(self, name: str, request: Request, eye: Eye, status: int = 200, **values: Any) -> HTMLResponse:
        """A page, with the language remembered when it was asked for."""
        other = "fr" if eye.language == "en" else "en"
        params = {**request.query_params, "lang": other}
        params.pop("part", None)
        html = self.templates.get_template(name).render(
            words=eye.words, language=eye.language, other_language=other,
            other_language_url=f"{request.url.path}?{urlencode(params)}", **self._lay_out(request), **values,
        )  # fmt: skip
        answer = HTMLResponse(html, status_code=status)
        if request.query_params.get("lang") == eye.language:
            answer.set_cookie("lang", eye.language, max_age=YEAR, samesite="lax", httponly=True)
        return answer

    def now(self) -> datetime:
        """The time of a decision."""
        return read_clock()

    def _lay_out(self, request: Request) -> dict[str, Any]:
        """What every form needs, and the decision that was just kept."""
        done = request.query_params.get("done", "")
        return {
            "token": self.token, "deciding": self.deciding, "author": unquote(request.cookies.get("author", "")),
            "done": done if DECISION.fullmatch(done) and self.deciding else "", "done_path": request.url.path,
        }  # fmt: skip


def make_app(settings: Settings, *, host: str = "127.0.0.1") -> FastAPI:
    """The web application over one store."""
    house = House(settings, host)
    app = FastAPI(title="tamani", docs_url=None, redoc_url=None)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.add_middleware(GZipMiddleware, minimum_size=800)
    # A page of elsewhere must not reach this server by a host name of its own (DNS rebinding).
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]", "testserver", host])

    @app.middleware("http")
    async def add_headers(request: Request, call_next: Any) -> Response:
        answer: Response = await call_next(request)
        for name, value in SAFE_HEADERS.items():
            answer.headers[name] = value
        return answer

    @app.exception_handler(TamaniError)
    def tell_problem(request: Request, problem: TamaniError) -> Response:
        status = next((code for kind, code in STATUS if isinstance(problem, kind)), 503)
        eye = house.eye(request, looking_back=False)
        why, remedy = explain_error(problem, eye.language)
        said = f"{name_item(problem.item, eye.language)}{eye.words['colon']}{why}"
        found = [(one, incident_url(one)) for one in getattr(problem, "incidents", ())]
        if request.url.path.endswith(DATA):
            if found:
                return JSONResponse({"now": [f"{url}.json" for _, url in found]}, status_code=status)
            return JSONResponse({"error": f"{said}; {remedy}"}, status_code=status)
        return house.render("lost.html", request, eye, status, problem=f"{said}.", remedy=remedy, found=found)

    @app.exception_handler(404)
    def tell_lost(request: Request, _problem: Exception) -> Response:
        eye = house.eye(request, looking_back=False)
        return house.render("lost.html", request, eye, 404, problem=request.url.path, remedy=None)

    _add_records(app, house)
    _add_pages(app, house)
    _add_history(app, house)
    add_decisions(app, house)
    return app


def _add_pages(app: FastAPI, house: House) -> None:
    @app.get("/", response_class=HTMLResponse)
    def show_situation(request: Request) -> Response:
        eye, seen = house.eye(request), situation.read_time(request.cookies.get("seen"))
        view = situation.view_situation(house.store, _read_view(request), eye, None, now=read_clock())
        view |= _ask(house, eye, "/")
        answer = house.render("situation.html", request, eye, **view)
        if not request.query_params:
            _remember_visit(answer, seen)
        return answer

    @app.get("/incidents/{incident}", response_class=HTMLResponse)
    def show_record(request: Request, incident: str, part: str | None = None) -> Response:
        eye = house.eye(request)
        dossier = flow.show_incident(house.store, incident, flow.OWNER, as_of=eye.until)
        if eye.until is None and not dossier.incident.id.startswith(incident):
            # An id that was once shown goes on working; what it leads to may change again.
            return RedirectResponse(_move_to(request, dossier.incident.id), status_code=302)
        readings = flow.read_cited(house.store, dossier, as_of=eye.until)
        days = view_days(flow.list_days(house.store, dossier, flow.OWNER), dossier.incident.id, eye)
        more = {"days": days, "origins": view_tree(grow_tree(dossier, readings), eye)}
        card = views.view_card(dossier, readings, eye) | more
        deeds = flow.list_deeds(house.store, dossier, flow.OWNER, eye.language, as_of=eye.until)
        people = view_people(dossier, deeds, eye)
        if part == "card":
            return house.render("card.html", request, eye, card=card, people=people)
        view = situation.view_situation(house.store, _read_view(request), eye, dossier, now=read_clock())
        view |= _ask(house, eye, request.url.path)
        return house.render("situation.html", request, eye, card=card, people=people, **view)

    @app.get("/reports/{report:path}", response_class=HTMLResponse)
    def show_report(request: Request, report: str, claim: str | None = None) -> Response:
        eye = house.eye(request)
        opened = flow.open_report(house.store, report, flow.OWNER, as_of=eye.until)
        back = eye.link(incident_url(opened.incident) if opened.incident else "/")
        view = view_report(opened.reading, opened.claims, claim, eye) | {"back": back}
        if house.deciding and eye.until is None:
            view |= _offer_withdrawal(house, opened, claim)
        return house.render("report.html", request, eye, report=view)


def _offer_withdrawal(house: House, opened: flow.Opened, claim: str | None) -> dict[str, Any]:
    """One claim can be taken out of the record that shows it: where its words are read."""
    holder = flow.find_holder(house.store, opened, claim, flow.OWNER)
    return {"holder": holder, "holder_url": incident_url(holder) if holder else "/", "asked": claim}


def _ask(house: House, eye: Eye, back: str) -> dict[str, Any]:
    """The lower part of the situation: what waits for a person now."""
    if eye.until is not None:
        return {"queue_then": eye.link("/queue")}
    questions = flow.list_queue(house.store, flow.OWNER, limit=QUESTIONS)
    return {"questions": view_questions(questions, eye), "queue_back": back}


def _add_history(app: FastAPI, house: House) -> None:
    @app.get("/incidents/{incident}/history")
    def show_history(request: Request, incident: str) -> Response:
        """A page for a browser; the rows of `tamani history --format jsonl`, in one array, for anybody else."""
        eye, asked = house.eye(request), request.query_params
        since, to = (read_past(asked.get(name), now=read_clock()) for name in ("from", "to"))
        until = min((at for at in (to, eye.until) if at is not None), default=None)
        told = flow.tell_history(house.store, incident, flow.OWNER, language=eye.language, span=flow.Span(since, until))
        if "text/html" not in request.headers.get("accept", ""):
            return JSONResponse(msgspec.to_builtins(told))
        dossier = flow.show_incident(house.store, incident, flow.OWNER, as_of=until)
        view = view_history(dossier, told, eye) | {"asked": {name: asked.get(name, "")[:10] for name in ("from", "to")}}
        return house.render("history.html", request, eye, history=view)


def _move_to(request: Request, incident: str) -> str:
    asked = f"?{request.url.query}" if request.url.query else ""
    return incident_url(incident) + asked


def _remember_visit(answer: Response, seen: datetime | None) -> None:
    """What is new is judged against the visit before this one, so that the marks outlive a reload."""
    visit = read_clock()
    if seen is None or (visit - seen).total_seconds() > A_VISIT:
        answer.set_cookie("seen", visit.isoformat(), max_age=YEAR, samesite="lax", httponly=True)
        if seen is not None:
            answer.set_cookie("since", seen.isoformat(), max_age=YEAR, samesite="lax", httponly=True)


def _read_view(request: Request) -> situation.Asked:
    seen = request.cookies.get("since") or request.cookies.get("seen")
    return situation.read_filters(request.query_params, seen)


def _add_records(app: FastAPI, house: House) -> None:
    @app.get("/incidents")
    def list_records(request: Request, asked: Annotated[Narrowed, Query()]) -> Response:
        """The rows of `tamani incidents --format jsonl`, in one array; also ?as_of=2024-08-26."""
        news, as_of = read_past(asked.new_since, now=read_clock()), house.eye(request).until
        named = asked.model_dump(exclude={"q", "new_since"})
        query = flow.Query(text=asked.q, new_since=news, as_of=as_of, **named)
        dossiers = flow.list_incidents(house.store, flow.OWNER, query, now=read_clock())
        return JSONResponse([name_time(make_incident_row(dossier), as_of) for dossier in dossiers])

    @app.get("/incidents/{incident}/origins")
    def list_origins(request: Request, incident: str) -> Response:
        """The rows of `tamani origins ID --format jsonl`, in one array."""
        tree = flow.show_origins(house.store, incident, flow.OWNER, as_of=house.eye(request).until)
        return JSONResponse(make_origin_rows(tree))

    @app.get("/incidents/{incident}.json")
    def show_record_row(request: Request, incident: str) -> Response:
        """The row of one incident with its claims, as `tamani show ID --format json` prints it."""
        until = house.eye(request).until
        dossier = flow.show_incident(house.store, incident, flow.OWNER, as_of=until)
        if until is None and not dossier.incident.id.startswith(incident):
            return RedirectResponse(f"{incident_url(dossier.incident.id)}.json", status_code=302)
        return JSONResponse(name_time(make_dossier_row(dossier), until))
