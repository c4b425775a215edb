"""Settings, read once by the faces and handed down."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from tamani.errors import NotAllowed


class Settings(Struct, frozen=True, kw_only=True):
    """How this tamani runs. Every field is documented in docs/reference/settings.md."""

    store: str = "./tamani.db"  # the file that everything is kept in
    gazetteer: Path | None = None  # folder of added gazetteers; None: beside the store
    vocab: Path | None = None  # folder of your own actors, sources and words; None: the shipped ones alone
    min_confidence: float = 0.0  # claims less sure than this, from 0 to 1, are left out
    max_bytes: int = 25_000_000  # of one item
    max_unpacked: int = 100_000_000  # of what an archive or a compressed page holds
    timeout: float = 20.0  # seconds for one fetch, all redirects together
    max_redirects: int = 5  # of one fetch
    allow_private: bool = False  # may URLs lead to private and loopback addresses
    model_url: str | None = None  # a second reader's endpoint of the OpenAI kind, such as http://127.0.0.1:11434/v1
    model: str | None = None  # its name there; asked only by `tamani extract --model`
    model_key: str | None = None  # sent to that endpoint alone
    model_timeout: float = 60.0  # seconds for one answer
    model_price_in: float | None = None  # for a million tokens sent, to show the cost before it starts
    model_price_out: float | None = None  # for a million tokens received
    language: str = "en"  # of what the faces say


DEFAULTS = Settings()


def read_settings() -> Settings:
    """Settings from TAMANI_... environment variables; absent ones keep their defaults."""
    env = os.environ
    gazetteer, vocab = env.get("TAMANI_GAZETTEER"), env.get("TAMANI_VOCAB")
    return Settings(
        store=env.get("TAMANI_STORE", DEFAULTS.store),
        gazetteer=Path(gazetteer) if gazetteer else None,
        vocab=Path(vocab) if vocab else None,
        min_confidence=_read_share("TAMANI_MIN_CONFIDENCE"),
        max_bytes=int(_read_number("TAMANI_MAX_BYTES", DEFAULTS.max_bytes)),
        max_unpacked=int(_read_number("TAMANI_MAX_UNPACKED", DEFAULTS.max_unpacked)),
        timeout=_read_number("TAMANI_TIMEOUT", DEFAULTS.timeout),
        allow_private=env.get("TAMANI_ALLOW_PRIVATE", "") == "1",
        model_url=env.get("TAMANI_MODEL_URL"),
        model=env.get("TAMANI_MODEL"),
        model_key=env.get("TAMANI_MODEL_KEY"),
        model_timeout=_read_number("TAMANI_MODEL_TIMEOUT", DEFAULTS.model_timeout),
        model_price_in=_read_price("TAMANI_MODEL_PRICE_IN"),
        model_price_out=_read_price("TAMANI_MODEL_PRICE_OUT"),
        language="fr" if env.get("TAMANI_LANGUAGE", env.get("LANG", "en"))[:2] == "fr" else "en",
    )


def _read_number(name: str, default: float) -> float:
    """A positive number of the environment; anything else is a clear error, not a silent default."""
    given = os.environ.get(name)
    if given is None:
        return default
    try:
        number = float(given)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise NotAllowed(name, f"{given!r} is not a positive number", "give one, such as 50000000")
    return number


def _read_price(name: str) -> float | None:
    return _read_number(name, 1.0) if name in os.environ else None


def _read_share(name: str) -> float:
    """A number from 0 to 1; 0 where nothing is given."""
    given = os.environ.get(name, "0")
    try:
        number = float(given)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise NotAllowed(name, f"{given!r} is not a number from 0 to 1", "give one, such as 0.5")
    return number
