"""The calibration report as figures to read: what moves, who would cross the line, how severe people were. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """An application: its plain mean and adjusted score, between which scores and ranks it lies nine times in ten.

    ``chance`` is in whole per cent: how often the budget reaches it. ``plain_rank`` is its rank by plain means.
    """

    number: str
    rank: int
    plain_rank: int
    mean: str
    score: str
    low: str
    high: str
    rank_from: int
    rank_to: int
    chance: int

    @property
    def moves(self) -> int:
        """How many places it would rise; below 0: fall."""
        return self.plain_rank - self.rank


@dataclass(frozen=True, slots=True)
class Severe:
    """An evaluator: how much lower than others they scored, between which values that lies, and their reports."""

    ref: str
    severity: str
    low: str
    high: str
    reports: int

    @property
    def differs(self) -> bool:
        """Whether the interval leaves zero on one side: severity, or leniency, that the data show."""
        return Decimal(self.low) > 0 or Decimal(self.high) < 0


@dataclass(frozen=True, slots=True)
class Crossing:
    """Who stands within the budget by one of the two orders only, by number."""

    up: tuple[str, ...]
    down: tuple[str, ...]


def lines_in(outcome: Mapping[str, Any]) -> list[Line]:
    """The applications in the adjusted order."""
    places = outcome["decision"]["places"]
    plain = _ranks([Decimal(row["mean"]) for row in places])
    return [
        Line(
            number=row["id"],
            rank=row["rank"],
            plain_rank=before,
            mean=_short(row["mean"]),
            score=_short(row["score"]),
            low=_short(row["low"]),
            high=_short(row["high"]),
            rank_from=row["rank_from"],
            rank_to=row["rank_to"],
            chance=round(Decimal(row["chance"]) * 100),
        )
        for row, before in zip(places, plain, strict=True)
    ]


def severities_in(problem: Mapping[str, Any], outcome: Mapping[str, Any]) -> list[Severe]:
    """The evaluators, the most severe first."""
    counted: dict[str, int] = {}
    for report in problem["reports"]:
        counted[report["evaluator"]] = counted.get(report["evaluator"], 0) + 1
    rows = sorted(outcome["decision"]["evaluators"], key=lambda row: (-Decimal(row["severity"]), row["id"]))
    return [
        Severe(row["id"], _short(row["severity"]), _short(row["low"]), _short(row["high"]), counted.get(row["id"], 0))
        for row in rows
    ]


def crossing(problem: Mapping[str, Any], lines: Sequence[Line]) -> Crossing:
    """Down each list, to the first application that the budget does not pay for."""
    asks = {row["id"]: int(row["ask_cents"]) for row in problem["applications"]}
    adjusted = _reached(sorted(lines, key=lambda one: (one.rank, one.number)), asks, problem["budget_cents"])
    plain = _reached(sorted(lines, key=lambda one: (one.plain_rank, one.number)), asks, problem["budget_cents"])
    return Crossing(tuple(sorted(adjusted - plain)), tuple(sorted(plain - adjusted)))


def _reached(order: Sequence[Line], asks: Mapping[str, int], budget_cents: int) -> frozenset[str]:
    found = set()
    for line in order:
        budget_cents -= asks[line.number]
        if budget_cents < 0:
            break
        found.add(line.number)
    return frozenset(found)


def _ranks(values: Sequence[Decimal]) -> list[int]:
    first: dict[Decimal, int] = {}
    for place, value in enumerate(sorted(values, reverse=True), 1):
        first.setdefault(value, place)
    return [first[value] for value in values]


def _short(value: str) -> str:
    return f"{Decimal(value):.2f}"
