"""Words that take up who was spoken of before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tamani.extract.document import prepare_sentences
from tamani.extract.scene.frames import Frame, build_frames
from tamani.records import Reading

Read = Callable[[str, str], Reading]


def read_frames(text: str, language: str, read_text: Read) -> tuple[Frame, ...]:
    return build_frames(prepare_sentences(read_text(text, language)), [], date(2024, 5, 1), language)


@pytest.mark.parametrize(
    ("language", "text", "want"),
    [
        ("en", "Pupils were singing when gunmen entered the yard. Nine of them were killed.", ["civilians"]),
        ("en", "Soldiers clashed with bandits. Nine of them were killed.", ["unknown"]),
        ("fr", "Des bandits ont réuni les villageois. Ils en ont abattu une dizaine.", ["civilians"]),
        ("en", "Nine farmers were killed in the raid. The youngest of the dead was three.", ["civilians"]),
        ("fr", "Six bergers ont été tués. Les meurtriers venaient du nord. Il en a compté vingt.", ["civilians"]),
    ],
)
def test_a_figure_is_of_those_spoken_of_before(language: str, text: str, want: list[str], read_text: Read) -> None:
    frames = read_frames(text, language, read_text)
    assert [toll.who.value for frame in frames for toll in frame.tolls] == want


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Five herders were killed in the raid. The attackers came on motorbikes."),
        ("fr", "Le poste a été attaqué. Ils sont arrivés sur une vingtaine de motos."),
    ],
)
def test_how_the_attackers_came_is_told_apart_from_the_deed(language: str, text: str, read_text: Read) -> None:
    frames = read_frames(text, language, read_text)
    assert "motorbikes" in [role.value for role in frames[-1].roles]
