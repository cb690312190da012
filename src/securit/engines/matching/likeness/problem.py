"""The question: which texts are nearly the same as which others, and what themes do they form?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from securit.engines._shared.errors import TooLarge, Unusable, refuse_if_any
from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import (
    Plain,
    digest_of,
    doubled,
    number_in,
    number_or_none_in,
    rows_in,
    text_in,
    whole_in,
)
from securit.engines.matching.passages import Passage, faults_of, passage_in

SCHEMA = "securit.likeness/1"
MOST_ITEMS = 5_000
MOST_PAIRS = 20_000_000
USUAL_CUT, USUAL_CUT_OF_WORDS = Fraction(31, 100), Fraction(14, 100)
"""Where themes came nearest to the topics of security projects (B³, one half of the topics)."""


@dataclass(frozen=True, slots=True)
class Item:
    """A text that may be like others."""

    id: str
    text: str
    vector: bytes = b""


@dataclass(frozen=True, slots=True)
class Problem:
    """Items, and where they are to be compared with others instead of among themselves, those ``others``.

    Everything is sorted by id on entry. ``top`` candidates at most are named for each item, none below ``least``.
    Without others the items also form themes: any two of one theme are at least ``cut`` alike (``None``: 0.31, or 0.14
    where words alone count). At most 5,000 items among themselves, or 20 million pairs with others. Raises
    ``Unusable`` or ``TooLarge``. It is never infeasible.
    """

    items: tuple[Item, ...]
    others: tuple[Item, ...] = ()
    top: int = 5
    least: Fraction = Fraction(0)
    cut: Fraction | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", tuple(sorted(self.items, key=lambda one: one.id)))
        object.__setattr__(self, "others", tuple(sorted(self.others, key=lambda one: one.id)))
        refuse_if_any(_beyond_limits(self), TooLarge)
        refuse_if_any(_contradictions(self))

    @property
    def has_vectors(self) -> bool:
        """Whether every text has a vector."""
        return all(one.vector for one in (*self.items, *self.others))

    def cut_used(self, with_vectors: bool) -> Fraction:
        """The cut, or the usual one."""
        if self.cut is not None:
            return self.cut
        return USUAL_CUT if with_vectors else USUAL_CUT_OF_WORDS

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical plain data."""
        return digest_of(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; numbers as text, vectors in base64."""
        return {
            "schema": SCHEMA,
            "items": [{"id": one.id, **Passage(one.text, one.vector).to_data()} for one in self.items],
            "others": [{"id": one.id, **Passage(one.text, one.vector).to_data()} for one in self.others],
            "top": self.top,
            "least": plain(self.least),
            "cut": None if self.cut is None else plain(self.cut),
        }

    @classmethod
    def from_data(cls, data: Plain) -> Problem:
        """The problem that was stored; raises ``Unusable`` for another shape. ``top``, ``least``, ``cut`` may lack."""
        if data.get("schema") != SCHEMA:
            raise Unusable([f"This is not a problem of the form {SCHEMA}."])
        usual = cls(())
        return cls(
            tuple(_item_in(row) for row in rows_in(data, "items")),
            tuple(_item_in(row) for row in rows_in(data, "others")),
            whole_in(data, "top", usual.top),
            number_in(data, "least") if "least" in data else usual.least,
            number_or_none_in(data, "cut"),
        )


def _item_in(row: Plain) -> Item:
    passage = passage_in(row)
    return Item(text_in(row, "id"), passage.text, passage.vector)


def _beyond_limits(problem: Problem) -> Iterator[str]:
    items, others = len(problem.items), len(problem.others)
    if not others and items > MOST_ITEMS:
        yield f"There are {items} items; at most {MOST_ITEMS} can be compared among themselves."
    if items * others > MOST_PAIRS:
        yield f"{items} items × {others} others are more than {MOST_PAIRS} pairs; ask fewer at a time."


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from doubled("Item", (one.id for one in (*problem.items, *problem.others)))
    yield from faults_of(
        (f"Item {one.id}", (Passage(one.text, one.vector),)) for one in (*problem.items, *problem.others)
    )
    if problem.top < 1:
        yield f"At least 1 candidate must be named, not {problem.top}."
    for name, value in (("least likeness", problem.least), ("cut", problem.cut)):
        if value is not None and not 0 <= value <= 1:
            yield f"The {name} must lie between 0 and 1; {plain(value)} does not."
