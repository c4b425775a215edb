"""A question of the queue in words: what it is about, why it is asked, and the commands that answer it."""

from __future__ import annotations

from msgspec import Struct

from tamani.fields import Vocabulary, load_vocabulary
from tamani.flow.waiting import Question
from tamani.phrases import load_phrases, quote_words, say_day, say_title
from tamani.records import Settled
from tamani.shown import say_stand

MOST = 3  # values side by side that are read at one glance


class Asked(Struct, frozen=True, kw_only=True):
    """A question as a person reads it."""

    titles: tuple[str, ...]
    why: str
    todo: str  # nothing, and no commands, where it waited at a past time
    commands: tuple[str, ...]
    parked: str | None = None  # who left it open before


def say_question(question: Question, language: str) -> Asked:
    """Why a question is asked and what to do, in the reader's language."""
    vocabulary, phrases = load_vocabulary(), load_phrases(language)["queue"]
    facts = _list_facts(question, vocabulary, language)
    parked = None
    if question.parked is not None:
        author, at = question.parked
        parked = str(phrases["parked"].format(author=author, day=say_day(at, language)))
    return Asked(
        titles=tuple(say_title(one.incident, vocabulary, language) for one in question.records),
        why=str(phrases[question.what].format(**facts)),
        todo="" if question.as_of else str(phrases[f"{question.what}_do"]),
        commands=() if question.as_of else list_commands(question),
        parked=parked,
    )


def _list_facts(question: Question, vocabulary: Vocabulary, language: str) -> dict[str, str]:
    rule = vocabulary.fields.get(question.field or "")
    field = "" if rule is None else rule.fr if language == "fr" else rule.en
    who = load_phrases(language)["who"][question.settled.who.value] if question.settled and question.settled.who else ""
    field += f" ({who})" if who else ""
    author, *words = (*question.detail, "", "")[:3]
    said = words[0]
    return {
        "field": field,
        "Field": field[:1].upper() + field[1:],
        "values": _say_values(question.settled, vocabulary, language) if question.settled else "",
        "author": author,
        "words": quote_words(said, language) if said else "",
        "mentions": words[1] if len(words) > 1 else "",
        "percent": str(round(100 * (1 - question.unsure))),
    }


def _say_values(settled: Settled, vocabulary: Vocabulary, language: str) -> str:
    standing = [one for one in settled.positions if not one.superseded]
    said = [say_stand(settled.field, one, vocabulary, language) for one in standing]
    values = list(dict.fromkeys(said))
    return " / ".join(values[:MOST]) + (" …" if len(values) > MOST else "")


def list_commands(question: Question) -> tuple[str, ...]:
    """What to type; the answers that a person may give, "don't know" among them."""
    ids, field = question.incidents, question.field
    who = f" --who {question.settled.who.value}" if question.settled and question.settled.who else ""
    if question.what == "pair":
        return tuple(f'tamani judge {ids[0]} {ids[1]} {verdict} --reason "..."' for verdict in
                     ("same", "different", "unsure"))  # fmt: skip
    if question.what == "objection":
        return tuple(f'tamani answer {question.act} {verdict} --reason "..."' for verdict in ("upheld", "rejected"))
    if question.what == "returned":
        return (f'tamani withdraw {ids[0]} --reason "..."', f'tamani undo {question.act} --reason "..."')
    if question.what == "lost":
        return (f'tamani undo {question.act} --reason "..."',)
    return (
        f'tamani correct {ids[0]} {field} VALUE{who} --quote "..." --reason "..."',
        f'tamani leave {ids[0]} {field} --reason "..."',
    )


def make_question_row(question: Question, language: str) -> dict[str, object]:
    """A question as `tamani queue --format jsonl` and the page's /queue.json print it."""
    asked = say_question(question, language)
    return {
        "id": question.id, "what": question.what, "weight": round(question.weight, 3), "severity": question.severity,
        "unsure": question.unsure, "incidents": list(question.incidents), "titles": list(asked.titles),
        "field": question.field, "decision": question.act, "why": asked.why, "todo": asked.todo,
        "parked": asked.parked, "commands": list(asked.commands),
    }  # fmt: skip
