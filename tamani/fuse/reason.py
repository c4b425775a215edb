"""What speaks for two mentions being one event, or against it, in points and plain words."""

from msgspec import Struct

VETO = -8.0  # so many points against say no whatever the rest says


class Reason(Struct, frozen=True):
    """Points for or against, with a code and the facts in plain words."""

    code: str
    points: float
    detail: str = ""

    def __str__(self) -> str:
        return (
            f"{self.code}: {self.detail} ({self.points:+.1f})" if self.detail else f"{self.code} ({self.points:+.1f})"
        )
