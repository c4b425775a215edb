"""What every collector of one run shares: the settings, the time, and how a refusal is written down."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, TypeAlias

from msgspec import Struct

from tamani.errors import TamaniError
from tamani.reasons import explain, explain_error
from tamani.records import Item, Reject

Found: TypeAlias = Item | Reject


class Limits(Protocol):
    """What the settings say that matters here; the room does not look up to where they are read."""

    @property
    def max_bytes(self) -> int: ...
    @property
    def max_unpacked(self) -> int: ...
    @property
    def timeout(self) -> float: ...
    @property
    def max_redirects(self) -> int: ...
    @property
    def allow_private(self) -> bool: ...
    @property
    def language(self) -> str: ...


class Batch(Struct, frozen=True):
    """One run of collecting."""

    settings: Limits
    now: datetime

    def reject(self, name: str, code: str, **facts: object) -> Reject:
        """An item set aside, in the user's language."""
        problem, remedy = explain(code, self.settings.language, **facts)
        return Reject(name=name, problem=problem, remedy=remedy, at=self.now)

    def reject_error(self, name: str, error: Exception) -> Reject:
        """An item set aside for an error; one that nobody foresaw is called damage of the item."""
        if isinstance(error, TamaniError):
            problem, remedy = explain_error(error, self.settings.language)
            return Reject(name=name, problem=problem, remedy=remedy, at=self.now)
        if isinstance(error, OSError):
            return self.reject(name, "unopenable", why=error.strerror or str(error))
        return self.reject(name, "damaged", why=str(error) or type(error).__name__)
