"""What the environment says is taken, and what it says badly is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tamani.errors import NotAllowed
from tamani.settings import Settings, read_settings

NAMES = ("STORE", "GAZETTEER", "MAX_BYTES", "MAX_UNPACKED", "TIMEOUT", "ALLOW_PRIVATE", "LANGUAGE")
SETTINGS_PAGE = Path(__file__).parent.parent / "docs" / "reference" / "settings.md"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*(f"TAMANI_{name}" for name in NAMES), "LANG"):
        monkeypatch.delenv(name, raising=False)


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings() == Settings()


def test_a_larger_limit_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAMANI_MAX_BYTES", "50000000")
    assert read_settings().max_bytes == 50_000_000


@pytest.mark.parametrize("wrong", ["many", "-3", "0", "inf", "nan"])
def test_a_limit_that_is_no_number_is_named(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("TAMANI_TIMEOUT", wrong)
    with pytest.raises(NotAllowed, match="TAMANI_TIMEOUT"):
        read_settings()


def test_a_french_machine_is_spoken_to_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert read_settings().language == "fr"


def test_every_setting_is_documented() -> None:
    page = SETTINGS_PAGE.read_text(encoding="utf-8")
    assert [name for name in NAMES if f"`TAMANI_{name}`" not in page] == []
