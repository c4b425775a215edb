"""The page tells what the store knows, in both languages, and loads nothing from elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tamani import flow
from tamani.settings import Settings
from tamani.store import open_store
from tamani.web import situation
from tamani.web.pages import make_app

NOW = datetime(2025, 3, 20, 8, tzinfo=UTC)
REPORTS = (
    {
        "id": "mg-1",
        "title": "Niger : attaque d'un marché près de Téra",
        "published": "2025-03-12",
        "language": "fr",
        "source": "La Voix du Fleuve",
        "text": "Des hommes armés à moto ont attaqué mardi le marché de Téra, dans l'ouest du Niger. "
        "Huit civils ont été tués, selon le maire de la ville.",
    },
    {
        "id": "mg-2",
        "title": "Death toll of Tera market attack rises to 17",
        "published": "2025-03-14",
        "language": "en",
        "source": "Sahel Bulletin",
        "text": "The death toll of Tuesday's attack on the market of Tera, in western Niger, has risen to 17, the "
        "interior ministry said. Eleven others were wounded. Nobody has claimed responsibility for the attack.",
    },
)

TWO_ATTACKS = (
    "Gunmen killed nine people in Gorgadji, Burkina Faso, on 4 February 2025, residents said.",
    "Gunmen killed four soldiers in Ansongo, Mali, on 9 January 2025, the army said.",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("web")
    inbox = folder / "inbox.jsonl"
    inbox.write_text("\n".join(json.dumps(report) for report in REPORTS), encoding="utf-8")
    settings = Settings(store=str(folder / "tamani.db"))
    with open_store(settings.store) as store:
        flow.add_items(store, [str(inbox)], settings, now=NOW)
    with TestClient(make_app(settings)) as made:
        yield made


def first_incident(client: TestClient) -> str:
    rows = client.get("/incidents").json()
    assert rows, "the attack on the market must make an incident"
    ident: str = rows[0]["incident"]
    return ident


def test_the_situation_lists_the_attack_with_its_toll(client: TestClient) -> None:
    page = client.get("/?lang=en").text
    assert "Tera" in page or "Téra" in page
    assert "killed" in page


def test_the_page_speaks_french_when_the_browser_does(client: TestClient) -> None:
    fresh = TestClient(client.app)  # no cookie says otherwise
    page = fresh.get("/", headers={"accept-language": "fr-FR,fr;q=0.9"}).text
    assert '<html lang="fr">' in page
    assert "Rechercher" in page and "tués" in page


def test_the_chosen_language_is_remembered(client: TestClient) -> None:
    fresh = TestClient(client.app)
    fresh.get("/?lang=fr")
    assert '<html lang="fr">' in fresh.get("/", headers={"accept-language": "en"}).text


def test_a_record_shows_each_speaker_with_the_passage(client: TestClient) -> None:
    page = client.get(f"/incidents/{first_incident(client)}?lang=en").text
    assert "<mark>" in page
    assert "Sahel Bulletin" in page and "La Voix du Fleuve" in page


def test_the_record_as_known_two_days_before_has_the_first_figure_only(client: TestClient) -> None:
    ident = first_incident(client)
    then = client.get(f"/incidents/{ident}.json?as_of=2025-03-12").json()
    now = client.get(f"/incidents/{ident}.json").json()
    assert {entry["low"] for entry in then["fields"]["killed"]} == {8}
    assert {entry["low"] for entry in now["fields"]["killed"]} >= {17}


def test_every_passage_link_leads_to_a_lit_passage(client: TestClient) -> None:
    page = client.get(f"/incidents/{first_incident(client)}?lang=en").text
    links = sorted(set(re.findall(r'href="(/reports/[^"#]+)#', page)))
    assert links
    for link in links:
        assert 'class="lit"' in client.get(link.replace("&amp;", "&")).text, link


def test_the_text_of_a_report_is_shown_whole(client: TestClient) -> None:
    page = client.get("/reports/mg-1").text
    text = re.sub(r"<[^>]+>", "", page)
    assert "Des hommes armés à moto ont attaqué mardi le marché de Téra, dans l" in text


def test_markup_in_a_report_is_shown_and_never_run(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox.jsonl"
    evil = "<script>alert(1)</script>"
    inbox.write_text(
        '{"id": "x\\"><b>", "title": "' + evil + ' gunmen kill 5 in Gao", "published": "2025-01-02", "source": "'
        + evil + '", "url": "javascript:alert(1)", "text": "Gunmen killed five civilians in Gao, Mali, on Wednesday. '
        + evil + '"}\n',
        encoding="utf-8",
    )  # fmt: skip
    settings = Settings(store=str(tmp_path / "tamani.db"))
    with open_store(settings.store) as store:
        flow.add_items(store, [str(inbox)], settings, now=NOW)
    with TestClient(make_app(settings)) as client:
        pages = [client.get("/").text]
        pages += [client.get(f"/incidents/{row['incident']}").text for row in client.get("/incidents").json()]
        pages += [client.get(link).text for link in re.findall(r'href="(/reports/[^"#?]+)', pages[-1])]
    assert len(pages) > 2
    for page in pages:
        assert evil not in page
        assert 'href="javascript:' not in page


def test_nothing_is_loaded_from_another_host(client: TestClient) -> None:
    for path in (
        "/",
        f"/incidents/{first_incident(client)}",
        "/reports/mg-1",
        "/static/tamani.css",
        "/static/tamani.js",
    ):
        answer = client.get(path)
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert not re.findall(r'(?:src|href|url)\s*[=(]\s*["\']?(?:https?:)?//(?!www\.w3\.org)', answer.text), path


def test_a_page_of_another_host_name_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_an_unknown_incident_says_so_on_a_page(client: TestClient) -> None:
    answer = client.get("/incidents/zzzz?lang=fr")
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.text


def test_the_first_view_weighs_less_than_60_kb(client: TestClient) -> None:
    weight = 0
    for path in ("/", "/static/tamani.css", "/static/tamani.js", "/static/tamani.svg"):
        with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
            weight += sum(len(chunk) for chunk in answer.iter_raw())
    assert weight <= 60_000


def test_a_filter_that_fits_nothing_says_what_to_do(client: TestClient) -> None:
    assert "No incident fits" in client.get("/?lang=en&q=zzzzqqq").text


def test_a_toll_that_changed_is_a_range_with_its_best_founded_figure(client: TestClient) -> None:
    page = client.get(f"/incidents/{first_incident(client)}?lang=en").text
    assert "8–17 killed" in page or "17 killed" in page
    assert "low " not in page


def test_the_chosen_day_is_offered_and_nothing_later_is_told(client: TestClient) -> None:
    page = client.get(f"/incidents/{first_incident(client)}?as_of=2025-03-13&lang=en").text
    assert 'as_of=2025-03-13" aria-current="true">13 March 2025</a>' in page
    assert "rises to 17" not in page


def test_a_list_longer_than_the_page_has_a_link_to_more(client: TestClient) -> None:
    assert client.get("/?limit=1&lang=en").status_code == 200
    assert situation.read_limit("1") == 1
    assert situation.read_limit("many") == situation.read_limit(None) == situation.SHOWN


def test_of_a_long_list_only_what_is_shown_is_taken(tmp_path: Path) -> None:
    rows = [{"id": f"t{n}", "text": text, "language": "en"} for n, text in enumerate(TWO_ATTACKS)]
    inbox = tmp_path / "inbox.jsonl"
    inbox.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    with open_store(tmp_path / "a.db") as store:
        flow.add_items(store, [str(inbox)], Settings(), now=NOW)
        one = flow.take_incidents(store, flow.OWNER, flow.Query(), 1, now=NOW)
        both = flow.take_incidents(store, flow.OWNER, flow.Query(), 2, now=NOW)
    assert (len(one.known), one.more) == (1, True)
    assert (len(both.known), both.more) == (2, False)
    assert one.known[0].assessment is not None and one.known[0].incident == both.known[0].incident


def test_an_error_is_told_in_the_readers_language(client: TestClient) -> None:
    page = client.get("/incidents/zzzz?lang=fr").text
    assert "aucun identifiant ne commence ainsi" in page
    assert "no incident" not in page


def test_the_second_visit_says_what_is_new(client: TestClient) -> None:
    client.cookies.clear()
    client.cookies.set("since", "2025-03-13T00:00:00+00:00")
    page = client.get("/").text
    client.cookies.clear()
    assert "new since your last visit, 13 March 2025" in page
    assert 'class="chip new"' in page


def test_the_history_is_told_day_by_day_and_each_line_leads_to_its_report(client: TestClient) -> None:
    address = f"/incidents/{first_incident(client)}/history"
    page = client.get(address + "?lang=en", headers={"accept": "text/html"}).text
    assert "8 → 17" in page or "17 killed" in page
    assert "14 March 2025" in page
    links = set(re.findall(r'href="(/reports/[^"#]+)', page))
    assert links
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link
    french = client.get(address + "?lang=fr", headers={"accept": "text/html"}).text
    assert "Comment la fiche a évolué" in french


def test_a_program_gets_the_history_between_two_days_as_rows(client: TestClient) -> None:
    address = f"/incidents/{first_incident(client)}/history"
    whole, later = client.get(address).json(), client.get(address + "?from=2025-03-13&to=2025-03-14").json()
    assert {row["report"] for row in whole if row["code"] == "report"} == {"mg-1", "mg-2"}
    assert {row["report"] for row in later if row["code"] == "report"} == {"mg-2"}
    assert client.get(address + "?from=2025-03-14&to=2025-03-12").status_code == 400
