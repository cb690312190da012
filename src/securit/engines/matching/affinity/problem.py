"""The question: how near is each evaluator, by what they wrote, to each application?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from securit.engines._shared.errors import TooLarge, Unusable, refuse_if_any
from securit.engines._shared.plain_data import Plain, digest_of, doubled, rows_in, text_in
from securit.engines.matching.passages import Passage, faults_of, passage_in

SCHEMA = "securit.affinity/1"
MOST_PAIRS = 20_000_000


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Somebody and their own texts: papers, reports, a profile. Each text counts as a whole."""

    id: str
    texts: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Application:
    """What is to be evaluated. Its passages count together as words; of their vectors the nearest counts."""

    id: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A pair whose affinity is to be explained."""

    application: str
    evaluator: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything is sorted by id on entry. At most 20 million pairs of an evaluator's text and an application.

    Every pair has its affinity in the decision; those ``asked``, and the three nearest of each application, are
    explained. Raises ``Unusable`` or ``TooLarge``. It is never infeasible.
    """

    evaluators: tuple[Evaluator, ...]
    applications: tuple[Application, ...]
    asked: tuple[Asked, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "evaluators", tuple(sorted(self.evaluators, key=lambda one: one.id)))
        object.__setattr__(self, "applications", tuple(sorted(self.applications, key=lambda one: one.id)))
        object.__setattr__(self, "asked", tuple(sorted(self.asked, key=lambda a: (a.application, a.evaluator))))
        pairs = sum(len(one.texts) for one in self.evaluators) * len(self.applications)
        refuse_if_any(
            [f"There are {pairs} pairs of text and application; at most {MOST_PAIRS}."] if pairs > MOST_PAIRS else [],
            TooLarge,
        )
        refuse_if_any(_contradictions(self))

    @property
    def has_vectors(self) -> bool:
        """Whether every evaluator's text, and a passage of every application, has a vector."""
        return all(text.vector for one in self.evaluators for text in one.texts) and all(
            any(passage.vector for passage in one.passages) for one in self.applications
        )

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical plain data."""
        return digest_of(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; vectors in base64."""
        return {
            "schema": SCHEMA,
            "evaluators": [{"id": e.id, "texts": [text.to_data() for text in e.texts]} for e in self.evaluators],
            "applications": [{"id": a.id, "passages": [p.to_data() for p in a.passages]} for a in self.applications],
            "asked": [{"application": a.application, "evaluator": a.evaluator} for a in self.asked],
        }

    @classmethod
    def from_data(cls, data: Plain) -> Problem:
        """The problem that was stored; raises ``Unusable`` for another shape."""
        if data.get("schema") != SCHEMA:
            raise Unusable([f"This is not a problem of the form {SCHEMA}."])
        return cls(
            tuple(
                Evaluator(text_in(row, "id"), tuple(passage_in(one) for one in rows_in(row, "texts")))
                for row in rows_in(data, "evaluators")
            ),
            tuple(
                Application(text_in(row, "id"), tuple(passage_in(one) for one in rows_in(row, "passages")))
                for row in rows_in(data, "applications")
            ),
            tuple(Asked(text_in(row, "application"), text_in(row, "evaluator")) for row in rows_in(data, "asked")),
        )


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from doubled("Evaluator", (one.id for one in problem.evaluators))
    yield from doubled("Application", (one.id for one in problem.applications))
    yield from doubled("The pair", (f"{a.application} and {a.evaluator}" for a in problem.asked))
    evaluators, applications = {e.id for e in problem.evaluators}, {a.id for a in problem.applications}
    for name in sorted(evaluators & applications):
        yield f"{name} is the id of an evaluator and of an application."
    for pair in problem.asked:
        if pair.application not in applications or pair.evaluator not in evaluators:
            yield f"The pair {pair.application} and {pair.evaluator} is not in the problem."
    yield from faults_of(
        (
            *((f"Evaluator {e.id}", e.texts) for e in problem.evaluators),
            *((f"Application {a.id}", a.passages) for a in problem.applications),
        )
    )
