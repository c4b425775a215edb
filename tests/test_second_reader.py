"""A model may propose claims; a local endpoint that lies, stalls and fails shows what is kept and what is dropped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tamani.consult import Endpoint, ask_model, check_endpoint
from tamani.errors import NotAllowed, Unanswered

TEXT = (
    "Armed men attacked the market of Ganda on 3 May 2024. Twelve traders were killed, according to the mayor. "
    "The army said that 30 cattle were taken. The Kolon Donso hunters deny any part in it.\n"
)
Answer = tuple[int, bytes]


class Stub(ThreadingHTTPServer):
    """An endpoint whose answers a test decides; it remembers what it was asked."""

    def __init__(self, answer: Callable[[int, dict[str, Any]], Answer]) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.answer = answer
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Stub

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append(body)
        self.server.keys.append(self.headers.get("authorization"))
        status, data = self.server.answer(len(self.server.asked), body)
        try:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(data)
        except OSError:
            pass  # the reader has had enough

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def start() -> Iterator[Callable[..., Stub]]:
    running: list[Stub] = []

    def run(answer: Callable[[int, dict[str, Any]], Answer]) -> Stub:
        stub = Stub(answer)
        running.append(stub)
        threading.Thread(target=stub.serve_forever, daemon=True).start()
        return stub

    yield run
    for stub in running:
        stub.shutdown()
        stub.server_close()


def wrap(content: str) -> Answer:
    return 200, json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def claim(field: str, value: Any, quote: str, **more: Any) -> dict[str, Any]:
    row = {"mention": "m1", "kind": "armed_attack", "field": field, "value": value, "quote": quote}
    return row | {"part": "text", "stance": "asserted", "said_by": None} | more


LIES = [
    claim("killed", {"low": 40, "high": 40, "who": "civilians"}, "40 traders were killed"),  # words nobody wrote
    claim("killed", {"low": 99, "high": 99, "who": "civilians"}, "30 cattle were taken"),  # a figure of another
    claim("perpetrator", {"name": "army", "actor": "jnim", "type": None, "basis": "guessed"}, "The army"),  # no basis
    claim("motive", {"name": "greed"}, "the market"),  # no such field
    claim("target", {"name": "market", "type": "market"}, "market of Ganda", said_by="a spokesman"),  # nobody's words
    claim("target", {"name": "market", "type": "market"}, "market of Ganda", mention="m7"),  # no such event
    {"field": "killed"},
]
TRUTHS = [
    claim("damage", {"name": "cattle", "effect": "taken"}, "30 cattle were taken", said_by="The army"),
    claim("perpetrator", {"name": "Kolon Donso hunters", "actor": "jnim", "type": None, "basis": "stated"},
          "The Kolon Donso hunters deny any part in it", stance="denied", said_by="The Kolon Donso hunters"),
    claim("place", {"name": "Ganda", "country": "ML", "lat": 1.0, "lon": 2.0}, "Ganda", mention="new1"),
]  # fmt: skip


def extract(path: Path, stub: Stub | None, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **environment} | ({"TAMANI_MODEL_URL": stub.url} if stub else {})
    command = [sys.executable, "-m", "tamani", "extract", str(path), "--model", "liar", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env, stdin=subprocess.DEVNULL)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_what_a_lying_model_makes_up_is_dropped_and_counted(report: Path, start: Callable[..., Stub]) -> None:
    done = extract(report, start(lambda n, body: wrap(json.dumps({"claims": [*LIES, *TRUTHS]}))), "--yes")
    row = json.loads(done.stdout)
    claims = [one for mention in row["mentions"] for one in mention["claims"]]
    for one in claims:
        assert TEXT[one["start"] : one["end"]] == one["quote"]
    assert "40 traders" not in done.stdout
    assert not [one for one in claims if one["field"] == "killed" and one["value"]["low"] == 99]
    assert "10 claims: 3 kept" in done.stderr
    assert "7 dropped (70 %)" in done.stderr
    assert "1 quote words that are not in the report" in done.stderr
    assert "1 give a figure that their quote does not" in done.stderr


def test_what_a_model_proposes_stands_beside_what_the_rules_found(report: Path, start: Callable[..., Stub]) -> None:
    plain = json.loads(
        subprocess.run([sys.executable, "-m", "tamani", "extract", str(report)], capture_output=True, check=True).stdout
    )
    done = extract(report, start(lambda n, body: wrap(json.dumps({"claims": TRUTHS}))), "--yes", "--explain")
    row = json.loads(done.stdout)
    found = [{k: v for k, v in one.items() if k != "why"} for one in row["mentions"][0]["claims"]]
    assert found[: len(plain["mentions"][0]["claims"])] == plain["mentions"][0]["claims"]
    damage = next(one for one in row["mentions"][0]["claims"] if one["field"] == "damage")
    assert damage["why"]["rule"] == "model.proposed"
    assert damage["said_by"] == "The army"


def test_a_point_and_an_actor_are_never_taken_from_a_model(report: Path, start: Callable[..., Stub]) -> None:
    done = extract(report, start(lambda n, body: wrap(json.dumps({"claims": TRUTHS}))), "--yes")
    claims = [one for mention in json.loads(done.stdout)["mentions"] for one in mention["claims"]]
    assert "jnim" not in [one["value"]["actor"] for one in claims if one["field"] == "perpetrator"]
    place = [one for one in claims if one["field"] == "place"][-1]
    assert (place["value"]["lat"], place["value"]["country"]) == (None, None)


def test_nothing_is_sent_before_the_cost_was_shown_and_agreed(report: Path, start: Callable[..., Stub]) -> None:
    stub = start(lambda n, body: wrap('{"claims": []}'))
    done = extract(report, stub, TAMANI_MODEL_PRICE_IN="2.5", TAMANI_MODEL_PRICE_OUT="10")
    assert done.returncode == 2
    assert stub.asked == []
    assert done.stdout == ""
    assert "Reports to send to 127.0.0.1: 1" in done.stderr
    assert "At most 0.0" in done.stderr
    assert "--yes" in done.stderr


def test_no_json_is_an_answer_that_costs_nothing(report: Path, start: Callable[..., Stub]) -> None:
    done = extract(report, start(lambda n, body: wrap("Sure! Here are the claims.")), "--yes", "--language", "fr")
    assert done.returncode == 0
    assert json.loads(done.stdout)["mentions"]
    assert "1 réponses n’étaient pas du JSON" in done.stderr


def test_a_busy_endpoint_is_asked_again(start: Callable[..., Stub]) -> None:
    stub = start(lambda n, body: (503, b"") if n < 3 else wrap("yes"))
    assert ask_model({"model": "m"}, Endpoint(stub.url, "m", "sesame"), patience=0.01) == "yes"
    assert stub.keys == ["Bearer sesame"] * 3


@pytest.mark.parametrize(
    ("answer", "problem", "questions"),
    [((503, b""), "is busy or failing", 3), ((401, b""), "refuses the question", 1), ((200, b"{}"), "another form", 1)],
)
def test_what_never_answers_is_named(
    answer: Answer, problem: str, questions: int, start: Callable[..., Stub]
) -> None:  # fmt: skip
    stub = start(lambda n, body: answer)
    with pytest.raises(Unanswered, match=problem) as caught:
        ask_model({"model": "m"}, Endpoint(stub.url, "m", "sesame"), patience=0.01)
    assert len(stub.asked) == questions
    assert "sesame" not in str(caught.value)


def test_an_endpoint_that_stalls_is_left(start: Callable[..., Stub]) -> None:
    def stall(n: int, body: dict[str, Any]) -> Answer:
        time.sleep(1.0)
        return wrap("late")

    began = time.monotonic()
    with pytest.raises(Unanswered, match="no answer within"):
        ask_model({"model": "m"}, Endpoint(start(stall).url, "m", timeout=0.1), patience=0.01)
    assert time.monotonic() - began < 3


def test_a_dead_endpoint_ends_the_run_with_what_to_do(tmp_path: Path, start: Callable[..., Stub]) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for n in range(5):
        (folder / f"{n}.txt").write_text(TEXT.replace("Ganda", f"Ganda {n}"), encoding="utf-8")
    done = extract(folder, start(lambda n, body: (404, b"")), "--yes")
    assert done.returncode == 2
    assert "refuses the question (status 404), 3 times in a row" in done.stderr


def test_reports_never_go_out_unencrypted() -> None:
    for url in ("http://models.example/v1", "ftp://models.example", "models.example"):
        with pytest.raises(NotAllowed):
            check_endpoint(Endpoint(url, "m"))
    check_endpoint(Endpoint("https://models.example/v1", "m"))
    check_endpoint(Endpoint("http://127.0.0.1:1/v1", "m"))


def test_without_an_address_nobody_is_asked(report: Path) -> None:
    done = extract(report, None, "--yes")
    assert done.returncode == 2
    assert "TAMANI_MODEL_URL" in done.stderr
