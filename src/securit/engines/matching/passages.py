"""A passage: a piece of text, and where somebody made one its vector. How both stand in stored data."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.errors import Unusable
from securit.engines._shared.plain_data import Plain, text_in

LONGEST = 1_000_000
"""Characters of a passage."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and its vector: 32-bit little-endian floating point numbers (see :func:`packed`), empty for none.

    Only the direction of a vector counts, never its length.
    """

    text: str
    vector: bytes = b""

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; the vector in base64."""
        return {"text": self.text, "vector": base64.b64encode(self.vector).decode()}


def packed(numbers: Sequence[float] | NDArray[np.floating[Any]]) -> bytes:
    """The numbers of a vector as a passage holds them."""
    return np.asarray(numbers, dtype="<f4").tobytes()


def direction(vector: bytes) -> NDArray[np.float64]:
    """The vector brought to length 1."""
    numbers = np.frombuffer(vector, dtype="<f4").astype(np.float64)
    length: NDArray[np.float64] = numbers / np.sqrt(np.dot(numbers, numbers))
    return length


def passage_in(data: Plain) -> Passage:
    """The passage that was stored; its vector as base64, or as a list of numbers."""
    given = data.get("vector", "")
    try:
        if isinstance(given, list):
            return Passage(text_in(data, "text"), packed([float(number) for number in given]))
        return Passage(text_in(data, "text"), base64.b64decode(given, validate=True))
    except Unusable:
        raise
    except (TypeError, ValueError, OverflowError, binascii.Error):
        raise Unusable(["“vector” must be a list of numbers, or 32-bit floats in base64."]) from None


def faults_of(owned: Iterable[tuple[str, Sequence[Passage]]]) -> Iterator[str]:
    """A sentence for each owner (named like “Document D1”) whose passages cannot be used, then one on lengths."""
    lengths: dict[int, str] = {}
    for owner, passages in owned:
        if not passages:
            yield f"{owner} has no text."
        for number, passage in enumerate(passages, 1):
            where = owner if len(passages) == 1 else f"{owner}, passage {number}"
            yield from _faults(where, passage)
            if passage.vector:
                lengths.setdefault(len(passage.vector), where)
    if len(lengths) > 1:
        said = " and ".join(f"{length // 4} numbers ({where})" for length, where in sorted(lengths.items())[:2])
        yield f"Vectors must be of one length; there are {said}."


def _faults(where: str, passage: Passage) -> Iterator[str]:
    if not passage.text.strip():
        yield f"{where} has an empty text."
    if len(passage.text) > LONGEST:
        yield f"{where} has {len(passage.text)} characters; a passage has at most {LONGEST}."
    if len(passage.vector) % 4:
        yield f"{where} has a vector that is not made of 32-bit numbers."
    elif passage.vector:
        numbers = np.frombuffer(passage.vector, dtype="<f4").astype(np.float64)
        if not np.isfinite(numbers).all():
            yield f"{where} has a vector with something that is not a number."
        elif not numbers.any():
            yield f"{where} has a vector of zeros, which has no direction."
