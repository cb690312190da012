"""What the rule on names decides: for each organisation those known that it may be, for a person to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import Plain, number_in, number_or_none_in, rows_in, text_in


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known organisation: how alike it is (0 to 1), by its name and, where both have one, by its address."""

    id: str
    likeness: Fraction
    by_name: Fraction
    by_address: Fraction | None


@dataclass(frozen=True, slots=True)
class Look:
    """An organisation and its candidates from the most alike down."""

    id: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The decision: a look for everybody asked about, sorted by id."""

    looks: tuple[Look, ...]

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {
            "looks": [
                {
                    "id": look.id,
                    "candidates": [
                        {
                            "id": one.id,
                            "likeness": plain(one.likeness),
                            "by_name": plain(one.by_name),
                            "by_address": None if one.by_address is None else plain(one.by_address),
                        }
                        for one in look.candidates
                    ],
                }
                for look in self.looks
            ]
        }

    @classmethod
    def from_data(cls, data: Plain) -> Names:
        """The decision that was stored."""
        return cls(
            tuple(
                Look(
                    text_in(row, "id"),
                    tuple(
                        Candidate(
                            text_in(one, "id"),
                            number_in(one, "likeness"),
                            number_in(one, "by_name"),
                            number_or_none_in(one, "by_address"),
                        )
                        for one in rows_in(row, "candidates")
                    ),
                )
                for row in rows_in(data, "looks")
            )
        )
