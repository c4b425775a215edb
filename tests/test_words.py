"""Words and marks as every room sees them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tamani.words import Memo, tokenize


def test_a_lone_accent_is_a_token_with_a_form() -> None:
    tokens = tokenize("Douze \u0301 morts")
    assert [token.norm for token in tokens] == ["douze", "\u0301", "morts"]


@pytest.mark.parametrize(
    "text",
    [
        "a a aa a",
        "  Gao,\n\tGao  1 500 (1,500)",
        "l'eau de l’eau",
        "No. 5: 10h30 - 12.5%",
        "\u00a0Ménaka\u2003ne a\u0301",
    ],
)
def test_each_token_stands_where_its_words_do(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[one.start : one.end] == one.text for one in tokens)
    left = "".join(text[a.end : b.start] for a, b in pairwise(tokens))
    assert not (text[: tokens[0].start] + left + text[tokens[-1].end :]).strip()
    assert [one.start for one in tokens] == sorted({one.start for one in tokens})


def test_what_a_word_is_gets_asked_once() -> None:
    asked: list[str] = []

    def measure(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Memo(measure)
    assert [lengths[word] for word in ("Gao", "de", "Gao")] == [3, 2, 3]
    assert asked == ["Gao", "de"]
