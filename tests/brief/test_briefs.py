"""The page that goes to the meeting: cited, in both languages, and safe to open."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tamani import run
from tamani.brief import FORMATS, Page, write_brief
from tamani.fields import load_vocabulary
from tamani.records import Dossier, Happening

NOW = datetime(2024, 6, 5, tzinfo=UTC)
REPORTS = (
    {
        "id": "one",
        "title": "Market attacked <script>alert(1)</script>",
        "source": "Savanna Wire",
        "url": "https://example.org/one",
        "published": "2024-06-02",
        "language": "en",
        "text": "Gunmen attacked the market of Djibo, in Burkina Faso, on 1 June 2024. At least 24 civilians were "
        "killed, a security source said. The attackers burned shops.",
    },
    {
        "id": "two",
        "title": "Djibo : l'armée dément",
        "source": "Tribune du Liptako",
        "url": "javascript:alert(1)",
        "published": "2024-06-03",
        "language": "fr",
        "text": "L'attaque du 1er juin 2024 contre le marché de Djibo, au Burkina Faso, a fait 9 morts parmi les "
        "civils, a déclaré le ministre de la Défense. L'Union africaine a condamné l'attaque.",
    },
)


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return max(run(REPORTS).dossiers, key=lambda one: len(one.cited))


def brief(dossier: Dossier, format: str, language: str, changes: tuple[Happening, ...] = ()) -> str:
    page = Page(dossier=dossier, changes=changes, since=NOW if changes else None, written=NOW)
    return write_brief([page], format, load_vocabulary(), language)


@pytest.mark.parametrize(("language", "heads"), [
    ("en", ("What is agreed", "What is disputed", "Sources")),
    ("fr", ("Ce qui fait consensus", "Ce qui est contesté", "Sources")),
])  # fmt: skip
@pytest.mark.parametrize("format", FORMATS)
def test_a_brief_has_its_parts_in_both_languages(
    dossier: Dossier, format: str, language: str, heads: tuple[str, ...]
) -> None:
    text = brief(dossier, format, language)
    assert all(head in text for head in heads)
    assert "TLP:RED" in text
    assert "Djibo" in text


def test_every_source_is_numbered_and_cited(dossier: Dossier) -> None:
    text = brief(dossier, "md", "en")
    for number, cited in enumerate(dossier.cited, start=1):
        assert f"[{number}]" in text
        assert f"\n{number}. {cited.source}" in text


def test_a_headline_cannot_run_in_a_browser(dossier: Dossier) -> None:
    page = brief(dossier, "html", "en")
    assert "<script" not in page
    assert "javascript:" not in page
    assert "<script" not in brief(dossier, "md", "en")


def test_a_page_loads_nothing_from_elsewhere(dossier: Dossier) -> None:
    page = brief(dossier, "html", "fr")
    assert "<link" not in page
    assert "src=" not in page
    assert "@import" not in page
    assert "@media print" in page
    assert len(page.encode()) < 15_000


def test_what_changed_is_dated(dossier: Dossier) -> None:
    change = Happening(at=NOW, code="toll", text="killed: 8 → 54")
    assert "5 June 2024: killed: 8 → 54" in brief(dossier, "md", "en", (change,))
    assert "5 juin 2024" in brief(dossier, "md", "fr", (change,))


@pytest.mark.parametrize(("language", "said"), [
    ("en", "As known on 2 June 2024: later reports are left out."), ("fr", "État des connaissances au 2 juin 2024"),
])  # fmt: skip
@pytest.mark.parametrize("format", FORMATS)
def test_a_brief_on_what_was_known_then_says_so(dossier: Dossier, format: str, language: str, said: str) -> None:
    page = Page(dossier=dossier, changes=(), since=None, written=NOW, as_of=datetime(2024, 6, 2, 23, tzinfo=UTC))
    assert said in write_brief([page], format, load_vocabulary(), language)
    assert said not in brief(dossier, format, language)


def test_figures_that_differ_stand_under_uncertain(dossier: Dossier) -> None:
    agreed, _, rest = brief(dossier, "md", "en").partition("## What is disputed or uncertain")
    assert "killed" not in agreed.lower().partition("## what is agreed")[2]
    assert "9–24 killed" in rest


def test_a_described_author_is_not_agreed_on(dossier: Dossier) -> None:
    agreed, _, rest = brief(dossier, "md", "fr").partition("## Ce qui est contesté ou incertain")
    assert "non établi" in rest
    assert "Auteur présumé" not in agreed
