"""How well each rule puts what people found fitting at the top: a measure, and nothing that changes an order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sqrt

from securit.engines.matching.search import Settings, Want
from securit.stages.challenges.public import Challenge
from securit.stages.solutions.engines.shelves import said_by_challenge, shelf_of_solutions

DEPTHS = (5, 10)
_NORMAL_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Precision:
    """Of the first ``depth`` of each list together: how many were judged, and how many of these fit."""

    depth: int
    fits: int
    judged: int
    shown: int

    @property
    def share(self) -> float:
        """The part of the judged that fit; 0 without any."""
        return self.fits / self.judged if self.judged else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Between what the share would lie in 95 of 100 such samples (Wilson 1927); from 0 to 1 without any."""
        if not self.judged:
            return 0.0, 1.0
        n, z = self.judged, _NORMAL_95
        middle = (self.share + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(self.share * (1 - self.share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class RuleMeasured:
    """One rule beside what people said; ``by_meaning`` is words and meaning, else words alone."""

    by_meaning: bool
    precisions: tuple[Precision, ...]


def measured_rules(verdicts: Mapping[Challenge, Mapping[str, bool]]) -> tuple[RuleMeasured, ...]:
    """Words alone, and words and meaning where every text has its vector; a ranking per challenge and rule."""
    lists: dict[bool, list[list[bool | None]]] = {False: [], True: []}
    for challenge, fits in verdicts.items():
        shelf = shelf_of_solutions(challenge.programme)
        asked = shelf.question(f"challenge {challenge.ref}", said_by_challenge(challenge))
        query = replace(asked, wants=(Want("domain", (challenge.domain.code,)),))
        for by_meaning in (False, True) if shelf.basis(query).by_meaning else (False,):
            hits = shelf.index.find(query, Settings(top=max(DEPTHS)), with_vectors=by_meaning).hits
            lists[by_meaning].append([fits.get(hit.document) for hit in hits])
    complete = [rule for rule, ranked in lists.items() if ranked and len(ranked) == len(verdicts)]
    return tuple(RuleMeasured(rule, tuple(_precision(lists[rule], depth) for depth in DEPTHS)) for rule in complete)


def _precision(ranked: list[list[bool | None]], depth: int) -> Precision:
    shown = [verdict for one in ranked for verdict in one[:depth]]
    judged = [verdict for verdict in shown if verdict is not None]
    return Precision(depth, sum(judged), len(judged), len(shown))
