"""How well everybody fits everything, at once: the points of :mod:`fit` as one table. Pure: no tables of the database.

The points are worked out for all pairs together; the words behind them for the few pairs that somebody looks at.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from securit.stages.evaluation.contracts import Profile, Reading
from securit.stages.evaluation.fit import (
    ANOTHER_COUNTRY,
    CHALLENGE,
    DOMAIN,
    LANGUAGE,
    MOST_WORDS,
    WORD,
    Fit,
    fit,
    known_as,
    occurs,
    text_of,
)

Pair = tuple[str, str]
DOUBTFUL = Fit(0, ("perhaps a conflict, to be asked about",))
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """Points of every application (down) with every evaluator (across); pairs in doubt have none."""

    readings: Sequence[Reading]
    profiles: Sequence[Profile]
    doubtful: Collection[Pair]
    points: NDArray[np.int64]
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)

    def points_of(self, pair: Pair) -> int:
        """How well a pair fits."""
        return int(self.points[self.rows[pair[0]], self.columns[pair[1]]])

    def fit_of(self, pair: Pair) -> Fit:
        """The points of a pair with their reasons."""
        if pair in self.doubtful:
            return DOUBTFUL
        reading = self.readings[self.rows[pair[0]]]
        return fit(self.profiles[self.columns[pair[1]]], reading, text_of(reading))


def fits_of(readings: Sequence[Reading], profiles: Sequence[Profile], doubtful: Collection[Pair] = ()) -> Fits:
    """The table of all pairs; equal to :func:`fit.fit` of each, pair by pair (a test holds them together)."""
    rows = {reading.number: place for place, reading in enumerate(readings)}
    columns = {profile.ref: place for place, profile in enumerate(profiles)}
    points = np.zeros((len(readings), len(profiles)), dtype=np.int64)
    people = _People(profiles)
    for start in range(0, len(readings), _ROWS_AT_ONCE):
        block = readings[start : start + _ROWS_AT_ONCE]
        points[start : start + len(block)] = people.points(block)
    for number, ref in doubtful:
        if number in rows and ref in columns:
            points[rows[number], columns[ref]] = 0
    return Fits(readings, profiles, doubtful, points, rows, columns)


class _People:
    """What all evaluators know, read and where they come from, as tables of yes and no."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._terms, self._knows = _marked([[known_as(entry) for entry in p.expertise] for p in profiles])
        self._languages, self._reads = _marked([p.languages for p in profiles])
        self._countries, self._from = _marked([[p.country] for p in profiles])
        self._by_first_word: dict[str, list[str]] = {}
        for term in self._terms:
            self._by_first_word.setdefault(term.partition(" ")[0], []).append(term)

    def points(self, block: Sequence[Reading]) -> NDArray[np.int64]:
        """The points of these applications with everybody."""
        said = self._on(self._terms, [self._spoken_of(reading) for reading in block])
        words: NDArray[np.float64] = np.minimum(np.rint(said @ self._knows.T), MOST_WORDS) * WORD
        for name, worth in (("challenge", CHALLENGE), ("domain", DOMAIN)):
            codes = [[known_as(str(code))] if (code := reading.content.get(name)) else [] for reading in block]
            words += (self._on(self._terms, codes) @ self._knows.T > 0) * worth
        words += (self._on(self._languages, [r.languages for r in block]) @ self._reads.T > 0) * LANGUAGE
        members = [[m.get("country") for m in reading.content.get("members", ())] for reading in block]
        words += (self._on(self._countries, members) @ self._from.T == 0) * ANOTHER_COUNTRY
        whole: NDArray[np.int64] = words.astype(np.int64)
        return whole

    def _spoken_of(self, reading: Reading) -> list[str]:
        """The terms that occur in the application."""
        text = text_of(reading)
        near = (term for word in set(text.split()) for term in self._by_first_word.get(word, ()))
        return [term for term in near if occurs(term, text)]

    @staticmethod
    def _on(places: dict[str, int], rows: Sequence[Collection[str | None]]) -> NDArray[np.float32]:
        found = np.zeros((len(rows), len(places)), dtype=np.float32)
        for row, names in enumerate(rows):
            for name in names:
                if name is not None and name in places:
                    found[row, places[name]] = 1
        return found


def _marked(rows: Sequence[Collection[str]]) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Every name with its place, and a table that says whose it is."""
    places = {name: place for place, name in enumerate(sorted({name for names in rows for name in names}))}
    return places, _People._on(places, rows)
