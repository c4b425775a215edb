"""The situation: the list of incidents with its filters, its strip of days and its map.

In come filters as an address says them; out go plain values for the template; nothing here is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from tamani import flow
from tamani.phrases import say_country, say_day, say_plural, say_value
from tamani.records import DateValue, Dossier, PlaceValue
from tamani.store import Store
from tamani.web.eye import Eye, say_looking_back
from tamani.web.map import WIDTH, Dot, Point, draw_map
from tamani.web.strip import Bar, draw_strip
from tamani.web.views import Row, view_row

SHOWN = 200  # rows on a page: more is a link away


NARROWING = (
    "text", "kind", "country", "since", "until", "actor", "severity", "disputed", "new_since", "background",
)  # fmt: skip


class Asked(Struct, frozen=True, kw_only=True):
    """The filters of the list; what an address says badly is left out."""

    text: str | None = None
    kind: str | None = None
    country: str | None = None
    since: date | None = None
    until: date | None = None
    actor: str | None = None
    severity: int | None = None
    disputed: bool = False
    new_since: datetime | None = None
    background: bool = False
    limit: int = SHOWN
    seen: datetime | None = None  # the visit before this one

    @property
    def filtered(self) -> bool:
        return any(getattr(self, name) for name in NARROWING)


def read_filters(params: Mapping[str, str], seen: str | None) -> Asked:
    """Filters from the query of an address."""
    return Asked(
        text=params.get("q") or None,
        kind=params.get("kind") or None,
        country=params.get("country") or None,
        since=read_day(params.get("since")),
        until=read_day(params.get("until")),
        actor=params.get("actor") or None,
        severity=int(given) if (given := params.get("severity")) in ("1", "2", "3", "4") else None,
        disputed=params.get("disputed") == "1",
        new_since=read_time(params.get("new_since")),
        background=params.get("background") == "1",
        limit=read_limit(params.get("limit")),
        seen=read_time(seen),
    )


def read_limit(given: str | None) -> int:
    """How many rows are asked for; the usual number for anything that is none."""
    return min(int(given), 100 * SHOWN) if given and given.isascii() and given.isdecimal() and int(given) else SHOWN


def read_day(given: str | None) -> date | None:
    """A day as 2024-08-24; None for anything else."""
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        return None


def read_time(given: str | None) -> datetime | None:
    """An ISO time with a zone; None for anything else."""
    try:
        made = datetime.fromisoformat(given) if given else None
    except ValueError:
        return None
    return made.astimezone(UTC) if made is not None and made.tzinfo else None


def view_situation(store: Store, asked: Asked, eye: Eye, chosen: Dossier | None, *, now: datetime) -> dict[str, Any]:
    """All that the situation shows beside the record."""
    offered = flow.offer_filters(store)
    query = flow.Query(as_of=eye.until, **{name: getattr(asked, name) for name in NARROWING})
    found = flow.take_incidents(store, flow.OWNER, query, asked.limit, now=now)
    listed, lesser = sorted(found.known, key=_rank), sorted(found.little, key=_rank)
    dossiers = [*listed, *lesser]
    on_map = list(dossiers)
    if chosen is not None and all(one.incident.id != chosen.incident.id for one in dossiers):
        on_map.append(chosen)
    seen = None if eye.as_of else asked.seen
    rows = [view_row(dossier, eye, seen) for dossier in listed]
    little = [view_row(dossier, eye, seen) for dossier in lesser]
    return {
        "rows": rows,
        "little": little,
        "little_said": eye.words["little_known"].format(incidents=say_plural("incidents", len(little), eye.language)),
        "little_open": not rows or (chosen is not None and any(row.id == chosen.incident.id for row in little)),
        "as_of": eye.as_of,
        "as_of_note": say_looking_back(eye),
        "more_url": eye.link(_say_more(asked)) if found.more else None,
        "query": asked,
        "note": _say_news(asked, [*rows, *little], eye),
        "news_url": _link_news(asked, eye),
        "store_empty": offered.empty,
        "kinds": _view_kinds(offered.kinds, eye),
        "countries": _view_countries(offered.countries, eye),
        "actors": _view_actors(offered.actors, eye),
        "bars": _view_bars(tuple(dossiers), eye),
        **_view_map(on_map, [*rows, *little], eye, chosen),
    }


def _say_more(asked: Asked) -> str:
    """The address of the same list with more rows."""
    return "/?" + urlencode(_say_filters(asked) | {"limit": str(asked.limit + SHOWN)})


def _say_filters(asked: Asked) -> dict[str, str]:
    """Filters as an address says them."""
    said = {}
    for name in NARROWING:
        value = getattr(asked, name)
        if value:
            text = "1" if value is True else value.isoformat() if isinstance(value, date) else str(value)
            said["q" if name == "text" else name] = text
    return said


def _say_news(asked: Asked, rows: Sequence[Row], eye: Eye) -> str:
    """What is new since the visit before this one, or that it will be marked next time."""
    if eye.as_of is not None:
        return ""
    if asked.seen is None:
        return eye.words["first_visit"]
    new = sum(row.is_new for row in rows)
    day = say_day(asked.seen, eye.language)
    return eye.words["new_since" if new else "nothing_new"].format(n=new, day=day)


def _link_news(asked: Asked, eye: Eye) -> str | None:
    """The address of what is new alone, since the visit before this one."""
    if asked.seen is None or eye.as_of is not None or asked.new_since is not None:
        return None
    return eye.link("/?" + urlencode(_say_filters(asked) | {"new_since": asked.seen.isoformat()}))


def _rank(dossier: Dossier) -> tuple[bool, int, str]:
    """Newest first; what has no date comes after all that has one."""
    day = _find_day(dossier)
    return (day is None, -day.toordinal() if day else 0, dossier.incident.id)


def _view_kinds(kinds: Sequence[str], eye: Eye) -> list[tuple[str, str]]:
    return sorted(((kind, say_value("kind", kind, eye.vocabulary, eye.language)) for kind in kinds), key=lambda k: k[1])


def _view_countries(codes: Sequence[str], eye: Eye) -> list[tuple[str, str]]:
    return sorted(
        ((code, say_country(code, eye.vocabulary, eye.language) or code) for code in codes), key=lambda c: c[1]
    )


def _view_actors(ids: Sequence[str], eye: Eye) -> list[tuple[str, str]]:
    known = eye.vocabulary.actors
    named = [(one, known[one].fr if eye.language == "fr" else known[one].en) for one in ids if one in known]
    return sorted(named, key=lambda two: two[1])


def find_place(dossier: Dossier) -> PlaceValue | None:
    """Where the record says it was."""
    found = (one.value for one in dossier.incident.settled("place"))
    return next((value for value in found if isinstance(value, PlaceValue)), None)


def _find_day(dossier: Dossier) -> date | None:
    found = (one.value for one in dossier.incident.settled("date"))
    return next((value.start for value in found if isinstance(value, DateValue)), None)


def _view_bars(dossiers: tuple[Dossier, ...], eye: Eye) -> list[dict[str, Any]]:
    days = [day for dossier in dossiers if (day := _find_day(dossier)) is not None]
    return [_view_bar(bar, eye) for bar in draw_strip(days)]


def _view_bar(bar: Bar, eye: Eye) -> dict[str, Any]:
    start, end = say_day(bar.start, eye.language), say_day(bar.end, eye.language)
    form = eye.words["strip_bar" if bar.start == bar.end else "strip_bar_range"]
    return msgspec.structs.asdict(bar) | {
        "label": form.format(count=say_plural("incidents", bar.count, eye.language), start=start, end=end),
        "label_start": start,
        "label_end": end,
        "tenth": max(1, round(bar.share * 10)),
        "url": eye.link("/?" + urlencode({"since": bar.start.isoformat(), "until": bar.end.isoformat()})),
    }


def _view_map(dossiers: list[Dossier], lines: Sequence[Row], eye: Eye, chosen: Dossier | None) -> dict[str, Any]:
    rows = {line.id: line for line in lines}
    points = []
    for dossier in dossiers:
        place = find_place(dossier)
        if place is None or place.lat is None or place.lon is None:
            continue
        row = rows.get(dossier.incident.id) or rows.setdefault(dossier.incident.id, view_row(dossier, eye, None))
        weight = row.severity
        points.append(Point(key=row.id, lat=place.lat, lon=place.lon, radius_km=place.radius_km, weight=weight))
    # The gravest are drawn last, on top.
    drawing = draw_map(sorted(points, key=lambda point: (point.weight, point.key)))
    names = {
        country.iso: (country.fr if eye.language == "fr" else country.en)
        for country in eye.vocabulary.countries.values()
    }
    labels = [{"x": label.x, "y": label.y, "name": names[label.iso]} for label in drawing.labels if label.iso in names]
    key = chosen.incident.id if chosen else None
    return {
        "map": drawing,
        "map_labels": labels,
        "map_dots": [_view_dot(dot, rows[dot.key], key) for dot in drawing.dots],
    }


def _view_dot(dot: Dot, row: Row, chosen: str | None) -> dict[str, Any]:
    return msgspec.structs.asdict(dot) | {
        "url": row.url,
        "title": f"{row.kind}, {row.place}, {row.date}",
        "name": row.name,
        "flip": dot.x > WIDTH * 0.75,
        "severity": row.severity,
        "chosen": row.id == chosen,
    }
