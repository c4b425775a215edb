"""Which kind a raid is when people are killed and goods carried off, and that a few taken are no sum of raids."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tamani.extract import extract_reading
from tamani.fields import load_vocabulary
from tamani.records import Reading

KINDS = [
    ("en", "Raiders killed three traders and carted away a number of sheep in Kurfi on Sunday.", "armed_attack"),
    ("en", "Raiders carted away cows and goats in Kurfi on Sunday.", "looting"),
    ("en", "Raiders carted away nine women in Kurfi on Sunday.", "abduction"),
    ("fr", "Des hommes armés ont emporté avec eux des chèvres dimanche à Mora.", "looting"),
]


@pytest.mark.parametrize("case", KINDS, ids=lambda case: case[1][:50])
def test_what_is_carried_off_tells_an_abduction_from_a_looting(
    case: tuple[str, str, str], read_text: Callable[[str, str], Reading]
) -> None:
    language, text, kind = case
    found = extract_reading(read_text(text, language), (), load_vocabulary())
    assert [mention.kind for mention in found.mentions] == [kind]


def test_those_taken_are_counted_and_are_no_count_of_raids(read_text: Callable[[str, str], Reading]) -> None:
    text = "Two traders were killed and about 30 kidnapped after an attack in Kurfi. Many were injured in the attack."
    (found,) = extract_reading(read_text(text, "en"), (), load_vocabulary()).mentions
    assert [claim.quote for claim in found.of("abducted")] == ["about 30 kidnapped"]
