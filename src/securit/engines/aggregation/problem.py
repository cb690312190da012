"""The question: in what order do scored applications stand, under the rules that the call published?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Any

from securit.engines._shared.errors import Unusable, refuse_if_any
from securit.engines._shared.exact import Rounding, RoundingMode, plain
from securit.engines._shared.plain_data import (
    Plain,
    digest_of,
    doubled,
    mapping_in,
    number_in,
    number_or_none_in,
    rows_in,
    text_in,
    whole_in,
)

SCHEMA = "securit.ranking/1"


class Total(Enum):
    """How weighted criterion scores become one number."""

    SUM = "sum"  # Σ weight × score
    MEAN = "mean"  # Σ weight × score ÷ Σ weight


class Basis(Enum):
    """Which number the overall threshold is held against."""

    RAW = "raw"  # Σ score, unweighted
    WEIGHTED = "weighted"  # the rounded total that also ranks


class Source(Enum):
    """Where a tie-break key takes its value from."""

    CRITERION = "criterion"
    RAW_TOTAL = "raw_total"
    FACT = "fact"  # a number given with the application: countries, SME share, order of submission …
    DRAW = "draw"  # the published draw from the seed


class Prefer(Enum):
    """Which of two values goes first."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion: the threshold is held against the raw score, the weight counts for the order only."""

    id: str
    weight: Fraction = Fraction(1)
    threshold: Fraction | None = None


@dataclass(frozen=True, slots=True)
class TieKey:
    """One link of the tie-break chain; ``name`` is the criterion or the fact, and what the explanation calls it."""

    source: Source
    name: str = ""
    prefer: Prefer = Prefer.HIGHER


@dataclass(frozen=True, slots=True)
class Scored:
    """An application with its score on every criterion and the facts that tie-break keys ask for."""

    id: str
    scores: tuple[tuple[str, Fraction], ...]
    facts: tuple[tuple[str, Fraction], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "scores", tuple(sorted(self.scores)))
        object.__setattr__(self, "facts", tuple(sorted(self.facts)))


@dataclass(frozen=True, slots=True)
class Problem:
    """Applications are sorted by id on entry; criteria and tie-break keys keep their published order.

    ``score_rounding`` applies to each criterion score before anything else, ``rounding`` to the total.
    Raises ``Unusable`` when it contradicts itself. It is never infeasible.
    """

    criteria: tuple[Criterion, ...]
    applications: tuple[Scored, ...]
    total: Total = Total.SUM
    overall_threshold: Fraction | None = None
    threshold_basis: Basis = Basis.RAW
    tie_breaks: tuple[TieKey, ...] = ()
    rounding: Rounding = field(default_factory=Rounding)
    score_rounding: Rounding | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "applications", tuple(sorted(self.applications, key=lambda one: one.id)))
        refuse_if_any(_contradictions(self))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical plain data."""
        return digest_of(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; numbers as text."""
        return {
            "schema": SCHEMA,
            "criteria": [
                {"id": c.id, "weight": plain(c.weight), "threshold": _text(c.threshold)} for c in self.criteria
            ],
            "applications": [
                {"id": a.id, "scores": _texts(a.scores), "facts": _texts(a.facts)} for a in self.applications
            ],
            "total": self.total.value,
            "overall_threshold": _text(self.overall_threshold),
            "threshold_basis": self.threshold_basis.value,
            "tie_breaks": [
                {"source": k.source.value, "name": k.name, "prefer": k.prefer.value} for k in self.tie_breaks
            ],
            "rounding": _rounding_data(self.rounding),
            "score_rounding": None if self.score_rounding is None else _rounding_data(self.score_rounding),
        }

    @classmethod
    def from_data(cls, data: Plain) -> Problem:
        """The problem that was stored; raises ``Unusable`` for another shape."""
        if data.get("schema") != SCHEMA:
            raise Unusable([f"This is not a problem of the form {SCHEMA}."])
        try:
            return cls(
                criteria=tuple(
                    Criterion(text_in(row, "id"), number_in(row, "weight"), number_or_none_in(row, "threshold"))
                    for row in rows_in(data, "criteria")
                ),
                applications=tuple(
                    Scored(text_in(row, "id"), _numbers(mapping_in(row, "scores")), _numbers(mapping_in(row, "facts")))
                    for row in rows_in(data, "applications")
                ),
                total=Total(data.get("total")),
                overall_threshold=number_or_none_in(data, "overall_threshold"),
                threshold_basis=Basis(data.get("threshold_basis")),
                tie_breaks=tuple(
                    TieKey(Source(row.get("source")), text_in(row, "name", ""), Prefer(row.get("prefer")))
                    for row in rows_in(data, "tie_breaks")
                ),
                rounding=_rounding(mapping_in(data, "rounding")),
                score_rounding=None
                if data.get("score_rounding") is None
                else _rounding(mapping_in(data, "score_rounding")),
            )
        except Unusable:
            raise
        except ValueError as error:
            raise Unusable([f"The rules of the ranking cannot be read: {error}."]) from None


@dataclass(frozen=True, slots=True)
class Place:
    """A ranked application: its rank (equals share one, the next rank is skipped), rounded total and raw total."""

    id: str
    rank: int
    total: Fraction
    raw_total: Fraction


@dataclass(frozen=True, slots=True)
class Ranking:
    """The decision: the ranked applications from the best down, and, sorted by id, those below a threshold."""

    places: tuple[Place, ...]
    below_threshold: tuple[str, ...]

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {
            "places": [
                {"id": p.id, "rank": p.rank, "total": plain(p.total), "raw_total": plain(p.raw_total)}
                for p in self.places
            ],
            "below_threshold": [{"id": one} for one in self.below_threshold],
        }

    @classmethod
    def from_data(cls, data: Plain) -> Ranking:
        """The decision that was stored."""
        return cls(
            tuple(
                Place(text_in(row, "id"), whole_in(row, "rank"), number_in(row, "total"), number_in(row, "raw_total"))
                for row in rows_in(data, "places")
            ),
            tuple(text_in(row, "id") for row in rows_in(data, "below_threshold")),
        )


def _text(value: Fraction | None) -> str | None:
    return None if value is None else plain(value)


def _texts(numbers: tuple[tuple[str, Fraction], ...]) -> dict[str, str]:
    return {name: plain(value) for name, value in numbers}


def _numbers(data: Plain) -> tuple[tuple[str, Fraction], ...]:
    return tuple((name, number_in(data, name)) for name in data)


def _rounding_data(rounding: Rounding) -> dict[str, Any]:
    return {"places": rounding.places, "mode": rounding.mode.value}


def _rounding(data: Plain) -> Rounding:
    return Rounding(whole_in(data, "places"), RoundingMode(data.get("mode")))


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from doubled("Criterion", (c.id for c in problem.criteria))
    yield from doubled("Application", (a.id for a in problem.applications))
    if not problem.criteria:
        yield "A ranking needs at least one criterion."
    for criterion in problem.criteria:
        if criterion.weight < 0:
            yield f"Criterion {criterion.id} cannot have the negative weight {plain(criterion.weight)}."
    if problem.criteria and not any(criterion.weight > 0 for criterion in problem.criteria):
        yield "At least one criterion must have a weight above zero."
    yield from _chain(problem)
    yield from _applications(problem)


def _chain(problem: Problem) -> Iterator[str]:
    criteria = {criterion.id for criterion in problem.criteria}
    for index, key in enumerate(problem.tie_breaks):
        if key.source is Source.CRITERION and key.name not in criteria:
            yield f"A tie-break names criterion {key.name}, which is not in the problem."
        if key.source in (Source.CRITERION, Source.RAW_TOTAL) and key.prefer is Prefer.LOWER:
            yield "A tie-break cannot prefer the lower score; a better score would cost a place."
        if key.source is Source.DRAW and index < len(problem.tie_breaks) - 1:
            yield "The draw decides every tie, so it must be the last key of the chain."


def _applications(problem: Problem) -> Iterator[str]:
    criteria = sorted(criterion.id for criterion in problem.criteria)
    facts = [key.name for key in problem.tie_breaks if key.source is Source.FACT]
    for application in problem.applications:
        scored = [name for name, _ in application.scores]
        if scored != criteria:
            yield f"Application {application.id} needs one score on each of {', '.join(criteria)}."
        known = [name for name, _ in application.facts]
        yield from doubled(f"For application {application.id}, fact", known)
        for fact in facts:
            if fact not in known:
                yield f"Application {application.id} lacks the fact “{fact}” that a tie-break asks for."
