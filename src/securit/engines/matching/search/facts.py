"""The facts of a collection by value: which documents have it. Asked as a mask over all documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from securit.engines.matching.weighing import in_text, named_in

Places = NDArray[np.int64] | NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """For each (fact, value) the places of the documents that have it, rising."""

    size: int
    places: Mapping[tuple[str, str], Places]

    @classmethod
    def of(cls, listed: Sequence[Iterable[tuple[str, str]]]) -> Facts:
        """The facts of documents in order."""
        found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for place, facts in enumerate(listed):
            for fact in set(facts):
                found[fact].append(place)
        return cls(len(listed), {fact: np.array(found[fact], np.int64) for fact in sorted(found)})

    def where(self, fact: str, among: Iterable[str]) -> NDArray[np.bool_]:
        """Which documents have one of these values under this fact."""
        mask = np.zeros(self.size, np.bool_)
        for value in among:
            mask[self.places.get((fact, value), [])] = True
        return mask

    def values_of(self, fact: str) -> tuple[str, ...]:
        """The values under a fact, sorted."""
        return tuple(sorted(value for name, value in self.places if name == fact))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The same as arrays."""
        held = list(self.places.values())
        return {
            "size": np.array([self.size]),
            "names": in_text([part for fact in self.places for part in fact]),
            "starts": np.cumsum([0, *map(len, held)]),
            "places": np.concatenate(held).astype(np.int32) if held else np.empty(0, np.int32),
        }

    @classmethod
    def opened(cls, arrays: Mapping[str, NDArray[Any]]) -> Facts:
        """The facts of such arrays."""
        names, starts = named_in(arrays["names"]), arrays["starts"].tolist()
        pairs = list(zip(names[::2], names[1::2], strict=True))
        spans = pairwise(starts)
        held = {pair: arrays["places"][low:high] for pair, (low, high) in zip(pairs, spans, strict=True)}
        return cls(int(arrays["size"][0]), held)
