"""Text, rows, PDF and Word: what a reading holds, and what a report is called."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from tamani.charset import decode_bytes
from tamani.instants import parse_instant
from tamani.read import read_item
from tamani.read.language import guess_language
from tamani.read.sentences import split_sentences
from tamani.read.tables import find_tables
from tamani.records import Item, Reading

NOW = datetime(2024, 9, 1, tzinfo=UTC)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_bytes(data: bytes, media_type: str = "text/plain", **facts: str) -> Reading:
    return read_item(Item(name="file", data=data, media_type=media_type, collected=NOW, **facts))[1]  # type: ignore[arg-type]


def test_a_row_keeps_its_text_and_its_id_exactly() -> None:
    text = "\ufeff  Deux morts à Gao.\r\n\r\n\tFin.  \n"
    reading = read_bytes(text.encode(), "text/plain; charset=utf-8", own_id="r 1", url="https://x.example/a")
    assert reading.text == text
    assert reading.report == "r 1"


def test_a_report_is_named_by_its_address_else_by_its_text() -> None:
    by_url = read_bytes(b"Two dead.", url="https://X.example/a?utm_medium=mail#top")
    assert by_url.report == "https://x.example/a"
    assert read_bytes(b"Two dead.").report == read_bytes(b"Two dead.").report != read_bytes(b"Three dead.").report


def test_the_name_of_the_outlet_behind_a_headline_is_no_news() -> None:
    headline = "Two killed at the cattle market of Djibo"
    title = f"{headline} - KORO.com | Sahel News | Mopti, Mali"
    reading = read_bytes(f"{title}\n\nTwo men were shot on Monday.".encode(), title=title)
    assert reading.title == headline
    assert [reading.quote(span) for span in reading.sentences] == [headline, "Two men were shot on Monday."]


def test_a_headline_keeps_its_speaker() -> None:
    title = "Trente morts à Djibo - le gouverneur"
    assert read_bytes(b"Djibo est calme.", title=title, source="Le Pays").title == title


def test_an_edited_article_is_a_new_version_of_the_same_report() -> None:
    old = read_bytes(b"Eight dead in Gao.", url="https://x.example/a")
    new = read_bytes(b"Nine dead in Gao.", url="https://x.example/a")
    titled = read_bytes(b"Nine dead in Gao.", url="https://x.example/a", title="Gao")
    assert old.report == new.report == titled.report
    assert len({old.version, new.version, titled.version}) == 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Les assaillants ont tué deux soldats et pris la fuite.", "fr"),
        ("The attackers killed two soldiers and fled to the north.", "en"),
        ("GUNMEN KILLED TWO SOLDIERS IN THE NORTH OF THE COUNTRY.", "en"),
        ("Los atacantes mataron a dos soldados y huyeron hacia el norte de la ciudad.", "es"),
        ("قتل مسلحون جنديين في شمال البلاد يوم الاثنين", "ar"),
        ("Os atacantes mataram dois soldados e fugiram para o norte da cidade.", "pt"),
        ("42 / 17", None),
    ],
)
def test_french_and_english_are_told_from_others(text: str, code: str | None) -> None:
    assert guess_language(text) == code


def test_what_the_words_say_outweighs_what_a_page_declares() -> None:
    assert guess_language("Les assaillants ont tué deux soldats et pris la fuite.", "en-US") == "fr"
    assert guess_language("Gao, Ménaka, Kidal", "fr_FR") == "fr"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("aéM. \n|?!\"«»’'-1A\t…"), max_size=200))
def test_sentences_are_in_order_do_not_overlap_and_lose_no_letter(text: str) -> None:
    spans = split_sentences(text)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    kept = "".join(char for span in spans for char in text[span.start : span.end] if char.isalnum())
    assert kept == "".join(filter(str.isalnum, text))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab |\n-\t"), max_size=120))
def test_cells_of_tables_are_trimmed_spans_of_the_text(text: str) -> None:
    for table in find_tables(text):
        for row in table.rows:
            for cell in row:
                quote = text[cell.start : cell.end]
                assert quote == quote.strip()
                assert "|" not in quote


def test_a_markdown_table_is_a_table_without_its_rule() -> None:
    text = "Avant\n\n| Qui | Quoi |\n|---|---|\n| ONU | Aide |\n\nAprès"
    rows = [[text[cell.start : cell.end] for cell in row] for row in find_tables(text)[0].rows]
    assert rows == [["Qui", "Quoi"], ["ONU", "Aide"]]


def test_a_word_document_gives_its_paragraphs_lists_and_tables() -> None:
    import docx

    document = docx.Document()
    document.core_properties.title = "Note de sécurité"
    document.core_properties.author = ""
    document.add_paragraph("Deux patrouilles sont tombées dans une embuscade à Ansongo.")
    document.add_paragraph("un véhicule brûlé", style="List Bullet")
    document.add_paragraph("deux soldats blessés", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for place, word in zip(((0, 0), (0, 1), (1, 0), (1, 1)), ("Facteur", "Effet", "Sécheresse", "Fuite"), strict=True):
        table.cell(*place).text = word
    buffer = io.BytesIO()
    document.save(buffer)
    reading = read_bytes(buffer.getvalue(), DOCX)
    assert reading.title == "Note de sécurité"
    assert "- un véhicule brûlé\n- deux soldats blessés" in reading.text
    assert [reading.quote(cell) for cell in reading.tables[0].rows[1]] == ["Sécheresse", "Fuite"]


def make_pdf(lines: list[str]) -> bytes:
    """A PDF of one page with some lines, written by hand."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {shown} ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (Bulletin) /CreationDate (D:20240826120000Z) >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 7\n0000000000 65535 f \n" + table + trailer


def test_a_pdf_gives_its_text_with_its_lines_joined_to_sentences() -> None:
    lines = [
        "Des hommes armés ont attaqué le poste",
        "de gendarmerie de Foutouri et tué trois gen-",
        "darmes dans la nuit de lundi.",
    ]
    reading = read_bytes(make_pdf(lines), "application/pdf")
    assert reading.title == "Bulletin"
    assert reading.published == datetime(2024, 8, 26, tzinfo=UTC)
    assert "trois gendarmes" in reading.text
    assert len(reading.sentences) == 1


def test_a_wire_names_its_agency_in_the_dateline() -> None:
    assert read_bytes(b"OUAGADOUGOU (AFP) - Two soldiers were killed.").agency is not None
    assert (
        read_bytes(b"Two soldiers were killed, a source told AFP on Monday. They were buried in Kaya.").agency is None
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-08-26", datetime(2024, 8, 26, tzinfo=UTC)),
        ("2024-08-26T10:00:00+02:00", datetime(2024, 8, 26, 8, tzinfo=UTC)),
        ("Mon, 26 Aug 2024 10:00:00 +0000", datetime(2024, 8, 26, 10, tzinfo=UTC)),
        ("26/08/2024", datetime(2024, 8, 26, tzinfo=UTC)),
        ("08/26/2024", datetime(2024, 8, 26, tzinfo=UTC)),
        ("lundi 26 août 2024", datetime(2024, 8, 26, tzinfo=UTC)),
        ("1er mars 2022", datetime(2022, 3, 1, tzinfo=UTC)),
        ("August 26th, 2024", datetime(2024, 8, 26, tzinfo=UTC)),
        ("20240826", datetime(2024, 8, 26, tzinfo=UTC)),
        ("hier", None),
        ("2024-13-45", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_as_they_are_written(written: str | None, read: datetime | None) -> None:
    assert parse_instant(written) == read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1", "utf-32"])
def test_a_text_is_decoded_whatever_its_encoding(encoding: str) -> None:
    text = "Des assaillants ont tué deux élèves à Ménaka, où l'école a brûlé."
    assert decode_bytes(text.encode(encoding)) == text


def test_a_text_in_another_script_is_guessed() -> None:
    text = "Неизвестные напали на деревню и убили двух человек, сообщили местные власти в понедельник."
    assert "деревню" in decode_bytes(text.encode("cp1251"))
