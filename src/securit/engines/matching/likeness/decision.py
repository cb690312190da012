"""What the rules of likeness decide: for each item those most alike, for people to look at, and themes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import Plain, number_in, number_or_none_in, rows_in, text_in, texts_in


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another text that is like the item: how much (0 to 1), by words and by vectors, and the words that made it so.

    ``by_vectors`` is ``None`` where vectors do not count. Never a yes or no: a person looks at it.
    """

    id: str
    likeness: Fraction
    by_words: Fraction
    by_vectors: Fraction | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """An item and its candidates from the most alike down."""

    id: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """Items of which any two are alike, the words that name them, and how alike the two least alike are."""

    items: tuple[str, ...]
    words: tuple[str, ...]
    least: Fraction


@dataclass(frozen=True, slots=True)
class Likenesses:
    """The decision. ``themes``: the largest first, then by their first item; every item is in one, often alone."""

    looks: tuple[Look, ...]
    themes: tuple[Theme, ...]

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {
            "looks": [
                {"id": look.id, "candidates": [_candidate_data(one) for one in look.candidates]} for look in self.looks
            ],
            "themes": [
                {"items": list(one.items), "words": list(one.words), "least": plain(one.least)} for one in self.themes
            ],
        }

    @classmethod
    def from_data(cls, data: Plain) -> Likenesses:
        """The decision that was stored."""
        return cls(
            tuple(
                Look(text_in(row, "id"), tuple(_candidate_in(one) for one in rows_in(row, "candidates")))
                for row in rows_in(data, "looks")
            ),
            tuple(
                Theme(texts_in(row, "items"), texts_in(row, "words"), number_in(row, "least"))
                for row in rows_in(data, "themes")
            ),
        )


def _candidate_data(one: Candidate) -> dict[str, Any]:
    return {
        "id": one.id,
        "likeness": plain(one.likeness),
        "by_words": plain(one.by_words),
        "by_vectors": None if one.by_vectors is None else plain(one.by_vectors),
        "words": list(one.words),
    }


def _candidate_in(row: Plain) -> Candidate:
    return Candidate(
        text_in(row, "id"),
        number_in(row, "likeness"),
        number_in(row, "by_words"),
        number_or_none_in(row, "by_vectors"),
        texts_in(row, "words"),
    )
