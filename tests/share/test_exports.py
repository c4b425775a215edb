"""What is handed to other programs: the right columns, nothing that runs, nobody's name."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from tamani import run
from tamani.fields import load_vocabulary
from tamani.records import Dossier
from tamani.share import COLUMNS, FORMATS, HXL, guard_cell, make_style, write_export

REPORTS = (
    {
        "id": "one",
        "title": "Market of Djibo attacked",
        "source": '=HYPERLINK("x")',
        "published": "2024-06-02",
        "text": "Gunmen attacked the market of Djibo, in Burkina Faso, on 1 June 2024. At least 24 civilians were "
        "killed, according to Amadou Zerbolo, a trader. The army put the toll at 27 civilians. JNIM "
        "claimed the attack.",
    },
    {
        "id": "two",
        "source": "La Voix du Fleuve",
        "published": "2024-06-03",
        "text": "Des hommes armés ont tué plusieurs personnes quelque part dans le nord, selon des témoins.",
    },
)


@pytest.fixture(scope="module")
def dossiers() -> tuple[Dossier, ...]:
    return run(REPORTS, background=True).dossiers


def export(dossiers: tuple[Dossier, ...], format: str, language: str = "en") -> bytes:
    return write_export(dossiers, format, make_style(load_vocabulary(), language))


def csv_rows(dossiers: tuple[Dossier, ...], language: str = "en") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export(dossiers, "csv", language).decode())))


def test_the_csv_has_the_columns_of_acled_first(dossiers: tuple[Dossier, ...]) -> None:
    rows = csv_rows(dossiers)
    djibo = next(row for row in rows if row["location"] == "Djibo")
    assert tuple(djibo) == COLUMNS
    assert (djibo["event_date"], djibo["country"], djibo["iso"]) == ("2024-06-01", "Burkina Faso", "854")
    assert djibo["region"] == "Western Africa"
    assert djibo["disorder_type"] == "Political violence"
    assert djibo["marking"] == "TLP:RED"


def test_what_is_not_known_is_an_empty_cell(dossiers: tuple[Dossier, ...]) -> None:
    for row in csv_rows(dossiers):
        assert not {"None", "NULL", "nan", "-1"} & set(row.values())
    vague = [row for row in csv_rows(dossiers) if not row["location"]]
    assert all(row["latitude"] == row["longitude"] == "" for row in vague)


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@x", "\t=1", " =1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert str(guard_cell(text)).startswith("'")


def test_a_source_that_is_a_formula_stays_text_in_every_sheet(dossiers: tuple[Dossier, ...]) -> None:
    assert all(not row["source"].startswith("=") for row in csv_rows(dossiers))
    sheet = openpyxl.load_workbook(io.BytesIO(export(dossiers, "xlsx"))).active
    assert sheet is not None
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_no_private_person_is_named_in_any_format(dossiers: tuple[Dossier, ...]) -> None:
    for format in ("csv", "geojson", "jsonl"):
        for language in ("en", "fr"):
            assert b"Zerbolo" not in export(dossiers, format, language)


def test_the_second_row_of_the_workbook_is_hxl(dossiers: tuple[Dossier, ...]) -> None:
    sheet: Any = openpyxl.load_workbook(io.BytesIO(export(dossiers, "xlsx"))).active
    heads, tags = ([cell.value for cell in row] for row in sheet.iter_rows(max_row=2))
    assert tuple(heads) == COLUMNS
    assert tags == [HXL[name] for name in COLUMNS]
    assert sheet.max_row == 2 + len(dossiers)


def test_a_record_without_a_point_has_no_geometry(dossiers: tuple[Dossier, ...]) -> None:
    features = json.loads(export(dossiers, "geojson"))["features"]
    assert len(features) == len(dossiers)
    for feature in features:
        if feature["properties"]["location"] is None:
            assert feature["geometry"] is None
        elif feature["geometry"]:
            lon, lat = feature["geometry"]["coordinates"]
            assert (round(lat), round(lon)) == (14, -2)


def test_parquet_keeps_types_and_nulls(dossiers: tuple[Dossier, ...], tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(export(dossiers, "parquet"))
    with duckdb.connect() as base:
        read = base.read_parquet(str(path))
        types = dict(zip(read.columns, map(str, read.types), strict=True))
        assert (types["event_date"], types["latitude"], types["fatalities"]) == ("DATE", "DOUBLE", "BIGINT")
        assert len(read.fetchall()) == len(dossiers)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_can_be_empty_and_is_the_same_twice(format: str, dossiers: tuple[Dossier, ...]) -> None:
    assert export((), format) or format == "jsonl"
    if format not in ("xlsx", "parquet"):  # these hold the time of writing
        assert export(dossiers, format) == export(dossiers, format)


def test_notes_say_who_said_what_in_the_readers_language(dossiers: tuple[Dossier, ...]) -> None:
    english = " ".join(row["notes"] for row in csv_rows(dossiers, "en"))
    french = " ".join(row["notes"] for row in csv_rows(dossiers, "fr"))
    assert "at least 24 killed" in english
    assert "au moins 24 tués" in french
    assert "[1]" in english
