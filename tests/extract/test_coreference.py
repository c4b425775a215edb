"""What later words mean of what was said before; the cases are in cases/references.txt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tamani.extract.details.victim_references import find_named_victims
from tamani.extract.document import Sentence, prepare_sentences
from tamani.extract.grammar.coreference import find_antecedents
from tamani.extract.grammar.groups import find_groups
from tamani.records import Reading, VictimValue

CASES = Path(__file__).parent / "cases" / "references.txt"
Read = Callable[[str, str], Reading]


def read_cases() -> list[tuple[str, str, str]]:
    """Language, text, and the line that says what is wanted."""
    found: list[tuple[str, str, str]] = []
    language = text = ""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith(("en > ", "fr > ")):
            language, text = line[:2], line[5:]
        elif line.startswith(("= ", "? ")):
            found.append((language, text, line))
    return found


def name_victims(sentences: tuple[Sentence, ...], language: str) -> str:
    roles = find_named_victims(sentences[-1], sentences[:-1], language)
    return "; ".join(str(role.value.name) for role in roles if isinstance(role.value, VictimValue)) or "-"


def name_meant(sentences: tuple[Sentence, ...], words: str, language: str) -> str:
    last = sentences[-1]
    group = next(one for one in find_groups(last, language) if last.words(one.first, one.last) == words)
    meant = find_antecedents(last, group, sentences[:-1], language)
    if not meant:
        return "-"
    return "; ".join(meant[0].sentence.words(one.first, one.last) for one in meant[0].groups)


def test_later_words_mean_what_was_said_before(read_text: Read) -> None:
    wrong = []
    for language, text, wanted in read_cases():
        sentences = prepare_sentences(read_text(text, language))
        if wanted.startswith("? "):
            words, _, meant = wanted[2:].partition(" = ")
            found = name_meant(sentences, words, language)
        else:
            meant, found = wanted[2:], name_victims(sentences, language)
        if found != meant:
            wrong.append(f"{text}: {meant}, not {found}")
    assert not wrong, "\n".join(wrong)
