"""Who says what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tamani.extract.document import Sentence, prepare_sentences
from tamani.extract.parties.actors import Registry
from tamani.extract.saying.attribution import find_speaker
from tamani.extract.saying.attributions import attribute_sentences
from tamani.records import Reading

Read = Callable[[str, str], Reading]


def locate_words(sentences: tuple[Sentence, ...], words: str) -> tuple[Sentence, int, int]:
    sentence = next(one for one in sentences if words in one.text)
    start = sentence.text.index(words)  # tokens count from the first letter of their sentence
    end = start + len(words)
    inside = [at for at, token in enumerate(sentence.tokens) if start <= token.start and token.end <= end]
    return sentence, inside[0], inside[-1]


def test_every_figure_has_the_speaker_the_report_gives_it(said_case: Any, registry: Registry, read_text: Read) -> None:
    language = said_case["language"]
    sentences = prepare_sentences(read_text(said_case["text"], language))
    attributions = attribute_sentences(sentences, language, registry)
    for want in said_case["says"]:
        sentence, first, last = locate_words(sentences, want["words"])
        found = find_speaker(attributions[sentence.index], first, last)
        assert (found.said_by if found else None) == want.get("said_by"), want
        if found is None:
            continue
        assert found.stance == want.get("stance", "asserted"), want
        assert found.carried == want.get("carried", False), want
        assert found.speaker == want.get("speaker", found.speaker), want
        assert set(want.get("via", [])) <= set(found.via), want


def test_a_speaker_does_not_reach_into_the_next_block(registry: Registry, read_text: Read) -> None:
    text = "The mayor said four people were killed.\n\nIn another valley two shepherds were found dead."
    sentences = prepare_sentences(read_text(text, "en"))
    assert attribute_sentences(sentences, "en", registry)[-1] == ()


def test_two_runs_give_the_same_attributions(registry: Registry, read_text: Read) -> None:
    sentences = prepare_sentences(read_text("Selon l'armée, deux soldats sont morts, écrit l'AFP.", "fr"))
    first, again = (tuple(attribute_sentences(sentences, "fr", registry)) for _ in range(2))
    assert first == again
