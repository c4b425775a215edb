"""Web pages: the article comes in, what stands around it does not."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tamani.errors import UnreadableItem
from tamani.read import read_item
from tamani.records import Item, Reading

NOW = datetime(2024, 9, 1, tzinfo=UTC)
FIRST = "Au moins douze villageois ont été tués dans la nuit de dimanche à lundi près de Bankass, selon un élu local."
SECOND = "Les assaillants, venus à moto, ont incendié des greniers avant de repartir vers le nord avec du bétail volé."
THIRD = "L'armée a annoncé l'envoi de renforts et l'ouverture d'une enquête sur les circonstances de cette attaque."
ENGLISH = "At least twelve villagers were killed overnight near Bankass, a local official said on Monday morning."


def read_page(html: str | bytes, *, media_type: str = "text/html", url: str | None = None) -> Reading:
    data = html.encode() if isinstance(html, str) else html
    return read_item(Item(name="page.html", data=data, media_type=media_type, collected=NOW, url=url))[1]


def make_page(*, head: str = "", before: str = "", after: str = "") -> str:
    body = f"<h1>Attaque près de Bankass</h1>{before}<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>{after}"
    return f"<!DOCTYPE html><html lang='fr'><head>{head}</head><body><article>{body}</article></body></html>"


def test_the_article_is_kept_in_paragraphs() -> None:
    reading = read_page(make_page())
    assert f"{FIRST}\n\n{SECOND}\n\n{THIRD}" in reading.text
    assert reading.language == "fr"
    assert [reading.quote(span) for span in reading.sentences][-3:] == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "leak",
    [
        "<p>Abonnez-vous à notre newsletter pour ne rien manquer.</p>",
        "<p>À lire aussi : Trente morts dans une attaque à Djibo</p>",
        "<p>Lire aussi Mali : une embuscade fait vingt morts</p>",
        "<p>Crédit photo : un photographe</p>",
        "<p>© 2024 Le Quotidien. Tous droits réservés.</p>",
        "<p>Read more: Thirty killed in an attack on Djibo</p>",
        "<p>Sign up for our daily newsletter to get the latest news.</p>",
        "<p>Follow us on Twitter and Facebook</p>",
        "<p>All rights reserved.</p>",
        "<p>Awa Diallo is a freelance journalist who covers the Sahel for several papers.</p>",
        "<p>Photo : Ali Touré / AFP</p>",
        "<h3>Sur le même sujet</h3><ul><li>Trente morts dans une attaque à Djibo</li><li>Vingt morts à Gao</li></ul>",
        "<h3>Related stories</h3><p>Thirty killed in an attack on Djibo</p><p>Market bombed in Gao</p>",
    ],
)
def test_calls_and_other_stories_do_not_become_part_of_the_report(leak: str) -> None:
    text = read_page(make_page(after=leak)).text
    assert text.endswith(THIRD)


@pytest.mark.parametrize(
    "line",
    [
        "Les abonnés du marché de Gao ont fui lorsque les tirs ont commencé, a raconté un commerçant.",
        "He was already a member of the group when the village was attacked, an elder said.",
        "Other posts came under fire.",
        "Watch towers were burned.",
        "Home to 300 people.",
        "Awa Diallo est journaliste à Gao et a été enlevée devant son domicile.",
        "Les recherches se poursuivent dans la zone, selon une source sécuritaire. (AFP)",
    ],
)
def test_news_that_sounds_like_a_call_is_kept(line: str) -> None:
    assert line in read_page(make_page(after=f"<p>{line}</p>")).text


def test_what_json_ld_says_is_taken_first() -> None:
    told = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Person", "@id": "#p", "name": "Awa Diallo"},
            {
                "@type": "NewsArticle",
                "headline": "Attaque près de Bankass",
                "author": [{"@id": "#p"}, {"@type": "Person", "name": "Ali Touré"}],
                "datePublished": "2024-08-26T09:30:00+02:00",
                "dateModified": "2024-08-27T08:00:00Z",
                "publisher": {"@type": "Organization", "name": "Le Quotidien"},
            },
        ],
    }
    head = f'<script type="application/ld+json">{json.dumps(told)}</script><link rel="canonical" href="/a/1">'
    reading = read_page(make_page(head=head), url="https://quotidien.example/a/1?utm_source=x")
    assert reading.title == "Attaque près de Bankass"
    assert reading.author == "Awa Diallo, Ali Touré"
    assert reading.published == datetime(2024, 8, 26, 7, 30, tzinfo=UTC)
    assert reading.modified == datetime(2024, 8, 27, 8, tzinfo=UTC)
    assert reading.source == "Le Quotidien"
    assert reading.report == reading.url == "https://quotidien.example/a/1"


def test_broken_json_ld_does_no_harm() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>'
    assert read_page(make_page(head=head)).title == "Attaque près de Bankass"


def test_the_site_name_is_no_part_of_the_title() -> None:
    head = '<meta property="og:site_name" content="Le Quotidien"><title>Douze morts à Bankass - Le Quotidien</title>'
    page = make_page(head=head).replace("<h1>Attaque près de Bankass</h1>", "<h1>Le Quotidien</h1>")
    assert read_page(page).title == "Douze morts à Bankass"


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ('<p class="byline">By Awa Diallo</p>', "Awa Diallo"),
        ('<div class="auteur">Par <a href="/auteur/7">Mohamed ag Najem</a>, envoyé spécial</div>', "Mohamed ag Najem"),
        ('<span class="author">Awa Diallo and Ali Touré | 26 Aug 2024</span>', "Awa Diallo, Ali Touré"),
        ("<p>Publié par Awa Diallo</p>", "Awa Diallo"),
        ('<span class="author">De Villiers Awa</span>', "De Villiers Awa"),
        ('<a rel="author" href="/a">Tous les articles de Awa Diallo</a>', "Awa Diallo"),
        ('<p class="author">admin</p>', None),
        ('<div class="comment"><span class="author">Ali Touré</span></div>', None),
    ],
)
def test_the_signature_is_found_in_both_languages(byline: str, author: str | None) -> None:
    assert read_page(make_page(before=byline)).author == author


@pytest.mark.parametrize(
    ("head", "before", "url", "day"),
    [
        ('<meta property="article:published_time" content="2024-08-26T23:30:00-05:00">', "", None, "2024-08-26"),
        ('<meta property="article:published_time" content="2024-08-27T02:00:00Z">', "", "https://x.example/2024/08/26/", "2024-08-26"),  # noqa: E501
        ("", '<time datetime="2024-08-26">lundi</time>', None, "2024-08-26"),
        ("", "<span>Publié le 26 août 2024</span>", None, "2024-08-26"),
        ("", "<span>Posted on August 26, 2024</span>", None, "2024-08-26"),
        ("", "", "https://x.example/2024/08/26/attaque", "2024-08-26"),
        ("", "", None, None),
    ],
)  # fmt: skip
def test_a_page_is_of_the_day_its_newsroom_writes(head: str, before: str, url: str | None, day: str | None) -> None:
    published = read_page(make_page(head=head, before=before), url=url).published
    assert (published.date().isoformat() if published else None) == day


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("latin-1", 'content="text/html; charset=iso-8859-1" http-equiv="Content-Type"'),
        ("cp1252", 'charset="windows-1252"'),
        ("cp1252", 'name="x" content="y"'),
        ("utf-8", 'charset="utf-8"'),
        ("utf-8", 'charset="iso-8859-1"'),
        ("utf-16", 'charset="utf-16"'),
        ("utf-8-sig", 'charset="utf-8"'),
    ],
)
def test_accents_survive_every_encoding(encoding: str, declared: str) -> None:
    assert FIRST in read_page(make_page(head=f"<meta {declared}>").encode(encoding)).text


def test_the_encoding_a_server_declares_is_believed() -> None:
    assert FIRST in read_page(make_page().encode("cp1252"), media_type="text/html; charset=windows-1252").text


def test_soft_hyphens_and_loose_accents_do_not_hide_words() -> None:
    page = make_page().replace("villageois", "villa&shy;geois").replace("tués", "tue\u0301s")
    assert FIRST in read_page(page).text


def test_broken_markup_is_read_all_the_same() -> None:
    page = f"<html><body><div><article><p>{FIRST}<p>{SECOND}</b></i><p>{THIRD}<div>"
    reading = read_page(page)
    assert all(part in reading.text for part in (FIRST, SECOND, THIRD))


def test_tables_stay_as_lines_whose_cells_are_spans() -> None:
    head = "<tr><th>Institution</th><th>Réaction</th></tr>"
    table = f"<table>{head}<tr><td>Cédéao</td><td>Condamne l'attaque</td></tr></table>"
    reading = read_page(make_page(after=table))
    assert "Institution | Réaction\nCédéao | Condamne l'attaque" in reading.text
    cells = [[reading.quote(cell) for cell in row] for row in reading.tables[0].rows]
    assert cells == [["Institution", "Réaction"], ["Cédéao", "Condamne l'attaque"]]


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("<p>(AFP)</p>", "AFP"),
        ("<p>Avec AFP</p>", "AFP"),
        ("<p>Source : AFP</p>", "AFP"),
        ("<p>Le porte-parole a refusé de répondre aux questions de l'AFP lundi à Bamako.</p>", None),
    ],
)
def test_the_agency_is_named_where_it_signs(line: str, agency: str | None) -> None:
    found = read_page(make_page(after=line)).agency
    assert (found or "").startswith("A" if agency else "") and bool(found) == bool(agency)


def test_a_dateline_names_its_agency() -> None:
    page = f"<html><body><article><p>BAMAKO (Reuters) - {ENGLISH}</p><p>{ENGLISH} {ENGLISH}</p></article></body></html>"
    assert read_page(page).agency == "Reuters"


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(UnreadableItem):
        read_page("<html><head><title>x</title></head><body><script>var a = 1;</script></body></html>")


def test_a_vast_page_is_read_without_looking_for_its_article() -> None:
    page = "<html><body>" + "<p>Une ligne du catalogue.</p>" * 45_000 + "</body></html>"
    assert read_page(page).text.count("catalogue") == 45_000
