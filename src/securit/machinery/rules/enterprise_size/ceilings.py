"""The ceilings of the SME definition: Commission Recommendation 2003/361/EC, Annex, Article 2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Size(StrEnum):
    """What an enterprise is, from the smallest up."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Fewer people than ``headcount``, and turnover or balance sheet total up to its limit."""

    size: Size
    headcount: int
    turnover_cents: int
    balance_cents: int


@dataclass(frozen=True, slots=True)
class Ceilings:
    """What counts from a day on, from the smallest size up."""

    from_on: date
    source: str
    sizes: tuple[Ceiling, ...]


MILLION = 1_000_000_00
TABLE = (
    Ceilings(
        date(2005, 1, 1),
        "Commission Recommendation 2003/361/EC, Annex, Article 2",
        (
            Ceiling(Size.MICRO, 10, 2 * MILLION, 2 * MILLION),
            Ceiling(Size.SMALL, 50, 10 * MILLION, 10 * MILLION),
            Ceiling(Size.MEDIUM, 250, 50 * MILLION, 43 * MILLION),
        ),
    ),
)


def ceilings_on(day: date) -> Ceilings:
    """The ceilings that count on that day; the earliest known ones for days before them."""
    return next((one for one in reversed(TABLE) if one.from_on <= day), TABLE[0])
