"""Where documents come from: folders, rows, mail, feeds, standard input."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from tamani.collect import collect_items
from tamani.records import Item, Reject
from tamani.settings import Settings

NOW = datetime(2024, 9, 1, tzinfo=UTC)
TEXT = "Deux soldats ont été tués lundi près de Ménaka."


def collect(*paths: object) -> list[Item]:
    found = list(collect_items([str(path) for path in paths], Settings(), now=NOW))
    assert not [one for one in found if isinstance(one, Reject)]
    return [one for one in found if isinstance(one, Item)]


def test_a_folder_is_taken_in_the_order_of_names_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("c.txt", "a.txt", "b/d.md", ".hidden", ".git/x.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    names = [str(Path(item.name).relative_to(tmp_path)) for item in collect(tmp_path)]
    assert names == ["a.txt", "c.txt", "b/d.md"]


def test_content_outweighs_the_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(f"<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>", "utf-8")
    (tmp_path / "rows.txt").write_text(json.dumps({"id": "r1", "text": TEXT}), "utf-8")
    assert [(item.media_type, item.own_id) for item in collect(tmp_path)] == [
        ("text/html", None),
        ("text/plain; charset=utf-8", "r1"),
    ]


def test_a_row_carries_its_facts(tmp_path: Path) -> None:
    row = {
        "id": "r1",
        "text": TEXT,
        "title": "Ménaka",
        "published": "2024-08-26",
        "language": "fr",
        "source": "APN",
        "url": None,
    }
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n\n", "utf-8")
    (item,) = collect(tmp_path / "rows.jsonl")
    assert (item.own_id, item.title, item.language, item.source, item.url) == ("r1", "Ménaka", "fr", "APN", None)
    assert item.published == datetime(2024, 8, 26, tzinfo=UTC)
    assert item.data.decode() == TEXT


def test_a_json_list_and_a_pretty_object_are_rows_too(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(json.dumps([{"id": 1, "text": "a b"}, {"id": 2, "text": "c d"}]), "utf-8")
    (tmp_path / "one.json").write_text(json.dumps({"id": "x", "text": "e f"}, indent=2), "utf-8")
    assert [item.own_id for item in collect(tmp_path)] == ["1", "2", "x"]


def test_half_a_character_in_a_row_keeps_the_offsets(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"id": "a", "text": "x \\ud800 Gao"}', "utf-8")
    assert collect(tmp_path)[0].data.decode().index("Gao") == 4


@pytest.mark.parametrize(
    ("table", "encoding"),
    [
        ("id;titre;texte;date;lien;média\n7;Gao;Deux morts à Gao;26/08/2024;https://x.org/a;APN\n", "cp1252"),
        ("id,headline,body,published,url,source\n7,Gao,Deux morts à Gao,2024-08-26,https://x.org/a,APN\n", "utf-8-sig"),
        ("id\tTitle\tBody\tDate\tLink\tMedia\n7\tGao\tDeux morts à Gao\t2024-08-26\thttps://x.org/a\tAPN\n", "utf-16"),
    ],
)  # fmt: skip
def test_tables_are_read_by_their_column_names_in_both_languages(tmp_path: Path, table: str, encoding: str) -> None:
    (tmp_path / "table.csv").write_bytes(table.encode(encoding))
    (item,) = collect(tmp_path)
    assert (item.own_id, item.title, item.data.decode(), item.url) == (
        "7",
        "Gao",
        "Deux morts à Gao",
        "https://x.org/a",
    )
    assert (item.published, item.source) == (datetime(2024, 8, 26, tzinfo=UTC), "APN")


def test_a_cell_may_hold_several_lines(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text('title,text\nGao,"Un mort.\nDeux blessés, dit-on."\n', "utf-8")
    assert collect(tmp_path)[0].data.decode() == "Un mort.\nDeux blessés, dit-on."


def test_a_table_of_one_column_keeps_its_commas(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("texte\nUn mort, deux blessés, dit-on.\n", "utf-8")
    assert collect(tmp_path)[0].data.decode() == "Un mort, deux blessés, dit-on."


def make_mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Awa Diallo <awa@ong.example>"
    mail["Subject"] = "Alerte sécurité à Ménaka"
    mail["Date"] = "Mon, 26 Aug 2024 10:00:00 +0000"
    mail["Message-ID"] = "<42@ong.example>"
    mail.set_content(TEXT)
    mail.add_alternative(f"<html><body><p>{TEXT}</p></body></html>", subtype="html")
    return mail


def test_a_mail_is_its_body_and_each_attachment(tmp_path: Path) -> None:
    mail = make_mail()
    mail.add_attachment("Une note jointe, en français.", filename="note.txt")
    (tmp_path / "mail.eml").write_bytes(mail.as_bytes())
    body, note = collect(tmp_path)
    assert body.data.decode().strip() == TEXT
    assert (body.title, body.own_id) == ("Alerte sécurité à Ménaka", "42@ong.example")
    assert body.published == datetime(2024, 8, 26, 10, tzinfo=UTC)
    assert (Path(note.name).name, note.data.decode().strip()) == ("note.txt", "Une note jointe, en français.")


def test_a_logo_in_a_mail_is_no_document(tmp_path: Path) -> None:
    mail = make_mail()
    picture = b"\x89PNG\r\n\x1a\n"
    mail.add_attachment(picture, maintype="image", subtype="png", filename="logo.png", disposition="inline")
    mail.add_attachment("BEGIN:VCARD", subtype="vcard", filename="awa.vcf")
    (tmp_path / "mail.eml").write_bytes(mail.as_bytes())
    assert len(collect(tmp_path)) == 1


def test_the_person_who_wrote_a_mail_is_not_its_source(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(make_mail().as_bytes())
    assert collect(tmp_path)[0].source == "ong.example"


def test_a_mail_that_was_forwarded_whole_is_opened(tmp_path: Path) -> None:
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "b@ong.example", "TR"
    outer.set_content("Voir ci-joint.")
    outer.add_attachment(make_mail())
    (tmp_path / "mail.eml").write_bytes(outer.as_bytes())
    assert [item.title for item in collect(tmp_path)] == ["TR", "Alerte sécurité à Ménaka"]


def test_an_atom_feed_gives_its_entries(tmp_path: Path) -> None:
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>APN</title><entry><id>tag:x,2024:1</id>
    <title>Ménaka</title><updated>2024-08-26T10:00:00Z</updated><content type="text">{TEXT}</content></entry></feed>"""
    (tmp_path / "feed.atom").write_text(atom, "utf-8")
    (item,) = collect(tmp_path)
    assert (item.own_id, item.title, item.source, item.data.decode()) == ("tag:x,2024:1", "Ménaka", "APN", TEXT)


@pytest.mark.parametrize(
    ("piped", "expected"),
    [
        (TEXT, [(None, TEXT)]),
        ('{"id": "a", "text": "un"}\n{"id": "b", "text": "deux"}\n', [("a", "un"), ("b", "deux")]),
    ],
)
def test_standard_input_takes_text_and_rows(
    monkeypatch: pytest.MonkeyPatch, piped: str, expected: list[tuple[str | None, str]]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(piped.encode())))
    assert [(item.own_id, item.data.decode()) for item in collect("-")] == expected
