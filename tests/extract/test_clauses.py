"""Who did what to whom, sentence by sentence; the cases are in cases/clauses_en.txt and clauses_fr.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tamani.extract.document import Sentence, prepare_sentences
from tamani.extract.grammar.clauses import Clause, find_clauses
from tamani.extract.grammar.groups import Group, find_groups
from tamani.records import Reading, ReportId, Span, Version

CASES = Path(__file__).parent / "cases"


def make_sentence(text: str, language: str) -> Sentence:
    reading = Reading(
        report=ReportId("r"), version=Version("v"), text=text, language=language, sentences=(Span(0, len(text)),)
    )
    return prepare_sentences(reading)[0]


def name_all(sentence: Sentence, groups: tuple[Group, ...]) -> str:
    return "; ".join(sentence.words(group.first, group.last) for group in groups) or "-"


def describe(sentence: Sentence, clause: Clause, parts: int) -> str:
    """A clause as the cases write it, as many parts as the case has."""
    marks = ("not " if clause.negated else "") + ("may " if clause.modal else "")
    rest = "; ".join(f"{prep} {sentence.words(group.first, group.last)}" for prep, group in clause.others) or "-"
    row = [
        f"{marks}{clause.lemma} {clause.voice}",
        name_all(sentence, clause.subjects),
        name_all(sentence, clause.objects),
        rest,
    ]
    return " | ".join(row[:parts])


def read_cases(language: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in (CASES / f"clauses_{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("> "):
            found.append((line[2:], []))
        elif line and not line.startswith("#"):
            found[-1][1].append(line)
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_clauses_are_found_with_their_roles(language: str) -> None:
    wrong = []
    for text, wanted in read_cases(language):
        sentence = make_sentence(text, language)
        clauses = find_clauses(sentence, language)
        for line in wanted:
            parts = line.count("|") + 1
            found = [describe(sentence, clause, parts) for clause in clauses]
            if line not in found:
                wrong.append(f"{text}\n  wanted {line}\n  found  " + "\n         ".join(found))
    assert not wrong, "\n".join(wrong)


def test_groups_know_their_head_and_their_count() -> None:
    sentence = make_sentence("THE THREE HEAVILY ARMED MEN OF THE FRONT [FLE] FLED.", "en")
    men, front = find_groups(sentence, "en")
    assert sentence.words(men.first, men.last) == "THE THREE HEAVILY ARMED MEN"
    assert (men.head, men.count, men.plural, men.determiner) == (4, (3, 3), True, "the")
    assert sentence.words(*men.core) == "HEAVILY ARMED MEN"
    assert (front.inside, front.plural) == (0, False)
