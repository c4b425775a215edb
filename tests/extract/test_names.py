"""Names of persons and bodies are found in both languages, whatever the capitals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tamani.extract.document import prepare_sentences
from tamani.extract.grammar.names import find_names
from tamani.records import Reading


def test_names_are_found_as_written(name_case: dict[str, Any], read_text: Callable[[str, str], Reading]) -> None:
    sentence = prepare_sentences(read_text(name_case["text"], name_case["language"]))[0]
    found: dict[str, list[str]] = {}
    for name in find_names(sentence, name_case["language"]):
        found.setdefault(name.kind, []).append(sentence.words(name.first, name.last))
    assert found.get("person", []) == name_case.get("persons", [])
    for kind, key in (("organisation", "organisations"), ("group", "groups")):
        if key in name_case:
            assert found.get(kind, []) == name_case[key]
