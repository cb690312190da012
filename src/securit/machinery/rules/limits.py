"""Limits as rules write them: a whole number, an amount of money, or a day; compared exactly, never as float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from securit import money

_LARGEST = 10**18


class Unit(Enum):
    """What a limit measures, read from how it is written."""

    NUMBER = r"-?[0-9]{1,12}"
    MONEY = r"-?[0-9]{1,12}\.[0-9]{2}"
    DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


@dataclass(frozen=True)
class Limit:
    """A bound, kept as written: ``2`` is a number, ``60000.00`` money, ``2022-04-26`` a day."""

    text: str

    @property
    def unit(self) -> Unit:
        """What the limit measures."""
        return next(unit for unit in Unit if re.fullmatch(unit.value, self.text))

    @property
    def number(self) -> int:
        """The limit as a whole number that values of its unit compare with (cents; days by ordinal)."""
        found = measured(self.text, self.unit, "")
        assert found is not None, "a limit is checked when it is made"
        return found

    def __post_init__(self) -> None:
        if not any(re.fullmatch(unit.value, self.text) for unit in Unit) or measured(self.text, self.unit, "") is None:
            raise ValueError(
                f"“{self.text}” is not a limit; write a whole number (2), an amount with cents (60000.00) "
                "or a day (2022-04-26)."
            )

    def __str__(self) -> str:
        return shown(self.number, self.unit)


def measured(value: object, unit: Unit, path: str) -> int | None:
    """A value of the facts as a whole number of ``unit``; ``None`` when it is no such value.

    Money is an ``int`` only where the last name of ``path`` ends in ``_cents``, else a text with its cents.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        fits = unit is Unit.NUMBER or (unit is Unit.MONEY and path.endswith("_cents"))
        return value if fits and abs(value) < _LARGEST else None
    if not isinstance(value, str) or not re.fullmatch(unit.value, value):
        return None
    if unit is Unit.MONEY:
        return money.cents(value)
    if unit is Unit.NUMBER:
        return int(value)
    try:
        return date.fromisoformat(value).toordinal()
    except ValueError:
        return None


def shown(number: int, unit: Unit) -> str:
    """The number in its unit, for people."""
    if unit is Unit.MONEY:
        return money.euros(number)
    return date.fromordinal(number).isoformat() if unit is Unit.DAY else str(number)
