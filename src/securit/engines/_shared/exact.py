"""Exact numbers: ``Fraction`` inside, plain text outside, ``float`` never."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

_TEXT = re.compile(r"-?\d{1,30}(\.\d{1,30}|/[1-9]\d{0,29})?")

Number = int | str | Decimal | Fraction


def exact(value: Number) -> Fraction:
    """The number as a fraction. Text is written ``'4.5'`` or ``'13/3'``; raises ``ValueError`` for anything else.

    A ``float`` is refused, since it has already lost what was typed.
    """
    if isinstance(value, str):
        if not _TEXT.fullmatch(value):
            raise ValueError(f"“{value}” is not an exact number; write it like 4.5 or 13/3.")
        return Fraction(value)
    if isinstance(value, (bool, float)):
        raise ValueError(f"{value!r} is not an exact number.")
    return Fraction(value)


def plain(value: Fraction) -> str:
    """The one text of a number: decimal where it ends (``'4.5'``), else a fraction in lowest terms (``'13/3'``)."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        places = max(places, count)
    if rest != 1 or places > 30:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def whole_numbers(values: Iterable[Fraction]) -> tuple[list[int], int]:
    """The values times their least common denominator, and that denominator (1 for no values)."""
    listed = list(values)
    scale = math.lcm(*(value.denominator for value in listed))
    return [int(value * scale) for value in listed], scale


class RoundingMode(Enum):
    """Where a half, or any rest, goes; named as in the published rule."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Rounding:
    """A published rounding rule: so many decimals, and where a half goes (half up is away from zero)."""

    places: int = 2
    mode: RoundingMode = RoundingMode.HALF_UP

    def __post_init__(self) -> None:
        if not 0 <= self.places <= 12:
            raise ValueError(f"{self.places} decimals cannot be kept; 0 to 12 can.")

    def __call__(self, value: Fraction) -> Fraction:
        """The value on the grid of this rule."""
        unit = 10**self.places
        size = abs(value) * unit
        low = size.numerator // size.denominator
        rest = size - low
        half = Fraction(1, 2)
        up = rest >= half if self.mode is RoundingMode.HALF_UP else rest > half or (rest == half and low % 2 == 1)
        kept = low + (1 if up and self.mode is not RoundingMode.DOWN else 0)
        return Fraction(-kept if value < 0 else kept, unit)
