"""The question: which of the organisations known already may this one be, when names are written in many ways?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from securit.engines._shared.errors import TooLarge, Unusable, refuse_if_any
from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import Plain, digest_of, doubled, number_in, rows_in, text_in, whole_in

SCHEMA = "securit.names/1"
MOST_NAMES = 100_000
LONGEST = 1_000
"""Characters of a name or an address."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as somebody wrote it down. Without a country it is compared with all."""

    id: str
    name: str
    country: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Organisations that are ``asked`` about, and those ``known``; sorted by id on entry.

    ``top`` candidates at most are named for each, none below ``least``. Of the likeness, ``share_of_address`` is the
    address where both have one; the rest is the name. At most 100,000 of either. Raises ``Unusable`` or ``TooLarge``.
    It is never infeasible.
    """

    asked: tuple[Organisation, ...]
    known: tuple[Organisation, ...]
    top: int = 5
    least: Fraction = Fraction(3, 10)
    share_of_address: Fraction = Fraction(3, 10)

    def __post_init__(self) -> None:
        object.__setattr__(self, "asked", tuple(sorted(self.asked, key=lambda one: one.id)))
        object.__setattr__(self, "known", tuple(sorted(self.known, key=lambda one: one.id)))
        most = max(len(self.asked), len(self.known))
        refuse_if_any([f"There are {most} names; at most {MOST_NAMES}."] if most > MOST_NAMES else [], TooLarge)
        refuse_if_any(_contradictions(self))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical plain data."""
        return digest_of(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; numbers as text."""
        return {
            "schema": SCHEMA,
            "asked": [_data(one) for one in self.asked],
            "known": [_data(one) for one in self.known],
            "top": self.top,
            "least": plain(self.least),
            "share_of_address": plain(self.share_of_address),
        }

    @classmethod
    def from_data(cls, data: Plain) -> Problem:
        """The problem that was stored; raises ``Unusable`` for another shape. The last three may be left out."""
        if data.get("schema") != SCHEMA:
            raise Unusable([f"This is not a problem of the form {SCHEMA}."])
        usual = cls((), ())
        return cls(
            tuple(_in(row) for row in rows_in(data, "asked")),
            tuple(_in(row) for row in rows_in(data, "known")),
            whole_in(data, "top", usual.top),
            number_in(data, "least") if "least" in data else usual.least,
            number_in(data, "share_of_address") if "share_of_address" in data else usual.share_of_address,
        )


def _data(one: Organisation) -> dict[str, str]:
    return {"id": one.id, "name": one.name, "country": one.country, "address": one.address}


def _in(row: Plain) -> Organisation:
    return Organisation(*(text_in(row, key, "") for key in ("id", "name", "country", "address")))


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from doubled("Organisation", (one.id for one in (*problem.asked, *problem.known)))
    for one in (*problem.asked, *problem.known):
        if not any(c.isalnum() for c in one.name):
            yield f"Organisation {one.id} has a name without a letter or digit."
        if max(len(one.name), len(one.address)) > LONGEST:
            yield f"Organisation {one.id} has a name or an address of more than {LONGEST} characters."
    if problem.top < 1:
        yield f"At least 1 candidate must be named, not {problem.top}."
    for name, value in (("least likeness", problem.least), ("share of the address", problem.share_of_address)):
        if not 0 <= value <= 1:
            yield f"The {name} must lie between 0 and 1; {plain(value)} does not."
