"""Words and marks as every room sees them."""

from __future__ import annotations

from tamani.words import tokenize


def test_a_lone_accent_is_a_token_with_a_form() -> None:
    tokens = tokenize("Douze \u0301 morts")
    assert [token.norm for token in tokens] == ["douze", "\u0301", "morts"]
