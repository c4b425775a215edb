"""The queue and what can be decided on a record, as the templates show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tamani import flow
from tamani.fields import STATEMENTS
from tamani.phrases import load_phrases, say_day, say_value
from tamani.records import Cited, Dossier, Who
from tamani.web.eye import Eye, incident_url

# What an analyst corrects most stands first.
FIRST = ("killed", "injured", "abducted", "place", "date", "kind", "perpetrator", "target")


def view_questions(questions: Sequence[flow.Question], eye: Eye) -> list[dict[str, Any]]:
    """Each question with its records, why it is asked, and what a form must say to answer it."""
    views = []
    for one in questions:
        asked = flow.say_question(one, eye.language)
        named = zip(one.incidents, asked.titles, strict=True)
        views.append(
            {
                "what": one.what,
                "why": asked.why,
                "todo": asked.todo,
                "parked": asked.parked,
                "severity": one.severity,
                "records": [
                    {"id": ident, "title": title, "url": eye.link(incident_url(ident))} for ident, title in named
                ],
                "field": one.field,
                "act": one.act,
            }
        )
    return views


def view_people(dossier: Dossier, deeds: Sequence[flow.Deed], eye: Eye) -> dict[str, Any]:
    """What people said on a record, and what may be decided on it."""
    rules, french = eye.vocabulary.fields, eye.language == "fr"
    names = {name: (rule.fr if french else rule.en) for name, rule in rules.items() if name not in STATEMENTS}
    order = [*FIRST, *(name for name in names if name not in FIRST)]
    groups = load_phrases(eye.language)["who"]
    return {
        "incident": dossier.incident.id,
        "withdrawn": dossier.withdrawn,
        "removals": [{"what": one.what, "author": one.author, "reason": one.reason, "report": one.report,
                      "quote": one.quote, "at": say_day(one.at, eye.language)} for one in dossier.removals],
        "objections": [
            {"act": one.act, "author": one.author, "words": one.words, "at": say_day(one.at, eye.language),
             "field": names.get(one.field or ""), "answer": one.answer}
            for one in dossier.objections
        ],
        "deeds": [{"id": one.act.id, "text": one.text, "at": say_day(one.act.at, eye.language), "stands": one.stands}
                  for one in deeds],
        "fields": [(name, names[name][:1].upper() + names[name][1:]) for name in order if name in names],
        "groups": [(who.value, groups[who.value] or eye.words["group_open"]) for who in (Who.UNKNOWN, *list(Who)[:-1])],
        "reports": [(one.report, name_report(one)) for one in dossier.cited],
        "members": list(_name_members(dossier, eye)),
    }  # fmt: skip


def name_report(cited: Cited) -> str:
    """A report in a list to choose from: its title and who published it."""
    return " · ".join(dict.fromkeys(filter(None, (cited.title or cited.report, cited.source or cited.agency))))


def _name_members(dossier: Dossier, eye: Eye) -> Iterator[tuple[str, str]]:
    """What can be taken out of a record: reports, and where one tells of it twice, each telling alone."""
    for cited in dossier.cited:
        told = sorted((one for one in dossier.mentions if one.report == cited.report), key=lambda one: one.name)
        yield cited.report, name_report(cited)
        for mention in told if len(told) > 1 else ():
            kind = say_value("kind", mention.kind, eye.vocabulary, eye.language)
            yield f"{cited.report}#{mention.name}", eye.words["only_telling"].format(name=mention.name, kind=kind)
