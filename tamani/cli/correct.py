"""Commands by which people speak on what a record shows: correct, contest, answer, withdraw."""

from __future__ import annotations

from typing import Any

import click

from tamani.cli.decide import AUTHOR, REASON, make_decision, tell_decided
from tamani.cli.face import DONE, Face, make_help, with_face

MARKING = click.option("--tlp", metavar="TLP", help="Who may see your words, such as TLP:GREEN [default: see above].")
GROUPS = ["civilians", "security_forces", "armed_group", "attackers", "foreigners", "unknown"]


@click.command(
    "correct",
    help=make_help(
        "Say what is right for one field of a record. It is shown instead, with your name and reason; what reports say "
        "stays beside it.\n\n"
        "A figure is written 15, 15-20 or 15+, a day 2024-08-24, a place by its name. Say what it rests on: --quote "
        "with words of a report, or --note with what you know and from whom. A note is TLP:RED unless you mark it.",
        'tamani correct 3f2a91 killed 15 --who civilians --quote "fifteen civilians" --reason "misread as fifty"',
        'tamani correct 3f2a91 place Arbinda --note "The prefect, by telephone" --reason "not Djibo"',
    ),
)
@click.argument("incident")
@click.argument("field")
@click.argument("value")
@click.option("--who", type=click.Choice(GROUPS), default="unknown", help="Whose toll it is.")
@click.option("--basis", type=click.Choice(["claimed", "accused"]), help="On what ground an actor is named.")
@click.option("--said-by", metavar="NAME", help="Who says so.")
@click.option("--report", metavar="REPORT", help="The report that is quoted [default: any of the record].")
@click.option("--quote", metavar="WORDS", help="The words it rests on, exactly as they stand in the report.")
@click.option("--note", metavar="TEXT", help="What you know and from whom, where no report says it.")
@MARKING
@REASON
@AUTHOR
@with_face("text", "json")
def correct(face: Face, incident: str, field: str, value: str, **given: Any) -> int:
    from tamani.flow import Ground, Wording, correct_field
    from tamani.records import Basis, Who

    basis = Basis(given["basis"]) if given["basis"] else None
    gazetteer = face.settings().gazetteer
    wording = Wording(
        field=field, text=value, who=Who(given["who"]), basis=basis, said_by=given["said_by"], gazetteer=gazetteer
    )
    ground = Ground(report=given["report"], quote=given["quote"], note=given["note"], marking=_mark(given["tlp"]))
    with face.open_existing() as store:
        decision = make_decision(given["author"], given["reason"])
        decided = correct_field(store, incident, wording, ground, decision)
    tell_decided(face, "corrected", decided)
    return DONE


def _mark(tlp: str | None) -> Any:
    from tamani.records import Marking, Tlp

    if tlp is None:
        return Marking()
    try:
        return Marking(Tlp(tlp.upper()))
    except ValueError as error:
        raise click.BadParameter(f"{tlp!r} is none; write {', '.join(Tlp)}", param_hint="--tlp") from error


@click.command(
    "contest",
    help=make_help(
        "Object to a record, or to one field of it. Anybody may; name who objects with --author.\n\n"
        "The objection shows on the record and changes no value. It is seen by those who may see the record, unless "
        "you mark it.",
        'tamani contest 3f2a91 --field target --author "the mayor of Djibo" --reason "There is no camp at the market."',
    ),
)
@click.argument("incident")
@click.option("--field", help="The field that is contested; without it, the whole record.")
@MARKING
@click.option("--reason", required=True, help="The objection, in the words of who makes it.")
@AUTHOR
@with_face("text", "json")
def contest(face: Face, incident: str, field: str | None, **given: Any) -> int:
    from tamani.flow import contest_record

    marking = _mark(given["tlp"]) if given["tlp"] else None
    with face.open_existing() as store:
        decided = contest_record(store, incident, field, make_decision(given["author"], given["reason"]), marking)
    tell_decided(face, "contested", decided)
    return DONE


@click.command(
    "answer",
    help=make_help(
        "Close an objection as upheld or rejected, with the reason. It changes no value; correct or withdraw does.",
        'tamani answer d9c41d2 rejected --reason "three reports name the camp"',
    ),
)
@click.argument("objection")
@click.argument("verdict", type=click.Choice(["upheld", "rejected"]))
@REASON
@AUTHOR
@with_face("text", "json")
def answer(face: Face, objection: str, verdict: str, **given: Any) -> int:
    from tamani.flow import answer_objection

    decision = make_decision(given["author"], given["reason"])
    with face.open_existing() as store:
        decided = answer_objection(store, objection, verdict == "upheld", decision)
    tell_decided(face, "answered", decided)
    return DONE


@click.command(
    "withdraw",
    help=make_help(
        "Take a report, a claim, or a whole record out of what is counted and listed. Nothing is erased.\n\n"
        "A report that its publisher took back; a claim that was misread; an incident that is none.",
        'tamani withdraw 3f2a91 --reason "it was an exercise"',
        'tamani withdraw --report bbc-17 --reason "retracted by the BBC"',
        'tamani withdraw 3f2a91 --claim 8c1f --reason "the figure is of last year"',
    ),
)
@click.argument("incident", required=False)
@click.option("--report", metavar="REPORT", help="A report, from all records.")
@click.option(
    "--claim", metavar="CLAIM", help="One claim of the incident, by its id in `tamani show ID --format json`."
)
@REASON
@AUTHOR
@with_face("text", "json")
def withdraw(face: Face, incident: str | None, report: str | None, claim: str | None, **given: Any) -> int:
    from tamani.flow import withdraw_claim, withdraw_incident, withdraw_report

    if (incident is None) == (report is None) or (claim is not None and incident is None):
        raise click.UsageError("name an incident (and --claim, for one claim of it), or --report")
    decision = make_decision(given["author"], given["reason"])
    with face.open_existing() as store:
        if report is not None:
            decided = withdraw_report(store, report, decision)
        elif claim is not None:
            decided = withdraw_claim(store, incident or "", claim, decision)
        else:
            decided = withdraw_incident(store, incident or "", decision)
    tell_decided(face, "withdrawn_now", decided)
    return DONE
