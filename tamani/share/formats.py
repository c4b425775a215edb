"""One writer per format; each takes flat rows and gives the bytes of a file."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from tamani.share.acled import COLUMNS, Row

# The Humanitarian Exchange Language: what a column means, for machines, under its heading.
HXL = {
    "event_id_cnty": "#event+id", "event_date": "#date+start", "date_end": "#date+end", "year": "#date+year",
    "time_precision": "#meta+date+precision", "disorder_type": "#event+category", "event_type": "#event+type",
    "sub_event_type": "#event+subtype", "actor1": "#group+name+perpetrator", "inter1": "#group+type+perpetrator",
    "actor2": "#group+name+target", "inter2": "#group+type+target", "civilian_targeting": "#event+civilian",
    "iso": "#country+code+num+iso", "region": "#region+name", "country": "#country+name", "admin1": "#adm1+name",
    "admin2": "#adm2+name", "location": "#loc+name", "latitude": "#geo+lat", "longitude": "#geo+lon",
    "geo_precision": "#geo+precision+acled", "where_prec": "#geo+precision+ucdp", "radius_km": "#geo+radius+km",
    "source": "#meta+source", "notes": "#description", "fatalities": "#affected+killed",
    "fatalities_low": "#affected+killed+min", "fatalities_high": "#affected+killed+max",
    "injured": "#affected+injured", "abducted": "#affected+abducted", "detained": "#affected+detained",
    "displaced": "#affected+displaced", "tags": "#event+tags", "timestamp": "#date+updated", "kind": "#event+kind",
    "ucdp_type_of_violence": "#event+type+ucdp", "actor_basis": "#group+basis", "reports": "#meta+reports+num",
    "independent_origins": "#meta+sources+independent+num", "disputed": "#meta+disputed",
    "background": "#meta+background", "marking": "#meta+tlp", "audience": "#meta+audience",
    "parent": "#event+id+parent", "parts": "#event+id+parts",
    "fatalities_origins": "#meta+sources+killed+num", "corrected": "#meta+corrected",
    "corrected_by": "#meta+corrected+by",
    "corrected_at": "#date+corrected", "contested": "#meta+contested+num", "as_of": "#date+known",
}  # fmt: skip
_NUMBERS = ("latitude", "longitude", "radius_km")
_COUNTS = (
    "year", "time_precision", "iso", "geo_precision", "where_prec", "ucdp_type_of_violence", "fatalities",
    "fatalities_low", "fatalities_high", "injured", "abducted", "detained", "displaced", "timestamp", "reports",
    "independent_origins", "fatalities_origins", "contested",
)  # fmt: skip


def guard_cell(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front.

    >>> guard_cell("=HYPERLINK(1)"), guard_cell("-12"), guard_cell(-12), guard_cell("12 tués")
    ("'=HYPERLINK(1)", "'-12", -12, '12 tués')
    """
    if isinstance(value, str) and value.lstrip()[:1] in ("=", "+", "-", "@", "\t", "\r", "|", "%"):
        return "'" + value
    if isinstance(value, str) and value[:1] in ("\t", "\r", "\n"):
        return "'" + value
    return value


def write_csv(rows: Iterable[Row]) -> bytes:
    """Comma-separated, UTF-8; an empty cell is unknown."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(["" if row[name] is None else guard_cell(_plain(row[name])) for name in COLUMNS])
    return text.getvalue().encode()


def _plain(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def write_xlsx(rows: Iterable[Row]) -> bytes:
    """A workbook with headings, the HXL row under them, and one incident a line."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("incidents")
    sheet.freeze_panes = "A3"
    sheet.append(list(COLUMNS))
    sheet.append([HXL[name] for name in COLUMNS])
    for row in rows:
        cells = [guard_cell(_plain(row[name])) for name in COLUMNS]
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in cells])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def write_geojson(rows: Iterable[Row]) -> bytes:
    """A FeatureCollection; an incident without a point has no geometry rather than a wrong one."""
    features = []
    for row in rows:
        point = row["latitude"] is not None and row["longitude"] is not None
        features.append(
            {
                "type": "Feature",
                "id": row["event_id_cnty"],
                "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]} if point else None,
                "properties": {name: row[name] for name in COLUMNS if name not in ("latitude", "longitude")},
            }
        )
    return msgspec.json.encode({"type": "FeatureCollection", "features": features})


def write_parquet(rows: Iterable[Row]) -> bytes:
    """Parquet with typed columns."""
    import duckdb

    types = dict.fromkeys(_NUMBERS, "DOUBLE") | dict.fromkeys(_COUNTS, "BIGINT")
    types |= {"event_date": "DATE", "date_end": "DATE", "background": "BOOLEAN"}
    columns = {name: types.get(name, "VARCHAR") for name in COLUMNS}
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "rows.jsonl", Path(folder) / "rows.parquet"
        with source.open("wb") as out:
            for row in rows:
                out.write(msgspec.json.encode(row) + b"\n")
        with duckdb.connect() as base:
            read = base.read_json(str(source), columns=columns, format="newline_delimited")
            read.write_parquet(str(made))
        return made.read_bytes()


def write_jsonl(rows: Iterable[Row]) -> bytes:
    """One JSON object a line."""
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


# A format is a row: a new one is one function and one line here.
FORMATS: dict[str, Callable[[Sequence[Row]], bytes]] = {
    "csv": write_csv,
    "geojson": write_geojson,
    "xlsx": write_xlsx,
    "parquet": write_parquet,
    "jsonl": write_jsonl,
}
