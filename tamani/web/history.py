"""The page of a record's history: a line a change, day by day, each with the reports it rests on.

In come the lines of the hall; out go plain values for the template; nothing here decides what is a change.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote as quote_url

from tamani.phrases import say_title
from tamani.records import Dossier, Happening
from tamani.shown import find_undated, say_when
from tamani.web.eye import Eye, incident_url, say_looking_back

CITED = 4  # reports named behind a line
ARRIVED = ("report", "edited", "left")  # these name their report already


def view_history(dossier: Dossier, told: Sequence[Happening], eye: Eye) -> dict[str, Any]:
    """The lines grouped by day."""
    incident, undated = dossier.incident, find_undated(dossier)
    names = {cited.report: cited.source or cited.agency or cited.report for cited in dossier.cited}
    groups = groupby(told, key=lambda one: say_when(one, undated, eye.language))
    return {
        "title": say_title(incident, eye.vocabulary, eye.language),
        "url": incident_url(incident.id),
        "back_url": eye.link(incident_url(incident.id)),
        "as_of_note": say_looking_back(eye),
        "lines": [_view_day((day, incident.id), list(lines), names, eye) for day, lines in groups],
    }


def _view_day(head: tuple[str, str], lines: Sequence[Happening], names: dict[Any, str], eye: Eye) -> dict[str, Any]:
    (day, incident), at = head, lines[0].at
    url = f"{incident_url(incident)}?as_of={at.date().isoformat()}" if at else None
    return {"day": day, "url": url, "lines": [_view_line(one, names, eye) for one in lines]}


def _view_line(one: Happening, names: dict[Any, str], eye: Eye) -> dict[str, Any]:
    links = [
        {
            "name": names.get(report, report),
            "url": eye.link(f"/reports/{quote_url(report, safe='')}" + (f"?claim={claim}#c-{claim}" if claim else "")),
        }
        for report, claim in _pair_claims(one)[:CITED]
    ]
    more = len(one.reports) - len(links)
    return {"text": one.text, "code": one.code, "arrived": one.code in ARRIVED, "links": links, "more": more}


def _pair_claims(one: Happening) -> list[tuple[str, str | None]]:
    """Each report, the first with the claim that lights up in it."""
    return [(report, one.claims[0] if at == 0 and one.claims else None) for at, report in enumerate(one.reports)]
