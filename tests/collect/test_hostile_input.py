"""What is thrown at the door: each item gets its reason, and the rest of the batch comes in."""

from __future__ import annotations

import gzip
import io
import socket
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import msgspec
import pytest

from tamani.collect import collect_items
from tamani.errors import UnreadableItem
from tamani.read import read_item
from tamani.records import Item, Reading, Reject
from tamani.settings import Settings

Answer: TypeAlias = Callable[..., str]

NOW = datetime(2024, 9, 1, tzinfo=UTC)
GOOD = "Deux soldats ont été tués lundi près de Ménaka, selon l'armée."


def gather(*paths: object, settings: Settings | None = None) -> tuple[list[Reading], list[Reject]]:
    """Collect and read as the hall does: what can't be read is set aside too."""
    readings: list[Reading] = []
    rejects: list[Reject] = []
    for found in collect_items([str(path) for path in paths], settings or Settings(), now=NOW):
        if isinstance(found, Reject):
            rejects.append(found)
            continue
        try:
            readings.append(read_item(found)[1])
        except UnreadableItem as error:
            rejects.append(Reject(name=error.item, problem=error.problem, remedy=error.remedy, at=NOW))
    return readings, rejects


def expect_one_reject(folder: Path, words: str, settings: Settings | None = None) -> Reject:
    """The bad item is set aside in clear words, and its good neighbours come in."""
    (folder / "0_good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "z_good.txt").write_text(GOOD + " Fin.", encoding="utf-8")
    readings, rejects = gather(folder, settings=settings)
    assert [Path(reading.file or "").name for reading in readings] == ["0_good.txt", "z_good.txt"]
    assert len(rejects) == 1
    assert words in rejects[0].problem
    assert rejects[0].remedy
    return rejects[0]


def test_an_empty_file_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    expect_one_reject(tmp_path, "empty")


def test_a_file_of_a_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as stream:
        stream.write(b"text " * 20_000)
        stream.truncate(100_000_000)
    began = time.monotonic()
    reject = expect_one_reject(tmp_path, "100.0 MB is more than the 25.0 MB allowed")
    assert "TAMANI_MAX_BYTES" in reject.remedy
    assert time.monotonic() - began < 2


def test_a_hundred_megabytes_in_one_line_of_json_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "huge.jsonl").open("wb") as stream:
        stream.write(b'{"id": "a", "text": "ok, this one is short"}\n{"id": "b", "text": "')
        for _ in range(1000):
            stream.write(b"x" * 100_000)
        stream.write(b'"}\n{"id": "c", "text": "and so is this"}\n')
    readings, rejects = gather(tmp_path / "huge.jsonl")
    assert [reading.report for reading in readings] == ["a", "c"]
    assert [reject.name.rpartition("#")[2] for reject in rejects] == ["2"]


def test_a_picture_called_txt_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    expect_one_reject(tmp_path, "not text (image/png)")


def test_unknown_bytes_called_txt_are_set_aside(tmp_path: Path) -> None:
    (tmp_path / "noise.txt").write_bytes(bytes((i * 7919) % 256 for i in range(50_000)))
    expect_one_reject(tmp_path, "not text")


def test_broken_utf8_is_read_and_keeps_its_good_letters(tmp_path: Path) -> None:
    (tmp_path / "cut.txt").write_bytes("Trois blessés à Gao, évacués".encode() + b"\xc3" + b" hier soir \xff.")
    readings, rejects = gather(tmp_path)
    assert not rejects
    assert readings[0].text.startswith("Trois blessés à Gao, évacués")


def test_a_bomb_of_nested_elements_neither_crashes_nor_hangs(tmp_path: Path) -> None:
    (tmp_path / "bomb.html").write_text("<html><body>" + "<div>" * 100_000 + "deep" + "</div>" * 100_000, "utf-8")
    began = time.monotonic()
    expect_one_reject(tmp_path, "nested too deeply")
    assert time.monotonic() - began < 10


def test_a_zip_bomb_in_a_docx_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(200):
                member.write(b" " * 1_000_000)
    reject = expect_one_reject(tmp_path, "unpacked it would be more than the 100.0 MB allowed")
    assert "TAMANI_MAX_UNPACKED" in reject.remedy


def test_a_gzip_bomb_is_refused_at_the_limit(tmp_path: Path) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(b" " * 120_000_000))
    expect_one_reject(tmp_path, "unpacked it would be more")


def test_a_packed_page_within_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "note.txt.gz").write_bytes(gzip.compress(GOOD.encode()))
    readings, rejects = gather(tmp_path)
    assert (readings[0].text, rejects) == (GOOD, [])


def test_a_docx_that_is_cut_off_is_set_aside(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>" * 1000)
    (tmp_path / "cut.docx").write_bytes(buffer.getvalue()[:900])
    expect_one_reject(tmp_path, "damaged")


def make_pdf(password: str | None = None) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_scanned_pdf_says_that_it_needs_text_recognition(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(make_pdf())
    assert "OCR" in expect_one_reject(tmp_path, "holds no text").remedy


def test_a_locked_pdf_asks_for_a_copy_without_password(tmp_path: Path) -> None:
    (tmp_path / "locked.pdf").write_bytes(make_pdf("secret"))
    assert "password" in expect_one_reject(tmp_path, "locked with a password").remedy


def test_a_pdf_that_is_only_a_header_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "stub.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    expect_one_reject(tmp_path, "damaged")


def test_a_csv_without_a_text_column_names_its_columns(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("when,where\n2024-01-01,Gao\n", "utf-8")
    reject = expect_one_reject(tmp_path, "the columns are: when, where")
    assert "texte" in reject.remedy


def test_reasons_are_said_in_french_to_a_french_user(tmp_path: Path) -> None:
    (tmp_path / "vide.txt").touch()
    expect_one_reject(tmp_path, "le fichier est vide", Settings(language="fr"))


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>La Voix du Fleuve</title>
<item><title>Deux morts à Gao</title><link>https://voix.example/1</link><pubDate>Mon, 26 Aug 2024 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Deux civils ont été tués &lt;b&gt;dimanche&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>Calme à Mopti</title><link>https://voix.example/2</link><pubDate>hier, ou avant-hier</pubDate>
<description>La ville est calme.</description></item>
<item><title>Vieux</title><link>https://voix.example/3</link><pubDate>Mon, 99 Foo 20x4</pubDate>
<description>Une autre brève.</description></item></channel></rss>"""


def test_a_feed_with_bad_dates_keeps_its_entries_and_names_the_dates(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "feed.xml").write_text(FEED, "utf-8")
    readings, rejects = gather(tmp_path)
    assert not rejects
    assert [reading.published for reading in readings] == [datetime(2024, 8, 26, 10, tzinfo=UTC), None, None]
    assert readings[0].text == "Deux civils ont été tués dimanche."
    assert readings[0].source == "La Voix du Fleuve"
    assert "hier, ou avant-hier" in caplog.text
    assert "99 Foo" in caplog.text


def test_rows_without_id_or_text_and_broken_rows_are_set_aside_one_by_one(tmp_path: Path) -> None:
    rows = [
        '{"id": "a", "text": "Un mort."}',
        '{"id": "b"}',
        '{"text": "x"}',
        "{broken",
        "[1]",
        '{"id": 5, "text": "y"}',
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), "utf-8")
    readings, rejects = gather(tmp_path)
    assert [reading.report for reading in readings] == ["a", "5"]
    assert [reject.name.rpartition("#")[2] for reject in rejects] == ["2", "3", "4", "5"]
    assert "no text" in rejects[0].problem


def test_a_missing_file_does_not_stop_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    readings, rejects = gather(tmp_path / "nowhere.txt", tmp_path / "a.txt")
    assert len(readings) == 1
    assert rejects[0].problem == "there is no such file or folder"


# --- addresses -----------------------------------------------------------------------------------------------------


@pytest.fixture
def answer() -> Iterator[Answer]:
    """Starts a server on loopback that gives one fixed answer, piece by piece; returns its address."""
    servers: list[socket.socket] = []

    def start(pieces: list[bytes], pause: float = 0.0) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=send, args=(connection,), daemon=True).start()

        def send(connection: socket.socket) -> None:
            try:
                connection.recv(65_536)
                for piece in pieces:
                    connection.sendall(piece)
                    time.sleep(pause)
            except OSError:
                pass
            finally:
                connection.close()

        threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/page"

    yield start
    for server in servers:
        server.close()


def reply(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


OPEN = Settings(allow_private=True, timeout=1.0)


def test_an_address_that_never_answers_is_left_after_the_time_limit(answer: Answer, tmp_path: Path) -> None:
    url = answer([b""] * 100, pause=1.0)
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    began = time.monotonic()
    readings, rejects = gather(url, tmp_path, settings=OPEN)
    assert time.monotonic() - began < 5
    assert len(readings) == 1
    assert "no full answer within 1 seconds" in rejects[0].problem


def test_an_address_that_drips_its_answer_is_left_after_the_time_limit(answer: Answer) -> None:
    dripping = [b"HTTP/1.1 200 OK\r\n"] + [b"X-Slow: 1\r\n"] * 200
    began = time.monotonic()
    _, rejects = gather(answer(dripping, pause=0.2), settings=OPEN)
    assert time.monotonic() - began < 5
    assert "no full answer" in rejects[0].problem


def test_a_page_is_fetched_and_read(answer: Answer) -> None:
    page = (
        "<html><head><title>Attaque à Gao</title></head><body><article><p>"
        + GOOD * 3
        + "</p><p>"
        + GOOD * 2
        + "</p></article></body></html>"
    )
    url = answer([reply(page.encode("latin-1"), "Content-Type: text/html; charset=iso-8859-1")])
    readings, rejects = gather(url, settings=OPEN)
    assert not rejects
    assert GOOD in readings[0].text
    assert readings[0].title == "Attaque à Gao"
    assert readings[0].url == url


def test_a_packed_answer_that_swells_is_refused(answer: Answer) -> None:
    body = gzip.compress(b"<p>" + b" " * 60_000_000)
    _, rejects = gather(
        answer([reply(body, "Content-Encoding: gzip")]), settings=msgspec.structs.replace(OPEN, timeout=10)
    )
    assert "unpacked it would be more" in rejects[0].problem


def test_an_answer_larger_than_allowed_is_refused(answer: Answer) -> None:
    small = msgspec.structs.replace(OPEN, max_bytes=10_000, timeout=10)
    _, rejects = gather(answer([reply(b"x" * 50_000)]), settings=small)
    assert "more than the" in rejects[0].problem


def test_redirects_are_followed_only_so_far(answer: Answer) -> None:
    url = answer([reply(b"", "Location: /again", status="302 Found")])
    _, rejects = gather(url, settings=msgspec.structs.replace(OPEN, timeout=10))
    assert "redirects more than 5 times" in rejects[0].problem


def test_a_redirect_to_a_file_is_refused(answer: Answer) -> None:
    url = answer([reply(b"", "Location: file:///etc/passwd", status="302 Found")])
    _, rejects = gather(url, settings=OPEN)
    assert "only http and https" in rejects[0].problem


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/", "http://127.1:9/", "http://169.254.169.254/x", "http://[::ffff:10.0.0.1]/"],
)  # fmt: skip
def test_private_addresses_are_not_asked_unless_allowed(url: str) -> None:
    _, rejects = gather(url)
    assert "private address" in rejects[0].problem


def answer_names(monkeypatch: pytest.MonkeyPatch, *addresses: list[str]) -> list[str]:
    """A name server that gives one list of addresses after the other; returns the names it was asked."""
    asked: list[str] = []
    waiting = list(addresses)

    def resolve(host: str, port: int, *args: object, **more: object) -> list[tuple[object, ...]]:
        asked.append(host)
        given = waiting.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in given]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_names(monkeypatch, ["93.184.215.14", "10.0.0.1"])
    _, rejects = gather("http://news.example/")
    assert "news.example leads to a private address (10.0.0.1)" in rejects[0].problem


def test_the_address_that_was_checked_is_the_one_that_is_asked(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    port = answer([reply(GOOD.encode(), "Content-Type: text/plain; charset=utf-8")]).split(":")[2].split("/")[0]
    # A second question would be answered with another address: there must be none.
    asked = answer_names(monkeypatch, ["127.0.0.1"], ["192.0.2.1"])
    readings, rejects = gather(f"http://news.example:{port}/page", settings=OPEN)
    assert (rejects, readings[0].text, asked) == ([], GOOD, ["news.example"])


@pytest.mark.parametrize("url", ["ftp://example.org/a", "file:///etc/passwd", "gopher://x/"])
def test_only_web_addresses_are_fetched(url: str) -> None:
    _, rejects = gather(url)
    assert "only http and https" in rejects[0].problem


def test_a_server_error_is_named(answer: Answer) -> None:
    _, rejects = gather(answer([reply(b"gone", status="404 Not Found")]), settings=OPEN)
    assert "404" in rejects[0].problem


def test_a_media_type_without_reader_is_refused_by_the_reader() -> None:
    item = Item(name="x", data=b"x", media_type="application/x-unknown", collected=NOW)
    with pytest.raises(UnreadableItem, match="no reader"):
        read_item(item)
