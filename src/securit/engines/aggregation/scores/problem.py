"""The question: what are applications worth, when each was scored by a few evaluators who are not equally severe?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from securit.engines._shared.errors import Unusable, refuse_if_any
from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import (
    Plain,
    digest_of,
    doubled,
    mapping_in,
    number_in,
    one_of,
    rows_in,
    text_in,
    whole_in,
)
from securit.engines.aggregation.problem import Prefer

SCHEMA = "securit.scores/1"


@dataclass(frozen=True, slots=True)
class Applicant:
    """An application and what it asks for; 1 where places are given instead of money."""

    id: str
    ask_cents: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """The score that one evaluator gave one application."""

    application: str
    evaluator: str
    score: Fraction


@dataclass(frozen=True, slots=True)
class Problem:
    """Applications and reports are sorted by id on entry; every application has a report, no pair has two.

    ``budget_cents`` draws the line: down the list, to the first application it does not pay for. ``better`` says which
    end of the scale is good. ``decimals`` are those that the decision keeps, ``samples`` the draws behind every
    probability and interval; ``near`` bounds the chances of those who stand near the line.
    Raises ``Unusable`` when it contradicts itself. It is never infeasible.
    """

    applications: tuple[Applicant, ...]
    reports: tuple[Report, ...]
    budget_cents: int = 0
    better: Prefer = Prefer.HIGHER
    decimals: int = 4
    samples: int = 1_000
    near: tuple[Fraction, Fraction] = (Fraction(1, 5), Fraction(4, 5))

    def __post_init__(self) -> None:
        object.__setattr__(self, "applications", tuple(sorted(self.applications, key=lambda one: one.id)))
        object.__setattr__(self, "reports", tuple(sorted(self.reports, key=lambda r: (r.application, r.evaluator))))
        refuse_if_any(_contradictions(self))

    @property
    def evaluators(self) -> tuple[str, ...]:
        """Everybody who wrote a report, sorted."""
        return tuple(sorted({report.evaluator for report in self.reports}))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical plain data."""
        return digest_of(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; scores as text."""
        return {
            "schema": SCHEMA,
            "applications": [{"id": one.id, "ask_cents": one.ask_cents} for one in self.applications],
            "reports": [
                {"application": r.application, "evaluator": r.evaluator, "score": plain(r.score)} for r in self.reports
            ],
            "budget_cents": self.budget_cents,
            "better": self.better.value,
            "decimals": self.decimals,
            "samples": self.samples,
            "near": {"from": plain(self.near[0]), "to": plain(self.near[1])},
        }

    @classmethod
    def from_data(cls, data: Plain) -> Problem:
        """The problem that was stored; raises ``Unusable`` for another shape."""
        if data.get("schema") != SCHEMA:
            raise Unusable([f"This is not a problem of the form {SCHEMA}."])
        near = mapping_in(data, "near")
        return cls(
            tuple(Applicant(text_in(r, "id"), whole_in(r, "ask_cents", 1)) for r in rows_in(data, "applications")),
            tuple(
                Report(text_in(r, "application"), text_in(r, "evaluator"), number_in(r, "score"))
                for r in rows_in(data, "reports")
            ),
            whole_in(data, "budget_cents", 0),
            one_of(Prefer, data, "better"),
            whole_in(data, "decimals", 4),
            whole_in(data, "samples", 1_000),
            (number_in(near, "from"), number_in(near, "to")) if near else (Fraction(1, 5), Fraction(4, 5)),
        )


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from doubled("Application", (one.id for one in problem.applications))
    scored = {report.application for report in problem.reports}
    known = {one.id for one in problem.applications}
    for one in problem.applications:
        if one.id not in scored:
            yield f"Application {one.id} has no report."
        if one.ask_cents < 0:
            yield f"Application {one.id} asks for the negative amount {one.ask_cents}."
    for name in sorted(scored - known):
        yield f"A report speaks of {name}, which is not an application of the problem."
    yield from doubled("The report", (f"{r.evaluator} on {r.application}" for r in problem.reports))
    if "" in problem.evaluators:
        yield "A report has no evaluator."
    if problem.budget_cents < 0:
        yield f"The budget cannot be the negative amount {problem.budget_cents}."
    if not 0 <= problem.decimals <= 9:
        yield f"{problem.decimals} decimals cannot be kept; 0 to 9 can."
    if not 100 <= problem.samples <= 100_000:
        yield f"{problem.samples} draws are not enough or too many; 100 to 100000 can be made."
    if not 0 <= problem.near[0] <= problem.near[1] <= 1:
        yield "The chances near the line must rise, and lie between 0 and 1."
