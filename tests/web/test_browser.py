"""The page in a real browser: no error, no request to another host, a passage that lights up, a phone's width."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("TAMANI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium: install Debian's package `chromium`, or set TAMANI_CHROMIUM"
    ),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tamani", "demo", "--folder", str(folder), "--port", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield wait_for(f"http://127.0.0.1:{port}", server, folder / "log")
        finally:
            server.terminate()
            server.wait(10)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(240):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(url, timeout=1)
        except OSError:
            time.sleep(0.25)
        else:
            return url
    raise AssertionError(f"no answer from {url}: {log.read_text()}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        made.close()


@pytest.fixture(params=["en", "fr"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    locale = {"en": "en-GB", "fr": "fr-FR"}[request.param]
    context = browser.new_context(locale=locale, viewport={"width": 1440, "height": 900})
    made = context.new_page()
    problems: list[str] = []
    made.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    made.on("pageerror", lambda error: problems.append(str(error)))
    made.on("request", lambda asked: problems.append(asked.url) if not asked.url.startswith(address) else None)
    made.goto(address)
    yield made
    context.close()
    assert not problems


def test_a_record_opens_beside_the_list(page: Page) -> None:
    page.click(".row >> nth=0")
    page.wait_for_selector("#card article h2")
    assert "/incidents/" in page.url
    assert page.locator(".row[aria-current]").count() == 1
    assert page.locator(".list").is_visible()


def test_a_figure_leads_to_its_words(page: Page) -> None:
    page.click(".row >> nth=0")
    page.wait_for_selector("#card article .position")
    page.click("#card .position summary >> nth=0")
    page.click("#card .position[open] a.passage >> nth=0")
    page.wait_for_selector("mark.lit")
    assert page.locator("mark.lit").first.is_visible()


def test_a_dot_on_the_map_opens_its_record(page: Page) -> None:
    page.locator(".dot").last.dispatch_event("click")
    page.wait_for_selector("#card article h2")
    assert page.locator(".dot.chosen").count() == 1


def test_the_page_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.click(".row >> nth=0")
    page.wait_for_selector("#card article h2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.locator("#card h2").is_visible()


def test_the_page_works_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.click(".row >> nth=0")
    assert page.locator("#card article h2").is_visible()
    context.close()


def test_the_keyboard_reaches_a_record(page: Page) -> None:
    page.locator(".row").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#card article h2")


def test_everything_has_a_name_for_a_screen_reader(page: Page) -> None:
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
            .filter(one => !(one.textContent.trim() || one.getAttribute("aria-label") || one.labels?.length))
            .map(one => one.outerHTML)"""
    )
    assert nameless == []


def test_what_waits_stands_below_the_map_and_the_record_beside_it(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 900})
    page.goto(address)
    page.locator(".row").first.click()
    page.locator("#card article").wait_for()
    waiting, card = page.locator(".waiting").bounding_box(), page.locator("#card").bounding_box()
    drawn = page.locator("figure.map").bounding_box()
    assert waiting and card and drawn
    assert drawn["y"] + drawn["height"] <= waiting["y"] and waiting["x"] + waiting["width"] <= card["x"]
    assert card["y"] < drawn["y"] + drawn["height"]


def test_a_question_is_answered_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/queue")
    before = page.locator(".ask").count()
    ask = page.locator(".ask:has(button.plain)").first
    ask.locator("summary").first.click()
    ask.locator("input[name=reason]").fill("nobody can say")
    ask.locator("input[name=author]").fill("Ana Sow")
    ask.locator("button.plain").click()
    page.locator(".kept").wait_for()
    assert page.locator(".ask").count() < before
    page.locator(".kept summary").click()
    page.locator(".kept input[name=reason]").fill("too early")
    page.locator(".kept form > button").click()
    assert page.locator(".ask").count() == before
