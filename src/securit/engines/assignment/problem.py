"""The question: which evaluators read which applications, within loads, conflicts and pairs fixed beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from securit.engines._shared.errors import Unusable, refuse_if_any
from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import Plain, digest_of, doubled, number_in, rows_in, text_in, whole_in

SCHEMA = "securit.assignment/1"


@dataclass(frozen=True, slots=True, order=True)
class Application:
    """An application and how many different evaluators it needs."""

    id: str
    required: int = 3


@dataclass(frozen=True, slots=True, order=True)
class Evaluator:
    """An evaluator, the most and the least applications to give, and where the person comes from."""

    id: str
    most: int
    least: int = 0
    country: str = ""
    institution: str = ""


class Pair(NamedTuple):
    """An evaluator on an application."""

    application: str
    evaluator: str


class Affinity(NamedTuple):
    """How well a pair fits; a pair without one scores 0."""

    application: str
    evaluator: str
    score: Fraction


class Conflict(NamedTuple):
    """A pair that must not be, and why."""

    application: str
    evaluator: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Sorted by id on entry, so the order in which it was written changes nothing.

    Raises ``Unusable`` when it contradicts itself as data. Whether it can be solved is another question,
    answered by :func:`securit.engines.assignment.demand.reasons_against`.
    """

    applications: tuple[Application, ...]
    evaluators: tuple[Evaluator, ...]
    affinities: tuple[Affinity, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    pinned: tuple[Pair, ...] = ()

    def __post_init__(self) -> None:
        for name in ("applications", "evaluators", "affinities", "conflicts", "pinned"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name))))
        refuse_if_any(_contradictions(self))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical plain data."""
        return digest_of(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; scores as text."""
        return {
            "schema": SCHEMA,
            "applications": [{"id": a.id, "required": a.required} for a in self.applications],
            "evaluators": [
                {"id": e.id, "most": e.most, "least": e.least, "country": e.country, "institution": e.institution}
                for e in self.evaluators
            ],
            "affinities": [
                {"application": a.application, "evaluator": a.evaluator, "score": plain(a.score)}
                for a in self.affinities
            ],
            "conflicts": [c._asdict() for c in self.conflicts],
            "pinned": [p._asdict() for p in self.pinned],
        }

    @classmethod
    def from_data(cls, data: Plain) -> Problem:
        """The problem that was stored; raises ``Unusable`` for another shape."""
        if data.get("schema") != SCHEMA:
            raise Unusable([f"This is not a problem of the form {SCHEMA}."])
        return cls(
            applications=tuple(
                Application(text_in(row, "id"), whole_in(row, "required")) for row in rows_in(data, "applications")
            ),
            evaluators=tuple(
                Evaluator(
                    text_in(row, "id"),
                    whole_in(row, "most"),
                    whole_in(row, "least", 0),
                    text_in(row, "country", ""),
                    text_in(row, "institution", ""),
                )
                for row in rows_in(data, "evaluators")
            ),
            affinities=tuple(Affinity(*_pair(row), number_in(row, "score")) for row in rows_in(data, "affinities")),
            conflicts=tuple(Conflict(*_pair(row), text_in(row, "reason", "")) for row in rows_in(data, "conflicts")),
            pinned=tuple(_pair(row) for row in rows_in(data, "pinned")),
        )


@dataclass(frozen=True, slots=True)
class Assignment:
    """The decision: the chosen pairs, sorted."""

    pairs: tuple[Pair, ...]

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {"pairs": [pair._asdict() for pair in self.pairs]}

    @classmethod
    def from_data(cls, data: Plain) -> Assignment:
        """The decision that was stored."""
        return cls(tuple(_pair(row) for row in rows_in(data, "pairs")))


def _pair(row: Plain) -> Pair:
    return Pair(text_in(row, "application"), text_in(row, "evaluator"))


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from doubled("Application", (a.id for a in problem.applications))
    yield from doubled("Evaluator", (e.id for e in problem.evaluators))
    for application in problem.applications:
        if application.required < 0:
            yield f"Application {application.id} cannot need {application.required} evaluators."
    for evaluator in problem.evaluators:
        if not 0 <= evaluator.least <= evaluator.most:
            yield (
                f"Evaluator {evaluator.id} cannot read at least {evaluator.least} and at most {evaluator.most}"
                " applications."
            )
    yield from doubled("The affinity of", (f"{a.application} and {a.evaluator}" for a in problem.affinities))
    yield from doubled("The pinned pair", (f"{p.application} and {p.evaluator}" for p in problem.pinned))
    applications = {a.id for a in problem.applications}
    evaluators = {e.id for e in problem.evaluators}
    for what, pairs in (("affinity", problem.affinities), ("conflict", problem.conflicts), ("pin", problem.pinned)):
        for application_id, evaluator_id, *_rest in pairs:
            if application_id not in applications:
                yield f"One {what} names application {application_id}, which is not in the problem."
            if evaluator_id not in evaluators:
                yield f"One {what} names evaluator {evaluator_id}, who is not in the problem."
