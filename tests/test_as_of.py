"""Every command and every address that shows records can be asked for a past time; none is forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from tamani.cli import COMMANDS, commands, run_command
from tamani.errors import NotAllowed
from tamani.flow import OWNER, Query, add_items, list_incidents
from tamani.instants import read_past
from tamani.settings import Settings
from tamani.store import open_store
from tamani.web.pages import make_app

NOW = datetime(2025, 3, 20, 8, tzinfo=UTC)
REPORTS = (
    {
        "id": "early",
        "title": "Attack on the market of Djibo",
        "published": "2024-06-02T09:00:00Z",
        "source": "Morning desk",
        "text": "Gunmen attacked the market of Djibo, in northern Burkina Faso, on Saturday 1 June 2024. "
        "Eight civilians were killed, the army said in a statement.",
    },
    {
        "id": "late",
        "title": "Toll of the Djibo attack rises",
        "published": "2024-06-05T09:00:00Z",
        "source": "Evening desk",
        "text": "The army now says 397 civilians were killed in the attack on the market of Djibo, in northern Burkina "
        "Faso, on 1 June 2024.",
    },
)
LATE = ("397", "Evening desk", "rises")  # nothing of the later report may be seen before it came
# Those that show no record as of a time, and why.
EXEMPT = {
    "demo": "opens the page, whose addresses take the time",
    "serve": "opens the page, whose addresses take the time",
    "add": "takes in",
    "split": "decides now",
    "merge": "decides now",
    "undo": "decides now",
    "judge": "decides now",
    "leave": "decides now",
    "correct": "decides now",
    "contest": "decides now",
    "answer": "decides now",
    "withdraw": "decides now",
    "read": "reads files, no store",
    "extract": "reads files, no store",
    "locate": "reads files, no store",
    "rejects retry": "takes in",
    "gazetteer add": "takes in",
    "gazetteer list": "place names, no records",
    "forget": "deletes texts for good, now",
    "backup": "copies the store",
    "restore": "copies the store",
    "doctor": "checks what is kept",
}
EMPTY = {"rejects list", "decisions", "queue"}  # here nothing is set aside, decided or open
NO_RECORDS = {"/openapi.json"}


def walk_commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(commands)
    for name in COMMANDS:
        command = commands.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", one) for inner, one in sorted(command.commands.items()))
        else:
            yield name, command


SHOWING = {name: command for name, command in walk_commands() if name not in EXEMPT}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("as-of")
    inbox = folder / "inbox.jsonl"
    inbox.write_text("\n".join(json.dumps(report) for report in REPORTS), encoding="utf-8")
    settings = Settings(store=str(folder / "t.db"))
    with open_store(settings.store) as opened:
        add_items(opened, [str(inbox)], settings, now=NOW)
    return settings.store


@pytest.fixture(scope="module")
def incident(store: str) -> str:
    with open_store(store) as opened:
        found = [one.incident.id for one in list_incidents(opened, OWNER, Query(), now=NOW)]
    assert len(found) == 1
    return str(found[0])


def ask(name: str, store: str, incident: str, *more: str) -> list[str]:
    takes_id = any(isinstance(one, click.Argument) for one in SHOWING[name].params)
    return [*name.split(), *([incident] if takes_id else []), "--store", store, *more]


def test_what_is_exempt_is_there_and_shows_nothing() -> None:
    assert set(EXEMPT) <= {name for name, _ in walk_commands()}


@pytest.mark.parametrize("name", SHOWING)
def test_every_command_that_shows_records_takes_a_past_time(name: str) -> None:
    assert "as_of" in {one.name for one in SHOWING[name].params}, f"{name}: add AS_OF, or say in EXEMPT why not"


@pytest.mark.parametrize("name", SHOWING)
def test_a_command_shows_nothing_that_was_not_known_then(
    name: str, store: str, incident: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run_command(ask(name, store, incident, "--as-of", "2024-06-03")) == 0
    then = capfdbinary.readouterr().out.decode()
    assert not [word for word in LATE if word in then]
    assert run_command(ask(name, store, incident)) == 0
    now = capfdbinary.readouterr().out.decode()
    assert name in EMPTY or [word for word in LATE if word in now]


WRONG = {
    "Friday": {"en": "is no day or time", "fr": "n’est ni un jour ni une heure"},
    "2999-01-01": {"en": "lies in the future", "fr": "est dans le futur"},
}


@pytest.mark.parametrize("name", SHOWING)
def test_a_command_refuses_what_is_no_past_time_in_the_readers_language(
    name: str, store: str, incident: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for wrong, said in WRONG.items():
        for language, words in said.items():
            assert run_command(ask(name, store, incident, "--as-of", wrong, "--language", language)) == 2
            assert words in capfd.readouterr().err


# --- the page -----------------------------------------------------------------------------------------------------


def walk_routes(app: FastAPI) -> list[str]:
    return [one.path for one in app.routes if isinstance(one, APIRoute) and "GET" in (one.methods or ())]


@pytest.fixture(scope="module")
def client(store: str) -> Iterator[TestClient]:
    with TestClient(make_app(Settings(store=store))) as made:
        yield made


def test_every_address_takes_a_past_time_and_refuses_what_is_none(client: TestClient, incident: str) -> None:
    assert isinstance(client.app, FastAPI)
    paths = walk_routes(client.app)
    assert len(paths) >= 5
    for path in set(paths) - NO_RECORDS:
        address = path.replace("{incident}", incident).replace("{report:path}", "early")
        for wrong, said in WRONG.items():
            for language, words in said.items():
                answer = client.get(address, params={"as_of": wrong, "lang": language})
                assert (answer.status_code, words in answer.text) == (400, True), path
        then = client.get(address, params={"as_of": "2024-06-03", "lang": "en"})
        assert then.status_code == 200, path
        assert not [word for word in ("Evening desk", "rises") if word in then.text], path
        before = client.get(address, params={"as_of": "2024-01-01", "lang": "en"})
        assert before.status_code == 404 or "Morning desk" not in before.text, path


def test_a_later_report_is_not_there_on_a_day_before_it_came(client: TestClient) -> None:
    assert client.get("/reports/late?as_of=2024-06-03").status_code == 404
    assert client.get("/reports/late?as_of=2024-06-05").status_code == 200


def test_links_of_a_page_that_looks_back_look_back_too(client: TestClient, incident: str) -> None:
    page = client.get("/?as_of=2024-06-03&lang=en").text
    assert f'href="/incidents/{incident}?as_of=2024-06-03"' in page
    assert "Shown as known on 3 June 2024" in page
    card = client.get(f"/incidents/{incident}?as_of=2024-06-03&part=card").text
    assert "/reports/early?claim=" in card
    assert all("as_of=2024-06-03" in part.split('"')[0] for part in card.split('href="/reports/')[1:])


# --- how a time is written ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2024-08-31", "2024-08-31T23:59:59.999999+00:00"),  # a bare day is its end in UTC
        ("2024-08-31T16:00", "2024-08-31T16:00:00+00:00"),  # no zone: UTC
        ("2024-08-31 16:00:30", "2024-08-31T16:00:30+00:00"),
        ("2024-08-31T16:00Z", "2024-08-31T16:00:00+00:00"),
        ("2024-08-31T16:00+02:00", "2024-08-31T14:00:00+00:00"),
        ("2024-08-31T16:00 02:00", "2024-08-31T14:00:00+00:00"),  # as an address brings it
        (" 2024-08-31 ", "2024-08-31T23:59:59.999999+00:00"),
    ],
)
def test_a_day_is_its_end_and_a_time_has_a_zone(given: str, meant: str) -> None:
    found = read_past(given, now=NOW)
    assert found is not None
    assert found.isoformat() == meant


@pytest.mark.parametrize("given", ["yesterday", "2024-13-01", "2024-02-30", "20240831", "2024", "31/08/2024", "16:00"])
def test_what_is_no_day_is_refused(given: str) -> None:
    with pytest.raises(NotAllowed, match="is no day or time"):
        read_past(given, now=NOW)


def test_today_may_be_asked_for_and_tomorrow_not() -> None:
    assert read_past(NOW.date().isoformat(), now=NOW) is not None
    assert read_past("", now=NOW) is None
    with pytest.raises(NotAllowed, match="future"):
        read_past((NOW + timedelta(days=1)).date().isoformat(), now=NOW)
    with pytest.raises(NotAllowed, match="future"):
        read_past((NOW + timedelta(minutes=1)).isoformat(), now=NOW)
