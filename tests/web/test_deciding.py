"""Decisions on the page: plain forms, one decision each, and none in the name of a person who is elsewhere."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from tamani import flow
from tamani.settings import Settings
from tamani.store import open_store
from tamani.web.deciding import is_own_machine
from tamani.web.pages import make_app

NOW = datetime(2025, 3, 20, 8, tzinfo=UTC)
TEXTS = (
    "Gunmen attacked the market of Djibo, in northern Burkina Faso, on Saturday 1 June 2024. Eleven civilians were "
    "killed, the army said in a statement.",
    "Residents said 54 civilians were killed in the attack on the market of Djibo, in northern Burkina Faso, on "
    "1 June 2024.",
)
ROWS = [
    {"id": f"w{n}", "text": text, "published": "2024-06-02", "language": "en", "source": f"Paper {n}"}
    for n, text in enumerate(TEXTS)
]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    inbox = tmp_path / "inbox.jsonl"
    inbox.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    made = Settings(store=str(tmp_path / "tamani.db"))
    with open_store(made.store) as store:
        flow.add_items(store, [str(inbox)], made, now=NOW)
    return made


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(make_app(settings)) as made:
        yield made


def find_token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def post(client: TestClient, act: str, **fields: str) -> str:
    """Send a form as the page makes it; where it leads."""
    token = find_token(client.get(f"/incidents/{first_incident(client)}").text)
    form = {"token": token, "act": act, "author": "Ana Sow", "reason": "I called", "back": "/queue"} | fields
    answer = client.post("/decisions", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def first_incident(client: TestClient) -> str:
    return str(client.get("/incidents").json()[0]["incident"])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_queue_is_a_page_a_list_of_rows_and_the_lower_part_of_the_situation(
    client: TestClient, language: str
) -> None:
    rows = client.get(f"/queue.json?lang={language}").json()
    assert rows[0]["what"] == "disputed" and rows[0]["why"]
    page = html.unescape(client.get(f"/queue?lang={language}").text)
    assert rows[0]["why"] in page
    assert rows[0]["why"] in html.unescape(client.get(f"/?lang={language}").text)


def test_a_value_is_corrected_by_a_form_and_taken_back_by_another(client: TestClient) -> None:
    incident = first_incident(client)
    back = post(
        client, "correct", incident=incident, field="killed", value="15", who="civilians", note="The nurse told me",
        back=f"/incidents/{incident}",
    )  # fmt: skip
    shown = html.unescape(client.get(back).text)
    assert "corrected by Ana Sow: I called" in shown and "15 killed (civilians)" in shown
    act = back.partition("done=")[2]
    assert f'name="decision" value="{act}"' in shown
    post(client, "undo", decision=act)
    assert "corrected by" not in client.get(f"/incidents/{incident}").text


def test_an_objection_shows_on_the_card_and_is_answered_there(client: TestClient) -> None:
    incident = first_incident(client)
    post(client, "contest", incident=incident, author="<b>the mayor</b>", reason="Nobody died <script>")
    page = client.get(f"/incidents/{incident}").text
    assert "&lt;b&gt;the mayor" in page and "<script>alert" not in page and "Nobody died &lt;script&gt;" in page
    (row,) = [one for one in client.get("/queue.json").json() if one["what"] == "objection"]
    post(client, "answer", objection=row["decision"], verdict="rejected")
    assert not [one for one in client.get("/queue.json").json() if one["what"] == "objection"]
    assert "Rejected by Ana Sow" in client.get(f"/incidents/{incident}").text


def test_a_record_is_split_withdrawn_and_left_open_by_forms(client: TestClient) -> None:
    incident = first_incident(client)
    post(client, "leave", incident=incident, field="killed")
    assert not [one for one in client.get("/queue.json").json() if one["field"] == "killed"]
    post(client, "split", incident=incident, member="w1")
    assert len(client.get("/incidents").json()) == 2
    post(client, "withdraw", incident=incident)
    assert [one["incident"] for one in client.get("/incidents").json()] != [incident]
    assert "Withdrawn: no incident" in client.get(f"/incidents/{incident}").text


def test_one_claim_is_withdrawn_where_its_words_are_read_and_comes_back_with_the_undo(client: TestClient) -> None:
    incident = first_incident(client)
    claims = client.get(f"/incidents/{incident}.json").json()["claims"]
    ident = next(one["id"] for one in claims if one["field"] == "killed" and one["value"]["low"] == 54)
    passage = next(link for link in find_links(client.get(f"/incidents/{incident}").text) if f"claim={ident}" in link)
    page = client.get(passage).text
    assert f'name="claim" value="{ident}"' in page and f'name="incident" value="{incident}"' in page
    assert page.count('name="claim"') == 1, "a form for the claim that is lit, and for no other"
    assert 'name="claim"' not in client.get(passage, params={"claim": ident, "as_of": "2025-01-01"}).text
    back = post(client, "withdraw", incident=incident, claim=ident, back=f"/incidents/{incident}")
    shown = html.unescape(client.get(back).text)
    assert "Ana Sow withdrew “54 civilians" in shown
    assert ident not in {one["id"] for one in client.get(f"/incidents/{incident}.json").json()["claims"]}
    assert 'name="claim"' not in client.get(passage).text, "it is withdrawn already"
    post(client, "undo", decision=back.partition("done=")[2])
    assert ident in {one["id"] for one in client.get(f"/incidents/{incident}.json").json()["claims"]}


def find_links(page: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="([^"]+)"', page)]


@pytest.mark.parametrize(("verdict", "turned"), [("part", False), ("whole", True)])
def test_a_record_is_made_a_part_of_another_by_its_address(client: TestClient, verdict: str, turned: bool) -> None:
    post(client, "split", incident=first_incident(client), member="w1")
    one, two = (str(row["incident"]) for row in client.get("/incidents").json())
    page = client.get(f"/incidents/{one}").text
    assert f'<option value="{two}">' in page and f'value="{verdict}"' in page
    # A person's "different" of the split is the older word: the later one counts.
    back = post(client, "judge", one=one, two=f"http://testserver/incidents/{two}?lang=fr", verdict=verdict)
    part, whole = (two, one) if turned else (one, two)
    assert f'href="/incidents/{whole}"' in client.get(f"/incidents/{part}").text.partition("Part of")[2]
    post(client, "undo", decision=back.partition("done=")[2])
    assert "Part of" not in client.get(f"/incidents/{part}").text


def test_an_undo_is_undone_where_it_is_told(client: TestClient) -> None:
    incident = first_incident(client)
    back = post(client, "correct", incident=incident, field="killed", value="15", who="civilians", note="I counted")
    undone = post(client, "undo", decision=back.partition("done=")[2]).partition("done=")[2]
    assert "corrected by" not in client.get(f"/incidents/{incident}").text
    assert f'name="decision" value="{undone}"' in client.get(f"/incidents/{incident}").text
    post(client, "undo", decision=undone)
    assert "corrected by" in client.get(f"/incidents/{incident}").text


TWICE = (
    "Gunmen attacked the market of Djibo, Burkina Faso, on Saturday 1 June 2024, killing eleven civilians. On the same "
    "day gunmen attacked an army base in Dori, Burkina Faso, killing four soldiers."
)


def test_one_telling_of_a_report_is_taken_out_of_a_record(tmp_path: Path) -> None:
    made = Settings(store=str(tmp_path / "t.db"))
    inbox = tmp_path / "twice.jsonl"
    inbox.write_text(json.dumps(ROWS[0] | {"id": "two", "text": TWICE}), encoding="utf-8")
    with open_store(made.store) as store:
        flow.add_items(store, [str(inbox)], made, now=NOW)
    with TestClient(make_app(made)) as client:
        ids = [str(row["incident"]) for row in client.get("/incidents").json()]
        assert len(ids) == 2
        post(client, "judge", one=ids[0], two=ids[1], verdict="same")
        page = client.get(f"/incidents/{first_incident(client)}").text
        assert 'value="two#m1"' in page and 'value="two#m2"' in page
        post(client, "split", incident=first_incident(client), member="two#m2")
        assert len(client.get("/incidents").json()) == 2


def test_no_page_of_elsewhere_decides(client: TestClient) -> None:
    incident = first_incident(client)
    form = {"act": "withdraw", "incident": incident, "author": "Eve", "reason": "x", "back": "/"}
    token = find_token(client.get("/queue").text)
    tries = (
        client.post("/decisions", data=form),
        client.post("/decisions", data=form | {"token": "guess"}),
        client.post("/decisions", data=form | {"token": token}, headers={"Origin": "http://evil.example"}),
        client.post("/decisions", data=form | {"token": token}, headers={"Sec-Fetch-Site": "cross-site"}),
        client.post("/decisions", data=form | {"token": token, "reason": " "}),
        client.post("/decisions", data=form | {"token": token, "act": "drop"}),
    )
    assert [answer.status_code for answer in tries] == [400] * 6
    assert client.get("/incidents").json()[0]["incident"] == incident
    fine = client.post("/decisions", data=form | {"token": token}, headers={"Origin": "null"}, follow_redirects=False)
    assert fine.status_code == 303


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_the_way_back_stays_here(client: TestClient, back: str) -> None:
    where = urlsplit(post(client, "contest", incident=first_incident(client), back=back))
    assert (where.netloc, where.path) == ("", "/")


def test_a_page_that_is_served_to_others_only_shows(settings: Settings) -> None:
    assert is_own_machine("127.0.0.1") and is_own_machine("::1") and is_own_machine("localhost")
    assert not is_own_machine("0.0.0.0") and not is_own_machine("192.168.1.4") and not is_own_machine("example.org")
    with TestClient(make_app(settings, host="192.168.1.4")) as client:
        incident = first_incident(client)
        assert (
            'method="post"' not in client.get("/queue").text
            and 'id="decide"' not in client.get(f"/incidents/{incident}").text
        )
        form = {"act": "withdraw", "incident": incident, "author": "Eve", "reason": "x", "token": ""}
        assert client.post("/decisions", data=form).status_code == 400


def test_an_old_id_leads_on(client: TestClient) -> None:
    post(client, "split", incident=first_incident(client), member="w1")
    one, two = (str(row["incident"]) for row in client.get("/incidents").json())
    post(client, "judge", one=one, two=two, verdict="same")
    (left,) = (str(row["incident"]) for row in client.get("/incidents").json())
    gone = two if left == one else one
    moved = client.get(f"/incidents/{gone}", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (302, f"/incidents/{left}")
    assert client.get(f"/incidents/{gone}.json").json()["incident"] == left
